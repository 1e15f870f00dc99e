"""Photos, voice and papers through the browser: chosen with the words, served through access, refused with a sentence."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liaison.casework import files
from liaison.casework.inputs import AttachInput
from liaison.casework.models import Attachment, ServiceRequest
from liaison.registry import doors
from liaison.registry.inputs import DoorInput
from liaison.registry.models import Assignment
from liaison.web import attaching
from tests.casework.steps import Story
from tests.cast import at
from tests.pictures import GPS_IFD, PDF, WEBM, claiming, opened, photo, safe

pytestmark = pytest.mark.django_db
NEED = "厂区门口三盏路灯不亮"


@pytest.fixture(autouse=True)
def _friday_afternoon(now_is, settings, tmp_path):
    settings.UPLOADS_DIR = tmp_path
    now_is("2020-09-25 16:40")


@pytest.fixture
def story(cast):
    return Story(cast).raised(text=NEED).whistled("2020-09-25 16:40", "SZJ", "JSJ")


def a_file(body: bytes, name: str = "现场.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


def body_of(response) -> bytes:
    return b"".join(response.streaming_content)


def addresses(page) -> list[str]:
    return re.findall(r'(?:href|src)="(/attachments/[^"]+)"', page.content.decode())


def test_a_photo_goes_with_the_words_and_nothing_but_the_picture_is_kept(client, cast):
    client.force_login(cast.principal)
    sent = {"text": NEED, "key": "k1", "photos": [a_file(photo(size=(300, 200), where=True)), a_file(photo("PNG"), "b.png")],
            "voice": a_file(WEBM, "a.webm")}  # fmt: skip
    receipt = client.post("/raise", sent, follow=True)
    assert receipt.status_code == 200 and 'enctype="multipart/form-data"' in client.get("/raise").content.decode()
    links = addresses(receipt)
    pks = list(Attachment.objects.order_by("pk").values_list("pk", flat=True))
    assert links == [f"/attachments/{pks[0]}/voice.webm", f"/attachments/{pks[1]}/photo.jpg", f"/attachments/{pks[1]}/small.jpg",
                     f"/attachments/{pks[2]}/photo.jpg", f"/attachments/{pks[2]}/small.jpg"]  # fmt: skip
    for link in links[1:]:
        got = client.get(link)
        picture = opened(body_of(got))
        assert picture.format == "JPEG" and not picture.getexif().get_ifd(GPS_IFD) and not picture.getexif()
        assert got["Content-Type"] == "image/jpeg" and got["Content-Disposition"].startswith("inline")
        assert (
            got["X-Content-Type-Options"] == "nosniff"
            and got["Content-Security-Policy"] == "sandbox; default-src 'none'"
        )
        assert got["Cache-Control"] == "private, no-cache"
        again = client.get(link, headers={"If-None-Match": got["ETag"]})
        assert (again.status_code, again["Content-Security-Policy"]) == (304, "sandbox; default-src 'none'")


def test_the_same_page_sent_twice_keeps_its_photos_once_and_other_photos_are_another_request(client, cast):
    client.force_login(cast.principal)
    sent = [
        {"text": NEED, "key": "k1", "urgent": "on", "photos": a_file(body)}
        for body in (photo(), photo(), photo(size=(90, 90)))
    ]
    to = [client.post("/raise", one)["Location"] for one in sent]
    assert to[0] == to[1] != to[2] and Attachment.objects.count() == 2


MEGABYTE = 1024 * 1024
BAD = {
    "cut off": ("photos", photo()[:300], "是空的或者已损坏"),
    "script": ("photos", b"<script>alert(1)</script>", "收不了"),
    "paper among photos": ("photos", PDF, "照片（JPEG、PNG、WebP）"),
    "bomb": ("photos", claiming("PNG", 50_000, 50_000), "像素太多"),
    "heic": ("photos", b"\0\0\0\x18ftypheic" + b"\0" * 40, "HEIC"),
    "10 MB": ("photos", b"\xff\xd8\xff" + b"\0" * 10 * MEGABYTE, "超过 10 MB"),
    "photo as voice": ("voice", photo(), "语音（MP3"),
    "long voice": ("voice", WEBM + b"\0" * 5 * MEGABYTE, "超过 5 MB"),
}


@pytest.mark.parametrize(("field", "body", "word"), BAD.values(), ids=BAD)
def test_a_bad_file_is_told_at_its_field_and_the_words_are_kept(client, cast, field, body, word):
    client.force_login(cast.principal)
    answer = client.post("/raise", {"text": NEED, "urgent": "on", "key": "k1", field: a_file(body, "坏的.jpg")})
    html = answer.content.decode()
    assert answer.status_code == 422 and word in html and "坏的.jpg" in html
    assert f'<a href="#id_{field}">' in html and f'id="id_{field}_error"' in html
    assert NEED in html and 'name="urgent" id="id_urgent" checked' in html and "请再选一次" in html
    assert not ServiceRequest.objects.exists() and not Attachment.objects.exists()


def test_more_than_six_and_more_than_can_be_taken_at_once(client, cast, settings, tmp_path, monkeypatch):
    client.force_login(cast.principal)
    seven = {"text": NEED, "key": "k", "photos": [a_file(photo()) for _ in range(6)], "voice": a_file(WEBM)}
    assert "一次最多 6 个文件" in client.post("/raise", seven).content.decode()
    monkeypatch.setattr(attaching, "LARGEST_BODY", 1000)
    answer = client.post("/raise", {"text": NEED, "photos": a_file(b"\0" * 2000)})
    assert answer.status_code == 413 and "没有保存" in answer.content.decode()
    assert not ServiceRequest.objects.exists() and not list(tmp_path.iterdir())


def test_what_is_beyond_the_bound_is_thrown_away_while_it_comes_in(monkeypatch):
    monkeypatch.setattr(files, "LARGEST_BYTES", 10)
    taking = attaching.Bounded()
    taking.new_file("photos", "a.jpg", "image/jpeg", None)
    for start in range(0, 40, 8):
        taking.receive_data_chunk(b"x" * 8, start)
    taken = taking.file_complete(40)
    assert taken.size == 40 and len(taken.read()) == 16


def test_a_firm_adds_material_and_the_department_sees_it(client, cast, story):
    client.force_login(cast.principal)
    assert f"/requests/{story.r.number}/attach" in client.get(f"/requests/{story.r.number}").content.decode()
    address = f"/requests/{story.r.number}/attach"
    assert client.get(address).status_code == 200
    empty = client.post(address, {"text": "见附件"})
    assert empty.status_code == 422 and "请选一张照片" in empty.content.decode() and "见附件" in empty.content.decode()
    done = client.post(
        address, {"text": "灯杆编号 12", "photos": a_file(photo()), "papers": a_file(PDF, "合同.docx")}, follow=True
    )
    html = done.content.decode()
    assert (
        "您补充了 1 张照片、1 份材料" in html.replace("<b>您</b> ", "您")
        and "灯杆编号 12" in html
        and "合同.pdf" in html
    )
    client.force_login(cast.jsj_clerk)
    links = addresses(client.get(f"/requests/{story.r.number}"))
    paper = next(link for link in links if link.endswith("/paper.pdf"))
    got = client.get(paper)
    assert got["Content-Disposition"] == "attachment; filename*=UTF-8''%E5%90%88%E5%90%8C.pdf" and body_of(got) == PDF


def test_a_stranger_at_a_poster_sends_up_to_three_photos_and_nothing_else(client, cast):
    door = doors.make_door(DoorInput(enterprise="E0001"), by=cast.office, now=at("2020-09-21 09:00"))
    said = {"text": "三号门坏了", "name": "门卫老李", "phone": "13800001234", "key": "k1"}
    for bad, word in (([photo()] * 4, "最多 3 个"), ([PDF], "照片（JPEG、PNG、WebP）")):
        answer = client.post(f"/q/{door.code}", {**said, "photos": [a_file(one) for one in bad]})
        assert answer.status_code == 422 and word in answer.content.decode() and "三号门坏了" in answer.content.decode()
    assert client.post(f"/q/{door.code}", {**said, "papers": a_file(PDF), "photos": a_file(photo())}).status_code == 302
    one = Attachment.objects.get()
    assert (one.kind, one.added_by, one.service_request.verified) == ("photo", None, False)
    client.force_login(cast.specialist)
    page = client.get(f"/requests/{one.service_request.number}").content.decode()
    assert "一并提交了 1 张照片" in page and client.get(f"/attachments/{one.pk}/photo.jpg").status_code == 200


def test_photos_go_with_reply_answer_note_and_call(client, cast, story):
    number = story.r.number
    client.force_login(cast.clerk)
    reply = {"outcome": "resolved", "text": "已换电缆", "photos": a_file(photo())}
    assert client.post(f"/summonses/{story.summons().pk}/reply", reply).status_code == 302
    client.force_login(cast.specialist)
    assert client.post(f"/requests/{number}/note", {"text": "已看过", "papers": a_file(PDF)}).status_code == 302
    call = {"enterprise": "E0001", "text": "停水", "key": "k1", "when": "now", "channel": "phone", "solved": "no"}
    assert client.post("/phone-log", {**call, "photos": a_file(photo())}).status_code == 302
    logged = ServiceRequest.objects.latest("pk").number
    answer = {"outcome": "resolved", "text": "来水了", "photos": a_file(photo())}
    assert client.post(f"/requests/{logged}/answer", answer).status_code == 302
    rows = Attachment.objects.order_by("pk").values_list("service_request__number", "kind", "for_staff", "summons")
    assert list(rows) == [
        (number, "photo", False, story.summons().pk), (number, "paper", True, None),
        (logged, "photo", False, None), (logged, "photo", False, None),
    ]  # fmt: skip
    bad = client.post(f"/requests/{number}/note", {"text": "再看过", "photos": a_file(PDF)})
    assert bad.status_code == 422 and "再看过" in bad.content.decode() and "收不了" in bad.content.decode()


def test_a_link_opens_for_those_alone_who_may_see_it_now(client, cast, story):
    story.did("attach", AttachInput(), "2020-09-25 16:50", by=cast.principal, files=[safe()])
    pk = Attachment.objects.get().pk
    link = f"/attachments/{pk}/photo.jpg"
    assert client.get(link)["Location"].startswith("/account/sign-in/")
    for person in (cast.outsider, cast.yjj_clerk, cast.outside_specialist, cast.security):
        client.force_login(person)
        assert client.get(link).status_code == client.get("/attachments/999999/photo.jpg").status_code == 404
    client.force_login(cast.specialist)
    assert client.get(link).status_code == 200
    for slug in ("photo.html", "voice.webm", "x"):
        assert client.get(f"/attachments/{pk}/{slug}").status_code == 404
    Assignment.objects.filter(enterprise=cast.firm).update(specialist=cast.outside_specialist)
    assert client.get(link).status_code == 404


@pytest.mark.parametrize(("asked", "status", "part", "said"), [
    ("", 200, slice(0, None), None), ("bytes=0-", 206, slice(0, None), "bytes 0-{last}/{all}"),
    ("bytes=2-5", 206, slice(2, 6), "bytes 2-5/{all}"),
    ("bytes=9-99999", 206, slice(9, None), "bytes 9-{last}/{all}"), ("bytes=99999-", 416, slice(0, 0), "bytes */{all}"),
    ("bytes=5-2", 416, slice(0, 0), "bytes */{all}"), ("chars=1-2", 200, slice(0, None), None),
])  # fmt: skip
def test_a_player_may_ask_for_a_part_of_a_voice_note(client, cast, story, asked, status, part, said):
    story.did("attach", AttachInput(), "2020-09-25 16:50", by=cast.principal, files=[safe(WEBM)])
    client.force_login(cast.clerk)
    got = client.get(
        f"/attachments/{Attachment.objects.get().pk}/voice.webm", headers={"Range": asked} if asked else {}
    )
    body = body_of(got) if got.streaming else got.content
    size = {"last": len(WEBM) - 1, "all": len(WEBM)}
    assert (got.status_code, body) == (status, WEBM[part])
    assert got.get("Content-Range") == (said.format(**size) if said else None)
    assert got["Content-Type"] == "audio/webm" and got["Content-Disposition"].startswith("attachment")


def test_a_file_that_is_gone_from_the_disk_is_not_found(client, cast, story, tmp_path):
    story.did("attach", AttachInput(), "2020-09-25 16:50", by=cast.principal, files=[safe()])
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.unlink()
    client.force_login(cast.principal)
    assert client.get(f"/attachments/{Attachment.objects.get().pk}/photo.jpg").status_code == 404


def test_files_cost_a_page_no_statement(client, cast, story, django_assert_num_queries):
    client.force_login(cast.specialist)
    address = f"/requests/{story.r.number}"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    story.did("attach", AttachInput(), "2020-09-25 16:50", by=cast.specialist, files=[safe() for _ in range(6)])
    with django_assert_num_queries(len(few)):
        assert len(addresses(client.get(address))) == 24
