"""Bytes of any format → documents: tell the format, open containers, call the right reader.

Here every error of every library becomes a ReadError; what comes through is a programming error.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from gongkai.errors import DamagedFile, FileTooLarge, ReadError, UnsupportedFormat
from gongkai.report.read import archive, office
from gongkai.report.read.blocks import Document
from gongkai.report.read.data import is_ours
from gongkai.report.read.files import load
from gongkai.report.read.limits import MAX_BLOCKS, MAX_LINES, check_size
from gongkai.report.read.sniff import Format, sniff

__all__ = [
    "Converted",
    "Item",
    "digest",
    "expand",
    "open_documents",
    "preconvert",
    "read_document",
]

# digest of an old office file → what LibreOffice made of it
Converted = dict[bytes, bytes | ReadError]

_TO_DOCX = frozenset({Format.DOC, Format.RTF, Format.ODT, Format.WORD_XML})
_TO_XLSX = frozenset({Format.ODS, Format.EXCEL_XML})
# how files for LibreOffice begin: OLE, RTF, OpenDocument, XML; others need not be read for it
_OLD = re.compile(
    rb"\xd0\xcf\x11\xe0|[\s\xef\xbb\xbf]*(?:\{\\rtf|<\?xml)|PK.{28}mimetype", re.DOTALL
)
_BATCH_FILES = 40
_BATCH_BYTES = 64 * 2**20
_AGAIN = "请用原软件打开后另存一份再试"


class Item(NamedTuple):
    """One file to read: its name (inside an archive: its path there), content and format."""

    name: str
    content: bytes | ReadError
    format: Format | None = None


def open_documents(
    data: bytes, name: str, converted: Converted | None = None
) -> Iterator[tuple[str, Document | ReadError]]:
    """The documents in a file: one, or for a zip one for each member.

    What cannot be read is yielded as its ReadError. `converted` comes from `preconvert`.
    """
    converted = {} if converted is None else converted
    for batch in _batches(expand(data, name)):
        _convert(batch, converted)
        for item in batch:
            if isinstance(item.content, ReadError):
                yield item.name, item.content
                continue
            try:
                yield item.name, read_document(item.content, item.name, item.format, converted)
            except ReadError as error:
                yield item.name, error


def expand(data: bytes, name: str) -> Iterator[Item]:
    """The file itself, or the members of a zip; each with its format or its ReadError."""
    if is_ours(data):
        yield Item(name, data)  # no document: `read_bytes` takes it before it comes here
        return
    first = _item(name, data)
    if first.format is not Format.ZIP:
        yield first
        return
    try:
        for path, content in archive.members(data):
            member = f"{name}/{path}"  # two archives of a batch may hold files of one name
            yield (
                Item(member, content) if isinstance(content, ReadError) else _item(member, content)
            )
    except ReadError as error:
        yield Item(name, error)


def _item(name: str, data: bytes) -> Item:
    try:
        check_size(len(data), data[:2])
        format = sniff(data, name)
        if format is not Format.ZIP:
            check_size(len(data))
        return Item(name, data, format)
    except ReadError as error:
        return Item(name, error)
    except MemoryError:
        return Item(name, _out_of_memory())


def read_document(
    data: bytes, name: str, format: Format | None = None, converted: Converted | None = None
) -> Document:
    """One file that is no archive, as a document. Every failure is a ReadError."""
    from lxml import etree

    try:
        document = _read(data, name, format or sniff(data, name), converted or {})
    except RecursionError as error:
        raise FileTooLarge("文件的标签嵌套太深，已停止", _AGAIN) from error
    except MemoryError as error:
        raise _out_of_memory() from error
    except etree.LxmlError as error:
        if "depth" in str(error).lower():
            raise FileTooLarge("文件的标签嵌套太深，已停止", _AGAIN) from error
        raise DamagedFile("文件里的 XML 已损坏", _AGAIN) from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        OSError,
        ValueError,  # UnicodeError is one
        LookupError,
        ArithmeticError,
    ) as error:
        raise DamagedFile(f"文件结构异常，无法读取（{type(error).__name__}）", _AGAIN) from error
    if len(document.blocks) > MAX_BLOCKS:
        raise FileTooLarge(
            f"正文有{len(document.blocks)}段，超过上限{MAX_BLOCKS}段", "请只提供年度报告本身"
        )
    return document


def _out_of_memory() -> FileTooLarge:
    return FileTooLarge("读取所需内存过多，已停止", "请拆分或另存后再试")


def _read(data: bytes, name: str, format: Format, converted: Converted) -> Document:
    """Call the reader; readers are imported when first needed."""
    if format in _TO_DOCX:
        from gongkai.report.read import docx

        document = docx.read(_by_office(data, name, "docx", converted))
        document.format = format.value
        return document
    if format in _TO_XLSX:
        return _spreadsheet(_by_office(data, name, "xlsx", converted), format)
    if format is Format.XLS:
        try:
            return _spreadsheet(data, format)
        except DamagedFile:
            if not office.available("xlsx"):
                raise
            return _spreadsheet(_by_office(data, name, "xlsx", converted), format)
    if format is Format.XLSX:
        return _spreadsheet(data, format)
    if format is Format.DOCX:
        from gongkai.report.read import docx

        return docx.read(data)
    if format is Format.PDF:
        return _pdf(data)
    if format in (Format.HTML, Format.MHT):
        from gongkai.report.read import html

        return html.read_mht(data) if format is Format.MHT else html.read(data)
    if format is Format.TEXT:
        from gongkai.report.read import text

        lines = max(data.count(b"\n"), data.count(b"\r"))
        if lines > MAX_LINES:
            raise FileTooLarge(f"文本有{lines}行，超过上限{MAX_LINES}行", "请只提供年度报告本身")
        return text.read(data)
    if format is Format.IMAGE:
        from gongkai.report.read import scan

        return scan.read(data)
    raise UnsupportedFormat("这是压缩包，不能作为一份报告读取", "请解压后再试")


def _spreadsheet(data: bytes, format: Format) -> Document:
    from gongkai.report.read import xlsx

    document = xlsx.read(data)
    document.format = format.value
    return document


def _pdf(data: bytes) -> Document:
    import pypdfium2

    from gongkai.report.read import pdf

    try:
        return pdf.read(data)
    except pypdfium2.PdfiumError as error:
        raise DamagedFile("PDF 已损坏，无法打开", "请重新下载，或重新导出 PDF") from error


# old office files -----------------------------------------------------------------------------


def _by_office(data: bytes, name: str, target: str, converted: Converted) -> bytes:
    made = converted.get(digest(data))
    if made is None:
        made = office.convert_to_docx({name: data}, target)[name]
    if isinstance(made, ReadError):
        raise made
    return made


def preconvert(paths: Iterable[Path], converted: Converted | None = None) -> Converted:
    """Convert the old office files among `paths`, one LibreOffice process for each batch.

    Pass the result to `open_documents`. Files that cannot be opened or are in another format are
    passed over; reading them says why.
    """
    converted = {} if converted is None else converted
    for batch in _batches(_old_files(paths)):
        _convert(batch, converted)
    return converted


def _old_files(paths: Iterable[Path]) -> Iterator[Item]:
    for path in paths:
        try:
            if _OLD.match(load(path, 64)):
                yield _item(str(path), load(path))
        except ReadError:
            continue


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Items in lists small enough to be held at once."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += 0 if isinstance(item.content, ReadError) else len(item.content)
        if len(batch) >= _BATCH_FILES or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _convert(batch: list[Item], converted: Converted) -> None:
    """Add what LibreOffice makes of the old files of a batch, when it is more than one."""
    for formats, target in ((_TO_DOCX, "docx"), (_TO_XLSX, "xlsx")):
        old = {
            str(number): item.content
            for number, item in enumerate(batch)
            if item.format in formats
            and isinstance(item.content, bytes)
            and digest(item.content) not in converted
        }
        for number, made in office.convert_to_docx(old, target).items():
            converted[digest(old[number])] = made


def digest(data: bytes) -> bytes:
    """The key under which the converted form of a file is kept."""
    return hashlib.blake2b(data, digest_size=16).digest()
