"""The ordinary requests: 431 of 2020 with the named ones among them, and those of 2021 up to the default day."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from . import hours
from .cast import HANDED_ON, HANDED_ON_AT, NEW_FIRM, SEED, SHANGHAI, Cast, Firm
from .life import SEASONS, Ask, Wish, asks, lived
from .thread import ORDINARY, Thread

PER_MONTH = {
    2020: (16, 42, 44, 36, 32, 32, 30, 29, 41, 42, 45, 42),  # 431 with the named ones
    2021: (30, 24, 32, 32, 13),
}
EXPLAINED_2020, OUT_OF_SCOPE_2020, PLANS_OPEN, LAST_OPEN = 29, 3, 4, 8
YEAR_ENDS = hours.at(date(2020, 12, 31), 17, 29)
LAST_DAYS = {date(2020, 1, 31): date(2020, 1, 21), date(2021, 5, 31): date(2021, 5, 20)}

WEIGHTS = {"procedures": 92, "utilities": 80, "labour": 68, "roads": 58, "logistics": 40, "policy": 33,
           "living": 18, "transport": 13, "schooling": 19, "prices": 6, "other": 4}  # fmt: skip
SIZES = {"L": 5.0, "M": 3.0, "S": 1.5}
# The firms of the fixed logins keep apart: `department2` never meets `specialist`, `department` never `specialist2`.
APART = {1: "SZJ", 2: "SZJ", 3: "SZJ", 4: "JSJ", 5: "JSJ"}
DESK_FIRMS_FREE_UNTIL = datetime(2021, 4, 20, tzinfo=SHANGHAI)  # from here on their desks are set by hand


def ordinary(cast: Cast, named: Sequence[Thread]) -> list[Thread]:
    random = Random(SEED + 1)
    of_2020 = [one for one in named if one.received.year == 2020]
    months = Counter(one.received.month for one in of_2020)
    instants_2020 = _instants(random, 2020, [count - months[m] for m, count in enumerate(PER_MONTH[2020], start=1)])
    explained = sum(1 for one in of_2020 if one.key == "contested")
    wishes = _wishes_2020(random, instants_2020, EXPLAINED_2020 - explained)
    instants_2021 = _instants(random, 2021, list(PER_MONTH[2021]))
    wishes += _wishes_2021(random, instants_2021)
    used: set[str] = set()
    threads = []
    for number, (at, wish) in enumerate(zip(instants_2020 + instants_2021, wishes, strict=True), start=1):
        threads.append(_one(random, cast, number, at, wish, used))
    return threads


def _one(random: Random, cast: Cast, number: int, at: datetime, wish: Wish, used: set[str]) -> Thread:
    while True:  # until it is not word for word what another firm said
        ask = _ask(random, at, wish)
        thread = lived(
            f"{ORDINARY}{number:04}-{random.randrange(100)}", cast, _firm(random, cast, ask, at), ask, at, wish
        )
        text = str(thread.steps[0].given["text"])
        if text not in used:
            used.add(text)
            return thread


def _instants(random: Random, year: int, per_month: list[int]) -> list[datetime]:
    found: set[datetime] = set()
    for month, count in enumerate(per_month, start=1):
        first = date(year, month, 1)
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        last = LAST_DAYS.get(last, last)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        days = [day for day in days if day > date(2020, 1, 2)]
        weights = [1.0 if hours.is_working(day) else 0.12 for day in days]
        before = len(found)
        while len(found) - before < count:
            found.add(_moment(random, random.choices(days, weights)[0]))
    return sorted(found)


def _moment(random: Random, day: date) -> datetime:
    hour = random.choices(
        (6, 8, 9, 10, 11, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23), (1, 8, 18, 18, 12, 6, 14, 13, 11, 4, 3, 3, 2, 1, 1)
    )[0]
    return hours.at(day, hour, random.randrange(60), random.randrange(60))


def _wishes_2020(random: Random, instants: list[datetime], explained: int) -> list[Wish]:
    """The year's figures: how many end in which way by its last day, and which stay open over it."""
    wishes = [Wish(not_after=YEAR_ENDS) for _ in instants]
    last = len(instants) - LAST_OPEN
    for index in range(last, len(instants)):
        wishes[index] = Wish(not_before=hours.at(date(2021, 1, 4), 8))
    autumn = [
        n
        for n in range(last)
        if instants[n] >= hours.at(date(2020, 11, 25), 0) and instants[n] < hours.at(date(2020, 12, 21), 0)
    ]
    for index in random.sample(autumn, PLANS_OPEN):
        wishes[index] = Wish("plan_open", not_before=hours.at(date(2021, 1, 4), 8))
    settled = [n for n in range(last) if wishes[n].ends == "resolved" and instants[n] < hours.at(date(2020, 12, 15), 0)]
    chosen = random.sample(settled, explained + OUT_OF_SCOPE_2020 + 4)
    for index in chosen[:explained]:
        wishes[index] = Wish("explained", not_after=YEAR_ENDS)
    wishes[chosen[0]] = Wish("explained", not_after=YEAR_ENDS, path="twice_no")
    for index in chosen[explained : explained + OUT_OF_SCOPE_2020]:
        wishes[index] = Wish("out_of_scope", not_after=YEAR_ENDS)
    for index in chosen[explained + OUT_OF_SCOPE_2020 :]:
        wishes[index] = Wish(not_after=YEAR_ENDS, path="late")
    return wishes


def _wishes_2021(random: Random, instants: list[datetime]) -> list[Wish]:
    kinds = [Wish(), Wish("explained"), Wish("out_of_scope"), Wish(path="late")]
    return [kinds[0] if at.month == 5 else random.choices(kinds, (90, 7, 1, 2))[0] for at in instants]


def _ask(random: Random, at: datetime, wish: Wish) -> Ask:
    in_season = [
        one for one in asks() if all(at.month in months for word, months in SEASONS.items() if word in one.text)
    ]
    category = random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    if wish.ends == "out_of_scope":
        category = "other"
    fitting = [one for one in in_season if one.category == category and (wish.path != "late" or not one.co)]
    return random.choice(fitting or in_season)


def _firm(random: Random, cast: Cast, ask: Ask, at: datetime) -> Firm:
    busy = set(APART) if at > DESK_FIRMS_FREE_UNTIL else set()
    firms = [firm for firm in cast.firms if _can_ask(firm, ask, at) and firm.number not in busy]
    return random.choices(firms, [SIZES[firm.size] * (3 if firm.number <= 5 else 1) for firm in firms])[0]


def _can_ask(firm: Firm, ask: Ask, at: datetime) -> bool:
    if firm.number == NEW_FIRM and at < hours.at(date(2020, 6, 3), 8):
        return False
    if firm.number == HANDED_ON and at > HANDED_ON_AT - timedelta(days=21):
        return False  # nothing of the year's ordinary run is on its way when it changes hands
    return (
        at > firm.entered + timedelta(days=1) and firm.number != 177 and APART.get(firm.number) not in ask.departments
    )
