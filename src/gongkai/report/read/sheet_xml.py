"""The worksheets of an .xlsx, straight from its XML.

python-calamine is faster on large workbooks, but shows an error value as an empty cell, knows no
number formats, believes the zip directory, and ends the process on cells that lie far apart.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from lxml import etree

from gongkai.errors import DamagedFile, FileTooLarge
from gongkai.report.read.limits import MAX_CELLS, MAX_XML, open_zip, read_member
from gongkai.report.read.number_format import BUILT_IN, is_general, plain, shown, shown_date
from gongkai.report.read.sheets import Merge, Sheet, too_many_cells

__all__ = ["sheets_of_xlsx"]

_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_MAX_ROWS = 1_048_576  # of a worksheet, by the standard
_AGAIN = "请用 Excel 或 WPS 打开后另存为 .xlsx 再试"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")


def sheets_of_xlsx(data: bytes) -> list[Sheet]:
    """Every worksheet, hidden ones empty. DamagedFile or FileTooLarge when it cannot be read."""
    with open_zip(data) as archive:
        try:
            return list(_Workbook(archive).sheets())
        except (etree.XMLSyntaxError, LookupError, ValueError, TypeError, OverflowError) as error:
            if "depth" in str(error):
                raise FileTooLarge("工作簿的标签嵌套太深，已停止", _AGAIN) from error
            raise DamagedFile("Excel 文件的内容已损坏", _AGAIN) from error


class _Workbook:
    """The parts of one package."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.parts = {
            info.filename.replace("\\", "/").lstrip("/").lower(): info
            for info in archive.infolist()
        }
        self.left = 2 * MAX_XML
        self.cells = 0
        self.path = self._main_part()
        self.related = self._relations(self.path)
        self.epoch_1904 = False

    def sheets(self) -> Iterator[Sheet]:
        book = self._tree(self.path)
        properties = book.find("{*}workbookPr")
        if properties is not None:
            self.epoch_1904 = properties.get("date1904") in ("1", "true")
        self.formats = self._formats()
        self.strings = self._strings()
        for entry in book.iterfind("{*}sheets/{*}sheet"):
            name = entry.get("name") or ""
            key = next((v for k, v in entry.items() if k.endswith("}id")), "")
            kind, path = self.related.get(key, ("", ""))
            if not kind.endswith("/worksheet"):
                continue  # a chart or a dialogue
            if entry.get("state", "visible") != "visible":
                yield Sheet(name, hidden=True)
            else:
                yield self._sheet(name, path)

    # parts ------------------------------------------------------------------------------------

    def _part(self, path: str) -> bytes:
        info = self.parts.get(path.lower())
        if info is None:
            raise DamagedFile(f"Excel 文件缺少部件 {path}", _AGAIN)
        content = read_member(self.archive, info, min(MAX_XML, self.left))
        self.left -= len(content)
        if b"<!DOCTYPE" in content:
            # the standard forbids it; only an attack has it
            raise DamagedFile("Excel 文件含有不允许的实体声明（DOCTYPE）", "请确认文件来源")
        return content

    def _tree(self, path: str) -> Any:
        return etree.fromstring(self._part(path), etree.XMLParser(**_SAFE))

    def _relations(self, path: str) -> dict[str, tuple[str, str]]:
        """Id → (type, path) of what a part refers to."""
        folder, name = posixpath.split(path)
        where = posixpath.join(folder, "_rels", name + ".rels")
        if where.lower() not in self.parts:
            return {}
        return {
            one.get("Id", ""): (
                one.get("Type", ""),
                posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
            )
            for one in self._tree(where).iterfind("{*}Relationship")
            if one.get("TargetMode") != "External"
        }

    def _main_part(self) -> str:
        for kind, path in self._relations("").values():
            if kind.endswith("/officeDocument"):
                return path
        return "xl/workbook.xml"

    def _related(self, kind: str) -> str:
        return next((p for k, p in self.related.values() if k.endswith("/" + kind)), "")

    def _formats(self) -> list[str]:
        """Format code by style index; empty where it changes nothing."""
        path = self._related("styles")
        if path.lower() not in self.parts:
            return []
        styles = self._tree(path)
        codes = dict(BUILT_IN)
        for one in styles.iterfind("{*}numFmts/{*}numFmt"):
            codes[int(one.get("numFmtId", "0"))] = one.get("formatCode", "")
        made = []
        for xf in styles.iterfind("{*}cellXfs/{*}xf"):
            code = codes.get(int(xf.get("numFmtId", "0")), "")
            made.append("" if is_general(code) else code)
        return made

    def _strings(self) -> list[str]:
        path = self._related("sharedStrings")
        if path.lower() not in self.parts:
            return []
        part = self._part(path)
        if part.count(b"<si>") > MAX_CELLS:
            raise too_many_cells()
        return [_text(item) for item in _each(part, "{*}si")]

    # one sheet --------------------------------------------------------------------------------

    def _sheet(self, name: str, path: str) -> Sheet:
        sheet = Sheet(name)
        row_at = -1
        part = self._part(path)
        if part.count(b"<v>") > MAX_CELLS:
            raise too_many_cells()  # said before the time is spent
        for element in _each(part, "{*}row", "{*}mergeCell"):
            if element.tag.endswith("mergeCell"):
                merge = _merge(element.get("ref", ""))
                if merge:
                    sheet.merges.append(merge)
                continue
            number = element.get("r")
            row_at = int(number) - 1 if number else row_at + 1
            if not 0 <= row_at < _MAX_ROWS:
                raise DamagedFile(f"Excel 文件的行号 {row_at + 1} 不合规范", _AGAIN)
            self._row(sheet, element, row_at)
        return sheet

    def _row(self, sheet: Sheet, row: Any, row_at: int) -> None:
        column = -1
        cells, drawn = sheet.cells, sheet.drawn
        self.cells += len(row)
        if self.cells > 2 * MAX_CELLS:  # half of them may be empty ones
            raise too_many_cells()
        for cell in row:
            column = _column(cell.get("r"), column)
            value = formula = ""
            for child in cell:
                tag = child.tag
                if tag[-2:] == "}v":
                    value = child.text or ""
                elif tag[-3:] == "}is":
                    cells[row_at, column] = _text(child)
                elif tag[-2:] == "}f":
                    formula = "=" + (child.text or "")  # shared ones stand with the first cell
            if value:
                cells[row_at, column] = self._shown(cell, value)
            elif formula and cell.get("t") != "str":
                sheet.unsaved.append((row_at, column))
                cells[row_at, column] = formula
            elif cell.get("s", "0") != "0" and len(drawn) < MAX_CELLS:
                drawn.add((row_at, column))

    def _shown(self, cell: Any, value: str) -> str:
        kind = cell.get("t", "n")
        if kind == "s":
            return self.strings[int(value)]
        if kind == "n":
            style = int(cell.get("s", "0"))
            code = self.formats[style] if 0 <= style < len(self.formats) else ""
            return shown(value, code, self.epoch_1904) if code else plain(value)
        if kind == "str":
            return _unescape(value)
        if kind == "b":
            return "FALSE" if value.strip() == "0" else "TRUE"
        if kind == "d":
            return shown_date(datetime.fromisoformat(value), "yyyy/m/d")
        return value  # an error, as shown


