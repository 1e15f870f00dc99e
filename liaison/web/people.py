"""人员: who is in the register and what posts they hold. The office keeps the firms' contacts, security everybody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liaison import clock
from liaison.notices import addresses, outbox
from liaison.registry import actions, exempting, queries
from liaison.registry.access import posts
from liaison.registry.inputs import AccountInput, AppointInput, ExemptionInput
from liaison.registry.models import Account, Post
from liaison.rules.refusals import Refused
from liaison.speech import statuses
from liaison.speech.lists import listed
from liaison.speech.refusals import refusal

from .forms import InputForm
from .me import MailForm
from .who import signed_in, title_of

FIRM_POSTS = (Post.PRINCIPAL, Post.CLERK)


class ContactForm(InputForm):
    """A person of a firm, as the office enters him."""

    input_class = AccountInput
    name_zh = forms.CharField(label=_lazy("Full name"))
    name_en = forms.CharField(label=_lazy("Full name in English"))
    login = forms.CharField(
        label=_lazy("Login"), help_text=_lazy("Small letters and digits; the person signs in with it."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip
    phone = forms.CharField(label=_lazy("Phone"), widget=forms.TextInput(attrs={"inputmode": "tel"}))
    title = forms.CharField(label=_lazy("Title"))
    enterprise = forms.CharField(label=_lazy("Enterprise"), help_text=_lazy("Its code, such as E0001."))
    posts = forms.MultipleChoiceField(label=_lazy("Posts"), widget=forms.CheckboxSelectMultiple)
    offered: Sequence[str] = FIRM_POSTS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["posts"]
        offered.choices = [(post, statuses.post_word(post)) for post in self.offered]

    def values(self) -> dict[str, Any]:
        return {**super().values(), "enterprise": self.cleaned_data["enterprise"].strip().upper()}


class PersonForm(ContactForm):
    """Anybody, as security enters him."""

    department = forms.CharField(label=_lazy("Department"), widget=forms.Select())
    offered = tuple(Post.values)


class PostForm(InputForm):
    input_class = AppointInput
    post = forms.CharField(label=_lazy("Post"), widget=forms.Select())


class ExemptionForm(InputForm):
    input_class = ExemptionInput
    reason = forms.CharField(label=_lazy("Reason"), widget=forms.Select())
    last_day = forms.CharField(label=_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(code, statuses.exemption_word(code)) for code in ("leave", "secondment", "probation")]
        reason: Any = self.fields["reason"].widget
        reason.choices = [("", _("Please choose")), *words]


@dataclass(frozen=True)
class Line:
    """A person in the list."""

    login: str
    name: str
    place: str
    posts: str
    phone: str
    url: str


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    account, contacts_only = signed_in(request), _contacts_only(request)
    words, post = request.GET.get("q", "").strip()[:100], request.GET.get("post", "")
    offered = FIRM_POSTS if contacts_only else Post.values
    post = post if post in offered else ""  # else the page would find nobody under "every post"
    found, after = queries.people(
        account, contacts_only=contacts_only, words=words, post=post, after=request.GET.get("after", "")[:60]
    )
    count = queries.count_people(account, contacts_only=contacts_only)
    query = urlencode({name: value for name, value in (("q", words), ("post", post), ("after", after)) if value})
    context = {
        "finding": _finding(count, contacts_only), "lines": [_line(one) for one in found], "words": words, "post": post,
        "posts": [(code, statuses.post_word(code)) for code in offered],
        "older_url": f"{reverse('people')}?{query}" if after else "", "filtered": bool(words or post),
    }  # fmt: skip
    return render(request, "people/list.html", context)


def _finding(count: int, contacts_only: bool) -> str:
    if contacts_only:
        return ngettext("%(n)s contact of our firms", "%(n)s contacts of our firms", count) % {"n": count}
    return ngettext("%(n)s person in the register", "%(n)s people in the register", count) % {"n": count}


def _line(person: Any) -> Line:
    return Line(
        person.login, person.name, _place(person), listed(statuses.post_word(one.post) for one in person.held), person.phone,
        reverse("person-detail", args=[person.login]),
    )  # fmt: skip


def _place(person: Account) -> str:
    home = person.enterprise or person.department
    return " · ".join(part for part in (home.name if home else "", title_of(person)) if part)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    contacts_only = _contacts_only(request)
    form_class = ContactForm if contacts_only else PersonForm
    initial = {"enterprise": request.GET.get("enterprise", "")[:20]}
    form = form_class(request.POST if request.method == "POST" else None, initial=initial)
    if not contacts_only:
        offered = [(one.code, one.name) for one in queries.departments(signed_in(request))]
        form.fields["department"].widget.choices = [("", _("None")), *offered]
    run: Callable[[Any], Account] = lambda given: actions.create_account(given, by=signed_in(request), now=clock.now())  # noqa: E731
    person = form.attempt(run) if request.method == "POST" else None
    if person is None:
        context = {"form": form, "contacts_only": contacts_only, "back_url": reverse("people")}
        return render(request, "people/form.html", context, status=form.status)
    messages.success(
        request, _("{name} is entered. Set a password now, so that he can sign in.").format(name=person.name)
    )
    return redirect("person-detail", person.login)


@require_safe
def detail(request: HttpRequest, login: str) -> HttpResponse:
    return _page(request, login)


def _free_posts(person: Account, held: Sequence[str]) -> list[tuple[str, str]]:
    """What he may still be given: a firm's contact holds the firm's posts only, and nobody else its principal's."""
    fitting = FIRM_POSTS if person.enterprise_id else [post for post in Post.values if post != Post.PRINCIPAL]
    return [(post, capfirst(statuses.post_word(post))) for post in fitting if post not in held]


