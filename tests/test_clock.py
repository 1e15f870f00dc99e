"""The two clocks: business time in Beijing, moved in the demo; the machine's time never."""

from datetime import UTC, datetime, timedelta

import pytest

from liaison import clock

LITTLE = timedelta(seconds=5)


def test_without_a_start_the_business_clock_is_the_machines(settings):
    settings.AS_OF = settings.CLOCK_ANCHOR = ""
    assert abs(clock.now() - datetime.now(UTC)) < LITTLE
    assert clock.now().utcoffset() == timedelta(hours=8)


def test_the_demo_clock_starts_where_told_and_runs_on(settings):
    settings.AS_OF = "2021-05-25T09:00+08:00"
    settings.CLOCK_ANCHOR = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
    assert abs(clock.now() - datetime(2021, 5, 25, 3, tzinfo=UTC)) < LITTLE
    assert abs(clock.machine_now() - datetime.now(UTC)) < LITTLE


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2021-05-25", "2021-05-25T09:00+08:00"),
        ("2021-05-25T14:30", "2021-05-25T14:30+08:00"),
        ("2021-05-25T06:30+00:00", "2021-05-25T14:30+08:00"),
        ("2021-05-25T06:30:00Z", "2021-05-25T14:30+08:00"),
    ],
)
def test_an_instant_without_offset_is_beijing_time_and_a_day_begins_at_nine(text, at):
    assert clock.instant(text) == datetime.fromisoformat(at)


@pytest.mark.parametrize("text", ["yesterday", "2021-02-30", ""])
def test_what_is_no_instant_is_refused(text):
    with pytest.raises(ValueError):
        clock.instant(text)
