"""Plays the story up to an instant: people act, and between them the clock ticks at the same instants every time."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from heapq import merge
from random import Random

from liaison import record
from liaison.appraisal import clock as appraisal
from liaison.appraisal import sealing
from liaison.casework import clock
from liaison.notices import inbox, outbox
from liaison.registry.models import Account
from liaison.rules.calendar import NOTICES, Calendar, calendar_from
from liaison.rules.rounds import OPENS_AT

from . import hours, opening
from .cast import SEED, START, Cast
from .measures import load_measures
from .script import steps
from .stage import Stage
from .thread import Step

Progress = Callable[[str], None]
RATING_MONTHS = (1, 7)


def ticks(until: datetime) -> Iterator[datetime]:
    """When the worker's clock strikes in the story: 08:45 and just after closing on working days, early on the day a calendar
    notice is published, and at 09:00 in the months in which ratings open. Fixed instants, so that an earlier end of the story is
    a prefix of a later one.
    """
    published = {notice.published_on for notice in NOTICES}
    day, known = START.date(), _known(START.date())
    while day <= until.date():
        if day in published:
            known = _known(day)
            yield hours.at(day, 0, 5)
        if known.presumed_working(day):
            yield hours.at(day, 8, 45)
            if day.month in RATING_MONTHS:
                yield hours.at(day, OPENS_AT.hour, OPENS_AT.minute)
            yield hours.at(day, 17, 30, 1)
        day += timedelta(days=1)


def _known(day: date) -> Calendar:
    return calendar_from(notice for notice in NOTICES if notice.published_on <= day)


def play(cast: Cast, until: datetime, progress: Progress) -> None:
    with record.seeded_salts(Random(SEED)), sealing.seeded(SEED):
        opening.open_zone(cast)
        clock.tick(START)  # the calendars published so far come in
        stage, month = Stage(cast), ""
        load_measures(stage)
        evening = max((at for at in ticks(until) if at.hour >= 17 and at <= until), default=None)
        for at, step in _in_time(until):
            if f"{at:%Y-%m}" != month:
                month = f"{at:%Y-%m}"
                progress(f"青江高新区 {month} … {_share(at, until)} %")
            if step is None:
                if at.time() != OPENS_AT:  # ratings open then, and nothing else happens by itself
                    clock.tick(at)
                if at.hour < 12 or at.month in RATING_MONTHS:  # once a day is enough while no rating closes
                    appraisal.tick(at)
            else:
                stage.play(step)
            if step is None or step.watched:
                _tell(at)
            if at == evening:
                _read_all(at)
        _tell(until)
        progress(f"青江高新区 {until:%Y-%m-%d %H:%M}, 100 %")


def _in_time(until: datetime) -> Iterator[tuple[datetime, Step | None]]:
    acts = ((step.at, 0, step) for step in steps() if step.at <= until)
    strikes = ((at, 1, None) for at in ticks(until) if START < at <= until)
    for at, _, step in merge(acts, strikes, key=lambda event: event[:2]):
        yield at, step


def _share(at: datetime, until: datetime) -> int:
    return int(100 * (at - START) / max(until - START, timedelta(minutes=1)))


def _tell(at: datetime) -> None:
    """Notices of the watched stories go out at once, as in life; those of the ordinary ones with the next stroke."""
    while outbox.send_due(at, machine_now=at) == outbox.BATCH:
        pass


def _read_all(evening: datetime) -> None:
    """Who goes home on the last evening has read what was in his inbox; what came since is new."""
    for account in Account.objects.filter(is_active=True).order_by("pk"):
        inbox.mark_all_read(account, evening)
