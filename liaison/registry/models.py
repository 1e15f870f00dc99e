from datetime import time
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language


def in_language(zh: str, en: str) -> str:
    """The name that the reader's language asks for; not everything has an English one."""
    return en if en and (get_language() or "").startswith("en") else zh


class Named(models.Model):
    """A thing with a Chinese and an English name; `name` is the one of the reader's language."""

    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=160, blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return in_language(self.name_zh, self.name_en)

    def __str__(self) -> str:
        return self.name


class Zone(Named):
    code = models.SlugField(max_length=10, unique=True)
    timezone = models.CharField(max_length=40, default="Asia/Shanghai")
    closing_time = models.TimeField(default=time(17, 30))
    duty_phone = models.CharField(max_length=20, blank=True)
    is_demo = models.BooleanField(default=False)


class Department(Named):
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    code = models.CharField(max_length=10)
    phone = models.CharField(max_length=20, blank=True)
    external = models.BooleanField(default=False)  # customs, a power company: reached through an inside liaison

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="department_code_once")]


class Category(Named):
    class Group(models.TextChoices):
        PRODUCTION = "production"
        LIFE = "life"

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    code = models.SlugField(max_length=20)
    group = models.CharField(max_length=10, choices=Group.choices)
    position = models.PositiveSmallIntegerField(default=0)
    lead = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    co = models.ManyToManyField(Department, blank=True, related_name="+")  # who usually joins

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="category_code_once")]


class Enterprise(Named):
    class Status(models.TextChoices):
        SETTLING = "settling"  # 拟落户: no credit code yet
        OPERATING = "operating"  # 在营
        SUSPENDED = "suspended"  # 停业
        LEFT = "left"  # 迁出

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    code = models.CharField(max_length=10)  # our own permanent code, E0001
    credit_code = models.CharField(max_length=18, null=True, blank=True)  # 统一社会信用代码, none before registration
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPERATING)
    group = models.CharField(max_length=60, blank=True)
    industry = models.CharField(max_length=40, blank=True)
    size = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=60, blank=True)  # pinyin initials, correctable
    entered_at = models.DateTimeField(null=True)  # from when on somebody has to serve it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "code"], name="enterprise_code_once"),
            models.UniqueConstraint(fields=["zone", "credit_code"], name="enterprise_credit_code_once"),
        ]

    @property
    def short_name(self) -> str:
        """The name without its legal form, for lists."""
        return self.name.removesuffix("有限公司").removesuffix("有限责任公司").removesuffix(" Co., Ltd")


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.select_related("zone", "department", "enterprise").get(login=username)


class Account(AbstractBaseUser):
    """A person. Contacts who only phone are accounts without a usable password."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    login = models.CharField(max_length=60, unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=40, blank=True)  # 科长
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    large_type = models.BooleanField(default=False)  # 大字, kept per person
    by_mail = models.BooleanField(default=False)  # notices and the daily digest also by mail
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT)
    enterprise = models.ForeignKey(Enterprise, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS = ["name_zh"]
    objects = AccountManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(department=None) | Q(enterprise=None), name="account_of_department_or_enterprise"
            )
        ]

    @property
    def name(self) -> str:
        return in_language(self.name_zh, self.name_en)

    def __str__(self) -> str:
        return self.name


class Post(models.TextChoices):
    """Posts a person can hold; rights come from the capacity in which he stands to a row (`access`)."""

    PRINCIPAL = "principal"  # 负责人 of an enterprise
    CLERK = "clerk"  # 经办人, of an enterprise or of a department
    HEAD = "head"  # head of a department
    SPECIALIST = "specialist"
    CHIEF = "chief"
    LEADER = "leader"
    OFFICE = "office"
    EVALUATION = "evaluation"
    PERSONNEL = "personnel"
    DISCIPLINE = "discipline"
    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"


class Appointment(models.Model):
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="appointments")
    post = models.CharField(max_length=12, choices=Post.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "post"], condition=Q(until=None), name="post_held_once"),
        ]


class Assignment(models.Model):
    """对口联系: this specialist serves this enterprise. R-01: one open assignment per enterprise, a constraint."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="assignments")
    specialist = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="assignments")
    # While the specialist is away: the substitute, or one of the office if that one cannot. Kept by `casework.handover`.
    stand_in = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="stands_in")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=20, default="assigned")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise"], condition=Q(until=None), name="one_open_assignment"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="assignment_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["specialist", "until"], name="assignment_by_specialist")]

    @property
    def holder(self) -> Account:
        """Who answers for the firm now."""
        return self.stand_in or self.specialist


