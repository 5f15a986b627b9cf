"""台账: the figures of table 3 and table 4 of a body and year, from its cases and disputes.

Every case that counts has one source (new, carried in) and one fate (a row, carried out), and each
figure is a count of such pairs: 一 + 二 = 三（七）+ 四 holds in every column by construction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Case as When
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models import When as Then

from gongkai.errors import BadInput
from gongkai.law import outcomes as law
from gongkai.law.annual_report import period
from gongkai.law.decisions.codes import DECISIONS
from gongkai.law.decisions.rows import form_of, row_of
from gongkai.report.forms import Form, form_by_key
from gongkai.web.agencies.models import Agency, Succession, SuccessionKind
from gongkai.web.agencies.records import subtree
from gongkai.web.cases.models import Case, Desk, Dispute, Handover
from gongkai.web.cases.moves import Matter

__all__ = [
    "CARRIED_IN", "CARRIED_OUT", "CELLS_4", "COLUMNS", "GROUPS_4", "HANDLED", "NEW", "TOTAL",
    "Coverage", "Table3", "Table4",
    "bodies_of", "cases_of_cell", "cell_of", "condition", "counted", "counted_in", "coverage",
    "disputes_of", "disputes_of_cell", "form_in", "held_by", "in_law", "registered_by",
    "table_3", "table_4",
]  # fmt: skip

# leaves of the rows of table 3 that are no outcomes, by their terms' ids
NEW, CARRIED_IN = "new_applications", "carried_in"
HANDLED, CARRIED_OUT = "handled_total", "carried_out"
TOTAL = "total"
COLUMNS = (
    "natural_person", "business", "research", "charity", "legal_service", "other_organisation",
)  # fmt: skip
# how an address names a row
_CELLS = {NEW: "new", CARRIED_IN: "carried", CARRIED_OUT: "left"}
GROUPS_4 = ("reconsideration", "direct_suit", "suit_after_reconsideration")
CELLS_4 = ("upheld", "corrected", "other_outcome", "pending", TOTAL)


def form_in(year: int) -> Form:
    """The form of that year's report; NoRuleInForce before 2019."""
    return form_by_key(form_of(year).value)


def bodies_of(agency: Agency, year: int, *, below: bool = False) -> set[int]:
    """The ids of the bodies whose cases are counted: this one, or all below it on 31 December.

    What was merged into one of them by then belongs to it: nothing that was carried over is lost.
    """
    end = period(year)[1]
    found = set(subtree(agency, end).values_list("pk", flat=True)) if below else set()
    found.add(agency.pk)
    ended = Succession.objects.filter(day__lte=end, predecessor__until__lte=end)
    ended = ended.exclude(kind=SuccessionKind.HANDED_ON.value).order_by("-day", "-pk")
    # of several that took over, the first: nothing is counted twice
    into = dict(ended.values_list("predecessor", "successor"))
    while more := {old for old, new in into.items() if new in found} - found:
        found |= more
    return found


def counted_in(year: int) -> Q:
    """What that year's table 3 counts: received by its end, not ended before it began.

    Not those of an inspection, those answered anew, those whose receipt nobody confirmed; nor
    claims for correction (第四十一条), which are no applications for information.
    """
    start, end = period(year)
    going_on = Q(ended=None) | Q(ended__gte=start) | Q(received__gte=start)
    own = Q(matter=Matter.INFORMATION.value, drill=False, redoes=None)
    return own & Q(received__lte=end) & going_on


def condition(cell: str, year: int) -> Q:
    """The cases of a cell: new, carried, row:<term id>, row:handled_total (or total), left.

    A group's row is all rows below it. BadInput for a cell that the form of the year lacks.
    """
    start, end = period(year)
    left = Q(ended=None) | Q(ended__gt=end)
    leaf = cell.removeprefix("row:")
    if cell == "new":
        where = Q(received__gte=start)
    elif cell == "carried":
        where = Q(received__lt=start)
    elif cell == "left":
        where = left
    elif leaf in (TOTAL, HANDLED):
        where = Q(ended__lte=end)
    else:
        below = {row for row in _rows(year).values() if row == leaf or row.startswith(f"{leaf}_")}
        if cell == leaf or not below:
            raise BadInput(f"{year}年度的表三没有“{cell}”这一格；请从统计页打开")
        codes = sorted(code for code, row in _rows(year).items() if row in below)
        decided = Q(outcome__in=codes) | Q(outcome="", row__in=sorted(below))
        where = Q(ended__lte=end) & decided
    return counted_in(year) & where


