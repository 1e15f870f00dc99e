"""外部协调: who answers for what somebody outside the zone has to do, and who reads what of it (R-23).

The matter and its progress are read like the request itself. Whom we talk to, each talk, each quote and each paper are for the
asking firm, the office and the inside liaison alone; why a liaison stepped back, for the office. The one outside has no account
and no date: what is counted here is only when the firm hears from its liaison.
"""

from collections.abc import Collection
from typing import NamedTuple

SPECIALIST, CLERK, OFFICE = "specialist", "clerk", "office"

CLOSE = frozenset({"outside.party_added", "outside.contacted", "outside.attached"})
FOR_OFFICE = frozenset({"outside.handed_over"})


class Keeper(NamedTuple):
    """Who talks for the firm now: whoever serves it, a clerk by name, or the office until it has named another."""

    kind: str
    login: str = ""


def keeps(keeper: Keeper, held: Collection[str], login: str, *, served: bool = True) -> bool:
    """Whether the matter is his; of a firm that nobody serves the office keeps what its specialist would."""
    if keeper.kind == CLERK:
        return keeper.login == login
    if keeper.kind == SPECIALIST and served:
        return "specialist" in held
    return "office" in held


def reads_talks(keeper: Keeper, held: Collection[str], login: str) -> bool:
    """Parties, talks, quotes and papers: nobody else, whatever else he may read of the request."""
    return bool({"enterprise", "office"} & set(held)) or keeps(keeper, held, login)


def may_read(kind: str, keeper: Keeper, held: Collection[str], login: str) -> bool:
    """Whether an entry of `CLOSE` or `FOR_OFFICE` is for him."""
    return "office" in held if kind in FOR_OFFICE else reads_talks(keeper, held, login)
