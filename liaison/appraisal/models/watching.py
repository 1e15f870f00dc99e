from django.db import models

from liaison.record.models import Content
from liaison.registry.models import Account, Enterprise, Zone

from .replacing import Replacement


class Watch(models.Model):
    """防打击报复: 180 days over a firm that said 不满意 (security 7.6); read by discipline only."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    replacement = models.OneToOneField(Replacement, on_delete=models.PROTECT, related_name="watch")
    replaced = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)  # when the clock last counted


class Alarm(models.Model):
    """What the watch saw: a slower department, a look by the one who was replaced, a refused or stalled request."""

    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="alarms")
    kind = models.CharField(max_length=12)
    subject = models.CharField(max_length=20, blank=True)  # number of a request, code of a department
    facts: "models.JSONField[dict[str, object]]" = models.JSONField(default=dict)  # figures before and after
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["watch", "kind", "subject"], name="each_alarm_once")]


class Complaint(models.Model):
    """遭打击报复: the firm's own word, past specialist and department, straight to discipline."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    due_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
