"""扫码: a poster at the gate, a stranger with a phone, no account; and the office that hangs the posters up."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from liaison.casework.models import ServiceRequest
from liaison.registry import doors
from liaison.registry.inputs import DoorInput
from liaison.registry.models import Door, Enterprise
from tests.cast import Cast, at
from tests.papers import qr

pytestmark = pytest.mark.django_db
MADE = at("2020-09-21 09:00")
SAID = {"text": "三号门电动门坏了，货车进不来", "name": "门卫老李", "phone": "13800001234", "key": "k1"}
HAN = re.compile(r"[\u3400-\u9fff]")
FIRST_VISIT = 90 * 1024  # bytes, gzipped


@pytest.fixture(autouse=True)
def _friday_afternoon(now_is):
    now_is("2020-09-25 16:40")


@pytest.fixture
def door(cast: Cast) -> Door:
    return doors.make_door(DoorInput(enterprise="E0001"), by=cast.office, now=MADE)


@pytest.fixture
def gate(cast: Cast) -> Door:
    return doors.make_door(DoorInput(place="南门"), by=cast.office, now=MADE)


def html(answer) -> str:
    return answer.content.decode()


def q(door: Door) -> str:
    return f"/q/{door.code}"


def test_a_scan_shows_who_rings_back_and_asks_for_little(client, door):
    page = client.get(q(door))
    said = html(page)
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    for word in ("遇到什么困难", "陈立群", "tel:02388880012", "江岭精铸有限公司", "不用账号", f'data-draft="qr:{door.code}"',
                 "data-draft-note", "已自动保存草稿", "青江高新区"):  # fmt: skip
        assert word in said
    assert 'name="firm"' not in said
    for secret in ("周敏", "刘琪", "E0001"):  # no contact, no code of the firm
        assert secret not in said
    client.get(f"/q/{door.code.lower()}")
    client.head(q(door))
    door.refresh_from_db()
    assert door.scans == 2


def test_what_is_sent_becomes_an_unverified_request_with_a_slip(client, door):
    sent = client.post(q(door), {**SAID, "category": "roads", "urgent": "on"})
    r = ServiceRequest.objects.get()
    assert sent.status_code == 302 and (r.verified, r.channel, r.urgent, r.category.code) == (
        False,
        "qr",
        True,
        "roads",
    )
    slip = html(client.get(sent["Location"]))
    for word in (
        r.number,
        "未核验",
        "陈立群先给您回电",
        "9月29日（周二）17:30",
        f'data-draft-clear="qr:{door.code}"',
        "tel:02388880012",
    ):
        assert word in slip
    assert SAID["text"] not in slip and SAID["name"] not in slip  # the address may stay in the history of a lent phone
    assert r.number not in sent["Location"]
    broken = client.get(sent["Location"][:-3] + "xyz")
    assert broken.status_code == 404 and r.number not in html(broken)


def test_the_same_page_sent_twice_is_one_request_and_a_second_one_waits(client, door):
    first, again = client.post(q(door), SAID), client.post(q(door), SAID)
    number = ServiceRequest.objects.get().number
    assert number in html(client.get(again["Location"])) and first.status_code == again.status_code == 302
    other = client.post(q(door), {**SAID, "key": "k2", "text": "还有一件事"})
    assert other.status_code == 409 and number in html(other) and "还有一件事" in html(other)
    assert ServiceRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"text": "  "}, "text"), ({"text": "字" * 5001}, "text"), ({"name": ""}, "name"), ({"name": "长" * 61}, "name"),
        ({"phone": ""}, "phone"), ({"phone": "12345"}, "phone"), ({"phone": "打我手机吧"}, "phone"), ({"category": "moon"}, "category"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_and_the_rest_is_kept(client, door, typed, field):
    answer = client.post(q(door), {**SAID, **typed})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert 'role="alert"' in html(answer) and 'value="k1"' in html(answer)
    assert {**SAID, **typed}["text"].strip() in html(answer)
    assert not ServiceRequest.objects.exists()


def test_at_a_gate_one_of_several_firms_is_chosen_without_script(client, cast, gate):
    Enterprise.objects.create(zone=cast.zone, code="E0004", name_zh="江岭物流有限公司")
    assert "南门" in html(client.get(q(gate))) and "陈立群" not in html(client.get(q(gate)))
    unclear = client.post(q(gate), {**SAID, "firm": "江岭"})
    assert unclear.status_code == 422
    offered = re.findall(r'name="which" value="([^"]+)"', html(unclear))
    assert offered == ["江岭精铸有限公司", "江岭物流有限公司"] and SAID["text"] in html(unclear)
    nobody = client.post(q(gate), {**SAID, "firm": "天外飞仙"})
    assert nobody.status_code == 422 and "没有找到" in html(nobody) and "tel:02388880000" in html(nobody)
    sent = client.post(q(gate), {**SAID, "firm": "江岭", "which": offered[1]})
    assert sent.status_code == 302 and ServiceRequest.objects.get().enterprise.code == "E0004"


def test_a_contact_of_the_firm_goes_to_the_form_that_knows_him(client, cast, door, gate):
    client.force_login(cast.contact)
    for one in (door, gate):
        answer = client.get(q(one))
        assert (answer.status_code, answer["Location"]) == (302, "/raise")
        one.refresh_from_db()
        assert one.scans == 1
    client.force_login(cast.outsider)  # of another firm: at this firm's door a stranger like all
    assert client.get(q(door)).status_code == 200


def test_an_old_code_is_never_a_dead_end(client, cast, door):
    other = doors.make_door(DoorInput(enterprise="E0002"), by=cast.office, now=MADE)
    doors.revoke_door(door.code, by=cast.office, now=MADE)
    for address, status in ((q(door), 410), ("/q/nonsense", 404)):
        page = client.get(address)
        assert page.status_code == status
        assert "/account/sign-in/" in html(page) and "tel:02388880000" in html(page) and 'name="firm"' in html(page)
        found = client.post(address, {"firm": "渝禾"})
        assert found.status_code == status and f'href="/q/{other.code}"' in html(found)
        without = html(client.post(address, {"firm": "白鹤新材料"}))
        assert "白鹤新材料有限公司" in without and "请打值班电话" in without
        for words, sentence in (("江", "至少两个汉字"), ("没有这家", "没有找到")):
            assert sentence in html(client.post(address, {"firm": words}))
    assert not ServiceRequest.objects.exists()


def test_too_many_from_one_address_or_at_one_door_wait(client, door, gate, settings):
    settings.ACCOUNT_RATE_LIMITS = {"door": "2/h/ip,3/h/key", "door_search": "1/h/ip"}
    for turn in range(2):
        assert client.post(q(door), {**SAID, "key": f"k{turn}", "phone": f"1380000123{turn}"}).status_code == 302
    held = client.post(q(gate), {**SAID, "firm": "江岭"})
    assert held.status_code == 429 and "过一会儿" in html(held) and SAID["text"] in html(held)
    elsewhere = {"REMOTE_ADDR": "10.1.1.1"}
    assert client.post(q(door), {**SAID, "phone": "13800009999"}, **elsewhere).status_code == 302
    assert client.post(q(door), {**SAID, "phone": "13800008888"}, REMOTE_ADDR="10.1.1.2").status_code == 429
    assert ServiceRequest.objects.count() == 3
    assert client.post("/q/nonsense", {"firm": "江岭"}).status_code == 404
    assert client.post("/q/nonsense", {"firm": "江岭"}).status_code == 429


def test_the_first_visit_is_light(client, door):
    """E2: everything that the page fetches, gzipped."""
    page = html(client.get(q(door)))
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    fetched = {name.partition("#")[0] for name in re.findall(r'(?:src|href)="/static/([^"]+)"', page)}
    assert {"liaison.css", "icons.svg", "js/draft.js"} <= {re.sub(r"\.[0-9a-f]{12}", "", name) for name in fetched}
    files = [finders.find(re.sub(r"\.[0-9a-f]{12}\.", ".", name)) for name in fetched]
    total = len(gzip.compress(page.encode())) + sum(len(gzip.compress(Path(file).read_bytes())) for file in files)
    assert total < FIRST_VISIT


def test_in_english_no_chinese_is_left_but_what_people_wrote(client, door, gate):
    for address in (q(door), "/q/nonsense"):
        page = html(client.get(address, headers={"accept-language": "en"}))
        assert not HAN.search(page.replace("中文", "")), HAN.findall(page)
    sent = client.post(q(door), {**SAID, "text": "The gate is broken."})
    slip = html(client.get(sent["Location"], headers={"accept-language": "en"}))
    assert "Chen Liqun rings you back first" in slip and not HAN.search(slip.replace("中文", ""))


def test_the_page_the_slip_and_the_list_cost_few_statements(client, cast, door, gate, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        client.get(q(door))
    slip = client.post(q(door), SAID)["Location"]
    with django_assert_max_num_queries(6):
        client.get(slip)
    client.force_login(cast.office)
    client.get("/doors")
    with django_assert_max_num_queries(12) as few:
        client.get("/doors")
    doors.make_missing_doors(by=cast.office, now=MADE)
    with django_assert_max_num_queries(12) as more:
        client.get("/doors")
    assert len(few) == len(more)
    with django_assert_max_num_queries(8):
        client.get("/doors/posters")


# --- the office ---


def test_the_office_makes_lists_and_revokes(client, cast, door):
    client.force_login(cast.office)
    doors.count_scan(door)
    page = html(client.get("/doors"))
    assert "1 个二维码，累计扫码 1 次" in page and "还有 2 家企业没有二维码" in page and door.code in page
    made = client.post("/doors", {"place": "南门"})
    gate = Door.objects.get(place="南门")
    assert made["Location"] == f"/doors/{gate.code}/poster"
    taken = client.post("/doors", {"enterprise": "E0001"})
    assert taken.status_code == 409 and "已经有二维码了" in html(taken)
    assert client.post("/doors", {}).status_code == 422
    assert "做好了 2 个二维码" in html(client.post("/doors/missing", follow=True))
    assert "已停用" in html(client.post(f"/doors/{door.code}/revoke", follow=True))
    assert "已经停用" in html(client.post(f"/doors/{door.code}/revoke", follow=True))
    assert client.get(f"/doors/{door.code}/poster").status_code == 404
    assert client.get(q(door)).status_code == 410
    found = html(client.get("/doors", {"q": "jljz"}))
    assert door.code in found and gate.code not in found


@pytest.mark.parametrize("size", ["a4", "a5"])
def test_a_poster_leads_to_its_door_and_says_so_in_both_languages(client, cast, door, gate, settings, size):
    client.force_login(cast.office)
    page = html(client.get(f"/doors/{door.code}/poster?size={size}"))
    drawn = re.search(r'<svg [^>]*class="qr".*?</svg>', page, re.S)[0]
    assert qr.read(drawn) == f"{settings.BASE_URL}/q/{door.code}"
    for word in (
        "扫一扫，找专员",
        "Scan, find your specialist",
        door.code,
        "023-8888 0000",
        "江岭精铸有限公司",
        "Jiangling",
        f"poster--{size}",
    ):
        assert word in page
    assert "style=" not in page
    every = html(client.get("/doors/posters"))
    assert every.count('class="poster ') == 2 and "南门" in every


def test_more_doors_than_a_page_follow_by_key(client, cast):
    Door.objects.bulk_create(
        Door(zone=cast.zone, code=f"CODE{n:04}", place=f"门{n}", made_by=cast.office, made_at=MADE)
        for n in range(doors.PAGE + 3)
    )
    client.force_login(cast.office)
    first = html(client.get("/doors"))
    after = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = html(client.get(after))
    assert (
        len(re.findall(r"CODE\d{4}</span>", first)) == doors.PAGE and len(re.findall(r"CODE\d{4}</span>", second)) == 3
    )
    assert 'rel="next"' not in second
    assert client.get("/doors?after=nonsense").status_code == 200


# --- what staff and firm see of it ---


@pytest.fixture
def unverified(client, door) -> ServiceRequest:
    client.post(q(door), SAID)
    return ServiceRequest.objects.get()


def test_staff_rings_back_and_the_firm_does_not_learn_who_spoke(client, cast, unverified):
    page = f"/requests/{unverified.number}"
    client.force_login(cast.specialist)
    shown = html(client.get(page))
    for word in ("未核验", "还没有核实", "打过电话，核实了", "tel:13800001234", "门卫老李", "您来回电核实"):
        assert word in shown
    assert f"{page}/whistle" not in shown and f"{page}/take" not in shown
    barred = client.get(f"{page}/whistle")
    assert barred.status_code == 409 and "请先回电核实" in html(barred)
    client.force_login(cast.principal)
    own = html(client.get(page))
    assert "未核验" in html(client.get("/requests")) and "陈立群回电核实" in own
    assert "门卫老李" not in own and "13800001234" not in own
    assert client.post(f"{page}/verify", {"text": "x"}).status_code == 403
    client.force_login(cast.specialist)
    done = client.post(f"{page}/verify", {"text": "和门卫老李核实"}, follow=True)
    assert "已核实" in html(done) and "和门卫老李核实" in html(done) and "扫码提交人" in html(done)
    unverified.refresh_from_db()
    assert (unverified.verified, unverified.status) == (True, "in_hand")  # the call was the first contact too
    client.force_login(cast.contact)
    assert "门卫老李" not in html(client.get(page)) and "未核验" not in html(client.get("/requests"))


def test_the_office_verifies_without_taking(client, cast, unverified):
    client.force_login(cast.office)
    desk = html(client.get("/dispatch?list=unverified"))
    assert "1 件待核实" in desk and unverified.number in desk and "扫码提交，未核验" in desk
    assert client.post(f"/requests/{unverified.number}/verify", {"text": "字" * 6000}).status_code == 422
    client.post(f"/requests/{unverified.number}/verify")
    unverified.refresh_from_db()
    assert (unverified.verified, unverified.status) == (True, "raised")
    assert client.post(f"/requests/{unverified.number}/verify").status_code == 409
    assert "待核实 <b" in html(client.get("/dispatch")) and "1 件待核实" not in html(client.get("/dispatch"))


def test_today_has_a_counter_for_it_and_rings_whoever_scanned(client, cast, unverified):
    client.force_login(cast.specialist)
    page = html(client.get("/today"))
    assert '<a href="/today?show=verify"><b>1</b>待核实</a>' in page and "tel:13800001234" in page and "未核验" in page
    assert unverified.number in html(client.get("/today?show=verify"))
    client.post(f"/requests/{unverified.number}/verify")
    assert "待核实" not in html(client.get("/today"))
