"""Who stands how to a request: several hats on one head, and none of them reaching further than it should."""

import pytest

from liaison.casework import access, actions, queries
from liaison.casework import inputs as i
from liaison.registry.models import Account, Appointment, Assignment
from liaison.rules.audiences import Audience
from liaison.rules.refusals import Refused
from tests.casework.steps import Story
from tests.cast import BEGINNING, Cast, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast).raised().whistled()


def held(account: Account, story: Story) -> set[str]:
    return set(access.standing(Account.objects.select_related("zone").get(pk=account.pk), story.r).held)


def hat(account: Account, post: str) -> None:
    Appointment.objects.create(account=account, post=post, since=BEGINNING)


def test_each_stands_as_what_he_is(story: Story) -> None:
    c = story.cast
    assert held(c.principal, story) == held(c.contact, story) == {"enterprise"}
    assert held(c.specialist, story) == {"specialist"}
    assert held(c.clerk, story) == held(c.head, story) == {"department"}
    assert held(c.chief, story) == {"chief"}
    assert held(c.office, story) == {"office"}
    assert held(c.leader, story) == {"leader"}
    for nobody in (c.outsider, c.outside_specialist, c.jsj_clerk, c.evaluation, c.system, c.security, c.audit):
        assert held(nobody, story) == set()
        assert not access.visible(nobody).exists()


def test_R04_the_chief_on_his_own_firms_is_a_specialist_like_all(story: Story) -> None:
    Assignment.objects.filter(enterprise=story.cast.firm).update(until=at("2020-09-25 18:00"))
    Assignment.objects.create(enterprise=story.cast.firm, specialist=story.cast.chief, since=at("2020-09-25 18:00"))
    assert held(story.cast.chief, story) == {"specialist"}


def test_nobody_acts_as_department_where_he_is_the_specialist(story: Story) -> None:
    specialist = story.cast.specialist
    specialist.department = story.cast.d.SZJ
    specialist.save()
    hat(specialist, "clerk")
    assert held(specialist, story) == {"specialist"}
    with pytest.raises(Refused, match="wrong_role"):
        actions.report_in(
            story.summons().pk, i.Nothing(), by=Account.objects.get(pk=specialist.pk), now=at("2020-09-25 17:20")
        )


def test_a_department_acts_while_its_summons_is_open_and_reads_afterwards(story: Story) -> None:
    story.whistled("2020-09-25 17:00", "JSJ").replied("2020-09-28 09:00", by=story.cast.jsj_clerk, department="JSJ")
    assert held(story.cast.jsj_clerk, story) == set()
    assert access.visible(story.cast.jsj_clerk).filter(pk=story.r.pk).exists()
    story.replied("2020-09-28 10:00", "planned", resolve_by="2020-10-10")
    assert held(story.cast.clerk, story) == {"department"}  # the lead also while its plan runs
    story.did("conclude", i.OutcomeInput(outcome="resolved", text="好了"), "2020-10-09 10:00", by=story.cast.clerk)
    assert held(story.cast.clerk, story) == set()


def test_SC03_a_department_reads_neither_notes_nor_messages_nor_anothers_ask(story: Story) -> None:
    story.did("message", i.MessageInput(text="老板的手机号是…"), "2020-09-27 09:00", by=story.cast.principal)
    story.did("message", i.MessageInput(text="内部备注", internal=True), "2020-09-27 09:10", by=story.cast.specialist)
    story.did(
        "whistle", i.WhistleInput(departments=["JSJ"], ask="请核对图纸"), "2020-09-27 09:20", by=story.cast.specialist
    )
    seen = queries.dossier(story.cast.clerk, story.r.number, now=at("2020-09-27 10:00"))
    assert seen.standing.audience == Audience.DEPARTMENT
    texts = [one.text for one in seen.happenings if one.text]
    assert texts == ["厂区门口三盏路灯不亮"]
    own = queries.asks_seen(seen)
    assert [row.department.code for row in seen.summonses if row.pk in own] == ["SZJ"]
    firm = queries.dossier(story.cast.principal, story.r.number, now=at("2020-09-27 10:00"))
    assert "内部备注" not in [one.text for one in firm.happenings]
    assert queries.asks_seen(firm) == set()
    staff = queries.dossier(story.cast.office, story.r.number, now=at("2020-09-27 10:00"))
    assert {"老板的手机号是…", "内部备注"} <= {one.text for one in staff.happenings}


def test_R15_the_firm_reads_a_cos_reply_with_the_leads(story: Story) -> None:
    story.whistled("2020-09-25 17:00", "JSJ").replied(
        "2020-09-28 09:00", by=story.cast.jsj_clerk, department="JSJ", text="图纸没有问题"
    )

    def firm_reads() -> list[str | None]:
        return [
            one.text
            for one in queries.dossier(story.cast.principal, story.r.number, now=at("2020-09-28 12:00")).happenings
        ]

    assert "图纸没有问题" not in firm_reads()
    story.replied("2020-09-28 10:00", "planned", resolve_by="2020-10-10")
    assert "图纸没有问题" in firm_reads()


def test_P7_a_replaced_specialist_sees_nothing_on_the_next_request(story: Story) -> None:
    assert access.visible(story.cast.specialist).exists()
    Assignment.objects.filter(enterprise=story.cast.firm).update(until=at("2020-09-26 09:00"))
    assert not access.visible(story.cast.specialist).exists()


@pytest.mark.parametrize("category", ["roads", "schooling", None])
def test_R09_production_and_life_have_the_same_clock(cast: Cast, category: str | None) -> None:
    assert Story(cast).raised("2020-09-25 16:40", category=category).r.reply_due_at == at("2020-09-29 17:30")


def test_R25_resolved_and_explained_are_counted_apart(story: Story) -> None:
    story.replied("2020-09-28 10:00", "explained").did(
        "confirm", i.TextInput(), "2020-09-28 11:00", by=story.cast.principal
    )
    assert (story.r.status, story.r.outcome) == ("closed", "explained")
    with pytest.raises(ValueError, match="outcome"):
        i.OutcomeInput(outcome="partly", text="一半")


def test_R03_one_cadre_serves_many_and_each_firm_has_one(cast: Cast) -> None:
    Assignment.objects.create(enterprise=cast.unserved, specialist=cast.specialist, since=BEGINNING)
    assert cast.specialist.assignments.filter(until=None).count() == 2
