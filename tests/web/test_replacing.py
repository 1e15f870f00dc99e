"""撤换 on screen and in the API: the office's list and work page, the principal's word, who serves the firm now (R-44, H1, E11)."""

from datetime import date
from typing import Any

import pytest

from liaison.appraisal.actions.replacing import ask_change, carry_out
from liaison.appraisal.models import Replacement
from liaison.appraisal.replacing_inputs import CarryOutInput, ChangeInput
from liaison.notices.models import Notice
from liaison.registry.actions import issue_token
from liaison.registry.models import Account, Appointment, Assignment, Enterprise
from liaison.web import inbox
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


def html(response: Any) -> str:
    return str(response.content.decode())


def owe(cast: Cast, firm: Enterprise, old: Account, **more: Any) -> Replacement:
    return Replacement.objects.create(
        zone=cast.zone,
        enterprise=firm,
        old=old,
        cause="vote",
        owed_at=at("2020-09-27 09:00"),
        due_on=date(2020, 9, 28),
        **more,
    )


def many(cast: Cast, count: int) -> None:
    firms = Enterprise.objects.bulk_create(
        Enterprise(zone=cast.zone, code=f"E1{at:03d}", name_zh=f"企业{at}", address=f"创新路{at}号")
        for at in range(count)
    )
    people = Account.objects.bulk_create(
        Account(zone=cast.zone, login=f"zy{at:03d}", name_zh=f"专员{at}", department=cast.d.ZHF) for at in range(count)
    )
    Appointment.objects.bulk_create(
        Appointment(account=one, post="specialist", since=at("2020-01-01 09:00")) for one in people
    )
    Assignment.objects.bulk_create(
        Assignment(enterprise=firm, specialist=one, since=at("2020-01-01 09:00"))
        for firm, one in zip(firms, people, strict=True)
    )
    for firm, one in zip(firms, people, strict=True):
        owe(cast, firm, one)


def test_H1_from_the_desk_to_done_and_the_old_one_gets_404_with_his_next_click(
    client: Any, cast: Cast, now_is: Any
) -> None:
    now_is("2020-09-28 10:24")
    story = Story(cast).raised("2020-09-25 16:40")
    row = owe(cast, cast.firm, cast.specialist)
    client.force_login(cast.office)
    assert 'href="/replacements"' in html(client.get("/dispatch"))
    listed = html(client.get("/replacements"))
    assert "江岭精铸" in listed and f'href="/replacements/{row.pk}"' in listed
    page = html(client.get(f"/replacements/{row.pk}"))
    assert "赵磊" in page and "唐毅" in page and "手上没有企业" in page
    for silent in ("满意", "评价", "投票"):
        assert silent not in page + listed  # replace at firm X by ..., and nothing of a cause
    assert client.post(f"/replacements/{row.pk}", {"specialist": "chenliqun"}).status_code == 409
    assert "赵磊" in html(client.post(f"/replacements/{row.pk}", {"specialist": "zhaolei"}, follow=True))
    assert client.post(f"/replacements/{row.pk}", {"specialist": "tangyi"}).status_code == 409
    client.force_login(cast.specialist)
    for address in (f"/requests/{story.r.number}", "/enterprises/E0001", f"/replacements/{row.pk}"):
        assert client.get(address).status_code == 404
    client.force_login(cast.principal)
    page = html(client.get("/my/new-specialist"))
    assert "赵磊" in page and "陈立群" in page and 'href="tel:02388880012"' in page
    notice = Notice.objects.get(kind="specialist_changed", recipient=cast.principal)
    assert inbox._about(notice, cast.principal) == ("new-specialist",)


def test_Q08_the_principal_asks_on_one_page_and_its_reason_stays_away_from_specialist_and_office(
    client: Any, cast: Cast, now_is: Any
) -> None:
    now_is("2020-09-28 10:24")
    client.force_login(cast.principal)
    assert 'href="/my/change-specialist"' in html(client.get("/"))
    assert "确认更换专员" in html(client.get("/my/change-specialist"))
    page = html(client.post("/my/change-specialist", {"reason": "半年没来过"}, follow=True))
    row = Replacement.objects.get()
    assert row.reason and row.reason.text == "半年没来过" and "10月12日" in page
    assert client.post("/my/change-specialist", {}).status_code == 409
    client.force_login(cast.contact)
    assert "change-specialist" not in html(client.get("/"))
    client.force_login(cast.office)
    assert "半年没来过" not in html(client.get(f"/replacements/{row.pk}")) + html(client.get("/replacements"))
    client.force_login(cast.specialist)
    for address in ("/", "/today", "/inbox", "/enterprises/E0001"):
        assert "更换" not in html(client.get(address)).replace("更换手机", "")


def test_pages_take_as_many_statements_however_much_is_open(
    client: Any, cast: Cast, now_is: Any, django_assert_max_num_queries: Any
) -> None:
    now_is("2020-09-28 10:24")
    row = owe(cast, cast.firm, cast.specialist)
    client.force_login(cast.office)
    client.get("/replacements")
    counts = []
    for more in (0, 12):
        many(cast, more)
        for address, most in (("/replacements", 8), (f"/replacements/{row.pk}", 12)):
            with django_assert_max_num_queries(most) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
    carry_out(row.pk, CarryOutInput(specialist="zhaolei"), by=cast.office, now=at("2020-09-28 10:30"))
    client.force_login(cast.principal)
    for address in ("/my/new-specialist", "/my/change-specialist"):
        with django_assert_max_num_queries(10):
            client.get(address)


def test_api_the_office_learns_firm_and_day_and_the_firm_its_day(client: Any, cast: Cast, now_is: Any) -> None:
    now_is("2020-09-28 10:24")

    def call(who: Account, address: str, body: dict[str, Any] | None = None) -> Any:
        headers = {"Authorization": f"Bearer {issue_token(who, now=at('2020-09-28 10:00'))}"}
        if body is None:
            return client.get(f"/api/v1{address}", headers=headers)
        return client.post(f"/api/v1{address}", body, content_type="application/json", headers=headers)

    asked = call(cast.principal, "/enterprises/E0001/change-specialist", {"reason": "太慢"})
    assert (asked.status_code, asked.json()) == (200, {"enterprise": "E0001", "due_on": "2020-10-12"})
    assert call(cast.principal, "/enterprises/E0001/change-specialist", {}).status_code == 409
    row = Replacement.objects.get()
    line = {
        "id": row.pk,
        "enterprise": "E0001",
        "old": "chenliqun",
        "due_on": "2020-10-12",
        "new": None,
        "done_at": None,
    }
    assert call(cast.office, "/replacements").json() == {"items": [line], "next": None}
    done = call(cast.office, f"/replacements/{row.pk}/carry-out", {"specialist": "zhaolei"}).json()
    assert done == {**line, "new": "zhaolei", "done_at": "2020-09-28T10:24:00+08:00"}
    again = call(cast.office, f"/replacements/{row.pk}/carry-out", {"specialist": "tangyi"})
    assert (again.status_code, again.json()["code"]) == (409, "replaced_already")
    assert (
        ask_change("E0001", ChangeInput(wish="chenliqun"), by=cast.principal, now=at("2020-09-28 11:00")).wished
        == cast.specialist
    )
