"""What happens in the registry: firms enter, people come, posts are given and ended, specialists are assigned."""

import hashlib
import secrets
import string
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from liaison import record
from liaison.record.models import Entry
from liaison.rules.categories import CATEGORIES
from liaison.rules.refusals import Refused

from . import access, queries, replaced, rulebook
from .inputs import AccountInput, AppointInput, AssignInput, DepartmentInput, EnterpriseInput, LeaveZoneInput
from .models import (
    Account,
    ApiToken,
    Appointment,
    Assignment,
    Category,
    Department,
    Enterprise,
    Post,
    Zone,
)

PASSWORD_ALPHABET = string.ascii_lowercase.replace("l", "") + "23456789"


def _audit(kind: str, subject: str, by: Account, capacity: str, now: datetime, **facts: Any) -> None:
    record.append(
        kind,
        zone=by.zone.code,
        chain=record.AUDIT,
        subject=subject,
        actor=by.login,
        capacity=capacity,
        at=now,
        facts=facts,
    )


def initials(name: str) -> str:
    """Pinyin initials to find a firm by; people may correct them (names have readings no list knows)."""
    # Its dictionaries would cost every process a third of a second at its start, and few of them ever name a firm.
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))[:60].lower()


def create_enterprise(given: EnterpriseInput, *, by: Account, now: datetime) -> Enterprise:
    """企业登记: a firm enters the zone, with its specialist if one is named (R-01: no specialist shows red at once).

    Raises Refused: wrong_role, code_taken, looks_alike (unless `anyway`), leaves_by_own_act, and those of `assign`.
    """
    with record.transaction():
        capacity = access.require(by, Post.OFFICE)
        if given.status == Enterprise.Status.LEFT:
            raise Refused("leaves_by_own_act", field="status")
        alike = [] if given.anyway else queries.look_alikes(by, given)
        if alike:
            raise Refused("looks_alike", field="anyway", firm=alike[0].name, known=alike[0].code)
        fields = given.model_dump(exclude={"specialist", "anyway"})
        enterprise = Enterprise(zone=by.zone, code=_next_code(by.zone), initials=initials(given.name_zh), **fields)
        enterprise.entered_at = now
        _saved_firm(enterprise)
        record.append(
            "enterprise.entered", zone=by.zone.code, subject=enterprise.code, actor=by.login, capacity=capacity, at=now,
            facts={"status": given.status, "registered": given.credit_code is not None},
        )  # fmt: skip
        if given.specialist:
            _assign(enterprise, AssignInput(specialist=given.specialist), "assigned", by, capacity, now)
        return enterprise


def change_enterprise(code: str, given: EnterpriseInput, *, by: Account, now: datetime) -> Enterprise:
    """Correct what is known of a firm; a credit code joins the same record (R-38), never a second one.

    One that had left may come back so. Raises Refused: wrong_role, code_taken, leaves_by_own_act.
    """
    with record.transaction():
        capacity = access.require(by, Post.OFFICE)
        enterprise = access.locked_enterprise(by, code)
        known = given.model_dump(exclude={"specialist", "anyway"})
        changed = [name for name, value in known.items() if getattr(enterprise, name) != value]
        if "status" in changed:
            if given.status == Enterprise.Status.LEFT:
                raise Refused("leaves_by_own_act", field="status")
            if enterprise.status == Enterprise.Status.LEFT:
                enterprise.entered_at = now
        for name in changed:
            setattr(enterprise, name, getattr(given, name))
        if "name_zh" in changed:
            enterprise.initials = initials(given.name_zh)
        _saved_firm(enterprise)
        record.append(
            "enterprise.changed", zone=by.zone.code, subject=enterprise.code, actor=by.login, capacity=capacity, at=now,
            facts={"fields": sorted(changed), "status": enterprise.status},
        )  # fmt: skip
        return enterprise


def _next_code(zone: Zone) -> str:
    Zone.objects.select_for_update(no_key=True).get(pk=zone.pk)  # two firms entering at once get two codes
    last = Enterprise.objects.filter(zone=zone).order_by("-code").values_list("code", flat=True).first()
    return f"E{int(last[1:]) + 1 if last else 1:04d}"


def _saved_firm(enterprise: Enterprise) -> Enterprise:
    try:
        with transaction.atomic():
            enterprise.save()
    except IntegrityError as error:
        has = Enterprise.objects.filter(zone=enterprise.zone_id, credit_code=enterprise.credit_code).first()
        raise Refused(
            "code_taken", field="credit_code", firm=has.name if has else "", known=has.code if has else ""
        ) from error
    return enterprise


@dataclass(frozen=True)
class Assigned:
    """What naming a specialist changed; `casework` hands the open requests over and tells everybody."""

    row: Assignment
    before: Assignment | None
    entry: Entry


