"""The tree of a Word document in a plain shape: body > (line | tbl), tbl > tr > tc > p.

Leaves out deleted, struck-out and moved-away text, hidden runs, older properties, the second
branch of an alternative and the readings over characters; takes wrappers off; puts the text of
text boxes behind the paragraph that holds them; resolves tables in tables. ECMA-376 part 1, §17;
part 3, §10.
"""

from __future__ import annotations

from lxml import etree

from gongkai.errors import DamagedFile
from gongkai.report.read.layout import Names, unframe

__all__ = ["LINE", "M", "W", "prepare"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_BODY, _TBL, _TR, _TC, _P, _R = (W + name for name in ("body", "tbl", "tr", "tc", "p", "r"))
_PPR, _RPR, _TRPR = W + "pPr", W + "rPr", W + "trPr"
_DEL, _MOVED, _HIDDEN, _BOX = W + "del", W + "moveFrom", W + "vanish", W + "txbxContent"
_STRUCK = (W + "strike", W + "dstrike")
_RAISED = W + "vertAlign"
_ALTERNATIVE = _MC + "AlternateContent"
_DROPPED = (
    _DEL,
    _MOVED,
    *(W + name for name in ("rt", "pPrChange", "rPrChange", "tcPrChange", "trPrChange")),
    *(W + name for name in ("tblPrExChange", "tblPrChange", "tblGridChange", "numberingChange")),
)
_WRAPPERS = (
    *(W + name for name in ("sdt", "sdtContent", "customXml")),
    *(_ALTERNATIVE, _MC + "Choice", _MC + "Fallback"),
)
_ODD = (_TBL, _HIDDEN, *_STRUCK, _BOX, _RAISED, *_DROPPED, *_WRAPPERS)
_FRAME = "frame"
LINE = "line"
_NAMES = Names(_TBL, (_TC,), W + "t", _FRAME)
_OFF = ("0", "false", "off")


def prepare(root: etree._Element) -> etree._Element:
    """The body in its plain shape; DamagedFile when there is none."""
    body = root.find(_BODY)
    if body is None:
        raise DamagedFile("Word 文件里没有正文", "请用 Word 或 WPS 打开后另存为 .docx")
    odd = [e for e in body.iter(*_ODD) if e.getparent() is not body or e.tag != _TBL]
    if odd:
        _simplify(body, odd)
    if unframe(list(body.iter(_TBL) if odd else body.iterchildren(_TBL)), _NAMES):
        etree.strip_tags(body, _FRAME)
    for paragraph in body.iterchildren(_P):
        paragraph.tag = LINE  # so that the walk need not meet those in cells
    return body


def _simplify(body: etree._Element, odd: list[etree._Element]) -> None:
    boxes = []
    for element in odd:
        tag = element.tag
        if tag == _ALTERNATIVE:
            for other in list(element)[1:]:
                element.remove(other)
        elif tag == _BOX:
            boxes.append(element)
        elif tag in (_DEL, _MOVED, _HIDDEN, *_STRUCK):
            _leave_out(element)
        elif tag == _RAISED:
            _set_apart(element)
    for box in reversed(boxes):
        host = next(box.iterancestors(_P), None)
        if host is not None:
            for child in reversed(box):
                host.addnext(child)
    etree.strip_elements(body, *_DROPPED, with_tail=False)
    etree.strip_tags(body, *_WRAPPERS)


def _set_apart(mark: etree._Element) -> None:
    """Put a raised number in a cell in brackets: 25¹ is 25 with a note, not 251."""
    run = next(mark.iterancestors(_R), None)
    if (
        run is None
        or mark.get(W + "val") != "superscript"
        or next(run.iterancestors(_TC), None) is None
    ):
        return
    for text in run.iterchildren(W + "t"):
        if text.text and text.text.strip().isdecimal():
            text.text = f"[{text.text.strip()}]"


def _leave_out(mark: etree._Element) -> None:
    """Act on a mark among the properties of a run, a paragraph or a row."""
    properties = mark.getparent()
    owner = None if properties is None else properties.getparent()
    if properties is None or owner is None:
        return
    kind, outer = properties.tag, owner.getparent()
    if mark.tag == _HIDDEN or mark.tag in _STRUCK:
        if (
            kind == _RPR
            and owner.tag == _R
            and outer is not None
            and mark.get(W + "val") not in _OFF
        ):
            outer.remove(owner)
    elif kind == _TRPR and outer is not None:
        outer.remove(owner)
    elif kind == _RPR and owner.tag == _PPR and outer is not None:
        _join_next(outer)


def _join_next(paragraph: etree._Element) -> None:
    """A paragraph whose end mark is deleted runs on into the next one, which gives the format."""
    following = paragraph.getnext()
    if following is None or following.tag != _P:
        return
    at = 1 if len(following) and following[0].tag == _PPR else 0
    following[at:at] = [run for run in paragraph if run.tag != _PPR]
