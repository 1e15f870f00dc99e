"""What happened, as a sentence for each kind of entry; people, departments and enterprises are named by the caller.

A sentence begins with the one who acted (`actor_word`), so that a page can set him apart; what the clock did has nobody in front.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from liaison.record.reading import Happening
from liaison.rules.audiences import Audience

from . import (
    agency,
    common,
    consultations,
    dates,
    duty,
    files,
    findings,
    limits,
    outside,
    replacing,
    rounds,
    statuses,
    watching,
)
from .lists import listed
from .shapes import field_word


class Names(Protocol):
    """Codes into names, in the reader's language."""

    def person(self, login: str) -> str: ...
    def department(self, code: str) -> str: ...
    def enterprise(self, code: str) -> str: ...


@dataclass(frozen=True)
class Reader:
    """For whom the sentence is: he himself is "you", and so is the enterprise to its contacts."""

    login: str
    audience: Audience

    def is_own(self, login: str) -> bool:
        return bool(login) and login == self.login


class Told(NamedTuple):
    who: str  # empty: nobody in particular
    rest: str


# Kinds in which a department speaks, not the person.
DEPARTMENT_SPEAKS = frozenset({
    "summons.reported_in", "summons.declined", "summons.extension_asked", "summons.replied", "request.claimed", "consultation.agreed",
})  # fmt: skip

# Kinds that are told as something that happens, whoever set it off: a leave begins, and what is open goes over.
HAPPENS = (
    frozenset({"request.mirrored", "leave.began", "leave.ended", "leave.stand_in"}) | duty.HAPPENS | agency.HAPPENS
)