def held_by(bodies: Iterable[int], year: int) -> Q:
    """The cases that these bodies had at the end of that year.

    What was handed over to a successor afterwards stays in the figures of who had it then.
    """
    end, known = period(year)[1], list(bodies)
    then = _handed_over(end, "pk").filter(_begun(end))
    there = Q(agency__in=known) & ~Q(Exists(then))
    return there | Q(Exists(then.filter(origin__in=known)))


def registered_by(bodies: Iterable[int], year: int) -> Q:
    """The entries of a register (disputes, complaints) that these bodies kept at that year's end.

    An entry goes over with its case only where nobody is left to keep it: so it went over after
    that year if its body is one to which the case did.
    """
    end, known = period(year)[1], list(bodies)
    later = _handed_over(end, "case")
    moved = Q(Exists(later.filter(successor=OuterRef("agency"))))
    then = Q(Exists(later.filter(_begun(end), origin__in=known)))
    return (Q(agency__in=known) & ~moved) | (moved & then)


def _handed_over(end: date, case: str) -> QuerySet[Handover]:
    """The handovers of a case after that day."""
    return Handover.objects.filter(case=OuterRef(case), day__gt=end)


def _begun(end: date) -> Q:
    """Of these the one whose body had the case on that day."""
    return Q(since=None) | Q(since__lte=end)


@lru_cache(maxsize=64)
def _rows(year: int) -> Mapping[str, str]:
    """The row of each decision in the form of that year."""
    return {one.code: row_of(one.code, year).id for one in DECISIONS}


def counted(bodies: Iterable[int], year: int) -> QuerySet[Any]:
    """The cases in that year's table 3, with `source` and `fate`; `fate` "" is carried out."""
    start, end = period(year)
    return Case.objects.filter(held_by(bodies, year), counted_in(year)).annotate(
        source=When(Then(received__gte=start, then=Value(NEW)), default=Value(CARRIED_IN)),
        fate=When(
            Then(Q(ended=None) | Q(ended__gt=end), then=Value("")),
            Then(outcome="", then="row"),
            default="outcome",
        ),
    )


@dataclass(frozen=True)
class Table3:
    """Counts by (leaf of the row, column); `total` is a column of its own.

    `unplaced`: cases whose applicant has no column in the form; they are in no figure.
    """

    year: int
    form: Form
    counts: Mapping[tuple[str, str], int]
    unplaced: int = 0

    def __getitem__(self, cell: tuple[str, str]) -> int:
        return self.counts.get(cell, 0)

    @property
    def balanced(self) -> bool:
        """Whether 一 + 二 = 三（七）+ 四 in every column."""
        return all(
            self[NEW, c] + self[CARRIED_IN, c] == self[HANDLED, c] + self[CARRIED_OUT, c]
            for c in (*COLUMNS, TOTAL)
        )


def table_3(bodies: Iterable[int], year: int) -> Table3:
    """Table 3 of these bodies together; one query."""
    form = form_in(year)
    groups = (
        counted(bodies, year)
        .order_by()
        .values_list("column", "source", "fate")
        .annotate(Count("pk"))
    )
    counts: Counter[tuple[str, str]] = Counter()
    unplaced = 0
    for column, source, fate, count in groups:
        if column not in COLUMNS:
            unplaced += count
            continue
        leaves = [source, *([_leaf(fate, year), HANDLED] if fate else [CARRIED_OUT])]
        for leaf in leaves:
            counts[leaf, column] += count
            counts[leaf, TOTAL] += count
    return Table3(year, form, counts, unplaced)


