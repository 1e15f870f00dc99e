"""Where the words that were searched for stand in what is shown: marked, and the piece of a long text around them."""

import re
from collections.abc import Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from .request_rows import headline

BEFORE, AROUND = 10, 32  # characters kept in front of the hit, and of the piece altogether


def marked(text: str, words: Sequence[str]) -> str:
    """The text with every hit in <mark>; everything else escaped. Without words, the text itself."""
    if not words:
        return text
    pieces = _pattern(words).split(text)  # a hit stands at every odd place; each piece is escaped
    return mark_safe("".join(
        format_html("<mark>{}</mark>", piece) if place % 2 else escape(piece) for place, piece in enumerate(pieces)
    ))  # fmt: skip


def snippet(text: str, words: Sequence[str]) -> str:
    """The headline; where a hit lies behind its end, the piece of the text around the first hit."""
    short = headline(text)
    found = _pattern(words).search(text) if words else None
    if found is None or _pattern(words).search(short):
        return marked(short, words)
    line = " ".join(text.split())
    found = _pattern(words).search(line) or found
    start = max(0, found.start() - BEFORE)
    end = min(len(line), max(found.end(), start + AROUND))
    cut = f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"
    return marked(cut, words)


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, longest_first))})", re.IGNORECASE)