# kind, or kind/variant -> sentence; the words in it are those of `_Words`.
SENTENCES = {
    "request.raised": _lazy("%(who)s raised this request."),
    "request.raised/phone": _lazy("%(who)s logged a call from %(firm)s."),
    "request.raised/visit": _lazy("%(who)s noted this on a visit to %(firm)s."),
    "request.raised/letter": _lazy("%(who)s logged a letter from %(firm)s."),
    "request.raised/hotline": _lazy("%(who)s took this over from the hotline."),
    "request.raised/qr": _lazy("This came by QR code, without an account."),
    "request.raised/logged": _lazy("%(who)s logged this for %(firm)s."),
    "request.taken": _lazy("%(who)s contacted %(firm)s and took it in hand."),
    "request.verified": _lazy("%(who)s rang back and verified this request."),
    "request.scope_declined": _lazy(
        "%(who)s declined this as out of scope. It can be contested until %(contest_until)s."
    ),
    "request.contested": _lazy(
        "%(who)s contested that it is out of scope. It is handled again, a reply comes by %(reply_due_at)s."
    ),
    "request.contested/phone": _lazy(
        "%(who)s called back; %(firm)s contested on the phone that it is out of scope. It is handled again, a reply comes "
        "by %(reply_due_at)s."
    ),
    "request.whistled": _lazy("%(who)s whistled %(departments)s, to reply by %(whistled_due)s."),
    "request.mirrored": _lazy("Said in a gripe session; the leaders' group read it word for word in the same moment."),
    "request.claimed/lead": _lazy("%(department)s claimed it and leads: it will be done by %(resolve_by)s."),
    "request.claimed/co": _lazy("%(department)s claimed a part and joins: it will be done by %(resolve_by)s."),
    "request.unclaimed": _lazy("No department claimed it by %(claim_due_at)s. The office assigns it."),
    "session.planned": _lazy("%(who)s planned a gripe session for %(starts_at)s."),
    "session.opened": _lazy("%(who)s opened the gripe session."),
    "session.closed": _lazy("%(who)s closed the gripe session."),
    "summons.reported_in": _lazy("%(department)s reported in. %(clerk)s is in charge."),
    "summons.reported_in/own": _lazy("%(department)s reported in. You are in charge."),
    "summons.declined": _lazy("%(department)s declined. The office decides by %(decide_by)s."),
    "summons.declined/suggest": _lazy(
        "%(department)s declined and suggests %(suggest)s. The office decides by %(decide_by)s."
    ),
    "summons.decline_accepted": _lazy("%(who)s accepted that %(department)s declined. The specialist has it back."),
    "summons.decline_accepted/co": _lazy("%(who)s accepted that %(department)s declined."),
    "summons.decline_accepted/next": _lazy(
        "%(who)s accepted that %(department)s declined and whistled %(next)s, to reply by %(next_due)s."
    ),
    "summons.decline_refused": _lazy("%(who)s did not accept the decline. %(department)s keeps it."),
    "summons.extension_asked": _lazy("%(department)s asks to get it done by %(until)s instead of %(before)s. The office decides."),
    "summons.extension_agreed": _lazy("%(who)s agreed that %(department)s gets it done by %(until)s instead of %(before)s."),
    "summons.extension_refused": _lazy("%(who)s did not agree to a later date. %(department)s keeps to %(before)s."),
    "summons.extension_lapsed": _lazy("The office did not decide on the later date in time. %(department)s keeps to %(before)s."),
    "request.linked": _lazy("%(who)s linked this request to %(into)s. It keeps its own limit and gets its own reply."),
    "request.linked/others": _lazy("%(who)s has this handled together with others like it. It keeps its own limit and gets its own reply."),
    "request.linked/duplicate": _lazy("%(who)s closed this as a duplicate of %(into)s."),
    "request.unlinked": _lazy("%(who)s undid the link to %(into)s. This request stands for itself again."),
    "request.unlinked/others": _lazy("%(who)s has this handled by itself again."),
    "request.unlinked/duplicate": _lazy("%(who)s undid that this was a duplicate of %(into)s. It is open again."),
    "summons.replied/resolved": _lazy("%(department)s replied: resolved."),
    "summons.replied/explained": _lazy("%(department)s replied: explained."),
    "summons.replied/planned": _lazy("%(department)s replied: it will be done by %(resolve_by)s."),
    "request.progress": _lazy("%(who)s reported progress. The next news comes on %(next_on)s."),
    "request.concluded/resolved": _lazy("%(who)s reported that it is done: resolved."),
    "request.concluded/explained": _lazy("%(who)s ended it with an explanation: explained."),
    "request.answered/resolved": _lazy("%(who)s replied: resolved."),
    "request.answered/explained": _lazy("%(who)s replied: explained."),
    "request.confirmed/resolved": _lazy("%(who)s confirmed that it is solved. Closed."),
    "request.confirmed/explained": _lazy("%(who)s accepted the explanation. Closed."),
    "request.confirmed/resolved/phone": _lazy(
        "%(who)s called back; %(firm)s said on the phone that it is solved. Closed."
    ),
    "request.confirmed/explained/phone": _lazy(
        "%(who)s called back; %(firm)s accepted the explanation on the phone. Closed."
    ),
    "request.disputed": _lazy(
        "%(who)s said that it is not solved. It is handled again, a reply comes by %(reply_due_at)s."
    ),
    "request.disputed/phone": _lazy(
        "%(who)s called back; %(firm)s said on the phone that it is not solved. It is handled again, a reply comes "
        "by %(reply_due_at)s."
    ),
    "request.closed_final": _lazy(
        "%(who)s disagreed with the explanation once more. Closed; something new can be raised as a new request."
    ),
    "request.closed_final/phone": _lazy(
        "%(who)s called back; %(firm)s disagreed with the explanation once more. Closed; something new can be "
        "raised as a new request."
    ),
    "request.closed_silent": _lazy(
        "No answer came in time, so it was closed. It can be reopened and never counts as satisfied."
    ),
    "request.confirm_reminded": _lazy("A reminder went to %(firm)s: please confirm by %(confirm_until)s whether it is solved."),
    "request.reopened": _lazy("%(who)s reopened this request. A reply comes by %(reply_due_at)s."),
    "request.reopened/phone": _lazy(
        "%(who)s called back and reopened this request for %(firm)s. A reply comes by %(reply_due_at)s."
    ),
    "request.withdrawn": _lazy("%(who)s withdrew this request."),
    "request.withdrawn/phone": _lazy("%(who)s called back; %(firm)s withdrew this request on the phone."),
    "request.message": _lazy("%(who)s left a message."),
    "request.note": _lazy("%(who)s wrote an internal note."),
    "request.attached": _lazy("%(who)s added %(files)s."),
    "request.attached/visitor": _lazy("With it came %(files)s."),
    "request.attached_inside": _lazy("%(who)s added %(files)s for staff."),
    "request.nudged": _lazy("%(who)s nudged."),
    "promise.moved": _lazy(
        "The State Council published holidays: the limit to %(promise)s moves from %(before)s to %(after)s."
    ),
    "promise.moved/first": _lazy("The State Council published holidays: the limit to %(promise)s is %(after)s."),
    "promise.moved/zone_day": _lazy(
        "The zone freed a day: the limit to %(promise)s moves from %(before)s to %(after)s."
    ),
    "calendar.accepted": _lazy("The State Council's notice of %(published_on)s was taken in: %(source)s."),
    "calendar.accepted/by": _lazy("%(who)s accepted the State Council's notice of %(published_on)s: %(source)s."),
    "calendar.zone_day": _lazy("%(who)s freed %(date)s for the whole zone."),
    "limit.set": _lazy("%(who)s set a limit: %(limit)s, %(value)s from %(effective_from)s on."),
    "category.entered": _lazy("%(who)s entered the category %(subject)s."),
    "category.changed": _lazy("%(who)s changed the category %(subject)s."),
    "instruction.given": _lazy("%(who)s gave an instruction, to %(owes)s."),
    "instruction.given/owed": _lazy("%(who)s gave instruction %(order)s, to be answered by %(owes)s by %(due_at)s."),
    "instruction.answered": _lazy("%(who)s answered instruction %(order)s."),
    "instruction.answered/late": _lazy("%(who)s answered instruction %(order)s, late."),
    "instruction.again": _lazy("%(who)s asked again: instruction %(order)s is to be answered by %(owes)s by %(due_at)s."),
    "instruction.closed": _lazy("%(who)s closed instruction %(order)s."),
    "instruction.overdue": _lazy("Instruction %(order)s was not answered by %(due_at)s: it waits for %(owes)s."),
    "group.joined": _lazy("%(who)s added somebody to the group: %(group)s."),
    "group.left": _lazy("%(who)s took somebody out of the group: %(group)s."),
    "group.left/firm": _lazy("%(who)s closed the firm's file here; its people left the group: %(group)s."),
    "group.posted": _lazy("%(who)s noted down what was said in the group: %(group)s."),
    "group.hidden": _lazy("%(who)s hid a message in the group: %(group)s."),
    "clock.due_soon/summons": _lazy("A reminder went to %(department)s: the reply is due %(due_at)s."),
    "clock.due_soon/enterprise": _lazy("A reminder went out: the promise to %(firm)s is due %(due_at)s."),
    "clock.overdue/summons": _lazy("%(department)s did not reply by %(due_at)s. Overdue."),
    "clock.overdue/decide": _lazy("The office did not decide by %(due_at)s on the decline of %(department)s. Overdue."),
    "clock.overdue/enterprise": _lazy("The promise to %(firm)s ended on %(due_at)s and was not kept. Overdue."),
    "clock.head_told/summons": _lazy("Still no reply: the head of %(department)s was told."),
    "clock.head_told/enterprise": _lazy("Still not done: the committee office was told."),
    "clock.chief_told/summons": _lazy("Still no reply from %(department)s: the chief specialist was told."),
    "clock.chief_told/enterprise": _lazy("Still not done: the chief specialist was told."),
    "enterprise.entered": _lazy("%(who)s entered %(enterprise)s, %(status)s."),
    "enterprise.changed": _lazy("%(who)s corrected what is known of %(enterprise)s: %(fields)s."),
    "enterprise.changed/nothing": _lazy("%(who)s looked through what is known of %(enterprise)s and changed nothing."),
    "enterprise.left": _lazy("%(who)s entered that %(enterprise)s has left the zone."),
    "request.handed_over/transfer": _lazy("%(who)s handed this over from %(predecessor)s to %(specialist)s."),
    "request.handed_over/first": _lazy("%(who)s assigned %(specialist)s, who takes this over."),
    "request.handed_over/leave": _lazy("%(specialist)s takes this over from %(predecessor)s during a leave."),
    "request.handed_over/return": _lazy("%(specialist)s is back and takes this over from %(predecessor)s."),
    "leave.planned": _lazy(
        "%(who)s planned a leave of %(person)s from %(first_day)s to %(last_day)s; %(substitute)s stands in."
    ),
    "leave.began": _lazy("The leave of %(person)s began, until %(last_day)s; %(substitute)s stands in."),
    "leave.ended": _lazy("The leave of %(person)s ended."),
    "leave.ended/called_off": _lazy("The leave of %(person)s was called off."),
    "leave.stand_in": _lazy("%(holder)s now stands in for %(person)s."),
    "exemption.given": _lazy("%(who)s exempted %(person)s from serving an enterprise until %(last_day)s."),
    "exemption.ended": _lazy("%(who)s ended the exemption of %(person)s."),
    "coverage.overdue/firm": _lazy("%(enterprise)s still has no specialist; one was due by %(due_at)s."),
    "coverage.overdue/cadre": _lazy("%(person)s still serves no enterprise; one was due by %(due_at)s."),
    "enterprise.assigned": _lazy("%(who)s assigned %(specialist)s to %(enterprise)s."),
    "enterprise.assigned/after": _lazy("%(who)s assigned %(specialist)s to %(enterprise)s, after %(predecessor)s."),
    "door.made": _lazy("%(who)s made a QR code for %(enterprise)s."),
    "door.made/gate": _lazy("%(who)s made a QR code for a gate."),
    "door.revoked": _lazy("%(who)s revoked the QR code of %(enterprise)s."),
    "door.revoked/gate": _lazy("%(who)s revoked the QR code of a gate."),
    "department.entered": _lazy("%(who)s entered the department %(department)s."),
    "account.created": _lazy("%(who)s created an account for %(person)s."),
    "post.given": _lazy("%(who)s gave %(person)s a post: %(post)s."),
    "post.ended": _lazy("%(who)s ended a post of %(person)s: %(post)s."),
    "account.mail_changed": _lazy("%(who)s changed how %(person)s gets mail."),
    "password.reset": _lazy("%(who)s gave %(person)s a new password."),
    "token.issued": _lazy("%(who)s got a new token for programs."),
    "measure.entered": _lazy("%(who)s entered the policy %(subject)s, in force from %(valid_from)s on."),
    "measure.entered/file": _lazy("The policy %(subject)s came in from a file, in force from %(valid_from)s on."),
    "measure.version_entered": _lazy("%(who)s entered a new version of the policy %(subject)s, in force from %(valid_from)s on."),
    "measure.version_entered/file": _lazy("A new version of the policy %(subject)s came in from a file, in force from %(valid_from)s on."),
    "measure.corrected": _lazy("%(who)s corrected the policy %(subject)s before it was in force, now from %(valid_from)s on."),
    "measure.repealed": _lazy("%(who)s entered that the policy %(subject)s is repealed from %(repealed_on)s on."),
    "measure.repealed/file": _lazy("The policy %(subject)s is repealed from %(repealed_on)s on, as a file says."),
    "measure.took_effect": _lazy("The policy %(subject)s came into force; the enterprises it concerns were told."),
    "measure.ended": _lazy("The policy %(subject)s no longer counts since %(ended_on)s; the enterprises it concerned were told."),
    "ledger.exported": _lazy("%(who)s took the ledger out as a file."),
    "zone.opened": _lazy("%(who)s opened the zone."),
    **duty.SENTENCES,
    **findings.SENTENCES,
    **watching.SENTENCES,
    **replacing.SENTENCES,
}  # fmt: skip
SENTENCES |= agency.SENTENCES | common.SENTENCES | consultations.SENTENCES | outside.SENTENCES | rounds.SENTENCES
PROMISES = {
    "reply": _lazy("reply"),
    "confirm": _lazy("confirm"),
    "summons": _lazy("reply by the department"),
}


