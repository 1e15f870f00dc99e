"""吐槽大会 on screen: console, phone, board and its snapshot, minutes, the office's desk (R-31…R-35)."""

import json
import re

import pytest
from django.core import signing
from django.test import Client

from liaison.notices import outbox
from liaison.web import gripe_board
from tests.casework.sessions import BEGINS, WORDS, Hall, claimed
from tests.cast import at

pytestmark = pytest.mark.django_db
NOW = "2021-04-16 15:10"


def html(response):
    return response.content.decode()


@pytest.fixture
def hall(cast, now_is):
    gripe_board.forget()
    now_is(NOW)
    return Hall(cast).opened()


def address(hall, rest=""):
    return f"/gripe-sessions/{hall.session.pk}{rest}"


def test_R31_one_line_and_enter_without_script(client, cast, hall):
    client.force_login(cast.office)
    items = address(hall, "/items")
    for line in ("jljz 重车抢道", "E0001：重车抢道", "江岭 重车抢道"):
        assert "已记下，编号" in html(client.post(items, {"text": line}, follow=True))
    page = html(client.get(address(hall)))
    assert page.count("重车抢道") == 3 and "第 3 条，共 3 条" in page
    unclear = client.post(items, {"text": "新 没有站牌"})  # 白鹤新材料 alone
    assert unclear.status_code == 302
    many = client.post(items, {"text": "有限公司 没有站牌"})
    assert many.status_code == 422 and "哪家企业？" in html(many) and 'value="E0002"' in html(many)
    assert "有限公司 没有站牌" in html(many)  # what was typed stays
    picked = client.post(items, {"text": "有限公司 没有站牌", "enterprise": "E0002"}, follow=True)
    assert "已记下" in html(picked) and "<p>没有站牌</p>" in html(picked)
    nobody = client.post(items, {"text": "重车抢道"})
    assert nobody.status_code == 422 and "没有找到企业" in html(client.post(items, {"text": "查无此家 重车"}))


def test_R33_a_department_claims_in_one_tap(client, cast, hall):
    story = hall.said()
    client.force_login(cast.clerk)
    page = html(client.get(address(hall)))
    form = re.search(rf'<form method="post" action="/requests/{story.r.number}/claim">(.+?)</form>', page, re.DOTALL)
    assert form and "认领，4月29日 前办结" in form[1]
    sent = dict(re.findall(r'name="(resolve_by|part)" value="([^"]+)"', form[1]))
    assert sent == {"resolve_by": "2021-04-29", "part": "lead"}
    done = html(client.post(f"/requests/{story.r.number}/claim", sent, follow=True))
    assert "已认领，全场可见" in done and "市政管护科牵头" in done
    client.force_login(cast.jsj_clerk)
    lost = client.post(f"/requests/{story.r.number}/claim", sent)
    assert lost.status_code == 409 and "市政管护科已经认领牵头" in html(lost)
    joins = html(client.get(f"/requests/{story.r.number}/claim?part=co"))
    assert re.search(r'value="co"[^>]*checked', joins)
    assert (
        client.post(f"/requests/{story.r.number}/claim", {"part": "lead"}).status_code == 422
    )  # no claim without a date
    client.force_login(cast.outsider)  # everybody in the session reads who has it; the request behind is not theirs
    assert "市政管护科牵头" in html(client.get(address(hall)))
    assert client.get(f"/requests/{story.r.number}").status_code == 404


