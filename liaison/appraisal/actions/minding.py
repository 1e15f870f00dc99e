"""Discipline has seen what a watch found."""

from datetime import datetime

from django.http import Http404

from liaison import record
from liaison.registry.models import Account

from .. import watching
from ..models import Watch


def mark_seen(pk: int, *, by: Account, now: datetime) -> Watch:
    """The alarms of one watch are seen; the audit chain keeps who saw them. Raises Http404."""
    with record.transaction():
        found = watching.visible(by).select_for_update(of=("self",)).select_related("zone").filter(pk=pk).first()
        if found is None:
            raise Http404
        if found.alarms.filter(seen_at=None).update(seen_at=now):
            record.append(
                "watch.seen", chain=record.AUDIT, zone=found.zone.code, subject=f"watch-{found.pk}", actor=by.login,
                capacity="discipline", at=now, facts={},
            )  # fmt: skip
        return found
