"""外部协调 on screen: begun, logged, read by the firm and by nobody else, ended with its paper; and the list (R-23)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liaison.casework import inputs as i
from liaison.casework.models import OutsideParty
from tests import pictures
from tests.casework.steps import Story

pytestmark = pytest.mark.django_db
WHAT, PRICE = "请海关延长夜间查验", "每方三元一"
OPENED = {"what": WHAT, "agencies": ["HGS"], "others": "川渝燃气\n巴蜀能源", "next_progress_on": "2020-09-30"}
MOST = 12


def html(response):
    return response.content.decode()


@pytest.fixture
def story(cast, now_is):
    now_is("2020-09-28 09:00")
    return Story(cast).raised("2020-09-25 16:40").whistled("2020-09-25 16:58").reported_in("2020-09-25 17:20")


def statements(client, address):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(address)
    return html(page), len(asked)


def test_from_the_first_call_to_the_paper(client, cast, story, now_is):
    page = f"/requests/{story.r.number}"
    client.force_login(cast.clerk)
    assert f"{page}/outside" in html(client.get(page))
    client.force_login(cast.specialist)
    assert f"{page}/outside" in html(client.get(page))
    wrong = client.post(f"{page}/outside", {"what": WHAT})
    assert wrong.status_code == 422 and WHAT in html(wrong)
    before = statements(client, page)[1]
    assert WHAT in html(client.post(f"{page}/outside", OPENED, follow=True))
    assert client.get(f"{page}/outside").status_code == 409
    now_is("2020-09-28 10:30")
    supplier = OutsideParty.objects.get(named__text="川渝燃气").pk
    sheet = html(client.get(f"{page}/outside/contact"))
    assert "巴蜀能源" in sheet and 'value="2020-09-28T10:30"' in sheet
    said = {"kind": "quote", "party": supplier, "text": PRICE, "at": "2020-09-28T10:00"}
    assert client.post(f"{page}/outside/contact", said).status_code == 422  # until when it is valid
    kept = html(client.post(f"{page}/outside/contact", {**said, "valid_until": "2020-10-31"}, follow=True))
    assert PRICE in kept and "川渝燃气" in kept
    shown, asked = statements(client, page)
    assert before < asked <= MOST and PRICE in shown
    for _more in range(3):
        story.did(
            "log_contact",
            i.ContactInput(kind="call", party=supplier, text="再议"),
            "2020-09-28 10:20",
            by=cast.specialist,
        )
    assert statements(client, page)[1] == asked
    client.force_login(cast.principal)
    firm = html(client.get(page))
    assert "<b>我们</b>" in firm and "收到川渝燃气的报价，有效期至10月31日" in firm and "海关" in firm
    for who in (cast.clerk, cast.chief, cast.leader):
        client.force_login(who)
        seen = html(client.get(page))
        assert WHAT in seen and "海关" in seen and PRICE not in seen and "川渝燃气" not in seen, who.login
        assert f"{page}/outside/contact" not in seen
        assert f'{page}"' not in html(client.get(f"/requests?q={PRICE}"))
        for other in ("/ledger", "/inbox", "/outside"):
            assert PRICE not in html(client.get(other))
    client.force_login(cast.specialist)
    assert client.post(f"{page}/outside/end", {"outcome": "agreed", "text": "已签协议"}).status_code == 422
    paper = SimpleUploadedFile("协议.jpg", pictures.photo())
    ended = client.post(f"{page}/outside/end", {"outcome": "agreed", "text": "已签协议", "photos": paper}, follow=True)
    assert "已达成一致" in html(ended)
    file = story.r.attachments.get()
    address = f"/attachments/{file.pk}/photo.jpg"
    assert client.get(address).status_code == 200
    client.force_login(cast.clerk)
    assert client.get(address).status_code == 404 and "已达成一致" in html(client.get(page))


def test_a_refusal_begins_the_explanation_and_a_conflict_waits_on_the_offices_list(client, cast, story, now_is):
    page = f"/requests/{story.r.number}"
    given = i.OutsideInput(what=WHAT, parties=[{"department": "HGS"}], liaison="sunlan")
    story.did("open_outside", given, "2020-09-28 09:05", by=cast.specialist)
    client.force_login(cast.yjj_clerk)  # not called, but the liaison
    assert f"{page}#outside" in html(client.get("/outside")) and f"{page}/outside/contact" in html(client.get(page))
    gone = client.post(f"{page}/outside/hand-over", {"text": "我爱人在海关"}, follow=True)
    assert gone.redirect_chain[0][0] == "/outside" and client.get(page).status_code == 404
    client.force_login(cast.office)
    assert "待办公室指定联络人" in html(client.get("/outside")) and "我爱人在海关" in html(client.get(page))
    assert "孙岚" in html(client.get(f"{page}/outside/liaison"))
    client.post(f"{page}/outside/liaison", {"liaison": "luochuan"})
    client.force_login(cast.clerk)
    client.post(f"{page}/outside/end", {"outcome": "refused", "text": "编制有限，不能夜间查验"})
    begun = html(client.get(page))
    reply = f"/summonses/{story.summons().pk}/reply?from=outside"
    assert reply in begun
    assert "编制有限，不能夜间查验" in html(client.get(reply)) and "我爱人在海关" not in begun


def test_the_list_asks_the_same_whatever_stands_in_it(client, cast, story, now_is):
    client.force_login(cast.specialist)
    given = i.OutsideInput(what=WHAT, parties=[{"department": "HGS"}])
    story.did("open_outside", given, "2020-09-28 09:05", by=cast.specialist)
    one = statements(client, "/outside")[1]
    for _more in range(4):
        Story(cast).raised("2020-09-25 16:40").did("open_outside", given, "2020-09-28 09:10", by=cast.specialist)
    shown, asked = statements(client, "/outside")
    assert shown.count("#outside") == 5 and asked == one <= MOST
    assert "#outside" not in html(client.get("/outside?ended"))
    now_is("2020-10-10 09:00")
    assert html(client.get("/outside")).count("已超 1 个工作日") == 5
