"""What the staff's page of a request asks for (`{% load handle %}`)."""

from collections.abc import Sequence

from django import template

from liaison.casework.queries import Dossier
from liaison.web import handle_page as page
from liaison.web.desk_today import lamp_text
from liaison.web.handling import NoteForm
from liaison.web.parts import Happening, Person
from liaison.web.request_page import Answer

register = template.Library()
register.simple_tag(lamp_text, name="lamp_words_of")


@register.simple_tag
def handle_page(seen: Dossier, answer: Answer | None, timeline: Sequence[Happening]) -> page.HandlePage:
    contact = next((Person(one.name, "", one.phone) for one in seen.contacts if one.phone), None)
    if seen.caller and not seen.r.verified:  # the call that verifies goes to whoever scanned
        contact = Person(seen.caller[0], "", seen.caller[1])
    return page.handle_page(seen, answer, timeline, contact)


@register.simple_tag
def blank_note() -> NoteForm:
    """The form of an internal note, before anything is typed."""
    return NoteForm(auto_id="note_%s")
