from django.db import models
from django.db.models import Q

from liaison.record.models import Content
from liaison.registry.models import Account, Zone

from .replacing import Replacement


class EffortFinding(models.Model):
    """认定 of 主观不努力 (R-46): apart from the replacement, heard and reasoned, signed by two, never filled in beforehand."""

    FOUND, NOT_FOUND = "found", "not_found"

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    specialist = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    replacement = models.ForeignKey(Replacement, null=True, on_delete=models.PROTECT, related_name="findings")
    year = models.PositiveSmallIntegerField()  # service year, also on the decision
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    evidence = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")  # as it stood, JSON
    statement = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    statement_due_on = models.DateField()
    statement_at = models.DateTimeField(null=True)
    hearing_at = models.DateTimeField(null=True)
    hearing_place = models.CharField(max_length=100, blank=True)
    heard_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=9, blank=True)
    reasons = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)  # the paper has reached the person: his days run from here
    reminded = models.PositiveSmallIntegerField(default=0)  # how many of the two reminders have gone out
    passed_up_at = models.DateTimeField(null=True)  # about the chief: to the level above the zone

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["specialist", "year"], condition=Q(decided_at=None, passed_up_at=None), name="one_open_finding"
            ),
        ]


class PanelSeat(models.Model):
    """One of the two who decide: personnel and discipline; one in conflict steps out and another sits."""

    finding = models.ForeignKey(EffortFinding, on_delete=models.PROTECT, related_name="seats")
    part = models.CharField(max_length=10)  # personnel, discipline
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    stepped_out_at = models.DateTimeField(null=True)
    conflict = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    decision = models.CharField(max_length=9, blank=True)
    reasons = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "part"], condition=Q(stepped_out_at=None), name="one_sits_for_each_part"
            ),
        ]


class Review(models.Model):
    """复核 within 30 days, 申诉 within 15 after its answer (R-48); the effect is not suspended, a reversal is a new entry."""

    REVIEW, APPEAL = "review", "appeal"
    UPHELD, REVERSED = "upheld", "reversed"

    finding = models.ForeignKey(EffortFinding, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=6)
    asked_at = models.DateTimeField()
    text = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    answer_due_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)  # when its date had passed without an answer
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, blank=True)
    reasons = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "kind"], name="each_remedy_once")]


class MeritExclusion(models.Model):
    """What a finding takes for one named year: 评先评优 and 提拔晋升, always both (R-47)."""

    AWARDS, PROMOTION = "awards", "promotion"
    KINDS = (AWARDS, PROMOTION)

    finding = models.ForeignKey(EffortFinding, on_delete=models.PROTECT, related_name="exclusions")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=[(one, one) for one in KINDS])
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "kind"], name="each_eligibility_once")]
        indexes = [models.Index(fields=["account", "year"], name="exclusion_by_person")]
