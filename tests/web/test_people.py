"""人员: the office keeps the firms' contacts, security everybody; posts, passwords and 三权分立."""

import re

import pytest
from django.contrib.sessions.models import Session

from liaison.record.models import Entry
from liaison.registry.models import Account, Appointment
from liaison.registry.queries import PAGE
from tests.cast import BEGINNING, Cast

pytestmark = pytest.mark.django_db


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


@pytest.fixture
def office(client, cast: Cast, now_is):
    now_is("2020-09-28 10:24")
    client.force_login(cast.office)
    return client


@pytest.fixture
def security(client, cast: Cast, now_is):
    now_is("2020-09-28 10:24")
    client.force_login(cast.security)
    return client


def posts_of(account: Account) -> set[str]:
    return set(Appointment.objects.filter(account=account, until=None).values_list("post", flat=True))


# --- the list ---


def test_the_office_lists_contacts_and_security_everybody(client, cast):
    client.force_login(cast.office)
    page = words(client.get("/people").content.decode())
    assert "3 位企业联系人" in page and "周敏" in page and "罗川" not in page
    client.force_login(cast.security)
    page = words(client.get("/people").content.decode())
    assert f"登记人员 {len(cast.everybody())} 人" in page and "罗川" in page and "周敏" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "罗川"}, "luochuan"),
        ({"q": "luo"}, "luochuan"),
        ({"q": "chuan", "post": "clerk"}, "luochuan"),
        ({"post": "chief"}, "tangyi"),
    ],
)
def test_search_and_filter_by_post(security, asked, found):
    assert set(re.findall(r'href="/people/([a-z]+)"', security.get("/people", asked).content.decode())) - {"new"} == {
        found
    }


def test_the_office_filters_by_the_posts_of_its_contacts_and_by_no_other(office):
    """A post that is not offered, in an old address, would find nobody while the page says "every post"."""
    found = {}
    for post in ("", "principal", "clerk", "specialist"):
        html = office.get("/people", {"post": post}).content.decode()
        found[post] = set(re.findall(r'href="/people/([a-z]+)"', html)) - {"new"}
    assert found["principal"] == {"wuhe", "zhoumin"} and found["clerk"] == {"liuqi"}
    assert found["specialist"] == found[""] == {"wuhe", "zhoumin", "liuqi"}


def test_nobody_found_and_english(security):
    assert "没有找到人员" in words(security.get("/people?q=无此人").content.decode())
    security.cookies["django_language"] = "en"
    assert "people in the register" in words(security.get("/people").content.decode())


def test_pages_follow_each_other_by_key_with_as_many_statements(security, cast, django_assert_max_num_queries):
    security.get("/people")
    with django_assert_max_num_queries(12) as few:
        security.get("/people")
    for number in range(2 * PAGE):
        person = Account.objects.create(
            zone=cast.zone, login=f"zz{number:03d}", name_zh=f"某{number}", department=cast.d.JSJ
        )
        Appointment.objects.create(account=person, post="clerk", since=BEGINNING)
    with django_assert_max_num_queries(12) as many:
        html = security.get("/people").content.decode()
    assert len(few) == len(many)
    following = re.search(r'rel="next" href="([^"]+)"', html)[1].replace("&amp;", "&")
    second = set(re.findall(r'href="/people/(\w+)"', security.get(following).content.decode()))
    assert len(second - {"new"}) == PAGE and not (second - {"new"}) & set(re.findall(r'href="/people/(\w+)"', html))


@pytest.mark.parametrize("who", ["principal", "clerk", "specialist", "chief", "leader", "system", "audit"])
def test_the_register_of_people_is_not_for_others(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get("/people").status_code == 403
    assert client.get("/people/new").status_code == 403
    assert client.get("/people/linxia").status_code == 404
    for act in ("post", "end-post", "password"):
        assert client.post(f"/people/linxia/{act}", {"post": "audit"}).status_code in (403, 404)
    assert posts_of(cast.office) == {"office"}


# --- entering somebody ---

CONTACT = {"login": "wanglan", "name_zh": "王岚", "phone": "13800000028", "enterprise": "e0001", "posts": ["clerk"]}
STAFF = {"login": "zhengyi", "name_zh": "郑毅", "department": "JSJ", "posts": ["clerk", "specialist"]}


def test_the_office_enters_a_contact(office, cast):
    assert 'value="E0002"' in office.get("/people/new?enterprise=E0002").content.decode()
    answer = office.post("/people/new", CONTACT, follow=True)
    assert answer.redirect_chain[0][0] == "/people/wanglan" and "还没有密码" in words(answer.content.decode())
    person = Account.objects.get(login="wanglan")
    assert person.enterprise == cast.firm and posts_of(person) == {"clerk"} and not person.has_usable_password()


def test_security_enters_staff(security, cast):
    assert security.post("/people/new", STAFF).status_code == 302
    assert posts_of(Account.objects.get(login="zhengyi")) == {"clerk", "specialist"}


def test_the_office_enters_no_staff(office):
    answer = office.post("/people/new", {**CONTACT, "posts": ["office"]})
    assert answer.status_code == 422 and "王岚" in answer.content.decode()
    answer = office.post("/people/new", {**CONTACT, "enterprise": ""})
    assert answer.status_code in (403, 422)
    assert not Account.objects.filter(login="wanglan").exists()


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"login": "linxia"}, 409),
        ({"login": "大写"}, 422),
        ({"name_zh": ""}, 422),
        ({"enterprise": "E0001"}, 422),
        ({"department": "NOPE"}, 422),
        ({"posts": ["audit", "system"]}, 409),
        ({"posts": ["security", "specialist"]}, 409),
        ({"phone": "call me"}, 422),
    ],
)
def test_what_cannot_be_entered_keeps_what_was_typed(security, wrong, status):
    answer = security.post("/people/new", {**STAFF, **wrong})
    assert answer.status_code == status and 'role="alert"' in answer.content.decode()
    assert wrong.get("name_zh", "郑毅") in answer.content.decode()
    assert not Account.objects.filter(name_zh="郑毅").exists()


