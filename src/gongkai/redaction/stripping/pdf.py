"""PDF: everything that is not on its pages goes, because the pages are made anew as pictures.

A PDF may hide text in ways without number: layers, boxes drawn over it, text without ink, older
versions of the file, attachments, scripts. Sorting good objects from bad is how others leaked.
"""

from __future__ import annotations

import re

from gongkai.redaction.burning import burn
from gongkai.redaction.limits import MAX_DPI
from gongkai.redaction.opening import inspect
from gongkai.redaction.pages import open_pdf
from gongkai.redaction.stripping.found import Log, Stripped

__all__ = ["strip_pdf"]

_MARKS = (
    (rb"/Metadata\b", "XMP 元数据"), (rb"/OCProperties\b", "图层"), (rb"/AcroForm\b", "表单"),
    (rb"/JavaScript\b", "脚本"), (rb"/Outlines\b", "书签"), (rb"/Thumb\b", "缩略图"),
    (rb"/Sig\b", "数字签名（已成为图像）"),
)  # fmt: skip


def strip_pdf(data: bytes) -> Stripped:
    """The pages as pictures with their visible text. EncryptedFile, DamagedFile, FileTooLarge."""
    import pypdfium2.raw as pdfium

    log = Log()
    pages = inspect(data, "pdf")
    with open_pdf(data) as document:
        log.add(
            "文档属性（作者、时间等）",
            "文件",
            sum(map(bool, document.get_metadata_dict().values())),
        )
        log.add("附件", "文件", document.count_attachments())
        for number, page in enumerate(document, 1):
            log.add(
                "注释、表单（外观已成为图像）", f"第{number}页", pdfium.FPDFPage_GetAnnotCount(page)
            )
    for number, page in enumerate(pages.pages, 1):
        log.add("看不见的文字", f"第{number}页", page.hidden)
    for pattern, what in _MARKS:
        log.add(what, "文件", bool(re.search(pattern, data)))
    log.add(
        "文件的旧版本",
        "文件",
        max(0, data.count(b"startxref") - 1 - (b"/Linearized" in data[:2048])),
    )
    return log.result(burn(pages, [], MAX_DPI))
