"""Through a QR door without an account: unverified, one at a time for a number, called back before anybody is whistled."""

from collections import Counter

import pytest

from liaison.casework import actions
from liaison.casework import inputs as i
from liaison.casework.models import ServiceRequest
from liaison.record.models import Entry
from liaison.registry import doors
from liaison.registry.inputs import DoorInput
from liaison.registry.models import Door, Enterprise
from liaison.rules.refusals import Refused
from tests.casework.steps import Story
from tests.cast import Cast, assemble, at
from tests.racing import race

NEED, NAME, PHONE = "三号门电动门坏了，货车进不来", "门卫老李", "138 0000 1234"
RAISED, RUNG_BACK = "2020-09-25 16:40", "2020-09-25 17:00"


def door_of(cast: Cast, firm: str = "E0001") -> Door:
    return doors.make_door(DoorInput(enterprise=firm), by=cast.office, now=at("2020-09-21 09:00"))


def gate_of(cast: Cast) -> Door:
    return doors.make_door(DoorInput(place="南门"), by=cast.office, now=at("2020-09-21 09:00"))


def scanned(door: Door, when: str = RAISED, **given: object) -> ServiceRequest:
    said = i.VisitorInput(**{"text": NEED, "name": NAME, "phone": PHONE, **given})
    return actions.raise_at_door(door.code, said, now=at(when))


def refused(call, *given, **named) -> Refused:
    with pytest.raises(Refused) as no:
        call(*given, **named)
    return no.value


@pytest.mark.django_db
def test_R11_a_scan_makes_the_same_object_with_its_clock_and_no_account(cast: Cast) -> None:
    door = door_of(cast)
    r = scanned(door, category="roads", urgent=True)
    assert (r.number, r.channel, r.status, r.verified, r.raised_by, r.enterprise) == (
        "2020-0001", "qr", "raised", False, None, cast.firm,
    )  # fmt: skip
    assert (r.occurred_at, r.reply_due_at) == (at(RAISED), at("2020-09-29 17:30"))
    assert r.door == door and r.caller is not None
    assert (r.caller.text, r.caller.parts) == (NAME, {"phone": PHONE})
    entry = Entry.objects.filter(subject=r.number).earliest("seq")
    assert (entry.kind, entry.actor, entry.capacity) == ("request.raised", "", "visitor")
    for secret in (NAME, "1380000", NEED, r.caller_digest):
        assert secret not in entry.body
    assert "1380000" not in r.caller_digest and len(r.caller_digest) == 64
    story = Story(cast)
    story.r = r
    assert story.told("to_verify") == {"chenliqun", "tangyi"}  # urgent: the chief too
    assert not story.told("receipt"), "a stranger does not ring at the firm's contacts"


@pytest.mark.django_db
def test_no_whistle_until_a_call_has_verified_it(cast: Cast) -> None:
    story = Story(cast)
    story.r = scanned(door_of(cast))
    whistle = i.WhistleInput(departments=["SZJ"], ask="请修门")
    assert refused(actions.whistle, story.r.pk, whistle, by=cast.specialist, now=at(RUNG_BACK)).code == "unverified"
    assert refused(actions.take, story.r.pk, i.TextInput(), by=cast.specialist, now=at(RUNG_BACK)).code == "unverified"
    assert refused(actions.verify, story.r.pk, i.TextInput(), by=cast.principal, now=at(RUNG_BACK)).code == "wrong_role"
    story.did("verify", i.TextInput(text="和门卫老李通了电话"), RUNG_BACK, by=cast.specialist)
    assert story.r.verified and story.r.status == "raised"
    assert story.kinds() == ["request.raised", "request.verified", "request.note"]
    assert story.told("verified") == {"zhoumin", "liuqi"}
    no = refused(actions.verify, story.r.pk, i.TextInput(), by=cast.office, now=at(RUNG_BACK))
    assert (no.code, no.status) == ("verified_before", 409)
    story.whistled("2020-09-25 17:05")
    assert story.r.status == "whistled" and story.r.reply_due_at == at("2020-09-29 17:30")


