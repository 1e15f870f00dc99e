"""Six stories as people live them: on a phone, at a desk by keyboard, and without script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK
from tests.browser.looking import MOUSE

Pages = Callable[..., Page]
LONGEST_FIRST_VISIT = 90_000  # bytes over the wire, with everything the page needs


class Finger:
    """Taps, counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, words: str, role: str = "") -> None:
        self.taps += 1
        target = self.page.get_by_role(role, name=words) if role else self.page.get_by_text(words, exact=True)
        target.first.click()


def test_an_enterprise_raises_a_request_on_its_phone(sign_in: Pages, device: Pages, look: Callable[..., None]) -> None:
    stranger = device()
    stranger.goto("/")
    look(stranger)
    page = sign_in("enterprise")
    look(page)
    page.get_by_role("link", name="提诉求").first.click()
    look(page)
    page.locator("textarea[name=text]").fill("三号门外积水，货车进不来")
    expect(page.locator("[data-draft-note]")).to_be_visible()
    page.reload()
    expect(page.locator("textarea[name=text]")).to_have_value("三号门外积水，货车进不来")
    page.get_by_role("button", name="提交诉求").click()
    page.wait_for_url("**/receipt")
    number = page.locator(".no").inner_text()
    assert re.fullmatch(r"2020-\d{4}", number)
    look(page)
    assert page.evaluate("Object.keys(localStorage).length") == 0
    page.get_by_role("link", name="看进度").click()
    expect(page.get_by_role("heading", name="三号门外积水")).to_be_visible()
    look(page)
    page.goto("/requests")
    expect(page.get_by_text(number)).to_be_visible()
    look(page)
    own = ("message", "withdraw")
    for address in (
        "/inbox",
        "/me",
        "/account/password/",
        "/account/sessions/",
        *(f"/requests/{number}/{act}" for act in own),
    ):
        page.goto(address)
        look(page)


def test_a_specialist_logs_a_call_and_whistles_in_four_taps(sign_in: Pages, look: Callable[..., None]) -> None:
    page = sign_in("specialist")
    look(page)
    finger = Finger(page)
    finger.tap("电话速记", "link")
    look(page)
    if not page.locator("input[name=enterprise]:checked, input[name=enterprise][type=hidden]").count():
        page.locator("label:has(input[name=enterprise])").first.click()
        finger.taps += 1
    page.get_by_label("什么事").fill("门口路灯不亮")
    finger.tap("保存", "button")
    page.wait_for_url(re.compile(r"/requests/\d{4}-\d{4,}"))
    assert finger.taps <= 4
    look(page)

    finger = Finger(page)
    finger.tap("吹哨", "link")
    sheet = page.locator("dialog[open]")
    expect(sheet).to_be_visible()
    if not sheet.locator("input[name=lead]:checked").count():
        sheet.locator("label:has(input[name=lead]):visible").first.click()
        finger.taps += 1
    sheet.locator("textarea[name=ask]").fill("请今晚恢复照明")
    sheet.get_by_role("button", name="发出").click()
    page.wait_for_load_state()
    assert finger.taps + 1 <= 4
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert "请今晚恢复照明" in page.content()
    number = re.search(r"\d{4}-\d{4,}", page.url)[0]
    for act in ("whistle", "progress", "call-back", "message"):
        page.goto(f"/requests/{number}/{act}")
        look(page)
    page.goto("/enterprises")
    look(page, MOUSE)


def test_a_clerk_reports_in_and_replies_by_keyboard_alone(sign_in: Pages, look: Callable[..., None]) -> None:
    _whistled(sign_in, "建设局", "厂区外排水沟堵了")
    page = sign_in("department", size=DESK)
    look(page, MOUSE)
    rows = page.locator("tbody[data-rows] > tr")
    expect(rows.first).to_be_visible()
    if rows.count() > 1:
        page.keyboard.press("j")
        expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
        page.keyboard.press("k")
        expect(rows.nth(0)).to_have_attribute("aria-selected", "true")
        expect(page.locator("#preview h2")).to_have_text(rows.nth(0).locator("a[data-open]").inner_text())
    for _ in range(rows.count()):
        if "排水沟" in page.locator("#preview h2").inner_text():
            break
        page.keyboard.press("j")
        chosen = page.locator("tr[aria-selected=true] a[data-open]").inner_text()
        expect(page.locator("#preview h2")).to_have_text(chosen)
    expect(page.locator("#preview h2")).to_contain_text("排水沟")
    page.keyboard.press("c")
    expect(page.get_by_role("status").or_(page.get_by_role("alert")).first).to_contain_text("报到")
    expect(page.locator("#preview h2")).to_contain_text("排水沟")
    page.keyboard.press("r")
    expect(page.locator("#preview textarea[name=text]")).to_be_focused()
    page.keyboard.type("沟已疏通，水退了。")
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.name") == "outcome":
            break
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        if page.locator("#preview input[name=outcome]:checked").get_attribute("value") == "resolved":
            break
    expect(page.locator("#preview input[name=outcome][value=resolved]")).to_be_checked()
    page.locator("#preview textarea[name=text]").focus()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("回复")
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()


