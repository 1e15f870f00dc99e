import json
import re
from datetime import date, datetime

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

import liaison.appraisal.finding_inputs as of_findings
import liaison.appraisal.replacing_inputs as of_replacements
import liaison.appraisal.round_inputs as of_rounds
import liaison.casework.agency_inputs as of_agency_files
import liaison.casework.common_inputs as of_common_works
import liaison.casework.inputs as of_requests
import liaison.casework.measure_inputs as of_policies
import liaison.registry.inputs as of_people
from liaison.casework.inputs import OutcomeInput, RaiseInput, ReasonInput, ReplyInput, WhistleInput
from liaison.registry.inputs import AccountInput, DepartmentInput, EnterpriseInput, Input
from liaison.speech import shapes
from liaison.speech.shapes import shape_errors

INPUTS = sorted(
    {
        kind
        for module in (
            of_findings,
            of_replacements,
            of_rounds,
            of_agency_files,
            of_common_works,
            of_requests,
            of_policies,
            of_people,
        )
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Input) and kind is not Input
    },
    key=lambda kind: kind.__name__,
)
# Latin letters that a Chinese sentence may hold: codes of choices, true and false, JSON; what came in is quoted.
NAMED = re.compile(r"“[^“”]*”|true|false|JSON")


def faults(kind, values):
    with pytest.raises(ValidationError) as caught:
        kind.model_validate(values)
    return shape_errors(caught.value)


def only(kind, values):
    [fault] = faults(kind, values)
    return fault


def test_every_field_has_a_word():
    fields = {
        called for kind in INPUTS for name, field in kind.model_fields.items() for called in (name, field.alias or name)
    }
    assert fields == set(shapes.FIELDS)


FAULTS = [
    (ReasonInput, {}, "text", "missing", "请填写内容。"),
    (ReasonInput, {"text": "  "}, "text", "missing", "请填写内容。"),
    (ReasonInput, {"text": "长" * 5012}, "text", "too_long", "内容最多 5000 个字，现在是 5012 个。"),
    (ReasonInput, {"text": 5}, "text", "not_text", "内容请填文字。"),
    (ReasonInput, {"text": "好", "txet": "x"}, "txet", "unknown_field", "这里没有“txet”这一项。请检查拼写。"),
    (ReasonInput, [], "", "not_an_object", "提交的内容要逐项写明名称和内容。"),
    (RaiseInput, {"text": "好", "urgent": "soon"}, "urgent", "not_yes_or_no", "紧急请填是或否（true 或 false）。"),
    (RaiseInput, {"text": "好", "need_by": "明天"}, "need_by", "not_an_instant",
     "最晚需要的时间请填日期或时间，例如 2020-09-29 或 2020-09-29 17:30。"),
    (OutcomeInput, {"text": "好", "outcome": "done"}, "outcome", "not_a_choice", "结果请从这些里选：resolved、explained。"),
    (WhistleInput, {"departments": "SZJ"}, "departments", "not_a_list", "部门要用列表。"),
    (WhistleInput, {"departments": ["SZJ"] * 21}, "departments", "too_many", "部门最多 20 项，现在是 21 项。"),
    (WhistleInput, {"departments": ["SZJ"], "asks": {"SZJ": ""}}, "asks.SZJ", "missing", "请填写各部门要办什么。"),
    (WhistleInput, {"departments": ["SZJ"], "asks": "x"}, "asks", "not_an_object", "各部门要办什么要逐项写明名称和内容。"),
    (EnterpriseInput, {"name_zh": "甲", "credit_code": "abc"}, "credit_code", "wrong_form",
     "统一社会信用代码是 18 位数字和大写字母。"),
    (EnterpriseInput, {"name_zh": "甲", "status": "gone"}, "status", "not_a_choice", "状态请从给出的选项里选。"),
    (AccountInput, {"login": "x", "name_zh": "甲"}, "login", "too_short", "用户名至少 2 个字，现在是 1 个。"),
    (DepartmentInput, {"code": "", "name_zh": "甲"}, "code", "missing", "请填写代码。"),
    (AccountInput, {"login": "A B", "name_zh": "甲"}, "login", "wrong_form",
     "用户名用小写字母、数字和“.”“-”“_”，以字母或数字开头。"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "values", "field", "code", "chinese"), FAULTS)
def test_fault(kind, values, field, code, chinese):
    fault = only(kind, values)
    assert (fault.field, fault.code, fault.sentence) == (field, code, chinese)


def test_all_faults_at_once_and_in_english():
    with translation.override("en"):
        found = faults(ReplyInput, {"outcome": "planned", "resolve_by": "soon"})
    assert [fault.sentence for fault in found] == [
        "Please fill in: Text.",
        "Date given: please write a date or time such as 2020-09-29 or 2020-09-29 17:30.",
    ]


@pytest.mark.parametrize("kind", INPUTS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_in_a_field_is_fine_or_a_fault(kind, nothing):
    for name in kind.model_fields:
        try:
            kind.model_validate({name: nothing})
        except ValidationError as error:
            assert all(fault.sentence for fault in shape_errors(error))


def test_json_that_is_none():
    with pytest.raises(ValidationError) as caught:
        ReasonInput.model_validate_json("{")
    assert shape_errors(caught.value)[0].code == "not_json"


def test_a_list_of_details_will_do():
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(int).validate_python("x")
    assert [fault.code for fault in shape_errors(caught.value.errors())] == ["not_a_number"]


scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30) | st.binary(max_size=5)
    | st.dates() | st.datetimes() | st.sampled_from(["x" * 5001, "resolved", "2020-02-30", date.max, datetime.min])
)  # fmt: skip
junk = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=25) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)


@st.composite
def junk_for(draw, kind):
    names = st.sampled_from(sorted(kind.model_fields) or ["text"]) | st.text(max_size=8)
    return draw(st.dictionaries(names | st.integers(), junk, max_size=6) | junk)


@pytest.mark.parametrize("kind", INPUTS, ids=lambda kind: kind.__name__)
def test_junk_always_gets_sentences(kind):
    @settings(max_examples=20, deadline=None, database=None, derandomize=True)
    @given(values=junk_for(kind))
    def check(values):
        try:
            kind.model_validate(values)
        except ValidationError as error:
            for language in ("zh-hans", "en"):
                with translation.override(language):
                    for fault in shape_errors(error):
                        _is_a_sentence(fault, language)

    check()


def _is_a_sentence(fault, language):
    assert fault.sentence.endswith("." if language == "en" else "。")
    assert fault.code in shapes.SENTENCES
    json.dumps(fault.field)
    if language != "en":
        said = fault.sentence.split("：")[0]  # choices follow the colon, they are codes
        assert not re.search(r"[A-Za-z]{3,}", NAMED.sub("", said)), said
