"""导出: a list as xlsx or csv, with the columns and the narrowing that the reader chose."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from gongkai.web.workbench.columns import Column, Kind, as_text
from gongkai.written import tame

__all__ = ["AT_ONCE", "FORMATS", "LIMIT", "respond"]

M = TypeVar("M", bound=Model)

FORMATS = {"xlsx": "Excel（xlsx）", "csv": "CSV"}
LIMIT = 50_000  # rows of one export
AT_ONCE = 5_000  # what has more is made in the background
_STEP = 1_000
Count = Callable[[int], object]
_WIDTHS = {Kind.TEXT: 22, Kind.SHORT: 14, Kind.LONG: 48, Kind.NUMBER: 10, Kind.DAY: 17}


def respond(
    wanted: str,
    name: str,
    columns: Sequence[Column[M]],
    rows: QuerySet[M],
    total: int,
    chosen: Sequence[tuple[str, str]],
    count: Count,
) -> Any:
    """The file to download; at most LIMIT rows, and the file says when there were more.

    `count` is told now and then how many rows are done.
    """
    file = f"{name}-{timezone.localdate():%Y%m%d}.{wanted}"
    cut = f"共 {total} 条，只导出前 {LIMIT} 条；请缩小筛选范围" if total > LIMIT else ""
    make = _xlsx if wanted == "xlsx" else _csv
    response: HttpResponseBase = make(file, name, columns, rows[:LIMIT], cut, chosen, count)
    response["Cache-Control"] = "no-store"
    return response


def _csv(
    file: str,
    name: str,
    columns: Sequence[Column[M]],
    rows: QuerySet[M],
    cut: str,
    chosen: Sequence[tuple[str, str]],
    count: Count,
) -> HttpResponseBase:
    def lines() -> Iterator[str]:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([column.zh for column in columns])
        for number, row in enumerate(rows.iterator(chunk_size=_STEP), 1):
            writer.writerow([_harmless(as_text(column.value(row))) for column in columns])
            if number % _STEP == 0:
                count(number)
                yield out.getvalue()
                out.seek(0)
                out.truncate()
        if cut:
            writer.writerow([cut])
        yield out.getvalue()

    # the mark without which Excel reads Chinese as garbage
    body = (b"\xef\xbb\xbf" * (not n) + text.encode() for n, text in enumerate(lines()))
    response = StreamingHttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = FileResponse(
        io.BytesIO(), as_attachment=True, filename=file
    ).headers["Content-Disposition"]
    return response


def _harmless(text: str) -> str:
    return text if _is_number(text) else tame(text)


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def _xlsx(
    file: str,
    name: str,
    columns: Sequence[Column[M]],
    rows: QuerySet[M],
    cut: str,
    chosen: Sequence[tuple[str, str]],
    count: Count,
) -> HttpResponseBase:
    import xlsxwriter

    out = tempfile.SpooledTemporaryFile(max_size=4_000_000)  # noqa: SIM115 - the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(name[:31])
        head = book.add_format({"bold": True, "bg_color": "#F4F6F9", "bottom": 1, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        minute = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"})
        note = "；".join([*(f"{field}：{value}" for field, value in chosen), *([cut] * bool(cut))])
        top = 0
        if note:
            sheet.write_string(0, 0, note)
            top = 1
        for x, column in enumerate(columns):
            sheet.set_column(x, x, _WIDTHS[column.kind])
            sheet.write_string(top, x, column.zh, head)
        sheet.freeze_panes(top + 1, 1)
        y = top
        for y, row in enumerate(rows.iterator(chunk_size=_STEP), top + 1):
            for x, column in enumerate(columns):
                value = column.value(row)
                if isinstance(value, bool):
                    sheet.write_string(y, x, as_text(value), plain)
                elif isinstance(value, int | float):
                    sheet.write_number(y, x, value, plain)
                elif isinstance(value, datetime):
                    local = timezone.localtime(value).replace(tzinfo=None)
                    sheet.write_datetime(y, x, local, minute)
                elif isinstance(value, date):
                    sheet.write_datetime(y, x, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - a day has no zone
                else:
                    sheet.write_string(y, x, as_text(value)[:32_000], plain)
            if (y - top) % _STEP == 0:
                count(y - top)
        sheet.autofilter(top, 0, max(y, top), len(columns) - 1)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=file)
