"""写法: how days are written for people, and a text that no spreadsheet takes for a formula."""

from __future__ import annotations

from datetime import date, datetime

__all__ = ["day_zh", "moment_zh", "tame"]

# a spreadsheet takes a text that begins so for a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def day_zh(day: date | None) -> str:
    """As GB/T 9704 writes it, with Arabic figures and no zeros: 2024年3月6日; "" of none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def moment_zh(moment: datetime) -> str:
    """With the time, which must be that of the place: 2024年3月6日 09:30."""
    return f"{day_zh(moment)} {moment:%H:%M}"


def tame(text: str) -> str:
    """The same text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
