"""Which department a whistle probably needs, and why: by the rule of the category, else by what was done before. Never silently (R-13)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    CATEGORY = "category"  # the office has said who leads this category
    LED = "led"  # it led the most of this kind lately
    JOINED = "joined"
    UNKNOWN = "unknown"  # neither rule nor history
    NO_CATEGORY = "no_category"


@dataclass(frozen=True)
class Suggested:
    """One department with the reason; `times` is how often it led, or joined."""

    department: int
    reason: Reason
    times: int


@dataclass(frozen=True)
class Suggestion:
    """`lead` is None when nothing is known; `why` says so. Only what the category itself names is ticked beforehand."""

    lead: Suggested | None
    why: Reason
    co: list[Suggested]

    @property
    def ticked(self) -> int | None:
        return self.lead.department if self.lead and self.lead.reason == Reason.CATEGORY else None


def suggest(
    offered: Collection[int],
    *,
    has_category: bool,
    category_lead: int | None,
    category_co: Sequence[int] = (),
    led: Mapping[int, int],
    joined: Mapping[int, int],
) -> Suggestion:
    """Return the lead by category, else the one that led most; and who usually joins, the surest first.

    `led` and `joined` count requests of the same category by department; only `offered` departments can be called. Of two that led
    equally often the one with the smaller key comes first, so that the same past gives the same suggestion.
    """
    lead = _lead(offered, category_lead, led)
    why = lead.reason if lead else Reason.UNKNOWN if has_category else Reason.NO_CATEGORY
    by_rule = [Suggested(one, Reason.CATEGORY, joined.get(one, 0)) for one in category_co if one in offered]
    by_habit = [Suggested(one, Reason.JOINED, joined[one]) for one in _most(joined, offered) if one not in category_co]
    return Suggestion(
        lead, why, [one for one in [*by_rule, *by_habit] if lead is None or one.department != lead.department]
    )


def _lead(offered: Collection[int], category_lead: int | None, led: Mapping[int, int]) -> Suggested | None:
    if category_lead is not None and category_lead in offered:
        return Suggested(category_lead, Reason.CATEGORY, led.get(category_lead, 0))
    most = _most(led, offered)
    return Suggested(most[0], Reason.LED, led[most[0]]) if most else None


def _most(times: Mapping[int, int], offered: Collection[int]) -> list[int]:
    return sorted((one for one in times if one in offered and times[one]), key=lambda one: (-times[one], one))
