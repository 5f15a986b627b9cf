"""The worksheets of an .xls (BIFF 8, BIFF 5): values from calamine, formats from the records.

The records are walked first, because calamine lays out the whole rectangle between the outermost
cells in memory, and because it knows no number formats.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from gongkai.errors import DamagedFile, EncryptedFile
from gongkai.report.read.limits import MAX_CELLS
from gongkai.report.read.number_format import BUILT_IN, is_general, plain, shown, shown_date
from gongkai.report.read.sheets import Sheet, too_many_cells

__all__ = ["sheets_of_xls"]

_AGAIN = "请用 Excel 或 WPS 打开后另存为 .xlsx 再试"
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!"}
# BIFF records ([MS-XLS] 2.3)
_BOF, _EOF, _BOUNDSHEET, _FORMAT, _XF = 0x0809, 0x000A, 0x0085, 0x041E, 0x00E0
_ONE_CELL = {0x0006, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x0201}
_BLANK, _MULTIPLE_BLANK, _MULTIPLE_NUMBERS, _BOOLEAN_OR_ERROR = 0x0201, 0x00BE, 0x00BD, 0x0205
_FORMULA = 0x0006


@dataclass(slots=True)
class _Facts:
    """What calamine does not tell of a sheet."""

    format_of: dict[tuple[int, int], int] = field(default_factory=dict)  # cell → index of XF
    drawn: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    last: tuple[int, int] = (-1, -1)
    first: tuple[int, int] = (1 << 20, 1 << 20)


def sheets_of_xls(data: bytes) -> list[Sheet]:
    """Every worksheet, hidden ones empty."""
    import olefile
    import python_calamine as calamine

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            stream = next(
                ole.openstream(path).read()
                for path in ole.listdir()
                if len(path) == 1 and path[0].lower() in ("workbook", "book")
            )
        formats, facts = _walk(stream)
        book = calamine.load_workbook(io.BytesIO(data))
        made = []
        for at, meta in enumerate(book.sheets_metadata):
            if "WorkSheet" not in str(meta.typ):
                continue
            if "Hidden" in str(meta.visible):
                made.append(Sheet(meta.name, hidden=True))
            else:
                known = facts.get(at, _Facts())
                made.append(_sheet(book.get_sheet_by_index(at), meta.name, known, formats))
    except calamine.PasswordError as error:
        raise EncryptedFile("文件已加密，需要密码才能打开", "请去除密码后重新提供") from error
    except (calamine.CalamineError, OSError, struct.error, StopIteration, LookupError) as error:
        raise _damaged() from error
    except (TypeError, ValueError, OverflowError) as error:
        raise _damaged() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of the Rust library; it has no other name
            raise
        raise _damaged() from error
    return made


def _damaged() -> DamagedFile:
    return DamagedFile("Excel 文件的内容已损坏", _AGAIN)


def _sheet(source: Any, name: str, facts: _Facts, formats: list[str]) -> Sheet:
    sheet = Sheet(name, drawn=facts.drawn)
    if source.start is None:
        return sheet
    top, left = source.start
    for r, row in enumerate(source.to_python(), start=top):
        for c, value in enumerate(row, start=left):
            if value == "" and (r, c) not in facts.errors:
                continue
            xf = facts.format_of.get((r, c), -1)
            code = formats[xf] if 0 <= xf < len(formats) else ""
            sheet.cells[r, c] = facts.errors.get((r, c)) or _shown(value, code)
    sheet.merges = [(a, b, c, d) for (a, b), (c, d) in source.merged_cell_ranges or ()]
    return sheet


def _shown(value: object, code: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return shown(repr(value), code) if code else plain(repr(value))
    if isinstance(value, datetime):
        return shown_date(value, code or "yyyy/m/d h:mm")
    if isinstance(value, date):
        return shown_date(datetime(value.year, value.month, value.day), code or "yyyy/m/d")  # noqa: DTZ001
    if isinstance(value, time):
        return shown_date(datetime.combine(date(1900, 1, 1), value), code or "h:mm")
    return plain(str(value / timedelta(days=1))) if isinstance(value, timedelta) else str(value)


def _walk(stream: bytes) -> tuple[list[str], dict[int, _Facts]]:
    """Format code by index of XF, and the facts of each sheet by its position in the book."""
    codes, xfs = dict(BUILT_IN), []
    starts: dict[int, int] = {}
    for at, kind, body in _records(stream, 0):
        if kind == _FORMAT and len(body) >= 5:
            codes[int.from_bytes(body[:2], "little")] = _format_code(body)
        elif kind == _XF and len(body) >= 4:
            xfs.append(int.from_bytes(body[2:4], "little"))
        elif kind == _BOUNDSHEET and len(body) >= 6:
            starts[len(starts)] = int.from_bytes(body[:4], "little")
        elif kind == _EOF and at:
            break
    formats = ["" if is_general(codes.get(one, "")) else codes[one] for one in xfs]
    facts, cells = {}, 0
    for index, start in starts.items():
        facts[index] = _facts(stream, start)
        height = facts[index].last[0] - facts[index].first[0] + 1
        width = facts[index].last[1] - facts[index].first[1] + 1
        cells += max(0, height) * max(0, width)
        if cells > MAX_CELLS:
            raise too_many_cells()
    return formats, facts


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, bytes]]:
    at = start
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _format_code(body: bytes) -> str:
    if len(body) >= 6 and int.from_bytes(body[2:4], "little") <= len(body) - 5:  # BIFF 8
        length, wide = int.from_bytes(body[2:4], "little"), body[4] & 1
        raw = body[5 : 5 + length * (2 if wide else 1)]
        return raw.decode("utf-16-le" if wide else "latin-1", "ignore")
    return body[3 : 3 + body[2]].decode("gb18030", "ignore")  # BIFF 5


def _facts(stream: bytes, start: int) -> _Facts:
    facts = _Facts()
    depth = 0
    for _, kind, body in _records(stream, start):
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif depth == 1 and len(body) >= 6:
            _cell_facts(facts, kind, body)
    return facts


def _cell_facts(facts: _Facts, kind: int, body: bytes) -> None:
    row, column, xf = struct.unpack_from("<HHH", body)
    last = column
    if kind in _ONE_CELL:
        xfs = [xf]
    elif kind == _MULTIPLE_BLANK:
        xfs = [x for (x,) in struct.iter_unpack("<H", body[4 : 4 + (len(body) - 6) // 2 * 2])]
    elif kind == _MULTIPLE_NUMBERS:
        xfs = [x for x, _ in struct.iter_unpack("<HI", body[4 : 4 + (len(body) - 6) // 6 * 6])]
    else:
        return
    last = column + len(xfs) - 1
    if kind in (_BLANK, _MULTIPLE_BLANK):
        if len(facts.drawn) < MAX_CELLS:
            facts.drawn.update((row, c) for c in range(column, last + 1))
        return
    if kind == _BOOLEAN_OR_ERROR and len(body) >= 8 and body[7]:
        facts.errors[row, column] = _ERRORS.get(body[6], "#N/A")
    elif kind == _FORMULA and len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff":
        facts.errors[row, column] = _ERRORS.get(body[8], "#N/A")
    for c, one in enumerate(xfs, start=column):
        facts.format_of[row, c] = one
    facts.first = (min(facts.first[0], row), min(facts.first[1], column))
    facts.last = (max(facts.last[0], row), max(facts.last[1], last))
