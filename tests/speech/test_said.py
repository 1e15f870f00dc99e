"""Real entries and notices of played requests, worded for everybody who may read them."""

import pytest
from django.utils import translation

from liaison.casework import actions
from liaison.casework import inputs as i
from liaison.notices.models import Notice
from liaison.record import Happening, happenings
from liaison.record.models import Entry
from liaison.registry import actions as registry
from liaison.registry.inputs import AccountInput, AppointInput, AssignInput, EnterpriseInput
from liaison.registry.models import Account, Department, Enterprise
from liaison.rules.audiences import Audience, may_see
from liaison.speech.notices import headline
from liaison.speech.timeline import Reader, sentence
from tests.casework.steps import EXPLAINED, Story
from tests.cast import Cast, at
from tests.speech.samples import LANGUAGES

pytestmark = pytest.mark.django_db


class RealNames:
    def person(self, login: str) -> str:
        return Account.objects.get(login=login).name

    def department(self, code: str) -> str:
        return Department.objects.get(code=code).name

    def enterprise(self, code: str) -> str:
        return Enterprise.objects.get(code=code).name


def lives(cast: Cast) -> None:
    """Three requests that between them go through nearly everything."""
    lamp = (
        Story(cast)
        .raised(by=cast.specialist, enterprise="E0001", channel="phone")
        .whistled("2020-09-25 16:58", "JSJ", "YJJ")
    )
    decline = i.DeclineInput(reason="不是我们管", suggest="SZJ")
    jsj, yjj = lamp.summons("JSJ").pk, lamp.summons("YJJ").pk
    _on(jsj, "decline", decline, "2020-09-25 17:10", by=cast.jsj_clerk)
    _on(jsj, "decide", i.DecideInput(accept=True, next_department="SZJ"), "2020-09-25 17:20", by=cast.office)
    _on(yjj, "decline", i.DeclineInput(reason="无关"), "2020-09-25 17:21", by=cast.yjj_clerk)
    _on(yjj, "decide", i.DecideInput(accept=False), "2020-09-25 17:25", by=cast.office)
    lamp.ticked("2020-09-28 08:46", "2020-09-29 17:31", "2020-09-30 08:46", "2020-10-09 08:46")
    lamp.reported_in("2020-10-09 09:00").replied("2020-10-09 09:10", "planned", resolve_by="2020-10-14")
    lamp.did(
        "progress", i.ProgressInput(text="电缆到了", next_progress_on="2020-10-12"), "2020-10-09 10:00", by=cast.clerk
    )
    lamp.did("nudge", i.Nothing(), "2020-10-10 10:00", by=cast.principal)
    lamp.did("message", i.MessageInput(text="还要多久"), "2020-10-10 10:01", by=cast.principal)
    lamp.did("message", i.MessageInput(text="催一下", internal=True), "2020-10-10 10:02", by=cast.specialist)
    lamp.did("conclude", i.OutcomeInput(outcome="resolved", text="亮了"), "2020-10-12 10:00", by=cast.clerk)
    lamp.did("dispute", i.ReasonInput(text="还有一盏"), "2020-10-12 11:00", by=cast.principal)
    lamp.did("answer", i.OutcomeInput(outcome="resolved", text="都亮了"), "2020-10-13 11:00", by=cast.specialist)
    lamp.did("call_back", i.CallBackInput(answer="confirm"), "2020-10-14 11:00", by=cast.specialist)
    lamp.did("reopen", i.ReasonInput(text="又不亮"), "2020-10-20 11:00", by=cast.principal)
    lamp.did("withdraw", i.TextInput(), "2020-10-20 12:00", by=cast.principal)

    school = Story(cast).raised("2020-11-02 09:00").did("take", i.TextInput(), "2020-11-02 09:30", by=cast.specialist)
    for day in ("2020-11-03", "2020-11-05"):
        school.did("answer", i.OutcomeInput(**EXPLAINED), f"{day} 09:00", by=cast.specialist)
        school.did("dispute", i.ReasonInput(text="不同意"), f"{day} 15:00", by=cast.principal)

    taxi = Story(cast).raised("2020-11-16 09:00")
    scope = i.DeclineScopeInput(reason="区外的事", where="交通局")
    taxi.did("decline_scope", scope, "2020-11-16 10:00", by=cast.specialist)
    taxi.did("dispute", i.ReasonInput(text="就在园区"), "2020-11-16 11:00", by=cast.principal)
    taxi.did("answer", i.OutcomeInput(outcome="resolved", text="已加车"), "2020-11-17 09:00", by=cast.specialist)
    taxi.ticked("2020-11-23 08:46", "2020-11-24 17:31")


def _on(summons: int, name: str, given: object, when: str, *, by: Account) -> None:
    getattr(actions, name)(summons, given, by=by, now=at(when))


def registers(cast: Cast) -> None:
    now = at("2020-11-30 09:00")
    firm = registry.create_enterprise(
        EnterpriseInput(name_zh="新来企业", specialist="chenliqun"), by=cast.office, now=now
    )
    registry.change_enterprise(firm.code, EnterpriseInput(name_zh="新企业"), by=cast.office, now=now)
    registry.assign(firm.code, AssignInput(specialist="zhaolei"), by=cast.office, now=now)
    person = AccountInput(login="newcomer", name_zh="新人", department="JSJ", posts=["clerk"])
    registry.create_account(person, by=cast.security, now=now)
    registry.end_appointment("newcomer", AppointInput(post="clerk"), by=cast.security, now=now)
    registry.reset_password("newcomer", by=cast.security, now=now)
    registry.issue_token(cast.office, now=now)


def told_of_everything() -> list[Happening]:
    chains = [chain.split("/") for chain in Entry.objects.values_list("chain", flat=True).distinct()]
    subjects = set(Entry.objects.values_list("subject", flat=True))
    return [one for zone, chain in chains for subject in subjects for one in happenings(zone, subject, chain=chain)]


def test_everything_that_was_entered_and_told_has_words(cast: Cast) -> None:
    lives(cast)
    registers(cast)
    entries, notices = told_of_everything(), list(Notice.objects.select_related("recipient"))
    assert len({one.kind for one in entries}) >= 30
    assert len({one.kind for one in notices}) >= 20
    for language in LANGUAGES:
        with translation.override(language):
            said = [_worded(one, audience) for one in entries for audience in Audience if may_see(one.kind, audience)]
            said += [
                headline(one.kind, one.params, RealNames(), for_enterprise=one.recipient.enterprise_id is not None)
                for one in notices
            ]
        assert all(
            text.endswith("." if language == "en" else "。") and "%(" not in text and "None" not in text
            for text in said
        )


def _worded(one: Happening, audience: Audience) -> str:
    return sentence(one, RealNames(), Reader("zhoumin", audience))
