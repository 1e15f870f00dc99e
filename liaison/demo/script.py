"""The whole story as one list of steps in order of time. Pure data: the same list each time."""

from datetime import datetime
from functools import cache

from .cast import ASSIGNED_LATER, LATE_FIRMS, REGISTERED, SHANGHAI, cast
from .desks import desks
from .matters import asked, matters
from .named import named
from .scenes import house, scenes
from .thread import Step, Thread
from .year import ordinary

ENDS = datetime(2021, 5, 25, 23, 59, 59, tzinfo=SHANGHAI)


@cache
def threads() -> list[Thread]:
    people = cast()
    stories = [*named(people), *scenes(people), *asked(people)]
    return [*stories, *ordinary(people, stories), *desks(people)]


@cache
def steps() -> list[Step]:
    """In order of time; at one instant in the order of the threads."""
    found = [*_register(), *house(cast()), *matters(cast()), *(step for thread in threads() for step in thread.steps)]
    return sorted((step for step in found if step.at <= ENDS), key=lambda step: step.at)


def _register() -> list[Step]:
    acts = {"enter": LATE_FIRMS, "assign": ASSIGNED_LATER, "register": REGISTERED}
    return [Step(at, verb, "office", f"E{number:04}") for verb, when in acts.items() for number, at in when.items()]


def last_instant() -> datetime:
    return steps()[-1].at
