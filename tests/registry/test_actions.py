"""Who is who: firms enter, people come, posts are given and ended; nobody holds two of the three administrations."""

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from liaison.record.models import Entry
from liaison.registry import access, actions
from liaison.registry.inputs import AccountInput, AppointInput, AssignInput, EnterpriseInput
from liaison.registry.models import Account, ApiToken, Appointment, Assignment, Enterprise, TimeLimit, Zone
from liaison.registry.policy import policy
from liaison.rules.refusals import Refused
from tests.cast import BEGINNING, Cast, at

pytestmark = pytest.mark.django_db
NOW = at("2020-06-01 10:00")


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{code}$")


def person(**given: object) -> AccountInput:
    return AccountInput(**{"login": "xinren", "name_zh": "辛仁", **given})


class TestFirms:
    def test_R01_a_firm_enters_with_its_specialist(self, cast: Cast) -> None:
        given = EnterpriseInput(name_zh="青竹玩具有限公司", specialist="chenliqun")
        firm = actions.create_enterprise(given, by=cast.office, now=NOW)
        assert (firm.code, firm.initials[:4], firm.credit_code) == ("E0004", "qzwj", None)
        assert access.specialist_of(firm.pk) == cast.specialist

    def test_R38_a_credit_code_joins_the_same_record(self, cast: Cast) -> None:
        firm = actions.create_enterprise(
            EnterpriseInput(name_zh="新落户公司", status="settling"), by=cast.office, now=NOW
        )
        known = EnterpriseInput(name_zh="新落户公司", credit_code="91500102MA60000001")
        actions.change_enterprise(firm.code, known, by=cast.office, now=NOW)
        assert Enterprise.objects.filter(name_zh="新落户公司").count() == 1
        with refused("code_taken"):
            actions.create_enterprise(
                EnterpriseInput(name_zh="另一家", credit_code="91500102MA60000001"), by=cast.office, now=NOW
            )

    def test_several_firms_without_a_credit_code_live_side_by_side(self, cast: Cast) -> None:
        for name in ("甲", "乙"):
            actions.create_enterprise(EnterpriseInput(name_zh=name), by=cast.office, now=NOW)

    def test_R01_one_open_assignment_is_a_constraint(self, cast: Cast) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(enterprise=cast.firm, specialist=cast.chief, since=NOW)

    def test_R05_the_old_holder_loses_access_at_the_same_moment(self, cast: Cast) -> None:
        actions.assign("E0001", AssignInput(specialist="zhaolei"), by=cast.office, now=NOW)
        assert not access.visible_enterprises(cast.specialist).filter(code="E0001").exists()
        assert access.visible_enterprises(cast.outside_specialist).filter(code="E0001").exists()
        ended, begun = Assignment.objects.filter(enterprise=cast.firm).order_by("pk")
        assert ended.until == begun.since == NOW

    def test_assignments_are_refused_with_a_reason(self, cast: Cast) -> None:
        for login, code in (
            ("nobody", "unknown_specialist"),
            ("luochuan", "unknown_specialist"),
            ("chenliqun", "assigned_already"),
        ):
            with refused(code):
                actions.assign("E0001", AssignInput(specialist=login), by=cast.office, now=NOW)

    @pytest.mark.parametrize("who", ["specialist", "chief", "security", "leader", "principal", "clerk"])
    def test_only_the_office_keeps_the_register_of_firms(self, cast: Cast, who: str) -> None:
        with refused("wrong_role"):
            actions.create_enterprise(EnterpriseInput(name_zh="甲"), by=getattr(cast, who), now=NOW)
        with pytest.raises((Refused, Http404)):
            actions.assign("E0001", AssignInput(specialist="zhaolei"), by=getattr(cast, who), now=NOW)


