"""What people attach: bytes in, a file that can do no harm out. No HTTP, no database.

A photo is decoded within bounds and drawn anew, so that nothing of the sent file survives but its picture: no place where it was
taken, no script, no archive behind the last row. Voice and papers are kept as they are and leave as downloads only (`headers`).
"""

import hashlib
import struct
import threading
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import quote

from PIL import Image

from liaison.rules.refusals import Refused

PHOTO, VOICE, PAPER = "photo", "voice", "paper"
KINDS = (PHOTO, VOICE, PAPER)
MOST = 6  # files in one act
LARGEST_MB = {PHOTO: 10, VOICE: 5, PAPER: 10}
LARGEST_BYTES = max(LARGEST_MB.values()) * 1024 * 1024  # of any one file
NAME_LENGTH = 80

LONG_EDGE, SMALL_EDGE = 2048, 240  # pixels; the small one stands in lists
QUALITIES, AIM_BYTES = (80, 70, 60, 50), 500_000
LONGEST_SIDE, MOST_PIXELS = 12_000, 40_000_000
# What decoding takes, measured (bytes for each pixel of the sent picture), and what it may take.
PER_PIXEL = {
    "JPEG": 2.0, "JPEG/progressive": 7.0, "PNG/RGB": 5.2, "PNG/L": 2.0, "PNG/RGBA": 9.9, "PNG/P": 9.9, "PNG": 14.8, "WEBP": 15.8,
}  # fmt: skip
MOST_MEMORY = 192_000_000
_one_picture_at_a_time = threading.Lock()  # the bound is one of the process, not of each of its threads

EXTENSIONS = {
    "image/jpeg": "jpg", "audio/webm": "webm", "audio/ogg": "ogg", "audio/mp4": "m4a", "audio/mpeg": "mp3", "audio/wav": "wav",
    "audio/amr": "amr", "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}  # fmt: skip
MEDIA_TYPES = {extension: media_type for media_type, extension in EXTENSIONS.items()}
STILLS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"})
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90,
}  # fmt: skip
ORIENTATION = 0x0112


@dataclass(frozen=True)
class Sent:
    """A file as it came in; `read` is called only once its size is known to be within bounds."""

    name: str
    size: int
    read: Callable[[], bytes]


@dataclass(frozen=True)
class SafeFile:
    kind: str
    media_type: str
    name: str
    body: bytes
    small: bytes = b""  # of a photo: the one that stands in lists
    width_px: int | None = None
    height_px: int | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def accept(
    sent: Sequence[Sent], *, kinds: Collection[str] = KINDS, most: int = MOST, left: int | None = None, field: str = "file"
) -> list[SafeFile]:  # fmt: skip
    """Make every file safe, or refuse all of them; `left` of the `most` files of one act may still come.

    Raises Refused: too_many_files, file_too_large, file_kind, photo_heic, photo_too_many_pixels, file_unreadable.
    """
    if len(sent) > (most if left is None else left):
        raise Refused("too_many_files", field=field, most=most)
    return [_accept(one, kinds, field) for one in sent]


def _accept(sent: Sent, kinds: Collection[str], field: str) -> SafeFile:
    called = tidy_name(sent.name)
    if sent.size > LARGEST_BYTES:
        raise Refused("file_too_large", field=field, name=called, limit=max(LARGEST_MB[kind] for kind in kinds))
    body = sent.read()
    if not body:
        raise Refused("file_unreadable", field=field, name=called)
    kind, media_type = kind_of(body)
    if kind == "still":
        raise Refused("photo_heic", field=field, name=called)
    if kind not in kinds:
        raise Refused("file_kind", field=field, name=called, kinds=[one for one in KINDS if one in kinds])
    if len(body) > LARGEST_MB[kind] * 1024 * 1024:
        raise Refused("file_too_large", field=field, name=called, limit=LARGEST_MB[kind])
    name = tidy_name(sent.name, EXTENSIONS[media_type])
    if kind != PHOTO:
        return SafeFile(kind, media_type, name, body)
    with _one_picture_at_a_time:
        return _drawn_anew(body, name, field)


# --- what it is, by its first bytes; what it calls itself does not count ---


def kind_of(body: bytes) -> tuple[str, str]:
    """Kind and media type; ("", "") for what is not taken, ("still", "") for a phone's picture that nobody here can read."""
    if body.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (body[:4] == b"RIFF" and body[8:12] == b"WEBP"):
        return PHOTO, "image/jpeg"
    if body[4:8] == b"ftyp":
        return ("still", "") if body[8:12] in STILLS else (VOICE, "audio/mp4")
    for extension, found in _SIGNS.items():
        if found(body):
            return (PAPER if extension in ("pdf", "docx", "xlsx") else VOICE), MEDIA_TYPES[extension]
    return "", ""


def _office(body: bytes, part: bytes) -> bool:
    """Names stand uncompressed in an archive, so nothing is unpacked to look; what carries macros is not taken."""
    archive = body.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in body
    return archive and part in body and b"vbaProject" not in body


