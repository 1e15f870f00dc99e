from collections.abc import Callable

import pytest

from liaison import clock as clocks
from liaison.casework import clock
from liaison.notices import outbox
from liaison.registry.models import Account, Appointment
from tests.cast import BEGINNING, PASSWORD, Cast, assemble
from tests.stories.person import Person


@pytest.fixture
def cast(db: None) -> Cast:
    """The named people with a password, and a clerk of the service centre, which answers for buses."""
    made = assemble(PASSWORD)
    jin = Account.objects.create(
        zone=made.zone, login="jinling", name_zh="金玲", name_en="Jin Ling", phone="02388880017",
        password=made.clerk.password, department=made.d.ZHF,
    )  # fmt: skip
    Appointment.objects.create(account=jin, post="clerk", since=BEGINNING)
    made.zhf_clerk = jin
    return made


@pytest.fixture
def person(cast: Cast) -> Callable[..., Person]:
    """`person(cast.specialist)`, signed in once and kept for the story; `language` is that of the first call."""
    known: dict[int, Person] = {}

    def of(account: Account, language: str = "zh-hans") -> Person:
        if account.pk not in known:
            known[account.pk] = Person(account, language)
        return known[account.pk]

    return of


@pytest.fixture
def worker(db: None) -> Callable[[], None]:
    """One turn of the worker at what the clock shows."""

    def turn() -> None:
        clock.tick(clocks.now())
        outbox.send_due(clocks.now(), machine_now=clocks.machine_now())

    return turn
