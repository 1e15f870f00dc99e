"""Why something was not done, and what to do instead: a title and a sentence for each code of a Refused."""

from django.utils.translation import gettext_lazy as _lazy

from liaison.rules.refusals import Refused

from .lists import listed
from .shapes import field_word
from .statuses import state_word

# code -> title, sentence. `tests/speech/test_refusals.py` compares the codes with those that the code base raises.
REFUSALS = {
    # who
    "wrong_role": (
        _lazy("Not yours to do"),
        _lazy("This step is not yours to take. The page of the request says whose turn it is."),
    ),
    "own_matter": (_lazy("Your own matter"), _lazy("Nobody decides about himself. Please ask a colleague to do it.")),
    # when
    "wrong_status": (
        _lazy("Not possible now"),
        _lazy("Things have moved on; the status is now: %(status)s. Please reload the page and look again."),
    ),
    "already_summoned": (
        _lazy("Already whistled"),
        _lazy("%(department)s has already been whistled and has not replied yet. Please choose another department."),
    ),
    "already_reported_in": (_lazy("Already reported in"), _lazy("%(who)s has already reported in.")),
    "nudged_today": (
        _lazy("Already nudged today"),
        _lazy("You have nudged today; they have been told. You can nudge again tomorrow, or call your specialist now."),
    ),
    "final": (_lazy("Final"), _lazy("This decision is final. If there is something new, please raise a new request.")),
    # departments and declines
    "no_department": (_lazy("No department"), _lazy("Please choose at least one department; the first one leads.")),
    "department_twice": (
        _lazy("Department named twice"),
        _lazy("A department is named twice. Each one is whistled once."),
    ),
    "unknown_department": (
        _lazy("No such department"),
        _lazy("There is no department “%(given)s”. Please choose one from the list."),
    ),
    "external_department": (
        _lazy("Outside the zone"),
        _lazy("%(department)s is outside the zone and cannot be whistled. Please whistle the department that is in contact with it."),
    ),
    "same_department": (
        _lazy("The same department"),
        _lazy("This is the department that declined. Please choose another one."),
    ),
    "ask_needed": (_lazy("What to do is missing"), _lazy("Please write what each department is to do.")),
    "decline_too_late": (
        _lazy("Too late to decline"),
        _lazy("The time to decline is over. Please reply to the enterprise, or give it a date."),
    ),
    "decline_refused_before": (
        _lazy("Declined before"),
        _lazy("The office has already refused to take this back. Please reply to the enterprise."),
    ),
    # replies
    "explanation_incomplete": (
        _lazy("Explanation incomplete"),
        _lazy("The explanation still lacks: %(fields)s. Please add it."),
    ),
    "plan_needs_date": (_lazy("Date missing"), _lazy("Please say by which day it will be done.")),
    "plan_needs_office": (
        _lazy("Date too far away"),
        _lazy("A date more than %(days)s working days away needs the office's word. Please choose an earlier day, or call the office."),
    ),
    "date_passed": (_lazy("Date in the past"), _lazy("This date has passed. Please choose a later one.")),
    # the enterprise's answers
    "contested_before": (
        _lazy("Contested before"),
        _lazy("You have contested this once already. Please call your specialist."),
    ),
    "contest_too_late": (
        _lazy("Too late to contest"),
        _lazy("The time to contest is over. You can raise a new request, or call your specialist."),
    ),
    "disputed_before": (
        _lazy("Disputed before"),
        _lazy("The plan has been sent back once already. Please call your specialist."),
    ),
    "reopen_too_late": (
        _lazy("Too late to reopen"),
        _lazy("It was closed more than %(months)s months ago and cannot be reopened. Please raise a new request."),
    ),
    "text_needed": (_lazy("Words missing"), _lazy("Please write what the enterprise said is still missing.")),
    # raising
    "enterprise_needed": (_lazy("Enterprise missing"), _lazy("Please say for which enterprise this is.")),
    "unknown_enterprise": (
        _lazy("No such enterprise"),
        _lazy("There is no enterprise “%(given)s” among yours. Please choose one from the list."),
    ),
    "unknown_category": (
        _lazy("No such category"),
        _lazy("There is no category “%(given)s”. Please choose one from the list, or leave it out."),
    ),
    "channel_has_own_door": (
        _lazy("Wrong channel"),
        _lazy("A request that came this way cannot be logged here. Please choose another channel."),
    ),
    "in_the_future": (
        _lazy("Time in the future"),
        _lazy("The time of the call lies in the future. Please correct it."),
    ),
    "backdate_needs_office": (
        _lazy("Too long ago"),
        _lazy("A call more than %(hours)s hours ago can be logged by the office only. Please call the office."),
    ),
    "need_by_passed": (
        _lazy("Date in the past"),
        _lazy("The day on which it is needed has passed. Please choose a later one."),
    ),
    # registry
    "code_taken": (
        _lazy("Credit code taken"),
        _lazy("An enterprise with this credit code is already here. Please look it up first."),
    ),
    "department_taken": (_lazy("Code taken"), _lazy("There is already a department with the code %(given)s.")),
    "login_taken": (_lazy("Login taken"), _lazy("The login “%(login)s” is taken. Please choose another one.")),
    "unknown_specialist": (
        _lazy("No such specialist"),
        _lazy("“%(given)s” is no specialist. Please choose one from the list."),
    ),
    "assigned_already": (_lazy("Already assigned"), _lazy("%(who)s is already the specialist of this enterprise.")),
    "still_assigned": (
        _lazy("Still assigned"),
        _lazy("This specialist still serves enterprises. Please hand them over first, then end the post."),
    ),
    "appointed_already": (_lazy("Post already held"), _lazy("This post is already held. There is nothing to give.")),
    "not_held": (_lazy("Post not held"), _lazy("This person does not hold the post. Please reload the page.")),
    "exclusive_posts": (
        _lazy("Posts exclude each other"),
        _lazy("The three administrators are three people, and none of them serves enterprises. Please end the other post first."),
    ),
    "department_or_enterprise": (
        _lazy("Department or enterprise"),
        _lazy("A person belongs to a department or to an enterprise, not to both. Please leave one out."),
    ),
    "already_bootstrapped": (_lazy("Already set up"), _lazy("This zone is already set up. Nothing was changed.")),
    # programs
    "key_reused": (
        _lazy("Key used before"),
        _lazy("This Idempotency-Key was used for other content. Please send a new key with new content."),
    ),
}  # fmt: skip


def refusal(no: Refused) -> str:
    """The sentence, in the reader's language: what stands in the way, and what to do."""
    return str(REFUSALS[no.code][1]) % _filled(no)


def title(code: str) -> str:
    """Two or three words for the head of a problem document; the same for every case of a code."""
    return str(REFUSALS[code][0])


def _filled(no: Refused) -> dict[str, str]:
    """Codes among the params become words; names and numbers are as they came."""
    words = {name: str(value) for name, value in no.params.items()}
    words["fields"] = listed(field_word(name) for name in no.fields)
    if "status" in no.params:
        words["status"] = state_word(str(no.params["status"]))
    return words
