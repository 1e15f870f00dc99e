"""Those around appraisal whom the cast does not have, and a replacement as it stands once carried out."""

from datetime import date
from typing import Any

from liaison import record
from liaison.appraisal import watching
from liaison.appraisal.models import Replacement, Watch
from liaison.registry.models import Account, Appointment, Assignment
from tests.cast import BEGINNING, Cast, at


def holder(cast: Cast, login: str, post: str, zh: str, en: str = "", **where: Any) -> Account:
    """Somebody with a post; asked for again he is the same."""
    found, is_new = Account.objects.get_or_create(
        login=login, defaults={"zone": cast.zone, "name_zh": zh, "name_en": en, **where}
    )
    if is_new:
        Appointment.objects.create(account=found, post=post, since=BEGINNING)
    return found


def discipline(cast: Cast) -> Account:
    return holder(cast, "jijian", "discipline", "纪坚", "Ji Jian")


def personnel(cast: Cast) -> Account:
    return holder(cast, "renshi", "personnel", "任诗", "Ren Shi")


def replaced(cast: Cast, when: str = "2020-07-22 10:00", *, cause: str = "vote") -> Replacement:
    """The first firm's specialist went, the outside one came."""
    now = at(when)
    row = Replacement.objects.create(
        zone=cast.zone, enterprise=cast.firm, cause=cause, old=cast.specialist, owed_at=at("2020-07-15 18:00"),
        due_on=date(2020, 7, 22), new=cast.outside_specialist, done_at=now, done_by=cast.office,
    )  # fmt: skip
    Assignment.objects.filter(enterprise=cast.firm, until=None).update(until=now)
    Assignment.objects.create(enterprise=cast.firm, specialist=cast.outside_specialist, since=now, why="replaced")
    return row


def watched(cast: Cast, when: str = "2020-07-22 10:00") -> Watch:
    with record.transaction():
        return watching.begin(replaced(cast, when), now=at(when))
