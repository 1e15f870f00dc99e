"""Error pages in the product's look; each says what happened and what to do next."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return render(request, "errors/413.html", status=413)
    return render(request, "errors/400.html", status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


@login_not_required
def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page was too old, or whose sign-in ended meanwhile: nothing was written."""
    return render(request, "errors/csrf.html", status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what does not exist and for what this person may not see."""
    return render(request, "errors/404.html", status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: whatever broke may break the context too."""
    status = 503 if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)) else 500
    return HttpResponse(render_to_string(f"errors/{status}.html"), status=status)


@login_not_required
def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/429.html", status=429)
