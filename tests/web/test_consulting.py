"""会商 on screen: proposed by the department, agreed on two desks, held, written down; and what the firm reads of it (R-18, R-20)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liaison.casework.inputs import TextInput
from liaison.casework.models import Consultation, Duty
from tests.casework.steps import Story

pytestmark = pytest.mark.django_db
WHY = "涉及供电和市政两家"
PROPOSAL = {
    "why": WHY, "members": ["JSJ"], "next_progress_on": "2020-09-30", "outside1_name": "秦工",
    "outside1_unit": "供电公司", "outside1_phone": "023-88880055",
}  # fmt: skip


def html(response):
    return response.content.decode()


@pytest.fixture
def story(cast, now_is):
    now_is("2020-09-28 09:00")
    return Story(cast).raised("2020-09-25 16:40").whistled("2020-09-25 16:58").reported_in("2020-09-25 17:20")


@pytest.fixture
def page(story):
    return f"/requests/{story.r.number}"


def test_from_the_proposal_to_the_last_duty(client, cast, page, now_is):
    client.force_login(cast.clerk)
    assert f"{page}/consult" in html(client.get(page))
    form = html(client.get(f"{page}/consult"))
    assert 'value="2020-10-09"' in form and 'value="SZJ"' not in form  # the lead is in the chair anyway
    wrong = client.post(f"{page}/consult", {**PROPOSAL, "why": "", "next_progress_on": "2020-10-30"})
    assert wrong.status_code == 422 and "秦工" in html(wrong)  # what was typed stays
    proposed = html(client.post(f"{page}/consult", PROPOSAL, follow=True))
    assert WHY in proposed and "等专员和办公室同意" in proposed and f"{page}/consult/agree" not in proposed
    assert client.get(f"{page}/consult").status_code == 409
    client.force_login(cast.principal)
    firm = html(client.get(page))
    assert WHY not in firm and "陈立群决定是否由几个部门会商" in firm
    client.force_login(cast.specialist)
    assert "请您决定是否同意会商" in html(client.get("/today?show=agree"))
    sheet = html(client.get(f"{page}/consult/agree"))
    assert WHY in sheet and "建设局" in sheet and "秦工" in sheet
    assert client.post(f"{page}/consult/agree", {}).status_code == 422
    client.post(f"{page}/consult/agree", {"agree": "true"})
    assert "请您决定是否同意会商" not in html(client.get("/today"))
    client.force_login(cast.office)
    desk = html(client.get("/dispatch?list=consultation"))
    assert f"{page}/consult/agree" in desk and "有会商申请" in desk
    client.post(f"{page}/consult/agree", {"agree": "true"})
    client.force_login(cast.principal)
    firm = html(client.get(page))
    assert "会商中" in firm and WHY in firm and "秦工" not in firm and "9月30日" in firm
    _held(client, cast, page, now_is)


def _held(client, cast, page, now_is):
    client.force_login(cast.clerk)
    given = {"meets_at": "2020-09-28T14:00", "place": "管委会三楼", "members": ["JSJ", "YJJ"]}
    held = html(client.post(f"{page}/consult/arrange", given, follow=True))
    assert "管委会三楼" in held and "应急局" in held and "023-88880055" in held
    now_is("2020-09-28 15:00")
    form = html(client.get(f"{page}/consult/minutes"))
    assert 'value="2020-09-28T14:00"' in form
    duty = {"duty1_department": "YJJ", "duty1_what": "围挡", "duty1_due_on": "2020-10-20"}
    minutes = {"met_at": "2020-09-28T14:00", "text": "十月底前换缆", **duty}
    assert client.post(f"{page}/consult/minutes", {**minutes, "duty1_department": ""}).status_code == 422
    assert "围挡" in html(client.post(f"{page}/consult/minutes", minutes, follow=True))
    client.force_login(cast.yjj_clerk)  # sits in it, was never called
    member = html(client.get(page))
    done = f"/duties/{Duty.objects.get().pk}/done"
    assert done in member and "十月底前换缆" in member
    client.post(done)
    assert done not in html(client.get(page)) and Duty.objects.get().done_at is not None
    assert client.post(done).status_code == 409


def test_refused_says_why_and_may_be_proposed_again(client, cast, page):
    client.force_login(cast.clerk)
    client.post(f"{page}/consult", PROPOSAL)
    client.force_login(cast.office)
    client.post(f"{page}/consult/agree", {"agree": "false", "reason": "一家就能办"})
    client.force_login(cast.clerk)
    again = html(client.get(page))
    assert "一家就能办" in again and f"{page}/consult" in again and "等专员" not in again


def test_the_specialist_proposes_and_names_the_lead_and_the_office_cancels(client, cast, now_is):
    now_is("2020-09-25 17:00")
    story = Story(cast).raised("2020-09-25 16:40").did("take", TextInput(), "2020-09-25 16:50", by=cast.specialist)
    page = f"/requests/{story.r.number}"
    client.force_login(cast.specialist)
    assert f"{page}/consult" in html(client.get(page))
    assert client.post(f"{page}/consult", PROPOSAL).status_code == 422
    client.post(f"{page}/consult", {**PROPOSAL, "lead": "SZJ", "next_progress_on": "2020-09-28"})
    client.force_login(cast.office)
    client.post(f"{page}/consult/agree", {"agree": "true"})
    sheet = html(client.get(f"{page}/consult/cancel"))
    assert "总专员" in sheet
    back = html(client.post(f"{page}/consult/cancel", {"reason": "一家就能办"}, follow=True))
    assert "重新吹哨市政管护科" in back and Consultation.objects.get().state == "cancelled"
    client.force_login(cast.specialist)
    assert client.get(f"{page}/consult").status_code == 403  # the second time the chief's
    client.force_login(cast.chief)
    assert client.get(f"{page}/consult").status_code == 200


def test_a_page_costs_the_same_however_many_sit_in_it(client, cast, page, now_is):
    client.force_login(cast.clerk)
    client.post(f"{page}/consult", PROPOSAL)
    for who in (cast.specialist, cast.office):
        client.force_login(who)
        client.post(f"{page}/consult/agree", {"agree": "true"})
    counted: dict[str, list[int]] = {}
    for members in (["JSJ"], ["JSJ", "YJJ", "ZHF", "JFJ"]):
        client.force_login(cast.clerk)
        client.post(f"{page}/consult/arrange", {"meets_at": "2020-09-28T14:00", "place": "三楼", "members": members})
        for who in (cast.clerk, cast.jsj_clerk, cast.specialist, cast.office, cast.principal):
            client.force_login(who)
            client.get(page)
            with CaptureQueriesContext(connection) as found:
                assert client.get(page).status_code == 200
            counted.setdefault(who.login, []).append(len(found))
    assert all(few == many <= 13 for few, many in counted.values()), counted
