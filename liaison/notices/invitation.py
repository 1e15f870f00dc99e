"""An invitation for a calendar (RFC 5545, RFC 5546): one event in one VCALENDAR.

The same `uid` with a higher `sequence` moves it, or takes it back.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LONGEST_LINE = 75  # octets, without the line break
REQUEST, CANCEL = "REQUEST", "CANCEL"
STATUS = {REQUEST: "CONFIRMED", CANCEL: "CANCELLED"}
PRODUCT = "-//Enterprise Liaison//Consultation//EN"


@dataclass(frozen=True)
class Event:
    uid: str
    sequence: int
    starts: datetime
    lasts: timedelta
    summary: str
    place: str
    organizer: str  # mail addresses
    attendee: str


def calendar(event: Event, method: str = REQUEST, *, now: datetime) -> str:
    """The text with CRLF line ends; times are UTC, so no time zone has to be described."""
    place = [f"LOCATION:{_text(event.place)}"] if event.place else []
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", f"METHOD:{method}", "BEGIN:VEVENT",
        f"UID:{_text(event.uid)}", f"SEQUENCE:{event.sequence}", f"DTSTAMP:{_utc(now)}", f"DTSTART:{_utc(event.starts)}",
        f"DTEND:{_utc(event.starts + event.lasts)}", f"SUMMARY:{_text(event.summary)}", *place,
        f"ORGANIZER:mailto:{_one_line(event.organizer)}",
        f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{_one_line(event.attendee)}",
        f"STATUS:{STATUS[method]}", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(_one_line(line) for line in escaped.splitlines())


def _one_line(value: str) -> str:
    return "".join(char for char in value if char.isprintable())


def _folded(line: str) -> str:
    """Lines of at most 75 octets; a character of several is never cut."""
    parts: list[str] = []
    part = ""
    for char in line:
        room = LONGEST_LINE - (1 if parts else 0)  # a line that goes on begins with a space
        if len((part + char).encode()) > room:
            parts.append(part)
            part = ""
        part += char
    return "\r\n ".join([*parts, part])
