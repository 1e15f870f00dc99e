"""SC-01, whole, in both languages: a call at 21:40, two departments, an answer, the firm's word."""

from collections.abc import Callable

import pytest

from liaison.casework.models import ServiceRequest
from liaison.record import happenings
from tests.cast import Cast, at
from tests.stories.person import Person

pytestmark = pytest.mark.django_db
NEED = "外地员工进不来，明早要开工"
BUS, MASKS = "请安排明早六点的大巴", "请备三百只口罩"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_SC01_from_the_call_to_the_confirmation(
    cast: Cast,
    person: Callable[..., Person],
    now_is: Callable[[str], object],
    worker: Callable[[], None],
    language: str,
) -> None:
    number = _logged(person(cast.specialist, language), now_is)
    r = ServiceRequest.objects.get(number=number)
    assert (r.occurred_at, r.raised_at) == (at("2020-02-10 21:40"), at("2020-02-10 21:46"))
    assert r.reply_due_at == at("2020-02-13 17:30")

    worker()
    firm = person(cast.principal, language)
    _has_receipt(firm, cast, number)

    now_is("2020-02-10 21:52")
    _whistled(person(cast.specialist), cast)
    worker()
    lead, co = person(cast.zhf_clerk, language), person(cast.yjj_clerk, language)
    _sees_its_ask_only(lead, number, own=BUS, other=MASKS)
    _sees_its_ask_only(co, number, own=MASKS, other=BUS)

    now_is("2020-02-11 08:05")
    lead.open("/desk").fill_and_press("Report in")
    now_is("2020-02-11 10:30")
    lead.open(f"/requests/{number}").fill_and_press(
        "Send the reply", {"Result": "Resolved", "Reply to the enterprise": "大巴六点到厂，已接回八十二人。"}
    )
    worker()

    firm.open("/").follow_text(NEED)
    firm.sees("大巴六点到厂，已接回八十二人。")
    now_is("2020-02-11 11:00")
    firm.follow("Yes, solved").fill_and_press("Confirm, it is solved")
    r.refresh_from_db()
    assert (r.status, r.closed_as, r.outcome) == ("closed", "confirmed", "resolved")
    assert not firm.offers("Yes, solved") and firm.offers("Reopen")
    assert [entry.kind for entry in happenings("QJ", number)] == [
        "request.raised", "request.taken", "request.whistled", "summons.reported_in", "summons.replied", "request.confirmed",
    ]  # fmt: skip
    assert ServiceRequest.objects.filter(status="closed", outcome="resolved", closed_at__year=2020).count() == 1


def _logged(specialist: Person, now_is: Callable[[str], object]) -> str:
    now_is("2020-02-10 21:46")
    specialist.open("/").follow("Log a call").fill_and_press("Save", {
        "What it is about": NEED, "At another time": "2020-02-10T21:40", "Very urgent, somebody has to come today": True,
    })  # fmt: skip
    return specialist.number()


def _has_receipt(firm: Person, cast: Cast, number: str) -> None:
    """Within the minute: number, who, by when, in the inbox and on the receipt."""
    name = cast.specialist.name_en if firm.language == "en" else cast.specialist.name_zh
    firm.open("/inbox").sees(number, name)
    firm.open(f"/requests/{number}/receipt").sees(
        number, name, "13 Feb" if firm.language == "en" else "2月13日", "17:30"
    )
    assert "tel:02388880012" in firm.html


def _whistled(specialist: Person, cast: Cast) -> None:
    centre, emergency = (
        (one.name_en if specialist.language == "en" else one.name_zh) for one in (cast.d.ZHF, cast.d.YJJ)
    )
    specialist.follow("Whistle").fill_and_press(
        "Send", {"Lead department": centre, "Joining departments": [emergency], centre: BUS, emergency: MASKS}
    )


def _sees_its_ask_only(clerk: Person, number: str, *, own: str, other: str) -> None:
    clerk.open("/").sees(NEED)
    clerk.open(f"/requests/{number}").sees(own)
    clerk.does_not_see(other)
