"""The list of requests, a request's page, and what a firm does with its own: ask, nudge, confirm, send back, withdraw."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liaison import clock
from liaison.casework import actions, desk_queries, queries
from liaison.casework.filters import Filters, filtered
from liaison.casework.inputs import MessageInput, Nothing, ReasonInput, TextInput
from liaison.casework.models import ServiceRequest
from liaison.casework.search import words_of
from liaison.registry.access import acts_for_enterprise
from liaison.registry.models import Account
from liaison.registry.policy import Policy, policy
from liaison.rules.lifecycle import UNANSWERED, Status
from liaison.rules.refusals import Refused
from liaison.speech.refusals import refusal

from . import firm_words, hits, request_page, request_rows
from .forms import InputForm
from .parts import RequestRow
from .who import signed_in

# The list's filters, one chip each: a status (several codes) or a lamp.
STATUS_FILTERS = {
    "running": ",".join(sorted(UNANSWERED)),
    "answered": Status.ANSWERED,
    "closed": f"{Status.CLOSED},{Status.OUT_OF_SCOPE},{Status.WITHDRAWN}",
}
LAMP_FILTERS = ("overdue", "due_soon")
SEARCH_LENGTH = 60
KEY_DIGITS = 15


# --- the list ---


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    in_force = policy(signed_in(request).zone, clock.now())
    rows, newer, older = _rows(request, asked, in_force)
    return render(request, "requests/list.html", {
        "rows": [_dressed(row, signed_in(request), words_of(asked["q"])) for row in rows], "asked": asked, "chips": _chips(asked),
        "newer_url": newer, "older_url": older, "own": acts_for_enterprise(signed_in(request)),
        "narrowed": bool(asked["q"] or asked["show"]),
        "hits": filtered(signed_in(request), _filters(asked), in_force).count() if asked["q"] else None,
    })  # fmt: skip


def _dressed(row: queries.Row, reader: Account, words: Sequence[str]) -> RequestRow:
    """A line of the list, with what was searched for marked in it."""
    if acts_for_enterprise(reader):
        line = request_rows.for_enterprise(row, reader)
        return replace(line, title=hits.snippet(row.text, words)) if words else line
    line = request_rows.for_staff(row, reader)
    return replace(line, title=hits.marked(line.title, words), detail=hits.snippet(row.text, words)) if words else line


def _asked(request: HttpRequest) -> dict[str, str]:
    show = request.GET.get("show", "")
    return {
        "q": request.GET.get("q", "").replace("\x00", "").strip()[:SEARCH_LENGTH],
        "show": show if show in STATUS_FILTERS or show in LAMP_FILTERS else "",
    }


def _rows(request: HttpRequest, asked: dict[str, str], in_force: Policy) -> tuple[list[queries.Row], str, str]:
    """The page that was asked for, and the addresses of the pages beside it."""
    filters = _filters(asked)
    before, after = _key(request, "before"), _key(request, "after")
    if before is not None:
        page = desk_queries.rows_before(signed_in(request), filters, in_force, before)
        rows, is_newer, is_older = page.rows[::-1], page.next is not None, True
    else:
        page = queries.rows(signed_in(request), filters, in_force, after=after)
        rows, is_newer, is_older = page.rows, after is not None, page.next is not None
    newer = _address(asked, before=rows[0].r.pk) if rows and is_newer else ""
    older = _address(asked, after=rows[-1].r.pk) if rows and is_older else ""
    return rows, newer, older


def _filters(asked: dict[str, str]) -> Filters:
    lamp = asked["show"] if asked["show"] in LAMP_FILTERS else ""
    return Filters(status=STATUS_FILTERS.get(asked["show"], ""), lamp=lamp, q=asked["q"])


def _key(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= KEY_DIGITS else None


def _address(asked: dict[str, str], **more: object) -> str:
    given = urlencode({name: value for name, value in {**asked, **more}.items() if value})
    return f"{reverse('requests')}?{given}" if given else reverse("requests")


def _chips(asked: dict[str, str]) -> list[tuple[str, str, bool]]:
    words = {
        "": _("All"), "running": _("In progress"), "answered": _("To be confirmed"), "overdue": _("Overdue"),
        "due_soon": _("Due soon"), "closed": _("Closed"),
    }  # fmt: skip
    return [(word, _address({**asked, "show": code}), asked["show"] == code) for code, word in words.items()]


# --- a request ---


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    return request_page.show(request, number)


@require_POST
def nudge(request: HttpRequest, number: str) -> HttpResponse:
    seen = queries.dossier(signed_in(request), number, now=clock.now())
    try:
        actions.nudge(seen.r.pk, Nothing(), by=signed_in(request), now=clock.now())
    except Refused as no:
        return request_page.show(request, number, error=refusal(no), status=no.status)
    messages.success(request, _("They have been nudged and will tell you how it goes."))
    return redirect("request-detail", number)


# --- what the firm says about it: a page (a sheet with script) that tells what will happen, then does it ---


class WordsForm(InputForm):
    """Words that go with an act; whether they are needed, the act's input says."""

    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}))


