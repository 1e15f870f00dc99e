"""Who a person is and what he may see of the registry."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from liaison.prepared import Prepared, Slot
from liaison.rules.refusals import Refused

from .models import Account, Appointment, Assignment, Department, Enterprise, Leave, Post

ALL_ROWS = frozenset({Post.CHIEF, Post.LEADER, Post.OFFICE})
ADMINISTRATORS = frozenset({Post.SYSTEM, Post.SECURITY, Post.AUDIT})


def posts(account: Account) -> frozenset[str]:
    """The posts a person holds now; asked of the database once per HTTP request (kept on the account)."""
    kept: frozenset[str] | None = getattr(account, "_posts", None)
    if kept is None:
        kept = frozenset(_posts_of(account=account.pk))
        account._posts = kept  # type: ignore[attr-defined]
    return kept


@Prepared
def _posts_of() -> QuerySet[Appointment, str]:
    held = Appointment.objects.filter(account=Slot("account", BigIntegerField()), until=None)
    return held.values_list("post", flat=True)


def capacities(account: Account) -> list[str]:
    """The capacities a person can act in at all, for `/me`; on one row `casework.access` decides."""
    held = posts(account)
    found = [post for post in Post.values if post in held and post not in (Post.PRINCIPAL, Post.CLERK, Post.HEAD)]
    if account.department_id and held & {Post.CLERK, Post.HEAD}:
        found.insert(0, "department")
    if account.enterprise_id and held & {Post.PRINCIPAL, Post.CLERK}:
        found.insert(0, "enterprise")
    return found


def acts_for_department(account: Account) -> bool:
    return bool(account.department_id and posts(account) & {Post.CLERK, Post.HEAD})


def acts_for_enterprise(account: Account) -> bool:
    return bool(account.enterprise_id and posts(account) & {Post.PRINCIPAL, Post.CLERK})


def require(account: Account, *wanted: str) -> str:
    """Return the first of `wanted` that the person holds. Raises Refused: wrong_role."""
    held = posts(account)
    for post in wanted:
        if post in held:
            return post
    raise Refused("wrong_role")


def visible_enterprises(account: Account) -> QuerySet[Enterprise]:
    """Own firm for its contacts, served firms for a specialist, all for chief, leaders, office and security."""
    rows = Enterprise.objects.filter(zone=account.zone_id)
    held = posts(account)
    if held & (ALL_ROWS | {Post.SECURITY}):
        return rows
    mine = Q(pk=account.enterprise_id) if acts_for_enterprise(account) else Q(pk=None)
    if Post.SPECIALIST in held:
        mine |= Q(Exists(Assignment.objects.filter(serving(account), enterprise=OuterRef("pk"))))
    return rows.filter(mine)


def serving(account: Any) -> Q:
    """The open assignments that are his: as their specialist, or standing in for one who is away (R-06)."""
    return Q(until=None) & (Q(specialist=account) | Q(stand_in=account))


def visible_accounts(account: Account) -> QuerySet[Account]:
    """People are managed by office and security; everybody else sees himself only here."""
    rows = Account.objects.filter(zone=account.zone_id)
    return rows if posts(account) & {Post.OFFICE, Post.SECURITY} else rows.filter(pk=account.pk)


def department(zone_id: int, code: str, *, field: str) -> Department:
    """Raises Refused: unknown_department."""
    found = Department.objects.filter(zone=zone_id, code=code).first()
    if found is None:
        raise Refused("unknown_department", field=field, given=code[:20])
    return found


def departments(zone_id: int, codes: Sequence[str], *, field: str) -> list[Department]:
    """The departments in the order of their codes. Raises Refused: unknown_department."""
    found = {one.code: one for one in Department.objects.filter(zone=zone_id, code__in=codes)}
    for code in codes:
        if code not in found:
            raise Refused("unknown_department", field=field, given=code[:20])
    return [found[code] for code in codes]


def locked_enterprise(account: Account, code: str) -> Enterprise:
    """Locked so that rows that point at the firm can still be committed: their transactions hold the record's head by then."""
    found = visible_enterprises(account).select_for_update(no_key=True).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def hold(enterprise_id: int) -> str:
    """Nobody changes who serves the firm while this transaction runs; return its status."""
    return _held(enterprise=enterprise_id)[0]


@Prepared
def _held() -> QuerySet[Enterprise, str]:
    held = Enterprise.objects.select_for_update(no_key=True).filter(pk=Slot("enterprise", BigIntegerField()))
    return held.values_list("status", flat=True)


def locked_account(account: Account, login: str) -> Account:
    found = visible_accounts(account).select_for_update(no_key=True).filter(login=login).first()
    if found is None:
        raise Http404
    return found


def open_assignments() -> QuerySet[Assignment]:
    """With the people in them; `Assignment.holder` costs no statement more."""
    return Assignment.objects.filter(until=None).select_related("specialist__department", "stand_in__department")


def specialist_of(enterprise_id: int) -> Account | None:
    """Who answers for the firm now: its specialist, or who stands in (R-01, R-06); None is a gap that the office sees in red."""
    found = assignment_of(enterprise_id)
    return found.holder if found else None


def assignment_of(enterprise_id: int) -> Assignment | None:
    found = _serving_firm(enterprise=enterprise_id)
    return found[0] if found else None


@Prepared
def _serving_firm() -> QuerySet[Assignment]:
    return open_assignments().filter(enterprise=Slot("enterprise", BigIntegerField()))


def running_leave(account: Account) -> Leave | None:
    """The leave on which this person is now, if any (R-06)."""
    running = Leave.objects.filter(specialist=account, began_at__isnull=False, ended_at=None)
    return running.select_related("substitute").first()


def of_leave(account: Account) -> Q:
    """The leaves that concern this person: his own, and those in which he stands in."""
    return Q(specialist=account) | Q(substitute=account)


def serves(account: Account, enterprise_id: int) -> bool:
    """Whether the firm is his to serve now; one who is away still knows his firms."""
    able = posts(account) & {Post.SPECIALIST, Post.OFFICE, Post.CHIEF}
    return bool(able) and Assignment.objects.filter(serving(account), enterprise=enterprise_id).exists()


def holders_of(post: str, zone_id: int) -> list[Account]:
    """People of the zone who hold a post now, in a fixed order."""
    held = Appointment.objects.filter(post=post, until=None, account__zone=zone_id, account__is_active=True)
    return [row.account for row in held.select_related("account__department").order_by("pk")]


def people_of(department_id: int, *held: str) -> list[Account]:
    """Clerks and heads (or only `held`) of a department."""
    return _people_with(held or (Post.CLERK, Post.HEAD))(department=department_id)


@cache
def _people_with(held: tuple[str, ...]) -> Prepared[Account]:
    def build() -> QuerySet[Account]:
        people = Account.objects.filter(department=Slot("department", BigIntegerField()), is_active=True)
        return people.filter(appointments__post__in=held, appointments__until=None).order_by("pk").distinct()

    return Prepared(build)


def contacts_of(enterprise_id: int) -> list[Account]:
    """The firm's people, in a fixed order."""
    return _contacts(enterprise=enterprise_id)


@Prepared
def _contacts() -> QuerySet[Account]:
    return Account.objects.filter(enterprise=Slot("enterprise", BigIntegerField()), is_active=True).order_by("pk")
