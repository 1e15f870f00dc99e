"""How long a sign-in lasts (P16)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from liaison.web import sessions
from tests.cast import assemble

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.fixture
def machine(monkeypatch):
    """A hand on the machine's clock: machine(minutes=31) moves it on."""
    shown = [START]
    monkeypatch.setattr(sessions, "machine_now", lambda: shown[0])

    def move(**by: int) -> None:
        shown[0] += timedelta(**by)

    return move


@pytest.fixture
def cast():
    return assemble()


def signed_in(client) -> bool:
    """The sign-in page sends away whoever has signed in."""
    return client.get("/account/sign-in/").status_code == 302


def test_P16_staff_may_be_idle_for_thirty_minutes(client, cast, machine):
    client.force_login(cast.specialist)
    machine(minutes=29)
    assert signed_in(client)
    machine(minutes=30)
    assert signed_in(client)
    machine(minutes=31)
    assert not signed_in(client)


def test_P16_staff_sign_in_again_after_twelve_hours_however_busy(client, cast, machine):
    client.force_login(cast.office)
    for _ in range(12 * 60 // 20):
        machine(minutes=20)
        assert signed_in(client)
    machine(minutes=1)
    assert not signed_in(client)


def test_P16_an_enterprise_keeps_its_device_for_ninety_days(client, cast, machine):
    client.force_login(cast.principal)
    machine(days=90)
    assert signed_in(client)
    machine(minutes=1)
    assert not signed_in(client)


def test_P16_an_ended_session_is_gone_from_the_server(client, cast, machine):
    client.force_login(cast.specialist)
    machine(hours=13)
    assert not signed_in(client)
    assert not Session.objects.exists()


def test_P16_signing_out_ends_a_copied_cookie_too(client, cast, machine):
    client.force_login(cast.specialist)
    copied = client.cookies["sessionid"].value
    client.post("/account/sign-out/")
    client.cookies["sessionid"] = copied
    assert not signed_in(client)


def test_P16_a_new_password_ends_every_session(client, cast, machine):
    client.force_login(cast.specialist)
    cast.specialist.set_password("another one, quite long")
    cast.specialist.save()
    assert not signed_in(client)


def test_last_seen_is_written_once_a_minute(client, cast, machine, django_assert_num_queries):
    client.force_login(cast.specialist)
    machine(seconds=59)
    with django_assert_num_queries(2):  # session, account
        signed_in(client)
    machine(seconds=1)
    assert signed_in(client)
    assert client.session[sessions.SEEN_AT] == (START + timedelta(minutes=1)).timestamp()


def test_a_page_that_calls_by_itself_does_not_keep_anybody_awake(rf, cast, machine):
    request = rf.get("/")
    request.session = {sessions.SIGNED_IN_AT: START.timestamp(), sessions.SEEN_AT: START.timestamp()}
    machine(minutes=5)
    middleware = sessions.SessionLifetimeMiddleware(lambda request: None)
    middleware.process_view(request, sessions.in_background(lambda request: None), [], {})
    assert request.session[sessions.SEEN_AT] == START.timestamp()
