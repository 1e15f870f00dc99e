"""One of the worlds that `liaison check votes` compares: a copy of the sample zone in which one vote is cast, or none, and every page
that the four roles can ask for. Run as a process of its own: it stops the clocks and loads the dice.

    python -m liaison.cli.two_worlds VOTE OUT STAGES ROLES      in the data directory of the environment
"""

import pickle
import random
import re
import secrets
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from liaison.cli import common

ROLES = {"specialist": "specialist", "department": "department", "leader": "leader", "office": "office"}  # role: login
STAGES = ("open", "closed", "unsealed")
VOTER, OTHER = "enterprise", "enterprise2"  # logins of principals; the first one's vote is the difference
VOTES = ("satisfied", "unsatisfied", "none")
REASON = "三次来电都没有回音"
YEAR, HALF = 2019, 2
NO_PAGE = 405
# What stands in an address, by the part of the path before it: where to find one. Whatever is not named here is asked for as 1.
NAMED = {
    "requests": "casework.ServiceRequest.number", "enterprises": "registry.Enterprise.code", "people": "registry.Account.login",
    "doors": "registry.Door.code", "q": "registry.Door.code", "agency": "casework.AgencyFile.number",
    "agency-files": "casework.AgencyFile.number", "measures": "casework.Measure.number", "categories": "registry.Category.code",
    "specialists": "registry.Account.login", "summonses": "casework.Summons.pk", "instructions": "casework.Instruction.pk",
    "inbox": "notices.Notice.pk", "attachments": "casework.Attachment.pk", "duty": "casework.DutyShift.pk", "visits": "casework.Visit.pk",
    "gripe-sessions": "casework.GripeSession.pk", "gripe-sessions/items": "casework.Gripe.pk", "leaves": "registry.Leave.pk",
    "groups/members": "casework.Membership.pk", "groups/posts": "casework.Post.pk", "agency/steps": "casework.AgencyStep.pk",
    "agency/papers": "casework.Material.pk", "phrases": "registry.Phrase.pk", "duties": "casework.Duty.pk",
    "common": "casework.CommonWork.number", "common-works": "casework.CommonWork.number", "cases": "casework.TypicalCase.pk",
    "outside": "casework.OutsideMatter.pk", "rounds": "appraisal.Round.pk", "findings": "appraisal.EffortFinding.pk",
    "my/finding": "appraisal.EffortFinding.pk", "watches": "appraisal.Watch.pk",
    "year-records": "registry.Account.login",
}  # fmt: skip
WORDS = {"groups": ["liaison"], "limits": ["reply"], "replacements": ["1", "2"]}  # the second is the one a vote makes
SEARCHED = (
    "requests",
    "ledger",
    "enterprises",
    "ledger.csv",
    "api/v1/requests",
)  # asked once more for the reason and for the firm


class Page(NamedTuple):
    """What somebody got for an address."""

    stage: str
    role: str
    address: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Dice:
    """Everything random comes from here, and is the same for the same step whatever was drawn before it."""

    def __init__(self) -> None:
        self.random = random.Random()

    def load(self, step: str) -> None:
        self.random.seed(step)

    def randbytes(self, nbytes: int | None = None) -> bytes:
        return self.random.randbytes(nbytes or 32)

    def take_over(self) -> None:
        secrets.token_bytes = self.randbytes
        secrets.token_hex = lambda nbytes=None: self.randbytes(nbytes).hex()
        secrets.token_urlsafe = lambda nbytes=None: self.randbytes(nbytes).hex()
        secrets.choice = lambda seq: self.random.choice(seq)
        secrets.randbelow = lambda exclusive_upper_bound: self.random.randrange(exclusive_upper_bound)
        uuid.uuid4 = lambda: uuid.UUID(bytes=self.randbytes(16), version=4)


class Clocks:
    """What every clock shows; stopped before anything is imported that might keep a running one."""

    def __init__(self) -> None:
        self.now = datetime(2020, 1, 1, tzinfo=UTC)

    def stop(self) -> None:
        from django.utils import timezone

        from liaison import clock

        started = self.now.timestamp()
        clock.now = lambda: self.now
        clock.machine_now = lambda: self.now
        timezone.now = lambda: self.now
        time.time = lambda: started


