"""Who keeps the parts of a round's key: two persons by their phrases, a third seals one on paper (security 7.3).

Until the round opens a part may be made anew, by the same or by another person of the post; from then on all three stay.
"""

import secrets
from datetime import datetime

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Post
from liaison.rules.refusals import Refused

from .. import access, keys, sealing
from ..entering import audit
from ..models import Keeper, Round
from ..round_inputs import KeeperInput

SALT_BYTES = 16
# Whose each part is. The paper is printed and sealed by whichever of the three posts keeps no phrase.
POSTS_OF: dict[str, tuple[str, ...]] = {
    Keeper.FIRST: (Post.EVALUATION,),
    Keeper.SECOND: access.SECONDS,
    Keeper.PAPER: (Post.EVALUATION, *access.SECONDS),
}


def set_phrase(pk: int, given: KeeperInput, *, by: Account, now: datetime) -> Keeper:
    """设定开启口令: the part that belongs to the post of `by`. Only a public key that follows from the phrase is kept.

    Raises Refused: wrong_role, keepers_fixed, one_part_each, phrases_differ, phrase_simple; Http404.
    """
    with record.transaction():
        of = access.locked_round(by, pk)
        part = Keeper.FIRST if Post.EVALUATION in registry.posts(by) else Keeper.SECOND
        capacity = _may_keep(of, part, by)
        if given.phrase != given.again:
            raise Refused("phrases_differ", field="again")
        if len(set(given.phrase)) < sealing.PHRASE_DIFFERENT:
            raise Refused("phrase_simple", field="phrase")
        return _keep(of, part, given.phrase, by, capacity, now)


def print_paper(pk: int, *, by: Account, now: datetime) -> str:
    """制作纸质份额: return the code that is printed and sealed; it is shown this once and kept nowhere.

    Raises Refused: wrong_role, keepers_fixed, one_part_each; Http404.
    """
    with record.transaction():
        of = access.locked_round(by, pk)
        capacity = _may_keep(of, Keeper.PAPER, by)
        code = sealing.new_code()
        _keep(of, Keeper.PAPER, code, by, capacity, now)
        return code


def _may_keep(of: Round, part: str, by: Account) -> str:
    capacity = registry.require(by, *POSTS_OF[part])
    if of.state != Round.PLANNED:
        raise Refused("keepers_fixed")
    if Keeper.objects.filter(round=of, account=by).exclude(part=part).exists():
        raise Refused("one_part_each")
    return capacity


def _keep(of: Round, part: str, phrase: str, by: Account, capacity: str, now: datetime) -> Keeper:
    salt = secrets.token_bytes(SALT_BYTES)
    _private, public = keys.from_phrase(phrase, salt)
    made, fresh = Keeper.objects.update_or_create(
        round=of, part=part, defaults={"account": by, "salt": salt, "public_key": public, "made_at": now}
    )
    audit("keeper.made" if fresh else "keeper.replaced", of, by, capacity, now, part=part)
    return made
