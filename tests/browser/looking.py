"""What is asked of every page: nothing that axe finds, nothing wider than a phone, nothing too small for a finger."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

LANGUAGES = ("zh-hans", "en")
WIDTHS = (320, 390)
FINGER, MOUSE = 44, 24  # CSS pixels

# Everything that can be hit, with the smaller side of its area; a choice is hit on its whole label, a link in a line of
# text is as high as the line (WCAG 2.5.8 leaves it out).
TARGETS = """least => {
  const small = [];
  for (const one of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    const area = one.matches('input[type=radio], input[type=checkbox]') ? one.closest('label') ?? one : one;
    const box = area.getBoundingClientRect();
    if (!box.width || !box.height || !one.checkVisibility({ visibilityProperty: true }) || one.closest('.skip, .hide')) continue;
    if (one.tagName === 'A' && getComputedStyle(one).display === 'inline' && inText(one)) continue;
    if (Math.min(box.width, box.height) < least - 0.5) small.push(`${one.tagName} ${(one.textContent || one.name || '').trim().slice(0, 24)} ${Math.round(box.width)}x${Math.round(box.height)}`);
  }
  function inText(link) {
    const around = [...link.parentElement.childNodes].filter(node => node !== link).map(node => node.textContent).join('').trim();
    return around.length > 0;
  }
  return small;
}"""


class Looking:
    def __init__(self, seen: set[str]) -> None:
        self.seen, self.axe = seen, Axe()

    def __call__(self, page: Page, least: int = FINGER) -> None:
        sheet = page.locator("dialog[open]").count() > 0
        kind = re.sub(r"\d{4}-\d{4,}|/\d+/", "N", page.url.partition("?")[0]) + " with a sheet" * sheet
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
