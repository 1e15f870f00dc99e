"""Another specialist, and firms that come and go: numbers, clocks and duties stay, access does not (R-01, R-05, SC-16)."""

import pytest
from django.http import Http404

from liaison.casework import access, actions, clock, coverage, proof, queries
from liaison.casework import inputs as i
from liaison.casework.models import OutsideMatter
from liaison.notices.models import Notice
from liaison.record.models import Entry
from liaison.record.reading import export_lines, happenings
from liaison.record.verify import check
from liaison.registry import actions as register
from liaison.registry import coverage as zonewide
from liaison.registry.inputs import AccountInput, AppointInput, AssignInput, EnterpriseInput, LeaveZoneInput
from liaison.registry.models import Account, Appointment, Assignment, Enterprise
from liaison.registry.policy import policy
from liaison.rules.refusals import Refused
from tests.casework.agency_steps import Formalities
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
TO_ZHAO = AssignInput(specialist="zhaolei", reason="调岗")


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient__login", flat=True))


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{code}$")


class TestTransfer:
    def test_R05_numbers_clocks_and_duties_stay_and_the_old_holder_is_out_at_once(self, cast: Cast) -> None:
        raised, whistled, done = Story(cast).raised(), Story(cast).raised().whistled(), Story(cast).raised()
        done.did("withdraw", i.TextInput(), "2020-09-25 17:00", by=cast.principal)
        kept = ("number", "status", "leg", "reply_due_at", "whistle_due_at", "occurred_at", "lamp_due_at")
        before = [[getattr(story.fresh().r, name) for name in kept] for story in (raised, whistled)]
        actions.transfer("E0001", TO_ZHAO, by=cast.office, now=at("2020-09-27 09:00"))
        assert [[getattr(story.fresh().r, name) for name in kept] for story in (raised, whistled)] == before
        for story in (raised, whistled, done):
            with pytest.raises(Http404):
                queries.dossier(cast.specialist, story.r.number, now=at("2020-09-27 09:00"))
            seen = queries.dossier(cast.outside_specialist, story.r.number, now=at("2020-09-27 09:00"))
            assert "specialist" in seen.standing.held
        with pytest.raises(Http404):
            actions.take(raised.r.pk, i.TextInput(), by=cast.specialist, now=at("2020-09-27 09:01"))
        actions.take(raised.r.pk, i.TextInput(), by=cast.outside_specialist, now=at("2020-09-27 09:02"))
        assert "request.handed_over" not in done.kinds()

    def test_R05_each_open_request_says_so_and_firm_old_and_new_are_told(self, cast: Cast) -> None:
        story = Story(cast).raised()
        actions.transfer("E0001", TO_ZHAO, by=cast.office, now=at("2020-09-27 09:00"))
        said = story.entries()[-1]
        assert (said.kind, said.facts) == ("request.handed_over", {
            "before": "chenliqun", "specialist": "zhaolei", "why": "transfer",
            "holder": {"kind": "specialist", "code": "zhaolei"},
        })  # fmt: skip
        assert told("specialist_changed") == {"zhoumin", "liuqi"}
        assert (told("firm_assigned"), told("firm_handed_on")) == ({"zhaolei"}, {"chenliqun"})
        assert Notice.objects.get(kind="firm_assigned").params["open"] == 1
        assert (
            queries.dossier(cast.principal, story.r.number, now=at("2020-09-27 09:01")).happenings[-1].kind == said.kind
        )

    def test_N2_the_specialists_turn_goes_over_with_its_limit_and_the_parts_still_sum(self, cast: Cast) -> None:
        story = Story(cast).raised("2020-09-22 09:00")  # whistle by 09-22 17:30, reply by 09-25 17:30
        actions.transfer("E0001", TO_ZHAO, by=cast.office, now=at("2020-09-24 10:00"))
        proved = proof.prove(story.fresh().r, [], policy(cast.zone, at("2020-09-28 10:00")))
        assert [(one["code"], one["since"], one["limit_at"]) for one in proved["holders"]] == [
            ("chenliqun", "2020-09-22T09:00:00+08:00", "2020-09-22T17:30:00+08:00"),
            ("zhaolei", "2020-09-24T10:00:00+08:00", "2020-09-22T17:30:00+08:00"),
        ]  # fmt: skip
        assert proved["overrun_minutes"] == sum(part["minutes"] for part in proved["overrun_parts"]) > 0
        assert {part["code"] for part in proved["overrun_parts"]} == {"zhaolei"}

    def test_a_departments_turn_stays_and_comes_back_to_the_new_one(self, cast: Cast) -> None:
        story = Story(cast).raised("2020-09-22 09:00").whistled("2020-09-22 10:00")
        actions.transfer("E0001", TO_ZHAO, by=cast.office, now=at("2020-09-22 11:00"))
        decline = i.DeclineInput(reason="不归我们")
        actions.decline(story.summons().pk, decline, by=cast.clerk, now=at("2020-09-22 12:00"))
        actions.decide(story.summons().pk, i.DecideInput(accept=True), by=cast.office, now=at("2020-09-22 13:00"))
        holders = proof.prove(story.fresh().r, [story.summons()], policy(cast.zone, at("2020-09-22 14:00")))["holders"]
        assert [one["code"] for one in holders] == ["chenliqun", "SZJ", "", "zhaolei"]

    def test_a_change_needs_its_reason_and_a_refusal_leaves_nothing(self, cast: Cast) -> None:
        Story(cast).raised()
        entries = Entry.objects.count()
        with refused("reason_needed"):
            actions.transfer("E0001", AssignInput(specialist="zhaolei"), by=cast.office, now=at("2020-09-27 09:00"))
        with refused("wrong_role"):
            actions.transfer("E0001", TO_ZHAO, by=cast.chief, now=at("2020-09-27 09:00"))
        assert Entry.objects.count() == entries
        assert Assignment.objects.get(enterprise=cast.firm, until=None).specialist == cast.specialist


