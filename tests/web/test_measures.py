"""The policy library on screen: found by everybody, asked about in one tap, kept by those who may, cited under answers."""

import html as entities
import re

import pytest

from liaison.casework import actions, clock
from liaison.casework.inputs import TextInput
from liaison.casework.models import MeasureVersion, ServiceRequest
from liaison.notices import outbox
from liaison.notices.models import Notice
from liaison.registry.models import Category
from tests.casework.measures import SAID, entered, version
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
PAGE = "/measures/ZC2020-001"
TYPED = {
    **{name: value for name, value in SAID.items() if not name.startswith("points_")}, "department": "SZJ",
    "points_zh": "每人每月补贴 500 元。\n\n  每季度申请一次。 ", "sizes": ["S", "XS"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _monday(now_is) -> None:
    now_is("2020-09-28 10:24")


@pytest.fixture
def library(cast: Cast) -> Cast:
    Category.objects.create(zone=cast.zone, code="policy", name_zh="政策解读", group="production", position=2)
    cast.firm.industry, cast.firm.size = "equipment", ""
    cast.firm.save()
    entered(cast, industries=["equipment", "food"], categories=["policy"])
    return cast


def words(answer) -> str:
    return entities.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_everybody_finds_a_policy_and_reads_it(client, library, django_assert_max_num_queries) -> None:
    for person in (library.principal, library.clerk, library.audit):
        client.force_login(person)
        with django_assert_max_num_queries(12):
            page = words(client.get("/measures?q=裁员&state=in_force"))
        assert "稳岗补贴办法" in page and "青高新发〔2020〕4号" in page
        assert ("适合您" in page) is (person == library.principal)
        assert "没有找到政策" in words(client.get("/measures?state=over"))
        with django_assert_max_num_queries(12):
            answer = client.get(PAGE)
        assert "每季度申请一次" in words(answer) and "2020年2月1日至2020年12月31日" in words(answer)
        assert "tel:02388880100" in answer.content.decode()
    assert client.get("/measures/ZC2020-009").status_code == 404
    client.cookies["django_language"] = "en"
    assert "Apply once a quarter." in words(client.get(PAGE))


def test_is_it_for_us_condition_by_condition(client, library) -> None:
    client.force_login(library.principal)
    page = words(client.get(PAGE))
    assert "这项政策适合我们吗" in page and "装备制造：符合" in page and "按档案看，符合条件" in page
    entered(library, industries=["food"])
    assert "装备制造：不符合" in words(client.get("/measures/ZC2020-002"))
    entered(library, sizes=["S"])
    assert "档案中没有" in words(client.get("/measures/ZC2020-003"))
    client.force_login(library.specialist)
    assert "这项政策适合我们吗" not in words(client.get(PAGE))


def test_R41_a_question_in_one_tap_is_a_request_due_like_any_other(client, library) -> None:
    client.force_login(library.principal)
    key = re.search(r'name="key" value="(\w+)"', client.get(PAGE).content.decode())
    assert key
    for _double_click in range(2):
        answer = client.post(f"{PAGE}/ask", {"key": key[1], "text": ""})
        assert answer.status_code == 302 and answer["Location"] == "/requests/2020-0001/receipt"
    asked = ServiceRequest.objects.select_related("category", "text").get()
    assert (
        asked.category and asked.category.code == "policy" and asked.text and "青高新发〔2020〕4号" in asked.text.text
    )
    assert asked.reply_due_at == at("2020-10-09 17:30")
    assert "《稳岗补贴办法》青高新发〔2020〕4号（ZC2020-001，第 1 版）" in words(client.get(answer["Location"]))
    assert client.post(f"{PAGE}/ask", {"text": "字" * 6000}).status_code == 422
    client.force_login(library.specialist)
    assert client.post(f"{PAGE}/ask").status_code == 403


def test_an_answer_rests_on_a_policy_and_says_when_that_no_longer_counts(client, library, now_is) -> None:
    story = (
        Story(library)
        .raised("2020-09-28 09:00", text="补贴怎么申请", measure="ZC2020-001")
        .whistled("2020-09-28 09:10")
        .reported_in("2020-09-28 09:20")
    )
    sheet = f"/summonses/{story.summons().pk}/reply"
    client.force_login(library.clerk)
    form = client.get(sheet).content.decode()
    assert 'value="ZC2020-001"' in form and "稳岗补贴办法 青高新发〔2020〕4号" in form
    no = client.post(sheet, {"outcome": "resolved", "text": "可以申请", "cite": "ZC2019-001"})
    assert no.status_code == 422 and "政策库里没有“ZC2019-001”" in words(no)
    assert (
        client.post(
            sheet, {"outcome": "resolved", "text": "可以申请", "cites": ["ZC2020-001"], "cite": "青高新发〔2020〕4号"}
        ).status_code
        == 302
    )
    client.force_login(library.principal)
    path = f"/requests/{story.r.number}"
    page = words(client.get(path))
    assert "答复依据" in page and "第 1 版" in page and "替代" not in page
    assert "答复依据" in words(client.get(f"{path}/receipt"))
    version(library, "ZC2020-001", "2020-09-28 11:00", valid_from="2020-10-09")
    now_is("2020-10-09 10:00")
    for person in (library.principal, library.specialist, library.clerk):
        client.force_login(person)
        answer = client.get(path)
        assert (
            "此后已于2020年10月9日被新版本替代" in words(answer) and f'href="{PAGE}?from=1"' in answer.content.decode()
        )
    client.force_login(library.specialist)
    assert path in client.get(PAGE).content.decode() and "被新版本替代" in words(client.get(PAGE))
    client.force_login(library.outside_specialist)
    assert path not in client.get(PAGE).content.decode()


def test_the_specialist_cites_too_and_the_pages_stay_within_their_statements(
    client, library, django_assert_max_num_queries
) -> None:
    story = Story(library).raised("2020-09-28 09:00", measure="ZC2020-001")
    actions.take(story.r.pk, TextInput(), by=library.specialist, now=at("2020-09-28 09:05"))
    client.force_login(library.specialist)
    path = f"/requests/{story.r.number}"
    with django_assert_max_num_queries(12):
        assert 'value="ZC2020-001"' in client.get(f"{path}/answer").content.decode()
    assert (
        client.post(f"{path}/answer", {"outcome": "resolved", "text": "可以", "cites": ["ZC2020-001"]}).status_code
        == 302
    )
    for person in (library.specialist, library.principal):
        client.force_login(person)
        with django_assert_max_num_queries(12):
            assert "答复依据" in words(client.get(path))


def test_versions_stand_side_by_side(client, library) -> None:
    version(
        library,
        "ZC2020-001",
        "2020-09-01 09:00",
        valid_from="2020-09-20",
        valid_until="2021-12-31",
        points_zh=["每人每月 500 元。", SAID["points_zh"][1]],
    )
    client.force_login(library.principal)
    for address in (PAGE, f"{PAGE}?from=1&to=2", f"{PAGE}?from=1"):
        page = client.get(address).content.decode()
        assert "<del>不裁员的企业每人每月补贴 300 元。</del>" in page and "<mark>每人每月 500 元。</mark>" in page
        assert "<mark>2020年9月20日至2021年12月31日</mark>" in page
    assert client.get(f"{PAGE}?from=7&to=x").status_code == 200


def test_office_and_department_keep_it(client, library, now_is) -> None:
    client.force_login(library.clerk)
    wrong = client.post("/measures/new", {**TYPED, "points_zh": "", "valid_until": "2020-01-01"})
    assert wrong.status_code == 422 and "稳岗补贴办法" in wrong.content.decode()
    assert client.post("/measures/new", TYPED)["Location"] == "/measures/ZC2020-002"
    made = MeasureVersion.objects.get(measure__number="ZC2020-002")
    assert [point.zh for point in made.points.all()] == [
        "每人每月补贴 500 元。",
        "每季度申请一次。",
    ] and made.sizes == ["S", "XS"]
    assert "稳岗补贴办法" in client.get("/measures/ZC2020-002/new-version").content.decode()
    later = {**TYPED, "valid_from": "2020-11-01", "document": "青高新发〔2020〕50号"}
    del later["department"]
    assert client.post("/measures/ZC2020-002/new-version", later).status_code == 302
    draft = MeasureVersion.objects.get(measure__number="ZC2020-002", n=2)
    assert "青高新发〔2020〕50号" in client.get(f"/measures/versions/{draft.pk}/correct").content.decode()
    assert (
        client.post(f"/measures/versions/{draft.pk}/correct", {**later, "document": "青高新发〔2020〕51号"}).status_code
        == 302
    )
    assert (
        client.get(f"/measures/versions/{made.pk}/correct").status_code == 302
    )  # in force: back to the policy, with a word
    assert client.post(f"/measures/versions/{made.pk}/correct", later).status_code == 409
    repeal = {"repealed_on": "2020-09-01", "reason": "新文件"}
    assert client.post("/measures/ZC2020-002/repeal", repeal).status_code == 422
    assert client.post("/measures/ZC2020-002/repeal", {**repeal, "repealed_on": "2020-12-01"}).status_code == 302
    client.force_login(library.jsj_clerk)
    for address in ("new-version", "repeal"):
        assert client.post(f"/measures/ZC2020-002/{address}", later).status_code == 403


def test_a_notice_leads_to_the_policy(client, library, now_is) -> None:
    version(library, "ZC2020-001", "2020-09-01 09:00", valid_from="2020-09-28", industries=["equipment"])
    clock.tick(at("2020-09-28 08:00"))
    outbox.send_due(at("2020-09-28 08:00"), machine_now=at("2020-09-28 08:00"))
    client.force_login(library.principal)
    assert "《稳岗补贴办法》从9月28日（周一）起有新版本" in words(client.get("/inbox"))
    notice = Notice.objects.get(kind="measure_version", recipient=library.principal)
    assert client.get(f"/inbox/{notice.pk}")["Location"] == PAGE
