"""The clock stands in a year that no notice covers yet: every page opens, nothing is refused, what cannot be known is not said (N3)."""

import pytest
from django.test import Client

from liaison import clock
from liaison.casework import clock as ticking
from liaison.casework import digest
from liaison.registry.actions import issue_token
from liaison.registry.policy import policy
from liaison.rules.calendar import NOTICES
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
LAST = max(notice.year for notice in NOTICES)
BEFORE, NOW = f"{LAST}-12-28 10:00", f"{LAST + 2}-03-03 10:24"
OPENED = {
    "principal": "/ /requests /ledger?q=路灯",
    "specialist": "/today /today?show=due /requests /ledger?q=路灯 /digest /enterprises/E0001",
    "clerk": "/desk /requests /ledger?q=路灯 /digest",
    "chief": "/today /supervision /coverage /calendar /limits",
    "leader": "/overview /supervision /supervision?list=departments /digest",
    "office": f"/dispatch /coverage /calendar?year={LAST + 2} /limits/reply/change /ledger?lamp=overdue /ledger.csv /digest",
}
OF_REQUEST = ("", "/clock", "/clock.json", "/receipt")
CALLED = ("/requests?q=路灯", "/metrics/summary", f"/calendar?year={LAST + 2}")


@pytest.fixture
def stories(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[Story]:
    """Three promised while the year was known, two of today without a date."""
    monkeypatch.setattr(clock, "now", lambda: at(NOW))
    whistled, planned, answered = (Story(cast).raised(BEFORE).whistled(BEFORE, "SZJ", "JSJ") for _ in range(3))
    planned.replied(BEFORE, "planned", resolve_by=f"{LAST + 1}-01-11")
    answered.replied(BEFORE)
    return [whistled, planned, answered, Story(cast).raised(NOW), Story(cast).raised(NOW).whistled(NOW, "SZJ", "JSJ")]


def test_N3_every_page_opens_where_no_notice_reaches(cast: Cast, stories: list[Story], client: Client) -> None:
    assert (stories[0].r.reply_due_at, stories[-1].r.reply_due_at, stories[-1].summons().due_at) == (
        at(f"{LAST}-12-31 17:30"), None, None,
    )  # fmt: skip
    numbers = [story.r.number for story in stories]
    for name, addresses in OPENED.items():
        client.force_login(getattr(cast, name))
        seen = [number for number in numbers if name != "clerk" or number != numbers[3]]
        for address in [*addresses.split(), *(f"/requests/{number}{end}" for number in seen for end in OF_REQUEST)]:
            answer = client.get(address, follow=True)
            assert answer.getvalue() and answer.status_code == 200, (name, address)
    sent = {"reply": "2", "effective_on": f"{LAST + 2}-04-01"}
    assert client.post("/limits/preview", sent).status_code == 200
    headers = {"Authorization": f"Bearer {issue_token(cast.office, now=at(NOW))}"}
    of_requests = [f"/requests/{number}{end}" for number in numbers for end in ("", "/clock", "/timeline")]
    for address in [*CALLED, *of_requests]:
        assert client.get(f"/api/v1{address}", headers=headers).status_code == 200, address


def test_N3_the_worker_and_the_digest_do_their_turn_where_no_notice_reaches(cast: Cast, stories: list[Story]) -> None:
    ticking.tick(at(NOW))
    assert stories[0].kinds()[-1] == "clock.overdue"  # red at once; whose turn is next on the ladder no notice says
    for who in (cast.specialist, cast.clerk, cast.office, cast.leader):
        assert digest.digest(who, policy(cast.zone, at(NOW)))["piles"]


def test_N3_days_that_no_notice_counts_are_plain_days(cast: Cast, stories: list[Story], client: Client) -> None:
    client.force_login(cast.office)
    html = client.get(f"/requests/{stories[0].r.number}").content.decode()
    assert "个工作日" not in html.split("已超", 1)[1][:30] and "天" in html.split("已超", 1)[1][:30]
