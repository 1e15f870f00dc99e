"""Where attached files lie: under random names in UPLOADS_DIR, outside of everything that is served by itself.

A file is written under another name, made durable and renamed while the transaction of its act is open; should that fail the file goes
again. A process killed in between leaves a file that no row names: `tidy` takes such files away once they are a day old.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from django.conf import settings

from liaison import record
from liaison.rules.refusals import Refused

from .files import SafeFile
from .models import Attachment, Material

SMALL = "-s"  # ends the name of a photo's small rendering
ORPHANED_AFTER = timedelta(days=1)  # no act takes that long


def keep(file: SafeFile) -> str:
    """Put a file on the shelf, inside `record.transaction`; return the name it is stored under. Raises Refused: not_stored."""
    name = secrets.token_hex(16)
    stored = f"{name[:2]}/{name[2:4]}/{name}"
    record.if_undone(partial(_remove, stored))
    try:
        _write(path_of(stored), file.body)
        if file.small:
            _write(path_of(stored, small=True), file.small)
    except OSError as error:
        raise Refused("not_stored") from error
    return stored


def path_of(stored: str, *, small: bool = False) -> Path:
    return Path(settings.UPLOADS_DIR) / (stored + SMALL * small)


def _write(path: Path, body: bytes) -> None:
    _folder(path.parent)
    under_way = path.with_name(f".{path.name}")
    handle = os.open(under_way, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(body)
        out.flush()
        os.fsync(out.fileno())
    under_way.rename(path)
    _sync(path.parent)


def _folder(folder: Path) -> None:
    """Both levels, for the owner alone, known to the disk before a file is."""
    if folder.is_dir():
        return
    for level in (folder.parent.parent, folder.parent, folder):
        with suppress(FileExistsError):
            level.mkdir(mode=0o700)
            _sync(level.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(stored: str) -> None:
    for path in (path_of(stored), path_of(stored, small=True)):
        for one in (path, path.with_name(f".{path.name}")):
            one.unlink(missing_ok=True)


# --- looking after it ---


def orphans(machine_now: datetime) -> Iterator[Path]:
    """Files older than a day that no row names."""
    before = (machine_now - ORPHANED_AFTER).timestamp()
    found = Path(settings.UPLOADS_DIR).glob("*/*/*")
    while paths := list(islice(found, 500)):
        old = {path: _stored(path) for path in paths if _older(path, before)}
        known = {
            stored
            for rows in (Attachment.objects, Material.objects)
            for stored in rows.filter(stored__in=set(old.values())).values_list("stored", flat=True)
        }
        yield from (path for path, stored in old.items() if stored not in known or path.name.startswith("."))


def tidy(machine_now: datetime) -> int:
    """Take orphans away; return how many."""
    gone = list(orphans(machine_now))
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def missing() -> Iterator[Attachment]:
    """Rows whose file is not there, or not as long as it was."""
    for one in Attachment.objects.select_related("service_request").order_by("pk").iterator(chunk_size=500):
        if not _is_whole(one.stored, one.size_bytes):
            yield one


def missing_papers() -> Iterator[Material]:
    """The same for the documents of agency files."""
    for one in Material.objects.exclude(stored="").select_related("step__file").order_by("pk").iterator(chunk_size=500):
        if not _is_whole(one.stored, one.size_bytes):
            yield one


def _is_whole(stored: str, size_bytes: int) -> bool:
    with suppress(FileNotFoundError):
        return path_of(stored).stat().st_size == size_bytes
    return False


def _stored(path: Path) -> str:
    name = path.name.removeprefix(".").removesuffix(SMALL)
    return "/".join((*path.parts[-3:-1], name))


def _older(path: Path, before: float) -> bool:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime < before
    return False
