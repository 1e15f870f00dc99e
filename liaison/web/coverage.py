"""全覆盖: who serves whom, both ways, with what is missing (look/11): a page, and the same as CSV."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from liaison import clock
from liaison.casework.coverage import proposals
from liaison.papers.coverage_sheet import sheet
from liaison.registry import coverage
from liaison.registry.access import ALL_ROWS, posts
from liaison.registry.coverage import Absence, Zonewide
from liaison.registry.models import Account, Post
from liaison.registry.policy import Policy, policy
from liaison.rules.coverage import Gap
from liaison.rules.deadlines import day_of, is_late
from liaison.rules.proposal import Proposal
from liaison.speech import dates
from liaison.speech.lists import joined
from liaison.speech.proposals import why
from liaison.speech.statuses import exemption_word

from .who import signed_in

CARDS = 12  # gaps of each kind that get a card of their own
CELL, STEP = 6, 8  # units of the small picture of a department
TICKS = 12  # a longer row of squares says no more than its number
EVERY = "all"


@dataclass(frozen=True)
class Cell:
    """A square of a department's picture: a firm, hollow if nobody serves it."""

    x: str
    hollow: bool


@dataclass(frozen=True)
class Department:
    code: str
    name: str
    cadres: int
    firms: int
    idle: int
    cells: Sequence[Cell]
    width: int
    url: str
    current: bool


@dataclass(frozen=True)
class Column:
    code: str
    name: str
    gap: bool
    serving: int


@dataclass(frozen=True)
class Line:
    """A cadre of the matrix; `marks` has one sign per column: m serves, s stands in, p proposed, or nothing."""

    login: str
    name: str
    marks: Sequence[tuple[str, bool]]  # sign, and whether the column is a gap
    load: int
    ticks: str  # one letter for each firm: what the template draws
    heavy: bool
    idle: bool
    note: str


@dataclass(frozen=True)
class Matrix:
    code: str
    name: str
    columns: Sequence[Column]
    lines: Sequence[Line]
    total: int


