"""压缩包与 Office 文件的内部: bombs, macros, links to templates elsewhere, locked members."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.errors import DamagedFile, EncryptedFile, FileTooLarge, UnsupportedFormat
from gongkai.report.read.limits import MAX_BYTES, Budget, open_zip, read_member, size_in_words
from gongkai.web.files.kinds import Kind

__all__ = ["check_tail", "examine", "is_embedded"]

RATIO = 200  # XML of a large table comes to some 50
_SMALL = 50 * 2**20  # below which no ratio is suspicious
_MACRO = ("文件带有宏，不能上传", "请另存为不带宏的 .docx、.xlsx 或 PDF 后再上传")
_MACRO_PART = re.compile(
    r"(?:^|/)(?:vbaproject\.bin|vbadata\.xml|vbaprojectsignature\w*\.bin)$"
    r"|^xl/(?:macrosheets|intlmacrosheets|dialogsheets)/"
    r"|^(?:basic|scripts)/.+",
    re.IGNORECASE,
)
_MACRO_TYPE = re.compile(rb"macroEnabled|vnd\.ms-office\.vbaProject|\.ms-excel\.macrosheet", re.I)
_EMBEDDED = re.compile(r"(?:^|/)(?:embeddings|activeX)/", re.IGNORECASE)
_TEMPLATE = re.compile(rb"<[^>]*attachedTemplate[^>]*>", re.IGNORECASE)
_ELSEWHERE = re.compile(rb"Target\s*=\s*[\"'](?:https?:|ftp:|\\\\|file:/*\\\\)", re.IGNORECASE)
_OPEN = {
    b"application/vnd.oasis.opendocument.text": Kind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Kind.ODS,
}


def is_embedded(member: str) -> bool:
    """Whether a part of an office file is a file of its own."""
    return bool(_EMBEDDED.search(member))


def examine(data: bytes, budget: Budget) -> tuple[Kind, Iterator[tuple[str, bytes]]]:
    """The kind of a zip, and its members, each inflated within the budget; raises ReadError."""
    with open_zip(data) as archive:
        names = [info.filename.replace("\\", "/") for info in archive.infolist()]
        folded = [name.lstrip("/").lower() for name in names]
        mime = b""
        if "mimetype" in archive.namelist():
            mime = read_member(archive, archive.getinfo("mimetype"), 4096).strip()
    if not names:
        raise DamagedFile("压缩包是空的", "请重新打包")
    if any(_MACRO_PART.search(name) for name in folded):
        raise UnsupportedFormat(*_MACRO)
    kind = _kind(folded, mime)
    return kind, _members(data, kind, budget)


def _kind(names: list[str], mime: bytes) -> Kind:
    if "[content_types].xml" in names:
        for folder, kind in (("word/", Kind.DOCX), ("xl/", Kind.XLSX), ("ppt/", Kind.PPTX)):
            if any(name.startswith(folder) for name in names):
                if "xl/workbook.bin" in names:
                    raise UnsupportedFormat(
                        "这是 Excel 二进制工作簿（.xlsb）", "请另存为 .xlsx 后再上传"
                    )
                return kind
    if "ofd.xml" in names:
        return Kind.OFD
    return next((kind for start, kind in _OPEN.items() if mime.startswith(start)), Kind.ZIP)


def _members(data: bytes, kind: Kind, budget: Budget) -> Iterator[tuple[str, bytes]]:
    unpacked = 0
    with open_zip(data) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            budget.members -= 1
            if budget.members < 0:
                raise FileTooLarge("压缩包里的文件太多", "请分成几个压缩包")
            content = read_member(archive, info, max(1, min(MAX_BYTES, budget.left)))
            budget.left -= len(content)
            unpacked += len(content)
            if budget.left <= 0 or (unpacked > _SMALL and unpacked > RATIO * len(data)):
                raise FileTooLarge(
                    f"压缩包解压后超过 {size_in_words(unpacked)}，已停止（可能是压缩炸弹）",
                    "请确认文件来源，或分成几个压缩包",
                )
            name = info.filename.replace("\\", "/")
            if kind is not Kind.ZIP:
                _check_part(name.lower(), content)
            yield name, content


def _check_part(name: str, content: bytes) -> None:
    if name == "[content_types].xml" and _MACRO_TYPE.search(content):
        raise UnsupportedFormat(*_MACRO)
    if name == "meta-inf/manifest.xml" and b"encryption-data" in content:
        raise EncryptedFile("文件已加密，需要密码才能打开", "请去除密码后再上传")
    if name.endswith(".rels"):
        for link in _TEMPLATE.findall(content):
            if _ELSEWHERE.search(link):
                raise UnsupportedFormat(
                    "文件要从别处下载模板，模板里可能有宏", "请另存为 PDF，或换成本机模板后再上传"
                )


def check_tail(data: bytes) -> None:
    """A picture that is an archive too is none."""
    if b"PK\x05\x06" in data[-66_000:] and b"PK\x03\x04" in data:
        raise UnsupportedFormat("图片后面附有压缩包", "请另存为图片后再上传")
