"""The parts of a Word file that are the same for every report, and the frame of the others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from html import escape

from gongkai.report.write.measures import (
    BODY_SIZE,
    CELL_PADDING,
    LINE,
    MARGINS,
    MM,
    NUMBER_SIZE,
    TABLE_LINE,
    TABLE_SIZE,
    TITLE_LINE,
    TITLE_SIZE,
)
from gongkai.report.write.text import printable

__all__ = ["FIXED", "core_properties", "document", "pack", "xml"]

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

TITLE_FONT = "方正小标宋简体"
HEADING_FONT = "黑体"
SUBHEADING_FONT = "楷体_GB2312"
BODY_FONT = "仿宋_GB2312"
LATIN_FONT = "Times New Roman"

# name, what a machine without it should take, panose, family, pitch
_FONTS = (
    (
        BODY_FONT,
        "仿宋,FangSong,FangSong_GB2312,华文仿宋,STFangsong,方正仿宋_GBK,Noto Serif CJK SC",
        "02010609030101010101",
        "modern",
    ),
    (
        HEADING_FONT,
        "SimHei,华文黑体,STHeiti,方正黑体_GBK,Noto Sans CJK SC",
        "02010609060101010101",
        "modern",
    ),
    (
        SUBHEADING_FONT,
        "楷体,KaiTi,KaiTi_GB2312,华文楷体,STKaiti,方正楷体_GBK,Noto Serif CJK SC",
        "02010609060101010101",
        "modern",
    ),
    (
        TITLE_FONT,
        "FZXiaoBiaoSong-B05S,方正小标宋_GBK,方正小标宋,华文中宋,STZhongsong,黑体,SimHei,"
        "Noto Serif CJK SC",
        "02010601030101010101",
        "auto",
    ),
)


_NO_DAY = (1980, 1, 1, 0, 0, 0)  # the zip's zero; the bytes must not tell when they were made


def pack(title: str, document: str) -> bytes:
    """The Word file with that document.xml beside the fixed parts."""
    files = {
        **FIXED,
        "docProps/core.xml": core_properties(title),
        "word/document.xml": document,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _NO_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, text.encode())
    return out.getvalue()


def xml(text: str, *, quotes: bool = False) -> str:
    """Text as XML; `quotes` for an attribute. Signs that no XML file can hold are dropped."""
    return escape(printable(text.replace("\r\n", "\n").replace("\r", "\n")), quote=quotes)


def _twips(points: float) -> int:
    return round(points * 20)


def document(body: Iterable[str]) -> str:
    """document.xml around the body: A4, the margins of official papers, page numbers outside."""
    margins = " ".join(f'w:{side}="{_twips(mm * MM)}"' for side, mm in MARGINS.items())
    # the page number stands 7 mm under the text (GB/T 9704 7.5)
    footer = _twips((MARGINS["bottom"] - 7) * MM - NUMBER_SIZE)
    return (
        f'{_XML}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{"".join(body)}<w:sectPr>'
        '<w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar {margins} w:header="851" w:footer="{footer}" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )


def core_properties(title: str) -> str:
    """docProps/core.xml: title and language; no author, no time."""
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{xml(title)}</dc:title><dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _fonts(east: str) -> str:
    return (
        f'<w:rFonts w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:cs="{LATIN_FONT}"'
        f' w:eastAsia="{east}" w:hint="eastAsia"/>'
    )


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _style(id: str, name: str, paragraph: str = "", run: str = "", *, based: str = "Normal") -> str:
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    kind = ' w:default="1"' if not based else ' w:customStyle="1"' if "Table" in id else ""
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{id}"><w:name w:val="{name}"/>{on}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _spacing(line: float, before: float = 0, after: float = 0) -> str:
    return (
        f'<w:spacing w:before="{_twips(before)}" w:after="{_twips(after)}"'
        f' w:line="{_twips(line)}" w:lineRule="exact"/>'
    )


def _styles() -> str:
    two = _twips(2 * BODY_SIZE)
    indent = f'<w:ind w:firstLineChars="200" w:firstLine="{two}"/>'
    border = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    padding = "".join(
        f'<w:{side} w:w="{_twips(CELL_PADDING)}" w:type="dxa"/>' for side in ("left", "right")
    )
    dense = _spacing(TABLE_LINE, 1.5, 1.5)
    tight = '<w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    return (
        f'{_XML}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f"{_fonts(BODY_FONT)}{_size(BODY_SIZE)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        + _style(
            "Normal",
            "Normal",
            f'<w:widowControl w:val="0"/>{_spacing(LINE)}<w:jc w:val="both"/>',
            based="",
        )
        + _style(
            "Title",
            "Title",
            f'<w:keepNext/><w:keepLines/>{_spacing(TITLE_LINE)}<w:jc w:val="center"/>',
            _fonts(TITLE_FONT) + _size(TITLE_SIZE),
        )
        + _style(
            "Heading1",
            "heading 1",
            f'<w:keepNext/><w:keepLines/>{_spacing(LINE)}{indent}<w:outlineLvl w:val="0"/>',
            _fonts(HEADING_FONT) + _size(BODY_SIZE),
        )
        + _style(
            "Heading2",
            "heading 2",
            f'<w:keepNext/><w:keepLines/>{_spacing(LINE)}{indent}<w:outlineLvl w:val="1"/>',
            _fonts(SUBHEADING_FONT) + _size(BODY_SIZE),
        )
        + _style("BodyText", "Body Text", indent)
        + _style(
            "Signature",
            "Signature",
            f'<w:keepNext/><w:keepLines/><w:ind w:rightChars="200" w:right="{two}"/>'
            '<w:jc w:val="right"/>',
        )
        + _style(
            "TableText",
            "Table Text",
            f'{tight}{dense}<w:jc w:val="center"/>',
            _size(TABLE_SIZE),
        )
        + _style(
            "TableLabel",
            "Table Label",
            '<w:ind w:left="40"/><w:jc w:val="left"/>',
            based="TableText",
        )
        + _style("TableEnd", "Table End", _spacing(10))
        + _style("Footer", "footer", _spacing(16), _fonts("宋体") + _size(NUMBER_SIZE))
        + '<w:style w:type="character" w:customStyle="1" w:styleId="Subheading">'
        '<w:name w:val="Subheading Run-in"/>'
        f"<w:rPr>{_fonts(SUBHEADING_FONT)}</w:rPr></w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="FormTable">'
        '<w:name w:val="Form Table"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{border}</w:tblBorders><w:tblCellMar>{padding}</w:tblCellMar>"
        "</w:tblPr></w:style></w:styles>"
    )


def _font_table() -> str:
    named = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:panose1 w:val="{panose}"/>'
        f'<w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="default"/></w:font>'
        for name, instead, panose, family in _FONTS
    )
    latin = (
        f'<w:font w:name="{LATIN_FONT}"><w:altName w:val="Liberation Serif"/>'
        '<w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/>'
        '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    )
    return f'{_XML}<w:fonts xmlns:w="{_W}">{named}{latin}</w:fonts>'


def _footer(side: str) -> str:
    """— 1 — on the outer side, one character in (GB/T 9704 7.5)."""
    size = _fonts("宋体") + _size(NUMBER_SIZE)

    def run(inside: str) -> str:
        return f"<w:r><w:rPr>{size}</w:rPr>{inside}</w:r>"

    def field(kind: str) -> str:
        return run(f'<w:fldChar w:fldCharType="{kind}"/>')

    indent = f'<w:ind w:{side}Chars="100" w:{side}="{_twips(NUMBER_SIZE)}"/>'
    return (
        f'{_XML}<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="Footer"/>{indent}'
        f'<w:jc w:val="{side}"/></w:pPr>'
        + run('<w:t xml:space="preserve">— </w:t>')
        + field("begin")
        + run('<w:instrText xml:space="preserve"> PAGE </w:instrText>')
        + field("separate")
        + run("<w:t>1</w:t>")
        + field("end")
        + run('<w:t xml:space="preserve"> —</w:t>')
        + "</w:p></w:ftr>"
    )


def _settings() -> str:
    compat = "".join(
        f'<w:compatSetting w:name="{name}"'
        f' w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
        )
    )
    return (
        f'{_XML}<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f"<w:compat><w:useFELayout/>{compat}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _relations(pairs: Iterable[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(pairs, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in (
            ("word/document.xml", f"{_WORD}.document.main+xml"),
            ("word/styles.xml", f"{_WORD}.styles+xml"),
            ("word/settings.xml", f"{_WORD}.settings+xml"),
            ("word/fontTable.xml", f"{_WORD}.fontTable+xml"),
            ("word/footer1.xml", f"{_WORD}.footer+xml"),
            ("word/footer2.xml", f"{_WORD}.footer+xml"),
            ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        )
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


FIXED: dict[str, str] = {
    "[Content_Types].xml": _content_types(),
    "_rels/.rels": _relations(
        (
            (f"{_R}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        )
    ),
    "word/_rels/document.xml.rels": _relations(
        (
            (f"{_R}/styles", "styles.xml"),
            (f"{_R}/settings", "settings.xml"),
            (f"{_R}/fontTable", "fontTable.xml"),
            (f"{_R}/footer", "footer1.xml"),
            (f"{_R}/footer", "footer2.xml"),
        )
    ),
    "word/styles.xml": _styles(),
    "word/settings.xml": _settings(),
    "word/fontTable.xml": _font_table(),
    "word/footer1.xml": _footer("right"),
    "word/footer2.xml": _footer("left"),
}