def test_R32_the_board_and_its_snapshot(client, cast, hall):
    first, now = hall.said(), hall.said(text="食堂太远", firm="E0002")
    claimed(now)
    client.force_login(cast.office)
    board = html(client.get(address(hall, "/board")))
    assert 'class="screen stage"' in board and "<blockquote>食堂太远</blockquote>" in board
    assert (
        '<button type="button" disabled class="lead" aria-pressed="true">市政管护科<small class="nb">牵头 4月29日'
        in board
    )
    assert 'aria-current="true"' in board and "第 2 条，共 2 条" in board and "认领 1 · 待认领 1" in board
    live = re.search(r'data-live="([^"]+)"', board)[1].replace("&amp;", "&")
    stranger = Client()  # the ticket is enough, and it is good for this session alone
    got = stranger.get(live)
    drawn = json.loads(got.content)
    assert got.status_code == 200 and drawn["version"] == hall.version() and first.r.number in drawn["list"]
    again = stranger.get(live, headers={"If-None-Match": got["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    hall.said(text="早餐点", firm="E0003")
    fresh = stranger.get(live, headers={"If-None-Match": got["ETag"]})
    assert fresh.status_code == 200 and "早餐点" in json.loads(fresh.content)["board"]
    other = Hall(cast, "又一场", "2021-05-14 15:00")
    forged = signing.dumps([hall.session.pk, "zh-hans"], salt="other")
    for ticket in ("", "x", forged, live.partition("ticket=")[2]):
        answer = stranger.get(f"/gripe-sessions/{other.session.pk}/board/state?ticket={ticket}")
        assert answer.status_code == 302 and answer["Location"].startswith("/account/sign-in")


def test_R32_a_poll_costs_one_statement_and_a_page_no_more_with_more_items(
    client, cast, hall, django_assert_max_num_queries
):
    hall.said()
    client.force_login(cast.clerk)
    live = re.search(r'data-live="([^"]+)"', html(client.get(address(hall))))[1].replace("&amp;", "&")
    etag = client.get(live)["ETag"]
    with django_assert_max_num_queries(1):
        assert Client().get(live, headers={"If-None-Match": etag}).status_code == 304
    with django_assert_max_num_queries(12) as few:
        client.get(address(hall))
    for n in range(5):
        claimed(hall.said(text=f"第{n}件", firm=f"E000{n % 3 + 1}"), by=cast.jsj_clerk)
    with django_assert_max_num_queries(12) as many:
        client.get(address(hall))
    with django_assert_max_num_queries(12):
        client.get(address(hall, "/minutes"))
    assert len(few) == len(many)


def test_R32_how_many_have_it_stands_at_the_foot(client, cast, hall):
    hall.said()
    client.force_login(cast.leader)
    assert "15:05:00 发出，1 人中 0 人收到，0 人已读" in html(client.get(address(hall)))
    outbox.send_due(at(NOW), machine_now=at(NOW))
    inbox = html(client.get("/inbox"))
    assert "江岭精铸有限公司在吐槽大会上提出" in inbox
    client.get(re.search(r'href="(/inbox/\d+)"', inbox)[1])  # leads to the session, which he may see
    assert "15:05:00 发出，1 人全部收到，1 人已读" in html(client.get(address(hall)))


def test_R31_planning_speaking_closing_and_the_minutes(client, cast, now_is):
    gripe_board.forget()
    now_is("2021-04-01 09:00")
    client.force_login(cast.chief)
    assert client.post("/gripe-sessions", {"title": "四月"}).status_code == 422
    page = client.post("/gripe-sessions", {"title": "四月吐槽大会", "starts_at": BEGINS.replace(" ", "T")}, follow=True)
    there = page.request["PATH_INFO"]
    assert "四月吐槽大会" in html(page) and "开会" in html(page)
    now_is("2021-04-15 09:00")
    client.force_login(cast.contact)
    client.post(f"{there}/items", {"text": WORDS})
    client.force_login(cast.chief)
    now_is(BEGINS)
    client.post(f"{there}/open")
    assert client.post(f"{there}/open").status_code == 409
    shown = html(client.get(there))
    item = re.search(r'name="item" value="(\d+)">轮到他说', shown)[1]
    assert "正在说" in html(client.post(f"{there}/speaking", {"item": item}, follow=True))
    done = client.post(f"{there}/close", follow=True)
    minutes = html(done)
    assert done.request["PATH_INFO"] == f"{there}/minutes" and WORDS in minutes and "待认领 1" in minutes
    ledger = re.search(r'href="(/ledger\?session=\d+)"', minutes)[1]
    client.force_login(cast.office)
    found = html(client.get(ledger))
    assert "2021-0001" in found and "来自吐槽大会" in found
    now_is("2021-07-01 09:00")
    assert "5月" in html(client.get("/gripe-sessions")) and "有 2 个月没有开吐槽大会" in html(
        client.get("/gripe-sessions")
    )


def test_R33_what_nobody_claims_is_red_at_the_office(client, cast, hall, now_is):
    story = hall.said()
    story.ticked("2021-04-19 17:31")
    now_is("2021-04-20 09:00")
    client.force_login(cast.office)
    desk = html(client.get("/dispatch?list=unclaimed"))
    assert "没有部门认领" in desk and f'href="/requests/{story.r.number}/whistle"' in desk
    assert re.search(r"没人认领 <b", html(client.get("/dispatch"))) and "1 件没有部门认领" in desk
