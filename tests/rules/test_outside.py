"""Who keeps a matter outside the zone, and who reads its talks (R-23)."""

import pytest

from liaison.rules.outside import CLERK, OFFICE, SPECIALIST, Keeper, keeps, may_read

CLERKS, SPECIALISTS, OFFICES = Keeper(CLERK, "sunlan"), Keeper(SPECIALIST), Keeper(OFFICE)


@pytest.mark.parametrize(
    ("keeper", "held", "login", "served", "his", "reads"),
    [
        (CLERKS, set(), "sunlan", True, True, True),  # called or not
        (CLERKS, {"department"}, "luochuan", True, False, False),
        (CLERKS, {"specialist"}, "chenliqun", True, False, False),
        (CLERKS, {"office"}, "linxia", True, False, True),
        (CLERKS, {"enterprise"}, "zhoumin", True, False, True),
        (CLERKS, {"chief"}, "tangyi", True, False, False),
        (CLERKS, {"leader"}, "gaoyuan", True, False, False),
        (SPECIALISTS, {"specialist"}, "chenliqun", True, True, True),
        (SPECIALISTS, {"department"}, "specialist", True, False, False),  # a login is no role
        (SPECIALISTS, {"office"}, "linxia", True, False, True),
        (SPECIALISTS, {"office"}, "linxia", False, True, True),  # of a firm that nobody serves
        (OFFICES, {"office"}, "linxia", True, True, True),
        (OFFICES, {"specialist"}, "chenliqun", True, False, False),
        (OFFICES, set(), "sunlan", True, False, False),  # has stepped back
    ],
)
def test_R23_one_keeps_it_and_three_read_the_talks(keeper, held, login, served, his, reads):
    assert keeps(keeper, held, login, served=served) is his
    assert may_read("outside.contacted", keeper, held, login) is reads
    assert may_read("outside.handed_over", keeper, held, login) is ("office" in held)
