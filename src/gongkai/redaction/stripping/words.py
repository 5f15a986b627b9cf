"""Word 文档: tracked changes, comments, hidden text, traces of editing, fields from elsewhere."""

from __future__ import annotations

import re
from typing import Any

from gongkai.errors import BadInput
from gongkai.redaction.stripping.found import Stripped
from gongkai.redaction.stripping.package import Package, local, take_out

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
_NO_TEXT = ("tyles.xml", "stylesWithEffects.xml", "numbering.xml", "fontTable.xml", "theme1.xml")
_OFF = ("0", "false", "off", "none")


def strip_document(package: Package, accept_changes: bool) -> Stripped:
    """A Word document without what is not printed. BadInput for tracked changes left undecided."""
    package.prune()
    names = [name for name in package.xml_parts() if name.startswith("word/")]
    changes = sum(_changes(package.tree(name)) for name in names)
    if changes and not accept_changes:
        raise BadInput(
            f"文件里有{changes}处修订痕迹，接受与拒绝的结果不同；"
            "请先在 Word 或 WPS 中逐处接受或者拒绝后再上传，或者确认“全部接受”"
        )
    styles = _hidden_styles(package)
    for name in names:
        root = package.tree(name)
        _traces(root)
        if changes:
            package.log.add("修订痕迹（已接受）", name, _accept(root))
        if name.endswith(_NO_TEXT):
            continue
        package.log.add("批注标记", name, _each(root, _COMMENTS))
        package.log.add("隐藏文字", name, _hidden(root, styles))
        package.log.add("取自别处的域", name, _fields(root))
        if name.endswith("settings.xml"):
            package.log.add("编辑设置", name, _each(root, _SETTINGS))
        if pale := _pale(root):
            package.log.doubt(f"{name} 里有{pale}处白色文字，可能看不见，请在原软件中查看")
    package.clean_drawings()
    return package.log.result(package.data())


def _changes(root: Any) -> int:
    wanted = _INSERTED | _DELETED | _RANGES | {"cellDel"}
    return sum(1 for one in root.iter() if local(one) in wanted or local(one).endswith("PrChange"))


def _value(element: Any, name: str = "val") -> str:
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def _child(element: Any, *path: str) -> Any:
    for name in path:
        element = next((one for one in element if local(one) == name), None)
        if element is None:
            return None
    return element


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


def _on(properties: Any) -> bool:
    """Whether run properties hide the run."""
    if properties is None:
        return False
    found = _child(properties, "vanish")
    return found is not None and _value(found) not in _OFF


def _hidden_styles(package: Package) -> set[str]:
    """Styles that hide, by themselves or by what they are based on."""
    hidden: set[str] = set()
    based: dict[str, str] = {}
    for name in package.xml_parts():
        if not name.endswith(("styles.xml", "stylesWithEffects.xml")):
            continue
        for style in package.tree(name):
            if local(style) != "style":
                continue
            id_ = _value(style, "styleId")
            if _on(_child(style, "rPr")):
                hidden.add(id_)
            parent = _child(style, "basedOn")
            if parent is not None and _child(style, "rPr", "vanish") is None:
                based[id_] = _value(parent)
    for _ in range(20):  # as deep as styles are based on each other
        hidden |= {id_ for id_, parent in based.items() if parent in hidden}
    return hidden


def _hidden(root: Any, styles: set[str]) -> int:
    count = 0
    for run in list(root.iter()):
        if local(run) != "r" or run.getparent() is None:
            continue
        own = _child(run, "rPr", "vanish")
        if own is not None:
            hidden = _value(own) not in _OFF
        else:
            hidden = bool(styles) and bool(_styles_of(run) & styles)
        if hidden:
            take_out(run)
            count += 1
    return count


def _styles_of(run: Any) -> set[str]:
    found = (
        {_value(_child(run, "rPr", "rStyle"))}
        if _child(run, "rPr", "rStyle") is not None
        else set()
    )
    above = run.getparent()
    while above is not None and local(above) != "p":
        above = above.getparent()
    style = _child(above, "pPr", "pStyle") if above is not None else None
    return found | ({_value(style)} if style is not None else set())


def _fields(root: Any) -> int:
    """Fields that are filled from elsewhere become their result."""
    count = 0
    for one in list(root.iter()):
        if local(one) == "fldSimple" and not _SAFE_FIELDS.match(_value(one, "instr")):
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
            state = _value(one, "fldCharType")
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


def _pale(root: Any) -> int:
    """Runs in white on no shade of their own."""
    count = 0
    for one in root.iter():
        if local(one) == "color" and _value(one).upper() in ("FFFFFF", "FEFEFE"):
            shaded = any(local(near) in ("shd", "highlight") for near in one.getparent())
            above = one.getparent().getparent()
            count += local(above) == "r" and not shaded
    return count
