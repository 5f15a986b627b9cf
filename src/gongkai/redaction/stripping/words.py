"""Word 文档: tracked changes, comments, hidden text, traces of editing, fields from elsewhere."""

from __future__ import annotations

import re
from typing import Any

from gongkai.errors import BadInput
from gongkai.redaction.stripping.found import Stripped
from gongkai.redaction.stripping.package import Package, local, take_out
from gongkai.redaction.stripping.word_looks import OFF, Looks, below, value

__all__ = ["strip_document"]

_INSERTED = frozenset({"ins", "moveTo"})
_DELETED = frozenset({"del", "moveFrom"})
_RANGES = frozenset(
    {
        "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
        "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
        "customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd",
        "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd", "cellIns", "cellMerge",
        "numberingChange",
    }
)  # fmt: skip
_COMMENTS = frozenset({"commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef"})
_SETTINGS = frozenset(
    {
        "rsids", "docVars", "attachedTemplate", "mailMerge", "trackRevisions", "docId",
        "revisionView", "documentProtection", "writeProtection", "savePreviewPicture",
        "saveThroughXslt", "schemaLibrary", "attachedSchema", "chartTrackingRefBased",
        "listSeparator",
    }
)  # fmt: skip
_SAFE_FIELDS = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|SECTION|TOC|HYPERLINK|REF|PAGEREF|NOTEREF|SEQ|STYLEREF|EQ|"
    r"SYMBOL|INDEX|XE|TC|LISTNUM|QUOTE|ADVANCE|FORM\w+)\b",
    re.IGNORECASE,
)
_NO_TEXT = frozenset({"styles", "stylesWithEffects", "numbering", "fontTable", "theme"})


def strip_document(package: Package, accept_changes: bool) -> Stripped:
    """A Word document without what is not printed. BadInput for tracked changes left undecided."""
    package.prune()
    # by their relationships: Word on the web writes word/document2.xml and word/styles2.xml
    kinds = {name: kind for kind, name in package.targets(package.main)}
    names = list(package.xml_parts())
    changes = sum(_changes(package.tree(name)) for name in names)
    if changes and not accept_changes:
        raise BadInput(
            f"文件里有{changes}处修订痕迹，接受与拒绝的结果不同；"
            "请先在 Word 或 WPS 中逐处接受或者拒绝后再上传，或者确认“全部接受”"
        )
    looks = Looks(package)
    for name in names:
        root = package.tree(name)
        _traces(root)
        if changes:
            package.log.add("修订痕迹（已接受）", name, _accept(root))
        if kinds.get(name) == "numbering":
            package.log.add("隐藏的编号文字", name, _numbers(root))
        if kinds.get(name) in _NO_TEXT:
            continue
        package.log.add("批注标记", name, _each(root, _COMMENTS))
        package.log.add("隐藏文字", name, _hidden(root, looks))
        package.log.add("取自别处的域", name, _fields(root))
        if kinds.get(name) == "settings":
            package.log.add("编辑设置", name, _each(root, _SETTINGS))
        if pale := _unreadable(root, looks):
            package.log.doubt(
                f"{name} 里有{pale}处文字与底色相同或者字号极小，可能看不见，请在原软件中查看"
            )
    package.clean_drawings()
    return package.log.result(package.data())


def _changes(root: Any) -> int:
    wanted = _INSERTED | _DELETED | _RANGES | {"cellDel"}
    return sum(1 for one in root.iter() if local(one) in wanted or local(one).endswith("PrChange"))


