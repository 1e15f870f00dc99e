from django.db import models
from django.db.models import Q

from liaison.record.models import Content
from liaison.registry.models import Account, Category, Department, Enterprise, Zone
from liaison.rules.lifecycle import OPEN, OPEN_SUMMONS, Channel, ClosedAs, Outcome, Status, SummonsStatus


def _choices(
    codes: type[Status] | type[SummonsStatus] | type[Outcome] | type[ClosedAs] | type[Channel],
) -> list[tuple[str, str]]:
    return [(str(code), str(code)) for code in codes]


class RequestCounter(models.Model):
    """The last number given in a zone and year: numbers are never reused, so the count can never fall (R-29)."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "year"], name="request_counter_once")]


class ServiceRequest(models.Model):
    """诉求. Promises are stored with the calendar that made them; lamps and overdue are computed, never stored."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    number = models.CharField(max_length=12)  # YYYY-NNNN
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT)
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT)
    channel = models.CharField(max_length=10, choices=_choices(Channel))
    text = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    urgent = models.BooleanField(default=False)
    need_by = models.DateTimeField(null=True)
    verified = models.BooleanField(default=True)
    raised_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    status = models.CharField(max_length=12, choices=_choices(Status))
    outcome = models.CharField(max_length=10, choices=_choices(Outcome), null=True)
    closed_as = models.CharField(max_length=15, choices=_choices(ClosedAs), null=True)
    leg = models.PositiveSmallIntegerField(default=1)

    occurred_at = models.DateTimeField()  # the call itself
    raised_at = models.DateTimeField()  # when it was logged
    leg_began_at = models.DateTimeField()  # start of this leg's reply clock
    whistle_due_at = models.DateTimeField(null=True)  # R-13, the specialist's own limit
    reply_due_at = models.DateTimeField(null=True)  # R-15; null while the calendar of the year is unknown
    reply_calendar = models.CharField(max_length=10, blank=True)
    replied_at = models.DateTimeField(null=True)  # stops the enterprise's clock of this leg
    resolve_by = models.DateTimeField(null=True)
    next_progress_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    confirm_due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    lamp_due_at = models.DateTimeField(null=True)  # the earliest open promise: an instant, the lamp itself is computed
    moved_at = models.DateTimeField()  # last thing the enterprise could see happen
    disputes = models.PositiveSmallIntegerField(default=0)
    explained_disputed = models.BooleanField(default=False)  # an explanation is contested once
    plan_disputed = models.BooleanField(default=False)
    contested = models.BooleanField(default=False)  # so is 不予受理
    ladder = models.PositiveSmallIntegerField(default=0)  # reminders of this leg already given
    nudged_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "number"], name="request_number_once")]
        indexes = [
            models.Index(fields=["zone", "-id"], name="request_newest"),
            models.Index(fields=["zone", "status", "-id"], name="request_by_status"),
            models.Index(fields=["zone", "enterprise", "-id"], name="request_by_enterprise"),
            models.Index(fields=["zone", "lamp_due_at"], name="request_open_due", condition=Q(status__in=sorted(OPEN))),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class Summons(models.Model):
    """派单: one department called to one request, with its own ask and its own clock."""

    LEAD, CO = "lead", "co"

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    service_request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="summonses")
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    part = models.CharField(max_length=4, choices=[(LEAD, LEAD), (CO, CO)])
    origin = models.CharField(max_length=12, default="whistle")
    status = models.CharField(max_length=12, choices=_choices(SummonsStatus), default=SummonsStatus.SENT)
    leg = models.PositiveSmallIntegerField(default=1)
    ask = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    report_in_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    calendar = models.CharField(max_length=10, blank=True)
    clerk = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    reported_in_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    suggested = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    decide_due_at = models.DateTimeField(null=True)
    decline_refused = models.BooleanField(default=False)  # refused is final
    replied_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)  # ended without a reply
    outcome = models.CharField(max_length=10, choices=_choices(Outcome), null=True)
    ladder = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service_request", "department"],
                condition=Q(status__in=sorted(OPEN_SUMMONS)),
                name="one_open_summons",
            ),
            models.UniqueConstraint(
                fields=["service_request"],
                condition=Q(part="lead", status__in=sorted(OPEN_SUMMONS)),
                name="one_open_lead",
            ),
        ]
        indexes = [
            models.Index(fields=["zone", "department", "status", "due_at"], name="summons_desk"),
            models.Index(
                fields=["zone", "due_at"], name="summons_open_due", condition=Q(status__in=sorted(OPEN_SUMMONS))
            ),
        ]
