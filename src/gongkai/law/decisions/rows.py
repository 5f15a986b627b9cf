"""表三的行: which form a year uses, and the one row in which an application is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.errors import BadInput, NoRuleInForce
from gongkai.law.decisions.codes import PARTIAL, Decision, Group, decision
from gongkai.law.in_force import InForce, Version
from gongkai.sources import FORM_2019, FORM_2021, Article
from gongkai.terms import Term, term

__all__ = ["PARAMETERS", "StatisticalRow", "counted_in", "form_of", "row_of", "statistical_row"]

FORM = InForce(
    "report_form",
    "年度报告表三的格式（按报告年度）",
    "格式",
    (
        Version(date(2019, 1, 1), "2019", Article(FORM_2019)),
        Version(date(2021, 1, 1), "2021", Article(FORM_2021)),
    ),
)
PRECEDENCE: InForce[tuple[Group, ...]] = InForce(
    "row_precedence",
    "一件申请含多项答复而未拆分时，取哪一类（部分公开另有规定）",
    "顺序",
    (
        Version(
            date(2019, 1, 1),
            (Group.WITHHELD, Group.GRANTED, Group.UNAVAILABLE, Group.DECLINED, Group.OTHER),
            Article(FORM_2019, part="表三"),
            confirmed=False,
            note="填报说明未能读到；既公开又不予公开的计部分公开，为表内文字；其余顺序为设计",
        ),
        Version(
            date(2021, 1, 1),
            (Group.WITHHELD, Group.GRANTED, Group.UNAVAILABLE, Group.DECLINED, Group.OTHER),
            Article(FORM_2021, part="表三"),
            confirmed=False,
            note="填报说明未能读到；既公开又不予公开的计部分公开，为表内文字；其余顺序为设计",
        ),
    ),
)
PARAMETERS: tuple[InForce[Any], ...] = (FORM, PRECEDENCE)


@dataclass(frozen=True, slots=True)
class StatisticalRow:
    """The row, the decision that led to it, why, and how sure that is."""

    row: Term
    code: str
    reason: str
    article: Article
    confirmed: bool
    note: str = ""


def form_of(report_year: int) -> Version[str]:
    """The form for the report on that year: "2019" or "2021"; NoRuleInForce before 2019."""
    try:
        return FORM.on(date(report_year, 1, 1))
    except NoRuleInForce:
        raise NoRuleInForce(
            f"{report_year} 年度报告不用本软件所载的两种格式；最早为 2019 年度（{FORM_2019}）"
        ) from None


def counted_in(day: date) -> int:
    """The year whose report counts what ended on that day; before 2019 by the first form."""
    return max(day.year, FORM.versions[0].since.year)


def row_of(code: str, report_year: int) -> Term:
    """The one row of table 3 in which that decision is counted in that year's report."""
    return _row(decision(code), form_of(report_year).value)


def _row(found: Decision, form: str) -> Term:
    return term(found.row_2019 if form == "2019" else found.row)


def statistical_row(items: Sequence[str], report_year: int, main: int = 0) -> StatisticalRow:
    """The one row for an application that was not split, from the decisions on its items.

    Any item public and any withheld: 部分公开 only, as the form prints. Otherwise the group by
    PRECEDENCE; inside it the main item (its index, by default the first) decides.
    """
    if not items:
        raise BadInput("没有任何答复，不能确定统计行；尚未办结的申请计入结转下年度")
    if not 0 <= main < len(items):
        raise BadInput(f"主要事项的序号 {main} 不在 0–{len(items) - 1} 之内")
    form = form_of(report_year)
    found = [decision(code) for code in items]
    groups = {d.group for d in found}
    partly = decision(PARTIAL)
    if len({_row(d, form.value) for d in found}) == 1:
        only = found[main]
        return StatisticalRow(
            _row(only, form.value), only.code, f"“{only.zh}”计入此行", form.article,
            only.row_confirmed, only.note,
        )  # fmt: skip
    if Group.PARTLY_GRANTED in groups or {Group.GRANTED, Group.WITHHELD} <= groups:
        return StatisticalRow(
            _row(partly, form.value), PARTIAL,
            "既有公开又有不予公开，区分处理的，只计部分公开，不计其他情形", form.article, True,
        )  # fmt: skip
    rule = PRECEDENCE.on(date(report_year, 1, 1))
    group = next(g for g in rule.value if g in groups)
    chosen = found[main]
    if chosen.group is not group:
        chosen = next(d for d in found if d.group is group)
    return StatisticalRow(
        _row(chosen, form.value), chosen.code,
        f"各项答复不一，按“{group.zh}”类中主要事项“{chosen.zh}”计入此行，一件申请只计一行",
        rule.article, rule.confirmed, rule.note,
    )  # fmt: skip
