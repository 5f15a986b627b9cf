"""Many files, each read in a process that a bad one cannot take down."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from gongkai.errors import DamagedFile, ReadError
from gongkai.report.model import Report
from gongkai.report.read import read_bytes
from gongkai.report.read.files import load
from gongkai.report.read.isolate import IsolatedWorker
from gongkai.report.read.open import Converted, Item, digest, preconvert
from gongkai.report.read.open import expand as members
from gongkai.report.write.text import one_line

__all__ = ["Outcome", "expand", "files_below", "label_of", "read_files"]

_OLD_HEADS = (b"\xd0\xcf\x11\xe0", b"{\\rtf")


class Outcome(NamedTuple):
    """What came of one file, or of one member of a zip: reports, or what is wrong."""

    path: Path
    name: str
    reports: list[Report]
    error: ReadError | None


def read_files(paths: Iterable[Path]) -> Iterator[Outcome]:
    """Read files one after another; an unreadable one yields its error and the rest goes on.

    `name` is the file's name, or its path where two files of the batch share a name. A zip
    yields an outcome for each member, or one error when none of them can be read.
    """
    paths = list(paths)
    names = [p.name for p in paths]
    old = [p for p in paths if _head(p).startswith(_OLD_HEADS)]
    # one start of LibreOffice for all old Word files, when there are several
    converted = preconvert(old) if len(old) > 1 else {}
    with IsolatedWorker() as worker:
        for path in paths:
            label = label_of(path.name if names.count(path.name) == 1 else str(path))
            yield from _together(path, label, _read_path(worker, path, label, converted))


def _read_path(
    worker: IsolatedWorker, path: Path, label: str, converted: Converted
) -> Iterator[Outcome]:
    try:
        if not _head(path).startswith(b"PK"):
            yield from _outcomes(path, worker.run(_read_file, path, label, _known(path, converted)))
            return
        # a zip is opened here, so that each of its members is read under limits of its own
        for item in members(load(path), label):
            yield from _read_item(worker, path, item, converted)
    except ReadError as problem:
        yield Outcome(path, label, [], problem)


def _known(path: Path, converted: Converted) -> Converted:
    """What LibreOffice made of that file."""
    key = digest(load(path)) if converted and _head(path).startswith(_OLD_HEADS) else b""
    return {key: converted[key]} if key in converted else {}


def _read_item(
    worker: IsolatedWorker, path: Path, item: Item, converted: Converted
) -> Iterator[Outcome]:
    if isinstance(item.content, ReadError):
        yield Outcome(path, item.name, [], item.content)
        return
    key = digest(item.content) if converted else b""
    known = {key: converted[key]} if key in converted else {}
    try:
        answers = worker.run(_read, item.content, item.name, known)
    except ReadError as problem:
        yield Outcome(path, item.name, [], problem)
        return
    yield from _outcomes(path, answers)


Answers = list[tuple[str, list[Report] | ReadError]]


def _outcomes(path: Path, answers: Answers) -> Iterator[Outcome]:
    for name, answer in answers:
        if isinstance(answer, ReadError):
            yield Outcome(path, name, [], answer)
        else:
            yield Outcome(path, name, answer, None)


def _read(data: bytes, name: str, converted: Converted) -> Answers:
    return list(read_bytes(data, name, converted))


def _read_file(path: Path, name: str, converted: Converted) -> Answers:
    return _read(load(path), name, converted)


def _together(path: Path, label: str, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The outcomes of one file; only one when it is a zip of which nothing could be read."""
    failed: list[Outcome] = []
    some = False
    for outcome in outcomes:
        some = some or outcome.error is None
        if outcome.error is not None and not some:
            # a new one: the frames of the old would hold the content of the member
            error = type(outcome.error)(outcome.error.what, outcome.error.remedy)
            failed.append(outcome._replace(error=error))
            continue
        yield from failed
        failed = []
        yield outcome
    if len(failed) > 1 and failed[0].error is not None:
        first = failed[0].error
        what = f"压缩包里的{len(failed)}个文件都无法读取，如 {failed[0].name}：{first.what}"
        yield Outcome(path, label, [], DamagedFile(what, first.remedy))
    else:
        yield from failed


def _head(path: Path) -> bytes:
    try:
        return load(path, 8)
    except ReadError:
        return b""


def label_of(name: str) -> str:
    """A file's name for people: on one line, and whatever bytes it has."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):  # unpacked from an archive made on Windows
        try:
            return one_line(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return one_line(name)


def expand(paths: Iterable[Path]) -> list[Path]:
    """Files as given; of a directory every file below it, or itself when there is none."""
    return [p for path in paths for p in files_below(path) or [path]]


def files_below(path: Path) -> list[Path]:
    """The files below a directory that are not hidden, sorted; none for anything else."""
    return [
        p
        for p in (sorted(path.rglob("*")) if os.path.isdir(path) else ())
        if os.path.isfile(p) and not any(x.startswith((".", "~$")) for x in _inside(path, p))
    ]


def _inside(root: Path, path: Path) -> tuple[str, ...]:
    return path.relative_to(root).parts
