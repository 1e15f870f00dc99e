"""外部协调: what somebody outside the zone has to do; an inside liaison talks, and tells the firm how it stands (R-23).

The one outside owes nothing here: only the liaison's news to the firm have a date, in the cycle of R-19. No clock of the request
stops or moves.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.db.models import Q

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Post, Zone
from liaison.registry.policy import Policy
from liaison.rules import deadlines
from liaison.rules.lifecycle import OPEN, Status
from liaison.rules.outside import CLERK, OFFICE, Keeper, keeps
from liaison.rules.refusals import Refused

from .. import outside
from ..acting import Act, acting, acting_beside, acting_by_clock, iso, save
from ..files import SafeFile
from ..inputs import (
    ContactInput,
    EndOutsideInput,
    LiaisonInput,
    OutsideInput,
    PartyInput,
    ProgressInput,
    ReasonInput,
)
from ..models import Attachment, OutsideContact, OutsideMatter, OutsideParty, ProgressNote, ServiceRequest
from . import attaching
from .handling import lead_only, next_news

CAPACITY = {CLERK: "department", OFFICE: "office"}


def open_outside(pk: int, given: OutsideInput, *, by: Account, now: datetime) -> ServiceRequest:
    """外部协调: what is wanted of whom outside the zone, and who of us answers for it to the firm.

    By specialist, office or the lead department. The firm hears first at the end of the cycle, or on a day before. Raises
    Refused: wrong_role, wrong_status, unverified, outside_already, unknown_liaison, party_needed, not_external, party_there,
    unknown_department, date_passed, progress_too_far.
    """
    with acting(pk, "outside", by=by, now=now) as act:
        lead_only(act)
        r = act.request
        if OutsideMatter.objects.filter(service_request=r, ended_at=None).exists():
            raise Refused("outside_already")
        matter = OutsideMatter(
            zone=r.zone, service_request=r, liaison=_liaison(act, given.liaison), opened_by=by, opened_at=now
        )
        matter.next_progress_at = _first_news(act, given.next_progress_on)
        matter.what = record.content(given.what)
        matter.save()
        act.enter("outside.opened", content=matter.what, **matter.facts, next_on=_day(matter))
        told = [*act.contacts(), *act.holder(), *act.lead_people(), *_keepers(act, matter)]
        act.tell("outside_opened", told, until=iso(matter.next_progress_at))
        for party in given.parties:
            _add(act, matter, party)
        return r


def _first_news(act: Act, day: date | None) -> datetime | None:
    return next_news(act, day, in_cycle=True) if day else act.policy.due("progress", act.now)


def _liaison(act: Act, login: str | None) -> Account | None:
    """A clerk of a department of the zone; None: whoever serves the firm, also when he is named by his login."""
    if login is None or (act.specialist and act.specialist.login == login):
        return None
    found = outside.clerks(act.request.zone_id).filter(login=login).first()
    if found is None:
        raise Refused("unknown_liaison", field="liaison")
    return found


def add_party(pk: int, given: PartyInput, *, by: Account, now: datetime) -> ServiceRequest:
    """One more whom the liaison talks to. Raises Refused: wrong_role, no_outside_matter, party_needed, not_external, party_there,
    unknown_department."""
    with _keeping(pk, by, now) as (act, matter):
        _add(act, matter, given)
        return act.request


def _add(act: Act, matter: OutsideMatter, given: PartyInput) -> None:
    if bool(given.department) == bool(given.name):
        raise Refused("party_needed", field="parties")
    agency = registry.department(act.request.zone_id, given.department, field="parties") if given.department else None
    if agency and not agency.external:  # one of ours is whistled
        raise Refused("not_external", field="parties", department=agency.name)
    parties = OutsideParty.objects.filter(matter=matter)
    if parties.filter(department=agency).exists() if agency else parties.filter(named__text=given.name).exists():
        raise Refused("party_there", field="parties")
    named = record.content(given.name) if given.name else None
    row = OutsideParty.objects.create(matter=matter, department=agency, named=named, added_at=act.now)
    if agency:
        act.enter("outside.agency_added", **matter.facts, party=row.pk, department=agency.code)
    else:  # a supplier's name is no department's business
        act.enter("outside.party_added", content=named, **matter.facts, party=row.pk, department=None)


def log_contact(
    pk: int, given: ContactInput, *, by: Account, now: datetime, files: Sequence[SafeFile] = ()
) -> ServiceRequest:  # fmt: skip
    """记录联络: a call, a meeting, a letter, a quote or an answer, with its papers; for the firm, the office and the liaison.

    Raises Refused: wrong_role, no_outside_matter, which_party, in_the_future, validity_needed, date_passed, too_many_kept.
    """
    with _keeping(pk, by, now) as (act, matter):
        at = given.at or now
        if at > now:
            raise Refused("in_the_future", field="at")
        quote = given.kind == OutsideContact.QUOTE
        if quote and given.valid_until is None:
            raise Refused("validity_needed", field="valid_until")
        if quote and given.valid_until and given.valid_until < deadlines.day_of(at):
            raise Refused("date_passed", field="valid_until")
        party = _party(matter, given.party)
        # The name of a supplier is a text like any other: it goes with the words, not with the facts.
        words = record.content(given.text, **({} if party.department else {"party": party.name}))
        contact = OutsideContact.objects.create(
            party=party, kind=given.kind, at=at, logged_by=by, logged_at=now, text=words,
            valid_until=given.valid_until if quote else None,
        )  # fmt: skip
        act.enter(
            "outside.contacted", content=words, **matter.facts, contact=given.kind, on=deadlines.day_of(at).isoformat(),
            department=party.department.code if party.department else None, key=contact.pk,
            valid_until=given.valid_until.isoformat() if quote and given.valid_until else None,
        )  # fmt: skip
        attaching.add(act, files, outside=matter)
        return act.request


def _party(matter: OutsideMatter, pk: int | None) -> OutsideParty:
    rows = list(OutsideParty.objects.filter(matter=matter).select_related("department", "named").order_by("pk"))
    found = [row for row in rows if row.pk == pk] if pk else rows
    if len(found) != 1:
        raise Refused("which_party", field="party")
    return found[0]


def outside_progress(pk: int, given: ProgressInput, *, by: Account, now: datetime) -> ServiceRequest:
    """进度反馈: how it stands outside, and when the firm hears again, at least once in each cycle (R-19).

    Raises Refused: wrong_role, no_outside_matter, date_passed, progress_too_far.
    """
    with _keeping(pk, by, now) as (act, matter):
        r, due = act.request, matter.next_progress_at
        matter.next_progress_at, matter.missed_at = next_news(act, given.next_progress_on, in_cycle=True), None
        ProgressNote.objects.create(
            zone_id=r.zone_id, service_request=r, leg=r.leg, at=now, by=by, next_on=given.next_progress_on, due_at=due
        )
        late = due is not None and deadlines.is_late(now, due)
        act.enter(
            "outside.progress", content=record.content(given.text), **matter.facts, next_on=_day(matter), late=late
        )
        act.tell("progress", [*act.contacts(), *act.holder()], next_on=_day(matter))
        return r


def hand_over_outside(pk: int, given: ReasonInput, *, by: Account, now: datetime) -> ServiceRequest:
    """回避: the liaison's own interest is in it, so the office holds it until it has named another; the reason is for the office.

    Raises Refused: wrong_role (of whoever is not the liaison, and of the office, which holds it), no_outside_matter.
    """
    with _keeping(pk, by, now) as (act, matter):
        if act.capacity == OFFICE:
            raise Refused("wrong_role")
        matter.conflict_at = now
        act.enter("outside.handed_over", content=record.content(given.text), **matter.facts)
        act.tell("outside_handed_over", registry.holders_of(Post.OFFICE, act.request.zone_id))
        return act.request


def name_liaison(pk: int, given: LiaisonInput, *, by: Account, now: datetime) -> ServiceRequest:
    """指定联络人: by the office, after a conflict of interest or when somebody leaves. Raises Refused: wrong_role,
    no_outside_matter, unknown_liaison, liaison_stays (it is he already, or he has stepped back)."""
    with _on_matter(pk, by, now) as (act, matter):
        if Post.OFFICE not in act.held:
            raise Refused("wrong_role")
        act.capacity = str(Post.OFFICE)
        named = _liaison(act, given.liaison)
        if named == matter.liaison:
            raise Refused("liaison_stays", field="liaison")
        matter.liaison, matter.conflict_at = named, None
        act.enter("outside.liaison_named", **matter.facts)
        act.tell("outside_named", [*act.contacts(), *_keepers(act, matter)], until=iso(matter.next_progress_at))
        return act.request


def end_outside(
    pk: int, given: EndOutsideInput, *, by: Account, now: datetime, files: Sequence[SafeFile] = ()
) -> ServiceRequest:  # fmt: skip
    """外部协调结束: agreed, with the paper that shows it; refused, which is then explained to the firm (R-26); or called off.

    The request stays as it is: it is answered by whoever answers it. Raises Refused: wrong_role, no_outside_matter,
    evidence_needed, too_many_kept.
    """
    with _keeping(pk, by, now) as (act, matter):
        kept = _kept(act, matter, given.evidence)
        if given.outcome == OutsideMatter.AGREED and not files and kept is None:
            raise Refused("evidence_needed", field="evidence" if given.evidence else "file")
        matter.state, matter.ended_at, matter.result = given.outcome, now, record.content(given.text)
        act.enter(
            "outside.ended", content=matter.result, **matter.facts, outcome=given.outcome,
            evidence=kept.pk if kept else None,
        )  # fmt: skip
        told = [*act.contacts(), *act.holder(), *act.lead_people()]
        act.tell("outside_ended", told, cause=given.outcome)
        added = attaching.add(act, files, outside=matter)
        matter.evidence = added[0] if added else kept
        return act.request


def _kept(act: Act, matter: OutsideMatter, pk: int | None) -> Attachment | None:
    """A file of the request that everybody at it may open, or one of this matter."""
    files = Attachment.objects.filter(Q(outside=None) | Q(outside=matter), service_request=act.request, for_staff=False)
    return files.filter(pk=pk).first() if pk else None


# --- the frame


@contextmanager
def _keeping(pk: int, by: Account, now: datetime) -> Iterator[tuple[Act, OutsideMatter]]:
    """The same for the one who keeps it. Raises Refused: wrong_role."""
    with _on_matter(pk, by, now) as (act, matter):
        keeper, served = matter.keeper, act.specialist is not None
        if not keeps(keeper, act.held, by.login, served=served):
            raise Refused("wrong_role")
        act.capacity = CAPACITY.get(keeper.kind, "specialist" if served else OFFICE)
        yield act, matter


@contextmanager
def _on_matter(pk: int, by: Account, now: datetime) -> Iterator[tuple[Act, OutsideMatter]]:
    """The request is locked first, through what this person may see, and then its open matter. Raises Refused: no_outside_matter."""
    with acting_beside(pk, by=by, now=now) as act:
        matter = _locked(pk)
        if matter is None or act.request.status not in OPEN:
            raise Refused("no_outside_matter")
        yield act, matter
        matter.save()
        save(act.request)  # the firm has heard something


def _locked(request_pk: int) -> OutsideMatter | None:
    rows = OutsideMatter.objects.select_for_update(of=("self",)).select_related("liaison")
    return rows.filter(service_request=request_pk, ended_at=None).first()


def _keepers(act: Act, matter: OutsideMatter) -> list[Account]:
    """Whoever is to be told that it is his."""
    keeper: Keeper = matter.keeper
    if keeper.kind == CLERK and matter.liaison:
        return [matter.liaison]
    if keeper.kind == OFFICE or act.specialist is None:
        return registry.holders_of(Post.OFFICE, act.request.zone_id)
    return [act.specialist]


def _day(matter: OutsideMatter) -> str | None:
    return deadlines.day_of(matter.next_progress_at).isoformat() if matter.next_progress_at else None


# --- by the clock


def turn(zone: Zone, in_force: Policy) -> None:
    """News that did not come are entered once a cycle, and liaison and office reminded; what its request has outlived, lapses."""
    rows = OutsideMatter.objects.filter(zone=zone, ended_at=None)
    missed = rows.filter(
        next_progress_at__lt=in_force.horizon.now, missed_at=None, service_request__status__in=sorted(OPEN)
    )
    over = rows.exclude(service_request__status__in=sorted(OPEN))
    for found in (over, missed):
        for request_pk in found.order_by("next_progress_at", "pk").values_list("service_request", flat=True):
            with record.transaction():
                requests = ServiceRequest.objects.select_for_update(of=("self",)).select_related("zone", "enterprise")
                r, matter = requests.get(pk=request_pk), _locked(request_pk)
                if matter:
                    with acting_by_clock(r, in_force) as act:
                        _turn(act, matter)
                    matter.save()


def _turn(act: Act, matter: OutsideMatter) -> None:
    """Judged under the lock, whatever the query found."""
    if Status(act.request.status) not in OPEN:
        matter.state, matter.ended_at = OutsideMatter.LAPSED, act.now
        act.enter("outside.lapsed", **matter.facts)
        return
    due = matter.next_progress_at
    if matter.missed_at or due is None or not deadlines.is_late(act.now, due):
        return
    matter.missed_at = act.now
    act.enter("outside.progress_missed", **matter.facts, due_at=iso(due))
    office = registry.holders_of(Post.OFFICE, act.request.zone_id)
    act.tell("outside_overdue", [*_keepers(act, matter), *office], due=iso(due))
