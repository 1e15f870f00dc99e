"""Entries about rounds: what everybody may know goes into the business chain, what would tell of a vote into the audit chain."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from liaison import record
from liaison.record.models import Entry
from liaison.registry.models import Account

from .models import Round

CLOCK = "system"


def enter(
    kind: str, of: Round, by: Account | None, capacity: str, now: datetime, *, chain: str = record.BUSINESS, **facts: Any
) -> Entry:  # fmt: skip
    return record.append(
        kind, zone=of.zone.code, subject=of.code, actor=by.login if by else "", capacity=capacity, at=now, facts=facts, chain=chain
    )  # fmt: skip


def audit(kind: str, of: Round, by: Account | None, capacity: str, now: datetime, **facts: Any) -> Entry:
    return enter(kind, of, by, capacity, now, chain=record.AUDIT, **facts)


def people(found: Iterable[Account], *, but: Account | None = None) -> list[Account]:
    """Each once, and nobody is told of what he did himself."""
    return [one for one in {one.pk: one for one in found}.values() if one.is_active and one != but]