def _leaf(fate: str, year: int) -> str:
    """The row of a decision in the form of that year; without one, the row kept on the case."""
    return _rows(year).get(fate, fate)


def cell_of(leaf: str) -> str:
    """How an address names a row of table 3."""
    return _CELLS.get(leaf) or f"row:{leaf}"


def cases_of_cell(
    agency: Agency, year: int, cell: str, column: str = TOTAL, *, below: bool = False
) -> QuerySet[Case]:
    """The cases behind one figure of table 3; BadInput for a cell that the year's form lacks."""
    columns = COLUMNS if column == TOTAL else (column,)
    if not set(columns) <= set(COLUMNS):
        raise BadInput(f"表三没有“{column}”这一列；请从统计页打开")
    bodies = bodies_of(agency, year, below=below)
    return Case.objects.filter(condition(cell, year), held_by(bodies, year), column__in=columns)


# 表四 ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Table4:
    """Counts by (group, cell), `total` among the cells."""

    year: int
    form: Form
    counts: Mapping[tuple[str, str], int]

    def __getitem__(self, cell: tuple[str, str]) -> int:
        return self.counts.get(cell, 0)


def in_law(row: Dispute) -> law.Dispute:
    """A register entry as the law of table 4 takes it; without a number it has its own."""
    return law.Dispute(
        law.Forum(row.forum), tuple(row.numbers) or (f"登记第{row.pk}号",), row.opened,
        tuple(row.outcomes), row.effective, law.Reviewed(row.reviewed),
    )  # fmt: skip


def disputes_of(bodies: Iterable[int], year: int) -> list[tuple[int, law.Dispute]]:
    """Each case once, with the id of the entry that stands for it; one query.

    All that was ever entered is looked at: an entry of an earlier year may be the same case.
    """
    rows = Dispute.objects.filter(registered_by(bodies, year), opened__lte=period(year)[1])
    known = [(row.pk, in_law(row)) for row in rows.exclude(case__drill=True).order_by("pk")]
    # the very entry that stands for the case: two may be equal
    ids = {id(one): pk for pk, one in known}
    return [(ids[id(one)], one) for one in law.distinct(one for _, one in known)]


def table_4(bodies: Iterable[int], year: int) -> Table4:
    """Table 4 of these bodies together; one query."""
    counts = law.tally((one for _, one in disputes_of(bodies, year)), year)
    return Table4(year, form_in(year), counts)


def disputes_of_cell(
    agency: Agency, year: int, group: str, cell: str = TOTAL, *, below: bool = False
) -> QuerySet[Dispute]:
    """The entries behind one figure of table 4; BadInput for a cell that the form lacks."""
    if group not in GROUPS_4 or cell not in CELLS_4:
        raise BadInput("表四没有这一格；请从统计页打开")
    found = []
    for pk, one in disputes_of(bodies_of(agency, year, below=below), year):
        where = law.place(one, year)
        if where and where.group.id == group and cell in (where.cell.id, TOTAL):
            found.append(pk)
    return Dispute.objects.filter(pk__in=found)


# 汇总的覆盖面 ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coverage:
    """How many of the bodies keep their ledger here, and the names of those that do not."""

    bodies: int
    keeping: int
    missing: tuple[str, ...]

    @property
    def zh(self) -> str:
        """In one sentence."""
        if self.keeping == self.bodies:
            return f"{self.bodies}个机关都在本平台办理申请"
        return f"{self.bodies}个机关中，{self.keeping}个在本平台办理申请，其余的不在汇总数之内"


def coverage(agency: Agency, year: int) -> Coverage:
    """Of the bodies below on 31 December that answer applications; one query."""
    end = period(year)[1]
    cases = Case.objects.filter(agency=OuterRef("pk"), drill=False, received__lte=end)
    desk = Desk.objects.filter(agency=OuterRef("pk"))
    rows = subtree(agency, end).annotate(keeps=Exists(cases) | Exists(desk)).order_by("path")
    bodies = [one for one in rows if one.regime.on_application]
    missing = [one.name for one in bodies if not one.keeps]
    return Coverage(len(bodies), len(bodies) - len(missing), tuple(missing))
