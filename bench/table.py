"""The figures as a table of ratios: times in bare pages, growth from the smaller size to the larger one."""

import re
from typing import Any

ROWS = ("list", "request", "search", "summary", "summary, after an act", "raise", "whistle", "reply", "export")
BEGIN, END = "<!-- table: written by make bench -->", "<!-- end of table -->"


def drawn(found: dict[str, dict[int, Any]], machine: str) -> str:
    parts = [BEGIN, f"Machine: {machine}. One bare Django page through the same server is 1.", ""]
    for engine, sizes in found.items():
        parts += [*_engine(engine, sizes), ""]
    return "\n".join([*parts, END])


def _engine(engine: str, sizes: dict[int, Any]) -> list[str]:
    large, small = max(sizes), min(sizes)
    unit = sizes[large]["pages"]["bare"]["p50"]
    lines = [
        f"**{engine}**, {large:,} requests (bare page {unit:.1f} ms)", "",
        "| | p50 | p95 | growth | of this SQL | statements | KB | p50 ms |", "|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for name in ROWS:
        page, before = sizes[large]["pages"][name], sizes[small]["pages"][name]
        inside = sizes[large]["inside"].get(name)
        grown = f"{page['p50'] / before['p50']:.2f}×" if large != small else ""
        sql = f"{inside['sql_ms'] / page['p50']:.0%}" if inside else ""
        size = f"{page['bytes'] / 1000:.0f}" if page["bytes"] else ""
        lines.append(
            f"| {name} | {page['p50'] / unit:.1f}× | {page['p95'] / unit:.1f}× | {grown} | {sql} "
            f"| {inside['statements'] if inside else ''} | {size} | {page['p50']:.1f} |"
        )
    memory = sizes[large]["pages"]["memory"]["mib"]
    return [*lines, "", f"Memory of the web processes after the run: {memory:.0f} MiB."]


def inserted(page: str, text: str) -> str:
    """The page with its table replaced."""
    return re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: text, page, flags=re.S)
