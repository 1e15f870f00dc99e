"""Short hand for the policy library in tests."""

from typing import Any

from liaison.casework import actions
from liaison.casework.measure_inputs import MeasureInput, VersionInput
from liaison.casework.models import MeasureVersion
from liaison.notices.models import Notice
from tests.cast import Cast, at

SAID: dict[str, Any] = {
    "document": "青高新发〔2020〕4号", "issuer": "青江高新区管委会", "title_zh": "稳岗补贴办法", "title_en": "Job retention subsidy",
    "issued_on": "2020-01-10", "valid_from": "2020-02-01", "valid_until": "2020-12-31",
    "points_zh": ["不裁员的企业每人每月补贴 300 元。", "每季度申请一次。"],
    "points_en": ["Firms that lay nobody off get 300 yuan a person and month.", "Apply once a quarter."],
}  # fmt: skip


def entered(
    cast: Cast, when: str = "2020-01-15 09:00", *, by: Any = None, department: str = "SZJ", **more: Any
) -> MeasureVersion:
    given = MeasureInput(**{**SAID, "department": department, **more})
    return actions.enter_measure(given, by=by or cast.office, now=at(when))


def version(cast: Cast, number: str, when: str, *, by: Any = None, **more: Any) -> MeasureVersion:
    given = VersionInput(**{**SAID, "document": "青高新发〔2020〕40号", "points_en": [], **more})
    return actions.enter_version(number, given, by=by or cast.office, now=at(when))


def told(kind: str) -> list[str]:
    return list(Notice.objects.filter(kind=kind).order_by("recipient").values_list("recipient__login", flat=True))
