"""What the zone keeps, as documents for other programs."""

from typing import Any

from liaison.rules.deadlines import day_of, local

from .models import CalendarDay, CalendarNotice, ZoneDay


def calendar() -> dict[str, Any]:
    """Every accepted notice and every day a zone has freed, in the shape of the record's own entries; three statements."""
    days: dict[int, dict[str, bool]] = {}
    for day in CalendarDay.objects.order_by("date"):
        days.setdefault(day.notice_id, {})[day.date.isoformat()] = day.is_working
    notices = [
        {
            "key": row.key, "year": row.year, "source": row.source,
            "published_on": day_of(row.published_at).isoformat(), "days": days.get(row.pk, {}),
        }
        for row in CalendarNotice.objects.order_by("published_at", "key")
    ]  # fmt: skip
    freed = ZoneDay.objects.select_related("zone").order_by("zone", "seq")
    zone_days = [
        {
            "zone": row.zone.code,
            "seq": row.seq,
            "date": row.date.isoformat(),
            "decided_at": local(row.decided_at).isoformat(),
        }
        for row in freed
    ]
    return {"notices": notices, "zone_days": zone_days}
