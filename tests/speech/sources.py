"""What the code base really says: literals of its calls, read from the syntax trees."""

import ast
from collections.abc import Iterator
from pathlib import Path

import liaison

HOME = Path(liaison.__file__).parent


def calls(*names: str) -> Iterator[tuple[Path, ast.Call]]:
    """Every call in liaison that is written with one of these names (`act.tell`, `Refused`)."""
    return ((path, call) for path, call in every_call() if ast.unparse(call.func) in names)


def every_call() -> Iterator[tuple[Path, ast.Call]]:
    return ((path, node) for path, node in every_node() if isinstance(node, ast.Call))


def every_node() -> Iterator[tuple[Path, ast.AST]]:
    for path in sorted(HOME.rglob("*.py")):
        yield from ((path, node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def literals(argument: ast.expr) -> set[str]:
    """The texts an argument can be: a literal, or one of two; empty when it is computed."""
    if isinstance(argument, ast.IfExp):
        return literals(argument.body) | literals(argument.orelse)
    return {argument.value} if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else set()


def first_words(*names: str) -> set[str]:
    """The literal first arguments of those calls."""
    return {word for _path, call in calls(*names) if call.args for word in literals(call.args[0])}
