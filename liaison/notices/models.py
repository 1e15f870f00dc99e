from django.db import models
from django.db.models import Q

from liaison.record.models import Entry
from liaison.registry.models import Account


class WorkerBeat(models.Model):
    """The worker's sign of life, in machine time; `/readyz` turns red without it."""

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()


class Notice(models.Model):
    """One thing one person has to be told over one channel. `key` makes sending it twice harmless."""

    IN_APP, MAIL = "in_app", "mail"
    QUEUED, SENT, FAILED = "queued", "sent", "failed"

    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="+")  # none: a daily digest
    recipient = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="notices")
    channel = models.CharField(max_length=12, default=IN_APP)
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=30)
    params = models.JSONField(default=dict)  # codes, numbers, dates; `speech.notices` words them
    urgent = models.BooleanField(default=False)
    not_before = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)  # machine time
    attempts = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, default=QUEUED)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)
    # The mail that carries it: the key of its first notice, set when it is claimed. A repeat is the same mail with the same key.
    bundle = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_inbox"),
            models.Index(
                fields=["recipient"], name="notice_unread", condition=Q(channel="in_app", state="sent", read_at=None)
            ),
            models.Index(fields=["not_before", "id"], name="notice_queued", condition=Q(state="queued")),
            models.Index(fields=["recipient", "sent_at"], name="notice_mailed", condition=Q(channel="mail")),
            models.Index(fields=["-id"], name="notice_failed", condition=Q(state="failed")),
        ]
