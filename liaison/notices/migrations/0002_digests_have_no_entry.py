import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_outbox_and_worker_beat"),
        ("record", "0002_entries_are_append_only"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="entry",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.entry"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="bundle",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.RemoveIndex(
            model_name="notice",
            name="notice_unread",
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("channel", "in_app"), ("read_at", None), ("state", "sent")),
                fields=["recipient"],
                name="notice_unread",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("channel", "mail")), fields=["recipient", "sent_at"], name="notice_mailed"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("state", "failed")), fields=["-id"], name="notice_failed"),
        ),
    ]
