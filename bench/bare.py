"""A bare Django page of the same weight: no session, no database, no template. What the server itself costs."""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = b"<!doctype html><title>bare</title>" + b"<p>0123456789 abcdefghij</p>\n" * 900


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


urlpatterns = [path("", page)]
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY=os.urandom(16).hex(), MIDDLEWARE=[])
django.setup()
application = get_wsgi_application()
