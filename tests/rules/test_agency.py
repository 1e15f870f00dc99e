"""Formalities as tables, the plan backwards (N8), and durations in months (R-36, R-37)."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.rules import agency, agency_plan, lamps
from liaison.rules.agency_plan import Work
from liaison.rules.calendar import NOTICES, calendar_from
from tests.cast import at

CALENDAR = calendar_from(NOTICES)
DAY = date(2020, 3, 2)


# --- the tables


@pytest.mark.parametrize("template", agency.TEMPLATES.values(), ids=lambda one: one.code)
def test_R36_every_template_can_be_planned_and_nothing_is_promised_that_the_law_forbids(template) -> None:
    works = [Work(one.code, one.promised_days, one.minimum_days, one.after) for one in template.steps]
    assert [one.code for one in agency_plan.in_order(works)]
    for step in template.steps:
        assert step.minimum_days <= step.promised_days <= step.statutory_days, step.code
        assert len({one.code for one in step.documents}) == len(step.documents)
        assert step.zh and step.en and step.department
    assert len({step.code for step in template.steps}) == len(template.steps)


def test_SC05_starting_an_enterprise_asks_four_departments_at_once() -> None:
    steps = agency.TEMPLATES["start_up"].steps
    assert len({step.department for step in steps}) == 4 and not any(step.after for step in steps)


def test_steps_that_wait_for_each_other_are_no_plan() -> None:
    with pytest.raises(ValueError):
        agency_plan.in_order([Work("a", 1, after=("b",)), Work("b", 1, after=("a",))])


# --- months


@pytest.mark.parametrize(
    ("start", "end", "months", "days"),
    [
        (date(2020, 3, 2), date(2020, 4, 2), "1", 32),  # 民法典 202, SC-06
        (date(2020, 3, 2), date(2020, 4, 3), "1.5", 33),
        (date(2020, 3, 2), date(2020, 4, 17), "1.5", 47),
        (date(2020, 3, 2), date(2020, 4, 18), "2", 48),
        (date(2020, 3, 2), date(2020, 9, 2), "6", 185),
        (date(2020, 1, 31), date(2020, 2, 29), "1", 30),
        (date(2020, 3, 2), date(2020, 4, 1), None, 31),
        (date(2020, 12, 10), date(2020, 12, 10), None, 1),  # SC-05
    ],
)
def test_R37_a_duration_is_in_months_and_never_rounded_in_our_own_favour(start, end, months, days) -> None:
    assert agency.duration(start, end) == (Decimal(months) if months else None, days)


# --- the plan backwards


@st.composite
def works(draw: st.DrawFn) -> list[Work]:
    """Steps in any order of dependence, each as far as it may be."""
    made: list[Work] = []
    for at_ in range(draw(st.integers(1, 7))):
        before = [one for one in made if draw(st.booleans())]
        minimum = draw(st.integers(0, 4))
        able = all(one.state == agency_plan.DONE for one in before)
        state = draw(st.sampled_from(["waiting", "running", "with_firm", "done", "refused"] if able else ["waiting"]))
        made.append(Work(
            str(at_), draw(st.integers(0, 9)), minimum, tuple(one.code for one in before), state,
            DAY if state in ("running", "with_firm", "done") else None, draw(st.integers(0, 6)),
        ))  # fmt: skip
    return made


DAYS = st.integers(0, 500).map(lambda n: date(2020, 1, 2) + timedelta(days=n))


@given(works(), DAYS)
def test_N8_whoever_begins_each_step_at_its_latest_start_is_done_in_time(steps: list[Work], end: date) -> None:
    latest = agency_plan.latest_starts(steps, end, CALENDAR)
    for step in steps:
        start, finish = latest[step.code]
        assert agency_plan.forward(start, step.days, CALENDAR) <= finish <= end
        # a working day later it is too late
        assert agency_plan.forward(agency_plan.forward(start, 1, CALENDAR), step.days, CALENDAR) > finish
        assert all(latest[code][1] <= start for code in step.after)


@given(works(), DAYS, DAYS)
def test_N8_no_step_after_its_latest_start_shows_green(steps: list[Work], end: date, today: date) -> None:
    starts = {code: start for code, (start, _finish) in agency_plan.latest_starts(steps, end, CALENDAR).items()}
    plan = agency_plan.plan(steps, starts, end, today, CALENDAR)
    for step in steps:
        line = plan.lines[step.code]
        if step.state == "done":
            assert line.lamp == lamps.DONE
            continue
        if today > line.latest_start:
            assert line.lamp in (lamps.OVERDUE, lamps.DUE_SOON)
            assert line.lamp == lamps.OVERDUE or step.state in ("running", "with_firm")
        assert line.lamp != lamps.DONE
        assert line.projected_finish >= today
        assert line.lamp != lamps.NORMAL or line.projected_finish <= line.latest_finish
    if plan.projected_end > end and any(step.state != "done" for step in steps):
        assert plan.lamp in (lamps.OVERDUE, lamps.DUE_SOON)
    worst = min((line.lamp for line in plan.lines.values()), key=lamps.LAMPS.index)
    assert lamps.LAMPS.index(plan.lamp) <= lamps.LAMPS.index(worst)


@given(works(), DAYS)
def test_R37_minimum_periods_are_never_skipped(steps: list[Work], start: date) -> None:
    end = agency_plan.earliest_end(steps, start, CALENDAR)
    longest = max(sum(one.minimum_days for one in steps if one.code == step.code) for step in steps)
    assert end >= agency_plan.forward(start, longest, CALENDAR)
    fresh = [Work(one.code, 0, one.minimum_days, one.after) for one in steps]
    starts = {code: found[0] for code, found in agency_plan.latest_starts(fresh, end, CALENDAR).items()}
    assert agency_plan.plan(fresh, starts, end, start, CALENDAR).projected_end == end


def test_SC06_the_half_year_file_fits_its_month_and_a_delay_turns_it_amber_at_once() -> None:
    steps = [
        Work(one.code, one.promised_days, one.minimum_days, one.after) for one in agency.TEMPLATES["factory"].steps
    ]
    end = date(2020, 4, 2)
    starts = {code: found[0] for code, found in agency_plan.latest_starts(steps, end, CALENDAR).items()}
    plan = agency_plan.plan(steps, starts, end, DAY, CALENDAR)
    assert (plan.lamp, plan.projected_end) == (lamps.NORMAL, date(2020, 3, 26))
    last_green = agency_plan.plan(steps, starts, end, date(2020, 3, 5), CALENDAR)
    assert (last_green.lamp, last_green.projected_end) == (lamps.NORMAL, date(2020, 3, 31))
    assert agency_plan.plan(steps, starts, end, date(2020, 3, 9), CALENDAR).lamp == lamps.DUE_SOON
    late = agency_plan.plan(steps, starts, end, date(2020, 3, 10), CALENDAR)
    assert late.projected_end > end and late.lamp == lamps.OVERDUE and late.lines["filing"].lamp == lamps.OVERDUE


def test_N8_needed_before_close_of_business_it_has_to_be_done_the_working_day_before() -> None:
    closing, target = time(17, 30), date(2020, 12, 31)
    for need_by, last in (
        ("2020-12-11 23:59", date(2020, 12, 11)), ("2020-12-11 09:00", date(2020, 12, 10)),
        ("2020-12-14 09:00", date(2020, 12, 11)), ("2020-12-13 23:59", date(2020, 12, 11)),
    ):  # fmt: skip
        assert agency_plan.end_on(target, at(need_by), closing, CALENDAR) == last
    assert agency_plan.end_on(target, None, closing, CALENDAR) == target


# --- whose time it is


def test_R36_the_firms_time_does_not_use_up_the_departments_promise() -> None:
    moves = [
        ("department", at("2020-03-02 10:00"), at("2020-03-04 10:00")),
        ("enterprise", at("2020-03-04 10:00"), at("2020-03-12 16:00")),
        ("department", at("2020-03-12 16:00"), None),
    ]
    now = at("2020-03-13 09:00")
    assert agency_plan.used_days(moves, "department", now, CALENDAR) == 3
    assert agency_plan.used_days(moves, "enterprise", now, CALENDAR) == 6
    assert agency_plan.promised_on(at("2020-03-12 16:00"), 5, 2, CALENDAR) == date(2020, 3, 17)
