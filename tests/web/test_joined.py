"""参加和协办: what a department takes part in without leading it, and the group of a session (R-20, R-30, R-33)."""

from typing import Any

import pytest

from liaison.casework import actions
from liaison.casework import inputs as i
from liaison.casework.actions import grouping
from tests.casework.sessions import Hall, claimed
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


def html(client: Any, address: str) -> str:
    return client.get(address).content.decode()


def in_consultation(cast: Cast, text: str) -> Story:
    story = Story(cast).raised("2020-09-25 16:40", text=text).whistled("2020-09-25 16:58")
    given = i.ConsultInput(why="两家一起", members=["JSJ"], next_progress_on="2020-09-30")
    story.did("consult", given, "2020-09-28 09:00", by=cast.clerk)
    for when, by in (("2020-09-28 10:00", cast.specialist), ("2020-09-28 11:00", cast.office)):
        story.did("agree_consultation", i.AgreeInput(agree=True), when, by=by)
    return story


def test_R20_a_department_finds_where_it_sits_and_what_is_its_own_to_do(
    client: Any, cast: Cast, now_is: Any, django_assert_num_queries: Any
) -> None:
    now_is("2020-09-28 12:00")
    story = in_consultation(cast, "三号路挖断电缆")
    where = i.ArrangeInput(place="三楼会议室", meets_at="2020-09-29 14:00")
    story.did("arrange", where, "2020-09-28 11:30", by=cast.clerk)
    client.force_login(cast.jsj_clerk)
    assert "/desk/joined" in html(client, "/desk")
    page = html(client, "/desk/joined")
    assert "三号路挖断电缆" in page and "市政管护科牵头，" in page and "三楼会议室" in page
    client.force_login(cast.clerk)
    assert "三号路挖断电缆" not in html(client, "/desk/joined")  # who leads has it on the desk itself
    now_is("2020-09-29 16:00")
    duty = {"department": "JSJ", "what": "出开挖许可", "due_on": "2020-10-20"}
    written = i.MinutesInput(text="十月底前换缆", met_at="2020-09-29 14:05", duties=[duty])
    story.did("minutes", written, "2020-09-29 15:30", by=cast.clerk)
    client.force_login(cast.jsj_clerk)
    assert "我们的分工：出开挖许可" in html(client, "/desk/joined")
    html(client, "/desk/joined")
    with django_assert_num_queries(7):
        html(client, "/desk/joined")
    for n in range(3):
        in_consultation(cast, f"第{n}件")
    with django_assert_num_queries(7):
        html(client, "/desk/joined")
    story.did("cancel_consultation", i.CancelInput(reason="一家就能办"), "2020-09-29 16:10", by=cast.office)
    assert "三号路挖断电缆" not in html(client, "/desk/joined")


def test_R33_what_it_joined_in_a_session_and_the_way_to_the_group_and_back(
    client: Any, cast: Cast, now_is: Any
) -> None:
    now_is("2021-04-16 15:06")
    hall = Hall(cast).opened()
    story = hall.said()
    claimed(story, "2021-04-16 15:06", "2021-04-29", by=cast.clerk)
    joins = i.ClaimInput(resolve_by="2021-04-29", part="co")
    actions.claim(story.r.pk, joins, by=cast.jsj_clerk, now=at("2021-04-16 15:07"))
    client.force_login(cast.jsj_clerk)
    text = story.r.text.text
    assert text in html(client, "/desk/joined")
    assert "/groups/liaison" not in html(client, f"/gripe-sessions/{hall.session.pk}")  # not in the group
    grouping.add_member(
        "liaison", i.MemberInput(login=cast.jsj_clerk.login), by=cast.office, now=at("2021-04-16 15:08")
    )
    for address in (f"/gripe-sessions/{hall.session.pk}", "/gripe-sessions"):
        assert 'href="/groups/liaison"' in html(client, address)
    assert 'href="/gripe-sessions"' in html(client, "/groups/liaison")
    client.force_login(cast.clerk)
    assert text not in html(client, "/desk/joined")