class Leave(models.Model):
    """One named substitute while a specialist is away (AB角, R-06). Days are whole; the clock begins and ends it."""

    specialist = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="leaves")
    substitute = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    named_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # with began_at empty: called off

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["specialist"], condition=Q(began_at__isnull=False, ended_at=None), name="one_running_leave"
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="leave_ends_after_start"),
            models.CheckConstraint(condition=~Q(specialist=F("substitute")), name="substitute_is_another"),
        ]
        indexes = [models.Index(fields=["substitute", "ended_at"], name="leave_by_substitute")]


class Exemption(models.Model):
    """Why a cadre on the roster serves no enterprise for a time (R-02); standing ones have no last day."""

    class Reason(models.TextChoices):
        LEAVE = "leave"
        SECONDMENT = "secondment"  # 借调
        PROBATION = "probation"  # 试用期
        ADMINISTRATOR = "administrator"  # standing

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="exemptions")
    reason = models.CharField(max_length=15, choices=Reason.choices)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(ended_at=None), name="one_open_exemption"),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="exemption_ends_after_start"
            ),
        ]


class Door(models.Model):
    """A QR poster, of one enterprise or of a gate of the zone. The code carries no secret; a revoked one still leads somewhere."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    code = models.CharField(max_length=12, unique=True)
    enterprise = models.ForeignKey(Enterprise, null=True, on_delete=models.PROTECT, related_name="doors")
    place = models.CharField(max_length=60, blank=True)  # 南门
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    scans = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise"], condition=Q(revoked_at=None), name="one_live_door_per_firm"),
        ]
        indexes = [models.Index(fields=["zone", "-id"], name="door_newest")]

    @property
    def is_live(self) -> bool:
        gone = self.enterprise is not None and self.enterprise.status == Enterprise.Status.LEFT
        return self.revoked_at is None and not gone


class ZoneDay(models.Model):
    """A day that the zone itself frees (a typhoon, a power cut): it may only free a day, never make one up.

    Numbered in the order of decision: a calendar's key names the newest notice and how many of these are in it.
    """

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    seq = models.PositiveSmallIntegerField()
    date = models.DateField()
    reason = models.CharField(max_length=60)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "seq"], name="zone_day_numbered"),
            models.UniqueConstraint(fields=["zone", "date"], name="zone_day_once"),
        ]


class SavedList(models.Model):
    """Filters of the ledger that a person gave a name."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="saved_lists")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="saved_list_named_once")]


class Phrase(models.Model):
    """常用语: words a person, or a whole department, uses again and again."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="phrases")
    department = models.ForeignKey(Department, null=True, on_delete=models.CASCADE, related_name="phrases")
    short = models.CharField(max_length=20)
    text = models.CharField(max_length=1000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "short"], name="phrase_of_person_once"),
            models.UniqueConstraint(fields=["department", "short"], name="phrase_of_department_once"),
        ]


class CalendarNotice(models.Model):
    """A State Council notice that this installation has accepted; `key` is its day of publication."""

    key = models.CharField(max_length=10, unique=True)
    year = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    source = models.CharField(max_length=100)


class CalendarDay(models.Model):
    notice = models.ForeignKey(CalendarNotice, on_delete=models.PROTECT, related_name="days")
    date = models.DateField()
    is_working = models.BooleanField()
    name = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "date"], name="calendar_day_once_per_notice")]


class TimeLimit(models.Model):
    """A policy value of the zone from an instant on; without a row the default of `rules.limits` holds."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    key = models.CharField(max_length=30)
    value = models.CharField(max_length=20)
    unit = models.CharField(max_length=20)
    effective_from = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "key", "effective_from"], name="limit_once_per_instant")]


class ApiToken(models.Model):
    """A bearer token; only its hash is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)


class IdempotencyKey(models.Model):
    """The answer to a write that was already done: the same key gets it again within a day."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    key = models.CharField(max_length=200)
    body_hash = models.CharField(max_length=64)
    answer: "models.JSONField[Any]" = models.JSONField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="idempotency_key_once")]
