"""全覆盖 on screen: the finding, both gaps in red, sums, a fixed number of statements, CSV; and who loses sight of what."""

import csv
import re
from io import StringIO

import pytest

from liaison.casework import actions
from liaison.notices import outbox
from liaison.registry.inputs import AssignInput
from liaison.registry.models import Account, Appointment, Assignment, Enterprise, Exemption
from tests.casework.steps import Story
from tests.cast import BEGINNING, Cast, at

pytestmark = pytest.mark.django_db


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


@pytest.fixture
def office(client, cast: Cast, now_is):
    now_is("2020-06-01 10:00")
    Enterprise.objects.filter(pk=cast.unserved.pk).update(entered_at=at("2020-06-01 09:20"))
    client.force_login(cast.office)
    return client


def more(cast: Cast, count: int) -> None:
    """So many cadres more in one department, each with a firm; and as many firms without anybody."""
    people = Account.objects.bulk_create(
        Account(zone=cast.zone, login=f"cadre{n}", name_zh=f"干部{n}", department=cast.d.SZJ) for n in range(count)
    )
    Appointment.objects.bulk_create(Appointment(account=one, post="specialist", since=BEGINNING) for one in people)
    firms = Enterprise.objects.bulk_create(
        Enterprise(zone=cast.zone, code=f"E{n + 100:04}", name_zh=f"企业{n}有限公司") for n in range(2 * count)
    )
    Assignment.objects.bulk_create(
        Assignment(enterprise=firm, specialist=one, since=BEGINNING) for firm, one in zip(firms, people, strict=False)
    )


def test_SC16_heading_sums_and_both_gaps_in_red(office, cast) -> None:
    html = office.get("/coverage").content.decode()
    page = words(html)
    assert "3 家企业，还有 1 家没有专员，1 名干部没有企业" in page
    assert "合计 3 / 2" in page
    assert "白鹤新材料 6月1日起，总专员代管。 办公室在 6月2日（周二）17:30 前安排。" in page
    assert "唐毅" in page and "干部没有企业" in page and "没有企业" in page
    assert (
        'href="/enterprises/E0003/assign?specialist=tangyi"' in html and "建议 唐毅 ：手上没有企业、无需回避。" in page
    )
    assert html.count('class="next is-late"') == 2
    Assignment.objects.create(enterprise=cast.unserved, specialist=cast.chief, since=BEGINNING)
    page = words(office.get("/coverage").content.decode())
    assert "3 家企业，都有专员" in page and "没有缺口" in page and "合计 3 / 3" in page


def test_the_matrix_says_in_words_what_its_squares_say(office, cast) -> None:
    html = office.get("/coverage?department=JFJ").content.decode()
    row = next(line for line in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if "陈立群" in line)
    assert words(row) == "陈立群 负责 1"
    assert "江岭精铸" in html and "渝禾食品" not in words(html[html.index("<table") :])
    every = office.get("/coverage?department=all").content.decode()
    assert every.count("<table") == 3 and "渝禾食品" in every
    assert office.get("/coverage?department=nothing").status_code == 200


def test_R02_an_exempt_cadre_is_no_gap_and_is_marked(office, cast) -> None:
    Exemption.objects.create(account=cast.chief, reason="probation", first_day=at("2020-05-01 09:00").date())
    page = words(office.get("/coverage?department=").content.decode())
    assert "1 名干部没有企业" not in page and "唐毅 试用期" in page


def test_R03_who_serves_many_is_marked(office, cast) -> None:
    more(cast, 7)
    for firm in Enterprise.objects.filter(code__gte="E0107")[:6]:
        Assignment.objects.create(enterprise=firm, specialist=cast.specialist, since=BEGINNING)
    page = words(office.get("/coverage?department=JFJ").content.decode())
    assert "负责偏多 陈立群 负责 7 家，超过 6 家就提醒。" in page


def test_as_many_statements_for_a_small_zone_and_a_large_one(office, cast, django_assert_max_num_queries) -> None:
    for grown in (0, 40):
        more(cast, grown)
        for address in ("/coverage", "/coverage?department=all", "/coverage.csv", "/enterprises/E0001/assign"):
            with django_assert_max_num_queries(12):
                assert office.get(address).status_code == 200


def test_csv_is_the_same_both_ways_and_runs_no_formula(office, cast) -> None:
    Enterprise.objects.filter(pk=cast.firm.pk).update(name_zh="=HYPERLINK(1)")
    answer = office.get("/coverage.csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"] == 'attachment; filename="coverage-2020-06-01.csv"'
    assert [row[:2] + row[3:5] + row[-2:] for row in rows[1:]] == [
        ["E0001", "'=HYPERLINK(1)", "陈立群", "chenliqun", "", ""],
        ["E0002", "渝禾食品有限公司", "赵磊", "zhaolei", "", ""],
        ["E0003", "白鹤新材料有限公司", "", "", "2020-06-02", "没有专员"],
        ["", "", "唐毅", "tangyi", "2020-01-08", "没有企业"],
    ]  # fmt: skip


