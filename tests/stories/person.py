"""Somebody at a browser without script: reads pages, follows their links, fills in their forms and presses their buttons.

Nothing is known of addresses and field names: a link, button or label that the page does not show cannot be used.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from liaison.registry.models import Account
from tests.cast import PASSWORD

VOID = frozenset({"input", "br", "hr", "img", "link", "meta", "col", "rect", "path", "use", "circle", "line"})
HIDDEN = frozenset({"script", "style", "svg", "title", "head"})


@dataclass
class Node:
    tag: str
    attributes: dict[str, str]
    parent: "Node | None" = None
    children: list["Node | str"] = field(default_factory=list)

    def text(self) -> str:
        """What is read, spaces folded; an <option> or a field's value is not text."""
        said = [one if isinstance(one, str) else one.text() for one in self.children if not _unread(one)]
        return " ".join("".join(said).split())

    def find(self, *tags: str) -> list["Node"]:
        found: list[Node] = []
        for one in self.children:
            if isinstance(one, Node):
                found += [one] if one.tag in tags else []
                found += one.find(*tags)
        return found

    def within(self, tag: str) -> "Node | None":
        return self if self.tag == tag else self.parent.within(tag) if self.parent else None


def _unread(one: "Node | str") -> bool:
    return isinstance(one, Node) and (one.tag in HIDDEN or "hide" in one.attributes.get("class", "").split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Node("page", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.children.append(Node(tag, {name: value or "" for name, value in attrs}, self.at))

    def handle_endtag(self, tag: str) -> None:
        node: Node | None = self.at
        while node and node.tag != tag:
            node = node.parent
        if node and node.parent:
            self.at = node.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def read(html: str) -> Node:
    reader = _Reader()
    reader.feed(html)
    return reader.root


class Person:
    def __init__(self, account: Account, language: str = "zh-hans") -> None:
        self.account, self.language = account, language
        self.client = Client(headers={"Accept-Language": language})
        self.open("/")
        self.fill_and_press("Sign in", {"Login": account.login, "Password": PASSWORD})

    # --- what is seen ---

    @property
    def page(self) -> str:
        return self.root.text()

    def word(self, english: str, **filled: Any) -> str:
        """What the page says for it in this person's language."""
        with translation.override(self.language):
            return gettext(english).format(**filled)

    def sees(self, *words: str) -> "Person":
        missing = [one for one in words if one not in self.page]
        assert not missing, f"{self.account.login} misses {missing} in: {self.page}"
        return self

    def does_not_see(self, *words: str) -> "Person":
        found = [one for one in words if one in self.html]
        assert not found, f"{self.account.login} sees {found}"
        return self

    # --- what is done ---

    def open(self, address: str, status: int = 200) -> "Person":
        return self._show(lambda: self.client.get(address, follow=True), status)

    def follow(self, english: str, status: int = 200) -> "Person":
        """A link, by its words; of several the first."""
        return self.open(self._link(self.word(english)), status)

    def follow_text(self, words: str) -> "Person":
        """A link by words that are no phrase of the product: somebody's own."""
        return self.open(self._link(words))

    def number(self) -> str:
        """The request whose page this is."""
        return self.address.split("/")[2].partition("?")[0]

    def offers(self, english: str) -> bool:
        """Whether the page has a link or a button with these words."""
        return bool(self._links(self.word(english)) or self._buttons(self.word(english)))

    def fill_and_press(self, english: str, typed: dict[str, Any] | None = None, status: int = 200) -> "Person":
        """Fill the form of a button, fields by their English label, then press it. A list ticks several."""
        address, sent = self.filled(english, typed or {})
        return self.send(address, sent, status)

    def filled(self, english: str, typed: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Where the form goes and what is sent: what stands in it already, then what is typed."""
        buttons = self._buttons(self.word(english))
        assert buttons, f"no button {self.word(english)!r} in: {self.page}"
        button = buttons[0]
        form = self._form_of(button)
        assert form is not None and form.attributes.get("method") == "post"
        sent = _standing(form)
        for label, value in typed.items():
            name, given = _entered(form, self.word(label), value, self)
            sent[name] = given
        return urljoin(self.address, form.attributes.get("action") or self.address), sent

    def send(self, address: str, sent: dict[str, Any], status: int = 200) -> "Person":
        return self._show(lambda: self.client.post(address, sent, follow=True), status)

    def _show(self, ask: Callable[[], Any], status: int) -> "Person":
        self.response = ask()
        self.html = self.response.content.decode()
        self.root = read(self.html)
        self.address = self.response.request["PATH_INFO"]
        if query := self.response.request.get("QUERY_STRING"):
            self.address += f"?{query}"
        assert self.response.status_code == status, (self.response.status_code, self.page)
        return self

    def _link(self, words: str) -> str:
        found = self._links(words)
        assert found, f"no link {words!r} in: {self.page}"
        return found[0].attributes["href"]

    def _links(self, words: str) -> list[Node]:
        return [one for one in self.root.find("a") if words in one.text()]

    def _buttons(self, words: str) -> list[Node]:
        found = [one for one in self.root.find("button") if words in one.text() and "disabled" not in one.attributes]
        return sorted(found, key=lambda one: one.text() != words)

    def _form_of(self, button: Node) -> Node | None:
        if wanted := button.attributes.get("form"):
            return next(one for one in self.root.find("form") if one.attributes.get("id") == wanted)
        return button.within("form")


def _standing(form: Node) -> dict[str, Any]:
    """What a browser would send of an untouched form."""
    sent: dict[str, Any] = {}
    for one in form.find("input", "textarea", "select"):
        name, kind = one.attributes.get("name"), one.attributes.get("type", "text")
        if not name:
            continue
        if one.tag == "textarea":
            sent[name] = "".join(part for part in one.children if isinstance(part, str))
        elif one.tag == "select":
            options = one.find("option")
            chosen = [option for option in options if "selected" in option.attributes] or options[:1]
            sent[name] = chosen[0].attributes.get("value", "") if chosen else ""
        elif kind == "radio" and "checked" in one.attributes:
            sent[name] = one.attributes["value"]
        elif kind == "checkbox" and "checked" in one.attributes:
            sent[name] = [*sent.get(name, []), one.attributes.get("value", "on")]
        elif kind not in ("radio", "checkbox"):
            sent[name] = one.attributes.get("value", "")
    return sent


def _entered(form: Node, label: str, value: Any, person: Person) -> tuple[str, Any]:
    """The field of a label and what is sent for it; choices are named by their own words, fields by theirs."""
    for one in form.find("label"):
        if not _whole(one).startswith(label):
            continue
        inner = one.find("input")
        if inner and inner[0].attributes.get("type") == "checkbox" and value is True:
            return inner[0].attributes["name"], inner[0].attributes.get("value", "on")
        wanted = one.attributes.get("for")
        if wanted:
            target = next(
                node for node in form.find("input", "textarea", "select") if node.attributes.get("id") == wanted
            )
            _typeable(target.attributes.get("type", "text"), value)
            return target.attributes["name"], value
    for group in form.find("fieldset"):
        legends = group.find("legend")
        if legends and _whole(legends[0]).startswith(label):
            return _chosen(group, value, person)
    raise AssertionError(f"no field {label!r} in: {form.text()}")


def _typeable(kind: str, value: Any) -> None:
    """A browser's date field takes a day only, its field for an instant takes both."""
    shape = {"date": r"\d{4}-\d\d-\d\d", "datetime-local": r"\d{4}-\d\d-\d\dT\d\d:\d\d"}.get(kind)
    assert not value or shape is None or re.fullmatch(shape, value), f"a field of type {kind} does not take {value}"


def _chosen(group: Node, value: Any, person: Person) -> tuple[str, Any]:
    found = []
    for words in value if isinstance(value, list) else [value]:
        wanted = person.word(words)
        option = next(one for one in group.find("label") if one.find("input") and _whole(one).startswith(wanted))
        found.append(option.find("input")[0].attributes)
    sent = [one["value"] for one in found]
    return found[0]["name"], sent if isinstance(value, list) else sent[0]


def _whole(node: Node) -> str:
    """The text also where it is for screen readers only."""
    return " ".join("".join(one if isinstance(one, str) else _whole(one) for one in node.children).split())
