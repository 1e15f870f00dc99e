"""Ratings as their entries are read: rows for the test of the timeline. None tells who voted."""

from datetime import datetime

from liaison.record import Happening
from liaison.rules.audiences import Audience
from liaison.speech.timeline import Reader

AT = datetime.fromisoformat("2020-07-09T10:00:00+08:00")
AUDITOR = Reader("shenji", Audience.STAFF)


def _entry(kind: str, actor: str) -> Happening:
    return Happening(1, AT, kind, actor, "evaluation" if actor else "system", "2020-H1", {}, None, {})


SAID = [
    ("round.planned", True, "林夏计划了评价 2020-H1。", "Lin Xia planned the rating 2020-H1."),
    ("round.opened", False, "评价 2020-H1 开始，名册已冻结。", "The rating 2020-H1 opened; its roll is frozen."),
    ("round.closed", False, "评价 2020-H1 截止，不再收选票。", "The rating 2020-H1 closed; no vote comes in any more."),
    ("round.not_ready", False, "评价 2020-H1 未能开始：还缺密钥保管人。",
     "The rating 2020-H1 could not open: a keeper of its key was missing."),
    ("round.line_followed", False, "评价 2020-H1 名册上有企业发生变化。", "A firm on the roll of the rating 2020-H1 changed."),
    ("round.reminded", False, "已提醒评价 2020-H1 中未评价的企业。", "Firms that had not rated in 2020-H1 were reminded."),
    ("round.released", True, "林夏公布了评价 2020-H1 的满意率。", "Lin Xia released the rate of the rating 2020-H1."),
    ("ballot.entered", False, "有人进入评价 2020-H1 的选票页面。", "A ballot of the rating 2020-H1 was entered."),
    ("ballot.cast", False, "评价 2020-H1 收到一张选票。", "A vote was put into the box of the rating 2020-H1."),
    ("ballot.code_made", True, "林夏为评价 2020-H1 生成了一个投票码。", "Lin Xia made a one-time code in the rating 2020-H1."),
    ("ballot.slip_entered", True, "林夏与第二人为评价 2020-H1 录入了一张纸质选票。",
     "Lin Xia entered a paper slip in the rating 2020-H1 with a second person."),
    ("keeper.made", True, "林夏保管了评价 2020-H1 的一份密钥。", "Lin Xia took a part of the key of the rating 2020-H1."),
    ("keeper.replaced", True, "林夏重新制作了评价 2020-H1 的一份密钥。", "Lin Xia made a part of the key of the rating 2020-H1 anew."),
    ("votes.envelope_opened", True, "林夏打开了评价 2020-H1 选票的第一层信封。",
     "Lin Xia opened the first envelope of the votes of 2020-H1."),
    ("votes.opened", True, "林夏与第二人共同开启了评价 2020-H1 的选票。", "Lin Xia opened the votes of 2020-H1 with a second person."),
    ("votes.unseal_refused", True, "林夏尝试开启评价 2020-H1 的选票，未获准。",
     "Lin Xia tried to open the votes of 2020-H1 and was refused."),
    ("votes.read", True, "林夏查看了评价 2020-H1 的选票。", "Lin Xia read votes of 2020-H1."),
    ("votes.exported", True, "林夏导出了评价 2020-H1 选票的证据。", "Lin Xia took out the evidence of the votes of 2020-H1."),
]  # fmt: skip
TOLD = [(_entry(kind, "linxia" if by else ""), AUDITOR, zh, en) for kind, by, zh, en in SAID]
