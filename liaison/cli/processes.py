"""Web and worker as children of one command: started together, started again when one dies, ended together."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from types import FrameType

ENDING_SECONDS = 20  # what a running request may still take
CRASHES, CRASHES_WITHIN_SECONDS = 5, 60  # more than that is not bad luck
PR_SET_PDEATHSIG = 1


class Child:
    def __init__(self, name: str, words: Sequence[str], pass_fds: Sequence[int] = ()) -> None:
        self.name, self.words, self.pass_fds = name, words, pass_fds
        self.deaths: deque[float] = deque(maxlen=CRASHES)
        self.start()

    def start(self) -> None:
        # A session of its own: Ctrl-C reaches the parent alone, which then ends the children in order.
        self.process = subprocess.Popen(
            self.words, pass_fds=self.pass_fds, start_new_session=True, preexec_fn=_end_with_parent
        )

    def revive(self) -> bool:
        """Start again after an unexpected end; False when it keeps dying."""
        self.deaths.append(time.monotonic())
        if len(self.deaths) == CRASHES and self.deaths[-1] - self.deaths[0] < CRASHES_WITHIN_SECONDS:
            return False
        self.start()
        return True


def supervise(children: Sequence[Child]) -> int:
    """Watch until a signal comes or a child keeps dying; 0 after a signal, 1 otherwise."""
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, on_signal)
    code = 0
    while not stop.wait(0.5):
        for child in children:
            ended_with = child.process.poll()
            if ended_with is None:
                continue
            print(f"liaison: the {child.name} process ended with code {ended_with}", file=sys.stderr, flush=True)
            if not child.revive():
                print(f"liaison: the {child.name} process keeps ending, giving up", file=sys.stderr, flush=True)
                code = 1
                stop.set()
    end(children)
    return code


def end(children: Sequence[Child]) -> None:
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    deadline = time.monotonic() + ENDING_SECONDS
    for child in children:
        try:
            child.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()


def _end_with_parent() -> None:
    """Linux: the child gets SIGTERM when the parent dies, even by kill -9, so that no port stays taken."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
