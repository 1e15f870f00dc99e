"""The layers contract holds and covers every room."""

import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_ROOMS = {"clock", "locale", "static", "templates"}


def test_imports_run_downwards_only():
    done = subprocess.run(
        [ROOT / ".venv/bin/lint-imports", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_has_its_layer():
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    layered = {room.strip(" ()") for layer in contract["layers"] for room in layer.split("|")}
    rooms = {path.name for path in (ROOT / "liaison").iterdir() if (path / "__init__.py").exists()}
    assert rooms <= layered