def sentence(happening: Happening, names: Names, reader: Reader) -> str:
    """市政管护科已报到，罗川承办。 / Municipal Works reported in. Luo Chuan is in charge."""
    return str(SENTENCES[_key(happening, reader)]) % _Words(happening, names, reader)


def actor_word(happening: Happening, names: Names, reader: Reader) -> str:
    """The one with whom the sentence begins: a person, 您 or a department; empty for what the clock did."""
    if happening.kind in HAPPENS or (happening.kind == "request.handed_over" and happening.facts["why"] != "transfer"):
        return ""
    if happening.kind in DEPARTMENT_SPEAKS:
        return names.department(happening.facts["department"])
    if happening.kind in outside.WE_SPEAK and reader.audience == Audience.ENTERPRISE:
        return _("We")
    return _person(happening.actor, names, reader) if happening.actor else ""


def told(happening: Happening, names: Names, reader: Reader) -> Told:
    """The sentence in two, for pages that print the actor in bold."""
    who = actor_word(happening, names, reader)
    return Told(who, sentence(happening, names, reader).removeprefix(who).lstrip())


def _person(login: str, names: Names, reader: Reader) -> str:
    return _("You") if reader.is_own(login) else names.person(login)


# --- which sentence


def _key(happening: Happening, reader: Reader) -> str:
    variant = VARIANTS.get(happening.kind)
    return happening.kind + (variant(happening, reader) if variant else "")


