"""The confidential store (security 7.2): random row ids, contents sealed to the round's key, all of one length."""

import uuid

from django.db import models

from liaison.record.models import Content
from liaison.registry.models import Account

from .rounds import RollLine


class Ballot(models.Model):
    """A vote: choice, reason and nonce, sealed. Replaced until the close; the last one counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.OneToOneField(RollLine, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    commitment = models.CharField(max_length=64)  # H(0x03 ‖ round ‖ enterprise ‖ choice ‖ nonce)
    cast_at = models.DateTimeField()


class BallotToken(models.Model):
    """One visit to the ballot: made by a fresh sign-in or a one-time code, dead after a quarter of an hour (API: the bearer token)."""

    line = models.ForeignKey(RollLine, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(
        Account, null=True, on_delete=models.CASCADE, related_name="+"
    )  # none: by one-time code
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()


class OpenedBallot(models.Model):
    """What a vote said, from the unsealing on; read by evaluation and personnel only, each look an entry of the audit chain."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.OneToOneField(RollLine, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=11)  # satisfied, unsatisfied
    reason = models.ForeignKey(Content, null=True, on_delete=models.SET_NULL, related_name="+")
    nonce = models.CharField(max_length=32)  # hex; with it anybody who may look can count the commitment again
