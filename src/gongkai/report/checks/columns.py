"""The checks that look at cells only, over many reports at once, as columns (extra `bulk`).

A frame of reports has one row a report: `value.<slug>` (Float64; null: blank or not applicable;
NaN: not in the file, or text) and `states`, one letter a cell in the order of the form. Every
check registered with `cells_only=True` has a twin here; a test holds the two against each other.
Floats are exact here: counts are far below 2**53.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from gongkai.report.checks.engine import CHECKS
from gongkai.report.checks.equations import Kind, equations
from gongkai.report.checks.table2 import MIXUP_FROM
from gongkai.report.forms import MONEY, Form
from gongkai.report.model import Cell, Report, State
from gongkai.report.write.parquet import polars

if TYPE_CHECKING:
    from polars import DataFrame

__all__ = ["LETTERS", "frame", "rules", "run", "value_of"]

LETTERS = {
    State.NUMBER: "n",
    State.ZERO: "z",
    State.BLANK: "b",
    State.NOT_APPLICABLE: "a",
    State.TEXT: "t",
}
_ABSENT = "m"
_NAN = float("nan")


def value_of(cell: Cell | None) -> float | None:
    """What a frame holds for a cell."""
    if cell is None or cell.state is State.TEXT:
        return _NAN
    return None if cell.value is None else float(cell.value)


def states_of(cells: Iterable[Cell | None]) -> str:
    """One letter a cell."""
    return "".join(_ABSENT if c is None else LETTERS[c.state] for c in cells)


def frame(reports: Sequence[Report]) -> DataFrame:
    """Reports of one form as a frame: file, body, region, level, year, states, values."""
    pl = polars()
    form = reports[0].form
    data: dict[str, Any] = {
        "file": [r.file for r in reports],
        "body": [r.body for r in reports],
        "region": [r.region for r in reports],
        "level": [r.level.value for r in reports],
        "year": [r.year for r in reports],
        "states": [states_of(r.cells) for r in reports],
    }
    columns = zip(*([value_of(c) for c in r.cells] for r in reports), strict=True)
    for where, values in zip(form.cells, columns, strict=True):
        data[f"value.{where.slug}"] = pl.Series(values, dtype=pl.Float64)
    made: DataFrame = pl.DataFrame(data, schema_overrides={"year": pl.Int32})
    return made


class Rule(NamedTuple):
    """One column of verdicts: the check, the key of its finding, and when it fires."""

    check: str
    key: str
    fires: Any  # pl.Expr


def run(reports: DataFrame, form: Form) -> DataFrame:
    """The findings of a frame: row (index into it), check, key."""
    pl = polars()
    made = rules(form)
    verdicts = reports.select(
        rule.fires.fill_null(False).alias(str(n)) for n, rule in enumerate(made)
    )
    found = []
    for n, rule in enumerate(made):
        rows = verdicts.get_column(str(n)).arg_true()
        if len(rows):
            found.append(
                pl.DataFrame(
                    {"row": rows.cast(pl.UInt32)},
                ).with_columns(check=pl.lit(rule.check), key=pl.lit(rule.key))
            )
    empty = pl.DataFrame(schema={"row": pl.UInt32, "check": pl.String, "key": pl.String})
    all_found: DataFrame = pl.concat(found or [empty])
    return all_found


def rules(form: Form) -> list[Rule]:
    """Every cell check of a form as expressions."""
    made: list[Rule] = []
    for check in CHECKS.values():
        if check.cells_only and form.key in check.forms:
            made.extend(_TWINS[check.id](form))
    return made


# the twins --------------------------------------------------------------------------------------


def _value(form: Form, index: int) -> Any:
    return polars().col(f"value.{form.cells[index].slug}")


def _sum(form: Form, cells: Sequence[int]) -> Any:
    pl = polars()
    return pl.sum_horizontal(_value(form, i) for i in cells)  # nulls left out, NaN stays


def _unequal(left: Any, right: Any) -> Any:
    return (left != right) & left.is_not_nan() & right.is_not_nan()


def _totals(check: str, kind: Kind) -> Callable[[Form], Iterator[Rule]]:
    """A printed total that is not the sum of its parts."""

    def twin(form: Form) -> Iterator[Rule]:
        for e in equations(form):
            if e.kind is kind:
                total = _value(form, e.left[0])
                fires = total.is_not_null() & _unequal(total, _sum(form, e.right))
                yield Rule(check, form.cells[e.left[0]].slug, fires)

    return twin


def _blank_totals(check: str, kinds: tuple[Kind, ...]) -> Callable[[Form], Iterator[Rule]]:
    """An empty total beside parts that are not zero, by any equation it is the total of."""

    def twin(form: Form) -> Iterator[Rule]:
        by_total: dict[int, list[Any]] = {}
        for e in equations(form):
            if e.kind in kinds:
                parts = _sum(form, e.right)
                by_total.setdefault(e.left[0], []).append((parts != 0) & parts.is_not_nan())
        for total, sides in by_total.items():
            fires = _value(form, total).is_null() & polars().any_horizontal(sides)
            yield Rule(check, form.cells[total].slug, fires)

    return twin


def _balance(form: Form) -> Iterator[Rule]:
    for e in equations(form):
        if e.kind is Kind.BALANCE:
            key = form.cells[e.left[0]].slug.rsplit(".", 1)[-1]
            yield Rule("T3.RECONCILE", key, _unequal(_sum(form, e.left), _sum(form, e.right)))


def _not_count(check: str, cells: Callable[[Form], Iterable[int]]) -> Callable[[Form], Any]:
    def twin(form: Form) -> Iterator[Rule]:
        for i in cells(form):
            value = _value(form, i)
            fires = ((value < 0) | (value.floor() != value)) & value.is_not_nan()
            yield Rule(check, form.cells[i].slug, fires)

    return twin


def _counts_2(form: Form) -> Iterator[int]:
    for block in form.blocks:
        for row in block.rows:
            for column, i in zip(block.columns, row.cells, strict=True):
                if column.id not in (*MONEY, "items_change"):
                    yield i


def _not_count_2(form: Form) -> Iterator[Rule]:
    yield from _not_count("T2.NOT_COUNT", _counts_2)(form)
    for i, cell in enumerate(form.cells):
        value = _value(form, i)
        if cell.is_money:
            yield Rule("T2.NOT_COUNT", cell.slug, (value < 0) & value.is_not_nan())
        elif cell.slug.endswith(".items_change"):
            yield Rule("T2.NOT_COUNT", cell.slug, (value.floor() != value) & value.is_not_nan())


def _stock(form: Form) -> Iterator[Rule]:
    by_slug = form.by_slug
    for slug, i in by_slug.items():
        row = slug.rsplit(".", 1)[0]
        held = _value(form, i)
        if slug.endswith(".disclosed_total_2019"):
            least = _value(form, by_slug[f"{row}.disclosed_2019"])
        elif slug.endswith(".in_force"):
            gone = _value(form, by_slug[f"{row}.abolished"])
            gone = polars().when(gone.is_nan()).then(0.0).otherwise(gone.fill_null(0.0))
            least = _value(form, by_slug[f"{row}.issued"]) - gone
        else:
            continue
        yield Rule("T2.STOCK", slug, (held < least) & held.is_not_nan() & least.is_not_nan())


def _mixup(form: Form) -> Iterator[Rule]:
    for slug, i in form.by_slug.items():
        if not slug.endswith(".items_change"):
            continue
        row = slug.rsplit(".", 1)[0]
        decisions = form.by_slug.get(f"{row}.decisions_2019")
        if decisions is None:
            continue
        change, before = _value(form, i), _value(form, form.by_slug[f"{row}.items_last_year"])
        before = polars().when(before.is_nan()).then(0.0).otherwise(before.fill_null(0.0))
        fires = (
            (change == _value(form, decisions))
            & change.is_not_nan()
            & (change >= MIXUP_FROM)
            & (change > before)
        )
        yield Rule("T2.COLUMN_MIXUP", slug, fires)


def _letters(form: Form, table: str) -> Any:
    """The states of one table, a string."""
    indexes = [i for i, c in enumerate(form.cells) if c.table.startswith(table)]
    return polars().col("states").str.slice(indexes[0], len(indexes))


def _blank(check: str, table: str) -> Callable[[Form], Iterator[Rule]]:
    def twin(form: Form) -> Iterator[Rule]:
        yield Rule(check, "", _letters(form, table).str.contains("b", literal=True))

    return twin


def _blank_4(form: Form) -> Iterator[Rule]:
    pl = polars()
    silent = []
    for group in form.groups:
        cells = [*group.parts, group.total]
        letters = [pl.col("states").str.slice(i, 1) for i in cells]
        values = [_value(form, i) for i in cells]
        nothing = pl.all_horizontal((v.is_null() | v.is_nan() | (v == 0)) for v in values)
        there = pl.all_horizontal(letter != _ABSENT for letter in letters)
        silent.append((letters[-1] == LETTERS[State.BLANK]) & nothing & there)
    yield Rule("T4.BLANK", "", pl.any_horizontal(silent))


def _text(check: str, table: str) -> Callable[[Form], Iterator[Rule]]:
    def twin(form: Form) -> Iterator[Rule]:
        for i, cell in enumerate(form.cells):
            if cell.table.startswith(table):
                letter = polars().col("states").str.slice(i, 1)
                yield Rule(check, cell.slug, letter == LETTERS[State.TEXT])

    return twin


def _no_change(form: Form) -> Iterator[Rule]:
    pl = polars()
    pairs = [
        (
            _value(form, i),
            _value(form, form.by_slug[slug.replace("items_change", "items_last_year")]),
        )
        for slug, i in form.by_slug.items()
        if slug.endswith(".items_change")
        and slug.replace("items_change", "decisions_2019") in form.by_slug
    ]
    fires = pl.all_horizontal(
        *((change == 0) for change, _ in pairs),
        *((before >= 100) & before.is_not_nan() for _, before in pairs),
    )
    yield Rule("T2.NO_CHANGE", "", fires)


_TWINS: dict[str, Callable[[Form], Iterable[Rule]]] = {
    "T3.ROW_TOTAL": _totals("T3.ROW_TOTAL", Kind.ROW),
    "T3.COL_TOTAL": _totals("T3.COL_TOTAL", Kind.COLUMN),
    "T3.TOTAL_BLANK": _blank_totals("T3.TOTAL_BLANK", (Kind.ROW, Kind.COLUMN)),
    "T3.RECONCILE": _balance,
    "T4.TOTAL": _totals("T4.TOTAL", Kind.GROUP),
    "T4.TOTAL_BLANK": _blank_totals("T4.TOTAL_BLANK", (Kind.GROUP,)),
    "T2.NOT_COUNT": _not_count_2,
    "T3.NOT_COUNT": _not_count("T3.NOT_COUNT", lambda f: (i for r in f.rows for i in r.cells)),
    "T4.NOT_COUNT": _not_count(
        "T4.NOT_COUNT", lambda f: (i for g in f.groups for i in (*g.parts, g.total))
    ),
    "T2.TEXT": _text("T2.TEXT", "二"),
    "T3.TEXT": _text("T3.TEXT", "三"),
    "T4.TEXT": _text("T4.TEXT", "四"),
    "T2.STOCK": _stock,
    "T2.COLUMN_MIXUP": _mixup,
    "T2.BLANK": _blank("T2.BLANK", "二"),
    "T3.BLANK": _blank("T3.BLANK", "三"),
    "T4.BLANK": _blank_4,
    "T2.NO_CHANGE": _no_change,
}
