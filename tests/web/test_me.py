"""Account: who one is, in which language, and the ways out."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "place", "role"),
    [
        ("principal", "江岭精铸有限公司", "负责人"), ("clerk", "市政管护科", "经办人"), ("chief", "青江高新区", "总专员"),
        ("leader", "青江高新区", "领导"), ("audit", "青江高新区", "审计"),
    ],
)  # fmt: skip
def test_everybody_sees_who_he_is(client, cast, who, place, role):
    client.force_login(getattr(cast, who))
    html = client.get("/me").content.decode()
    assert place in html and role in html
    for address in ("/account/password/", "/account/sessions/", "/account/sign-out/"):
        assert f'href="{address}"' in html


def test_the_language_is_kept_with_the_person(client, cast, settings):
    client.force_login(cast.principal)
    answer = client.post("/language/", {"language": "en", "next": "/me"})
    assert (answer.status_code, answer["Location"]) == (302, "/me")
    cast.principal.refresh_from_db()
    assert cast.principal.language == "en"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert "Zhou Min" in client.get("/me").content.decode()


def test_an_unknown_language_changes_nothing(client, cast):
    client.force_login(cast.principal)
    assert client.post("/language/", {"language": "xx"}).status_code == 302
    cast.principal.refresh_from_db()
    assert cast.principal.language == ""


def test_a_stranger_has_a_language_too(client, cast, settings):
    assert client.post("/language/", {"language": "en"}).status_code == 302
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_whoever_signs_in_elsewhere_finds_his_language_there(client, cast, settings):
    cast.principal.language = "en"
    cast.principal.set_password("correct horse battery")
    cast.principal.save()
    client.post("/account/sign-in/", {"login": cast.principal.login, "password": "correct horse battery"})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_the_page_costs_few_statements(client, cast, django_assert_max_num_queries):
    client.force_login(cast.chief)
    with django_assert_max_num_queries(12):
        client.get("/me")
