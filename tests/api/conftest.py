from collections.abc import Callable
from datetime import datetime

import pytest

from liaison.registry.models import Account
from tests.api.program import Program
from tests.cast import Cast


@pytest.fixture
def call(cast: Cast, now_is: Callable[[str], datetime]) -> Callable[[Account], Program]:
    """A program for each person, on Friday 2020-09-25 at 09:00 unless the test says otherwise."""
    now_is("2020-09-25 09:00")
    made: dict[int, Program] = {}

    def program(account: Account) -> Program:
        if account.pk not in made:  # a token costs an act of its own
            made[account.pk] = Program(account)
        return made[account.pk]

    return program