@dataclass(frozen=True)
class Card:
    """What is missing, until when, who is asked, and what could be done about it."""

    name: str
    url: str
    since: str
    by: str
    late: bool
    proposed: str
    why: str
    act_url: str
    act: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    account = _reader(request)
    in_force = policy(account.zone, clock.now())
    seen = coverage.read(account.zone, in_force)
    proposed = proposals([seen.firms[gap.who] for gap in seen.coverage.firms_without[:CARDS]], seen)
    homes = _homes(seen, proposed)
    chosen = _chosen(request, seen, homes)
    office = Post.OFFICE in posts(account)
    context = {
        "finding": _finding(seen), "now": in_force.now, "seen": seen.coverage, "office": office, "chosen": chosen,
        "departments": _departments(seen, homes, chosen), "every_url": f"{reverse('coverage')}?department={EVERY}",
        "matrices": [_matrix(code, seen, homes, proposed) for code in ([chosen] if chosen != EVERY else _codes(seen))],
        "firms": [_firm_card(gap, seen, proposed.get(gap.who, []), in_force, office) for gap in seen.coverage.firms_without[:CARDS]],
        "cadres": [_cadre_card(gap, seen, in_force, office) for gap in seen.coverage.cadres_without[:CARDS]],
        "leaves": [_leave(login, one, seen, in_force) for login, one in seen.away.items()],
        "heavy": [(seen.roster[login].name, seen.coverage.load[login]) for login in seen.coverage.heavy if login in seen.roster],
        "load_max": seen.load_max, "more_firms": max(0, len(seen.coverage.firms_without) - CARDS),
        "more_cadres": max(0, len(seen.coverage.cadres_without) - CARDS),
    }  # fmt: skip
    return render(request, "coverage/page.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    account = _reader(request)
    seen = coverage.read(account.zone, policy(account.zone, clock.now()))
    answer = HttpResponse(sheet(seen), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="coverage-{day_of(clock.now())}.csv"'
    return answer


def _reader(request: HttpRequest) -> Account:
    account = signed_in(request)
    if not posts(account) & ALL_ROWS:
        raise PermissionDenied
    return account


def _finding(seen: Zonewide) -> str:
    """177 家企业，还有 1 家没有专员，1 名干部没有企业."""
    found = seen.coverage
    firms, cadres = len(found.firms_without), len(found.cadres_without)
    said = ngettext("%(n)s firm", "%(n)s firms", found.firms) % {"n": found.firms}
    if not firms and not cadres:
        return _("{firms}, each with a specialist").format(firms=said)
    of_firms = ngettext("%(n)s has no specialist", "%(n)s have no specialist", firms) % {"n": firms}
    of_cadres = ngettext("%(n)s cadre without a firm", "%(n)s cadres without a firm", cadres) % {"n": cadres}
    return joined([said, of_firms if firms else "", of_cadres if cadres else ""])


# --- departments


def _codes(seen: Zonewide) -> list[str]:
    """The departments of the roster in their order; cadres without one stand last, under no code."""
    codes = [one.department.code for one in seen.roster.values() if one.department]
    found = list(dict.fromkeys(codes))
    return [*found, ""] if any(one.department is None for one in seen.roster.values()) else found


def _homes(seen: Zonewide, proposed: Mapping[str, list[Proposal]]) -> dict[str, str]:
    """Firm -> the department in whose matrix it stands: that of its specialist, else of the one proposed, else the first."""
    first = next(iter(_codes(seen)), "")
    found = {}
    for code in seen.firms:
        login = seen.serving[code].specialist.login if code in seen.serving else ""
        best = proposed.get(code) or []
        person = seen.roster.get(login or (best[0].login if best else ""))
        found[code] = (person.department.code if person.department else "") if person else first
    return found


def _chosen(request: HttpRequest, seen: Zonewide, homes: Mapping[str, str]) -> str:
    """The department asked for; else the one with the first gap, else the first."""
    codes, asked = _codes(seen), request.GET.get("department")
    if asked is not None and asked in (*codes, EVERY):
        return asked
    for gap in seen.coverage.gaps:
        if gap.who in homes:
            return homes[gap.who]
        if gap.who in seen.roster:
            return _home(seen.roster[gap.who])
    return codes[0] if codes else ""


def _home(person: Account) -> str:
    return person.department.code if person.department else ""


def _departments(seen: Zonewide, homes: Mapping[str, str], chosen: str) -> list[Department]:
    idle = {gap.who for gap in seen.coverage.cadres_without}
    found = []
    for code in _codes(seen):
        people = [login for login, one in seen.roster.items() if _home(one) == code]
        firms = [firm for firm, home in homes.items() if home == code]
        served = sum(firm in seen.serving for firm in firms)
        cells = [Cell(f"{STEP * at + (0.75 if at >= served else 0):g}", at >= served) for at in range(len(firms))]
        found.append(Department(
            code, _name(code, seen), len(people), served, sum(login in idle for login in people), cells,
            max(STEP * len(cells) - STEP + CELL, CELL), f"{reverse('coverage')}?department={code}", code == chosen,
        ))  # fmt: skip
    return found


def _name(code: str, seen: Zonewide) -> str:
    one = next((one.department for one in seen.roster.values() if one.department and one.department.code == code), None)
    return one.name if one else _("Without a department")


# --- the matrix


def _matrix(
    department: str, seen: Zonewide, homes: Mapping[str, str], proposed: Mapping[str, list[Proposal]]
) -> Matrix:
    people = [one for one in seen.roster.values() if _home(one) == department]
    here = {one.login for one in people}
    standing_in = {code for code, row in seen.serving.items() if row.stand_in and row.stand_in.login in here}
    codes = [code for code in seen.firms if homes[code] == department or code in standing_in]
    columns = [
        Column(code, seen.firms[code].short_name, code not in seen.serving, int(code in seen.serving)) for code in codes
    ]
    best = {code: found[0].login for code, found in proposed.items() if found}
    lines = [_line(one, columns, seen, best) for one in people]
    return Matrix(department, _name(department, seen), columns, lines, sum(line.load for line in lines))


def _line(person: Account, columns: Sequence[Column], seen: Zonewide, best: Mapping[str, str]) -> Line:
    login, exempt = person.login, seen.exempt.get(person.login)
    load = seen.coverage.load[login]
    note = _("on leave") if login in seen.away else exemption_word(exempt.reason) if exempt else ""
    return Line(
        login, person.name,
        [(_sign(login, column.code, seen, best), column.gap) for column in columns],
        load, "i" * min(load, TICKS), login in seen.coverage.heavy, not load and exempt is None, note,
    )  # fmt: skip


def _sign(login: str, code: str, seen: Zonewide, best: Mapping[str, str]) -> str:
    row = seen.serving.get(code)
    if row is None:
        return "p" if best.get(code) == login else ""
    if row.specialist.login == login:
        return "m"
    return "s" if row.stand_in and row.stand_in.login == login else ""


# --- what is missing


def _firm_card(gap: Gap, seen: Zonewide, best: Sequence[Proposal], in_force: Policy, office: bool) -> Card:
    firm, first = seen.firms[gap.who], best[0] if best else None
    name = seen.roster[first.login].name if first else ""
    assign = reverse("enterprise-assign", args=[firm.code])
    return Card(
        firm.short_name, reverse("enterprise-detail", args=[firm.code]), _since(gap, in_force), _by(gap, in_force), _late(gap, in_force),
        name, why(first.reasons) if first else "",
        (f"{assign}?specialist={first.login}" if first else assign) if office else "",
        _("Assign {name}").format(name=name) if first else _("Assign"),
    )  # fmt: skip


def _cadre_card(gap: Gap, seen: Zonewide, in_force: Policy, office: bool) -> Card:
    url = reverse("person-detail", args=[gap.who]) if office else ""
    name = seen.roster[gap.who].name
    return Card(name, url, _since(gap, in_force), _by(gap, in_force), _late(gap, in_force), "", "", url, _("Exempt"))


def _since(gap: Gap, in_force: Policy) -> str:
    return dates.day(day_of(gap.since), day_of(in_force.now)) if gap.since else ""


def _by(gap: Gap, in_force: Policy) -> str:
    """今天 17:30 / 9月30日（周三）17:30."""
    if gap.due is None:
        return ""
    if day_of(gap.due) == day_of(in_force.now):
        return _("{time} today").format(time=dates.clock_time(gap.due))
    return dates.deadline(gap.due)


def _late(gap: Gap, in_force: Policy) -> bool:
    return gap.due is not None and is_late(in_force.now, gap.due)


@dataclass(frozen=True)
class Away:
    who: str
    stands_in: str
    first_day: str
    last_day: str
    firms: int


def _leave(login: str, leave: Absence, seen: Zonewide, in_force: Policy) -> Away:
    today = day_of(in_force.now)
    own = [row for row in seen.serving.values() if row.specialist.login == login]
    holder = own[0].holder if own else seen.roster.get(leave.substitute)
    return Away(
        seen.roster[login].name, holder.name if holder else leave.substitute, dates.day(leave.first_day, today),
        dates.day(leave.last_day, today), len(own),
    )  # fmt: skip
