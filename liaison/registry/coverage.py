"""全覆盖: the whole zone read for `rules.coverage` and `rules.proposal`, each with a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, FilteredRelation, Max, OuterRef, Q, QuerySet, Subquery

from liaison.rules.coverage import Cadre, Coverage, Exempt, Firm, cover
from liaison.rules.deadlines import close_of, day_of
from liaison.rules.proposal import Candidate, Need, Proposal, area_of, propose

from . import replaced
from .access import open_assignments
from .models import Account, Appointment, Assignment, Enterprise, Exemption, Post, Zone
from .policy import Policy


@dataclass(frozen=True)
class Absence:
    """A leave that is running."""

    first_day: date
    last_day: date
    substitute: str


@dataclass(frozen=True)
class Zonewide:
    """Who serves whom in a zone, with the rows behind the codes."""

    coverage: Coverage
    firms: dict[str, Enterprise]
    roster: dict[str, Account]  # in order of department and login
    serving: dict[str, Assignment]  # by firm
    away: dict[str, Absence]  # who is on leave now
    exempt: dict[str, Exempt]  # in force, by login
    acting: dict[str, tuple[str, ...]]  # the department for which a cadre acts as clerk or head
    load_max: int
    in_force: Policy


def read(zone: Zone, in_force: Policy) -> Zonewide:
    """Three statements, and those of the policy."""
    today = day_of(in_force.now)
    firms = {one.code: one for one in _firms(zone)}
    serving = {one.enterprise.code: one for one in _serving(zone)}
    roster = {one.account.login: one for one in _roster(zone)}
    away = {
        login: Absence(*_days(one, "leave"), one.leave_substitute) for login, one in roster.items() if one.leave_first
    }
    exempt = {login: Exempt(one.exempt_why, *_days(one, "exempt")) for login, one in roster.items() if one.exempt_why}
    load_max = in_force.days("load_max")
    found = cover(
        (_firm(one, serving.get(one.code)) for one in firms.values()),
        (_cadre(one, exempt.get(login), login in away, in_force) for login, one in roster.items()),
        today=today, load_max=load_max, due=in_force.due,
    )  # fmt: skip
    holding = {login: one for login, one in exempt.items() if one.holds(today)}
    return Zonewide(
        found, firms, {login: one.account for login, one in roster.items()}, serving, away, holding,
        {login: _acting(one) for login, one in roster.items()}, load_max, in_force,
    )  # fmt: skip


def has_gap(zone: Zone) -> bool:
    """Whether anything at all is missing: two statements, before the whole zone is read."""
    served = Assignment.objects.filter(enterprise=OuterRef("pk"), until=None)
    if Enterprise.objects.filter(~Exists(served), zone=zone).exclude(status=Enterprise.Status.LEFT).exists():
        return True
    serves = Assignment.objects.filter(specialist=OuterRef("account"), until=None)
    return _on_roster(zone).filter(~Exists(serves)).exists()


def _on_roster(zone: Zone) -> QuerySet[Appointment]:
    """The roster: who holds the post of specialist. The three administrators never do, so they stand outside by rule."""
    return Appointment.objects.filter(post=Post.SPECIALIST, until=None, account__zone=zone, account__is_active=True)


def _firms(zone: Zone) -> Iterable[Enterprise]:
    needing = Enterprise.objects.filter(zone=zone).exclude(status=Enterprise.Status.LEFT)
    # Everybody is presumed to speak Chinese; what a proposal asks is whether somebody there reads English.
    english = Account.objects.filter(enterprise=OuterRef("pk"), is_active=True, language__startswith="en")
    found = needing.annotate(served_until=Max("assignments__until"), reads_english=Exists(english))
    return found.order_by("code")


def _serving(zone: Zone) -> Iterable[Assignment]:
    return open_assignments().filter(enterprise__zone=zone).select_related("enterprise")


def _roster(zone: Zone) -> Iterable[Any]:
    """Each post of specialist with what says whether its holder is free: one open exemption and one running leave at most."""
    whose = OuterRef("account")
    acting = Appointment.objects.filter(account=whose, post__in=(Post.CLERK, Post.HEAD), until=None)
    served = Assignment.objects.filter(specialist=whose, until__isnull=False).order_by("-until").values("until")
    freed = Exemption.objects.filter(account=whose, ended_at__isnull=False).order_by("-ended_at").values("ended_at")
    open_exemption = FilteredRelation("account__exemptions", condition=Q(account__exemptions__ended_at=None))
    running = FilteredRelation(
        "account__leaves", condition=Q(account__leaves__began_at__isnull=False, account__leaves__ended_at=None)
    )
    rows = _on_roster(zone).select_related("account__department").annotate(exemption=open_exemption, leave=running)
    return rows.annotate(
        acts=Exists(acting), served_until=Subquery(served[:1]), freed_at=Subquery(freed[:1]),
        exempt_why=F("exemption__reason"), exempt_first=F("exemption__first_day"), exempt_last=F("exemption__last_day"),
        leave_first=F("leave__first_day"), leave_last=F("leave__last_day"), leave_substitute=F("leave__substitute__login"),
    ).order_by("account__department", "account__login")  # fmt: skip


def _days(one: Any, what: str) -> tuple[Any, Any]:
    return getattr(one, f"{what}_first"), getattr(one, f"{what}_last")


def _acting(one: Any) -> tuple[str, ...]:
    department = one.account.department
    return (department.code,) if department and one.acts else ()


def _firm(one: Enterprise, row: Assignment | None) -> Firm:
    stand_in = row.stand_in.login if row and row.stand_in else None
    since = _latest(one.entered_at, one.served_until)  # type: ignore[attr-defined]
    return Firm(one.code, row.specialist.login if row else None, stand_in, since)


def _cadre(one: Any, exempt: Exempt | None, away: bool, in_force: Policy) -> Cadre:
    over = exempt is not None and exempt.last_day is not None and exempt.last_day < day_of(in_force.now)
    ended = close_of(exempt.last_day, in_force.closing) if over and exempt and exempt.last_day else None
    since = _latest(one.since, one.served_until, one.freed_at, ended)
    return Cadre(one.account.login, since or one.since, exempt, away)


def _latest(*instants: datetime | None) -> datetime | None:
    return max((instant for instant in instants if instant), default=None)


# --- proposals (N5)


def proposals(
    firms: Sequence[Enterprise], seen: Zonewide, involved: Mapping[str, Collection[str]]
) -> dict[str, list[Proposal]]:
    """The best for each of these firms, by its code. `involved`: departments at work on its open requests. One statement."""
    wanted, able = needs(firms, seen, involved), candidates(seen)
    return {code: propose(able, need, load_max=seen.load_max) for code, need in wanted.items()}


def needs(
    firms: Sequence[Enterprise], seen: Zonewide, involved: Mapping[str, Collection[str]]
) -> dict[str, Need]:  # fmt: skip
    """What each of these firms brings along, by its code. One statement."""
    barred = replaced.barred([firm.pk for firm in firms], seen.in_force)
    return {firm.code: _need(firm, seen, involved.get(firm.code, ()), barred[firm.pk]) for firm in firms}


def _need(firm: Enterprise, seen: Zonewide, involved: Collection[str], barred: Collection[str]) -> Need:
    row = seen.serving.get(firm.code)
    return Need(
        industry=firm.industry, area=area_of(firm.address), language="en" if firm.reads_english else "",  # type: ignore[attr-defined]
        now=row.specialist.login if row else None, replaced=frozenset(barred), involved=frozenset(involved),
    )  # fmt: skip


def candidates(seen: Zonewide) -> list[Candidate]:
    """Everybody on the roster as a proposal sees him; no statement."""
    industries: dict[str, set[str]] = defaultdict(set)
    areas: dict[str, set[str]] = defaultdict(set)
    for code, row in seen.serving.items():
        firm = seen.firms.get(code)
        if firm:
            industries[row.specialist.login].add(firm.industry)
            areas[row.specialist.login].add(area_of(firm.address))
    return [
        Candidate(
            login, seen.coverage.load[login], away=login in seen.away, exempt=login in seen.exempt,
            departments=frozenset(seen.acting.get(login, ())),
            industries=frozenset(industries[login]) - {""}, areas=frozenset(areas[login]) - {""},
            languages=frozenset({"en"} if person.language.startswith("en") else ()),
        )
        for login, person in seen.roster.items()
    ]  # fmt: skip
