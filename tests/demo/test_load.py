"""Where the sample zone is not loaded."""

from datetime import timedelta

import pytest

from liaison import demo
from liaison.demo import player


def test_not_before_the_story_begins():
    with pytest.raises(ValueError, match="begins on 2020-01-02"):
        demo.load(demo.START - timedelta(seconds=1))


def test_not_where_a_real_zone_lives(cast):
    with pytest.raises(ValueError, match="real zone"):
        demo.load(demo.last_instant())


def test_not_twice(cast):
    cast.zone.is_demo = True
    cast.zone.save()
    with pytest.raises(ValueError, match="loaded already"):
        demo.load(demo.last_instant())


@pytest.mark.django_db
def test_all_or_nothing(monkeypatch):
    from liaison.record.models import Entry
    from liaison.registry.models import Zone

    def torn(_at):
        raise KeyboardInterrupt

    monkeypatch.setattr(player, "_tell", torn)
    with pytest.raises(KeyboardInterrupt):
        demo.load(demo.START + timedelta(hours=9))
    assert not Zone.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_progress_is_told_and_the_zone_is_marked():
    from liaison.registry.models import Zone

    told = []
    demo.load(demo.START, told.append)
    assert told[-1].endswith("100 %")
    assert Zone.objects.get().is_demo
