"""Agency files for programs: the same acts and rights as on screen (R-36…R-38)."""

import pytest

from liaison.casework.models import AgencyFile
from tests.api.program import Call, NowIs
from tests.casework.agency_steps import Formalities
from tests.cast import Cast

pytestmark = pytest.mark.django_db
STALL = {
    "enterprise": "E0001", "template": "stall", "need_by": "2020-03-20", "target_on": "2020-03-31",
    "baseline": {"months": 1.5, "source": "2019年同类事项平均"},
}  # fmt: skip


def test_SC06_opened_carried_and_finished(cast: Cast, call: Call, now_is: NowIs) -> None:
    now_is("2020-03-02 09:00")
    opened = call(cast.specialist).post("/agency-files", STALL)
    assert opened.status == 201
    said = opened.json
    assert (said["number"], said["status"], said["lamp"], said["took"]) == ("DB2020-0001", "waiting", "normal", None)
    assert said["baseline"] == {"months": "1.5", "source": "2019年同类事项平均"}
    assert (said["target_on"], said["need_by"], said["projected_end_on"]) == (
        "2020-03-31", "2020-03-20T23:59:59+08:00", "2020-03-04",
    )  # fmt: skip
    site = said["steps"][0]
    assert (site["department"], site["status"], site["statutory_days"], site["promised_on"]) == (
        "SZJ",
        "waiting",
        20,
        None,
    )
    assert (site["latest_start_on"], site["finished_at"], site["lamp"]) == ("2020-03-18", None, "normal")
    steps = {one["code"]: f"/agency-files/DB2020-0001/steps/{one['id']}" for one in said["steps"]}
    clerk, specialist = call(cast.clerk), call(cast.specialist)
    assert clerk.post(f"{steps['site']}/start").json["code"] == "not_authorised"
    story = Formalities(cast)
    story.file = AgencyFile.objects.get()
    story.authorised("2020-03-02 09:30")
    now_is("2020-03-02 10:00")
    assert call(cast.yjj_clerk).post(f"{steps['site']}/start").json["code"] == "wrong_role"
    assert clerk.post(f"{steps['site']}/start").json["steps"][0]["status"] == "with_firm"
    missing = clerk.post(f"{steps['site']}/finish")
    assert (missing.status, missing.json["code"]) == (409, "documents_missing")
    done = clerk.post(f"{steps['site']}/finish", {"documents": ["licence"]}).json["steps"][0]
    assert (done["status"], done["lamp"], done["finished_at"]) == ("done", "done", "2020-03-02T10:00:00+08:00")
    assert specialist.post(f"{steps['safety']}/start").status == 200
    assert specialist.post(f"{steps['safety']}/finish", {"documents": ["layout"]}).status == 200
    assert specialist.post(f"{steps['notice']}/start").status == 200
    now_is("2020-04-16 10:00")
    end = specialist.post(f"{steps['notice']}/finish").json
    assert (end["status"], end["took"]) == ("done", {"months": "1.5", "days": 46})
    assert call(cast.principal).get("/agency-files/DB2020-0001").json["finished_at"] == "2020-04-16T10:00:00+08:00"


def test_what_is_not_visible_is_absent_and_an_input_is_judged(cast: Cast, call: Call, now_is: NowIs) -> None:
    now_is("2020-03-02 09:00")
    Formalities(cast).opened()
    pk = AgencyFile.objects.get().steps.first().pk
    for who in (cast.outsider, cast.jsj_clerk, cast.outside_specialist):
        assert call(who).get("/agency-files/DB2020-0001").status == 404
        assert call(who).post(f"/agency-files/DB2020-0001/steps/{pk}/start").status == 404
    assert call(cast.office).post(f"/agency-files/DB2020-0009/steps/{pk}/start").status == 404
    assert call(cast.office).post("/agency-files/DB2020-0001/steps/x/start").status == 404
    office = call(cast.office)
    for wrong, field in (
        ({"baseline": {"months": 0, "source": "x"}}, "baseline.months"), ({"baseline": {"months": 1}}, "baseline.source"),
        ({"target_on": "soon"}, "target_on"), ({"template": "castle"}, "template"), ({"target_on": "2020-03-02"}, "target_on"),
    ):  # fmt: skip
        answer = office.post("/agency-files", {**STALL, "need_by": None, **wrong})
        assert (answer.status, answer.json["errors"][0]["field"]) == (422, field)
    assert AgencyFile.objects.count() == 1
