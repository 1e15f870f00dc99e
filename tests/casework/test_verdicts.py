"""Frozen verdicts (N1, N2): what an entry says of the clock it ends, what the proof says, and what a stranger counts agree."""

import json
import shutil
import subprocess
import sys
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from liaison.casework import actions, calendars, proof
from liaison.casework import inputs as i
from liaison.casework.models import ServiceRequest
from liaison.record.reading import export_lines
from liaison.record.recompute import recount
from liaison.record.recompute.__main__ import main
from liaison.record.recompute.recount import Recount, recompute
from liaison.registry import exports, rulebook
from liaison.registry.inputs import AssignInput, LimitsInput, ZoneDayInput
from liaison.registry.policy import policy
from liaison.rules.calendar import Notice
from liaison.rules.refusals import Refused
from tests.casework.steps import Story
from tests.casework.test_life import play
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast: Cast) -> Story:
    """A story in a zone whose record says with which calendars it counts."""
    with transaction.atomic(), proof.record.transaction():
        rulebook.enter_accepted_notices(cast.zone, by=cast.office, capacity="office", now=at("2020-01-02 09:00"))
    return Story(cast)


def whistled_late(story: Story) -> Story:
    """The case of the look: 15:12 on the last day before the holiday, whistled on the first day after it."""
    story.raised("2020-09-30 15:12").whistled("2020-10-09 16:40", "SZJ", "JSJ").reported_in("2020-10-10 09:00")
    return story.replied("2020-10-13 09:50")


def counted(**more: object) -> Recount:
    return recompute(export_lines(), **more)


def test_N2_a_late_reply_says_whose_the_minutes_are(story):
    [entry] = [one for one in whistled_late(story).entries() if one.kind == "summons.replied"]
    assert entry.facts["clock"] == {
        "due_at": "2020-10-12T17:30:00+08:00", "verdict": "late", "overrun_minutes": 980,
        "parts": [{"kind": "specialist", "code": "chenliqun", "minutes": 980}],
    }  # fmt: skip
    assert entry.facts["own_clock"] == {"due_at": "2020-10-13T17:30:00+08:00", "verdict": "on_time"}
    assert [(one["department"], one["own_clock"]["verdict"]) for one in entry.facts["released"]] == [
        ("JSJ", "released")
    ]
    assert counted().differences == []


def test_N1_a_clock_says_once_how_it_ended(story):
    """On time: nothing to share out, and no look at the entries. What comes after a plan says nothing of that clock again."""
    story.raised("2020-09-25 16:40").whistled().replied("2020-09-28 09:00", "planned", resolve_by=date(2020, 10, 12))
    story.did("conclude", i.OutcomeInput(outcome="resolved", text="好了"), "2020-10-20 09:00", by=story.cast.specialist)
    said = {one.kind: one.facts.get("clock") for one in story.entries()}
    assert said["summons.replied"] == {
        "due_at": "2020-09-29T17:30:00+08:00", "verdict": "on_time", "overrun_minutes": 0, "parts": [],
    }  # fmt: skip
    assert said["request.concluded"] is None


@pytest.mark.parametrize(
    ("when", "verdict", "minutes"), [("2020-09-29 17:30", "released", 0), ("2020-09-29 18:00", "late", 30)]
)
def test_N1_a_withdrawal_ends_the_clock_without_a_reply(story, when, verdict, minutes):
    story.raised("2020-09-25 16:40").did("withdraw", i.TextInput(), when, by=story.cast.principal)
    clock = story.entries()[-1].facts["clock"]
    assert (clock["verdict"], clock["overrun_minutes"]) == (verdict, minutes)


