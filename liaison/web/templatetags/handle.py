"""What the staff's page of a request asks for (`{% load handle %}`)."""

from collections.abc import Sequence

from django import template

from liaison.casework.queries import Dossier
from liaison.web import handle_page as page
from liaison.web.desk_today import lamp_text
from liaison.web.parts import Happening
from liaison.web.request_page import Answer

register = template.Library()
register.simple_tag(lamp_text, name="lamp_words_of")


@register.simple_tag
def handle_page(seen: Dossier, answer: Answer | None, timeline: Sequence[Happening]) -> page.HandlePage:
    contact = next((person for person in seen.contacts if person.phone), None)
    return page.handle_page(seen, answer, timeline, contact)
