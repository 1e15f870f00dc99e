"""Scenes of what several firms share, and of what is told with a firm's consent: one work for four lorry yards (N6), two cases
(R-55), and "ours too" in a gripe session (N6). They hang on requests that the story plays anyway."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from liaison.casework import actions
from liaison.casework.common_inputs import CaseInput, CommonAnswerInput, CommonInput, ConsentInput
from liaison.casework.inputs import Nothing, ProgressInput
from liaison.casework.models import CommonWork, Gripe, ServiceRequest, TypicalCase
from liaison.registry.models import Account

from .cast import Cast
from .named import at
from .thread import Step

if TYPE_CHECKING:
    from .stage import Stage

LANE = ("lane-1", "lane-2", "lane-3", "lane-4")
ALSO_LIT = (17, 1, 4)  # firms at the same crossing


def common_scenes(cast: Cast) -> list[Step]:
    lit = [
        Step(at(f"2021-04-16 15:{27 + n}"), "me_too", cast.contacts_of(firm)[0], "unclaimed-light")
        for n, firm in enumerate(ALSO_LIT)
    ]
    return [
        Step(at("2020-10-19 14:30"), "make_common", "office", LANE[0],
             {"title": "园区大道重车专用道", "department": "JSJ"}),
        Step(at("2020-11-03 10:20"), "tell_common", "office", LANE[0],
             {"text": "标线材料已进场，6日夜间开始划线，白天不封路。", "next_progress_on": date(2020, 11, 13)}),
        Step(at("2020-11-12 15:10"), "answer_common", "department", LANE[0],
             {"outcome": "resolved", "text": "重车专用道已开通，标线、标牌和限高架都已装好。"}),
        Step(at("2020-11-13 16:30"), "finish_common", "office", LANE[0]),
        *_case("potholes", cast.firms[3].specialist, "enterprise2", "2020-04-08", "with_name",
               "一段坑洼路，十六天修好", "叉车过坑颠掉了两托货。市政管护科第三天先用冷料填平最深的坑，答应4月2日前整段重铺；"
               "夜里封半幅施工，不误进出货，4月1日就开放通行。"),
        *_case("photos", "specialist", "", "2021-05-20", "", "人行道塌了一块，第二天补平",
               "企业拍了一张照片发来，当天派单，建设局当天到场，第二天下午回填铺装完，附了完工照片。"),
        *lit,
    ]  # fmt: skip


def _case(key: str, writer: str, principal: str, day: str, answer: str, title: str, text: str) -> list[Step]:
    """Written, asked, and agreed to the day after; without an answer it waits for the firm's word."""
    steps = [
        Step(at(f"{day} 10:15"), "write_case", writer, key, {"title": title, "text": text}),
        Step(at(f"{day} 10:20"), "ask_case", writer, key),
    ]
    if answer:
        steps.append(
            Step(at(f"{day[:-2]}{int(day[-2:]) + 1:02} 09:05"), "consent_case", principal, key, {"answer": answer})
        )
    return steps


def _make(stage: "Stage", step: Step, by: Account) -> None:
    keys = [stage.keys[key] for key in LANE]
    numbers = list(ServiceRequest.objects.filter(pk__in=keys).order_by("pk").values_list("number", flat=True))
    actions.make_common(CommonInput(requests=numbers, **step.given), by=by, now=step.at)


def _work(stage: "Stage", step: Step) -> str:
    return CommonWork.objects.get(parts__service_request=stage.keys[step.key]).number


def _case_of(stage: "Stage", step: Step) -> int:
    return TypicalCase.objects.get(service_request=stage.keys[step.key]).pk


def _me_too(stage: "Stage", step: Step, by: Account) -> None:
    actions.me_too(Gripe.objects.get(service_request=stage.keys[step.key]).pk, Nothing(), by=by, now=step.at)


VERBS: dict[str, Callable[["Stage", Step, Account], Any]] = {
    "make_common": _make, "me_too": _me_too,
    "tell_common": lambda stage, step, by: actions.tell_common(
        _work(stage, step), ProgressInput(**step.given), by=by, now=step.at),
    "answer_common": lambda stage, step, by: actions.answer_common(
        _work(stage, step), CommonAnswerInput(**step.given), by=by, now=step.at),
    "finish_common": lambda stage, step, by: actions.finish_common(_work(stage, step), Nothing(), by=by, now=step.at),
    "write_case": lambda stage, step, by: actions.write_case(
        stage.keys[step.key], CaseInput(**step.given), by=by, now=step.at),
    "ask_case": lambda stage, step, by: actions.ask_case(_case_of(stage, step), Nothing(), by=by, now=step.at),
    "consent_case": lambda stage, step, by: actions.consent_case(
        _case_of(stage, step), ConsentInput(**step.given), by=by, now=step.at),
}  # fmt: skip
