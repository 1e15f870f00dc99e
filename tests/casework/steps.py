"""Short hand for playing a request in tests: who does what at which instant."""

from typing import Any

from liaison.casework import actions, clock
from liaison.casework import inputs as i
from liaison.casework.models import ServiceRequest, Summons
from liaison.notices.models import Notice
from liaison.record import Happening, happenings
from tests.cast import Cast, at

EXPLAINED = {
    "outcome": "explained", "text": "目前办不了。", "reason": "线路归供电公司", "basis": "供用电合同第三条",
    "alternative": "可先用临时照明", "contact": "023-8888 0031",
}  # fmt: skip


class Story:
    """One request and the people around it."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.r: ServiceRequest

    def raised(self, when: str = "2020-09-25 16:40", *, by: Any = None, **given: Any) -> "Story":
        given.setdefault("text", "厂区门口三盏路灯不亮")
        self.r = actions.raise_request(i.RaiseInput(**given), by=by or self.cast.principal, now=at(when))
        return self

    def whistled(self, when: str = "2020-09-25 16:58", *departments: str, by: Any = None) -> "Story":
        given = i.WhistleInput(departments=list(departments or ("SZJ",)), ask="请恢复照明")
        self.r = actions.whistle(self.r.pk, given, by=by or self.cast.specialist, now=at(when))
        return self

    def reported_in(self, when: str = "2020-09-25 17:20", *, by: Any = None, department: str = "SZJ") -> "Story":
        actions.report_in(self.summons(department).pk, i.Nothing(), by=by or self.cast.clerk, now=at(when))
        return self.fresh()

    def replied(
        self, when: str, outcome: str = "resolved", *, by: Any = None, department: str = "SZJ", **more: Any
    ) -> "Story":
        words = {
            "outcome": outcome,
            "text": "已换电缆，路灯亮了。",
            **(EXPLAINED if outcome == "explained" else {}),
            **more,
        }
        actions.reply(self.summons(department).pk, i.ReplyInput(**words), by=by or self.cast.clerk, now=at(when))
        return self.fresh()

    def did(self, name: str, given: Any, when: str, *, by: Any, **more: Any) -> "Story":
        self.r = getattr(actions, name)(self.r.pk, given, by=by, now=at(when), **more)
        return self

    def ticked(self, *instants: str) -> "Story":
        for instant in instants:
            clock.tick(at(instant))
        return self.fresh()

    def summons(self, department: str = "SZJ") -> Summons:
        return Summons.objects.filter(service_request=self.r, department__code=department).latest("pk")

    def fresh(self) -> "Story":
        self.r = ServiceRequest.objects.select_related("zone", "enterprise", "text").get(pk=self.r.pk)
        return self

    def entries(self) -> list[Happening]:
        return happenings("QJ", self.r.number)

    def kinds(self) -> list[str]:
        return [entry.kind for entry in self.entries()]

    def told(self, kind: str) -> set[str]:
        rows = Notice.objects.filter(kind=kind, params__number=self.r.number)
        return set(rows.values_list("recipient__login", flat=True))
