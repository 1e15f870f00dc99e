"""Codes of entries and notices into names, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from .models import Account, Department, Enterprise


@dataclass(frozen=True)
class Names:
    """Names for the codes in entries, read in three statements at most."""

    people: dict[str, Account]
    departments: dict[str, Department]
    enterprises: dict[str, Enterprise]

    def person(self, login: str) -> str:
        return self.people[login].name if login in self.people else login

    def department(self, code: str) -> str:
        return self.departments[code].name if code in self.departments else code

    def enterprise(self, code: str) -> str:
        return self.enterprises[code].name if code in self.enterprises else code


def names_of(zone_id: int, logins: Iterable[str], enterprises: Iterable[str] = ()) -> Names:
    codes = set(enterprises)
    return Names(
        people={one.login: one for one in Account.objects.filter(login__in=set(logins))},
        departments={one.code: one for one in Department.objects.filter(zone=zone_id)},
        enterprises={one.code: one for one in Enterprise.objects.filter(zone=zone_id, code__in=codes)} if codes else {},
    )
