"""Files of reports in; results out to stdout or a file; sentences to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.errors import BadInput, WriteError
from gongkai.files import why, write_whole
from gongkai.report.write.text import one_line, visible

if TYPE_CHECKING:
    from gongkai.report.model import Report

__all__ = ["Problems", "drop_output", "emit", "read_all", "reference", "say", "show", "tell"]

Problems = list[tuple[str, str]]  # files that could not be read, and why


# in ---------------------------------------------------------------------------------------------


def read_all(files: Sequence[Path], problems: Problems) -> Iterator[Report]:
    """Reports of all files; a file that cannot be read is said at once and remembered."""
    from gongkai.report.read.batch import expand, read_files

    for outcome in read_files(expand(files)):
        if outcome.error is not None:
            say(f"{outcome.name}：{outcome.error}")
            problems.append((outcome.name, str(outcome.error)))
        yield from outcome.reports


def reference(option: str, path: Path | None, problems: Problems) -> list[Report]:
    """The reports of another document to compare with; BadInput when the option gives none."""
    found = list(read_all([path], problems)) if path else []
    if path and not found:
        raise BadInput(f"{option} 给出的 {path} 没有读到报告，无法对照")
    return found


# out --------------------------------------------------------------------------------------------


def say(sentence: str) -> None:
    """One line on stderr, whatever a file's name or a report's text may hold."""
    click.echo(one_line(sentence), err=True)


def tell(sentence: str) -> None:
    """The same on stdout: what a command did, where its result is a file."""
    click.echo(one_line(sentence))


def show(text: str, output: Path | None) -> None:
    """Put out lines for people, without what would steer a terminal."""
    emit(visible(text), output)


def emit(data: str | bytes, output: Path | None) -> None:
    """Put out data, into a file whole or not at all."""
    if output is None:
        _print(data)
    else:
        write_whole(output, data.encode() if isinstance(data, str) else data)


def _print(data: str | bytes) -> None:
    stream: Any = sys.stdout  # None when it was closed before the start
    if stream is None:
        raise WriteError("标准输出已关闭；请用 -o 写入文件")
    if isinstance(data, str):
        data = (visible(data) if stream.isatty() else data).encode()
    elif stream.isatty():
        raise BadInput("这种格式不能显示在屏幕上；请用 -o 写入文件")
    try:
        # bytes as they are: what is piped on is UTF-8 whatever the terminal says
        stream.buffer.write(data)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as problem:
        drop_output()
        raise WriteError(f"无法输出结果（{why(problem)}）；请检查磁盘，或用 -o 写入文件") from None


def drop_output() -> None:
    """Let what is still buffered go nowhere, or the interpreter complains when it leaves."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