@pytest.mark.parametrize("how", ["free a day", "a notice"])
def test_N3_a_duplicate_catches_up_with_the_calendar_when_it_is_undone(story, how):
    """What changed while it was closed moves it then, later only, by an entry; undone a second time nothing moves."""
    office, replied = story.cast.office, Story(story.cast).raised("2020-09-25 15:10").whistled("2020-09-25 15:20")
    replied.replied("2020-09-25 15:30")
    lead, cause = Story(story.cast).raised("2020-09-25 15:00"), {"free a day": "zone_day", "a notice": "notice"}[how]
    for one in (story.raised("2020-09-25 16:40"), replied):
        one.did("link", i.LinkInput(into=lead.r.number), "2020-09-25 17:00", by=office)
    happen(story, how, at("2020-09-27 09:00"))
    assert story.fresh().r.reply_due_at == at("2020-09-29 17:30")
    for one in (story, replied):
        one.did("unlink", i.Nothing(), "2020-09-27 10:00", by=office).fresh()
        [moved] = [entry.facts for entry in one.entries() if entry.kind == "promise.moved"]
        assert moved["cause"] == cause
    later, confirm = {
        "free a day": ("2020-09-30 17:30", "2020-10-10 17:30"),
        "a notice": ("2020-10-09 17:30", "2020-10-12 17:30"),
    }[how]
    assert (story.r.reply_due_at, story.r.lamp_due_at, replied.r.confirm_due_at) == (at(later), at(later), at(confirm))
    assert story.told("promise_moved") == {"zhoumin", "liuqi", "chenliqun"}
    story.did("link", i.LinkInput(into=lead.r.number), "2020-09-27 11:00", by=office)
    story.did("unlink", i.Nothing(), "2020-09-27 12:00", by=office)
    assert story.kinds().count("promise.moved") == 1
    story.whistled("2020-09-27 12:10").replied("2020-09-30 17:00")
    assert story.entries()[-1].facts["clock"]["verdict"] == "on_time"
    assert counted().differences == []


def test_N1_a_late_reply_costs_one_statement_more(story):
    def reads(when):
        with transaction.atomic():
            point = transaction.savepoint()
            with CaptureQueriesContext(connection) as found:
                story.replied(when)
            transaction.savepoint_rollback(point)
        return sum("record_entry" in one["sql"] and one["sql"].startswith("SELECT") for one in found)

    story.raised("2020-09-25 16:40").whistled().reported_in()
    assert (reads("2020-09-28 09:00"), reads("2020-09-30 09:00")) == (0, 1)


def test_N1_what_was_closed_stays_as_it_was_when_the_calendar_changes(story):
    """A later notice or day off moves open promises only, by an entry; a closed item's proof is the same to the letter."""
    r = whistled_late(story).did("confirm", i.TextInput(), "2020-10-13 12:00", by=story.cast.principal).r
    before = proof.prove(r, r.summonses.all(), policy(r.zone, at("2020-10-14 09:00")))
    waiting = Story(story.cast).raised("2020-10-13 10:00")
    free_day("2020-10-15", story, at("2020-10-14 08:00"))
    assert proof.prove(r, r.summonses.all(), policy(r.zone, at("2020-10-14 09:00"))) == before
    later = proof.prove(waiting.fresh().r, [], policy(r.zone, at("2020-10-14 09:00")))
    assert [(one["before"], one["after"]) for one in later["moves"]] == [
        ("2020-10-16T17:30:00+08:00", "2020-10-19T17:30:00+08:00")
    ]
    assert later["inputs"]["calendar"].endswith("+1") and counted().differences == []


# --- whatever happens, three ways of counting agree


SEEDS = range(6)
GAPS_MINUTES = (1, 7, 45, 300, 1500, 4000)
RULES_CHANGE = ("free a day", "a notice", "hand over", "a limit", "close as a duplicate", "undo it")
# What usually comes next, by state; DEPARTMENT stands for a clerk of whoever leads.
DEPARTMENT, DEPARTMENTS = "department", {None: "clerk", "SZJ": "clerk", "JSJ": "jsj_clerk"}
NEXT = {
    "raised": [("take", "specialist"), ("whistle", "specialist"), ("whistle", "office"), ("decline_scope", "specialist")],
    "in_hand": [("whistle", "specialist"), ("whistle", "specialist"), ("answer", "specialist")],
    "whistled": [
        ("report_in", DEPARTMENT), ("decline", DEPARTMENT), ("decide", "office"), ("decide", "office"), ("resolve", DEPARTMENT),
        ("explain", DEPARTMENT), ("plan", DEPARTMENT), ("withdraw", "principal"),
    ],
    "planned": [("conclude", "specialist"), ("dispute", "principal"), ("confirm", "principal")],
    "answered": [("confirm", "principal"), ("dispute", "principal"), ("dispute", "principal")],
    "closed": [("reopen", "principal")],
    "out_of_scope": [("dispute", "principal")],
    "withdrawn": [],
}  # fmt: skip


