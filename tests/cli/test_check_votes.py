"""N12, V1, V8: nobody can tell from any page what a firm voted, or whether it did - and a build that tells it is found."""

import sys
from pathlib import Path

import pytest

from liaison.cli import check_votes

LEAKY = (sys.executable, str(Path(__file__).with_name("leaky_world.py")))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return check_votes.build(tmp_path_factory.mktemp("worlds") / "base")


def test_no_page_of_any_of_them_tells_a_vote(base: Path) -> None:
    pages, found = check_votes.compare(base)
    assert found == []
    assert pages > 2500  # every address, four roles, three stages: an empty crawl proves nothing


def test_a_build_that_tells_it_is_found(base: Path) -> None:
    _pages, found = check_votes.compare(base, world=LEAKY, stages=("open",), roles=("specialist",))
    assert {one.against for one in found} == {"unsatisfied", "none"}
    assert "/today" in {one.address for one in found}
