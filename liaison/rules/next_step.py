"""What happens next, by whom, until when: always an answer while a request is open (zero silence, N10)."""

from dataclasses import dataclass
from datetime import datetime

from .lifecycle import Status


@dataclass(frozen=True)
class NextStep:
    """`who` is the kind of holder; `what` a code that `speech.next_steps` words; `by` None when no date binds."""

    who: str  # specialist, chief, department, office, enterprise, nobody
    what: str
    by: datetime | None


@dataclass(frozen=True)
class Situation:
    """What of a request the next step depends on."""

    status: str
    has_specialist: bool
    declining: bool  # the lead has declined and the office has not decided
    contact_by: datetime | None  # first contact
    reply_by: datetime | None  # the lead's promise, or the firm's while nobody was summoned
    decide_by: datetime | None
    resolve_by: datetime | None
    progress_by: datetime | None
    confirm_by: datetime | None
    verified: bool = True
    agree_first: str = ""  # specialist or office: whose agreement to a consultation is awaited
    agree_by: datetime | None = None
    extension_by: datetime | None = None  # the old date of a plan for which a later one was asked


def next_step(now: Situation) -> NextStep:
    """Exactly one holder at any instant (design, Life of a request)."""
    first = "specialist" if now.has_specialist else "chief"
    if now.status == Status.RAISED:
        return NextStep(first, "contact" if now.verified else "verify", now.contact_by)
    if now.status == Status.IN_HAND:
        return NextStep(first, "handle" if now.verified else "verify", now.reply_by)
    if now.declining:
        return NextStep("office", "decide", now.decide_by)
    if now.status == Status.WHISTLED and now.agree_first:
        return NextStep(first if now.agree_first == "specialist" else "office", "agree", now.agree_by)
    if now.status == Status.WHISTLED:
        return NextStep("department", "reply", now.reply_by)
    if now.extension_by:
        return NextStep("office", "decide_extension", now.extension_by)
    if now.status in (Status.CONSULTING, Status.PLANNED):
        if now.progress_by and (now.resolve_by is None or now.progress_by < now.resolve_by):
            return NextStep("department", "progress", now.progress_by)
        return NextStep("department", "finish", now.resolve_by)
    if now.status == Status.ANSWERED:
        return NextStep("enterprise", "confirm", now.confirm_by)
    return NextStep("nobody", "done", None)
