"""The whole story as one list of steps in order of time. Pure data: the same list each time."""

from datetime import datetime
from functools import cache

from .afterwards import afterwards, felt, taken_over
from .cast import ASSIGNED_LATER, LATE_FIRMS, REGISTERED, SHANGHAI, cast
from .common_scenes import common_scenes
from .desks import desks
from .detours import detours, shifts_change_hands
from .matters import asked, matters
from .named import named
from .outside_scenes import outside_scenes
from .rounds import rounds
from .scenes import house, scenes
from .thread import Step, Thread
from .year import ordinary

ENDS = datetime(2021, 5, 25, 23, 59, 59, tzinfo=SHANGHAI)


@cache
def threads() -> list[Thread]:
    people = cast()
    stories = [*named(people), *scenes(people), *asked(people), *detours(people), *outside_scenes(people)]
    stories += felt(people)
    return taken_over([*stories, *ordinary(people, stories), *desks(people)])


@cache
def steps() -> list[Step]:
    """In order of time; at one instant in the order of the threads."""
    beside = [*_register(), *house(cast()), *matters(cast()), *common_scenes(cast()), *shifts_change_hands()]
    beside += [*rounds(cast()), *afterwards(cast())]
    found = [*beside, *(step for thread in threads() for step in thread.steps)]
    return sorted((step for step in found if step.at <= ENDS), key=lambda step: step.at)


def _register() -> list[Step]:
    acts = {"enter": LATE_FIRMS, "assign": ASSIGNED_LATER, "register": REGISTERED}
    return [Step(at, verb, "office", f"E{number:04}") for verb, when in acts.items() for number, at in when.items()]


def last_instant() -> datetime:
    return steps()[-1].at