def _raised(h: Happening, reader: Reader) -> str:
    if h.capacity == "enterprise":
        return ""
    suffix = f"/{h.facts['channel']}"
    return suffix if h.kind + suffix in SENTENCES else "/logged"


def _decline_accepted(h: Happening, reader: Reader) -> str:
    if h.facts.get("next"):
        return "/next"
    return "/co" if h.facts["part"] == "co" else ""


def _confirmed(h: Happening, reader: Reader) -> str:
    return _outcome(h, reader) + ("/phone" if h.facts["closed_as"] == "by_phone" else "")


def _outcome(h: Happening, reader: Reader) -> str:
    return f"/{h.facts['outcome']}"


def _by_phone(h: Happening, reader: Reader) -> str:
    return "/phone" if h.facts.get("by_phone") else ""


def _promise(h: Happening, reader: Reader) -> str:
    return f"/{h.facts['promise']}"


def _by_file(h: Happening, reader: Reader) -> str:
    return "" if h.actor else "/file"


def _linked(h: Happening, reader: Reader) -> str:
    """Another firm's number is for staff alone; a duplicate is of the reader's own firm."""
    if h.facts["duplicate"]:
        return "/duplicate"
    return "" if reader.audience == Audience.STAFF else "/others"


def _moved(h: Happening, reader: Reader) -> str:
    if not h.facts.get("before"):
        return "/first"
    return "/zone_day" if h.facts.get("cause") == "zone_day" else ""


