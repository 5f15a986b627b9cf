"""Many files, each read in a process that a bad one cannot take down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from gongkai.errors import ReadError
from gongkai.report.model import Report
from gongkai.report.read import read_path
from gongkai.report.read.isolate import IsolatedWorker
from gongkai.report.read.limits import READ_SECONDS

__all__ = ["Outcome", "expand", "read_files", "seconds_for"]

SCAN_SECONDS = 900.0  # recognition takes some 10 s a page; a long report has 40
# what may need recognition, page by page; everything else is read at once or not at all
_SLOW_HEADS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")


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
    with IsolatedWorker() as worker:
        for path in paths:
            label = path.name if names.count(path.name) == 1 else str(path)
            yield from _read_one(worker, path, label)


def _read_one(worker: IsolatedWorker, path: Path, label: str) -> Iterator[Outcome]:
    try:
        answers = worker.run(_read, path, seconds=seconds_for(path))
    except ReadError as problem:
        yield Outcome(path, label, [], problem)
        return
    for member, outcome in answers:
        name = label + member.removeprefix(path.name)
        if isinstance(outcome, ReadError):
            yield Outcome(path, name, [], outcome)
            continue
        for report in outcome:
            report.file = label + report.file.removeprefix(path.name)
        yield Outcome(path, name, outcome, None)


def _read(path: Path) -> list[tuple[str, list[Report] | ReadError]]:
    return list(read_path(path))


def seconds_for(path: Path) -> float:
    """The time a file may take: longer for what may be a scan."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError:
        return READ_SECONDS
    return SCAN_SECONDS if head.startswith(_SLOW_HEADS) else READ_SECONDS


def expand(paths: Iterable[Path]) -> list[Path]:
    """Files as given; of a directory every file below it that is not hidden, sorted."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found.extend(
                p
                for p in sorted(path.rglob("*"))
                if p.is_file() and not any(part.startswith((".", "~$")) for part in p.parts)
            )
        else:
            found.append(path)
    return found


