"""What people attach: every hostile class is refused with a reason, or comes out harmless. No database."""

import pytest
from PIL import Image

from liaison.casework import files
from liaison.casework.files import PAPER, PHOTO, VOICE, Sent, accept, headers, kind_of, memory_needed, tidy_name
from liaison.rules.refusals import Refused
from tests.pictures import GPS_IFD, PDF, WEBM, archive, claiming, opened, photo, safe, sent

DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
HTML = b"<!doctype html><script>alert(1)</script>"
MEGABYTE = 1024 * 1024


def refused(body: bytes, **bounds) -> Refused:
    with pytest.raises(Refused) as caught:
        accept([sent(body)], **bounds)
    return caught.value


# --- what it is ---

TAKEN = [
    (photo("JPEG"), PHOTO, "image/jpeg"),
    (photo("PNG"), PHOTO, "image/jpeg"),
    (photo("WEBP"), PHOTO, "image/jpeg"),
    (WEBM, VOICE, "audio/webm"),
    (b"OggS" + b"\0" * 40, VOICE, "audio/ogg"),
    (b"\0\0\0\x1cftypM4A " + b"\0" * 40, VOICE, "audio/mp4"),
    (b"ID3\x04" + b"\0" * 40, VOICE, "audio/mpeg"),
    (b"\xff\xfb\x90\x44" + b"\0" * 40, VOICE, "audio/mpeg"),
    (b"RIFF\x24\0\0\0WAVEfmt ", VOICE, "audio/wav"),
    (b"#!AMR\n" + b"\0" * 40, VOICE, "audio/amr"),
    (PDF, PAPER, "application/pdf"),
    (DOCX, PAPER, files.MEDIA_TYPES["docx"]),
    (XLSX, PAPER, files.MEDIA_TYPES["xlsx"]),
]


@pytest.mark.parametrize(
    ("body", "kind", "media_type"), TAKEN, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_it_is_is_told_by_its_bytes_and_never_by_its_name(body, kind, media_type):
    taken = safe(body, "virus.exe")
    assert (taken.kind, taken.media_type) == (kind, media_type)
    assert taken.name == f"virus.{files.EXTENSIONS[media_type]}"


NOT_TAKEN = {
    "html": HTML,
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "gif with script": b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)",
    "program": b"MZ\x90\0" + b"\0" * 60,
    "elf": b"\x7fELF" + b"\0" * 60,
    "archive": archive("a.txt"),
    "macros": archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "bmp": b"BM" + b"\0" * 60,
    "tiff": b"II*\0" + b"\0" * 60,
    "pdf later on": HTML + PDF,
    "matroska video": b"\x1a\x45\xdf\xa3\x9fB\x82\x88matroska",
    "text": "您好".encode(),
}


