"""Which files a dataset holds, cut into batches; what is done; what is left."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from gongkai.errors import BadInput
from gongkai.files import write_whole
from gongkai.report.read.batch import files_below
from gongkai.report.read.lists import text_of

__all__ = ["Batch", "Plan", "files_of", "mark_done"]

# Files read together: half a second of work at least, so that starting a batch costs nothing
# beside it; more where there are many, so that the parts of a dataset stay some thousands.
_SMALLEST, _LARGEST, _BATCHES = 50, 500, 400
_PLAN, _DONE = "plan.jsonl", "done"


class Batch(NamedTuple):
    """Some files, read together. `number` names the parts they are written to."""

    number: int
    root: str
    files: tuple[str, ...]


def files_of(source: Path) -> tuple[Path, list[str]]:
    """(root, file names relative to it) of a directory, or of a list with one file a line.

    BadInput when there is none. Names outside the root stay absolute.
    """
    if source.is_dir():
        names = [str(p.relative_to(source)) for p in files_below(source)]
        root = source
    elif source.is_file():
        root = source.parent
        names = [line.strip() for line in text_of(source).splitlines() if line.strip()]
        names = [n for n in names if not n.startswith("#")]
    else:
        raise BadInput(f"{source} 不存在；请给出报告所在目录，或每行一个文件的清单")
    if not names:
        raise BadInput(f"{source} 中没有文件；请放入报告，或在清单中每行写一个文件")
    return root, sorted(set(names))


class Plan:
    """The batches of a dataset. Written once; later files are added as further batches."""

    def __init__(self, dataset: Path) -> None:
        self._path = dataset / _PLAN
        self._done = dataset / _DONE
        self._done.mkdir(parents=True, exist_ok=True)
        self.batches: list[Batch] = list(self._read())

    def _read(self) -> Iterator[Batch]:
        if not self._path.exists():
            return
        for line in self._path.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
            except json.JSONDecodeError:
                return  # the last line of a run that was killed while writing it
            yield Batch(entry["number"], entry["root"], tuple(entry["files"]))

    def add(self, root: Path, names: Sequence[str]) -> None:
        """Put files that are in no batch yet into new ones."""
        base = str(root.resolve())
        known = {(b.root, name) for b in self.batches for name in b.files}
        new = [n for n in names if (base, n) not in known]
        size = min(max(_SMALLEST, len(new) // _BATCHES), _LARGEST)
        made = [
            Batch(len(self.batches) + k, base, tuple(new[at : at + size]))
            for k, at in enumerate(range(0, len(new), size))
        ]
        self.batches.extend(made)
        # the whole plan again: a torn last line must not stay in front of new ones
        partial = self._path.with_suffix(".partial")
        with partial.open("w", encoding="utf-8") as file:
            # in ASCII: a file may have a name that is no text in any encoding
            file.writelines(json.dumps(b._asdict()) + "\n" for b in self.batches)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self._path)

    def finished(self) -> dict[int, dict[str, int]]:
        """Counts of each finished batch, by its number."""
        made = {}
        for path in self._done.glob("*.json"):
            made[int(path.stem)] = json.loads(path.read_text(encoding="utf-8"))
        return made

    def left(self) -> list[Batch]:
        """The batches that are not finished."""
        done = {int(p.stem) for p in self._done.glob("*.json")}
        return [b for b in self.batches if b.number not in done]


def mark_done(dataset: Path, number: int, counts: dict[str, int]) -> None:
    """Say that a batch is finished; only now do its parts count."""
    write_whole(dataset / _DONE / f"{number:06d}.json", json.dumps(counts).encode())
