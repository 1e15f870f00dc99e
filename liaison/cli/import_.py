"""Bring data in from a file: the State Council's notice of a year's working days, a table of policies."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from liaison.cli import common, demo_clock
from liaison.cli.common import Stop


def main(argv: list[str]) -> int:
    parser = common.parser(
        "import",
        "Bring data in from a file. calendar: a State Council notice, TOML or CSV; open promises that it lengthens move later "
        "and everybody in them is told. measures: the policy library, CSV or JSON, a row for each version. "
        "A broken file changes nothing, and every fault is printed with its line.",
    )
    parser.add_argument("kind", choices=["calendar", "measures"], help="what the file holds")
    parser.add_argument("file", help="the file")
    parser.add_argument("--check", action="store_true", help="say what it would do and write nothing")
    parser.add_argument("--zone", help="measures: the code of the zone, where there are several")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
    args = parser.parse_args(argv)
    try:
        raw = Path(args.file).read_bytes()
    except OSError as error:
        raise Stop(f"{args.file} cannot be read: {error.strerror}.") from error
    common.start_django()
    from liaison import clock

    with common.database():
        demo_clock.join()
        if args.kind == "calendar":
            outcome = _calendar(raw, clock.now(), check=args.check)
            said = _said(args.file, outcome)
        else:
            outcome = _measures(raw, common.zone(args.zone), clock.now(), check=args.check)
            said = _said_of_measures(args.file, outcome)
    print(json.dumps(outcome, ensure_ascii=False) if args.json else said)
    return 1 if outcome["faults"] else 0


def _calendar(raw: bytes, now: datetime, *, check: bool) -> dict[str, Any]:
    from liaison.casework import calendars
    from liaison.registry import rulebook
    from liaison.registry.models import Zone
    from liaison.rules import notice_file
    from liaison.rules.deadlines import day_of
    from liaison.rules.refusals import Refused
    from liaison.speech.notice_faults import fault_sentence
    from liaison.speech.refusals import refusal

    reading = notice_file.read(notice_file.decoded(raw), today=day_of(now), published=rulebook.published_days())
    faults = [{"line": fault.line, "code": fault.code, "detail": fault_sentence(fault)} for fault in reading.faults]
    if reading.notice is None:
        return {"accepted": False, "key": None, "year": None, "days": 0, "faults": faults, "moved": []}
    notice = reading.notice
    print(
        f"notice of {notice.published_on} for {notice.year}: {len(notice.days)} days; looking at open promises …",
        file=sys.stderr,
    )
    moved = [
        _moved(zone, one) for zone in Zone.objects.order_by("pk") for one in calendars.if_accepted(notice, zone, now)
    ]
    if not check:
        try:
            calendars.accept_notice(notice, None, now)
        except Refused as no:  # somebody else was faster
            raise Stop(refusal(no), 1) from no
    return {
        "accepted": not check, "key": notice.key, "year": notice.year, "days": len(notice.days), "faults": [],
        "moved": moved,
    }  # fmt: skip


def _measures(raw: bytes, zone: Any, now: datetime, *, check: bool) -> dict[str, Any]:
    from liaison.casework import measure_sheet
    from liaison.rules.notice_file import decoded

    done = measure_sheet.take_in(decoded(raw), zone, now=now, check=check)
    faults = [{"line": one.line, "code": one.code, "detail": one.detail} for one in done.faults]
    entered = not check and not faults
    return {
        "entered": entered,
        "measures": done.measures,
        "versions": done.versions,
        "known": done.known,
        "faults": faults,
    }


def _said_of_measures(file: str, outcome: dict[str, Any]) -> str:
    if outcome["faults"]:
        return "\n".join(f"{file}: {fault['detail']}" for fault in outcome["faults"])
    verb = "entered" if outcome["entered"] else "sound, not entered yet"
    return f"{outcome['versions']} new versions of {len(outcome['measures'])} policies {verb}; {outcome['known']} were here already."


def _moved(zone: Any, one: Any) -> dict[str, Any]:
    from liaison.casework.acting import iso

    return {
        "zone": zone.code, "number": one.request.number, "enterprise": one.request.enterprise.code, "promise": one.promise,
        "department": one.summons.department.code if one.summons else None, "before": iso(one.before), "after": iso(one.after),
    }  # fmt: skip


def _said(file: str, outcome: dict[str, Any]) -> str:
    if outcome["faults"]:
        return "\n".join(f"{file}: {fault['detail']}" for fault in outcome["faults"])
    rows = [
        f"{row['number']} {row['enterprise']} {row['promise']} {row['department'] or ''}: {row['before'] or '-'} -> {row['after']}"
        for row in outcome["moved"]
    ]
    verb = "accepted" if outcome["accepted"] else "sound, not accepted yet"
    moved = "moved later" if outcome["accepted"] else "would move later"
    return "\n".join([*rows, f"The notice for {outcome['year']} is {verb}; {len(rows)} open promises {moved}."])
