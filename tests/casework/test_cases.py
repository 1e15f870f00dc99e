"""典型案例 (R-55): told only with the word of the firm's principal, without its name if it wants, and gone when it takes that back."""

import pytest

from liaison.casework import actions, cases
from liaison.casework import inputs as i
from liaison.casework.common_inputs import CaseInput, ConsentInput
from liaison.casework.models import TypicalCase
from liaison.rules.refusals import Refused
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
NOW = at("2020-09-28 10:00")
TEXT = CaseInput(title="一条坑洼路，十六天修好", text="叉车过不去，先填最深的坑，再整段重铺。")


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{code}$")


def solved(cast: Cast) -> Story:
    story = Story(cast).raised().whistled("2020-09-25 16:58").replied("2020-09-27 10:00")
    return story.did("confirm", i.TextInput(), "2020-09-27 11:00", by=cast.principal)


def written(story: Story, *, by: object = None, text: CaseInput = TEXT) -> TypicalCase:
    return actions.write_case(story.r.pk, text, by=by or story.cast.specialist, now=NOW)


def asked(story: Story, **given: object) -> TypicalCase:
    return actions.ask_case(written(story, **given).pk, i.Nothing(), by=story.cast.office, now=NOW)


def consent(case: TypicalCase, by: object, answer: str) -> TypicalCase:
    return actions.consent_case(case.pk, ConsentInput(answer=answer), by=by, now=NOW)


def readers(cast: Cast) -> set[str]:
    return {name for name, one in cast.everybody().items() if cases.listing(one).rows or cases.waiting(one)}


def test_R55_a_case_is_told_only_with_the_principals_word(cast: Cast) -> None:
    open_one = Story(cast).raised()
    with refused("not_for_case"):
        written(open_one)
    story = solved(cast)
    for nobody in (cast.chief, cast.leader, cast.clerk, cast.principal):
        with refused("wrong_role"):
            written(story, by=nobody)
    case = written(story)
    assert readers(cast) == {"specialist", "office", "chief", "leader"}
    case = asked(story, by=cast.office)  # written anew: the same case
    assert TypicalCase.objects.count() == 1 and story.told("case_asked") == {"zhoumin"}
    assert readers(cast) == {"specialist", "office", "chief", "leader", "principal", "contact"}
    with refused("case_moved_on"):
        actions.ask_case(case.pk, i.Nothing(), by=cast.office, now=NOW)
    for by, code in ((cast.contact, "principal_needed"), (cast.specialist, "wrong_role")):
        with refused(code):
            consent(case, by, "with_name")
    case = consent(case, cast.principal, "without_name")
    assert readers(cast) == set(cast.everybody())
    (row,) = cases.listing(cast.outsider).rows
    assert (row.evidence, cases.named(row, cast.outsider)) == (None, False)  # type: ignore[attr-defined]
    (row,) = cases.listing(cast.clerk).rows
    assert (row.evidence, cases.named(row, cast.clerk)) == (story.r.number, True)  # type: ignore[attr-defined]
    with refused("case_over"):
        written(story)
    story.did("reopen", i.ReasonInput(text="又坏了"), "2020-09-28 10:30", by=cast.principal)
    assert readers(cast) == set()  # while it is open again
    assert "case.published" in story.kinds()


def test_R55_no_is_no_and_a_word_given_can_be_taken_back(cast: Cast) -> None:
    story = solved(cast)
    case = asked(story, text=CaseInput(title="江岭精铸门前的路", text="修好了"))
    with refused("case_names_firm"):
        consent(case, cast.principal, "without_name")
    consent(case, cast.principal, "with_name")
    (row,) = cases.listing(cast.outsider).rows
    assert cases.named(row, cast.outsider)
    for by, code in ((cast.contact, "principal_needed"), (cast.outsider, "wrong_role"), (cast.clerk, "wrong_role")):
        with refused(code):
            actions.withdraw_case(case.pk, i.Nothing(), by=by, now=NOW)
    actions.withdraw_case(case.pk, i.Nothing(), by=cast.principal, now=NOW)
    assert readers(cast) == set() and story.told("case_withdrawn") == {"chenliqun"}
    other = solved(cast)
    case = consent(asked(other), cast.principal, "no")
    assert readers(cast) == set() and other.told("case_refused") == {"chenliqun"}
    for again in (written, asked):
        with refused("case_over"):
            again(other)
