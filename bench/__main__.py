"""Pages and actions through the real server, at two sizes, on both engines, beside a bare page and bare SQL.

make bench            10,000 and 100,000 requests; writes the table into docs/performance.md
python -m bench --sizes 1000 --engines sqlite
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from tests.postgres import DURABLE, cluster

from . import client, table

ENGINES = ("sqlite", "postgresql")
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", default="10000,100000", help="numbers of requests, with commas")
    parser.add_argument("--engines", default=",".join(ENGINES), help="sqlite, postgresql")
    parser.add_argument("--calls", type=int, default=60, help="calls of each page")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    args = parser.parse_args()
    sizes = [int(one) for one in args.sizes.split(",")]
    found: dict[str, dict[int, Any]] = {}
    with ExitStack() as open_places:
        places = [
            (engine, size, open_places.enter_context(somewhere(engine)))
            for size in sorted(sizes, reverse=True) for engine in args.engines.split(",")
        ]  # fmt: skip
        # Filled side by side; what is measured afterwards has the machine for itself.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda place: _fill(*place), places))
        for engine, size, env in sorted(places, key=lambda place: place[:2]):
            found.setdefault(engine, {})[size] = _measure(engine, size, env, args.calls)
    text = table.drawn(found, f"Python {platform.python_version()}, {os.cpu_count()} cores")
    print(text)
    if args.write:
        PAGE.write_text(table.inserted(PAGE.read_text("utf-8"), text), "utf-8")
    return 0


@contextmanager
def somewhere(engine: str) -> Iterator[dict[str, str]]:
    """A data directory, and for PostgreSQL a server as it is installed, of this run's own."""
    folder = tempfile.mkdtemp(prefix="liaison-bench-")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIAISON_", "DJANGO_"))}
    env = {**kept, "LIAISON_DATA_DIR": folder}
    try:
        with cluster(DURABLE) if engine == "postgresql" else nullcontext("") as url:
            if url:
                env["LIAISON_DATABASE_URL"] = url
            yield env
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(engine: str, size: int, env: dict[str, str]) -> None:
    print(f"bench: {engine}, {size} requests: filling", file=sys.stderr, flush=True)
    _run(env, "-m", "liaison", "demo", "--no-serve", "--as-of", "2020-01-03")
    _run(env, "-m", "bench.fill", str(size))
    print(f"bench: {engine}, {size} requests: filled", file=sys.stderr, flush=True)


def _measure(engine: str, size: int, env: dict[str, str], calls: int) -> dict[str, Any]:
    inside = json.loads(_run(env, "-m", "bench.inside", "statements"))
    keys = json.loads(_run(env, "-m", "bench.inside", "keys"))
    print(f"bench: {engine}, {size} requests: measuring", file=sys.stderr, flush=True)
    return {"pages": client.measured(env, keys, calls), "inside": inside}


def _run(env: dict[str, str], *words: str) -> str:
    done = subprocess.run([sys.executable, *words], env=env, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench: {' '.join(words)} ended with {done.returncode}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
