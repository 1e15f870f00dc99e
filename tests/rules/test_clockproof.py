"""The clock proof: anybody can count it again from what it says (N1, N2)."""

import json
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.rules.calendar import NOTICES, calendar_from, calendar_up_to
from liaison.rules.clockproof import Leg, SummonsClock, day_by_day, prove, verdict
from liaison.rules.deadlines import SHANGHAI, due_after, whistle_due
from liaison.rules.holders import Holder, Turn

CLOSING, CUT_OFF = time(17, 30), time(15, 30)
CALENDAR = calendar_up_to("2020-10-31", NOTICES)
SPECIALIST, POWER = Holder("specialist", "chenliqun"), Holder("department", "GDS")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def cold_store(replied_at: str | None = "2020-10-13 09:50") -> Leg:
    """The request of the look's proof: received before the holidays, whistled after them."""
    received_at, whistled_at = at("2020-09-30 15:12"), at("2020-10-09 16:40")
    department_due = due_after(whistled_at, 3, CALENDAR, CLOSING)
    reply = replied_at and at(replied_at)
    return Leg(
        received_at=received_at,
        due_at=due_after(received_at, 3, CALENDAR, CLOSING),
        working_days=3,
        closing=CLOSING,
        calendar=CALENDAR,
        turns=[
            Turn(received_at, SPECIALIST, whistle_due(received_at, CALENDAR, CUT_OFF, CLOSING)),
            Turn(whistled_at, POWER, department_due),
        ],
        replied_at=reply,
        summonses=[SummonsClock(7, "GDS", "lead", whistled_at, department_due, 3, CALENDAR, reply)],
    )


def test_N1_the_proof_of_the_look():
    proof = prove(cold_store(), as_of=at("2020-10-15 10:00"))
    assert json.loads(json.dumps(proof)) == proof
    assert proof["inputs"] == {
        "received_at": "2020-09-30T15:12:00+08:00",
        "calendar": "2020-01-27",
        "calendar_source": "国办发明电〔2019〕16号、国办发明电〔2020〕1号",
        "working_days": 3,
        "closing_time": "17:30",
        "timezone": "Asia/Shanghai",
        "as_of": "2020-10-15T10:00:00+08:00",
    }
    assert (proof["due_at"], proof["replied_at"]) == ("2020-10-12T17:30:00+08:00", "2020-10-13T09:50:00+08:00")
    assert (proof["verdict"], proof["overrun_minutes"]) == ("late", 16 * 60 + 20)
    assert proof["overrun_parts"] == [{"kind": "specialist", "code": "chenliqun", "minutes": 980}]
    assert [(row["kind"], row["minutes"], row["limit_at"]) for row in proof["holders"]] == [
        ("specialist", 13_048, "2020-09-30T17:30:00+08:00"),
        ("department", 5_350, "2020-10-13T17:30:00+08:00"),
    ]
    [summons] = proof["summonses"]
    assert (summons["due_at"], summons["verdict"]) == ("2020-10-13T17:30:00+08:00", "on_time")
    assert [row["n"] for row in summons["days"]] == [None, 1, None, 2, 3]


def test_N1_each_day_counted_or_skipped_and_why():
    rows = day_by_day(date(2020, 9, 30), date(2020, 10, 12), 3, CALENDAR)
    assert [(row["date"][5:], row["why"], row["n"]) for row in rows if row["why"] != "holiday"] == [
        ("09-30", "received", None),
        ("10-09", "working_day", 1),
        ("10-10", "made_up", 2),
        ("10-11", "weekend", None),
        ("10-12", "working_day", 3),
    ]
    holidays = [row for row in rows if row["why"] == "holiday"]
    assert len(holidays) == 8 and {row["holiday"] for row in holidays} == {"national_and_mid_autumn"}
    assert all(row["counts"] is (row["n"] is not None) for row in rows)


def test_N1_a_due_day_the_calendar_does_not_explain_shows():
    rows = day_by_day(date(2020, 10, 12), date(2020, 10, 16), 3, CALENDAR)
    assert [row["why"] for row in rows] == ["received", *["working_day"] * 3, "after_limit"]
    assert day_by_day(date(2020, 12, 31), date(2021, 1, 4), 1, CALENDAR)[1:] == []


