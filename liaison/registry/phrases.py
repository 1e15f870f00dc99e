"""常用语: words that a person, or a whole department, writes again and again. They concern no request, so the record keeps none."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, F, Q, QuerySet
from django.http import Http404

from liaison.prepared import Prepared, Slot
from liaison.rules.refusals import Refused

from . import access
from .inputs import PhraseInput
from .models import Account, Phrase, Post

MOST = 100  # of one person or department: more is no help any more


def visible(account: Account) -> QuerySet[Phrase]:
    """One's own and those of one's department; a firm's people have none."""
    if account.enterprise_id is not None:
        return Phrase.objects.none()
    return _kept(zone=account.zone_id, person=account.pk, department=account.department_id)


def _kept(*, zone: Any, person: Any, department: Any) -> QuerySet[Phrase]:
    return Phrase.objects.filter(Q(account=person) | Q(department=department, department__isnull=False), zone=zone)


@Prepared
def _at_hand() -> QuerySet[Phrase]:
    found = _kept(**{name: Slot(name, BigIntegerField()) for name in ("zone", "person", "department")})
    return found.order_by(F("account").asc(nulls_last=True), "short", "pk")


def at_hand(account: Account) -> list[Phrase]:
    """One's own first, then the department's; read once for a page."""
    kept: list[Phrase] | None = getattr(account, "_phrases", None)
    if kept is None:
        kept = []
        if account.enterprise_id is None:
            kept = _at_hand(zone=account.zone_id, person=account.pk, department=account.department_id)
        account._phrases = kept  # type: ignore[attr-defined]
    return kept


def keeps_departments(account: Account) -> bool:
    """The head keeps the department's phrases."""
    return bool(account.department_id and Post.HEAD in access.posts(account))


def may_change(account: Account, phrase: Phrase) -> bool:
    return phrase.account_id == account.pk or (phrase.account_id is None and keeps_departments(account))


def add(given: PhraseInput, *, by: Account) -> Phrase:
    """Raises Refused: wrong_role (a firm's person; the department's without being its head), phrase_taken, phrases_full."""
    if by.enterprise_id is not None or (given.for_department and not keeps_departments(by)):
        raise Refused("wrong_role")
    owner = {"department_id": by.department_id} if given.for_department else {"account": by}
    if Phrase.objects.filter(**owner).count() >= MOST:
        raise Refused("phrases_full", most=MOST)
    return _saved(Phrase(zone_id=by.zone_id, short=given.short, text=given.text, **owner))


def change(pk: int, given: PhraseInput, *, by: Account) -> Phrase:
    """Its words; whose it is stays. Raises Http404, Refused: wrong_role, phrase_taken."""
    with transaction.atomic():
        phrase = _locked(pk, by)
        phrase.short, phrase.text = given.short, given.text
        return _saved(phrase)


def delete(pk: int, *, by: Account) -> None:
    """Raises Http404, Refused: wrong_role."""
    with transaction.atomic():
        _locked(pk, by).delete()


def _locked(pk: int, by: Account) -> Phrase:
    phrase = visible(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if phrase is None:
        raise Http404
    if not may_change(by, phrase):
        raise Refused("wrong_role")
    return phrase


def _saved(phrase: Phrase) -> Phrase:
    try:
        with transaction.atomic():
            phrase.save()
    except IntegrityError as error:
        raise Refused("phrase_taken", field="short", short=phrase.short) from error
    return phrase
