from django.db import models
from django.db.models import Q

from liaison.record.models import Content
from liaison.registry.models import Account, Department, Enterprise, Zone

from .requests import ServiceRequest


class ChatGroup(models.Model):
    """A group as the zone runs it in its messenger: who is in it and what was said there, copied here (R-30)."""

    LIAISON, LEADERS = "liaison", "leaders"  # 政企交流群, 领导班子群

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    kind = models.CharField(max_length=8)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=90, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "kind"], name="one_group_of_a_kind")]


class Membership(models.Model):
    """Who is in a group. One without an account is named only, and reads nothing here."""

    HOST, ENTERPRISE, SPECIALIST, DEPARTMENT, LEADER = ROLES = (
        "host",
        "enterprise",
        "specialist",
        "department",
        "leader",
    )

    group = models.ForeignKey(ChatGroup, on_delete=models.PROTECT, related_name="memberships")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="memberships")
    called = models.CharField(max_length=60, blank=True)  # of one without an account: his name
    enterprise = models.ForeignKey(Enterprise, null=True, on_delete=models.PROTECT, related_name="+")  # and his firm
    role = models.CharField(max_length=10, choices=[(one, one) for one in ROLES])
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "account"], condition=Q(left_at=None), name="in_group_once"),
            models.CheckConstraint(condition=~Q(account=None) | ~Q(called=""), name="member_is_somebody"),
        ]


class Post(models.Model):
    """A message of a group with its author's own words; numbers of telephones are masked in what others see."""

    group = models.ForeignKey(ChatGroup, on_delete=models.PROTECT, related_name="posts")
    author = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    called = models.CharField(max_length=60, blank=True)  # the name in the messenger, where nobody here is meant
    enterprise = models.ForeignKey(Enterprise, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField()
    added_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    digest = models.CharField(max_length=64)  # of author, minute and words: the same chat pasted twice adds nothing
    hidden_at = models.DateTimeField(null=True)  # moderation; the words stay for the record
    hidden_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    hidden_because = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    service_request = models.ForeignKey(ServiceRequest, null=True, on_delete=models.PROTECT, related_name="posts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "digest"], name="post_once")]
        indexes = [models.Index(fields=["group", "-said_at", "-id"], name="post_newest")]


class GripeSession(models.Model):
    """吐槽大会 (R-31…R-35)."""

    PLANNED, OPEN, CLOSED = "planned", "open", "closed"
    STATES = (PLANNED, OPEN, CLOSED)

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    title = models.CharField(max_length=80)
    place = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=8, choices=[(one, one) for one in STATES], default=PLANNED)
    starts_at = models.DateTimeField()
    claim_days = models.PositiveSmallIntegerField(null=True)  # the chief's own default for a claim's date
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    current = models.ForeignKey("Gripe", null=True, on_delete=models.SET_NULL, related_name="+")  # what is being said
    current_since = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)  # rises with whatever the board shows: its ETag

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone"], condition=Q(state="open"), name="one_session_at_a_time"),
        ]
        indexes = [models.Index(fields=["zone", "-starts_at"], name="session_newest")]


class Gripe(models.Model):
    """One item on a session's list; the request behind it has number, clock and ledger like any other."""

    session = models.ForeignKey(GripeSession, on_delete=models.PROTECT, related_name="gripes")
    position = models.PositiveSmallIntegerField()
    service_request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="gripes")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    carried_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    mirrored = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    claim_due_at = models.DateTimeField(null=True)  # unclaimed by then: the office assigns
    claimed_by = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    handed_to_office_at = models.DateTimeField(null=True)
    said_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="gripe_position_once"),
            models.UniqueConstraint(fields=["session", "service_request"], name="gripe_once_a_session"),
        ]
        indexes = [
            models.Index(
                fields=["claim_due_at"], name="gripe_unclaimed", condition=Q(claimed_at=None, handed_to_office_at=None)
            ),
        ]
