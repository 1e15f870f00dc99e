"""政企交流群: what was said, who is in, and a message that becomes a request in one tap (R-30)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liaison import clock
from liaison.casework import groups as read
from liaison.casework.actions import grouping
from liaison.casework.desk_queries import categories_of
from liaison.casework.inputs import FromPostInput, MemberInput, NotedInput, PastedInput, ReasonInput
from liaison.casework.keyset import Key
from liaison.casework.models import ChatGroup, Membership
from liaison.registry.access import acts_for_enterprise, visible_enterprises
from liaison.registry.models import Account, Enterprise, in_language
from liaison.rules.masking import masked
from liaison.rules.pasted_chat import parse
from liaison.rules.refusals import Refused
from liaison.speech import statuses

from .forms import InputForm
from .who import signed_in

WHY = {
    "no_author": _lazy("It belongs to nobody: no name and time above it."),
    "no_words": _lazy("A name and a time without words below."),
    "no_such_time": _lazy("There is no such day or time."),
    "in_future": _lazy("This time is still to come."),
    "too_long": _lazy("More than 5000 characters."),
}


def _words(label: Any, rows: int, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}))


# --- the groups, and one of them ---


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Most people sit in one group and come straight to it."""
    seats = read.seats(signed_in(request))
    if not seats:
        raise Http404
    if len(seats) == 1:
        return redirect("group", seats[0].group.kind)
    found = [(_name(one.group), one.group.kind, statuses.chat_role_word(one.role)) for one in seats]
    return render(request, "groups/list.html", {"groups": found})


@require_safe
def group(request: HttpRequest, kind: str) -> HttpResponse:
    return _page(request, read.seat(signed_in(request), kind))


def _page(request: HttpRequest, here: read.Seat, *, error: str | None = None, status: int = 200) -> HttpResponse:
    account = signed_in(request)
    shown, following = read.messages(account, here, Key.read(request.GET.get("after", "")))
    firms = read.firms_raised_for(account)
    return render(request, "groups/group.html", {
        "name": _name(here.group), "here": here, "messages_shown": [(one, _may_raise(account, one, firms)) for one in shown],
        "older_url": f"{reverse('group', args=[here.group.kind])}?after={following}" if following else "", "refusal": error,
    }, status=status)  # fmt: skip


def _name(group: ChatGroup) -> str:
    return in_language(group.name_zh, group.name_en)


def _may_raise(account: Account, one: read.Message, firms: Collection[int] | None) -> bool:
    """Where a tap would do something: not yet a request, and for a firm of this reader's. The action judges again."""
    if one.number or one.post.hidden_at:
        return False
    if acts_for_enterprise(account):
        return one.post.enterprise_id == account.enterprise_id
    return firms is None or (one.post.enterprise_id in firms if one.post.enterprise_id else bool(firms))


# --- members ---


class MemberForm(InputForm):
    input_class = MemberInput
    login = forms.CharField(label=_lazy("Login"), help_text=_lazy("Of somebody with an account here."))
    called = forms.CharField(label=_lazy("Or a name"), help_text=_lazy("Of somebody without an account: named only."))
    enterprise = forms.CharField(label=_lazy("Firm's code"), help_text=_lazy("With a name only, such as E0001."))


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, kind: str) -> HttpResponse:
    account = signed_in(request)
    here = read.seat(account, kind)
    form = MemberForm(request.POST if request.method == "POST" else None, auto_id="member_%s")
    done = (
        form.attempt(lambda given: grouping.add_member(kind, given, by=account, now=clock.now()))
        if form.is_bound
        else None
    )
    if done:
        messages.success(request, _("Added to the group."))
        return redirect("group-members", kind)
    return _members(request, here, form)


def _members(request: HttpRequest, here: read.Seat, form: MemberForm) -> HttpResponse:
    return render(request, "groups/members.html", {
        "name": _name(here.group), "here": here, "form": form, "members": [_member(one) for one in read.members(here)],
        "by_post": read.by_post(here),
    }, status=form.status)  # fmt: skip


def _member(one: Membership) -> dict[str, Any]:
    firm = one.account.enterprise if one.account else one.enterprise
    department = one.account.department if one.account else None
    place = firm.short_name if firm else department.name if department else ""
    named = "" if one.account else _("no account")
    words = [statuses.chat_role_word(one.role), place, named]
    return {
        "pk": one.pk,
        "name": one.account.name if one.account else one.called,
        "words": " · ".join(word for word in words if word),
    }


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    account = signed_in(request)
    try:
        left = grouping.remove_member(pk, by=account, now=clock.now())
    except Refused as no:
        raise PermissionDenied from no
    messages.success(request, _("Taken out of the group."))
    return redirect("group-members", left.kind)


# --- what was said comes in ---


