"""评价周期 through its actions: planned by evaluation, everything else by the clock (R-42, SC-13, SC-15)."""

from collections import Counter

import pytest
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liaison.appraisal import clock, rounds, sealing
from liaison.appraisal.actions import planning, voting
from liaison.appraisal.models import Ballot, BallotToken, RollLine, Round
from liaison.appraisal.round_inputs import BallotInput, CodeInput, LineInput, RoundInput, SlipInput
from liaison.notices.models import Notice
from liaison.record.models import Entry
from liaison.registry.models import Account, Appointment, Enterprise
from liaison.rules.refusals import Refused
from tests.appraisal.rating import Rating, named
from tests.cast import Cast, assemble, at
from tests.racing import race


def refusal(act: object, *args: object, **given: object) -> str:
    with pytest.raises(Refused) as no:
        act(*args, **given)  # type: ignore[operator]
    return no.value.code


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind, channel=Notice.IN_APP).values_list("recipient__login", flat=True))


def test_R42_evaluation_plans_one_round_a_half_year_after_it_is_over(cast: Cast) -> None:
    now = at("2020-06-20 10:00")

    def plan(by: Account = cast.evaluation, **days: object) -> str:
        return refusal(planning.plan_round, RoundInput(year=2020, half=1, **days), by=by, now=now)

    assert {plan(by) for by in (cast.office, cast.leader, cast.chief, cast.specialist)} == {"wrong_role"}
    assert plan(opens_on="2020-06-30") == "half_runs"
    assert plan(opens_on="2020-07-03", closes_on="2020-07-03") == "dates_crossed"
    assert (
        refusal(planning.plan_round, RoundInput(year=2050, half=1), by=cast.evaluation, now=now) == "calendar_missing"
    )
    late = at("2020-09-01 09:00")
    assert refusal(planning.plan_round, RoundInput(year=2020, half=1), by=cast.evaluation, now=late) == "date_passed"
    made = planning.plan_round(RoundInput(year=2020, half=1), by=cast.evaluation, now=now)
    assert (str(made.opens_on), made.closes_at) == ("2020-07-01", at("2020-07-15 17:30"))
    assert plan() == "round_there"


def test_R42_opens_by_the_clock_once_its_keepers_are_there_and_freezes_the_roll(cast: Cast) -> None:
    rating = Rating(cast)
    for when in ("2020-07-01 08:59", "2020-07-01 09:00", "2020-07-02 09:00"):
        clock.tick(at(when))
    assert rating.round.state == Round.PLANNED
    assert told("round_not_ready") == ["pingjia"], "told once, from 09:00 on"
    rating.keyed()
    clock.tick(at("2020-07-03 09:00"))
    clock.tick(at("2020-07-03 09:05"))
    of = rating.round
    assert (of.state, of.closes_at) == (Round.OPEN, at("2020-07-17 17:30")), "two days late, two days longer"
    assert of.public_key is not None and len(of.roll_hash) == 64
    rows = RollLine.objects.filter(round=of).order_by("enterprise__code")
    assert [(one.enterprise.code, one.specialist.login, one.held_days, one.voice) for one in rows] == [
        ("E0001", "chenliqun", 182, "account"), ("E0002", "zhaolei", 182, "account"),
    ]  # fmt: skip
    assert told("round_opened") == ["wuhe", "zhoumin"], "the principals who can sign in, and nobody of the staff"
    [opened] = Entry.objects.filter(kind="round.opened")
    assert of.roll_hash in opened.body and rating.kinds("business") == ["round.planned", "round.opened"]


def test_R43_the_last_vote_before_the_close_counts_and_a_second_late_is_refused(cast: Cast) -> None:
    rating = Rating(cast).opened()
    before, business = Entry.objects.count(), Entry.objects.filter(chain="QJ/business").count()
    first = rating.voted("unsatisfied", "2020-07-09 10:00", reason="进度慢，没有反馈")
    again = rating.voted("satisfied", "2020-07-15 17:30:00")
    assert Ballot.objects.count() == 1 and first.commitment != again.commitment
    assert len(bytes(first.sealed)) == len(bytes(again.sealed)), "neither choice nor reason shows in the size"
    line = rating.line()
    token = voting.begin(line.pk, by=cast.principal, now=at("2020-07-15 17:29"))
    given = BallotInput(verdict="satisfied")
    assert refusal(voting.cast, token, given, now=at("2020-07-15 17:30:01")) == "round_over"
    assert refusal(voting.cast, token, given, now=at("2020-07-15 17:44:01")) == "ballot_expired"
    assert refusal(voting.begin, line.pk, by=cast.principal, now=at("2020-07-15 17:30:01")) == "round_over"
    # the audit chain has it without whose or what; the business chain has nothing
    new = list(Entry.objects.order_by("pk")[before:])
    assert {one.chain for one in new} == {"QJ/audit"} and {one.actor for one in new} == {""}
    assert Entry.objects.filter(chain="QJ/business").count() == business
    said = " ".join(one.body for one in new)
    assert not [word for word in ("satisfied", "E0001", "zhoumin", "chenliqun", "进度") if word in said]
    assert again.commitment in said


