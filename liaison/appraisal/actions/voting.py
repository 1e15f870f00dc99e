"""投票: the way to the ballot, and the vote itself (R-43).

Whoever votes holds the round's row while he does, and so does the close: a vote is in the store before the root of all
commitments is counted, or it is refused. An enterprise has one line, so of any number of votes at once one stays.
"""

import hashlib
import secrets
from datetime import datetime

from django.http import Http404
from django.utils.crypto import constant_time_compare, salted_hmac

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Enterprise, Post
from liaison.rules import rounds
from liaison.rules.deadlines import is_late
from liaison.rules.refusals import Refused

from .. import access, sealing
from ..entering import audit
from ..models import Ballot, BallotToken, RollLine, Round
from ..round_inputs import BallotInput, CodeInput, LineInput, SlipInput

PREFIX = "bt_"  # a ballot's token is told from an account's at first sight
CODE_GROUPS = 2
CODE_GROUP = 5  # characters: 50 random bits in all, and five tries
VOTER = "enterprise"


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _locked(pk: int) -> RollLine:
    """The line, with the round locked before it is read. Raises Http404."""
    home = RollLine.objects.filter(pk=pk).values_list("round", flat=True).first()
    if home is None:
        raise Http404
    Round.objects.select_for_update(no_key=True).values_list("pk").get(pk=home)
    return RollLine.objects.select_related("round__zone", "enterprise").get(pk=pk)


def _judge(line: RollLine, now: datetime) -> None:
    """The server's clock decides, to the second. Raises Refused: round_not_open, round_over, no_voice."""
    if line.round.state == Round.PLANNED:
        raise Refused("round_not_open")
    if line.round.state != Round.OPEN or is_late(now, line.round.closes_at):
        raise Refused("round_over")
    if rounds.void_of(line.enterprise.status):
        raise Refused("no_voice")


# --- the way to the ballot


def begin(line: int, *, by: Account, now: datetime) -> str:
    """进入投票: for the principal who has just shown once more that it is he (the door sees to that); return the ballot's token.

    Raises Refused: principal_votes, round_not_open, round_over, no_voice; Http404 for staff and for other firms.
    """
    with record.transaction():
        found = _locked(line)
        may_vote(found, by)
        _judge(found, now)
        return _admit(found, by, now)


def may_vote(line: RollLine, by: Account) -> None:
    """A ballot does not exist for staff and for other firms; the firm's other people may not use it."""
    if by.enterprise_id != line.enterprise_id or not registry.acts_for_enterprise(by):
        raise Http404
    if access.votes_for(by) != line.enterprise_id:
        raise Refused("principal_votes")


def begin_with_code(given: CodeInput, *, now: datetime) -> str:
    """凭一次性投票码进入: a firm without an account. Five tries; dead after the vote and after the close.

    Raises Refused: code_wrong, for whatever reason, so that nothing is learned by trying; round_over, no_voice.
    """
    named = RollLine.objects.filter(round__state=Round.OPEN, enterprise__code=given.enterprise.upper())
    for pk in list(named.exclude(code_hash="").order_by("pk").values_list("pk", flat=True)):
        with record.transaction():
            line = _locked(pk)
            _judge(line, now)
            if line.code_hash and constant_time_compare(line.code_hash, _code_hash(pk, given.code)):
                return _admit(line, None, now)
            _count_try(line)
    raise Refused("code_wrong", field="code")


def _count_try(line: RollLine) -> None:
    line.code_tries += 1
    if line.code_tries >= rounds.CODE_TRIES:
        line.code_hash = ""
    line.save(update_fields=["code_tries", "code_hash"])


def _code_hash(line: int, code: str) -> str:
    plain = "".join(one for one in code.upper() if one.isalnum()).replace("O", "0").replace("I", "1").replace("L", "1")
    return salted_hmac("liaison.ballot.code", f"{line}:{plain}", algorithm="sha256").hexdigest()


def _admit(line: RollLine, by: Account | None, now: datetime) -> str:
    BallotToken.objects.filter(line=line, expires_at__lt=now).delete()
    token = PREFIX + secrets.token_urlsafe(32)
    BallotToken.objects.create(
        line=line, account=by, token_hash=token_hash(token), expires_at=now + rounds.BALLOT_LASTS
    )
    audit("ballot.entered", line.round, None, VOTER, now, way="account" if by else "code")  # not whose
    return token


