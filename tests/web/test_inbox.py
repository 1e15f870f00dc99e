"""The inbox: one's own notices only, read when opened, and a count that is cheap to ask for."""

import re

import pytest

from liaison.casework import inputs as i
from liaison.notices import outbox
from liaison.notices.models import Notice
from tests.casework.steps import Story
from tests.cast import at

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(autouse=True)
def _monday(now_is):
    now_is("2020-09-28 10:24")


@pytest.fixture
def story(cast) -> Story:
    told = Story(cast).raised(by=cast.contact).whistled().reported_in().replied("2020-09-28 09:00")
    outbox.send_due(at("2020-09-28 09:01"), machine_now=at("2020-09-28 09:01"))
    return told


@pytest.fixture
def firm(client, cast):
    client.force_login(cast.principal)
    return client


def newest(account) -> Notice:
    return Notice.objects.filter(recipient=account, state="sent").latest("pk")


def test_notices_are_read_newest_first(firm, story):
    html = firm.get("/inbox").content.decode()
    assert html.index("市政管护科给您回复") < html.index("收到了，编号 2020-0001")
    assert "3 条新通知" in html


def test_what_is_still_queued_is_not_there_yet(firm, cast):
    Story(cast).raised()
    assert "还没有通知" in firm.get("/inbox").content.decode()


def test_opening_one_marks_it_read_and_leads_to_its_request(firm, cast, story):
    notice = newest(cast.principal)
    answer = firm.get(f"/inbox/{notice.pk}")
    assert (answer.status_code, answer["Location"]) == (302, "/requests/2020-0001")
    notice.refresh_from_db()
    assert notice.read_at == at("2020-09-28 10:24")
    assert "2 条新通知" in firm.get("/inbox").content.decode()


def test_all_can_be_read_at_once(firm, cast, story):
    assert firm.get("/inbox/read").status_code == 405
    assert firm.post("/inbox/read").status_code == 302
    assert not Notice.objects.filter(recipient=cast.principal, state="sent", read_at=None).exists()
    assert Notice.objects.filter(recipient=cast.specialist, state="sent", read_at=None).exists()
    assert "没有新通知" in firm.get("/inbox").content.decode()


def test_the_notice_of_another_looks_absent(firm, cast, story):
    assert firm.get(f"/inbox/{newest(cast.specialist).pk}").status_code == 404
    assert firm.get("/inbox/99999999").status_code == 404


def test_the_count_is_a_number_and_cheap(firm, story, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        answer = firm.get("/inbox/count")
    assert ">3<" in answer.content.decode() and len(answer.content) < 600
    assert firm.get("/inbox/count?shown=2").status_code == 200
    unchanged = firm.get("/inbox/count?shown=3")
    assert (unchanged.status_code, unchanged.content) == (204, b"")


def test_nobody_is_asked_about_any_more_once_he_has_signed_out(client, firm):
    firm.logout()
    answer = client.get("/inbox/count?shown=3")
    assert (answer.status_code, answer.content) == (286, b"")  # no page of the sign-in in place of a number


@pytest.mark.parametrize("query", ["after=x", "after=99999999999999999999", "after=0"])
def test_odd_addresses_still_open(firm, story, query):
    assert firm.get(f"/inbox?{query}").status_code == 200


def test_everybody_of_the_story_can_read_his_in_both_languages(client, cast, story, settings):
    story.did("message", i.MessageInput(text="好"), "2020-09-28 09:10", by=cast.principal)
    story.did("confirm", i.TextInput(), "2020-09-28 09:20", by=cast.principal)
    outbox.send_due(at("2020-09-28 09:21"), machine_now=at("2020-09-28 09:21"))
    for person in (cast.principal, cast.contact, cast.specialist, cast.clerk, cast.head):
        client.force_login(person)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        assert not HAN.search(client.get("/inbox").content.decode().replace("中文", "")), person.login
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
        assert "2020-0001" in client.get("/inbox").content.decode(), person.login


def test_the_inbox_costs_the_same_for_one_and_for_many(firm, cast, django_assert_max_num_queries):
    for n in range(30):
        Story(cast).raised("2020-09-28 09:00", text=f"事项{n}").whistled("2020-09-28 09:01")
    outbox.send_due(at("2020-09-28 09:02"), machine_now=at("2020-09-28 09:02"), batch=1000)
    with django_assert_max_num_queries(12):
        page = firm.get("/inbox").content.decode()
    older = re.search(r'rel="next" href="([^"]+)"', page).group(1)
    assert "2020-0030" in page and "2020-0030" not in firm.get(older).content.decode()
