"""企业: the list and its gaps, a firm's file, and the office entering, changing and assigning."""

import re

import pytest

from liaison.casework import actions
from liaison.casework.inputs import RaiseInput
from liaison.registry.models import Account, Assignment, Enterprise
from liaison.registry.queries import PAGE
from tests.cast import BEGINNING, Cast, at

pytestmark = pytest.mark.django_db
CODE = "91500199MA9NHCFH4Q"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


@pytest.fixture
def office(client, cast: Cast, now_is):
    now_is("2020-09-28 10:24")
    client.force_login(cast.office)
    return client


def test_the_heading_is_the_finding_and_gaps_are_red(office, cast):
    html = office.get("/enterprises").content.decode()
    assert "3 家企业，还有 1 家没有专员" in html and '<b class="c-late">没有专员</b>' in html
    page = words(office.get("/enterprises?gaps=1").content.decode())
    assert "白鹤新材料" in page and "江岭精铸" not in page
    Assignment.objects.create(enterprise=cast.unserved, specialist=cast.specialist, since=BEGINNING)
    assert "3 家企业，都有专员" in office.get("/enterprises").content.decode()


def test_english(office):
    office.cookies["django_language"] = "en"
    page = words(office.get("/enterprises").content.decode())
    assert "3 firms, 1 still without a specialist" in page and "Yuhe Foods" in page and "Zhao Lei" in page


@pytest.mark.parametrize(
    ("asked", "found"), [("渝禾", "E0002"), ("yhsp", "E0002"), ("E0003", "E0003"), ("casting", "E0001")]
)
def test_search_by_name_initials_and_code(office, asked, found):
    assert set(re.findall(r"/enterprises/(E\d{4})", office.get("/enterprises", {"q": asked}).content.decode())) == {
        found
    }


def test_nothing_found_and_filter_by_status(office, cast):
    assert "没有找到企业" in words(office.get("/enterprises?q=无此企业").content.decode())
    Enterprise.objects.filter(pk=cast.unserved.pk).update(status="left")
    page = office.get("/enterprises?status=left").content.decode()
    assert set(re.findall(r"/enterprises/(E\d{4})", page)) == {"E0003"} and "都有专员" in page


def test_pages_follow_each_other_by_key_with_as_many_statements(office, cast, django_assert_max_num_queries):
    office.get("/enterprises")
    with django_assert_max_num_queries(12) as few:
        office.get("/enterprises")
    for number in range(4, 4 + 2 * PAGE):
        firm = Enterprise.objects.create(zone=cast.zone, code=f"E{number:04d}", name_zh=f"企业{number}")
        Assignment.objects.create(enterprise=firm, specialist=cast.specialist, since=BEGINNING)
    with django_assert_max_num_queries(12) as many:
        html = office.get("/enterprises").content.decode()
    assert len(few) == len(many)
    following = re.search(r'rel="next" href="([^"]+)"', html)[1].replace("&amp;", "&")
    second = set(re.findall(r"/enterprises/(E\d{4})", office.get(following).content.decode()))
    assert len(second) == PAGE and not second & set(re.findall(r"/enterprises/(E\d{4})", html))


# --- who sees what ---


def test_a_specialist_sees_his_own_firms_and_a_firm_itself(client, cast):
    for who, own in (("specialist", "E0001"), ("principal", "E0001"), ("outsider", "E0002")):
        client.force_login(getattr(cast, who))
        assert set(re.findall(r"/enterprises/(E\d{4})", client.get("/enterprises").content.decode())) == {own}
        for code in ("E0001", "E0002", "E0003", "E9999"):
            assert client.get(f"/enterprises/{code}").status_code == (200 if code == own else 404), (who, code)


@pytest.mark.parametrize(
    ("who", "sees"),
    [("office", True), ("specialist", True), ("chief", True), ("leader", True), ("contact", True), ("security", False)],
)  # fmt: skip
def test_telephones_of_a_firms_people(client, cast, who, sees):
    Account.objects.filter(pk=cast.principal.pk).update(phone="13800000027")
    client.force_login(getattr(cast, who))
    html = client.get("/enterprises/E0001").content.decode()
    assert "周敏" in html and ("13800000027" in html) == sees


def test_the_file_shows_facts_people_history_and_last_requests(office, cast, now_is, django_assert_max_num_queries):
    Enterprise.objects.filter(pk=cast.firm.pk).update(credit_code=CODE, industry="铸造", address="滨江东路6号")
    for number in range(7):
        actions.raise_request(RaiseInput(text=f"第{number}件"), by=cast.principal, now=at("2020-09-25 16:40"))
    office.post("/enterprises/E0001/assign", {"specialist": "tangyi", "reason": "调岗"})
    with django_assert_max_num_queries(13):
        html = office.get("/enterprises/E0001").content.decode()
    page = words(html)
    for shown in (
        CODE,
        "铸造",
        "滨江东路6号",
        "周敏",
        "负责人",
        "刘琪",
        "经办人",
        "唐毅",
        "2019年12月31日至9月28日 陈立群",
        "第6件",
    ):
        assert shown in page
    assert "第1件" not in page and "enterprise=E0001" in html


