"""政企交流群 and 领导班子群 as their members see them (R-30): who is in, what was said, with telephone numbers masked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet
from django.http import Http404

from liaison.registry import access as registry
from liaison.registry.access import ALL_ROWS, acts_for_enterprise, posts
from liaison.registry.models import Account, Assignment, Enterprise, Zone
from liaison.registry.models import Post as Held
from liaison.rules.masking import masked

from .keyset import Key, behind_newest, or_never
from .models import ChatGroup, Membership, Post
from .posting import NAMES

KEEPERS = (Held.CHIEF, Held.OFFICE)  # they keep members, bring in what was said, and moderate
PAGE = 25
KINDS = tuple(NAMES)


@dataclass(frozen=True)
class Seat:
    """How a person stands in one group: his role, and what comes with it."""

    group: ChatGroup
    role: str
    keeps: bool

    @property
    def brings_in(self) -> bool:
        """Who may note down or paste what was said."""
        return self.keeps or self.role in (Membership.HOST, Membership.SPECIALIST)


def seat(actor: Account, kind: str) -> Seat:
    """Chief and office keep both groups, the leaders sit in their own; everybody else by membership. Raises Http404 for others."""
    found = seats(actor, kind)
    if not found:
        raise Http404
    return found[0]


def seats(actor: Account, *kinds: str) -> list[Seat]:
    """In every group, or in those of these kinds; two statements. A group that nobody needed yet is shown empty to its keepers."""
    there = {one.kind: one for one in ChatGroup.objects.filter(zone=actor.zone_id)}
    held = posts(actor)
    mine = Membership.objects.filter(account=actor, left_at=None, group__zone=actor.zone_id)
    roles = dict(mine.values_list("group__kind", "role"))
    found = []
    for kind in KINDS:
        by_post = Membership.LEADER if kind == ChatGroup.LEADERS and Held.LEADER in held else ""
        role = Membership.HOST if held & set(KEEPERS) else by_post or roles.get(kind, "")
        if role and (not kinds or kind in kinds):
            found.append(Seat(there.get(kind) or unmade(actor.zone, kind), role, bool(held & set(KEEPERS))))
    return found


def sits_in(actor: Account, kind: str) -> bool:
    """As `seat`, without the group: at most one statement."""
    if posts(actor) & set(KEEPERS):
        return True
    return Membership.objects.filter(account=actor, left_at=None, group__zone=actor.zone_id, group__kind=kind).exists()


def unmade(zone: Zone, kind: str) -> ChatGroup:
    zh, en = NAMES[kind]
    return ChatGroup(zone=zone, kind=kind, name_zh=zh, name_en=en)


# --- what was said ---


@dataclass(frozen=True)
class Message:
    """One message as this reader may read it."""

    post: Post
    reader: Account
    opens: bool  # he may see the request that it became
    keeps: bool

    @property
    def author(self) -> str:
        return self.post.author.name if self.post.author else self.post.called

    @cached_property
    def words(self) -> str:
        """To its author unedited, to everybody else without telephone numbers; of what is hidden, to the keepers alone."""
        if self.post.text is None or (self.post.hidden_at and not self.keeps):
            return ""
        return self.post.text.text if self.post.author_id == self.reader.pk else masked(self.post.text.text)

    @property
    def number(self) -> str:
        return self.post.service_request.number if self.post.service_request else ""


def messages(actor: Account, here: Seat, after: Key | None = None) -> tuple[list[Message], Key | None]:
    """A page, newest first, by key; two statements."""
    if here.group.pk is None:
        return [], None
    found = behind_newest(_dressed(here.group.posts.all()).annotate(key_at=or_never("said_at")), after)
    read = list(found.order_by("-key_at", "-pk")[: PAGE + 1])
    following = Key(read[PAGE - 1].said_at, read[PAGE - 1].pk) if len(read) > PAGE else None
    served = _firms_seen(actor)
    return [_message(one, actor, here, served) for one in read[:PAGE]], following


def message(actor: Account, pk: int) -> tuple[Message, Seat]:
    """One message of a group in which he sits. Raises Http404."""
    found = _dressed(Post.objects.filter(pk=pk, group__zone=actor.zone_id)).select_related("group").first()
    if found is None:
        raise Http404
    here = seat(actor, found.group.kind)
    return _message(found, actor, here, _firms_seen(actor)), here


def _dressed(found: QuerySet[Post]) -> QuerySet[Post]:
    return found.select_related("author", "enterprise", "text", "service_request", "hidden_by", "hidden_because")


def _message(one: Post, actor: Account, here: Seat, served: Collection[int] | None) -> Message:
    firm = one.service_request.enterprise_id if one.service_request else None
    return Message(one, actor, firm is not None and (served is None or firm in served), here.keeps)


def _firms_seen(actor: Account) -> Collection[int] | None:
    """The firms whose requests he reads; None: all of them. A department reads what it was called to from its desk."""
    if posts(actor) & ALL_ROWS:
        return None
    return set(firms_raised_for(actor) or ()) | (
        {actor.enterprise_id} if acts_for_enterprise(actor) and actor.enterprise_id else set()
    )


def firms_raised_for(actor: Account) -> Collection[int] | None:
    """The firms for which he may make a message a request; None: for all, as a keeper."""
    if posts(actor) & set(KEEPERS):
        return None
    return set(Assignment.objects.filter(registry.serving(actor)).values_list("enterprise_id", flat=True))


# --- who is in ---


def members(here: Seat) -> Sequence[Membership]:
    if here.group.pk is None:
        return []
    rows = here.group.memberships.filter(left_at=None)
    return list(rows.select_related("account__enterprise", "account__department", "enterprise").order_by("role", "pk"))


def by_post(here: Seat) -> list[Account]:
    """Those who sit in it without being added: chief and office, and in the leaders' group the leaders."""
    held = [*KEEPERS, *([Held.LEADER] if here.group.kind == ChatGroup.LEADERS else [])]
    return list(dict.fromkeys(person for post in held for person in registry.holders_of(post, here.group.zone_id)))


def of_firm(firm: Enterprise) -> QuerySet[Membership]:
    """The firm's people in any group, those with an account and those only named."""
    return Membership.objects.filter(Q(account__enterprise=firm) | Q(enterprise=firm), left_at=None)


@dataclass(frozen=True)
class Known:
    """Who is meant by the names of a pasted chat: the members of the group, and firms named in it."""

    people: Sequence[Account]
    firms: Sequence[Enterprise]

    def author(self, called: str) -> Account | None:
        """By the whole name, or by the one member's name that stands in it (江岭-周敏); two of a name are nobody."""
        named = [one for one in self.people if called in (one.name_zh, one.name_en)]
        inside = named or [one for one in self.people if one.name_zh and one.name_zh in called]
        return inside[0] if len(inside) == 1 else None

    def firm(self, called: str) -> Enterprise | None:
        """The one firm whose name begins a piece of what stands in the messenger (江岭精铸 老李); two are none."""
        pieces = [piece for piece in called.replace("-", " ").replace("—", " ").split() if len(piece) > 1]
        found = [firm for firm in self.firms if any(firm.name_zh.startswith(piece) for piece in pieces)]
        return found[0] if len(found) == 1 else None


def known(here: Seat) -> Known:
    """Two statements."""
    people = [row.account for row in members(here) if row.account]
    firms = Enterprise.objects.filter(zone=here.group.zone_id).exclude(status=Enterprise.Status.LEFT)
    return Known(people, list(firms.order_by("pk")))
