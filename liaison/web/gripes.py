"""吐槽大会: the sessions of the zone, the list of one on a phone, the console of whoever runs it, and its minutes (R-31…R-35)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liaison import clock
from liaison.casework import actions, gripes, groups
from liaison.casework.inputs import ItemInput, Nothing, SessionInput, SpeakingInput
from liaison.casework.models import ChatGroup, GripeSession
from liaison.registry.access import acts_for_department, acts_for_enterprise
from liaison.registry.models import Account, Enterprise
from liaison.registry.policy import policy
from liaison.rules.gripes import split_line
from liaison.rules.refusals import Refused
from liaison.speech import dates
from liaison.speech.lists import listed
from liaison.speech.refusals import refusal

from . import gripe_board, gripe_page
from .forms import InputForm
from .who import signed_in


class PlanForm(InputForm):
    input_class = SessionInput
    title = forms.CharField(label=_lazy("Name of the session"))
    starts_at = forms.CharField(label=_lazy("Begins"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    place = forms.CharField(label=_lazy("Place"))
    claim_days = forms.CharField(
        label=_lazy("Working days for a claim"), widget=forms.NumberInput(attrs={"min": 1, "max": 60, "inputmode": "numeric"}),
    )  # fmt: skip


class ItemForm(InputForm):
    """One line of a firm's own; or, typed by the host, a line that begins with the firm."""

    input_class = ItemInput
    given: ItemInput
    text = forms.CharField(label=_lazy("What is the trouble?"), widget=forms.Textarea(attrs={"rows": 3}))
    enterprise = forms.CharField(required=False)