class TestPeople:
    def test_security_enters_a_person_with_posts_and_the_audit_chain_keeps_it(self, cast: Cast) -> None:
        account = actions.create_account(person(department="SZJ", posts=["clerk"]), by=cast.security, now=NOW)
        assert not account.has_usable_password()
        assert access.acts_for_department(account)
        kinds = Entry.objects.filter(chain="QJ/audit").order_by("seq").values_list("kind", "subject")
        assert list(kinds) == [("account.created", "xinren"), ("post.given", "xinren")]

    def test_the_office_enters_contacts_of_firms_only(self, cast: Cast) -> None:
        actions.create_account(person(enterprise="E0002", posts=["principal"]), by=cast.office, now=NOW)
        with refused("wrong_role"):
            actions.create_account(person(login="b2", department="SZJ", posts=["clerk"]), by=cast.office, now=NOW)
        with refused("wrong_role"):
            actions.create_account(person(login="b3", enterprise="E0002", posts=["office"]), by=cast.office, now=NOW)

    @pytest.mark.parametrize(("given", "code"), [
        ({"login": "zhoumin"}, "login_taken"),
        ({"department": "NOPE"}, "unknown_department"),
        ({"enterprise": "E9999"}, "unknown_enterprise"),
        ({"department": "SZJ", "enterprise": "E0001"}, "department_or_enterprise"),
        ({"posts": ["system", "audit"]}, "exclusive_posts"),
        ({"posts": ["security", "specialist"]}, "exclusive_posts"),
        ({"posts": ["chief"]}, "appointed_already"),
    ])  # fmt: skip
    def test_refusals_leave_nobody_behind(self, cast: Cast, given: dict[str, object], code: str) -> None:
        people, entries = Account.objects.count(), Entry.objects.count()
        with refused(code):
            actions.create_account(person(**given), by=cast.security, now=NOW)
        assert (Account.objects.count(), Entry.objects.count()) == (people, entries)

    @pytest.mark.parametrize(
        ("holder", "post"),
        [("system", "audit"), ("audit", "security"), ("specialist", "system"), ("system", "specialist")],
    )
    def test_P18_no_two_administrations_in_one_hand(self, cast: Cast, holder: str, post: str) -> None:
        with refused("exclusive_posts"):
            actions.appoint(getattr(cast, holder).login, AppointInput(post=post), by=cast.security, now=NOW)

    def test_nobody_gives_or_takes_his_own_posts(self, cast: Cast) -> None:
        with refused("own_matter"):
            actions.appoint("anquan", AppointInput(post="office"), by=cast.security, now=NOW)
        with refused("own_matter"):
            actions.end_appointment("anquan", AppointInput(post="security"), by=cast.security, now=NOW)
        with refused("own_matter"):
            actions.reset_password("anquan", by=cast.security, now=NOW)

    def test_P7_an_ended_post_ends_rights_at_once(self, cast: Cast) -> None:
        actions.end_appointment("luochuan", AppointInput(post="clerk"), by=cast.security, now=NOW)
        assert not access.acts_for_department(Account.objects.get(login="luochuan"))
        with refused("not_held"):
            actions.end_appointment("luochuan", AppointInput(post="clerk"), by=cast.security, now=NOW)

    def test_R01_a_specialist_with_firms_keeps_the_post(self, cast: Cast) -> None:
        with refused("still_assigned"):
            actions.end_appointment("chenliqun", AppointInput(post="specialist"), by=cast.security, now=NOW)

    def test_a_new_password_opens_and_the_old_sessions_close(self, cast: Cast) -> None:
        before = cast.clerk.get_session_auth_hash()
        password = actions.reset_password("luochuan", by=cast.security, now=NOW)
        account = Account.objects.get(login="luochuan")
        assert account.check_password(password)
        assert account.get_session_auth_hash() != before
        assert password not in str(list(Entry.objects.values_list("body", flat=True)))

    def test_the_office_resets_contacts_of_firms_only(self, cast: Cast) -> None:
        actions.reset_password("liuqi", by=cast.office, now=NOW)
        with refused("wrong_role"):
            actions.reset_password("luochuan", by=cast.office, now=NOW)

    def test_only_the_hash_of_a_token_is_kept(self, cast: Cast) -> None:
        token = actions.issue_token(cast.specialist, now=NOW)
        kept = ApiToken.objects.get()
        assert token not in str(vars(kept))
        assert kept.digest == actions.token_digest(token)

    def test_a_post_is_held_once(self, cast: Cast) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.create(account=cast.clerk, post="clerk", since=NOW)


class TestLimits:
    def test_D_values_hold_until_the_zone_says_otherwise_and_from_then_on(self, cast: Cast) -> None:
        TimeLimit.objects.create(
            zone=cast.zone, key="reply", value="2", unit="working_days", effective_from=at("2020-07-01 00:00")
        )
        assert policy(cast.zone, at("2020-06-30 23:59")).days("reply") == 3
        assert policy(cast.zone, at("2020-07-01 00:00")).days("reply") == 2
        assert policy(cast.zone, at("2020-07-02 00:00")).days_at("reply", at("2020-06-30 12:00")) == 3


def test_bootstrap_opens_a_zone_once(db: None) -> None:
    zone, account, password = actions.bootstrap("BH", "滨河高新区", "", "security", now=BEGINNING)
    assert Zone.objects.get() == zone
    assert account.check_password(password)
    assert access.posts(account) == {"security"}
    with refused("already_bootstrapped"):
        actions.bootstrap("BH", "滨河高新区", "", "security2", now=BEGINNING)
