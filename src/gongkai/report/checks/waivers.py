"""Waivers: a finding somebody has looked into and accepts, until one of its inputs changes.

Kept in a TOML file beside the reports:

    [[waiver]]
    file = "云州市教育局2024.docx"
    finding = "T4.BLANK"
    reason = "…"
    who = "…"
    inputs = "sha256 of what the finding rests on"
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from gongkai.errors import BadInput
from gongkai.files import why, write_whole
from gongkai.report.checks.engine import Finding
from gongkai.report.model import Report

__all__ = ["Waiver", "apply_waivers", "inputs_hash", "load_waivers", "save_waiver"]

_FIELDS = ("file", "finding", "reason", "who", "inputs")


class Waiver(NamedTuple):
    """One accepted finding: which, why, who, and the hash of what it rested on."""

    file: str
    finding: str
    reason: str
    who: str
    inputs: str


def inputs_hash(report: Report, finding: Finding) -> str:
    """Hash of what a finding rests on: its cells as printed, its quotes, expected and found."""
    parts = [finding.check, finding.expected, finding.found]
    for i in finding.cells:
        cell = report.cells[i]
        parts.append(f"{report.form.cells[i].slug}={'' if cell is None else cell.raw.strip()}")
    parts.extend(q.text for q in finding.quotes)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def apply_waivers(
    report: Report, findings: Iterable[Finding], waivers: Sequence[Waiver]
) -> list[Finding]:
    """The findings, those with a valid waiver marked with its reason.

    A waiver whose inputs have changed no longer silences; the finding says so.
    """
    name = Path(report.file).name
    mine = {w.finding: w for w in waivers if w.file in (report.file, name)}
    made = []
    for finding in findings:
        waiver = mine.get(finding.id)
        if waiver is None:
            made.append(finding)
        elif waiver.inputs == inputs_hash(report, finding):
            made.append(replace(finding, waived=f"{waiver.reason}（{waiver.who}）"))
        else:
            again = f"（{waiver.who}曾认可，但所依据的数据或文字已变，须重新核实）"
            made.append(replace(finding, message=finding.message + again))
    return made


def load_waivers(path: Path) -> list[Waiver]:
    """Read a waiver file; BadInput says which entry is wrong and how."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise BadInput(f"无法打开核验豁免文件 {path}（{why(problem)}）；请检查路径和权限") from None
    except UnicodeDecodeError:
        raise BadInput(f"核验豁免文件 {path} 不是 UTF-8 编码；请另存为 UTF-8") from None
    except tomllib.TOMLDecodeError as problem:
        raise BadInput(
            f"核验豁免文件 {path} 不是正确的 TOML：{_where(problem)}有误；请检查引号、方括号和等号"
        ) from None
    entries = data.get("waiver", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadInput(f"核验豁免文件 {path} 应由若干 [[waiver]] 组成")
    waivers = []
    for n, entry in enumerate(entries, start=1):
        missing = [f for f in _FIELDS if not isinstance(entry.get(f), str) or not entry[f].strip()]
        if missing:
            raise BadInput(
                f"核验豁免文件 {path} 第{n}条缺少 {'、'.join(missing)}；"
                "每条须写明 file、finding、reason、who、inputs"
            )
        waivers.append(Waiver(*(entry[f] for f in _FIELDS)))
    return waivers


def save_waiver(path: Path, waiver: Waiver) -> None:
    """Add a waiver to a file, in place of an older one for the same finding.

    BadInput when the file that is there cannot be read, WriteError when it cannot be written.
    """
    known = load_waivers(path) if path.exists() else []
    kept = [w for w in known if (w.file, w.finding) != (waiver.file, waiver.finding)]
    text = "".join(_entry(w) for w in [*kept, waiver])
    write_whole(path, text.encode())


def _where(problem: tomllib.TOMLDecodeError) -> str:
    # before Python 3.14 the place stands in the message alone
    place = re.search(r"line (\d+), column (\d+)", str(problem))
    return f"第{place[1]}行第{place[2]}个字符处" if place else "文件末尾"


def _entry(waiver: Waiver) -> str:
    lines = [f"{name} = {_quoted(value)}" for name, value in waiver._asdict().items()]
    return "[[waiver]]\n" + "\n".join(lines) + "\n\n"


def _quoted(text: str) -> str:
    """A TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    shown = (c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped)
    return f'"{"".join(shown)}"'