class NotedForm(InputForm):
    input_class = NotedInput
    login = forms.ChoiceField(label=_lazy("Who said it"))
    called = forms.CharField(label=_lazy("Or the name in the messenger"))
    enterprise = forms.CharField(label=_lazy("Firm's code"), help_text=_lazy("With a name only, such as E0001."))
    said_at = forms.CharField(
        label=_lazy("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_lazy("Left empty: now."),
    )
    text = _words(_lazy("In the author's own words"), 4)

    def __init__(self, here: read.Seat, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="noted_%s", **kwargs)
        people = [(one.account.login, one.account.name) for one in read.members(here) if one.account]
        self.fields["login"].choices = [("", "—"), *people]  # type: ignore[attr-defined]


class PastedForm(InputForm):
    input_class = PastedInput
    given: PastedInput
    text = _words(
        _lazy("Pasted chat"), 10, _lazy("Select messages in WeChat or WeCom, copy them, and paste them here. Twice adds nothing twice.")
    )  # fmt: skip


def _seat_to_bring_in(request: HttpRequest, kind: str) -> read.Seat:
    here = read.seat(signed_in(request), kind)
    if not here.brings_in:
        raise PermissionDenied
    return here


@require_http_methods(["GET", "HEAD", "POST"])
def note_down(request: HttpRequest, kind: str) -> HttpResponse:
    here, account = _seat_to_bring_in(request, kind), signed_in(request)
    form = NotedForm(here, request.POST if request.method == "POST" else None)
    done = (
        form.attempt(lambda given: grouping.note_down(kind, given, by=account, now=clock.now()))
        if form.is_bound
        else None
    )
    if done:
        messages.success(request, _("Noted down."))
        return redirect("group", kind)
    return render(
        request, "groups/note.html", {"name": _name(here.group), "kind": kind, "form": form}, status=form.status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest, kind: str) -> HttpResponse:
    """First shown as it would be read, line by line; the second tap adds it."""
    here, account, now = _seat_to_bring_in(request, kind), signed_in(request), clock.now()
    form = PastedForm(request.POST if request.method == "POST" else None, auto_id="pasted_%s")
    if form.is_bound and "add" in request.POST:
        done = form.attempt(lambda given: grouping.paste(kind, given, by=account, now=now))
        if done:
            messages.success(request, _added(done))
            return redirect("group", kind)
    seen = parse(form.given.text, now) if form.is_bound and form.is_valid() else None
    return render(request, "groups/paste.html", {
        "name": _name(here.group), "kind": kind, "form": form, "said": _said(here, seen.said) if seen else [],
        "bad": [(one.line, one.text, WHY[one.why]) for one in seen.bad] if seen else [], "read": seen is not None,
    }, status=form.status)  # fmt: skip


def _said(here: read.Seat, said: Sequence[Any]) -> list[tuple[int, str, str, datetime | None, str]]:
    """Line, who, his firm, when, and the words as others will read them."""
    known, found = read.known(here), []
    for one in said:
        author = known.author(one.name)
        firm = author.enterprise if author else known.firm(one.name)
        found.append(
            (one.line, author.name if author else one.name, firm.short_name if firm else "", one.at, masked(one.words))
        )
    return found


def _added(done: grouping.BroughtIn) -> str:
    said = ngettext("%(n)s message added.", "%(n)s messages added.", done.new) % {"n": done.new}
    if done.there:
        said += " " + ngettext("%(n)s was there already.", "%(n)s were there already.", done.there) % {"n": done.there}
    return said


# --- one message ---


class RaiseForm(InputForm):
    input_class = FromPostInput
    enterprise = forms.ChoiceField(label=_lazy("Enterprise"))
    category = forms.ChoiceField(label=_lazy("Category"))

    def __init__(self, one: read.Message, reader: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="raise_%s", **kwargs)
        firms = visible_enterprises(reader).exclude(status=Enterprise.Status.LEFT).order_by("pk")
        own = one.post.enterprise
        self.fields["enterprise"].choices = [("", "—"), *((firm.code, firm.short_name) for firm in firms)]  # type: ignore[attr-defined]
        self.fields["enterprise"].initial = own.code if own else ""
        categories = [(each.code, each.name) for each in categories_of(reader.zone_id)]
        self.fields["category"].choices = [("", "—"), *categories]  # type: ignore[attr-defined]


class HideForm(InputForm):
    input_class = ReasonInput
    text = forms.CharField(
        label=_lazy("Why it is hidden"),
        help_text=_lazy("Members read the reason in its place; the words stay in the record."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def raise_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap where the firm is known; otherwise the firm is chosen first."""
    account = signed_in(request)
    one, here = read.message(account, pk)
    form = RaiseForm(one, account, request.POST if request.method == "POST" else None)
    done = (
        form.attempt(lambda given: grouping.raise_from(pk, given, by=account, now=clock.now()))
        if form.is_bound
        else None
    )
    if done:
        messages.success(
            request, _("It is request {number}. The firm and its specialist are told.").format(number=done.number)
        )
        return redirect(reverse("group", args=[here.group.kind]) + f"#post-{pk}")
    if form.status in (403, 409) or (
        request.method != "POST" and not _may_raise(account, one, read.firms_raised_for(account))
    ):
        if request.method != "POST":
            raise PermissionDenied
        return _page(request, here, error=" ".join(str(said) for said in form.non_field_errors()), status=form.status)
    return _about_message(request, one, here, form, _("Make it a request"), _("Raise the request"))


@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    account = signed_in(request)
    one, here = read.message(account, pk)
    if not here.keeps:
        raise PermissionDenied
    form = HideForm(request.POST if request.method == "POST" else None, auto_id="hide_%s")
    done = form.attempt(lambda given: grouping.hide(pk, given, by=account, now=clock.now())) if form.is_bound else None
    if done:
        messages.success(request, _("Hidden. The words stay in the record."))
        return redirect("group", here.group.kind)
    return _about_message(request, one, here, form, _("Hide this message"), _("Hide it"))


def _about_message(
    request: HttpRequest, one: read.Message, here: read.Seat, form: InputForm, title: str, button: str
) -> HttpResponse:  # fmt: skip
    return render(request, "groups/message.html", {
        "one": one, "form": form, "title": title, "button": button, "back_url": reverse("group", args=[here.group.kind]),
    }, status=form.status)  # fmt: skip