@pytest.mark.django_db
def test_a_false_one_ends_and_may_be_contested_by_the_firm(cast: Cast) -> None:
    story = Story(cast)
    story.r = scanned(door_of(cast))
    scope = i.DeclineScopeInput(reason="电话无人知晓此事", where="如有需要请打专员电话")
    story.did("decline_scope", scope, RUNG_BACK, by=cast.specialist)
    assert story.r.status == "out_of_scope"
    story.did("dispute", i.ReasonInput(text="是我们提的"), "2020-09-27 09:00", by=cast.principal)
    assert (story.r.status, story.r.verified) == ("in_hand", False)
    answer = i.OutcomeInput(outcome="resolved", text="修好了")
    assert (
        refused(actions.answer, story.r.pk, answer, by=cast.specialist, now=at("2020-09-27 09:10")).code == "unverified"
    )
    story.did("verify", i.TextInput(), "2020-09-27 09:20", by=cast.office)
    story.did("answer", answer, "2020-09-27 09:30", by=cast.specialist)


@pytest.mark.django_db
def test_one_waits_for_each_door_and_number_however_it_is_written(cast: Cast) -> None:
    door, gate = door_of(cast), gate_of(cast)
    first = scanned(door)
    for phone in ("13800001234", "+86 138-0000-1234", "１３８００００１２３４"):
        no = refused(scanned, door, phone=phone, text="另一件事")
        assert (no.code, no.status, no.params["number"]) == ("pending_at_door", 409, first.number)
    scanned(door, phone="023-8888 0012")  # somebody else at the same door
    scanned(gate, firm="江岭精铸")  # the same number at another door
    assert ServiceRequest.objects.count() == 3
    actions.verify(first.pk, i.TextInput(), by=cast.specialist, now=at(RUNG_BACK))
    assert scanned(door, RUNG_BACK, text="另一件事").number == "2020-0004"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("江岭精铸有限公司", None), ("江岭精铸", None), ("江岭", None), ("Jiangling", None), ("", "firm_name_short"),
        ("江", "firm_name_short"), ("不在这里", "firm_not_found"), ("迁走", "firm_not_found"), ("有限公司", "firm_many"),
        ("双江", "firm_unclear"), ("双江机械", None),
    ],
)  # fmt: skip
def test_at_a_gate_the_firm_is_named_and_must_be_found(cast: Cast, typed: str, code: str | None) -> None:
    Enterprise.objects.bulk_create(
        Enterprise(zone=cast.zone, code=f"E{n:04}", name_zh=name, status="left" if "迁走" in name else "operating")
        for n, name in enumerate(
            ("双江机械有限公司", "双江机械配件有限公司", "迁走电子有限公司", "某某有限公司"), start=4
        )
    )
    gate = gate_of(cast)
    if code is None:
        assert typed[:2] in scanned(gate, firm=typed).enterprise.name_zh + "Jiangling"
    else:
        no = refused(scanned, gate, firm=typed)
        assert (no.code, no.status, no.field) == (code, 422, "firm")
        assert not ServiceRequest.objects.exists()


@pytest.mark.django_db
def test_a_revoked_door_and_one_of_a_firm_that_left_are_closed(cast: Cast) -> None:
    door, other = door_of(cast), door_of(cast, "E0002")
    doors.revoke_door(door.code, by=cast.office, now=at(RAISED))
    Enterprise.objects.filter(pk=cast.other_firm.pk).update(status="left")
    for one in (door, other):
        assert refused(scanned, one).code == "door_closed"
    with pytest.raises(Refused, match="door_closed"):
        actions.raise_at_door("NOBODY22", i.VisitorInput(text="x", name="y", phone="13800001234"), now=at(RAISED))


@pytest.mark.django_db
def test_a_firm_without_a_specialist_is_rung_back_by_the_chief(cast: Cast) -> None:
    story = Story(cast)
    story.r = scanned(door_of(cast, "E0003"))
    assert story.told("to_verify") == {"tangyi"}
    story.did("verify", i.TextInput(), RUNG_BACK, by=cast.chief)
    assert story.told("verified") == set()  # nobody of the firm has an account


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_make_one_request(transactional_db: None) -> None:
    code = door_of(assemble()).code
    said = i.VisitorInput(text=NEED, name=NAME, phone=PHONE)
    answers = race([lambda: actions.raise_at_door(code, said, now=at(RAISED))] * 8)
    outcome = Counter(one.code if isinstance(one, Refused) else "done" for one in answers)
    assert outcome == {"done": 1, "pending_at_door": 7}, answers
