"""Both ratings of 2020 (R-42, R-43, SC-13), and the next one as it is planned: who keeps the key, who votes when, who opens.

All but one are satisfied. Whoever does not vote is 未评价; a few firms have no account and vote by a one-time code or on paper.
"""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from liaison.appraisal.actions import keeping, planning, unsealing, voting
from liaison.appraisal.models import RollLine, Round
from liaison.appraisal.round_inputs import BallotInput, CodeInput, KeeperInput, LineInput, RoundInput, SlipInput
from liaison.appraisal.sealing import SATISFIED, UNSATISFIED
from liaison.registry.models import Account

from . import hours
from .cast import CONTACTS, NO_ACCOUNT, SEED, Cast, Firm
from .named import at
from .thread import ORDINARY, Step

if TYPE_CHECKING:
    from .stage import Stage

FIRST, SECOND, NEXT = "2020-H1", "2020-H2", "2021-H1"
UNHAPPY = 155  # the one firm that says 不满意
UNHAPPY_AT = at("2020-07-09 10:26")
WHY = "事情办得慢，问过三回，没有一回有下文。"
# What the keepers type. In a real zone nobody but they knows it; here whoever looks at a closed round may open it.
PHRASES = {
    "evaluation": "青江的水一路向东，流进长江", "personnel": "门前十棵桂花树，树下有一口井",
    "discipline": "半夜听雨声，听到天亮再出门",
}  # fmt: skip
BY_CODE, ON_PAPER, OUT_OF_REACH = NO_ACCOUNT[:4], NO_ACCOUNT[4:6], NO_ACCOUNT[6:]
SILENT = {FIRST: 7, SECOND: 5}  # so many with an account do not vote
LATE_VOTERS = ("enterprise", "enterprise2")  # on the day in between there is a ballot to look at
PRAISE = (
    "",
    "",
    "",
    "",
    "",
    "有事一个电话就来。",
    "回话快，说到做到。",
    "帮我们跑了好几趟。",
    "办不成的也讲清了原因。",
)


def rounds(cast: Cast) -> list[Step]:
    return [
        *_round(
            cast, FIRST, planned="2020-06-22 10:10", beside="personnel", paper="discipline", opens="2020-07-01",
            last="2020-07-15", counted="2020-07-16",
        ),
        *_round(
            cast, SECOND, planned="2020-12-21 10:25", beside="discipline", paper="personnel", opens="2021-01-04",
            last="2021-01-18", counted="2021-01-19",
        ),
        Step(at("2021-05-24 09:20"), "plan_round", "evaluation", NEXT, {"year": 2021, "half": 1}),
        Step(at("2021-05-24 09:35"), "keep", "evaluation", NEXT),
    ]  # fmt: skip


def _round(
    cast: Cast, key: str, *, planned: str, beside: str, paper: str, opens: str, last: str, counted: str
) -> list[Step]:
    """From the plan to the published figure; two persons open it on the morning after its close."""
    year, half = int(key[:4]), int(key[-1])
    day = planned[:10]
    return [
        Step(at(planned), "plan_round", "evaluation", key, {"year": year, "half": half}),
        Step(at(f"{day} 14:05"), "keep", "evaluation", key),
        Step(at(f"{day} 15:20"), "keep", beside, key),
        Step(at(f"{day} 16:40"), "print_part", paper, key),
        *_votes(cast, key, date.fromisoformat(opens), date.fromisoformat(last)),
        Step(at(f"{counted} 09:12"), "unseal", "evaluation", key),
        Step(at(f"{counted} 09:31"), "unseal", beside, key),
        Step(at(f"{counted} 16:05"), "release", "evaluation", key),
    ]


def _votes(cast: Cast, key: str, opens: date, last: date) -> list[Step]:
    random = Random(f"{SEED} votes {key}")
    fixed = {firm for *_, firm, _title in CONTACTS.values()} | {UNHAPPY, *BY_CODE, *ON_PAPER}
    here = [one for one in cast.firms if one.entered.date() < opens and one.number not in OUT_OF_REACH]
    silent = set(random.sample([one.number for one in here if one.number not in fixed], SILENT[key]))
    return [_vote(random, cast, one, key, opens, last) for one in here if one.number not in silent]


def _vote(random: Random, cast: Cast, firm: Firm, key: str, opens: date, last: date) -> Step:
    head = cast.contacts_of(firm.number)[0]
    begins = hours.at(last if head in LATE_VOTERS else opens, 9, 5)
    when = hours.some_time(random, begins, hours.at(last, 17, 20))
    given: dict[str, Any] = {"firm": firm.code, "verdict": SATISFIED, "reason": random.choice(PRAISE)}
    if (firm.number, key) == (UNHAPPY, FIRST):
        when, given = UNHAPPY_AT, {"firm": firm.code, "verdict": UNSATISFIED, "reason": WHY}
    verb = "vote_by_code" if firm.number in BY_CODE else "vote_on_paper" if firm.number in ON_PAPER else "vote"
    return Step(when, verb, "evaluation" if verb != "vote" else head, f"{ORDINARY}{key}", given)


# --- how they are played


def _of(step: Step) -> int:
    key = step.key.removeprefix(ORDINARY)
    return Round.objects.values_list("pk", flat=True).get(year=int(key[:4]), half=int(key[-1]))


def _plan(stage: "Stage", step: Step, by: Account) -> None:
    planning.plan_round(RoundInput(**step.given), by=by, now=step.at)


def _keep(stage: "Stage", step: Step, by: Account) -> None:
    phrase = PHRASES[step.who]
    keeping.set_phrase(_of(step), KeeperInput(phrase=phrase, again=phrase), by=by, now=step.at)


def _vote_by_account(stage: "Stage", step: Step, by: Account) -> None:
    line = RollLine.objects.values_list("pk", flat=True).get(round=_of(step), enterprise=by.enterprise_id)
    token = voting.begin(line, by=by, now=step.at)
    voting.cast(token, _ballot(step), now=step.at)


def _vote_by_code(stage: "Stage", step: Step, by: Account) -> None:
    firm = step.given["firm"]
    code = voting.make_code(_of(step), LineInput(enterprise=firm), by=by, now=step.at)
    token = voting.begin_with_code(CodeInput(enterprise=firm, code=code), now=step.at)
    voting.cast(token, _ballot(step), now=step.at)


def _vote_on_paper(stage: "Stage", step: Step, by: Account) -> None:
    slip = SlipInput(enterprise=step.given["firm"], second="personnel", **_ballot(step).model_dump())
    voting.enter_slip(_of(step), slip, by=by, second=stage.person("personnel"), now=step.at)


def _ballot(step: Step) -> BallotInput:
    return BallotInput(verdict=step.given["verdict"], reason=step.given["reason"])


VERBS: dict[str, Callable[["Stage", Step, Account], Any]] = {
    "plan_round": _plan, "keep": _keep, "vote": _vote_by_account, "vote_by_code": _vote_by_code,
    "vote_on_paper": _vote_on_paper,
    "print_part": lambda stage, step, by: keeping.print_paper(_of(step), by=by, now=step.at),
    "unseal": lambda stage, step, by: unsealing.unseal(_of(step), PHRASES[step.who], by=by, now=step.at),
    "release": lambda stage, step, by: unsealing.release(_of(step), by=by, now=step.at),
}  # fmt: skip
