"""政企交流群: who is in a group, what was said there, and how a message becomes a request (R-30). No word leaves the house."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Enterprise
from liaison.registry.models import Post as Held
from liaison.registry.policy import hold, policy
from liaison.rules.lifecycle import Channel, Status
from liaison.rules.pasted_chat import Bad, parse
from liaison.rules.refusals import Refused

from .. import groups
from ..acting import Act, iso
from ..inputs import FromPostInput, MemberInput, NotedInput, PastedInput, ReasonInput
from ..models import ChatGroup, Gripe, Membership, Post, ServiceRequest
from ..posting import digest_of, group_of, post
from .raising import begin, category_of

# --- who is in ---


def add_member(kind: str, given: MemberInput, *, by: Account, now: datetime) -> Membership:
    """进群: by chief or office. One without an account is named only, with his firm.

    Raises Http404 for a group one is not in, Refused: wrong_role, member_needed, unknown_person, unknown_enterprise, firm_left,
    firms_have_no_seat, member_already.
    """
    with record.transaction():
        capacity = _keeper(kind, by)
        hold(by.zone_id)
        person = _person(by, given.login) if given.login else None
        if person is None and not given.called:
            raise Refused("member_needed", field="login")
        firm = person.enterprise if person else _firm(by, given.enterprise)
        if firm:  # held and read again: it may be leaving the zone this moment
            firm.status = registry.hold(firm.pk)
        _seated(kind, firm)
        group = group_of(by.zone, kind, now)
        open_ones = group.memberships.filter(left_at=None)
        if open_ones.filter(
            account=person, called="" if person else given.called, enterprise=None if person else firm
        ).exists():
            raise Refused("member_already", who=person.name if person else given.called)
        row = Membership.objects.create(
            group=group, account=person, called="" if person else given.called, enterprise=None if person else firm,
            role=given.role or _role(person, firm), joined_at=now,
        )  # fmt: skip
        _enter(
            "group.joined", group, by, capacity, now, member=row.pk, role=row.role, person=person.login if person else "",
            words=given.called if not person else "",
        )  # fmt: skip
        return row


def remove_member(pk: int, *, by: Account, now: datetime) -> ChatGroup:
    """退群: by chief or office. Raises Http404 for somebody who is not in it any more, Refused: wrong_role."""
    with record.transaction():
        rows = Membership.objects.select_for_update(of=("self",)).select_related("group", "account")
        row = rows.filter(pk=pk, group__zone=by.zone_id, left_at=None).first()
        if row is None:
            raise Http404
        capacity = _keeper(row.group.kind, by)
        _leaves(row, by, capacity, now, "removed")
        return row.group


def leave_with_firm(firm: Enterprise, *, by: Account, now: datetime) -> None:
    """The firm leaves the zone, so its people leave the groups in the same transaction."""
    for row in groups.of_firm(firm).select_for_update(of=("self",)).select_related("group", "account").order_by("pk"):
        _leaves(row, by, Held.OFFICE, now, "firm_left")


def _leaves(row: Membership, by: Account, capacity: str, now: datetime, why: str) -> None:
    row.left_at = now
    row.save(update_fields=["left_at"])
    person = row.account.login if row.account else ""
    _enter("group.left", row.group, by, capacity, now, member=row.pk, person=person, why=why)


def _keeper(kind: str, by: Account) -> str:
    groups.seat(by, kind)
    return registry.require(by, *groups.KEEPERS)


def _person(by: Account, login: str) -> Account:
    found = Account.objects.filter(zone=by.zone_id, login=login, is_active=True).select_related("enterprise").first()
    if found is None:
        raise Refused("unknown_person", field="login", given=login[:20])
    return found


def _firm(by: Account, code: str | None) -> Enterprise | None:
    if not code:
        return None
    found = Enterprise.objects.filter(zone=by.zone_id, code=code).first()
    if found is None:
        raise Refused("unknown_enterprise", field="enterprise", given=code[:20])
    return found


def _seated(kind: str, firm: Enterprise | None) -> None:
    if firm and kind == ChatGroup.LEADERS:
        raise Refused("firms_have_no_seat", field="login")
    if firm and firm.status == Enterprise.Status.LEFT:
        raise Refused("firm_left", field="login", firm=firm.name)


def _role(person: Account | None, firm: Enterprise | None) -> str:
    if firm or person is None:
        return Membership.ENTERPRISE
    held = registry.posts(person)
    roles = {Held.LEADER: Membership.LEADER, Held.SPECIALIST: Membership.SPECIALIST}
    by_post = Membership.HOST if held & set(groups.KEEPERS) else next((roles[one] for one in roles if one in held), "")
    return by_post or Membership.DEPARTMENT


# --- what was said ---


@dataclass(frozen=True)
class BroughtIn:
    """What became of a paste: how many messages are new, how many were there, and the lines that could not be read."""

    new: int
    there: int
    bad: Iterable[Bad]


def note_down(kind: str, given: NotedInput, *, by: Account, now: datetime) -> Post:
    """记一条: what somebody said in the messenger, in his own words. Raises Refused: wrong_role, author_needed, unknown_person,
    unknown_enterprise, in_the_future; Http404 for a group one is not in."""
    with record.transaction():
        here = _bringing_in(kind, by, now)
        said_at = given.said_at or now
        if said_at > now:
            raise Refused("in_the_future", field="said_at")
        if not given.login and not given.called:
            raise Refused("author_needed", field="login")
        author = _person(by, given.login) if given.login else None
        firm = author.enterprise if author and author.enterprise else _firm(by, given.enterprise)
        return _write(here, author, given.called if author is None else "", firm, given.text, said_at, by, now)


def paste(kind: str, given: PastedInput, *, by: Account, now: datetime) -> BroughtIn:
    """粘贴聊天记录: each message once, however often it is pasted. Raises Refused: wrong_role, nothing_read."""
    with record.transaction():
        here = _bringing_in(kind, by, now)
        found = parse(given.text, now)
        if not found.said:
            raise Refused("nothing_read", field="text")
        known, new = groups.known(here), 0
        for one in found.said:
            author = known.author(one.name)
            firm = author.enterprise if author else known.firm(one.name)
            digest = digest_of(author.login if author else one.name, one.at, one.words)
            if not here.group.posts.filter(digest=digest).exists():
                called, new = "" if author else one.name, new + 1
                _write(here, author, called, firm, one.words, one.at or now, by, now, undated=one.at is None)
        return BroughtIn(new, len(found.said) - new, found.bad)


def _bringing_in(kind: str, by: Account, now: datetime) -> groups.Seat:
    here = groups.seat(by, kind)
    if not here.brings_in:
        raise Refused("wrong_role")
    hold(by.zone_id)  # one after the other: the same chat pasted by two adds nothing twice
    return groups.Seat(group_of(by.zone, kind, now), here.role, here.keeps)


def _write(
    here: groups.Seat, author: Account | None, called: str, firm: Enterprise | None, text: str, said_at: datetime, by: Account,
    now: datetime, *, undated: bool = False,
) -> Post:  # fmt: skip
    words = record.content(text)
    row = post(
        here.group, author=author, enterprise=firm, text_content=words, said_at=said_at, added_by=by, now=now, called=called,
        undated=undated,
    )  # fmt: skip
    if row.text_id == words.pk:  # what had been noted before is not entered again
        record.append(
            "group.posted", zone=by.zone.code, subject=_subject(here.group), actor=by.login, capacity=_capacity(here, by), at=now,
            facts={"group": here.group.kind, "post": row.pk, "said_at": iso(said_at), "author": author.login if author else ""},
            content=words,
        )  # fmt: skip
    return row


def _capacity(here: groups.Seat, by: Account) -> str:
    held = registry.posts(by)
    return next((str(one) for one in (*groups.KEEPERS, Held.SPECIALIST) if one in held), "department")


def hide(pk: int, given: ReasonInput, *, by: Account, now: datetime) -> Post:
    """隐藏: members no longer read it; its words stay in the record. By chief or office, with the reason.

    Raises Http404, Refused: wrong_role, hidden_before, mirrored_stays (what was said in a session nobody can take out of sight).
    """
    with record.transaction():
        row = _locked(pk, by)
        capacity = _keeper(row.group.kind, by)
        if Gripe.objects.filter(mirrored=row).exists():
            raise Refused("mirrored_stays")
        if row.hidden_at:
            raise Refused("hidden_before")
        row.hidden_at, row.hidden_by, row.hidden_because = now, by, record.content(given.text)
        row.save(update_fields=["hidden_at", "hidden_by", "hidden_because"])
        record.append(
            "group.hidden", zone=by.zone.code, subject=_subject(row.group), actor=by.login, capacity=capacity, at=now,
            facts={"group": row.group.kind, "post": row.pk}, content=row.hidden_because,
        )  # fmt: skip
        return row


# --- a message becomes a request ---


def raise_from(pk: int, given: FromPostInput, *, by: Account, now: datetime) -> ServiceRequest:
    """转诉求: with the author's own words and from the minute they were said; the message shows the number from then on.

    By the firm itself, its specialist, chief or office. Who is second finds the request that the first one made. Raises Http404,
    Refused: wrong_role, enterprise_needed, unknown_enterprise, unknown_category, backdate_needs_office, firm_left.
    """
    with record.transaction():
        hold(by.zone_id)
        row = _locked(pk, by)
        if row.service_request:
            return row.service_request
        firm, capacity = _for_whom(row, given, by)
        in_force = policy(by.zone, now)
        hours = in_force.days("backdate_hours")
        if now - row.said_at > timedelta(hours=hours) and capacity != Held.OFFICE:
            raise Refused("backdate_needs_office", hours=hours)
        r = ServiceRequest(
            enterprise=firm, category=category_of(by.zone_id, given.category), channel=Channel.GROUP, raised_by=row.author or by,
            status=Status.RAISED, occurred_at=row.said_at,
        )  # fmt: skip
        begin(Act(r, by, capacity, now, in_force), row.text.text if row.text else "", {"post": row.pk})
        row.service_request, row.enterprise = r, row.enterprise or firm
        row.save(update_fields=["service_request", "enterprise"])
        return r


def _locked(pk: int, by: Account) -> Post:
    """A message of a group in which this person sits. Raises Http404."""
    rows = Post.objects.select_for_update(of=("self",)).select_related(
        "group", "text", "enterprise", "author", "service_request"
    )
    row = rows.filter(pk=pk, group__zone=by.zone_id).first()
    if row is None:
        raise Http404
    here = groups.seat(by, row.group.kind)
    if row.hidden_at and not here.keeps:
        raise Http404
    return row


def _for_whom(row: Post, given: FromPostInput, by: Account) -> tuple[Enterprise, str]:
    firm = _firm(by, given.enterprise) or row.enterprise
    if registry.acts_for_enterprise(by):
        if firm is None or firm.pk != by.enterprise_id or row.enterprise_id != by.enterprise_id:
            raise Refused("wrong_role")
        return firm, "enterprise"
    if firm is None:
        raise Refused("enterprise_needed", field="enterprise")
    if registry.serves(by, firm.pk):
        return firm, "specialist"
    return firm, registry.require(by, *groups.KEEPERS)


# --- entries ---


def _subject(group: ChatGroup) -> str:
    return f"group/{group.kind}"


def _enter(
    kind: str, group: ChatGroup, by: Account, capacity: str, now: datetime, *, words: str = "", **facts: object
) -> None:  # fmt: skip
    record.append(
        kind, zone=by.zone.code, subject=_subject(group), actor=by.login, capacity=capacity, at=now,
        facts={"group": group.kind, **facts}, content=record.content(words) if words else None,
    )  # fmt: skip
