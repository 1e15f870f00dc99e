"""What the office sets for its zone: limits from a day on, categories with who leads and who joins; each with its entry."""

from datetime import date

import pytest
from django.http import Http404

from liaison.record import happenings
from liaison.record.models import Entry
from liaison.registry import rulebook
from liaison.registry.inputs import CategoryInput, LimitsInput, NewCategoryInput
from liaison.registry.models import Category, TimeLimit
from liaison.registry.policy import policy
from liaison.rules.refusals import Refused
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
NOW = at("2020-06-01 10:00")


def limits(day: str = "2020-07-01", **values: str) -> LimitsInput:
    return LimitsInput(values=values, effective_on=day)


def test_a_limit_holds_from_its_day_on_and_the_entry_says_so(cast: Cast) -> None:
    assert rulebook.set_limits(limits(reply=" 2", closing_time="17:00"), by=cast.office, now=NOW) == [
        "reply",
        "closing_time",
    ]
    before, after = (policy(cast.zone, at(when)) for when in ("2020-06-30 23:59", "2020-07-01 00:00"))
    assert (before.days("reply"), before.closing.hour, before.closing.minute) == (3, 17, 30)
    assert (after.days("reply"), after.closing.minute, after.days_at("reply", NOW)) == (2, 0, 3)
    [entry] = happenings("QJ", "reply")
    assert (entry.kind, entry.actor, entry.capacity) == ("limit.set", "linxia", "office")
    assert entry.facts == {
        "limit": "reply", "value": "2", "unit": "working_days", "effective_from": "2020-07-01T00:00:00+08:00",
    }  # fmt: skip


def test_a_slip_is_mended_before_its_day_and_never_after(cast: Cast) -> None:
    rulebook.set_limits(limits(reply="20"), by=cast.office, now=NOW)
    rulebook.set_limits(limits(reply="2"), by=cast.office, now=NOW)
    assert list(TimeLimit.objects.values_list("value", flat=True)) == ["2"]
    assert [one.facts["value"] for one in happenings("QJ", "reply")] == ["20", "2"]
    with pytest.raises(Refused, match=r"^limit_too_early$") as caught:
        rulebook.set_limits(limits(reply="5"), by=cast.office, now=at("2020-07-01 09:00"))
    assert caught.value.params["earliest"] == date(2020, 7, 2)


@pytest.mark.parametrize(("given", "code", "field"), [
    (limits("2020-06-01", reply="2"), "limit_too_early", "effective_on"),
    (limits(replies="2"), "limit_unknown", "values"),
    (limits(reply="0"), "limit_impossible", "reply"),
    (limits(reply="251"), "limit_impossible", "reply"),
    (limits(closing_time="5 pm"), "limit_no_time", "closing_time"),
    (limits(reply="3"), "limits_unchanged", None),
    (limits(confirm="3"), "limits_clash", "confirm"),
    (limits(confirm="9", closing_time="15:00"), "limits_clash", "closing_time"),
])  # fmt: skip
def test_what_cannot_be_set_changes_nothing(cast: Cast, given: LimitsInput, code: str, field: str | None) -> None:
    with pytest.raises(Refused, match=f"^{code}$") as caught:
        rulebook.set_limits(given, by=cast.office, now=NOW)
    assert caught.value.field == field
    assert not TimeLimit.objects.exists() and not Entry.objects.exists()


def test_only_what_differs_is_set(cast: Cast) -> None:
    assert rulebook.set_limits(limits(reply="3", report_in="2"), by=cast.office, now=NOW) == ["report_in"]


@pytest.mark.parametrize("who", ["chief", "leader", "specialist", "security", "clerk", "principal"])
def test_only_the_office_sets_the_rules(cast: Cast, who: str) -> None:
    by = getattr(cast, who)
    for act, given in (
        (rulebook.set_limits, limits(reply="2")),
        (rulebook.enter_category, NewCategoryInput(code="noise", name_zh="噪声", group="life")),
    ):
        with pytest.raises(Refused, match=r"^wrong_role$"):
            act(given, by=by, now=NOW)
    with pytest.raises(Refused, match=r"^wrong_role$"):
        rulebook.change_category("roads", CategoryInput(name_zh="道路", group="life"), by=by, now=NOW)


def test_R09_a_category_says_who_leads_and_who_joins(cast: Cast) -> None:
    given = NewCategoryInput(code="noise", name_zh="噪声", group="life", position=7, lead="JSJ", co=["SZJ", "YJJ"])
    made = rulebook.enter_category(given, by=cast.office, now=NOW)
    assert (made.lead, {one.code for one in made.co.all()}) == (cast.d.JSJ, {"SZJ", "YJJ"})
    rulebook.change_category("noise", CategoryInput(name_zh="噪音", group="production"), by=cast.office, now=NOW)
    again = Category.objects.get(code="noise")
    assert (again.name_zh, again.group, again.lead, again.co.count()) == ("噪音", "production", None, 0)
    assert [(one.kind, one.facts) for one in happenings("QJ", "noise")] == [
        ("category.entered", {"group": "life", "position": 7, "lead": "JSJ", "co": ["SZJ", "YJJ"]}),
        ("category.changed", {"group": "production", "position": 0, "lead": None, "co": []}),
    ]


@pytest.mark.parametrize(("code", "given", "refusal"), [
    ("roads", {"lead": "HGS"}, "external_department"),
    ("roads", {"co": ["HGS"]}, "external_department"),
    ("roads", {"lead": "NO"}, "unknown_department"),
    ("roads", {"lead": "SZJ", "co": ["SZJ"]}, "department_twice"),
])  # fmt: skip
def test_R09_departments_that_cannot_be_whistled_are_refused(
    cast: Cast, code: str, given: dict[str, object], refusal: str
) -> None:
    with pytest.raises(Refused, match=f"^{refusal}$"):
        rulebook.change_category(
            code, CategoryInput(name_zh="道路", group="production", **given), by=cast.office, now=NOW
        )
    assert Category.objects.get(code="roads").lead == cast.d.SZJ and not Entry.objects.exists()


def test_R09_a_code_is_taken_once_and_an_unknown_one_is_not_there(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"^category_taken$"):
        rulebook.enter_category(NewCategoryInput(code="roads", name_zh="道路", group="life"), by=cast.office, now=NOW)
    with pytest.raises(Http404):
        rulebook.change_category("nothing", CategoryInput(name_zh="道路", group="life"), by=cast.office, now=NOW)
