"""政企交流群: members by role, a chat pasted once, telephone numbers masked, a message that becomes a request (R-30)."""

import pytest
from django.http import Http404

from liaison.casework import groups, queries
from liaison.casework import inputs as i
from liaison.casework.actions import grouping, leave_zone
from liaison.casework.models import Membership, Post, ServiceRequest
from liaison.record import export_lines, happenings
from liaison.record.recompute.recount import recompute
from liaison.registry import exports
from liaison.registry.inputs import LeaveZoneInput
from liaison.rules.refusals import Refused
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
NOW = at("2020-09-28 11:00")
CHAT = "周敏  2020-09-28 10:24\n门口停水，打13800001205\n江岭精铸 老李 2020-09-28 10:30\n三号车间也停了\n没有主人"
CHAT_AGAIN = CHAT.replace("没有主人", "陈立群 2020-09-28 10:31\n马上去看")


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{code}$")


@pytest.fixture
def group(cast: Cast) -> Cast:
    for login in ("zhoumin", "chenliqun", "luochuan", "wuhe"):
        join(cast, login=login)
    return cast


def join(cast: Cast, kind: str = "liaison", *, by: object = None, **given: str) -> Membership:
    return grouping.add_member(kind, i.MemberInput(**given), by=by or cast.office, now=NOW)


def read(who: object, kind: str = "liaison") -> list[str]:
    return [one.words for one in groups.messages(who, groups.seat(who, kind))[0]]


def pasted(cast: Cast, text: str = CHAT, *, by: object = None) -> grouping.BroughtIn:
    return grouping.paste("liaison", i.PastedInput(text=text), by=by or cast.chief, now=NOW)


def test_R30_members_by_role_and_nobody_else(group: Cast) -> None:
    cast = group
    rows = Membership.objects.order_by("pk").values_list("account__login", "role")
    assert list(rows) == [
        ("zhoumin", "enterprise"),
        ("chenliqun", "specialist"),
        ("luochuan", "department"),
        ("wuhe", "enterprise"),
    ]
    named = join(cast, called="老李", enterprise="E0001")
    assert (named.account, named.called, named.role) == (None, "老李", "enterprise")
    for given in ({"login": "zhoumin"}, {"called": "老李", "enterprise": "E0001"}):
        with refused("member_already"):
            join(cast, **given)
    for code, given in (
        ("member_needed", {}), ("unknown_person", {"login": "nobody"}), ("unknown_enterprise", {"called": "某", "enterprise": "E9"}),
    ):  # fmt: skip
        with refused(code):
            join(cast, **given)
    with refused("wrong_role"):
        join(cast, login="hejing", by=cast.specialist)
    with refused("firms_have_no_seat"):
        join(cast, "leaders", login="zhoumin")
    for outside in (cast.jsj_clerk, cast.contact, cast.leader, cast.audit):
        with pytest.raises(Http404):
            groups.seat(outside, "liaison")
    assert [groups.seat(who, "leaders").role for who in (cast.leader, cast.office, cast.chief)] == [
        "leader",
        "host",
        "host",
    ]
    with pytest.raises(Http404):
        groups.seat(cast.specialist, "leaders")
    grouping.remove_member(Membership.objects.get(account=cast.clerk).pk, by=cast.chief, now=NOW)
    with pytest.raises(Http404):
        groups.seat(cast.clerk, "liaison")
    join(cast, login="luochuan")  # back again


def test_R30_a_firm_that_leaves_the_zone_leaves_the_group_with_it(group: Cast) -> None:
    join(group, called="老李", enterprise="E0001")
    leave_zone("E0001", LeaveZoneInput(reason="迁往邻区"), by=group.office, now=NOW)
    still = Membership.objects.filter(left_at=None).values_list("account__login", flat=True)
    assert set(still) == {"chenliqun", "luochuan", "wuhe"}
    left = [one for one in happenings("QJ", "group/liaison") if one.kind == "group.left"]
    assert [one.facts["why"] for one in left] == ["firm_left", "firm_left"]
    with refused("firm_left"):
        join(group, login="zhoumin")


def test_R30_the_same_paste_twice_adds_nothing(group: Cast) -> None:
    first = pasted(group)
    assert (first.new, first.there, [one.line for one in first.bad]) == (2, 0, [])  # the last line is old Li's second
    again = pasted(group, CHAT_AGAIN, by=group.specialist)
    assert (again.new, again.there) == (2, 1)  # what Li said is longer in the first one
    assert (pasted(group).new, Post.objects.count()) == (0, 4)
    undated = "周敏：停水了\n陈立群：马上到"
    assert [pasted(group, undated).new for _twice in range(2)] == [2, 0]
    by_author = {
        one.author.login if one.author else one.called: one.enterprise for one in Post.objects.select_related("author")
    }
    assert by_author == {"zhoumin": group.firm, "江岭精铸 老李": group.firm, "chenliqun": None}
    with refused("wrong_role"):
        pasted(group, by=group.principal)
    with refused("nothing_read"):
        pasted(group, "一句话")


