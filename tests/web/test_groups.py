"""政企交流群 on screen: a chat pasted and looked at first, one tap to a request, members and moderation (R-30)."""

import re
from typing import Any

import pytest

from liaison.casework import inputs as i
from liaison.casework.actions import grouping
from liaison.casework.models import Membership, Post, ServiceRequest
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
CHAT = "楼上\n周敏  2020-09-28 10:24\n门口停水，打13800001205\n老李 2020-09-28 10:30\n三号车间也停了"


def html(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def group(cast: Cast, now_is: Any) -> Cast:
    now_is("2020-09-28 11:00")
    for login in ("zhoumin", "chenliqun", "wuhe"):
        grouping.add_member("liaison", i.MemberInput(login=login), by=cast.office, now=at("2020-09-25 09:00"))
    return cast


def test_R30_a_chat_is_pasted_looked_at_and_becomes_a_request(client: Any, group: Cast) -> None:
    cast = group
    client.force_login(cast.specialist)
    assert client.get("/groups")["Location"] == "/groups/liaison"
    assert "还没有消息" in html(client.get("/groups/liaison"))
    seen = html(client.post("/groups/liaison/paste", {"text": CHAT}))
    assert "读出 2 条消息" in seen and "第 1 行" in seen and "楼上" in seen and "138******05" in seen
    assert not Post.objects.exists()  # nothing is added before it was looked at
    page = html(client.post("/groups/liaison/paste", {"text": CHAT, "add": "1"}, follow=True))
    assert "添加了 2 条消息" in page and "13800001205" not in page
    assert "另有 2 条早已记下" in html(client.post("/groups/liaison/paste", {"text": CHAT, "add": "1"}, follow=True))
    assert client.post("/groups/liaison/paste", {"text": "一句话", "add": "1"}).status_code == 422
    own = Post.objects.get(author=cast.principal)
    tap = f"/groups/posts/{own.pk}/raise"
    assert f'method="post" action="{tap}"' in page
    done = html(client.post(tap, follow=True))
    number = ServiceRequest.objects.get().number
    assert f"诉求 {number}" in done and tap not in done
    assert f"已转为诉求 {number}" in html(client.post(tap, follow=True))  # the second tap finds it
    other = Post.objects.get(called="老李")
    assert "企业" in html(client.get(f"/groups/posts/{other.pk}/raise"))
    assert client.post(f"/groups/posts/{other.pk}/raise").status_code == 422  # whose it is was not chosen
    client.force_login(cast.outsider)
    page = html(client.get("/groups/liaison"))
    assert number in page and f"/requests/{number}" not in page and "13800001205" not in page
    assert client.get("/groups/leaders").status_code == 404
    client.force_login(cast.principal)
    page = html(client.get("/groups/liaison"))
    assert f"/requests/{number}" in page and "13800001205" in page
    assert 'href="/groups"' in html(client.get("/me"))


def test_members_are_kept_and_messages_moderated(client: Any, group: Cast) -> None:
    client.force_login(group.office)
    page = html(client.get("/groups/liaison/members"))
    assert "陈立群" in page and "专员 · 经发局" in page and "唐毅" in page
    assert "已在这个群里" in html(client.post("/groups/liaison/members", {"login": "zhoumin"}))
    assert "老李" in html(
        client.post("/groups/liaison/members", {"called": "老李", "enterprise": "E0001"}, follow=True)
    )
    assert client.post("/groups/liaison/note", {"login": "wuhe", "text": "广告"}).status_code == 302
    post = Post.objects.get()
    assert client.post(f"/groups/posts/{post.pk}/hide", {"text": ""}).status_code == 422
    assert client.post(f"/groups/posts/{post.pk}/hide", {"text": "与企业服务无关"}).status_code == 302
    out = Membership.objects.get(account=group.outsider)
    assert client.post(f"/groups/members/{out.pk}/remove").status_code == 302
    client.force_login(group.specialist)
    page = html(client.get("/groups/liaison"))
    assert "林夏已隐藏：与企业服务无关" in page and "广告" not in page
    client.force_login(group.outsider)
    assert client.get("/groups/liaison").status_code == 404


def test_pages_follow_each_other_by_key_with_as_many_statements(
    client: Any, group: Cast, django_assert_max_num_queries: Any
) -> None:
    counts, pages, now = [], [], at("2020-09-28 11:00")
    for n in range(2):
        for minute in range(20):
            said = f"2020-09-2{7 - n}T09:{minute // 2:02d}"  # two a minute
            grouping.note_down(
                "liaison",
                i.NotedInput(text=f"第{n}-{minute}条", login="zhoumin", said_at=said),
                by=group.office,
                now=now,
            )
        client.force_login(group.specialist)
        with django_assert_max_num_queries(12) as asked:
            pages = [html(client.get("/groups/liaison"))]
        counts.append(len(asked))
    assert counts[0] == counts[1]
    further = re.search(r'rel="next" href="([^"]+)"', pages[0])
    assert further
    pages.append(html(client.get(further[1].replace("&amp;", "&"))))
    shown = [re.findall(r"第\d-\d+条", page) for page in pages]
    assert [len(one) for one in shown] == [25, 15] and len(set(shown[0] + shown[1])) == 40