VARIANTS: dict[str, Callable[[Happening, Reader], str]] = {
    "request.raised": _raised,
    "summons.reported_in": lambda h, reader: "/own" if reader.is_own(h.facts["clerk"]) else "",
    "summons.declined": lambda h, reader: "/suggest" if h.facts.get("suggest") else "",
    **consultations.VARIANTS,
    **outside.VARIANTS,
    "summons.decline_accepted": _decline_accepted,
    "summons.replied": _outcome,
    "request.concluded": _outcome,
    "request.answered": _outcome,
    "request.confirmed": _confirmed,
    "request.contested": _by_phone,
    "request.linked": _linked,
    "request.unlinked": _linked,
    "request.disputed": _by_phone,
    "request.closed_final": _by_phone,
    "request.reopened": _by_phone,
    "request.withdrawn": _by_phone,
    "promise.moved": _moved,
    "group.left": lambda h, reader: "/firm" if h.facts["why"] == "firm_left" else "",
    "duty.rang": lambda h, reader: f"/{h.facts['rung']}",
    "duty.missed": lambda h, reader: "" if h.facts["officer"] else "/nobody",
    "visit.arrived": lambda h, reader: "/late" if h.facts["late"] else "",
    "visit.no_show": lambda h, reader: f"/{h.facts['missing']}",
    "instruction.given": lambda h, reader: "/owed" if h.facts["order"] else "",
    "instruction.answered": lambda h, reader: "/late" if h.facts["late"] else "",
    "measure.entered": _by_file,
    "measure.version_entered": _by_file,
    "measure.repealed": _by_file,
    "calendar.accepted": lambda h, reader: "/by" if h.actor else "",
    "request.handed_over": lambda h, reader: f"/{h.facts['why'] if h.facts.get('before') else 'first'}",
    "leave.ended": lambda h, reader: "" if h.facts["began"] else "/called_off",
    "coverage.overdue": lambda h, reader: f"/{h.facts['gap']}",
    "request.claimed": lambda h, reader: f"/{h.facts['part']}",
    "clock.due_soon": _promise,
    "clock.overdue": _promise,
    "clock.head_told": _promise,
    "clock.chief_told": _promise,
    "agency.step_started": lambda h, reader: agency.step_variant(h.facts),
    "door.made": lambda h, reader: "/gate" if h.facts["gate"] else "",
    "door.revoked": lambda h, reader: "/gate" if h.facts["gate"] else "",
    "request.attached": lambda h, reader: "" if h.actor else "/visitor",
    "enterprise.changed": lambda h, reader: "" if h.facts["fields"] else "/nothing",
    "enterprise.assigned": lambda h, reader: "/after" if h.facts.get("before") else "",
}


