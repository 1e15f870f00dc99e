"""Photos, voice and papers: with an act, or by themselves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from liaison import record
from liaison.registry.models import Account
from liaison.rules.refusals import Refused

from .. import shelf
from ..acting import Act, acting
from ..files import SafeFile
from ..inputs import AttachInput
from ..models import Attachment, OutsideMatter, ServiceRequest, Summons

MOST_OF_ONE_REQUEST = 60


def attach(
    pk: int, given: AttachInput, *, files: Sequence[SafeFile], by: Account, now: datetime
) -> ServiceRequest:  # fmt: skip
    """补充材料: files with or without words, for all who handle the request; `internal` ones for staff alone.

    Raises Refused: wrong_role, file_needed, too_many_kept, not_stored.
    """
    with acting(pk, "note" if given.internal else "attach", by=by, now=now) as act:
        if not files:
            raise Refused("file_needed", field="file")
        add(act, files, text=given.text, for_staff=given.internal)
        if not given.internal:
            act.tell("attached", _concerned(act))
        return act.request


def add(
    act: Act, files: Sequence[SafeFile], *, text: str = "", for_staff: bool = False, summons: Summons | None = None,
    outside: OutsideMatter | None = None,
) -> list[Attachment]:  # fmt: skip
    """Add files to an act that is under way, in an entry of their own; call it last, after everybody was told of the act.

    The entry proves by its hashes which files they were. What people call them is a text like any other. Raises Refused:
    too_many_kept, not_stored.
    """
    if not files:
        return []
    r = act.request
    if Attachment.objects.filter(service_request=r).count() + len(files) > MOST_OF_ONE_REQUEST:
        raise Refused("too_many_kept", most=MOST_OF_ONE_REQUEST)
    rows = [
        Attachment.objects.create(
            zone=r.zone, service_request=r, summons=summons, kind=one.kind, stored=shelf.keep(one), media_type=one.media_type,
            size_bytes=len(one.body), width_px=one.width_px, height_px=one.height_px, sha256=one.sha256, added_by=act.by,
            added_at=act.now, for_staff=for_staff, outside=outside,
        )
        for one in files
    ]  # fmt: skip
    words = record.content(text, **{str(row.pk): one.name for row, one in zip(rows, files, strict=True)})
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).update(names=words)
    with_it = {"summons": summons.pk, "part": summons.part, "leg": r.leg} if summons else {}
    with_it |= outside.facts if outside else {}
    act.enter(
        "outside.attached" if outside else "request.attached_inside" if for_staff else "request.attached",
        content=words, files=[_as_facts(row) for row in rows], **with_it,
    )  # fmt: skip
    return rows


def _as_facts(row: Attachment) -> dict[str, Any]:
    return {
        "id": row.pk, "kind": row.kind, "media_type": row.media_type, "size_bytes": row.size_bytes, "sha256": row.sha256,
    }  # fmt: skip


def _concerned(act: Act) -> list[Account]:
    """Whoever has it in hand; what staff or a department adds, the firm too."""
    holders = [*act.holder(), *act.lead_people()]
    return holders if act.capacity == "enterprise" else [*act.contacts(), *holders]
