"""What must not stand in a log: identity numbers, telephones, mail addresses, secret links."""

from __future__ import annotations

import re

__all__ = ["mask"]

_PERSONAL = (
    re.compile(r"(?<=/feeds/)[\w-]+(?=\.ics)"),  # who knows the address of a calendar reads it
    re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])"),  # identity number
    re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}\d{2}[01]\d[0-3]\d{4}(?![0-9A-Za-z])"),  # of 15 digits
    re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"),  # mobile
    re.compile(r"(?<!\d)\(?0\d{2,3}\)?[- ]\d{7,8}(?!\d)|(?<![\d.])0\d{9,11}(?!\d)"),  # land line
    re.compile(r"(?<!\d)\d{16,19}(?!\d)"),  # bank card
    re.compile(r"[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+", re.ASCII),  # mail
)


def mask(text: str) -> str:
    """The text with *** in place of each."""
    for pattern in _PERSONAL:
        text = pattern.sub("***", text)
    return text
