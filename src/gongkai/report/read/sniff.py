"""The format of a file by its content; the name only settles what the content leaves open.

What cannot be read at all is said here already, in one sentence: empty, truncated, encrypted,
formats of other trades.
"""

from __future__ import annotations

import re
from enum import StrEnum

from gongkai.errors import DamagedFile, EncryptedFile, ReadError, UnsupportedFormat
from gongkai.report.read import containers

__all__ = ["Format", "sniff"]


class Format(StrEnum):
    """What a file is, and so which reader gets it."""

    DOCX = "docx"
    DOC = "doc"  # Word 6 to 2003, also .wps
    RTF = "rtf"
    ODT = "odt"
    WORD_XML = "word-xml"  # Word 2003 XML and flat OPC
    XLSX = "xlsx"
    XLS = "xls"  # Excel 5 to 2003, also .et
    ODS = "ods"
    EXCEL_XML = "excel-xml"  # Excel 2003 XML, what many office systems export as .xls
    PDF = "pdf"
    HTML = "html"
    MHT = "mht"
    TEXT = "text"  # .txt, .md
    IMAGE = "image"
    ZIP = "zip"  # of reports


_TO_PDF = "请转换为 PDF 或另存为 .docx 后再试"
_TO_ZIP = "请解压，或重新打包为 .zip 后再试"
_AGAIN = "请重新下载，或用原软件打开后另存一份"

# signature at the start → what to say. The two sealed kinds come from the document-security
# programs of Chinese offices: they encrypt every file on the disk and only decrypt at that desk.
_REFUSED: tuple[tuple[bytes, ReadError], ...] = (
    (b"Rar!\x1a\x07", UnsupportedFormat("这是 RAR 压缩包，无法读取", _TO_ZIP)),
    (b"7z\xbc\xaf\x27\x1c", UnsupportedFormat("这是 7z 压缩包，无法读取", _TO_ZIP)),
    (b"\x1f\x8b", UnsupportedFormat("这是 gzip 压缩包，无法读取", _TO_ZIP)),
    (b"BZh", UnsupportedFormat("这是 bzip2 压缩包，无法读取", _TO_ZIP)),
    (b"\xfd7zXZ\x00", UnsupportedFormat("这是 xz 压缩包，无法读取", _TO_ZIP)),
    (b"MZ", UnsupportedFormat("这是程序，不是年度报告", "请确认文件来源")),
    (b"\x7fELF", UnsupportedFormat("这是程序，不是年度报告", "请确认文件来源")),
    (b"%!PS", UnsupportedFormat("这是 PostScript 文件，无法读取", _TO_PDF)),
    (
        b"%TSD-Header-###%",
        EncryptedFile("文件被单位的文档加密软件加密", "请在本单位电脑上解密后重新提供"),
    ),
)
_SEALED = b"E-SafeNet"  # within the first 64 bytes

