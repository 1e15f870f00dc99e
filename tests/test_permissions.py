"""Every route and API call × every capacity, as tests/permissions.py says; what the table does not declare fails."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from config.urls import urlpatterns
from liaison import clock
from liaison.api.urls import api
from liaison.appraisal import sealing
from liaison.appraisal.models import Complaint, EffortFinding, Keeper, Replacement, RollLine, Round, Watch
from liaison.casework import actions
from liaison.casework import inputs as i
from liaison.casework.actions import grouping
from liaison.casework.common_inputs import CaseInput, CommonInput, ConsentInput
from liaison.casework.models import (
    AgencyFile,
    AgencyStep,
    Attachment,
    CommonWork,
    Duty,
    DutyShift,
    Gripe,
    GripeSession,
    Instruction,
    Material,
    Measure,
    MeasureVersion,
    Membership,
    MeToo,
    Post,
    ServiceRequest,
    Summons,
    TypicalCase,
    Visit,
)
from liaison.notices import outbox
from liaison.notices.links import ballot_token
from liaison.notices.models import Notice, WorkerBeat
from liaison.record.models import Entry
from liaison.registry import doors
from liaison.registry.actions import issue_token
from liaison.registry.inputs import DoorInput
from liaison.registry.models import Door, Exemption, Leave, Phrase, SavedList
from liaison.web.at_door import SLIP
from tests import pictures
from tests.casework.agency_steps import Formalities
from tests.casework.measures import entered, version
from tests.casework.steps import Story
from tests.cast import PASSWORD, Cast, assemble, at
from tests.permissions import ACTORS, API, BLIND, SENT, WEB, Line, lines

NOW = at("2020-09-27 10:00")  # a Sunday that is worked, after the Friday on which everything was whistled
WORDS = "厂区门口三盏路灯不亮"
NO_KEY = 987654
COMPARED = 4  # so many of those who get 404 are compared, byte by byte, with what they get for nothing at all
WEB_LINES, API_LINES = lines(WEB), lines(API)
HEALTH = ("healthz", "readyz")
pytestmark = pytest.mark.django_db


@dataclass
class World:
    """The cast, a request in each state, and everybody signed in with a token besides."""

    cast: Cast
    stories: dict[str, Story]
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def thing(self, on: str) -> Any:
        """What the line is about: a request's number, a summons' key, a firm's code, a login, a notice's key."""
        if on in self.stories:
            return self.stories[on].r.number
        if on.endswith(":s"):
            return self.stories[on.removesuffix(":s")].summons().pk
        if on == "door":
            return Door.objects.get().code
        if on == "slip":
            return signing.dumps([Door.objects.get().code, self.stories["unverified"].r.number], salt=SLIP)
        if on in ("phrase", "shared"):
            return Phrase.objects.get(account__isnull=on == "shared").pk
        if on in ("photo", "inside"):
            return Attachment.objects.get(for_staff=on == "inside").pk
        if on == "group":
            return "liaison"
        if on == "member":
            return Membership.objects.earliest("pk").pk
        if on == "post":
            return Post.objects.get(group__kind="liaison").pk
        if on in ("order", "order-said"):
            return Instruction.objects.get(state="open" if on == "order" else "answered").pk
        if on in ("session", "ahead"):  # the one session, open or still planned
            GripeSession.objects.update(state="open" if on == "session" else "planned")
            return GripeSession.objects.get().pk
        if on == "item":
            GripeSession.objects.update(state="open")
            return Gripe.objects.get().pk
        if on == "work":
            return CommonWork.objects.get().number
        if on in CASES:
            return TypicalCase.objects.get(state=CASES[on]).pk
        if on == "gripe":
            return Gripe.objects.select_related("service_request").get().service_request.number
        if on == "measure":
            return Measure.objects.get().number
        if on == "filed":
            return AgencyFile.objects.earliest("pk").number
        if on.startswith(("step-", "both-")):
            state = "waiting" if on.endswith("ahead") else "running"
            step = AgencyStep.objects.select_related("file").get(code="site", state=state)
            return step.pk if on.startswith("step-") else (step.file.number, step.pk)
        if on.startswith("paper-"):
            return Material.objects.get(state="given" if on == "paper-here" else "missing", step__code="site").pk
        if on == "finding" or on.startswith("finding-"):
            pk = EffortFinding.objects.get().pk
            return pk if on == "finding" else (pk, on.removeprefix("finding-"))
        if on == "replaced":
            return Replacement.objects.get(done_at=None).pk
        if on == "notice-paper":
            return "replacement", Replacement.objects.get(done_at__isnull=False).pk
        if on == "watch":
            return Watch.objects.get().pk
        if on == "complaint":
            return Complaint.objects.get().pk
        if on == "draft":
            return MeasureVersion.objects.get(n=2).pk
        if on == "list":
            return SavedList.objects.get().pk
        if on == "duty":
            return Duty.objects.get().pk
        if on == "leave":
            return Leave.objects.get().pk
        if on in ON_DUTY:
            return ON_DUTY[on]
        if on == "failed":
            return Notice.objects.get(state=Notice.FAILED).pk
        if on.endswith("-rating"):
            states = {"planned-rating": Round.PLANNED, "shut-rating": Round.CLOSED, "counted-rating": Round.UNSEALED}
            return Round.objects.get(state=states[on]).pk
        if on in ("rating", "vote"):  # a round that is open, and the way to the firm's ballot
            line = RollLine.objects.get(enterprise__code="E0001")
            return line.round_id if on == "rating" else ballot_token(line.pk)
        if on == "notice":
            sent = Notice.objects.filter(recipient=self.cast.principal, channel=Notice.IN_APP, state=Notice.SENT)
            return sent.latest("pk").pk
        return on


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once; every case then happens in a savepoint of its own that is rolled back."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(clock, "now", lambda: NOW)
        cast = assemble(PASSWORD)
        found = World(cast, _stories(cast))
        WorkerBeat.objects.create(name="worker", at=clock.machine_now() + timedelta(hours=1))  # however slow the tests
        _formalities(cast)
        outbox.send_due(NOW, machine_now=clock.machine_now(), batch=1000)
        entered(cast)
        version(cast, "ZC2020-001", "2020-09-26 09:00", valid_from="2021-01-01", valid_until=None)
        SavedList.objects.create(account=cast.office, name="我的", query="lamp=overdue")
        Phrase.objects.create(zone=cast.zone, account=cast.clerk, short="hao", text="好的")
        Phrase.objects.create(zone=cast.zone, department=cast.d.SZJ, short="hao", text="您好")
        planned = i.SessionInput(title="九月吐槽大会", starts_at="2020-09-27 09:30")
        session = actions.plan_session(planned, by=cast.chief, now=at("2020-09-25 09:00"))
        actions.open_session(session.pk, i.Nothing(), by=cast.chief, now=at("2020-09-27 09:30"))
        said = i.ItemInput(text="重车抢道", enterprise="E0001")
        actions.add_item(session.pk, said, by=cast.office, now=at("2020-09-27 09:40"))
        MeToo.objects.create(gripe=Gripe.objects.get(), enterprise=cast.other_firm, by=cast.outsider, at=NOW)
        _shared(cast, found.stories["planned"])
        days = {
            "first_day": date(2020, 10, 19),
            "last_day": date(2020, 10, 23),
            "named_by": cast.office,
            "named_at": NOW,
        }
        Leave.objects.create(specialist=cast.specialist, substitute=cast.outside_specialist, **days)
        _duty(cast)
        _watched(cast)
        _rating(cast)
        EffortFinding.objects.create(
            zone=cast.zone, specialist=cast.specialist, year=2020, opened_by=cast.office, opened_at=NOW, due_on=date(2020, 10, 30),
            statement_due_on=date(2020, 10, 9),
        )  # fmt: skip
        Replacement.objects.create(
            zone=cast.zone, enterprise=cast.other_firm, old=cast.outside_specialist, cause=Replacement.VOTE, owed_at=NOW,
            due_on=date(2020, 10, 9),
        )  # fmt: skip
        Exemption.objects.create(account=cast.chief, reason="probation", first_day=date(2020, 9, 1))
        failed = {"state": Notice.FAILED, "channel": Notice.MAIL, "not_before": NOW, "key": "x", "kind": "receipt"}
        Notice.objects.create(recipient=cast.outsider, params={"number": "2020-0000"}, **failed)
        for name in ACTORS[1:]:
            client = Client()
            client.force_login(getattr(cast, name), backend="liaison.web.signin.Backend")
            found.cookies[name] = {key: morsel.value for key, morsel in client.cookies.items()}
            found.tokens[name] = issue_token(getattr(cast, name), now=NOW)
        yield found
        transaction.set_rollback(True)


CASES = {"told": "published", "drafted": "draft", "asked": "asked"}  # a case in each state


def _shared(cast: Cast, planned: Story) -> None:
    """A common work of a planned request and one of the other firm, which has another one besides; and three cases."""
    when = "2020-09-25 17:40"
    for number in ("2020-7001", "2020-7002"):
        other = Story(cast).raised(when, by=cast.outsider, text="园区大道没有人行道")
        ServiceRequest.objects.filter(pk=other.r.pk).update(number=number)
    work = CommonInput(title="园区大道", requests=[planned.r.number, "2020-7002"])
    actions.make_common(work, by=cast.office, now=at(when))
    CommonWork.objects.update(number="GX2020-7003")  # no request's number is part of it
    for state in CASES:
        solved = Story(cast).raised(text=WORDS).whistled("2020-09-25 16:58", "SZJ", "JSJ").replied("2020-09-25 17:10")
        solved.did("confirm", i.TextInput(), "2020-09-25 17:20", by=cast.principal)
        case = actions.write_case(solved.r.pk, CaseInput(**SENT["case"]), by=cast.specialist, now=at(when))
        if state != "drafted":
            actions.ask_case(case.pk, i.Nothing(), by=cast.office, now=at(when))
        if state == "told":
            actions.consent_case(case.pk, ConsentInput(answer="without_name"), by=cast.principal, now=at(when))


# The keys of shifts and visits: one's own shift, one for which a swap is asked, a visit to come, one whose visitor is there.
ON_DUTY = {"shift": 501, "swap": 503, "visit": 601, "arrived": 602}


def _rating(cast: Cast) -> None:
    """A round that is open: the firm votes by account, the other one by code."""
    of = Round.objects.create(
        zone=cast.zone, year=2020, half=1, opens_on=date(2020, 9, 25), closes_at=at("2020-10-15 17:30"), state=Round.OPEN,
        planned_by=cast.evaluation, planned_at=NOW, opened_at=NOW, public_key=sealing.new_key()[1],
    )  # fmt: skip
    for firm, specialist, voice in (
        (cast.firm, cast.specialist, "account"),
        (cast.other_firm, cast.outside_specialist, "code"),
    ):
        RollLine.objects.create(round=of, enterprise=firm, specialist=specialist, held_days=182, voice=voice)
    for year, half, state in ((2018, 1, Round.PLANNED), (2019, 2, Round.CLOSED), (2019, 1, Round.UNSEALED)):
        other = Round.objects.create(
            zone=cast.zone, year=year, half=half, opens_on=date(year, 9, 1), closes_at=at("2020-01-15 17:30"), state=state,
            planned_by=cast.evaluation, planned_at=NOW, satisfied=1, unsatisfied=0, not_rated=0, commitment_root=sealing.root([]),
        )  # fmt: skip
        salt = b"a keeper's salt!"
        if state == Round.CLOSED:
            _private, public = sealing.keeper_key("seven white cranes", salt, cost=2)
            Keeper.objects.create(
                round=other, part="first", account=cast.evaluation, salt=salt, public_key=public, made_at=NOW
            )


def _duty(cast: Cast) -> None:
    """From tomorrow on: Chen Liqun, Zhao Lei, Chen Liqun again, who asks Zhao Lei to swap; and two visits at his firm."""
    tomorrow, people = NOW + timedelta(days=1), [cast.specialist, cast.outside_specialist] * 2
    DutyShift.objects.bulk_create(
        DutyShift(
            pk=501 + day, zone=cast.zone, officer=people[day], deputy=people[day + 1], begins_at=tomorrow + timedelta(days=day),
            ends_at=tomorrow + timedelta(days=day + 1), made_by=cast.office, swap_with_id=502 if day == 2 else None,
        )
        for day in range(3)
    )  # fmt: skip
    Visit.objects.bulk_create(
        Visit(
            pk=pk, zone=cast.zone, enterprise=cast.firm, visitor=cast.specialist, promised_by=cast.specialist, made_at=NOW,
            promised_at=NOW - timedelta(hours=1), arrived_at=arrived_at,
        )
        for pk, arrived_at in ((601, None), (602, NOW))
    )  # fmt: skip


def _watched(cast: Cast) -> None:
    """A firm whose specialist was replaced, and what it wrote to discipline."""
    done = {"done_at": NOW, "done_by": cast.office, "owed_at": NOW, "due_on": NOW.date()}
    row = Replacement.objects.create(
        zone=cast.zone, enterprise=cast.unserved, old=cast.outside_specialist, new=cast.specialist, cause=Replacement.ASKED, **done
    )  # fmt: skip
    where = {"zone": cast.zone, "enterprise": cast.unserved}
    Watch.objects.create(replacement=row, replaced=row.old, since=NOW, until=NOW + timedelta(days=180), **where)
    Complaint.objects.create(by=cast.office, at=NOW, **where)


def _formalities(cast: Cast) -> None:
    """One whose first step is under way with its paper handed in, one on which nothing has begun; SZJ and JSJ have the steps."""
    steps: dict[str, Any] = {"departments": {"safety": "JSJ", "notice": "SZJ"}, "target": "2020-10-30"}
    story = Formalities(cast).opened("2020-09-25 09:00", **steps).authorised("2020-09-25 09:10")
    story.given("site", "licence", "2020-09-25 09:20").started("site", "2020-09-25 09:30")
    Formalities(cast).opened("2020-09-25 09:00", **steps).authorised("2020-09-25 09:10")


def _stories(cast: Cast) -> dict[str, Story]:
    """Everywhere SZJ leads and JSJ joins, so that departments read it even where they have nothing left to do."""

    def whistled() -> Story:
        return Story(cast).raised(text=WORDS).whistled("2020-09-25 16:58", "SZJ", "JSJ")

    replied, later = "2020-09-25 17:10", "2020-09-25 17:20"
    declined = whistled()
    actions.decline(declined.summons().pk, i.DeclineInput(**SENT["decline"]), by=cast.clerk, now=at(replied))
    unverified, door = (
        Story(cast),
        doors.make_door(DoorInput(enterprise="E0001"), by=cast.office, now=at("2020-09-25 09:00")),
    )
    caller = i.VisitorInput(text=WORDS, name="门卫老李", phone="13800009999")
    unverified.r = actions.raise_at_door(door.code, caller, now=at("2020-09-25 16:40"))
    pictured = whistled().did("attach", i.AttachInput(), replied, by=cast.principal, files=[pictures.safe()])
    note = i.MessageInput(text="问过供电所", internal=True)
    pictured.did("message", note, replied, by=cast.specialist, files=[pictures.safe()])
    for text in ("请三日内办结", "请说明原因"):
        pictured.did("instruct", i.InstructInput(text=text), replied, by=cast.leader)
    first = Instruction.objects.earliest("pk").pk
    actions.answer_instruction(first, i.ReasonInput(text="今晚换好"), by=cast.clerk, now=at(replied))
    for login in ("zhoumin", "chenliqun"):
        grouping.add_member("liaison", i.MemberInput(login=login), by=cast.office, now=at(replied))
    noted = i.NotedInput(text="门口停水", login="zhoumin")
    grouping.note_down("liaison", noted, by=cast.office, now=at("2020-09-27 09:00"))
    extended = whistled().replied(replied, "planned", resolve_by="2020-10-15")
    actions.extend(extended.summons().pk, i.ExtendInput(**SENT["extend"]), by=cast.clerk, now=at("2020-09-25 17:30"))
    proposed, consulting = whistled(), whistled()
    for one in (proposed, consulting):
        one.did("consult", i.ConsultInput(**SENT["consult"]), replied, by=cast.clerk)
    for who in (cast.specialist, cast.office):
        consulting.did("agree_consultation", i.AgreeInput(agree=True), later, by=who)
    duty = {"department": "SZJ", "what": "换缆", "due_on": "2020-10-20"}
    minutes = i.MinutesInput(text="供电公司换缆", met_at="2020-09-25 17:25", duties=[duty])
    consulting.did("minutes", minutes, "2020-09-25 17:26", by=cast.clerk)
    linked = whistled().did("link", i.LinkInput(**SENT["link"]), replied, by=cast.office)
    scope, again = i.DeclineScopeInput(**SENT["decline-scope"]), i.ReasonInput(**SENT["dispute"])
    return {
        "raised": Story(cast).raised(text=WORDS),
        "urgent": Story(cast).raised(text=WORDS, urgent=True),
        "unverified": unverified,
        "out": Story(cast).raised(text=WORDS).did("decline_scope", scope, replied, by=cast.specialist),
        "whistled": pictured,
        "declined": declined,
        "later": extended,
        "linked": linked,
        "proposed": proposed,
        "consulting": consulting,
        "outside": whistled().did("open_outside", i.OutsideInput(**SENT["outside"]), replied, by=cast.specialist),
        "planned": whistled().replied(replied, "planned", resolve_by="2020-10-15"),
        "answered": whistled().replied(replied),
        "in_hand": whistled().replied(replied).did("dispute", again, later, by=cast.principal),
        "closed": whistled().replied(replied).did("confirm", i.TextInput(), later, by=cast.principal),
    }


# --- the answers ---


@pytest.mark.parametrize("line", WEB_LINES, ids=str)
def test_every_screen_answers_each_capacity_as_declared(world: World, line: Line) -> None:
    _judge(world, line, _on_screen)


@pytest.mark.parametrize("line", API_LINES, ids=str)
def test_every_api_call_answers_each_capacity_as_declared(world: World, line: Line) -> None:
    _judge(world, line, _through_api)


def _judge(world: World, line: Line, ask: Any) -> None:
    thing, absent, said, wrong = world.thing(line.on), _absent(world, line), {}, []
    for name in ACTORS:
        response, entries = _asked(ask, world, line, name, thing)
        said[name] = _in_short(response)
        wrong += _faults(world, line, name, response, entries)
        if said[name] == "404" and absent is not None and list(said.values()).count("404") <= COMPARED:
            other, _none = _asked(ask, world, line, name, absent)
            if _bare(response) != _bare(other):
                wrong.append(f"{name}: differs from an absent one ({other.status_code})")
    assert said == line.expected
    assert not wrong
    able = next((name for name in ACTORS if said[name] in ("200", "201", "302")), None)
    if able and absent is not None:
        assert _asked(ask, world, line, able, absent)[0].status_code == 404


def _asked(ask: Any, world: World, line: Line, name: str, thing: Any) -> tuple[HttpResponse, int]:
    """The answer and how many entries it made, in a savepoint that is rolled back."""
    with transaction.atomic():
        before = Entry.objects.count()
        response = _whole(ask(world, line, name, thing))
        entries = Entry.objects.count() - before
        transaction.set_rollback(True)
    return response, entries


SHEETS = ("text/csv", "application/vnd.openxmlformats")


def _whole(response: Any) -> Any:
    """A sheet that is sent piece by piece, read to its end."""
    if not response.streaming or not response.get("Content-Type", "").startswith(SHEETS):
        return response
    whole = HttpResponse(response.getvalue(), status=response.status_code, headers=dict(response.items()))
    whole.request = response.request  # type: ignore[attr-defined]
    return whole


def _absent(world: World, line: Line) -> Any:
    """The name of something that is not there, of the kind the line is about."""
    if line.on == "-" or line.route == "/requests":
        return None
    if line.on in world.stories or line.on == "gripe":
        return "2020-9999"
    if line.on.endswith(":s") or line.on in (
        "notice",
        "step-ahead",
        "step-begun",
        "paper-open",
        "paper-here",
        "duty",
        "member",
        "post",
        "order",
        "order-said",
        "phrase",
        "shared",
        "failed",
        "leave",
        "draft",
        "list",
        "photo",
        "inside",
        "session",
        "ahead",
        "item",
        "replaced",
        "watch",
        "complaint",
        *CASES,
    ):
        return NO_KEY
    if line.on in ON_DUTY:
        return NO_KEY
    if line.on == "notice-paper":
        return "replacement", NO_KEY
    if line.on.endswith("-rating"):
        return NO_KEY
    if line.on.startswith("finding"):
        return NO_KEY if line.on == "finding" else (NO_KEY, line.on.removeprefix("finding-"))
    if line.on in ("rating", "vote"):
        return NO_KEY if line.on == "rating" else ballot_token(NO_KEY)
    if line.on == "work":
        return "GX2020-9999"
    if line.on == "filed" or line.on.startswith("both-"):
        return "DB2020-9999" if line.on == "filed" else ("DB2020-9999", NO_KEY)
    return "E9999" if line.on == "E0001" else "nobody"


def _on_screen(world: World, line: Line, name: str, thing: Any) -> HttpResponse:
    client = Client()
    client.cookies.load(world.cookies.get(name, {}))
    address = _address(line.route, thing)
    if line.method == "GET":
        return client.get(address)
    pk = world.stories["whistled"].summons().pk
    return client.post(address, {key: [one.format(pk=pk) for one in value] if isinstance(value, list) else _file(value)
                                 for key, value in line.sent.items()})  # fmt: skip


def _file(value: Any) -> Any:
    return SimpleUploadedFile("现场.jpg", value) if isinstance(value, bytes) else value


def _address(route: str, thing: Any) -> str:
    if route in HEALTH:
        return f"/{route}"
    ending = {"attachment": ["photo.jpg"], "agency-paper": ["paper.jpg"]}.get(route, [])
    return reverse(
        route, args=[*(thing if isinstance(thing, tuple) else (thing,)), *ending] if _takes_argument(route) else []
    )


def _takes_argument(route: str) -> bool:
    return any(parameters for _pattern, parameters in get_resolver().reverse_dict.getlist(route)[0][0])


def _through_api(world: World, line: Line, name: str, thing: Any) -> HttpResponse:
    token = world.tokens.get(name)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    names = iter(thing if isinstance(thing, tuple) else (thing,))
    address = "/api/v1" + re.sub(r"\{\w+\}", lambda _found: str(next(names)), line.route)
    if line.method == "GET":
        return Client().get(address, headers=headers)
    given = {key: value for key, value in line.sent.items() if key not in ("lead", "co")}
    if "file" in given:
        return Client().post(address, {key: _file(value) for key, value in given.items()}, headers=headers)
    return Client().generic(line.method, address, json.dumps(given), content_type="application/json", headers=headers)


def _in_short(response: HttpResponse) -> str:
    to_sign_in = response.status_code == 302 and response["Location"].startswith(reverse("account_login"))
    return "in" if to_sign_in else str(response.status_code)


def _faults(world: World, line: Line, name: str, response: HttpResponse, entries: int) -> list[str]:
    """A refusal writes nothing; whoever sees no request finds nothing of one on any page."""
    found = []
    if response.status_code >= 400 and entries:
        found.append(f"{name}: answered {response.status_code} but wrote to the record")
    if name in BLIND and line.on in ("-", *world.stories):
        page = response.content.decode(errors="replace")
        numbers = [story.r.number for story in world.stories.values() if story.r.number != world.thing(line.on)]
        found += [f"{name}: sees {mark}" for mark in (WORDS, *numbers) if mark in page]
    return found


def _bare(response: Any) -> tuple[int, dict[str, str], str]:
    """An answer without what no two have alike: the token against forgery and the address that was asked for."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    headers = {key: value for key, value in response.headers.items() if key not in ("Content-Length", "Set-Cookie")}
    return response.status_code, headers, body.replace(response.request["PATH_INFO"], "…")


