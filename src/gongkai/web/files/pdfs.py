"""PDF: locked, with scripts, with programs to start, with files inside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.errors import DamagedFile, EncryptedFile, UnsupportedFormat

__all__ = ["check"]

_LAUNCH = re.compile(rb"/S\s*/Launch\b")
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SECURITY = 5


def check(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files inside, by name; ReadError for what is locked, runs scripts or starts programs."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (_PASSWORD, _SECURITY):
            raise EncryptedFile("PDF 已加密，需要密码才能打开", "请去除密码后再上传") from None
        raise DamagedFile("PDF 已损坏，无法打开", "请重新导出 PDF 后再上传") from error
    try:
        if pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0:
            raise UnsupportedFormat("PDF 里有脚本，不能上传", "请用“打印为 PDF”重新生成后再上传")
        if _LAUNCH.search(data):
            raise UnsupportedFormat(
                "PDF 打开时会启动程序，不能上传", "请用“打印为 PDF”重新生成后再上传"
            )
        for index in range(document.count_attachments()):
            attachment = document.get_attachment(index)
            yield attachment.get_name(), bytes(attachment.get_data())
    except pypdfium2.PdfiumError as error:
        raise DamagedFile("PDF 里的附件已损坏", "请重新导出 PDF 后再上传") from error
    finally:
        document.close()
