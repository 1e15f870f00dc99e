"""Reading the registry: firms with who serves them, people with their posts, each with a fixed number of statements."""

import re
from dataclasses import dataclass

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet

from .access import open_assignments, visible_accounts, visible_enterprises
from .inputs import EnterpriseInput
from .models import Account, Appointment, Assignment, Category, Department, Enterprise, Post

PAGE = 25


@dataclass(frozen=True)
class Coverage:
    """How many firms there are, and how many lack their specialist (R-01; one that has left needs none)."""

    firms: int
    gaps: int


@dataclass(frozen=True)
class FirmRow:
    firm: Enterprise
    specialist: Account | None
    stand_in: Account | None = None

    @property
    def gap(self) -> bool:
        return self.specialist is None and self.firm.status != Enterprise.Status.LEFT


@dataclass(frozen=True)
class Contact:
    """A person of a firm with the posts he holds there."""

    person: Account
    posts: tuple[str, ...]


def coverage(actor: Account) -> Coverage:
    counted = visible_enterprises(actor).aggregate(firms=Count("pk"), gaps=Count("pk", filter=_gap()))
    return Coverage(counted["firms"], counted["gaps"])


def _gap() -> Q:
    served = Assignment.objects.filter(enterprise=OuterRef("pk"), until=None)
    return ~Q(Exists(served)) & ~Q(status=Enterprise.Status.LEFT)


def firms(
    actor: Account, *, words: str = "", status: str = "", gaps: bool = False, after: str = "", limit: int = PAGE
) -> tuple[list[FirmRow], str]:
    """A page of firms by code, with the key to go on from; two statements."""
    found = visible_enterprises(actor)
    for word in words.split()[:5]:
        name = Q(name_zh__icontains=word) | Q(name_en__icontains=word) | Q(initials__istartswith=word)
        found = found.filter(name | Q(code__iexact=word) | Q(credit_code__iexact=word))
    if status:
        found = found.filter(status=status)
    if gaps:
        found = found.filter(_gap())
    if after:
        found = found.filter(code__gt=after)
    serving = Prefetch("assignments", queryset=open_assignments())
    read = list(found.prefetch_related(serving).order_by("code")[: limit + 1])
    rows = [_row(firm) for firm in read[:limit]]
    return rows, rows[-1].firm.code if len(read) > limit else ""


LEGAL_FORMS = re.compile(
    r"(股份|责任|集团)|(有限)?公司$|[（(].*?[）)]|\s|,|\bCo\b\.?|\bLtd\b\.?|\bInc\b\.?", re.IGNORECASE
)


def bare_name(name: str) -> str:
    """A firm's name without its legal form, so that 江岭精铸有限公司 and 江岭精铸股份有限公司 read the same."""
    return LEGAL_FORMS.sub("", name).removesuffix("有限").casefold()


def look_alikes(actor: Account, given: EnterpriseInput) -> list[Enterprise]:
    """Firms of the zone that bear the same name, or belong to the same group under one of its names."""
    called = {bare_name(name) for name in (given.name_zh, given.name_en, given.group) if name}
    starts = Q()
    for name in called:
        starts |= Q(name_zh__istartswith=name[:2]) | Q(name_en__istartswith=name[:2]) | Q(group__istartswith=name[:2])
    near = Enterprise.objects.filter(starts, zone=actor.zone_id).order_by("pk")
    return [one for one in near if called & {bare_name(name) for name in (one.name_zh, one.name_en, one.group) if name}]


def _row(firm: Enterprise) -> FirmRow:
    found = next(iter(firm.assignments.all()), None)
    return FirmRow(firm, found.specialist, found.stand_in) if found else FirmRow(firm, None)


