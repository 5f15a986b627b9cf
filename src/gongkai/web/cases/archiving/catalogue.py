"""卷内目录: what is in a sealed file, with page numbers and hashes, as data and on paper."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.utils import timezone

from gongkai.notices.model import Block, Notice, Paragraph, Role, Run, Table
from gongkai.web.cases.archiving.members import Member
from gongkai.web.cases.archiving.tables import cell

__all__ = ["DATA", "PRINTED", "Catalogue", "Head"]

PRINTED, DATA = "卷内目录.pdf", "目录.json"
_WIDTHS = (11.0, 34.0, 27.0, 40.0, 27.0, 17.0)
_HEAD = ("序号", "文号", "责任者", "题名", "日期", "页号")


@dataclass(frozen=True, slots=True)
class Head:
    """What the cover says."""

    number: str
    title: str
    agency: str
    retention: str
    until: date | None
    at: datetime
    actor: str


class Catalogue:
    """The list while it grows: each piece with its pages, its hash, its size."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self.pages = 0

    def add(self, member: Member, digest: str, size: int, pages: int) -> None:
        """A piece that was written."""
        first = self.pages + 1 if pages and not member.twin else 0
        self.entries.append({
            "name": member.name, "title": member.title, "number": member.number,
            "day": member.day.isoformat() if member.day else "", "by": member.by,
            "pages": 0 if member.twin else pages, "first": first, "twin": member.twin,
            "sha256": digest, "bytes": size,
        })  # fmt: skip
        self.pages += 0 if member.twin else pages

    def itself(self, data: bytes) -> None:
        """The printed list, which is checked as all else and numbers no pages."""
        self.entries.append({
            "name": PRINTED, "title": "卷内目录", "number": "", "day": "", "by": "", "pages": 0,
            "first": 0, "twin": True, "sha256": sha256(data).hexdigest(), "bytes": len(data),
        })  # fmt: skip

    def data(self, head: Head) -> bytes:
        """The list as data: with it, and nothing else, the pieces can be checked."""
        whole = {
            "办件编号": head.number, "申请事项": head.title, "机关": head.agency,
            "归档时间": timezone.localtime(head.at).isoformat(timespec="seconds"),
            "归档人": head.actor, "保管期限": head.retention,
            "保管期满": head.until.isoformat() if head.until else "",
            "件数": sum(not one["twin"] for one in self.entries), "页数": self.pages,
            "校验算法": "SHA-256", "内容": self.entries,
        }  # fmt: skip
        return json.dumps(whole, ensure_ascii=False, indent=2).encode()

    def notice(self, head: Head) -> Notice:
        """The list as it is printed: cover, list, hashes."""
        kept = head.retention + (f"（至{head.until}）" if head.until else "")
        rows = [one for one in self.entries if not one["twin"]]
        cover = (
            ("办件编号", head.number), ("申请事项", head.title), ("归档机关", head.agency),
            ("归档时间", timezone.localtime(head.at).strftime("%Y-%m-%d %H:%M")),
            ("归档人", head.actor), ("保管期限", kept),
            ("件数和页数", f"共{len(rows)}件{self.pages}页"),
        )  # fmt: skip
        blocks: list[Block] = [
            Table((38.0, 118.0), 0, tuple(
                (cell(zh, label=True), cell(text, left=True)) for zh, text in cover
            )),
            _listed(rows),
            Paragraph((Run("各文件的校验值（SHA-256）", bold=True),), Role.BODY),
            _hashes(self.entries),
        ]  # fmt: skip
        day = timezone.localdate(head.at)
        return Notice("", "", (head.agency, "卷内目录"), "", tuple(blocks), None, "", day)


def _listed(rows: Sequence[dict[str, Any]]) -> Table:
    made = [tuple(cell(zh, label=True) for zh in _HEAD)]
    for n, one in enumerate(rows, 1):
        texts = (str(n), one["number"], one["by"], one["title"], one["day"], _place(one))
        made.append(tuple(cell(text, left=at in (2, 3)) for at, text in enumerate(texts)))
    return Table(_WIDTHS, 1, tuple(made))


def _place(one: dict[str, Any]) -> str:
    """From page to page; what has none is kept as a file only."""
    if not one["pages"]:
        return "电子件"
    last = one["first"] + one["pages"] - 1
    return str(last) if one["pages"] == 1 else f"{one['first']}—{last}"


def _hashes(entries: Sequence[dict[str, Any]]) -> Table:
    rows = [(cell("文件", label=True), cell("校验值", label=True))]
    rows += [(cell(one["name"], left=True), cell(one["sha256"], left=True)) for one in entries]
    return Table((60.0, 96.0), 1, tuple(rows))