class TestCoverage:
    def test_SC16_full_coverage(self, cast: Cast) -> None:
        """A firm enters on a Monday without a specialist, a cadre loses the last firm: both red at once, and both come right."""
        monday = at("2020-06-01 09:20")
        given = EnterpriseInput(name_zh="润泽水务仪表有限公司", industry="equipment", address="创新路3号")
        firm = actions.enter_enterprise(given, by=cast.office, now=monday)
        actions.transfer("E0001", TO_ZHAO, by=cast.office, now=monday)
        Assignment.objects.create(enterprise=cast.unserved, specialist=cast.chief, since=monday)
        seen = zonewide.read(cast.zone, policy(cast.zone, at("2020-06-01 09:21")))
        assert [(gap.who, gap.due) for gap in seen.coverage.gaps] == [
            ("E0004", at("2020-06-02 17:30")), ("chenliqun", at("2020-06-08 17:30")),
        ]  # fmt: skip
        assert (seen.coverage.firms, seen.coverage.served, seen.coverage.cadres) == (4, 3, 3)
        assert sum(seen.coverage.load.values()) == seen.coverage.served
        best = coverage.proposals([seen.firms["E0004"]], seen)["E0004"][0]
        assert (best.login, [one.code for one in best.reasons]) == ("chenliqun", ["idle", "no_conflict"])

        contact = AccountInput(login="liuying", name_zh="柳英", enterprise=firm.code, posts=["principal"])
        register.create_account(contact, by=cast.office, now=monday)
        story = Story(cast)
        story.raised(
            "2020-06-01 14:00", by=Account.objects.get_by_natural_key("liuying")
        )  # it can still raise: the chief holds it
        assert story.told("new_request") == {"tangyi"}
        clock.tick(at("2020-06-02 17:30"))
        assert told("firm_unserved") == set()
        for _again in range(2):
            clock.tick(at("2020-06-02 17:31"))
        assert told("firm_unserved") == {"linxia", "tangyi"}
        assert Notice.objects.filter(kind="firm_unserved").count() == 2
        clock.tick(at("2020-06-08 17:31"))
        assert told("cadre_unassigned") == {"linxia", "tangyi"}

        actions.transfer(firm.code, AssignInput(specialist="chenliqun"), by=cast.office, now=at("2020-06-09 09:00"))
        assert zonewide.read(cast.zone, policy(cast.zone, at("2020-06-09 09:01"))).coverage.gaps == ()
        said = story.entries()[-1]
        assert (said.kind, said.facts["before"], said.facts["specialist"]) == ("request.handed_over", None, "chenliqun")
        holders = proof.prove(story.fresh().r, [], policy(cast.zone, at("2020-06-09 10:00")))["holders"]
        assert [(one["kind"], one["code"]) for one in holders] == [("chief", "tangyi"), ("specialist", "chenliqun")]
        assert check(export_lines())[1] is None

    def test_who_acts_for_a_department_at_work_on_the_firm_stands_aside(self, cast: Cast) -> None:
        Appointment.objects.create(account=cast.clerk, post="specialist", since=at("2020-09-01 09:00"))
        Story(cast).raised().whistled()

        def offered() -> list[str]:
            seen = zonewide.read(cast.zone, policy(cast.zone, at("2020-09-26 09:00")))
            return [one.login for one in coverage.proposals([seen.firms["E0001"]], seen)["E0001"]]

        assert offered() == ["tangyi", "zhaolei"]
        Assignment.objects.filter(enterprise=cast.firm).update(until=at("2020-09-26 09:00"))
        Assignment.objects.create(
            enterprise=cast.firm, specialist=cast.outside_specialist, since=at("2020-09-26 09:00"), why="replacement"
        )
        assert offered() == ["tangyi"]  # Chen Liqun was replaced at this firm


