"""Collecting the static files at a start, only when one of them changed since the last one."""

import hashlib


def collect() -> None:
    from django.conf import settings
    from django.core.management import call_command

    stamp, now = settings.STATIC_ROOT / ".collected", _fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(now)


def _fingerprint() -> str:
    from django.contrib.staticfiles.finders import get_finders

    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(None):
            found.update(f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}\n".encode())
    return found.hexdigest()
