"""典型案例: written by specialist or office, told only with the word of the firm's principal, gone when he takes it back (R-55)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.http import Http404

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Enterprise, Post
from liaison.rules.refusals import Refused

from .. import cases
from ..acting import Act, acting_beside
from ..common_inputs import CaseInput, ConsentInput
from ..inputs import Nothing
from ..models import TypicalCase


def write_case(pk: int, given: CaseInput, *, by: Account, now: datetime) -> TypicalCase:
    """写案例: of a request that is closed and solved, by its firm's specialist or the office; written anew it has to be asked for anew.

    Raises Refused: wrong_role, not_for_case, case_over (the firm has said its word).
    """
    with acting_beside(pk, by=by, now=now) as act:
        act.capacity = _writer(act)
        if not cases.fit(act.request):
            raise Refused("not_for_case")
        case = TypicalCase.objects.select_for_update(of=("self",)).filter(service_request=act.request).first()
        if case and case.state not in cases.GOING_ON:
            raise Refused("case_over")
        case = case or TypicalCase(zone_id=by.zone_id, service_request=act.request, enterprise=act.request.enterprise)
        case.title, case.text = record.content(given.title), record.content(given.text)
        case.state, case.asked_at, case.written_by, case.written_at = cases.DRAFT, None, by, now
        case.save()
        act.enter("case.written", content=case.text, case=case.pk)
        return case


def ask_case(pk: int, given: Nothing, *, by: Account, now: datetime) -> TypicalCase:
    """征求同意: the firm's principal reads the very text. Raises Refused: wrong_role, case_moved_on, nobody_to_ask."""
    with _acting_on(pk, by=by, now=now) as (act, case):
        act.capacity = _writer(act)
        if case.state != cases.DRAFT:
            raise Refused("case_moved_on")
        principals = _principals(case)
        if not principals:
            raise Refused("nobody_to_ask")
        case.state, case.asked_at = cases.ASKED, now
        act.enter("case.asked", case=case.pk)
        act.tell("case_asked", principals, case=case.pk)
    return case


def consent_case(pk: int, given: ConsentInput, *, by: Account, now: datetime) -> TypicalCase:
    """企业答复: with its name, without, or not at all. Without: the text itself must not name it.

    Raises Refused: principal_needed, wrong_role, case_moved_on, case_names_firm.
    """
    with _acting_on(pk, by=by, now=now) as (act, case):
        act.capacity = _principal(act, by)
        if case.state != cases.ASKED:
            raise Refused("case_moved_on")
        case.answered_by, case.answered_at = by, now
        told = [case.written_by, *act.holder()]
        if given.answer == "no":
            case.state = cases.REFUSED
            act.enter("case.refused", case=case.pk)
            act.tell("case_refused", told, case=case.pk)
            return case
        case.with_name = given.answer == "with_name"
        if not case.with_name and _names_firm(case):
            raise Refused("case_names_firm", field="answer")
        case.state, case.published_at = cases.PUBLISHED, now
        act.enter("case.published", case=case.pk, with_name=case.with_name)
        act.tell("case_published", told, case=case.pk)
    return case


def withdraw_case(pk: int, given: Nothing, *, by: Account, now: datetime) -> TypicalCase:
    """撤回: by the firm's principal at any time, or by who may write it; nobody reads it any more.

    Raises Refused: principal_needed, wrong_role, case_moved_on.
    """
    with _acting_on(pk, by=by, now=now) as (act, case):
        act.capacity = _principal(act, by) if "enterprise" in act.held else _writer(act)
        if case.state in (cases.REFUSED, cases.WITHDRAWN):
            raise Refused("case_moved_on")
        case.state, case.withdrawn_at = cases.WITHDRAWN, now
        act.enter("case.withdrawn", case=case.pk)
        principals = _principals(case) if case.asked_at else []
        act.tell("case_withdrawn", [case.written_by, *act.holder(), *principals], case=case.pk)
    return case


@contextmanager
def _acting_on(pk: int, *, by: Account, now: datetime) -> Iterator[tuple[Act, TypicalCase]]:
    """Who may not read it does not find it; who reads it only because it is published may do nothing with it."""
    home = cases.one(by, pk)
    if getattr(home, "evidence", None) is None:
        raise Refused("wrong_role")
    with acting_beside(home.service_request_id, by=by, now=now) as act:
        rows = TypicalCase.objects.select_for_update(of=("self",))
        case = rows.select_related("title", "text", "enterprise", "written_by").filter(pk=pk).first()
        if case is None:
            raise Http404
        yield act, case
        case.save()


def _writer(act: Act) -> str:
    for capacity in cases.WRITERS:
        if capacity in act.held:
            return str(capacity)
    raise Refused("wrong_role")


def _principal(act: Act, by: Account) -> str:
    if "enterprise" not in act.held:
        raise Refused("wrong_role")
    if Post.PRINCIPAL not in registry.posts(by):
        raise Refused("principal_needed")
    return "enterprise"


def _principals(case: TypicalCase) -> list[Account]:
    return [one for one in registry.contacts_of(case.enterprise_id) if Post.PRINCIPAL in registry.posts(one)]


def _names_firm(case: TypicalCase) -> bool:
    """Whether its words hold the firm's name in either language, with or without the legal form."""
    words = f"{case.title.text if case.title else ''} {case.text.text if case.text else ''}".lower()
    names = (
        Enterprise(name_zh=one, name_en=one).short_name for one in (case.enterprise.name_zh, case.enterprise.name_en)
    )
    return any(name and name.lower() in words for name in names)
