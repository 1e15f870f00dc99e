"""Keepers, opening and results on screen: who reaches what, that the paper is shown once, and how many statements a page takes."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from liaison.appraisal.models import Keeper, RollLine, Round
from liaison.registry.models import Account, Enterprise
from tests.appraisal.rating import PHRASES, Rating, named
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PHRASE = "七只白鹤飞过青江的那个晚上"


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_three_persons_make_their_parts_and_the_paper_is_shown_once(
    cast: Cast, now_is: Callable[[str], object]
) -> None:
    now_is("2020-06-20 11:00")
    rating, personnel, discipline = (
        Rating(cast),
        named(cast, "renshi", "personnel"),
        named(cast, "jijian", "discipline"),
    )
    page, paper = f"/rounds/{rating.pk}/keepers", f"/rounds/{rating.pk}/paper"
    for person in (cast.evaluation, personnel):
        client = signed_in(person)
        assert "还缺" in words(client.get("/appraisal"))
        assert client.post(page, {"phrase": "短", "again": "短"}).status_code == 422
        differs = client.post(page, {"phrase": PHRASE, "again": PHRASE + "。"})
        assert (
            differs.status_code == 422 and "两次输入不一样" in words(differs) and PHRASE not in differs.content.decode()
        )
        assert client.post(page, {"phrase": PHRASE, "again": PHRASE}).status_code == 302
    assert signed_in(personnel).post(paper).status_code == 409
    made = signed_in(discipline).post(paper)
    (code,) = re.findall(r"(?:[0-9A-Z]{5}-){4}[0-9A-Z]{5}", made.content.decode())
    assert "no-store" in made["Cache-Control"]
    later = signed_in(discipline).get(page)
    assert code not in later.content.decode() and "密封纸件" in words(later) and Keeper.objects.count() == 3


def test_opened_by_two_read_by_evaluation_and_personnel_and_released(
    cast: Cast, now_is: Callable[[str], object], django_assert_max_num_queries: Any
) -> None:
    rating = Rating(cast).opened()
    rating.voted("unsatisfied", "2020-07-09 10:00", reason="从来不回电话")
    now_is("2020-07-10 10:00")
    page, results = f"/rounds/{rating.pk}/unseal", f"/rounds/{rating.pk}/results"
    first, second = signed_in(cast.evaluation), signed_in(rating.personnel)
    early = first.post(page, {"phrase": PHRASES["first"]})
    assert early.status_code == 409 and "截止" in words(early)
    rating.closed()
    now_is("2020-07-16 09:30")
    assert "选票待两人开启" in words(first.get("/appraisal"))
    assert first.post(page, {"phrase": "不是这一句口令"}).status_code == 422
    assert first.get(results).status_code == 409
    assert first.post(page, {"phrase": PHRASES["first"]}).status_code == 302
    assert "您的一份已开启" in words(first.get(page))
    done = second.post(page, {"phrase": PHRASES["second"]}, follow=True)
    assert done.redirect_chain[-1][0] == results and "从来不回电话" in words(done) and "江岭精铸" in words(done)
    assert signed_in(rating.discipline).get(results).status_code == 403
    assert "0%" in words(first.get(results)) and second.post(f"/rounds/{rating.pk}/release").status_code == 403
    leader = signed_in(cast.leader)
    assert "满意" not in words(leader.get("/overview"))
    assert first.post(f"/rounds/{rating.pk}/release").status_code == 302
    assert "0% 对专员满意 2020 年上半年" in words(leader.get("/overview"))
    for client in (first, second):
        with django_assert_max_num_queries(12):
            client.get(results)
        with django_assert_max_num_queries(12):
            client.get("/appraisal")
    firms = Enterprise.objects.bulk_create(
        Enterprise(zone=cast.zone, code=f"E1{n:03}", name_zh=f"企业{n}") for n in range(70)
    )
    RollLine.objects.bulk_create(
        RollLine(round=Round.objects.get(), enterprise=one, specialist=cast.chief, held_days=90) for one in firms
    )
    with django_assert_max_num_queries(12):
        assert "接着看" in words(many := first.get(results)) or 'rel="next"' in many.content.decode()
    assert "企业69" in words(first.get(f"{results}?after=60"))
