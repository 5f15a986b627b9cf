"""汇总: sums of many reports with coverage. Missing is never zero, and no total hides a gap."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from gongkai.errors import BadInput
from gongkai.report.checks import Severity, run_checks
from gongkai.report.forms import Form, form_for
from gongkai.report.model import Cell, Report, State

__all__ = [
    "Body",
    "CellSum",
    "Consolidation",
    "Difference",
    "Excluded",
    "bodies_from_csv",
    "consolidate",
    "under",
]

_IN_WAN = {
    "元": Decimal("0.0001"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "亿元": Decimal(10**4),
}


class Body(NamedTuple):
    """A body that must report, with the body whose report covers it."""

    name: str
    parent: str = ""


class Excluded(NamedTuple):
    """A file that does not count, and why."""

    file: str
    body: str
    reason: str


class CellSum(NamedTuple):
    """One cell over all bodies.

    total: sum of the stated numbers, None when nobody states one. stated + blank + absent +
    unclear = the bodies that reported; the rest of `expected` did not report.
    """

    total: Decimal | None
    unit: str
    stated: int
    blank: int
    absent: int
    unclear: int  # text, or money in an unknown unit

    def complete(self, expected: int) -> bool:
        """Whether every expected body states a number here."""
        return self.stated == expected


class Difference(NamedTuple):
    """A cell in which a published parent report and the sum differ."""

    cell: int
    printed: Decimal
    total: Decimal
    bodies: tuple[tuple[str, Decimal], ...]  # largest first
    hint: str

    @property
    def gap(self) -> Decimal:
        return self.printed - self.total


@dataclass(slots=True)
class Consolidation:
    """The result: what was added, who is missing, what was left out and why."""

    form: Form
    year: int
    expected: list[Body]
    included: list[Report]
    missing: list[Body]
    excluded: list[Excluded]
    sums: list[CellSum]
    differences: list[Difference] = field(default_factory=list)
    parent: Report | None = None

    @property
    def n_expected(self) -> int:
        """How many bodies a complete total needs."""
        return len(self.expected) or len(self.included)

    def as_report(self, body: str = "") -> Report:
        """The consolidated tables as a report; only cells that every expected body states."""
        n = self.n_expected
        cells = [
            Cell(f"{s.total:f}", s.total, State.NUMBER if s.total else State.ZERO, s.unit)
            if s.total is not None and s.complete(n)
            else None
            for s in self.sums
        ]
        return Report(
            file="",
            form=self.form,
            year=self.year,
            body=body,
            title=f"{body}{self.year}年政府信息公开工作年度报告汇总表",
            cells=tuple(cells),
        )


def consolidate(
    reports: Iterable[Report],
    *,
    year: int | None = None,
    expected: Sequence[Body] = (),
    parent: Report | None = None,
    above: str = "",
    failed: Iterable[Excluded] = (),
) -> Consolidation:
    """Add up the reports of one year, cell by cell.

    year: by default the year most reports are of; above: the body whose report the sum is.
    Reports of another year or form, second reports of a body, and the report of the body above
    are excluded with the reason.
    """
    candidates = list(reports)
    if year is None:
        years = Counter(r.year for r in candidates if r.year)
        if not years:
            raise BadInput("没有一份报告能确定年度，无法汇总")
        year = years.most_common(1)[0][0]
    form = form_for(year)
    excluded = list(failed)
    included: list[Report] = []
    by_body: dict[str, Report] = {}
    above = body_key(above or (parent.body if parent else ""))
    for report in candidates:
        reason = _reason_to_exclude(report, year, form, by_body, above)
        if reason:
            excluded.append(Excluded(report.file, report.body, reason))
        else:
            by_body[body_key(report.body)] = report
            included.append(report)
    names = {body_key(b.name) for b in expected}
    unexpected = [r for r in included if expected and body_key(r.body) not in names]
    for report in unexpected:
        included.remove(report)
        excluded.append(Excluded(report.file, report.body, "不在应报机关名单内"))
    met = {body_key(r.body) for r in included}
    result = Consolidation(
        form=form,
        year=year,
        expected=list(expected),
        included=included,
        missing=[b for b in expected if body_key(b.name) not in met],
        excluded=excluded,
        sums=[_sum(form, i, included) for i in range(len(form.cells))],
        parent=parent,
    )
    if parent is not None:
        result.differences = _differences(result, parent)
    return result


def under(bodies: Sequence[Body], of: str = "") -> tuple[str, list[Body]]:
    """(the body above, the bodies whose reports make up its report) out of a list with parents.

    Without `of`, the one body that is a parent and has none itself; a list without parents is
    taken whole. Bodies two levels down are in the reports of those between.
    """
    keys = {body_key(b.parent) for b in bodies if b.parent}
    if of:
        chosen = body_key(of)
        if chosen not in keys:
            raise BadInput(f"应报机关名单中没有以“{of}”为上级的机关")
    else:
        tops = {k for k in keys if not any(body_key(b.name) == k and b.parent for b in bodies)}
        if len(tops) != 1:
            return "", list(bodies)
        chosen = next(iter(tops))
    name = of or next((b.parent for b in bodies if body_key(b.parent) == chosen), "")
    return name, [b for b in bodies if b.parent and body_key(b.parent) == chosen]


def errors_of(report: Report) -> int:
    """How many errors a report has by itself; shown beside its sums."""
    return sum(1 for f in run_checks(report) if f.severity is Severity.ERROR)


def body_key(name: str) -> str:
    """A body's name for comparison: no spaces, no brackets, the short form of a government."""
    plain = re.sub(r"[\s（）()]", "", name)
    return re.sub(r"(?<=[省市县区旗州盟])人民政府$", "", plain)


