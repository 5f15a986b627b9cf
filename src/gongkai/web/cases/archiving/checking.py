"""核对: whether a package is still what was sealed; each difference is a sentence that names it."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from gongkai.web.cases.archiving.catalogue import DATA
from gongkai.web.cases.archiving.packing import parts
from gongkai.web.cases.models import Package
from gongkai.web.files import storage

__all__ = ["faults_of", "faults_of_file"]

_MOST = 50 << 20  # bytes of a list that is read
# what the reading of a damaged package raises
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError,
    NotImplementedError,
)  # fmt: skip


def faults_of(package: Package) -> list[str]:
    """What is not as it was sealed: the file as a whole, then each piece; read in parts."""
    if not storage.storage().exists(package.blob):
        return ["案卷文件不在存储中"]
    with storage.storage().open(package.blob) as opened:
        digest, size = _digest(opened)
        if digest == package.sha256 and size == package.size:
            return []
        opened.seek(0)
        try:
            with zipfile.ZipFile(opened) as whole:
                return ["案卷文件改动过", *_wrong(whole, package.contents)]
        except _DAMAGED:
            return ["案卷文件改动过，已经打不开"]


def faults_of_file(path: Path) -> tuple[str, str, list[str]]:
    """A package that was given out, by the list in it: number of the case, its own hash, faults.

    The list itself proves nothing: compare the hash of the whole with the one on the page.
    """
    with path.open("rb") as opened:
        digest, _ = _digest(opened)
        opened.seek(0)
        try:
            with zipfile.ZipFile(opened) as whole:
                if whole.getinfo(DATA).file_size > _MOST:
                    return "", digest, ["目录过大，不是本平台的案卷"]
                head = json.loads(whole.read(DATA))
                return str(head["办件编号"]), digest, list(_wrong(whole, head["内容"]))
        except (KeyError, TypeError):
            return "", digest, ["里面没有目录，不是本平台的案卷"]
        except _DAMAGED:
            return "", digest, ["打不开，不是完整的案卷"]


def _digest(opened: IO[bytes] | Any) -> tuple[str, int]:
    digest, size = sha256(), 0
    for part in parts(opened):
        digest.update(part)
        size += len(part)
    return digest.hexdigest(), size


def _wrong(whole: zipfile.ZipFile, listed: Sequence[dict[str, Any]]) -> Iterator[str]:
    there = set(whole.namelist()) - {DATA}
    for one in listed:
        name = one["name"]
        if name not in there:
            yield f"缺少“{name}”"
            continue
        try:
            with whole.open(name) as opened:
                same = _digest(opened)[0] == one["sha256"]
        except _DAMAGED:
            same = False
        if not same:
            yield f"“{name}”改动过"
    yield from (f"多出“{name}”" for name in sorted(there - {one["name"] for one in listed}))
