"""Table 2: counts, signs, units, stock against flow, columns mixed up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gongkai.report.checks.cells import blanks, not_counts, texts
from gongkai.report.checks.engine import Check, Context, Finding, Severity, check
from gongkai.report.forms import FORM_2019, FORM_2021, MONEY
from gongkai.report.model import Cell, Level, NoteCode, Report
from gongkai.sources import FORM_2019 as NOTICE_2019
from gongkai.sources import FORM_2021 as NOTICE_2021
from gongkai.sources import R2019, Article

__all__ = [
    "blank",
    "column_mixup",
    "no_change",
    "not_count",
    "raw_form",
    "rule_making_power",
    "short_row",
    "stock",
    "text",
    "unit",
    "unsigned",
]

_TABLE_2 = Article(NOTICE_2021, part="表二")
_TABLE_2_OLD = Article(NOTICE_2019, part="表二")
_OLD, _NEW = FORM_2019.key, FORM_2021.key
# columns of table 2 that hold money or a signed change, not a count
_NOT_COUNTS = (*MONEY, "items_change")
MIXUP_FROM = 10  # a change of 3 items beside 3 decisions happens; of 1245 beside 1245 does not


def _rows(report: Report) -> Iterator[tuple[str, dict[str, int]]]:
    """Each row of table 2: its term, and the cell index under each column's term."""
    for block in report.form.blocks:
        for row in block.rows:
            yield (
                row.labels[0].id,
                {column.id: i for column, i in zip(block.columns, row.cells, strict=True)},
            )


def _number(report: Report, index: int | None) -> Decimal | None:
    cell = None if index is None else report.cells[index]
    return None if cell is None else cell.value


