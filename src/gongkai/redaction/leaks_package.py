"""What is left in an Office file, looked for in its bytes: nothing is shared with the stripping.

No tree, no relationships: each part is searched for the marks themselves, whatever their prefix,
so that what the stripping does not understand is not passed over here for the same reason.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

__all__ = ["in_picture", "remains", "texts"]

_TAG = rb"<(?:[\w.-]+:)?"
_END = rb"(?=[\s/>])"
# names of parts that hold what readers are not shown
_PARTS = (
    (r"^docProps/(?!.*thumbnail)", "文档属性"), (r"thumbnail", "缩略图"),
    (r"^customXml/", "自定义数据"),
    (r"/comments|threadedComments|commentAuthors", "批注"),
    (r"/(?:people|persons?)\b", "批注作者"),
    (r"/embeddings/", "嵌入文件"), (r"/activeX/|/ctrlProps/", "控件"),
    (r"vbaProject|vbaData", "宏"),
    (r"/externalLinks/", "外部链接的缓存"), (r"/pivot(?:Cache|Tables)", "透视表缓存"),
    (r"/printerSettings/", "打印机设置"), (r"/glossary/", "构建基块"),
    (r"/notesSlides/", "演讲者备注"), (r"calcChain", "计算链"),
    (r"/revisions?/|/slicers?/|/queryTables/|/connections", "数据查询或者修订记录"),
    (r"_xmlsignatures/", "数字签名"), (r"vmlDrawing", "批注框和控件"),
)  # fmt: skip
_CHANGED = re.compile(
    _TAG
    + rb"(?:ins|del|moveFrom|moveTo|cellIns|cellDel|cellMerge|numberingChange|\w+PrChange)"
    + _END
)
_DOCUMENT = (
    (_CHANGED, "修订痕迹"),
    (
        re.compile(_TAG + rb"(?:commentReference|commentRangeStart|annotationRef)" + _END),
        "批注标记",
    ),
    (re.compile(_TAG + rb"(?:docVars|mailMerge|attachedTemplate|rsids)" + _END), "编辑设置"),
    (re.compile(rb"\brsid\w*=\""), "编辑痕迹"),
)
_RUN = re.compile(_TAG + rb"r(?:\s[^>]*)?>(.*?)</(?:[\w.-]+:)?r>", re.DOTALL)
_VANISH = re.compile(_TAG + rb"vanish(?:\s[^>]*?val=\"(\w+)\"[^>]*)?\s*/?>")
_WORDS = re.compile(_TAG + rb"t(?:\s[^>]*)?>([^<]+)<")
_WORD = b"/wordprocessingml/"  # in the names of its elements, wherever the part lies
# Office on the web numbers the first of each too
_TEXTS = re.compile(
    r"^word/(?:document|header|footer|footnotes|endnotes)\d*\.xml$|sharedStrings\d*\.xml$"
)
_SHEET = (
    (re.compile(_TAG + rb"f(?:\s[^>]*)?(?:>|/>)"), "公式"),
    (re.compile(_TAG + rb"row\s[^>]*\bhidden=\"(?:1|true)\"[^>]*(?<!/)>\s*" + _TAG + rb"c\b"),
     "隐藏的行"),
    (re.compile(_TAG + rb"(?:sheetProtection|dataValidations|oleObjects|controls)" + _END),
     "工作表设置"),
)  # fmt: skip
_BOOK = (
    (re.compile(_TAG + rb"sheet\s[^>]*\bstate=\"(?:hidden|veryHidden)\""), "隐藏的工作表"),
    (re.compile(_TAG + rb"definedName\s(?![^>]*_xlnm\.Print_)"), "定义的名称"),
    (re.compile(_TAG + rb"(?:pivotCaches|externalReferences|fileSharing)" + _END), "外部数据"),
)
_SLIDE = ((re.compile(_TAG + rb"sld\s[^>]*\bshow=\"(?:0|false)\""), "隐藏的幻灯片"),)
_OWN_EXIF = 34  # bytes of the segment that tells which side is up and nothing else
_PICTURE = (
    (re.compile(rb"ns\.adobe\.com/xap|<x:xmpmeta|W5M0MpCehiHzreSzNTczkc9d"), "XMP 元数据"),
    (re.compile(rb"Photoshop 3\.0\0"), "编辑软件的数据"),
)
# behind the length of a chunk
_CHUNKS = ((re.compile(rb"\0...(?:tEXt|zTXt|iTXt|eXIf)", re.DOTALL), "图片注释"),)


def remains(parts: list[tuple[str, bytes]]) -> Iterator[tuple[str, str, int]]:
    """What, in which part, how often; `parts` are the names and bytes of an opened package."""
    for name, data in parts:
        for pattern, what in _PARTS:
            if re.search(pattern, name):
                yield what, name, 1
        if name.endswith(".xml") and (name.startswith("word/") or _WORD in data):
            yield from _counted(_DOCUMENT, name, data)
            if hidden := sum(map(_is_hidden, _RUN.findall(data))):
                yield "隐藏文字", name, hidden
        elif re.search(r"(?:^|/)worksheets/[^/]+\.xml$", name):
            yield from _counted(_SHEET, name, data)
        elif re.search(r"workbook\d*\.xml$", name):
            yield from _counted(_BOOK, name, data)
        elif "/slides/" in name and name.endswith(".xml"):
            yield from _counted(_SLIDE, name, data)
        elif not name.endswith((".xml", ".rels")):
            yield from in_picture(name, data)


def _counted(
    patterns: tuple[tuple[re.Pattern[bytes], str], ...], name: str, data: bytes
) -> Iterator[tuple[str, str, int]]:
    for pattern, what in patterns:
        if count := len(pattern.findall(data)):
            yield what, name, count


def _is_hidden(run: bytes) -> bool:
    found = _VANISH.search(run)
    shown = found is None or found[1] in (b"0", b"false", b"off", b"none")
    return not shown and bool(_WORDS.search(run))


def in_picture(name: str, data: bytes) -> Iterator[tuple[str, str, int]]:
    """What a picture tells besides its pixels, by its marks."""
    yield from _counted(_PICTURE, name, data)
    for match in re.finditer(rb"\xff\xe1(..)Exif\0\0", data, re.DOTALL):
        if int.from_bytes(match[1], "big") > _OWN_EXIF:
            yield "EXIF（拍摄时间、地点、设备等）", name, 1
    if data.startswith(b"\x89PNG"):
        yield from _counted(_CHUNKS, name, data)


def texts(parts: list[tuple[str, bytes]]) -> Iterator[tuple[str, str]]:
    """Part and text of every piece that is meant to be read, in the body and around it."""
    for name, data in parts:
        if _TEXTS.search(name):
            for piece in _WORDS.findall(data):
                yield name, html.unescape(piece.decode("utf-8", "replace"))
        elif re.search(r"(?:^|/)worksheets/[^/]+\.xml$", name):
            inline = re.findall(_TAG + rb"is>.*?</(?:[\w.-]+:)?is>", data, re.DOTALL)
            for piece in _WORDS.findall(b"".join(inline)):
                yield name, html.unescape(piece.decode("utf-8", "replace"))
            # numbers so long that they name somebody: telephones, identities, accounts
            for number in re.findall(_TAG + rb"v>([0-9]{7,})(?:\.0)?<", data):
                yield name, number.decode()
