from functools import cached_property

from django.db import models
from django.db.models import Q

from liaison.record.models import Content
from liaison.registry.models import Account, Department, Zone

from .requests import ServiceRequest, Summons


class Consultation(models.Model):
    """会商 (R-18…R-20): proposed with a reason, agreed by specialist and office, concluded by one lead.

    It hangs on the lead's summons; proposed once more after a refusal, it is the same row.
    """

    PROPOSED, AGREED, REFUSED, CANCELLED, CONCLUDED = "proposed", "agreed", "refused", "cancelled", "concluded"
    LAPSED = "lapsed"  # what it was about came to an end by itself: a reply, another lead, a withdrawal
    STATES = (PROPOSED, AGREED, REFUSED, CANCELLED, CONCLUDED, LAPSED)
    OPEN = (PROPOSED, AGREED)

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    service_request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="consultations")
    summons = models.OneToOneField(Summons, on_delete=models.PROTECT, related_name="consultation")  # of the lead
    leg = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=[(one, one) for one in STATES], default=PROPOSED)
    why = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    late = models.BooleanField(default=False)  # proposed after the department's limit: the breach stands
    decide_due_at = models.DateTimeField(null=True)
    agreed_by_specialist_at = models.DateTimeField(null=True)
    agreed_by_office_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)  # both have agreed, or one has refused
    ended_at = models.DateTimeField(null=True)  # cancelled, concluded or lapsed
    progress_on = models.DateField()  # the first one, as proposed
    meets_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=100, blank=True)
    arranged = models.PositiveSmallIntegerField(default=0)  # how often: the SEQUENCE of its invitation
    met_at = models.DateTimeField(null=True)  # when it was really held
    minutes = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    minutes_due_at = models.DateTimeField(null=True)
    minutes_at = models.DateTimeField(null=True)
    minutes_missed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service_request"], condition=Q(state__in=["proposed", "agreed"]), name="one_open_consultation"
            ),
        ]
        indexes = [models.Index(fields=["zone", "state", "meets_at"], name="consultation_by_state")]

    @cached_property
    def seats(self) -> list["Member"]:
        """Who sits in it, or would once it is agreed; one statement, however often a page asks."""
        sits = Member.objects.filter(consultation=self, left_at=None).select_related("department", "outside")
        return list(sits.order_by("pk"))

    @cached_property
    def split(self) -> list["Duty"]:
        """The duties it has split off, by date; the same."""
        duties = Duty.objects.filter(consultation=self).select_related("department", "what")
        return list(duties.order_by("due_on", "pk"))


class Member(models.Model):
    """Who sits in a consultation: a department, or somebody outside the zone without an account (R-20)."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="members")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    outside = models.ForeignKey(
        Content, null=True, on_delete=models.SET_NULL, related_name="+"
    )  # name, unit, phone, e-mail
    since = models.DateTimeField(null=True)  # None: proposed, and not agreed yet; from then on a department reads
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "department"], condition=Q(left_at=None), name="department_sits_once"
            ),
        ]


class Duty(models.Model):
    """What a consultation has split off: one owner, one date."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="duties")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    what = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)


class ProgressNote(models.Model):
    """News that the firm was given, and when the next comes (R-19). The words stand in its entry; the row keeps the cycle."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    service_request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="progress_notes")
    leg = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    next_on = models.DateField()
    due_at = models.DateTimeField(null=True)  # when this note itself was owed; later than that is a miss

    class Meta:
        indexes = [models.Index(fields=["service_request", "-id"], name="progress_newest")]
