"""Photos, voice and papers through the API: multipart in, the same bytes out, with the token's rights."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liaison.casework.models import Attachment
from tests.api.program import Program
from tests.pictures import PDF, WEBM, opened, photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelved(settings, tmp_path):
    settings.UPLOADS_DIR = tmp_path


@pytest.fixture
def number(call, cast):
    return call(cast.principal).post("/requests", {"text": "路灯不亮"}).json["number"]


def send(by: Program, number: str, *bodies: bytes, key: str = "", language: str = "", name: str = "现场.jpg", **fields):
    headers = {"Authorization": f"Bearer {by.token}", **({"Idempotency-Key": key} if key else {})}
    files = [SimpleUploadedFile(name, body) for body in bodies]
    answer = by.client.post(
        f"/api/v1/requests/{number}/attachments", {"file": files, **fields},
        headers={**headers, "Accept-Language": language or "zh-hans"},
    )  # fmt: skip
    return answer.status_code, answer.json()


def get(by: Program, address: str):
    return by.client.get(address, headers={"Authorization": f"Bearer {by.token}"})


def test_files_are_added_listed_and_read_back(call, cast, number, now_is):
    firm = call(cast.principal)
    now_is("2020-09-25 10:30")
    status, answer = send(firm, number, photo(where=True), PDF, text="现场和合同", name="合同.pdf")
    assert status == 200 and "attach" in answer["moves"]
    picture, paper = answer["attachments"]
    assert (picture["kind"], picture["name"], picture["media_type"]) == ("photo", "合同.jpg", "image/jpeg")
    assert (paper["kind"], paper["name"], paper["size"], paper["added_at"]) == (
        "paper",
        "合同.pdf",
        len(PDF),
        "2020-09-25T10:30:00+08:00",
    )
    told = firm.get(f"/requests/{number}/timeline").json[-1]
    assert (told["kind"], told["text"], told["sentence"]) == (
        "request.attached",
        "现场和合同",
        "您补充了 1 张照片、1 份材料。",
    )
    got = get(firm, picture["url"])
    body = b"".join(got.streaming_content)
    row = Attachment.objects.get(pk=picture["id"])
    assert (
        len(body) == picture["size"] and hashlib.sha256(body).hexdigest() == row.sha256 and not opened(body).getexif()
    )
    assert got["Content-Type"] == "image/jpeg" and got["X-Content-Type-Options"] == "nosniff"
    assert b"".join(get(firm, paper["url"]).streaming_content) == PDF
    assert get(call(cast.outsider), picture["url"]).status_code == get(firm, "/api/v1/attachments/x").status_code == 404


def test_what_is_for_staff_alone_is_not_even_listed_for_the_firm(call, cast, number):
    status, answer = send(call(cast.specialist), number, photo(), internal="true")
    assert status == 200 and answer["attachments"][0]["internal"] is True
    address = answer["attachments"][0]["url"]
    assert call(cast.principal).get(f"/requests/{number}").json["attachments"] == []
    assert get(call(cast.principal), address).status_code == 404 and get(call(cast.office), address).status_code == 200
    assert send(call(cast.principal), number, photo(), internal="true")[0] == 403


def test_sent_again_with_its_key_nothing_is_added_twice(call, cast, number):
    firm = call(cast.principal)
    first, again = (send(firm, number, photo(), WEBM, key="k", text="a") for _ in range(2))
    assert first == again and Attachment.objects.count() == 2
    status, answer = send(firm, number, photo(size=(90, 90)), key="k", text="a")
    assert (status, answer["code"]) == (422, "key_reused") and Attachment.objects.count() == 2


@pytest.mark.parametrize(("bodies", "fields", "code", "field"), [
    ([], {}, "file_needed", "file"), ([b"<script>"], {}, "file_kind", "file"), ([PDF] * 7, {}, "too_many_files", "file"),
    ([PDF], {"text": "x" * 5001}, "invalid", "text"), ([PDF], {"colour": "red"}, "invalid", "colour"),
    ([PDF], {"photos": SimpleUploadedFile("a", PDF)}, "invalid", "photos"),
])  # fmt: skip
def test_what_cannot_be_taken_is_named(call, cast, number, bodies, fields, code, field):
    status, answer = send(call(cast.principal), number, *bodies, language="en", **fields)
    assert (status, answer["code"], answer["errors"][0]["field"]) == (422, code, field)
    assert answer["errors"][0]["detail"].isascii() or "“" in answer["errors"][0]["detail"]
    assert not Attachment.objects.exists()


def test_a_body_that_is_no_form_is_told_so(call, cast, number):
    firm = call(cast.principal)
    address, headers = f"/api/v1/requests/{number}/attachments", {"Authorization": f"Bearer {firm.token}"}
    no_boundary = firm.client.generic("POST", address, b"x", "multipart/form-data", headers=headers)
    cut = firm.client.generic(
        "POST", address, b"--a\r\nContent-Disp", "multipart/form-data; boundary=a", headers=headers
    )
    plain = firm.client.generic("POST", address, b"{}", "application/json", headers=headers)
    assert [one.status_code for one in (no_boundary, cut, plain)] == [422, 422, 422]
    huge = firm.client.generic(
        "POST", address, b"--a--", "multipart/form-data; boundary=a", headers=headers, CONTENT_LENGTH=50 * 1024 * 1024
    )
    assert (huge.status_code, huge.json()["code"]) == (413, "too_large")
