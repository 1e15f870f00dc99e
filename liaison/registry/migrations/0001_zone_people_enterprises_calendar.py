import datetime
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CalendarNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=10, unique=True)),
                ("year", models.PositiveSmallIntegerField()),
                ("published_at", models.DateTimeField()),
                ("source", models.CharField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name="Zone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_zh", models.CharField(max_length=100)),
                ("name_en", models.CharField(blank=True, max_length=160)),
                ("code", models.SlugField(max_length=10, unique=True)),
                ("timezone", models.CharField(default="Asia/Shanghai", max_length=40)),
                ("closing_time", models.TimeField(default=datetime.time(17, 30))),
                ("duty_phone", models.CharField(blank=True, max_length=20)),
                ("is_demo", models.BooleanField(default=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_zh", models.CharField(max_length=100)),
                ("name_en", models.CharField(blank=True, max_length=160)),
                ("code", models.CharField(max_length=10)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("external", models.BooleanField(default=False)),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("zone", "code"), name="department_code_once")],
            },
        ),
        migrations.CreateModel(
            name="Enterprise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_zh", models.CharField(max_length=100)),
                ("name_en", models.CharField(blank=True, max_length=160)),
                ("code", models.CharField(max_length=10)),
                ("credit_code", models.CharField(blank=True, max_length=18, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("settling", "Settling"),
                            ("operating", "Operating"),
                            ("suspended", "Suspended"),
                            ("left", "Left"),
                        ],
                        default="operating",
                        max_length=10,
                    ),
                ),
                ("group", models.CharField(blank=True, max_length=60)),
                ("industry", models.CharField(blank=True, max_length=40)),
                ("size", models.CharField(blank=True, max_length=20)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("initials", models.CharField(blank=True, max_length=60)),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("zone", "code"), name="enterprise_code_once"),
                    models.UniqueConstraint(fields=("zone", "credit_code"), name="enterprise_credit_code_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("date", models.DateField()),
                ("is_working", models.BooleanField()),
                ("name", models.CharField(blank=True, max_length=30)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="days", to="registry.calendarnotice"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "date"), name="calendar_day_once_per_notice")
                ],
            },
        ),
        migrations.CreateModel(
            name="TimeLimit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=30)),
                ("value", models.CharField(max_length=20)),
                ("unit", models.CharField(max_length=20)),
                ("effective_from", models.DateTimeField()),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("zone", "key", "effective_from"), name="limit_once_per_instant")
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("login", models.CharField(max_length=60, unique=True)),
                ("name_zh", models.CharField(max_length=60)),
                ("name_en", models.CharField(blank=True, max_length=80)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("title", models.CharField(blank=True, max_length=40)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "department",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="registry.department"
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="registry.enterprise",
                    ),
                ),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("department", None), ("enterprise", None), _connector="OR"),
                        name="account_of_department_or_enterprise",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_zh", models.CharField(max_length=100)),
                ("name_en", models.CharField(blank=True, max_length=160)),
                ("code", models.SlugField(max_length=20)),
                ("group", models.CharField(choices=[("production", "Production"), ("life", "Life")], max_length=10)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.department",
                    ),
                ),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("zone", "code"), name="category_code_once")],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "post",
                    models.CharField(
                        choices=[
                            ("principal", "Principal"),
                            ("clerk", "Clerk"),
                            ("head", "Head"),
                            ("specialist", "Specialist"),
                            ("chief", "Chief"),
                            ("leader", "Leader"),
                            ("office", "Office"),
                            ("evaluation", "Evaluation"),
                            ("personnel", "Personnel"),
                            ("discipline", "Discipline"),
                            ("system", "System"),
                            ("security", "Security"),
                            ("audit", "Audit"),
                        ],
                        max_length=12,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("account", "post"), name="post_held_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("why", models.CharField(default="assigned", max_length=20)),
                (
                    "specialist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="registry.enterprise",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["specialist", "until"], name="assignment_by_specialist")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("enterprise",), name="one_open_assignment"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="assignment_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("body_hash", models.CharField(max_length=64)),
                ("answer", models.JSONField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "key"), name="idempotency_key_once")],
            },
        ),
    ]
