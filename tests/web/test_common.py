"""共性事项 on screen (N6): proposals, one work, one text for all; nobody reads another firm's words."""

import re
from typing import Any

import pytest

from liaison.casework import inputs as i
from liaison.casework.models import CommonWork, MeToo, NotCommon
from liaison.web import gripe_board
from tests.casework.sessions import Hall
from tests.casework.steps import Story
from tests.cast import Cast
from tests.rules.test_common import LANE

pytestmark = pytest.mark.django_db
NOW = "2020-09-25 16:00"


def html(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def lane(cast: Cast, now_is: Any) -> list[Story]:
    now_is(NOW)
    first = Story(cast).raised("2020-09-25 09:00", text=LANE[0]).whistled("2020-09-25 10:00", "SZJ", "JSJ")
    second = Story(cast).raised("2020-09-25 09:10", text=LANE[1], by=cast.outsider)
    second.whistled("2020-09-25 10:00", "SZJ", by=cast.outside_specialist)
    return [first, second]


def made(client: Any, lane: list[Story]) -> str:
    client.force_login(lane[0].cast.office)
    numbers = [one.r.number for one in lane]
    page = client.post("/common", {"title": "重车专用道", "requests": numbers, "all": numbers}, follow=True)
    assert "各企业各有时限和答复" in html(page)
    return CommonWork.objects.latest("pk").number


def test_N6_from_the_proposal_to_the_replies_without_script(client: Any, lane: list[Story]) -> None:
    cast, numbers = lane[0].cast, [one.r.number for one in lane]
    client.force_login(cast.office)
    page = html(client.get("/common"))
    assert (
        all(number in page for number in numbers)
        and "2 家企业" in page
        and 'href="/common"' in html(client.get("/dispatch"))
    )
    bare = client.post("/common", {"requests": numbers[:1], "all": numbers})
    assert bare.status_code == 422 and "请填写“事项名称”" in html(bare)
    few = client.post("/common", {"title": "重车专用道", "requests": numbers[:1], "all": numbers})
    assert few.status_code == 422 and "至少要有 2 家企业" in html(few) and 'value="重车专用道"' in html(few)
    work = made(client, lane)
    assert "GX2020-0001" in html(client.get(f"/requests/{numbers[0]}"))
    client.force_login(cast.clerk)
    sheet = html(client.get(f"/common/{work}/answer"))
    assert "发给 2 件诉求" in sheet
    wrong = client.post(f"/common/{work}/answer", {"outcome": "planned", "text": "已定"})
    assert wrong.status_code == 422 and "已定" in html(wrong)
    done = html(client.post(f"/common/{work}/answer", {"outcome": "resolved", "text": "重车专用道已开通"}, follow=True))
    assert "已发给 2 件诉求" in done
    assert [one.fresh().r.status for one in lane] == ["answered", "answered"]
    again = client.post(f"/common/{work}/answer", {"outcome": "resolved", "text": "再说一次"})
    assert again.status_code == 409
    client.force_login(cast.office)
    page = html(client.post(f"/common/{work}/finish", follow=True))
    assert "已办结" in page and "一次答复" in page


def test_N6_a_firm_reads_a_number_and_nothing_else(client: Any, lane: list[Story]) -> None:
    cast, work = lane[0].cast, made(client, lane)
    for who, path in ((cast.principal, lane[0].r.number), (cast.jsj_clerk, lane[0].r.number)):
        client.force_login(who)
        page = html(client.get(f"/requests/{path}"))
        assert "2 家企业反映同类问题" in page
        assert not [word for word in (LANE[1], "渝禾", lane[1].r.number, work, "重车专用道</") if word in page]
    client.force_login(cast.specialist)
    page = html(client.get(f"/common/{work}"))
    assert lane[0].r.number in page and "另有 1 家" in page
    assert not [word for word in (LANE[1][:12], "渝禾", lane[1].r.number) if word in page]
    assert "渝禾" not in html(client.get("/common"))


def test_N6_not_the_same_is_said_once(client: Any, lane: list[Story]) -> None:
    numbers = [one.r.number for one in lane]
    client.force_login(lane[0].cast.chief)
    page = html(client.post("/common/different", {"request": numbers[0], "all": numbers}, follow=True))
    assert NotCommon.objects.count() == 1 and "没有与其他企业相似的在办诉求" in page


def test_N6_pages_have_a_fixed_number_of_statements(
    client: Any, lane: list[Story], django_assert_max_num_queries: Any
) -> None:
    cast, work = lane[0].cast, made(client, lane)
    counts = []
    for n in range(2):
        for minute in range(4):
            more = Story(cast).raised(
                f"2020-09-25 11:{n}{minute}", text=LANE[2], by=cast.outsider if minute % 2 else cast.principal
            )
            if minute > 1:
                client.post(f"/common/{work}/add", {"request": more.r.number})
        with django_assert_max_num_queries(12) as listed:
            client.get("/common")
        with django_assert_max_num_queries(12) as one:
            client.get(f"/common/{work}")
        counts.append((len(listed), len(one)))
    assert counts[0] == counts[1]
    assert re.search(r"3 件|[4-9] 件", html(client.get("/common")))


def test_R55_a_case_from_the_request_to_the_list(client: Any, cast: Cast, now_is: Any) -> None:
    now_is("2020-09-28 10:00")
    story = Story(cast).raised().whistled("2020-09-25 16:58").replied("2020-09-27 10:00")
    story.did("confirm", i.TextInput(), "2020-09-27 11:00", by=cast.principal)
    client.force_login(cast.specialist)
    assert f"/requests/{story.r.number}/case" in html(client.get(f"/requests/{story.r.number}"))
    assert client.post(f"/requests/{story.r.number}/case", {"title": "亮了"}).status_code == 422
    page = client.post(
        f"/requests/{story.r.number}/case", {"title": "三盏灯，两天亮", "text": "换了电缆。"}, follow=True
    )
    there = page.request["PATH_INFO"]
    assert "征求企业意见" in html(page)
    client.post(f"{there}/ask")
    client.force_login(cast.principal)
    assert there in html(client.get(f"/requests/{story.r.number}"))
    assert client.post(f"{there}/consent", {}).status_code == 422
    client.post(f"{there}/consent", {"answer": "without_name"})
    client.force_login(cast.audit)
    page = html(client.get("/cases")) + html(client.get(there))
    assert "三盏灯，两天亮" in page and "江岭" not in page and story.r.number not in page and "满意" not in page
    client.force_login(cast.principal)
    client.post(f"{there}/withdraw")
    assert client.get(there).status_code == 404


def test_N6_ours_too_is_counted_for_all_and_named_for_the_host_alone(client: Any, cast: Cast, now_is: Any) -> None:
    gripe_board.forget()
    now_is("2021-04-16 15:10")
    hall = Hall(cast).opened()
    story = hall.said(text="重车抢道")
    there, item = f"/gripe-sessions/{hall.session.pk}", hall.gripe(story.r).pk
    say = f"/gripe-sessions/items/{item}/me-too"
    client.force_login(cast.principal)
    assert client.post(say, {"said": "1"}).status_code == 409  # its own item
    client.force_login(cast.outsider)
    live = re.search(r'data-live="([^"]+)"', html(client.get(there)))
    assert live
    state = live[1].replace("&amp;", "&")
    etag = client.get(state)["ETag"]
    for _twice in range(2):
        page = html(client.post(say, {"said": "1"}, follow=True))
    assert MeToo.objects.count() == 1 and "另有 1 家也这样" in page and f'data-mine="{item}"' in page
    fresh = client.get(state, headers={"If-None-Match": etag})
    assert fresh.status_code == 200 and "另有 1 家也这样" in html(fresh) and "渝禾" not in html(fresh)
    assert client.get(state, headers={"If-None-Match": fresh["ETag"]}).status_code == 304
    client.force_login(cast.office)
    assert "渝禾食品" in html(client.get(f"/gripe-sessions/items/{item}/firms"))
    wrong = client.post(f"/gripe-sessions/items/{item}/firms", {"title": "重车", "enterprises": ["E0003"]})
    assert wrong.status_code == 422
    page = html(
        client.post(f"/gripe-sessions/items/{item}/firms", {"title": "重车", "enterprises": ["E0002"]}, follow=True)
    )
    assert "GX2021-0001" in page and "江岭" in page and "渝禾" in page
    client.force_login(cast.outsider)
    client.post(say, {"said": "0"})
    assert MeToo.objects.count() == 0
    hall.closed("2021-04-16 16:00")
    assert client.post(say, {"said": "1"}).status_code == 409
