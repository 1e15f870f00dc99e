from django.db import models


class Content(models.Model):
    """Free text that a person wrote. The one place for it: erasing the row leaves the chain valid."""

    salt = models.BinaryField(max_length=16)
    text = models.TextField()
    # Named parts of a text, such as reason, basis, alternative and contact of an explanation.
    parts = models.JSONField(default=dict)


class Chain(models.Model):
    """The head of one chain. Its row is locked last in a transaction, so that reading never waits for writing."""

    name = models.CharField(max_length=40, unique=True)  # "QJ/business", "QJ/audit"
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)


class Entry(models.Model):
    """One fact, never changed. Plain values: nothing here points out of `record`, nothing breaks when a row elsewhere goes."""

    chain = models.CharField(max_length=40)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=150, blank=True)  # login; empty = the clock
    capacity = models.CharField(max_length=20)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)  # a request's number, an enterprise's code, a login
    body = models.TextField()  # the exact text that was hashed
    alg = models.CharField(max_length=10)
    content_digest = models.CharField(max_length=64, blank=True)
    # No constraint: a text may be erased while its entry stays, and the entry is never touched for it.
    content = models.ForeignKey(Content, null=True, db_constraint=False, on_delete=models.DO_NOTHING, related_name="+")
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="entry_seq_once_per_chain")]
        indexes = [models.Index(fields=["chain", "subject", "seq"], name="entry_by_subject")]
