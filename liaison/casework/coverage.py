"""全覆盖 as casework needs it: reminders of gaps that last too long, and who would have to stand aside in a proposal (R-01, R-02)."""

from collections.abc import Iterable

from liaison import record
from liaison.record.models import Entry
from liaison.registry import access as registry
from liaison.registry import coverage
from liaison.registry.models import Enterprise, Post, Zone
from liaison.registry.policy import Policy
from liaison.rules.coverage import FIRM_GAP, Gap
from liaison.rules.deadlines import is_late
from liaison.rules.lifecycle import OPEN_SUMMONS
from liaison.rules.proposal import Proposal

from . import affairs
from .acting import CLOCK, iso
from .models import Summons


def remind(zone: Zone, in_force: Policy) -> None:
    """Office and chief hear once of each gap that is past its due time. Two statements while everything is covered."""
    if not coverage.has_gap(zone):
        return
    for gap in coverage.read(zone, in_force).coverage.gaps:
        if gap.due and is_late(in_force.now, gap.due) and not _reminded(zone, gap):
            with record.transaction():
                _remind(zone, gap, in_force)


def _reminded(zone: Zone, gap: Gap) -> bool:
    told = Entry.objects.filter(chain=f"{zone.code}/{record.BUSINESS}", subject=gap.who, kind="coverage.overdue")
    return told.filter(at__gte=gap.since).exists()


def _remind(zone: Zone, gap: Gap, in_force: Policy) -> None:
    Zone.objects.select_for_update(no_key=True).get(pk=zone.pk)  # of two workers one reminds
    if _reminded(zone, gap):
        return
    of_firm, due = gap.kind == FIRM_GAP, iso(gap.due)
    entry = record.append(
        "coverage.overdue", zone=zone.code, subject=gap.who, actor="", capacity=CLOCK, at=in_force.now,
        facts={"gap": "firm" if of_firm else "cadre", "due_at": due},
    )  # fmt: skip
    told = [*registry.holders_of(Post.OFFICE, zone.pk), *registry.holders_of(Post.CHIEF, zone.pk)]
    if of_firm:
        affairs.tell(entry, "firm_unserved", told, by=None, now=in_force.now, enterprise=gap.who, due=due)
    else:
        affairs.tell(entry, "cadre_unassigned", told, by=None, now=in_force.now, specialist=gap.who, due=due)


def proposals(firms: list[Enterprise], seen: coverage.Zonewide) -> dict[str, list[Proposal]]:
    """N5: the best for each firm; who acts for a department at work on its requests stands aside. Two statements."""
    return coverage.proposals(firms, seen, involved_in(firms)) if firms else {}


def involved_in(firms: Iterable[Enterprise]) -> dict[str, set[str]]:
    """The departments with an open summons on a request of each firm, by its code."""
    rows = Summons.objects.filter(service_request__enterprise__in=[firm.pk for firm in firms], status__in=OPEN_SUMMONS)
    found: dict[str, set[str]] = {}
    for firm, department in rows.values_list("service_request__enterprise__code", "department__code"):
        found.setdefault(firm, set()).add(department)
    return found
