from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed names once `liaison serve` has collected the files; plain names before that and in tests."""

    def stored_name(self, name: str) -> str:
        return str(super().stored_name(name)) if self.hashed_files else name

    def compress_files(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Not the API's documentation page: half a minute at every start for what few people open."""
        yield from super().compress_files([name for name in names if not name.startswith("ninja/")])
