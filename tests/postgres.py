"""A PostgreSQL of its own for one command, gone afterwards.

python -m tests.postgres COMMAND [ARGUMENT ...]     runs it with LIAISON_DATABASE_URL set
"""

import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

# Durability is not what tests look at; everything else is as installed.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "deadlock_timeout": "200ms",
}


def programs() -> Path:
    """The folder of initdb and pg_ctl; raises LookupError where no server is installed."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True
    )
    on_path = shutil.which("initdb")
    for folder in [*folders, *([Path(on_path).resolve().parent] if on_path else [])]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise LookupError("no PostgreSQL server is installed")


# As installed, for what measures: every commit is on the disk before it is acknowledged.
DURABLE = {name: OPTIONS[name] for name in ("listen_addresses", "max_connections")}


@contextmanager
def cluster(options: Mapping[str, str] = OPTIONS) -> Iterator[str]:
    """Start a server on a free port of 127.0.0.1 and yield its URL."""
    bin_dir = programs()
    # initdb refuses root and cannot read root's home: run as `postgres` in the machine's temporary folder.
    folder = Path(tempfile.mkdtemp(prefix="liaison-pg-", dir="/tmp"))
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    data = folder / "data"

    def call(*words: str | Path) -> None:
        done = subprocess.run(
            [str(word) for word in words], cwd=folder, user=user and user.pw_uid, group=user and user.pw_gid,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{words[0]} failed:\n{done.stdout}")

    port = free_port()
    try:
        call(bin_dir / "initdb", "-D", data, "-U", "liaison", "--auth=trust", "--encoding=UTF8", "--no-sync")
        settings = " ".join(f"-c {name}={value}" for name, value in options.items())
        call(
            bin_dir / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", folder / "log",
            "-o", f"-p {port} -c unix_socket_directories='' {settings}", "start",
        )  # fmt: skip
        yield f"postgres://liaison@127.0.0.1:{port}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            call(bin_dir / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


# Below the range from which the kernel takes ports by itself; each process of a test run draws from a slice of its own, and
# none twice: between asking and listening nobody else can get the port.
PORTS = range(20_000, 32_000)
_drawn = itertools.count()


def free_port() -> int:
    """A port that nothing listens on and that no other process of this test run is given."""
    slice_start = PORTS.start + os.getpid() * 40 % len(PORTS)
    for turn in itertools.islice(_drawn, len(PORTS)):
        port = PORTS.start + (slice_start - PORTS.start + turn) % len(PORTS)
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
    raise RuntimeError("no free port")


def main(words: list[str]) -> int:
    if not words:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the server goes down with whoever is told to end
    with cluster() as url:
        return subprocess.run(words, env={**os.environ, "LIAISON_DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
