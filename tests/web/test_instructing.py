"""批示 on screen: two taps from what is overdue, the answer on the desk of whoever owes it, the list and the sheet (R-22)."""

import re
from typing import Any

import pytest

from liaison.casework import actions
from liaison.casework import inputs as i
from liaison.casework.models import Instruction
from liaison.registry.models import Assignment
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


def html(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def story(cast: Cast, now_is: Any) -> Story:
    now_is("2020-09-30 10:00")
    return Story(cast).raised("2020-09-21 09:00").whistled("2020-09-21 10:00", "SZJ", "JSJ")


def test_R22_two_taps_from_the_overview_to_an_answer_and_its_end(client: Any, cast: Cast, story: Story) -> None:
    client.force_login(cast.leader)
    tap = f"/requests/{story.r.number}/instruct"
    assert f'href="{tap}"' in html(client.get("/overview")) and f'href="{tap}"' in html(client.get("/supervision"))
    sheet = html(client.get(tap))
    chosen = dict(re.findall(r'name="(\w+)" value="([^"]*)"[^>]*checked', sheet))
    chosen["answer_by"] = re.search(r'name="answer_by" value="([^"]+)"', sheet)[1]  # type: ignore[index]
    assert chosen == {"ready": "finish", "addressee": "lead", "answer_by": "2020-10-09"}  # after the holiday
    page = html(client.post(tap, chosen, follow=True))  # the second tap: nothing was typed
    order = Instruction.objects.get()
    assert (order.number, order.department) == ("DD2020-0001", cast.d.SZJ) and "DD2020-0001" in page
    client.force_login(cast.clerk)
    assert "待答复的批示" in html(client.get("/desk")) and "请三个工作日内办结并报告" in html(client.get("/desk"))
    own = html(client.get(f"/requests/{story.r.number}"))
    assert f"/instructions/{order.pk}/answer" in own and f"/instructions/{order.pk}/close" not in own
    assert client.post(f"/instructions/{order.pk}/answer", {"text": ""}).status_code == 422
    assert "电缆今晚换好" in html(
        client.post(f"/instructions/{order.pk}/answer", {"text": "电缆今晚换好"}, follow=True)
    )
    assert "待答复的批示" not in html(client.get("/desk"))
    assert client.get(f"/instructions/{order.pk}/answer").status_code == 409
    client.force_login(cast.principal)
    firm = html(client.get(f"/requests/{story.r.number}"))
    assert "作出批示" not in firm and "DD2020" not in firm and "电缆今晚换好" not in firm
    client.force_login(cast.leader)
    said = html(client.get("/instructions?list=answered"))
    assert "DD2020-0001" in said and "电缆今晚换好" in said
    assert (
        client.post(f"/instructions/{order.pk}/again", {"text": "原因呢", "answer_by": "2020-10-10"}).status_code == 302
    )
    assert "原因呢" in html(client.get(f"/requests/{story.r.number}"))
    assert client.post(f"/instructions/{order.pk}/close").status_code == 302
    assert client.post(f"/instructions/{order.pk}/close").status_code == 409


def test_read_owes_no_answer_and_the_chief_does_not_instruct_himself(client: Any, cast: Cast, story: Story) -> None:
    client.force_login(cast.leader)
    page = client.post(
        f"/requests/{story.r.number}/instruct",
        {"ready": "read", "addressee": "lead", "answer_by": "2020-10-09"},
        follow=True,
    )
    assert "无需答复" in html(page) and Instruction.objects.get().number == ""
    Assignment.objects.filter(enterprise=cast.firm).update(specialist=cast.chief)
    client.force_login(cast.chief)
    assert f"/requests/{story.r.number}/instruct" not in html(client.get("/overview"))
    assert client.get(f"/requests/{story.r.number}/instruct").status_code == 403


def test_the_list_and_the_sheet_have_a_fixed_number_of_statements(
    client: Any, cast: Cast, story: Story, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for _few_then_more in range(2):
        for n in range(13):
            to = "specialist" if n % 2 else "lead"
            actions.instruct(
                story.r.pk, i.InstructInput(text=f"第{n}条", addressee=to), by=cast.leader, now=at("2020-09-28 10:00")
            )
        client.force_login(cast.leader)
        with django_assert_max_num_queries(12) as asked:
            first = html(client.get("/instructions"))
        counts.append(len(asked))
    assert counts[0] == counts[1] and "26 件批示待答复" in first
    numbers = re.findall(r"DD2020-\d{4}", first)
    further = re.search(r'rel="next" href="([^"]+)"', first)
    assert further
    numbers += re.findall(r"DD2020-\d{4}", html(client.get(further[1].replace("&amp;", "&"))))
    assert len(numbers) == len(set(numbers)) == 26
    assert "专员 <b>12</b>" in first
    client.force_login(cast.clerk)
    with django_assert_max_num_queries(12):
        client.get("/desk")
    sheet = html(client.get(f"/instructions/{Instruction.objects.earliest('pk').pk}/sheet"))
    for told in ("督办单", "DD2020-0001", "市政管护科", "第0条", "厂区门口三盏路灯不亮", "2020年9月29日 17:30"):
        assert told in sheet