def free_day(day, story, now):
    calendars.free_day(ZoneDayInput(day=date.fromisoformat(day), reason="台风"), by=story.cast.office, now=now)


def happen(story: Story, what: str, now: datetime) -> None:
    cast, tomorrow = story.cast, (now + timedelta(days=1)).date()
    if what == "free a day":
        free_day(tomorrow.isoformat(), story, now)
    elif what == "a notice":
        days = {tomorrow: False, tomorrow + timedelta(days=1): False}
        notice = Notice(now.date().isoformat(), 2020, now.date(), f"国办发明电 {now:%m%d}", days, {})
        calendars.accept_notice(notice, cast.office, now)
    elif what == "hand over":
        cast.specialist, cast.outside_specialist = cast.outside_specialist, cast.specialist
        given = AssignInput(specialist=cast.specialist.login, reason="岗位调整")
        actions.transfer("E0001", given, by=cast.office, now=now)
    elif what == "a limit":
        values = {"reply": str(2 + now.day % 4), "closing_time": "18:00", "whistle_cutoff": "14:00"}
        rulebook.set_limits(LimitsInput(values=values, effective_on=tomorrow), by=cast.office, now=now)
    elif what == "close as a duplicate":
        other = Story(cast).raised(now.strftime("%Y-%m-%d %H:%M"), text="厂区门口路灯又不亮了")
        actions.link(story.r.pk, i.LinkInput(into=other.r.number), by=cast.office, now=now)
    else:
        actions.unlink(story.r.pk, i.Nothing(), by=cast.office, now=now)


def agree(story: Story, now: datetime) -> None:
    """The entries' own words, the proof, and the stranger's count."""
    for r in ServiceRequest.objects.select_related("zone"):
        proved = {one["leg"]: one for one in proof.prove(r, r.summonses.all(), policy(r.zone, now))["legs"]}
        leg = 0
        for entry in proof.record.happenings("QJ", r.number):
            leg = entry.facts["leg"] if "reply_due_at" in entry.facts else leg
            said = entry.facts.get("clock")
            if said and entry.kind != "request.linked":  # an undone one runs on
                found = proved[leg]
                assert {**said, "due_at": at_iso(said["due_at"])} == {
                    "due_at": at_iso(found["due_at"]), "verdict": found["verdict"],
                    "overrun_minutes": found["overrun_minutes"], "parts": found["overrun_parts"],
                }  # fmt: skip
            for one in [*entry.facts.get("released", []), *([entry.facts] if entry.facts.get("own_clock") else [])]:
                [clock] = [row for each in proved.values() for row in each["summonses"] if row["id"] == one["summons"]]
                assert (clock["verdict"], at_iso(clock["due_at"])) == (
                    one["own_clock"]["verdict"], at_iso(one["own_clock"]["due_at"]),
                )  # fmt: skip
    found = counted()
    assert found.differences == [] and found.compared["due times"] >= 2


