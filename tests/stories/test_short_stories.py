"""SC-03, SC-04 and the late whistle: a morning, a night, and a week in which the fault lies with the specialist."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from liaison import clock
from liaison.casework.models import ServiceRequest
from liaison.notices.models import Notice
from liaison.record import happenings
from liaison.registry.actions import issue_token
from tests.cast import Cast, at
from tests.stories.person import Person

pytestmark = pytest.mark.django_db
Persons = Callable[..., Person]
NowIs = Callable[[str], object]


def test_SC03_a_recruitment_stand_within_the_morning(cast: Cast, person: Persons, now_is: NowIs) -> None:
    """Solved by the specialist himself: no whistle, 75 minutes, and the department learns nothing of it."""
    now_is("2021-02-18 10:06")
    specialist = person(cast.specialist).open("/phone-log").fill_and_press("Save", {
        "What it is about": "招工点被要求撤走，明天就是招聘会", "At another time": "2021-02-18T10:05",
        "Very urgent, somebody has to come today": True,
    })  # fmt: skip
    number = specialist.number()
    r = ServiceRequest.objects.get(number=number)
    assert r.reply_due_at == at("2021-02-22 17:30")  # the Saturday is worked

    now_is("2021-02-18 10:20")
    specialist.fill_and_press("Keep the note", {"Note": "城管说是占道，先核对备案"})
    specialist.fill_and_press("Send the message", {"Message": "请备好登记表、场地同意书和时间安排"})
    firm = person(cast.contact).open(f"/requests/{number}").sees("请备好登记表、场地同意书和时间安排")
    firm.does_not_see("城管说是占道")

    now_is("2021-02-18 11:20")
    specialist.follow("Reply").fill_and_press(
        "Send the reply",
        {"Result": "Resolved", "What the enterprise reads": "按摆摊备案办法登记，招工点保留到二十时。"},
    )
    r.refresh_from_db()
    assert (r.status, r.outcome) == ("answered", "resolved")
    assert r.replied_at - r.occurred_at == timedelta(minutes=75)
    assert not r.summonses.exists()
    assert "request.whistled" not in [entry.kind for entry in happenings("QJ", number)]
    person(cast.clerk).open(f"/requests/{number}", 404)


def test_SC03_a_called_department_sees_neither_the_callers_phone_nor_internal_notes(
    cast: Cast, person: Persons, now_is: NowIs, worker: Callable[[], None]
) -> None:
    caller = "13900001111"
    type(cast.principal).objects.filter(enterprise=cast.firm).update(phone=caller)
    now_is("2021-02-18 10:06")
    specialist = (
        person(cast.specialist).open("/phone-log").fill_and_press("Save", {"What it is about": "招工点被要求撤走"})
    )
    specialist.fill_and_press("Keep the note", {"Note": "城管说是占道"})
    specialist.fill_and_press("Send the message", {"Message": "请备好登记表"})
    specialist.sees("城管说是占道")
    assert caller in specialist.html
    _whistle(specialist, cast)
    worker()
    number = specialist.number()
    clerk = person(cast.clerk)
    for page in ("/", f"/requests/{number}", f"/requests?q={number}", "/inbox"):
        clerk.open(page).does_not_see(caller, "139 0000 1111", "城管说是占道", "请备好登记表")


def test_SC04_a_green_belt_at_one_in_the_night(
    cast: Cast, person: Persons, now_is: NowIs, worker: Callable[[], None]
) -> None:
    """The lamp follows the hour of the ceremony, no notice waits for the morning, both people stand in the record."""
    now_is("2020-10-15 18:40")
    specialist = person(cast.specialist).open("/phone-log").fill_and_press("Save", {
        "What it is about": "明早九点开工仪式，门口绿化带挡着车", "Needed by": "2020-10-16T09:00",
        "Very urgent, somebody has to come today": True,
    })  # fmt: skip
    number = specialist.number()
    r = ServiceRequest.objects.get(number=number)
    assert (r.need_by, r.lamp_due_at) == (at("2020-10-16 09:00"), at("2020-10-16 09:00"))
    assert r.reply_due_at == at("2020-10-20 17:30")

    now_is("2020-10-15 18:44")
    _whistle(specialist, cast)
    worker()
    told = Notice.objects.filter(recipient=cast.clerk, kind="summoned").get()
    assert (told.state, told.sent_at) == (Notice.SENT, at("2020-10-15 18:44"))
    now_is("2020-10-15 18:50")
    clerk = person(cast.clerk).open("/").fill_and_press("Report in")
    now_is("2020-10-16 01:00")
    clerk.open(f"/requests/{number}").fill_and_press(
        "Send the reply", {"Result": "Resolved", "Reply to the enterprise": "绿化带已移开，车能进。"}
    )
    worker()
    r.refresh_from_db()
    assert r.replied_at - r.occurred_at == timedelta(hours=6, minutes=20)
    assert {entry.at.date().isoformat() for entry in happenings("QJ", number)} >= {"2020-10-15"}
    assert {entry.actor for entry in happenings("QJ", number)} == {"chenliqun", "luochuan"}
    assert r.status == "answered"
    firm = person(cast.principal).open(f"/requests/{number}").sees("绿化带已移开，车能进。", "罗川", "陈立群")
    assert firm.offers("Yes, solved")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_late_whistle_is_the_specialists_and_not_the_departments(
    cast: Cast, person: Persons, now_is: NowIs, worker: Callable[[], None], language: str
) -> None:
    """Received on Tuesday before 15:30, whistled on Thursday: the firm waits too long, the department answers in time."""
    now_is("2020-09-08 09:00")
    firm = person(cast.principal, language).open("/").follow("Raise a request")
    firm.fill_and_press("Send the request", {"What is the difficulty?": "厂门口路面塌了"})
    number = firm.number()
    now_is("2020-09-08 10:00")
    specialist = (
        person(cast.specialist, language).open("/").follow_text("Jiangling" if language == "en" else "江岭精铸")
    )
    specialist.fill_and_press("Contacted, take it")
    now_is("2020-09-10 16:00")
    _whistle(specialist, cast)
    clerk = person(cast.clerk, language)
    now_is("2020-09-10 16:30")
    clerk.open("/").fill_and_press("Report in")
    now_is("2020-09-14 15:00")
    worker()
    firm.open(f"/requests/{number}")
    clerk.open(f"/requests/{number}").fill_and_press(
        "Send the reply", {"Result": "Resolved", "Reply to the enterprise": "路面已补好。"}
    )
    proof = _proof(cast, number)
    assert (proof["due_at"], proof["verdict"]) == ("2020-09-11T17:30:00+08:00", "late")
    assert proof["overrun_parts"] == [
        {"kind": "specialist", "code": "chenliqun", "minutes": proof["overrun_minutes"]},
    ]
    assert proof["overrun_minutes"] == (2 * 24 + 21) * 60 + 30  # Friday 17:30 to Monday 15:00
    assert proof["summonses"][0]["verdict"] == "on_time"


def _whistle(specialist: Person, cast: Cast) -> None:
    name = cast.d.SZJ.name_en if specialist.language == "en" else cast.d.SZJ.name_zh
    specialist.follow("Whistle").fill_and_press(
        "Send", {"Lead department": name, "What the departments are to do": "请马上去看"}
    )


def _proof(cast: Cast, number: str) -> dict:
    headers = {"Authorization": f"Bearer {issue_token(cast.principal, now=clock.now())}"}
    answer = Client().get(f"/api/v1/requests/{number}/clock", headers=headers)
    assert answer.status_code == 200
    return answer.json()
