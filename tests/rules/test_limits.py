"""Policy values: the defaults in one table, and a zone's own values from their instant on."""

import ast
from datetime import datetime, time

import pytest

from liaison.rules.deadlines import SHANGHAI
from liaison.rules.limits import IN_ORDER, LIMITS, MOST, Change, clash, is_valid, number_at, tidy, time_at, value_at
from tests.speech.sources import every_call, every_node

NOW = datetime(2020, 6, 1, 9, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("rule", "source", "key", "value"),
    [
        ("R-15", "S", "reply", 3),
        ("R-15", "D", "closing_time", "17:30"),
        ("R-19", "D", "progress", 3),
        ("R-20", "D", "minutes", 1),
        ("R-16", "D", "plan_days_max", 30),
        ("R-21", "C", "extend_before", 1),
        ("R-13", "D", "whistle_cutoff", "15:30"),
        ("R-14", "D", "report_in", 1),
        ("R-14", "C", "decline", 1),
        ("R-33", "D", "claim", 1),
        ("R-34", "D", "claim_days", 10),
        ("R-07", "D", "backdate_hours", 24),
        ("R-08", "D", "duty_accept", 15),
        ("R-08", "D", "duty_ahead", 168),
        ("R-07", "D", "visit", 1),
        ("R-01", "D", "assign", 1),
        ("R-02", "D", "first_enterprise", 5),
        ("R-03", "D", "load_max", 6),
        ("R-27", "D", "confirm", 5),
        ("R-27", "D", "confirm_reminder", 4),
        ("R-26", "D", "contest", 5),
        ("R-28", "D", "reopen_months", 6),
        ("R-27", "D", "disputes_to_office", 3),
        ("R-22", "D", "nudge_per_day", 1),
        ("R-22", "D", "remind_before", 1),
        ("R-22", "D", "escalate_head", 1),
        ("R-22", "D", "escalate_chief", 2),
        ("R-22", "D", "escalation_time", "08:45"),
        ("R-22", "D", "instruction", 1),
        ("R-41", "D", "measure_ending", 1),
        ("N6", "D", "common_recent", 1),
        ("N10", "D", "quiet_days", 2),
        ("R-42", "D", "round_days", 10),
        ("R-42", "D", "held_days", 60),
        ("R-42", "D", "round_remind", 3),
        ("R-42", "D", "round_remind_before", 1),
        ("R-44", "D", "replace", 5),
        ("R-44", "D", "barred", 24),
        ("R-46", "D", "finding", 20),
        ("R-46", "D", "statement", 5),
        ("R-48", "L", "review", 30),
        ("R-48", "L", "review_answer", 30),
        ("R-48", "L", "appeal", 15),
        ("R-48", "L", "appeal_answer", 60),
        ("R-45", "D", "watch", 180),
        ("R-45", "D", "complaint", 5),
    ],
)
def test_defaults_of_the_decided_values(rule, source, key, value):
    limit = LIMITS[key]
    assert (limit.key, limit.rule, limit.source, limit.value) == (key, rule, source, value)
    assert value_at(key, [], NOW) == value
    assert is_valid(key, value)


def test_every_default_stands_in_the_table_above():
    [table] = [mark for mark in test_defaults_of_the_decided_values.pytestmark if mark.name == "parametrize"]
    assert [key for _rule, _source, key, _value in table.args[1]] == list(LIMITS)


def test_a_change_holds_from_its_instant_on_and_never_before():
    changes = [
        Change("reply", "5", datetime(2021, 1, 1, tzinfo=SHANGHAI)),
        Change("reply", "2", datetime(2020, 6, 1, 9, 0, tzinfo=SHANGHAI)),
        Change("confirm", "9", datetime(2020, 1, 1, tzinfo=SHANGHAI)),
    ]
    assert number_at("reply", changes, datetime(2020, 6, 1, 8, 59, 59, tzinfo=SHANGHAI)) == 3
    assert number_at("reply", changes, NOW) == 2
    assert number_at("reply", changes, datetime(2021, 1, 1, tzinfo=SHANGHAI)) == 5
    assert number_at("confirm", changes, NOW) == 9


def test_a_time_of_day_is_read_as_one():
    assert time_at("whistle_cutoff", [], NOW) == time(15, 30)
    assert time_at("closing_time", [("closing_time", "18:00", NOW)], NOW) == time(18, 0)


def test_an_unknown_value_is_an_error():
    with pytest.raises(KeyError):
        value_at("no_such_value", [], NOW)


@pytest.mark.parametrize(
    ("key", "value", "valid"),
    [
        ("reply", 2, True),
        ("reply", "2", True),
        ("reply", 0, False),
        ("reply", "-1", False),
        ("reply", "two", False),
        ("reply", " 03", True),
        ("reply", 250, True),
        ("reply", 251, False),
        ("nudge_per_day", 21, False),
        ("closing_time", "18:00", True),
        ("closing_time", "18", False),
        ("closing_time", "25:00", False),
        ("no_such_value", 1, False),
    ],
)
def test_what_may_stand_for_a_value(key, value, valid):
    assert is_valid(key, value) is valid


def test_of_two_values_for_one_instant_the_later_given_holds():
    assert number_at("reply", [Change("reply", "30", NOW), Change("reply", "2", NOW)], NOW) == 2
    assert (tidy("reply", " 03"), tidy("closing_time", "17:00")) == ("3", "17:00")


def test_limits_that_contradict_each_other_are_found():
    values = {key: str(limit.value) for key, limit in LIMITS.items()}
    assert clash(values) is None
    assert clash(values | {"confirm": "4"}) is None  # reminded on the last day
    assert clash(values | {"confirm": "3"}) == ("confirm_reminder", "confirm")
    assert clash(values | {"escalate_chief": "10", "escalate_head": "9"}) is None  # counted, not spelt
    assert clash(values | {"closing_time": "15:00"}) == ("whistle_cutoff", "closing_time")
    assert {key for pair in IN_ORDER for key in pair} <= set(LIMITS) and {limit.unit for limit in LIMITS.values()} <= {
        *MOST,
        "time_of_day",
    }


READS = ("days", "at", "due", "moved", "days_at", "time_at", "_within")


def test_every_limit_is_read_somewhere():
    """A value that an office can change and nothing obeys would be a lie on the screen."""
    asked = [arg for _path, call in every_call() if ast.unparse(call.func).split(".")[-1] in READS for arg in call.args]
    named = [  # FIRM_GAP, CADRE_GAP = "assign", "first_enterprise"
        value
        for path, node in every_node()
        if isinstance(node, ast.Assign) and path.parent.name == "rules"
        for value in getattr(node.value, "elts", [node.value])
    ]
    read = {one.value for one in [*asked, *named] if isinstance(one, ast.Constant)}
    assert set(LIMITS) - read == set()
