"""The outbox: written with the act, sent once, safe when a worker dies or two work side by side."""

from datetime import timedelta

import pytest

from liaison import record
from liaison.notices import outbox
from liaison.notices.models import Notice
from tests.casework.steps import Story
from tests.cast import Cast, assemble, at
from tests.racing import race

NOW = at("2020-09-25 17:00")


@pytest.mark.django_db
def test_a_notice_is_written_with_its_act_or_not_at_all(cast: Cast) -> None:
    with pytest.raises(RuntimeError), record.transaction():
        Story(cast).raised()
        raise RuntimeError("killed before COMMIT")
    assert Notice.objects.count() == 0
    Story(cast).raised()
    assert Notice.objects.count() == 2
    assert {row.state for row in Notice.objects.all()} == {"queued"}


@pytest.mark.django_db
def test_sending_twice_changes_nothing(cast: Cast) -> None:
    Story(cast).raised()
    assert outbox.send_due(NOW, machine_now=NOW) == 2
    first = list(Notice.objects.order_by("pk").values_list("pk", "sent_at"))
    assert outbox.send_due(NOW + timedelta(hours=1), machine_now=NOW + timedelta(hours=1)) == 0
    assert list(Notice.objects.order_by("pk").values_list("pk", "sent_at")) == first
    assert outbox.unread(cast.specialist) == 1


@pytest.mark.django_db
def test_what_a_killed_worker_had_claimed_comes_back_after_the_lease(cast: Cast) -> None:
    Story(cast).raised()
    assert len(outbox._claim(NOW, NOW, 100)) == 2  # claimed, then killed
    assert outbox.send_due(NOW, machine_now=NOW + timedelta(seconds=59)) == 0
    assert outbox.send_due(NOW, machine_now=NOW + timedelta(seconds=61)) == 2


@pytest.mark.django_db
def test_nothing_is_sent_before_its_time(cast: Cast) -> None:
    Story(cast).raised("2020-09-25 16:40")
    assert outbox.send_due(at("2020-09-25 16:39"), machine_now=NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same_row() -> None:
    cast = assemble()
    for _ in range(15):
        Story(cast).raised()
    sent = race([lambda: outbox.send_due(NOW, machine_now=NOW, batch=10)] * 6)
    while more := outbox.send_due(NOW, machine_now=NOW):
        sent.append(more)
    assert sum(sent) == 30
    assert set(Notice.objects.values_list("attempts", flat=True)) == {1}
