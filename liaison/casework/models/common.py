from django.db import models
from django.db.models import F, Q

from liaison.record.models import Content
from liaison.registry.models import Account, Department, Enterprise, Zone

from .requests import ServiceRequest


class CommonWork(models.Model):
    """共性事项 (N6): what several firms ask for is one work with many replies. Proposed by likeness, decided by a person."""

    OPEN, DONE, DISSOLVED = "open", "done", "dissolved"
    STATES = (OPEN, DONE, DISSOLVED)

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    number = models.CharField(max_length=14)  # GX2020-0001
    title = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=[(one, one) for one in STATES], default=OPEN)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "number"], name="common_work_number_once")]


class CommonPart(models.Model):
    """One firm's request in a common work; it keeps its own reply, clock and confirmation, and its own words."""

    work = models.ForeignKey(CommonWork, on_delete=models.PROTECT, related_name="parts")
    service_request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="common_parts")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service_request"], condition=Q(left_at=None), name="in_one_common_work"),
        ]


class NotCommon(models.Model):
    """Two requests that somebody has looked at and called different: not proposed together again."""

    one = models.ForeignKey(ServiceRequest, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(ServiceRequest, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="different_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="different_in_order"),
        ]


class TypicalCase(models.Model):
    """典型案例 (R-55): told with the firm's consent, linked to its evidence; names only if the firm says so. Never about a 不满意."""

    DRAFT, ASKED, PUBLISHED, REFUSED, WITHDRAWN = "draft", "asked", "published", "refused", "withdrawn"
    STATES = (DRAFT, ASKED, PUBLISHED, REFUSED, WITHDRAWN)

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    service_request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    title = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=9, choices=[(one, one) for one in STATES], default=DRAFT)
    with_name = models.BooleanField(default=False)  # what the firm allowed
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service_request"], name="one_case_a_request")]
        indexes = [models.Index(fields=["zone", "state", "-id"], name="case_by_state")]


class MeToo(models.Model):
    """我也是 (N6): a firm in a session says that an item is its own trouble too; counted on the board, no name beside it."""

    gripe = models.ForeignKey("casework.Gripe", on_delete=models.PROTECT, related_name="me_toos")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gripe", "enterprise"], name="me_too_once_a_firm")]
