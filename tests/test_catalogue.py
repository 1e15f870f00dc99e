"""The Chinese catalogue is complete, and the tool that says so notices when it is not."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import catalogue


def test_every_source_string_is_translated_and_compiled():
    done = subprocess.run([sys.executable, catalogue.__file__, "check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house with one room and one page, and no catalogue yet."""
    po = tmp_path / "liaison/locale/zh_Hans/LC_MESSAGES/django.po"
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    monkeypatch.setattr(catalogue, "PO", po)
    monkeypatch.setattr(catalogue, "MO", po.with_suffix(".mo"))
    (tmp_path / "liaison/templates").mkdir(parents=True)
    (tmp_path / "liaison/one.py").write_text('ngettext("%(n)s day", "%(n)s days", n)\npgettext("a lamp", "On")\n')
    (tmp_path / "liaison/templates/page.html").write_text(
        '{% load i18n %}<p>{% translate "Sign in" %}\n   {% blocktranslate trimmed %}\n Hello {{ name }}\n {% endblocktranslate %}'
    )
    return tmp_path


def added(house: Path, *lines: str) -> int:
    (house / "lines.tsv").write_text("\n".join(lines))
    return catalogue.add(str(house / "lines.tsv"))


ALL = ("%(n)s day\t%(n)s 天", "On\t亮\ta lamp", "Sign in\t登录", "Hello %(name)s\t%(name)s，您好")


def test_code_and_templates_are_read_and_a_full_catalogue_passes(house, capsys):
    assert set(catalogue.wanted()) == {
        ("%(n)s day", None), ("On", "a lamp"), ("Sign in", None), ("Hello %(name)s", None),
    }  # fmt: skip
    assert added(house, *ALL) == 0
    assert catalogue.check() == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (ALL[:3], "missing: 'Hello %(name)s'"),
        ((*ALL[:3], "Hello %(name)s\t您好"), "placeholders differ: 'Hello %(name)s'"),
        ((*ALL, "Gone\t没了"), "unused: 'Gone'"),
    ],
)
def test_each_fault_is_named(house, capsys, lines, said):
    added(house, *lines)
    assert catalogue.check() == 1
    assert said in capsys.readouterr().out


def test_a_catalogue_that_was_not_compiled_fails(house, capsys):
    added(house, *ALL)
    catalogue.MO.unlink()
    assert catalogue.check() == 1
    assert "out of step" in capsys.readouterr().out


def test_a_chinese_source_string_fails(house, capsys):
    (house / "liaison/two.py").write_text('_("诉求")\n')
    added(house, *ALL, "诉求\t诉求")
    assert catalogue.check() == 1
    assert "Chinese in the source string: '诉求'" in capsys.readouterr().out


def test_update_drops_what_is_unused_and_keeps_the_rest(house):
    added(house, *ALL, "Gone\t没了")
    catalogue.update()
    assert catalogue.check() == 0
    assert "Gone" not in catalogue.PO.read_text()
