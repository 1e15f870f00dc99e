"""Photos, voice and papers beside the words of a form: a form class, and how files come in bounded."""

from collections.abc import Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _lazy

from liaison.casework import files
from liaison.casework.files import PAPER, PHOTO, VOICE, SafeFile
from liaison.rules.refusals import Refused
from liaison.speech.refusals import refusal

from .forms import InputForm

LARGEST_BODY = 40 * 1024 * 1024  # bytes of all files of one act together; what is more is answered 413
# Of each file; a larger one waits in a nameless temporary file, of which a killed process leaves nothing.
IN_MEMORY = 1024 * 1024

FIELDS = {PHOTO: "photos", VOICE: "voice", PAPER: "papers"}
LABELS = {PHOTO: _lazy("Photos"), VOICE: _lazy("A voice note"), PAPER: _lazy("Papers")}
ICONS = {PHOTO: "camera", VOICE: "mic", PAPER: "doc"}
# Without `capture`: the album is offered beside the camera.
ACCEPTED = {
    PHOTO: "image/*",
    VOICE: "audio/*",
    PAPER: ",".join(f".{files.EXTENSIONS[one]}" for one in files.EXTENSIONS if one.startswith("application/")),
}


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Only carries what was chosen; `files.accept` judges it."""

    def __init__(self, kind: str) -> None:
        chooser = FilesInput(attrs={"accept": ACCEPTED[kind], "multiple": kind != VOICE})
        super().__init__(label=LABELS[kind], required=False, widget=chooser)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [one for one in data or [] if one is not None]


@dataclass(frozen=True)
class Slot:
    """One place to put files, as `parts/_attach.html` draws it."""

    kind: str
    icon: str
    field: BoundField


class FilesForm(InputForm):
    """A form that takes files beside its words. Once it is valid `safe` is what became of them.

    Its page: enctype="multipart/form-data", request.FILES given to the form, and {% include "parts/_attach.html" with form=form only %}.
    """

    file_kinds: ClassVar[Sequence[str]] = (PHOTO, PAPER)
    most_files: ClassVar[int] = files.MOST

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.safe: list[SafeFile] = []
        for kind in self.file_kinds:
            self.fields[FIELDS[kind]] = FilesField(kind)

    @property
    def slots(self) -> list[Slot]:
        return [Slot(kind, ICONS[kind], self[FIELDS[kind]]) for kind in self.file_kinds]

    @property
    def must_choose_again(self) -> bool:
        """No browser lets a page fill in files: what was chosen has to be chosen again when a form comes back."""
        return bool(self.files)

    @property
    def digests(self) -> list[str]:
        """What tells two sets of files apart, for keys against sending twice."""
        return [one.sha256 for one in self.safe]

    def values(self) -> dict[str, Any]:
        carried = set(FIELDS.values())
        return {name: value for name, value in super().values().items() if name not in carried}

    def _post_clean(self) -> None:
        super()._post_clean()
        left = self.most_files
        for kind in self.file_kinds:
            sent = [as_sent(one) for one in self.cleaned_data.get(FIELDS[kind], [])]
            try:
                self.safe += files.accept(sent, kinds={kind}, most=self.most_files, left=left, field=FIELDS[kind])
            except Refused as no:
                self._say(FIELDS[kind], refusal(no))
            left -= len(sent)


def as_sent(upload: UploadedFile) -> files.Sent:
    return files.Sent(upload.name or "", upload.size or 0, upload.read)


class Bounded(FileUploadHandler):
    """Takes what comes in up to the bounds and throws the rest away: neither memory nor disk fills with what is refused anyway."""

    file: SpooledTemporaryFile[bytes]

    def handle_raw_input(self, input_data: Any, meta: Any, content_length: int, *about: Any) -> None:
        if content_length > LARGEST_BODY:
            raise RequestDataTooBig

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with the request

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= files.LARGEST_BYTES:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.file.seek(0)
        return UploadedFile(self.file, self.file_name, self.content_type, file_size, self.charset)
