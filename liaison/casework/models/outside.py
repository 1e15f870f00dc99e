from typing import Any

from django.db import models
from django.db.models import Q

from liaison.record.models import Content
from liaison.registry.models import Account, Department, Zone
from liaison.rules.outside import CLERK, OFFICE, SPECIALIST, Keeper

from .requests import Attachment, ServiceRequest


class OutsideMatter(models.Model):
    """外部协调 (R-23): what somebody outside the zone has to do; an inside liaison answers for it and gives the firm its progress.

    The one outside has no account, no deadline and no place in any ranking.
    """

    OPEN, AGREED, REFUSED, CALLED_OFF = "open", "agreed", "refused", "called_off"
    LAPSED = "lapsed"  # its request has ended
    STATES = (OPEN, AGREED, REFUSED, CALLED_OFF, LAPSED)

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    service_request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="outside_matters")
    what = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    # 联络人, inside the zone: a clerk; None: whoever serves the firm
    liaison = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    next_progress_at = models.DateTimeField(null=True)  # the liaison's, to the firm, in the cycle of R-19
    missed_at = models.DateTimeField(null=True)  # it was entered that this news did not come
    conflict_at = models.DateTimeField(null=True)  # the liaison's own interest: the office holds it and names another
    state = models.CharField(max_length=10, choices=[(one, one) for one in STATES], default=OPEN)
    ended_at = models.DateTimeField(null=True)
    result = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    evidence = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service_request"], condition=Q(ended_at=None), name="one_open_outside_matter"
            ),
        ]
        indexes = [
            models.Index(fields=["liaison", "state"], name="outside_by_liaison"),
            models.Index(fields=["zone", "next_progress_at"], name="outside_news_due", condition=Q(ended_at=None)),
        ]

    @property
    def keeper(self) -> Keeper:
        if self.conflict_at:
            return Keeper(OFFICE)
        return Keeper(CLERK, self.liaison.login) if self.liaison else Keeper(SPECIALIST)

    @property
    def facts(self) -> dict[str, Any]:
        """What each of its entries says: which matter, and who keeps it from then on (`casework.outside.readable`)."""
        return {"matter": self.pk, "keeper": self.keeper.kind, "liaison": self.keeper.login}


class OutsideParty(models.Model):
    """Whom the liaison talks to: an agency of the register (`external`), or somebody named, such as a supplier."""

    matter = models.ForeignKey(OutsideMatter, on_delete=models.PROTECT, related_name="parties")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    named = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    @property
    def name(self) -> str:
        if self.department:
            return self.department.name
        return (self.named.text or "") if self.named else ""


class OutsideContact(models.Model):
    """One talk, letter or quote. Seen by the asking firm and the office, and by the liaison; by no other firm and no department."""

    CALL, MEETING, LETTER, QUOTE, ANSWER = "call", "meeting", "letter", "quote", "answer"
    KINDS = (CALL, MEETING, LETTER, QUOTE, ANSWER)

    party = models.ForeignKey(OutsideParty, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=7, choices=[(one, one) for one in KINDS])
    at = models.DateTimeField()
    logged_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField()
    text = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    valid_until = models.DateField(null=True)  # of a quote
