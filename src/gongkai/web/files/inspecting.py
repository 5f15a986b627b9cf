"""验明内容: what a file is by its content, and whether it carries what runs, bursts or is sealed.

Runs in an isolated process, so it knows nothing of Django. Every refusal is a ReadError.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from gongkai.errors import UnsupportedFormat
from gongkai.report.read.limits import Budget
from gongkai.report.read.sniff import Format, sniff
from gongkai.web.files import archives, legacy, pdfs
from gongkai.web.files.kinds import ENDINGS, Kind, ending_of

__all__ = ["UNPACKED", "inspect"]

UNPACKED = 512 * 2**20  # all that an upload holds, taken out: a few seconds of inflating
MEMBERS = 5_000
NESTING = 3

_PROGRAMS = (
    b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"dex\n", b"\0asm", b"#!",
    b"L\0\0\0\x01\x14\x02\0",  # a shortcut of Windows
    b"MSCF", b"ITSF",
)  # fmt: skip
_RUN_BY_NAME = frozenset(
    """exe com scr pif dll sys msi msp cpl bat cmd ps1 psm1 vbs vbe js jse wsf wsh hta lnk url reg
    jar apk app sh bash py pl php jsp asp aspx chm inf scf xll docm dotm xlsm xltm xlam pptm ppsm
    iso img vhd html htm svg mht mhtml swf""".split()  # noqa: SIM905
)
_SCRIPT = re.compile(rb"\s*(?:<\?php|<\?=|<%|<script\b|@echo off)", re.IGNORECASE)
_PROGRAM = ("文件是程序或脚本，不能上传", "请上传文档、表格、图片或压缩包")
_PICTURES: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG", Kind.PNG), (b"\xff\xd8\xff", Kind.JPEG), (b"GIF8", Kind.GIF),
    (b"RIFF", Kind.WEBP), (b"II*\0", Kind.TIFF), (b"MM\0*", Kind.TIFF), (b"BM", Kind.BMP),
)  # fmt: skip
_KINDS = {
    Format.DOC: Kind.DOC, Format.XLS: Kind.XLS, Format.RTF: Kind.RTF, Format.PDF: Kind.PDF,
    Format.TEXT: Kind.TXT,
}  # fmt: skip


def inspect(path: str, name: str, allowed: Collection[str]) -> Kind:
    """The kind of an uploaded file, once it is known to be harmless; raises ReadError."""
    data = Path(path).read_bytes()
    kind = _examine(data, name, Budget(UNPACKED, MEMBERS), 1)
    if kind is None or kind.value not in allowed:
        raise _not_taken(kind, allowed)
    ending = ending_of(name)
    if kind is Kind.TXT and ending == "csv":
        kind = Kind.CSV
    if ending and ending not in ENDINGS[kind]:
        raise UnsupportedFormat(
            f"文件名以“.{ending}”结尾，内容却是{kind.zh}", "请用原软件打开核对，改正文件名后再上传"
        )
    return kind


def _not_taken(kind: Kind | None, allowed: Collection[str]) -> UnsupportedFormat:
    what = f"这里不接受{kind.zh}" if kind else "这里不接受这种文件"
    names = "、".join(dict.fromkeys(one.zh for one in Kind if one.value in allowed))
    return UnsupportedFormat(what, f"可以上传：{names}")


def _examine(data: bytes, name: str, budget: Budget, depth: int) -> Kind | None:
    """The kind, None for what is harmless as far as known; raises for what must not come in."""
    if ending_of(name) in _RUN_BY_NAME or data.startswith(_PROGRAMS) or _SCRIPT.match(data[:512]):
        raise UnsupportedFormat(*_PROGRAM)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04")):
        kind, members = archives.examine(data, budget)
        for member, content in members:
            if depth >= NESTING and content.startswith(b"PK\x03\x04"):
                raise UnsupportedFormat(f"压缩包嵌套超过{NESTING}层", "请先解压里层的压缩包再打包")
            if kind is Kind.ZIP or archives.is_embedded(member):
                _examine_member(content, member, budget, depth)
        return kind
    try:
        found = sniff(data, name)
    except UnsupportedFormat:
        return None
    if found is Format.IMAGE:
        kind = next(kind for sign, kind in _PICTURES if data.startswith(sign))
        archives.check_tail(data)
        return kind
    if found in (Format.DOC, Format.XLS):
        legacy.check(data)
    elif found is Format.PDF:
        for attached, content in pdfs.check(data):
            _examine_member(content, attached, budget, depth)
    elif found is Format.RTF:
        legacy.check_rtf(data)
    return _KINDS.get(found)


def _examine_member(data: bytes, name: str, budget: Budget, depth: int) -> None:
    """What lies inside another file: an error names it."""
    if not data:
        return
    if ending_of(name) == "bin" and data.startswith(legacy.SIGNATURE):
        legacy.check(data)
        return
    try:
        _examine(data, name, budget, depth + 1)
    except UnsupportedFormat as error:
        raise UnsupportedFormat(f"里面的“{name[-60:]}”：{error.what}", error.remedy) from None
