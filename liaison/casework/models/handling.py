from django.db import models
from django.db.models import F, Q

from liaison.record.models import Content
from liaison.registry.models import Account, Department, Enterprise, Zone

from .requests import ServiceRequest, Summons


class DutyShift(models.Model):
    """值班: who answers day and night (R-08). Shifts of a zone neither overlap nor leave a gap; a gap is shown before it comes."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="shifts")
    deputy = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    # A swap asked for: nothing changes until the other one has agreed, and then once.
    swap_with = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    swap_asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="shift_ends_after_start"),
            models.CheckConstraint(condition=~Q(officer=F("deputy")), name="deputy_is_another"),
            models.UniqueConstraint(fields=["zone", "begins_at"], name="one_shift_at_a_time"),
        ]
        indexes = [models.Index(fields=["zone", "ends_at"], name="shift_by_end")]


class Ring(models.Model):
    """An urgent request rings one person until a human accepts it: officer, deputy, chief (R-08). A miss stays."""

    OFFICER, DEPUTY, CHIEF = "officer", "deputy", "chief"

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    service_request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="rings")
    rung = models.CharField(max_length=8)  # officer, deputy, chief
    account = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+"
    )  # None: nobody was on duty
    rang_at = models.DateTimeField()
    due_at = models.DateTimeField()  # accepted by then, otherwise the next one rings
    # He took it; he let the time pass, which stays even if he takes it later; somebody else was faster.
    accepted_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service_request", "rung"], name="rings_each_once")]
        indexes = [
            models.Index(
                fields=["zone", "due_at"],
                name="ring_waiting",
                condition=Q(accepted_at=None, missed_at=None, stopped_at=None),
            )
        ]


class Visit(models.Model):
    """上门服务 and 走访 (R-07): promised, arrived, left, result; or a no-show."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="visits")
    service_request = models.ForeignKey(ServiceRequest, null=True, on_delete=models.PROTECT, related_name="visits")
    visitor = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    promised_at = models.DateTimeField(null=True)  # None: logged after the fact
    due_at = models.DateTimeField(null=True)  # until when one was owed
    promised_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    result = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    no_show = models.CharField(max_length=12, blank=True)  # visitor, enterprise, called_off
    no_show_at = models.DateTimeField(null=True)

    @property
    def state(self) -> str:
        """promised, arrived, done or no_show."""
        if self.no_show:
            return "no_show"
        return "done" if self.left_at else "arrived" if self.arrived_at else "promised"

    class Meta:
        indexes = [
            models.Index(fields=["zone", "-id"], name="visit_newest"),
            models.Index(fields=["enterprise", "-id"], name="visit_by_enterprise"),
            models.Index(
                fields=["visitor", "promised_at"], name="visit_open", condition=Q(left_at=None, no_show_at=None)
            ),
        ]


class Instruction(models.Model):
    """批示 of a leader on a request, and the numbered 督办单 that comes of it: an answer is owed with its date (R-22)."""

    OPEN, ANSWERED, CLOSED = "open", "answered", "closed"
    STATES = (OPEN, ANSWERED, CLOSED)

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    number = models.CharField(max_length=14, blank=True)  # DD2020-0001; empty for a 批示 without an answer owed
    service_request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="instructions")
    summons = models.ForeignKey(Summons, null=True, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        Department, null=True, on_delete=models.PROTECT, related_name="+"
    )  # who owes it; None: the specialist
    state = models.CharField(max_length=8, choices=[(one, one) for one in STATES], default=OPEN)
    text = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    answer = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)  # when its date had passed without an answer
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "number"], condition=~Q(number=""), name="supervision_number_once"),
        ]
        indexes = [
            models.Index(fields=["zone", "state", "due_at"], name="instruction_by_state"),
            models.Index(fields=["department", "state"], name="instruction_desk"),
        ]
