"""CSV and Parquet with the columns of the data sets → reports that carry cells only."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from io import BytesIO, StringIO
from typing import Any

from gongkai.errors import BadInput
from gongkai.report.forms import FORMS, Form
from gongkai.report.model import Cell, Place, Report, State
from gongkai.report.write.csv_ import COLUMNS
from gongkai.report.write.parquet import polars

__all__ = ["load_csv", "load_parquet"]

Key = tuple[str, str, str]


def load_csv(text: str | bytes) -> list[Report]:
    """Read back what `write.csv_.dump` wrote; BadInput names the line that is wrong."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as e:
            raise BadInput("CSV应为UTF-8编码；请另存为UTF-8后再读") from e
    lines = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        head = next(lines, [])
        if head != list(COLUMNS):
            raise BadInput(f"CSV的首行应为 {','.join(COLUMNS)}")
        return _reports(_named(lines))
    except csv.Error as e:
        raise BadInput(f"CSV第{lines.line_num}行的引号或换行有误；请检查该行") from e


def load_parquet(data: bytes) -> list[Report]:
    """Read back what `write.parquet.dump` wrote; MissingProgram without polars."""
    pl = polars()
    try:
        frame = pl.read_parquet(BytesIO(data))
    except (pl.exceptions.PolarsError, OSError) as e:
        raise BadInput("不是有效的Parquet文件，或文件不完整") from e
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise BadInput(f"Parquet缺少列：{'、'.join(missing)}")
    return _reports(enumerate(frame.select(COLUMNS).iter_rows(named=True), 1))


def _named(lines: Any) -> Iterator[tuple[int, dict[str, str]]]:
    for fields in lines:
        if len(fields) != len(COLUMNS):
            raise BadInput(f"CSV第{lines.line_num}行有{len(fields)}列，应为{len(COLUMNS)}列")
        yield lines.line_num, dict(zip(COLUMNS, fields, strict=True))


def _reports(rows: Iterable[tuple[int, Mapping[str, Any]]]) -> list[Report]:
    """One report for each run of rows of one file; a cell met again begins the file's next."""
    runs: list[tuple[str, dict[Key, Cell]]] = []
    for number, row in rows:
        key = (row["table"], row["row_path"], row["column_path"])
        if not any(key in form.index for form in FORMS):
            raise BadInput(f"第{number}行：表式里没有“{' | '.join(map(str, key))}”这一格")
        if not runs or runs[-1][0] != row["file"] or key in runs[-1][1]:
            runs.append((row["file"], {}))
        runs[-1][1][key] = _cell(number, row)
    return [_report(file, cells) for file, cells in runs]


def _report(file: str, cells: dict[Key, Cell]) -> Report:
    form = _form(file, cells)
    return Report(
        file=file,
        form=form,
        year=None,
        cells=tuple(cells.get((c.table, c.row_path, c.column_path)) for c in form.cells),
    )


def _form(file: str, cells: Iterable[Key]) -> Form:
    """The newest form that has all these cells; only a report of shared rows fits both."""
    for form in reversed(FORMS):
        if all(key in form.index for key in cells):
            return form
    raise BadInput(f"“{file}”的各格不属于同一种表式")


def _cell(number: int, row: Mapping[str, Any]) -> Cell:
    try:
        value = _value(row["value"])
        cell = Cell(row["raw"], value, State(row["state"]), row["unit"], Place.parse(row["place"]))
        if (value is not None) != (cell.state in (State.NUMBER, State.ZERO)):
            raise ValueError("value and state do not match")
    except (ValueError, InvalidOperation) as e:
        raise BadInput(
            f"第{number}行：value须为数字或空，state须为number、zero（有数时）或blank、"
            "not_applicable、text（无数时）之一，place须形如 page=1;line=25"
        ) from e
    return cell


def _value(written: Any) -> Decimal | None:
    if written is None or written == "":
        return None
    value = Decimal(written)
    if not value.is_finite() or abs(value.adjusted()) > 400:
        raise ValueError("not a plain number")
    if isinstance(written, str):
        return value
    # Parquet fills every value up to ten decimals
    text = format(value, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
