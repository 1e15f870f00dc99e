"""Saved lists: filters of the ledger that a person gave a name. They concern nobody else, so the record does not keep them."""

from django.db import IntegrityError, transaction
from django.http import Http404

from liaison.rules.refusals import Refused

from .inputs import SavedListInput
from .models import Account, SavedList

MOST = 12  # beside the ready-made ones: more is a menu nobody reads


def of(account: Account) -> list[SavedList]:
    return list(SavedList.objects.filter(account=account).order_by("position", "pk")[:MOST])


def save(given: SavedListInput, *, by: Account) -> SavedList:
    """Keep filters under a name; the same name again means the new filters. Raises Refused: too_many_lists."""
    with transaction.atomic():
        kept = SavedList.objects.select_for_update().filter(account=by)
        found = kept.filter(name=given.name).first()
        if found is None and kept.count() >= MOST:
            raise Refused("too_many_lists", field="name", most=MOST)
        found = found or SavedList(account=by, name=given.name, position=kept.count())
        found.query = given.query
        found.save()
        return found


def rename(pk: int, given: SavedListInput, *, by: Account) -> SavedList:
    """Raises Http404 for another person's list, Refused: list_name_taken."""
    found = SavedList.objects.filter(account=by, pk=pk).first()
    if found is None:
        raise Http404
    found.name = given.name
    try:
        with transaction.atomic():
            found.save(update_fields=["name"])
    except IntegrityError as error:
        raise Refused("list_name_taken", field="name") from error
    return found


def delete(pk: int, *, by: Account) -> None:
    """Raises Http404 for another person's list."""
    if not SavedList.objects.filter(account=by, pk=pk).delete()[0]:
        raise Http404
