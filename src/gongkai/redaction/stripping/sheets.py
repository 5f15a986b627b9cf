"""Excel 工作簿: hidden sheets, rows, columns and values, formulas, caches, names, comments.

Formulas become their values: they would name what went. What is left is what a print shows.
"""

from __future__ import annotations

import re
from typing import Any

from gongkai.errors import BadInput, DamagedFile
from gongkai.redaction.stripping.cell_looks import Looks
from gongkai.redaction.stripping.found import Stripped
from gongkai.redaction.stripping.package import Package, local, related, take_out

__all__ = ["strip_workbook"]

_TRUE = ("1", "true")
_OUT_OF_BOOK = frozenset(
    {
        "fileSharing", "workbookProtection", "fileRecoveryPr", "webPublishing", "AlternateContent",
        "extLst", "customWorkbookViews", "functionGroups", "oleSize", "smartTagPr", "smartTagTypes",
        "webPublishObjects", "revisionPtr",
    }
)  # fmt: skip
_OUT_OF_SHEET = frozenset(
    {
        "sheetProtection", "protectedRanges", "scenarios", "customSheetViews", "dataConsolidate",
        "dataValidations", "autoFilter", "sortState", "legacyDrawing", "legacyDrawingHF",
        "oleObjects",
        "controls", "webPublishItems", "extLst", "customProperties", "cellWatches", "phoneticPr",
        "AlternateContent",
    }
)  # fmt: skip
_FLAT = 0.75  # a pixel
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def strip_workbook(package: Package) -> Stripped:
    """A workbook without what is not shown. BadInput when no sheet is shown."""
    gone = _drop_sheets(package)
    package.prune()
    book = package.tree(package.main)
    _remove(book, _OUT_OF_BOOK, package, "工作簿设置")
    looks = Looks(package)
    used: set[int] = set()
    for kind, name in package.targets(package.main):
        if kind == "worksheet":
            _clean_sheet(package, name, looks)
            used |= _strings_of(package.tree(name))
    _clean_strings(package, used, looks)
    _clean_tables(package, gone)
    package.clean_drawings()
    return package.log.result(package.data())


def _drop_sheets(package: Package) -> set[str]:
    """Takes the hidden sheets away; returns their names."""
    book = package.tree(package.main)
    sheets = [one for one in book.iter() if local(one) == "sheet"]
    shown = [one.get("state", "visible") == "visible" for one in sheets]
    if not any(shown):
        raise BadInput("工作簿里没有一张显示的工作表；请取消隐藏要公开的工作表后再上传")
    moved = {str(old): str(sum(shown[:old])) for old in range(len(sheets)) if shown[old]}
    gone = set()
    for sheet, keep in zip(sheets, shown, strict=True):
        if not keep:
            gone.add(sheet.get("name", ""))
            package.drop_relationship(package.main, related(sheet))
            take_out(sheet)
    package.log.add("隐藏的工作表", "工作簿", shown.count(False))
    for view in [one for one in book.iter() if local(one) == "workbookView"]:
        view.attrib.pop("activeTab", None)
        view.attrib.pop("firstSheet", None)
    for name in [one for one in book.iter() if local(one) == "definedName"]:
        index = name.get("localSheetId", "")
        printed = name.get("name", "").startswith("_xlnm.Print_")
        if printed and index in moved and "#REF" not in (name.text or ""):
            name.set("localSheetId", moved[index])
        else:
            package.log.add("定义的名称", "工作簿")
            take_out(name)
    for names in [one for one in book.iter() if local(one) == "definedNames"]:
        if not len(names):
            take_out(names)
    return gone


def _remove(root: Any, kinds: frozenset[str], package: Package, what: str) -> None:
    gone = [one for one in root if local(one) in kinds]
    for one in gone:
        take_out(one)
    package.log.add(what, package.main, len(gone))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _clean_sheet(package: Package, name: str, looks: Looks) -> None:
    root, log = package.tree(name), package.log
    columns = [
        (_column(one, "min"), _column(one, "max"))
        for one in root.iter()
        if local(one) == "col" and (one.get("hidden") in _TRUE or _nothing(one.get("width")))
    ]
    rows = cells = values = formulas = 0
    pale: list[str] = []
    zero = any(local(one) == "sheetFormatPr" and one.get("zeroHeight") in _TRUE for one in root)
    gone_rows: set[str] = set()
    for row in [one for one in root.iter() if local(one) == "row"]:
        hidden = row.get("hidden") in _TRUE or _nothing(row.get("ht"))
        if zero and row.get("hidden") is None and row.get("ht") is None:
            hidden = True
        if hidden:
            rows += bool(len(row))
            gone_rows.add(row.get("r", ""))
            for cell in list(row):
                row.remove(cell)
            continue
        number = 0
        for cell in [one for one in row if local(one) == "c"]:
            found = _CELL.fullmatch(cell.get("r", ""))
            number = _number(found[1]) if found else number + 1
            if any(low <= number <= high for low, high in columns):
                cells += bool(len(cell))
                row.remove(cell)
                continue
            if looks.hides(cell.get("s"), cell.get("t", "n"), _value(cell)):
                values += 1
                for part in list(cell):
                    cell.remove(part)
                cell.attrib.pop("t", None)
            for part in [one for one in cell if local(one) == "f"]:
                formulas += 1
                cell.remove(part)
            for attribute in ("cm", "vm"):
                cell.attrib.pop(attribute, None)
            if _value(cell) and looks.unreadable(cell.get("s")):
                pale.append(cell.get("r", ""))
    _drop_links(package, name, gone_rows, columns)
    log.add("隐藏的行", name, rows)
    log.add("隐藏的列中的单元格", name, cells)
    log.add("以数字格式隐藏的值", name, values)
    log.add("公式（已换成结果）", name, formulas)
    if pale:
        places = "、".join(filter(None, pale[:10])) + ("等" if len(pale) > 10 else "")
        log.doubt(
            f"{name} 里有{len(pale)}个单元格的文字与底色相同，看不见但还在文件里（{places}）；"
            "请在原软件中查看，不应公开的先删除"
        )
    if any(local(one) == "cfRule" and looks.rule_hides(one.get("dxfId")) for one in root.iter()):
        log.doubt(f"{name} 的条件格式可能使一些值看不见；请在原软件中查看，不应公开的先删除")
    gone = [one for one in root if local(one) in _OUT_OF_SHEET]
    gone += [
        one for one in root
        if local(one) == "conditionalFormatting" and any("!" in (f.text or "") for f in one.iter())
    ]  # fmt: skip
    if columns:
        gone += [one for one in root if local(one) == "tableParts"]
    for one in gone:
        take_out(one)
    log.add("工作表设置（保护、筛选、有效性等）", name, len(gone))


