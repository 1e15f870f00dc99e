"""Errors are pages of the product: what happened, what to do next, in the reader's language."""

import re

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.test import Client, override_settings
from django.urls import include, path

from tests.cast import PASSWORD, assemble

HAN = re.compile(r"[\u4e00-\u9fff]")


def broken(request):
    raise RuntimeError("a secret of the inside")


def forbidden(request):
    raise PermissionDenied


def without_database(request):
    raise OperationalError("the server closed the connection")


urlpatterns = [
    path("without-database/", without_database, name="without-database"),
    path("broken/", broken, name="broken"),
    path("forbidden/", forbidden, name="forbidden"),
    path("", include("config.urls")),
]
handler400 = "liaison.web.errors.bad_request"
handler403 = "liaison.web.errors.forbidden"
handler404 = "liaison.web.errors.not_found"
handler429 = "liaison.web.errors.too_many"
handler500 = "liaison.web.errors.server_error"


@pytest.fixture
def visitor(db):
    cast = assemble(PASSWORD)
    with override_settings(ROOT_URLCONF=__name__):
        client = Client(raise_request_exception=False)
        client.force_login(cast.specialist)
        yield client


@pytest.mark.parametrize(
    ("address", "status"), [("/broken/", 500), ("/without-database/", 503), ("/forbidden/", 403), ("/absent/", 404)]
)
def test_each_error_has_its_page_in_both_languages(visitor, address, status):
    chinese = visitor.get(address, headers={"accept-language": "zh-CN"})
    english = visitor.get(address, headers={"accept-language": "en"})
    for answer in (chinese, english):
        assert answer.status_code == status
        assert "<h1" in answer.content.decode()
        assert "a secret of the inside" not in answer.content.decode()
    headings = [re.search(r"<h1[^>]*>(.*?)</h1>", a.content.decode(), re.DOTALL).group(1) for a in (chinese, english)]
    assert HAN.search(headings[0]) and not HAN.search(headings[1])


def test_a_stranger_sees_the_same_404_as_someone_signed_in(visitor):
    assert Client().get("/absent/").status_code == 404


def test_a_stale_form_is_told_so(db):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/account/sign-in/", {"login": "somebody", "password": "x"})
    assert answer.status_code == 403
    assert "<h1" in answer.content.decode()


def test_a_body_that_is_too_long_is_answered_with_a_page(visitor):
    answer = visitor.post("/account/sign-in/", {"login": "x" * 2_600_000, "password": "x"})
    assert answer.status_code == 413
    assert "<h1" in answer.content.decode()


def test_a_flood_of_sign_ins_from_one_address_is_told_to_wait(db):
    cache.clear()
    with override_settings(ACCOUNT_RATE_LIMITS={"login": "2/m/ip"}):
        answers = [Client().post("/account/sign-in/", {"login": "", "password": ""}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "<h1" in answers[2].content.decode()
