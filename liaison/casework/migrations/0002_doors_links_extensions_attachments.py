import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0001_requests_and_summonses"),
        ("record", "0002_entries_are_append_only"),
        ("registry", "0002_leaves_doors_lists_and_comfort"),
        ("registry", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=5)),
                ("stored", models.CharField(max_length=60, unique=True)),
                ("media_type", models.CharField(max_length=80)),
                ("size_bytes", models.PositiveIntegerField()),
                ("width_px", models.PositiveIntegerField(null=True)),
                ("height_px", models.PositiveIntegerField(null=True)),
                ("sha256", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField()),
                ("for_staff", models.BooleanField(default=False)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "names",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="record.content"
                    ),
                ),
                (
                    "summons",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.summons"
                    ),
                ),
                (
                    "service_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="casework.servicerequest",
                    ),
                ),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("leg", models.PositiveSmallIntegerField()),
                ("before", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("asked_at", models.DateTimeField()),
                ("state", models.CharField(default="asked", max_length=8)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="record.content"
                    ),
                ),
                (
                    "service_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="casework.servicerequest",
                    ),
                ),
                (
                    "summons",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="extension", to="casework.summons"
                    ),
                ),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "asked")), fields=["zone", "before"], name="extension_undecided"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("service_request", "leg"), name="one_extension_a_leg")],
            },
        ),
        migrations.AddField(
            model_name="servicerequest",
            name="caller",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="record.content"
            ),
        ),
        migrations.AddField(
            model_name="servicerequest",
            name="caller_digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="servicerequest",
            name="door",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.door"
            ),
        ),
        migrations.AddField(
            model_name="servicerequest",
            name="grams",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="servicerequest",
            name="reopened",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="servicerequest",
            name="reopened_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="servicerequest",
            name="undone_closing_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="servicerequest",
            index=models.Index(
                fields=["zone", "status", "outcome", "closed_as", "undone_closing_at"], name="request_by_cell"
            ),
        ),
        migrations.AddIndex(
            model_name="servicerequest",
            index=models.Index(
                condition=models.Q(("undone_closing_at__isnull", False)),
                fields=["zone", "undone_closing_at"],
                name="request_undone",
            ),
        ),
        migrations.AddIndex(
            model_name="summons",
            index=models.Index(fields=["zone", "replied_at", "due_at", "department"], name="summons_by_reply"),
        ),
        migrations.AddField(
            model_name="servicerequest",
            name="lead_request",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="linked",
                to="casework.servicerequest",
            ),
        ),
        migrations.AddField(
            model_name="servicerequest",
            name="nudges",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="servicerequest",
            name="reply_calendar",
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AlterField(
            model_name="summons",
            name="calendar",
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddIndex(
            model_name="servicerequest",
            index=models.Index(
                fields=["zone", "raised_at", "status", "outcome", "closed_as", "undone_closing_at"],
                name="request_by_day",
            ),
        ),
        migrations.AddIndex(
            model_name="servicerequest",
            index=models.Index(
                fields=["zone", "closed_at", "status", "outcome", "closed_as", "undone_closing_at"],
                name="request_by_closing",
            ),
        ),
        migrations.AddIndex(
            model_name="servicerequest",
            index=models.Index(fields=["zone", "category", "-id"], name="request_by_category"),
        ),
        migrations.AddConstraint(
            model_name="servicerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "raised"), ("verified", False)),
                fields=("door", "caller_digest"),
                name="one_pending_per_door_and_phone",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "closed"), _negated=True),
                    ("closed_as", "duplicate"),
                    ("outcome__in", ["resolved", "explained"]),
                    _connector="OR",
                ),
                name="closed_with_an_outcome",
            ),
        ),
    ]
