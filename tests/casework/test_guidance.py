"""R-41, N17, SC-19: the library is kept, answers cite what is in force that day, ends and new versions are told once."""

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from liaison.casework import actions, clock, guidance
from liaison.casework import inputs as i
from liaison.casework.actions import guiding
from liaison.casework.measure_inputs import RepealInput, VersionInput
from liaison.casework.models import Citation, Measure, MeasureVersion
from liaison.notices.models import Notice
from liaison.record import happenings
from liaison.registry.models import Category
from liaison.registry.policy import policy
from liaison.rules.refusals import Refused
from tests.casework.measures import entered, told, version
from tests.casework.steps import EXPLAINED, Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


def refused(code: str, act) -> Refused:
    with pytest.raises(Refused) as no:
        act()
    assert no.value.code == code
    return no.value


def kinds(number: str) -> list[str]:
    return [one.kind for one in happenings("QJ", number)]


# --- keeping it


def test_a_measure_has_a_number_of_its_own_series_and_says_what_it_said(cast: Cast) -> None:
    first, second = entered(cast), entered(cast, when="2020-01-15 10:00", by=cast.clerk, contact="luochuan")
    assert (first.measure.number, second.measure.number) == ("ZC2020-001", "ZC2020-002")
    assert [point.en for point in first.points.all()][1] == "Apply once a quarter."
    entry = happenings("QJ", "ZC2020-002")[0]
    assert (entry.kind, entry.capacity, entry.facts["valid_until"]) == ("measure.entered", "department", "2020-12-31")
    assert "每季度申请一次" in (entry.text or "")


def test_only_the_office_and_its_own_department_keep_a_measure(cast: Cast) -> None:
    entered(cast)
    for person in (cast.jsj_clerk, cast.specialist, cast.chief, cast.principal, cast.security):
        refused("wrong_role", lambda person=person: entered(cast, by=person))
        refused(
            "wrong_role",
            lambda person=person: version(cast, "ZC2020-001", "2020-09-01 09:00", by=person, valid_from="2020-10-01"),
        )
        given = RepealInput(repealed_on="2020-10-01", reason="新文件")
        refused(
            "wrong_role",
            lambda person=person, given=given: actions.repeal(
                "ZC2020-001", given, by=person, now=at("2020-09-01 09:00")
            ),
        )
    assert Measure.objects.count() == 1 and kinds("ZC2020-001") == ["measure.entered"]


@pytest.mark.parametrize(("code", "more"), [
    ("dates_crossed", {"valid_until": "2020-01-31"}),
    ("points_differ", {"points_en": ["only one"]}),
    ("unknown_category", {"categories": ["nothing"]}),
    ("unknown_contact", {"contact": "zhoumin"}),  # of a firm
    ("unknown_department", {"department": "XXX"}),
])  # fmt: skip
def test_what_makes_no_sense_is_refused_and_leaves_nothing(cast: Cast, code: str, more: dict) -> None:
    refused(code, lambda: entered(cast, **more))
    assert not Measure.objects.exists() and not MeasureVersion.objects.exists()


def test_versions_begin_one_after_another_and_are_never_edited_once_in_force(cast: Cast) -> None:
    first = entered(cast)
    no = refused("version_not_later", lambda: version(cast, "ZC2020-001", "2020-09-01 09:00", valid_from="2020-02-01"))
    assert no.field == "valid_from"
    second = version(cast, "ZC2020-001", "2020-09-01 09:00", valid_from="2020-10-01", by=cast.clerk)
    assert second.n == 2
    again = {
        "document": "青高新发〔2020〕41号",
        "issuer": "管委会",
        "title_zh": "稳岗补贴办法",
        "issued_on": "2020-09-01",
        "points_zh": ["补 500 元。"],
    }
    given = VersionInput(**again, valid_from="2020-10-05")
    done = actions.correct_version(second.pk, given, by=cast.clerk, now=at("2020-09-02 09:00"))
    assert (done.document, [point.zh for point in done.points.all()]) == ("青高新发〔2020〕41号", ["补 500 元。"])
    refused(
        "version_in_force", lambda: actions.correct_version(first.pk, given, by=cast.office, now=at("2020-09-02 09:00"))
    )
    refused(
        "version_in_force",
        lambda: actions.correct_version(second.pk, given, by=cast.office, now=at("2020-10-05 00:00")),
    )
    early = VersionInput(**again, valid_from="2020-01-20")
    refused(
        "version_not_later",
        lambda: actions.correct_version(second.pk, early, by=cast.office, now=at("2020-09-02 09:00")),
    )
    with pytest.raises(Http404):
        actions.correct_version(9999, given, by=cast.office, now=at("2020-09-02 09:00"))
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureVersion.objects.filter(pk=second.pk).update(n=1)