# --- the words in it


class _Words(Mapping[str, str]):
    """The words of a sentence, made when its template asks for them."""

    def __init__(self, happening: Happening, names: Names, reader: Reader) -> None:
        self.happening, self.names, self.reader = happening, names, reader

    def __getitem__(self, word: str) -> str:
        h, names = self.happening, self.names
        found = h.facts.get(word)
        if word in outside.WORDS:
            return outside.word(word, h.facts, h.parts, h.text, names)
        match word:
            case "who":
                return actor_word(h, names, self.reader)
            case "firm":
                return _("you") if self.reader.audience == Audience.ENTERPRISE else _("the enterprise")
            case "department" | "suggest":
                return names.department(str(found))
            case "clerk" | "specialist" | "substitute" | "holder" | "officer":
                return names.person(str(found))
            case "owes":
                return names.department(h.facts["department"]) if h.facts["department"] else _("the specialist")
            case "into" | "order" | "work" | "request":
                return str(found)
            case "predecessor":
                return names.person(h.facts["before"])
            case "person":
                return _person(h.subject, names, self.reader)
            case "enterprise":
                return names.enterprise(h.subject)
            case "departments":
                return _summoned(h.facts["summonses"], names)
            case "done" | "others":
                return listed(h.facts[word])
            case "members":
                return listed(names.department(code) for code in h.facts["members"])
            case "whistled_due":
                return self._day_or_time(h.facts["summonses"][0]["due_at"])
            case "next":
                return names.department(h.facts["next"]["department"])
            case "next_due":
                return self._day_or_time(h.facts["next"]["due_at"])
            case "step" | "document" | "documents" | "formalities" | "usually" | "took":
                return agency.word(word, h.facts)
            case "source":
                return str(found)
            case "subject":
                return h.subject
            case "limit":
                return limits.limit_word(str(found)).lower()
            case "value":
                return limits.limit_value(h.facts["limit"], str(found))
            case "effective_from":
                return self._day_or_time(str(found)[:10])
            case "promise":
                return str(PROMISES[str(found)])
            case "files":
                return files.counted(file["kind"] for file in h.facts["files"])
            case "group":
                return statuses.chat_group_word(str(found))
            case "fields":
                return listed(field_word(name) for name in h.facts["fields"])
            case "post":
                return statuses.post_word(str(found))
            case "status":
                return statuses.enterprise_status_word(str(found)).lower()
        return self._day_or_time(found)  # every other word is a date

    def _day_or_time(self, text: str | None) -> str:
        """A fact's date as it read on the day of the entry; the year of a limit may still lack its calendar."""
        if text is None:
            return _("a day to be set with the next calendar")
        if len(text) == len("2020-09-29"):
            return dates.day(date.fromisoformat(text), dates.local(self.happening.at).date())
        return dates.deadline(datetime.fromisoformat(text), self.happening.at)

    def __iter__(self) -> Iterator[str]:
        return iter(self.happening.facts)

    def __len__(self) -> int:
        return len(self.happening.facts)


def _summoned(rows: list[dict[str, Any]], names: Names) -> str:
    """市政管护科（牵头）、建设局（协办）."""
    return listed(
        _("%(department)s (%(part)s)")
        % {"department": names.department(row["department"]), "part": statuses.part_word(row["part"])}
        for row in rows
    )
