from django.db import models
from django.db.models import Q

from liaison.record.models import Content
from liaison.registry.models import Account, Enterprise, Zone

from .rounds import Round


class Replacement(models.Model):
    """撤换 (R-44): a duty that a vote or the principal's word alone creates; no approver, no refusal, one date."""

    VOTE, ASKED = "vote", "asked"

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="replacements")  # of a vote
    cause = models.CharField(max_length=5, choices=[(VOTE, VOTE), (ASKED, ASKED)])
    old = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    wished = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+"
    )  # whom the firm names, if it does
    reason = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")  # never asked for
    owed_at = models.DateTimeField()
    due_on = models.DateField()
    proposed = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    new = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    reminded = models.PositiveSmallIntegerField(default=0)  # which of the reminders to the office have gone out

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(done_at=None), name="one_open_replacement_per_firm"
            ),
        ]
        indexes = [models.Index(fields=["zone", "done_at", "due_on"], name="replacement_by_due")]
