"""The page of licences: every package that `requirements.lock` pins, by its own metadata.

`python docs/licences_page.py` writes it anew. A package that is not installed here (it is for
another system or version of Python) keeps its line.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "licences.md"
_ROW = re.compile(r"^\| ([\w.-]+) \| ([^|]+) \|$", re.MULTILINE)
_LONG = 60  # some packages give the whole text of their licence


def pinned() -> list[str]:
    """The names in the lock."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    return sorted(set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)))


def licence(name: str) -> str:
    """As the package itself says; "" when it is not installed."""
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return ""
    words = found.get("License-Expression") or ""
    if not words:
        classes = [
            line.rpartition(" :: ")[2]
            for line in found.get_all("Classifier") or ()
            if line.startswith("License ::")
        ]
        classes = [each for each in classes if each != "OSI Approved"]
        words = "; ".join(classes)
    if not words:
        words = (found.get("License") or "").strip().partition("\n")[0]
    return words.replace("|", "/")[:_LONG].strip()


def licences() -> str:
    """The page."""
    kept = dict(_ROW.findall(PAGE.read_text("utf-8"))) if PAGE.exists() else {}
    lines = [
        "<!-- 由 docs/licences_page.py 生成，请勿手改 -->",
        "# 依赖的许可证",
        "",
        "`requirements.lock` 锁定的每个软件包，许可证以软件包自己的说明为准；为何采用见",
        "[adr/0008](adr/0008-dependencies.md)。本项目自身为 Apache-2.0。",
        "",
        "| 软件包 | 许可证 |",
        "|---|---|",
    ]
    lines += [
        f"| {name} | {licence(name) or kept.get(name, '').strip() or '未注明'} |"
        for name in pinned()
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(licences(), "utf-8")
