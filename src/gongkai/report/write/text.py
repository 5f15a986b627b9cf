"""How writers put numbers and text: exact, and safe inside markup."""

from __future__ import annotations

import re
from decimal import Decimal
from html import escape
from unicodedata import east_asian_width

__all__ = [
    "ASIDE",
    "grouped",
    "markup",
    "one_line",
    "plain",
    "printable",
    "screen_width",
    "slug_id",
    "visible",
]

# begins the first cell of a worksheet that is not part of the report
ASIDE = "【附】非报告正文"

# what XML 1.0 does not allow, lone surrogates included; a report may carry it in its raw text
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def plain(value: Decimal | None) -> str:
    """A value in digits alone: 1E+3 → 1000, 0.50 → 0.50, None → empty."""
    return "" if value is None else format(value, "f")


def grouped(value: Decimal) -> str:
    """A value for people, in groups of three: 12345.60 → 12,345.6."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def printable(text: str) -> str:
    """Text without the characters that XML and HTML cannot hold."""
    return _NOT_XML.sub("", text)


def visible(text: str) -> str:
    """Text for a terminal: what would steer it, or turn the direction of writing, is U+FFFD."""
    return _STEERS.sub("\ufffd", text)


def one_line(text: str) -> str:
    """The same for a label or a sentence: line ends and TABs are U+FFFD too."""
    return re.sub(r"[\t\n]", "\ufffd", visible(text))


def screen_width(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def markup(text: str) -> str:
    """Text for an element or a quoted attribute."""
    return escape(printable(text), quote=True)


def slug_id(prefix: str, slug: str) -> str:
    """An id for an element, from a cell's slug or a finding's id: only letters, digits, - and _."""
    return prefix + re.sub(r"[^A-Za-z0-9]+", "-", slug)
