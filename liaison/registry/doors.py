"""QR doors: posters of firms and gates are made, scanned, revoked; and what a stranger at one may look up (R-11)."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from liaison import record
from liaison.rules.doors import ALPHABET, CODE_LENGTH, FIRMS_SHOWN, enough_of_a_name
from liaison.rules.refusals import Refused

from . import access
from .inputs import DoorInput
from .models import Account, Door, Enterprise, Post, Zone

PAGE = 50
LEGAL_FORMS = ("有限公司", "有限责任公司", "股份有限公司")


# --- acts ---


def make_door(given: DoorInput, *, by: Account, now: datetime) -> Door:
    """A poster for one firm, or for a gate. Raises Refused: wrong_role, firm_or_place, unknown_enterprise, door_there."""
    with record.transaction():
        capacity = access.require(by, Post.OFFICE)
        if bool(given.enterprise) == bool(given.place):
            raise Refused("firm_or_place", fields=("enterprise", "place"))
        firm = _locked_firm(by, given.enterprise) if given.enterprise else None
        if firm and Door.objects.filter(enterprise=firm, revoked_at=None).exists():
            raise Refused("door_there", field="enterprise")
        return _made(firm, given.place, by, capacity, now)


def make_missing_doors(*, by: Account, now: datetime) -> list[Door]:
    """One for every firm of the zone that has none; those that have one keep it. Raises Refused: wrong_role."""
    with record.transaction():
        capacity = access.require(by, Post.OFFICE)
        lacking = _without_door(by).select_for_update(no_key=True).order_by("code")
        return [_made(firm, "", by, capacity, now) for firm in lacking]


def revoke_door(code: str, *, by: Account, now: datetime) -> Door:
    """The poster leads to the search page from now on. Raises Refused: wrong_role, unknown_door, door_closed (revoked before)."""
    with record.transaction():
        capacity = access.require(by, Post.OFFICE)
        door = Door.objects.select_for_update(no_key=True).filter(zone=by.zone_id, code=code).first()
        if door is None:
            raise Refused("unknown_door")
        if door.revoked_at:
            raise Refused("door_closed")
        door.revoked_at = now
        door.save(update_fields=["revoked_at"])
        _enter("door.revoked", door, by, capacity, now)
        return door


def count_scan(door: Door) -> None:
    """Somebody has opened the door. A counter, no fact of anybody's: nothing goes into the record."""
    Door.objects.filter(pk=door.pk).update(scans=F("scans") + 1)


def _locked_firm(by: Account, code: str) -> Enterprise:
    found = Enterprise.objects.select_for_update(no_key=True).filter(zone=by.zone_id, code=code).first()
    if found is None or found.status == Enterprise.Status.LEFT:
        raise Refused("unknown_enterprise", field="enterprise", given=code[:20])
    return found


def _made(firm: Enterprise | None, place: str, by: Account, capacity: str, now: datetime) -> Door:
    door = Door(zone=by.zone, enterprise=firm, place=place, code=_fresh_code(), made_by=by, made_at=now)
    door.save()
    _enter("door.made", door, by, capacity, now)
    return door


def _fresh_code() -> str:
    """Drawn, not counted: whoever holds one poster cannot walk on to the next firm's."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        if not Door.objects.filter(code=code).exists():
            return code


def _enter(kind: str, door: Door, by: Account, capacity: str, now: datetime) -> None:
    """The record names a door by its key: its code is drawn by chance, and the demo's record is the same each time."""
    record.append(
        kind, zone=by.zone.code, subject=door.enterprise.code if door.enterprise else by.zone.code, actor=by.login,
        capacity=capacity, at=now, facts={"door": door.pk, "gate": door.enterprise_id is None},
        content=record.content(door.place) if door.place and kind == "door.made" else None,
    )  # fmt: skip


# --- reads ---


def _without_door(by: Account) -> QuerySet[Enterprise]:
    live = Door.objects.filter(enterprise=OuterRef("pk"), revoked_at=None)
    return Enterprise.objects.filter(~Exists(live), zone=by.zone_id).exclude(status=Enterprise.Status.LEFT)


def doors(
    actor: Account, *, words: str = "", after: int | None = None, limit: int = PAGE
) -> tuple[list[Door], int | None]:
    """A page of doors, newest first, with the key to go on from; one statement."""
    found = Door.objects.filter(zone=actor.zone_id).select_related("enterprise")
    for word in words.split()[:5]:
        firm = Q(enterprise__name_zh__icontains=word) | Q(enterprise__name_en__icontains=word)
        initials = Q(enterprise__initials__istartswith=word) | Q(enterprise__code__iexact=word)
        found = found.filter(firm | initials | Q(place__icontains=word) | Q(code__iexact=word))
    if after is not None:
        found = found.filter(pk__lt=after)
    read = list(found.order_by("-pk")[: limit + 1])
    return read[:limit], read[limit - 1].pk if len(read) > limit else None


def figures(actor: Account) -> dict[str, int]:
    """Live doors, scans of all, firms without a door; two statements."""
    counted = Door.objects.filter(zone=actor.zone_id).aggregate(
        live=Count("pk", filter=_live()), scans=Sum("scans", default=0)
    )
    return {**counted, "lacking": _without_door(actor).count()}


def to_print(actor: Account, codes: Iterable[str] = ()) -> list[Door]:
    """Live doors, or those named, gates first; one statement."""
    found = Door.objects.filter(_live(), zone=actor.zone_id).select_related("enterprise", "zone")
    wanted = list(codes)
    if wanted:
        found = found.filter(code__in=wanted)
    return list(found.order_by(F("enterprise__code").asc(nulls_first=True), "pk"))


def _live() -> Q:
    gone = Q(enterprise__status=Enterprise.Status.LEFT)
    return Q(revoked_at=None) & (Q(enterprise=None) | ~gone)


def door_at(code: str) -> Door | None:
    """The door of a code, live or not, however it was typed."""
    return Door.objects.select_related("zone", "enterprise", "made_by__zone").filter(code=code.strip().upper()).first()


def first_zone() -> Zone | None:
    """Where a code that nobody knows is taken to belong: the installation's zone."""
    return Zone.objects.order_by("pk").first()


def firms_named(zone_id: int, words: str) -> list[Enterprise]:
    """The firms a stranger may mean: one when the name is exact, else at most five that hold it; names are all he is shown.

    More than five show none, so that nobody leafs through the register by 有限公司.
    Raises Refused: firm_name_short, firm_not_found, firm_many.
    """
    words = " ".join(words.split())
    if not enough_of_a_name(words):
        raise Refused("firm_name_short", field="firm")
    here = Enterprise.objects.filter(zone=zone_id).exclude(status=Enterprise.Status.LEFT)
    whole = here.filter(Q(name_zh__in=[words, *(words + form for form in LEGAL_FORMS)]) | Q(name_en__iexact=words))
    found = list(whole.order_by("pk")[:FIRMS_SHOWN]) or list(
        here.filter(Q(name_zh__contains=words) | Q(name_en__icontains=words)).order_by("pk")[: FIRMS_SHOWN + 1]
    )
    if not found:
        raise Refused("firm_not_found", field="firm")
    if len(found) > FIRMS_SHOWN:
        raise Refused("firm_many", field="firm")
    return found


def live_doors_of(firms: Iterable[Enterprise]) -> dict[int, Door]:
    """The live door of each firm that has one; one statement."""
    found = Door.objects.filter(enterprise__in=[firm.pk for firm in firms], revoked_at=None)
    return {door.enterprise_id: door for door in found if door.enterprise_id}