def assign(
    code: str, given: AssignInput, *, by: Account, now: datetime, why: str = "assigned", asked_for: bool = False
) -> Assigned:  # fmt: skip
    """对口联系: name the specialist of a firm; the one before ends at the same instant (R-01, R-05).

    The half of it that the registry knows: a transfer is `casework.actions.transfer`. `asked_for`: the firm itself wants that
    person, so that he may come back though it once had him replaced (R-44). Raises Refused: wrong_role, unknown_specialist,
    specialist_away, assigned_already, firm_left, barred.
    """
    with record.transaction():
        capacity = access.require(by, Post.OFFICE)
        return _assign(access.locked_enterprise(by, code), given, why, by, capacity, now, asked_for=asked_for)


def _assign(
    enterprise: Enterprise, given: AssignInput, why: str, by: Account, capacity: str, now: datetime, *, asked_for: bool = False
) -> Assigned:  # fmt: skip
    login = given.specialist
    specialist = Account.objects.filter(zone=by.zone_id, login=login, is_active=True).first()
    if specialist is None or Post.SPECIALIST not in access.posts(specialist):
        raise Refused("unknown_specialist", field="specialist", given=login[:60])
    if enterprise.status == Enterprise.Status.LEFT:
        raise Refused("firm_left", field="specialist", firm=enterprise.name)
    before = access.open_assignments().filter(enterprise=enterprise).first()
    if before and before.specialist_id == specialist.pk:
        raise Refused("assigned_already", field="specialist", who=specialist.name)
    if access.running_leave(specialist):
        raise Refused("specialist_away", field="specialist", who=specialist.name)
    if not asked_for and replaced.is_barred(enterprise, login, now):
        raise Refused("barred", field="specialist", who=specialist.name)
    if before:
        Assignment.objects.filter(pk=before.pk).update(until=now)
    made = Assignment.objects.create(enterprise=enterprise, specialist=specialist, since=now, why=why)
    entry = record.append(
        "enterprise.assigned", zone=by.zone.code, subject=enterprise.code, actor=by.login, capacity=capacity, at=now,
        facts={"specialist": specialist.login, "before": before.specialist.login if before else None},
        content=record.content(given.reason) if given.reason else None,
    )  # fmt: skip
    return Assigned(made, before, entry)


@dataclass(frozen=True)
class Left:
    """A firm that has left, and who served it last."""

    firm: Enterprise
    before: Assignment | None
    entry: Entry


def leave_zone(code: str, given: LeaveZoneInput, *, by: Account, now: datetime) -> Left:
    """迁出: the firm leaves the zone for good and needs a specialist no longer; its people still read what was (R-01).

    The half of it that the registry knows: `casework.actions.leave_zone` looks for open requests first. Raises Refused:
    wrong_role, firm_left.
    """
    with record.transaction():
        capacity = access.require(by, Post.OFFICE)
        enterprise = access.locked_enterprise(by, code)
        if enterprise.status == Enterprise.Status.LEFT:
            raise Refused("firm_left", firm=enterprise.name)
        served = access.open_assignments().filter(enterprise=enterprise).first()
        enterprise.status = Enterprise.Status.LEFT
        enterprise.save(update_fields=["status"])
        Assignment.objects.filter(enterprise=enterprise, until=None).update(until=now)
        entry = record.append(
            "enterprise.left", zone=by.zone.code, subject=enterprise.code, actor=by.login, capacity=capacity, at=now,
            facts={"before": served.specialist.login if served else None}, content=record.content(given.reason),
        )  # fmt: skip
        return Left(enterprise, served, entry)


def create_department(given: DepartmentInput, *, by: Account, now: datetime) -> Department:
    """A department, or an agency outside the zone, enters the register. Raises Refused: wrong_role, department_taken."""
    with record.transaction():
        capacity = access.require(by, Post.OFFICE, Post.SECURITY)
        try:
            with transaction.atomic():
                made = Department.objects.create(zone=by.zone, **given.model_dump())
        except IntegrityError as error:
            raise Refused("department_taken", field="code", given=given.code) from error
        _audit("department.entered", given.code, by, capacity, now, department=given.code, external=given.external)
        return made


def create_account(given: AccountInput, *, by: Account, now: datetime) -> Account:
    """A person enters the register; without a password until one is set. The office enters contacts of firms only.

    Raises Refused: wrong_role, login_taken, unknown_department, unknown_enterprise, department_or_enterprise, exclusive_posts.
    """
    with record.transaction():
        capacity = access.require(by, Post.SECURITY, Post.OFFICE)
        if capacity == Post.OFFICE and (not given.enterprise or set(given.posts) - {Post.PRINCIPAL, Post.CLERK}):
            raise Refused("wrong_role")
        account = Account(
            zone=by.zone, password=make_password(None), created_at=now,
            **given.model_dump(include={"login", "name_zh", "name_en", "phone", "title"}),
            department=access.department(by.zone_id, given.department, field="department") if given.department else None,
            enterprise=_firm(by, given.enterprise) if given.enterprise else None,
        )  # fmt: skip
        if account.department and account.enterprise:
            raise Refused("department_or_enterprise", field="enterprise")
        _save_person(account)
        _audit(
            "account.created",
            account.login,
            by,
            capacity,
            now,
            department=given.department,
            enterprise=given.enterprise,
        )
        for post in given.posts:
            _appoint(account, post, by, capacity, now)
        return account