def test_nobody_reports_in_many_for_a_department_that_is_not_his(world: World) -> None:
    """The answer is a redirect for everybody, so what happened is looked at; a strange number changes nothing of it."""
    line = next(one for one in WEB_LINES if one.route == "report-in-many")
    summonses = Summons.objects.filter(service_request=world.stories["whistled"].r)
    able = set()
    for name in ACTORS:
        with transaction.atomic():
            _on_screen(world, line, name, None)
            if summonses.filter(status="reported_in").exists():
                able.add(name)
            transaction.set_rollback(True)
    assert able == {"clerk", "head"}


@pytest.mark.parametrize("name", ACTORS[1:])
def test_many_at_once_tell_nothing_of_a_department_that_one_does_not_act_for(world: World, name: str) -> None:
    """Also of the department in which one works without being its clerk."""
    for department in ("SZJ", "JSJ"):
        answers = []
        for pk in (world.stories["whistled"].summons(department).pk, NO_KEY):
            if (name, department) in {("clerk", "SZJ"), ("head", "SZJ"), ("jsj_clerk", "JSJ")}:
                continue
            client = Client()
            client.cookies.load(world.cookies[name])
            with transaction.atomic():
                response = client.post(reverse("report-in-many"), {"ids": [pk], "back": "/inbox"}, follow=True)
                answers.append((response.status_code, "2020-" in response.content.decode()))
                transaction.set_rollback(True)
        assert len(set(answers)) <= 1


