"""Many files, each read in a process that a bad one cannot take down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from gongkai.errors import ReadError
from gongkai.report.model import Report
from gongkai.report.read import cannot_open, read_bytes
from gongkai.report.read.isolate import IsolatedWorker
from gongkai.report.read.limits import READ_SECONDS, check_size
from gongkai.report.read.open import Converted, Item, digest, preconvert
from gongkai.report.read.open import expand as members

__all__ = ["SCAN_SECONDS", "Outcome", "expand", "read_files", "seconds_for"]

SCAN_SECONDS = 900.0  # recognition takes some 10 s a page; a long report has 40
# what may need recognition, page by page; everything else is read at once or not at all
_SLOW_HEADS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")
_OLD_HEADS = (b"\xd0\xcf\x11\xe0", b"{\\rtf")
_HEAD = 8


class Outcome(NamedTuple):
    """What came of one file, or of one member of a zip: reports, or what is wrong."""

    path: Path
    name: str
    reports: list[Report]
    error: ReadError | None


def read_files(paths: Iterable[Path]) -> Iterator[Outcome]:
    """Read files one after another; an unreadable one yields its error and the rest goes on.

    `name` is the file's name, or its path where two files of the batch share a name.
    """
    paths = list(paths)
    names = [p.name for p in paths]
    old = [p for p in paths if _head(p).startswith(_OLD_HEADS)]
    # one start of LibreOffice for all old Word files, when there are several
    converted = preconvert(old) if len(old) > 1 else {}
    with IsolatedWorker() as worker:
        for path in paths:
            label = path.name if names.count(path.name) == 1 else str(path)
            try:
                check_size(path.stat().st_size)
                data = path.read_bytes()
            except OSError as problem:
                yield Outcome(path, label, [], cannot_open(problem))
                continue
            except ReadError as problem:
                yield Outcome(path, label, [], problem)
                continue
            for item in members(data, label):
                yield from _read_item(worker, path, item, converted)


def _read_item(
    worker: IsolatedWorker, path: Path, item: Item, converted: Converted
) -> Iterator[Outcome]:
    if isinstance(item.content, ReadError):
        yield Outcome(path, item.name, [], item.content)
        return
    key = digest(item.content) if converted else b""
    known = {key: converted[key]} if key in converted else {}
    try:
        answers = worker.run(
            _read, item.content, item.name, known, seconds=_seconds(item.content[:_HEAD])
        )
    except ReadError as problem:
        yield Outcome(path, item.name, [], problem)
        return
    for name, outcome in answers:
        if isinstance(outcome, ReadError):
            yield Outcome(path, name, [], outcome)
        else:
            yield Outcome(path, name, outcome, None)


def _read(
    data: bytes, name: str, converted: Converted
) -> list[tuple[str, list[Report] | ReadError]]:
    return list(read_bytes(data, name, converted))


def seconds_for(path: Path) -> float:
    """The time a file may take: longer for what may be a scan."""
    return _seconds(_head(path))


def _seconds(head: bytes) -> float:
    return SCAN_SECONDS if head.startswith(_SLOW_HEADS) else READ_SECONDS


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""


def expand(paths: Iterable[Path]) -> list[Path]:
    """Files as given; of a directory every file below it that is not hidden, sorted."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found.extend(
                p
                for p in sorted(path.rglob("*"))
                if p.is_file() and not any(x.startswith((".", "~$")) for x in _inside(path, p))
            )
        else:
            found.append(path)
    return found


def _inside(root: Path, path: Path) -> tuple[str, ...]:
    return path.relative_to(root).parts