class World:
    """The zone, and the instant it is in."""

    def __init__(self, dice: Dice, clocks: Clocks) -> None:
        from liaison import clock
        from liaison.casework.models import ServiceRequest
        from liaison.registry.models import Account

        self.dice, self.clocks = dice, clocks
        self.no_pages: set[str] = set()
        self.people = {one.login: one for one in Account.objects.select_related("zone", "department", "enterprise")}
        last = ServiceRequest.objects.latest("raised_at").raised_at
        clocks.now = (
            (last + timedelta(days=1)).astimezone(clock.ZONE).replace(hour=8, minute=0, second=0, microsecond=0)
        )

    @property
    def now(self) -> datetime:
        return self.clocks.now

    def step(self, name: str, at: datetime) -> None:
        self.dice.load(name)
        self.clocks.now = at
        for person in self.people.values():
            person.__dict__.pop("_posts", None)


# --- what happens


def stages(world: World, vote: str) -> Iterator[str]:
    """Play up to each stage in turn and stand still there."""
    from liaison.appraisal import clock as appraisal
    from liaison.appraisal.actions import keeping, planning, unsealing
    from liaison.appraisal.models import Round
    from liaison.appraisal.round_inputs import KeeperInput, RoundInput
    from liaison.registry.models import Assignment

    people, plan = world.people, RoundInput(year=YEAR, half=HALF, opens_on=world.now.date() + timedelta(days=1))
    Assignment.objects.filter(until=None).update(
        since=world.now - timedelta(days=300)
    )  # somebody served in that half-year
    world.step("planned", world.now.replace(hour=10))
    pk = planning.plan_round(plan, by=people["evaluation"], now=world.now).pk
    for login in ("evaluation", "personnel"):
        phrase = f"{login} keeps this part"
        keeping.set_phrase(pk, KeeperInput(phrase=phrase, again=phrase), by=people[login], now=world.now)
    keeping.print_paper(pk, by=people["discipline"], now=world.now)
    world.step("opened", (world.now + timedelta(days=1)).replace(hour=9))
    appraisal.tick(world.now)
    _vote(world, OTHER, "satisfied")
    if vote != "none":
        _vote(world, VOTER, vote)
    _life(world, "life while it is open")
    yield "open"
    world.step("closed", Round.objects.get(pk=pk).closes_at + timedelta(minutes=1))
    appraisal.tick(world.now)
    _life(world, "life after the close")
    yield "closed"
    world.step("unsealed", world.now + timedelta(hours=15))
    for login in ("evaluation", "personnel"):
        unsealing.unseal(pk, f"{login} keeps this part", by=people[login], now=world.now)
    _send(world)
    yield "unsealed"


def _vote(world: World, login: str, verdict: str) -> None:
    from liaison.appraisal import voters
    from liaison.appraisal.actions import voting
    from liaison.appraisal.round_inputs import BallotInput

    world.dice.load(f"{login} votes")  # at the same instant in every world, whoever votes
    by = world.people[login]
    line = voters.open_line(by)
    if line is None:
        raise RuntimeError(f"{login} has no line on the roll")
    reason = REASON if verdict == "unsatisfied" else ""
    voting.cast(
        voting.begin(line.pk, by=by, now=world.now),
        BallotInput.model_validate({"verdict": verdict, "reason": reason}),
        now=world.now,
    )


def _life(world: World, name: str) -> None:
    """The zone goes on: what comes after a vote must not show by its numbers that there was one."""
    from liaison.casework import actions, inputs

    world.step(name, world.now + timedelta(minutes=30))
    for login in (OTHER, VOTER):
        made = actions.raise_request(inputs.RaiseInput(text="厂区门口路灯不亮"), by=world.people[login], now=world.now)
        given = inputs.WhistleInput(departments=["SZJ", "JSJ"], ask="请恢复照明")
        actions.whistle(made.pk, given, by=world.people["chief"], now=world.now)
    _send(world)


def _send(world: World) -> None:
    from liaison.notices import outbox

    while outbox.send_due(world.now, machine_now=world.now):
        pass


# --- what is seen


