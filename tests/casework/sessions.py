"""Short hand for playing a gripe session in tests."""

from typing import Any

from liaison.casework import actions
from liaison.casework import inputs as i
from liaison.casework.models import Gripe, GripeSession, ServiceRequest
from tests.casework.steps import Story
from tests.cast import Cast, at

BEGINS, OPENED = "2021-04-16 15:00", "2021-04-16 15:02"
WORDS = "劳资纠纷没有地方说理，能不能有个平台？"


class Hall:
    """A session and the people in it."""

    def __init__(self, cast: Cast, title: str = "四月吐槽大会", begins: str = BEGINS, **more: Any) -> None:
        self.cast = cast
        given = i.SessionInput(title=title, starts_at=begins, place="党群服务中心", **more)
        self.session = actions.plan_session(given, by=cast.chief, now=at("2021-04-01 09:00"))

    def opened(self, when: str = OPENED) -> "Hall":
        self.session = actions.open_session(self.session.pk, i.Nothing(), by=self.cast.office, now=at(when))
        return self

    def closed(self, when: str) -> "Hall":
        self.session = actions.close_session(self.session.pk, i.Nothing(), by=self.cast.office, now=at(when))
        return self

    def said(self, when: str = "2021-04-16 15:05", text: str = WORDS, firm: str = "E0001", *, by: Any = None) -> Story:
        story = Story(self.cast)
        given = i.ItemInput(text=text, enterprise=firm)
        story.r = actions.add_item(self.session.pk, given, by=by or self.cast.office, now=at(when))
        return story.fresh()

    def gripe(self, r: ServiceRequest) -> Gripe:
        return Gripe.objects.select_related("claimed_by", "mirrored").get(session=self.session, service_request=r)

    def version(self) -> int:
        return GripeSession.objects.values_list("version", flat=True).get(pk=self.session.pk)


def claimed(
    story: Story, when: str = "2021-04-16 15:06", until: str = "2021-04-29", part: str = "lead", *, by: Any = None
) -> Story:
    given = i.ClaimInput(resolve_by=until, part=part)
    actions.claim(story.r.pk, given, by=by or story.cast.clerk, now=at(when))
    return story.fresh()