def test_english(office) -> None:
    office.cookies["django_language"] = "en"
    page = words(office.get("/coverage").content.decode())
    assert "3 firms; 1 has no specialist; 1 cadre without a firm" in page
    assert "The committee office assigns by Tue 2 Jun, 17:30." in page


def test_R05_the_old_holder_gets_404_on_the_very_next_request(client, cast, now_is) -> None:
    now_is("2020-09-27 10:00")
    story = Story(cast).raised().whistled()
    client.force_login(cast.specialist)
    pages = [f"/requests/{story.r.number}", "/enterprises/E0001", f"/requests/{story.r.number}/whistle"]
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    to = AssignInput(specialist="zhaolei", reason="调岗")
    actions.transfer("E0001", to, by=cast.office, now=at("2020-09-27 10:00"))
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    assert story.r.number not in client.get("/requests").content.decode()
    client.force_login(cast.outside_specialist)
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    assert "把这件事由陈立群移交给赵磊" in words(client.get(pages[0]).content.decode())


def test_the_best_five_stand_beside_the_choice_and_one_click_chooses(office, cast) -> None:
    html = office.get("/enterprises/E0003/assign").content.decode()
    assert words(html).index("谁合适") < words(html).index("手上没有企业、无需回避")
    chosen = office.get("/enterprises/E0003/assign?specialist=tangyi").content.decode()
    assert re.search(r'<option value="tangyi" selected', chosen)
    office.post("/enterprises/E0003/assign", {"specialist": "tangyi"})
    assert Assignment.objects.get(enterprise=cast.unserved, until=None).specialist == cast.chief
    answer = office.post("/enterprises/E0003/assign", {"specialist": "zhaolei"})
    assert answer.status_code == 422 and "请写明为什么更换专员" in words(answer.content.decode())


def test_R01_a_firm_leaves_by_its_own_page(office, cast) -> None:
    Story(cast).raised("2020-06-01 09:00")
    answer = office.post("/enterprises/E0001/leave-zone", {"reason": "迁往邻区"})
    assert answer.status_code == 409 and "还有 1 件诉求没有办结" in words(answer.content.decode())
    answer = office.post("/enterprises/E0002/leave-zone", {"reason": "迁往邻区"}, follow=True)
    assert "这家企业已迁出" in words(answer.content.decode())
    assert 'value="left"' not in office.get("/enterprises/E0001/change").content.decode()
    assert 'value="left" selected' in office.get("/enterprises/E0002/change").content.decode()


def test_the_same_name_shows_the_firm_first_and_a_tick_enters_another(office, cast) -> None:
    given = {"name_zh": "江岭精铸股份有限公司", "status": "operating"}
    answer = office.post("/enterprises/new", given)
    html = answer.content.decode()
    assert answer.status_code == 409 and 'href="/enterprises/E0001"' in html and 'name="anyway"' in html
    assert office.post("/enterprises/new", {**given, "anyway": "on"}).status_code == 302
    assert Enterprise.objects.count() == 4


def test_the_office_exempts_a_cadre_on_his_page(office, cast) -> None:
    assert "在册干部每人至少联系一家企业" in words(office.get("/people/tangyi").content.decode())
    assert "在册干部每人至少联系一家企业" not in words(office.get("/people/luochuan").content.decode())
    sent = {"reason": "secondment", "last_day": "2020-12-31"}
    page = words(office.post("/people/tangyi/exempt", sent, follow=True).content.decode())
    assert "借调，12月31日前不用联系企业" in page
    assert office.post("/people/tangyi/exempt", sent).status_code == 409
    assert office.post("/people/luochuan/exempt", sent).status_code == 422
    assert office.post("/people/chenliqun/exempt", {**sent, "last_day": "2020-05-31"}).status_code == 422
    office.post("/people/tangyi/end-exemption")
    assert Exemption.objects.get().ended_at is not None
    assert office.post("/people/tangyi/end-exemption").status_code == 422
    office.post("/people/tangyi/exempt", sent)
    assert Exemption.objects.filter(ended_at=None).count() == 1


def test_who_came_without_a_firm_reads_of_it_in_his_notices(client, cast, now_is) -> None:
    now = now_is("2020-09-27 10:00")
    actions.transfer("E0001", AssignInput(specialist="zhaolei", reason="调岗"), by=cast.office, now=now)
    outbox.send_due(now, machine_now=now)
    for who, sentence, leads_to in (
        (cast.outside_specialist, "江岭精铸有限公司：从现在起由您负责", "/enterprises/E0001"),
        (cast.specialist, "江岭精铸有限公司：从现在起由赵磊负责", "/inbox"),
        (cast.principal, "您的专员现在是赵磊", "/my/new-specialist"),
    ):
        client.force_login(who)
        html = client.get("/inbox").content.decode()
        assert sentence in words(html)
        notice = re.search(r'href="(/inbox/\d+)"', html)
        assert notice and client.get(notice[1])["Location"] == leads_to
