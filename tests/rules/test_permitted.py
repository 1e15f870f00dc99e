"""What may I do here, and why not: every move has an answer in every state, and the first hindrance is the one that is said."""

from dataclasses import replace
from itertools import product

import pytest

from liaison.rules.lifecycle import MOVES, Status, SummonsStatus
from liaison.rules.permitted import NAMES, NOT_NOW, NOT_YOURS, Facts, explained, possible, sayable, why_not
from liaison.speech import permitted as words

FIRM = Facts("answered", frozenset({"enterprise"}))
STAFF = Facts("in_hand", frozenset({"specialist"}))
LEAD = Facts("planned", frozenset({"department"}), own="replied", leads=True)
OFFICE = Facts("planned", frozenset({"office"}))
CHIEF = Facts("planned", frozenset({"chief"}))
MEMBER = Facts("consulting", frozenset({"member"}))

WHY = [
    ("whistle", FIRM, NOT_YOURS),
    ("whistle", STAFF, None),
    ("whistle", replace(STAFF, verified=False), "unverified"),
    ("verify", STAFF, "verified_before"),
    ("confirm", FIRM, None),
    ("confirm", replace(FIRM, status="whistled"), NOT_NOW),
    ("confirm", STAFF, NOT_YOURS),
    ("dispute", replace(FIRM, status="planned", plan_disputed=True), "disputed_before"),
    ("dispute", replace(FIRM, status="closed"), NOT_NOW),
    ("dispute", replace(FIRM, status="closed", closed_as="by_phone"), None),
    ("dispute", replace(FIRM, status="closed", closed_as="by_phone", contest_late=True), NOT_NOW),
    ("contest", replace(FIRM, status="out_of_scope"), None),
    ("contest", replace(FIRM, status="out_of_scope", contested=True, contest_late=True), "contested_before"),
    ("contest", replace(FIRM, status="out_of_scope", contest_late=True), "contest_too_late"),
    ("reopen", replace(FIRM, status="closed", closed_as="disputed_final"), "final"),
    ("reopen", replace(FIRM, status="closed", reopen_late=True), "reopen_too_late"),
    ("nudge", replace(FIRM, status="in_hand", nudged_today=True), "nudged_today"),
    ("decline_scope", replace(STAFF, contested=True), "final"),
    ("report_in", replace(LEAD, status="whistled", own=""), "not_called"),
    ("report_in", replace(LEAD, status="whistled", own="reported_in"), NOT_NOW),
    (
        "decline",
        replace(LEAD, status="whistled", own="sent", decline_refused=True, decline_late=True),
        "decline_refused_before",
    ),
    ("decline", replace(LEAD, status="whistled", own="sent", decline_late=True), "decline_too_late"),
    ("extend", LEAD, None),
    ("extend", replace(LEAD, leads=False), "not_lead"),
    ("extend", replace(LEAD, extended=True, extension_late=True), "extended_before"),
    ("extend", replace(LEAD, extension_late=True), "extend_too_late"),
    ("extend", replace(LEAD, status="answered"), NOT_NOW),
    ("claim", replace(LEAD, status="raised", gripe=True), "called_already"),
    ("decline", LEAD, NOT_NOW),  # a plan that answers a whistle
    ("decline", replace(LEAD, claimed=True), None),  # a claim that was a mistake
    ("decline", replace(LEAD, claimed=True, decline_late=True), "decline_too_late"),
    ("consult", STAFF, None),
    ("consult", replace(STAFF, status="planned"), NOT_NOW),
    ("consult", replace(LEAD, status="whistled"), None),
    ("consult", replace(LEAD, status="whistled", leads=False), "not_lead"),
    ("consult", replace(LEAD, status="whistled", toggled=True), "chief_only"),
    ("consult", replace(LEAD, status="whistled", consultation="proposed"), "consulting_already"),
    ("consult", replace(LEAD, status="whistled", declining_lead=True), "declining"),
    ("consult", replace(CHIEF, status="whistled"), "not_lead"),
    ("consult", replace(CHIEF, status="whistled", toggled=True), None),
    ("consult_agree", replace(OFFICE, status="whistled"), "nothing_to_agree"),
    ("consult_agree", replace(OFFICE, status="whistled", agree="agreed_before"), "agreed_before"),
    ("consult_agree", replace(OFFICE, status="whistled", agree="own_matter"), "own_matter"),
    ("consult_agree", replace(CHIEF, status="whistled", agree="other_side"), "other_side"),
    ("consult_agree", replace(OFFICE, status="whistled", agree=""), None),
    ("consult_cancel", replace(OFFICE, status="consulting"), None),
    ("consult_cancel", replace(OFFICE, status="consulting", toggled=True), "chief_only"),
    ("consult_cancel", replace(CHIEF, status="consulting"), "chief_second"),
    ("consult_cancel", replace(CHIEF, status="consulting", toggled=True), None),
    ("arrange", replace(LEAD, status="consulting", leads=False), "not_lead"),
    ("minutes", replace(STAFF, status="consulting"), None),
    ("duty_done", MEMBER, "no_duty"),
    ("duty_done", replace(MEMBER, duty_open=True), None),
    ("decide", OFFICE, "nothing_to_decide"),
    ("decide", replace(OFFICE, declining=True), None),
    ("decide_extension", replace(OFFICE, extension_pending=True), None),
    ("progress", replace(LEAD, leads=False), "not_lead"),
    ("progress", replace(STAFF, status="planned"), None),
    ("outside", STAFF, None),
    ("outside", replace(STAFF, outside=True), "outside_already"),
    ("call_back", replace(STAFF, status="out_of_scope"), None),
    ("call_back", replace(STAFF, status="out_of_scope", contested=True), "nothing_to_say"),
    ("link", STAFF, None),
    ("link", replace(STAFF, linked=True), "linked_already"),
    ("link", replace(STAFF, leads_others=True), "leads_others"),
    ("link", replace(STAFF, status="closed"), NOT_NOW),
    ("unlink", STAFF, "not_linked"),
    ("unlink", replace(STAFF, status="closed", linked=True), None),
]


