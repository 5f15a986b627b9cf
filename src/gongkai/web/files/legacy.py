"""旧版 Office 与 RTF: VBA, macro sheets of Excel 4, programs packed as objects."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator

from gongkai.errors import DamagedFile, UnsupportedFormat

__all__ = ["SIGNATURE", "check", "check_rtf"]

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AGAIN = "请另存为不带宏的 .docx、.xlsx 或 PDF 后再上传"
_BOUND_SHEET, _END = 0x0085, 0x000A
_OBJECT = re.compile(rb"\\obj(?:data|ocx|update|autlink)\b")


def check(data: bytes) -> None:
    """Raise UnsupportedFormat for macros and packed programs, DamagedFile for broken files."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            paths = [[part.lower() for part in path] for path in ole.listdir(storages=True)]
            for path in paths:
                if path[-1] in ("vba", "_vba_project", "_vba_project_cur"):
                    raise UnsupportedFormat("文件带有宏（VBA），不能上传", _AGAIN)
                if path[-1] == "\x01ole10native":
                    raise UnsupportedFormat("文件里嵌有打包的程序对象，不能上传", _AGAIN)
            for name in ("workbook", "book"):
                if [name] in paths and _has_macro_sheet(ole.openstream(name).read()):
                    raise UnsupportedFormat("文件带有 Excel 4.0 宏表，不能上传", _AGAIN)
    except (OSError, struct.error, IndexError, ValueError, TypeError, RecursionError) as error:
        raise DamagedFile(
            "旧版 Office 文件已损坏或没有传完", "请用原软件打开后另存一份再上传"
        ) from error


def _has_macro_sheet(stream: bytes) -> bool:
    return any(
        kind == _BOUND_SHEET and len(body) > 5 and body[5] & 0x0F == 1
        for kind, body in _records(stream)
    )


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of the first part of a BIFF stream, where the sheets are listed."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        if kind == _END:
            return
        at += 4 + length


def check_rtf(data: bytes) -> None:
    """Raise UnsupportedFormat for embedded objects, which most attacks by RTF use."""
    if _OBJECT.search(data):
        raise UnsupportedFormat("RTF 文件里嵌有对象，不能上传", _AGAIN)
