"""The register of the zone: its departments and people on the first day, its firms as they come."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.hashers import make_password

from liaison.casework.actions import transfer
from liaison.registry import actions
from liaison.registry.inputs import AccountInput, AssignInput, DepartmentInput, EnterpriseInput
from liaison.registry.models import Account, Category, Department, Enterprise, Zone

from .cast import ASSIGNED_LATER, DEPARTMENTS, EXTERNALS, START, ZONE, Cast, Firm, Person
from .thread import Step

PASSWORD = "demo"  # on loopback only: the sign-in page and the settings see to that

# The department that leads a category unless the specialist names another.
LEADS = {"procedures": "ZHF", "utilities": "GDS", "labour": "RSJ", "roads": "SZJ", "logistics": "JFJ", "policy": "JFJ",
         "prices": "JFJ", "living": "ZHF", "transport": "ZHF", "schooling": "RSJ"}  # fmt: skip


def open_zone(cast: Cast) -> None:
    """Zone, departments, staff; then the firms that are there on the first day, each with its specialist and contacts."""
    code, zh, en, duty_phone = ZONE
    zone, security, _ = actions.bootstrap(code, zh, en, "security", now=START)
    Zone.objects.filter(pk=zone.pk).update(is_demo=True, duty_phone=duty_phone)
    _departments(security)
    _name_first_administrator(next(one for one in cast.staff if one.login == "security"), security)
    security = Account.objects.get_by_natural_key("security")
    for person in cast.staff:
        if person.login != "security":
            actions.create_account(_account(person), by=security, now=START)
    office = Account.objects.get_by_natural_key("office")
    for firm in cast.firms:
        if firm.entered == START:
            enter(firm, cast, office, START)
    give_passwords(cast.staff)


def _departments(security: Account) -> None:
    for code, zh, en, phone, *_ in DEPARTMENTS:
        given = DepartmentInput(code=code, name_zh=zh, name_en=en, phone=phone)
        actions.create_department(given, by=security, now=START)
    for code, zh, en, phone in EXTERNALS:
        given = DepartmentInput(code=code, name_zh=zh, name_en=en, phone=phone, external=True)
        actions.create_department(given, by=security, now=START)
    zone = security.zone
    for category, department in LEADS.items():
        lead = Department.objects.get(zone=zone, code=department)
        Category.objects.filter(zone=zone, code=category).update(lead=lead)


def _name_first_administrator(person: Person, account: Account) -> None:
    # The first account comes with the zone and has no name of a person yet.
    Account.objects.filter(pk=account.pk).update(
        name_zh=person.zh, name_en=person.en, phone=person.phone, title=person.title,
        department=Department.objects.get(zone=account.zone_id, code=person.department),
    )  # fmt: skip


def enter(firm: Firm, cast: Cast, office: Account, now: datetime) -> None:
    """企业登记: the firm with its contacts, and its specialist unless he is named later."""
    entered = actions.create_enterprise(_enterprise(firm, registered=not firm.settling), by=office, now=now)
    if entered.code != firm.code:
        raise ValueError(f"{firm.code} was entered as {entered.code}")
    contacts = [one for one in cast.contacts if one.firm == firm.number]
    for person in contacts:
        actions.create_account(_account(person, firm), by=office, now=now)
    give_passwords(contacts)


def _enterprise(firm: Firm, *, registered: bool, assigned: bool = True) -> EnterpriseInput:
    return EnterpriseInput(
        name_zh=firm.zh, name_en=firm.en, industry=firm.industry, size=firm.size, address=firm.address,
        credit_code=firm.credit_code if registered else None,
        status=Enterprise.Status.OPERATING if registered else Enterprise.Status.SETTLING,
        specialist=firm.specialist if assigned and firm.number not in ASSIGNED_LATER else None,
    )  # fmt: skip


def _account(person: Person, firm: Firm | None = None) -> AccountInput:
    return AccountInput(
        login=person.login, name_zh=person.zh, name_en=person.en, phone=person.phone, title=person.title,
        department=person.department, enterprise=firm.code if firm else None, posts=list(person.posts),
    )  # fmt: skip


_encoded: list[str] = []


def give_passwords(people: Iterable[Person]) -> None:
    """The fixed logins and their colleagues can sign in. Hashed once: argon2 is slow on purpose, and this word is no secret."""
    logins = [one.login for one in people if one.password]
    if logins:
        _encoded[:] = _encoded or [make_password(PASSWORD)]
        Account.objects.filter(login__in=logins).update(password=_encoded[0])


def play(step: Step, cast: Cast, office: Account) -> None:
    """What the office does to the register in the course of the story."""
    firm = next(one for one in cast.firms if one.code == step.key)
    if step.verb == "enter":
        enter(firm, cast, office, step.at)
    elif step.verb == "assign":
        transfer(firm.code, AssignInput(specialist=firm.specialist), by=office, now=step.at)
    elif step.verb == "register":
        actions.change_enterprise(firm.code, _enterprise(firm, registered=True, assigned=False), by=office, now=step.at)


VERBS = ("enter", "assign", "register")