_IMAGES = re.compile(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|II\*\x00|MM\x00\*|GIF8[79]a|RIFF....WEBP"
    rb"|BM....\x00\x00\x00\x00....[\x0c\x28\x34\x38\x40\x6c\x7c]\x00\x00\x00",
    re.DOTALL,
)
_HEIC = re.compile(rb"....ftyp(?:heic|heix|hevc|mif1|msf1|avif)", re.DOTALL)
_MHT = re.compile(
    r"^Content-Type:\s*(?:multipart/related|multipart/alternative|text/html)", re.I | re.M
)
_MHT_VERSION = re.compile(
    r"^(?:MIME-Version:|From:\s*<?Saved by|Snapshot-Content-Location:)", re.I | re.M
)
_TAG = re.compile(
    r"<(?:!doctype\s+html|!--|/?(?:html|head|body|meta|title|style|table|tbody|tr|td|div|p|span"
    r"|h[1-6]|br|center|font|section|article|ul|ol)\b)",
    re.I,
)
_OPEN_DOCUMENT = r"office:mimetype=[\"']application/vnd\.oasis\.opendocument\."
_XML_KINDS: tuple[tuple[re.Pattern[str], Format], ...] = (
    (re.compile(r"progid=[\"']Word\.Document|<w:wordDocument\b|<pkg:package\b"), Format.WORD_XML),
    (
        re.compile(r"progid=[\"']Excel\.Sheet|=[\"']urn:schemas-microsoft-com:office:spreadsheet"),
        Format.EXCEL_XML,
    ),
    (re.compile(_OPEN_DOCUMENT + "text"), Format.ODT),
    (re.compile(_OPEN_DOCUMENT + "spreadsheet"), Format.ODS),
)
_CONTROLS = bytes({*range(32)} - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"
_MARKS = ((b"\xef\xbb\xbf", "latin-1"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_USUAL = re.compile(r"[\t\n\r -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_HEAD = 65_536


def sniff(data: bytes, name: str = "") -> Format:
    """The format of a file.

    `name` only decides between text and HTML where the content could be both, and lends a word
    to the message when the content is nothing known. Raises a ReadError for what is empty,
    truncated, encrypted or not one of ours.
    """
    if not data:
        raise DamagedFile("文件是空的（0 字节）", "请重新下载或重新导出")
    head = data[:_HEAD]
    if not head.strip(b"\0") and not data.strip(b"\0"):
        raise DamagedFile("文件内容全是空字节，拷贝或下载时中断了", "请重新下载或重新导出")
    if head.startswith(b"PK\x03\x04") or head.startswith((b"PK\x05\x06", b"PK00PK\x03\x04")):
        return Format(containers.kind_of_zip(data))
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Format(containers.kind_of_ole(data, name))
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise DamagedFile("旧版 Office 文件的开头已损坏", _AGAIN)
    if b"%PDF-" in head[:1024]:
        _check_pdf(data)
        return Format.PDF
    if _IMAGES.match(head):
        return Format.IMAGE
    for signature, refusal in _REFUSED:
        if head.startswith(signature):
            raise type(refusal)(refusal.what, refusal.remedy)
    if _SEALED in head[:64]:
        raise EncryptedFile("文件被单位的文档加密软件加密", "请在本单位电脑上解密后重新提供")
    if _HEIC.match(head):
        raise UnsupportedFormat("这是手机的 HEIC 照片，无法读取", "请转换为 JPG 或 PDF 后再试")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return Format.RTF
    return _kind_of_text(data, head, name)


def _check_pdf(data: bytes) -> None:
    """DamagedFile for a PDF whose end is missing.

    pdfium rebuilds such a file from what is left, which would read as a report with fewer tables.
    """
    linear = re.search(rb"/Linearized\b.{0,200}?/L\s+(\d+)", data[:2048], re.DOTALL)
    if linear:
        whole = len(data) >= int(linear[1]) - 16 or b"startxref" in data[-2048:]
    else:
        whole = b"startxref" in data[-2048:] or b"%%EOF" in data
    if not whole:
        raise DamagedFile("PDF 的结尾缺失，文件没有下载完", _AGAIN)


def _kind_of_text(data: bytes, head: bytes, name: str) -> Format:
    text = _letters(head)
    if text is None:
        raise _unknown(name)
    start = text.lstrip("\ufeff \t\r\n\x00")
    if start.startswith("<"):
        for pattern, kind in _XML_KINDS:
            if pattern.search(start[:8192]):
                return kind
        if "uof" in start[:2048].lower() and "<?xml" in start[:64]:
            raise UnsupportedFormat("这是标文通（UOF）文件，无法读取", _TO_PDF)
    if _MHT.search(start[:4096]) and _MHT_VERSION.search(start[:4096]):
        return Format.MHT
    tags = _TAG.findall(start)
    if start.startswith("<"):
        if tags:
            return Format.HTML
        if start.startswith("<?xml"):
            raise UnsupportedFormat("这是 XML 数据，不是年度报告", _TO_PDF)
    if len(tags) >= 4 and not name.lower().endswith((".txt", ".md", ".markdown")):
        return Format.HTML
    return Format.TEXT


def _letters(head: bytes) -> str | None:
    """The head as text in which ASCII stands where it stood, or None when it is not text."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    for odd, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        # ASCII between Chinese gives zeros on one side only
        if head[odd::2].count(0) > len(head) // 200 and not head[1 - odd :: 2].count(0):
            text = head.decode(encoding, "replace")
            if len(_USUAL.findall(text)) > len(text) * 0.9:
                return text
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > max(2, len(head) // 200):
        return None
    return head.decode("latin-1")


def _unknown(name: str) -> ReadError:
    trades = {
        ".ceb": "方正 CEB 版式文件",
        ".cebx": "方正 CEBX 版式文件",
        ".gd": "书生 GD 版式文件",
        ".gw": "书生公文文件",
        ".sep": "书生 SEP 版式文件",
        ".caj": "CAJ 文件",
    }
    for ending, what in trades.items():
        if name.lower().endswith(ending):
            return UnsupportedFormat(f"这是{what}，无法读取", _TO_PDF)
    return DamagedFile("认不出这是什么文件，内容可能已损坏或被加密", _AGAIN)
