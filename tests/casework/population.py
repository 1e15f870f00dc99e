"""Requests in every state there is, of two firms, for what counts and lists them."""

from liaison.casework import inputs as i
from tests.casework.steps import EXPLAINED, Story
from tests.cast import Cast

CALL, LATER = "2020-09-21 09:00", "2020-09-21 11:00"


def populate(cast: Cast) -> dict[str, Story]:
    """By name; every cell of `rules.counting` is there, and every lamp on 2020-09-28."""

    def new(text: str = "路灯不亮", when: str = CALL, **given: object) -> Story:
        return Story(cast).raised(when, text=text, **given)

    def answered(text: str = "路灯不亮") -> Story:
        solved = i.OutcomeInput(outcome="resolved", text="已换灯泡。")
        return (
            new(text)
            .did("take", i.TextInput(), CALL, by=cast.specialist)
            .did("answer", solved, LATER, by=cast.specialist)
        )

    def closed(text: str = "路灯不亮") -> Story:
        return answered(text).did("confirm", i.TextInput(), "2020-09-22 10:00", by=cast.principal)

    def declined() -> Story:
        why = i.DeclineScopeInput(reason="是合同纠纷", where="请找法院")
        return new("货款拖欠").did("decline_scope", why, LATER, by=cast.specialist)

    again = i.ReasonInput(text="又灭了")
    lead = new("并到这件")
    explained = new("要拓宽道路").did("take", i.TextInput(), CALL, by=cast.specialist)
    twice = closed("修了两回的灯").did("reopen", again, "2020-09-23 09:00", by=cast.principal)
    fixed = i.OutcomeInput(outcome="resolved", text="换了整盏灯。")
    return {
        "raised": new("没人接的事"),
        "other firm": new("仓库停电", by=cast.outsider),
        "urgent": new("停水了", "2020-09-28 09:00", urgent=True),
        "whistled": new("厂区停电").whistled(LATER, "SZJ", "JSJ"),
        "fresh": new("新来的事", "2020-09-28 09:30").whistled("2020-09-28 10:00", "JSJ"),
        "planned": new("等电缆").whistled(LATER).replied("2020-09-22 09:00", "planned", resolve_by="2020-10-15"),
        "answered": answered(),
        "solved": closed(),
        "explained": explained.did("answer", i.OutcomeInput(**EXPLAINED), LATER, by=cast.specialist).did(
            "confirm", i.TextInput(), "2020-09-22 10:00", by=cast.principal
        ),
        "by phone": answered().did("call_back", i.CallBackInput(answer="confirm"), LATER, by=cast.specialist),
        "out of scope": declined(),
        "contested": declined().did("dispute", again, "2020-09-21 12:00", by=cast.principal),
        "withdrawn": new("不用了").did("withdraw", i.TextInput(), LATER, by=cast.principal),
        "reopened": closed().did("reopen", again, "2020-09-23 09:00", by=cast.principal),
        "closed again": twice.did("answer", fixed, "2020-09-23 11:00", by=cast.specialist).did(
            "confirm", i.TextInput(), "2020-09-24 10:00", by=cast.principal
        ),
        "lead": lead,
        "duplicate": new("并到这件").did("link", i.LinkInput(into=lead.r.number), LATER, by=cast.specialist),
    }
