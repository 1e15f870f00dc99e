"""Who served a firm and asks for it afterwards finds nothing; that he asked is kept (security 7.6)."""

from datetime import datetime, timedelta

from django.db.models import Q

from liaison import record
from liaison.casework.models import AgencyFile, ServiceRequest
from liaison.registry.access import capacities
from liaison.registry.models import Account, Assignment
from liaison.registry.policy import policy


def knock(named: str, *, by: Account, now: datetime) -> bool:
    """Enter that `by` asked for `named`, a firm's code or the number of something of a firm, and was not shown it.

    Kept of everybody who has served the firm within the time of a watch, however the service ended: the answer takes as long
    for the one who was replaced as for the one who went on in a rotation. Return whether there was anything to keep.
    """
    since = now - timedelta(days=policy(by.zone, now).days("watch"))
    of_number = [
        table.objects.filter(zone=by.zone_id, number=named).values("enterprise")
        for table in (ServiceRequest, AgencyFile)
    ]
    theirs = Q(enterprise__code=named) | Q(enterprise__in=of_number[0]) | Q(enterprise__in=of_number[1])
    served = Assignment.objects.filter(theirs, enterprise__zone=by.zone_id, specialist=by, until__gte=since)
    if not served.exists():
        return False
    with record.transaction():
        record.append(
            "firm.look_refused", chain=record.AUDIT, zone=by.zone.code, subject=named, actor=by.login,
            capacity=next(iter(capacities(by)), "none"), at=now, facts={},
        )  # fmt: skip
    return True
