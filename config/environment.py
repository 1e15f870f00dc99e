"""From environment variables to values: the database entry, the secret key and the hosts."""

import os
import re
import secrets
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # writers queue instead of failing with "database is locked"
    "timeout": 30,
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=FULL;"
        "PRAGMA foreign_keys=ON;"
        "PRAGMA temp_store=MEMORY;"
        "PRAGMA mmap_size=33554432;"
        "PRAGMA cache_size=-8000;"  # KiB for each connection: the mapped file is what most pages are read from
        "PRAGMA journal_size_limit=67108864"
    ),
}

POSTGRESQL_OPTIONS = {
    # Pages ask for little at a time: to compile a query to machine code would take longer than to answer it.
    "options": "-c jit=off",
    # What is asked again and again is planned once: to plan a join of twelve tables takes longer than to read one row of it.
    "server_side_binding": True,
    "prepare_threshold": 2,
}


def database(url: str) -> dict[str, Any]:
    """The DATABASES entry of one URL; of several PostgreSQL hosts the driver finds the one that accepts writes."""
    if not url.startswith(("sqlite:", "postgres:", "postgresql:")):
        raise ImproperlyConfigured("LIAISON_DATABASE_URL must begin with sqlite:/// or postgres://.")
    hosts = re.match(r"^(?P<before>[a-z]+://(?:[^@/]*@)?)(?P<hosts>[^/?]*,[^/?]*)(?P<after>.*)$", url)
    plain = f"{hosts['before']}several{hosts['after']}" if hosts else url
    entry: dict[str, Any] = dict(environ.Env.db_url_config(plain))
    if entry["ENGINE"] == "django.db.backends.sqlite3":
        entry["OPTIONS"] = SQLITE_OPTIONS
        return {**entry, "CONN_MAX_AGE": None}
    options = {**POSTGRESQL_OPTIONS, **entry.get("OPTIONS", {})}
    if hosts:
        pairs = [host.rpartition(":") if ":" in host else (host, ":", "5432") for host in hosts["hosts"].split(",")]
        entry["HOST"] = ",".join(host for host, _, _ in pairs)
        entry["PORT"] = ",".join(port for _, _, port in pairs)
        options.setdefault("target_session_attrs", "read-write")
    return {**entry, "OPTIONS": options, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}


def secret_key(given: str, file: str, data_dir: Path) -> str:
    """The key that signs sessions: as given, else from a file, else a random one kept in the data directory."""
    if given:
        return given
    path = Path(file) if file else data_dir / "secret-key"
    try:
        if not file and not path.exists():
            _write_once(path, secrets.token_urlsafe(50))
        key = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"The secret key file {path} cannot be used: {error.strerror}.") from error
    if not key:
        raise ImproperlyConfigured(f"The secret key file {path} is empty.")
    return key


def _write_once(path: Path, text: str) -> None:
    """Two processes may start at once: both offer a complete file, the first one stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    offer = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(offer, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text + "\n")
    try:
        os.link(offer, path)
    except FileExistsError:
        pass
    finally:
        offer.unlink()


def allowed_hosts(given: list[str], base_url: str) -> list[str]:
    """The names under which the site answers: those given, that of the base URL, and this machine's own."""
    if any("*" in host for host in given):
        raise ImproperlyConfigured("LIAISON_ALLOWED_HOSTS must name its hosts; * is refused.")
    own = urlsplit(base_url).hostname
    return sorted({*given, *([own] if own else []), "localhost", "127.0.0.1", "[::1]"})


def port(given: str) -> int:
    if not (given.isascii() and given.isdigit() and int(given) < 2**16):
        raise ImproperlyConfigured("LIAISON_PORT must be a number from 0 to 65535.")
    return int(given)


def debug(wanted: bool, host: str) -> bool:
    if wanted and host not in LOOPBACK:
        raise ImproperlyConfigured("LIAISON_DEBUG shows internals and is refused unless LIAISON_HOST is 127.0.0.1.")
    return wanted


@dataclass(frozen=True)
class Smtp:
    """The mail server that notices leave by, and the address they come from."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)  # never in a log or an error page
    tls: bool  # from the first byte (smtps); otherwise STARTTLS, which a password or another machine makes compulsory
    sender: str

    @property
    def may_be_plain(self) -> bool:
        return self.host in LOOPBACK and not self.user


def smtp(url: str, sender: str) -> Smtp | None:
    """The mail server of one URL; None without one: then no mail is queued at all."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        port = host = None
        parts = urlsplit("")
    if parts.scheme not in ("smtp", "smtps") or not host or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured("LIAISON_SMTP_URL must be smtp://user:password@host:587 or smtps://…:465.")
    address = parseaddr(sender)[1]
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", address) or re.search(r"[\r\n]", sender):
        raise ImproperlyConfigured("LIAISON_MAIL_FROM must be an address such as liaison@example.cn when mail is on.")
    return Smtp(
        host, port or (465 if parts.scheme == "smtps" else 587), unquote(parts.username or ""), unquote(parts.password or ""),
        tls=parts.scheme == "smtps", sender=address,
    )  # fmt: skip
