"""Who runs rounds, and who may vote for whom. Everything here is about votes: what is not yours does not exist for you."""

from django.db.models import QuerySet
from django.http import Http404

from liaison.registry import access as registry
from liaison.registry.models import Account, Post

from .models import RollLine, Round

SECONDS = (Post.PERSONNEL, Post.DISCIPLINE)  # who stands beside evaluation where two persons act


def rounds(by: Account) -> QuerySet[Round]:
    """The rounds of his zone; their days are no secret, everything else of them is asked for apart."""
    return Round.objects.filter(zone=by.zone_id).select_related("zone")


def round_for(by: Account, pk: int) -> Round:
    """Raises Http404."""
    found = rounds(by).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def locked_round(by: Account, pk: int) -> Round:
    """Locked first, judged second; whoever votes waits for it. Raises Http404."""
    found = rounds(by).select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def runs(by: Account) -> bool:
    """Turnout, who has voted, codes and slips: evaluation alone; not office, leadership, personnel or discipline."""
    return Post.EVALUATION in registry.posts(by)


def lines_for(by: Account, of: Round) -> QuerySet[RollLine]:
    """The roll as this person may see it: for evaluation, and without the lines on which he himself is rated (own-matter rule)."""
    rows = RollLine.objects.filter(round=of)
    return rows.exclude(specialist=by) if runs(by) else rows.none()


def votes_for(by: Account) -> int | None:
    """The enterprise in whose name this person votes: its principal only (R-43)."""
    return by.enterprise_id if by.enterprise_id and Post.PRINCIPAL in registry.posts(by) else None


def can_sign_in(account: Account) -> bool:
    """Whether this is an account that somebody uses, or a contact who only telephones."""
    return account.is_active and account.has_usable_password()
