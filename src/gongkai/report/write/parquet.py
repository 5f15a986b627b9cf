"""Report → Parquet: the columns of the CSV and the slug, one row a cell."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from typing import Any

from gongkai.errors import MissingProgram, WriteError
from gongkai.report.model import Report

__all__ = ["DIGITS", "SCALE", "dump", "polars"]

# 亿元 to the 分 needs ten decimals; 28 digits before the point are more than any budget has
DIGITS, SCALE = 38, 10
_LARGEST = Decimal(10) ** (DIGITS - SCALE)


def polars() -> Any:
    """The polars module; MissingProgram says how to install it."""
    try:
        import polars as pl
    except ImportError as e:
        raise MissingProgram(
            "处理Parquet需要polars，本机没有安装", "请运行 pip install 'gongkai[bulk]'"
        ) from e
    return pl


def dump(reports: Report | Iterable[Report]) -> bytes:
    """A Parquet file (zstd). `value` is Decimal(38, 10), null when the cell has no number."""
    pl = polars()
    if isinstance(reports, Report):
        reports = [reports]
    columns: dict[str, list[Any]] = {name: [] for name in _schema(pl)}
    for report in reports:
        for where, cell in report.filled() if report.cells else ():
            _check(report, where.zh, cell.value)
            row = (report.file, *where[:3], cell.raw, cell.value, cell.state.value, cell.unit,
                   str(cell.place), where.slug)  # fmt: skip
            for column, item in zip(columns.values(), row, strict=True):
                column.append(item)
    target = BytesIO()
    pl.DataFrame(columns, schema=_schema(pl)).write_parquet(target, compression="zstd")
    return target.getvalue()


def _schema(pl: Any) -> dict[str, Any]:
    text = pl.String
    return {
        "file": text,
        "table": text,
        "row_path": text,
        "column_path": text,
        "raw": text,
        "value": pl.Decimal(DIGITS, SCALE),
        "state": text,
        "unit": text,
        "place": text,
        "slug": text,
    }


def _check(report: Report, where: str, value: Decimal | None) -> None:
    """Refuse what the column cannot hold rather than round it."""
    if value is None:
        return
    exponent = value.as_tuple().exponent
    if abs(value) >= _LARGEST or (isinstance(exponent, int) and exponent < -SCALE):
        raise WriteError(
            f"{report.file}：{where}的数“{value}”放不进Parquet的{DIGITS}位小数列"
            f"（小数至多{SCALE}位）；请核对该格，或改写为CSV、JSON"
        )
