"""Who a person is and what he may see of the registry."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from liaison.rules.refusals import Refused

from .models import Account, Appointment, Assignment, Department, Enterprise, Post

ALL_ROWS = frozenset({Post.CHIEF, Post.LEADER, Post.OFFICE})
ADMINISTRATORS = frozenset({Post.SYSTEM, Post.SECURITY, Post.AUDIT})


def posts(account: Account) -> frozenset[str]:
    """The posts a person holds now; asked of the database once per HTTP request (kept on the account)."""
    kept: frozenset[str] | None = getattr(account, "_posts", None)
    if kept is None:
        kept = frozenset(Appointment.objects.filter(account=account, until=None).values_list("post", flat=True))
        account._posts = kept  # type: ignore[attr-defined]
    return kept


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
        mine |= Q(Exists(Assignment.objects.filter(enterprise=OuterRef("pk"), specialist=account, until=None)))
    return rows.filter(mine)


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
    found = visible_enterprises(account).select_for_update().filter(code=code).first()
    if found is None:
        raise Http404
    return found


def locked_account(account: Account, login: str) -> Account:
    found = visible_accounts(account).select_for_update().filter(login=login).first()
    if found is None:
        raise Http404
    return found


def specialist_of(enterprise_id: int) -> Account | None:
    """The holder of the open assignment (R-01); None is a gap that the office sees in red."""
    found = (
        Assignment.objects.filter(enterprise=enterprise_id, until=None).select_related("specialist__department").first()
    )
    return found.specialist if found else None


def holders_of(post: str, zone_id: int) -> list[Account]:
    """People of the zone who hold a post now, in a fixed order."""
    held = Appointment.objects.filter(post=post, until=None, account__zone=zone_id, account__is_active=True)
    return [row.account for row in held.select_related("account__department").order_by("pk")]


def people_of(department_id: int, *held: str) -> list[Account]:
    """Clerks and heads (or only `held`) of a department."""
    wanted = held or (Post.CLERK, Post.HEAD)
    people = Account.objects.filter(
        department=department_id, is_active=True, appointments__post__in=wanted, appointments__until=None
    )
    return list(people.order_by("pk").distinct())
