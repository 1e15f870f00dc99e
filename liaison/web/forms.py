"""Forms whose bounds are those of the input classes: the same shape for screens and API, said once."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from django import forms
from django.utils.translation import gettext as _
from pydantic import ValidationError

from liaison.registry.inputs import Input
from liaison.rules.refusals import Refused
from liaison.speech.refusals import refusal
from liaison.speech.shapes import field_word, shape_errors

Done = TypeVar("Done")


class InputForm(forms.Form):
    """Fields only carry what was typed; `input_class` judges it. `status` is the HTTP status to render the page with."""

    input_class: ClassVar[type[Input]]
    given: Input
    status = 200

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False  # what is needed is the input's to say

    def values(self) -> dict[str, Any]:
        """What goes into the input: everything typed; an untouched field is left to the input's default."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}

    def _post_clean(self) -> None:
        if self.errors:
            return
        try:
            self.given = self.input_class.model_validate(self.values())
        except ValidationError as error:
            for found in shape_errors(error):
                field = found.field.split(".")[0]
                self._say(field, self._missing(field) if found.code == "missing" else found.sentence)

    def _missing(self, field: str) -> str:
        """The field is called as on the screen, not as in the API."""
        label = self.fields[field].label if field in self.fields else field_word(field)
        return _('Please fill in "{field}".').format(field=label)

    def attempt(self, run: Callable[[Any], Done]) -> Done | None:
        """Run an action with what was typed; a refusal becomes a sentence at its field, the typed text stays."""
        if not self.is_valid():
            self.status = 422
            return None
        try:
            return run(self.given)
        except Refused as no:
            self.status = no.status
            for field in no.fields or (None,):
                self._say(field, refusal(no))
            return None

    def _say(self, field: str | None, sentence: str) -> None:
        self.add_error(field if field in self.fields else None, sentence)
