"""The invitation to a consultation: written by our own hand, read back by a parser that forgives nothing (R-20)."""

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from liaison.casework import inputs as i
from liaison.notices import invitation
from liaison.notices.models import Notice
from tests.casework.steps import Story
from tests.cast import Cast, at
from tests.notices.sink import Sink
from tests.notices.test_mail import all_sent, plain, reads_mail, server, sink  # noqa: F401 - fixtures

ESCAPE = re.compile(r"\\(.)")
LINE = re.compile(r"^[A-Z-]+(;[A-Z-]+=[^;:,]+)*:")


def read(text: str) -> dict[str, str]:
    """One VEVENT of one VCALENDAR; raises AssertionError for what RFC 5545 does not allow."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)  # a character cut in two would not have been decoded at all
    whole = "\r\n".join(lines).replace("\r\n ", "").split("\r\n")
    assert all(LINE.match(line) for line in whole), whole
    assert (whole[0], whole[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert (whole.count("BEGIN:VEVENT"), whole.count("END:VEVENT")) == (1, 1)
    found: dict[str, str] = {}
    for line in whole:
        name, _, value = line.partition(":")
        found[name.split(";")[0]] = ESCAPE.sub(lambda one: "\n" if one[1] in "nN" else one[1], value)
    return found


def instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "place", ["三楼会议室" * 12, "A; B, C\\D\nE", "x" * 74, "长" * 25 + "\r\nATTENDEE:mailto:bad@x"]
)
def test_R20_whatever_is_written_in_it_it_can_be_read_back(place: str) -> None:
    starts = at("2020-09-29 14:00")
    event = invitation.Event(
        "QJ-2020-0001-7@qj.example", 2, starts, timedelta(hours=1), "会商", place, "a@qj.example", "b@x.example"
    )
    told = read(invitation.calendar(event, now=at("2020-09-28 12:00")))
    assert told["METHOD"] == "REQUEST" and told["UID"] == "QJ-2020-0001-7@qj.example" and told["SEQUENCE"] == "2"
    assert (instant(told["DTSTART"]), instant(told["DTEND"])) == (starts, starts + timedelta(hours=1))
    assert told["LOCATION"] == "\n".join(place.splitlines())
    assert told["ATTENDEE"] == "mailto:b@x.example"


def invited(letter: EmailMessage, method: str = "REQUEST") -> dict[str, str]:
    [part] = [one for one in letter.iter_attachments() if one.get_content_type() == "text/calendar"]
    assert (part.get_param("method"), part.get_filename()) == (method, "2020-0001.ics")
    return read(part.get_payload(decode=True).decode())


@pytest.mark.django_db
def test_R20_members_inside_and_outside_get_it_each_at_their_own_address(cast: Cast, sink: Sink) -> None:  # noqa: F811
    reads_mail(cast.jsj_clerk)
    story = Story(cast).raised("2020-09-25 16:40").whistled("2020-09-25 16:58")
    given = {
        "why": "涉及两家", "members": ["JSJ"], "next_progress_on": "2020-09-30",
        "outside": [{"name": "秦工", "unit": "供电公司", "email": "qin@power.example"}, {"name": "无邮箱"}],
    }  # fmt: skip
    story.did("consult", i.ConsultInput(**given), "2020-09-28 09:00", by=cast.clerk)
    for when, by in (("2020-09-28 10:00", cast.specialist), ("2020-09-28 11:00", cast.office)):
        story.did("agree_consultation", i.AgreeInput(agree=True), when, by=by)
    all_sent(at("2020-09-28 11:05"))
    sink.got.clear()

    def mails(what: str, given: Any, when: str, by: Any) -> list[Any]:
        sink.got.clear()
        story.did(what, given, when, by=by)
        all_sent(at(when))
        with_event = [one for one in sink.got if any(one.iter_attachments())]
        return sorted(with_event, key=lambda one: str(one["To"]))

    def arrange(meets_at: str, when: str, **more: Any) -> list[Any]:
        given = i.ArrangeInput(place="三楼会议室", meets_at=meets_at, **more)
        return mails("arrange", given, when, cast.clerk)

    outside, inside = arrange("2020-09-29 14:00", "2020-09-28 12:00")
    assert (outside["To"], inside["To"]) == ("qin@power.example", "吴斌 <wubin@firm.example>")
    assert "三楼会议室" in plain(outside) and "江岭精铸" not in outside["Subject"] + plain(outside)
    first = invited(inside)
    assert (instant(first["DTSTART"]), first["LOCATION"], first["SEQUENCE"]) == (
        at("2020-09-29 14:00"),
        "三楼会议室",
        "0",
    )
    assert (
        first["ATTENDEE"] == "mailto:wubin@firm.example" and invited(outside)["ATTENDEE"] == "mailto:qin@power.example"
    )
    again = invited(arrange("2020-09-29 15:00", "2020-09-28 12:30")[1])
    assert (again["UID"], again["SEQUENCE"]) == (first["UID"], "1")  # the same event, moved

    # Who leaves it, and at the end everybody, has it taken out of his calendar again.
    moved, left = arrange("2020-09-29 15:00", "2020-09-28 12:50", members=[])
    gone = invited(left, "CANCEL")
    assert (moved["To"], left["To"]) == ("qin@power.example", "吴斌 <wubin@firm.example>")
    assert (gone["METHOD"], gone["STATUS"], gone["UID"], gone["SEQUENCE"]) == ("CANCEL", "CANCELLED", first["UID"], "2")
    assert invited(arrange("2020-09-29 15:00", "2020-09-28 13:10", members=["JSJ"])[1])["SEQUENCE"] == "3"
    reads_mail(cast.office)
    off = mails("cancel_consultation", i.CancelInput(reason="供电一家就能办"), "2020-09-28 14:00", cast.office)
    assert [str(one["To"]) for one in off] == ["qin@power.example", "吴斌 <wubin@firm.example>"]
    assert "供电一家" not in plain(off[0])  # the reason is for those inside
    told = [invited(one, "CANCEL") for one in off]
    assert [(one["UID"], one["SEQUENCE"], instant(one["DTSTART"])) for one in told] == [
        (first["UID"], "4", at("2020-09-29 15:00"))
    ] * 2
    assert [one["ATTENDEE"] for one in told] == ["mailto:qin@power.example", "mailto:wubin@firm.example"]
    assert not Notice.objects.filter(channel=Notice.MAIL, state=Notice.FAILED).exists()


@pytest.mark.django_db
def test_R20_a_consultation_that_lapses_takes_its_meeting_along_and_who_ends_it_too(
    cast: Cast,
    sink: Sink,  # noqa: F811
) -> None:
    for one in (cast.specialist, cast.clerk):
        reads_mail(one)
    story = Story(cast).raised("2020-09-25 16:40").whistled("2020-09-25 16:58")
    given = i.ConsultInput(why="涉及两家", next_progress_on="2020-09-30")
    story.did("consult", given, "2020-09-28 09:00", by=cast.specialist)
    story.did("agree_consultation", i.AgreeInput(agree=True), "2020-09-28 10:00", by=cast.office)
    where = i.ArrangeInput(place="三楼会议室", meets_at="2020-09-29 14:00")
    story.did("arrange", where, "2020-09-28 11:00", by=cast.clerk)
    all_sent(at("2020-09-28 11:30"))
    sink.got.clear()
    story.did("conclude", i.OutcomeInput(outcome="resolved", text="供电已修好"), "2020-09-28 12:00", by=cast.specialist)
    all_sent(at("2020-09-28 12:30"))
    off = sorted((one for one in sink.got if any(one.iter_attachments())), key=lambda one: str(one["To"]))
    assert {invited(one, "CANCEL")["ATTENDEE"] for one in off} == {
        f"mailto:{one.email}" for one in (cast.specialist, cast.clerk)
    }
    assert story.told("meeting_off") >= {"luochuan"} and "供电已修好" not in plain(off[0])