class TestLeaving:
    def test_R01_a_firm_keeps_its_specialist_until_nothing_is_open(self, cast: Cast) -> None:
        story = Story(cast).raised()
        given = LeaveZoneInput(reason="迁往邻区")
        with refused("requests_open"):
            actions.leave_zone("E0001", given, by=cast.office, now=at("2020-09-25 17:00"))
        story.did("withdraw", i.TextInput(), "2020-09-25 17:10", by=cast.principal)
        actions.leave_zone("E0001", given, by=cast.office, now=at("2020-09-25 17:20"))
        assert not Assignment.objects.filter(enterprise=cast.firm, until=None).exists()
        assert access.visible(cast.principal).filter(pk=story.r.pk).exists()  # its people still read what was
        assert not access.visible(cast.specialist).exists()
        assert told("firm_left") == {"chenliqun", "zhoumin", "liuqi"}
        seen = zonewide.read(cast.zone, policy(cast.zone, at("2020-09-25 17:30")))
        assert "E0001" not in seen.firms and "E0001" not in {gap.who for gap in seen.coverage.gaps}
        fresh = Account.objects.get_by_natural_key("zhoumin")
        with refused("firm_left"):
            actions.raise_request(i.RaiseInput(text="还有一件"), by=fresh, now=at("2020-09-26 09:00"))
        with refused("firm_left"):
            actions.transfer("E0001", TO_ZHAO, by=cast.office, now=at("2020-09-26 09:00"))

    def test_R01_work_under_way_ends_first_and_what_is_promised_is_called_off(self, cast: Cast) -> None:
        given, office = LeaveZoneInput(reason="迁往邻区"), {"by": cast.office}
        papers = Formalities(cast).opened("2020-09-20 09:00", target="2020-12-20")
        with refused("agency_open"):
            actions.leave_zone("E0001", given, **office, now=at("2020-09-25 17:00"))
        actions.stop_agency_file(
            papers.file.pk, i.ReasonInput(text="企业迁出"), by=cast.specialist, now=at("2020-09-25 17:05")
        )
        story = Story(cast).raised()
        matter = OutsideMatter.objects.create(
            zone=cast.zone, service_request=story.r, opened_by=cast.specialist, opened_at=at("2020-09-25 16:50")
        )
        story.did("withdraw", i.TextInput(), "2020-09-25 17:10", by=cast.principal)
        OutsideMatter.objects.filter(pk=matter.pk).update(ended_at=None)
        with refused("outside_open"):
            actions.leave_zone("E0001", given, **office, now=at("2020-09-25 17:11"))
        OutsideMatter.objects.filter(pk=matter.pk).update(ended_at=at("2020-09-25 17:12"))
        when = i.VisitInput(enterprise="E0001", promised_at="2020-09-28 09:00")
        first = actions.promise_visit(when, by=cast.specialist, now=at("2020-09-25 17:15"))
        actions.arrive(first.pk, i.Nothing(), by=cast.specialist, now=at("2020-09-25 17:16"))
        with refused("visit_under_way"):
            actions.leave_zone("E0001", given, **office, now=at("2020-09-25 17:17"))
        done = i.VisitResultInput(result="谈了迁出")
        actions.leave_visit(first.pk, done, by=cast.specialist, now=at("2020-09-25 17:18"))
        to_come = actions.promise_visit(when, by=cast.specialist, now=at("2020-09-25 17:19"))
        actions.leave_zone("E0001", given, **office, now=at("2020-09-25 17:20"))
        to_come.refresh_from_db()
        assert (to_come.no_show, to_come.no_show_at) == ("called_off", at("2020-09-25 17:20"))
        assert "chenliqun" in told("visit_off")

    def test_leaving_is_a_step_of_its_own_and_coming_back_is_red_at_once(self, cast: Cast) -> None:
        left = EnterpriseInput(name_zh="江岭精铸有限公司", status="left")
        with refused("leaves_by_own_act"):
            register.change_enterprise("E0001", left, by=cast.office, now=at("2020-09-25 17:00"))
        actions.leave_zone("E0001", LeaveZoneInput(reason="迁出"), by=cast.office, now=at("2020-09-25 17:20"))
        back = EnterpriseInput(name_zh="江岭精铸有限公司", status="operating")
        register.change_enterprise("E0001", back, by=cast.office, now=at("2020-11-02 10:00"))
        seen = zonewide.read(cast.zone, policy(cast.zone, at("2020-11-02 10:01")))
        assert {gap.who: gap.due for gap in seen.coverage.firms_without}["E0001"] == at("2020-11-03 17:30")


