"""A pasted chat taken apart: who, when, which words; what cannot be read is named by its line (R-30)."""

from datetime import datetime

import pytest

from liaison.rules.deadlines import SHANGHAI
from liaison.rules.masking import masked
from liaison.rules.pasted_chat import Bad, parse

NOW = datetime(2020, 9, 28, 11, 0, tzinfo=SHANGHAI)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("张三  2020-09-28 10:24\n灯坏了\n\n三盏\n李四 2020/9/28 10:25:31\n收到",
         [("张三", "2020-09-28 10:24", "灯坏了\n三盏"), ("李四", "2020-09-28 10:25", "收到")]),
        ("江岭 周敏 2020年9月27日 21:05\n停水", [("江岭 周敏", "2020-09-27 21:05", "停水")]),
        ("张三 9-28 10:24\n会议改到 15:00\n好", [("张三", "2020-09-28 10:24", "会议改到 15:00\n好")]),  # words that end in a time
        ("张三 12-31 23:59\n旧年", [("张三", "2019-12-31 23:59", "旧年")]),  # that day of this year is still to come
        ("—————  2020-09-27  —————\n张三  10:24\n昨天\n— 2020年9月28日 星期一 —\n张三  10:30\n今天",
         [("张三", "2020-09-27 10:24", "昨天"), ("张三", "2020-09-28 10:30", "今天")]),
        ("张三：灯坏了\n三盏\n李四: 见 http://qj.example/1\nhttp://qj.example/2",
         [("张三", None, "灯坏了\n三盏"), ("李四", None, "见 http://qj.example/1\nhttp://qj.example/2")]),
        ("", []),
    ],
)  # fmt: skip
def test_R30_a_chat_becomes_messages(pasted: str, said: list[tuple[str, str | None, str]]) -> None:
    found = parse(pasted, NOW)
    assert [(one.name, one.at, one.words) for one in found.said] == [
        (name, when and at(when), words) for name, when, words in said
    ]
    assert found.bad == []


@pytest.mark.parametrize(
    ("pasted", "bad", "kept"),
    [
        ("上文\n张三 2020-09-28 10:24\n灯坏了", [Bad(1, "上文", "no_author")], 1),
        ("张三 2020-09-28 10:24\n李四 2020-09-28 10:25\n好", [Bad(1, "张三 2020-09-28 10:24", "no_words")], 1),
        ("张三 2020-09-28 10:24\n一\n李四 2020-02-30 10:25\n二",  # what a bad head would own is not given to the one before
         [Bad(3, "李四 2020-02-30 10:25", "no_such_time"), Bad(4, "二", "no_author")], 1),
        ("张三 2020-09-28 25:24\n一", [Bad(1, "张三 2020-09-28 25:24", "no_such_time"), Bad(2, "一", "no_author")], 0),
        ("张三 2020-09-28 11:01\n一", [Bad(1, "张三 2020-09-28 11:01", "in_future"), Bad(2, "一", "no_author")], 0),
        ("张三 2020-09-28 10:24\n" + "长" * 5001, [Bad(1, "张三 2020-09-28 10:24", "too_long")], 0),
        ("只有一句话", [Bad(1, "只有一句话", "no_author")], 0),
    ],
)  # fmt: skip
def test_R30_what_cannot_be_read_is_named_by_its_line(pasted: str, bad: list[Bad], kept: int) -> None:
    found = parse(pasted, NOW)
    assert (found.bad, len(found.said)) == (bad, kept)


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("请打 13800001205", "请打 138******05"),
        ("+86 138-0000-1205 找我", "+86 1**-****-**05 找我"),
        ("座机023-88880012，谢谢", "座机023-******12，谢谢"),
        ("电话：88880012", "电话：888***12"),
        ("１３８００００１２０５", "１３８******０５"),
        ("合同20000000元，诉求2020-0387，订单138000012059", "合同20000000元，诉求2020-0387，订单138000012059"),
    ],
)
def test_R30_telephone_numbers_are_masked_and_nothing_else(words: str, seen: str) -> None:
    assert masked(words) == seen
