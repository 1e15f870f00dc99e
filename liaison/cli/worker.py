import signal
import threading

from liaison.cli import common, demo_clock


def main(argv: list[str]) -> int:
    common.parser("worker", "Send notices and watch deadlines until SIGTERM or Ctrl-C.").parse_args(argv)
    common.start_django()
    from liaison.worker import loop

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with common.database():
        demo_clock.join()
        loop.run(stop)
    return 0
