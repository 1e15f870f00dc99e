"""我的专员: the person to call first, then what is open."""

import re

import pytest

from liaison.casework import inputs as i
from liaison.registry.models import Assignment
from tests.casework.steps import Story

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(autouse=True)
def _monday(now_is):
    now_is("2020-09-28 10:24")


@pytest.fixture
def firm(client, cast):
    client.force_login(cast.principal)
    return client


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_home_is_the_specialist_and_the_number_to_call(firm):
    html = firm.get("/").content.decode()
    assert "陈立群" in html and 'href="tel:02388880012"' in html
    assert 'href="tel:02388880000"' in html  # the duty office
    assert 'href="/raise"' in html
    assert "现在没有在办的事" in html


def test_what_waits_for_the_firm_comes_first_then_what_falls_due(firm, cast):
    story = Story(cast)
    story.raised("2020-09-28 09:00", text="新来的事").raised("2020-09-22 09:00", text="超期的事").whistled(
        "2020-09-22 09:30"
    )
    story.raised("2020-09-24 09:00", text="答复了的事").whistled("2020-09-24 10:00").replied("2020-09-25 10:00")
    story.raised("2020-09-24 09:00", text="结束的事").did(
        "withdraw", i.TextInput(), "2020-09-24 10:00", by=cast.principal
    )
    seen = words(firm.get("/"))
    assert "1 件等您确认，正在办 2 件" in seen
    assert seen.index("答复了的事") < seen.index("超期的事") < seen.index("新来的事")
    assert "结束的事" not in seen
    assert "待确认" in seen and "原定 9月25日 17:30" in seen and "今天 17:30 前" in seen


def test_SC16_a_firm_without_a_specialist_sees_the_chief(firm, cast):
    Assignment.objects.all().delete()
    seen = words(firm.get("/"))
    assert "唐毅" in seen and "总专员" in seen and "还没有专员" in seen


def test_in_english_there_is_no_chinese_but_what_people_wrote(firm, cast, settings):
    Story(cast).raised(text="The lights are off.")
    firm.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    html = firm.get("/").content.decode()
    assert "Chen Liqun contacts you" in html
    assert not HAN.search(html.replace("中文", ""))


def test_home_costs_the_same_for_one_and_for_many(firm, cast, django_assert_max_num_queries):
    Story(cast).raised()
    with django_assert_max_num_queries(12):
        firm.get("/")
    for n in range(30):
        Story(cast).raised(text=f"事项{n}").whistled()
    with django_assert_max_num_queries(12):
        firm.get("/")
