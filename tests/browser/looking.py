"""What is asked of every page: nothing that axe finds, nothing wider than a phone, nothing too small for a finger."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

LANGUAGES = ("zh-hans", "en")
WIDTHS = (320, 390)
FINGER, MOUSE = 44, 24  # CSS pixels

# Everything that can be hit, by its area: a choice is hit on its whole label, a link with a stretched ::after on the whole
# card. A link within a line of text is as high as the line, and under a mouse a small target may stand alone: both are
# the exceptions of WCAG 2.5.8.
TARGETS = """least => {
  const alone = link => [...link.parentElement.childNodes].every(node => node === link || !node.textContent.trim());
  const shown = one => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.skip, .hide');
  const stretched = one => getComputedStyle(one, '::after').position === 'absolute';
  const areaOf = one => {
    if (one.matches('input[type=radio], input[type=checkbox]')) return one.closest('label') ?? one;
    return stretched(one) ? one.offsetParent : one;
  };
  const found = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter(shown).map(one => ({ one, box: areaOf(one).getBoundingClientRect() })).filter(({ box }) => box.width && box.height);
  const isSmall = ({ one, box }) => Math.min(box.width, box.height) < least - 0.5
    && !(one.matches('a') && getComputedStyle(one).display === 'inline' && !alone(one));
  const near = (a, b) => {
    const [x, y] = [a.left + a.width / 2, a.top + a.height / 2];
    return Math.hypot(Math.max(b.left - x, 0, x - b.right), Math.max(b.top - y, 0, y - b.bottom)) < 12;
  };
  const crowded = ({ one, box }) => least > 24 || found.some(other => other.one !== one && near(box, other.box));
  return found.filter(isSmall).filter(crowded).map(({ one, box }) =>
    `${one.tagName} ${(one.textContent || one.name).trim().slice(0, 24)} ${Math.round(box.width)}x${Math.round(box.height)}`);
}"""


class Looking:
    def __init__(self, seen: set[str]) -> None:
        self.seen, self.axe = seen, Axe()

    def __call__(self, page: Page, least: int = FINGER) -> None:
        sheet = page.locator("dialog[open]").count() > 0
        # One address shows another page to each role: the title tells them apart, numbers do not matter.
        kind = re.sub(r"\d+", "N", f"{page.url.partition('?')[0]} {page.title()}") + " with a sheet" * sheet
        if kind in self.seen:
            return
        self.seen.add(kind)
        self._examine(page, page.url, least, "with a sheet" if sheet else "as it stands")
        if sheet:
            return
        with _beside(page) as other:
            for language in LANGUAGES:
                _speak(page.context, page.url, language)
                other.goto(page.url)
                self._examine(other, page.url, least, language)
                for width in WIDTHS:
                    other.set_viewport_size({"width": width, "height": 844})
                    wide = other.evaluate("document.documentElement.scrollWidth")
                    assert wide <= width, f"{page.url} in {language} is {wide} px wide on {width} px"

    def _examine(self, page: Page, address: str, least: int, how: str) -> None:
        found = self.axe.run(page).response["violations"]
        said = [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
        assert not said, f"{address} {how}: {said}"
        small = page.evaluate(TARGETS, least)
        assert not small, f"{address} {how}: smaller than {least} px: {small}"


@contextmanager
def _beside(page: Page) -> Iterator[Page]:
    """A second tab of the same device; the language is put back afterwards."""
    before = [one for one in page.context.cookies() if one["name"] == "django_language"]
    other = page.context.new_page()
    other.set_viewport_size({"width": 390, "height": 844} if page.viewport_size["width"] < 600 else page.viewport_size)
    try:
        yield other
    finally:
        other.close()
        page.context.clear_cookies(name="django_language")
        page.context.add_cookies(before)


def _speak(context: BrowserContext, address: str, language: str) -> None:
    context.add_cookies([{"name": "django_language", "value": language, "url": address}])