def at_the_ballot(token: str, now: datetime) -> RollLine | None:
    """The line that a token may vote for; None once it is dead, or its owner is the firm's principal no longer."""
    rows = BallotToken.objects.filter(token_hash=token_hash(token), expires_at__gte=now)
    found = rows.select_related("account", "line__round__zone", "line__enterprise", "line__specialist").first()
    if found is None or (found.account and not _still_votes(found.account, found.line.enterprise_id)):
        return None
    return found.line


def _still_votes(account: Account, enterprise: int) -> bool:
    return account.is_active and access.votes_for(account) == enterprise


# --- the vote


def cast(token: str, given: BallotInput, *, now: datetime) -> Ballot:
    """投票: sealed to the round's key, in the place of an earlier one; the last before the close counts (R-43).

    Raises Refused: ballot_expired, round_not_open, round_over, no_voice.
    """
    with record.transaction():
        seen = at_the_ballot(token, now)
        if seen is None:
            raise Refused("ballot_expired")
        line = _locked(seen.pk)
        _judge(line, now)
        found = _put(line, given, now)
        audit("ballot.cast", line.round, None, VOTER, now, commitment=found.commitment)  # neither whose nor what
        return found


def _put(line: RollLine, given: BallotInput, now: datetime) -> Ballot:
    nonce = sealing.new_nonce()
    body = sealing.ballot(given.verdict, given.reason, nonce)
    made, _new = Ballot.objects.update_or_create(line=line, defaults={
        "sealed": sealing.seal(bytes(line.round.public_key or b""), body), "cast_at": now,
        "commitment": sealing.commitment(line.round.key, line.enterprise.code, given.verdict, nonce),
    })  # fmt: skip
    if line.code_hash:
        line.code_hash = ""  # used
        line.save(update_fields=["code_hash"])
    return made


# --- firms without an account


def make_code(pk: int, given: LineInput, *, by: Account, now: datetime) -> str:
    """发投票码: for a firm without an account; shown once, only its hash is kept, an earlier one is dead. It goes to the firm's
    principal by letter or in person, never through the specialist.

    Raises Refused: wrong_role, round_not_open, round_over, no_voice, votes_by_account; Http404.
    """
    with record.transaction():
        line = _without_account(pk, given.enterprise, by, now)
        letters = [secrets.choice(sealing.CODE_LETTERS) for _each in range(CODE_GROUPS * CODE_GROUP)]
        code = "-".join("".join(letters[at : at + CODE_GROUP]) for at in range(0, len(letters), CODE_GROUP))
        line.code_hash, line.code_tries = _code_hash(line.pk, code), 0
        line.save(update_fields=["code_hash", "code_tries"])
        audit("ballot.code_made", line.round, by, Post.EVALUATION, now, enterprise=line.enterprise.code)
        return code


def enter_slip(pk: int, given: SlipInput, *, by: Account, second: Account, now: datetime) -> Ballot:
    """录入纸质选票: a sealed paper slip, opened by evaluation and one of personnel or discipline together; both are entered.

    The door has checked the second person's password. Raises Refused: wrong_role, two_persons, own_matter, round_not_open,
    round_over, no_voice, votes_by_account; Http404.
    """
    with record.transaction():
        line = _without_account(pk, given.enterprise, by, now)
        if second.pk == by.pk or second.zone_id != by.zone_id or not set(access.SECONDS) & registry.posts(second):
            raise Refused("two_persons", field="second")
        if second.pk == line.specialist_id:
            raise Refused("own_matter", field="second")
        found = _put(line, BallotInput(verdict=given.verdict, reason=given.reason), now)
        audit(
            "ballot.slip_entered", line.round, by, Post.EVALUATION, now, second=second.login, enterprise=line.enterprise.code,
            commitment=found.commitment,
        )  # fmt: skip
        return found


def _without_account(pk: int, enterprise: str, by: Account, now: datetime) -> RollLine:
    registry.require(by, Post.EVALUATION)
    of = access.round_for(by, pk)
    firm = Enterprise.objects.filter(zone=by.zone_id, code=enterprise.upper()).values("pk")
    found = access.lines_for(by, of).filter(enterprise__in=firm).values_list("pk", flat=True).first()
    if found is None:
        raise Refused("not_on_roll", field="enterprise") if of.state != Round.PLANNED else Refused("round_not_open")
    line = _locked(found)
    _judge(line, now)
    if line.voice == RollLine.ACCOUNT:
        raise Refused("votes_by_account", field="enterprise")
    return line
