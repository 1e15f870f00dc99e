"""Django's sessions in the database, their one frequent query prepared: every page of everybody begins with it."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField, QuerySet
from django.utils import timezone

from liaison.prepared import Prepared, Slot


@Prepared
def _living() -> QuerySet[Session]:
    return Session.objects.filter(
        session_key=Slot("key", CharField()), expire_date__gt=Slot("now", DateTimeField())
    )  # fmt: skip


class SessionStore(db.SessionStore):
    """As Django's; a key that is unknown or has run out begins anew."""

    def _get_session_from_db(self) -> Session | None:
        found = _living(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key: Any = None
        return found[0] if found else None
