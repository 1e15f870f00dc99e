"""How the web processes run, whatever `liaison serve` says about where and how many."""

import gc
from typing import Any

worker_class = "gthread"
threads = 4
loglevel = "warning"
preload_app = True  # the code is loaded once and shared by the web processes
graceful_timeout = 10
timeout = 60
control_socket_disable = True

YOUNG_OBJECTS = 20_000  # between two looks at the young ones: a page makes and drops that many


def when_ready(server: Any) -> None:
    """What was loaded stays: the collector need not walk over it again, nor copy the pages of memory that hold it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)
