"""Reading a notice from a file: what is sound comes out as in `data/`, and every fault of a broken one is named with its line (N3)."""

from datetime import date
from importlib import resources

import pytest

from liaison.rules.calendar import NOTICES, calendar_from, coming_in
from liaison.rules.notice_file import Fault, decoded, read

TODAY = date(2026, 11, 24)
TOML = """\
# an invented notice for tests
[[notice]]
published_on = 2026-11-05
year = 2027
source = "国办发明电〔2026〕9号"
holidays = [
    { name = "new_year", first = 2027-01-01, last = 2027-01-03, made_up_on = [] },
    { name = "spring_festival", first = 2027-02-05, last = 2027-02-11, made_up_on = [2027-01-31, 2027-02-20] },
]
"""
TABLE = """\
year,2027,
published_on,2026/11/5,
source,国办发明电〔2026〕9号,
date,working,name
2027-01-31,是,春节
2027-02-05,no,春节
"""
EXTRA = """\
year,2027
published_on,2026-11-30
source,
published_on,2026-11-05
when,now
date,working,name
2027-02-05,no,春节
2027-02-05,yes,春节
2027-02-06,perhaps,春节
2027-02-30,no,春节
2029-01-01,no,元旦
2027-02-07,no,
"""


def faults(text: str, **known: object) -> list[Fault]:
    reading = read(text, today=TODAY, **known)
    assert reading.notice is None
    return list(reading.faults)


@pytest.mark.parametrize("notice", [one for one in NOTICES if one.year != 2020], ids=lambda one: one.key)
def test_N3_the_files_of_the_product_read_as_themselves(notice):
    text = (resources.files("liaison.rules") / "data" / f"{notice.year}.toml").read_text("utf-8")
    assert read(text, today=TODAY).notice == notice


def test_N3_both_layouts_and_what_spreadsheets_make_of_them():
    notice = read(TOML, today=TODAY).notice
    assert (notice.key, notice.year, notice.source) == ("2026-11-05", 2027, "国办发明电〔2026〕9号")
    assert [day for day, working in notice.days.items() if working] == [date(2027, 1, 31), date(2027, 2, 20)]
    assert len(notice.days) == 12 and notice.names[date(2027, 2, 20)] == "spring_festival"
    for raw in (TABLE.encode(), TABLE.encode("utf-8-sig"), TABLE.replace("\n", "\r\n").encode("gb18030")):
        plain = read(decoded(raw), today=TODAY).notice
        assert (plain.key, plain.days) == ("2026-11-05", {date(2027, 1, 31): True, date(2027, 2, 5): False})
        assert set(plain.names.values()) == {"春节"}


@pytest.mark.parametrize(("was", "now", "line", "code"), [
    ("published_on = 2026-11-05", "published_on = 2026-11-25", 3, "published_in_future"),
    ("published_on = 2026-11-05", 'published_on = "2026"', 3, "not_a_date"),
    ("published_on = 2026-11-05\n", "", 0, "missing"),
    ("year = 2027", "year = 27", 4, "not_a_year"),
    ("year = 2027", "year = 2024", 7, "another_year"),
    ("year = 2027", "yaer = 2027\nyear = 2027", 4, "unknown_word"),
    ('source = "国办发明电〔2026〕9号"', 'source = " "', 5, "not_a_source"),
    ('"new_year"', '""', 7, "no_name"),
    ("first = 2027-01-01, ", "", 7, "missing"),
    ("last = 2027-01-03", "last = 2026-12-31", 7, "not_a_span"),
    ("last = 2027-02-11", "last = 2027-05-11", 8, "not_a_span"),
    ("2027-02-20", "2027-02-22", 8, "made_up_on_a_weekday"),
    ("2027-02-20", "2027-01-02", 8, "day_twice"),
    ("2027-02-20", "true", 8, "not_a_date"),
    ("made_up_on = []", "made_up = []", 7, "unknown_word"),
    ("last = 2027-01-03", "last = 2027-01-33", 7, "not_toml"),
    ("[[notice]]", "[[notices]]", 0, "no_notice"),
    ("]\n", "]\n\n[[notice]]\nyear = 2028\n", 0, "several_notices"),
])  # fmt: skip
def test_N3_one_fault_and_its_line(was, now, line, code):
    broken = TOML.replace(was, now) if code != "several_notices" else TOML + now[2:]
    found = faults(broken)
    assert {fault.code for fault in found} == {code}
    assert found[0].line == (11 if code == "several_notices" else line)


def test_N3_all_faults_are_listed_at_once():
    assert [(fault.line, fault.code) for fault in faults(EXTRA)] == [
        (2, "published_in_future"), (3, "not_a_source"), (4, "twice"), (5, "unknown_word"), (8, "day_twice"),
        (8, "made_up_on_a_weekday"), (9, "not_yes_or_no"), (10, "not_a_date"), (11, "another_year"), (12, "no_name"),
    ]  # fmt: skip


def test_N3_no_text_too_much_of_it_nothing_in_it_or_known_already():
    assert decoded(b"\x89PNG\r\n\x1a\n\0\0") is None
    assert [fault.code for fault in faults(None)] == ["not_text"]
    assert [fault.code for fault in faults("年" * 30_000)] == ["too_long"]
    assert [fault.code for fault in faults("")] == ["no_notice"]
    assert [fault.code for fault in faults("date,working,name\n")] == ["missing"] * 3
    assert faults(TOML, published={date(2026, 11, 5)}) == [Fault(3, "accepted_before", "2026-11-05")]


def test_N3_a_notice_that_comes_in_late_takes_nothing_from_newer_names():
    [first, extension] = [one for one in NOTICES if one.year == 2020]
    late = coming_in(first, [extension.key], date(2020, 2, 3))
    assert coming_in(extension, [first.key], date(2020, 2, 3)) is extension
    assert late.key == "2020-02-03" and late.published_on == first.published_on
    both = calendar_from([extension, late])
    assert both.key == "2020-02-03" and not both.is_working(date(2020, 2, 1))  # the one published later still overrules
