from django.db import models

from liaison.registry.models import Account, Zone


class Paper(models.Model):
    """A formal paper that was drawn up: its number and who printed it when. Its words are made from the rows each time."""

    zone = models.ForeignKey(Zone, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=30)
    subject = models.CharField(max_length=20)  # the row it is about, as `kind` counts them
    drawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    prints = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "number"], name="paper_number_once"),
            models.UniqueConstraint(fields=["zone", "kind", "subject"], name="one_paper_a_subject"),
        ]
