"""What other cities promise, as values an office may start from (mission §5). Only limits that exist here can be taken over.

`rest` are the values of the same source that have no counterpart: a kind of promise that is not made here, or one counted otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rest:
    """A value without a counterpart; `what` is a code that `speech.presets` words."""

    what: str
    number: int | None = None
    unit: str = ""


@dataclass(frozen=True)
class Preset:
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    rest: tuple[Rest, ...] = ()


WD, HOURS, MINUTES, DAYS, WEEKS, MONTHS = "working_days", "hours", "minutes", "days", "weeks", "months"

PRESETS: dict[str, Preset] = {
    preset.key: preset
    for preset in (
        Preset("shandong", {"report_in": "1", "reply": "3", "plan_days_max": "30"}, (Rest("solve", 15, WD),)),
        Preset("zaozhuang", {"report_in": "1", "reply": "2", "plan_days_max": "25"}, (Rest("solve", 10, WD),)),
        Preset("quanzhou", {"reply": "7", "decline": "1", "extend_before": "1"}, (Rest("sheet"), Rest("co", 3, WD))),
        Preset("zhongshan", {"reply": "3", "plan_days_max": "5"}, (Rest("contact", 1, HOURS), Rest("rolling"))),
        Preset("shenzhen", {"reply": "3"}, (Rest("question", 24, HOURS), Rest("first"))),
        Preset("xuchang", {"plan_days_max": "30"}, (Rest("dispatch", 3, WD), Rest("solve", 15, WD))),
        Preset("xuchang_2025", {"plan_days_max": "15"}, (Rest("class_c", 5, WD), Rest("class_a", 1, MONTHS))),
        Preset("shiyan", {"report_in": "1"}, (Rest("solve", 1, WEEKS), Rest("monthly"))),
        Preset("beijing", {}, (
            Rest("emergency", 2, HOURS), Rest("utilities", 24, HOURS), Rest("ordinary", 7, DAYS), Rest("complex", 15, DAYS),
            Rest("first"),
        )),
        Preset("jinniu", {}, (Rest("emergency", 2, HOURS), Rest("question", 2, DAYS))),
        Preset("hefei", {}, (Rest("dispatch", 24, HOURS),)),
        Preset("dadukou", {}, (Rest("answer_call", 1, MINUTES), Rest("contact", 10, MINUTES), Rest("on_site"))),
        Preset("dezhou", {}, (Rest("correction", 5, WD),)),
    )
}  # fmt: skip