@pytest.mark.parametrize(("move", "facts", "why"), WHY)
def test_why_not(move: str, facts: Facts, why: str | None) -> None:
    assert why_not(move, facts) == why


def test_two_moves_of_one_name_are_one_to_the_reader() -> None:
    assert "whistle" in possible(replace(STAFF, status="whistled")) and "whistle_more" not in possible(
        replace(STAFF, status="whistled")
    )
    asked = explained(replace(OFFICE, extension_pending=True))
    assert "decide" in asked.can and "decide" not in dict(asked.cannot)
    assert dict(explained(OFFICE).cannot)["decide"] == "nothing_to_decide"


def test_only_what_was_said_in_a_session_is_claimed() -> None:
    assert "claim" in explained(replace(OFFICE, gripe=True)).others and "claim" not in explained(OFFICE).others


def test_a_call_back_logs_what_the_firm_itself_could_say() -> None:
    assert sayable(replace(OFFICE, status="answered")) == ["confirm", "dispute", "withdraw"]
    assert sayable(replace(OFFICE, status="planned", plan_disputed=True)) == ["confirm", "withdraw"]
    assert sayable(replace(OFFICE, status="out_of_scope")) == ["contest"]


def test_every_move_is_explained_once_in_every_state_and_in_words() -> None:
    capacities = ("enterprise", "specialist", "department", "chief", "office", "leader")
    for status, capacity, own, verified in product(Status, capacities, ("", *SummonsStatus), (True, False)):
        facts = Facts(
            status, frozenset({capacity}), verified=verified, own=own, gripe=True, contest_late=True, reopen_late=True
        )
        found = explained(facts)
        names = [*found.can, *(move for move, _why in found.cannot), *found.others]
        assert sorted(names) == sorted({NAMES.get(move, move) for move in MOVES})
        assert found.can == possible(facts)
        assert all(
            one.name and one.words
            for one in (*words.can(found.can), *words.cannot(found.cannot), *words.others(found.others))
        )


def test_no_word_is_idle() -> None:
    assert set(words.MOVE_WORDS) == {NAMES.get(move, move) for move in MOVES}
    reasons = {why for _move, facts, why in WHY if why} - {NOT_NOW, NOT_YOURS}
    assert reasons == set(words.WHY_NOT)