def test_a_firm_without_a_specialist_says_who_holds_it(office, django_assert_max_num_queries, cast):
    actions.raise_request(
        RaiseInput(text="要扩建", enterprise="E0003", channel="letter"), by=cast.office, now=at("2020-09-25 16:40")
    )
    with django_assert_max_num_queries(13):
        page = words(office.get("/enterprises/E0003").content.decode())
    assert "没有专员" in page and "总专员" in page and "还没有登记联系人" in page and "要扩建" in page


# --- the office's hand ---

FIRM = {"name_zh": "远志原料药有限公司", "name_en": "", "credit_code": CODE, "status": "operating", "industry": "医药"}


def test_entering_a_firm_with_its_specialist(office, cast):
    page = words(office.get("/enterprises/new").content.decode())
    assert page.index("唐毅") < page.index("陈立群 · 经发局 · 联系 1 家")  # those with room first
    answer = office.post("/enterprises/new", {**FIRM, "specialist": "chenliqun"}, follow=True)
    assert answer.redirect_chain[0][0] == "/enterprises/E0004"
    assert "远志原料药有限公司已登记，编号 E0004" in words(answer.content.decode())
    firm = Enterprise.objects.get(code="E0004")
    assert (firm.credit_code, firm.initials[:3]) == (CODE, "yzy")
    assert Assignment.objects.get(enterprise=firm, until=None).specialist == cast.specialist


def test_a_credit_code_that_is_taken(office, cast):
    Enterprise.objects.filter(pk=cast.firm.pk).update(credit_code=CODE)
    answer = office.post("/enterprises/new", FIRM)
    assert (
        answer.status_code == 409
        and "远志原料药" in answer.content.decode()
        and 'id="id_credit_code_error"' in answer.content.decode()
    )
    answer = office.post("/enterprises/E0002/change", FIRM)
    assert answer.status_code == 409
    assert Enterprise.objects.filter(credit_code=CODE).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"name_zh": ""}, {"credit_code": "123"}, {"status": "gone"}, {"name_zh": "长" * 101}, {"specialist": "linxia"}],
)
def test_a_firm_of_the_wrong_shape(office, wrong):
    answer = office.post("/enterprises/new", {**FIRM, **wrong})
    assert answer.status_code == 422 and "医药" in answer.content.decode() and 'role="alert"' in answer.content.decode()
    assert Enterprise.objects.count() == 3


def test_changing_a_file_can_also_empty_a_field(office, cast):
    Enterprise.objects.filter(pk=cast.firm.pk).update(industry="铸造")
    assert 'value="铸造"' in office.get("/enterprises/E0001/change").content.decode()
    answer = office.post(
        "/enterprises/E0001/change", {"name_zh": "江岭精铸有限公司", "status": "suspended", "industry": ""}
    )
    assert answer.status_code == 302
    cast.firm.refresh_from_db()
    assert (cast.firm.status, cast.firm.industry, cast.firm.credit_code) == ("suspended", "", None)


def test_assigning_ends_the_one_before(office, cast):
    assert "现任专员：陈立群" in words(office.get("/enterprises/E0001/assign").content.decode())
    office.post("/enterprises/E0001/assign", {"specialist": "zhaolei", "reason": "调岗"})
    assert Assignment.objects.get(enterprise=cast.firm, until=None).specialist == cast.outside_specialist
    answer = office.post("/enterprises/E0001/assign", {"specialist": "zhaolei", "reason": "再来一次"})
    assert (
        answer.status_code == 409 and "赵磊" in words(answer.content.decode()) and "再来一次" in answer.content.decode()
    )
    assert office.post("/enterprises/E0001/assign", {"specialist": "nobody"}).status_code == 422


@pytest.mark.parametrize(
    ("who", "status"),
    [("security", 403), ("leader", 403), ("chief", 403), ("specialist", 403), ("principal", 403), ("clerk", 404)],
)  # fmt: skip
def test_only_the_office_changes_the_register(client, cast, who, status):
    client.force_login(getattr(cast, who))
    for method in (client.get, client.post):
        assert method("/enterprises/new", FIRM).status_code == 403
        for page in ("change", "assign"):
            assert method(f"/enterprises/E0001/{page}", {**FIRM, "specialist": "zhaolei"}).status_code == status
    assert Enterprise.objects.count() == 3


def test_industry_and_size_are_words_in_the_readers_language(office, cast):
    Enterprise.objects.filter(pk=cast.firm.pk).update(industry="equipment", size="L")
    page = words(office.get("/enterprises/E0001").content.decode())
    assert "行业 装备制造" in page and "规模 大型" in page and "equipment" not in page
    assert "装备制造" in office.get("/enterprises").content.decode()
    english = words(office.get("/enterprises/E0001", headers={"accept-language": "en"}).content.decode())
    assert "Industry Equipment" in english and "Size Large" in english


def test_what_was_read_as_words_goes_back_as_codes(office, cast):
    Enterprise.objects.filter(pk=cast.firm.pk).update(industry="equipment", size="200 人")
    form = office.get("/enterprises/E0001/change").content.decode()
    assert 'value="装备制造"' in form and '<option value="200 人" selected>' in form
    sent = {"name_zh": "江岭精铸有限公司", "status": "operating", "industry": "新材料", "size": "M"}
    office.post("/enterprises/E0001/change", sent)
    cast.firm.refresh_from_db()
    assert (cast.firm.industry, cast.firm.size) == ("materials", "M")
    office.post("/enterprises/E0001/change", {**sent, "industry": "铸造"})
    cast.firm.refresh_from_db()
    assert cast.firm.industry == "铸造"