_SIGNS: dict[str, Callable[[bytes], bool]] = {
    "webm": lambda body: body.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in body[:64],
    "ogg": lambda body: body.startswith(b"OggS"),
    "wav": lambda body: body[:4] == b"RIFF" and body[8:12] == b"WAVE",
    "amr": lambda body: body.startswith(b"#!AMR"),
    # A tag, or the first frame: eleven bits set, then a layer that exists.
    "mp3": lambda body: body.startswith(b"ID3") or (body[:1] == b"\xff" and body[1:2] >= b"\xe0" and bool(body[1] & 6)),
    "pdf": lambda body: body.startswith(b"%PDF-"),
    "docx": lambda body: _office(body, b"word/document.xml"),
    "xlsx": lambda body: _office(body, b"xl/workbook.xml"),
}


def tidy_name(given: str, extension: str = "") -> str:
    """What a person called a file, as one harmless line; with `extension` it ends as what it is."""
    last = given.replace("\\", "/").rpartition("/")[2]
    plain = "".join("_" if one in '<>:"|?*%' else one for one in last if unicodedata.category(one)[0] != "C")
    stem = plain.rpartition(".")[0] if extension and "." in plain else plain
    stem = " ".join(stem.split()).strip(". ")[:NAME_LENGTH] or "file"
    return f"{stem}.{extension}" if extension else stem


# --- photos ---


def memory_needed(style: str, width: int, height: int) -> float:
    """Bytes that decoding takes, for a style such as "JPEG/progressive", "PNG/RGB" or "WEBP"."""
    return width * height * PER_PIXEL.get(style, PER_PIXEL[style.partition("/")[0]])


def _drawn_anew(body: bytes, name: str, field: str) -> SafeFile:
    try:
        # A WebP decoder sets memory aside before anybody can ask for the size.
        _bound(_webp_size(body), "WEBP", name, field)
        with Image.open(BytesIO(body), formats=("JPEG", "PNG", "WEBP")) as picture:
            _bound(picture.size, _style(picture), name, field)
            drawn = _fitted(picture)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("photo_too_many_pixels", field=field, name=name) from error
    except Exception as error:  # a broken picture can fail anywhere in a decoder, with anything
        raise Refused("file_unreadable", field=field, name=name) from error
    small = drawn.copy()
    small.thumbnail((SMALL_EDGE, SMALL_EDGE))
    return SafeFile(
        PHOTO, "image/jpeg", name, _as_jpeg(drawn), small=_as_jpeg(small), width_px=drawn.width, height_px=drawn.height
    )


def _bound(size: tuple[int, int], style: str, name: str, field: str) -> None:
    width, height = size
    too_many = width * height > MOST_PIXELS or memory_needed(style, width, height) > MOST_MEMORY
    if max(size) > LONGEST_SIDE or too_many:
        raise Refused("photo_too_many_pixels", field=field, name=name)


def _style(picture: Image.Image) -> str:
    if picture.format == "PNG":
        return f"PNG/{picture.mode}"
    progressive = picture.format != "WEBP" and bool(picture.info.get("progressive"))
    return "WEBP" if picture.format == "WEBP" else f"JPEG{'/progressive' * progressive}"


def _webp_size(body: bytes) -> tuple[int, int]:
    """Width and height from the first chunk of a WebP file; (0, 0) for other pictures."""
    if body[:4] != b"RIFF":
        return 0, 0
    match body[12:16]:
        case b"VP8X":
            return 1 + int.from_bytes(body[24:27], "little"), 1 + int.from_bytes(body[27:30], "little")
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", body, 21)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", body, 26)
            return width & 0x3FFF, height & 0x3FFF
    raise ValueError("no WebP chunk")


def _fitted(picture: Image.Image) -> Image.Image:
    """Upright, on white where it was transparent, no larger than a screen needs."""
    turn = _turn(picture)
    picture.draft("RGB", (LONG_EDGE, LONG_EDGE))  # a JPEG is read at a half or a quarter where that suffices
    whole = picture if picture.mode in ("RGB", "RGBA", "L", "CMYK") else picture.convert("RGBA")
    whole.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS)
    if whole.mode == "RGBA":
        paper = Image.new("RGB", whole.size, "white")
        paper.paste(whole, mask=whole.getchannel("A"))
        whole = paper
    plain = whole.convert("RGB")
    return plain.transpose(turn) if turn is not None else plain


def _turn(picture: Image.Image) -> Image.Transpose | None:
    try:
        return TURNS.get(picture.getexif().get(ORIENTATION, 1))
    except Exception:  # a photo with a broken note about itself is still a photo
        return None


def _as_jpeg(picture: Image.Image) -> bytes:
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())  # without what was said about the sent file
    for quality in QUALITIES:
        out = BytesIO()
        bare.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= AIM_BYTES:
            break
    return out.getvalue()


# --- how it leaves ---


def headers(kind: str, media_type: str, name: str) -> dict[str, str]:
    """A type that we chose, nothing in it runs, and only our own photos are shown in place (a player does not mind)."""
    shown = "inline" if kind == PHOTO else "attachment"
    return {
        "Content-Type": media_type if media_type in EXTENSIONS else "application/octet-stream",
        "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-cache",  # asked for anew each time: rights may have changed
    }