@pytest.mark.parametrize(
    ("replied_at", "released_at", "as_of", "expected"),
    [
        (None, None, "2020-10-12 17:30:00", "open"),
        (None, None, "2020-10-12 17:30:01", "late"),
        ("2020-10-12 17:30:00", None, "2020-12-01 09:00", "on_time"),
        ("2020-10-12 17:30:01", None, "2020-12-01 09:00", "late"),
        (None, "2020-10-12 09:00", "2020-12-01 09:00", "released"),
        (None, "2020-10-13 09:00", "2020-12-01 09:00", "late"),  # released, but the breach stays
    ],
)
def test_R15_the_verdict(replied_at, released_at, as_of, expected):
    due = at("2020-10-12 17:30")
    assert verdict(due, replied_at and at(replied_at), released_at and at(released_at), at(as_of)) == expected


def test_N1_a_clock_without_an_end_is_open_and_proves_no_overrun():
    received_at = at("2020-12-30 09:00")
    leg = Leg(received_at, None, 3, CLOSING, CALENDAR, [Turn(received_at, SPECIALIST)])
    proof = prove(leg, as_of=at("2020-12-31 09:00"))
    assert (proof["due_at"], proof["days"], proof["verdict"], proof["overrun_minutes"]) == (None, [], "open", 0)


def test_N1_a_later_calendar_changes_no_closed_proof():
    before = calendar_up_to("2020-01-26", NOTICES)
    received_at = at("2020-01-16 10:00")
    leg = Leg(
        received_at, due_after(received_at, 3, before, CLOSING), 3, CLOSING, before, [Turn(received_at, SPECIALIST)]
    )
    proof = prove(leg, as_of=at("2020-01-20 09:00"))
    assert proof["inputs"]["calendar"] == "2019-11-21"
    assert proof["due_at"] == "2020-01-20T17:30:00+08:00"  # Sunday the 19th was made up
    assert calendar_up_to(proof["inputs"]["calendar"], NOTICES) == before


def recount(proof) -> tuple[str, str, int]:
    """A stranger's own sums, from the proof's words alone."""
    start = datetime.fromisoformat(proof["inputs"]["received_at"])
    counted = [row for row in proof["days"] if row["counts"]]
    assert [row["n"] for row in counted] == list(range(1, proof["inputs"]["working_days"] + 1))
    days = [date.fromisoformat(row["date"]) for row in proof["days"]]
    assert days == [start.date() + timedelta(days=offset) for offset in range(len(days))]
    due = datetime.combine(days[-1], time.fromisoformat(proof["inputs"]["closing_time"]), start.tzinfo)
    end = datetime.fromisoformat(proof["replied_at"] or proof["inputs"]["as_of"])
    over_seconds = max(0, int((end - due).total_seconds()))
    state = "late" if over_seconds else "on_time" if proof["replied_at"] else "open"
    return due.isoformat(), state, over_seconds // 60


moments = st.datetimes(datetime(2020, 1, 1), datetime(2026, 6, 30))


@given(moments, st.integers(1, 20), st.integers(0, 90 * 86400), st.integers(0, 40 * 86400), st.booleans())
def test_N1_a_stranger_recounts_the_same(received, working_days, ended_after, whistled_after, replied):
    calendar = calendar_from(NOTICES)
    received_at = received.replace(tzinfo=SHANGHAI)
    end = received_at + timedelta(seconds=ended_after)
    whistled_at = received_at + timedelta(seconds=min(whistled_after, ended_after))
    turns = [
        Turn(received_at, SPECIALIST, whistle_due(received_at, calendar, CUT_OFF, CLOSING)),
        Turn(whistled_at, POWER, due_after(whistled_at, working_days, calendar, CLOSING)),
    ]
    due_at = due_after(received_at, working_days, calendar, CLOSING)
    leg = Leg(received_at, due_at, working_days, CLOSING, calendar, turns, replied_at=end if replied else None)
    proof = prove(leg, as_of=end)
    assert recount(proof) == (proof["due_at"], proof["verdict"], proof["overrun_minutes"])
    assert sum(part["minutes"] for part in proof["overrun_parts"]) == proof["overrun_minutes"]