class OptionalWords(WordsForm):
    input_class = TextInput


class NeededWords(WordsForm):
    input_class = ReasonInput


class Message(WordsForm):
    input_class = MessageInput


@dataclass(frozen=True)
class Act:
    name: str  # of the route
    moves: frozenset[str]  # any of these lets the reader do it
    form: type[WordsForm]
    do: Callable[..., ServiceRequest]
    words: Callable[[queries.Dossier], firm_words.Words]


CONFIRM = Act("confirm", frozenset({"confirm"}), OptionalWords, actions.confirm, firm_words.confirm)
DISPUTE = Act("dispute", frozenset({"dispute", "contest", "reopen"}), NeededWords, actions.dispute, firm_words.dispute)
REOPEN = Act("reopen", frozenset({"reopen"}), NeededWords, actions.reopen, firm_words.reopen)
WITHDRAW = Act("withdraw", frozenset({"withdraw"}), OptionalWords, actions.withdraw, firm_words.withdraw)
MESSAGE = Act("message", frozenset({"message"}), Message, actions.message, firm_words.message)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, CONFIRM)


@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, DISPUTE)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, REOPEN)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, WITHDRAW)


@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, MESSAGE)


def _act(request: HttpRequest, number: str, act: Act) -> HttpResponse:
    seen = queries.dossier(signed_in(request), number, now=clock.now())
    if request.method != "POST" and not act.moves & set(seen.moves):
        # An old link to what is no longer possible leads to the page that says how things stand.
        return redirect("request-detail", number)
    words = act.words(seen)
    form = act.form(request.POST if request.method == "POST" else None)
    form.fields["text"].label = words.ask
    if request.method == "POST":
        done = form.attempt(lambda given: act.do(seen.r.pk, given, by=signed_in(request), now=clock.now()))
        if done is not None:
            messages.success(request, words.done)
            return redirect("request-detail", number)
    return _act_page(request, seen, act, words, form)


def _act_page(
    request: HttpRequest, seen: queries.Dossier, act: Act, words: firm_words.Words, form: WordsForm
) -> HttpResponse:
    # Nothing is wrong with the words when it is too late for them, or not this person's to say.
    too_late = form.status in (403, 409)
    return render(request, "requests/act.html", {
        "number": seen.r.number, "title": request_rows.headline(seen.text), "words": words, "form": form,
        "refusal": " ".join(str(error) for error in form.non_field_errors()) if too_late else "", "faulty": "" if too_late else form,
        "optional": act.form is OptionalWords, "act_url": reverse(act.name, args=[seen.r.number]),
        "back_url": reverse("request-detail", args=[seen.r.number]),
    }, status=form.status)  # fmt: skip