def test_a_repeal_is_entered_once_and_not_backwards(cast: Cast) -> None:
    entered(cast)
    back = RepealInput(repealed_on="2020-08-31", reason="新文件")
    refused("date_passed", lambda: actions.repeal("ZC2020-001", back, by=cast.office, now=at("2020-09-01 09:00")))
    ahead = RepealInput(repealed_on="2020-09-10", reason="青高新发〔2020〕30号")
    assert (
        actions.repeal("ZC2020-001", ahead, by=cast.clerk, now=at("2020-09-01 09:00")).repeal.text
        == "青高新发〔2020〕30号"
    )
    refused(
        "nothing_to_repeal", lambda: actions.repeal("ZC2020-001", ahead, by=cast.office, now=at("2020-09-01 10:00"))
    )


# --- SC-19: a question, an answer on the version of its day, and what becomes of it


def test_R41_a_question_is_a_request_and_its_answer_cites_the_version_of_that_day(cast: Cast) -> None:
    Category.objects.create(zone=cast.zone, code="policy", name_zh="政策解读", group="production")
    entered(cast)
    version(cast, "ZC2020-001", "2020-09-01 09:00", valid_from="2020-10-01")
    asked = Story(cast).raised("2020-09-25 09:00", text="稳岗补贴我们能享受吗", measure="ZC2020-001")
    assert asked.r.category and asked.r.category.code == "policy"
    assert asked.r.reply_due_at == at("2020-09-29 17:30")
    assert asked.entries()[0].facts["asks"] == {
        "measure": "ZC2020-001",
        "version": 1,
        "document": "青高新发〔2020〕4号",
    }
    asked.whistled("2020-09-25 10:00").replied("2020-09-28 10:00", cites=["zc2020-001"])
    replied = asked.entries()[-1]
    assert replied.facts["cites"] == [{"measure": "ZC2020-001", "version": 1, "document": "青高新发〔2020〕4号"}]
    assert Citation.objects.get().version.n == 1
    later = policy(cast.zone, at("2020-10-01 09:00"))
    before = guidance.cited_in(asked.entries(), cast.zone.pk, policy(cast.zone, at("2020-09-30 09:00")))
    assert not before["ZC2020-001", 1].is_stale
    found = guidance.cited_in(asked.entries(), cast.zone.pk, later)["ZC2020-001", 1]
    assert (found.is_stale, found.state, str(found.since)) == (True, "replaced", "2020-10-01")


def test_R41_what_is_not_in_force_that_day_cannot_be_cited(cast: Cast) -> None:
    entered(cast)
    version(cast, "ZC2020-001", "2020-09-01 09:00", valid_from="2020-10-01")
    entered(
        cast, document="青高新发〔2019〕1号", valid_from="2019-01-01", valid_until="2019-12-31", issued_on="2019-01-01"
    )
    story = Story(cast).raised("2020-09-25 09:00").did("take", i.TextInput(), "2020-09-25 09:10", by=cast.specialist)

    def cites(name: str, when: str = "2020-09-28 10:00"):
        return lambda: story.did(
            "answer", i.OutcomeInput(outcome="resolved", text="可以", cites=[name]), when, by=cast.specialist
        )

    for name in ("ZC2020-001/2", "青高新发〔2020〕40号", "ZC2020-002", "青高新发〔2019〕1号"):
        assert refused("measure_not_in_force", cites(name)).field == "cites"
    refused("unknown_measure", cites("ZC2020-009"))
    refused("measure_not_in_force", cites("ZC2020-001/1", "2020-10-09 10:00"))
    assert story.kinds() == ["request.raised", "request.taken"] and not Citation.objects.exists()
    story.did(
        "answer",
        i.OutcomeInput(**EXPLAINED, cites=["青高新发〔2020〕4号", "ZC2020-001/1"]),
        "2020-09-28 10:00",
        by=cast.specialist,
    )
    assert len(story.entries()[-1].facts["cites"]) == 1  # the same one, named twice


def test_a_question_about_nothing_is_refused(cast: Cast) -> None:
    assert refused("unknown_measure", lambda: Story(cast).raised(measure="ZC2020-001")).field == "measure"


# --- N17: one notice for each matching firm, and no other


@pytest.fixture
def firms(cast: Cast) -> Cast:
    for firm, industry, size in ((cast.firm, "equipment", "M"), (cast.other_firm, "food", "S")):
        firm.industry, firm.size = industry, size
        firm.save()
    return cast


