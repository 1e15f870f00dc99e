"""名册: which enterprises vote, whom each rates, and how it may vote; frozen and hashed when the round opens (R-42)."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from liaison.registry.models import Account, Appointment, Assignment, Enterprise, Post
from liaison.registry.policy import Policy
from liaison.rules import rounds
from liaison.rules.deadlines import SHANGHAI

from .access import can_sign_in
from .models import RollLine, Round

VOID_STATUSES = frozenset(rounds.VOID_OF)


def draw_up(of: Round, in_force: Policy) -> list[RollLine]:
    """One line for each enterprise that has a voice and was served in the half-year, in the order of their codes. Not saved.

    The legal person is the unit: a group with three of them has three voices (Q-14).
    """
    firms = Enterprise.objects.filter(zone=of.zone_id).exclude(status__in=VOID_STATUSES).order_by("code")
    held, least = _held(of), in_force.days("held_days")
    heads = principals(firm.pk for firm in firms)
    lines = []
    for firm in firms:
        found = rounds.rated(held[firm.pk], of.year, of.half, least)
        if found:
            rater, voice = _voice(heads.get(firm.pk, []))
            lines.append(
                RollLine(
                    round=of, enterprise=firm, specialist_id=found.who, held_days=found.held_days, rater=rater, voice=voice,
                )
            )  # fmt: skip
    return lines


def unserved(of: Round) -> QuerySet[Enterprise]:
    """Who has a voice but was served by nobody in that half-year: there is nobody to rate."""
    firms = Enterprise.objects.filter(zone=of.zone_id).exclude(status__in=VOID_STATUSES)
    return firms.exclude(Exists(_touching(of).filter(enterprise=OuterRef("pk"))))


def _touching(of: Round) -> QuerySet[Assignment]:
    first, last = rounds.bounds(of.year, of.half)
    begin = datetime.combine(first, time(0), SHANGHAI)
    end = datetime.combine(last + timedelta(days=1), time(0), SHANGHAI)
    # On the first day somebody must still hold it when the day ends, so what ended on that day does not count.
    return Assignment.objects.filter(
        Q(until=None) | Q(until__gte=begin + timedelta(days=1)), enterprise__zone=of.zone_id, since__lt=end
    )


def _held(of: Round) -> dict[int, list[rounds.Held]]:
    found: dict[int, list[rounds.Held]] = defaultdict(list)
    rows = _touching(of).order_by("since", "pk").values_list("enterprise", "specialist", "since", "until")
    for firm, who, since, until in rows:
        found[firm].append(rounds.Held(who, since, until))
    return found


def principals(enterprises: Iterable[int]) -> dict[int, list[Account]]:
    """The principals of each firm, those who can sign in first, then who was named first; one statement."""
    found: dict[int, list[Account]] = defaultdict(list)
    named = Appointment.objects.filter(
        post=Post.PRINCIPAL, until=None, account__enterprise__in=set(enterprises), account__is_active=True
    )
    for row in named.select_related("account").order_by("since", "pk"):
        found[row.account.enterprise_id or 0].append(row.account)
    return {firm: sorted(people, key=lambda one: not can_sign_in(one)) for firm, people in found.items()}


def _voice(heads: list[Account]) -> tuple[Account | None, str]:
    """Who votes and how: by account where a principal can sign in, otherwise by a one-time code or on paper."""
    first = heads[0] if heads else None
    return first, RollLine.ACCOUNT if first and can_sign_in(first) else RollLine.CODE


def digest(of: Round, lines: Iterable[RollLine]) -> str:
    """The hash of the frozen roll: which firm rates whom, and for how many days he held it. It stands in the record."""
    rows = sorted([one.enterprise.code, one.specialist.login, one.held_days] for one in lines)
    said = json.dumps({"round": of.key, "roll": rows}, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


# --- while the round runs


def moved_on(of: Round) -> QuerySet[RollLine]:
    """Lines that no longer say how their firm stands: it left or closed, came back, or has another principal. One statement if none."""
    named = Appointment.objects.filter(post=Post.PRINCIPAL, until=None, account__is_active=True)
    rater_stays = named.filter(account=OuterRef("rater"), account__enterprise=OuterRef("enterprise"))
    able = named.filter(account__enterprise=OuterRef("enterprise")).exclude(account__password__startswith="!")
    gone = Q(enterprise__status__in=VOID_STATUSES)
    return RollLine.objects.filter(round=of).filter(
        Q(gone, void="")
        | (~gone & ~Q(void=""))
        | (Q(rater__isnull=False) & ~Q(Exists(rater_stays)))
        | (~Q(voice=RollLine.ACCOUNT) & Q(Exists(able)))
    )


def follow(line: RollLine, heads: list[Account]) -> dict[str, str]:
    """Let the line say how its firm stands now; return what changed. Whom it rates and who is on the roll never change."""
    rater, voice = _voice(heads)
    changed: dict[str, str] = {}
    if line.void != (void := rounds.void_of(line.enterprise.status)):
        line.void = changed["void"] = void
    if line.rater_id != (rater.pk if rater else None) or line.voice != voice:
        line.rater, line.voice, line.code_hash = rater, voice, ""
        changed["voice"] = voice
    return changed
