"""并案: handle a request together with the one that leads, undo it, and take over the lead's answer (R-12)."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from liaison import clock
from liaison.casework import actions, inputs
from liaison.casework.desk_queries import Glance
from liaison.casework.similar import Kind, Similar, kind_of, similar_to
from liaison.rules.refusals import Refused
from liaison.speech import statuses
from liaison.speech.refusals import refusal

from . import handling, request_page, request_rows
from .forms import InputForm
from .who import signed_in


class LinkForm(InputForm):
    input_class = inputs.LinkInput
    into = forms.CharField(label=_lazy("Number of the lead request"), help_text=_lazy("For example 2020-0123."))


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, number: str) -> HttpResponse:
    account = signed_in(request)
    seen = handling.at_hand(account, number)
    if no := _barred(request, seen):
        return request_page.show(request, number, error=refusal(no), status=no.status)
    form = LinkForm(
        request.POST if request.method == "POST" else None, initial={"into": request.GET.get("into", "")[:20]}
    )
    done = (
        form.attempt(lambda given: actions.link(seen.r.pk, given, by=account, now=clock.now()))
        if form.is_bound
        else None
    )
    if done:
        duplicate = done.closed_as == "duplicate"
        said = (
            _("Closed as a duplicate. It can be undone here.")
            if duplicate
            else _("Linked. It keeps its own limit and gets its own reply.")
        )
        messages.success(request, said)
        return redirect("request-detail", number)
    page = {"form": form, "alike": alike(seen, kind_of(seen.r, account, clock.now())), **handling.about(seen)}
    return render(request, "linking/link.html", page, status=form.status)


def _barred(request: HttpRequest, seen: Glance) -> Refused | None:
    no = handling.barred(request, seen, "link")
    if no and no.code == "wrong_role" and seen.standing.held & {"specialist", "office"}:
        return Refused("linked_already" if seen.r.lead_request_id else "leads_others")
    return no


@require_POST
def unlink(request: HttpRequest, number: str) -> HttpResponse:
    account = signed_in(request)
    seen = handling.at_hand(account, number)
    try:
        actions.unlink(seen.r.pk, inputs.Nothing(), by=account, now=clock.now())
    except Refused as no:
        return request_page.show(request, number, error=refusal(no), status=no.status)
    messages.success(request, _("Undone. The request stands for itself again."))
    return redirect("request-detail", number)


# --- requests like this one, as lines


@dataclass(frozen=True)
class Line:
    """One request like this: what it is about or only that there is one, who had it, how it ended."""

    number: str
    url: str  # empty: the reader may not open it
    title: str
    about: str
    link_url: str  # empty: it cannot lead, or this reader may not link


def alike(seen: Glance, kind: Kind) -> list[Line]:
    able = "link" in seen.moves
    return [
        _line(one, _("the same enterprise") if one.same_firm else one.firm, seen.r.number if able else "")
        for one in similar_to(seen.r, seen.text, kind)
    ]


def own_lines(found: list[Similar]) -> list[Line]:
    """The firm's own, as the firm reads them."""
    return [_line(one, "", "") for one in found]


def _line(one: Similar, firm: str, number: str) -> Line:
    """`number` is the request that may be linked to this one; empty: none may."""
    title = request_rows.headline(one.text) if one.seen else _("A request of another enterprise")
    link_url = f"{reverse('link', args=[number])}?into={one.number}" if number and one.leads else ""
    url = reverse("request-detail", args=[one.number]) if one.seen else ""
    return Line(one.number, url, title, _about(one, firm), link_url)


def _about(one: Similar, firm: str) -> str:
    """江岭精铸 · 市政管护科 · 已解决 · 4 天."""
    ended = (
        statuses.outcome_word(one.outcome) or statuses.closed_as_word(one.closed_as) or statuses.status_word(one.status)
    )
    days = ngettext("{n} day", "{n} days", one.days).format(n=one.days) if one.days is not None else ""
    return " · ".join(part for part in (firm, one.department, ended, days) if part)
