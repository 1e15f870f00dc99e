from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed names once `liaison serve` has collected the files; plain names before that and in tests."""

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name
