"""The reports in a .zip, one after the other, each with its right name."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator

from gongkai.errors import FileTooLarge, ReadError, UnsupportedFormat
from gongkai.report.read.limits import (
    MAX_BYTES,
    MAX_MEMBERS,
    MAX_NESTING,
    MAX_UNPACKED,
    Budget,
    open_zip,
    read_member,
    size_in_words,
)

__all__ = ["members"]

_UNICODE_PATH = 0x7075  # extra field in which Info-ZIP and WinZip keep the name in UTF-8
_DEBRIS = re.compile(
    r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$|\._|\.~lock\.)", re.IGNORECASE
)


def members(data: bytes, budget: Budget | None = None) -> Iterator[tuple[str, bytes | ReadError]]:
    """Name and content of each file in a zip of reports, nested zips opened.

    What is wrong with one member is yielded in its place, so that the others can be read. The
    names are labels only: nothing is ever written under them. DamagedFile or FileTooLarge is
    raised when the archive as a whole cannot be opened.
    """
    yield from _members(data, "", 1, budget or Budget())


def _members(
    data: bytes, prefix: str, depth: int, budget: Budget
) -> Iterator[tuple[str, bytes | ReadError]]:
    with open_zip(data) as archive:
        for info in archive.infolist():
            name = _name(info)
            if info.is_dir() or name.endswith("/") or _DEBRIS.search(name):
                continue
            label = prefix + name
            budget.members -= 1
            if budget.members < 0:
                yield (
                    label,
                    FileTooLarge(
                        f"压缩包里的文件超过上限 {MAX_MEMBERS} 个，其余未读", "请分成几个压缩包"
                    ),
                )
                return
            try:
                content = _content(archive, info, budget)
                nested = content.startswith(b"PK") and _is_zip_of_reports(content)
            except ReadError as error:
                yield label, error
                if budget.left <= 0:
                    return
                continue
            if not nested:
                yield label, content
            elif depth >= MAX_NESTING:
                yield (
                    label,
                    UnsupportedFormat(
                        f"压缩包嵌套超过 {MAX_NESTING} 层", "请先解压里层的压缩包再打包"
                    ),
                )
            else:
                yield from _members(content, label + "/", depth + 1, budget)
                if budget.left <= 0 or budget.members < 0:
                    return


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    limit = min(MAX_BYTES, budget.left)
    try:
        content = read_member(archive, info, limit)
    except FileTooLarge as error:
        if limit == MAX_BYTES:
            # what was inflated before the limit took time too; a directory that admits it did not
            budget.left -= 0 if info.file_size > limit else limit
            raise
        budget.left = 0
        raise FileTooLarge(
            f"压缩包解压后超过上限 {size_in_words(MAX_UNPACKED)}，此文件及以后的文件未读",
            "请分成几个压缩包",
        ) from error
    budget.left -= len(content)
    return content


def _is_zip_of_reports(content: bytes) -> bool:
    """Whether a member is itself a zip of reports; ReadError when it cannot even be opened."""
    from gongkai.report.read.containers import kind_of_zip

    return kind_of_zip(content) == "zip"


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name: the UTF-8 extra field, else the flag, else UTF-8 or GB 18030 by trial.

    Windows and WPS write GBK without a flag, which zipfile decodes as code page 437.
    """
    name = _extra_name(info.extra)
    if not name:
        name = info.filename
        if not info.flag_bits & 0x800:
            raw = name.encode("cp437")  # as zipfile decoded it
            for encoding in ("utf-8", "gb18030"):
                try:
                    name = raw.decode(encoding)
                    break
                except UnicodeDecodeError:
                    continue
    name = name.replace("\\", "/").replace("\0", "")
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    label = "/".join(
        "".join(c if c.isprintable() or c == "\u3000" else "?" for c in part) for part in parts
    )
    return label + "/" * name.endswith("/") or "未命名"


def _extra_name(extra: bytes) -> str:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == _UNICODE_PATH and length > 5:
            return extra[at + 9 : at + 4 + length].decode("utf-8", "ignore")
        at += 4 + length
    return ""
