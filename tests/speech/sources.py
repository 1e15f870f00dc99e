"""What the code base really says: literals of its calls, read from the syntax trees."""

import ast
from collections.abc import Iterator
from pathlib import Path

import liaison

HOME = Path(liaison.__file__).parent


def calls(*names: str) -> Iterator[tuple[Path, ast.Call]]:
    """Every call of a function or method with one of these names, anywhere in liaison."""
    for path in sorted(HOME.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in names:
                yield path, node


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def first_words(*names: str) -> set[str]:
    """The literal first arguments of those calls."""
    found = set()
    for _path, call in calls(*names):
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
            found.add(call.args[0].value)
    return found
