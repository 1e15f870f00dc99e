"""Other cities' values: only limits that exist here, each possible, together without contradiction; all else is said to be missing."""

import pytest
from django.utils import translation

from liaison.rules.limits import LIMITS, clash, is_valid
from liaison.rules.presets import PRESETS
from liaison.speech import limits as limit_words
from liaison.speech import presets as preset_words


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.key)
def test_a_preset_can_be_set_as_it_is(preset):
    assert all(is_valid(key, value) for key, value in preset.values.items())
    assert clash({key: str(limit.value) for key, limit in LIMITS.items()} | preset.values) is None
    assert preset.values or preset.rest
    assert preset.key not in LIMITS  # one address for both


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_preset_and_limit_has_words_and_no_word_is_idle(language):
    assert set(preset_words.NAMES) == set(PRESETS)
    assert set(preset_words.REST) == {rest.what for preset in PRESETS.values() for rest in preset.rest}
    assert set(limit_words.NAMES) == set(LIMITS)
    assert sorted(key for _code, _title, keys in limit_words.GROUPS for key in keys) == sorted(LIMITS)
    assert set(limit_words.UNITS) | {"time_of_day"} >= {limit.unit for limit in LIMITS.values()}
    with translation.override(language):
        said = [preset_words.rest_words(rest) for preset in PRESETS.values() for rest in preset.rest]
        said += [limit_words.limit_value(key, limit.value) for key, limit in LIMITS.items()]
        assert all(said) and not any("%(" in one for one in said)


def test_words_of_values():
    rest = PRESETS["zaozhuang"].rest[0]
    assert preset_words.rest_words(rest) == "办结 10 个工作日"
    with translation.override("en"):
        assert preset_words.rest_words(rest) == "solved within 10 working days"
        assert limit_words.limit_value("report_in", 1) == "1 working day"
        assert limit_words.limit_value("closing_time", "17:30") == "17:30"
