"""Contenders on the same files in one run: who is exact, who is fast, how sure that is."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from statistics import median
from typing import Any, NamedTuple

from gongkai.report.model import Report

__all__ = ["Contender", "File", "Line", "race", "table", "versions"]


class File(NamedTuple):
    """A file to read and the report that is in it."""

    name: str
    data: bytes
    report: Report


class Contender(NamedTuple):
    """Who reads: `run` is what is timed, `score` says which share of the cells it got.

    role: "ours", "peer", or "floor" (does less than reading; nobody can be faster).
    """

    name: str
    run: Callable[[bytes], Any]
    score: Callable[[Report, Any], float] | None = None
    role: str = "peer"


class Line(NamedTuple):
    """One contender's result: median CPU milliseconds a file, share of cells, or why absent."""

    name: str
    role: str
    milliseconds: float | None
    exact: float | None
    remark: str = ""


def race(
    contenders: Sequence[Contender], files: Sequence[File], *, rounds: int = 7, budget: float = 20.0
) -> list[Line]:
    """Time every contender on all files, round after round in turns.

    CPU time of this process, all threads, so that what else runs on the machine counts little. The
    first, untimed run warms up and is scored. A contender that has used `budget` seconds of CPU
    has at least one timed round and no more.
    """
    results: dict[str, list[float]] = {}
    scores: dict[str, float | None] = {}
    remarks: dict[str, str] = {}
    for one in contenders:
        try:
            answers = [one.run(file.data) for file in files]
        except Exception as problem:  # noqa: BLE001  # whatever a peer raises is its result
            remarks[one.name] = f"fails: {type(problem).__name__}: {problem}"[:100]
            continue
        results[one.name] = []
        score = one.score
        scores[one.name] = (
            sum(score(file.report, answer) for file, answer in zip(files, answers, strict=True))
            / len(files)
            if score
            else None
        )
    for _ in range(rounds):
        for one in contenders:
            spent = results.get(one.name)
            if spent is None or (spent and sum(spent) * len(files) / 1000 > budget):
                continue
            started = time.process_time()
            for file in files:
                one.run(file.data)
            spent.append((time.process_time() - started) / len(files) * 1000)
    return [
        Line(
            one.name,
            one.role,
            median(results[one.name]) if results.get(one.name) else None,
            scores.get(one.name),
            remarks.get(one.name, ""),
        )
        for one in contenders
    ]


def table(title: str, lines: Sequence[Line], *, unit: str = "file") -> str:
    """The results as a Markdown table, with the ratios to the first line of ours and the floor."""
    ours = next(line for line in lines if line.role == "ours")
    floor = next((line for line in lines if line.role == "floor"), None)
    made = [
        f"\n### {title}\n",
        f"| | CPU ms a {unit} | cells exact | × ours | × floor | |",
        "|---|--:|--:|--:|--:|---|",
    ]
    for line in lines:
        if line.milliseconds is None:
            made.append(f"| {line.name} | | | | | {line.remark} |")
            continue
        exact = "" if line.exact is None else f"{line.exact:.2%}"
        by_ours = f"{line.milliseconds / (ours.milliseconds or 1):.2f}"
        by_floor = f"{line.milliseconds / floor.milliseconds:.2f}" if floor and floor[2] else ""
        name = f"**{line.name}**" if line.role == "ours" else line.name
        made.append(
            f"| {name} | {line.milliseconds:.2f} | {exact} | {by_ours} | {by_floor} | {line.remark} |"
        )
    return "\n".join(made) + "\n"


def verdict(lines: Sequence[Line], *, floor_at_most: float = 0.0) -> list[str]:
    """Sentences on the targets: nobody as exact is faster; the distance to the floor."""
    ours = next(line for line in lines if line.role == "ours")
    faster = [
        line.name
        for line in lines
        if line.role == "peer"
        and line.milliseconds is not None
        and (line.exact or 0) >= (ours.exact or 0)
        and line.milliseconds < (ours.milliseconds or 0)
    ]
    said = [
        "MISSED: as exact and faster: " + ", ".join(faster)
        if faster
        else "met: no peer that is as exact is faster"
    ]
    floor = next((line for line in lines if line.role == "floor"), None)
    if floor_at_most and floor and floor.milliseconds and ours.milliseconds:
        ratio = ours.milliseconds / floor.milliseconds
        word = "met" if ratio <= floor_at_most else "MISSED"
        said.append(f"{word}: {ratio:.2f} times the floor (at most {floor_at_most:g})")
    return said


def versions(*packages: str) -> str:
    """The installed versions, for the head of a table."""
    made = []
    for package in packages:
        try:
            made.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            made.append(f"{package} absent")
    return ", ".join(made)
