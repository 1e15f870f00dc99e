"""Why something was not done, and what to do instead: a title and a sentence for each code of a Refused."""

from datetime import date

from django.utils.translation import gettext_lazy as _lazy

from liaison.rules.refusals import Refused

from . import agency, common, dates, files, findings, limits, outside, replacing, rounds, votes
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
        _lazy("Things have moved on; the status is now: %(status)s. Please see how it stands, and then decide."),
    ),
    "unverified": (
        _lazy("Not verified"),
        _lazy("Nobody has verified this request yet. Please ring back first, then go on."),
    ),
    "verified_before": (_lazy("Already verified"), _lazy("This request is verified already. Please reload the page.")),
    "already_summoned": (
        _lazy("Already whistled"),
        _lazy("%(department)s has already been whistled and has not replied yet. Please choose another department."),
    ),
    "already_led": (
        _lazy("Somebody was faster"),
        _lazy("%(department)s has claimed it and leads. You can join it with your own date."),
    ),
    "already_claimed": (
        _lazy("Already claimed"),
        _lazy("Your department has it already. Its page says by when."),
    ),
    "session_not_planned": (
        _lazy("It has been held"),
        _lazy("This session is open or has been closed. Please see how it stands."),
    ),
    "session_not_open": (
        _lazy("It is not open"),
        _lazy("This works only while the session is open. Please see how it stands."),
    ),
    "session_runs": (
        _lazy("Another session is open"),
        _lazy("“%(title)s” is still open. Please close it first."),
    ),
    "session_closed": (
        _lazy("The session is over"),
        _lazy("It is closed. You can raise it as a request now, or in the next session."),
    ),
    "paper_not_ready": (
        _lazy("Not ready yet"),
        _lazy("A paper says what has been done or set. Please do that first."),
    ),
    "complaint_answered": (
        _lazy("Already answered"),
        _lazy("The firm has its answer. Please read it on the page."),
    ),
    "already_reported_in": (_lazy("Already reported in"), _lazy("%(who)s has already reported in.")),
    "nudged_today": (
        _lazy("Already nudged today"),
        _lazy("You have nudged today; they have been told. You can nudge again tomorrow, or call your specialist now."),
    ),
    "final": (_lazy("Final"), _lazy("This decision is final. If there is something new, please raise a new request.")),
    "list_name_taken": (_lazy("Name taken"), _lazy("You already have a list of this name. Please choose another one.")),
    "too_many_lists": (
        _lazy("Enough lists"),
        _lazy("You have %(most)s lists already. Please delete one that you no longer need."),
    ),
    # instructions
    "nobody_leads": (
        _lazy("No lead department"),
        _lazy("No department leads this request yet. Please address the instruction to the specialist."),
    ),
    "instruction_moved_on": (
        _lazy("No longer as it was"),
        _lazy("This instruction has been answered or closed meanwhile. Please reload the page and see how it stands."),
    ),
    # policies
    "unknown_measure": (
        _lazy("No such policy"),
        _lazy("There is no policy “%(given)s” in the library. Please check its number."),
    ),
    "measure_not_in_force": (
        _lazy("Not in force"),
        _lazy("“%(given)s” is not in force today, so an answer cannot rest on it. Please look in the library for what is."),
    ),
    "version_not_later": (
        _lazy("Begins too early"),
        _lazy("Another version begins on %(earliest)s. Please give a first day that fits the order of the versions."),
    ),
    "version_in_force": (
        _lazy("In force already"),
        _lazy("This version is in force and stays as it is, because answers rest on it. Please enter a new version."),
    ),
    "version_stays": (
        _lazy("It says something else"),
        _lazy(
            "Version %(n)s of %(number)s begins on the same day and says something else. "
            "A version stays as it is; please enter a new one."
        ),
    ),
    "nothing_to_repeal": (
        _lazy("Nothing to repeal"),
        _lazy("This policy has ended or is repealed already. Please reload the page and see how it stands."),
    ),
    "points_differ": (
        _lazy("Points do not match"),
        _lazy("There are %(zh)s points in Chinese and %(en)s in English. Please give each its translation, or leave English out."),
    ),
    "unknown_contact": (
        _lazy("Unknown contact"),
        _lazy("Nobody of the zone has the login “%(given)s”. Please check it, or leave it empty."),
    ),
    # duty and visits
    "ring_answered": (_lazy("Accepted already"), _lazy("Somebody else has accepted it. There is nothing left for you to do.")),
    "two_on_duty": (_lazy("Two people"), _lazy("A shift has an officer and a deputy, each person once. Please name at least two.")),
    "shift_begun": (_lazy("Shift begun"), _lazy("One of the two shifts has begun. Please ask the office to put somebody else on it.")),
    "shift_over": (_lazy("Shift over"), _lazy("This shift is over. Please choose one that is still to come.")),
    "own_shift": (_lazy("Your own shift"), _lazy("Both shifts are yours. Please choose one of somebody else.")),
    "unknown_shift": (_lazy("No such shift"), _lazy("This shift is not on the roster. Please choose one from the list.")),
    "swap_gone": (_lazy("No longer asked"), _lazy("This swap is no longer asked for. Please see the roster as it stands.")),
    "visit_of_what": (_lazy("Enterprise missing"), _lazy("Please choose the enterprise that is visited.")),
    "visit_time_needed": (_lazy("Time missing"), _lazy("Please say when somebody comes.")),
    "result_needed": (_lazy("Findings missing"), _lazy("Please write what was found, one sentence is enough.")),
    "visit_over": (_lazy("Visit over"), _lazy("This visit has ended. What came of it stands on its page.")),
    "arrived_before": (_lazy("Arrived already"), _lazy("The arrival is entered already. Please write what came of the visit.")),
    "not_arrived": (_lazy("Not arrived"), _lazy("Please enter the arrival first.")),
    "visit_to_come": (_lazy("Still to come"), _lazy("The time of the visit has not come yet. It can be called off.")),
    # groups
    "member_needed": (_lazy("Who joins?"), _lazy("Please choose a person, or write the name of somebody without an account.")),
    "author_needed": (_lazy("Who said it?"), _lazy("Please choose who said it, or write the name as it stands in the messenger.")),
    "unknown_person": (_lazy("No such person"), _lazy("There is nobody here with the login “%(given)s”. Please choose one from the list.")),
    "firms_have_no_seat": (
        _lazy("Not for firms"), _lazy("The leaders' group is for the zone's own people; firms are in the group with the enterprises."),
    ),
    "member_already": (_lazy("In it already"), _lazy("%(who)s is in this group already.")),
    "nothing_read": (
        _lazy("Nothing could be read"),
        _lazy("No message was found in it. Please paste lines with name and time, as the messenger copies them."),
    ),
    "mirrored_stays": (_lazy("It stays"), _lazy("What was said in a gripe session is mirrored unedited; nobody can take it out of sight.")),
    "hidden_before": (_lazy("Already hidden"), _lazy("This message is hidden already. Please reload the page.")),
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
    # consultations
    "chief_only": (
        _lazy("For the chief specialist"),
        _lazy("A consultation was ended in this round already. Another one, or ending it again, is the chief specialist's to decide."),
    ),
    "consulting_already": (
        _lazy("Proposed already"),
        _lazy("A consultation is proposed already. The page of the request says who is still to agree."),
    ),
    "nothing_to_agree": (_lazy("Nothing to agree to"), _lazy("No consultation waits for an agreement. Please see how it stands.")),
    "agreed_before": (_lazy("Agreed already"), _lazy("Your side has agreed already; the other side is still to decide.")),
    "lead_stays": (
        _lazy("It has a lead"),
        _lazy("%(department)s leads this request, and leads the consultation too. Please leave the lead as it is."),
    ),
    "progress_too_far": (
        _lazy("Too far away"),
        _lazy("During a consultation the enterprise hears at least every %(days)s working days. Please give an earlier day."),
    ),
    "not_member": (
        _lazy("Not in the consultation"),
        _lazy("“%(given)s” does not sit in this consultation. Please add the department first, or choose another one."),
    ),
    "no_duty": (_lazy("No such duty"), _lazy("This duty does not belong to the consultation. Please reload the page.")),
    "duty_done_before": (_lazy("Done already"), _lazy("This duty is done already. Please reload the page.")),
    # replies
    "explanation_incomplete": (
        _lazy("Explanation incomplete"),
        _lazy("The explanation still lacks: %(fields)s. Please add it."),
    ),
    "plan_needs_date": (_lazy("Date missing"), _lazy("Please say by which day it will be done.")),
    "plan_needs_office": (
        _lazy("Date too far away"),
        _lazy(
            "A date more than %(days)s working days away needs the office's word. Please give a day within them first, then "
            "ask for a later one: the office decides on it."
        ),
    ),
    "date_passed": (_lazy("Date in the past"), _lazy("This date has passed. Please choose a later one.")),
    "extended_before": (
        _lazy("Asked before"),
        _lazy("A later date has been asked for once already. Please keep the date, or tell the enterprise what is awaited."),
    ),
    "extend_too_late": (
        _lazy("Too late to ask"),
        _lazy(
            "A later date has to be asked for at least %(days)s working day before the old one. Please keep the date, or tell "
            "the enterprise what is awaited."
        ),
    ),
    "extend_not_later": (_lazy("Not later"), _lazy("This is not later than the date given. Please choose a later day.")),
    "extend_too_far": (
        _lazy("Date too far away"),
        _lazy("The later date can be at most %(days)s working days after the old one. Please choose an earlier day."),
    ),
    "extension_lapsed": (
        _lazy("The old date has passed"),
        _lazy("The old date has passed without a decision, so it stands. There is nothing more to decide."),
    ),
    # requests handled together
    "unknown_request": (
        _lazy("No such request"),
        _lazy("There is no request “%(given)s” that you can choose. Please check the number, or ask the office."),
    ),
    "same_request": (_lazy("The same request"), _lazy("This is the request itself. Please give the number of the other one.")),
    "linked_already": (
        _lazy("Linked already"),
        _lazy("This request is already handled together with another one. Please undo that first."),
    ),
    "not_linked": (_lazy("Not linked"), _lazy("This request stands for itself. There is nothing to undo.")),
    "leads_others": (
        _lazy("Leads others"),
        _lazy("Other requests are handled together with this one, so it cannot be linked itself. Please link the other one to this."),
    ),
    "lead_closed": (
        _lazy("Closed already"),
        _lazy("%(number)s is closed, so it cannot lead. Please handle this request by itself."),
    ),
    "raised_before": (
        _lazy("Raised before"),
        _lazy(
            "You have raised something very like this: %(number)s, still in progress. If it is something else, please send it "
            "all the same."
        ),
    ),
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
    # at the door
    "pending_at_door": (
        _lazy("Already received"),
        _lazy("We already have a request from this telephone number: %(number)s. We ring you back about it; please tell us the rest then."),
    ),
    "firm_name_short": (
        _lazy("Name too short"),
        _lazy("Please write more of the firm's name, at least two Chinese characters or four letters."),
    ),
    "firm_not_found": (
        _lazy("No such firm"),
        _lazy("No firm of this name is in the zone. Please write it as on its sign, or call the duty office."),
    ),
    "firm_many": (_lazy("Too many firms"), _lazy("Many firms are called so. Please write more of the name.")),
    "firm_unclear": (_lazy("Which firm"), _lazy("More than one firm is called so. Please choose yours below.")),
    "door_closed": (_lazy("Code not in use"), _lazy("This QR code is no longer in use. Please look for the firm by its name.")),
    "unknown_door": (_lazy("No such code"), _lazy("There is no such QR code here. Please reload the list.")),
    "door_there": (_lazy("Already has a code"), _lazy("This enterprise has a QR code already. Please revoke it before a new one is made.")),
    "firm_or_place": (_lazy("Firm or place"), _lazy("A QR code is for one enterprise or for one gate. Please fill in one of the two.")),
    # registry
    "code_taken": (
        _lazy("Credit code taken"),
        _lazy("%(firm)s (%(known)s) has this credit code. Please look it up first; one enterprise has one file."),
    ),
    "firm_left": (
        _lazy("Has left the zone"),
        _lazy("%(firm)s has left the zone. What was can still be read; there is nothing new to do."),
    ),
    "requests_open": (
        _lazy("Requests still open"),
        _lazy("There are open requests of this enterprise: %(count)s. It keeps its specialist until they are closed."),
    ),
    "agency_open": (
        _lazy("Formalities under way"),
        _lazy("There are files of formalities under way for this enterprise: %(count)s. They are finished or stopped first."),
    ),
    "outside_open": (
        _lazy("Talks with the outside open"),
        _lazy("Somebody still talks to the outside for this enterprise: %(count)s. Please end that first."),
    ),
    "visit_under_way": (
        _lazy("A visit is under way"),
        _lazy("Somebody is with this enterprise at the moment. Please enter what came of the visit first."),
    ),
    "leaves_by_own_act": (
        _lazy("Leaving is a step of its own"),
        _lazy("An enterprise leaves the zone by a step of its own. Please open its page and enter there that it has left."),
    ),
    "looks_alike": (
        _lazy("Perhaps here already"),
        _lazy("%(firm)s (%(known)s) has the same name or group. Please look at it first; if it is another enterprise, say so below."),
    ),
    "reason_needed": (_lazy("Reason missing"), _lazy("Please say why the specialist changes.")),
    "specialist_away": (
        _lazy("On leave"),
        _lazy("%(who)s is on leave. Please choose somebody who is there, or wait until the leave is over."),
    ),
    "specialist_needed": (_lazy("Specialist missing"), _lazy("Please say who is away.")),
    "own_substitute": (
        _lazy("The same person"),
        _lazy("Nobody stands in for himself. Please choose a colleague."),
    ),
    "substitute_away": (
        _lazy("Away too"),
        _lazy("%(who)s is away in this time too, and there is no substitute of a substitute. Please choose somebody else."),
    ),
    "leave_overlaps": (
        _lazy("Leave entered before"),
        _lazy("A leave of %(who)s in this time is entered already. Please call that one off first."),
    ),
    "leave_over": (_lazy("Leave over"), _lazy("This leave is over already. There is nothing to end.")),
    "dates_crossed": (_lazy("Last day before the first"), _lazy("The last day lies before the first. Please correct it.")),
    "exempt_already": (
        _lazy("Exempt already"),
        _lazy("%(who)s is exempt already. Please end that exemption first."),
    ),
    "not_exempt": (_lazy("Not exempt"), _lazy("This person is not exempt. Please reload the page.")),
    "not_on_roster": (
        _lazy("Not on the roster"),
        _lazy("%(who)s is no specialist, and only those on the roster need an exemption."),
    ),
    "department_taken": (_lazy("Code taken"), _lazy("There is already a department with the code %(given)s.")),
    "login_taken": (_lazy("Login taken"), _lazy("The login “%(login)s” is taken. Please choose another one.")),
    "address_needed": (_lazy("No address"), _lazy("Please give an address that the mail is to go to.")),
    "phrase_taken": (
        _lazy("Short form taken"), _lazy("There is already a phrase ::%(short)s. Please choose another short form."),
    ),
    "phrases_full": (_lazy("Too many phrases"), _lazy("More than %(most)s phrases help nobody. Please delete one first.")),
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
    # photos, voice, papers
    "too_many_files": (_lazy("Too many files"), _lazy("At most %(most)s files go with one step. Please send the others afterwards.")),
    "too_many_kept": (
        _lazy("Too many files"),
        _lazy("This request has %(most)s files already, no more fit. Please call your specialist."),
    ),
    "file_too_large": (_lazy("File too large"), _lazy("“%(name)s” is larger than %(limit)s MB. Please send a smaller one.")),
    "file_kind": (_lazy("Not a file we take"), _lazy("“%(name)s” cannot be taken. What can be sent here: %(kinds)s.")),
    "file_unreadable": (_lazy("File damaged"), _lazy("“%(name)s” is empty or damaged. Please choose it again, or send another one.")),
    "photo_heic": (
        _lazy("Photo format not readable"),
        _lazy("“%(name)s” is a HEIC or AVIF picture, which we cannot read. Please send it as JPEG, or take a screenshot of it."),
    ),
    "photo_too_many_pixels": (
        _lazy("Photo too large"),
        _lazy("“%(name)s” has too many pixels. Please send a smaller copy."),
    ),
    "file_needed": (_lazy("File missing"), _lazy("Please choose a photo, a voice note or a paper.")),
    "not_stored": (
        _lazy("Not stored"),
        _lazy("There is no room for files at the moment. Nothing was saved; please send it without files, or try again later."),
    ),
    # calendar, limits, categories
    "notice_accepted_before": (
        _lazy("Accepted before"),
        _lazy("A notice published on %(published)s was accepted before. Nothing was changed."),
    ),
    "zone_day_passed": (
        _lazy("Too late for this day"),
        _lazy("Its close of business has passed. A day can be freed until then."),
    ),
    "zone_day_unknown": (
        _lazy("Calendar not known"),
        _lazy("The working days of %(year)s are not published yet. Please wait for the State Council's notice."),
    ),
    "zone_day_free": (_lazy("Already free"), _lazy("This day is no working day anyway. Please choose another one.")),
    "limit_too_early": (
        _lazy("Too early"),
        _lazy("A new value holds from %(earliest)s on at the earliest: what began before keeps its limit."),
    ),
    "limit_unknown": (_lazy("Limit not found"), _lazy("There is no limit “%(given)s” here.")),
    "limit_impossible": (
        _lazy("Value not possible"),
        _lazy("%(limit)s: please write a whole number from 1 to %(most)s."),
    ),
    "limit_no_time": (_lazy("Value not possible"), _lazy("%(limit)s: please write a time such as 17:30.")),
    "limits_clash": (
        _lazy("Limits contradict each other"),
        _lazy("“%(low)s” would come after “%(high)s”. Please change one of them."),
    ),
    "limits_unchanged": (_lazy("Nothing to change"), _lazy("These values would hold on that day anyway.")),
    "category_taken": (_lazy("Code taken"), _lazy("There is a category “%(given)s” already. Please choose another code.")),
    # programs
    "key_reused": (
        _lazy("Key used before"),
        _lazy("This Idempotency-Key was used for other content. Please send a new key with new content."),
    ),
}  # fmt: skip

REFUSALS |= (
    agency.REFUSALS
    | findings.REFUSALS
    | common.REFUSALS
    | outside.REFUSALS
    | rounds.REFUSALS
    | votes.REFUSALS
    | replacing.REFUSALS
)


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
    if isinstance(kinds := no.params.get("kinds"), list):
        words["kinds"] = files.taken(kinds)
    for name in ("limit", "low", "high"):
        if str(no.params.get(name)) in limits.NAMES:
            words[name] = limits.limit_word(str(no.params[name]))
    for name in ("earliest", "last_day"):
        if isinstance(given := no.params.get(name), date):
            words[name] = dates.day(given)
    if isinstance(names := no.params.get("names"), list):
        words["names"] = listed(names)
    if "status" in no.params:
        words["status"] = state_word(str(no.params["status"]))
    return words
