"""Double clicks, pages that are older than what they show, and forms that lack something: one sentence, nothing lost."""

from collections.abc import Callable
from typing import Any

import pytest

from liaison.casework import actions
from liaison.casework import inputs as i
from liaison.casework.models import ServiceRequest
from liaison.record.models import Entry
from tests.casework.steps import Story
from tests.cast import Cast, at
from tests.stories.person import Person

pytestmark = pytest.mark.django_db
Persons = Callable[..., Person]
WORDS = "说了很久的话，不该丢掉。"
NOW = "2020-09-27 10:00"


@pytest.fixture(autouse=True)
def _on_sunday_that_is_worked(now_is: Callable[[str], Any]) -> None:
    now_is(NOW)


def test_a_double_click_raises_one_request(cast: Cast, person: Persons) -> None:
    firm = person(cast.principal).open("/raise")
    address, sent = firm.filled("Send the request", {"What is the difficulty?": WORDS})
    first = firm.send(address, sent).number()
    assert firm.send(address, sent).number() == first
    assert ServiceRequest.objects.count() == 1


def test_a_double_click_logs_one_call(cast: Cast, person: Persons) -> None:
    specialist = person(cast.specialist).open("/phone-log")
    address, sent = specialist.filled("Save", {"What it is about": WORDS, "And now": "Solved on the spot"})
    first = specialist.send(address, sent).number()
    assert specialist.send(address, sent).number() == first
    assert Entry.objects.filter(kind="request.answered").count() == 1


def test_a_double_click_on_a_reply_says_that_it_has_arrived_and_writes_nothing(cast: Cast, person: Persons) -> None:
    number = Story(cast).raised().whistled().reported_in().r.number
    clerk = person(cast.clerk).open(f"/requests/{number}")
    address, sent = clerk.filled("Send the reply", {"Result": "Resolved", "Reply to the enterprise": WORDS})
    clerk.send(address, sent)
    entries = Entry.objects.count()
    clerk.send(address, sent, 409)
    assert Entry.objects.count() == entries


def test_a_stale_page_says_how_things_stand_and_keeps_the_words(cast: Cast, person: Persons) -> None:
    """Two clerks of one department write at once; the second one's words stay on the page."""
    number = Story(cast).raised().whistled().reported_in().r.number
    first = person(cast.clerk).open(f"/requests/{number}")
    second = person(cast.second_clerk).open(f"/requests/{number}")
    first.fill_and_press("Send the reply", {"Result": "Resolved", "Reply to the enterprise": "已修好"})
    second.fill_and_press("Send the reply", {"Result": "Resolved", "Reply to the enterprise": WORDS}, status=409)
    assert WORDS in second.html
    assert 'role="alert"' in second.html


def test_of_two_who_report_in_the_second_is_told_who_was_first(cast: Cast, person: Persons) -> None:
    number = Story(cast).raised().whistled().r.number
    first, second = (person(who).open(f"/requests/{number}") for who in (cast.clerk, cast.second_clerk))
    first.fill_and_press("Report in")
    second.fill_and_press("Report in", status=409).sees("罗川")


def test_a_firm_that_confirms_what_was_withdrawn_elsewhere_is_told_so(cast: Cast, person: Persons) -> None:
    story = Story(cast).raised().whistled().replied("2020-09-25 17:10")
    firm = person(cast.principal).open(f"/requests/{story.r.number}").follow("Yes, solved")
    actions.withdraw(story.r.pk, i.TextInput(), by=cast.contact, now=at(NOW))
    firm.fill_and_press("Confirm, it is solved", {"Anything to add?": WORDS}, status=409)
    assert WORDS in firm.html
    story.fresh()
    assert story.r.status == "withdrawn"


MISSING = {
    "raise": ("principal", "/raise", "Send the request", {"What is the difficulty?": " "}),
    "whistle": ("specialist", "/requests/{number}/whistle", "Send", {
        "What the departments are to do": WORDS, "Joining departments": ["应急局"],
    }),
    "explanation": ("specialist", "/requests/{number}/answer", "Send the reply", {
        "Result": "Explained", "What the enterprise reads": WORDS,
    }),
    "progress": ("specialist", "/requests/{whistled}/progress", "Tell the enterprise", {
        "What has been done, what is awaited": WORDS, "Next news on": "",
    }),
    "plan": ("clerk", "/requests/{whistled}", "Send the reply", {
        "Result": "Date given", "Reply to the enterprise": WORDS,
    }),
    "dispute": ("principal", "/requests/{answered}/dispute", "Send back", {"What is still missing?": " "}),
    "far too long": ("principal", "/raise", "Send the request", {"What is the difficulty?": WORDS * 500}),
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("what", MISSING)
def test_what_is_missing_is_said_at_its_field_and_the_words_stay(
    cast: Cast, person: Persons, what: str, language: str
) -> None:
    whistled = Story(cast).raised().whistled().reported_in()
    numbers = {
        "number": Story(cast).raised(by=cast.specialist, enterprise="E0001", channel="phone").r.number,
        "whistled": whistled.r.number,
        "answered": Story(cast).raised().whistled().replied("2020-09-25 17:10").r.number,
    }
    who, address, button, typed = MISSING[what]
    entries = Entry.objects.count()
    somebody = person(getattr(cast, who), language).open(address.format(**numbers))
    if language == "en":
        typed = {key: [cast.d.YJJ.name_en] if value == ["应急局"] else value for key, value in typed.items()}
    somebody.fill_and_press(button, typed, status=422)
    assert 'role="alert"' in somebody.html
    assert Entry.objects.count() == entries
    kept = [value for value in typed.values() if isinstance(value, str) and value.strip().startswith(WORDS)]
    assert all(one in somebody.html for one in kept)
