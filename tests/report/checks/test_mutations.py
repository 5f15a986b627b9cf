"""One fault planted in a sound report: how often it is found, where, and what else is said.

The rates are what is reached; lower them only with a reason.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gongkai.report.checks import Finding, Severity, run_checks
from gongkai.report.model import Cell, Claim, Paragraph, Report, Section
from gongkai.report.read.values import parse_value
from tests.report.checks.realistic_reports import passages, report_of
from tests.report.checks.support import make_report

pytestmark = pytest.mark.no_cover  # traced it takes three times as long, for few branches

ENTRIES = [e for _, e in passages()]
# kinds of figures that a table, or the rest of the sentence, holds
HELD = re.compile(
    r"(?:new_applications(?:\.natural_person|\.business|\.legal_service|\.organisations)?|carried_in|carried_out|"
    r"handled|granted|partly_granted|withheld\w*|unavailable\w*|declined\w*|other|other_rest|other_\w+e|"
    r"(?:reconsideration|litigation|direct_suit|suit_after_reconsideration)(?:\.\w+)?|"
    r"licences|penalties|coercion|normative_documents(?:\.\w+)?)$"
)


def entry(name: str) -> dict[str, Any]:
    return next(e for e in ENTRIES if e["name"] == name)


def alarms(report: Report) -> list[Finding]:
    return [f for f in run_checks(report) if f.severity is not Severity.NOTE]


def with_cell(report: Report, index: int, raw: str) -> Report:
    read = parse_value(raw)
    cells = list(report.cells)
    cells[index] = Cell(raw, read.value, read.state, read.unit)
    made = copy.copy(report)  # keeps the claims that were read
    made.cells = tuple(cells)
    return made


def with_text(report: Report, number: int, change: Callable[[str], str]) -> Report:
    made = copy.copy(report)
    made.__dict__.pop("claims", None)
    made.sections = [
        Section(
            s.number,
            s.title,
            [Paragraph(t, s.place) for t in change(s.text).split("\n")],
            s.place,
            s.order,
        )
        if s.number == number
        else s
        for s in report.sections
    ]
    return made


# tables -------------------------------------------------------------------------------------------


def cells_of(report: Report, table: str) -> Iterator[tuple[int, Decimal]]:
    for i, (where, cell) in enumerate(zip(report.form.cells, report.cells, strict=True)):
        if where.table == table and cell is not None and cell.value is not None:
            yield i, cell.value


def wrong_values(value: Decimal) -> list[str]:
    digits = str(value)
    made = [str(value + 1)]
    if value:
        made += [str(value - 1), str(value * 10), "", str(-value), "若干"]
    if len(digits) > 1 and digits[-1] != digits[-2]:
        made.append(digits[:-2] + digits[-1] + digits[-2])
    return made


@pytest.mark.parametrize("name", ["政府系统与办公室", "2019年其他处理"])
def test_every_wrong_cell_of_table_3_is_named_and_nothing_else(name: str) -> None:
    report = report_of(entry(name))
    assert alarms(report) == []
    for index, value in cells_of(report, "三"):
        for raw in wrong_values(value) if value else ["1"]:
            roots = [f for f in alarms(with_cell(report, index, raw)) if not f.derived_from]
            where = report.form.cells[index].zh, raw
            assert any(f.cells[:1] == (index,) for f in roots), where
            assert all(index in f.cells for f in roots), where


@pytest.mark.parametrize("name", ["政府系统与办公室", "被申请复议纠正零件"])
def test_every_wrong_cell_of_table_4_is_found_and_nothing_else(name: str) -> None:
    report = report_of(entry(name))
    for index, value in cells_of(report, "四"):
        for raw in wrong_values(value) if value else ["1"]:
            found = alarms(with_cell(report, index, raw))
            assert found, (report.form.cells[index].zh, raw)
            assert all(index in f.cells for f in found if f.check.startswith("T4")), raw


@pytest.mark.parametrize(
    "slug", ["t2.licences.decisions", "t2.penalties.decisions", "t2.coercion.decisions"]
)
def test_a_wrong_cell_of_table_2_is_found_when_the_prose_tells_it(slug: str) -> None:
    report = report_of(entry("行政许可处罚"))
    index = report.form.by_slug[slug]
    cell = report.cells[index]
    assert cell is not None and cell.value is not None
    for raw in (str(cell.value + 1), str(cell.value * 10), str(-cell.value), "若干"):
        assert any(index in f.cells for f in alarms(with_cell(report, index, raw))), raw


# figures in the prose -----------------------------------------------------------------------------


def held_figures(report: Report) -> Iterator[Claim]:
    for claim in report.claims:
        if (
            claim.section == 1
            and claim.span != (0, 0)
            and claim.written.isdigit()
            and HELD.match(claim.kind)
            and claim.year == report.year
            and claim.scope not in ("part", "area" if not report.is_government else "own")
        ):
            yield claim


@pytest.mark.thorough
def test_nearly_every_wrong_figure_of_the_prose_is_found() -> None:
    planted = found = 0
    missed = []
    for one in ENTRIES:
        report = report_of(one)
        for claim in held_figures(report):
            start, end = claim.span
            for wrong in (str(int(claim.written) + 1), claim.written + "0"):
                if int(wrong) == int(claim.written):
                    continue
                made = with_text(report, 1, lambda t: t[:start] + wrong + t[end:])  # noqa: B023
                planted += 1
                if alarms(made):
                    found += 1
                else:
                    missed.append((one["name"], claim.quote, wrong))
    assert planted > 450
    assert found / planted >= 0.97, missed


# words --------------------------------------------------------------------------------------------

BASELINES = [
    {"body": body, "year": year}
    for body in ("云州市教育局", "云州市人民政府", "云州市卫生健康委员会")
    for year in (2020, 2021, 2023, 2024)
]


def rate_of(pattern: str, change: Callable[[Report, str], str], check: str) -> tuple[int, int]:
    """Each match of a pattern ({year}, {body}) in the baselines' prose replaced in turn: planted,
    found by that check."""
    planted = found = 0
    for one in BASELINES:
        report = make_report(one)
        wanted = re.compile(pattern.format(year=report.year, body=re.escape(report.body)))
        for section in report.sections:
            for match in wanted.finditer(section.text):
                new = change(report, match[0])
                made = with_text(
                    report,
                    section.number,
                    lambda t: t[: match.start()] + new + t[match.end() :],  # noqa: B023
                )
                planted += 1
                found += any(f.check == check for f in alarms(made))
    return planted, found


def test_last_years_number_left_anywhere_is_found() -> None:
    planted, found = rate_of(r"{year}(?=年)", lambda r, _: str((r.year or 0) - 1), "DOC.YEAR")
    assert planted >= 50
    assert found == planted


@pytest.mark.parametrize("other", ["青山市{rest}", "云州市水务局"])
def test_another_bodys_name_is_found(other: str) -> None:
    def change(report: Report, own: str) -> str:
        return other.format(rest=own.removeprefix("云州市"))

    planted, found = rate_of("{body}", change, "DOC.OTHER_BODY")
    assert planted >= 10
    assert found == planted


@pytest.mark.parametrize(
    ("words", "check"),
    [
        ("联系人手机13912340000。", "PII.MOBILE"),
        ("联系人手机139 1234 0000。", "PII.MOBILE"),
        ("联系人手机139-1234-0000。", "PII.MOBILE"),
        ("申请人身份证号码990101199001010000。", "PII.IDENTITY"),
        ("申请人张某（370102199003071234）。", "PII.IDENTITY"),
        ("对重复的政府信息公开申请不予受理。", "NAR.TERM"),
        ("对1件政府信息公开申请不予答复。", "NAR.TERM"),
        ("活动于2月30日举行。", "DATE.IMPOSSIBLE"),
        ("公开了{year}年度部门决算和{next}年度部门预算。", "DATE.FISCAL"),
        ("因政府信息公开被申请行政复议2件。", "NAR.TABLE"),
        ("因政府信息公开被提起行政诉讼1件。", "NAR.TABLE"),
        ("结转下年度继续办理的政府信息公开申请1件。", "NAR.TABLE"),
    ],
)
def test_a_sentence_that_must_not_stand_there_is_found(words: str, check: str) -> None:
    for one in BASELINES:
        report = make_report(one)
        year = report.year or 0
        said = words.format(year=year, next=year + 1)
        made = with_text(report, 1, lambda t: f"{t}\n{said}")  # noqa: B023
        assert check in {f.check for f in alarms(made)}, one
        assert {f.check for f in alarms(made)} <= {check, "NAR.SELF"}, one


def test_dates_out_of_bounds_are_found() -> None:
    for one in BASELINES:
        report = make_report(one)
        year = report.year or 0
        for day, check in (
            (date(year, 1, 20), "DATE.SIGN_BEFORE_PERIOD_END"),
            (date(year, 12, 31), "DATE.SIGN_BEFORE_PERIOD_END"),
            (date(year + 1, 4, 1), "DATE.LATE"),
            (date(year + 2, 1, 20), "DATE.LATE"),
        ):
            made = copy.copy(report)
            made.signed_on = day
            assert [f.check for f in alarms(made)] == [check]


@pytest.mark.parametrize("number", range(1, 7))
def test_a_section_left_out_or_out_of_place_is_found(number: int) -> None:
    for one in BASELINES:
        report = make_report(one)
        made = copy.copy(report)
        made.__dict__.pop("claims", None)
        made.sections = [s for s in report.sections if s.number != number]
        assert "DOC.SECTION_MISSING" in {f.check for f in alarms(made)}
        moved = copy.copy(report)
        moved.sections = [
            Section(s.number, s.title, s.paragraphs, s.place, 9 if s.number == number else s.order)
            for s in report.sections
        ]
        expected = {"DOC.SECTION_ORDER"} if number < 6 else set()
        assert {f.check for f in alarms(moved)} == expected


def test_a_report_copied_from_last_years_is_found() -> None:
    from gongkai.report.checks import Context

    for one in BASELINES:
        old = make_report({**one, "year": int(one["year"]) - 1})
        new = make_report(one)
        new.sections = [
            Section(
                s.number,
                s.title,
                [
                    Paragraph(p.text.replace(str(old.year), str(new.year)), p.place)
                    for p in s.paragraphs
                ],
                s.place,
                s.order,
            )
            for s in old.sections
        ]
        found = {f.check for f in run_checks(new, Context(previous=old))}
        assert "X.COPIED" in found
        own = {f.check for f in run_checks(make_report(one), Context(previous=old))}
        assert "X.COPIED" not in own
