"""What happens by itself in appraisal. Called right after casework's tick; safe to run twice and from two workers."""

from datetime import datetime

from liaison.registry.models import Zone
from liaison.registry.policy import policy

from . import replacing, watching
from .actions import finding_after, running


def tick(now: datetime) -> None:
    """Do everything that is due at `now`. Each act is a transaction of its own: a killed worker leaves whole acts only."""
    for zone in Zone.objects.order_by("pk"):
        in_force = policy(zone, now)
        running.turn(zone, in_force)
        replacing.turn(zone, in_force)
        finding_after.turn(zone, in_force)
    watching.turn(now)