def test_N17_a_new_version_is_told_once_to_matching_firms_with_what_changed(firms: Cast) -> None:
    entered(firms, industries=["equipment"])
    for instant in ("2020-01-31 23:00", "2020-02-01 00:01", "2020-02-01 09:00"):
        clock.tick(at(instant))
    assert told("measure_new") == ["zhoumin", "liuqi"]  # the firm's two people; the food firm hears nothing
    version(
        firms,
        "ZC2020-001",
        "2020-09-01 09:00",
        valid_from="2020-10-01",
        industries=["equipment"],
        points_zh=["补贴 500 元。"],
    )
    clock.tick(at("2020-09-30 23:00"))
    assert told("measure_version") == []
    for _twice in range(2):
        clock.tick(at("2020-10-01 00:01"))
    assert told("measure_version") == ["zhoumin", "liuqi"]
    said = Notice.objects.filter(kind="measure_version").first()
    assert said and said.params["changed"] == ["points", "document"] and said.params["measure"] == "ZC2020-001"
    clock.tick(at("2021-01-01 09:00"))
    clock.tick(at("2021-01-02 09:00"))
    assert told("measure_expired") == ["zhoumin", "liuqi"]  # of the version in force alone: the first one was replaced
    assert kinds("ZC2020-001")[-1] == "measure.ended"


def test_N17_whoever_gains_or_loses_by_a_new_version_is_told(firms: Cast) -> None:
    entered(firms, industries=["equipment"])
    version(firms, "ZC2020-001", "2020-09-01 09:00", valid_from="2020-10-01", industries=["food"])
    clock.tick(at("2020-10-01 00:01"))
    assert told("measure_version") == ["zhoumin", "liuqi", "wuhe"]
    assert told("measure_new") == []  # both began before anybody looked: the newest is the news


def test_a_repeal_is_told_on_its_day_and_old_papers_are_no_news(firms: Cast) -> None:
    entered(firms, when="2020-03-01 09:00", sizes=["S"])
    clock.tick(at("2020-03-01 09:05"))
    assert told("measure_new") == []  # in force before it came into the library
    actions.repeal(
        "ZC2020-001",
        RepealInput(repealed_on="2020-09-10", reason="新文件"),
        by=firms.office,
        now=at("2020-09-01 09:00"),
    )
    clock.tick(at("2020-09-09 23:59"))
    assert told("measure_repealed") == []
    clock.tick(at("2020-09-10 00:01"))
    clock.tick(at("2020-12-31 00:01"))
    clock.tick(at("2021-01-31 00:01"))
    assert told("measure_repealed") == ["wuhe"] and told("measure_expired") == []


def test_an_idle_turn_is_one_statement(firms: Cast, django_assert_num_queries) -> None:
    entered(firms)
    clock.tick(at("2020-03-01 09:05"))
    with django_assert_num_queries(1):
        guiding.turn(firms.zone, at("2020-03-02 09:05"))


# --- the list


def test_the_list_is_narrowed_as_the_rule_says(firms: Cast) -> None:
    """Every state as condition and as rule, over versions in all of them; and words are found where they stand."""
    entered(firms, title_zh="在用", valid_from="2020-01-01", valid_until="2021-12-31")
    entered(firms, title_zh="将满", valid_from="2020-01-01", valid_until="2020-10-15")
    entered(firms, title_zh="已满", valid_from="2020-01-01", valid_until="2020-09-20")
    entered(firms, title_zh="未到", valid_from="2020-12-01")
    replaced = entered(firms, title_zh="旧版", valid_from="2020-01-01", valid_until="2020-10-31")
    version(
        firms,
        replaced.measure.number,
        "2020-09-01 09:00",
        valid_from="2020-09-15",
        valid_until=None,
        title_zh="新版",
        sizes=["S"],
    )
    entered(firms, title_zh="已废", valid_from="2020-01-01", valid_until=None)
    actions.repeal(
        "ZC2020-006", RepealInput(repealed_on="2020-09-20", reason="x"), by=firms.office, now=at("2020-09-01 09:00")
    )
    in_force = policy(firms.zone, at("2020-09-28 10:00"))

    def titles(**asked) -> list[str]:
        return [one.version.title_zh for one in guidance.library(firms.outsider, in_force, **asked).lines]

    assert titles() == ["已废", "新版", "未到", "已满", "将满", "在用"]
    shown = guidance.library(firms.outsider, in_force).lines
    for state, meant in {
        "in_force": {"in_force", "ending"},
        "ending": {"ending"},
        "over": {"expired", "repealed"},
        "upcoming": {"upcoming"},
    }.items():
        assert titles(state=state) == [one.version.title_zh for one in shown if one.state in meant], state
    assert titles(words="新版") == ["新版"] and titles(words="不裁员 将满") == ["将满"] and titles(words="没有") == []
    assert [one.for_firm for one in shown if one.version.title_zh in ("新版", "在用")] == [True, True]
    mine = guidance.library(firms.principal, in_force).lines
    assert [one.for_firm for one in mine if one.version.title_zh == "新版"] == [False]
    page = guidance.library(firms.office, in_force, limit=2)
    assert page.next and [
        one.version.title_zh for one in guidance.library(firms.office, in_force, after=page.next, limit=2).lines
    ] == ["未到", "已满"]
