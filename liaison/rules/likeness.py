"""How alike two texts are, by the two-character pieces they share; pure counting that anybody can follow (N6).

Never decides by itself: it only brings requests to somebody's notice, and says which linking a specialist may do himself (R-12).
"""

import re
import unicodedata

SHOWN, SAME = 0.24, 0.5  # from here on worth a look; from here on most likely the same matter
LEAST = 3  # pieces in common
READ = 400  # characters: what a text is about stands at its beginning
RUN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]+|[a-z0-9]+")
# Polite and empty words that every other request holds: they part what stands around them and count for nothing.
EMPTY_WORDS = """
我们 我司 公司 企业 贵局 您好 你好 希望 请问 请求 申请 帮忙 协调 解决 问题 情况 目前 现在 能否 是否 可以 需要 一下 尽快 谢谢 麻烦
联系 部门 相关 有关 反映 影响 办理 哪些 材料 手续 不能 无法 已经 导致 造成 因为 所以 但是 如果 什么 怎么
的 了 吗 呢 吧 啊 们 您 请 帮 要 和 与
the of for and our we to is are in on at please with not has have can be it by
"""
EMPTY = EMPTY_WORDS.split()
LATIN_EMPTY = frozenset(word for word in EMPTY if word.isascii())
PARTING = sorted((word for word in EMPTY if not word.isascii()), key=len, reverse=True)


def pieces(text: str) -> frozenset[str]:
    """The pieces of a text: each two neighbouring Chinese characters, each whole word of Latin letters or digits.

    Full width and letter case do not matter; particles and polite words do not count.
    """
    plain = unicodedata.normalize("NFKC", text[:READ]).lower()
    for word in PARTING:  # far faster than one expression with sixty branches
        plain = plain.replace(word, " ")
    found: set[str] = set()
    for run in RUN.findall(plain):
        if run.isascii():
            found.add(run)
        else:
            found.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(one for one in found - LATIN_EMPTY if len(one) > 1)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of both texts is shared, from 0 to 1: twice the common pieces by the sum of all (Dice).

    Three pieces in common are the least that counts: fewer are a topic (厂区停水, 厂区停电), not a matter. The same words are the same.
    """
    common = len(one & other)
    return 2 * common / (len(one) + len(other)) if common >= LEAST or (common and one == other) else 0.0


def alike(one: str, other: str) -> bool:
    """Whether two texts look like one matter worth handling together."""
    return likeness(pieces(one), pieces(other)) >= SHOWN