def at_iso(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def live(story: Story, random: Random) -> datetime:
    """A random life: whoever has it acts, or the rules change around it; what is refused does not happen."""
    story.raised("2020-09-22 09:00")
    now = at("2020-09-22 09:01")
    for _ in range(24):
        now += timedelta(minutes=random.choice(GAPS_MINUTES))
        row = ServiceRequest.objects.filter(pk=story.r.pk).order_by("-summonses__pk")
        status, lead = row.values_list("status", "summonses__department__code")[0]
        usual = [(act, DEPARTMENTS[lead] if by == DEPARTMENT else by) for act, by in NEXT[status]]
        changes = random.random() < 0.3 or not usual
        with suppress(Refused, Http404), transaction.atomic():
            if changes:
                happen(story, random.choice(RULES_CHANGE), now)
            else:
                play(story, *random.choice(usual), now)
    return now


@pytest.mark.parametrize("seed", SEEDS)
def test_N1_N2_entries_proof_and_recount_agree_in_every_life(story, seed):
    agree(story, live(story, Random(seed)))


# --- whatever is changed in a record is found


def altered(change, *, kind: str) -> list[str]:
    """The exported lines with the facts of the last entry of a kind changed."""
    lines = [json.loads(line) for line in export_lines()]
    [*_, row] = [one for one in lines if json.loads(one["body"])["kind"] == kind]
    body = json.loads(row["body"])
    change(body["facts"])
    row["body"] = json.dumps(body)
    return [json.dumps(one) for one in lines]


def a_day_later(facts, name):
    facts[name] = (at_iso(facts[name]) + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("kind", "change", "what"),
    [
        ("request.raised", lambda f: a_day_later(f, "reply_due_at"), "reply due"),
        ("request.raised", lambda f: f.update(working_days=4), "working days"),
        ("request.whistled", lambda f: a_day_later(f["summonses"][0], "due_at"), "SZJ due"),
        ("summons.replied", lambda f: a_day_later(f["clock"], "due_at"), "due of the verdict"),
        ("summons.replied", lambda f: f["clock"].update(verdict="on_time"), "verdict"),
        ("summons.replied", lambda f: f["clock"]["parts"][0].update(minutes=979), "whose minutes"),
        ("summons.replied", lambda f: f["clock"]["parts"][0].update(code="zhaolei"), "whose minutes"),
        ("summons.replied", lambda f: f.pop("clock"), "verdict"),
        ("summons.replied", lambda f: f["own_clock"].update(verdict="late"), "verdict on SZJ"),
        ("summons.replied", lambda f: f["released"][0]["own_clock"].update(verdict="late"), "verdict on JSJ"),
    ],
)
def test_N1_a_change_in_the_record_is_found(story, kind, change, what):
    whistled_late(story)
    found = recompute(altered(change, kind=kind))
    assert what in {one.what for one in found.differences}
    assert {one.number for one in found.differences} == {story.r.number}


def test_N1_a_flipped_day_of_the_calendar_is_found(story):
    whistled_late(story)
    lines = [line.replace(r"\"2020-10-10\":true", r"\"2020-10-10\":false") for line in export_lines()]
    assert {one.what for one in recompute(lines).differences} >= {"reply due", "SZJ due", "minutes over"}


def test_N1_a_record_without_calendars_is_counted_with_a_file(cast):
    whistled_late(Story(cast))
    with pytest.raises(Exception, match="holds no calendar notice of"):
        counted()
    assert counted(calendar=exports.calendar()).differences == []


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "line 2 is damaged"),
        ("{}", "line 2 is damaged"),
        ('{"chain": "QJ/business", "seq": 2, "body": "[]"}', "line 2 is damaged"),
        (
            '{"chain": "QJ/business", "seq": 2, "body": "{\\"at\\": \\"2020-01-02T09:00:00+08:00\\", \\"kind\\": \\"calendar.accepted\\", '
            '\\"subject\\": \\"\\", \\"facts\\": {}}"}',
            "line 2 is damaged: calendar.accepted",
        ),
    ],
)  # fmt: skip
def test_N1_a_damaged_line_is_named(story, tmp_path, capsys, line, sentence):
    file = tmp_path / "record.jsonl"
    file.write_text(f"{next(iter(export_lines()))}\n{line}\n", encoding="utf-8")
    assert main([str(file)]) == 2
    assert sentence in capsys.readouterr().err


def test_N1_the_command_says_how_many_and_exits_accordingly(story, tmp_path, capsys):
    whistled_late(story)
    file = tmp_path / "record.jsonl"
    file.write_text("\n".join(export_lines()), encoding="utf-8")
    assert main([str(file)]) == 0
    assert capsys.readouterr().out.endswith("0 differences\n")
    file.write_text(
        "\n".join(altered(lambda f: a_day_later(f, "reply_due_at"), kind="request.raised")), encoding="utf-8"
    )
    assert main([str(file), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["verdict"] == "different" and said["differences"][0]["what"] == "reply due"
    assert main([str(tmp_path / "none.jsonl")]) == 2


def test_N1_the_folder_alone_counts_on_a_machine_with_python_only(story, tmp_path):
    whistled_late(story)
    (tmp_path / "record.jsonl").write_text("\n".join(export_lines()), encoding="utf-8")
    shutil.copytree(Path(recount.__file__).parent, tmp_path / "recompute")
    bare = [sys.executable, "-S", "-m", "recompute", "record.jsonl"]  # -S: without the packages that are installed here
    done = subprocess.run(bare, cwd=tmp_path, env={}, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.endswith("0 differences\n"), done.stderr
