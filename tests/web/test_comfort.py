"""Large type, mail and the digest on the account's page; what could not be delivered; paper."""

import re

import pytest

from liaison.casework import digest
from liaison.casework.inputs import TextInput
from liaison.notices import outbox
from liaison.notices.models import Notice
from liaison.record.models import Entry
from liaison.registry.models import Account, Appointment
from tests.casework.steps import Story
from tests.cast import BEGINNING, PASSWORD, Cast, at
from tests.notices.sink import Sink

pytestmark = pytest.mark.django_db
BIG = 'class="big"'


@pytest.fixture
def mail_is_on(settings) -> None:
    settings.SMTP = Sink().settings  # nothing listens there: these tests only look at what is queued


def has_mail(person: Account, **more: object) -> Account:
    for name, value in {"email": f"{person.login}@firm.example", "by_mail": True, **more}.items():
        setattr(person, name, value)
    person.save()
    return person


# --- large type


def test_large_type_for_a_stranger_is_a_cookie(client, cast: Cast) -> None:
    assert BIG not in client.get("/account/sign-in/").content.decode()
    answer = client.post("/type/", {"type": "large", "next": "/account/sign-in/"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/sign-in/")
    assert BIG in client.get("/account/sign-in/").content.decode()
    assert client.post("/type/", {"type": "large", "next": "https://elsewhere.example/"})["Location"] == "/"
    client.post("/type/", {"type": "standard"})
    assert BIG not in client.get("/account/sign-in/").content.decode()


def test_large_type_is_kept_with_the_person_and_costs_no_statement(client, cast, django_assert_num_queries) -> None:
    cast.principal.set_password(PASSWORD)
    cast.principal.save()
    client.force_login(cast.principal)
    client.get("/me")
    with django_assert_num_queries(5):
        assert BIG not in client.get("/me").content.decode()
    client.post("/type/", {"type": "large", "next": "/me"})
    with django_assert_num_queries(5):
        assert BIG in client.get("/me").content.decode()
    client.logout()
    client.cookies.clear()  # another device
    assert BIG not in client.get("/account/sign-in/").content.decode()
    client.post("/account/sign-in/", {"login": "zhoumin", "password": PASSWORD})
    assert BIG in client.get("/").content.decode()


# --- mail


def test_a_person_sets_his_mail_and_the_old_address_hears_of_a_change(client, cast: Cast, mail_is_on) -> None:
    client.force_login(cast.principal)
    assert client.post("/me/mail", {"email": "", "by_mail": "on"}).status_code == 422
    assert client.post("/me/mail", {"email": "周敏@firm.example"}).status_code == 422
    assert client.post("/me/mail", {"email": "zm@firm.example", "by_mail": "on"}).status_code == 302
    assert Notice.objects.count() == 0
    assert client.post("/me/mail", {"email": "new@firm.example", "by_mail": "on"}).status_code == 302
    cast.principal.refresh_from_db()
    assert (cast.principal.email, cast.principal.by_mail) == ("new@firm.example", True)
    told = {row.channel: row.params for row in Notice.objects.all()}
    assert told == {"in_app": {}, "mail": {"to": "zm@firm.example"}}
    entries = Entry.objects.filter(kind="account.mail_changed")
    assert entries.count() == 2 and not any("firm.example" in one.body for one in entries)
    outbox.send_due(at("2030-01-01 09:00"), machine_now=at("2030-01-01 09:00"))
    assert "通知不再发往原来的邮箱" in client.get("/inbox").content.decode()


def test_the_office_sets_a_contacts_mail_and_nobody_elses(client, cast: Cast) -> None:
    client.force_login(cast.office)
    assert client.post("/people/zhoumin/mail", {"email": "zm@firm.example", "by_mail": "on"}).status_code == 302
    assert Account.objects.get(login="zhoumin").by_mail
    assert 'value="zm@firm.example"' in client.get("/people/zhoumin").content.decode()
    assert client.post("/people/luochuan/mail", {"email": "x@firm.example"}).status_code == 403


# --- what could not be delivered


def test_the_administrator_sees_who_was_not_reached_and_staff_is_asked_to_call(client, cast: Cast, now_is) -> None:
    now = now_is("2020-09-25 17:00")
    number = Story(cast).raised().r.number
    notice = Notice.objects.filter(recipient=cast.contact).get()
    failed = {"channel": "mail", "kind": notice.kind, "params": notice.params, "entry": notice.entry, "not_before": now}
    Notice.objects.create(recipient=cast.contact, key="k", state="failed", last_error="550 no such user", **failed)
    client.force_login(cast.specialist)
    assert "邮件未送达：刘琪。请打电话。" in client.get(f"/requests/{number}").content.decode()
    for person in (cast.principal, cast.clerk):
        client.force_login(person)
        assert "未送达" not in client.get(f"/requests/{number}", follow=True).content.decode()
    client.force_login(cast.system)
    html = client.get("/outbox").content.decode()
    assert "刘琪" in html and "550 no such user" in html
    assert number not in html and "路灯" not in html  # who runs the machine reads nothing of the matter
    assert client.post(f"/outbox/{Notice.objects.get(state='failed').pk}/again").status_code == 302
    assert Notice.objects.get(key="k").state == "queued" and "全部送达" not in client.get("/outbox").content.decode()


def test_the_administrator_is_not_told_that_mail_arrived_while_it_is_off(client, cast: Cast, settings) -> None:
    client.force_login(cast.system)
    html = client.get("/outbox").content.decode()
    assert "没有待发的邮件" in html and "邮件没有开通" in html and "全部送达" not in html
    settings.SMTP = Sink().settings
    html = client.get("/outbox").content.decode()
    assert "全部送达" in html and "邮件没有开通" not in html
    told = {
        "kind": "overdue",
        "params": {"number": "2020-0001"},
        "not_before": at("2020-09-25 17:00"),
        "channel": "mail",
    }
    Notice.objects.create(recipient=cast.contact, key="q", **told)
    html = client.get("/outbox").content.decode()
    assert "1 封邮件等待发送" in html and "没有发送失败的" in html and "全部送达" not in html


# --- the digest


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """On Tuesday 29 September: one overdue, one due today, one new."""
    Story(cast).raised("2020-09-22 09:00", by=cast.contact).whistled("2020-09-22 09:10")
    Story(cast).raised("2020-09-25 16:40", by=cast.contact).whistled()
    Story(cast).raised("2020-09-28 17:00", by=cast.contact)
    return cast


def digest_of(client) -> str:
    """The page; its numbers, each in a span that keeps it whole, as plain words."""
    return re.sub(r'<span class="num nb">([^<]+)</span>', r"\1", client.get("/digest").content.decode())


def test_the_digest_counts_names_and_links(client, busy: Cast, now_is, django_assert_max_num_queries) -> None:
    now_is("2020-09-29 09:00")
    client.force_login(busy.specialist)
    client.get("/digest")
    with django_assert_max_num_queries(12):
        page = digest_of(client)
    for line, link in (
        ("您负责的企业有 1 件超期：2020-0001", "/today?show=overdue"), ("今天到期 1 件：2020-0002", "/today?show=due"),
        ("新来、在手 1 件", "/today?show=new"), ("部门在办 2 件", "/today?show=waiting"),
    ):  # fmt: skip
        assert line in page and f'href="{link}"' in page, line
        assert client.get(link).status_code == 200
    client.force_login(busy.clerk)
    page = digest_of(client)
    assert "本部门超期 1 件：2020-0001" in page and "3 天内要回复 1 件：2020-0002" in page and "待报到 2 件" in page
    client.force_login(busy.leader)
    client.cookies["django_language"] = "en"
    page = digest_of(client)
    assert "1 overdue in the zone: 2020-0001" in page and "3 open in all" in page


def test_N15_every_count_of_the_digest_is_that_of_the_list_it_opens(client, busy: Cast, now_is) -> None:
    from liaison.registry.policy import policy
    from liaison.speech.digests import lines

    solved = Story(busy).raised("2020-09-28 17:10", by=busy.contact).whistled("2020-09-28 17:20")
    solved.replied("2020-09-29 08:30", outcome="resolved").did(
        "confirm", TextInput(), "2020-09-29 08:40", by=busy.contact
    )
    Story(busy).raised("2020-09-29 08:50", by=busy.contact)
    now_is("2020-09-29 09:00")
    shown = {
        "today": lambda page: next(one.count for one in page.context["piles"] if one.rows),
        "desk": lambda page: len(page.context["lines"]),
        "ledger": lambda page: page.context["n"],
        "requests": lambda page: len(page.context["rows"]),
        "dispatch": lambda page: len(page.context["lines"]),
    }
    seen = set()
    for who in (busy.specialist, busy.clerk, busy.leader, busy.office):
        client.force_login(who)
        told = digest.digest(who, policy(busy.zone, at("2020-09-29 09:00")))
        for (what, n, _numbers), line in zip(told["piles"], lines(told), strict=False):  # unread notices come last
            page = line.path.split("?")[0].strip("/")
            assert shown[page](client.get(line.path)) == n, (what, line.path)
            seen.add(what)
    assert {
        "specialist/overdue",
        "specialist/due",
        "leader/raised",
        "leader/closed",
        "leader/open",
        "department/soon",
    } <= seen


def test_every_digest_is_queued_once_a_day_at_its_hour_for_whoever_asked(busy: Cast, mail_is_on) -> None:
    for person in (busy.specialist, busy.head, busy.leader, busy.principal, busy.evaluation):
        has_mail(person)
    has_mail(busy.clerk, by_mail=False)
    has_mail(busy.office, is_active=False)
    has_mail(busy.outside_specialist)  # has nothing to do
    queued = [digest.queue_due(at(f"2020-09-29 {hour}")) for hour in ("08:44", "08:45", "08:50", "12:00", "16:45")]
    assert queued == [0, 2, 0, 0, 1]
    rows = Notice.objects.filter(kind="digest").order_by("pk")
    assert [row.key for row in rows] == [f"digest/2020-09-29/{login}" for login in ("chenliqun", "mayuan", "gaoyuan")]
    assert digest.queue_due(at("2020-09-30 08:45")) == 2  # the next day
    assert digest.queue_due(at("2020-10-01 08:45")) == 0  # a holiday


def test_the_digest_by_mail(busy: Cast, settings) -> None:
    from liaison.notices import letters

    settings.BASE_URL, settings.SMTP = "https://qj.example", Sink().settings
    has_mail(busy.specialist, language="en")
    digest.queue_due(at("2020-09-29 08:45"))
    row = Notice.objects.select_related("recipient__zone").get(kind="digest")
    mail = letters.message([row], "l@qj.example", now=at("2020-09-29 08:45"), message_id="<x@qj.example>")
    assert mail["Subject"] == "Tue 29 Sep: 1 of your firms overdue; 1 due today"
    body = mail.get_body(("plain",)).get_content()
    assert "1 of your firms overdue: 2020-0001\nhttps://qj.example/today?show=overdue\n" in body
    assert "江岭" not in body


def test_every_pile_of_the_digest_is_worded(busy: Cast) -> None:
    from liaison.registry.policy import policy
    from liaison.speech.digests import PILES

    in_force = policy(busy.zone, at("2020-09-29 09:00"))
    found = {f"specialist/{key}" for key in digest.piles_of(in_force)}
    found |= {f"department/{key}" for key in digest._of_department(in_force)}
    found |= {f"office/{key}" for key in digest.waiting_lists(in_force)}
    found |= {f"leader/{key}" for key in digest._of_leader(in_force)}
    assert found == set(PILES)


def test_a_person_of_several_hats_reads_of_all_of_them(client, busy: Cast, now_is) -> None:
    now_is("2020-09-29 09:00")
    Appointment.objects.create(account=busy.head, post="specialist", since=BEGINNING)
    Appointment.objects.create(account=busy.head, post="leader", since=BEGINNING)
    client.force_login(busy.head)
    page = client.get("/digest").content.decode()
    assert "本部门超期 1 件" in page and "全区超期 1 件" in page


# --- paper


@pytest.mark.parametrize("who", ["principal", "specialist", "clerk"])
def test_a_request_on_paper_says_what_it_is(client, busy: Cast, now_is, who) -> None:
    now_is("2020-09-29 09:00")
    client.force_login(getattr(busy, who))
    html = client.get("/requests/2020-0002").content.decode()
    assert re.search(r'href="[^"]*print[^"]*\.css" media="print"', html)
    assert "诉求办理单" in html and "编号 2020-0002 · 打印于 2020年9月29日 09:00" in html


def test_a_receipt_read_later_still_shows_only_what_was_promised(client, busy: Cast, now_is) -> None:
    now_is("2020-10-12 09:00")
    client.force_login(busy.principal)
    html = client.get("/requests/2020-0001/receipt").content.decode()
    assert "诉求受理回执" in html and "day--due" in html and "day--over" not in html
