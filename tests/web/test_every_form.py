"""Every form that a page shows carries its token: the test client forgives its absence, a browser does not."""

import re

import pytest

from liaison.casework import actions
from liaison.casework import inputs as i
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
FORM = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", re.DOTALL)
PAGES = {
    "principal": "/ /raise /requests /inbox /me /requests/2020-0001 /requests/2020-0002 /requests/2020-0002/confirm",
    "specialist": "/ /phone-log /requests/2020-0001 /requests/2020-0003 /requests/2020-0003/decline-scope "
    "/requests/2020-0003/whistle",
    "clerk": "/ /me /phrases /desk?open=2020-0001 /desk?open=2020-0004 /requests/2020-0001 /requests/2020-0004",
    "office": "/ /doors /requests/2020-0005 /enterprises /enterprises/E0001 /enterprises/new /enterprises/E0001/assign /people "
    "/departments",
    "security": "/people /people/new /people/luochuan /departments",
    "chief": "/ /today /requests/2020-0003",
}


@pytest.fixture
def busy(cast: Cast, now_is) -> Cast:
    """A request in each state that shows forms: 1 whistled, 2 answered, 3 raised, 4 reported in, 5 being declined."""
    Story(cast).raised("2020-09-22 09:00").whistled("2020-09-22 09:10", "SZJ", "JSJ")
    Story(cast).raised("2020-09-22 09:01").whistled("2020-09-22 09:11").replied("2020-09-22 10:00")
    Story(cast).raised("2020-09-22 09:02")
    Story(cast).raised("2020-09-22 09:03").whistled("2020-09-22 09:12").reported_in("2020-09-22 09:20")
    declining = Story(cast).raised("2020-09-22 09:04").whistled("2020-09-22 09:13")
    actions.decline(
        declining.summons().pk, i.DeclineInput(reason="不归我们"), by=cast.clerk, now=at("2020-09-22 09:30")
    )
    now_is("2020-09-22 11:00")
    return cast


@pytest.mark.parametrize("who", PAGES)
def test_every_form_carries_its_token(client, busy: Cast, who: str) -> None:
    client.force_login(getattr(busy, who))
    seen = 0
    for page in PAGES[who].split():
        answer = client.get(page)
        assert answer.status_code == 200, page
        for form in FORM.findall(answer.content.decode()):
            seen += 1
            assert "csrfmiddlewaretoken" in form, (page, form[:160])
            assert 'value="NOTPROVIDED"' not in form
    assert seen >= 3
