"""What is inside an OLE file or a zip, told from its directory."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING, Any

from gongkai.errors import DamagedFile, EncryptedFile, UnsupportedFormat
from gongkai.report.read.limits import open_zip, read_member

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["kind_of_ole", "kind_of_zip"]

_AGAIN = "请重新下载，或用原软件打开后另存一份"
_LOCKED = ("文件已加密，需要密码才能打开", "请去除密码后重新提供")
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}


def kind_of_zip(data: bytes) -> str:
    """docx, xlsx, odt, ods, or zip for anything else; ReadError for what no reader takes."""
    with open_zip(data) as archive:
        infos = archive.infolist()
        names = {info.filename.replace("\\", "/").lstrip("/").lower() for info in infos}
        if "[content_types].xml" in names:
            return _office_kind(names)
        if any(name == "ofd.xml" for name in names):
            raise UnsupportedFormat(
                "这是 OFD 版式文件，无法读取", "请在 OFD 阅读器中转换为 PDF 后再试"
            )
        if "mimetype" in names:
            return _open_document_kind(archive, infos)
        if not any(not info.is_dir() for info in infos):
            raise DamagedFile("压缩包是空的", "请重新打包")
        return "zip"


def _office_kind(names: set[str]) -> str:
    if any(name.startswith("word/") for name in names):
        return "docx"
    if "xl/workbook.bin" in names:
        raise UnsupportedFormat(
            "这是 Excel 二进制工作簿（.xlsb），无法读取", "请另存为 .xlsx 后再试"
        )
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.startswith("ppt/") for name in names):
        raise UnsupportedFormat("这是演示文稿，不是年度报告", "请提供 Word、PDF 或网页文件")
    raise DamagedFile("Office 文件里没有正文", _AGAIN)


def _open_document_kind(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> str:
    parts = {info.filename: info for info in infos}
    mime = read_member(archive, parts["mimetype"], 4096) if "mimetype" in parts else b""
    if mime.startswith(b"application/epub"):
        raise UnsupportedFormat("这是电子书（EPUB），不是年度报告", "请提供 Word、PDF 或网页文件")
    kind = next((k for m, k in _OPEN_DOCUMENT.items() if mime.strip().startswith(m)), "")
    if not kind:
        return "zip"
    manifest = parts.get("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in read_member(archive, manifest, 2**20):
        raise EncryptedFile(*_LOCKED)
    return kind


def kind_of_ole(data: bytes, name: str = "") -> str:
    """doc or xls; ReadError for encrypted, truncated and other OLE files.

    `name` decides only for a file without any stream we know.
    """
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return _ole_kind(ole, name)
    except (OSError, struct.error, IndexError, ValueError, TypeError, RecursionError) as error:
        raise DamagedFile("旧版 Office 文件已损坏或没有下载完", _AGAIN) from error


def _stream(ole: Any, name: str) -> bytes:
    """A stream, whole; DamagedFile when the file ends before it does."""
    content: bytes = ole.openstream(name).read()
    if len(content) < ole.get_size(name):
        raise DamagedFile("旧版 Office 文件没有下载完", _AGAIN)
    return content


def _ole_kind(ole: Any, name: str) -> str:
    streams = {path[0].lower(): path[0] for path in ole.listdir(storages=True)}
    if "encryptedpackage" in streams:
        raise EncryptedFile(*_LOCKED)
    if "worddocument" in streams:
        flags = _stream(ole, streams["worddocument"])[10:12]
        if int.from_bytes(flags, "little") & 0x0100:  # fEncrypted of the FIB
            raise EncryptedFile(*_LOCKED)
        for table in ("0table", "1table"):
            if table in streams:
                _stream(ole, streams[table])
        return "doc"
    for stream in ("workbook", "book"):
        if stream in streams:
            if any(kind == 0x002F for kind in _records(_stream(ole, streams[stream])[:4096])):
                raise EncryptedFile(*_LOCKED)
            return "xls"
    if "powerpoint document" in streams:
        raise UnsupportedFormat("这是演示文稿，不是年度报告", "请提供 Word、PDF 或网页文件")
    if any(stream.startswith("__properties") for stream in streams):
        raise UnsupportedFormat("这是邮件，不是年度报告", "请把附件另存后再试")
    if name.lower().endswith((".doc", ".wps", ".wpt")):
        return "doc"  # old Works and Kingsoft files; LibreOffice may know them
    raise UnsupportedFormat(
        "这是旧版 Office 的其他文件，不是 Word 或 Excel", "请另存为 .docx 或 .xlsx 后再试"
    )


def _records(stream: bytes) -> Iterator[int]:
    """The kinds of the first records of a BIFF stream."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind
        at += 4 + length
