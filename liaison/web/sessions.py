"""How long a sign-in lasts: staff 12 hours and 30 idle minutes, an enterprise's device 90 days."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse

from liaison.clock import machine_now

STAFF_ABSOLUTE = timedelta(hours=12)
STAFF_IDLE = timedelta(minutes=30)
ENTERPRISE_ABSOLUTE = timedelta(days=90)
NOTED_AT_MOST_EVERY = timedelta(minutes=1)  # last-seen is written once a minute, so that pages stay cheap

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
View = TypeVar("View", bound=Callable[..., HttpResponse])


def in_background(view: View) -> View:
    """Mark a view that a page calls by itself: it does not keep an idle session awake."""
    view.in_background = True  # type: ignore[attr-defined]
    return view


class SessionLifetimeMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SIGNED_IN_AT in request.session and _is_over(request):
            logout(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> None:
        if SEEN_AT not in request.session or getattr(view, "in_background", False):
            return
        if _seconds_since(request, SEEN_AT) >= NOTED_AT_MOST_EVERY.total_seconds():
            request.session[SEEN_AT] = machine_now().timestamp()


def _is_over(request: HttpRequest) -> bool:
    if not request.user.is_authenticated:
        return False
    if request.user.enterprise_id is not None:
        return _seconds_since(request, SIGNED_IN_AT) > ENTERPRISE_ABSOLUTE.total_seconds()
    return (
        _seconds_since(request, SIGNED_IN_AT) > STAFF_ABSOLUTE.total_seconds()
        or _seconds_since(request, SEEN_AT) > STAFF_IDLE.total_seconds()
    )


def _seconds_since(request: HttpRequest, key: str) -> float:
    return machine_now().timestamp() - request.session[key]


def _begin(sender: type, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = machine_now().timestamp()


def connect() -> None:
    user_logged_in.connect(_begin, dispatch_uid="liaison.web.sessions")