def _value(cell: Any) -> str:
    """The value as it is kept: a number, the number of a string, or the string itself."""
    return "".join(
        (part.text or "") for one in cell if local(one) in ("v", "is") for part in one.iter()
    )


def _column(columns: Any, side: str) -> int:
    try:
        return int(columns.get(side, "0"))
    except ValueError:
        raise DamagedFile("工作表的列设置已损坏", "请用 Excel 或 WPS 打开后另存一份再试") from None


def _drop_links(
    package: Package, name: str, rows: set[str], columns: list[tuple[int, int]]
) -> None:
    """Links of cells that went: they hold an address, the text shown and a tip."""
    links = [one for one in package.tree(name).iter() if local(one) == "hyperlink"]
    gone = []
    for link in links:
        cell = _CELL.match(link.get("ref", ""))
        if cell is None:
            continue
        at = _number(cell[1])
        if cell[2] in rows or any(low <= at <= high for low, high in columns):
            gone.append(link)
    left = {related(link) for link in links if link not in gone}
    for link in gone:
        holder, id_ = link.getparent(), related(link)
        if id_ and id_ not in left:
            package.drop_relationship(name, id_)
        take_out(link)
        if not len(holder):
            take_out(holder)
    package.log.add("隐藏的单元格的链接", name, len(gone))


def _nothing(size: str | None) -> bool:
    """Whether a given height (points) or width (characters) is too small to show anything."""
    try:
        return size is not None and float(size) <= _FLAT
    except ValueError:
        return False


def _strings_of(root: Any) -> set[int]:
    used = set()
    for cell in root.iter():
        if local(cell) == "c" and cell.get("t") == "s":
            for part in cell:
                text = (part.text or "").strip()
                if local(part) == "v" and text.isdecimal() and len(text) < 10:
                    used.add(int(text))
    return used


def _clean_strings(package: Package, used: set[int], looks: Looks) -> None:
    """Blank the strings that no cell shows; the others keep their numbers."""
    for kind, name in list(package.targets(package.main)):
        if kind != "sharedStrings":
            continue
        root, count = package.tree(name), 0
        items = [one for one in root if local(one) == "si"]
        for at, item in enumerate(items):
            for part in [one for one in item if local(one) in ("rPh", "phoneticPr")]:
                take_out(part)
            if at not in used and len(item):
                for part in list(item):
                    item.remove(part)
                item.append(item.makeelement(item.tag[: item.tag.index("}") + 1] + "t", {}))
                count += 1
        pale = sum(
            1 for at in used if at < len(items)
            for run in items[at] if local(run) == "r" and looks.pale(run)
        )  # fmt: skip
        if pale:
            package.log.doubt(f"{name} 里有{pale}处白色文字，可能看不见，请在原软件中查看")
        for attribute in ("count", "uniqueCount"):
            root.attrib.pop(attribute, None)
        package.log.add("不再显示的字符串", name, count)


def _clean_tables(package: Package, gone: set[str]) -> None:
    """Formulas of tables; in charts what lies outside them, and the names of sheets that went.

    A chart goes on showing the values that it keeps.
    """
    for name in list(package.xml_parts()):
        root = package.tree(name)
        if local(root) == "table":
            for one in list(root.iter()):
                if local(one) in ("calculatedColumnFormula", "totalsRowFormula", "extLst"):
                    take_out(one)
            for one in [part for part in root if local(part) in ("autoFilter", "sortState")]:
                for part in list(one):
                    take_out(part)
        elif local(root) == "chartSpace":
            for one in list(root.iter()):
                if local(one) in ("externalData", "extLst", "pivotSource", "userShapes"):
                    take_out(one)
                elif local(one) == "f" and any(
                    sheet and sheet in (one.text or "").replace("''", "'") for sheet in gone
                ):
                    one.text = ""
                    package.log.add("图表对隐藏工作表的引用", name)
