"""Two people at once: one winner, the loser is told, and nothing is half-written."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth import get_user_model

from liaison import record
from liaison.casework import actions, agency_inputs, calendars
from liaison.casework import inputs as i
from liaison.casework.models import ServiceRequest, Summons
from liaison.record import happenings
from liaison.record.reading import export_lines
from liaison.record.recompute.recount import recompute
from liaison.registry import doors, idempotency, rulebook
from liaison.registry.inputs import AssignInput, DoorInput, ZoneDayInput
from liaison.registry.models import Account, Door
from liaison.rules.calendar import Notice
from liaison.rules.refusals import Refused
from tests.casework.agency_steps import Formalities
from tests.casework.steps import Story
from tests.cast import Cast, assemble, at
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def outcome(answer: object) -> str:
    if isinstance(answer, Refused):
        return answer.code
    return "done" if not isinstance(answer, Exception) else repr(answer)


def again(account: Account) -> Account:
    """The person as another process knows him: a fresh row, nothing cached."""
    return get_user_model().objects.select_related("zone", "department", "enterprise").get(pk=account.pk)


def test_R18_two_proposals_at_once_have_one_winner(cast: Cast) -> None:
    """Then both sides agree at the same instant: one consultation, agreed once."""
    story = Story(cast).raised("2020-09-25 16:40").whistled("2020-09-25 16:58")
    given, yes = i.ConsultInput(why="两家一起定", next_progress_on="2020-09-28"), i.AgreeInput(agree=True)

    def does(act: Callable[..., object], given: object, who: Account) -> Callable[[], object]:
        return lambda: act(story.r.pk, given, by=again(who), now=at("2020-09-25 17:10"))

    people = (cast.clerk, cast.second_clerk, cast.head)
    answers = race([does(actions.consult, given, who) for who in people])
    assert Counter(map(outcome, answers)) == {"done": 1, "consulting_already": 2}
    answers = race([does(actions.agree_consultation, yes, who) for who in (cast.specialist, cast.office, cast.office)])
    assert Counter(map(outcome, answers))["done"] == 2
    assert story.fresh().r.status == "consulting" and story.kinds().count("consultation.agreed") == 1


@pytest.mark.parametrize("turn", range(5))
def test_R14_eight_clerks_report_in_at_once(cast: Cast, turn: int) -> None:
    story = Story(cast).raised().whistled()
    pk = story.summons().pk

    def report_in(clerk: Account) -> Callable[[], object]:
        return lambda: actions.report_in(pk, i.Nothing(), by=again(clerk), now=at("2020-09-25 17:20"))

    answers = race([report_in((cast.clerk, cast.second_clerk)[place % 2]) for place in range(8)])
    assert Counter(map(outcome, answers)) == {"done": 1, "already_reported_in": 7}
    winner = story.summons().clerk
    assert winner is not None
    assert {no.params["who"] for no in answers if isinstance(no, Refused)} == {winner.name_zh}
    assert story.kinds().count("summons.reported_in") == 1


def test_numbers_are_given_once(cast: Cast) -> None:
    def raise_one() -> ServiceRequest:
        return actions.raise_request(i.RaiseInput(text="停电"), by=again(cast.principal), now=at("2020-09-25 16:40"))

    answers = race([raise_one] * 8)
    assert sorted(r.number for r in answers) == [f"2020-{n:04d}" for n in range(1, 9)]


BEGIN_A_CLOCK = {
    "raise": lambda story, now: story.raised(now),
    "at_door": lambda story, now: raised_at_door(story, now),
    "reopen": lambda story, now: story.did("reopen", i.ReasonInput(text="又灭了"), now, by=story.cast.principal),
    "unlink": lambda story, now: story.did("unlink", i.Nothing(), now, by=story.cast.office),
}


def raised_at_door(story: Story, now: str) -> None:
    given = i.VisitorInput(text="停电", name="老李", phone="13800009999")
    story.r = actions.raise_at_door(Door.objects.get().code, given, now=at(now))


@pytest.mark.parametrize("change", ["notice", "zone_day"])
@pytest.mark.parametrize("act", BEGIN_A_CLOCK)
def test_N3_a_clock_begun_while_the_calendar_changes_goes_by_the_new_one(cast: Cast, act: str, change: str) -> None:
    """The change is made while the act has done everything but commit: it waits for it and moves what it promised."""
    with record.transaction():
        rulebook.enter_accepted_notices(cast.zone, by=cast.office, capacity="office", now=at("2020-01-02 09:00"))
    doors.make_door(DoorInput(enterprise="E0001"), by=cast.office, now=at("2020-01-02 09:00"))
    story, lead, now = Story(cast).raised(), Story(cast).raised(), "2020-09-28 09:00"
    if act == "reopen":
        story.whistled().replied("2020-09-25 17:10").did(
            "confirm", i.TextInput(), "2020-09-25 17:20", by=cast.principal
        )
    elif act == "unlink":
        story.did("link", i.LinkInput(into=lead.r.number), "2020-09-25 17:00", by=cast.office)
    done, changed = threading.Event(), threading.Event()

    def begin() -> None:
        with record.transaction():
            BEGIN_A_CLOCK[act](story, now)
            done.set()
            changed.wait(0.4)  # if nothing holds it back, it is over long before

    def free() -> None:
        done.wait(30)
        if change == "notice":
            notice = Notice("2020-09-28", 2020, date(2020, 9, 28), "国办发明电", {date(2020, 9, 29): False}, {})
            calendars.accept_notice(notice, None, at(now))
        else:
            calendars.free_day(ZoneDayInput(day=date(2020, 9, 29), reason="台风"), by=again(cast.office), now=at(now))
        changed.set()

    assert race([begin, free]) == [None, None]
    ends = {"unlink": "2020-09-30 17:30"}.get(act, "2020-10-10 17:30")
    assert story.fresh().r.reply_due_at == at(ends)
    assert recompute(export_lines()).differences == []


def test_R13_two_whistles_make_one_lead(cast: Cast) -> None:
    story = Story(cast).raised()

    def whistle(by: Account, code: str) -> Callable[[], object]:
        given = i.WhistleInput(departments=[code], ask="请处理")
        return lambda: actions.whistle(story.r.pk, given, by=again(by), now=at("2020-09-25 17:00"))

    race([whistle(cast.specialist, "SZJ"), whistle(cast.office, "JSJ"), whistle(cast.chief, "YJJ")])
    leads = Summons.objects.filter(service_request=story.r, part="lead")
    assert leads.count() == 1
    assert story.fresh().r.status == "whistled"


def test_confirm_and_dispute_at_once_have_one_winner(cast: Cast) -> None:
    story = Story(cast).raised().whistled().replied("2020-09-28 10:00")
    now = at("2020-09-28 11:00")

    def confirm() -> object:
        return actions.confirm(story.r.pk, i.TextInput(), by=again(cast.principal), now=now)

    def dispute() -> object:
        return actions.dispute(story.r.pk, i.ReasonInput(text="没好"), by=again(cast.contact), now=now)

    answers = race([confirm, dispute] * 3)
    assert Counter(map(outcome, answers)) == {"done": 1, "wrong_status": 5}


@pytest.mark.parametrize("turn", range(3))
def test_R05_in_the_changing_second_nobody_acts_on_what_is_no_longer_his(cast: Cast, turn: int) -> None:
    story, now = Story(cast).raised(), at("2020-09-25 17:00")
    to = AssignInput(specialist="zhaolei", reason="调岗")

    def transfer() -> object:
        return actions.transfer("E0001", to, by=again(cast.office), now=now)

    def note() -> object:
        given = i.MessageInput(text="已联系", internal=True)
        return actions.message(story.r.pk, given, by=again(cast.specialist), now=now)

    def raise_one() -> object:
        return actions.raise_request(i.RaiseInput(text="停电"), by=again(cast.principal), now=now)

    answers = race([note, transfer, note, raise_one, transfer, note])
    assert Counter(map(outcome, answers))["assigned_already"] == 1
    acted = [one.actor for one in story.entries()]
    assert "chenliqun" not in acted[story.kinds().index("request.handed_over") :]
    newest = ServiceRequest.objects.latest("pk")
    said = happenings("QJ", newest.number)
    holder = next((one.facts["holder"]["code"] for one in reversed(said) if "holder" in one.facts), "")
    assert holder == "zhaolei"  # raised before the change and handed over, or after it


def test_P3_the_same_key_makes_one_request(cast: Cast) -> None:
    def send() -> tuple[str, bool]:
        by, now = again(cast.principal), at("2020-09-25 16:40")

        def run() -> str:
            return actions.raise_request(i.RaiseInput(text="停电"), by=by, now=now).number

        return idempotency.once(by, "key-1", b"body", run, machine_now=now)

    answers = race([send] * 10)
    assert {answer[0] for answer in answers} == {"2020-0001"}
    assert Counter(answer[1] for answer in answers) == {False: 1, True: 9}
    assert ServiceRequest.objects.count() == 1
    with pytest.raises(Refused, match="key_reused"):
        idempotency.once(cast.principal, "key-1", b"other", lambda: "", machine_now=at("2020-09-25 16:41"))


@pytest.mark.parametrize("turn", range(3))
def test_R12_two_who_link_crosswise_make_one_link_and_no_deadlock(cast: Cast, turn: int) -> None:
    first, second = Story(cast).raised("2020-09-25 14:00").r, Story(cast).raised("2020-09-25 14:01").r

    def link(one: ServiceRequest, other: ServiceRequest) -> Callable[[], object]:
        given = i.LinkInput(into=other.number)
        return lambda: actions.link(one.pk, given, by=again(cast.office), now=at("2020-09-25 15:00"))

    answers = race([link(first, second), link(second, first)])
    assert Counter(map(outcome, answers)) == {"done": 1, "leads_others": 1}
    assert ServiceRequest.objects.exclude(lead_request=None).count() == 1


def test_R36_files_opened_at_once_get_each_its_number_and_two_last_steps_end_a_file_once(cast: Cast) -> None:
    given = agency_inputs.AgencyInput.model_validate({
        "enterprise": "E0001", "template": "stall", "target_on": "2020-04-02", "baseline": {"months": 1, "source": "往年"},
    })  # fmt: skip

    def opens(who: Account) -> Callable[[], object]:
        return lambda: actions.open_agency_file(given, by=again(who), now=at("2020-03-02 09:00")).number

    assert sorted(race([opens(cast.specialist), opens(cast.office), opens(cast.chief)])) == [
        "DB2020-0001", "DB2020-0002", "DB2020-0003",
    ]  # fmt: skip
    steps = {"departments": {"licence": "JFJ", "seals": "ZHF", "tax": "YJJ", "insurance": "SZJ"}}
    story = Formalities(cast).opened("2020-03-02 09:00", "start_up", **steps).authorised()
    papers = {step.code: [one.code for one in step.materials.all()] for step in story.file.steps.all()}
    for code in papers:
        story.started(code, "2020-03-02 11:00")
    for code in ("licence", "seals"):
        story.finished(code, "2020-03-02 12:00", *papers[code])

    def ends(code: str) -> Callable[[], object]:
        return lambda: story.finished(code, "2020-03-02 14:00", *papers[code], by=again(cast.specialist))

    answers = race([ends("tax"), ends("insurance"), ends("tax")])
    assert Counter(map(outcome, answers))["done"] == 2
    assert story.fresh().state == "done" and story.kinds().count("finished") == 1
