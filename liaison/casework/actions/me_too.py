"""我也是 (N6): a firm in a session says that an item is its trouble too; everybody reads how many, nobody but the host which."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account
from liaison.rules.refusals import Refused

from .. import gripes
from ..inputs import Nothing
from ..models import Gripe, GripeSession, MeToo


def me_too(pk: int, given: Nothing, *, by: Account, now: datetime) -> Gripe:
    """我也是: once for each firm, whoever of it says so, however often. Raises Refused: wrong_role, own_item, session_closed; Http404."""
    with record.transaction():
        gripe, firm = _open_item(pk, by), by.enterprise_id
        if firm is None or gripe.enterprise_id == firm:
            raise Refused("own_item")
        if not _said(gripe, by).exists():
            MeToo.objects.create(gripe=gripe, enterprise_id=firm, by=by, at=now)
            _enter("gripe.me_too", gripe, by, now)
        return gripe


def not_me_too(pk: int, given: Nothing, *, by: Account, now: datetime) -> Gripe:
    """收回: it is not counted any more. Raises Refused: wrong_role, session_closed; Http404."""
    with record.transaction():
        gripe = _open_item(pk, by)
        if _said(gripe, by).delete()[0]:
            _enter("gripe.me_too_back", gripe, by, now)
        return gripe


def _open_item(pk: int, by: Account) -> Gripe:
    """Its session is locked, so that it cannot be closed meanwhile and a firm is counted once."""
    home = Gripe.objects.filter(pk=pk, session__in=gripes.visible(by)).values_list("session", flat=True).first()
    if home is None:
        raise Http404
    if not registry.acts_for_enterprise(by):
        raise Refused("wrong_role")
    session = GripeSession.objects.select_for_update(no_key=True, of=("self",)).get(pk=home)
    if session.state == GripeSession.CLOSED:
        raise Refused("session_closed")
    return Gripe.objects.select_related("session__zone", "service_request").get(pk=pk)


def _said(gripe: Gripe, by: Account) -> QuerySet[MeToo]:
    """Also where the item stood on an earlier list (R-35)."""
    same = Gripe.objects.filter(service_request=gripe.service_request_id)
    return MeToo.objects.filter(gripe__in=same, enterprise=by.enterprise_id)


def _enter(kind: str, gripe: Gripe, by: Account, now: datetime, **facts: Any) -> None:
    """Under the session, not under the request: whose trouble it is too is not for everybody who reads that."""
    gripes.touch(gripe.service_request)
    record.append(
        kind, zone=gripe.session.zone.code, subject=f"session-{gripe.session_id}", actor=by.login, capacity="enterprise", at=now,
        facts={"request": gripe.service_request.number, **facts},
    )  # fmt: skip
