from datetime import date

import pytest
from django.utils import translation

from liaison.rules.refusals import STATUS, Refused
from liaison.speech.refusals import REFUSALS, refusal, title
from tests.speech.samples import LANGUAGES
from tests.speech.sources import calls, first_words, literals

# What a call site may give, by the name of the parameter.
PARAMS = {
    "status": "answered", "who": "罗川", "department": "市政管护科", "given": "XX", "login": "luochuan", "fields": ["basis", "contact"],
    "firm": "江岭精铸", "known": "E0001", "count": 2, "name": "a.jpg", "kinds": ["photo", "paper"], "limit": 10,
    "zh": 3, "en": 2, "n": 2, "most": 6, "number": "2020-0287", "days": 30, "hours": 24, "months": 6, "minutes": 30, "part": "personnel",
    "published": "2020-01-27", "earliest": date(2020, 9, 29), "year": 2027, "last_day": date(2020, 9, 29), "names": ["营业执照"],
    "work": "GX2020-0001", "least": 2, "low": "confirm_reminder", "high": "confirm", "short": "现场", "title": "四月吐槽大会",
}  # fmt: skip


def test_every_refusal_of_the_code_base_has_a_sentence_and_no_sentence_is_idle():
    assert first_words("Refused") | set(STATUS) == set(REFUSALS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_call_site_fills_its_sentence(language):
    with translation.override(language):
        for path, call in calls("Refused"):
            given = {word.arg: PARAMS[word.arg] for word in call.keywords if word.arg and word.arg != "field"}
            for code in literals(call.args[0]) or {"contest_too_late"}:  # the one that is handed on
                said = refusal(Refused(code, **given))
                assert said.endswith("。" if language != "en" else "."), f"{path}: {said}"
                assert "%(" not in said
                assert title(code)


SENTENCES = [
    (Refused("already_reported_in", who="罗川"), "罗川已经报到了。", "罗川 has already reported in."),
    (
        Refused("wrong_status", status="answered"),
        "情况已经变了，现在是“待确认”。请看看现在的情况再定。",
        "Things have moved on; the status is now: To be confirmed. Please see how it stands, and then decide.",
    ),
    (
        Refused("wrong_status", status="released"),
        "情况已经变了，现在是“已解除”。请看看现在的情况再定。",
        "Things have moved on; the status is now: Released. Please see how it stands, and then decide.",
    ),
    (
        Refused("explanation_incomplete", field="basis", fields=["basis", "contact"]),
        "解释说明还缺：依据、联系谁。请补全。",
        "The explanation still lacks: Basis, Whom to ask. Please add it.",
    ),
]


@pytest.mark.parametrize(("no", "chinese", "english"), SENTENCES, ids=lambda value: getattr(value, "code", ""))
def test_sentence(no, chinese, english):
    assert refusal(no) == chinese
    with translation.override("en"):
        assert refusal(no) == english


def test_a_percent_sign_from_outside_is_just_text():
    assert "%(status)s" in refusal(Refused("unknown_department", given="%(status)s"))