@pytest.mark.parametrize("body", NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_what_is_not_taken_is_refused_and_told_what_is(body):
    no = refused(body, kinds={PHOTO, PAPER}, field="photos")
    assert (no.code, no.field, no.params["kinds"]) == ("file_kind", "photos", [PHOTO, PAPER])


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_a_picture_that_nobody_here_can_read_is_called_by_its_name(brand):
    assert refused(b"\0\0\0\x18ftyp" + brand + b"\0" * 30).code == "photo_heic"


def test_a_kind_that_this_place_does_not_take_is_refused():
    assert refused(PDF, kinds={PHOTO}).code == "file_kind"


# --- how much of it ---

TOO_MANY_PIXELS = [
    ("PNG", 50_000, 50_000), ("JPEG", 50_000, 50_000), ("WEBP", 50_000, 50_000), ("PNG", 12_001, 10), ("PNG", 8_000, 5_001),
    ("WEBP", 4_100, 3_000), ("JPEG", 10, 12_001),
]  # fmt: skip


@pytest.mark.parametrize(("style", "width", "height"), TOO_MANY_PIXELS)
def test_a_bomb_is_refused_by_its_header_before_anything_is_decoded(style, width, height, monkeypatch):
    monkeypatch.setattr(files, "_fitted", lambda picture: pytest.fail("decoded"))
    assert refused(claiming(style, width, height)).code == "photo_too_many_pixels"


@pytest.mark.parametrize(("style", "fits"), [
    ("JPEG", (8000, 5000)), ("PNG/RGB", (7000, 5000)), ("PNG/RGBA", (5000, 3800)), ("WEBP", (4032, 3000)),
    ("JPEG/progressive", (6500, 4200)),
])  # fmt: skip
def test_what_a_telephone_takes_fits_and_no_picture_needs_more_than_the_bound(style, fits):
    assert memory_needed(style, *fits) <= files.MOST_MEMORY < 200_000_000


def test_sizes_and_numbers_are_bounded_before_a_file_is_read():
    unread = Sent("a.jpg", 10 * MEGABYTE + 1, lambda: pytest.fail("read"))
    with pytest.raises(Refused) as caught:
        accept([unread])
    assert (caught.value.code, caught.value.params["limit"]) == ("file_too_large", 10)
    assert refused(WEBM + b"\0" * 5 * MEGABYTE).params["limit"] == 5
    with pytest.raises(Refused) as caught:
        accept([unread] * 7)
    assert (caught.value.code, caught.value.params["most"]) == ("too_many_files", 6)


@pytest.mark.parametrize("body", [
    b"", photo()[:400], photo("PNG")[:60], b"\xff\xd8\xff" + b"\0" * 50, b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
    b"RIFF\0\0\0\0WEBPxxxx", b"RIFF\0\0\0\0WEBPVP8X",
], ids=repr)  # fmt: skip
def test_what_is_empty_or_cut_off_is_called_damaged(body):
    assert refused(body).code == "file_unreadable"


# --- what becomes of a photo ---


@pytest.mark.parametrize("style", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_picture_survives(style):
    body = photo(style, (400, 300), where=True)
    assert opened(body).getexif().get_ifd(GPS_IFD), "the sent one says where it was taken"
    for drawn in (safe(body).body, safe(body).small):
        picture = opened(drawn)
        assert (
            picture.format == "JPEG"
            and not picture.getexif()
            and not {"exif", "icc_profile", "comment"} & set(picture.info)
        )
        assert b"SECRET-PHONE" not in drawn and b"Exif" not in drawn


@pytest.mark.parametrize("tail", [HTML, archive("evil.js"), b"<?php system($_GET[0]); ?>"])
def test_a_picture_that_is_something_else_besides_is_only_a_picture_afterwards(tail):
    for body in (photo() + tail, photo("PNG") + tail):
        drawn = safe(body).body
        assert tail not in drawn and opened(drawn).size == (40, 30)


@pytest.mark.parametrize(("turned", "size", "upper_left"), [
    (1, (40, 30), "red"), (2, (40, 30), "blue"), (3, (40, 30), "blue"), (4, (40, 30), "red"), (5, (30, 40), "red"),
    (6, (30, 40), "red"), (7, (30, 40), "blue"), (8, (30, 40), "blue"),
])  # fmt: skip
def test_a_photo_stands_upright(turned, size, upper_left):
    picture = opened(safe(photo(turned=turned)).body)
    red, _green, blue = picture.getpixel((2, 2))
    assert picture.size == size and (red > blue) == (upper_left == "red")


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "LA", "1", "CMYK"])
def test_every_mode_is_read(mode):
    assert opened(safe(photo("JPEG" if mode == "CMYK" else "PNG", mode=mode)).body).mode == "RGB"


def test_transparent_is_white_and_large_is_fitted():
    clear = Image.new("RGBA", (3000, 100), (0, 0, 0, 0))
    drawn = files._fitted(clear)
    assert drawn.size == (2048, 68) and drawn.getpixel((5, 5)) == (255, 255, 255)
    taken = safe(photo(size=(2600, 1300)))
    assert (taken.width_px, taken.height_px) == (2048, 1024)
    assert max(opened(taken.small).size) == 240


def test_a_photo_full_of_detail_is_kept_small():
    detail = Image.effect_noise((400, 400), 90).convert("RGB").resize((1500, 1500))
    assert len(files._as_jpeg(detail)) <= files.AIM_BYTES


# --- names and headers ---


@pytest.mark.parametrize(("given", "kept"), [
    ("现场.jpg", "现场.pdf"), ("../../etc/passwd", "passwd.pdf"), ("C:\\a\\b.exe", "b.pdf"), ("a\r\nCookie: x.pdf", "aCookie_ x.pdf"),
    ("\u202egnp.exe", "gnp.pdf"), ("", "file.pdf"), ("...", "file.pdf"), (".htaccess", "file.pdf"), ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
    ('"><img src=x>.png', "___img src=x_.pdf"), ("%(name)s.pdf", "_(name)s.pdf"),
])  # fmt: skip
def test_a_name_is_one_harmless_line_that_ends_as_what_it_is(given, kept):
    assert tidy_name(given, "pdf") == kept


@pytest.mark.parametrize(("kind", "media_type", "shown"), [
    (PHOTO, "image/jpeg", "inline"), (VOICE, "audio/webm", "attachment"), (PAPER, "application/pdf", "attachment"),
])  # fmt: skip
def test_a_file_leaves_with_our_type_and_nothing_in_it_runs(kind, media_type, shown):
    said = headers(kind, media_type, 'a"; x=\r\n现.jpg')
    assert said["Content-Type"] == media_type and said["X-Content-Type-Options"] == "nosniff"
    assert said["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert said["Content-Disposition"] == f"{shown}; filename*=UTF-8''a%22%3B%20x%3D%0D%0A%E7%8E%B0.jpg"
    assert headers(PAPER, "text/html", "a")["Content-Type"] == "application/octet-stream"


def test_a_picture_counts_as_one_even_if_it_could_be_voice():
    assert kind_of(photo()) == (PHOTO, "image/jpeg")