def contacts(firm: Enterprise) -> list[Contact]:
    """The firm's people, one row each; one statement."""
    held = Account.objects.filter(enterprise=firm, is_active=True).annotate(
        now=FilteredRelation("appointments", condition=Q(appointments__until=None)), post=F("now__post")
    )
    people: dict[int, tuple[Account, list[str]]] = {}
    for row in held.order_by("pk", "now__pk"):
        people.setdefault(row.pk, (row, []))[1].extend([row.post] if row.post else [])
    return [Contact(person, tuple(posts)) for person, posts in people.values()]


def assignments(firm: Enterprise) -> list[Assignment]:
    """Who has served the firm, the present one first."""
    rows = Assignment.objects.filter(enterprise=firm).select_related("specialist__department", "stand_in__department")
    return list(rows.order_by("-since", "-pk"))


def specialists(actor: Account) -> list[Account]:
    """The specialists of the zone, each with `load`: how many firms he serves; those with room first."""
    held = Appointment.objects.filter(account=OuterRef("pk"), post=Post.SPECIALIST, until=None)
    found = Account.objects.filter(Exists(held), zone=actor.zone_id, is_active=True).select_related("department")
    load = Count("assignments", filter=Q(assignments__until=None))
    return list(found.annotate(load=load).order_by("load", "login"))


def departments(actor: Account, *, inside: bool = False, category: Category | None = None) -> list[Department]:
    """The departments of the zone, each with the number of its clerks and heads (`people`); one statement.

    With a category also whether it usually joins there (`joins`).
    """
    held = Q(account__appointments__post__in=(Post.CLERK, Post.HEAD), account__appointments__until=None)
    found = Department.objects.filter(zone=actor.zone_id).order_by("external", "pk")
    counted = found.annotate(people=Count("account", filter=held & Q(account__is_active=True), distinct=True))
    if category:
        joining = Category.co.through.objects.filter(category=category, department=OuterRef("pk"))
        counted = counted.annotate(joins=Exists(joining))
    return list(counted.filter(external=False) if inside else counted)


def people(
    actor: Account, *, contacts_only: bool, words: str = "", post: str = "", after: str = "", limit: int = PAGE
) -> tuple[list[Account], str]:
    """A page of people by login, each with `held`: his open appointments; two statements."""
    found = _people(actor, contacts_only)
    for word in words.split()[:5]:
        name = (
            Q(name_zh__icontains=word) | Q(name_en__icontains=word) | Q(login__icontains=word) | Q(phone__contains=word)
        )
        place = (
            Q(enterprise__name_zh__icontains=word)
            | Q(enterprise__initials__istartswith=word)
            | Q(department__name_zh__icontains=word)
        )
        found = found.filter(
            name | place | Q(enterprise__name_en__icontains=word) | Q(department__name_en__icontains=word)
        )
    if post:
        found = found.filter(Exists(Appointment.objects.filter(account=OuterRef("pk"), post=post, until=None)))
    if after:
        found = found.filter(login__gt=after)
    read = list(_with_posts(found).order_by("login")[: limit + 1])
    return read[:limit], read[limit - 1].login if len(read) > limit else ""


def count_people(actor: Account, *, contacts_only: bool) -> int:
    return _people(actor, contacts_only).count()


def person(actor: Account, login: str) -> Account | None:
    """One person with `held`, if he exists for this actor."""
    return _with_posts(visible_accounts(actor).filter(login=login)).first()


def _people(actor: Account, contacts_only: bool) -> QuerySet[Account]:
    found = visible_accounts(actor)
    return found.exclude(enterprise=None) if contacts_only else found


def _with_posts(found: QuerySet[Account]) -> QuerySet[Account]:
    held = Appointment.objects.filter(until=None).order_by("pk")
    return found.select_related("enterprise", "department").prefetch_related(
        Prefetch("appointments", queryset=held, to_attr="held")
    )


def categories(zone_id: int) -> QuerySet[Category]:
    """The categories of a zone in their order, with who leads and who joins; two statements."""
    found = Category.objects.filter(zone=zone_id).select_related("lead").prefetch_related("co")
    return found.order_by("group", "position", "pk")