# --- nothing undeclared ---


def _routes() -> dict[str, str]:
    """Every route of the product's screens by name: its address pattern."""

    def walk(patterns: Any, before: str) -> Iterator[tuple[str, str]]:
        for one in patterns:
            if isinstance(one, URLResolver):
                if str(one.pattern) != "api/v1/":
                    yield from walk(one.url_patterns, before + str(one.pattern))
            elif isinstance(one, URLPattern):
                yield one.name or str(one.pattern), before + str(one.pattern)

    return dict(walk(urlpatterns, ""))


def test_the_table_declares_every_route_of_the_screens_and_no_other() -> None:
    assert {line.route for line in WEB_LINES} == set(_routes())


def test_the_table_declares_every_call_of_the_api_and_no_other() -> None:
    schema = api.get_openapi_schema()
    calls = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in schema["paths"].items()
        for method in methods
    } | {("GET", "/openapi.json"), ("GET", "/docs")}
    assert {(line.method, line.route) for line in API_LINES} == calls


def test_every_address_of_the_api_belongs_to_a_declared_call() -> None:
    """OpenAPI may leave out a call; the resolver cannot."""
    patterns, _app, _namespace = api.urls
    found = {"/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(one.pattern)) for one in patterns}
    assert found - {"/"} == {line.route for line in API_LINES}


def test_methods_that_a_route_does_not_declare_are_405(world: World) -> None:
    declared, named = defaultdict(set), {}
    for line in WEB_LINES:
        declared[line.route].add(line.method)
        named[line.route] = line
    wrong = []
    for route, methods in declared.items():
        tried = (
            {"GET", "POST"}
            if route.startswith(("account_", "usersessions", "set_language"))
            else {"GET", "POST", "PUT", "DELETE"}
        )
        for method in tried - methods:
            client = Client()
            client.cookies.load(world.cookies["principal"])
            with transaction.atomic():
                response = client.generic(method, _address(route, world.thing(named[route].on)))
                transaction.set_rollback(True)
            if response.status_code != 405:
                wrong.append((method, route, response.status_code))
    assert not wrong


def test_methods_that_a_call_does_not_declare_are_405(world: World) -> None:
    declared = defaultdict(set)
    for line in API_LINES:
        if line.cells[0] == "401":  # the description and its page are the library's own
            declared[line.route].add(line.method)
    for route, methods in declared.items():
        address = "/api/v1" + route.replace("{number}", world.thing("whistled")).replace("{id}", "1")
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods:
            headers = {"Authorization": f"Bearer {world.tokens['principal']}"}
            assert (method, route, Client().generic(method, address, headers=headers).status_code) == (
                method,
                route,
                405,
            )
