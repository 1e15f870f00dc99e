"""全覆盖: who serves whom, read both ways, and what is missing (R-01, R-02, R-03). Pure: what is due is counted by the caller's `due`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

FIRM_GAP, CADRE_GAP = "assign", "first_enterprise"  # the policy values that say how long a gap may last


@dataclass(frozen=True)
class Firm:
    """A firm that has not left the zone. `since`: when it last began to need a specialist, None if that is not known."""

    code: str
    specialist: str | None = None
    stand_in: str | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class Exempt:
    """Why and until when a cadre needs no firm; without `last_day` it stands."""

    reason: str
    first_day: date
    last_day: date | None = None

    def holds(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class Cadre:
    """Somebody on the roster: who holds the post of specialist. `since`: when he last began to be without a firm."""

    login: str
    since: datetime
    exempt: Exempt | None = None
    away: bool = False


@dataclass(frozen=True)
class Gap:
    """A firm without specialist, or a cadre without firm: red from the first minute, overdue after `due`."""

    kind: str  # FIRM_GAP or CADRE_GAP
    who: str  # the firm's code, the cadre's login
    since: datetime | None
    due: datetime | None  # None: the start or the calendar of that year is not known


@dataclass(frozen=True)
class Coverage:
    firms: int
    cadres: int  # on the roster, those who are exempt included
    served: int  # firms with a specialist
    exempt: tuple[str, ...]
    load: dict[str, int]  # every cadre -> how many firms he serves
    heavy: tuple[str, ...]  # those who serve more than the policy value allows without a warning
    gaps: tuple[Gap, ...]  # firms first, the one that is due first on top

    @property
    def firms_without(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.kind == FIRM_GAP]

    @property
    def cadres_without(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.kind == CADRE_GAP]


Due = Callable[[str, datetime], datetime | None]  # policy value, start -> end of the limit


def cover(firms: Iterable[Firm], cadres: Iterable[Cadre], *, today: date, load_max: int, due: Due) -> Coverage:
    """Read the roster against the register: each firm needs one specialist, each cadre at least one firm.

    A firm that is served by somebody who is not on the roster counts as served (the load is his all the same). An exemption
    takes a cadre out of the second rule while it holds, never out of the count.
    """
    firms, cadres = list(firms), list(cadres)
    load = {cadre.login: 0 for cadre in cadres}
    for firm in firms:
        if firm.specialist is not None:
            load[firm.specialist] = load.get(firm.specialist, 0) + 1
    exempt = [cadre.login for cadre in cadres if cadre.exempt and cadre.exempt.holds(today)]
    without = [firm for firm in firms if firm.specialist is None]
    idle = [cadre for cadre in cadres if not load[cadre.login] and cadre.login not in exempt]
    gaps = [_gap(FIRM_GAP, firm.code, firm.since, due) for firm in without]
    gaps += [_gap(CADRE_GAP, cadre.login, cadre.since, due) for cadre in idle]
    return Coverage(
        firms=len(firms), cadres=len(cadres), served=len(firms) - len(without), exempt=tuple(exempt), load=load,
        heavy=tuple(login for login, count in load.items() if count > load_max), gaps=tuple(sorted(gaps, key=_order)),
    )  # fmt: skip


def _gap(kind: str, who: str, since: datetime | None, due: Due) -> Gap:
    return Gap(kind, who, since, due(kind, since) if since else None)


def _order(gap: Gap) -> tuple[bool, bool, float, str]:
    return gap.kind != FIRM_GAP, gap.due is None, gap.due.timestamp() if gap.due else 0.0, gap.who
