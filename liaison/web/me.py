"""Account: who one is here, the language, the password, the devices, signing out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liaison.registry.access import posts
from liaison.registry.models import Account, Post
from liaison.speech.statuses import post_word

from .who import signed_in, title_of


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    held = posts(person)
    return render(request, "me/me.html", {
        "person": person, "place": _place(person), "title": title_of(person),
        "roles": [post_word(post) for post in Post.values if post in held],
        "languages": (("zh-hans", "中文"), ("en", "English")),
    })  # fmt: skip


def _place(account: Account) -> str:
    place = account.enterprise or account.department
    return place.name if place else account.zone.name