def _firm(by: Account, code: str) -> Enterprise:
    found = Enterprise.objects.filter(zone=by.zone_id, code=code).first()
    if found is None:
        raise Refused("unknown_enterprise", field="enterprise", given=code[:20])
    return found


def _save_person(account: Account) -> None:
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        raise Refused("login_taken", field="login", login=account.login) from error


def appoint(login: str, given: AppointInput, *, by: Account, now: datetime) -> Appointment:
    """Give a post. Raises Refused: wrong_role, own_matter, appointed_already, exclusive_posts."""
    with record.transaction():
        capacity = access.require(by, Post.SECURITY)
        return _appoint(access.locked_account(by, login), given.post, by, capacity, now)


def _appoint(account: Account, post: str, by: Account, capacity: str, now: datetime) -> Appointment:
    if account.pk == by.pk:
        raise Refused("own_matter")
    held = set(Appointment.objects.filter(account=account, until=None).values_list("post", flat=True))
    if post in held:
        raise Refused("appointed_already", field="post")
    # 三权分立: no two of the three administrators in one hand, and none of them serves enterprises.
    apart = access.ADMINISTRATORS | {Post.SPECIALIST, Post.CHIEF}
    if (post in access.ADMINISTRATORS and held & apart) or (post in apart and held & access.ADMINISTRATORS):
        raise Refused("exclusive_posts", field="post")
    if post == Post.CHIEF and access.holders_of(Post.CHIEF, account.zone_id):
        raise Refused("appointed_already", field="post")
    made = Appointment.objects.create(account=account, post=post, since=now)
    _audit("post.given", account.login, by, capacity, now, post=post)
    return made


def end_appointment(login: str, given: AppointInput, *, by: Account, now: datetime) -> None:
    """End a post at once. Raises Refused: wrong_role, own_matter, wrong_status (not held), still_assigned."""
    with record.transaction():
        capacity = access.require(by, Post.SECURITY)
        account = access.locked_account(by, login)
        if account.pk == by.pk:
            raise Refused("own_matter")
        if given.post == Post.SPECIALIST and Assignment.objects.filter(specialist=account, until=None).exists():
            raise Refused("still_assigned", field="post")
        if not Appointment.objects.filter(account=account, post=given.post, until=None).update(until=now):
            raise Refused("not_held", field="post")
        _audit("post.ended", account.login, by, capacity, now, post=given.post)


def reset_password(login: str, *, by: Account, now: datetime) -> str:
    """Give a person a new password, shown once; every session of his ends. The office may for contacts of firms only."""
    with record.transaction():
        capacity = access.require(by, Post.SECURITY, Post.OFFICE)
        account = access.locked_account(by, login)
        if account.pk == by.pk:
            raise Refused("own_matter")
        if capacity == Post.OFFICE and account.enterprise_id is None:
            raise Refused("wrong_role")
        password = "-".join("".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(4)) for _ in range(4))
        account.set_password(password)  # the session hash changes with it
        account.save(update_fields=["password"])
        _audit("password.reset", account.login, by, capacity, now)
        return password


def issue_token(account: Account, *, now: datetime) -> str:
    """A bearer token for programs; it can do what its owner can do, and only its hash is kept."""
    with record.transaction():
        token = f"lt_{secrets.token_urlsafe(32)}"
        ApiToken.objects.create(account=account, digest=token_digest(token), created_at=now)
        _audit("token.issued", account.login, account, "system", now)
        return token


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def bootstrap(code: str, name_zh: str, name_en: str, login: str, *, now: datetime) -> tuple[Zone, Account, str]:
    """The first zone and its first administrator (rights), with a one-time password shown once.

    Raises Refused: already_bootstrapped.
    """
    with record.transaction():
        if Zone.objects.filter(code=code).exists():
            raise Refused("already_bootstrapped")
        zone = Zone.objects.create(code=code, name_zh=name_zh, name_en=name_en)
        password = "-".join("".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(4)) for _ in range(4))
        account = Account(
            zone=zone, login=login, name_zh="安全管理员", name_en="Security administrator", created_at=now
        )
        account.set_password(password)
        _save_person(account)
        Appointment.objects.create(account=account, post=Post.SECURITY, since=now)
        Category.objects.bulk_create(
            Category(
                zone=zone, code=one.code, group=one.group, name_zh=one.name_zh, name_en=one.name_en, position=place
            )
            for place, one in enumerate(CATEGORIES, start=1)
        )
        rulebook.enter_accepted_notices(zone, by=account, capacity="system", now=now)
        _audit("zone.opened", code, account, "system", now)
        return zone, account, password
