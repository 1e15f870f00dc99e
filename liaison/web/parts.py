"""What the parts in `templates/parts/` show, as plain values: a view fills them, a template draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from liaison.rules.daystrip import Cell


@dataclass(frozen=True)
class RequestRow:
    """One line of a list. `title` stands in bold (the text, or the firm's name and then the text as `detail`)."""

    number: str
    title: str
    lamp: str
    step: str
    url: str
    lamp_text: str = ""
    detail: str = ""
    cells: Sequence[Cell] = ()
    phone: str = ""
    phone_name: str = ""
    unverified: bool = False


@dataclass(frozen=True)
class Person:
    name: str
    role: str
    phone: str = ""


@dataclass(frozen=True)
class File:
    """A photo, a voice note or a paper: `words` say what it is, `small_url` is a photo's small picture."""

    kind: str
    url: str
    words: str
    media_type: str
    small_url: str = ""
    internal: bool = False


@dataclass(frozen=True)
class Happening:
    """One item of a timeline: at, who, plain sentence, and the words said."""

    at: datetime
    sentence: str
    who: str = ""
    text: str = ""
    kind: str = ""
    internal: bool = False
    files: Sequence[File] = ()


@dataclass(frozen=True)
class Step:
    """One item of what comes next: what, and by when in words."""

    what: str
    when: str = ""


@dataclass(frozen=True)
class NavItem:
    name: str
    label: str
    icon: str
    url: str
    current: bool = False
