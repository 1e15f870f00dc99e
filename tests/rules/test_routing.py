"""What goes by mail, when, how often, and when the digest is due."""

from datetime import timedelta

import pytest

from liaison.rules import routing
from liaison.speech import affairs
from liaison.speech.notices import EVERY, SUBJECTS
from tests.cast import at

KINDS = {key.split("/")[0] for key in EVERY}
SHORTER = SUBJECTS | affairs.SUBJECTS


def test_every_notice_has_its_way_and_no_way_is_idle() -> None:
    assert set(routing.MAIL) == KINDS


def test_whoever_must_act_hears_at_once_and_what_is_only_good_to_know_waits() -> None:
    for kind in ("summoned", "new_request", "overdue", "disputed"):
        assert routing.mailed_at_once(kind, for_enterprise=False), kind
    for kind in ("receipt", "answered", "confirm_reminder", "promise_moved"):
        assert routing.mailed_at_once(kind, for_enterprise=True), kind
    for kind in ("reported_in", "released", "confirmed", "unheard_of"):
        assert not routing.mailed_at_once(kind, for_enterprise=False), kind


def test_no_subject_names_a_firm() -> None:
    naming = {key for key, words in EVERY.items() if "%(enterprise)s" in str(words)}
    assert naming == set(SHORTER)
    assert not any("%(enterprise)s" in str(words) for words in SHORTER.values())


@pytest.mark.parametrize(
    ("now", "urgent", "goes"),
    [
        ("2020-09-25 21:59", False, "2020-09-25 21:59"),
        ("2020-09-25 22:00", False, "2020-09-26 07:00"),
        ("2020-09-26 00:00", False, "2020-09-26 07:00"),
        ("2020-09-26 06:59", False, "2020-09-26 07:00"),
        ("2020-09-26 07:00", False, "2020-09-26 07:00"),
        ("2020-09-26 01:00", True, "2020-09-26 01:00"),
        ("2020-12-31 23:00", False, "2021-01-01 07:00"),
    ],
)
def test_quiet_hours_hold_everything_but_what_is_urgent(now: str, urgent: bool, goes: str) -> None:
    assert routing.send_from(at(now), urgent=urgent) == at(goes)


@pytest.mark.parametrize(
    ("due", "urgent", "minutes_ago", "together", "held_minutes"),
    [
        (1, False, [], False, None),
        (3, False, [], False, None),
        (4, False, [], True, None),  # more than three at once
        (1, False, [1, 2], False, None),
        (2, False, [1, 2], True, None),
        (1, False, [1, 2, 9], True, 1),  # three went out: the next ones wait until the first is ten minutes old
        (1, False, [1, 2, 10], False, None),  # that one counts no longer
        (1, True, [1, 2, 3], True, None),  # urgent: never held
    ],
)
def test_more_than_three_in_ten_minutes_come_together(
    due: int, urgent: bool, minutes_ago: list[int], together: bool, held_minutes: int | None
) -> None:
    now = at("2020-09-25 17:00")
    held = now + timedelta(minutes=held_minutes) if held_minutes else None
    sent = [now - timedelta(minutes=ago) for ago in minutes_ago]
    assert routing.sending(due, urgent, sent, now) == routing.Sending(together, held)


def test_a_mail_is_tried_again_later_and_later_for_about_a_day() -> None:
    now = at("2020-09-25 17:00")
    waits = []
    while again := routing.next_try(len(waits) + 1, now):
        waits.append(again - now)
    assert waits == sorted(waits) and waits[0] == timedelta(minutes=1)
    assert timedelta(hours=20) < sum(waits, timedelta()) < timedelta(hours=26)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2020-09-28 08:44", None),
        ("2020-09-28 08:45", "2020-09-28 08:45"),
        ("2020-09-28 10:44", "2020-09-28 08:45"),  # a worker that was away
        ("2020-09-28 10:45", None),
        ("2020-09-28 16:45", "2020-09-28 16:45"),
        ("2020-09-28 23:00", None),
    ],
)
def test_the_hours_of_the_digest(now: str, slot: str | None) -> None:
    assert routing.digest_slot(at(now)) == (at(slot) if slot else None)


@pytest.mark.parametrize(
    ("posts", "hour"),
    [
        (["specialist"], "08:45"), (["leader"], "16:45"), (["leader", "specialist"], "08:45"), (["audit"], None), ([], None),
    ],
)  # fmt: skip
def test_who_handles_reads_it_in_the_morning_who_leads_in_the_afternoon(posts: list[str], hour: str | None) -> None:
    found = routing.digest_time(posts)
    assert (f"{found:%H:%M}" if found else None) == hour
