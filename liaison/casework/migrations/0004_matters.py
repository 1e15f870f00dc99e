import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0003_requests_are_found_by_their_pieces"),
        ("record", "0002_entries_are_append_only"),
        ("registry", "0002_leaves_doors_lists_and_comfort"),
        ("registry", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencyFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=12)),
                ("template", models.CharField(max_length=30)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("open", "open"), ("done", "done"), ("stopped", "stopped")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("authorised_at", models.DateTimeField(null=True)),
                ("authorised_until", models.DateField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("baseline_months", models.DecimalField(decimal_places=1, max_digits=4)),
                ("baseline_source", models.CharField(max_length=200)),
                ("target_on", models.DateField()),
                ("need_by", models.DateTimeField(null=True)),
                ("plan_end_on", models.DateField()),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                (
                    "authorised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agency_files",
                        to="registry.enterprise",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["zone", "state", "-id"], name="agency_by_state"),
                    models.Index(fields=["enterprise", "-id"], name="agency_by_enterprise"),
                ],
                "constraints": [models.UniqueConstraint(fields=("zone", "number"), name="agency_number_once")],
            },
        ),
        migrations.CreateModel(
            name="ChatGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("name_zh", models.CharField(max_length=60)),
                ("name_en", models.CharField(blank=True, max_length=90)),
                ("made_at", models.DateTimeField()),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("zone", "kind"), name="one_group_of_a_kind")],
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("leg", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("agreed", "agreed"),
                            ("refused", "refused"),
                            ("cancelled", "cancelled"),
                            ("concluded", "concluded"),
                            ("lapsed", "lapsed"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("late", models.BooleanField(default=False)),
                ("decide_due_at", models.DateTimeField(null=True)),
                ("agreed_by_specialist_at", models.DateTimeField(null=True)),
                ("agreed_by_office_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("progress_on", models.DateField()),
                ("meets_at", models.DateTimeField(null=True)),
                ("place", models.CharField(blank=True, max_length=100)),
                ("arranged", models.PositiveSmallIntegerField(default=0)),
                ("met_at", models.DateTimeField(null=True)),
                ("minutes_due_at", models.DateTimeField(null=True)),
                ("minutes_at", models.DateTimeField(null=True)),
                ("minutes_missed_at", models.DateTimeField(null=True)),
                (
                    "minutes",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="record.content"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "service_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="casework.servicerequest",
                    ),
                ),
                (
                    "summons",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consultation", to="casework.summons"
                    ),
                ),
                (
                    "why",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="record.content"
                    ),
                ),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "indexes": [models.Index(fields=["zone", "state", "meets_at"], name="consultation_by_state")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["proposed", "agreed"])),
                        fields=("service_request",),
                        name="one_open_consultation",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyShift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("swap_asked_at", models.DateTimeField(null=True)),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shifts", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "swap_with",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="casework.dutyshift",
                    ),
                ),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "indexes": [models.Index(fields=["zone", "ends_at"], name="shift_by_end")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("begins_at"))), name="shift_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("officer", models.F("deputy")), _negated=True), name="deputy_is_another"
                    ),
                    models.UniqueConstraint(fields=("zone", "begins_at"), name="one_shift_at_a_time"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instruction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(blank=True, max_length=14)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("answered", "answered"), ("closed", "closed")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="record.content"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.department",
                    ),
                ),
                (
                    "service_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instructions",
                        to="casework.servicerequest",
                    ),
                ),
                (
                    "summons",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.summons"
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
                    models.Index(fields=["zone", "state", "due_at"], name="instruction_by_state"),
                    models.Index(fields=["department", "state"], name="instruction_desk"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("zone", "number"),
                        name="supervision_number_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=12)),
                ("phone", models.CharField(blank=True, max_length=20)),
                (
                    "contact",
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
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "indexes": [models.Index(fields=["zone", "-id"], name="measure_newest")],
                "constraints": [models.UniqueConstraint(fields=("zone", "number"), name="measure_number_once")],
            },
        ),
        migrations.CreateModel(
            name="ProgressNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("leg", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("next_on", models.DateField()),
                ("due_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "service_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress_notes",
                        to="casework.servicerequest",
                    ),
                ),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "indexes": [models.Index(fields=["service_request", "-id"], name="progress_newest")],
            },
        ),
        migrations.CreateModel(
            name="Ring",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rung", models.CharField(max_length=8)),
                ("rang_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("missed_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rings", to="casework.servicerequest"
                    ),
                ),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("accepted_at", None), ("missed_at", None), ("stopped_at", None)),
                        fields=["zone", "due_at"],
                        name="ring_waiting",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("service_request", "rung"), name="rings_each_once")],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("promised_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
                ("arrived_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                ("no_show", models.CharField(blank=True, max_length=12)),
                ("no_show_at", models.DateTimeField(null=True)),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="registry.enterprise"
                    ),
                ),
                (
                    "promised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="record.content"
                    ),
                ),
                (
                    "service_request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="casework.servicerequest",
                    ),
                ),
                (
                    "visitor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["zone", "-id"], name="visit_newest"),
                    models.Index(fields=["enterprise", "-id"], name="visit_by_enterprise"),
                    models.Index(
                        condition=models.Q(("left_at", None), ("no_show_at", None)),
                        fields=["visitor", "promised_at"],
                        name="visit_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgencyStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=30)),
                ("name_zh", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=90)),
                ("after", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "running"),
                            ("with_firm", "with_firm"),
                            ("done", "done"),
                            ("refused", "refused"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("statutory_days", models.PositiveSmallIntegerField()),
                ("minimum_days", models.PositiveSmallIntegerField(default=0)),
                ("promised_days", models.PositiveSmallIntegerField()),
                ("fee_yuan", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ("promised_on", models.DateField(null=True)),
                ("latest_start_on", models.DateField()),
                ("told_late_at", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.department"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="casework.agencyfile"
                    ),
                ),
                (
                    "refusal",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="record.content"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["department", "state"], name="agency_step_desk")],
                "constraints": [models.UniqueConstraint(fields=("file", "code"), name="agency_step_once")],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="casework.consultation"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.department"
                    ),
                ),
                (
                    "what",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="record.content"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeasureVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveSmallIntegerField()),
                ("document", models.CharField(max_length=60)),
                ("issuer", models.CharField(max_length=100)),
                ("title_zh", models.CharField(max_length=120)),
                ("title_en", models.CharField(blank=True, max_length=200)),
                ("issued_on", models.DateField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("repealed_on", models.DateField(null=True)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("industries", models.JSONField(default=list)),
                ("sizes", models.JSONField(default=list)),
                ("statuses", models.JSONField(default=list)),
                ("categories", models.JSONField(default=list)),
                ("entered_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(null=True)),
                ("over_at", models.DateTimeField(null=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="casework.measure"
                    ),
                ),
                (
                    "repeal",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="record.content"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("begun_at", None)), fields=["valid_from"], name="measure_to_begin"
                    ),
                    models.Index(condition=models.Q(("over_at", None)), fields=["valid_until"], name="measure_to_end"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("measure", "n"), name="measure_version_once"),
                    models.UniqueConstraint(fields=("measure", "valid_from"), name="one_version_begins_on_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="measure_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="casework.consultation"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.department",
                    ),
                ),
                (
                    "outside",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="record.content"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None)),
                        fields=("consultation", "department"),
                        name="department_sits_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("called", models.CharField(blank=True, max_length=60)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("host", "host"),
                            ("enterprise", "enterprise"),
                            ("specialist", "specialist"),
                            ("department", "department"),
                            ("leader", "leader"),
                        ],
                        max_length=10,
                    ),
                ),
                ("joined_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.enterprise",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="casework.chatgroup"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at", None)), fields=("group", "account"), name="in_group_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account", None), _negated=True),
                            models.Q(("called", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="member_is_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("called", models.CharField(blank=True, max_length=60)),
                ("said_at", models.DateTimeField()),
                ("added_at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64)),
                ("hidden_at", models.DateTimeField(null=True)),
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
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.enterprise",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="casework.chatgroup"
                    ),
                ),
                (
                    "hidden_because",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="record.content"
                    ),
                ),
                (
                    "hidden_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service_request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="casework.servicerequest",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="record.content"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["group", "-said_at", "-id"], name="post_newest")],
                "constraints": [models.UniqueConstraint(fields=("group", "digest"), name="post_once")],
            },
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cited_at", models.DateTimeField()),
                (
                    "service_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="casework.servicerequest",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="casework.measureversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service_request", "version", "cited_at"), name="cited_once_in_an_answer"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Material",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30)),
                ("name_zh", models.CharField(max_length=80)),
                ("name_en", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("missing", "missing"),
                            ("given", "given"),
                            ("taken", "taken"),
                            ("returned", "returned"),
                        ],
                        default="missing",
                        max_length=8,
                    ),
                ),
                ("stored", models.CharField(blank=True, max_length=60)),
                ("media_type", models.CharField(blank=True, max_length=80)),
                ("size_bytes", models.PositiveIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("given_at", models.DateTimeField(null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "remark",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="record.content"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="materials", to="casework.agencystep"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("step", "code"), name="material_once_a_step")],
            },
        ),
        migrations.CreateModel(
            name="Point",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("zh", models.CharField(max_length=500)),
                ("en", models.CharField(blank=True, max_length=800)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="points", to="casework.measureversion"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("version", "position"), name="point_placed_once")],
            },
        ),
        migrations.CreateModel(
            name="StepMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("holder", models.CharField(max_length=10)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="casework.agencystep"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("step",), name="one_holds_the_step"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GripeSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=80)),
                ("place", models.CharField(blank=True, max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("open", "open"), ("closed", "closed")],
                        default="planned",
                        max_length=8,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("claim_days", models.PositiveSmallIntegerField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("current_since", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("zone", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="registry.zone")),
            ],
            options={
                "indexes": [models.Index(fields=["zone", "-starts_at"], name="session_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("zone",), name="one_session_at_a_time"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Gripe",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("claim_due_at", models.DateTimeField(null=True)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("handed_to_office_at", models.DateTimeField(null=True)),
                ("said_at", models.DateTimeField(null=True)),
                (
                    "carried_from",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.gripe"
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.department",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.enterprise"
                    ),
                ),
                (
                    "service_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gripes", to="casework.servicerequest"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="gripes", to="casework.gripesession"
                    ),
                ),
                (
                    "mirrored",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.post"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("claimed_at", None), ("handed_to_office_at", None)),
                        fields=["claim_due_at"],
                        name="gripe_unclaimed",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "position"), name="gripe_position_once"),
                    models.UniqueConstraint(fields=("session", "service_request"), name="gripe_once_a_session"),
                ],
            },
        ),
        migrations.AddField(
            model_name="GripeSession",
            name="current",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="casework.gripe"
            ),
        ),
        migrations.RemoveIndex(
            model_name="summons",
            name="summons_by_reply",
        ),
        migrations.AddIndex(
            model_name="summons",
            index=models.Index(fields=["zone", "department", "replied_at", "due_at"], name="summons_by_verdict"),
        ),
    ]
