from enum import Enum

import pytest
from django.utils import translation

from liaison.registry.models import Category, Enterprise, Post
from liaison.rules import clockproof, lamps, lifecycle
from liaison.speech import proofs, statuses
from tests.speech.samples import LANGUAGES

KINDS = [
    (statuses.status_word, lifecycle.Status),
    (statuses.summons_word, lifecycle.SummonsStatus),
    (statuses.state_word, [*lifecycle.Status, *lifecycle.SummonsStatus]),
    (statuses.outcome_word, lifecycle.Outcome),
    (statuses.closed_as_word, lifecycle.ClosedAs),
    (statuses.channel_word, lifecycle.Channel),
    (statuses.part_word, ["lead", "co"]),
    (statuses.lamp_word, lamps.LAMPS),
    (statuses.post_word, Post.values),
    (statuses.capacity_word, lifecycle.CAPACITIES),
    (statuses.enterprise_status_word, Enterprise.Status.values),
    (statuses.group_word, Category.Group.values),
    (proofs.verdict_word, ["on_time", "late", "open", "released"]),
    (proofs.holder_word, ["specialist", "chief", "department", "office", "enterprise"]),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("word", "codes"), KINDS, ids=lambda value: getattr(value, "__name__", ""))
def test_every_code_has_a_word_of_its_own(word, codes, language):
    with translation.override(language):
        words = [word(code.value if isinstance(code, Enum) else code) for code in codes]
    assert all(words)
    assert len(set(words)) == len(words)
    assert language == "en" or not set("".join(words)) & set("abcdefghijklmnopqrstuvwxyz")


def test_no_outcome_yet_is_no_word():
    assert statuses.outcome_word(None) == statuses.closed_as_word(None) == ""


def test_a_request_and_a_summons_share_no_code():
    assert not set(statuses.STATUSES) & set(statuses.SUMMONS_STATUSES)


DAYS = [
    ("received", None, "收到当天不算（规则 R-15）", "Day of receipt, not counted (rule R-15)"),
    ("made_up", None, "补班，算工作日", "Make-up working day, counted"),
    ("holiday", "national_and_mid_autumn", "国庆节、中秋节放假", "National Day and Mid-Autumn Festival, a holiday"),
]


@pytest.mark.parametrize(("why", "holiday", "chinese", "english"), DAYS)
def test_why_a_day_counts(why, holiday, chinese, english):
    assert proofs.day_reason(why, holiday) == chinese
    with translation.override("en"):
        assert proofs.day_reason(why, holiday) == english


def test_every_reason_of_the_proof_is_worded():
    said = clockproof.ProofDay.__doc__
    assert all(why in said for why in proofs.REASONS)


@pytest.mark.parametrize(
    ("minutes", "chinese", "english"),
    [(980, "16 小时 20 分", "16 h 20 min"), (13048, "9 天 1 小时 28 分", "9 d 1 h 28 min"), (5, "5 分钟", "5 min")],
)
def test_duration(minutes, chinese, english):
    assert proofs.duration(minutes) == chinese
    with translation.override("en"):
        assert proofs.duration(minutes) == english
