"""The picture of a year says of each day what the calendar says."""

from collections import Counter
from datetime import date

from liaison.rules.calendar import NOTICES, calendar_from, calendar_up_to
from liaison.rules.yearstrip import Span, days_of, days_off, kind_of, spans, year_strip

FIRST, EXTENDED = calendar_up_to("2019-11-21", NOTICES), calendar_up_to("2020-01-27", NOTICES)


def test_every_day_is_one_cell_of_its_kind():
    freed = calendar_from([one for one in NOTICES if one.year == 2020], [date(2020, 9, 29)])
    strip = year_strip(2020, freed, EXTENDED)
    cells = {kind: path.count("M") for kind, path in strip.paths.items()}
    assert cells.pop("changed") == 1  # the freed day
    assert cells == Counter(kind_of(day, freed) for day in days_of(2020)) and sum(cells.values()) == 366
    assert (cells["made_up"], cells["zone_day"], cells["holiday"]) == (6, 1, 30)
    assert strip.paths["zone_day"] == "M306 80h8v8h-8z"  # 29 September: row 9, column 29


def test_what_a_later_notice_changed_is_outlined():
    strip = year_strip(2020, EXTENDED, FIRST)
    assert strip.paths["changed"].count("M") == 2  # 31 January is off now, 1 February no longer made up
    assert days_off(2020, FIRST) == (18, 7) and days_off(2020, EXTENDED) == (19, 6)
    assert "changed" not in year_strip(2020, FIRST).paths


def test_days_of_a_notice_in_rows():
    [notice] = [one for one in NOTICES if one.key == "2019-11-21"]
    found = spans(notice.days, notice.names)
    assert found[1:4] == [
        Span(date(2020, 1, 19), date(2020, 1, 19), True, "spring_festival"),
        Span(date(2020, 1, 24), date(2020, 1, 30), False, "spring_festival"),
        Span(date(2020, 2, 1), date(2020, 2, 1), True, "spring_festival"),
    ]
    assert sum((one.last - one.first).days + 1 for one in found) == len(notice.days)
    assert spans({}, {}) == []
