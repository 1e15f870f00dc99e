"""吹哨: call departments to a request, the first as lead, each with its ask and its own limit."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from liaison import clock
from liaison.casework import actions, inputs
from liaison.casework.desk_queries import Glance
from liaison.casework.similar import Kind, kind_of
from liaison.registry.models import Department
from liaison.registry.queries import departments
from liaison.rules.lifecycle import OPEN_SUMMONS, Status
from liaison.rules.suggestion import Reason, Suggested, Suggestion, suggest
from liaison.speech.lists import listed
from liaison.speech.refusals import refusal

from . import request_page
from .forms import InputForm
from .handling import about, at_hand, barred, words
from .linking import alike
from .who import signed_in

IN_SIGHT = 4  # co-departments offered before the fold
BOXES = "boxes"


class OneCode(forms.ChoiceField):
    def valid_value(self, value: Any) -> bool:
        return True  # the action knows which departments there are, and says so


class Codes(forms.MultipleChoiceField):
    def valid_value(self, value: Any) -> bool:
        return True


@dataclass(frozen=True)
class OwnAsk:
    code: str
    field: forms.BoundField
    shown: bool


class WhistleForm(InputForm):
    """`offered` are the departments that can be called; `more`: a lead is at work, only others join."""

    input_class = inputs.WhistleInput
    lead = OneCode(label=_("Lead department"), widget=forms.RadioSelect)
    co = Codes(label=_("Joining departments"), widget=forms.CheckboxSelectMultiple)
    ask = words(_("What the departments are to do"), 4)

    def __init__(self, offered: list[Department], more: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered, self.more = offered, more
        choices = [(one.code, one.name) for one in offered]
        self.fields["lead"].choices = self.fields["co"].choices = choices  # type: ignore[attr-defined]
        if more:
            del self.fields["lead"]
        for one in offered:
            field = words(one.name, 2)
            field.required = False
            self.fields[_own(one.code)] = field

    @property
    def own_asks(self) -> list[OwnAsk]:
        """A box for every department: those of the chosen ones are shown, and what holds words is never hidden."""
        chosen = {*(self["co"].value() or []), "" if self.more else self["lead"].value()}
        boxes = [(one.code, self[_own(one.code)]) for one in self.offered]
        return [OwnAsk(code, field, code in chosen or bool(field.value())) for code, field in boxes]

    @property
    def any_own_ask(self) -> bool:
        return any(one.field.value() for one in self.own_asks)

    def values(self) -> dict[str, Any]:
        called, typed = self._called(), self.cleaned_data
        asks = {code: typed[_own(code)] for code in called if typed.get(_own(code))}
        return {"departments": called, "ask": typed["ask"], "asks": asks}

    def clean(self) -> dict[str, Any]:
        called = self._called()
        for one in self.offered:
            if self.cleaned_data.get(_own(one.code)) and one.code not in called:
                self.add_error(_own(one.code), gettext("Choose this department above, or clear these words."))
        return self.cleaned_data

    def _called(self) -> list[str]:
        """The lead first; without one nobody is called, lest the first to join should lead."""
        typed = self.cleaned_data
        if self.more:
            return list(typed["co"])
        lead = typed["lead"]
        return [lead, *(code for code in typed["co"] if code != lead)] if lead else []

    def _say(self, field: str | None, sentence: str) -> None:
        places = {"departments": "co" if self.more else "lead", "asks": "ask"}
        super()._say(places.get(field or "", field), sentence)


def _own(code: str) -> str:
    return f"ask_{code}"


@require_http_methods(["GET", "HEAD", "POST"])
def whistle(request: HttpRequest, number: str) -> HttpResponse:
    account = signed_in(request)
    seen, now = at_hand(account, number), clock.now()
    if no := barred(request, seen, "whistle"):
        return request_page.show(request, number, error=refusal(no), status=no.status)
    known = departments(account, category=seen.r.category)
    busy = {row.department_id for row in seen.summonses if row.status in OPEN_SUMMONS}
    offered = [one for one in known if not one.external and one.pk not in busy]
    kind = kind_of(seen.r, account, now)
    likely = _likely(seen, offered, kind)
    form = _form(request, seen, offered, likely)
    done = form.attempt(lambda given: actions.whistle(seen.r.pk, given, by=account, now=now)) if form.is_bound else None
    if done:
        messages.success(request, _sent(form))
        return redirect("request-detail", number)
    like_it = alike(seen, kind)
    page = {
        "form": form, "external": listed(one.name for one in known if one.external), "alike": like_it,
        "boxes": BOXES in request.POST, "can_link": any(one.link_url for one in like_it),
        **about(seen), **_limit(seen), **_offers(form, likely, seen),
    }  # fmt: skip
    return render(request, "whistle/whistle.html", page, status=form.status)


def _form(request: HttpRequest, seen: Glance, offered: list[Department], likely: Suggestion) -> WhistleForm:
    more = _has_lead(seen)
    if BOXES in request.POST:  # without script: the same form again, with a box for each department chosen so far
        typed = {name: request.POST[name] for name in request.POST}
        return WhistleForm(offered, more, initial={**typed, "co": request.POST.getlist("co")})
    if request.method == "POST":
        return WhistleForm(offered, more, request.POST)
    lead = next((one.code for one in offered if one.pk == likely.ticked), "")
    return WhistleForm(offered, more, initial={"lead": lead})


def _has_lead(seen: Glance) -> bool:
    at_work = any(row.part == row.LEAD and row.status in OPEN_SUMMONS for row in seen.summonses)
    return at_work or seen.r.status in (Status.PLANNED, Status.CONSULTING)


def _likely(seen: Glance, offered: list[Department], kind: Kind) -> Suggestion:
    category = seen.r.category
    return suggest(
        [one.pk for one in offered], has_category=category is not None,
        category_lead=category.lead_id if category else None,
        category_co=[one.pk for one in offered if getattr(one, "joins", False)],
        led=kind.led if category else {}, joined=kind.joined if category else {},
    )  # fmt: skip


def _offers(form: WhistleForm, likely: Suggestion, seen: Glance) -> dict[str, Any]:
    """The choices in the order in which they are likely, each with its reason; others behind a fold."""
    by_key = {one.pk: one for one in form.offered}
    lead = by_key[likely.lead.department] if likely.lead and not form.more else None
    picked = set(form["co"].value() or [])
    usual = [by_key[one.department] for one in likely.co]
    in_order = sorted(form.offered, key=lambda one: (one.code not in picked, one not in usual, _place(one, usual)))
    joining = [one for one in in_order if one != lead]
    in_sight = max(IN_SIGHT, len(picked))
    return {
        "suggested": lead,
        "why": _why(likely.lead) if likely.lead else "",
        "unknown": "" if lead or form.more else _unknown(likely),
        "others": [one for one in form.offered if one != lead],
        "chosen": "" if form.more else form["lead"].value() or "",
        "picked": picked,
        "usual": listed(_usually(by_key[one.department], one) for one in likely.co[:IN_SIGHT]),
        "co_first": joining[:in_sight],
        "co_rest": joining[in_sight:] + ([lead] if lead else []),
        "leading": seen.lead if form.more else None,
    }


def _place(one: Department, usual: list[Department]) -> int:
    return usual.index(one) if one in usual else 0


def _why(found: Suggested) -> str:
    """今年同类 12 件由其牵头。"""
    if not found.times:
        return gettext("Leads this category")
    return ngettext("Led {n} of this kind this year", "Led {n} of this kind this year", found.times).format(
        n=found.times
    )


def _usually(department: Department, found: Suggested) -> str:
    if not found.times:
        return gettext("{department} (joins this category)").format(department=department.name)
    pattern = ngettext("{department} (joined {n} this year)", "{department} (joined {n} this year)", found.times)
    return pattern.format(department=department.name, n=found.times)


def _unknown(likely: Suggestion) -> str:
    if likely.why == Reason.NO_CATEGORY:
        return gettext("Without a category nothing can be suggested. Please choose by who is responsible.")
    return gettext("Nobody has led this kind yet this year. Please choose by who is responsible.")


def _limit(seen: Glance) -> dict[str, Any]:
    return {"days": seen.policy.days("reply"), "due": seen.policy.due("reply", seen.policy.now)}


def _sent(form: WhistleForm) -> str:
    names = {one.code: one.name for one in form.offered}
    called = [names[code] for code in form.given.departments]  # type: ignore[attr-defined]
    return gettext("Whistled: {departments}. They were told.").format(departments=listed(called))