def test_R30_others_read_no_telephone_number_and_the_record_keeps_the_words(group: Cast) -> None:
    pasted(group)
    assert read(group.outsider)[-1] == read(group.office)[-1] == "门口停水，打138******05"
    assert read(group.principal)[-1] == "门口停水，打13800001205"  # her own words
    kept = [one.text for one in happenings("QJ", "group/liaison") if one.kind == "group.posted"]
    assert kept[0] == "门口停水，打13800001205"


def test_R30_one_tap_makes_it_a_request_with_the_authors_words(group: Cast) -> None:
    cast = group
    pasted(cast)
    post = Post.objects.get(author=cast.principal)
    for other in (cast.outsider, cast.clerk):
        with refused("wrong_role"):
            grouping.raise_from(post.pk, i.FromPostInput(), by=other, now=NOW)
    r = grouping.raise_from(post.pk, i.FromPostInput(), by=cast.specialist, now=NOW)
    assert (r.channel, r.enterprise, r.raised_by, r.occurred_at) == (
        "group",
        cast.firm,
        cast.principal,
        at("2020-09-28 10:24"),
    )
    assert r.text and r.text.text == "门口停水，打13800001205" and r.reply_due_at == at("2020-10-09 17:30")
    second = grouping.raise_from(post.pk, i.FromPostInput(), by=cast.chief, now=NOW)
    assert second == r and ServiceRequest.objects.count() == 1
    shown = {
        who: groups.messages(who, groups.seat(who, "liaison"))[0][-1]
        for who in (cast.principal, cast.outsider, cast.office)
    }
    assert [(one.number, one.opens) for one in shown.values()] == [
        (r.number, True),
        (r.number, False),
        (r.number, True),
    ]
    assert queries.dossier(cast.principal, r.number, now=NOW).r == r
    told = [one for one in happenings("QJ", r.number) if one.kind == "request.raised"]
    assert told[0].actor == "chenliqun" and told[0].facts["post"] == post.pk
    assert (
        recompute(export_lines(), exports.calendar()).differences == []
    )  # its clock runs from the minute of the message


def test_R30_whose_it_is_may_be_chosen_and_old_words_need_the_office(group: Cast) -> None:
    cast = group
    old = grouping.note_down(
        "liaison", i.NotedInput(text="路灯坏了", called="门卫", said_at="2020-09-25 08:00"), by=cast.chief, now=NOW
    )
    with refused("enterprise_needed"):
        grouping.raise_from(old.pk, i.FromPostInput(), by=cast.chief, now=NOW)
    with refused("backdate_needs_office"):
        grouping.raise_from(old.pk, i.FromPostInput(enterprise="E0002"), by=cast.chief, now=NOW)
    r = grouping.raise_from(old.pk, i.FromPostInput(enterprise="E0002", category="roads"), by=cast.office, now=NOW)
    assert (r.enterprise, r.category and r.category.code) == (cast.other_firm, "roads")
    for code, given in (
        ("in_the_future", {"called": "门卫", "said_at": "2020-09-28 12:00"}), ("author_needed", {}), ("unknown_person", {"login": "x1"}),
    ):  # fmt: skip
        with refused(code):
            grouping.note_down("liaison", i.NotedInput(text="好", **given), by=cast.chief, now=NOW)


def test_hidden_is_hidden_from_members_and_kept_in_the_record(group: Cast) -> None:
    cast = group
    post = grouping.note_down("liaison", i.NotedInput(text="广告", login="wuhe"), by=cast.office, now=NOW)
    with refused("wrong_role"):
        grouping.hide(post.pk, i.ReasonInput(text="与企业服务无关"), by=cast.specialist, now=NOW)
    grouping.hide(post.pk, i.ReasonInput(text="与企业服务无关"), by=cast.chief, now=NOW)
    assert (read(cast.specialist), read(cast.outsider), read(cast.office)) == ([""], [""], ["广告"])
    with refused("hidden_before"):
        grouping.hide(post.pk, i.ReasonInput(text="再来"), by=cast.chief, now=NOW)
    with pytest.raises(Http404):
        grouping.raise_from(post.pk, i.FromPostInput(), by=cast.outsider, now=NOW)
    assert "广告" in [one.text for one in happenings("QJ", "group/liaison")]
