"""What happened: append-only entries in two gapless chains per zone, and the texts that belong to them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .reading import Happening, export_lines, happenings
    from .writing import AUDIT, BUSINESS, after_entries, append, content, if_undone, seeded_salts, transaction

__all__ = [
    "AUDIT", "BUSINESS", "Happening", "after_entries", "append", "content", "export_lines", "happenings", "if_undone",
    "seeded_salts", "transaction",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    # Found on first use: the verifier imports this package on machines without Django.
    if name not in __all__:
        raise AttributeError(name)
    room = "reading" if name in {"Happening", "export_lines", "happenings"} else "writing"
    return getattr(import_module(f"{__name__}.{room}"), name)
