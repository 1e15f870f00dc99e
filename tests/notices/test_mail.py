"""Mail: queued beside the inbox, sent once, tried again or given up, and never more of it than a person can read."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment
from liaison.casework import inputs as i
from liaison.notices import outbox
from liaison.notices.channels import mail
from liaison.notices.models import Notice
from liaison.registry.models import Account
from liaison.rules import routing
from liaison.worker import loop
from tests.casework.steps import Story
from tests.cast import Cast, assemble, at
from tests.notices.sink import Sink
from tests.racing import race

NOW = at("2020-09-25 17:00")


@pytest.fixture(scope="module")
def server() -> Iterator[Sink]:
    sink = Sink()
    controller = sink.start()
    yield sink
    controller.stop()


@pytest.fixture
def sink(server: Sink, settings: Any) -> Sink:
    """Mail is on and goes to an empty sink that takes everything."""
    server.got.clear(), server.to.clear(), server.answers.clear(), server.at_rcpt.clear()
    server.before_answer = lambda: None
    settings.SMTP, settings.BASE_URL = server.settings, "https://qj.example"
    return server


def reads_mail(person: Account, **more: Any) -> Account:
    """The person has an address and has asked for mail."""
    for name, value in {"email": f"{person.login}@firm.example", "by_mail": True, **more}.items():
        setattr(person, name, value)
    person.save()
    return person


def all_sent(now: datetime = NOW) -> list[mail.Outcome]:
    found = []
    while done := mail.send_next(now, machine_now=now):
        found.append(done)
    return found


def queued(**filters: Any) -> list[Notice]:
    return list(Notice.objects.filter(channel=Notice.MAIL, **filters).order_by("pk"))


def plain(letter: EmailMessage) -> str:
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")


def page(letter: EmailMessage) -> str:
    return letter.get_body(("html",)).get_content()


# --- what is queued


@pytest.mark.django_db
def test_mail_is_queued_for_whoever_asked_for_it_and_only_while_the_channel_is_on(cast: Cast, settings: Any) -> None:
    reads_mail(cast.specialist)
    reads_mail(cast.contact, by_mail=False)
    Story(cast).raised()
    assert queued() == []  # no server is named
    settings.SMTP = Sink().settings
    Story(cast).raised()
    assert [(row.recipient, row.kind) for row in queued()] == [(cast.specialist, "new_request")]
    settings.AS_OF = "2020-03-06"  # a rehearsal: nothing leaves the house
    Story(cast).raised()
    assert len(queued()) == 1
    assert outbox.unread(cast.specialist) == 0
    outbox.send_due(NOW, machine_now=NOW)
    assert outbox.unread(cast.specialist) == 3  # what went by mail is no second notice
    assert mail.forget_queued() == 1


@pytest.mark.django_db
def test_quiet_hours_hold_mail_but_not_what_is_urgent(cast: Cast, sink: Sink) -> None:
    reads_mail(cast.specialist)
    Story(cast).raised("2020-09-25 23:10")
    Story(cast).raised("2020-09-25 23:11", urgent=True)
    night, morning = at("2020-09-25 23:12"), at("2020-09-26 07:00")
    assert len(all_sent(night)) == 1
    assert sink.got[0]["Subject"] == "急：2020-0002：有新诉求，请联系企业"
    assert len(all_sent(morning)) == 1 and "2020-0001" in sink.got[1]["Subject"]


# --- what it says


@pytest.mark.django_db
def test_the_mail_in_both_languages(cast: Cast, sink: Sink) -> None:
    reads_mail(cast.specialist)
    reads_mail(cast.principal, language="en")
    reads_mail(cast.head)
    Story(cast).raised(by=cast.contact).whistled()
    all_sent()
    told = {str(one["To"]): one for one in sink.got}
    chinese = told["陈立群 <chenliqun@firm.example>"]
    assert chinese["Subject"] == "2020-0001：有新诉求，请联系企业"
    assert chinese["From"] == "青江高新区 <liaison@qj.example>" and chinese["Auto-Submitted"] == "auto-generated"
    assert plain(chinese) == (
        "2020-0001：江岭精铸有限公司提了新诉求，请联系企业。\n"
        "https://qj.example/requests/2020-0001\n\n"
        "-- \n青江高新区企业服务专员系统。不想再收邮件，请在这里关闭：\nhttps://qj.example/me\n"
    )
    english = told["Zhou Min <zhoumin@firm.example>"]
    assert english["Subject"] == (
        "Received, no. 2020-0001. Chen Liqun will reply by Tue 29 Sep, 17:30. If it is urgent, please call"
    )
    assert plain(english) == (
        "Received, no. 2020-0001. Chen Liqun will reply by Tue\xa029\xa0Sep, 17:30. If it is urgent, please call.\n"
        "https://qj.example/requests/2020-0001\n\n"
        "-- \nQingjiang High-tech Zone · Enterprise Liaison. Mail is switched off here:\nhttps://qj.example/me\n"
    )
    head = told["马远 <mayuan@firm.example>"]
    assert head["Subject"] == "吹哨 2020-0001：请牵头，9月29日（周二）17:30 前回复企业"
    for letter in sink.got:  # the subject names no firm; nothing is loaded from anywhere; no telephone number anywhere
        assert "江岭精铸" not in letter["Subject"]
        assert "<img" not in page(letter) and 'href="https://qj.example/requests/2020-0001"' in page(letter)
        assert "02388880012" not in plain(letter) + page(letter)


@pytest.mark.django_db
def test_no_name_can_add_a_header(cast: Cast, sink: Sink) -> None:
    evil = "周\r\nBcc: all@firm.example\r\n\r\n敏"
    reads_mail(cast.specialist, name_zh=evil)
    cast.zone.name_zh = evil
    cast.zone.save()
    cast.firm.name_zh = evil
    cast.firm.save()
    Story(cast).raised()
    assert [one.sent for one in all_sent()] == [True]
    letter = sink.got[0]
    assert letter["Bcc"] is None and sink.to == ["chenliqun@firm.example"]
    assert "Bcc" in str(letter["To"]) and "Bcc: all" in plain(letter)


@pytest.mark.django_db
def test_more_than_three_within_ten_minutes_come_together(cast: Cast, sink: Sink) -> None:
    reads_mail(cast.specialist)
    for _ in range(3):
        Story(cast).raised("2020-09-25 16:50")
    assert len(all_sent(at("2020-09-25 16:50"))) == 3
    for _ in range(5):
        Story(cast).raised("2020-09-25 16:52")
    assert all_sent(at("2020-09-25 16:52")) == []  # held until the first of the three is ten minutes old
    assert len(all_sent(at("2020-09-25 17:00"))) == 1
    merged = sink.got[-1]
    assert merged["Subject"] == "5 条通知：2020-0004、2020-0005、2020-0006、2020-0007、2020-0008"
    assert plain(merged).count("https://qj.example/requests/") == 5
    assert {row.state for row in queued()} == {Notice.SENT}
    Story(cast).raised("2020-09-25 17:01", urgent=True)
    assert len(all_sent(at("2020-09-25 17:01"))) == 1


# --- what the server says


@pytest.mark.django_db
def test_4xx_is_tried_again_with_the_same_key_5xx_is_the_end(cast: Cast, sink: Sink) -> None:
    reads_mail(cast.specialist)
    Story(cast).raised()
    sink.answers = ["451 please come back later"]
    assert [one.sent for one in all_sent()] == [False]
    row = queued()[0]
    assert (row.state, row.attempts, row.last_error) == ("queued", 1, "451 please come back later")
    assert row.not_before == NOW + timedelta(minutes=1)
    assert all_sent(NOW + timedelta(seconds=59)) == []
    assert [one.sent for one in all_sent(NOW + timedelta(minutes=1))] == [True]
    assert sink.got[0]["Message-ID"] == sink.got[1]["Message-ID"]
    assert str(sink.got[0]["Message-ID"]).startswith("<QJ.business.")

    Story(cast).raised()
    sink.at_rcpt = ["550 no such user\r\nhere"]
    all_sent(NOW + timedelta(hours=1))
    assert all_sent(NOW + timedelta(days=1)) == []
    failed = queued(state=Notice.FAILED)
    assert [(one.attempts, one.last_error[:16]) for one in failed] == [(1, "550 no such user")]


@pytest.mark.django_db
def test_a_server_that_is_not_there_is_asked_again_until_it_is_given_up(cast: Cast, sink: Sink, settings: Any) -> None:
    reads_mail(cast.specialist)
    settings.SMTP = replace(sink.settings, port=Sink().port)  # nothing listens there
    Story(cast).raised()
    now = NOW
    for wait in routing.BACKOFF:
        assert [one.away for one in all_sent(now)] == [True]
        now += wait
    assert outbox.send_due(now, machine_now=now) == 2  # the inbox waits for no mail server
    assert [one.sent for one in all_sent(now)] == [False]
    assert queued()[0].state == Notice.FAILED and "refused" in queued()[0].last_error


@pytest.mark.django_db
def test_a_password_never_goes_over_a_plain_line(cast: Cast, sink: Sink, settings: Any) -> None:
    reads_mail(cast.specialist)
    settings.SMTP = replace(sink.settings, user="liaison", password="secret-word")
    Story(cast).raised()
    assert [one.away for one in all_sent()] == [True]
    assert "STARTTLS" in queued()[0].last_error and sink.got == []
    assert "secret-word" not in repr(settings.SMTP)


@pytest.mark.django_db
def test_what_nobody_wants_any_more_is_dropped(cast: Cast, sink: Sink) -> None:
    reads_mail(cast.specialist)
    Story(cast).raised()
    reads_mail(cast.specialist, by_mail=False)
    assert all_sent() == [] and queued() == []


@pytest.mark.django_db
def test_a_mail_that_cannot_be_written_holds_up_no_other(cast: Cast, sink: Sink) -> None:
    reads_mail(cast.specialist, email="not an address")
    reads_mail(cast.contact)
    Story(cast).raised()
    assert sorted(one.sent for one in all_sent()) == [False, True]
    assert [row.recipient for row in queued(state=Notice.FAILED)] == [cast.specialist]


@pytest.mark.django_db
def test_a_killed_workers_mail_comes_back_after_its_lease_as_the_same_mail(cast: Cast, sink: Sink) -> None:
    reads_mail(cast.specialist)
    for _ in range(4):
        Story(cast).raised()
    claimed = mail._claim(NOW, NOW)  # claimed, perhaps even sent, then killed
    assert len(claimed) == 4
    Story(cast).raised()  # comes in meanwhile: it does not change the mail that was claimed
    later = NOW + mail.LEASE
    assert mail.send_next(NOW, machine_now=later - timedelta(seconds=1)) == mail.Outcome(sent=True)
    assert mail.send_next(NOW, machine_now=later - timedelta(seconds=1)) is None
    assert mail.send_next(NOW, machine_now=later + timedelta(seconds=1)) == mail.Outcome(sent=True)
    assert sink.got[1]["Subject"].startswith("4 ") and plain(sink.got[1]).count("/requests/") == 4
    assert str(sink.got[1]["Message-ID"]) == mail._message_id(claimed[0].key)


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_a_slow_server_never_send_a_mail_twice(sink: Sink) -> None:
    cast = assemble()
    people = [cast.specialist, cast.principal, cast.contact]
    for person in people:
        reads_mail(person)
    for _ in range(2):
        Story(cast).raised(by=cast.contact, urgent=True).did(
            "message", i.MessageInput(text="好"), "2020-09-25 16:59", by=cast.specialist
        )
    asked: list[int] = []  # while the server thinks nothing is locked: the inboxes are served
    sink.before_answer = lambda: asked.extend(race([lambda: outbox.send_due(NOW, machine_now=NOW)]))
    race([lambda: all_sent()] * 4)
    keys = [str(one["Message-ID"]) for one in sink.got]
    assert len(keys) == len(set(keys)) == len(asked)
    assert sum(asked) == Notice.objects.filter(channel=Notice.IN_APP).count()
    assert {row.state for row in queued()} == {Notice.SENT}
    assert set(Notice.objects.filter(channel=Notice.MAIL).values_list("attempts", flat=True)) == {1}
    assert sum(plain(one).count("/requests/") for one in sink.got) == len(queued())


@pytest.mark.django_db(transaction=True)
def test_the_workers_postman_goes_on_until_he_is_told_to_stop(sink: Sink) -> None:
    cast = assemble()
    reads_mail(cast.specialist)
    Story(cast).raised().did("message", i.MessageInput(text="好"), "2020-09-25 16:59", by=cast.principal)
    stop = threading.Event()
    sink.before_answer = lambda: len(sink.got) == 2 and stop.set()
    loop.send_mail(stop)
    assert len(sink.got) == 2 and {row.state for row in queued()} == {Notice.SENT}


# --- the settings


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [
        ("smtp://mail.example", "mail.example", 587, False),
        ("smtps://u%40x:p%3Aw@mail.example", "mail.example", 465, True),
        ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, False),
    ],
)
def test_the_server_is_one_url(url: str, host: str, port: int, tls: bool) -> None:
    found = environment.smtp(url, "Liaison <liaison@qj.example>")
    assert found is not None
    assert (found.host, found.port, found.tls, found.sender) == (host, port, tls, "liaison@qj.example")
    assert found.may_be_plain == (host == "127.0.0.1")
    assert (found.user, found.password) == (("u@x", "p:w") if "@" in url else ("", ""))
    assert environment.smtp("", "") is None


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://h:x", "smtp://h/path"])
def test_an_odd_server_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="LIAISON_SMTP_URL"):
        environment.smtp(url, "liaison@qj.example")


@pytest.mark.parametrize("sender", ["", "liaison", "a@b@c", "a@b.example\r\nBcc: x@y.example"])
def test_mail_comes_from_an_address(sender: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="LIAISON_MAIL_FROM"):
        environment.smtp("smtp://mail.example", sender)
