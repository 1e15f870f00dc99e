"""常用语: one's own and the department's, kept on one page and at hand under every larger text of staff."""

import re

import pytest

from liaison.registry import phrases
from liaison.registry.inputs import PhraseInput
from liaison.registry.models import Phrase
from liaison.rules.refusals import Refused
from tests.casework.steps import Story
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HELLO = {"short": "hao", "text": "您好，今天就派人来看。"}


def given(**more: object) -> PhraseInput:
    return PhraseInput(**{**HELLO, **more})


def at_hand(html: str) -> list[str]:
    """The short forms of the phrases that a page offers, in order."""
    return re.findall(r'<li data-phrase="([^"]+)"', html)


def test_keeping_changing_deleting(client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    assert "还没有常用语" in client.get("/phrases").content.decode()
    assert client.post("/phrases", HELLO).status_code == 302
    again = client.post("/phrases", HELLO)
    assert again.status_code == 409 and "已经有常用语 ::hao" in again.content.decode()
    phrase = Phrase.objects.get()
    assert client.post(f"/phrases/{phrase.pk}", {"short": "gz", "text": "已告知。"}).status_code == 302
    html = client.get("/phrases").content.decode()
    assert "::gz" in html and "已告知。" in html and "::hao" not in html
    assert client.post(f"/phrases/{phrase.pk}/delete").status_code == 302
    assert not Phrase.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"short": "a b"}, {"short": "a:"}, {"short": ""}, {"text": ""}, {"text": "长" * 1001}]
)
def test_what_cannot_be_typed_or_is_empty_is_refused_with_a_sentence(client, cast: Cast, wrong) -> None:
    client.force_login(cast.clerk)
    answer = client.post("/phrases", {**HELLO, **wrong})
    assert answer.status_code == 422 and 'class="wrong"' in answer.content.decode()


def test_the_head_keeps_the_departments_and_everybody_there_uses_them(client, cast: Cast) -> None:
    phrases.add(given(for_department=True), by=cast.head)
    phrases.add(given(text="我自己的。"), by=cast.second_clerk)
    with pytest.raises(Refused, match="wrong_role"):
        phrases.add(given(short="x", for_department=True), by=cast.clerk)
    client.force_login(cast.clerk)
    html = client.get("/phrases").content.decode()
    assert HELLO["text"] in html and "我自己的" not in html and "/delete" not in html
    assert [one.short for one in phrases.at_hand(cast.jsj_clerk)] == []


def test_there_are_never_more_than_help(cast: Cast) -> None:
    Phrase.objects.bulk_create(
        Phrase(zone=cast.zone, account=cast.clerk, short=f"n{number}", text="好") for number in range(phrases.MOST)
    )
    with pytest.raises(Refused, match="phrases_full"):
        phrases.add(given(), by=cast.clerk)


def test_they_are_at_hand_where_staff_writes(client, cast: Cast, now_is, django_assert_max_num_queries) -> None:
    phrases.add(given(short="ju", for_department=True), by=cast.head)
    phrases.add(given(), by=cast.clerk)
    phrases.add(given(), by=cast.specialist)
    now_is("2020-09-25 17:30")
    reported = Story(cast).raised().whistled().reported_in().r.number
    in_hand = Story(cast).raised(by=cast.specialist, enterprise="E0001", channel="phone").r.number
    client.force_login(cast.clerk)
    client.get("/desk")
    with django_assert_max_num_queries(12):
        desk = client.get(f"/desk?open={reported}").content.decode()
    assert at_hand(desk)[:2] == ["hao", "ju"]  # one's own first
    assert set(at_hand(client.get(f"/requests/{reported}").content.decode())) == {"hao", "ju"}
    client.force_login(cast.specialist)
    for page in (f"/requests/{in_hand}", f"/requests/{in_hand}/answer", f"/requests/{in_hand}/whistle"):
        html = client.get(page).content.decode()
        assert set(at_hand(html)) == {"hao"}, page
        fields = set(re.findall(r'data-for="([^"]+)"', html))
        assert fields and all(f'id="{field}"' in html for field in fields), page
    client.force_login(cast.principal)
    for page in (f"/requests/{reported}", f"/requests/{reported}/message"):
        html = client.get(page).content.decode()
        assert "phrases" not in html, page
