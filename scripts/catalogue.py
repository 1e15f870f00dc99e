#!/usr/bin/env python
"""The Chinese catalogue: English source strings in code and templates, their translation in django.po.

catalogue.py add FILE.tsv   take over lines of english<TAB>chinese[<TAB>context]
catalogue.py update         rewrite the sorted .po from the sources (unused entries go) and compile the .mo
catalogue.py check          list what is missing, fuzzy, unused or out of step; exit 1 if anything is
"""

import fcntl
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "liaison" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
HAN = re.compile(r"[\u3400-\u9fff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_lazy": None,
    "N_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
Key = tuple[str, str | None]  # msgid (the singular), context


def wanted() -> dict[Key, Message]:
    """Every source string with the files it stands in; no line numbers, so that edits elsewhere change nothing."""
    found: dict[Key, Message] = {}
    for path in sorted([*ROOT.glob("liaison/**/*.py"), *ROOT.glob("liaison/templates/**/*.html")]):
        place = path.relative_to(ROOT).as_posix()
        for _line, ids, _comments, context in extract("python", BytesIO(_python(path)), keywords=KEYWORDS):
            key = (ids if isinstance(ids, str) else ids[0], context)
            message = found.setdefault(key, Message(ids, context=context))
            if not isinstance(ids, str):
                message.id = ids
            if (place, None) not in message.locations:
                message.locations.append((place, None))
    return found


def _python(path: Path) -> bytes:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        from django.utils.translation.template import templatize

        # In parentheses, where Python does not look at indentation.
        text = f"({templatize(text, origin=str(path))}\n)"
    return text.encode()


def load() -> Catalog:
    if not PO.exists():
        return Catalog(locale="zh_Hans")
    with PO.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def entries(catalogue: Catalog) -> dict[Key, Message]:
    return {(m.id if isinstance(m.id, str) else m.id[0], m.context): m for m in catalogue if m.id}


def save(messages: dict[Key, Message]) -> None:
    """Write .po and .mo, sorted; Chinese has one form for all numbers."""
    catalogue = Catalog(locale="zh_Hans", fuzzy=False, creation_date=datetime(2020, 1, 2))  # the same bytes each time
    for (_id, context), message in sorted(messages.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        catalogue.add(message.id, message.string, locations=message.locations, flags=message.flags, context=context)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(_po(catalogue))
    MO.write_bytes(_mo(catalogue))


def _po(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalogue, width=120, omit_header=True, include_lineno=False)
    header = (
        '# Chinese catalogue, kept by scripts/catalogue.py.\nmsgid ""\nmsgstr ""\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: zh_Hans\\n"\n'
        '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    )
    return header.encode() + out.getvalue()


def _mo(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


@contextmanager
def alone() -> Iterator[None]:
    """Several people add translations at once: one after the other."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(PO.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def add(file: str) -> int:
    text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    with alone():
        kept, sources = entries(load()), wanted()
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            english, chinese, context = _row(line, number)
            message = (
                sources.get((english, context)) or kept.get((english, context)) or Message(english, context=context)
            )
            message.string = chinese if isinstance(message.id, str) else (chinese,)
            kept[english, context] = message
        save(kept)
    return 0


def _row(line: str, number: int) -> tuple[str, str, str | None]:
    cells = [cell.strip().replace("\\n", "\n") for cell in line.split("\t")]
    if len(cells) not in (2, 3) or not all(cells[:2]):
        sys.exit(f"line {number}: expected english<TAB>chinese[<TAB>context], found: {line}")
    return cells[0], cells[1], cells[2] if len(cells) == 3 and cells[2] else None


def update() -> int:
    with alone():
        kept, sources = entries(load()), wanted()
        for key, message in sources.items():
            if key in kept:
                message.string = _in_shape(kept[key].string, message)
        save(sources)
        missing = sum(not _text(message) for message in sources.values())
    print(f"{len(sources)} entries, {missing} without a translation")
    return 0


def check() -> int:
    kept, sources = entries(load()), wanted()
    faults = [f"missing: {_show(key)}  ({_place(m)})" for key, m in sources.items() if not _text(kept.get(key))]
    faults += [f"unused: {_show(key)}" for key in kept if key not in sources]
    faults += [f"fuzzy: {_show(key)}" for key, message in kept.items() if message.fuzzy]
    faults += [
        f"Chinese in the source string: {_show(key)}  ({_place(m)})" for key, m in sources.items() if HAN.search(key[0])
    ]
    for key, message in kept.items():
        longest = message.id if isinstance(message.id, str) else message.id[-1]
        if _text(message) and sorted(PLACEHOLDER.findall(longest)) != sorted(PLACEHOLDER.findall(_text(message))):
            faults.append(f"placeholders differ: {_show(key)} -> {_text(message)}")
    if _compiled() != {key: _text(message) for key, message in kept.items() if _text(message)}:
        faults.append("django.mo is out of step: run scripts/catalogue.py update")
    print("\n".join(faults) or f"{len(sources)} entries, all translated")
    return 1 if faults else 0


def _compiled() -> dict[Key, str]:
    if not MO.exists():
        return {}
    with MO.open("rb") as file:
        # Babel leaves the context of a .mo undecoded.
        return {
            (text, context.decode() if isinstance(context, bytes) else context): _text(message)
            for (text, context), message in entries(read_mo(file)).items()
        }


def _text(message: Message | None) -> str:
    string = message.string if message else ""
    return string if isinstance(string, str) else string[0]


def _in_shape(string: str | tuple[str, ...], message: Message) -> str | tuple[str, ...]:
    """A translation kept while its source string became a plural, or stopped being one."""
    text = string if isinstance(string, str) else string[0]
    return text if isinstance(message.id, str) else (text,)


def _show(key: Key) -> str:
    return f"{key[0]!r}" + (f" (context {key[1]!r})" if key[1] else "")


def _place(message: Message) -> str:
    return ", ".join(str(place) for place, _line in message.locations)


def main(words: list[str]) -> int:
    match words:
        case ["add", file]:
            return add(file)
        case ["update"]:
            return update()
        case ["check"]:
            return check()
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