class TestNoDuplicates:
    def test_R38_a_code_that_is_taken_names_the_firm_that_has_it(self, cast: Cast) -> None:
        Enterprise.objects.filter(pk=cast.firm.pk).update(credit_code="91500199MA9NHCFH4Q")
        given = EnterpriseInput(name_zh="渝禾食品有限公司", credit_code="91500199MA9NHCFH4Q")
        with refused("code_taken") as no:
            register.change_enterprise("E0002", given, by=cast.office, now=at("2020-09-25 17:00"))
        assert no.value.params == {"firm": "江岭精铸有限公司", "known": "E0001"}

    @pytest.mark.parametrize(
        ("given", "alike"),
        [
            ({"name_zh": "江岭精铸股份有限公司"}, True),
            ({"name_zh": "江岭精铸（重庆）有限公司"}, True),
            ({"name_zh": "新来的公司", "group": "江岭精铸"}, True),
            ({"name_zh": "新来的公司", "name_en": "Jiangling Precision Casting Ltd."}, True),
            ({"name_zh": "江岭精铸二厂有限公司"}, False),
            ({"name_zh": "江岭精工有限公司"}, False),
        ],
    )  # fmt: skip
    def test_the_same_name_or_group_asks_before_a_second_file_is_made(self, cast: Cast, given, alike: bool) -> None:
        if alike:
            with refused("looks_alike"):
                register.create_enterprise(EnterpriseInput(**given), by=cast.office, now=at("2020-09-25 17:00"))
        register.create_enterprise(EnterpriseInput(**given, anyway=alike), by=cast.office, now=at("2020-09-25 17:00"))
        assert Enterprise.objects.count() == 4


def _person(login: str):
    from liaison.registry.models import Account

    return Account.objects.get_by_natural_key(login)


def test_the_entry_of_a_transfer_stands_in_the_record_of_the_firm(cast: Cast) -> None:
    actions.transfer("E0001", TO_ZHAO, by=cast.office, now=at("2020-09-27 09:00"))
    said = happenings("QJ", "E0001")[-1]
    assert (said.kind, said.facts, said.text) == (
        "enterprise.assigned", {"specialist": "zhaolei", "before": "chenliqun"}, "调岗",
    )  # fmt: skip
    with refused("still_assigned"):
        register.end_appointment(
            "zhaolei", AppointInput(post="specialist"), by=cast.security, now=at("2020-09-27 09:10")
        )
