"""A mail in the recipient's language: number, one fact, deadline, the way there. Plain and HTML say the same, nothing is tracked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liaison.registry.models import Account
from liaison.registry.names import Names, names_of
from liaison.speech import digests
from liaison.speech.lists import listed
from liaison.speech.notices import PEOPLE, headline, subject

from . import invitation
from .links import ballot_token
from .models import Notice

DIGEST = "digest"
INVITES = frozenset({"meeting_set"})  # kinds that bring an invitation for the calendar
CALL_OFF = frozenset({"meeting_off", "meeting_left"})  # kinds that take it back
FOR_CALENDARS = INVITES | CALL_OFF
MEETING_LASTS = timedelta(hours=1)  # nobody says how long; a calendar wants an end
NUMBERS_IN_SUBJECT = 5


@dataclass(frozen=True)
class Line:
    text: str
    url: str


def own_address(notice: Notice) -> str:
    """Where it goes if not to the person's present address: to the one he had before."""
    return str(notice.params.get("to", ""))


def names_around(zone_id: int, params: Iterable[dict[str, Any]]) -> Names:
    """The names that notices speak of, in the reader's language."""
    told = list(params)
    people = {one[key] for one in told for key in PEOPLE if one.get(key)}
    return names_of(zone_id, people, {one["enterprise"] for one in told if one.get("enterprise")})


def message(notices: Sequence[Notice], sender: str, *, now: datetime, message_id: str) -> EmailMessage:
    """One mail of these notices of one person. Raises ValueError for an address that is none."""
    person = notices[0].recipient
    with translation.override(person.language or settings.LANGUAGE_CODE):
        title, lines = _content(notices, person)
        mail = EmailMessage(SMTP)
        mail["Subject"] = _one_line(title)
        mail["From"] = Address(_one_line(person.zone.name), addr_spec=sender)
        outside = notices[0].kind in FOR_CALENDARS and own_address(notices[0])  # somebody else's address
        name = "" if outside else _one_line(person.name)
        mail["To"] = Address(name, addr_spec=own_address(notices[0]) or person.email)
        mail["Date"] = format_datetime(now)
        mail["Message-ID"] = message_id
        mail["Auto-Submitted"] = "auto-generated"
        mail["Content-Language"] = translation.get_language() or ""
        foot = _("{zone} · Enterprise Liaison. Mail is switched off here:").format(zone=person.zone.name)
        me = _url("me")
        plain = [*(f"{line.text}\n{line.url}" for line in lines), f"-- \n{foot}\n{me}"]
        mail.set_content("\n\n".join(plain) + "\n")
        page = {"title": title, "lines": lines, "foot": foot, "me": me}
        mail.add_alternative(render_to_string("mail/letter.html", page), subtype="html")
        for notice in notices:
            if notice.kind in FOR_CALENDARS:
                _attach_invitation(mail, notice, sender, now)
    return mail


def _place(notice: Notice) -> str:
    """Where one meets stands in the entry's own words."""
    if notice.kind not in INVITES or notice.entry is None or notice.entry.content is None:
        return ""
    return notice.entry.content.text or ""


def _attach_invitation(mail: EmailMessage, notice: Notice, sender: str, now: datetime) -> None:
    """In the calendar the firm is not named, as in no subject (`speech.notices`)."""
    told, method = notice.params, invitation.CANCEL if notice.kind in CALL_OFF else invitation.REQUEST
    event = invitation.Event(
        uid=f"{told['uid']}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}", sequence=told["sequence"],
        starts=datetime.fromisoformat(told["starts"]), lasts=MEETING_LASTS,
        summary=_("Consultation on {number}").format(number=told["number"]), place=_place(notice),
        organizer=sender, attendee=own_address(notice) or notice.recipient.email,
    )  # fmt: skip
    mail.add_attachment(
        invitation.calendar(event, method, now=now).encode(), maintype="text", subtype="calendar",
        params={"method": method, "charset": "utf-8"}, filename=f"{told['number']}.ics",
    )  # fmt: skip


def _content(notices: Sequence[Notice], person: Account) -> tuple[str, list[Line]]:
    first, firm = notices[0], person.enterprise_id is not None
    if first.kind == DIGEST:
        lines = [Line(one.text, settings.BASE_URL + one.path) for one in digests.lines(first.params)]
        return digests.title(first.params), lines
    names = names_around(person.zone_id, [one.params for one in notices])
    lines = [
        Line(f"{headline(one.kind, one.params, names, for_enterprise=firm)} {_place(one)}".rstrip(), _way(one))
        for one in notices
    ]
    if len(notices) > 1:
        return _together([one.params.get("number", "") for one in notices]), lines
    title = subject(first.kind, first.params, names, for_enterprise=firm).rstrip("。.")
    return (_("Urgent: {subject}").format(subject=title) if first.urgent else title), lines


def _together(numbers: Sequence[str]) -> str:
    """4 条通知：2020-0001、2020-0002 / 4 notices: 2020-0001, 2020-0002"""
    different = list(dict.fromkeys(number for number in numbers if number))
    shown = listed([*different[:NUMBERS_IN_SUBJECT], *(["…"] if len(different) > NUMBERS_IN_SUBJECT else [])])
    told = ngettext("%(n)s notice: %(numbers)s", "%(n)s notices: %(numbers)s", len(numbers))
    return told % {"n": len(numbers), "numbers": shown}


def _way(notice: Notice) -> str:
    number = notice.params.get("number")
    if number and notice.kind.startswith("agency_"):
        return _url("agency-file", number)
    if measure := notice.params.get("measure"):
        return _url("measure-detail", measure)
    if line := notice.params.get("line"):
        return _url("ballot-entry", ballot_token(int(line)))
    if of := notice.params.get("round"):
        return _url("round", str(of))
    return _url("request-detail", number) if number else _url("inbox")


def _url(name: str, *args: str) -> str:
    return str(settings.BASE_URL) + reverse(name, args=args)


def _one_line(text: str) -> str:
    """Whatever stands in a name, a header stays one line."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
