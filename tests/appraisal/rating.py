"""A rating as the tests know it: planned, with its keepers, opened by the clock, and votes."""

from django.contrib.auth.hashers import make_password

from liaison.appraisal import clock, sealing
from liaison.appraisal.actions import planning, unsealing, voting
from liaison.appraisal.models import Ballot, Keeper, RollLine, Round
from liaison.appraisal.round_inputs import BallotInput, RoundInput
from liaison.record.models import Entry
from liaison.registry.models import Account, Appointment
from tests.cast import BEGINNING, PASSWORD, Cast, at

PHRASES = {"first": "seven white cranes", "second": "over the green river", "paper": "23456-789AB-CDEFG-HJKMN-PQRST"}


class Rating:
    """The round of the first half of 2020: opens 07-01 09:00, closes 07-15 17:30 (SC-13)."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        able = make_password(PASSWORD)
        for person in (cast.principal, cast.outsider):  # who can sign in votes by account
            person.password = able
            person.save(update_fields=["password"])
        self.evaluation = cast.evaluation
        self.personnel: Account  # keeps the second phrase, once `keyed`
        self.discipline: Account  # printed the paper
        given = RoundInput(year=2020, half=1)
        self.pk = planning.plan_round(given, by=cast.evaluation, now=at("2020-06-20 10:00")).pk

    @property
    def round(self) -> Round:
        return Round.objects.select_related("zone").get(pk=self.pk)

    def keyed(self) -> "Rating":
        people = {"second": "renshi", "paper": "jijian"}
        for part, phrase in PHRASES.items():
            post = {"second": "personnel", "paper": "discipline"}.get(part, "")
            account = named(self.cast, people[part], post) if post else self.cast.evaluation
            setattr(self, post or "evaluation", account)
            salt = part.encode().ljust(16)
            _private, public = sealing.keeper_key(phrase, salt, cost=2)
            Keeper.objects.create(
                round=self.round,
                part=part,
                account=account,
                salt=salt,
                public_key=public,
                made_at=at("2020-06-20 10:30"),
            )
        return self

    def opened(self, when: str = "2020-07-01 09:00") -> "Rating":
        self.keyed()
        clock.tick(at(when))
        return self

    def line(self, code: str = "E0001") -> RollLine:
        return RollLine.objects.select_related("enterprise", "specialist", "rater").get(
            round=self.pk, enterprise__code=code
        )

    def voted(self, verdict: str, when: str, *, by: Account | None = None, reason: str = "") -> Ballot:
        by = by or self.cast.principal
        line = RollLine.objects.get(round=self.pk, enterprise=by.enterprise_id)
        token = voting.begin(line.pk, by=by, now=at(when))
        return voting.cast(token, BallotInput(verdict=verdict, reason=reason), now=at(when))  # type: ignore[arg-type]

    def closed(self) -> "Rating":
        clock.tick(at("2020-07-15 17:31"))
        return self

    def unsealed(self, when: str = "2020-07-16 09:30") -> "Rating":
        """By evaluation and personnel, each with the phrase."""
        for part, by in (("first", self.evaluation), ("second", self.personnel)):
            unsealing.unseal(self.pk, PHRASES[part], by=by, now=at(when))
        return self

    def kinds(self, chain: str) -> list[str]:
        rows = Entry.objects.filter(chain=f"QJ/{chain}", subject="2020-H1").order_by("seq")
        return list(rows.values_list("kind", flat=True))


def named(cast: Cast, login: str, *posts: str, **where: object) -> Account:
    """One more person, who can sign in."""
    made = Account.objects.create(
        zone=cast.zone, login=login, name_zh=login, password=make_password(PASSWORD), **where
    )  # fmt: skip
    Appointment.objects.bulk_create(Appointment(account=made, post=post, since=BEGINNING) for post in posts)
    return made