def crawl(world: World, stage: str, roles: list[str]) -> Iterator[Page]:
    """Every address as everybody, each in a transaction that is rolled back: no look changes what the next one sees. What is no
    page (405 for whoever asks first) is not asked for again."""
    from django.db import transaction

    for role in roles:
        person = world.people[ROLES[role]]
        world.dice.load(f"{role} signs in")
        ask = _asker(person)
        for address in addresses(person):
            if address in world.no_pages:
                continue
            world.dice.load(f"{stage} {role} {address}")
            with transaction.atomic():
                response = ask(address)
                body = response.getvalue() if response.streaming else response.content
                transaction.set_rollback(True)
            if response.status_code == NO_PAGE:
                world.no_pages.add(address)
            headers = sorted((name, value) for name, value in response.items())
            cookies = sorted((name, morsel.OutputString()) for name, morsel in response.cookies.items())
            yield Page(stage, role, address, response.status_code, headers + cookies, body)


def _asker(person: Any) -> Any:
    from django.test import Client

    from liaison.registry import actions

    screen, program = (Client(SERVER_NAME="127.0.0.1", raise_request_exception=False) for _each in range(2))
    screen.force_login(person, backend="liaison.web.signin.Backend")
    token = {"Authorization": f"Bearer {actions.issue_token(person, now=_now())}"}

    def ask(address: str) -> Any:
        return program.get(address, headers=token) if address.startswith("/api/") else screen.get(address)

    return ask


def _now() -> datetime:
    from liaison import clock

    return clock.now()


def routes() -> list[str]:
    """The pattern of every address of the product, screens and API: what the URL table says, so that nothing is left out."""
    from django.urls import get_resolver
    from django.urls.resolvers import URLPattern, URLResolver

    def walk(patterns: Any, before: str) -> Iterator[str]:
        for one in patterns:
            pattern = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, pattern)
            elif isinstance(one, URLPattern):
                yield pattern

    return sorted(set(walk(get_resolver().url_patterns, "")))


def addresses(person: Any) -> list[str]:
    found: list[str] = []
    for route in routes():
        plain = route.removeprefix("api/v1/")
        found += (
            [f"/{route.removeprefix('^')}"]
            if "<" not in route
            else [f"/{one}" for one in _filled(route, plain, person)]
        )
        if route in SEARCHED:
            found += [f"/{route}?q={REASON}", f"/{route}?q=E0001"]
    return list(dict.fromkeys(found))


def _filled(route: str, plain: str, person: Any) -> Iterator[str]:
    head = re.sub(r"/?<.*", "", plain)
    wide = head.split("/")[0]
    for name in _names(head if head in NAMED or head in WORDS else wide, person):
        yield re.sub(r"<[^>]+>", "file.jpg", re.sub(r"<[^>]+>", name, route, count=1))


def _names(head: str, person: Any) -> list[str]:
    from django.apps import apps
    from django.core.exceptions import FieldDoesNotExist

    if head in WORDS:
        return WORDS[head]
    app, model, column = NAMED.get(head, "..").split(".")
    try:
        table = apps.get_model(app, model)
        rows = table._default_manager.order_by("pk")
        if head == "inbox":
            rows = rows.filter(recipient=person)
        if head in ("enterprises", "people"):
            rows = rows.filter(**{"enterprise" if head == "people" else "pk": _firm()})
        found = list(rows.reverse().values_list(column, flat=True)[:1])
    except (LookupError, ValueError, FieldDoesNotExist):
        found = [1]
    return [str(one) for one in found] or ["1"]


def _firm() -> int | None:
    from liaison.registry.models import Account

    return Account.objects.values_list("enterprise", flat=True).get(login=VOTER)


def main(argv: list[str]) -> int:
    vote, out, wanted, roles = argv
    dice, clocks = Dice(), Clocks()
    dice.take_over()
    clocks.stop()
    common.start_django()
    from liaison import record

    world = World(dice, clocks)
    with Path(out).open("wb") as file, record.seeded_salts(dice):  # type: ignore[arg-type]
        for stage in stages(world, vote):
            if stage not in wanted.split(","):
                continue
            pages = 0
            for page in crawl(world, stage, roles.split(",")):
                pickle.dump(tuple(page), file)
                pages += 1
            print(f"{vote}: {stage}, {pages} pages", file=sys.stderr, flush=True)
            if stage == wanted.split(",")[-1]:
                break
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