def _accept(root: Any) -> int:
    """Take all changes as made: what was inserted stays, what was deleted goes."""
    count = 0
    for one in list(root.iter()):
        kind = local(one)
        parent = one.getparent()
        if parent is None or not kind:
            continue
        holder = local(parent)
        if kind in _DELETED:
            count += 1
            if holder == "rPr" and local(parent.getparent()) == "pPr":
                _join(parent.getparent().getparent())
                take_out(one)
            elif holder == "trPr":
                take_out(parent.getparent())
            else:
                take_out(one)
        elif kind in _INSERTED:
            count += 1
            at = parent.index(one)
            for child in list(one):
                parent.insert(at, child)
                at += 1
            take_out(one)
        elif kind == "cellDel":
            count += 1
            take_out(parent.getparent())
        elif kind in _RANGES or kind.endswith("PrChange"):
            count += 1
            take_out(one)
    return count


def _join(paragraph: Any) -> None:
    """A deleted paragraph mark: its text goes to the head of the next paragraph."""
    following = paragraph.getnext()
    if following is None or local(following) != "p":
        return
    at = 1 if len(following) and local(following[0]) == "pPr" else 0
    for child in list(paragraph):
        if local(child) != "pPr":
            following.insert(at, child)
            at += 1
    take_out(paragraph)


def _each(root: Any, kinds: frozenset[str]) -> int:
    count = 0
    for one in list(root.iter()):
        if local(one) in kinds and one.getparent() is not None:
            take_out(one)
            count += 1
    return count


def _hidden(root: Any, looks: Looks) -> int:
    count = 0
    for run in list(root.iter()):
        if local(run) == "r" and run.getparent() is not None and looks.hidden(run):
            take_out(run)
            count += 1
    return count


def _numbers(root: Any) -> int:
    """The words of list numbers that are not shown."""
    count = 0
    for level in [one for one in root.iter() if local(one) == "lvl"]:
        hidden, text = below(level, "rPr", "vanish"), below(level, "lvlText")
        if hidden is None or value(hidden) in OFF or text is None:
            continue
        for key in [key for key in text.attrib if key.endswith("val") and text.get(key)]:
            text.set(key, "")
            count += 1
    return count


def _fields(root: Any) -> int:
    """Fields that are filled from elsewhere become their result."""
    count = 0
    for one in list(root.iter()):
        if local(one) == "fldSimple" and not _SAFE_FIELDS.match(value(one, "instr")):
            parent = one.getparent()
            at = parent.index(one)
            for child in list(one):
                parent.insert(at, child)
                at += 1
            take_out(one)
            count += 1
    return count + _complex_fields(root)


def _complex_fields(root: Any) -> int:
    count = 0
    open_: list[tuple[list[Any], list[str], bool]] = []
    for one in list(root.iter()):
        kind = local(one)
        if kind == "fldChar":
            state = value(one, "fldCharType")
            if state == "begin":
                open_.append(([one], [], True))
            elif open_ and state == "separate":
                parts, words, _ = open_[-1]
                parts.append(one)
                open_[-1] = (parts, words, False)
            elif open_ and state == "end":
                parts, words, _ = open_.pop()
                if not _SAFE_FIELDS.match("".join(words)):
                    count += 1
                    for part in [*parts, one]:
                        _drop_from_run(part)
        elif kind == "instrText" and open_ and open_[-1][2]:
            open_[-1][0].append(one)
            open_[-1][1].append(one.text or "")
    return count


def _drop_from_run(element: Any) -> None:
    if element.getparent() is not None:
        take_out(element)


def _traces(root: Any) -> None:
    """Numbers of editing sittings, and ties to data that went."""
    for one in root.iter():
        for name in list(one.attrib):
            plain = name.rpartition("}")[2]
            if plain.startswith("rsid") or plain in ("paraId", "textId"):
                del one.attrib[name]
    _each(
        root, frozenset({"dataBinding", "storeItemID", "proofErr", "permStart", "permEnd", "rsid"})
    )


def _unreadable(root: Any, looks: Looks) -> int:
    """Runs with text that nobody can see, though nothing hides them."""
    return sum(
        1 for run in root.iter()
        if local(run) == "r" and any(local(one) == "t" and (one.text or "").strip() for one in run)
        and looks.unreadable(run)
    )  # fmt: skip
