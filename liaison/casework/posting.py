"""One message in a group of the zone, however it came there: typed, pasted, or mirrored from a gripe session (R-30, R-32)."""

import hashlib
from datetime import datetime

from liaison.record.models import Content
from liaison.registry.models import Account, Enterprise, Zone
from liaison.rules.deadlines import local

from .models import ChatGroup, Post, ServiceRequest

NAMES = {ChatGroup.LIAISON: ("政企交流群", "Enterprises and zone"), ChatGroup.LEADERS: ("领导班子群", "Leaders' group")}


def post(
    group: ChatGroup,
    *,
    author: Account | None,
    enterprise: Enterprise | None,
    text_content: Content,
    said_at: datetime,
    added_by: Account | None,
    now: datetime,
    called: str = "",
    mirrors: ServiceRequest | None = None,
    undated: bool = False,
) -> Post:
    """Write a message down, once: what was said by the same person in the same minute with the same words is the same message.

    `called` is the name in the messenger, where the author is nobody here. What mirrors a request is told apart by its number:
    two firms may say the same, and neither is filtered out. Of an `undated` one `said_at` is a guess, and tells none apart.
    """
    who = mirrors.number if mirrors else author.login if author else called
    row, _fresh = Post.objects.get_or_create(
        group=group, digest=digest_of(who, None if undated else said_at, text_content.text),
        defaults={
            "author": author, "called": called, "enterprise": enterprise, "text": text_content, "said_at": said_at,
            "added_by": added_by, "added_at": now, "service_request": mirrors,
        },
    )  # fmt: skip
    return row


def digest_of(who: str, said_at: datetime | None, words: str) -> str:
    """What a message is known by: its author's login or name, its minute and its words."""
    minute = local(said_at).isoformat(timespec="minutes") if said_at else ""
    return hashlib.sha256("\n".join((who, minute, words)).encode()).hexdigest()


def group_of(zone: Zone, kind: str, now: datetime) -> ChatGroup:
    """The group of that kind; a zone has each from the first time that it is needed."""
    zh, en = NAMES[kind]
    made = {"name_zh": zh, "name_en": en, "made_at": now}
    return ChatGroup.objects.get_or_create(zone=zone, kind=kind, defaults=made)[0]
