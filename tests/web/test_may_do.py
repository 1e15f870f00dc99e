"""What may I do here and why, on every request page; the contest with its date; the firm asked whether it raises the same again."""

import pytest

from liaison.casework import actions
from liaison.casework import inputs as i
from liaison.casework.models import ServiceRequest
from tests.casework.steps import Story
from tests.cast import at

pytestmark = pytest.mark.django_db


def html(response):
    return response.content.decode()


def part(page: str) -> str:
    return page.partition('id="may"')[2].partition("</details>")[0]


def test_each_reader_is_told_what_and_why(client, cast, now_is):
    now_is("2020-09-28 10:24")
    story = Story(cast).raised().whistled().reported_in()
    page = f"/requests/{story.r.number}"
    client.force_login(cast.principal)
    firm = part(html(client.get(page)))
    assert "<dt>专员、总专员、管委会办公室</dt><dd>吹哨、同意会商、撤销会商</dd>" in firm
    assert "<dt>确认</dt><dd>还没有答复。</dd>" in firm
    client.force_login(cast.clerk)
    department = part(html(client.get(page)))
    assert "<dt>报到</dt><dd>您的部门已经报到，或者不用再办。</dd>" in department
    client.force_login(cast.leader)
    leader = part(html(client.get(page)))
    assert leader.count('<h3 class="fs mb2">现在可以</h3><dl class="facts"><dt>批示</dt>') == 1
    assert "吹哨" not in leader.split("只有他们可以")[0]
    client.force_login(cast.specialist)
    english = part(html(client.get(page, headers={"accept-language": "en"})))
    assert "<dt>Whistle</dt><dd>Departments are called in, each with its own limit.</dd>" in english


@pytest.fixture
def declined(cast):
    given = i.DeclineScopeInput(reason="属市级事权", where="市交通局")
    return Story(cast).raised("2020-09-25 16:40").did("decline_scope", given, "2020-09-25 17:00", by=cast.specialist)


def test_R10_the_contest_is_offered_with_its_date_once_and_in_time(client, cast, declined, now_is):
    page = f"/requests/{declined.r.number}"
    client.force_login(cast.principal)
    now_is("2020-10-09 17:30")
    offered = html(client.get(page))
    assert f"{page}/dispute" in offered and "10月9日（周五）17:30" in offered.replace('<span class="nb">', "").replace(
        "</span>", ""
    )
    now_is("2020-10-09 17:31")
    late = html(client.get(page))
    assert f"{page}/dispute" not in late and "提不同意见的期限已过" in part(late)
    now_is("2020-10-09 09:00")
    client.post(f"{page}/dispute", {"text": "市里让我们找高新区"})
    client.force_login(cast.office)
    desk = html(client.get("/dispatch?list=contested"))
    assert declined.r.number in desk and "企业不同意不予受理" in desk
    client.force_login(cast.specialist)
    handled = html(client.get(page))
    assert f"{page}/decline-scope" not in handled and "市里让我们找高新区" in handled


def test_R10_a_firm_that_phones_may_contest_too(client, cast, declined, now_is):
    now_is("2020-09-28 10:00")
    client.force_login(cast.specialist)
    address = f"/requests/{declined.r.number}/call-back"
    sheet = html(client.get(address))
    assert 'value="dispute"' in sheet and 'value="confirm"' not in sheet
    assert client.post(address, {"answer": "dispute"}).status_code == 422
    client.post(address, {"answer": "dispute", "text": "他们说应当受理"})
    declined.fresh()
    assert (declined.r.status, declined.r.contested, declined.r.leg) == ("in_hand", True, 2)
    assert declined.entries()[-1].facts["by_phone"] is True
    assert declined.told("logged_for_you") == {"zhoumin", "liuqi"} and declined.told("contested") == {"linxia"}


def test_the_same_again_is_asked_about_once(client, cast, now_is):
    now_is("2020-09-28 10:24")
    first = Story(cast).raised("2020-09-28 09:00", text="三号路大货车道坑洼，货车进不来")
    client.force_login(cast.principal)
    given = {"text": "三号路的大货车道坑洼，大货车进不来", "key": "k"}
    asked = client.post("/raise", given)
    page = html(asked)
    assert asked.status_code == 409 and f"/requests/{first.r.number}" in page and given["text"] in page
    assert ServiceRequest.objects.count() == 1
    sent = client.post("/raise", {**given, "anyway": "1"})
    assert sent.status_code == 302 and ServiceRequest.objects.count() == 2
    again = client.post("/raise", {**given, "anyway": "1"})  # a double click
    assert again["Location"] == sent["Location"] and ServiceRequest.objects.count() == 2


def test_what_is_urgent_other_or_of_another_firm_is_not_held_up(client, cast, now_is):
    now_is("2020-09-28 10:24")
    text = "三号路大货车道坑洼，货车进不来"
    Story(cast).raised("2020-09-28 09:00", by=cast.outsider, text=text)
    client.force_login(cast.principal)
    for given in ({"text": text}, {"text": text, "urgent": "on"}, {"text": "员工宿舍停水"}):
        assert client.post("/raise", given).status_code == 302
    mine = ServiceRequest.objects.filter(enterprise=cast.firm)
    for r in mine:
        actions.withdraw(r.pk, i.TextInput(), by=cast.principal, now=at("2020-09-28 10:30"))
    assert client.post("/raise", {"text": text}).status_code == 302  # nothing of it is open any more
