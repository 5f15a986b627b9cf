"""Between documents: last year's report, and the report of the body above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from gongkai.report.checks.engine import Check, Context, Finding, Quote, Severity, check
from gongkai.report.forms import FORM_2019, FORM_2021, Form
from gongkai.report.model import Report
from gongkai.sources import FORM_2021 as NOTICE_2021
from gongkai.sources import R2019, Article

__all__ = ["copied", "in_force", "items", "jump", "opening", "subset"]

_TABLE_2 = Article(NOTICE_2021, part="表二")
_TABLE_3 = Article(NOTICE_2021, part="表三")
_JUMP = 5  # times, up or down
_JUMP_FROM = 50  # smaller figures jump without meaning anything
_COPIED = 0.9
_COPIED_FROM = 80  # characters; shorter paragraphs are formulas
_COMPARED = 5_000  # characters, more than such a section has; the time grows with their square


def _value(report: Report, slug: str) -> Decimal | None:
    index = report.form.by_slug.get(slug)
    cell = None if index is None else report.cells[index]
    return None if cell is None else cell.value


def _last_years(report: Report, context: Context, form: Form | None = None) -> Report | None:
    """The report to compare with, if it is of the year before, and in that form."""
    previous = context.previous
    if previous is None or not report.year or previous.year != report.year - 1:
        return None
    return previous if form is None or previous.form is form else None


def _differs(
    own: Check,
    report: Report,
    index: int,
    says: str,
    *,
    now: Decimal,
    expected: str,
    also: Sequence[int] = (),
) -> Finding:
    """A finding about one cell, which begins with its name."""
    where = report.form.cells[index]
    return own.finding(
        where.slug,
        f"{where.zh}{says}",
        cells=[index, *also],
        expected=expected,
        found=f"{now:f}",
    )


@check(
    "X.OPENING",
    Severity.WARNING,
    "本年的上年结转应等于上一年度报告的结转下年度，各列相同。",
    _TABLE_3,
    needs="previous",
)
def opening(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """二（this year） = 四（last year）, in each of the seven columns."""
    previous = _last_years(report, context)
    if previous is None:
        return
    wrong: list[tuple[int, Decimal, Decimal]] = []
    for column in report.form.columns:
        slug = f"t3.carried_in.{column[-1].id}"
        now = _value(report, slug)
        before = _value(previous, f"t3.carried_out.{column[-1].id}")
        # a blank on one side stands for none where the other side says none
        if (now or 0) != (before or 0):
            wrong.append((report.form.by_slug[slug], before or Decimal(0), now or Decimal(0)))
    if wrong:
        said = "、".join(
            f"{report.form.cells[i].column_path.rsplit(' / ', 1)[-1]}"
            f"上年结转下年度{before:f}、本年上年结转{now:f}"
            for i, before, now in wrong
        )
        last, before, now = wrong[-1]
        yield own.finding(
            report.form.cells[last].slug,
            f"与{previous.year}年度报告不衔接：{said}",
            cells=[i for i, _, _ in reversed(wrong)],
            expected=f"{before:f}",
            found=f"{now:f}",
        )


@check(
    "X.IN_FORCE",
    Severity.WARNING,
    "现行有效件数应等于上一年度的现行有效件数加本年制发减本年废止。",
    _TABLE_2,
    forms=[FORM_2021.key],
    needs="previous",
)
def in_force(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Stock of rules and normative documents, both years in the form of 2021."""
    previous = _last_years(report, context, FORM_2021)
    if previous is None:
        return
    for row in ("rules", "normative_documents"):
        before = _value(previous, f"t2.{row}.in_force")
        now, issued, gone = (
            _value(report, f"t2.{row}.{c}") for c in ("in_force", "issued", "abolished")
        )
        if before is None or now is None or issued is None or gone is None:
            continue
        expected = before + issued - gone
        if now != expected:
            by_slug = report.form.by_slug
            yield _differs(
                own,
                report,
                by_slug[f"t2.{row}.in_force"],
                f"为{now:f}，而上年{before:f}＋制发{issued:f}－废止{gone:f}＝{expected:f}",
                now=now,
                expected=f"{expected:f}",
                also=[by_slug[f"t2.{row}.{c}"] for c in ("issued", "abolished")],
            )


