from django.db import models
from django.db.models import F, Q

from liaison.registry.models import Account, Enterprise, Zone


class Round(models.Model):
    """评价周期 (R-42): one for each half-year; the roll is frozen at its opening, the votes stay sealed until two persons open them."""

    PLANNED, OPEN, CLOSED, UNSEALED, RELEASED = "planned", "open", "closed", "unsealed", "released"
    STATES = (PLANNED, OPEN, CLOSED, UNSEALED, RELEASED)

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    half = models.PositiveSmallIntegerField()  # 1 or 2
    opens_on = models.DateField()
    closes_at = models.DateTimeField()  # a vote at this instant is still one; a second later is not
    replace_by = models.DateField(null=True)  # the one date of all replacements of this round; set at the close
    state = models.CharField(max_length=8, choices=[(one, one) for one in STATES], default=PLANNED)
    planned_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    roll_hash = models.CharField(max_length=64, blank=True)  # also in the record
    public_key = models.BinaryField(null=True)  # X25519, 32 bytes: what ballots are sealed to
    closed_at = models.DateTimeField(null=True)
    commitment_root = models.CharField(max_length=64, blank=True)  # also in the record
    unsealed_at = models.DateTimeField(null=True)
    satisfied = models.PositiveIntegerField(null=True)  # known from the unsealing on
    unsatisfied = models.PositiveIntegerField(null=True)
    not_rated = models.PositiveIntegerField(null=True)
    released_at = models.DateTimeField(null=True)  # the round-wide rate is public from then on
    reminded = models.PositiveSmallIntegerField(default=0)  # how many of the reminders have gone out

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "year", "half"], name="one_round_a_half_year"),
            models.CheckConstraint(condition=Q(half__in=[1, 2]), name="half_is_one_or_two"),
        ]

    @property
    def code(self) -> str:
        """2020-H1: the round's name in the record and in addresses."""
        return f"{self.year}-H{self.half}"

    @property
    def key(self) -> str:
        """QJ/2020-H1: its name in commitments; unlike anywhere else."""
        return f"{self.zone.code}/{self.code}"


class RollLine(models.Model):
    """One enterprise, one right to rate, and whom it rates; frozen when the round opens."""

    ACCOUNT, CODE = "account", "code"  # how it may vote; who has no account, by a one-time code or on paper
    VOICES = (ACCOUNT, CODE)

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="lines")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    specialist = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    held_days = models.PositiveSmallIntegerField()  # of the half-year
    rater = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")  # the principal
    voice = models.CharField(max_length=7, choices=[(one, one) for one in VOICES], default=ACCOUNT)
    code_hash = models.CharField(max_length=64, blank=True)  # one-time code of a firm without an account
    code_tries = models.PositiveSmallIntegerField(default=0)
    void = models.CharField(max_length=12, blank=True)  # left, closed: why it has no voice any more

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "enterprise"], name="one_line_an_enterprise")]


class Keeper(models.Model):
    """Who holds a part of the round's key: the evaluation post, a second person, and a sealed paper. Two of three open (security 7.3)."""

    FIRST, SECOND, PAPER = "first", "second", "paper"
    PARTS = (FIRST, SECOND, PAPER)

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="keepers")
    part = models.CharField(max_length=6, choices=[(one, one) for one in PARTS])
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")  # of the paper: who printed it
    salt = models.BinaryField()
    public_key = models.BinaryField()  # X25519; its private half follows from the phrase that only its keeper knows
    made_at = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)  # tries in a row that did not fit
    wrong_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "part"], name="one_keeper_a_part")]


class WrappedKey(models.Model):
    """The round's private key in two envelopes, one inside the other: `outer` opens first, then `inner`. Nobody opens it alone."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="wrapped")
    outer = models.CharField(max_length=6)
    inner = models.CharField(max_length=6)
    box = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "outer", "inner"], name="one_envelope_a_pair"),
            models.CheckConstraint(condition=~Q(outer=F("inner")), name="two_envelopes"),
        ]


class Opening(models.Model):
    """What one keeper has done towards the unsealing: his envelope is off, the other one's is not."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="openings")
    part = models.CharField(max_length=6)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "part"], name="each_part_once")]


class Peeled(models.Model):
    """An envelope from which the outer one is off; kept until the second person comes, then deleted."""

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="peeled")
    inner = models.CharField(max_length=6)
    box = models.BinaryField()
