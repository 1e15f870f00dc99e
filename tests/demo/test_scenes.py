"""The scenes of the house: doors without an account, one work for four firms, a later date, a firm that changes hands."""

from pathlib import Path

from .conftest import liaison, moment


def request(story, number):
    return story.rows("SELECT * FROM casework_servicerequest WHERE number = ?", number)[0]


def entries(story, number):
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
