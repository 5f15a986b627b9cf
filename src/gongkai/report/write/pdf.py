"""Write a report as PDF with typst: tagged, archival (PDF/A-2a), for screen readers (PDF/UA-1)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

from gongkai.errors import MissingFont
from gongkai.report.model import Report
from gongkai.report.write import measures as m
from gongkai.report.write.fonts import FontSet, find_fonts
from gongkai.report.write.layout import (
    BodyText,
    Heading,
    LaidOutCell,
    LaidOutTable,
    Part,
    Signature,
    Title,
    flow,
    present,
)
from gongkai.terms import term

__all__ = ["write"]

_STANDARDS = ["a-2a", "ua-1"]
_WITH_PRIVATE = ["a-2b"]  # the stricter ones forbid characters of one's own making (自造字)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')
_SIZES = {
    "body": m.BODY_SIZE,
    "line": m.LINE,
    "title": m.TITLE_SIZE,
    "title_line": m.TITLE_LINE,
    "number": m.NUMBER_SIZE,
    "table": m.TABLE_SIZE,
    "table_line": m.TABLE_LINE,
    "row": m.TABLE_ROW,
    "padding": m.CELL_PADDING,
    "page": (297 - m.MARGINS["top"] - m.MARGINS["bottom"]) * m.MM,
}
_PIECE = re.compile(r"[A-Za-z]{1,24}[^A-Za-z]?|[^A-Za-z]")
_SIGN = re.compile(".")
# control and zero-width signs: nothing to print, and no font has them
_UNPRINTABLE = re.compile(
    "[\xad\u200b\u2060\ufeff\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)


def write(report: Report, *, font_dirs: Sequence[Path] = (), system_fonts: bool = True) -> bytes:
    """The report as PDF in the official layout; the same report and fonts give the same bytes.

    font_dirs: folders with the body's own fonts (仿宋, 黑体, 楷体, 小标宋), taken before others.
    system_fonts: whether to look where the operating system keeps fonts.
    Raises MissingFont when there is no Chinese font, or none has a character of the report.
    """
    return _Printer.of(tuple(font_dirs), system_fonts).print(report)


class _Printer:
    """A compiler with its fonts loaded; kept, because loading costs ten times a report."""

    def __init__(self, fonts: FontSet) -> None:
        import typst

        self._template = files(__package__).joinpath("report.typ").read_bytes()
        self._compiler: Any = typst.Compiler(font_paths=fonts.book)
        self._fonts = {
            "title": {"family": fonts.title, "weight": fonts.title_weight},
            "heading": fonts.heading,
            "subheading": fonts.subheading,
            "body": fonts.body,
        }
        self._error: type[Any] = typst.TypstError
        self._lock = Lock()  # a compiler serves one caller at a time

    @staticmethod
    @lru_cache(maxsize=4)
    def of(font_dirs: tuple[Path, ...], system: bool) -> _Printer:
        return _Printer(find_fonts(font_dirs, system=system))

    def print(self, report: Report) -> bytes:
        # PDF/A wants a date; the day of signing is the only one that is not an accident
        day = report.signed_on or date(report.year or 2019, 12, 31)
        data = {
            "name": _print(report.title) or term("annual_report").zh,
            "day": [day.year, day.month, day.day],
            "margins": m.MARGINS,
            "sizes": _SIZES,
            "fonts": self._fonts,
            "items": list(_items(flow(report))),
        }
        text = json.dumps(data, ensure_ascii=False)
        try:
            with self._lock:
                made: bytes = self._compiler.compile(
                    input=self._template,
                    format="pdf",
                    sys_inputs={"report": text},
                    pdf_standards=_WITH_PRIVATE if _PRIVATE.search(text) else _STANDARDS,
                )
        except self._error as error:
            lacking = [_sign(found) for found in _LACKING.findall(error.diagnostic)]
            if not lacking:
                raise
            raise MissingFont(
                f"没有一种字体有报告中的这些字：{'、'.join(dict.fromkeys(lacking))}；"
                "请用 --fonts 指定含有这些字的字体所在目录，或改写成 DOCX"
            ) from error
        return made


def _sign(written: str) -> str:
    """A character as typst quotes it, itself or \\u{e123}, with its code point."""
    code = int(written[3:-1], 16) if written.startswith("\\u{") else ord(written[0])
    return f"U+{code:04X}" if written.startswith("\\") else f"{written}（U+{code:04X}）"


def _items(flowing: Iterable[Part]) -> Iterator[dict[str, Any]]:
    """The parts as the template wants them; tables of one section come as one."""
    group: list[LaidOutTable] = []
    for part in flowing:
        if group and not (isinstance(part, LaidOutTable) and part.section == group[0].section):
            yield _table(group)
            group = []
        match part:
            case LaidOutTable():
                group.append(part)
            case Title(text):
                yield {
                    "kind": "title",
                    "lines": [_words(_print(line), 20) for line in m.title_lines(text)],
                }
            case Heading(_, text):
                yield {"kind": "heading", "text": _words(_print(text))}
            case BodyText(_, text):
                head, rest = m.split_subheading(_print(text))
                if head and not rest:
                    yield {"kind": "subheading", "text": head}
                else:
                    yield {"kind": "text", "head": head, "text": _words(rest)}
            case Signature(signed_by, day):
                lines = [_words(_print(line)) for line in (signed_by, day) if line]
                yield {"kind": "signature", "lines": lines}
    if group:
        yield _table(group)


def _print(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


def _words(text: str, longest: int = 28, piece: re.Pattern[str] = _PIECE) -> str | list[str]:
    """Text to set; in pieces where a run longer than that, such as an address, may have to break.

    In prose a break inside a word would come back as a blank: pieces end at signs where they can.
    """
    pieces: list[str] = []
    end = 0
    for run in re.finditer(rf"[!-~]{{{longest + 1},}}", text):
        pieces += [text[end : run.start()], *piece.findall(run[0])]
        end = run.end()
    return [*pieces, text[end:]] if pieces else text


def _table(group: Sequence[LaidOutTable]) -> dict[str, Any]:
    padded = any("\xa0" in cell.text for table in group for row in table.body for cell in row)
    return {
        "kind": "table",
        "columns": m.COLUMNS[group[0].section],
        # as long as no figure wraps, each table of the forms fits on a page, and stays on one
        "whole": all(
            m.stands_on_one_line(_print(cell.text), table.section, cell.column, cell.colspan)
            for table in group
            for row in table.body
            for cell in row
            if cell.cell is not None
        ),
        "tables": [
            {
                "repeat": len(group) == 1,
                "head": [[_cell(table, cell) for cell in row] for row in table.head],
                "body": [
                    [_cell(table, cell, padded) for cell in present(row)] for row in table.body
                ],
                "gaps": [
                    [(cell.column, cell.colspan) for cell in row[len(present(row)) :]]
                    for row in table.body
                ],
            }
            for table in group
        ],
    }


def _cell(table: LaidOutTable, cell: LaidOutCell, padded: bool = False) -> dict[str, Any]:
    """A cell with what is not the rule: spans, left alignment, a smaller size.

    padded: a figure of the table stands between no-break blanks. A font has one glyph for both
    kinds of blank and a PDF gives a glyph one meaning, so such tables take the other font.
    """
    text = _print(cell.text)
    wraps = not m.stands_on_one_line(text, table.section, cell.column, cell.colspan)
    made: dict[str, Any] = {"text": _words(text, 3, _SIGN) if wraps else text, "x": cell.column}
    if cell.colspan > 1:
        made["colspan"] = cell.colspan
    if cell.rowspan > 1:
        made["rowspan"] = cell.rowspan
    if table.section == 3 and cell.scope == "row":
        made["left"] = True
    if cell.cell is not None:
        size = m.figure_size(text, table.section, cell.column, cell.colspan)
        if size < m.TABLE_SIZE:
            made["size"] = size
        if padded and " " not in text:
            made["padded"] = True
    return made
