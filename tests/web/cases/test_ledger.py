"""台账: tables 3 and 4 from cases and disputes, the carry-over, the rates, the export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from gongkai.errors import BadInput, NoRuleInForce
from gongkai.law.decisions.codes import DECISIONS
from gongkai.law.decisions.rows import row_of
from gongkai.report.checks.batch import check_report
from gongkai.report.checks.engine import Severity
from gongkai.report.read import read_bytes
from gongkai.report.read.columns import load_csv
from gongkai.web.acting import perform
from gongkai.web.agencies.models import Agency
from gongkai.web.cases.actions import OpenDispute, UpdateDispute
from gongkai.web.cases.as_report import as_report, export
from gongkai.web.cases.ledger import (
    CARRIED_IN,
    CARRIED_OUT,
    COLUMNS,
    HANDLED,
    NEW,
    TOTAL,
    Table3,
    bodies_of,
    cases_of_cell,
    cell_of,
    coverage,
    disputes_of_cell,
    form_in,
    table_3,
    table_4,
)
from gongkai.web.cases.measures import (
    complaints_of,
    correction,
    fees,
    percent,
    replies,
)
from gongkai.web.cases.models import Case, Dispute
from tests.web.cases.world import World, at


@pytest.fixture
def world(shared: World) -> World:
    """The world of the module; what a test does is undone."""
    return shared


CODES = [one.code for one in DECISIONS]


def row(world: World, received: date | None, ended: date | None = None, code: str = "D12",
        column: str = "natural_person", **more: Any) -> Case:  # fmt: skip
    """A case as its actions would leave it, without its papers."""
    row.n += 1  # type: ignore[attr-defined]
    return Case(
        agency=more.pop("agency", world.agency), number=f"台账-{row.n}", channel="in-person",  # type: ignore[attr-defined]
        entered=at(world.day), arrived=received or world.day, title="样例", description="样例",
        wanted_form="paper", way="post", column=column, received=received, ended=ended,
        state="in-hand" if ended is None else "replied",
        stage="registered" if ended is None else "answered", replied=ended,
        outcome=code if ended else "", row=row_of(code, max(ended.year, 2019)).id if ended else "",
        **more,
    )  # fmt: skip


row.n = 0  # type: ignore[attr-defined]


def keep(rows: Iterable[Case]) -> None:
    Case.objects.bulk_create(rows)


def of(world: World, year: int) -> Table3:
    return table_3([world.agency.pk], year)


# 表三 ---------------------------------------------------------------------------------------------

days = st.dates(date(2018, 6, 1), date(2024, 6, 30))
histories = st.lists(
    st.tuples(
        st.none() | days, st.none() | st.integers(0, 900), st.sampled_from(CODES),
        st.sampled_from(COLUMNS), st.booleans(),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories)
def test_one_and_two_are_three_and_four_whatever_happened(
    shared: World, many: list[tuple[date | None, int | None, str, str, bool]]
) -> None:
    Case.objects.all().delete()
    keep(
        row(shared, received, received + timedelta(lasted) if received and lasted is not None
            else None, code, column, drill=drill)
        for received, lasted, code, column, drill in many
    )  # fmt: skip
    known = [one for one in many if one[0] is not None and not one[4]]
    for year in range(2019, 2025):
        table, before = of(shared, year), of(shared, year - 1) if year > 2019 else None
        assert table.balanced
        assert table[NEW, TOTAL] == sum(one[0].year == year for one in known if one[0])
        leaves = [r.labels[-1].id for r in table.form.rows]
        outcomes = [leaf for leaf in leaves if leaf not in (NEW, CARRIED_IN, HANDLED, CARRIED_OUT)]
        for column in (*COLUMNS, TOTAL):
            assert sum(table[leaf, column] for leaf in outcomes) == table[HANDLED, column]
            if before is not None:
                assert table[CARRIED_IN, column] == before[CARRIED_OUT, column]
        assert set(table.counts) <= {(leaf, c) for leaf in leaves for c in (*COLUMNS, TOTAL)}


def test_141_open_cases_are_carried_over_kind_by_kind(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    split = dict(zip(COLUMNS, (120, 9, 1, 2, 4, 5), strict=True))
    keep(row(world, date(2019, 11, 1) + timedelta(n % 60), None, column=column)
         for column, count in split.items() for n in range(count))  # fmt: skip
    keep(row(world, date(2019, 3, 1), date(2019, 3, 20)) for _ in range(10))
    old, new = of(world, 2019), of(world, 2020)
    assert old[CARRIED_OUT, TOTAL] == new[CARRIED_IN, TOTAL] == 141
    assert old.form.key == new.form.key == "2019"
    for column, count in split.items():
        assert old[CARRIED_OUT, column] == new[CARRIED_IN, column] == count
    assert new[NEW, TOTAL] == 0 and new[CARRIED_OUT, TOTAL] == 141
    with django_assert_num_queries(1):
        of(world, 2020)


def test_a_case_ended_in_a_later_year_is_counted_by_the_form_of_that_year(world: World) -> None:
    keep([
        row(world, date(2020, 12, 20), date(2021, 1, 5), "D61"),
        row(world, date(2020, 3, 2), date(2020, 4, 1), "D61"),
    ])  # fmt: skip
    assert of(world, 2020)["other", TOTAL] == 1
    assert of(world, 2020)[CARRIED_OUT, TOTAL] == of(world, 2021)[CARRIED_IN, TOTAL] == 1
    assert of(world, 2021)["other_supplement_overdue", TOTAL] == 1


def test_what_does_not_count_is_in_no_cell(world: World) -> None:
    first = row(world, date(2024, 3, 4), date(2024, 3, 20))
    keep([first])
    keep([
        row(world, date(2024, 3, 4), date(2024, 3, 20), drill=True),
        row(world, date(2024, 5, 6), date(2024, 5, 20), redoes=first),
        row(world, None),
        row(world, None, None, agency=world.other),
    ])  # fmt: skip
    assert of(world, 2024).counts == Counter({
        (NEW, "natural_person"): 1, (NEW, TOTAL): 1, ("granted", "natural_person"): 1,
        ("granted", TOTAL): 1, (HANDLED, "natural_person"): 1, (HANDLED, TOTAL): 1,
    })  # fmt: skip


def test_a_case_without_a_column_is_told_and_in_no_figure(world: World) -> None:
    keep([row(world, date(2024, 3, 4), column="")])
    table = of(world, 2024)
    assert table.unplaced == 1 and not table.counts and table.balanced


def test_every_figure_names_its_cases(world: World) -> None:
    keep(
        row(world, date(2023, 12, 1) + timedelta(n), date(2024, 1, 10) + timedelta(n * 30)
            if n % 4 else None, CODES[n % len(CODES)], COLUMNS[n % 6])
        for n in range(40)
    )  # fmt: skip
    for year in (2023, 2024, 2025):
        table = of(world, year)
        for printed in table.form.rows:
            leaf = printed.labels[-1].id
            for column in (*COLUMNS, TOTAL):
                found = cases_of_cell(world.agency, year, cell_of(leaf), column)
                assert found.count() == table[leaf, column], (year, leaf, column)
    with pytest.raises(BadInput):
        cases_of_cell(world.agency, 2024, "row:other", "nobody")
    with pytest.raises(BadInput):
        cases_of_cell(world.agency, 2020, "row:declined_reissued")
    with pytest.raises(NoRuleInForce):
        form_in(2018)


def test_the_figures_of_all_below_are_the_sum_and_say_whom_they_cover(world: World) -> None:
    keep([row(world, date(2026, 1, 5)), row(world, date(2026, 1, 5), agency=world.other)])
    everybody = bodies_of(world.city, 2026, below=True)
    assert everybody == set(Agency.objects.values_list("pk", flat=True))
    assert table_3(everybody, 2026)[NEW, TOTAL] == 2
    assert bodies_of(world.city, 2026) == {world.city.pk}
    found = coverage(world.city, 2026)
    assert (found.bodies, found.keeping, found.missing) == (3, 2, ("云州市人民政府",))
    assert "2个在本平台办理申请" in found.zh


# 表四 ---------------------------------------------------------------------------------------------


def enter(
    world: World,
    forum: str,
    outcome: str | None,
    count: int,
    reviewed: str = "no",
    year: int = 2024,
) -> None:
    Dispute.objects.bulk_create(
        Dispute(
            agency=world.agency, forum=forum, numbers=[f"{forum}{reviewed}{outcome}{year}-{n}"],
            body="样例", opened=date(year, 3, 1), outcomes=[outcome] if outcome else [],
            effective=date(year, 6, 3) if outcome else None, reviewed=reviewed,
        )
        for n in range(count)
    )  # fmt: skip


def remedies_of_2024(world: World) -> None:
    review, suit, after = "reconsideration", "litigation", "decided"
    enter(world, review, "review_upheld", 121)
    enter(world, review, "review_annulled", 87)
    enter(world, review, "review_terminated", 86)
    enter(world, review, None, 26)
    enter(world, suit, "suit_claim_rejected", 9)
    enter(world, suit, "suit_annulled", 3)
    enter(world, suit, "suit_claim_rejected", 93, after)
    enter(world, suit, "suit_annulled", 7, after)
    enter(world, suit, None, 12, after)


def test_121_87_86_and_26_are_320(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    remedies_of_2024(world)
    with django_assert_num_queries(1):
        table = table_4([world.agency.pk], 2024)
    cells = ("upheld", "corrected", "other_outcome", "pending", TOTAL)
    assert [table["reconsideration", c] for c in cells] == [121, 87, 86, 26, 320]
    assert [table["direct_suit", c] for c in cells] == [9, 3, 0, 0, 12]
    assert [table["suit_after_reconsideration", c] for c in cells] == [93, 7, 0, 12, 112]
    for group in ("reconsideration", "direct_suit", "suit_after_reconsideration"):
        for c in cells:
            found = disputes_of_cell(world.agency, 2024, group, c)
            assert found.count() == table[group, c]
    with pytest.raises(BadInput):
        disputes_of_cell(world.agency, 2024, "reconsideration", "lost")


def test_the_rate_names_its_base_and_its_change(world: World) -> None:
    remedies_of_2024(world)
    suits = correction(table_4([world.agency.pk], 2024), "litigation")
    assert (suits.corrected, suits.all, suits.concluded) == (10, 124, 112)
    assert (suits.of_all, suits.of_concluded) == (Decimal("8.1"), Decimal("8.9"))
    assert "已审结112件的8.9%" in suits.sentence and "全部124件" in suits.sentence
    enter(world, "litigation", "suit_claim_rejected", 89, year=2023)
    enter(world, "litigation", "suit_annulled", 9, year=2023)
    before = correction(table_4([world.agency.pk], 2023), "litigation")
    assert before.of_concluded == Decimal("9.2")
    assert suits.change(before) == "按已审结计，比上年下降0.3个百分点。"
    nothing = correction(table_4([world.agency.pk], 2022), "litigation")
    assert nothing.of_all is None and "没有行政诉讼案件" in nothing.sentence
    assert "不作比较" in suits.change(nothing)
    assert suits.change(suits) == "按已审结计，与上年持平。"


def test_a_case_entered_twice_under_one_number_counts_once(world: World) -> None:
    case: dict[str, Any] = {"agency": world.agency, "forum": "litigation", "body": "样例"}
    first = Dispute.objects.create(
        numbers=["(2023)云01行初1号"], opened=date(2023, 2, 1), outcomes=["suit_annulled"],
        effective=date(2023, 9, 1), **case,
    )  # fmt: skip
    Dispute.objects.create(numbers=["（2023）云01行初1号"], opened=date(2023, 2, 1), **case)
    assert table_4([world.agency.pk], 2023)["direct_suit", TOTAL] == 1
    assert table_4([world.agency.pk], 2024)["direct_suit", TOTAL] == 0  # it had ended before
    assert list(disputes_of_cell(world.agency, 2023, "direct_suit")) == [first]


def test_a_suit_after_reconsideration_is_linked_and_each_is_counted_once(world: World) -> None:
    from gongkai.web.agencies.roles import Role

    clerk, now = world.actor(Role.LEGAL_REVIEWER), at(world.day)
    review = perform(
        OpenDispute(), clerk, Dispute(agency=world.agency), now=now, forum="reconsideration",
        numbers=["云政复〔2026〕3号"], body="云州市人民政府", opened=world.day,
    )  # fmt: skip
    review = perform(UpdateDispute(), clerk, review, now=now, outcomes=["review_upheld"],
                     effective=world.day)  # fmt: skip
    perform(
        OpenDispute(), clerk, Dispute(agency=world.agency), now=now, forum="litigation",
        numbers=["（2026）云0199行初7号"], body="云州市样例区人民法院", opened=world.day,
        reviewed="decided", after=review,
    )  # fmt: skip
    table = table_4([world.agency.pk], world.day.year)
    assert table["reconsideration", "upheld"] == table["reconsideration", TOTAL] == 1
    assert table["suit_after_reconsideration", "pending"] == 1
    assert table["direct_suit", TOTAL] == 0


# 收费、按期、投诉 --------------------------------------------------------------------------------


def test_replies_and_their_time(world: World) -> None:
    keep([
        row(world, date(2024, 3, 4), date(2024, 3, 14)),
        row(world, date(2024, 3, 4), date(2024, 4, 23), late=True),
        row(world, date(2024, 3, 4), date(2024, 3, 24), drill=True),
    ])  # fmt: skip
    found = replies([world.agency.pk], 2024)
    assert (found.count, found.late, found.on_time, found.days) == (2, 1, Decimal("50.0"), 30)
    assert "按期1件，占50.0%" in found.sentence
    assert replies([world.agency.pk], 2025).sentence == "本年度没有答复。"
    assert percent(0, 0) is None


def test_no_fees_and_no_complaints_are_said_to_be_none(world: World) -> None:
    found = fees([world.agency.pk], 2024)
    assert (found.notices, found.charged, found.received) == (0, 0, 0)
    assert found.sentence == "本年度未发出收费通知，没有收取政府信息公开信息处理费。"
    counts, rows = complaints_of([world.agency.pk], 2024)
    assert counts.sentence == "本年度因政府信息公开工作没有投诉举报，没有责任追究。"
    assert not rows.exists()


# 导出 ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2020, 2024])
def test_the_export_equals_the_ledger_and_passes_the_checks(world: World, year: int) -> None:
    keep(
        row(world, date(year - 1, 12, 1) + timedelta(n * 3), date(year, 1, 10) + timedelta(n * 9)
            if n % 5 else None, CODES[n % len(CODES)], COLUMNS[n % 6])
        for n in range(60)
    )  # fmt: skip
    remedies_of_2024(world)
    bodies = [world.agency.pk]
    three, four = table_3(bodies, year), table_4(bodies, year)
    report = as_report(
        world.agency.name, three, four, fees(bodies, year), signed=date(year + 1, 1, 20)
    )
    for kind in ("xlsx", "json"):
        [(_, found)] = read_bytes(export(report, kind), f"台账.{kind}")
        assert not isinstance(found, Exception)
        [again] = found
        assert [c and c.value for c in again.cells] == [c and c.value for c in report.cells]
        errors = [f for f in check_report(again) if f.severity is Severity.ERROR]
        assert not errors, errors
    [plain] = load_csv(export(report, "csv"))
    assert [c and c.value for c in plain.cells] == [c and c.value for c in report.cells]
    total = report.cells[report.form.by_slug["t3.handled_total.total"]]
    assert total is not None and total.value == three[HANDLED, TOTAL] > 0
