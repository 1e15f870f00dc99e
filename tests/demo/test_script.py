"""The story as data, before anybody plays it. No database."""

from collections import Counter
from datetime import datetime, time, timedelta
from itertools import pairwise

import pytest

from liaison.demo import hours, script
from liaison.demo.cast import SHANGHAI, cast
from liaison.demo.life import asks
from liaison.demo.player import ticks
from liaison.demo.year import APART


def thread(key):
    return next(one for one in script.threads() if one.key == key)


def test_431_requests_are_raised_in_2020():
    years = Counter(step.at.year for step in script.steps() if step.verb in ("raise", "scan"))
    assert years[2020] == 431
    assert 150 <= years[2021] <= 200


def test_the_same_story_each_time():
    before = script.steps()
    script.threads.cache_clear()
    script.steps.cache_clear()
    cast.cache_clear()
    assert script.steps() == before


def test_steps_are_in_order_and_inside_the_story():
    steps = script.steps()
    assert all(a.at <= b.at for a, b in pairwise(steps))
    assert steps[0].at > datetime(2020, 1, 2, tzinfo=SHANGHAI)
    assert script.last_instant() == steps[-1].at < datetime(2021, 5, 26, tzinfo=SHANGHAI)
    for one in script.threads():
        assert all(a.at < b.at for a, b in pairwise(one.steps)), one.key


def test_people_say_different_things_about_both_roots():
    assert len(asks()) >= 60
    assert {"living", "transport", "schooling", "roads", "utilities"} <= {ask.category for ask in asks()}
    texts = [step.given["text"] for step in script.steps() if step.verb == "raise"]
    assert len(set(texts)) > 0.95 * len(texts)
    assert not [text for text in texts if "{" in text]


def test_requests_come_through_every_door():
    doors = Counter(step.given["channel"] for step in script.steps() if step.verb == "raise")
    assert {"phone", "web", "api", "visit", "letter", "hotline"} == set(doors)
    assert any(step.verb == "scan" for step in script.steps())
    assert doors["phone"] > doors["visit"]


@pytest.mark.parametrize(("firm", "department"), APART.items())
def test_the_first_people_and_the_second_ones_keep_apart(firm, department):
    for one in script.threads():
        if one.firm.number == firm:
            called = [code for step in one.steps for code in step.given.get("departments", [])]
            called += [str(step.given.get("next_department")) for step in one.steps]
            assert department not in called, one.key


def test_the_clock_strikes_at_the_same_instants_for_every_end():
    short = list(ticks(datetime(2020, 2, 14, 12, tzinfo=SHANGHAI)))
    full = list(ticks(datetime(2020, 3, 1, tzinfo=SHANGHAI)))
    assert full[: len(short)] == short
    struck = {instant.date() for instant in short if instant.time() == time(8, 45)}
    assert datetime(2020, 1, 19).date() in struck  # made-up working day, a Sunday
    assert datetime(2020, 1, 31).date() not in struck  # a working day until the notice of 01-27 took it
    assert datetime(2020, 1, 27, 0, 5, tzinfo=SHANGHAI) in short


def test_SC01_bus_for_workers():
    one = thread("SC-01")
    assert one.received == datetime(2020, 2, 10, 21, 40, tzinfo=SHANGHAI)
    assert one.steps[0].at == datetime(2020, 2, 10, 21, 46, tzinfo=SHANGHAI)
    assert one.steps[1].given["departments"] == ["ZHF", "YJJ"]
    assert hours.due(one.received) == datetime(2020, 2, 13, 17, 30, tzinfo=SHANGHAI)


def test_SC03_recruitment_stand_in_75_minutes():
    one = thread("SC-03")
    answered = next(step for step in one.steps if step.verb == "answer")
    assert answered.at - one.received == timedelta(minutes=75)
    assert not [step for step in one.steps if step.verb == "whistle"]
    assert hours.due(one.received) == datetime(2021, 2, 22, 17, 30, tzinfo=SHANGHAI)


def test_SC04_green_belt_before_the_ceremony():
    one = thread("SC-04")
    replied = next(step for step in one.steps if step.verb == "reply")
    assert replied.at - one.received == timedelta(hours=6, minutes=20)
    assert one.steps[0].given["need_by"] == datetime(2020, 10, 16, 9, tzinfo=SHANGHAI)
    assert hours.due(one.received) == datetime(2020, 10, 20, 17, 30, tzinfo=SHANGHAI)
    assert {step.who for step in one.steps} >= {"department2", "hejing"}
