from django.db import models
from django.db.models import F, Q

from liaison.record.models import Content
from liaison.registry.models import Account, Department, Zone, in_language

from .requests import ServiceRequest


class Measure(models.Model):
    """A policy document of the zone's library (R-41), under one number through all its versions."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    number = models.CharField(max_length=12)  # ZC2020-001: a series of its own, never reused
    department = models.ForeignKey(Department, on_delete=models.PROTECT)  # which explains and keeps it
    contact = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "number"], name="measure_number_once")]
        indexes = [models.Index(fields=["zone", "-id"], name="measure_newest")]


class MeasureVersion(models.Model):
    """What the document says from a day on. Once in force it is never edited: answers cite it. Later versions begin later."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="versions")
    n = models.PositiveSmallIntegerField()
    document = models.CharField(max_length=60)  # 青高新发〔2020〕4号
    issuer = models.CharField(max_length=100)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200, blank=True)
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # the last day; None: open
    repealed_on = models.DateField(null=True)  # the first day without it
    source = models.CharField(max_length=300, blank=True)  # an address, or where the paper lies
    # For whom: codes; an empty list asks for nothing. `rules.guidance` matches them to a firm.
    industries: "models.JSONField[list[str]]" = models.JSONField(default=list)
    sizes: "models.JSONField[list[str]]" = models.JSONField(default=list)
    statuses: "models.JSONField[list[str]]" = models.JSONField(default=list)
    categories: "models.JSONField[list[str]]" = models.JSONField(default=list)  # the kinds of requests it is about
    entered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    repeal = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")  # by what and why
    begun_at = models.DateTimeField(null=True)  # when the clock took note of its first day, and told whom it concerns
    over_at = models.DateTimeField(null=True)  # the same of its end

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "n"], name="measure_version_once"),
            models.UniqueConstraint(fields=["measure", "valid_from"], name="one_version_begins_on_a_day"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="measure_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["valid_from"], name="measure_to_begin", condition=Q(begun_at=None)),
            models.Index(fields=["valid_until"], name="measure_to_end", condition=Q(over_at=None)),
        ]

    @property
    def title(self) -> str:
        return in_language(self.title_zh, self.title_en)


class Point(models.Model):
    """One thing the document says, in plain language."""

    version = models.ForeignKey(MeasureVersion, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField()
    zh = models.CharField(max_length=500)
    en = models.CharField(max_length=800, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="point_placed_once")]
        ordering = ["position"]

    @property
    def text(self) -> str:
        return in_language(self.zh, self.en)


class Citation(models.Model):
    """An answer rests on a version; the entry of the answer says the same for ever."""

    service_request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="citations")
    version = models.ForeignKey(MeasureVersion, on_delete=models.PROTECT, related_name="citations")
    cited_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service_request", "version", "cited_at"], name="cited_once_in_an_answer")
        ]
