import django.db.models.deletion
import liaison.rules.lifecycle
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("record", "0001_entries_chains_contents"),
        ("registry", "0001_zone_people_enterprises_calendar"),
        ("registry", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=12)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "phone"),
                            ("visit", "visit"),
                            ("group", "group"),
                            ("gripe", "gripe"),
                            ("web", "web"),
                            ("qr", "qr"),
                            ("letter", "letter"),
                            ("hotline", "hotline"),
                            ("api", "api"),
                        ],
                        max_length=10,
                    ),
                ),
                ("urgent", models.BooleanField(default=False)),
                ("need_by", models.DateTimeField(null=True)),
                ("verified", models.BooleanField(default=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("raised", "raised"),
                            ("in_hand", "in_hand"),
                            ("whistled", "whistled"),
                            ("consulting", "consulting"),
                            ("planned", "planned"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                            ("out_of_scope", "out_of_scope"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("resolved", "resolved"), ("explained", "explained"), ("planned", "planned")],
                        max_length=10,
                        null=True,
                    ),
                ),
                (
                    "closed_as",
                    models.CharField(
                        choices=[
                            ("confirmed", "confirmed"),
                            ("by_phone", "by_phone"),
                            ("silent", "silent"),
                            ("disputed_final", "disputed_final"),
                            ("out_of_scope", "out_of_scope"),
                            ("withdrawn", "withdrawn"),
                            ("duplicate", "duplicate"),
                        ],
                        max_length=15,
                        null=True,
                    ),
                ),
                ("leg", models.PositiveSmallIntegerField(default=1)),
                ("occurred_at", models.DateTimeField()),
                ("raised_at", models.DateTimeField()),
                ("leg_began_at", models.DateTimeField()),
                ("whistle_due_at", models.DateTimeField(null=True)),
                ("reply_due_at", models.DateTimeField(null=True)),
                ("reply_calendar", models.CharField(blank=True, max_length=10)),
                ("replied_at", models.DateTimeField(null=True)),
                ("resolve_by", models.DateTimeField(null=True)),
                ("next_progress_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("confirm_due_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("lamp_due_at", models.DateTimeField(null=True)),
                ("moved_at", models.DateTimeField()),
                ("disputes", models.PositiveSmallIntegerField(default=0)),
                ("explained_disputed", models.BooleanField(default=False)),
                ("plan_disputed", models.BooleanField(default=False)),
                ("contested", models.BooleanField(default=False)),
                ("ladder", models.PositiveSmallIntegerField(default=0)),
                ("nudged_on", models.DateField(null=True)),
                (
                    "category",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="registry.category"),
                ),
                (
                    "enterprise",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.enterprise"),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="record.content"
                    ),
                ),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["zone", "-id"], name="request_newest"),
                    models.Index(fields=["zone", "status", "-id"], name="request_by_status"),
                    models.Index(fields=["zone", "enterprise", "-id"], name="request_by_enterprise"),
                    models.Index(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    liaison.rules.lifecycle.Status["ANSWERED"],
                                    liaison.rules.lifecycle.Status["CONSULTING"],
                                    liaison.rules.lifecycle.Status["IN_HAND"],
                                    liaison.rules.lifecycle.Status["PLANNED"],
                                    liaison.rules.lifecycle.Status["RAISED"],
                                    liaison.rules.lifecycle.Status["WHISTLED"],
                                ],
                            )
                        ),
                        fields=["zone", "lamp_due_at"],
                        name="request_open_due",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("zone", "number"), name="request_number_once")],
            },
        ),
        migrations.CreateModel(
            name="RequestCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("zone", "year"), name="request_counter_once")],
            },
        ),
        migrations.CreateModel(
            name="Summons",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(choices=[("lead", "lead"), ("co", "co")], max_length=4)),
                ("origin", models.CharField(default="whistle", max_length=12)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("sent", "sent"),
                            ("reported_in", "reported_in"),
                            ("declining", "declining"),
                            ("declined", "declined"),
                            ("replied", "replied"),
                            ("released", "released"),
                        ],
                        default=liaison.rules.lifecycle.SummonsStatus["SENT"],
                        max_length=12,
                    ),
                ),
                ("leg", models.PositiveSmallIntegerField(default=1)),
                ("sent_at", models.DateTimeField()),
                ("report_in_due_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("calendar", models.CharField(blank=True, max_length=10)),
                ("reported_in_at", models.DateTimeField(null=True)),
                ("declined_at", models.DateTimeField(null=True)),
                ("decide_due_at", models.DateTimeField(null=True)),
                ("decline_refused", models.BooleanField(default=False)),
                ("replied_at", models.DateTimeField(null=True)),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("resolved", "resolved"), ("explained", "explained"), ("planned", "planned")],
                        max_length=10,
                        null=True,
                    ),
                ),
                ("ladder", models.PositiveSmallIntegerField(default=0)),
                (
                    "ask",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="record.content"
                    ),
                ),
                (
                    "clerk",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.department"),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "service_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="summonses",
                        to="casework.servicerequest",
                    ),
                ),
                (
                    "suggested",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.department",
                    ),
                ),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["zone", "department", "status", "due_at"], name="summons_desk"),
                    models.Index(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    liaison.rules.lifecycle.SummonsStatus["DECLINING"],
                                    liaison.rules.lifecycle.SummonsStatus["REPORTED_IN"],
                                    liaison.rules.lifecycle.SummonsStatus["SENT"],
                                ],
                            )
                        ),
                        fields=["zone", "due_at"],
                        name="summons_open_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    liaison.rules.lifecycle.SummonsStatus["DECLINING"],
                                    liaison.rules.lifecycle.SummonsStatus["REPORTED_IN"],
                                    liaison.rules.lifecycle.SummonsStatus["SENT"],
                                ],
                            )
                        ),
                        fields=("service_request", "department"),
                        name="one_open_summons",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("part", "lead"),
                            (
                                "status__in",
                                [
                                    liaison.rules.lifecycle.SummonsStatus["DECLINING"],
                                    liaison.rules.lifecycle.SummonsStatus["REPORTED_IN"],
                                    liaison.rules.lifecycle.SummonsStatus["SENT"],
                                ],
                            ),
                        ),
                        fields=("service_request",),
                        name="one_open_lead",
                    ),
                ],
            },
        ),
    ]
