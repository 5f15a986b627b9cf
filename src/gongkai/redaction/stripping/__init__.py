"""脱去附带信息: files that are released whole, without what their readers are not shown.

Refused until decided by a person: tracked changes. Everything else that is not shown is taken out
and listed.
"""

from __future__ import annotations

from gongkai.errors import DamagedFile, UnsupportedFormat
from gongkai.redaction.opening import IMAGE_KINDS, TEXT_KINDS
from gongkai.redaction.stripping.found import Removed, Stripped
from gongkai.redaction.stripping.images import strip_image
from gongkai.redaction.stripping.package import Package
from gongkai.redaction.stripping.pdf import strip_pdf
from gongkai.redaction.stripping.sheets import strip_workbook
from gongkai.redaction.stripping.slides import strip_slides
from gongkai.redaction.stripping.words import strip_document
from gongkai.report.read.limits import check_size

__all__ = ["Removed", "Stripped", "strip"]


def strip(data: bytes, kind: str, accept_changes: bool = False) -> Stripped:
    """The file without its hidden parts, and the list of what went.

    accept_changes: take the tracked changes of a Word document as made. Without it BadInput says
    that they are there: whether a deleted sentence was meant to go is for a person to decide.
    UnsupportedFormat for kinds that cannot be cleaned (doc, xls, rtf, odt, ods, ofd, zip).
    """
    if not data:
        raise DamagedFile("文件是空的（0 字节）", "请重新上传")
    check_size(len(data), data[:4])
    kind = str(kind)
    if kind in TEXT_KINDS:
        return Stripped(data, ())
    if kind == "pdf":
        return strip_pdf(data)
    if kind in IMAGE_KINDS:
        return strip_image(data, kind)
    if kind == "docx":
        return strip_document(Package.of(data, "word/document.xml"), accept_changes)
    if kind == "xlsx":
        return strip_workbook(Package.of(data, "xl/workbook.xml"))
    if kind == "pptx":
        return strip_slides(Package.of(data, "ppt/presentation.xml"))
    raise UnsupportedFormat(
        f"{kind.upper()} 文件的附带信息无法清除", "请另存为 .docx、.xlsx、.pptx 或 PDF 后再试"
    )