def _page(
    request: HttpRequest, login: str, *, error: str = "", status: int = 200, exemption: ExemptionForm | None = None
) -> HttpResponse:
    account = signed_in(request)
    person: Any = queries.person(account, login)
    if person is None:
        raise Http404
    held = [one.post for one in person.held]
    other, acts_on = person.pk != account.pk, posts(account)
    form = PostForm()
    form.fields["post"].widget.choices = [("", _("Please choose")), *_free_posts(person, held)]
    security = other and Post.SECURITY in acts_on
    exempts = Post.OFFICE in acts_on and Post.SPECIALIST in held
    context = {
        "may_exempt": exempts, "exempt": _exempt(person) if exempts else None, "exemption": exemption or ExemptionForm(),
        "person": person, "place": _place(person), "form": form, "refusal": error, "own": not other,
        "mail_form": MailForm.of(person), "mail_is_on": outbox.mail_is_on(),
        "held": [(one.post, statuses.post_word(one.post), one.since) for one in person.held],
        "may_appoint": security, "may_reset": security or (other and Post.OFFICE in acts_on and person.enterprise_id is not None),
        "has_password": person.has_usable_password(), "back_url": reverse("people") if acts_on & {Post.OFFICE, Post.SECURITY} else "/",
    }  # fmt: skip
    return render(request, "people/detail.html", context, status=status)


@require_POST
def give_post(request: HttpRequest, login: str) -> HttpResponse:
    return _appointing(request, login, actions.appoint, _("{name} now holds the post: {post}."))


@require_POST
def end_post(request: HttpRequest, login: str) -> HttpResponse:
    return _appointing(request, login, actions.end_appointment, _("{name} no longer holds the post: {post}."))


def _appointing(request: HttpRequest, login: str, act: Callable[..., Any], sentence: str) -> HttpResponse:
    form = PostForm(request.POST)
    person = queries.person(signed_in(request), login)
    if person is None:
        raise Http404
    done = form.attempt(lambda given: act(login, given, by=signed_in(request), now=clock.now()) or True)
    if done is None:
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _page(request, login, error=said, status=form.status)
    messages.success(request, sentence.format(name=person.name, post=statuses.post_word(form.cleaned_data["post"])))
    return redirect("person-detail", login)


@require_POST
def mail(request: HttpRequest, login: str) -> HttpResponse:
    """Where a contact's notices go; one's own are set on one's own page."""
    form = MailForm(request.POST)
    done = form.attempt(lambda given: addresses.change_mail(login, given, by=signed_in(request), now=clock.now()))
    if done is None:
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _page(request, login, error=said, status=form.status)
    messages.success(request, _("{name} gets mail as you set it. An old address is told.").format(name=done.name))
    return redirect("person-detail", login)


def _exempt(person: Account) -> tuple[str, Any] | None:
    """Why and until when this cadre needs no firm."""
    found = exempting.in_force(person, clock.now())
    return (statuses.exemption_word(found.reason), found.last_day) if found else None


@require_POST
def exempt(request: HttpRequest, login: str) -> HttpResponse:
    form = ExemptionForm(request.POST)
    made = form.attempt(lambda given: exempting.exempt(login, given, by=signed_in(request), now=clock.now()))
    if made is None:
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _page(request, login, error=said, status=form.status, exemption=form)
    messages.success(request, _("{name} needs no enterprise until that day.").format(name=made.account.name))
    return redirect("person-detail", login)


@require_POST
def end_exemption(request: HttpRequest, login: str) -> HttpResponse:
    try:
        exempting.end_exemption(login, by=signed_in(request), now=clock.now())
    except Refused as no:
        return _page(request, login, error=refusal(no), status=no.status)
    messages.success(request, _("The exemption is ended."))
    return redirect("person-detail", login)


@require_POST
@never_cache
def reset_password(request: HttpRequest, login: str) -> HttpResponse:
    """The new password stands on this one answer and nowhere else: no message, no session, no cache."""
    try:
        password = actions.reset_password(login, by=signed_in(request), now=clock.now())
    except Refused as no:
        return _page(request, login, error=refusal(no), status=no.status)
    back_url = reverse("person-detail", args=[login])
    context = {"person": queries.person(signed_in(request), login), "password": password, "back_url": back_url}
    return render(request, "people/password.html", context)


def _contacts_only(request: HttpRequest) -> bool:
    """The office keeps the firms' contacts, security everybody; nobody else works on this page."""
    held = posts(signed_in(request))
    if not held & {Post.OFFICE, Post.SECURITY}:
        raise PermissionDenied
    return Post.SECURITY not in held
