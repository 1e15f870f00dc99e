"""The record: exact bytes, gapless chains, no way to change or drop an entry, texts that can go without breaking it."""

import json
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from liaison import record
from liaison.record import hashing, verify
from liaison.record.models import Chain, Content, Entry
from liaison.record.reading import export_lines
from tests.cast import at

pytestmark = pytest.mark.django_db
NOW = at("2020-09-25 16:40")


def append(kind: str = "request.raised", *, chain: str = record.BUSINESS, text: str = "", zone: str = "QJ") -> Entry:
    with record.transaction():
        return record.append(
            kind, zone=zone, subject="2020-0001", actor="zhoumin", capacity="enterprise", at=NOW, facts={"leg": 1}, chain=chain,
            content=record.content(text) if text else None,
        )  # fmt: skip


def test_an_entry_hashes_the_exact_bytes_it_keeps() -> None:
    entry = append(text="路灯不亮")
    said = json.loads(entry.body)
    assert entry.body == hashing.canonical(said)
    assert said["at"] == "2020-09-25T16:40:00.000+08:00"
    assert said["content"] == entry.content_digest != ""
    assert entry.prev == "0" * 64
    assert entry.hash == hashing.entry_hash("0" * 64, entry.body)


def test_known_answers_of_the_scheme() -> None:
    """Counted with another program: somebody else's verifier must come to the same."""
    first = hashing.entry_hash(hashing.GENESIS, '{"a":1}')
    assert first == "f955a0815e023e96066fc6b82e3286033d902df20437db4998bc0843563e1806"
    second = hashing.entry_hash(first, '{"b":"路灯"}')
    assert second == "4507f11fb8fca35149a2ccb109c062054fed7d61c42b1e425f5eb3c32a1dd688"


def test_chains_are_gapless_and_apart() -> None:
    for _ in range(3):
        append()
    append("account.created", chain=record.AUDIT)
    append(zone="BH")
    assert list(Entry.objects.filter(chain="QJ/business").order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]
    assert Entry.objects.get(chain="QJ/audit").seq == 1
    assert Entry.objects.get(chain="BH/business").seq == 1
    assert Chain.objects.get(name="QJ/business").seq == 3


def test_a_refused_block_leaves_nothing_and_takes_no_number() -> None:
    with record.transaction():
        record.append("a", zone="QJ", subject="s", actor="", capacity="system", at=NOW, facts={})
        with pytest.raises(RuntimeError), record.transaction():
            record.append("b", zone="QJ", subject="s", actor="", capacity="system", at=NOW, facts={})
            raise RuntimeError("refused")
    with pytest.raises(RuntimeError), record.transaction():
        record.append("c", zone="QJ", subject="s", actor="", capacity="system", at=NOW, facts={})
        raise RuntimeError("refused")
    assert [entry.kind for entry in Entry.objects.all()] == ["a"]
    assert append().seq == 2


def test_appending_outside_a_transaction_is_a_mistake() -> None:
    with pytest.raises(RuntimeError):
        record.append("a", zone="QJ", subject="s", actor="", capacity="system", at=NOW, facts={})


@pytest.mark.parametrize("statement", [
    "UPDATE record_entry SET body = '{}'",
    "UPDATE record_entry SET at = at",
    "DELETE FROM record_entry",
    "UPDATE record_content SET text = 'x'",
])  # fmt: skip
def test_the_database_itself_refuses_to_change_or_drop(statement: str) -> None:
    append(text="路灯不亮")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.count() == 1


def test_erasing_a_text_leaves_the_chain_whole() -> None:
    entry = append(text="张三的电话是 138 0000 0000")
    append()
    Content.objects.filter(pk=entry.content_id).delete()
    assert verify.check(export_lines())[1] is None
    assert "张三" not in "".join(export_lines())
    assert record.happenings("QJ", "2020-0001")[0].text is None


def test_the_body_holds_no_free_text() -> None:
    append(text="路灯不亮")
    assert "路灯" not in "".join(export_lines())


@pytest.fixture
def lines() -> list[str]:
    for number in range(1, 8):
        append(text=f"第{number}件")
    append("account.created", chain=record.AUDIT)
    return list(export_lines())


def tampered(lines: list[str]) -> Iterator[tuple[str, list[str], int]]:
    """Name, altered export, first bad number; the audit chain comes first in an export, so line 1 is its only entry."""

    def changed(index: int, **values: object) -> list[str]:
        return [
            *lines[:index],
            json.dumps({**json.loads(lines[index]), **values}, ensure_ascii=False),
            *lines[index + 1 :],
        ]

    body = json.loads(lines[4])["body"]
    rebuilt = {**json.loads(lines[4]), "body": body.replace("request.raised", "request.closed")}
    rebuilt["hash"] = hashing.entry_hash(rebuilt["prev"], rebuilt["body"])
    yield "a body changed", changed(4, body=body + " "), 4
    yield "a body and its hash changed", [*lines[:4], json.dumps(rebuilt), *lines[5:]], 5
    yield "a row dropped", lines[:3] + lines[4:], 3
    yield "the first row dropped", lines[:1] + lines[2:], 1
    yield "two rows swapped", [*lines[:3], lines[4], lines[3], *lines[5:]], 3
    yield "a row doubled", [*lines[:4], lines[3], *lines[4:]], 4
    yield "a hash changed", changed(4, hash="f" * 64), 4
    yield "a predecessor changed", changed(4, prev="f" * 64), 4
    yield "a digest beside the body changed", changed(4, content_digest="f" * 64), 4
    yield "a number changed", changed(4, seq=9), 4


def test_every_alteration_is_found_with_its_first_bad_number(lines: list[str]) -> None:
    assert verify.check(lines)[1] is None
    for name, altered, first_bad in tampered(lines):
        fault = verify.check(altered)[1]
        assert fault is not None, name
        assert (fault.chain, fault.seq) == ("QJ/business", first_bad), name


@pytest.mark.parametrize("text", ["", "no json\n", "[]\n", '{"chain":"QJ/business"}\n', '{"seq": "1"}\n'])
def test_what_cannot_be_checked_is_never_called_whole(text: str, tmp_path: object) -> None:
    file = tmp_path / "export.jsonl"  # type: ignore[operator]
    file.write_text(text)
    assert verify.main([str(file)]) == 2
    assert verify.main([str(file) + ".absent"]) == 2


def test_exit_codes_and_words(lines: list[str], tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "export.jsonl"  # type: ignore[operator]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert verify.main([str(file)]) == 0
    file.write_text("\n".join(lines[:3] + lines[4:]) + "\n", encoding="utf-8")
    assert verify.main([str(file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["first_bad_seq"] == 3
