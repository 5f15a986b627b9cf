"""封存: the package is written to the disk piece by piece, then moved into the store.

Whatever the pieces are, no more than a part of one is held: what is stored is copied in parts, and
every copy must have the hash under which it was kept, or the file is not sealed.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, Any

from django.core.files.base import File as Opened

from gongkai.errors import BadInput
from gongkai.notices import pdf
from gongkai.web.cases.archiving.catalogue import DATA, PRINTED, Catalogue, Head
from gongkai.web.cases.archiving.members import Member, Stored, members_of, printed
from gongkai.web.cases.models import Package
from gongkai.web.files import storage

__all__ = ["Sealed", "parts", "seal"]

PART = 1 << 20
_FIXED = (1980, 1, 1, 0, 0, 0)  # the same contents make the same package
_PACKED = ("pdf", "docx", "xlsx", "pptx", "png", "jpg", "jpeg", "zip", "ofd", "webp", "gif")
_OFTEN = 10  # pieces between two reports of progress


@dataclass(frozen=True, slots=True)
class Sealed:
    """A package in the store."""

    blob: str
    sha256: str
    size: int
    pages: int
    contents: list[dict[str, Any]]


def seal(package: Package, told: Callable[[int, int], None]) -> Sealed:
    """Make it; `told` hears how many pieces of how many are done.

    BadInput when a stored piece is gone or is not what was kept.
    """
    case = package.case
    head = Head(
        case.number, case.title, case.agency.name, package.retention, package.until, package.at,
        package.actor,
    )  # fmt: skip
    members = members_of(case)
    catalogue = Catalogue()
    with tempfile.TemporaryFile(prefix="gongkai-package-") as place:
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as whole:
            for n, member in enumerate(members):
                if n % _OFTEN == 0:
                    told(n, len(members))
                _write(whole, member, catalogue)
            data = printed(catalogue.notice(head))
            whole.writestr(zipfile.ZipInfo(PRINTED, _FIXED), data)
            catalogue.itself(data)
            whole.writestr(zipfile.ZipInfo(DATA, _FIXED), catalogue.data(head))
        size = place.tell()
        place.seek(0)
        digest = sha256()
        for part in parts(place):
            digest.update(part)
        place.seek(0)
        blob = storage.storage().save(storage.new_name(), Opened(place))
    return Sealed(blob, digest.hexdigest(), size, catalogue.pages, catalogue.entries)


def _write(whole: zipfile.ZipFile, member: Member, catalogue: Catalogue) -> None:
    """One piece into the package and onto the list."""
    info = zipfile.ZipInfo(member.name, _FIXED)
    packed = member.name.rpartition(".")[2].lower() in _PACKED
    info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    pages = member.pages
    if isinstance(member.source, Stored):
        digest, size, counted = _copy(whole, info, member.source, count=pages is None)
        if digest != member.source.sha256:
            raise BadInput(
                f"“{member.title}”与保存时不一致，不能封存；请从备份恢复这一文件后重新生成"
            )
        pages = counted if pages is None else pages
    else:
        data = member.source()
        digest, size = sha256(data).hexdigest(), len(data)
        pages = pdf.pages(data) if pages is None else pages
        whole.writestr(info, data)
    catalogue.add(member, digest, size, pages)


def _copy(
    whole: zipfile.ZipFile, info: zipfile.ZipInfo, source: Stored, *, count: bool
) -> tuple[str, int, int]:
    """In parts; hash, size and, of what this platform wrote itself, the pages."""
    digest, size, kept = sha256(), 0, []
    try:
        opened = storage.storage().open(source.blob)
    except FileNotFoundError:
        raise BadInput(f"“{info.filename}”不在存储中，不能封存；请从备份恢复后重新生成") from None
    with opened, whole.open(info, "w", force_zip64=source.size > 1 << 30) as out:
        for part in parts(opened):
            digest.update(part)
            size += len(part)
            out.write(part)
            if count:
                kept.append(part)
    return digest.hexdigest(), size, pdf.pages(b"".join(kept)) if count else 0


def parts(opened: IO[bytes] | Opened[bytes]) -> Iterator[bytes]:
    """What is read, a part at a time."""
    while part := opened.read(PART):
        yield part
