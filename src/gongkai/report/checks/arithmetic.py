"""勾稽: totals and balance of tables 3 and 4, each failure with its root cause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from gongkai.report.checks.engine import Check, Context, Finding, Severity, check, finding_id
from gongkai.report.checks.equations import Failure, Kind, Number, failures, numbers
from gongkai.report.checks.roots import explain
from gongkai.report.model import NOWHERE, Report
from gongkai.sources import FORM_2021, Article

__all__: list[str] = []  # the checks register themselves

_TABLE_3 = Article(FORM_2021, part="表三")
_TABLE_4 = Article(FORM_2021, part="表四")
_BLANK = "blank"
_PARTS_NAMED = 7


def _said(value: Number | bool) -> str:
    """A number as it is said in findings; "blank" for an empty cell."""
    return _BLANK if value is None or value is False else f"{value:f}"


def _of(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Its share of the findings: all six come from one look at a report, which names the roots."""
    made = context.memo.get("arithmetic")
    if made is None:
        made = context.memo["arithmetic"] = _Arithmetic(report).findings()
    return (f for f in cast(list[Finding], made) if f.check == own.id)


for _id, _sentence, _source in (
    ("T3.ROW_TOTAL", "表三每一行的总计等于各类申请人之和。", _TABLE_3),
    ("T3.COL_TOTAL", "表三每一列的（七）总计等于（一）至（六）之和。", _TABLE_3),
    ("T3.TOTAL_BLANK", "表三中各分项不为零时，总计不得空白。", _TABLE_3),
    ("T3.RECONCILE", "表三每一列第一项加第二项之和，等于第三项（七）总计加第四项之和。", _TABLE_3),
    ("T4.TOTAL", "表四每一组的总计等于四种结果之和。", _TABLE_4),
    ("T4.TOTAL_BLANK", "表四中各结果不为零时，总计不得空白。", _TABLE_4),
):
    check(_id, Severity.ERROR, _sentence, _source, cells_only=True)(_of)

_CHECK_OF = {Kind.ROW: "T3.ROW_TOTAL", Kind.COLUMN: "T3.COL_TOTAL", Kind.GROUP: "T4.TOTAL"}


@dataclass(slots=True)
class _Case:
    """A failing equation on its way to being a finding."""

    failure: Failure
    check: str
    key: str
    root: int | None = None  # the cell whose correction it is the finding of


class _Arithmetic:
    """The failing equations of one report, each on its way to its check."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._form = report.form
        self._values = numbers(report.cells)
        failed = failures(report.form, self._values)
        self._repair = explain(report.form, self._values, failed) if failed else {}
        self._cases = self._unique(failed)
        self._assign_roots()

    def findings(self) -> list[Finding]:
        homes = {c.root: finding_id(c.check, c.key) for c in self._cases if c.root is not None}
        made = []
        for case in self._cases:
            finding = self._finding(case)
            if case.root is None and homes:
                mine = [homes[i] for i in case.failure.equation.cells if i in homes]
                table = case.check[:2]
                roots = mine or [h for h in homes.values() if h.startswith(table)]
                finding = finding.from_roots(roots)
            made.append(finding)
        return made

    def _unique(self, failed: list[Failure]) -> list[_Case]:
        cases: list[_Case] = []
        blank: set[int] = set()
        for failure in failed:
            kind, target = failure.equation.kind, failure.equation.left[0]
            slug = self._form.cells[target].slug
            if kind is Kind.BALANCE:
                cases.append(_Case(failure, "T3.RECONCILE", slug.rsplit(".", 1)[-1]))
            elif self._values[target] is None:
                # one empty total may break both its row and its column: one finding
                if target not in blank:
                    blank.add(target)
                    table = "T4" if kind is Kind.GROUP else "T3"
                    cases.append(_Case(failure, f"{table}.TOTAL_BLANK", slug))
            else:
                cases.append(_Case(failure, _CHECK_OF[kind], slug))
        return cases

    def _assign_roots(self) -> None:
        """Give each wrong cell the finding that says so: its own total first, else its row."""
        for cell in sorted(self._repair):
            own = [
                c
                for c in self._cases
                if c.root is None
                and c.failure.equation.kind is not Kind.BALANCE
                and c.failure.equation.left[0] == cell
            ]
            other = [c for c in self._cases if c.root is None and cell in c.failure.equation.cells]
            for case in (own or other)[:1]:
                case.root = cell

    def _finding(self, case: _Case) -> Finding:
        equation, left, right = case.failure
        first = case.root if case.root is not None else equation.left[0]
        cells = (first, *(i for i in equation.cells if i != first))
        target_is_root = case.root == equation.left[0] and equation.kind is not Kind.BALANCE
        message = self._message(case)
        if equation.kind is Kind.BALANCE:
            total, carried = equation.right
            expected = f"一+二 = {left:f}"
            found = f"三（七）+四 = {_said(self._values[total])}+{_said(self._values[carried])}"
        else:
            expected, found = f"{right:f}", _said(self._values[equation.left[0]])
        if case.root is not None:
            expected = f"{self._repair[case.root]:f}"
            found = _said(self._values[case.root])
            if not target_is_root or self._repair[case.root] != right:
                message += self._culprit(case.root)
        place = next((c.place for i in cells if (c := self._report.cells[i]) is not None), NOWHERE)
        return Finding(
            id=finding_id(case.check, case.key),
            check=case.check,
            severity=Severity.ERROR,
            message=message,
            cells=cells,
            expected=expected,
            found=found,
            place=place,
        )

    def _culprit(self, cell: int) -> str:
        return (
            f"；只要把“{self._form.cells[cell].zh}”由{_zh(self._values[cell])}改为"
            f"{self._repair[cell]:f}，相关的各处不一致即可消除，差错很可能在这一格"
        )

    def _message(self, case: _Case) -> str:
        equation, left, right = case.failure
        cells = self._form.cells
        if equation.kind is Kind.BALANCE:
            column = cells[equation.left[0]].column_path.rsplit(" / ", 1)[-1]
            a, b = (_zh(self._values[i]) for i in equation.left)
            c, d = (_zh(self._values[i]) for i in equation.right)
            return (
                f"表三“{column}”一列不平衡：第一项加第二项为{a}＋{b}＝{left:f}，"
                f"第三项总计加第四项为{c}＋{d}＝{right:f}"
            )
        target = cells[equation.left[0]]
        parts = self._parts(equation.right, equation.kind)
        stated = _zh(self._values[equation.left[0]])
        if stated == "空白":
            return f"{target.zh}空白，而各分项（{parts}）合计{right:f}，应填{right:f}"
        return f"{target.zh}印作{stated}，各分项（{parts}）合计{right:f}"

    def _parts(self, cells: tuple[int, ...], kind: Kind) -> str:
        """The parts that are not zero, by the label that tells them apart."""
        said = []
        for i in cells:
            value = self._values[i]
            if isinstance(value, Decimal) and value:
                cell = self._form.cells[i]
                path = cell.row_path if kind is Kind.COLUMN else cell.column_path
                said.append(f"{path.rsplit(' / ', 1)[-1].split('（区分')[0]}{value:f}")
        if len(said) > _PARTS_NAMED:
            return f"{'、'.join(said[:_PARTS_NAMED])}等{len(said)}项"
        return "、".join(said) or "均为零或空白"


def _zh(value: Number | bool) -> str:
    return _said(value).replace(_BLANK, "空白")
