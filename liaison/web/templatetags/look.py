"""The look in templates: icons, lamps, day strips, dates, telephone numbers (`{% load look %}`)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from liaison import clock
from liaison.rules.calendar import Calendar
from liaison.rules.daystrip import Cell
from liaison.speech import dates, holidays, statuses
from liaison.web import type_size
from liaison.web.parts import RequestRow

register = template.Library()

LAMP_CLASS = {"normal": "ok", "due_soon": "near", "overdue": "late", "consulting": "talk", "done": "done"}
MANY_CELLS = 6  # from here on a strip drops the letters that a phone has no room for


@cache
def _use(symbol: str) -> SafeString:
    return format_html('<use href="{}#{}"/>', static("icons.svg"), symbol)


@register.simple_tag
@cache
def icon(name: str, classes: str = "") -> SafeString:
    return format_html(
        '<svg class="i{}" aria-hidden="true">{}</svg>', f" {classes}" if classes else "", _use(f"i-{name}")
    )


@register.simple_tag
@cache
def mark() -> SafeString:
    """The sign of the product."""
    return format_html('<svg class="mark" aria-hidden="true">{}</svg>', _use("mark"))


@register.filter
def lamp_class(code: str) -> str:
    """The class that sets a part in a lamp's colour: is-near."""
    return f"is-{LAMP_CLASS[code]}" if code else ""


@register.simple_tag
def lamp(code: str, text: str = "", bare: bool = False) -> SafeString:
    """Shape, word and colour; `text` replaces the word (还剩 1 天)."""
    return _lamp(LAMP_CLASS[code], text or statuses.lamp_word(code), bare)


@lru_cache(maxsize=256)
def _lamp(kind: str, word: str, bare: bool) -> SafeString:
    return format_html(
        '<span class="lamp is-{}{}"><svg viewBox="0 0 10 10" aria-hidden="true">{}</svg>{}</span>',
        kind,
        " lamp--bare" if bare else "",
        _use(f"l-{kind}"),
        word,
    )


# --- a line of a list ---


@register.simple_tag
def request_row(r: RequestRow) -> SafeString:
    """One <li>'s content inside <ul class="list">. Drawn here and not by a template: a page has twenty-five of them."""
    return format_html(
        '<article class="req{}"><div><p class="meta">{}<span class="num">{}</span>{}{}</p>'
        '<h3 class="need"><a href="{}">{}</a></h3>{}<p class="step{}">{}</p></div>{}</article>',
        " req--ring" if r.phone else "",
        lamp(r.lamp, r.lamp_text),
        r.number,
        format_html('<span class="tag">{}</span>', _("Unverified")) if r.unverified else "",
        mini_strip(r.cells, r.lamp),
        r.url,
        r.title,
        format_html('<p class="step">{}</p>', r.detail) if r.detail else "",
        " c-ink" if r.detail else "",
        r.step,
        call_button(r.phone, r.phone_name) if r.phone else icon("go"),
    )


# --- the day strip ---


@dataclass(frozen=True)
class DrawnCell:
    classes: str
    prefix: str  # 周, dropped where the place is narrow
    weekday: str
    number: str
    word: str
    made_up: bool
    now: bool
    title: str


def _cell_word(cell: Cell, due_time: str, received: str, replied: bool) -> str:
    if cell.kind == "got":
        return received
    if cell.kind == "off":
        return holidays.short(cell.reason, narrow=cell.first == cell.last)
    if cell.kind == "due":
        return due_time
    if cell.kind == "blank":
        return ""
    if cell.kind == "over":
        return _("Reply") if replied or cell.reason == "replied" else pgettext("day strip", "Late")
    return _("Day {n}").format(n=cell.count)


def _cell_classes(cell: Cell) -> str:
    shown: list[str] = [cell.kind]
    if cell.kind == "on" and cell.past:
        shown = ["past"]
    if cell.kind == "blank":
        shown = ["off", "blank"]
    for name, holds in (("span", cell.first != cell.last), ("mk", cell.made_up), ("now", cell.now)):
        if holds:
            shown.append(name)
    return " ".join(f"day--{name}" for name in shown)


