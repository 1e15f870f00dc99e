"""Posters of firms and gates: made once, revoked for good, never two live ones of one firm."""

import pytest
from django.db import IntegrityError, transaction

from liaison.record import happenings
from liaison.registry import doors
from liaison.registry.inputs import DoorInput
from liaison.registry.models import Door, Enterprise
from liaison.rules.refusals import Refused
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
MADE = at("2020-09-21 09:00")


def refused(call, *given, **named) -> str:
    with pytest.raises(Refused) as no:
        call(*given, **named)
    return no.value.code


def test_the_office_makes_one_for_a_firm_or_a_gate(cast: Cast) -> None:
    door = doors.make_door(DoorInput(enterprise="E0001"), by=cast.office, now=MADE)
    gate = doors.make_door(DoorInput(place="南门"), by=cast.office, now=MADE)
    assert (door.enterprise, door.scans, door.is_live, len(door.code)) == (cast.firm, 0, True, 8)
    assert (gate.enterprise, gate.place) == (None, "南门") and gate.code != door.code
    made, at_gate = happenings("QJ", "E0001")[-1], happenings("QJ", "QJ")[-1]
    assert (made.kind, made.facts) == ("door.made", {"door": door.pk, "gate": False})
    assert (at_gate.facts, at_gate.text) == ({"door": gate.pk, "gate": True}, "南门")
    assert doors.door_at(f" {door.code.lower()} ") == door


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "firm_or_place"), ({"enterprise": "E0001", "place": "南门"}, "firm_or_place"),
        ({"enterprise": "E9999"}, "unknown_enterprise"), ({"enterprise": "E0002"}, "unknown_enterprise"),
        ({"enterprise": "E0003"}, "door_there"),
    ],
)  # fmt: skip
def test_what_is_not_made(cast: Cast, given: dict[str, str], code: str) -> None:
    Enterprise.objects.filter(code="E0002").update(status="left")
    doors.make_door(DoorInput(enterprise="E0003"), by=cast.office, now=MADE)
    assert refused(doors.make_door, DoorInput(**given), by=cast.office, now=MADE) == code
    assert Door.objects.count() == 1


def test_nobody_but_the_office_has_doors_made_or_revoked(cast: Cast) -> None:
    door = doors.make_door(DoorInput(enterprise="E0001"), by=cast.office, now=MADE)
    for who in (cast.specialist, cast.chief, cast.security, cast.leader, cast.principal):
        assert refused(doors.make_door, DoorInput(place="北门"), by=who, now=MADE) == "wrong_role"
        assert refused(doors.make_missing_doors, by=who, now=MADE) == "wrong_role"
        assert refused(doors.revoke_door, door.code, by=who, now=MADE) == "wrong_role"


def test_the_missing_ones_are_made_and_the_others_kept(cast: Cast) -> None:
    kept = doors.make_door(DoorInput(enterprise="E0002"), by=cast.office, now=MADE)
    made = doors.make_missing_doors(by=cast.office, now=MADE)
    assert [one.enterprise.code for one in made if one.enterprise] == ["E0001", "E0003"]
    assert doors.make_missing_doors(by=cast.office, now=MADE) == []
    assert Door.objects.get(enterprise=cast.other_firm) == kept
    assert doors.figures(cast.office) == {"live": 3, "scans": 0, "lacking": 0}


def test_a_revoked_one_is_counted_no_more_and_a_new_one_may_be_made(cast: Cast) -> None:
    door = doors.make_door(DoorInput(enterprise="E0001"), by=cast.office, now=MADE)
    for _ in range(3):
        doors.count_scan(door)
    doors.revoke_door(door.code, by=cast.office, now=at("2020-09-22 09:00"))
    assert refused(doors.revoke_door, door.code, by=cast.office, now=MADE) == "door_closed"
    assert refused(doors.revoke_door, "NOBODY22", by=cast.office, now=MADE) == "unknown_door"
    again = doors.make_door(DoorInput(enterprise="E0001"), by=cast.office, now=MADE)
    assert doors.figures(cast.office) == {"live": 1, "scans": 3, "lacking": 2}
    assert doors.to_print(cast.office) == [again]
    assert doors.live_doors_of([cast.firm, cast.unserved]) == {cast.firm.pk: again}


def test_two_live_ones_of_one_firm_are_no_row(cast: Cast) -> None:
    doors.make_door(DoorInput(enterprise="E0001"), by=cast.office, now=MADE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Door.objects.create(zone=cast.zone, code="X", enterprise=cast.firm, made_by=cast.office, made_at=MADE)
