"""Thousands of files into a dataset: files a second and core, 1 to 2 workers, 10³ to 10⁵ files.

The files are a thousand different reports in a mix of formats; larger directories hold hard links
to them under other names, which the corpus reads like any other file.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from benchmarks import made
from benchmarks.race import versions

__all__ = ["run"]

_MIX = ("docx", "html", "docx", "txt", "html", "docx", "txt", "html", "docx", "pdf")
_DIFFERENT = 1_000
_PATIENCE = 60 * 60.0  # seconds, after which a run is stopped


def run(quick: bool) -> Iterable[str]:
    """The table, the ratios, then the kill."""
    sizes = [_DIFFERENT // 5] if quick else [_DIFFERENT, 10_000, 100_000]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "files-0", sizes[0])
        yield f"\n### Corpus ({', '.join(f'{s:,}' for s in sizes)} files: {_mix()})\n"
        yield "| files | workers | read | wall s | CPU s | a second | a CPU second |"
        yield "|--:|--:|--:|--:|--:|--:|--:|"
        runs: list[_Run] = []
        for n, size in enumerate(sizes):
            source = folder / f"files-{n}"
            if n:
                _link(folder / "files-0", source, size)
            for workers in (1, 2) if n == 0 else (2,):
                one = _run(source, folder / f"set-{n}-{workers}", workers)
                runs.append(one)
                yield (
                    f"| {size:,} | {workers} | {one.files:,} | {one.wall:.1f} | {one.cpu:.1f} "
                    f"| {one.files / one.wall:.0f} | {one.files / one.cpu:.0f} |"
                )
        yield f"\n2 workers instead of 1: {runs[0].wall / runs[1].wall:.2f} times as fast"
        for size, one in zip(sizes[1:], runs[2:], strict=True):
            ratio = (one.cpu / one.files) / (runs[1].cpu / runs[1].files)
            yield f"CPU a file among {size:,} files: {ratio:.2f} times that among {sizes[0]:,}"
        last = max((n for n in range(len(sizes)) if runs[n + 1].whole), default=0)
        started = time.perf_counter()
        _cli("report", folder / f"set-{last}-2")
        seconds = time.perf_counter() - started
        yield f"the page over the dataset of {sizes[last]:,} files: {seconds:.1f} s"
        yield _kill(folder / "files-0", folder / "killed", sizes[0])
    yield versions("polars")


def _mix() -> str:
    return ", ".join(f"{_MIX.count(kind) * 10} % {kind}" for kind in dict.fromkeys(_MIX))


def _write(folder: Path, count: int) -> None:
    from gongkai.report.write import to_bytes
    from samples import layouts, pages

    folder.mkdir()
    for n, report in enumerate(made.reports(count, seed=41)):
        kind = _MIX[n % len(_MIX)]
        if kind == "txt":
            data = layouts.text_of_rows(report).encode("gb18030")
        elif kind == "html":
            data = pages.page([report], {"encoding": ("utf-8", "gb18030")[n // 10 % 2]})
        else:
            data = to_bytes(report, "." + kind)
        (folder / f"{n:04d}.{kind}").write_bytes(data)


def _link(source: Path, target: Path, count: int) -> None:
    files = sorted(source.iterdir())
    for n in range(count):
        part = target / f"{n // _DIFFERENT:03d}"
        part.mkdir(parents=True, exist_ok=True)
        os.link(files[n % len(files)], part / files[n % len(files)].name)


class _Run(NamedTuple):
    wall: float
    cpu: float  # of all processes
    files: int  # done
    whole: bool


def _command(*args: object) -> list[str]:
    return [sys.executable, "-m", "gongkai.cli", "corpus", *map(str, args)]


def _cli(*args: object) -> None:
    subprocess.run(_command(*args), check=True, capture_output=True)


def _run(source: Path, dataset: Path, workers: int) -> _Run:
    """Build a dataset; stop after _PATIENCE seconds and tell how far it came."""
    started = time.perf_counter()
    process = subprocess.Popen(
        _command(source, "-o", dataset, "--workers", workers), stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    timer = threading.Timer(_PATIENCE, process.terminate)
    timer.start()
    _, status, used = os.wait4(process.pid, 0)
    timer.cancel()
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0 or wall > _PATIENCE
    files = sum(json.loads(path.read_text())["files"] for path in dataset.glob("done/*.json"))
    return _Run(
        wall,
        used.ru_utime + used.ru_stime,
        files,
        process.returncode == 0,
    )


def _kill(source: Path, dataset: Path, count: int) -> str:
    """kill -9 for the whole group of processes in the middle, then the same command again."""
    import polars as pl

    process = subprocess.Popen(
        _command(source, "-o", dataset, "--workers", 2), start_new_session=True,
        stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    done = dataset / "done"
    while process.poll() is None and not list(done.glob("*.json")):
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    before = len(list(done.glob("*.json")))
    _cli(source, "-o", dataset, "--workers", 2)
    files = pl.read_parquet(str(dataset / "reports/**/*.parquet"), columns=["file"])["file"]
    batches = len(list(done.glob("*.json")))
    lost, doubled = count - files.n_unique(), len(files) - files.n_unique()
    shutil.rmtree(dataset)
    word = "met" if before and not lost and not doubled else "MISSED"
    return (
        f"{word}: killed after {before} of {batches} batches and run again: "
        f"{lost} files lost, {doubled} doubled"
    )
