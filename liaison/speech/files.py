"""Words for what people attach."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext_lazy

from .lists import listed

KINDS = {"photo": _lazy("Photo"), "voice": _lazy("Voice note"), "paper": _lazy("Paper")}
TAKEN = {
    "photo": _lazy("photos (JPEG, PNG, WebP)"),
    "voice": _lazy("voice (MP3, M4A, WebM, Ogg, WAV, AMR)"),
    "paper": _lazy("papers (PDF, Word .docx, Excel .xlsx)"),
}
COUNTED = {
    "photo": ngettext_lazy("%(n)s photo", "%(n)s photos", "n"),
    "voice": ngettext_lazy("%(n)s voice note", "%(n)s voice notes", "n"),
    "paper": ngettext_lazy("%(n)s paper", "%(n)s papers", "n"),
}


def kind_word(kind: str) -> str:
    return str(KINDS[kind])


def taken(kinds: Iterable[str]) -> str:
    """What may be sent: 照片（JPEG、PNG、WebP）."""
    return listed(str(TAKEN[kind]) for kind in kinds)


def counted(kinds: Iterable[str]) -> str:
    """2 张照片、1 段语音."""
    all_kinds = list(kinds)
    return listed(str(COUNTED[kind] % {"n": all_kinds.count(kind)}) for kind in COUNTED if kind in all_kinds)