def _reason_to_exclude(
    report: Report,
    year: int,
    form: Form,
    by_body: dict[str, Report],
    above: str,
) -> str:
    if report.year is None:
        return "不能确定年度"
    if report.year != year:
        return f"是{report.year}年度的报告，不是{year}年度"
    if report.form is not form:
        return f"用了{report.form.source.number}的表式，不能与{form.source.number}的表式相加"
    if not report.body:
        return "不能确定是哪个机关的报告"
    if above and body_key(report.body) == above:
        return "是上级自己的报告"
    if body_key(report.body) in by_body:
        return f"与“{by_body[body_key(report.body)].file}”同属{report.body}，只计一份"
    if not any(c is not None for c in report.cells):
        return "没有读到任何表格数据"
    return ""


def _sum(form: Form, index: int, reports: Sequence[Report]) -> CellSum:
    values: list[Decimal] = []
    blank = absent = unclear = 0
    for report in reports:
        cell = report.cells[index]
        if cell is None:
            absent += 1
        elif cell.state in (State.BLANK, State.NOT_APPLICABLE):
            blank += 1
        elif (amount := _amount(form, index, cell)) is None:
            unclear += 1
        else:
            values.append(amount)
    if not values:
        return CellSum(None, "", 0, blank, absent, unclear)
    total = sum(values, Decimal(0))
    if form.cells[index].is_money:
        return CellSum(total.normalize(), "万元", len(values), blank, absent, unclear)
    return CellSum(total, "", len(values), blank, absent, unclear)


def _amount(form: Form, index: int, cell: Cell | None) -> Decimal | None:
    """What a cell adds to a sum, money in 万元; None without a number, or of unknown unit."""
    if cell is None or cell.value is None:
        return None
    if not form.cells[index].is_money or not cell.value:
        return cell.value
    return cell.value * _IN_WAN[cell.unit] if cell.unit in _IN_WAN else None


def _differences(result: Consolidation, parent: Report) -> list[Difference]:
    if parent.form is not result.form or parent.year != result.year:
        return []
    found = []
    for index, total in enumerate(result.sums):
        printed = _amount(parent.form, index, parent.cells[index])
        if printed is None or total.total is None or printed == total.total:
            continue
        found.append(_difference(result, index, printed, total.total))
    return found


def _difference(result: Consolidation, index: int, printed: Decimal, total: Decimal) -> Difference:
    amounts = [(r.body, _amount(r.form, index, r.cells[index])) for r in result.included]
    bodies = [(body, amount) for body, amount in amounts if amount]
    bodies.sort(key=lambda pair: -abs(pair[1]))
    silent = [b.name for b in result.missing]
    silent += [body for body, amount in amounts if amount is None]
    gap = printed - total
    same = [name for name, value in bodies if value == abs(gap)]
    if gap < 0 and same:
        hint = f"差额{abs(gap):f}正好是{'、'.join(same[:3])}的数，上级报告可能漏计"
    elif gap > 0 and same:
        hint = f"差额{gap:f}正好是{'、'.join(same[:3])}的数，上级报告可能重复计算"
    elif gap > 0 and silent:
        hint = (
            f"{len(silent)}个机关没有数：{'、'.join(silent[:5])}{'等' if len(silent) > 5 else ''}"
        )
    else:
        hint = "各机关之和与上级报告不一致，请逐一核对"
    return Difference(index, printed, total, tuple(bodies), hint)


_NAME_COLUMNS = ("name", "body", "机关名称", "机关", "单位名称", "单位", "名称")
_PARENT_COLUMNS = ("parent", "上级", "上级机关", "主管机关")


def bodies_from_csv(text: str, name: str = "bodies.csv") -> list[Body]:
    """The bodies expected to report; BadInput says what is wrong with the list."""
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff")))
    try:
        columns, *rows = [[field.strip() for field in line] for line in lines] or [[]]
    except csv.Error:
        raise BadInput(
            f"应报机关名单 {name} 的第{lines.line_num}行不是正确的 CSV；请检查引号，或重新另存"
        ) from None
    column = next((c for c in columns if c in _NAME_COLUMNS), "")
    if not column:
        raise BadInput(
            f"应报机关名单 {name} 的第一行应有名为 name（或“机关名称”）的一列，"
            f"实有：{'、'.join(columns) or '空'}"
        )
    parent = next((c for c in columns if c in _PARENT_COLUMNS), "")
    made: dict[str, Body] = {}
    for row in rows:
        known = dict(zip(columns, row, strict=False))
        if known.get(column):
            body = Body(known[column], known.get(parent, ""))
            made.setdefault(body_key(body.name), body)
    if not made:
        raise BadInput(f"应报机关名单 {name} 没有一个机关")
    return list(made.values())
