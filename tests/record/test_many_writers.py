"""Eight writers at once, on either engine: no gap, no deadlock, no entry lost."""

import pytest

from liaison import record
from liaison.record.models import Entry
from liaison.record.reading import export_lines
from liaison.record.verify import check
from tests.cast import at
from tests.racing import race

WRITERS, ACTS = 8, 200


@pytest.mark.django_db(transaction=True)
def test_eight_writers_times_two_hundred() -> None:
    def write(writer: int) -> int:
        for act in range(ACTS):
            with record.transaction():
                for chain in (record.BUSINESS, record.AUDIT)[: 1 + act % 2]:
                    record.append(
                        "request.note", zone="QJ", subject=f"w{writer}", actor="", capacity="system", at=at("2020-01-02 09:00"),
                        facts={"act": act}, chain=chain,
                    )  # fmt: skip
        return ACTS

    assert race([lambda writer=writer: write(writer) for writer in range(WRITERS)], patience=120) == [ACTS] * WRITERS
    heads, fault = check(export_lines())
    assert fault is None
    assert {name: head.seq for name, head in heads.items()} == {
        "QJ/business": WRITERS * ACTS, "QJ/audit": WRITERS * ACTS // 2,
    }  # fmt: skip
    assert Entry.objects.count() == WRITERS * ACTS * 3 // 2
