"""半年评价 on screen: the principal's way to the ballot, the one-time code, the paper slip, and evaluation's pages."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liaison.appraisal.models import Ballot, RollLine
from liaison.notices.links import ballot_token
from liaison.registry.models import Account, Enterprise
from liaison.web.ballot import COOKIE
from tests.appraisal.rating import Rating
from tests.cast import PASSWORD, Cast

NOW = "2020-07-09 10:00"


@pytest.fixture
def rating(cast: Cast, now_is, settings) -> Rating:
    made = Rating(cast)
    able = make_password(PASSWORD)
    Account.objects.filter(login__in=["pingjia", "liuqi", "chenliqun"]).update(password=able)
    cast.outsider.set_unusable_password()
    cast.outsider.save()
    now_is(NOW)
    return made.opened()


def by(account: Account | None) -> Client:
    client = Client()
    if account:
        account.refresh_from_db()  # its password, by which a session is known
        client.force_login(account, backend="liaison.web.signin.Backend")
    return client


def test_R43_the_principal_rates_in_four_steps_and_carries_no_receipt_away(rating: Rating, now_is) -> None:
    client = by(rating.cast.principal)
    assert reverse("ballot") in client.get(reverse("home")).content.decode()
    link = reverse("ballot-entry", args=[ballot_token(rating.line().pk)])
    assert client.get(reverse("ballot")).headers["Location"] == link
    assert client.get(link).status_code == 200
    assert client.get(reverse("ballot-rate")).headers["Location"] == reverse("ballot"), (
        "a session alone opens no ballot"
    )
    assert client.post(link, {"password": "wrong"}).status_code == 422 and COOKIE not in client.cookies
    assert client.post(link, {"password": PASSWORD}).headers["Location"] == reverse("ballot-rate")
    page = client.get(reverse("ballot-rate")).content.decode()
    choices = re.findall(r'<button class="choice" name="v" value="(\w+)">(\w+)</button>', page)
    assert choices == [("satisfied", "满意"), ("unsatisfied", "不满意")], "equal buttons, none chosen"
    assert "陈立群" in page and "checked" not in page
    for wrong in ("", "3", "比较满意", "dissatisfied"):
        assert client.post(reverse("ballot-confirm"), {"v": wrong}).headers["Location"] == reverse("ballot-rate")
    page = client.post(reverse("ballot-confirm"), {"v": "unsatisfied"}).content.decode()
    assert '<h1 class="chosen">不满意</h1>' in page and "7月22日" in page and 'name="reason"' in page
    assert 'name="reason"' not in client.post(reverse("ballot-confirm"), {"v": "satisfied"}).content.decode()
    answer = client.post(reverse("ballot-cast"), {"verdict": "unsatisfied", "reason": "长" * 1001})
    assert answer.status_code == 422 and not Ballot.objects.exists()
    answer = client.post(reverse("ballot-cast"), {"verdict": "unsatisfied", "reason": "没有反馈"})
    assert answer.headers["Location"] == reverse("ballot-done") and answer.cookies[COOKIE].value == ""
    done = client.get(reverse("ballot-done")).content.decode()
    assert not [word for word in ("不满意", "陈立群", Ballot.objects.get().commitment, "10:00") if word in done]
    assert client.post(reverse("ballot-cast"), {"verdict": "satisfied"}).status_code == 409, "the visit is over"
    assert client.post(link, {"password": PASSWORD}).status_code == 302, "the way is open again until the close"
    now_is("2020-07-15 17:30:01")
    assert client.post(reverse("ballot-cast"), {"verdict": "satisfied"}).status_code == 409
    assert client.post(link, {"password": PASSWORD}).status_code == 409


def test_R43_staff_the_clerk_and_other_firms_reach_no_ballot(rating: Rating) -> None:
    cast, link = rating.cast, reverse("ballot-entry", args=[ballot_token(rating.line().pk)])
    voter = by(cast.principal)
    voter.post(link, {"password": PASSWORD})
    stolen = voter.cookies[COOKIE].value
    for person, answer in ((cast.contact, 403), (cast.specialist, 404), (cast.evaluation, 404), (cast.outsider, 404)):
        client = by(person)
        assert client.get(link).status_code == client.post(link, {"password": PASSWORD}).status_code == answer
        client.cookies[COOKIE] = stolen
        expected = 404 if person == cast.outsider else 403
        assert client.get(reverse("ballot-rate")).status_code == expected
        assert client.post(reverse("ballot-cast"), {"verdict": "satisfied"}).status_code == expected
    assert by(None).get(link).status_code == 302
    assert voter.get(reverse("ballot-entry", args=[f"{rating.line().pk}-{'0' * 32}"])).status_code == 404
    assert not Ballot.objects.exists()


def test_R43_one_time_code_and_paper_slip_of_a_firm_without_an_account(rating: Rating) -> None:
    evaluation = by(rating.cast.evaluation)
    page = evaluation.post(reverse("round-code", args=[rating.pk]), {"enterprise": "E0002"}).content.decode()
    [code] = re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", page)
    guest = by(None)
    assert guest.post(reverse("ballot"), {"enterprise": "E0002", "code": "WRONG-00000"}).status_code == 422
    assert guest.post(reverse("ballot"), {"enterprise": "E0002", "code": code}).headers["Location"] == reverse(
        "ballot-rate"
    )
    assert "赵磊" in guest.get(reverse("ballot-rate")).content.decode()
    guest.post(reverse("ballot-cast"), {"verdict": "satisfied"})
    slip = {"enterprise": "E0002", "verdict": "unsatisfied", "second": "renshi", "password": "wrong"}
    url = reverse("round-slip", args=[rating.pk])
    assert evaluation.post(url, slip).status_code == 422 and Ballot.objects.count() == 1
    assert evaluation.post(url, slip | {"password": PASSWORD}).status_code == 302
    page = evaluation.post(url, {"enterprise": "E0002"}).content.decode()
    assert "checked" not in page, "nothing is chosen beforehand"


def test_R42_only_evaluation_sees_the_turnout_and_its_pages_ask_a_fixed_number_of_statements(rating: Rating) -> None:
    cast, page = rating.cast, reverse("round", args=[rating.pk])
    rating.voted("satisfied", NOW)
    for person in (
        cast.office,
        cast.leader,
        cast.chief,
        cast.specialist,
        rating.personnel,
        cast.principal,
        cast.system,
    ):
        assert {by(person).get(url).status_code for url in (page, reverse("rounds"))} == {403}
    assert by(rating.personnel).get(reverse("appraisal")).status_code == 200
    client = by(cast.evaluation)
    assert client.get(reverse("home")).status_code == 200, "evaluation lands on the desk"
    shown = client.get(page).content.decode()
    assert "还有 1 家" in shown and "渝禾食品" in shown and "江岭精铸" not in shown, "who has not rated yet"
    urls = (page, f"{page}?list=all", reverse("rounds"), reverse("appraisal"))
    few = [_statements(client, url) for url in urls]
    firms = Enterprise.objects.bulk_create(
        Enterprise(zone=cast.zone, code=f"E1{n:03}", name_zh=f"试验{n}有限公司", initials="sy") for n in range(30)
    )
    RollLine.objects.bulk_create(
        RollLine(round=rating.round, enterprise=one, specialist=cast.specialist, held_days=182, rater=cast.principal)
        for one in firms
    )
    assert [_statements(client, url) for url in urls] == few and max(few) <= 12


def _statements(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_a_round_that_is_planned_says_who_will_be_asked_and_what_is_missing(cast: Cast, now_is) -> None:
    now_is("2020-06-20 11:00")
    client = by(cast.evaluation)
    assert client.get(reverse("round-new")).status_code == 200
    made = client.post(reverse("round-new"), {"year": "2020", "half": "1"})
    assert made.status_code == 302
    page = client.get(made.headers["Location"]).content.decode()
    assert "将请 2 家企业评价" in page and "白鹤新材料" in page, "the one that nobody served rates nobody"
    assert 'class="note is-near' in page
    now_is("2020-07-01 09:00")
    assert 'class="note is-late' in client.get(made.headers["Location"]).content.decode()
    again = client.post(reverse("round-new"), {"year": "2020", "half": "1", "opens_on": "2020-07-02"})
    assert again.status_code == 409