@check(
    "X.ITEMS",
    Severity.WARNING,
    "上一年项目数量应等于上一年度报告的项目数量加其增减。",
    _TABLE_2,
    forms=[FORM_2019.key],
    needs="previous",
)
def items(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Item counts from the report of 2019 to that of 2020."""
    previous = _last_years(report, context, FORM_2019)
    if previous is None:
        return
    for slug, index in report.form.by_slug.items():
        if not slug.endswith(".items_last_year"):
            continue
        counted, now = _after_change(previous, slug), _value(report, slug)
        if counted is None or now is None or now == counted[2]:
            continue
        before, change, after = counted
        yield _differs(
            own,
            report,
            index,
            f"为{now:f}，而上一年度报告为{before:f}{change:+f}＝{after:f}",
            now=now,
            expected=f"{after:f}",
        )


@check(
    "X.JUMP",
    Severity.NOTE,
    "与上一年度相比增减五倍以上的数据，宜核实并说明。",
    _TABLE_2,
    needs="previous",
)
def jump(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Figures five times or a fifth of last year's."""
    previous = _last_years(report, context)
    if previous is None:
        return
    for slug, index in report.form.by_slug.items():
        of_table_2 = slug.startswith("t2.") and not slug.endswith((".items_change", "_amount"))
        if not of_table_2 and not slug.endswith(".total"):
            continue
        now, before = _value(report, slug), _value(previous, slug)
        if before is None and slug.endswith(".decisions"):
            before = _value(previous, f"{slug}_2019")
        if now is None or before is None or max(now, before) < _JUMP_FROM:
            continue
        if now > before * _JUMP or before > now * _JUMP:
            says = f"由上年的{before:f}变为{now:f}"
            yield _differs(own, report, index, says, now=now, expected=f"{before:f}")


@check(
    "X.COPIED",
    Severity.WARNING,
    "文字不应照抄上一年度的报告。",
    Article(NOTICE_2021, part="关于雷同、敷衍的要求"),
    needs="previous",
)
def copied(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Text the same as last year's when figures are masked; sections one and five."""
    previous = _last_years(report, context)
    if previous is None:
        return
    for number in (1, 5):
        section, old = report.section(number), previous.section(number)
        if section is None or old is None:
            continue
        now_text, old_text = _masked(section.text), _masked(old.text)
        if len(now_text) < _COPIED_FROM:
            continue
        likeness = SequenceMatcher(None, old_text, now_text, autojunk=False).ratio()
        if likeness >= _COPIED:
            quote = section.paragraphs[0]
            yield own.finding(
                str(number),
                f"“{section.title}”与上一年度的文字有{likeness:.0%}相同（数字不计）",
                quotes=[Quote(quote.text[:40], number, quote.place)],
                expected=f"< {_COPIED:.0%}",
                found=f"{likeness:.0%}",
                place=section.place,
            )


_FIGURES = re.compile(
    r"[\d０-９,.，％%]+|[一二三四五六七八九十百千万亿两]+(?=[件条次个项篇份期人年月日])"
)


def _masked(text: str) -> str:
    return _FIGURES.sub("#", re.sub(r"\s+", "", text))[:_COMPARED]


@check(
    "X.SUBSET",
    Severity.WARNING,
    "下级机关或部门的数不应大于汇总了它的上级报告的数。",
    Article(R2019, 49),
    needs="parent",
)
def subset(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Part ≤ whole, cell by cell; item counts compared after their change."""
    parent = context.parent
    if parent is None or parent.year != report.year or parent.form.key != report.form.key:
        return
    form = report.form
    for slug, index in form.by_slug.items():
        if slug.endswith(".items_change"):
            stock = slug.replace("items_change", "items_last_year")
            part, whole = _after_change(report, stock), _after_change(parent, stock)
            if part and whole and part[2] > whole[2]:
                where = form.cells[index]
                yield own.finding(
                    where.slug,
                    f"表二“{where.row_path}”的项目数（上一年加增减）为{_sum_words(part)}，"
                    f"大于{parent.body or '上级'}的{_sum_words(whole)}；两者不能同时正确",
                    cells=[index, form.by_slug[stock]],
                    expected=f"≤ {_sum_words(whole)}",
                    found=_sum_words(part),
                )
            continue
        part_value, whole_value = _value(report, slug), _value(parent, slug)
        if part_value is None or whole_value is None or part_value <= whole_value:
            continue
        if not _same_unit(form, index, report, parent):
            continue
        yield _differs(
            own,
            report,
            index,
            f"为{part_value:f}，大于{parent.body or '上级'}的{whole_value:f}",
            now=part_value,
            expected=f"≤ {whole_value:f}",
        )


def _after_change(report: Report, stock: str) -> tuple[Decimal, Decimal, Decimal] | None:
    """(items last year, change, items after it) of the row with that `items_last_year` cell."""
    before = _value(report, stock)
    change = _value(report, stock.replace("items_last_year", "items_change"))
    return None if before is None or change is None else (before, change, before + change)


def _sum_words(parts: tuple[Decimal, Decimal, Decimal]) -> str:
    before, change, after = parts
    sign = "-" if change < 0 else "+"
    return f"{before:f} {sign} {abs(change):f} = {after:f}"


def _same_unit(form: Form, index: int, report: Report, parent: Report) -> bool:
    """Money compares only in one known unit; counts always."""
    mine, theirs = report.cells[index], parent.cells[index]
    if form.cells[index].is_money:
        return bool(mine and theirs and mine.unit and mine.unit == theirs.unit)
    return True
