"""What a department takes part in without leading it: a page beside its desk."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liaison import clock
from liaison.casework import joined
from liaison.casework.models import ServiceRequest, Summons
from liaison.registry.access import acts_for_department
from liaison.registry.policy import Policy, policy
from liaison.rules import deadlines, lamps
from liaison.speech import dates
from liaison.speech.lists import listed

from . import request_rows
from .parts import RequestRow
from .who import signed_in


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    if not acts_for_department(account):
        raise PermissionDenied
    in_force = policy(account.zone, clock.now())
    found = joined.joined(account)
    return render(request, "desk/joined.html", {
        "sittings": [_row(one.r, _sitting(one, in_force), in_force) for one in found.sittings],
        "claims": [_row(one.service_request, _claim(one, in_force), in_force) for one in found.claims],
    })  # fmt: skip


def _row(r: ServiceRequest, step: str, in_force: Policy) -> RequestRow:
    return RequestRow(
        number=r.number, title=r.enterprise.short_name, detail=request_rows.headline(r.text.text if r.text else ""),
        lamp=lamps.lamp_of(r.status, r.lamp_due_at, in_force.horizon), step=step, url=reverse("request-detail", args=[r.number]),
    )  # fmt: skip


def _sitting(one: joined.Sitting, in_force: Policy) -> str:
    """市政管护科牵头，9月29日 14:00 在三楼会议室。您的分工：出开挖许可，10月20日前."""
    held, today = one.held, deadlines.day_of(in_force.now)
    lead = held.summons.department.name
    if held.meets_at and held.meets_at > in_force.now and not held.met_at:
        said = _("{lead} leads; meets on {when}, {place}").format(
            lead=lead, when=dates.deadline(held.meets_at, in_force.now), place=held.place
        )
    else:
        said = _("{lead} leads").format(lead=lead)
    if not one.duties:
        return said
    duties = listed(
        _("{what}, by {day}").format(what=duty.what.text if duty.what else "", day=dates.day(duty.due_on, today))
        for duty in one.duties
    )
    return _("{said}. Yours to do: {duties}").format(said=said, duties=duties)


def _claim(one: Summons, in_force: Policy) -> str:
    who = one.clerk.name if one.clerk else ""
    due = one.service_request.lamp_due_at
    if due is None:
        return _("Joined by {who}; nobody leads yet").format(who=who)
    return _("Joined by {who}; to be done by {when}").format(who=who, when=dates.deadline(due, in_force.now))
