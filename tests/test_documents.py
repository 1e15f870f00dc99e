"""The documents say what is there: rules, links, commands, paths and words are compared with the code base."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from liaison.cli import COMMANDS
from liaison.rules.limits import LIMITS

ROOT = Path(__file__).parent.parent
NOT_OURS = {".git", ".venv", "var", "build", "dist", "__pycache__", "node_modules"}
RULE = re.compile(r"\b(R-\d{2}|Q-\d{2}|N\d{1,2}|SC-\d{2})\b")
TEST_OF = re.compile(r"^test_((?:(?:R|Q|N|SC)\d{1,2}_)+)")


@cache
def files() -> tuple[Path, ...]:
    """Everything that could be tracked: hidden tool folders, data and caches are not."""
    found: list[Path] = []
    for top in ROOT.iterdir():
        if top.name in NOT_OURS or top.name.endswith(".egg-info"):
            continue
        if not top.name.startswith(".") or top.name in (".ci", ".gitignore"):
            found += [top] if top.is_file() else [path for path in top.rglob("*") if path.is_file()]
    return tuple(path for path in found if not NOT_OURS & set(path.relative_to(ROOT).parts))


def documents() -> list[Path]:
    return sorted(path for path in files() if path.suffix == ".md")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# --- the register of rules ---


@cache
def register() -> dict[str, str]:
    """Rule number -> what the register says of it."""
    parts = re.split(r"^### (\S+) .*$", text_of(ROOT / "docs/rules.md"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def stories() -> set[str]:
    return set(re.findall(r"^\| (SC-\d{2}) \|", text_of(ROOT / "docs/rules.md"), flags=re.MULTILINE))


def line(entry: str, label: str) -> str:
    return "".join(re.findall(rf"^- {label}[:：] ?(.*)$", entry, flags=re.MULTILINE))


def test_every_rule_that_the_code_names_stands_in_the_register():
    code = [
        path for path in files() if path.is_relative_to(ROOT / "liaison") and path.suffix in (".py", ".html", ".toml")
    ]
    said = {number for path in code for number in RULE.findall(text_of(path))}
    assert said <= set(register()) | stories()


def test_every_rule_that_a_test_is_named_after_stands_in_the_register():
    def numbers(function: str) -> list[str]:
        match = TEST_OF.match(function)
        return re.findall(r"(?:R|Q|N|SC)\d{1,2}", match[1]) if match else []

    known = {number.replace("-", "") for number in set(register()) | stories()}
    said = {
        number for path in files() if path.name.startswith("test_") for f in functions(path) for number in numbers(f)
    }
    assert said <= known


@pytest.mark.parametrize("number", sorted(register()))
def test_a_rule_names_its_text_source_code_and_tests(number):
    entry = register()[number]
    assert line(entry, "中文") and line(entry, "English") and re.match(r"[SLCD]\b", line(entry, "Source"))
    code = re.findall(r"`([a-z_/]+\.py)`(?: \(([^)]*)\))?", line(entry, "Code"))
    assert code
    for path, names in code:
        for name in re.findall(r"`([A-Za-z_.]+)`", names):
            assert re.search(rf"\b{re.escape(name.split('.')[-1])}\b", text_of(ROOT / "liaison" / path)), (
                f"{path}: {name}"
            )
    tests = re.findall(r"`(tests/[a-z_/]+\.py)::(\w+)`", line(entry, "Tests"))
    assert tests and len(tests) == line(entry, "Tests").count("::")
    for path, function in tests:
        assert function in functions(ROOT / path), f"{path} has no {function}"


def test_policy_values_are_those_of_the_code():
    said = re.findall(
        r"^\| `(\w+)` \| (\S+) \| (\w+) \| (\S+) \| ([SLCD]) \|$", text_of(ROOT / "docs/rules.md"), flags=re.MULTILINE
    )
    assert said == [(one.key, str(one.value), one.unit, one.rule, one.source) for one in LIMITS.values()]
    used = {
        key
        for entry in register().values()
        for key in re.findall(r"`(\w+)`", line(entry, "Source").partition("Policy:")[2])
    }
    assert used == set(LIMITS)


@cache
def functions(path: Path) -> frozenset[str]:
    tree = ast.parse(text_of(path))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


# --- links, paths, commands ---


@pytest.mark.parametrize("document", documents(), ids=named)
def test_every_local_link_leads_somewhere(document):
    text = text_of(document)
    links = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|href)="([^"]+)"', text)
    for link in links:
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        found = (document.parent / target).resolve() if target else document
        assert found.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(found), f"{link}: no such heading"


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", text_of(document), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", documents(), ids=named)
def test_every_path_and_command_in_a_document_is_there(document):
    text = text_of(document)
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), flags=re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", text, flags=re.MULTILINE)) <= targets
    assert set(re.findall(r"(?:^|`|bin/)liaison ([a-z][a-z-]*)", text, flags=re.MULTILINE)) <= set(COMMANDS)
    for path in re.findall(r"`((?:liaison|config|tests|docs|scripts|requirements)/[\w./-]+)(?:::\w+)?`", text):
        assert (ROOT / path).exists(), f"{path} is not there"


def test_no_file_knows_this_machine_or_a_registry():
    home, registries = (
        "/".join(["", "root", ""]),
        ["pypi" + ".org", "python" + "hosted.org", "npm" + "js.", "docker" + ".io"],
    )
    unwanted = [home, "/".join(["", "work", ""]), "/".join(["", "home", ""]), *registries]
    for path in files():
        if path.suffix not in (".png", ".mo"):
            text = text_of(path)
            assert not [one for one in unwanted if one in text], named(path)


def test_both_readmes_tell_the_same():
    shapes = []
    for name in ("README.md", "README.zh-CN.md"):
        text = text_of(ROOT / name)
        shapes.append(
            {
                "headings": [len(marks) for marks in re.findall(r"^(#+) ", text, flags=re.MULTILINE)],
                "pictures": re.findall(r'src="([^"]+)-(?:zh|en)\.png"', text),
                "blocks": re.findall(r"^```.*?^```", text, flags=re.MULTILINE | re.DOTALL),
                "links": [link for link in re.findall(r"\]\(([^)\s#]+)", text) if not link.startswith("README")],
                "table rows": len(re.findall(r"^\|", text, flags=re.MULTILINE)),
            }
        )
    assert shapes[0] == shapes[1]


def test_every_picture_is_shown_and_small():
    shown = {
        picture for document in documents() for picture in re.findall(r"pictures/([\w.-]+\.png)", text_of(document))
    }
    pictures = {path.name: path.stat().st_size for path in (ROOT / "docs/pictures").glob("*.png")}
    assert shown == set(pictures)
    assert max(pictures.values()) < 200_000


# --- words and calls ---


def test_the_glossary_uses_the_words_of_the_screens():
    catalogue = text_of(ROOT / "liaison/locale/zh_Hans/LC_MESSAGES/django.po")
    table = re.search(r"(?:^\|.*\n)+", text_of(ROOT / "docs/glossary.md"), flags=re.MULTILINE)
    assert table
    words = [row.split(" | ")[:2] for row in table[0].removeprefix("| ").splitlines()[2:]]
    assert len(words) > 30
    for chinese, english in ((chinese.strip("| "), english) for chinese, english in words):
        assert chinese in catalogue, chinese
        assert re.search(rf"\b{re.escape(english)}", catalogue, flags=re.IGNORECASE), english


def test_the_api_guide_lists_every_call():
    from liaison.api.urls import api

    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    there = {
        (method.upper(), path.removeprefix("/api/v1")) for path, told in schema["paths"].items() for method in told
    }
    listed = set(re.findall(r"^\| `(GET|POST|PUT) (/[^`?]*)`", text_of(ROOT / "docs/api.md"), flags=re.MULTILINE))
    assert listed == there
