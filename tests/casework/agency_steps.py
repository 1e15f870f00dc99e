"""Short hand for playing an agency file in tests."""

from datetime import date
from typing import Any

from liaison.casework import actions, agency_queries
from liaison.casework.agency_inputs import AgencyInput, AuthoriseInput, FinishStepInput
from liaison.casework.files import SafeFile
from liaison.casework.inputs import Nothing, ReasonInput
from liaison.casework.models import AgencyFile, AgencyStep, Material
from liaison.notices.models import Notice
from liaison.record import Happening, happenings
from liaison.registry.models import Account
from tests import pictures
from tests.cast import Cast, at

# The departments of the tests' zone that stand in for those it has not.
SMALL_ZONE = {
    "start_up": {"licence": "JFJ", "seals": "ZHF", "tax": "YJJ", "insurance": "SZJ"},
    "factory": {"environment": "YJJ", "power": "SZJ"},
    "stall": {},
}  # fmt: skip


class Formalities:
    """One agency file and the people around it."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.file: AgencyFile

    def opened(
        self, when: str = "2020-03-02 09:00", template: str = "stall", *, by: Any = None, target: str = "2020-04-02", **more: Any
    ) -> "Formalities":  # fmt: skip
        given = {
            "enterprise": "E0001", "template": template, "target_on": date.fromisoformat(target),
            "baseline": {"months": "6", "source": "前三个同类项目平均"}, "departments": SMALL_ZONE[template], **more,
        }  # fmt: skip
        self.file = actions.open_agency_file(AgencyInput(**given), by=by or self.cast.specialist, now=at(when))
        return self

    def authorised(self, when: str = "2020-03-02 10:00", until: str = "2020-12-31") -> "Formalities":
        words = AuthoriseInput(last_day=date.fromisoformat(until), text="同意由专员代办。")
        actions.authorise(self.file.pk, words, by=self.cast.principal, now=at(when))
        return self

    def step(self, code: str) -> AgencyStep:
        return AgencyStep.objects.select_related("department").get(file=self.file, code=code)

    def material(self, step: str, code: str) -> Material:
        return Material.objects.get(step__file=self.file, step__code=step, code=code)

    def started(self, code: str, when: str, *, by: Account | None = None) -> "Formalities":
        actions.start_step(self.step(code).pk, Nothing(), by=by or self.cast.specialist, now=at(when))
        return self

    def finished(self, code: str, when: str, *papers: str, by: Account | None = None) -> "Formalities":
        given = FinishStepInput(documents=list(papers))
        actions.finish_step(self.step(code).pk, given, by=by or self.cast.specialist, now=at(when))
        return self

    def refused(self, code: str, when: str, *, by: Account | None = None) -> "Formalities":
        actions.refuse_step(
            self.step(code).pk, ReasonInput(text="图纸不全"), by=by or self.cast.specialist, now=at(when)
        )
        return self

    def given(
        self, step: str, code: str, when: str, *, by: Account | None = None, file: SafeFile | None = None
    ) -> "Formalities":  # fmt: skip
        pk = self.material(step, code).pk
        actions.give_material(
            pk, Nothing(), files=[file or pictures.safe()], by=by or self.cast.principal, now=at(when)
        )
        return self

    def returned(self, step: str, code: str, when: str) -> "Formalities":
        pk = self.material(step, code).pk
        actions.return_material(pk, ReasonInput(text="缺公章"), by=self.cast.specialist, now=at(when))
        return self

    def seen(self, when: str, by: Account | None = None) -> agency_queries.Dossier:
        return agency_queries.dossier(by or self.cast.specialist, self.file.number, now=at(when))

    def fresh(self) -> AgencyFile:
        self.file = AgencyFile.objects.get(pk=self.file.pk)
        return self.file

    def entries(self) -> list[Happening]:
        return happenings("QJ", self.file.number)

    def kinds(self) -> list[str]:
        return [one.kind.removeprefix("agency.") for one in self.entries()]

    def told(self, kind: str) -> set[str]:
        rows = Notice.objects.filter(kind=kind, params__number=self.file.number)
        return set(rows.values_list("recipient__login", flat=True))
