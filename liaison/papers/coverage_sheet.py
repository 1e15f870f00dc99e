"""Who serves whom as CSV: a line for each firm, then one for each cadre without a firm. Both gaps stand in it (R-01, R-02)."""

import csv
from io import StringIO

from django.utils.translation import gettext as _

from liaison.registry.coverage import Zonewide
from liaison.registry.models import Account
from liaison.rules.deadlines import day_of
from liaison.speech.statuses import enterprise_status_word, exemption_word

from .cells import BOM, harmless


def sheet(seen: Zonewide) -> str:
    lines = StringIO()
    out = csv.writer(lines)
    out.writerow([
        _("Enterprise"), _("Name"), _("Status"), _("Specialist"), _("Login"), _("Department"), _("Firms served"), _("Stands in"),
        _("Since"), _("Due"), _("Missing"),
    ])  # fmt: skip
    for row in (*_firms(seen), *_cadres(seen)):
        out.writerow([harmless(value) for value in row])
    return BOM + lines.getvalue()


def _firms(seen: Zonewide) -> list[list[str]]:
    due = {gap.who: gap.due for gap in seen.coverage.firms_without}
    rows = []
    for code, firm in seen.firms.items():
        held, until = seen.serving.get(code), due.get(code)
        person = _person(held.specialist, seen) if held else ["", "", "", ""]
        rows.append([
            code, firm.name, enterprise_status_word(firm.status), *person, held.stand_in.name if held and held.stand_in else "",
            str(day_of(held.since)) if held else "", str(day_of(until)) if until else "", "" if held else _("No specialist"),
        ])  # fmt: skip
    return rows


def _cadres(seen: Zonewide) -> list[list[str]]:
    due = {gap.who: gap.due for gap in seen.coverage.cadres_without}
    rows = []
    for login, person in seen.roster.items():
        if seen.coverage.load[login]:
            continue
        until, exempt = due.get(login), seen.exempt.get(login)
        missing = exemption_word(exempt.reason) if exempt else _("No firm")
        rows.append(
            ["", "", "", *_person(person, seen), "", "", str(day_of(until)) if until else "", missing]
        )  # fmt: skip
    return rows


def _person(person: Account, seen: Zonewide) -> list[str]:
    place = person.department.name if person.department else ""
    return [person.name, person.login, place, str(seen.coverage.load.get(person.login, 0))]
