"""Requests like this one: of one's own firm first, of others only what staff may know; who led and joined the kind this year."""

import pytest

from liaison.casework import inputs as i
from liaison.casework import similar
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
LANE, SAME_LANE = "三号路大货车道坑洼，货车进不来", "三号路货车道坑洼严重，大货车不敢走"


@pytest.fixture
def story(cast: Cast) -> Story:
    """At hand: the lane once more, after one of the other firm and an ended one of its own."""
    Story(cast).raised("2020-09-21 09:00", text="员工子女秋季入学名额不够", category="roads")
    Story(cast).raised("2020-09-21 09:00", by=cast.outsider, text=LANE, category="schooling")
    other = Story(cast).raised("2020-09-21 09:00", by=cast.outsider, text=LANE, category="roads")
    other.whistled("2020-09-21 10:00", "SZJ", "JSJ", by=cast.outside_specialist)
    own = Story(cast).raised("2020-09-21 09:00", text=SAME_LANE, category="roads").whistled("2020-09-21 10:00")
    own.replied("2020-09-24 10:00").did("confirm", i.TextInput(), "2020-09-24 11:00", by=cast.principal)
    gone = Story(cast).raised("2020-09-21 09:00", text=LANE, category="roads")
    gone.did("withdraw", i.TextInput(), "2020-09-21 10:00", by=cast.principal)
    return Story(cast).raised("2020-09-25 09:00", text=LANE, category="roads")


def found(story: Story, who: str) -> list[similar.Similar]:
    kind = similar.kind_of(story.r, getattr(story.cast, who), at("2020-09-25 10:00"))
    return similar.similar_to(story.r, LANE, kind)


def test_its_own_firms_first_then_the_likest_of_the_category(story: Story) -> None:
    own, other = found(story, "office")
    assert (own.same_firm, own.firm, own.text, own.department) == (True, "江岭精铸", SAME_LANE, "市政管护科")
    assert (own.status, own.outcome, own.closed_as, own.days, own.leads) == (
        "closed",
        "resolved",
        "confirmed",
        3,
        False,
    )
    assert (other.same_firm, other.firm, other.text, other.department) == (False, "渝禾食品", LANE, "市政管护科")
    assert (other.status, other.days, other.leads) == ("whistled", None, True)


def test_a_specialist_reads_nothing_of_another_specialists_firm(story: Story) -> None:
    own, other = found(story, "specialist")
    assert own.seen and own.text == SAME_LANE
    assert (other.seen, other.firm, other.text) == (False, "", "")
    assert other.number and other.department == "市政管护科"  # enough to link to it


def test_who_led_and_joined_this_year(story: Story) -> None:
    d = story.cast.d
    kind = similar.kind_of(story.r, story.cast.office, at("2020-09-25 10:00"))
    assert (dict(kind.led), dict(kind.joined)) == ({d.SZJ.pk: 2}, {d.JSJ.pk: 1})
    later = similar.kind_of(story.r, story.cast.office, at("2021-01-04 10:00"))
    assert (dict(later.led), dict(later.joined)) == ({}, {})
    assert later.candidates.keys() == kind.candidates.keys()


def test_before_a_firm_raises_the_same_again(story: Story) -> None:
    firm, other = story.cast.firm, story.cast.other_firm
    assert similar.raised_before(firm, "三号路的大货车道坑洼，大货车进不来") == story.r.number
    assert similar.raised_before(firm, "员工宿舍停水") is None
    assert [one.number for one in similar.own_like(firm, LANE)] == [story.r.number, found(story, "office")[0].number]
    assert {one.firm for one in similar.own_like(other, LANE)} == {"渝禾食品"}


def test_one_statement_however_many_there_are(story: Story, django_assert_num_queries) -> None:
    office = story.cast.office
    similar.kind_of(story.r, office, at("2020-09-25 10:00"))  # the posts are asked once
    with django_assert_num_queries(1):
        few = similar.kind_of(story.r, office, at("2020-09-25 10:00"))
    for minute in range(5):
        Story(story.cast).raised(f"2020-09-25 09:0{minute}", text=LANE, category="roads").whistled(
            "2020-09-25 09:30", "JSJ", "SZJ"
        )
    with django_assert_num_queries(1):
        many = similar.kind_of(story.r, office, at("2020-09-25 10:00"))
        assert len(similar.similar_to(story.r, LANE, many)) == similar.SHOWN
    assert len(many.candidates) == len(few.candidates) + 5