def _span_head(first: date, last: date) -> str:
    if first.month == last.month:
        return dates.month(first)
    return f"{dates.month(first)}–{dates.month(last)}"


def _drawn(cell: Cell, due_time: str, received: str, replied: bool) -> DrawnCell:
    span = cell.first != cell.last
    weekday = _span_head(cell.first, cell.last) if span else dates.weekday(cell.first)
    prefix = "周" if weekday.startswith("周") else ""
    return DrawnCell(
        classes=_cell_classes(cell),
        prefix=prefix,
        weekday=weekday.removeprefix(prefix),
        number=f"{cell.first.day}–{cell.last.day}" if span else str(cell.first.day),
        word=_cell_word(cell, due_time, received, replied),
        made_up=cell.made_up,
        now=cell.now,
        title=holidays.full(cell.reason) if cell.kind == "off" else "",
    )


@register.inclusion_tag("parts/_day_strip.html")
def day_strip(
    cells: Sequence[Cell],
    due_at: datetime | None,
    lamp: str = "",
    many: bool = False,
    row: bool = False,
    even: bool = False,
    received: str = "",
    replied: bool = False,
) -> dict[str, object]:
    """The promise, drawn. `row` is the flat one of a preview, `even` lines two strips up, `received` the first word,
    `replied` says that a day after the due one is that of the reply."""
    classes = [lamp_class(lamp)] if lamp else []
    for name, holds in (("many", many or len(cells) >= MANY_CELLS), ("row", row), ("even", even)):
        if holds:
            classes.append(f"days--{name}")
    due_time = dates.clock_time(due_at) if due_at else ""
    today, first = dates.local(clock.now()).date(), next((cell for cell in cells if cell.kind != "blank"), None)
    return {
        "cells": [_drawn(cell, due_time, received or _("In"), replied) for cell in cells],
        "classes": " ".join(classes),
        "received": received or _("Received"),
        "received_on": dates.day(first.first, today) if first else "",
        "due": dates.deadline(due_at) if due_at else "",
    }


@register.simple_tag
def mini_strip(cells: Sequence[Cell], lamp: str) -> SafeString:
    """The small strip of a list; hidden from readers, whose words stand beside it."""
    return _mini_strip("".join(cell.mark for cell in cells), lamp) if cells else mark_safe("")


@lru_cache(maxsize=512)
def _mini_strip(marks: str, lamp: str) -> SafeString:
    drawn = format_html_join("", '<i class="{}"></i>', ((mark,) for mark in marks))
    return format_html('<span class="mini {}" aria-hidden="true">{}</span>', lamp_class(lamp), drawn)


@register.simple_tag
def days_note(cells: Sequence[Cell]) -> str:
    """收到当天不算。27日周日补班，算工作日。"""
    if not cells:
        return ""
    note = _("The day of receipt does not count.")
    for cell in cells:
        if cell.made_up and cell.kind != "got":
            more = _("{wd} {d} is a make-up working day, so it counts.").format(
                wd=dates.weekday(cell.first), d=cell.first.day
            )
            note = _("{sentence} {next_one}").format(sentence=note, next_one=more)
    return note


@register.simple_tag
def gap() -> str:
    """Between two sentences: a space in English, nothing in Chinese."""
    return " " if (get_language() or "").startswith("en") else ""


# --- people and telephones ---


@register.simple_tag
def face(name: str) -> SafeString:
    """The family name in a circle."""
    letter = name[:1]
    lang = mark_safe(' lang="zh-Hans"') if "一" <= letter <= "鿿" else ""
    return format_html('<span class="face" aria-hidden="true"{}>{}</span>', lang, letter.upper())


@register.filter
def tel(number: str) -> str:
    """What a telephone dials: 02388880012."""
    return re.sub(r"[^\d+]", "", number)


@register.filter
def phone(number: str) -> str:
    """What a person reads: 023-8888 0012, 138 0000 0027."""
    digits = tel(number)
    if re.fullmatch(r"1\d{10}", digits):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if match := re.fullmatch(r"(01\d|02\d|0\d{3})(\d{3,4})(\d{4})", digits):
        return "{}-{} {}".format(*match.groups())
    return number


