"""可以上传的文件种类: by content, each with the endings that a name may have."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from gongkai.law.labelled import Labelled

__all__ = ["ENDINGS", "IMAGES", "MEDIA", "Kind", "State", "ending_of"]


class Kind(Labelled):
    """What a file is by its content."""

    PDF = "pdf", "PDF"
    OFD = "ofd", "OFD 版式文件"
    DOCX = "docx", "Word 文档"
    DOC = "doc", "旧版 Word 文档"
    XLSX = "xlsx", "Excel 工作簿"
    XLS = "xls", "旧版 Excel 工作簿"
    PPTX = "pptx", "演示文稿"
    ODT = "odt", "ODF 文本"
    ODS = "ods", "ODF 表格"
    RTF = "rtf", "RTF 文本"
    TXT = "txt", "纯文本"
    CSV = "csv", "CSV 表格"
    PNG = "png", "PNG 图片"
    JPEG = "jpeg", "JPEG 图片"
    GIF = "gif", "GIF 图片"
    WEBP = "webp", "WebP 图片"
    TIFF = "tiff", "TIFF 图片"
    BMP = "bmp", "BMP 图片"
    ZIP = "zip", "ZIP 压缩包"


class State(Labelled):
    """How far a file has come."""

    RECEIVING = "receiving", "接收中"
    CHECKING = "checking", "检查中"
    READY = "ready", "可用"
    REFUSED = "refused", "已拒收"
    REMOVED = "removed", "已移除"
    DROPPED = "dropped", "已清除"


ENDINGS: Mapping[Kind, tuple[str, ...]] = {
    Kind.PDF: ("pdf",), Kind.OFD: ("ofd",), Kind.DOCX: ("docx",), Kind.DOC: ("doc", "wps"),
    Kind.XLSX: ("xlsx",), Kind.XLS: ("xls", "et"), Kind.PPTX: ("pptx",), Kind.ODT: ("odt",),
    Kind.ODS: ("ods",), Kind.RTF: ("rtf", "doc"), Kind.TXT: ("txt", "md"), Kind.CSV: ("csv",),
    Kind.PNG: ("png",), Kind.JPEG: ("jpg", "jpeg"), Kind.GIF: ("gif",), Kind.WEBP: ("webp",),
    Kind.TIFF: ("tif", "tiff"), Kind.BMP: ("bmp",), Kind.ZIP: ("zip",),
}  # fmt: skip
_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA: Mapping[Kind, str] = {
    Kind.PDF: "application/pdf",
    Kind.OFD: "application/ofd",
    Kind.DOCX: f"{_OFFICE}wordprocessingml.document",
    Kind.DOC: "application/msword",
    Kind.XLSX: f"{_OFFICE}spreadsheetml.sheet",
    Kind.XLS: "application/vnd.ms-excel",
    Kind.PPTX: f"{_OFFICE}presentationml.presentation",
    Kind.ODT: "application/vnd.oasis.opendocument.text",
    Kind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Kind.RTF: "application/rtf",
    Kind.TXT: "text/plain",
    Kind.CSV: "text/csv",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.GIF: "image/gif",
    Kind.WEBP: "image/webp",
    Kind.TIFF: "image/tiff",
    Kind.BMP: "image/bmp",
    Kind.ZIP: "application/zip",
}
# what a browser shows as a picture and never runs
IMAGES = frozenset({Kind.PNG, Kind.JPEG, Kind.GIF, Kind.WEBP})


def ending_of(name: str) -> str:
    """The last ending of a name, small and without its dot."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")
