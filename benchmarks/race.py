"""Contenders on the same files in one run: who is exact, who is fast, on whose files."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import fmean, median
from typing import Any, NamedTuple

from gongkai.report.forms import Form
from gongkai.report.model import Report

__all__ = ["Contender", "File", "Line", "race", "table", "verdict", "versions"]

ALL = "all"
_ABSENT = Path(__file__).resolve().parent.parent / ".venv-bench" / "absent.txt"


class File(NamedTuple):
    """What is read (or written): who made it, its bytes (or the report), and the report in it."""

    maker: str
    data: Any
    report: Report


class Contender(NamedTuple):
    """Who reads: `run` is what is timed, `score` says which share of the cells it got.

    role: "ours"; "more" (ours, doing more than the peers do); "peer"; or "floor" (does less than
    reading, so that the distance to it can be told). then: what makes cells of a form of the
    answer, timed too.
    """

    name: str
    run: Callable[[Any], Any]
    score: Callable[[Report, Any], float] | None = None
    role: str = "peer"
    then: Callable[[Form, Any], Any] | None = None


class Line(NamedTuple):
    """One contender's result, by maker of the files and over ALL of them.

    milliseconds: mean over the files of the median CPU time of each; exact: share of all cells.
    """

    name: str
    role: str
    milliseconds: dict[str, float]
    exact: dict[str, float]
    remark: str = ""


def race(
    contenders: Sequence[Contender], files: Sequence[File], *, rounds: int = 7, budget: float = 20.0
) -> list[Line]:
    """Time every contender on all files, round after round in turns.

    CPU time of this process with all its threads, so that what else runs on the machine counts
    little. The first, untimed run warms up and is scored. A contender that has used `budget`
    seconds stops early, after one timed round at least.
    """
    times: dict[str, list[list[float]]] = {}
    exact: dict[str, list[float]] = {}
    remarks: dict[str, str] = {}
    for one in contenders:
        try:
            answers = [one.run(file.data) for file in files]
        except Exception as problem:  # noqa: BLE001  # whatever a peer raises is its result
            remarks[one.name] = _why(problem)
            continue
        times[one.name] = [[] for _ in files]
        if one.score:
            exact[one.name] = [
                one.score(file.report, answer) for file, answer in zip(files, answers, strict=True)
            ]
    used = dict.fromkeys(times, 0.0)
    for _ in range(rounds):
        for one in contenders:
            if one.name not in used or used[one.name] > budget:
                continue
            for file, spent in zip(files, times[one.name], strict=True):
                started = time.process_time()
                answer = one.run(file.data)
                if one.then:
                    one.then(file.report.form, answer)
                spent.append(time.process_time() - started)
                used[one.name] += spent[-1]
    return [
        Line(
            one.name,
            one.role,
            _by_maker(files, [median(t) * 1000 for t in times.get(one.name, ())]),
            _by_maker(files, exact.get(one.name, [])),
            remarks.get(one.name, ""),
        )
        for one in contenders
    ]


def _why(problem: Exception) -> str:
    """Why a contender has no figures: not installed, with the reason, or fails."""
    if not isinstance(problem, ImportError):
        return f"fails: {type(problem).__name__}: {problem}"[:120]
    reasons = _ABSENT.read_text("utf-8").splitlines() if _ABSENT.exists() else []
    return "absent: " + next((r for r in reasons if str(problem.name) in r), str(problem))


def _by_maker(files: Sequence[File], values: Sequence[float]) -> dict[str, float]:
    if not values:
        return {}
    makers = dict.fromkeys(file.maker for file in files)
    return {
        ALL: fmean(values),
        **{
            maker: fmean(v for f, v in zip(files, values, strict=True) if f.maker == maker)
            for maker in makers
        },
    }


def table(title: str, lines: Sequence[Line], exact: str = "cells exact") -> str:
    """The results as a Markdown table: exactness, CPU milliseconds a file, ratios."""
    ours = next(line for line in lines if line.role == "ours")
    floor = next((line for line in lines if line.role == "floor"), None)
    makers = list(ours.milliseconds)
    made = [
        f"\n### {title}\n",
        f"| | {exact} | {' | '.join(f'ms {m}' for m in makers)} | × ours | × floor |",
        "|---|" + "--:|" * (len(makers) + 3),
    ]
    for line in lines:
        name = f"**{line.name}**" if line.role == "ours" else line.name
        if not line.milliseconds:
            made.append(f"| {name} | {line.remark} |" + " |" * (len(makers) + 2))
            continue
        cells = [f"{line.exact[ALL]:.2%}" if line.exact else ""]
        cells += [f"{line.milliseconds[m]:.2f}" for m in makers]
        cells.append(f"{line.milliseconds[ALL] / ours.milliseconds[ALL]:.2f}")
        cells.append(f"{line.milliseconds[ALL] / floor.milliseconds[ALL]:.2f}" if floor else "")
        made.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(made) + "\n"


def verdict(
    lines: Sequence[Line], *, floor_at_most: float = 0.0, factor: dict[str, float] | None = None
) -> list[str]:
    """Sentences on the targets: no peer as exact on these files is faster; the distance to the
    floor; for each peer in `factor`, how many times faster we must be. Then, as a remark, who is
    as exact and faster on the files of one maker alone.
    """
    ours = next(line for line in lines if line.role == "ours")
    faster = _faster(lines, ours, ALL)
    said = [
        f"MISSED: as exact and faster: {', '.join(faster)}"
        if faster
        else "met: no peer that is as exact on these files is faster"
    ]
    floor = next((line for line in lines if line.role == "floor"), None)
    if floor_at_most and floor:
        ratio = ours.milliseconds[ALL] / floor.milliseconds[ALL]
        word = "met" if ratio <= floor_at_most else "MISSED"
        said.append(f"{word}: {ratio:.2f} times the floor (at most {floor_at_most:g})")
    for name, times in (factor or {}).items():
        peer = next(line for line in lines if line.name == name)
        if peer.milliseconds:
            ratio = peer.milliseconds[ALL] / ours.milliseconds[ALL]
            word = "met" if ratio >= times else "MISSED"
            said.append(f"{word}: {ratio:.1f} times as fast as {name} (at least {times:g})")
    if not faster:
        said += [
            f"as exact and faster on the files by {maker} alone: {', '.join(some)}"
            for maker in ours.milliseconds
            if (some := _faster(lines, ours, maker))
        ]
    return said


def _faster(lines: Sequence[Line], ours: Line, maker: str) -> list[str]:
    return [
        f"{line.name} ({line.milliseconds[maker]:.2f} against {ours.milliseconds[maker]:.2f} ms)"
        for line in lines
        if line.role == "peer"
        and line.milliseconds
        and line.exact[maker] >= ours.exact[maker]
        and line.milliseconds[maker] < ours.milliseconds[maker]
    ]


def versions(*packages: str) -> str:
    """The installed versions, for the foot of a table."""
    made = []
    for package in packages:
        try:
            made.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            made.append(f"{package} absent")
    return ", ".join(made)
