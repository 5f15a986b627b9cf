"""文书的文字: a letter as a page shows it, laid out as it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Read", "as_printed"]

# as `gongkai.notices` counts the first level of an official paper
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；：]{1,30}")


@dataclass(frozen=True, slots=True)
class Read:
    """A letter: lines of its title, its number, (class, text) of what follows, seal, note."""

    heading: tuple[str, ...]
    number: str
    lines: tuple[tuple[str, str], ...]
    seal: tuple[str, ...]
    note: tuple[str, ...]


def as_printed(text: str, number: str) -> Read:
    """The parts of a kept text that bears that number; one that does not is lines alone."""
    lines = [line for line in text.splitlines() if line.strip()]
    at = lines.index(number) if number in lines[:4] else -1
    heading, rest = tuple(lines[: max(at, 0)]), lines[at + 1 :]
    # the seal: the name of the body again, and the day
    ends = [n for n, line in enumerate(rest[:-1]) if heading and line == heading[0]]
    end = ends[-1] if ends else len(rest)
    kinds = tuple((_kind(n, line), line) for n, line in enumerate(rest[:end]))
    seal, note = tuple(rest[end : end + 2]), tuple(rest[end + 2 :])
    return Read(heading, number if at >= 0 else "", kinds, seal, note)


def _kind(n: int, line: str) -> str:
    if n == 0 and line.endswith("："):
        return "addressee"
    return "heading" if _HEADING.fullmatch(line) else ""