def test_R43_only_the_principal_of_the_firm_votes(cast: Cast) -> None:
    rating, now = Rating(cast).opened(), at("2020-07-02 10:00")
    line = rating.line()
    for person in (cast.outsider, cast.specialist, cast.chief, cast.office, cast.evaluation, cast.leader, cast.system):
        with pytest.raises(Http404):
            voting.begin(line.pk, by=person, now=now)
    assert refusal(voting.begin, line.pk, by=cast.contact, now=now) == "principal_votes"
    token = voting.begin(line.pk, by=cast.principal, now=now)
    Appointment.objects.filter(account=cast.principal).update(until=now)
    assert refusal(voting.cast, token, BallotInput(verdict="satisfied"), now=now) == "ballot_expired", (
        "he is it no longer"
    )
    new = named(cast, "xinren", "principal", enterprise=cast.firm)
    clock.tick(now)
    assert rating.line().rater == new and rating.round.roll_hash
    rating.voted("satisfied", "2020-07-02 11:00", by=new)


def test_R42_a_firm_that_leaves_or_closes_votes_no_longer_and_its_vote_stands(cast: Cast) -> None:
    rating = Rating(cast).opened()
    rating.voted("unsatisfied", "2020-07-02 10:00")
    Enterprise.objects.filter(pk=cast.firm.pk).update(status="left")
    Enterprise.objects.filter(pk=cast.other_firm.pk).update(status="suspended")
    now = at("2020-07-03 09:00")
    assert refusal(voting.begin, rating.line().pk, by=cast.principal, now=now) == "no_voice"
    clock.tick(now)
    clock.tick(now)
    assert [rating.line(code).void for code in ("E0001", "E0002")] == ["left", "closed"]
    assert rating.kinds("audit").count("round.line_followed") == 2
    seen = rounds.turnout(cast.evaluation, rating.round)
    assert (seen.voted, seen.not_voted, seen.void) == (1, 0, 1), "who voted and left has voted"
    Enterprise.objects.filter(pk=cast.other_firm.pk).update(status="operating")
    clock.tick(at("2020-07-03 10:00"))
    assert rating.line("E0002").void == ""
    rating.voted("satisfied", "2020-07-03 11:00", by=cast.outsider)


def test_R42_reminders_go_by_themselves_to_those_who_have_not_voted(cast: Cast) -> None:
    rating = Rating(cast).opened()
    rating.voted("satisfied", "2020-07-02 10:00")
    for when in ("2020-07-06 08:44", "2020-07-06 08:45", "2020-07-06 09:00"):
        clock.tick(at(when))
    assert told("round_reminder") == ["wuhe"]
    clock.tick(at("2020-07-14 08:45"))
    clock.tick(at("2020-07-14 08:50"))
    assert told("round_reminder") == ["wuhe", "wuhe"]
    assert "round.reminded" not in rating.kinds("business")


def test_R42_the_close_puts_the_root_into_the_record_and_kills_every_way_in(cast: Cast) -> None:
    rating = Rating(cast).opened()
    vote = rating.voted("unsatisfied", "2020-07-09 10:00")
    code = voting.begin(rating.line("E0002").pk, by=cast.outsider, now=at("2020-07-15 17:29"))
    clock.tick(at("2020-07-15 17:30:00"))
    assert rating.round.state == Round.OPEN
    clock.tick(at("2020-07-15 17:30:01"))
    clock.tick(at("2020-07-15 17:30:06"))
    of = rating.round
    assert (of.state, str(of.replace_by)) == (Round.CLOSED, "2020-07-22")
    assert of.commitment_root == sealing.root([vote.commitment])
    assert not BallotToken.objects.exists() and voting.at_the_ballot(code, at("2020-07-15 17:30:02")) is None
    assert rating.kinds("business") == ["round.planned", "round.opened", "round.closed"]
    closed = Entry.objects.get(kind="round.closed").body
    assert of.commitment_root in closed and "E0001" not in closed
    assert told("round_closed") == ["pingjia"]


