from django.db import models
from django.db.models import Q

from liaison.record.models import Content
from liaison.registry.models import Account, Department, Enterprise, Zone, in_language


class AgencyFile(models.Model):
    """全程代办 (R-36…R-38): formalities carried for an enterprise end to end, under its written authorisation."""

    OPEN, WAITING, DONE, STOPPED = "open", "waiting", "done", "stopped"
    STATES = (WAITING, OPEN, DONE, STOPPED)

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    number = models.CharField(max_length=12)  # DB2020-0001: a series of its own, never reused
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="agency_files")
    template = models.CharField(max_length=30)  # a code of `rules.agency`
    state = models.CharField(
        max_length=8, choices=[(one, one) for one in STATES], default=WAITING
    )  # for the authorisation
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    authorised_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    authorised_at = models.DateTimeField(null=True)
    authorised_until = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)  # the authorisation: the work stops
    baseline_months = models.DecimalField(max_digits=4, decimal_places=1)  # what it usually takes
    baseline_source = models.CharField(max_length=200)
    target_on = models.DateField()
    need_by = models.DateTimeField(null=True)
    plan_end_on = models.DateField()  # the last working day before need_by and target: N8 plans back from it
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "number"], name="agency_number_once")]
        indexes = [
            models.Index(fields=["zone", "state", "-id"], name="agency_by_state"),
            models.Index(fields=["enterprise", "-id"], name="agency_by_enterprise"),
        ]


class AgencyStep(models.Model):
    """One step at one department: statutory, promised and actual time; steps without a predecessor among the open ones run side by side."""

    WAITING, RUNNING, WITH_FIRM, DONE, REFUSED = "waiting", "running", "with_firm", "done", "refused"
    STATES = (WAITING, RUNNING, WITH_FIRM, DONE, REFUSED)

    file = models.ForeignKey(AgencyFile, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=30)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=90)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    after: "models.JSONField[list[str]]" = models.JSONField(default=list)  # codes of the steps that come first
    state = models.CharField(max_length=10, choices=[(one, one) for one in STATES], default=WAITING)
    statutory_days = models.PositiveSmallIntegerField()  # working days the law allows
    minimum_days = models.PositiveSmallIntegerField(default=0)  # a notice period that nobody can shorten
    promised_days = models.PositiveSmallIntegerField()
    fee_yuan = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    promised_on = models.DateField(null=True)  # while the department has it
    latest_start_on = models.DateField()  # N8, planned back from need_by or target when the file was opened
    told_late_at = models.DateTimeField(null=True)  # that it should have begun: told once
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    refusal = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")

    # Put beside the row by `agency_access.attach_parts`, oldest first.
    stretches: "list[StepMove]"
    documents: "list[Material]"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "code"], name="agency_step_once")]
        indexes = [models.Index(fields=["department", "state"], name="agency_step_desk")]

    @property
    def name(self) -> str:
        return in_language(self.name_zh, self.name_en)


class StepMove(models.Model):
    """Who has had the ball of a step since when: the time at the firm is the firm's (R-36)."""

    ENTERPRISE, DEPARTMENT = "enterprise", "department"

    step = models.ForeignKey(AgencyStep, on_delete=models.PROTECT, related_name="moves")
    holder = models.CharField(max_length=10)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step"], condition=Q(until=None), name="one_holds_the_step")]


class Material(models.Model):
    """A document that a step needs; the enterprise uploads it, the department takes it or says what is wrong."""

    MISSING, GIVEN, TAKEN, RETURNED = "missing", "given", "taken", "returned"
    STATES = (MISSING, GIVEN, TAKEN, RETURNED)
    LACKING = (MISSING, RETURNED)

    step = models.ForeignKey(AgencyStep, on_delete=models.PROTECT, related_name="materials")
    code = models.CharField(max_length=30)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=[(one, one) for one in STATES], default=MISSING)
    stored = models.CharField(max_length=60, blank=True)  # as `Attachment.stored`
    media_type = models.CharField(max_length=80, blank=True)
    size_bytes = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    given_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True)
    remark = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "code"], name="material_once_a_step")]

    @property
    def name(self) -> str:
        return in_language(self.name_zh, self.name_en)
