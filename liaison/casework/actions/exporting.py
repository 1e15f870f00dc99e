from dataclasses import asdict
from datetime import date, datetime

from liaison import record
from liaison.registry.access import capacities
from liaison.registry.models import Account
from liaison.registry.policy import policy

from ..counts import cells
from ..filters import Filters, filtered


def export_ledger(filters: Filters, *, by: Account, now: datetime) -> int:
    """台账导出: who took which part of the ledger out, and how many rows it had, before the first of them is sent.

    Return that number. The words that were searched for are a text, not a fact: they are kept as one.
    """
    rows = sum(cells(filtered(by, filters, policy(by.zone, now))).values())
    told = {name: _plain(value) for name, value in asdict(filters).items() if value and name != "q"}
    with record.transaction():
        record.append(
            "ledger.exported", chain=record.AUDIT, zone=by.zone.code, subject="ledger", actor=by.login,
            capacity=next(iter(capacities(by)), "none"), at=now, facts={"rows": rows, "filters": told},
            content=record.content(filters.q) if filters.q else None,
        )  # fmt: skip
    return rows


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