@check(
    "T2.NOT_COUNT",
    Severity.ERROR,
    "表二的件数、项目数和处理决定数量应为非负整数。",
    _TABLE_2,
    cells_only=True,
)
def not_count(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Counts that are negative or broken; money may have decimals but not be negative."""
    counts = [i for _, row in _rows(report) for c, i in row.items() if c not in _NOT_COUNTS]
    yield from not_counts(own, report, counts)
    for _, row in _rows(report):
        for column, i in row.items():
            value = _number(report, i)
            if value is None:
                continue
            where = report.form.cells[i]
            if where.is_money and value < 0:
                yield own.finding(
                    where.slug, f"{where.zh}不应为负数", cells=[i], expected="非负数", found=value
                )
            if column == "items_change" and value != value.to_integral_value():
                yield own.finding(
                    where.slug, f"{where.zh}应为整数", cells=[i], expected="整数", found=value
                )


@check("T2.TEXT", Severity.WARNING, "表二各格应填数字。", _TABLE_2, cells_only=True)
def text(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Something that is not a number in a number cell."""
    return texts(own, report, "二")


@check("T2.SHORT_ROW", Severity.WARNING, "表二每一行的数应与该行的列一一对应。", _TABLE_2)
def short_row(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """More or fewer values than columns."""
    for note in report.notes:
        if (
            note.code in (NoteCode.SHORT_ROW, NoteCode.LONG_ROW)
            and note.cells
            and report.form.cells[note.cells[0]].table.startswith("二")
        ):
            first = report.form.cells[note.cells[0]]
            yield own.finding(
                first.slug,
                note.message,
                cells=note.cells,
                expected=len(note.cells),
                place=note.place,
            )


@check("T2.BLANK", Severity.NOTE, "表二没有发生的应填0，不留空白。", _TABLE_2, cells_only=True)
def blank(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Empty cells of table 2."""
    empty = blanks(report, "二")
    if empty:
        yield own.finding(
            "",
            f"表二有{len(empty)}格空白："
            + "；".join(report.form.cells[i].zh for i in empty[:6])
            + ("等" if len(empty) > 6 else ""),
            cells=empty,
            expected="0",
            found=f"{len(empty)} blank",
        )


@check(
    "T2.STOCK",
    Severity.WARNING,
    "存量不小于当年增量：对外公开总数量不小于本年新公开数量，现行有效件数不小于制发减废止。",
    _TABLE_2,
    cells_only=True,
)
def stock(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Stock against flow of rules and normative documents."""
    for _, row in _rows(report):
        if "disclosed_total_2019" in row:
            total, new = row["disclosed_total_2019"], row["disclosed_2019"]
            least = _number(report, new)
            cells = [total, new]
        elif "in_force" in row:
            total = row["in_force"]
            issued, gone = _number(report, row["issued"]), _number(report, row["abolished"])
            least = None if issued is None else issued - (gone or 0)
            cells = [total, row["issued"], row["abolished"]]
        else:
            continue
        held = _number(report, total)
        if held is not None and least is not None and held < least:
            where = report.form.cells[total]
            yield own.finding(
                where.slug,
                f"{where.zh}为{held:f}，小于当年新增的{least:f}",
                cells=cells,
                expected=f"≥ {least:f}",
                found=f"{held:f}",
            )


@check(
    "T2.COLUMN_MIXUP",
    Severity.WARNING,
    "“本年增/减”是项目数的变化，不应与处理决定数量相同。",
    _TABLE_2_OLD,
    forms=[_OLD],
    cells_only=True,
)
def column_mixup(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Decisions copied into the change of items."""
    for _, row in _rows(report):
        if "items_change" not in row or "decisions_2019" not in row:
            continue
        change, decisions = row["items_change"], row["decisions_2019"]
        value = _number(report, change)
        if (
            value is not None
            and value == _number(report, decisions)
            and value >= MIXUP_FROM
            and value > (_number(report, row["items_last_year"]) or 0)
        ):
            where = report.form.cells[change]
            yield own.finding(
                where.slug,
                f"{where.zh}与处理决定数量同为{value:f}，很可能把处理决定数量填成了项目增减",
                cells=[change, decisions],
                expected="项目数的变化",
                found=f"{value:f}",
            )


@check(
    "T2.UNSIGNED",
    Severity.NOTE,
    "“本年增/减”应写明增或减（＋、－）。",
    _TABLE_2_OLD,
    forms=[_OLD],
)
def unsigned(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """A change other than zero without a sign."""
    for _, row in _rows(report):
        i = row.get("items_change")
        cell = None if i is None else report.cells[i]
        if i is not None and cell and cell.value and cell.raw.strip()[:1].isdigit():
            where = report.form.cells[i]
            yield own.finding(
                where.slug,
                f"{where.zh}印作“{cell.raw.strip()}”，没有写明增减",
                cells=[i],
                expected=f"+{cell.value:f} 或 -{cell.value:f}",
                found=cell.raw.strip(),
                place=cell.place,
            )


@check(
    "T2.RAW_FORM",
    Severity.NOTE,
    "数字格内只写数字，单位和文字写在表外或列标题中。",
    _TABLE_2,
)
def raw_form(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Words and units inside number cells: read, but said."""
    dressed = [
        (i, cell)
        for i, cell in enumerate(report.cells)
        if cell is not None and cell.value is not None and _has_words(cell)
    ]
    if dressed:
        yield own.finding(
            "",
            "数字格内有文字或单位："
            + "、".join(f"{report.form.cells[i].zh}“{c.raw.strip()}”" for i, c in dressed[:6]),
            cells=[i for i, _ in dressed],
            expected="、".join(
                f"{c.value:+f}" if "增" in c.raw or "减" in c.raw else f"{c.value:f}"
                for _, c in dressed[:6]
            ),
            found="、".join(c.raw.strip() for _, c in dressed[:6]),
            place=dressed[0][1].place,
        )


def _has_words(cell: Cell) -> bool:
    return any("\u4e00" <= ch <= "\u9fff" for ch in cell.raw)


@check(
    "T2.UNIT",
    Severity.NOTE,
    "金额应写明单位：采购总金额写明元或万元，收费金额以万元计。",
    _TABLE_2,
)
def unit(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Money without a unit, or in another unit than the column says."""
    for _, row in _rows(report):
        amount = row.get("procurement_amount")
        cell = None if amount is None else report.cells[amount]
        if amount is not None and cell and cell.value and not cell.unit:
            where = report.form.cells[amount]
            yield own.finding(
                where.slug,
                f"{where.zh}印作“{cell.raw.strip()}”，没有写明单位（元或万元）",
                cells=[amount],
                expected="写明单位的金额",
                found=cell.raw.strip(),
                place=cell.place,
            )
        fee = row.get("amount_collected")
        cell = None if fee is None else report.cells[fee]
        if fee is not None and cell and cell.value and cell.unit not in ("", "万元"):
            where = report.form.cells[fee]
            yield own.finding(
                where.slug,
                f"{where.zh}以万元计，印作“{cell.raw.strip()}”",
                cells=[fee],
                expected="万元",
                found=cell.unit,
                severity=Severity.WARNING,
                place=cell.place,
            )


@check(
    "T2.NO_CHANGE",
    Severity.NOTE,
    "全部项目数一年之内毫无增减，宜核实。",
    _TABLE_2_OLD,
    forms=[_OLD],
    cells_only=True,
)
def no_change(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Every item count the same as last year, although none is small."""
    changes, stocks = [], []
    for _, row in _rows(report):
        if "items_change" in row and "decisions_2019" in row:
            changes.append(row["items_change"])
            stocks.append(_number(report, row["items_last_year"]))
    values = [_number(report, i) for i in changes]
    if changes and all(v == 0 for v in values) and all(s is not None and s >= 100 for s in stocks):
        yield own.finding(
            "",
            f"表二{len(changes)}项项目数（{'、'.join(f'{s:f}' for s in stocks if s is not None)}）"
            "本年增减都为0",
            cells=changes,
            found="、".join("0" for _ in changes),
        )


@check(
    "T2.RULES_POWER",
    Severity.WARNING,
    "规章只能由有规章制定权的机关制定，县级以下机关和政府部门不制定规章。",
    Article(R2019, 20, 0, 1),
)
def rule_making_power(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Rules issued by a body below the city, or by a local department (立法法第八十二条 ff.)."""
    # a city's rank is known from a list; a government of a city not on it gets the doubt
    doubtful = report.is_government and report.region.endswith("市")
    low = report.level in (Level.COUNTY, Level.TOWNSHIP) and not doubtful
    department = report.level in (Level.CITY, Level.PROVINCE) and not report.is_government
    if not (low or department):
        return
    for name, row in _rows(report):
        column = row.get("issued", row.get("made_2019"))
        value = _number(report, column)
        if name == "rules" and column is not None and value:
            where = report.form.cells[column]
            yield own.finding(
                where.slug,
                f"{where.zh}为{value:f}，而本机关没有规章制定权；如为行政规范性文件，应填在下一行",
                cells=[column],
                expected="0",
                found=f"{value:f}",
            )
