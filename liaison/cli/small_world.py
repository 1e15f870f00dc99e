"""The zone that `liaison check votes` asks about: two firms with principals, a handful of people, and one thing of most kinds.

python -m liaison.cli.small_world      in the data directory of the environment
"""

import sys
from datetime import datetime, timedelta
from typing import Any

from liaison.cli import common

FIRMS = 4
ASKS = (
    "厂区门口路灯不亮",
    "门前坑洼要修",
    "门前坑洼，卡车过不去",
    "边检要跨区协调",
    "员工子女想就近入学",
    "雨水井盖松动",
)


def main(argv: list[str]) -> int:
    common.start_django()
    common.migrate()
    from django.db import transaction

    with transaction.atomic():
        _play()
    return 0


def _play() -> None:
    from random import Random

    from liaison import record
    from liaison.casework import clock
    from liaison.demo import START, opening
    from liaison.demo.cast import SEED, STAFF, Cast, cast
    from liaison.demo.measures import load_measures
    from liaison.demo.stage import Stage
    from liaison.demo.thread import Step

    everybody = cast()
    small = Cast(
        staff=[one for one in everybody.staff if one.login in STAFF],
        firms=everybody.firms[:FIRMS],
        contacts=[one for one in everybody.contacts if one.firm is not None and one.firm <= FIRMS],
    )
    with record.seeded_salts(Random(SEED)):
        opening.open_zone(small)
        clock.tick(START)
        stage = Stage(small)
        load_measures(stage)
        begin = START + timedelta(hours=9)
        for minute, (verb, who, key, given, *department) in enumerate(_acts(begin)):
            stage.play(Step(begin + timedelta(minutes=minute), verb, who, key, given, *department))
        _beside(stage, begin + timedelta(minutes=45))
        _appraised(stage.person, begin + timedelta(hours=1))


def _acts(begin: datetime) -> list[tuple[Any, ...]]:
    """Verb, who, key, words, and the department of a summons. Minute by minute."""
    raised = [
        ("raise", "enterprise2" if n == 2 else "enterprise", f"ask-{n}", {"text": text}) for n, text in enumerate(ASKS)
    ]
    plan = {"title": "一月吐槽大会", "place": "三楼", "starts_at": begin + timedelta(minutes=20)}
    agency = {
        "enterprise": "E0001", "template": "factory", "target_on": (begin + timedelta(days=60)).date(),
        "baseline": {"months": "6", "source": "区内前三个同类项目平均"},
    }  # fmt: skip
    item = {"session": "heard", "enterprise": "E0001", "text": "堵车"}
    return [
        *raised,
        ("whistle", "specialist", "ask-0", {"departments": ["SZJ", "JSJ"], "ask": "请恢复照明"}),
        ("report_in", "department", "ask-0", {}, "JSJ"),
        ("reply", "department", "ask-0", {"outcome": "resolved", "text": "灯已修好"}, "JSJ"),
        ("take", "specialist", "ask-5", {}),
        ("answer", "specialist", "ask-5", {"outcome": "resolved", "text": "井盖已换好"}),
        ("confirm", "enterprise", "ask-5", {}),
        ("write_case", "specialist", "ask-5", {"title": "当天换好", "text": "井盖当天换好"}),
        ("instruct", "leader", "ask-0", {"text": "请尽快"}),
        ("open_outside", "specialist", "ask-3", {"what": "请海关同意到港直通", "parties": [{"department": "HGS"}]}),
        ("plan_session", "chief", "heard", plan),
        ("open_session", "office", "heard", {}),
        ("item", "office", "said", item),
        ("phrase", "specialist", "", {"short": "hi", "text": "您好"}),
        ("join", "office", "liaison", {"login": "specialist"}),
        ("gate", "office", "南门", {}),
        ("agency", "specialist", "file", agency),
        ("authorise", "enterprise", "file", {"last_day": (begin + timedelta(days=200)).date()}),
    ]


def _beside(stage: Any, now: datetime) -> None:
    """What the story's verbs do only for its own keys."""
    from liaison.casework import actions
    from liaison.casework.common_inputs import CommonInput
    from liaison.casework.inputs import VisitInput
    from liaison.casework.models import ServiceRequest

    numbers = [ServiceRequest.objects.get(pk=stage.keys[key]).number for key in ("ask-1", "ask-2")]
    works = CommonInput(title="门前坑洼", requests=numbers, department="JSJ")
    actions.make_common(works, by=stage.person("office"), now=now)
    visit = VisitInput(request=numbers[0], promised_at=now + timedelta(days=4))
    actions.promise_visit(visit, by=stage.person("specialist"), now=now)


def _appraised(person: Any, now: datetime) -> None:
    """A replacement asked for earlier, its watch and a finding: so that their addresses lead somewhere. By the second firm."""
    from liaison.appraisal.actions import finding, replacing
    from liaison.appraisal.finding_inputs import FindingInput
    from liaison.appraisal.replacing_inputs import CarryOutInput, ChangeInput

    row = replacing.ask_change("E0003", ChangeInput(), by=person("e0003"), now=now)
    replacing.carry_out(row.pk, CarryOutInput(specialist="specialist2"), by=person("office"), now=now)
    finding.open_finding(FindingInput(specialist="specialist2", year=2020), by=person("personnel"), now=now)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
