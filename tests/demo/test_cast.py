"""The sample zone's people and firms: as many as the zone's figures say, everyone with his place. No database."""

from collections import Counter

from liaison.demo import LOGINS
from liaison.demo.cast import CONTACTS, DEPARTMENTS, EXTERNALS, SETTLING, STAFF, cast
from liaison.demo.year import APART

FIXED = {
    "enterprise", "specialist", "department", "chief", "leader", "office", "evaluation", "personnel", "discipline",
    "system", "security", "audit", "clerk", "head", "enterprise2", "specialist2", "department2",
}  # fmt: skip


def everybody():
    return {person.login: person for person in (*cast().staff, *cast().contacts)}


def test_the_figures_of_the_zone():
    specialists = [person for person in cast().staff if "specialist" in person.posts]
    assert (len(cast().firms), len(specialists), len(DEPARTMENTS), len(EXTERNALS)) == (177, 104, 14, 4)
    assert sum(firms for *_, firms, _title in DEPARTMENTS) == 177
    assert sum(cadres for _c, _z, _e, _p, cadres, _f, _t in DEPARTMENTS) == 104


def test_the_codes_of_the_departments():
    assert " ".join(row[0] for row in DEPARTMENTS) == "DZB JFJ JSJ TCJ CZJ RSJ HBJ SJJ SWS YJJ SZJ GDS SHW ZHF"
    assert " ".join(row[0] for row in EXTERNALS) == "HGS GAS JTJ JJD"


def test_nobody_and_nothing_has_two_names():
    firms = cast().firms
    for names in ([one.zh for one in firms], [one.en for one in firms], [one.credit_code for one in firms]):
        assert len(names) == len(set(names)) == 177
    assert [one.code for one in firms] == [f"E{number:04}" for number in range(1, 178)]
    everyone = [*cast().staff, *cast().contacts]
    for values in ([one.login for one in everyone], [one.zh for one in everyone], [one.phone for one in everyone]):
        assert len(values) == len(set(values))


def test_R01_R02_every_firm_one_specialist_and_every_specialist_a_firm():
    serving = Counter(firm.specialist for firm in cast().firms)
    assert set(serving) == {person.login for person in cast().staff if "specialist" in person.posts}
    on_the_first_day = {firm.specialist for firm in cast().firms if firm.entered == cast().firms[0].entered}
    assert on_the_first_day == set(serving)
    assert max(serving.values()) <= 3


def test_every_department_has_a_clerk_and_a_head_and_every_firm_a_principal():
    for code, *_ in DEPARTMENTS:
        posts = [post for person in cast().staff if person.department == code for post in person.posts]
        assert "clerk" in posts, code
        assert posts.count("head") == 1, code
    for firm in cast().firms:
        posts = [person.posts for person in cast().contacts if person.firm == firm.number]
        assert posts.count(("principal",)) == 1, firm.zh


def test_the_fixed_logins():
    people = everybody()
    assert {one.login for one in LOGINS} == FIXED
    assert all(people[login].password for login in FIXED)
    for login in LOGINS:
        assert (people[login.login].zh, people[login.login].en) == (login.name_zh, login.name_en)
    firm = cast().firms[0]
    assert people["enterprise"].firm == people["clerk"].firm == firm.number
    assert (people["enterprise"].posts, people["clerk"].posts) == (("principal",), ("clerk",))
    assert firm.specialist == "specialist"
    assert (people["department"].department, people["head"].department) == ("JSJ", "JSJ")
    assert people["department2"].department == "SZJ"
    assert people["enterprise2"].firm != firm.number


def test_the_three_administrators_hold_nothing_else():
    posts = {login: STAFF[login][3] for login in ("system", "security", "audit")}
    assert posts == {"system": ("system",), "security": ("security",), "audit": ("audit",)}
    assert sum(post in person.posts for person in everybody().values() for post in posts) == 3


def test_the_second_ones_firm_is_served_by_the_second_specialist():
    number = CONTACTS["enterprise2"][4]
    assert cast().firms[number - 1].specialist == "specialist2"
    assert APART[number] == "JSJ"


def test_firms_that_have_not_settled_are_few():
    assert [firm.number for firm in cast().firms if firm.settling] == list(SETTLING)


def test_credit_codes_carry_the_right_check_sign():
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    for firm in cast().firms:
        weighed = sum(signs.index(sign) * pow(3, place, 31) for place, sign in enumerate(firm.credit_code[:17]))
        assert (weighed + signs.index(firm.credit_code[17])) % 31 == 0
        assert len(firm.credit_code) == 18