def test_the_office_decides_a_decline(sign_in: Pages, look: Callable[..., None]) -> None:
    _whistled(sign_in, "建设局", "园区北侧围挡倒了")
    clerk = sign_in("department", size=DESK)
    clerk.goto("/desk?q=" + "北侧")
    clerk.goto("/desk")
    clerk.get_by_role("link", name="园区北侧围挡倒了").first.click()
    expect(clerk.locator("#preview h2")).to_contain_text("北侧围挡")
    clerk.locator("#preview").get_by_role("link", name="退回").click()
    sheet = clerk.locator("dialog[open]")
    sheet.locator("textarea[name=reason]").fill("围挡归市政管护科")
    sheet.get_by_role("button", name="退回").click()
    expect(clerk.get_by_role("status").first).to_be_visible()

    page = sign_in("office", size=DESK)
    look(page, MOUSE)
    row = page.locator("tr", has_text="园区北侧围挡倒了")
    decision = row.get_by_role("link", name="裁定")
    address = decision.get_attribute("href")
    decision.click()
    sheet = page.locator("dialog[open]")
    expect(sheet).to_be_visible()
    look(page, MOUSE)
    page.goto(address)
    look(page, MOUSE)
    page.goto("/dispatch")
    decision.click()
    sheet.locator("label:has(input[name=accept][value=true])").click()
    sheet.locator("select[name=next_department]").select_option(label="市政管护科")
    sheet.locator("textarea[name=reason]").fill("按分工由市政管护科办")
    sheet.get_by_role("button", name="裁定").click()
    expect(page.get_by_role("status").first).to_be_visible()
    expect(page.locator("tr", has_text="园区北侧围挡倒了")).to_have_count(0)
    for address in ("/people", "/departments", "/enterprises", "/enterprises/E0001", "/enterprises/new", "/people/new"):
        page.goto(address)
        look(page, MOUSE)


def test_a_firm_sends_an_answer_back_and_later_confirms(sign_in: Pages, look: Callable[..., None]) -> None:
    specialist = sign_in("specialist")
    number = _logged(specialist, "车间断电两次")
    _answered(specialist, number, "已请供电所换了开关。")
    firm = sign_in("enterprise")
    firm.goto(f"/requests/{number}")
    firm.get_by_role("link", name="没解决").click()
    sheet = firm.locator("dialog[open]")
    sheet.locator("textarea[name=text]").fill("今早又断了一次")
    sheet.get_by_role("button", name="退回").click()
    firm.wait_for_load_state()
    expect(firm.locator("dialog[open]")).to_have_count(0)
    _answered(specialist, number, "变压器已更换，试运行正常。")
    firm.goto(f"/requests/{number}")
    expect(firm.get_by_text("变压器已更换")).to_be_visible()
    for act in ("confirm", "dispute"):
        firm.goto(f"/requests/{number}/{act}")
        look(firm)
    firm.goto(f"/requests/{number}")
    firm.get_by_role("link", name="解决了", exact=True).click()
    firm.locator("dialog[open]").get_by_role("button").last.click()
    firm.wait_for_load_state()
    expect(firm.get_by_role("link", name="重新打开")).to_be_visible()


def test_everything_works_in_english_and_without_script(sign_in: Pages) -> None:
    page = sign_in("enterprise2", language="en-GB", script=False)
    page.get_by_role("link", name="Raise a request").first.click()
    page.get_by_label("What is the difficulty?").fill("Water stands at gate 3, lorries cannot get in")
    page.get_by_role("button", name="Send the request").click()
    page.wait_for_url("**/receipt")
    number = page.locator(".no").inner_text()
    page.get_by_role("link", name="See progress").click()
    expect(page.get_by_text("Water stands at gate 3").first).to_be_visible()
    page.get_by_role("link", name="Ask").click()
    page.get_by_label("What would you like to ask or add?").fill("The yard gate is open all night")
    page.get_by_role("button", name="Send").click()
    assert page.url.endswith(number)
    expect(page.get_by_text("The yard gate is open all night")).to_be_visible()
    page.get_by_role("button", name="Nudge").click()
    expect(page.get_by_role("button", name="Nudged today")).to_be_disabled()


@pytest.mark.parametrize(
    ("login", "address"),
    [("enterprise", "/"), ("enterprise", "/raise"), ("specialist", "/"), ("specialist", "/phone-log")],
)
def test_a_first_visit_is_light(sign_in: Pages, login: str, address: str) -> None:
    page = sign_in(login)
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    carried: list[int] = []
    wire.on("Network.loadingFinished", lambda one: carried.append(int(one["encodedDataLength"])))
    page.goto(address, wait_until="networkidle")
    assert 0 < sum(carried) <= LONGEST_FIRST_VISIT


# --- what others did before ---


def _logged(page: Page, words: str) -> str:
    page.goto("/phone-log")
    if not page.locator("input[name=enterprise]:checked, input[name=enterprise][type=hidden]").count():
        page.locator("label:has(input[name=enterprise])").first.click()
    page.locator("textarea[name=text]").fill(words)
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(re.compile(r"/requests/\d{4}-\d{4,}"))
    return re.search(r"\d{4}-\d{4,}", page.url)[0]


def _whistled(sign_in: Pages, department: str, words: str) -> None:
    page = sign_in("specialist")
    number = _logged(page, words)
    page.goto(f"/requests/{number}/whistle")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.locator("label:has(input[name=lead])", has_text=department).first.click()
    page.locator("textarea[name=ask]").fill("请去看一看")
    page.get_by_role("button", name="发出").click()
    page.wait_for_url(re.compile(rf"/requests/{number}$|/requests/{number}\?"))


def _answered(page: Page, number: str, words: str) -> None:
    page.goto(f"/requests/{number}/answer")
    page.locator("label:has(input[name=outcome][value=resolved])").click()
    page.locator("textarea[name=text]").fill(words)
    page.locator(".sheet-end button").click()
    page.wait_for_url(re.compile(rf"/requests/{number}$"))
