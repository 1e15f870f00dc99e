"""Files as people and attackers send them, made small and on the spot."""

import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

from PIL import Image

from liaison.casework.files import SafeFile, Sent, accept

GPS_IFD, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F
WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + b"\0" * 64
PDF = b"%PDF-1.4\n%%EOF"


def photo(
    style: str = "JPEG", size: tuple[int, int] = (40, 30), mode: str = "RGB", *, turned: int = 1, where: bool = False
) -> bytes:
    """A picture, red on its left half and blue on its right; `where`: it says where it was taken."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[ORIENTATION] = turned
    if where:
        exif[MAKE] = "SECRET-PHONE"
        exif.get_ifd(GPS_IFD).update({1: "N", 2: (29.0, 30.0, 12.5), 3: "E", 4: (106.0, 33.0, 1.5)})
    out = BytesIO()
    picture.convert(mode).save(out, style, exif=exif)
    return out.getvalue()


def claiming(style: str, width: int, height: int) -> bytes:
    """A few bytes that say they are a huge picture."""
    if style == "PNG":
        header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
            for kind, body in chunks
        )
    if style == "WEBP":
        sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        chunk = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + sides
        return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk
    small = bytearray(photo("JPEG"))
    at = small.index(b"\xff\xc0") + 5  # the frame's height and width
    small[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(small)


def archive(*names: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "<x/>")
    return out.getvalue()


def sent(body: bytes, name: str = "现场.jpg") -> Sent:
    return Sent(name, len(body), lambda: body)


def safe(body: bytes | None = None, name: str = "现场.jpg") -> SafeFile:
    return accept([sent(photo() if body is None else body, name)])[0]


def opened(body: bytes) -> Image.Image:
    return Image.open(BytesIO(body))
