"""N15, R-29, R-54: each request in one cell, each number that of the list behind it; and what is searched for is found."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from liaison.casework import inputs as i
from liaison.casework import ledger
from liaison.casework.counts import cells, counted
from liaison.casework.filters import Filters, cells_are, filtered, lamp_is
from liaison.casework.models import ServiceRequest
from liaison.casework.search import FirmsNamed, matching
from liaison.registry.models import Account, Enterprise
from liaison.registry.policy import Policy, policy
from liaison.rules.counting import CELLS, Standing, cell_of
from liaison.rules.lamps import LAMPS, lamp_of
from liaison.rules.lifecycle import Channel, ClosedAs
from tests.casework.population import populate
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
NOW = "2020-09-28 10:24"
EXPECTED = {"solved": 3, "explained": 1, "out_of_scope": 1, "reopened": 2, "withdrawn": 1, "duplicate": 1, "open": 8}


def in_force(cast: Cast) -> Policy:
    return policy(cast.zone, at(NOW))


def found(cast: Cast, reader: Account | None = None, **filters: Any) -> QuerySet[ServiceRequest]:
    return filtered(reader or cast.office, Filters(**filters), in_force(cast))


def texts(rows: QuerySet[ServiceRequest]) -> list[str]:
    return sorted(r.text.text for r in rows.select_related("text") if r.text)


def test_N15_cells_add_up_and_each_is_the_list_behind_it(cast: Cast) -> None:
    populate(cast)
    narrowings: list[dict[str, Any]] = [
        {}, {"q": "灯"}, {"department": "SZJ"}, {"enterprise": "E0001"}, {"raised_from": date(2020, 9, 28)}, {"lamp": "overdue"},
        {"closed_from": date(2020, 9, 22), "closed_to": date(2020, 9, 22)}, {"specialist": "chenliqun"}, {"urgent": True},
        {"group": "life"}, {"status": "closed,withdrawn"}, {"closed_as": "by_phone"}, {"channel": "phone"},
    ]  # fmt: skip
    for narrowing in narrowings:
        for reader in (cast.office, cast.clerk, cast.principal, cast.outsider, cast.evaluation):
            counts = cells(found(cast, reader, **narrowing))
            lists = {cell: len(found(cast, reader, **narrowing, counted=cell)) for cell in CELLS}
            assert counts == lists, narrowing
            assert sum(counts.values()) == len(found(cast, reader, **narrowing))
    assert cells(found(cast)) == EXPECTED


def test_the_conditions_are_the_rules(cast: Cast) -> None:
    populate(cast)
    rows = ServiceRequest.objects.all()
    for cell in CELLS:
        by_rule = {
            r.pk for r in rows
            if cell_of(Standing(r.status, r.outcome, r.closed_as, r.undone_closing_at is not None)) == cell
        }  # fmt: skip
        assert set(rows.filter(cells_are([cell])).values_list("pk", flat=True)) == by_rule
    horizon = in_force(cast).horizon
    shown: dict[str, set[int]] = {}
    for r in rows:
        shown.setdefault(lamp_of(r.status, r.lamp_due_at, horizon), set()).add(r.pk)
    for lamp in LAMPS:
        assert set(rows.filter(lamp_is(lamp, horizon)).values_list("pk", flat=True)) == shown.get(lamp, set()), lamp


def test_R54_what_is_opened_again_leaves_the_count_and_shows_as_a_correction(cast: Cast) -> None:
    story = populate(cast)["solved"]
    day = {"closed_from": date(2020, 9, 22), "closed_to": date(2020, 9, 22)}
    before = cells(found(cast, **day))
    assert (before["solved"], before["reopened"]) == (1, 1)
    story.did("reopen", i.ReasonInput(text="又灭了"), "2020-09-25 09:00", by=cast.principal)
    after = cells(found(cast, **day))
    assert (after["solved"], after["reopened"]) == (0, 2)
    assert sum(after.values()) == sum(before.values())  # the count falls nowhere without being seen
    assert (story.r.reopened, story.r.reopened_at, story.r.undone_closing_at) == (
        1, at("2020-09-25 09:00"), at("2020-09-22 10:00"),
    )  # fmt: skip
    contested = ServiceRequest.objects.get(contested=True)
    assert contested.reopened == 1 and contested.undone_closing_at == at("2020-09-21 11:00")
    assert ServiceRequest.objects.get(text__text="修了两回的灯").undone_closing_at == at(
        "2020-09-22 10:00"
    )  # counts as solved, later


def test_the_filters_narrow_and_mean_nothing_together_when_they_must(cast: Cast) -> None:
    populate(cast)
    assert texts(found(cast, department="JSJ")) == ["厂区停电", "新来的事"]
    assert texts(found(cast, urgent=True)) == ["停水了"]
    assert texts(found(cast, closed_as=ClosedAs.BY_PHONE)) == ["路灯不亮"]
    assert texts(found(cast, enterprise="E0002")) == texts(found(cast, specialist="zhaolei")) == ["仓库停电"]
    assert texts(found(cast, counted="explained,duplicate")) == ["并到这件", "要拓宽道路"]
    assert not found(cast, counted="no-such-cell") and not found(cast, lamp="green")
    assert len(found(cast, channel=Channel.API)) == len(found(cast)) == sum(EXPECTED.values())
    assert not found(cast, raised_from=date(2020, 9, 29))


# --- search


SEARCHES = {
    "停电": ["仓库停电", "厂区停电"],
    "电": ["仓库停电", "厂区停电", "等电缆"],
    "厂区停电": ["厂区停电"],
    "区停": ["厂区停电"],
    "停厂": [],
    "停电 仓库": ["仓库停电"],
    "电 电": ["仓库停电", "厂区停电", "等电缆"],
    "LED": ["换 LED-12 号灯 ok"],
    "led-12": ["换 LED-12 号灯 ok"],
    "D-1": ["换 LED-12 号灯 ok"],
    "12 灯": ["换 LED-12 号灯 ok"],
    "D1": [],
    "yhsp": ["仓库停电"],
    "hsp": [],
    "渝禾": ["仓库停电"],
    "Yuhe 停电": ["仓库停电"],
    "%": [],
    "_": [],
    "'": [],
    '"': [],
    "停\\电": [],
}


@pytest.mark.parametrize("query", SEARCHES)
def test_two_characters_and_one_are_found_in_text_number_firm_and_initials(cast: Cast, query: str) -> None:
    story = Story(cast)
    for text in ("厂区停电", "换 LED-12 号灯 ok", "等电缆", "停水"):
        story.raised(text=text)
    story.raised(text="仓库停电", by=cast.outsider)
    assert texts(found(cast, q=query)) == SEARCHES[query]


def test_a_number_is_found_whole_and_in_pieces(cast: Cast) -> None:
    for text in ("一", "二", "三"):
        Story(cast).raised(text=text)
    assert texts(found(cast, q="2020-0002")) == texts(found(cast, q="0002")) == ["二"]
    assert len(found(cast, q="2020")) == 3
    assert len(found(cast, q="00")) == 3 and not found(cast, q="0004")


def test_a_firm_is_found_by_its_new_name_at_once(cast: Cast) -> None:
    Story(cast).raised(text="班车晚点")
    Enterprise.objects.filter(pk=cast.firm.pk).update(name_zh="海棠机械有限公司", initials="htjx")
    assert texts(found(cast, q="海棠")) == texts(found(cast, q="htjx")) == ["班车晚点"]
    assert not found(cast, q="江岭")


def test_an_erased_text_is_not_found_any_more_but_its_number_is(cast: Cast) -> None:
    story = Story(cast).raised(text="厂区停电")
    assert story.r.text
    story.r.text.delete()
    for word in ("停电", "电", "厂区停电"):
        assert not found(cast, q=word), word
    assert len(found(cast, q=story.r.number)) == 1
    assert ServiceRequest.objects.values_list("grams", flat=True).get() == "20 02 0 00 01 1"


def test_the_index_follows_whoever_writes(cast: Cast) -> None:
    story = Story(cast).raised(text="厂区停电").whistled()  # saved again by an act: nothing changes
    assert len(found(cast, q="停电")) == 1
    rows = ServiceRequest.objects.filter(pk=story.r.pk)
    rows.update(grams="海棠 棠")
    assert not found(cast, q="停电") and len(found(cast, q="海棠")) == 1
    rows.update(grams="")
    assert not found(cast, q="海棠")


def test_firms_are_asked_for_once_for_many_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    firms = FirmsNamed(cast.zone.pk, ["停电 渝禾", "江岭"])
    rows = ServiceRequest.objects.filter(zone=cast.zone)
    with django_assert_num_queries(1):
        for query in ("停电 渝禾", "江岭"):
            matching(rows, query, cast.zone.pk, firms)


# --- lines and counters


def test_lines_say_who_has_it_and_keysets_go_both_ways(cast: Cast) -> None:
    populate(cast)
    rows, limits = found(cast), in_force(cast)
    whole, more = ledger.page(rows, limits, 100)
    assert not more and [line.r.pk for line in whole] == sorted((line.r.pk for line in whole), reverse=True)
    first, more = ledger.page(rows, limits, 5)
    second, _more = ledger.page(rows, limits, 5, after=first[-1].r.pk)
    back, _none = ledger.page(rows, limits, 5, before=second[0].r.pk)
    assert more and [*first, *second] == whole[:10] and back == first
    line = next(line for line in whole if line.text == "厂区停电")
    assert (line.lead, line.joins, line.firm.specialist, line.firm.short) == (
        "市政管护科",
        ["建设局"],
        "陈立群",
        "江岭精铸",
    )
    assert (line.lamp, line.cell) == ("overdue", "open")


def test_pages_and_sheets_take_the_same_statements_for_few_and_many(
    cast: Cast, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    populate(cast)
    limits, rows = in_force(cast), found(cast)
    assert limits.horizon
    for limit in (2, 15):
        with django_assert_num_queries(3):
            ledger.page(rows, limits, limit)
    with django_assert_max_num_queries(4):
        whole = list(ledger.chunks(rows, limits, 100))
    pieces = list(ledger.chunks(rows, limits, 4))
    assert [row for piece in pieces for row in piece] == whole[0]
    told, (firm, lead, _joins) = next(row for row in whole[0] if row[0].text == "厂区停电")
    assert (told.raised, told.reply_due, told.lamp) == ("2020-09-21 09:00", "2020-09-24 17:30", "overdue")
    assert (firm.contact, lead) == ("周敏", "市政管护科")


def test_counters_are_one_statement_and_stop_at_their_cap(cast: Cast, django_assert_num_queries: Any) -> None:
    populate(cast)
    lists: dict[str, Any] = {
        "all": found(cast),
        "solved": found(cast, counted="solved"),
        "none": found(cast, q="没有这样的词"),
    }
    with django_assert_num_queries(1):
        assert counted(cast.zone.pk, lists) == {"all": 17, "solved": 3, "none": 0}
    assert counted(cast.zone.pk, lists, 2) == {"all": 2, "solved": 2, "none": 0}


def test_a_period_is_whole_days_in_the_zone(cast: Cast) -> None:
    populate(cast)
    day = date(2020, 9, 21)
    assert len(found(cast, raised_from=day, raised_to=day)) == 15
    assert len(found(cast, raised_to=day - timedelta(days=1))) == 0