def _each(part: bytes, *tags: str) -> Iterator[Any]:
    """Elements one after the other, each forgotten after use."""
    for _, element in etree.iterparse(io.BytesIO(part), events=("end",), tag=tags, **_SAFE):
        yield element
        element.clear()
        parent = element.getparent()
        while parent is not None and parent[0] is not element:
            del parent[0]


def _text(item: Any) -> str:
    """The text of a string item: its runs, without the phonetic guide."""
    return _unescape(
        "".join(
            t.text or "" for t in item.iterfind(".//{*}t") if not t.getparent().tag.endswith("}rPh")
        )
    )


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def _column(reference: str | None, before: int) -> int:
    """Column, from 0, of a cell that names its place; else the one after the last."""
    if not reference:
        return before + 1
    column = _column_of(reference.rstrip("0123456789"))
    if column < 0:
        raise DamagedFile(f"Excel 文件的单元格位置 {reference[:20]} 不合规范", _AGAIN)
    return column


@lru_cache(maxsize=16384)
def _column_of(letters: str) -> int:
    """A → 0, XFD → 16383; -1 for what is no column."""
    if not re.fullmatch("[A-Z]{1,3}", letters):
        return -1
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _merge(reference: str) -> Merge | None:
    match = _RANGE.fullmatch(reference)
    if not match:
        return None
    rows = sorted((int(match[2]) - 1, int(match[4]) - 1))
    columns = sorted((_column_of(match[1]), _column_of(match[3])))
    return rows[0], columns[0], rows[1], columns[1]