@register.simple_tag
def call_button(number: str, name: str, text: str = "", classes: str = "") -> SafeString:
    """The round call button of a row; with `text` a button with a word and the number. Nothing without a number."""
    if not number:
        return mark_safe("")
    if not text:
        label = _("Call {name}").format(name=name)
        return format_html('<a class="ring" href="tel:{}" aria-label="{}">{}</a>', tel(number), label, icon("phone"))
    return format_html(
        '<a class="btn{}" href="tel:{}">{}{} <span class="num nb">{}</span></a>',
        f" {classes}" if classes else "",
        tel(number),
        icon("phone"),
        text,
        phone(number),
    )


@register.filter
def whole_numbers(text: str) -> SafeString:
    """A line of words with the numbers of requests in it; none of them breaks at its hyphen."""
    parts = re.split(r"(\b\d{4}-\d{4,}\b)", text)
    pieces = (format_html('<span class="num nb">{}</span>', one) if at % 2 else one for at, one in enumerate(parts))
    return format_html_join("", "{}", ((one,) for one in pieces))


# --- dates ---


@register.filter
def moment(instant: datetime, now: datetime | None = None) -> str:
    return dates.moment(instant, now or clock.now())


@register.filter
def moment_within(instant: datetime, now: datetime | None = None) -> str:
    return dates.moment_within(instant, now or clock.now())


@register.filter
def day_and_time(instant: datetime, began: datetime) -> str:
    """10月9日 16:40, as it stands in a table of one story: the year only where it is not the one in which it `began`."""
    return f"{dates.day(dates.local(instant).date(), dates.local(began).date())} {dates.clock_time(instant)}"


@register.filter
def stamp(instant: datetime) -> str:
    return dates.stamp(instant)


@register.filter
def deadline(instant: datetime, now: datetime | None = None) -> str:
    return dates.deadline(instant, now or clock.now())


@register.filter
def day(on: date, now: datetime | None = None) -> str:
    return dates.day(on, dates.local(now or clock.now()).date())


@register.simple_tag
def left(due: datetime, now: datetime, calendar: Calendar, short: bool = False) -> str:
    return (dates.left_short if short else dates.left)(due, now, calendar)


# --- forms, the language, devices ---


@register.filter
def control(field: BoundField) -> SafeString:
    """A form field's control in the product's look; ids of hint and error are Django's own."""
    if getattr(field.field.widget, "input_type", "") in ("checkbox", "radio"):
        return field.as_widget()
    kept = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"input {kept}".strip()})


@register.simple_tag
def language_tool(classes: str = "tool") -> SafeString:
    """The button that switches the language; its form stands once at the end of `base.html`."""
    english = (get_language() or "").startswith("en")
    code, lang, word = ("zh-hans", "zh-Hans", "中文") if english else ("en", "en", "English")
    return format_html(
        '<button class="{}" type="submit" form="language" name="language" value="{}" lang="{}">{}</button>',
        classes,
        code,
        lang,
        word,
    )


@register.simple_tag(takes_context=True)
def type_tool(context: template.Context, classes: str = "tool") -> SafeString:
    """The button that switches to large type and back; its form stands beside that of the language."""
    request = getattr(context, "request", None)
    large = request is not None and type_size.is_large(request)
    value, word = (
        (type_size.STANDARD, pgettext("type size", "Standard")) if large else (type_size.LARGE, _("Large type"))
    )
    return format_html(
        '<button class="{}" type="submit" form="type" name="type" value="{}">{}</button>', classes, value, word
    )


SYSTEMS = (
    ("MicroMessenger", "WeChat"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))


@register.filter
def device(user_agent: str) -> str:
    """Chrome · Windows, out of the line a browser sends."""
    found = [next((word for sign, word in table if sign in user_agent), "") for table in (BROWSERS, SYSTEMS)]
    return " · ".join(word for word in found if word) or _("Another device")
