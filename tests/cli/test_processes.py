"""A child that keeps dying ends the command instead of spinning."""

import sys
import threading
import time

from liaison.cli import processes


def test_after_five_deaths_everything_ends(monkeypatch, capfd):
    # Signals belong to the main thread of the test run; what is watched here needs none.
    monkeypatch.setattr(processes.signal, "signal", lambda *_: None)
    steady = processes.Child("web", [sys.executable, "-c", "import time; time.sleep(60)"])
    dying = processes.Child("worker", [sys.executable, "-c", "raise SystemExit(3)"])
    started = time.monotonic()
    codes: list[int] = []
    watching = threading.Thread(target=lambda: codes.append(processes.supervise([steady, dying])))
    watching.start()
    watching.join(timeout=30)
    assert codes == [1]
    assert time.monotonic() - started < 30
    assert steady.process.poll() is not None
    said = capfd.readouterr().err
    assert said.count("the worker process ended with code 3") == processes.CRASHES
    assert "keeps ending" in said
