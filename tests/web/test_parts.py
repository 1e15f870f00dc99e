"""The look as the product renders it: tags, parts, the shell, and the pages that say what went wrong."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path, resolve
from django.utils import translation

from liaison.registry.models import Account, Enterprise, Zone
from liaison.rules.calendar import NOTICES, calendar_from
from liaison.rules.daystrip import strip
from liaison.rules.deadlines import SHANGHAI
from liaison.web import context
from liaison.web.parts import Happening, RequestRow
from liaison.web.templatetags import look

CALENDAR = calendar_from(NOTICES)
TEMPLATES = sorted((settings.PACKAGE_DIR / "templates").glob("**/*.html"))
ERROR_PAGES = sorted(path.stem for path in (settings.PACKAGE_DIR / "templates" / "errors").glob("*.html"))
LAMP_ON_PROMISE = datetime(2020, 9, 29, 17, 30, tzinfo=SHANGHAI)
CELLS = strip(date(2020, 9, 25), LAMP_ON_PROMISE, date(2020, 9, 28), CALENDAR)


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


PLACES = {
    "home": "", "today": "today", "desk": "desk", "dispatch": "dispatch", "requests": "requests", "inbox": "inbox", "ledger": "ledger",
    "agency-files": "agency", "supervision": "supervision", "overview": "overview",
    "enterprises": "enterprises", "people": "people", "me": "me", "set_language": "language/", "set_type": "type/",
    "inbox-count": "inbox/count", "account_login": "account/sign-in/",
}  # fmt: skip
urlpatterns = [path(place, _page, name=name) for name, place in PLACES.items()]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


# --- tags ---


@pytest.mark.parametrize(
    ("code", "chinese", "english"),
    [
        ("normal", "正常", "On time"),
        ("due_soon", "临期", "Due soon"),
        ("overdue", "超期", "Overdue"),
        ("consulting", "会商中", "In consultation"),
        ("done", "已办结", "Closed"),
    ],
)
def test_a_lamp_is_shape_word_and_colour(code, chinese, english):
    html = look.lamp(code)
    assert words(html) == chinese
    assert "is-" in html and "icons.svg#l-" in html
    with translation.override("en"):
        assert words(look.lamp(code)) == english


def test_a_lamp_can_say_what_is_left():
    assert words(look.lamp("normal", text="还剩 3 天")) == "还剩 3 天"


def test_the_day_strip_has_a_word_in_every_cell():
    html = render_to_string("parts/_day_strip.html", look.day_strip(CELLS, LAMP_ON_PROMISE, "due_soon"))
    assert words(html) == "周 五 25 收到 周 六 26 周末 班 周 日 27 第1天 周 一 28 第2天 周 二 29 17:30"
    assert 'aria-label="9月25日收到，9月29日（周二）17:30 到期"' in html or "2020年9月25日收到" in html
    assert html.count('aria-current="date"') == 1
    with translation.override("en"):
        html = render_to_string("parts/_day_strip.html", look.day_strip(CELLS, LAMP_ON_PROMISE, "due_soon"))
        assert words(html) == "Fri 25 In Sat 26 Off WD Sun 27 Day 1 Mon 28 Day 2 Tue 29 17:30"


def test_the_day_strip_names_a_holiday_and_the_late_reply():
    due = datetime(2020, 10, 12, 17, 30, tzinfo=SHANGHAI)
    cells = strip(date(2020, 9, 30), due, date(2020, 10, 13), CALENDAR, date(2020, 10, 13))
    html = render_to_string("parts/_day_strip.html", look.day_strip(cells, due, "overdue", replied=True))
    assert "10月 1–8 国庆" in words(html)
    assert words(html).endswith("13 回复")
    assert 'title="国庆节、中秋节"' in html and "days--many" in html


def test_the_note_under_a_strip_explains_the_made_up_day():
    assert look.days_note(CELLS) == "收到当天不算。27日周日补班，算工作日。"


def test_the_small_strip_is_hidden_from_readers():
    html = look.mini_strip(CELLS, "due_soon")
    assert 'aria-hidden="true"' in html and re.findall(r'i class="(\w)"', html) == ["g", "o", "p", "p", "d"]
    assert look.mini_strip((), "normal") == ""


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("02388880012", "023-8888 0012"),
        ("023-88880012", "023-8888 0012"),
        ("13800000027", "138 0000 0027"),
        ("08301234567", "0830-123 4567"),
        ("12345", "12345"),
        ("", ""),
    ],
)
def test_a_telephone_number_is_grouped(number, shown):
    assert look.phone(number) == shown


def test_a_call_button_dials_and_says_whom():
    html = look.call_button("023-8888 0031", "罗川")
    assert 'href="tel:02388880031"' in html and 'aria-label="打电话给 罗川"' in html
    assert look.call_button("", "罗川") == ""


def test_names_are_escaped():
    assert "<script" not in look.call_button("02388880031", "<script>") + look.face("<script>")


# --- parts ---


def test_a_request_row_shows_number_need_and_next_step_escaped():
    row = RequestRow("2020-0287", "路灯 <b>不亮</b>", "due_soon", "下一步：市政管护科回复", "/requests/2020-0287/")
    html = look.request_row(row)
    assert "2020-0287" in html and "下一步：市政管护科回复" in html and "临期" in html
    assert "<b>不亮" not in html


def test_a_timeline_marks_what_is_internal():
    at = datetime(2019, 9, 25, 16, 40, tzinfo=SHANGHAI)
    items = [
        Happening(at, "写了一条记录。", "陈立群", internal=True),
        Happening(at, "提交了诉求。", "您", text="一\n二"),
    ]
    html = render_to_string("parts/_timeline.html", {"items": items})
    assert html.count("内部") == 1 and "一<br>二" in html and "2019年9月25日 16:40" in html


class _Form(forms.Form):
    text = forms.CharField(label="遇到什么困难", help_text="一两句话就行")


def test_an_error_is_said_at_the_top_and_at_the_field():
    form = _Form({})
    summary = render_to_string("parts/_errors.html", {"form": form})
    field = render_to_string("parts/_field.html", {"field": form["text"]})
    assert 'href="#id_text"' in summary and 'role="alert"' in summary
    assert 'id="id_text"' in field and 'id="id_text_error"' in field and "id_text_error" in field.split("<input")[1]
    assert 'class="input"' in field and 'aria-invalid="true"' in field
    assert render_to_string("parts/_errors.html", {"form": _Form({"text": "灯"})}) == "\n"


# --- the shell ---


def _account(*posts: str, department: int | None = None, enterprise: int | None = None) -> Account:
    account = Account(pk=1, login="x", zone=Zone(pk=1, name_zh="青江高新区"), name_zh="陈立群")
    account.department_id, account.enterprise_id = department, enterprise
    account._posts = frozenset(posts)
    return account


def _request(user: object, address: str = "/") -> HttpRequest:
    request = RequestFactory().get(address)
    request.user = user
    return request


NAVIGATION = [
    (_account("principal", enterprise=1), ["enterprise", "requests", "inbox", "me"], "专员"),
    (_account("specialist", department=1), ["today", "ledger", "enterprises", "inbox", "me"], "今日"),
    (_account("chief"), ["today", "ledger", "supervision", "enterprises", "inbox", "me"], "今日"),
    (_account("clerk", department=1), ["desk", "ledger", "agency-files", "inbox", "me"], "收件"),
    (_account("head", "specialist", department=1), ["today", "desk", "ledger", "enterprises", "inbox", "me"], "今日"),
    (_account("office"), ["dispatch", "ledger", "supervision", "enterprises", "people", "inbox", "me"], "分派"),
    (_account("leader"), ["overview", "ledger", "supervision", "enterprises", "inbox", "me"], "概览"),
    (_account("evaluation"), ["appraisal", "inbox", "me"], "考核"),
    (_account("discipline"), ["appraisal", "inbox", "me"], "考核"),
    (_account("security"), ["people", "inbox", "me"], "人员"),
    (_account("audit"), ["inbox", "me"], "通知"),
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("account", "names", "first"), NAVIGATION)
def test_navigation_follows_the_posts(account, names, first):
    nav = context.Shell(_request(account)).nav
    assert [item.name for item in nav] == names
    assert nav[0].label == first


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/", "dispatch"),
        ("/dispatch", "dispatch"),
        ("/today", "today"),
        ("/requests", "ledger"),
        ("/requests/2020-0287", "ledger"),
        ("/ledger/filter", "ledger"),
        ("/people/zhou", "people"),
        ("/raise", None),
    ],
)
def test_the_current_place_is_marked_also_below_it(address, current):
    nav = context.Shell(_request(_account("office", "specialist"), address)).nav
    assert [item.name for item in nav if item.current] == ([current] if current else [])


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_stranger_costs_no_query_and_a_person_one(django_assert_num_queries, rf):
    with django_assert_num_queries(0):
        html = render_to_string("base.html", {}, request=_request(AnonymousUser(), "/requests"))
    assert "Liaison" in html and "<nav" not in html
    with django_assert_num_queries(1):  # the unread count; zone and posts are at hand
        html = render_to_string("base.html", {}, request=_request(_account("specialist", department=1)))
    assert 'aria-current="page"' in html and 'name="language" value="en"' in html


@pytest.mark.urls(__name__)
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("demo", "host", "address", "offered"),
    [
        (True, "127.0.0.1:8000", "/account/sign-in/", True),
        (True, "localhost:8000", "/account/sign-in/", True),
        (True, "qingjiang.example", "/account/sign-in/", False),
        (True, "127.0.0.1:8000", "/requests", False),
        (False, "127.0.0.1:8000", "/account/sign-in/", False),
    ],
)
def test_demo_accounts_are_offered_on_loopback_in_the_demo_zone_only(settings, demo, host, address, offered):
    settings.ALLOWED_HOSTS = ["*"]
    zone = Zone.objects.create(code="QJ", name_zh="青江高新区", is_demo=demo)
    firm = Enterprise.objects.create(zone=zone, code="E0001", name_zh="江岭精铸有限公司")
    Account.objects.create(zone=zone, login="enterprise", name_zh="周敏", enterprise=firm)
    request = RequestFactory().get(address, headers={"host": host})
    request.resolver_match = resolve(request.path)
    found = [person for group in context.Shell(request).demo_accounts for person in group.accounts]
    assert [(p.login, p.who, p.what) for p in found] == (
        [("enterprise", "周敏", "江岭精铸 · 负责人")] if offered else []
    )


@pytest.mark.django_db
def test_signing_in_by_page(client, settings):
    zone = Zone.objects.create(code="QJ", name_zh="青江高新区", is_demo=True, duty_phone="02388880000")
    Account.objects.create(zone=zone, login="office", name_zh="何静")
    html = client.get("/account/sign-in/").content.decode()
    assert 'autocomplete="username"' in html and 'autocomplete="current-password"' in html
    assert "演示账号" not in html  # the host is not loopback
    wrong = client.post("/account/sign-in/", {"login": "office", "password": "no"})
    assert "用户名或密码不正确" in wrong.content.decode() and 'value="office"' in wrong.content.decode()
    html = client.get("/account/sign-in/", headers={"host": "localhost:8000"}).content.decode()
    assert "演示账号" in html and "何静" in html


@pytest.mark.django_db
def test_too_many_guesses_are_told_so(client, settings):
    for _guess in range(6):
        answer = client.post("/account/sign-in/", {"login": "nobody", "password": "no"})
    assert "登录失败次数过多" in answer.content.decode()
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "3/m/ip"}
    for number in range(4):
        answer = client.post("/account/sign-in/", {"login": f"somebody{number}", "password": "no"})
    assert answer.status_code == 429
    assert "短时间内试得太多次了" in answer.content.decode()


# --- pages that say what went wrong, and what holds for every template ---


@pytest.mark.parametrize("page", [page for page in ERROR_PAGES if page != "plain"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_error_page_needs_nothing_and_says_what_to_do(page, language):
    with translation.override(language):
        html = render_to_string(f"errors/{page}.html")
    assert html.count("<h1") == 1 and f'<html lang="{language}">' in html
    assert bool(re.search("[一-鿿]", html)) == (language == "zh-hans")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_breaks_the_content_security_policy(template: Path):
    text = template.read_text(encoding="utf-8")
    assert not re.search(r'\sstyle="|<style|\son[a-z]+="|javascript:|hx-on|<script(?![^>]*\ssrc=)', text)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_icon_is_in_the_sprite(template: Path):
    sprite = (settings.PACKAGE_DIR / "static" / "icons.svg").read_text(encoding="utf-8")
    for name in re.findall(r'{% icon "([\w-]+)"', template.read_text(encoding="utf-8")):
        assert f'id="i-{name}"' in sprite


def test_two_sentences_stand_apart_in_english_only():
    with translation.override("en"):
        assert look.gap() == " "
    with translation.override("zh-hans"):
        assert look.gap() == ""
