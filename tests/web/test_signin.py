"""Signing in resists guessing and never locks the owner out at his own desk (P15)."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import PASSWORD, assemble

pytestmark = pytest.mark.django_db
ADDRESS = "/account/sign-in/"


@pytest.fixture(autouse=True)
def cast():
    cache.clear()
    return assemble(PASSWORD)


def tried(client: Client, login: str, password: str) -> bool:
    return client.post(ADDRESS, {"login": login, "password": password}).status_code == 302


def test_the_right_password_opens_and_a_wrong_one_keeps_the_login(client, cast):
    answer = client.post(ADDRESS, {"login": cast.specialist.login, "password": "wrong"})
    assert answer.status_code == 200
    assert f'value="{cast.specialist.login}"' in answer.content.decode()
    assert tried(client, cast.specialist.login, PASSWORD)


def test_P15_after_five_failures_even_the_right_password_is_refused(client, cast):
    login = cast.specialist.login
    assert not any(tried(client, login, f"guess {n}") for n in range(5))
    assert not tried(client, login, PASSWORD)
    assert not tried(Client(), login.upper(), PASSWORD)
    assert tried(Client(), cast.clerk.login, PASSWORD)


def test_P15_guesses_elsewhere_do_not_lock_the_owner_out_on_his_device(client, cast):
    login = cast.specialist.login
    assert tried(client, login, PASSWORD)
    client.post("/account/sign-out/")
    stranger = Client()
    assert not any(tried(stranger, login, f"guess {n}") for n in range(6))
    assert tried(client, login, PASSWORD)


def test_P15_a_known_device_has_five_tries_of_its_own_and_only_for_its_account(client, cast):
    assert tried(client, cast.specialist.login, PASSWORD)
    client.post("/account/sign-out/")
    assert not any(tried(client, cast.specialist.login, f"guess {n}") for n in range(5))
    assert not tried(client, cast.specialist.login, PASSWORD)
    assert not any(tried(client, cast.clerk.login, f"guess {n}") for n in range(5))
    assert not tried(Client(), cast.clerk.login, PASSWORD)


def test_a_forged_device_counts_as_unknown(client, cast):
    login = cast.specialist.login
    assert not any(tried(client, login, f"guess {n}") for n in range(5))
    client.cookies["liaison_device"] = f'["{login}", "mine"]'
    assert not tried(client, login, PASSWORD)


def test_an_account_that_is_switched_off_cannot_sign_in_nor_go_on(client, cast):
    assert tried(client, cast.clerk.login, PASSWORD)
    type(cast.clerk).objects.filter(pk=cast.clerk.pk).update(is_active=False)
    assert client.get(ADDRESS).status_code == 200  # not signed in any more
    answer = Client().post(ADDRESS, {"login": cast.clerk.login, "password": PASSWORD})
    assert answer.get("Location", "") == "/account/inactive/"


def test_nobody_can_sign_up(client):
    assert client.get("/account/signup/").status_code in (302, 404)
    assert "signup" not in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("path", ["/account/password/", "/account/sessions/", "/anything-at-all/"])
def test_a_stranger_is_sent_to_sign_in_or_told_that_nothing_is_there(client, path):
    answer = client.get(path)
    assert answer.status_code == 404 or answer["Location"].startswith(ADDRESS)


def test_what_a_browser_is_told(client):
    answer = client.get(ADDRESS)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