def test_R43_a_firm_without_an_account_votes_by_a_code_that_is_tried_five_times(cast: Cast) -> None:
    rating, now = Rating(cast), at("2020-07-02 10:00")
    cast.outsider.set_unusable_password()
    cast.outsider.save()
    rating.opened()
    firm = LineInput(enterprise="E0002")
    assert refusal(voting.make_code, rating.pk, firm, by=cast.office, now=now) == "wrong_role"
    assert (
        refusal(voting.make_code, rating.pk, LineInput(enterprise="E0001"), by=cast.evaluation, now=now)
        == "votes_by_account"
    )
    assert (
        refusal(voting.make_code, rating.pk, LineInput(enterprise="E0003"), by=cast.evaluation, now=now)
        == "not_on_roll"
    )
    code = voting.make_code(rating.pk, firm, by=cast.evaluation, now=now)
    assert code not in str(RollLine.objects.values_list("code_hash", flat=True))
    typed = CodeInput(enterprise="e0002", code=f" {code.lower()} ")
    token = voting.begin_with_code(typed, now=now)
    voting.cast(token, BallotInput(verdict="satisfied"), now=now)
    assert refusal(voting.begin_with_code, typed, now=now) == "code_wrong", "dead after use"
    new = CodeInput(enterprise="E0002", code=voting.make_code(rating.pk, firm, by=cast.evaluation, now=now))
    wrong = CodeInput(enterprise="E0002", code="AAAAA-AAAAA")
    assert {refusal(voting.begin_with_code, wrong, now=now) for _try in range(5)} == {"code_wrong"}
    assert refusal(voting.begin_with_code, new, now=now) == "code_wrong", "dead after five tries"


def test_R43_a_paper_slip_is_entered_by_two_persons(cast: Cast) -> None:
    rating, now = Rating(cast), at("2020-07-02 10:00")
    cast.outsider.set_unusable_password()
    cast.outsider.save()
    rating.opened()
    hr = rating.personnel
    given = SlipInput(enterprise="E0002", verdict="unsatisfied", second="renshi")

    def enter(by: Account = cast.evaluation, second: Account = hr) -> str:
        return refusal(voting.enter_slip, rating.pk, given, by=by, second=second, now=now)

    assert enter(by=cast.office) == "wrong_role"
    assert {enter(second=one) for one in (cast.evaluation, cast.office, cast.specialist)} == {"two_persons"}
    Appointment.objects.create(account=cast.outside_specialist, post="discipline", since=now)
    assert enter(second=cast.outside_specialist) == "own_matter"
    Appointment.objects.create(account=cast.outside_specialist, post="evaluation", since=now)
    assert enter(by=again(cast.outside_specialist)) == "not_on_roll", "his own line does not exist for him"
    found = voting.enter_slip(rating.pk, given, by=cast.evaluation, second=hr, now=now)
    entry = Entry.objects.get(kind="ballot.slip_entered")
    assert (entry.actor, entry.chain) == ("pingjia", "QJ/audit")
    assert "renshi" in entry.body and found.commitment in entry.body and "satisfied" not in entry.body


def again(account: Account) -> Account:
    return Account.objects.select_related("zone", "department", "enterprise").get(pk=account.pk)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["principal", "second", "outsider"]), st.sampled_from(["satisfied", "unsatisfied", "quit", "leave"])
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_random_rounds_end_with_the_last_vote_of_each_firm_that_had_a_voice(
    cast: Cast, steps: list[tuple[str, str]]
) -> None:
    """Votes, changes of principals and firms that leave, in any order, against a model of a dozen lines."""
    with transaction.atomic():
        rating = Rating(cast).opened()
        people = {"principal": cast.principal, "outsider": cast.outsider}
        people["second"] = named(cast, "erfu", "principal", enterprise=cast.firm)
        expected: dict[int, str] = {}
        gone: set[object] = set()
        for minute, (who, what) in enumerate(steps):
            person, now = again(people[who]), f"2020-07-02 10:{minute:02}"
            if what == "quit":
                Appointment.objects.filter(account=person, until=None).update(until=at(now))
                gone.add(who)
            elif what == "leave":
                Enterprise.objects.filter(pk=person.enterprise_id).update(status="left")
                gone.add(person.enterprise_id)
            elif {who, person.enterprise_id} & gone:
                with pytest.raises((Refused, Http404)):
                    rating.voted(what, now, by=person)
            else:
                expected[person.enterprise_id or 0] = rating.voted(what, now, by=person).commitment
        clock.tick(at("2020-07-15 17:30:01"))
        stored = dict(Ballot.objects.values_list("line__enterprise", "commitment"))
        assert stored == expected
        assert rating.round.commitment_root == sealing.root(expected.values())
        seen = rounds.turnout(cast.evaluation, rating.round)
        assert (seen.lines, seen.voted) == (2, len(expected)) and seen.voted + seen.not_voted + seen.void == 2
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_V7_twenty_votes_at_once_from_two_accounts_of_one_firm_give_one() -> None:
    cast = assemble()
    rating = Rating(cast).opened()
    second, now = named(cast, "erfu", "principal", enterprise=cast.firm), at("2020-07-02 10:00")
    tokens = [voting.begin(rating.line().pk, by=who, now=now) for who in (cast.principal, second)]
    given = BallotInput(verdict="satisfied")
    answers = race([lambda token=tokens[n % 2]: voting.cast(token, given, now=now) for n in range(20)])
    assert Counter(type(one).__name__ for one in answers) == {"Ballot": 20}
    assert Ballot.objects.count() == 1 and rating.kinds("audit").count("ballot.cast") == 20
    assert Ballot.objects.get().commitment in Entry.objects.filter(kind="ballot.cast").latest("seq").body
