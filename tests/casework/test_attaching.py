"""Attached files: who sees which, what the record proves, and that a file and its row come and go together."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import Http404

from liaison import record
from liaison.casework import access, actions, shelf
from liaison.casework import inputs as i
from liaison.casework.actions import attaching
from liaison.casework.models import Attachment, ServiceRequest
from liaison.casework.queries import attached, dossier
from liaison.clock import machine_now
from liaison.record.models import Content, Entry
from liaison.registry import idempotency
from liaison.registry.models import Assignment
from liaison.rules.refusals import Refused
from tests.casework.steps import Story
from tests.cast import at
from tests.pictures import PDF, WEBM, photo, safe

pytestmark = [pytest.mark.django_db, pytest.mark.uses_db]
LATER = "2020-09-25 17:30"


@pytest.fixture(autouse=True)
def shelved(settings, tmp_path):
    settings.UPLOADS_DIR = tmp_path / "attachments"
    return settings.UPLOADS_DIR


@pytest.fixture
def story(cast):
    return Story(cast).raised().whistled("2020-09-25 16:58", "SZJ", "JSJ")


def add(story, by, *, when=LATER, files=(), **given):
    given = i.AttachInput(**given)
    return actions.attach(story.r.pk, given, files=files or [safe()], by=by, now=at(when))


def seen_by(cast, pk):
    """Everybody for whom the file exists."""
    found = set()
    for name, account in cast.everybody().items():
        try:
            access.attachment(account, pk)
            found.add(name)
        except Http404:
            pass
    return found


def told_of(cast, story, name):
    """The files that the page of this person tells of."""
    seen = dossier(getattr(cast, name), story.r.number, now=at("2020-09-25 18:00"))
    return {file.pk for one in seen.happenings for file in attached(one)}


STAFF = {"specialist", "chief", "leader", "office"}
FIRM = {"principal", "contact"}
DEPARTMENTS = {"clerk", "second_clerk", "head", "jsj_clerk"}


def test_what_a_firm_adds_is_seen_by_all_who_handle_it_and_by_nobody_else(cast, story):
    add(story, cast.principal, text="灯杆照片")
    assert seen_by(cast, Attachment.objects.get().pk) == STAFF | FIRM | DEPARTMENTS


def test_what_staff_keeps_for_itself_is_seen_by_staff(cast, story):
    actions.message(
        story.r.pk, i.MessageInput(text="问过供电所", internal=True), by=cast.specialist, now=at(LATER), files=[safe()]
    )
    pk = Attachment.objects.get().pk
    assert seen_by(cast, pk) == STAFF
    assert told_of(cast, story, "principal") == told_of(cast, story, "clerk") == set()
    assert told_of(cast, story, "office") == {pk}
    with pytest.raises(Refused, match="wrong_role"):
        add(story, cast.clerk, internal=True)


def test_rights_change_at_once(cast, story):
    add(story, cast.principal)
    pk = Attachment.objects.get().pk
    Assignment.objects.filter(enterprise=cast.firm).update(specialist=cast.outside_specialist)
    assert "specialist" not in seen_by(cast, pk) and "outside_specialist" in seen_by(cast, pk)


def test_what_comes_with_a_co_s_reply_reaches_the_firm_with_the_lead_s(cast, story):
    given = i.ReplyInput(outcome="resolved", text="路面已平整")
    actions.reply(story.summons("JSJ").pk, given, by=cast.jsj_clerk, now=at("2020-09-25 17:10"), files=[safe()])
    pk = Attachment.objects.get().pk
    assert seen_by(cast, pk) == STAFF | DEPARTMENTS and told_of(cast, story, "principal") == set()
    assert told_of(cast, story, "clerk") == {pk}
    story.replied("2020-09-25 17:20")
    assert seen_by(cast, pk) == STAFF | DEPARTMENTS | FIRM and told_of(cast, story, "principal") == {pk}
    story.did("dispute", i.ReasonInput(text="还有一盏不亮"), "2020-09-25 17:25", by=cast.principal)
    assert seen_by(cast, pk) >= FIRM and told_of(cast, story, "principal") == {pk}


def test_the_record_proves_which_files_and_keeps_their_names_erasable(cast, story, shelved):
    add(story, cast.principal, files=[safe(name="周敏家门口.png"), safe(WEBM, "录音.webm"), safe(PDF)], text="两份材料")
    entry = Entry.objects.filter(kind="request.attached").get()
    files = Attachment.objects.order_by("pk")
    told = story.entries()[-1]
    assert told.facts["files"] == [
        {
            "id": one.pk,
            "kind": one.kind,
            "media_type": one.media_type,
            "size_bytes": one.size_bytes,
            "sha256": one.sha256,
        }
        for one in files
    ]
    assert "周敏" not in entry.body and told.text == "两份材料"
    assert [one.name for one in files] == ["周敏家门口.jpg", "录音.webm", "现场.pdf"]
    Content.objects.filter(pk=entry.content_id).delete()
    again = Attachment.objects.order_by("pk").first()
    assert again.name == f"photo-{again.pk}" and access.attachment(cast.principal, again.pk) == again
    assert told_of(cast, story, "principal") == {one.pk for one in files}
    for one in files:
        path = shelf.path_of(one.stored)
        assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
        assert path.stat().st_size == one.size_bytes and path.is_relative_to(shelved)


def test_everybody_concerned_is_told_once(cast, story):
    add(story, cast.principal)
    assert story.told("attached") == {"chenliqun", "luochuan", "hejing", "mayuan"}
    add(story, cast.clerk)
    assert story.told("attached") == {"chenliqun", "luochuan", "hejing", "mayuan", "zhoumin", "liuqi"}


def files_in(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


def test_what_is_refused_or_fails_leaves_no_row_and_no_file(cast, story, shelved, monkeypatch):
    """Before, while and after a file is put on the shelf; alone and inside a larger transaction."""
    before = Attachment.objects.count(), Entry.objects.count(), ServiceRequest.objects.count()
    with pytest.raises(RuntimeError), record.transaction():
        add(story, cast.principal)
        assert len(files_in(shelved)) == 2
        raise RuntimeError("the process that writes ends here")

    def fails():
        actions.raise_request(i.RaiseInput(text="停水"), by=cast.principal, now=at(LATER), files=[safe()])
        raise Refused("final")

    with pytest.raises(Refused):
        idempotency.once(cast.principal, "k", b"", fails, machine_now=machine_now())

    def full(path, body):
        if len(files_in(shelved)):
            raise OSError(28, "No space left on device")
        written(path, body)

    written = shelf._write
    monkeypatch.setattr(shelf, "_write", full)
    with pytest.raises(Refused, match="not_stored") as caught:
        add(story, cast.principal, files=[safe(), safe()])
    assert caught.value.status == 503
    assert not files_in(shelved)
    assert (Attachment.objects.count(), Entry.objects.count(), ServiceRequest.objects.count()) == before


def test_an_outer_act_goes_on_without_the_files_of_an_inner_one_that_was_refused(cast, story, shelved):
    with record.transaction():
        with pytest.raises(RuntimeError), record.transaction():
            add(story, cast.principal)
            raise RuntimeError
        assert not files_in(shelved)
        add(story, cast.principal)
    assert len(files_in(shelved)) == 2 and story.kinds().count("request.attached") == 1


def test_bounds_of_one_request(cast, story, monkeypatch):
    with pytest.raises(Refused, match="file_needed"):
        actions.attach(story.r.pk, i.AttachInput(), files=[], by=cast.principal, now=at(LATER))
    monkeypatch.setattr(attaching, "MOST_OF_ONE_REQUEST", 2)
    add(story, cast.principal)
    with pytest.raises(Refused, match="too_many_kept"):
        add(story, cast.principal, files=[safe(), safe()])


def test_only_files_that_nobody_names_for_a_day_are_tidied_away(cast, story, shelved):
    add(story, cast.principal)
    kept = files_in(shelved)
    stray = [shelved / "ab" / "cd" / name for name in ("abcd1", "abcd1-s", ".abcd2")]
    stray[0].parent.mkdir(parents=True)
    for path in stray:
        path.write_bytes(b"x")
    assert not shelf.tidy(machine_now())
    long_ago = (machine_now() - timedelta(days=2)).timestamp()
    for path in (*stray, *kept):
        os.utime(path, (long_ago, long_ago))
    assert shelf.tidy(machine_now()) == 3 and sorted(files_in(shelved)) == sorted(kept)
    assert not list(shelf.missing())
    shelf.path_of(Attachment.objects.get().stored).write_bytes(b"cut")
    assert [one.pk for one in shelf.missing()] == [Attachment.objects.get().pk]


@pytest.mark.parametrize("form", ["raise", "phone", "answer"])
def test_files_go_with_an_act(cast, form):
    by = cast.principal if form == "raise" else cast.specialist
    given = i.RaiseInput(text="路灯不亮", enterprise="E0001", channel="web" if form == "raise" else "phone")
    r = actions.raise_request(
        given, by=by, now=at("2020-09-25 16:40"), files=[safe(photo("PNG"))] if form != "answer" else []
    )
    if form == "answer":
        actions.answer(r.pk, i.OutcomeInput(outcome="resolved", text="好了"), by=by, now=at(LATER), files=[safe()])
    last = Entry.objects.filter(subject=r.number).latest("pk")
    assert (last.kind, last.actor, Attachment.objects.get().added_by) == ("request.attached", by.login, by)
