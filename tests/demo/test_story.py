"""The story as it was played: the year's figures, the named stories, the desks, and the same bytes each time."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

from liaison.demo import LOGINS
from liaison.demo.afterwards import ASKED, VOTED, WAITING
from liaison.demo.cast import NO_ACCOUNT, cast

from .conftest import liaison, moment

YEAR_ENDS = "2020-12-31T23:59:59.999+08:00"
AS_OF = "2021-05-25T09:00"


def at_year_end(entries):
    """What became of each request of 2020, folded from the record up to the last instant of the year."""
    ends = {}
    for entry in entries:
        if entry["at"] > YEAR_ENDS or not entry["subject"].startswith("2020-"):
            continue
        kind, number = entry["kind"], entry["subject"]
        if kind in ("request.confirmed", "request.closed_silent", "request.closed_final"):
            ends[number] = entry["facts"]["outcome"]
        elif kind == "request.scope_declined":
            ends[number] = "out_of_scope"
        elif kind in ("request.raised", "request.disputed", "request.contested", "request.reopened"):
            ends[number] = "open"
    return Counter(ends.values())


def test_SC20_the_figures_of_2020(story):
    assert at_year_end(story.entries()) == {"resolved": 387, "explained": 29, "out_of_scope": 3, "open": 12}


def test_the_figures_stand_at_the_default_day(story):
    found = story.rows(
        "SELECT outcome, closed_as, closed_at FROM casework_servicerequest WHERE closed_at < '2020-12-31 16:00:00'"
    )
    assert Counter(row["outcome"] or row["closed_as"] for row in found) == {
        "resolved": 387, "explained": 29, "out_of_scope": 3,
    }  # fmt: skip
    kinds = {row["closed_as"] for row in found}
    assert {"confirmed", "by_phone", "silent", "disputed_final", "out_of_scope"} == kinds


def test_the_zone_and_its_coverage(story):
    def count(table, where="1=1"):
        return story.rows(f"SELECT count(*) AS n FROM {table} WHERE {where}")[0]["n"]

    assert count("registry_enterprise") == 177
    assert count("registry_department", "external = 0") == 14
    assert count("registry_department", "external = 1") == 4
    assert count("registry_appointment", "post = 'specialist' AND until IS NULL") == 104
    served = story.rows("SELECT enterprise_id FROM registry_assignment WHERE until IS NULL")
    assert len(served) == len({row["enterprise_id"] for row in served}) == 177
    gaps = story.rows(
        "SELECT code, status FROM registry_enterprise WHERE id NOT IN "
        "(SELECT enterprise_id FROM registry_assignment WHERE until IS NULL)"
    )
    assert gaps == []  # R-01; the day of SC-16 has its gap, see the story of the new firm
    assert story.rows("SELECT is_demo FROM registry_zone")[0]["is_demo"] == 1


def test_every_fixed_login_can_sign_in_and_the_principals_but_eight(story):
    passwords = {row["login"]: row["password"] for row in story.rows("SELECT login, password FROM registry_account")}
    assert all(not passwords[one.login].startswith("!") for one in LOGINS)
    heads = [login for login in passwords if login.startswith("e0") and "-" not in login]
    assert sorted(login for login in heads if passwords[login].startswith("!")) == [f"e{n:04}" for n in NO_ACCOUNT]


def test_the_record_verifies(story):
    liaison(story.directory, "verify-record", str(story.export))


def test_N1_the_whole_year_counted_again_shows_no_difference(story):
    said = json.loads(liaison(story.directory, "recompute", str(story.export), "--json").stdout)
    assert (said["verdict"], said["differences"], said["beyond"]) == ("same", [], 0)
    assert said["compared"]["due times"] > 4000 and said["compared"]["verdicts"] > 1000
    liaison(story.directory, "export", "calendar", str(story.directory / "calendar.json"))
    notices = json.loads((story.directory / "calendar.json").read_text(encoding="utf-8"))["notices"]
    assert [one["key"] for one in notices] == ["2019-11-21", "2020-01-27", "2020-11-25"]


def test_an_earlier_end_is_a_prefix_of_a_later_one_byte_for_byte(story, early):
    for chain in ("QJ/business", "QJ/audit"):
        short, full = early.lines(chain), story.lines(chain)
        assert 0 < len(short) < len(full) or chain == "QJ/audit"
        assert full[: len(short)] == short
        following = [json.loads(json.loads(line)["body"])["at"] for line in full[len(short) :]]
        assert all(instant > "2020-02-05T09:00" for instant in following)


def test_nothing_of_the_story_lies_after_its_end(story):
    assert max(entry["at"] for entry in story.entries()) <= AS_OF + ":00.000+08:00"


def request(story, number):
    return story.rows("SELECT * FROM casework_servicerequest WHERE number = ?", number)[0]


def summonses(story, number):
    return story.rows(
        "SELECT s.*, d.code FROM casework_summons s JOIN registry_department d ON d.id = s.department_id "
        "JOIN casework_servicerequest r ON r.id = s.service_request_id WHERE r.number = ? ORDER BY s.id",
        number,
    )


def kinds(story, number):
    return [entry["kind"] for entry in story.entries() if entry["subject"] == number]


def test_SC01_bus_for_workers(story, number_of):
    found = request(story, number_of("SC-01"))
    assert (found["status"], found["outcome"], found["closed_as"]) == ("closed", "resolved", "confirmed")
    assert f"{moment(found['occurred_at']):%m-%d %H:%M}" == "02-10 21:40"
    assert f"{moment(found['raised_at']):%m-%d %H:%M}" == "02-10 21:46"
    assert f"{moment(found['reply_due_at']):%Y-%m-%d %H:%M:%S}" == "2020-02-13 17:30:00"
    called = summonses(story, found["number"])
    assert [(row["code"], row["part"]) for row in called] == [("ZHF", "lead"), ("YJJ", "co")]
    assert called[0]["ask_id"] != called[1]["ask_id"]
    # Urgent: the receipt is there within a minute, although it is night.
    receipt = story.rows(
        "SELECT n.sent_at, n.not_before FROM notices_notice n JOIN record_entry e ON e.id = n.entry_id "
        "WHERE e.subject = ? AND n.kind = 'receipt'",
        found["number"],
    )[0]
    assert (moment(receipt["sent_at"]) - moment(receipt["not_before"])).total_seconds() <= 60


def test_SC03_recruitment_stand(story, number_of):
    found = request(story, number_of("SC-03"))
    assert not summonses(story, found["number"])
    assert f"{moment(found['reply_due_at']):%m-%d %H:%M}" == "02-22 17:30"
    elapsed = moment(found["replied_at"]) - moment(found["occurred_at"])
    assert elapsed.total_seconds() == 75 * 60
    assert (found["outcome"], found["closed_as"]) == ("resolved", "confirmed")


def test_SC04_green_belt(story, number_of):
    found = request(story, number_of("SC-04"))
    assert f"{moment(found['reply_due_at']):%m-%d %H:%M}" == "10-20 17:30"
    assert f"{moment(found['need_by']):%m-%d %H:%M}" == "10-16 09:00"
    (called,) = summonses(story, found["number"])
    assert f"{moment(called['sent_at']):%H:%M}" == "18:44"
    assert f"{moment(called['reported_in_at']):%H:%M}" == "18:50"
    assert f"{moment(called['replied_at']):%d %H:%M}" == "16 01:00"


def test_SC16_a_firm_without_a_specialist_asks_and_the_chief_holds_it(story, number_of):
    found = request(story, number_of("SC-16"))
    took = next(e for e in story.entries() if e["subject"] == found["number"] and e["kind"] == "request.taken")
    assert (took["actor"], took["capacity"]) == ("chief", "chief")
    assigned = story.rows(
        "SELECT a.since FROM registry_assignment a JOIN registry_enterprise e ON e.id = a.enterprise_id WHERE e.code = 'E0174'"
    )
    assert [f"{moment(row['since']):%Y-%m-%d}" for row in assigned] == ["2020-06-02"]


def test_N3_the_late_notice_moves_open_promises_later(story, number_of):
    for key, before, after in (("N3-phone", "02-01", "02-04"), ("N3-web", "02-03", "02-05")):
        number = number_of(key)
        moved = [e["facts"] for e in story.entries() if e["subject"] == number and e["kind"] == "promise.moved"]
        assert moved, key
        reply = next(facts for facts in moved if facts["promise"] == "reply")
        assert reply["before"] == f"2020-{before}T17:30:00+08:00"
        assert reply["after"] == f"2020-{after}T17:30:00+08:00"
        assert reply["calendar"] == "2020-01-27"
        told = story.rows(
            "SELECT count(*) AS n FROM notices_notice n JOIN record_entry e ON e.id = n.entry_id "
            "WHERE e.subject = ? AND n.kind = 'promise_moved'",
            number,
        )
        assert told[0]["n"] > 0


def test_R16_potholes_after_a_dated_plan(story, number_of):
    number = number_of("potholes")
    told = kinds(story, number)
    assert told.index("summons.replied") < told.index("request.progress") < told.index("request.concluded")
    assert request(story, number)["outcome"] == "resolved"


def test_R26_a_life_request_is_contested_once(story, number_of):
    found = request(story, number_of("contested"))
    assert kinds(story, found["number"]).count("request.disputed") == 1
    assert (found["outcome"], found["closed_as"], found["leg"]) == ("explained", "confirmed", 2)


def test_R28_reopened_with_the_same_number(story, number_of):
    number = number_of("reopened")
    assert "request.reopened" in kinds(story, number)
    assert request(story, number)["leg"] == 2


def test_R22_a_late_reply_climbs_the_ladder(story, number_of):
    told = kinds(story, number_of("late-department"))
    assert [kind for kind in told if kind.startswith("clock.")][-3:] == [
        "clock.overdue", "clock.head_told", "clock.chief_told",
    ]  # fmt: skip


def test_N2_the_firm_waits_although_the_department_is_in_time(story, number_of):
    found = request(story, number_of("late-specialist"))
    (called,) = summonses(story, found["number"])
    assert moment(found["replied_at"]) > moment(found["reply_due_at"])
    assert moment(called["replied_at"]) < moment(called["due_at"])


OPEN = "('raised', 'in_hand', 'whistled', 'consulting', 'planned', 'answered')"


def test_the_desks_are_alive_on_the_default_morning(story):
    of_firms = story.rows(
        "SELECT a.login, r.status, count(*) AS n FROM casework_servicerequest r "
        "JOIN registry_assignment s ON s.enterprise_id = r.enterprise_id AND s.until IS NULL "
        f"JOIN registry_account a ON a.id = s.specialist_id WHERE r.status IN {OPEN} GROUP BY a.login, r.status"
    )
    desk = {(row["login"], row["status"]): row["n"] for row in of_firms}
    for status in ("raised", "in_hand", "whistled", "planned", "answered"):
        assert desk["specialist", status] >= 1, status
    assert desk["specialist2", "planned"] >= 1
    own = story.rows(
        "SELECT r.status FROM casework_servicerequest r JOIN registry_enterprise e ON e.id = r.enterprise_id "
        f"WHERE e.code = 'E0001' AND r.status IN {OPEN}"
    )
    assert Counter(row["status"] for row in own) == {"whistled": 2, "raised": 1, "answered": 1}


def test_every_department_has_something_open(story):
    found = story.rows(
        "SELECT d.code, s.status, s.due_at < '2021-05-25 01:00:00' AS late, count(*) AS n FROM casework_summons s "
        "JOIN registry_department d ON d.id = s.department_id "
        "WHERE s.status IN ('sent', 'reported_in', 'declining') GROUP BY 1, 2, 3"
    )
    desk = {(row["code"], row["status"], bool(row["late"])): row["n"] for row in found}
    from liaison.demo.cast import DEPARTMENTS

    for code, *_ in DEPARTMENTS:
        assert any(key[0] == code for key in desk), code
    for code in ("JSJ", "SZJ"):
        assert desk[code, "sent", False] >= 1
        assert desk[code, "reported_in", False] >= 1
        assert desk[code, "reported_in", True] >= 1
    assert desk["JSJ", "declining", False] == 1


def test_few_replies_come_late(story):
    raised = story.rows("SELECT * FROM casework_servicerequest WHERE number LIKE '2020-%' AND leg = 1")
    late = [row["number"] for row in raised if row["replied_at"] and row["replied_at"][:19] > row["reply_due_at"][:19]]
    assert 4 <= len(late) <= 12, late


# --- scenes of the house: doors without an account, one work for four firms, a later date, a firm that changes hands ---


def entries(story, number):
    """What the record says of one request, oldest first."""
    return [entry for entry in story.entries() if entry["subject"] == number]


def test_R07_scanned_at_the_gate_verified_by_a_call_and_resolved(story, number_of):
    found = request(story, number_of("gate"))
    assert (found["channel"], found["verified"], found["outcome"]) == ("qr", 1, "resolved")
    first, second = entries(story, found["number"])[:2]
    assert (first["kind"], first["actor"], second["kind"]) == ("request.raised", "", "request.verified")
    assert story.rows("SELECT scans FROM registry_door WHERE place = '南门'")[0]["scans"] == 2
    waiting = request(story, number_of("unverified"))
    assert (waiting["status"], waiting["verified"]) == ("raised", 0)


def test_R12_four_firms_one_work_four_replies(story, number_of):
    rows = [request(story, number_of(f"lane-{place}")) for place in (1, 2, 3, 4)]
    assert len({row["enterprise_id"] for row in rows}) == 4
    assert [row["lead_request_id"] for row in rows] == [None, *[rows[0]["id"]] * 3]
    for row in rows:
        kinds = [entry["kind"] for entry in entries(story, row["number"])]
        assert {"summons.replied", "request.concluded", "request.confirmed"} <= set(kinds)
        assert (row["outcome"], row["closed_as"]) == ("resolved", "confirmed")


def test_N6_the_four_are_one_work_told_and_answered_at_once(story, number_of):
    numbers = [number_of(f"lane-{place}") for place in (1, 2, 3, 4)]
    told = {entry["kind"]: entry["facts"] for entry in entries(story, "GX2020-0001")}
    assert set(told) == {"common.made", "common.told", "common.answered", "common.finished"}
    assert told["common.made"]["requests"] == told["common.told"]["done"] == told["common.answered"]["done"] == numbers


def test_R55_one_case_is_told_and_one_waits_for_the_firm(story):
    rows = story.rows("SELECT state, with_name FROM casework_typicalcase ORDER BY id")
    assert [(row["state"], row["with_name"]) for row in rows] == [("published", 1), ("asked", 0)]
    assert story.rows("SELECT count(*) AS n FROM casework_metoo")[0]["n"] == 3


def test_R21_a_plan_is_moved_once_and_both_dates_stay(story, number_of):
    found = request(story, number_of("extended"))
    (row,) = story.rows("SELECT * FROM casework_extension WHERE service_request_id = ?", found["id"])
    assert row["state"] == "agreed"
    assert f"{moment(row['before']):%m-%d}" == "06-12"
    assert f"{moment(row['until']):%m-%d}" == "06-24"


def test_R05_a_firm_changes_hands_and_its_request_keeps_number_and_clock(story, number_of):
    number = number_of("handed-on")
    (handed,) = [entry for entry in entries(story, number) if entry["kind"] == "request.handed_over"]
    assert handed["facts"]["why"] == "transfer"
    assert handed["facts"]["before"] != handed["facts"]["specialist"]
    assert moment(request(story, number)["reply_due_at"]).strftime("%m-%d") == "03-16"


def test_R06_a_leave_is_over_and_one_is_running(story):
    rows = story.rows("SELECT * FROM registry_leave ORDER BY first_day")
    assert [bool(row["ended_at"]) for row in rows] == [True, False]
    assert all(row["began_at"] for row in rows)


def test_N3_a_day_freed_by_the_zone_moves_open_promises(story):
    moved = [
        entry
        for entry in story.entries()
        if entry["kind"] == "promise.moved"
        and entry["at"].startswith("2020-07-16")
        and entry["facts"]["promise"] == "reply"
    ]
    assert moved
    assert all(entry["facts"]["after"] > entry["facts"]["before"] for entry in moved)


def test_the_photo_is_kept_beside_its_entry(story, number_of):
    found = request(story, number_of("photos"))
    (row,) = story.rows("SELECT * FROM casework_attachment WHERE service_request_id = ?", found["id"])
    (entry,) = [entry for entry in entries(story, found["number"]) if entry["kind"] == "request.attached"]
    assert [one["sha256"] for one in entry["facts"]["files"]] == [row["sha256"]]
    kept = [path for path in Path(story.directory, "attachments").rglob("*") if path.is_file()]
    assert any(str(path).endswith(row["stored"]) for path in kept)


def test_N1_the_whole_year_recounts_without_a_difference(story):
    said = liaison(story.directory, "recompute", str(story.export)).stdout
    assert "0 differences" in said


# --- what happens beside the requests: policies, formalities, sessions, instructions, duty, a consultation ---


def test_R41_a_reply_rests_on_a_policy(story, number_of):
    found = request(story, number_of("policy-question"))
    assert (found["outcome"], found["closed_as"]) == ("resolved", "confirmed")
    (replied,) = [entry for entry in entries(story, found["number"]) if entry["kind"] == "summons.replied"]
    assert [one["measure"] for one in replied["facts"]["cites"]] == ["ZC2020-001"]
    assert story.rows("SELECT count(*) AS n FROM casework_measureversion")[0]["n"] == 13


def test_R36_formalities_done_in_a_month_done_in_a_day_and_one_on_its_way(story):
    files = story.rows("SELECT * FROM casework_agencyfile ORDER BY id")
    assert [(one["number"], one["template"], one["state"]) for one in files] == [
        ("DB2020-0001", "factory", "done"), ("DB2020-0002", "start_up", "done"), ("DB2021-0001", "factory", "open"),
    ]  # fmt: skip
    ended = [f"{moment(one['finished_at']):%Y-%m-%d %H:%M}" for one in files if one["finished_at"]]
    assert ended == ["2020-04-02 16:00", "2020-12-10 16:50"]
    steps = story.rows(
        "SELECT code, state FROM casework_agencystep WHERE file_id = ? AND state != 'waiting'", files[2]["id"]
    )
    assert {one["code"]: one["state"] for one in steps} == {"filing": "done", "environment": "with_firm"}


def test_SC12_one_claimed_and_done_one_whistled_by_the_office_one_still_planned(story, number_of):
    stands = [request(story, number_of(key)) for key in ("SC-12", "unclaimed-light", "claimed-path")]
    assert {one["channel"] for one in stands} == {"gripe"}
    assert [(one["status"], one["outcome"]) for one in stands] == [
        ("closed", "resolved"), ("closed", "resolved"), ("planned", None),
    ]  # fmt: skip
    assert [kind for one in stands for kind in kinds(story, one["number"]) if kind in ("request.claimed", "request.unclaimed")] == [
        "request.claimed", "request.unclaimed", "request.claimed",
    ]  # fmt: skip
    sessions = story.rows("SELECT state FROM casework_gripesession ORDER BY starts_at")
    assert [one["state"] for one in sessions] == ["closed", "planned"]


def test_R22_an_instruction_answered_and_one_open(story, number_of):
    rows = story.rows("SELECT number, state FROM casework_instruction ORDER BY id")
    assert [tuple(one) for one in rows] == [("DD2020-0001", "closed"), ("DD2021-0001", "open")]
    told = kinds(story, number_of("late-department"))
    assert [kind for kind in told if kind.startswith("instruction.")] == [
        "instruction.given", "instruction.answered", "instruction.closed",
    ]  # fmt: skip


def test_R08_somebody_is_on_duty_from_the_first_morning_to_beyond_the_end(story):
    shifts = story.rows("SELECT begins_at, ends_at FROM casework_dutyshift ORDER BY begins_at")
    assert all(one["ends_at"] == following["begins_at"] for one, following in pairwise(shifts))
    assert f"{moment(shifts[0]['begins_at']):%Y-%m-%d %H}" == "2020-01-02 08"
    assert moment(shifts[-1]["ends_at"]) > moment("2021-06-06T17:30:00+08:00")
    missed = [
        entry for entry in story.entries() if entry["kind"] == "duty.missed" and entry["facts"]["officer"] is None
    ]
    assert missed == []


def test_R18_one_table_for_three_departments(story, number_of):
    found = request(story, number_of("SC-consulted"))
    told = kinds(story, found["number"])
    assert told.index("consultation.agreed") < told.index("consultation.minutes") < told.index("request.concluded")
    assert told.count("consultation.duty_done") == 3
    assert {"visit.promised", "visit.arrived", "visit.left"} <= set(told)
    assert found["outcome"] == "resolved"


# --- what does not go straight ---


def test_R08_a_ring_missed_at_night_goes_on_to_the_deputy(story, number_of):
    number = number_of("night-ring")
    (missed,) = [entry for entry in entries(story, number) if entry["kind"] == "duty.missed"]
    (taken,) = [entry for entry in entries(story, number) if entry["kind"] == "request.taken"]
    assert (missed["facts"]["rung"], missed["at"][:16]) == ("officer", "2021-03-03T23:23")
    assert taken["capacity"] == "duty_officer" and taken["actor"] != missed["facts"]["officer"]
    assert request(story, number)["outcome"] == "resolved"


def test_R08_a_swap_that_is_agreed_and_one_that_waits(story):
    told = [entry["kind"] for entry in story.entries() if entry["kind"].startswith("duty.swap")]
    assert told == ["duty.swap_asked", "duty.swapped", "duty.swap_asked"]
    assert story.rows("SELECT count(*) AS n FROM casework_dutyshift WHERE swap_with_id IS NOT NULL")[0]["n"] == 1


def test_what_goes_back_comes_right_in_the_end(story, number_of):
    told = {
        key: kinds(story, number_of(key))
        for key in ("consult-refused", "consult-ended", "claim-mistake", "twice-second")
    }
    assert "consultation.refused" in told["consult-refused"] and "consultation.agreed" not in told["consult-refused"]
    assert {"consultation.arranged", "consultation.cancelled"} <= set(told["consult-ended"])
    claim = told["claim-mistake"]
    assert claim.index("request.claimed") < claim.index("summons.declined") < claim.index("summons.replied")
    twice = told["twice-second"]
    assert twice.index("request.linked") < twice.index("request.unlinked") < twice.index("request.confirmed")
    for key in told:
        found = request(story, number_of(key))
        assert (found["status"], found["outcome"], found["closed_as"]) == ("closed", "resolved", "confirmed"), key
    waits = request(story, number_of("later-asked"))
    (asked,) = story.rows("SELECT state FROM casework_extension WHERE service_request_id = ?", waits["id"])
    assert (waits["status"], asked["state"]) == ("planned", "asked")


# --- satisfied or not ---


def test_R42_R43_both_ratings_of_2020_and_one_unsatisfied(story):
    rows = story.rows("SELECT * FROM appraisal_round ORDER BY year, half")
    first, second, following = rows
    counted = [(one["satisfied"], one["unsatisfied"], one["not_rated"]) for one in (first, second)]
    assert counted == [(165, 1, 8), (169, 0, 6)]  # of 174 and 175 on the roll
    assert [one["state"] for one in rows] == ["released", "released", "planned"]
    assert (
        f"{moment(first['opened_at']):%m-%d %H:%M} {moment(first['closes_at']):%m-%d %H:%M}"
        == "07-01 09:00 07-15 17:30"
    )
    assert moment(second["opened_at"]).strftime("%Y-%m-%d") == "2021-01-04"
    (vote,) = story.rows(
        "SELECT e.code, b.cast_at, o.reason_id FROM appraisal_openedballot o JOIN appraisal_ballot b ON b.line_id = o.line_id "
        "JOIN appraisal_rollline l ON l.id = o.line_id JOIN registry_enterprise e ON e.id = l.enterprise_id "
        "WHERE o.verdict = 'unsatisfied'"
    )
    assert (vote["code"], f"{moment(vote['cast_at']):%m-%d}") == (f"E{VOTED.firm:04}", "07-09") and vote["reason_id"]
    assert following["opened_at"] is None
    told = Counter(json.loads(json.loads(line)["body"])["kind"] for line in story.lines("QJ/audit"))
    assert (told["ballot.code_made"], told["ballot.slip_entered"]) == (8, 4)
    assert not [one for one in story.entries() if one["kind"].startswith(("ballot", "votes", "replacement", "finding"))]


def test_SC13_replaced_in_time_by_whom_the_zone_proposed(story, number_of):
    rows = story.rows(
        "SELECT r.*, e.code, n.login AS follows FROM appraisal_replacement r JOIN registry_enterprise e "
        "ON e.id = r.enterprise_id LEFT JOIN registry_account n ON n.id = r.new_id ORDER BY r.id"
    )
    assert [(one["code"], one["cause"], one["follows"]) for one in rows] == [
        (f"E{VOTED.firm:04}", "vote", VOTED.follows), (f"E{ASKED.firm:04}", "asked", ASKED.follows),
        (f"E{WAITING:04}", "asked", None),
    ]  # fmt: skip
    voted = rows[0]
    assert (voted["due_on"], f"{moment(voted['proposed_at']):%m-%d}") == ("2020-07-22", "07-16")
    assert moment(voted["done_at"]).strftime("%Y-%m-%d") <= voted["due_on"]
    (handed,) = [
        one for one in story.entries() if one["kind"] == "request.handed_over" and one["at"].startswith("2020-07-20")
    ]
    kept = request(story, handed["subject"])
    assert (kept["enterprise_id"], kept["closed_as"]) == (voted["enterprise_id"], "confirmed")


def test_R47_one_year_of_one_person_is_lost(story):
    lost = story.rows(
        "SELECT a.login, m.year, m.kind FROM appraisal_meritexclusion m JOIN registry_account a ON a.id = m.account_id "
        "WHERE m.lifted_at IS NULL ORDER BY m.kind"
    )
    old = cast().firms[VOTED.firm - 1].specialist
    assert [tuple(one) for one in lost] == [(old, 2020, "awards"), (old, 2020, "promotion")]
    remedies = story.rows("SELECT kind, outcome FROM appraisal_review ORDER BY id")
    assert [tuple(one) for one in remedies] == [("review", "upheld"), ("appeal", "upheld")]


def test_R45_discipline_has_a_watch_a_complaint_and_a_finding_that_runs(story):
    (watch,) = story.rows("SELECT * FROM appraisal_watch WHERE until > '2021-05-25'")
    (alarm,) = story.rows("SELECT kind FROM appraisal_alarm WHERE watch_id = ?", watch["id"])
    assert alarm["kind"] == "refused"
    assert [tuple(one) for one in story.rows("SELECT answered_at FROM appraisal_complaint")] == [(None,)]
    assert [one["year"] for one in story.rows("SELECT year FROM appraisal_effortfinding WHERE decided_at IS NULL")] == [
        2021
    ]