class ConsoleForm(InputForm):
    """One line and Enter: the firm's number, initials or name, a space, and what it says."""

    input_class = ItemInput
    given: ItemInput
    text = forms.CharField(
        label=_lazy("Firm, then what it says"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "maxlength": 5000}),
    )
    enterprise = forms.CharField(label=_lazy("Which firm?"), widget=forms.RadioSelect)

    def __init__(self, host: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.host, self.meant, self.unclear = host, list[Enterprise](), False

    def values(self) -> dict[str, Any]:
        """The firm is the one that was picked, or the one that the line begins with."""
        line, picked = self.cleaned_data["text"], self.cleaned_data["enterprise"]
        words, said = split_line(line)
        self.meant = gripes.firms_meant(self.host, words) if words else []
        if not picked and len(self.meant) == 1:
            picked = self.meant[0].code
        self.unclear = bool(said) and not picked
        self.fields["enterprise"].widget.choices = [(one.code, f"{one.name} {one.code}") for one in self.meant]
        return {name: value for name, value in (("text", said), ("enterprise", picked)) if value}


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    account, now = _member(request), clock.now()
    form = PlanForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        planned = form.attempt(lambda given: actions.plan_session(given, by=account, now=now))
        if planned is not None:
            messages.success(request, _("“{title}” is planned.").format(title=planned.title))
            return redirect("gripe-session", planned.pk)
    found = gripes.calendar(account, now)
    default = policy(account.zone, now).days("claim_days")
    missed = listed(
        f"{dates.month(one)} {one.year}" if one.year != now.year else dates.month(one) for one in found.missed
    )
    return render(request, "gripes/list.html", {
        "sessions": [(one, dates.deadline(one.starts_at, now)) for one in found.sessions], "missed": missed,
        "months": len(found.missed), "form": form, "is_host": gripes.is_host(account), "default_days": default,
        "group_url": _group_url(account),
    }, status=form.status)  # fmt: skip


def _group_url(account: Account) -> str:
    """The group in which the session is held, for who sits in it."""
    return reverse("group", args=[ChatGroup.LIAISON]) if groups.sits_in(account, ChatGroup.LIAISON) else ""


def _member(request: HttpRequest) -> Account:
    account = signed_in(request)
    if not gripes.is_member(account):
        raise Http404
    return account


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return show(request, gripes.session_for(signed_in(request), pk))


def show(
    request: HttpRequest, session: GripeSession, form: InputForm | None = None, *, error: str = "", status: int = 200
) -> HttpResponse:
    """The list with what this person may do beside it."""
    account, now = signed_in(request), clock.now()
    is_host, firm = gripes.is_host(account), acts_for_enterprise(account)
    taking = session.state != GripeSession.CLOSED and (is_host or firm)
    drawn = gripe_page.shown(session, gripes.delivery(session), now, account.enterprise_id if firm else None)
    page = {
        **drawn, "may_too": firm, "mine": gripe_page.keys(drawn["lines"], "said_too"), "own": gripe_page.keys(drawn["lines"], "own"),
        "live_url": gripe_board.state_url(session),
        "form": form or (ConsoleForm(account) if is_host else ItemForm()) if taking else None, "is_host": is_host, "firm": firm,
        "may_claim": acts_for_department(account), "may_host": is_host, "csrf": get_token(request), "refusal": error,
        "planned": session.state == GripeSession.PLANNED, "group_url": _group_url(account),
    }  # fmt: skip
    return render(request, "gripes/session.html", page, status=form.status if form else status)


@require_POST
def item(request: HttpRequest, pk: int) -> HttpResponse:
    account, now = signed_in(request), clock.now()
    session = gripes.session_for(account, pk)
    form = ConsoleForm(account, request.POST) if gripes.is_host(account) else ItemForm(request.POST)
    made = form.attempt(lambda given: actions.add_item(pk, given, by=account, now=now))
    if made is None:
        return show(request, session, form)
    messages.success(request, _("Taken down, no. {number}. Everybody reads it.").format(number=made.number))
    return redirect("gripe-session", pk)


@require_POST
def me_too(request: HttpRequest, pk: int) -> HttpResponse:
    """我也是, or taken back: the same button (N6)."""
    account = signed_in(request)
    gripe = gripes.item(account, pk)
    said = actions.me_too if request.POST.get("said") == "1" else actions.not_me_too
    try:
        said(pk, Nothing(), by=account, now=clock.now())
    except Refused as no:
        return show(request, gripe.session, error=refusal(no), status=no.status)
    return redirect(reverse("gripe-session", args=[gripe.session_id]) + f"#item-{pk}")


@require_POST
def open_session(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, lambda by: actions.open_session(pk, Nothing(), by=by, now=clock.now()))


@require_POST
def close_session(request: HttpRequest, pk: int) -> HttpResponse:
    to = reverse("gripe-minutes", args=[pk])
    return _done(request, pk, lambda by: actions.close_session(pk, Nothing(), by=by, now=clock.now()), to=to)


@require_POST
def speaking(request: HttpRequest, pk: int) -> HttpResponse:
    given = request.POST.get("item", "")
    chosen = SpeakingInput(item=int(given) if given.isascii() and given.isdigit() and 0 < len(given) < 16 else None)
    return _done(request, pk, lambda by: actions.speaking(pk, chosen, by=by, now=clock.now()))


def _done(request: HttpRequest, pk: int, act: Callable[[Account], object], to: str = "") -> HttpResponse:
    account = signed_in(request)
    session = gripes.session_for(account, pk)
    try:
        act(account)
    except Refused as no:
        return show(request, session, error=refusal(no), status=no.status)
    return redirect(to or reverse("gripe-session", args=[pk]))


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """纪要: who brought up what, who claimed it and by when; written by nobody. The ledger has the same items with their way since."""
    session = gripes.session_for(signed_in(request), pk)
    shown = gripe_page.shown(session, gripes.delivery(session), clock.now())
    said = {
        "opened": dates.stamp(session.opened_at) if session.opened_at else "",
        "closed_at": dates.stamp(session.closed_at) if session.closed_at else "",
        "ledger_url": f"{reverse('ledger')}?session={session.pk}",
    }
    return render(request, "gripes/minutes.html", {**shown, **said})
