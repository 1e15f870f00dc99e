"""并案 on screen: the link page with what reads alike, the lead and its followers, undo, and taking over the lead's answer."""

import pytest

from liaison.casework import actions
from liaison.casework import inputs as i
from tests.casework.steps import EXPLAINED, Story
from tests.cast import at

pytestmark = pytest.mark.django_db
LANE, SAME_LANE = "三号路大货车道坑洼，货车进不来", "三号路货车道坑洼严重，大货车不敢走"


def html(response):
    return response.content.decode()


@pytest.fixture
def lead(cast, now_is):
    now_is("2020-09-28 10:24")
    told = Story(cast).raised("2020-09-25 09:00", by=cast.outsider, text=LANE, category="roads")
    return told.whistled("2020-09-25 10:00", by=cast.outside_specialist)


@pytest.fixture
def story(cast, lead):
    told = Story(cast).raised("2020-09-25 14:00", text=SAME_LANE, category="roads")
    return told.did("take", i.TextInput(), "2020-09-25 14:05", by=cast.specialist)


def test_the_specialist_links_and_undoes_from_the_page(client, cast, lead, story):
    client.force_login(cast.specialist)
    page = f"/requests/{story.r.number}"
    assert f"{page}/merge" in html(client.get(page))
    sheet = html(client.get(f"{page}/merge?into={lead.r.number}"))
    assert f'value="{lead.r.number}"' in sheet and "另一家企业的诉求" in sheet and "市政管护科" in sheet
    assert LANE not in sheet and "渝禾" not in sheet
    wrong = client.post(f"{page}/merge", {"into": "2020-9999"})
    assert wrong.status_code == 422 and "没有可以选的诉求" in html(wrong)
    done = html(client.post(f"{page}/merge", {"into": lead.r.number}, follow=True))
    assert "牵头诉求" in done and lead.r.number in done and f"/requests/{lead.r.number}" not in done
    assert client.get(f"{page}/merge").status_code == 409
    assert "已撤销并案" in html(client.post(f"{page}/unmerge", follow=True))
    assert story.fresh().r.lead_request is None
    again = client.post(f"{page}/unmerge")
    assert again.status_code == 409 and "没有可撤销的并案" in html(again)


def test_who_reads_what(client, cast, lead, story):
    actions.link(story.r.pk, i.LinkInput(into=lead.r.number), by=cast.office, now=at("2020-09-25 15:00"))
    client.force_login(cast.office)
    assert f"/requests/{story.r.number}" in html(client.get(f"/requests/{lead.r.number}"))
    assert f"/requests/{lead.r.number}" in html(client.get(f"/requests/{story.r.number}"))
    client.force_login(cast.principal)
    page = html(client.get(f"/requests/{story.r.number}"))
    assert "与同类诉求一起办理" in page and lead.r.number not in page and "渝禾" not in page
    for reader in (cast.outsider, cast.outside_specialist, cast.clerk):
        client.force_login(reader)
        page = html(client.get(f"/requests/{lead.r.number}"))
        assert story.r.number not in page and "江岭" not in page
        assert ("1 件" in page) == (reader != cast.clerk)


def test_a_duplicate_leads_its_firm_to_the_first_one(client, cast, lead, story):
    first = Story(cast).raised("2020-09-25 13:00", text=LANE)
    actions.link(story.r.pk, i.LinkInput(into=first.r.number), by=cast.office, now=at("2020-09-25 15:00"))
    client.force_login(cast.principal)
    page = html(client.get(f"/requests/{story.r.number}"))
    assert f"/requests/{first.r.number}" in page and f"/requests/{story.r.number}/reopen" in page


def test_the_leads_answer_is_taken_over_by_the_specialist(client, cast, lead, story):
    actions.link(story.r.pk, i.LinkInput(into=lead.r.number), by=cast.specialist, now=at("2020-09-25 15:00"))
    client.force_login(cast.specialist)
    page = f"/requests/{story.r.number}"
    assert "?from=lead" not in html(client.get(page))
    lead.replied("2020-09-28 10:00", "explained")
    assert f"{page}/answer?from=lead" in html(client.get(page))
    sheet = html(client.get(f"{page}/answer?from=lead"))
    assert (
        EXPLAINED["text"] in sheet
        and EXPLAINED["basis"] in sheet
        and 'value="explained" checked' in sheet.replace(' id="act_outcome_1"', "").replace(" required", "")
    )
    assert EXPLAINED["text"] not in html(client.get(f"{page}/answer"))


def test_a_department_takes_over_its_own_answer_with_its_date(client, cast, lead, story):
    story.whistled("2020-09-25 14:30").reported_in("2020-09-25 14:40")
    actions.link(story.r.pk, i.LinkInput(into=lead.r.number), by=cast.specialist, now=at("2020-09-25 15:00"))
    lead.replied("2020-09-28 10:00", "planned", text="国庆后重铺", resolve_by="2020-10-15")
    client.force_login(cast.clerk)
    address = f"/summonses/{story.summons().pk}/reply?from=lead"
    assert address in html(client.get(f"/requests/{story.r.number}"))
    sheet = html(client.get(address))
    assert "国庆后重铺" in sheet and 'value="2020-10-15"' in sheet


def test_the_number_of_statements_is_fixed(client, cast, lead, story, django_assert_max_num_queries):
    client.force_login(cast.office)
    with django_assert_max_num_queries(13) as alone:
        client.get(f"/requests/{lead.r.number}")
    actions.link(story.r.pk, i.LinkInput(into=lead.r.number), by=cast.office, now=at("2020-09-25 15:00"))
    with django_assert_max_num_queries(13) as one:
        client.get(f"/requests/{lead.r.number}")
    for minute in range(3):
        more = Story(cast).raised(f"2020-09-25 16:0{minute}", text=LANE)
        actions.link(more.r.pk, i.LinkInput(into=lead.r.number), by=cast.office, now=at("2020-09-25 17:00"))
    with django_assert_max_num_queries(13) as many:
        client.get(f"/requests/{lead.r.number}")
    assert len(many) == len(one) == len(alone) + 1  # the list of those it leads