# --- posts ---


def test_giving_and_ending_a_post(security, cast):
    answer = security.post("/people/luochuan/post", {"post": "specialist"}, follow=True)
    assert "罗川已有岗位：专员" in words(answer.content.decode()) and posts_of(cast.clerk) == {"clerk", "specialist"}
    security.post("/people/luochuan/end-post", {"post": "clerk"})
    assert posts_of(cast.clerk) == {"specialist"}


def test_only_fitting_posts_are_offered_and_none_is_chosen_beforehand(security):
    def offered(login: str) -> list[str]:
        return re.findall(r'<option value="(\w*)"', security.get(f"/people/{login}").content.decode())

    assert offered("zhoumin")[0] == "" and set(offered("zhoumin")) <= {"", "principal", "clerk"}
    assert "principal" not in offered("luochuan") and "specialist" in offered("luochuan")


@pytest.mark.parametrize(
    ("login", "act", "post", "status", "said"),
    [
        ("luochuan", "post", "clerk", 409, "已经"),
        ("shenji", "post", "system", 409, "三"),
        ("chenliqun", "post", "audit", 409, "三"),
        ("xitong", "post", "specialist", 409, "三"),
        ("luochuan", "post", "king", 422, "岗位"),
        ("luochuan", "post", "", 422, "岗位"),
        ("chenliqun", "end-post", "specialist", 422, "企业"),
        ("luochuan", "end-post", "head", 422, "岗位"),
        ("anquan", "post", "office", 403, "同事"),
        ("anquan", "end-post", "security", 403, "同事"),
    ],
)
def test_what_security_may_not_do_is_a_sentence(security, login, act, post, status, said):
    before = sorted(Appointment.objects.filter(until=None).values_list("account__login", "post"))
    answer = security.post(f"/people/{login}/{act}", {"post": post})
    alert = re.search(r'role="alert".*?</div>', answer.content.decode(), re.S)[0]
    assert answer.status_code == status and said in words(alert)
    assert sorted(Appointment.objects.filter(until=None).values_list("account__login", "post")) == before


def test_the_office_gives_no_posts(office, cast):
    for login in ("liuqi", "luochuan"):
        for act in ("post", "end-post"):
            assert (
                office.post(f"/people/{login}/{act}", {"post": "principal" if act == "post" else "clerk"}).status_code
                == 403
            )
    assert "授予岗位" not in office.get("/people/liuqi").content.decode()


def test_ones_own_page_has_no_handles(security):
    html = security.get("/people/anquan").content.decode()
    assert "自己的岗位自己不能动" in html and "/end-post" not in html and "/password" not in html


# --- passwords ---


def test_a_new_password_is_shown_once_and_kept_nowhere(security, cast, client):
    answer = security.post("/people/luochuan/password")
    html = answer.content.decode()
    password = re.search(r"<code>([a-z2-9-]{19})</code>", html)[1]
    assert answer.status_code == 200 and "no-store" in answer.headers["Cache-Control"]
    cast.clerk.refresh_from_db()
    assert cast.clerk.check_password(password)
    assert password not in security.get("/people/luochuan").content.decode()
    assert not any(password in str(session.get_decoded()) for session in Session.objects.all())
    assert not Entry.objects.filter(body__contains=password).exists()
    assert Entry.objects.filter(kind="password.reset", subject="luochuan").count() == 1
    assert security.get("/people/luochuan/password").status_code == 405


def test_the_office_resets_passwords_of_contacts_only(office, cast):
    assert office.post("/people/liuqi/password").status_code == 200
    answer = office.post("/people/luochuan/password")
    assert answer.status_code == 403 and "<code>" not in answer.content.decode()
    assert office.post("/people/linxia/password").status_code == 403
    assert office.post("/people/nobody/password").status_code == 404
