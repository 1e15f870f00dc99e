"""提诉求 through the browser: what is typed is kept, a double click raises one request, the receipt says who and by when."""

import re

import pytest

from liaison.casework.models import ServiceRequest
from liaison.registry.models import Assignment
from tests.cast import at

pytestmark = pytest.mark.django_db
NEED = "厂区门口三盏路灯不亮，晚班工人进出看不清路。"
HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(autouse=True)
def _friday_afternoon(now_is):
    now_is("2020-09-25 16:40")


@pytest.fixture
def firm(client, cast):
    client.force_login(cast.principal)
    return client


def key_of(page) -> str:
    return re.search(r'name="key" value="([0-9a-f]+)"', page.content.decode()).group(1)


def test_a_firm_raises_a_request_and_gets_its_receipt(firm, cast):
    page = firm.get("/raise")
    assert page.status_code == 200
    assert "陈立群" in page.content.decode()
    answer = firm.post("/raise", {
        "text": NEED, "category": "roads", "urgent": "on", "need_by": "2020-09-28T08:00", "key": key_of(page),
    })  # fmt: skip
    r = ServiceRequest.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/requests/{r.number}/receipt")
    assert (r.channel, r.category.code, r.urgent, r.need_by) == ("web", "roads", True, at("2020-09-28 08:00"))
    receipt = firm.get(answer["Location"]).content.decode()
    for word in (r.number, "陈立群", "9月29日（周二）17:30", "27日周日补班，算工作日", "路灯不亮", "data-draft-clear"):
        assert word in receipt


def test_the_same_page_sent_twice_raises_one_request(firm):
    sent = {"text": NEED, "key": key_of(firm.get("/raise"))}
    first, second = firm.post("/raise", sent), firm.post("/raise", sent)
    assert first["Location"] == second["Location"]
    assert ServiceRequest.objects.count() == 1


def test_going_back_and_writing_something_else_raises_something_else(firm):
    key = key_of(firm.get("/raise"))
    first, second = (firm.post("/raise", {"text": words, "key": key}) for words in (NEED, "班车没有了"))
    assert first["Location"] != second["Location"]
    assert ServiceRequest.objects.count() == 2


def test_an_empty_page_says_what_is_missing_and_keeps_the_rest(firm):
    answer = firm.post("/raise", {"text": "  ", "category": "roads", "urgent": "on", "key": "abc123"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#id_text">请写一句遇到什么困难，几个字也行。</a>' in html
    assert "autofocus" in html and 'role="alert"' in html
    assert 'value="roads" checked' in html and 'name="urgent" id="id_urgent" checked' in html
    assert key_of(answer) == "abc123"
    assert not ServiceRequest.objects.exists()


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ({"text": "字" * 5001}, "5000"),
        ({"text": "x" * 1_000_000}, "5000"),
        ({"text": NEED, "category": "moon"}, "moon"),
        ({"text": NEED, "need_by": "soon"}, "soon"),
        ({"text": NEED, "need_by": "2020-09-24T08:00"}, "2020-09-24T08:00"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(firm, typed, word):
    answer = firm.post("/raise", typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert word in html and typed["text"] in html
    assert not ServiceRequest.objects.exists()


def test_a_form_too_large_to_read_is_answered_with_a_sentence(firm):
    answer = firm.post("/raise", {"text": "字" * 1_000_000})
    assert answer.status_code == 413
    assert "太长" in answer.content.decode() or "太大" in answer.content.decode()
    assert not ServiceRequest.objects.exists()


def test_a_firm_without_a_specialist_is_with_the_chief(client, cast):
    """SC-16: whoever has no specialist yet still raises, and the chief holds it."""
    cast.outsider.enterprise = cast.unserved
    cast.outsider.save()
    client.force_login(cast.outsider)
    assert "唐毅" in client.get("/raise").content.decode()
    receipt = client.get(client.post("/raise", {"text": NEED})["Location"]).content.decode()
    assert "唐毅会在" in receipt


def test_where_nobody_serves_the_page_still_works(firm, cast):
    Assignment.objects.all().delete()
    cast.chief.appointments.all().delete()
    answer = firm.post("/raise", {"text": NEED})
    assert firm.get("/raise").status_code == 200
    assert firm.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("specialist", (302, 403)), ("chief", (302, 403)), ("office", (302, 403)), ("clerk", (403, 403)),
        ("leader", (403, 403)), ("security", (403, 403)),
    ],
)  # fmt: skip
def test_only_firms_raise_here(client, cast, who, answer):
    client.force_login(getattr(cast, who))
    assert (client.get("/raise").status_code, client.post("/raise", {"text": NEED}).status_code) == answer
    assert not ServiceRequest.objects.exists()


def test_a_receipt_is_for_the_firm_and_its_staff(client, firm, cast):
    address = firm.post("/raise", {"text": NEED})["Location"]
    for who, status in (
        ("contact", 200),
        ("specialist", 200),
        ("outsider", 404),
        ("clerk", 404),
        ("outside_specialist", 404),
    ):
        client.force_login(getattr(cast, who))
        assert client.get(address).status_code == status, who


def test_in_english_no_chinese_is_left_but_what_people_wrote(firm, cast, settings):
    firm.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = firm.get("/raise")
    assert not HAN.search(page.content.decode().replace("中文", ""))
    answer = firm.get(firm.post("/raise", {"text": "The lights are off."})["Location"])
    html = answer.content.decode()
    assert "Chen Liqun replies to you by" in html and "Tue\xa029\xa0Sep, 17:30" in html
    assert not HAN.search(html.replace("中文", ""))


def test_the_form_and_the_receipt_cost_few_statements(firm, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        firm.get("/raise")
    address = firm.post("/raise", {"text": NEED})["Location"]
    with django_assert_max_num_queries(12):
        firm.get(address)
