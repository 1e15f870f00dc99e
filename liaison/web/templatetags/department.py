"""What a department's page of a request shows beside what every page shows (`{% load department %}`)."""

from dataclasses import dataclass

from django import template
from django.utils.translation import gettext as _

from liaison.casework.moves import own_summons
from liaison.casework.queries import Dossier
from liaison.rules.lifecycle import AWAITING_REPLY, OPEN_SUMMONS, SummonsStatus
from liaison.speech import statuses
from liaison.web.handle_page import summons_state
from liaison.web.replies import ReplyForm, Slip, plan_hint, slip

register = template.Library()


@dataclass(frozen=True)
class DepartmentPage:
    """Its own summons, and the reply form when a reply is owed."""

    slip: Slip | None
    what: str  # what the department owes, as a headline
    part: str
    state: str
    open: bool
    form: ReplyForm | None
    plan_hint: str


@register.simple_tag
def department_page(seen: Dossier) -> DepartmentPage:
    own = own_summons(seen.summonses, seen.standing)
    if own is None:
        return DepartmentPage(None, "", "", "", False, None, "")
    replies = "reply" in seen.moves and own.status == SummonsStatus.REPORTED_IN
    return DepartmentPage(
        slip(seen, own), _what(own.status, planned="conclude" in seen.moves), statuses.part_word(own.part),
        summons_state(own), own.status in OPEN_SUMMONS, ReplyForm() if replies else None,
        plan_hint(seen.policy) if replies else "",
    )  # fmt: skip


def _what(status: str, *, planned: bool) -> str:
    if status in AWAITING_REPLY:
        return _("Your department replies to the enterprise")
    if status == SummonsStatus.DECLINING:
        return _("The office decides on your decline")
    return _("Your department gets it done") if planned else _("Nothing is asked of your department now")
