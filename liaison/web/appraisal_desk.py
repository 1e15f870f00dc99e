"""考核台: the desk of evaluation, personnel and discipline; each sees the blocks of his own posts and nothing of the others'."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liaison import clock
from liaison.registry.access import posts
from liaison.registry.models import Account, Post
from liaison.registry.policy import Policy, policy

from . import findings, rounds, unsealing, watches
from .who import signed_in

POSTS = frozenset({Post.EVALUATION, Post.PERSONNEL, Post.DISCIPLINE})


@dataclass(frozen=True)
class Block:
    """A template under `appraisal/` and the one value it shows, there named `shown`."""

    template: str
    shown: Any


Build = Callable[[Account, Policy], Any]
# In the order in which they stand on the page. Who sees one: whoever holds one of its posts.
BLOCKS: tuple[tuple[frozenset[str], str, Build], ...] = (
    (frozenset({Post.EVALUATION}), "appraisal/_rounds_block.html", rounds.block),
    (POSTS, "votes/_block.html", unsealing.block),
    (frozenset({Post.PERSONNEL, Post.DISCIPLINE}), "findings/_block.html", findings.block),
    (frozenset({Post.DISCIPLINE}), "appraisal/_watch_block.html", watches.block),
    (frozenset({Post.PERSONNEL}), "appraisal/_records_block.html", lambda _reader, _in_force: None),  # links alone
)


def wears(account: Account) -> bool:
    return bool(posts(account) & POSTS)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    held = posts(account)
    if not held & POSTS:
        raise PermissionDenied
    in_force = policy(account.zone, clock.now())
    blocks = [Block(template, build(account, in_force)) for whose, template, build in BLOCKS if held & whose]
    return render(request, "appraisal/desk.html", {"blocks": blocks})
