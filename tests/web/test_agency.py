"""代办件 on screen: the firm's task list, the steps for departments, the report (R-36…R-38, ux E9, S8)."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from liaison.casework.models import AgencyFile, AgencyStep, Material
from liaison.notices.models import Notice
from tests import pictures
from tests.casework.agency_steps import SMALL_ZONE, Formalities
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
NUMBER = "DB2020-0001"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def shown(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return words(answer.content.decode())


def forms_without_token(html: str) -> list[str]:
    """A browser does not forgive what the test client does."""
    forms = re.findall(r"<form[^>]*action=\"/agency.*?</form>", html, re.DOTALL)
    assert forms
    return [form for form in forms if not re.search(r'csrfmiddlewaretoken" value="\w{20,}"', form)]


@pytest.fixture(autouse=True)
def _shelf(settings, tmp_path) -> None:
    settings.UPLOADS_DIR = tmp_path


def test_opened_in_two_steps_with_the_target_a_month_ahead(client, cast: Cast, now_is) -> None:
    now_is("2020-03-02 09:00")
    client.force_login(cast.specialist)
    assert "工业项目建设手续 8 个环节" in shown(client, "/agency/new")
    page = client.get("/agency/new?template=factory&enterprise=E0001").content.decode()
    assert 'value="2020-04-02"' in page and '<option value="E0001" selected>' in page and "HGS" not in page
    sent = {
        "template": "factory",
        "enterprise": "E0001",
        "months": "6",
        "source": "前三个项目平均",
        "target_on": "2020-04-02",
    }
    steps = {f"step_{step}": code for step, code in SMALL_ZONE["factory"].items()}
    for wrong, field in (
        ({"months": "x"}, "months"),
        ({"source": ""}, "source"),
        ({"target_on": "2020-03-03"}, "target_on"),
    ):
        answer = client.post("/agency/new", {**sent, **steps, **wrong})
        assert answer.status_code == 422 and f'id="id_{field}_error"' in answer.content.decode()
    answer = client.post("/agency/new", {**sent, **steps}, follow=True)
    assert "等企业书面授权" in words(answer.content.decode()) and AgencyFile.objects.get().number == NUMBER


def test_E9_the_firm_authorises_sees_what_is_missing_and_hands_it_in(client, cast: Cast, now_is) -> None:
    now_is("2020-03-02 10:00")
    Formalities(cast).opened()
    client.force_login(cast.contact)
    assert "只有负责人可以授权" in shown(client, f"/agency/{NUMBER}")
    client.force_login(cast.principal)
    assert "兹授权高新区代我单位办理：临时摊位" in shown(client, f"/agency/{NUMBER}/authorise")
    sent = {"last_day": "2020-12-31", "text": "同意代办"}
    assert client.post(f"/agency/{NUMBER}/authorise", {**sent, "last_day": "2020-03-01"}).status_code == 422
    client.post(f"/agency/{NUMBER}/authorise", sent)
    file = AgencyFile.objects.get()
    assert (file.state, file.authorised_until) == ("open", date(2020, 12, 31))
    story = Formalities(cast)
    story.file = file
    story.started("site", "2020-03-02 10:00")
    page = shown(client, f"/agency/{NUMBER}")
    assert "还缺您的 1 份材料" in page and "等您交材料：营业执照" in page and "陈立群" in page
    html = client.get(f"/agency/{NUMBER}").content.decode()
    assert "/start" not in html and not forms_without_token(html)
    give = f"/agency/papers/{story.material('site', 'licence').pk}/give"
    assert client.post(give, {"file": SimpleUploadedFile("a.exe", b"MZ")}).status_code == 422
    assert client.post(give).status_code == 422
    answer = client.post(give, {"file": SimpleUploadedFile("执照.jpg", pictures.photo())}, follow=True)
    assert "已交" in words(answer.content.decode()) and story.step("site").state == "running"
    pk = story.material("site", "licence").pk
    served = client.get(f"/agency/papers/{pk}/paper.jpg")
    assert served["Content-Type"] == "image/jpeg" and "sandbox" in served["Content-Security-Policy"]
    assert client.get(f"/agency/papers/{pk}/paper.pdf").status_code == 404
    assert "代办件" in shown(client, "/") and NUMBER in shown(client, "/agency")
    client.post(f"/agency/{NUMBER}/withdraw")
    assert AgencyFile.objects.get().state == "waiting"


def test_S8_a_department_ticks_off_its_step(client, cast: Cast, now_is) -> None:
    now_is("2020-03-03 10:00")
    story = Formalities(cast).opened().authorised()
    client.force_login(cast.clerk)
    page = client.get(f"/agency/{NUMBER}").content.decode()
    assert (
        "法定" in page
        and "20 天" in page
        and 'class="w"' in page
        and f"/agency/steps/{story.step('site').pk}/start" in page
    )
    assert f"/agency/steps/{story.step('safety').pk}/start" not in page  # another department's
    assert not forms_without_token(page)
    step = f"/agency/steps/{story.step('site').pk}"
    assert "启动了市政管护科的临时占道许可，还缺材料：营业执照" in words(
        client.post(f"{step}/start", follow=True).content.decode()
    )
    answer = client.post(f"{step}/finish")
    assert answer.status_code == 409 and "还缺材料：营业执照" in words(answer.content.decode())
    assert client.post(f"{step}/refuse", {"text": ""}).status_code == 422
    client.post(f"{step}/refuse", {"text": "占了盲道"})
    assert "占了盲道" in shown(client, f"/agency/{NUMBER}")
    client.post(f"{step}/start")
    assert "已办结" in words(client.post(f"{step}/finish", {"documents": ["licence"]}, follow=True).content.decode())
    client.force_login(cast.yjj_clerk)
    client.post(f"/agency/steps/{story.step('safety').pk}/start")
    paper = Material.objects.get(step__code="safety").pk
    client.post(f"/agency/papers/{paper}/take")
    assert client.post(f"/agency/papers/{paper}/return", {"text": "看不清"}).status_code == 302
    assert AgencyStep.objects.get(code="safety").state == "with_firm"
    client.force_login(cast.office)
    client.post(f"/agency/{NUMBER}/stop", {"text": "企业不办了"})
    assert "已终止" in shown(client, f"/agency/{NUMBER}") and NUMBER in shown(client, "/agency?show=over")


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "半年→1个月"), ("en", "half a year → 1 month")])
def test_SC06_the_report_says_it_in_months(client, cast: Cast, now_is, language: str, said: str) -> None:
    now_is("2020-04-03 10:00")
    story = Formalities(cast).opened().authorised()
    story.started("site", "2020-03-02 11:00").finished("site", "2020-03-04 11:00", "licence")
    story.started("safety", "2020-03-02 11:00").finished("safety", "2020-03-03 11:00", "layout")
    story.started("notice", "2020-04-01 11:00").finished("notice", "2020-04-02 11:00")
    client.force_login(cast.principal)
    client.cookies["django_language"] = language
    with translation.override(language):
        report = shown(client, f"/agency/{NUMBER}/report")
        assert (
            said in report and said in shown(client, "/agency?show=over") and said in shown(client, f"/agency/{NUMBER}")
        )
    assert ("法定" in report) == (language == "zh-hans")


def test_SC05_allowed_two_days_and_took_one(client, cast: Cast, now_is) -> None:
    now_is("2020-12-11 10:00")
    story = Formalities(cast).opened(
        "2020-12-10 09:00", "start_up", target="2020-12-11", need_by=at("2020-12-11 23:59")
    )
    story.authorised("2020-12-10 09:10")
    for step in story.file.steps.all():
        papers = [one.code for one in Material.objects.filter(step=step)]
        story.started(step.code, "2020-12-10 10:00").finished(step.code, "2020-12-10 17:00", *papers)
    client.force_login(cast.chief)
    report = shown(client, f"/agency/{NUMBER}/report")
    assert "实际用时 1 天" in report and "允许用时 2 天" in report


def test_a_notice_leads_to_its_file(client, cast: Cast, now_is) -> None:
    now_is("2020-03-02 10:00")
    Formalities(cast).opened()
    Notice.objects.update(state=Notice.SENT)
    client.force_login(cast.principal)
    one = Notice.objects.get(kind="agency_opened", recipient=cast.principal)
    assert client.get(f"/inbox/{one.pk}")["Location"] == f"/agency/{NUMBER}"


def test_pages_cost_the_same_however_much_there_is(client, cast: Cast, now_is, django_assert_max_num_queries) -> None:
    now_is("2020-03-03 10:00")
    client.force_login(cast.office)
    for much in (1, 8):
        for _each in range(much):
            Formalities(cast).opened(template="factory").authorised().started("filing", "2020-03-02 11:00")
        for page in ("/agency", f"/agency/{NUMBER}", f"/agency/{NUMBER}/report"):
            client.get(page)
            with django_assert_max_num_queries(12):
                assert client.get(page).status_code == 200
