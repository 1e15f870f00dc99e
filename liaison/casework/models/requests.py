from django.db import models
from django.db.models import Q

from liaison.record.models import Content
from liaison.registry.models import Account, Category, Department, Door, Enterprise, Zone
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


class WithoutGrams(models.Manager["ServiceRequest"]):
    """Rows without the pieces to search by: only the index reads them, and a row that is saved again leaves them alone."""

    def get_queryset(self) -> models.QuerySet["ServiceRequest"]:
        return super().get_queryset().defer("grams")


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
    door = models.ForeignKey(Door, null=True, on_delete=models.PROTECT, related_name="+")
    caller = models.ForeignKey(
        Content, null=True, on_delete=models.SET_NULL, related_name="+"
    )  # who scanned: name, phone
    caller_digest = models.CharField(
        max_length=64, blank=True
    )  # keyed digest of that phone: one pending per door and phone
    lead_request = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="linked")
    grams = models.TextField(blank=True)  # `rules.grams`: what number and text are found by

    status = models.CharField(max_length=12, choices=_choices(Status))
    outcome = models.CharField(max_length=10, choices=_choices(Outcome), null=True)
    closed_as = models.CharField(max_length=15, choices=_choices(ClosedAs), null=True)
    leg = models.PositiveSmallIntegerField(default=1)

    occurred_at = models.DateTimeField()  # the call itself
    raised_at = models.DateTimeField()  # when it was logged
    leg_began_at = models.DateTimeField()  # start of this leg's reply clock
    whistle_due_at = models.DateTimeField(null=True)  # R-13, the specialist's own limit
    reply_due_at = models.DateTimeField(null=True)  # R-15; null while the calendar of the year is unknown
    reply_calendar = models.CharField(max_length=16, blank=True)
    replied_at = models.DateTimeField(null=True)  # stops the enterprise's clock of this leg
    resolve_by = models.DateTimeField(null=True)
    next_progress_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    confirm_due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)  # how often a closing was undone, by whatever word
    reopened_at = models.DateTimeField(null=True)  # when the last one was
    undone_closing_at = models.DateTimeField(null=True)  # the closing that then left the count
    lamp_due_at = models.DateTimeField(null=True)  # the earliest open promise: an instant, the lamp itself is computed
    moved_at = models.DateTimeField()  # last thing the enterprise could see happen
    disputes = models.PositiveSmallIntegerField(default=0)
    explained_disputed = models.BooleanField(default=False)  # an explanation is contested once
    plan_disputed = models.BooleanField(default=False)
    contested = models.BooleanField(default=False)  # so is 不予受理
    ladder = models.PositiveSmallIntegerField(default=0)  # reminders of this leg already given
    nudged_on = models.DateField(null=True)
    nudges = models.PositiveSmallIntegerField(default=0)  # how many on that day

    objects = WithoutGrams()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "number"], name="request_number_once"),
            # Only what is raised waits to be verified: `lifecycle.WHILE_UNVERIFIED`.
            models.UniqueConstraint(
                fields=["door", "caller_digest"],
                condition=Q(verified=False, status=Status.RAISED),
                name="one_pending_per_door_and_phone",
            ),
            # What is closed was solved or explained, or was a duplicate: `rules.counting`.
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED)
                | Q(closed_as=ClosedAs.DUPLICATE)
                | Q(outcome__in=[Outcome.RESOLVED, Outcome.EXPLAINED]),
                name="closed_with_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["zone", "-id"], name="request_newest"),
            models.Index(fields=["zone", "status", "-id"], name="request_by_status"),
            models.Index(fields=["zone", "enterprise", "-id"], name="request_by_enterprise"),
            # With what decides a request's cell (`rules.counting`): the ledger is counted from an index alone.
            models.Index(
                fields=["zone", "status", "outcome", "closed_as", "undone_closing_at"], name="request_by_cell"
            ),
            models.Index(
                fields=["zone", "raised_at", "status", "outcome", "closed_as", "undone_closing_at"],
                name="request_by_day",
            ),
            models.Index(
                fields=["zone", "closed_at", "status", "outcome", "closed_as", "undone_closing_at"],
                name="request_by_closing",
            ),
            models.Index(
                fields=["zone", "undone_closing_at"],
                name="request_undone",
                condition=Q(undone_closing_at__isnull=False),
            ),
            models.Index(fields=["zone", "lamp_due_at"], name="request_open_due", condition=Q(status__in=sorted(OPEN))),
            models.Index(fields=["zone", "category", "-id"], name="request_by_category"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class Summons(models.Model):
    """派单: one department called to one request, with its own ask and its own clock."""

    LEAD, CO = "lead", "co"
    CLAIM = "claim"  # origin: the department took it up itself in a gripe session

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
    calendar = models.CharField(max_length=16, blank=True)
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
            # A verdict falls with the reply or, without one, when it was due: the rate of a period reads this.
            models.Index(fields=["zone", "department", "replied_at", "due_at"], name="summons_by_verdict"),
        ]


class Extension(models.Model):
    """A later date for a plan (R-21): asked once a leg, at least one working day before, decided by the office."""

    ASKED, AGREED, REFUSED, LAPSED = "asked", "agreed", "refused", "lapsed"

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    summons = models.OneToOneField(Summons, on_delete=models.PROTECT, related_name="extension")
    service_request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="extensions")
    leg = models.PositiveSmallIntegerField()
    before = models.DateTimeField()  # the date that stands until the office decides
    until = models.DateTimeField()
    reason = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=ASKED)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service_request", "leg"], name="one_extension_a_leg")]
        indexes = [models.Index(fields=["zone", "before"], name="extension_undecided", condition=Q(state="asked"))]


class Attachment(models.Model):
    """A photo, a voice note or a paper. Stored under a random name outside the web root; served through `access` only."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    service_request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="attachments")
    summons = models.ForeignKey(Summons, null=True, on_delete=models.PROTECT, related_name="+")  # came with its reply
    kind = models.CharField(max_length=5)  # `files.KINDS`
    names = models.ForeignKey(
        Content, null=True, on_delete=models.SET_NULL, related_name="+"
    )  # a part for each file of the act
    stored = models.CharField(max_length=60, unique=True)
    media_type = models.CharField(max_length=80)
    size_bytes = models.PositiveIntegerField()
    width_px = models.PositiveIntegerField(null=True)
    height_px = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    for_staff = models.BooleanField(default=False)  # added by staff for staff: neither firm nor departments see it
    # Came from outside the zone: only for those who read its talks.
    outside = models.ForeignKey("casework.OutsideMatter", null=True, on_delete=models.PROTECT, related_name="files")

    @property
    def name(self) -> str:
        """What the person called it; once that is erased, what it is."""
        called: str = self.names.parts.get(str(self.pk), "") if self.names else ""
        return called or f"{self.kind}-{self.pk}"
