"""常用语 under a text field (`{% load phrases %}{% phrases_for field %}`)."""

from typing import Any

from django import template
from django.forms import BoundField

from liaison.registry import phrases
from liaison.registry.models import Account

register = template.Library()


@register.inclusion_tag("parts/_phrases.html", takes_context=True)
def phrases_for(context: template.Context, field: BoundField | str) -> dict[str, Any]:
    """The reader's phrases, to be copied, or by script put in where the cursor stands; nothing for a firm's people.

    `field` is the form's field or the id of the text area.
    """
    # A partial that is included with `only` has no user in its context, but its request still.
    request = getattr(context, "request", None)
    reader = getattr(request, "user", None)
    staff = isinstance(reader, Account) and reader.enterprise_id is None
    target = field.id_for_label if isinstance(field, BoundField) else field
    return {"phrases": phrases.at_hand(reader) if isinstance(reader, Account) else [], "target": target, "staff": staff}
