"""Attached files as pages show them."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from liaison.casework import files, queries
from liaison.casework.files import PHOTO
from liaison.record.reading import Happening
from liaison.speech.files import kind_word

from .parts import File

SMALL = "small.jpg"  # the address of a photo's small picture ends so


def shown(one: Happening) -> list[File]:
    """The files of one entry."""
    return [_shown(file) for file in queries.attached(one)]


def _shown(file: queries.Attached) -> File:
    size, extension = filesizeformat(file.size_bytes), files.EXTENSIONS[file.media_type]
    called = file.name or kind_word(file.kind)
    return File(
        file.kind, url=reverse("attachment", args=[file.pk, f"{file.kind}.{extension}"]), media_type=file.media_type,
        small_url=reverse("attachment", args=[file.pk, SMALL]) if file.kind == PHOTO else "",
        words=called if file.kind == PHOTO else f"{called} · {size}", internal=file.internal,
    )  # fmt: skip
