"""Look for holes a person has to fill; exit 0 when there are none, 1 otherwise."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from liaison.cli import common, demo_clock

NOTICE_LATE = timedelta(minutes=10)  # a queued notice this old means that no worker gets to it
BEAT_LATE = timedelta(minutes=1)  # a worker says every ten seconds that it lives
HORIZON = timedelta(days=45)  # how far ahead working days must be known


@dataclass(frozen=True)
class Finding:
    kind: str
    what: str


def main(argv: list[str]) -> int:
    if argv[:1] == ["votes"]:
        from liaison.cli import check_votes

        return check_votes.main(argv[1:])
    parser = common.parser(
        "check",
        "Look for holes: coverage, calendar, record, worker, configuration. `check votes`: does any page tell a vote?",
    )
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    args = parser.parse_args(argv)
    common.start_django()
    from liaison import clock

    with common.database():
        demo_clock.join()
        now = clock.now()
        findings = [
            *_coverage(now),
            *_duty(now),
            *_replacements(now),
            *_effort_findings(now),
            *_calendar(now),
            *_record(),
            *_files(),
            *_worker(now),
            *_configuration(),
        ]
    if args.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        print("\n".join(f"{finding.kind}: {finding.what}" for finding in findings) or "nothing found")
    return 1 if findings else 0


def _coverage(now: datetime) -> Iterator[Finding]:
    """R-01, R-02: every enterprise has a specialist, everybody on the roster an enterprise or an exemption."""
    from liaison.registry import coverage
    from liaison.registry.models import Zone
    from liaison.registry.policy import policy
    from liaison.rules.coverage import FIRM_GAP
    from liaison.rules.deadlines import local

    for zone in Zone.objects.order_by("pk"):
        for gap in coverage.read(zone, policy(zone, now)).coverage.gaps:
            what = (
                f"enterprise {gap.who} has no specialist"
                if gap.kind == FIRM_GAP
                else f"specialist {gap.who} serves no enterprise"
            )
            due = f"; one is due by {local(gap.due):%Y-%m-%d %H:%M}" if gap.due else ""
            yield Finding("coverage", what + due)


def _duty(now: datetime) -> Iterator[Finding]:
    """R-08: somebody is on duty day and night, in every zone that has firms."""
    from liaison.casework import roster
    from liaison.registry.models import Enterprise, Zone
    from liaison.registry.policy import policy
    from liaison.rules.deadlines import local

    for zone in Zone.objects.filter(enterprise__status=Enterprise.Status.OPERATING).distinct().order_by("pk"):
        for gap in roster.gaps(zone, policy(zone, now)):
            yield Finding(
                "duty", f"nobody is on duty from {local(gap.since):%Y-%m-%d %H:%M} to {local(gap.until):%Y-%m-%d %H:%M}"
            )


def _effort_findings(now: datetime) -> Iterator[Finding]:
    """R-46, R-48: no decision and no answer to a review is late. Neither person nor firm is named here."""
    from liaison.appraisal import findings
    from liaison.rules.deadlines import day_of

    for one in findings.overdue(day_of(now)):
        yield Finding("finding", f"the decision on finding {one.pk} was due {one.due_on}")
    for asked in findings.overdue_remedies(day_of(now)):
        yield Finding(
            "finding", f"the {asked.kind} of finding {asked.finding_id} was to be answered by {asked.answer_due_on}"
        )


def _replacements(now: datetime) -> Iterator[Finding]:
    """R-44: what a vote or a principal made a duty is carried out in time."""
    from liaison.appraisal import replacing
    from liaison.registry.models import Zone
    from liaison.registry.policy import policy

    for zone in Zone.objects.order_by("pk"):
        for row in replacing.overdue(zone, policy(zone, now)):
            yield Finding("replacement", f"the specialist of {row.enterprise.code} was to be replaced by {row.due_on}")


def _calendar(now: datetime) -> Iterator[Finding]:
    from liaison.registry.models import CalendarNotice

    known = set(CalendarNotice.objects.filter(published_at__lte=now).values_list("year", flat=True))
    for year in sorted({now.year, (now + HORIZON).year} - known):
        yield Finding(
            "calendar", f"the working days of {year} are not known; limits that run into it cannot be promised"
        )


def _record() -> Iterator[Finding]:
    from liaison.record import verify
    from liaison.record.models import Chain, Entry
    from liaison.record.reading import export_lines

    if not Entry.objects.exists():
        return
    heads, fault = verify.check(export_lines())
    if fault:
        yield Finding("record", f"{fault.chain} number {fault.seq}: {fault.what}")
        return
    for chain in Chain.objects.order_by("name"):
        reached = heads.get(chain.name, verify.Head())
        if (reached.seq, reached.hash) != (chain.seq, chain.hash or reached.hash):
            yield Finding("record", f"{chain.name} ends at {reached.seq}, its head says {chain.seq}")


def _files() -> Iterator[Finding]:
    """Each row has its file, each file its row."""
    from liaison import clock
    from liaison.casework import shelf

    for one in shelf.missing():
        yield Finding(
            "files", f"attachment {one.pk} of {one.service_request.number}: its file {one.stored} is missing or cut"
        )
    for paper in shelf.missing_papers():
        yield Finding(
            "files", f"document {paper.pk} of {paper.step.file.number}: its file {paper.stored} is missing or cut"
        )
    if left := sum(1 for _path in shelf.orphans(clock.machine_now())):
        yield Finding(
            "files", f"{left} files older than a day belong to no request; the worker takes them away within the hour"
        )


def _worker(now: datetime) -> Iterator[Finding]:
    from liaison import clock
    from liaison.notices.models import Notice, WorkerBeat

    late = Notice.objects.filter(state=Notice.QUEUED, not_before__lt=now - NOTICE_LATE).count()
    if late:
        yield Finding("worker", f"{late} notices have waited for more than ten minutes; is the worker running?")
    if failed := Notice.objects.filter(state=Notice.FAILED).count():
        yield Finding("mail", f"{failed} notices could not be delivered; the system administrator sees them at /outbox")
    last = WorkerBeat.objects.order_by("-at").first()
    if last and last.at < clock.machine_now() - BEAT_LATE:
        yield Finding(
            "worker", f"{last.name} was last alive at {last.at:%Y-%m-%d %H:%M:%S} UTC and did not end properly"
        )


def _configuration() -> Iterator[Finding]:
    from django.conf import settings

    from config.environment import LOOPBACK

    if settings.DEBUG:
        yield Finding("configuration", "LIAISON_DEBUG is on")
    if not settings.HTTPS and settings.LISTEN_HOST not in LOOPBACK:
        yield Finding("configuration", "people reach this site without TLS; set LIAISON_BASE_URL to its https address")
