"""Whole digits that name something: a postcode, a telephone, a house, an item of a list."""

from __future__ import annotations

from gongkai.report.claims.patterns import (
    CALLED,
    CALLING,
    CASES,
    HOTLINE,
    HOTLINES,
    LISTED_BEFORE,
    PHONE_BEFORE,
    POSTCODE_BEFORE,
    ROOM_AFTER,
    ROOM_BEFORE,
    SHORT_NUMBERS,
    STREET_BEFORE,
)
from gongkai.report.claims.tokens import Form

__all__ = ["number_that_names"]


def number_that_names(digits: str, unit: str, before: str, after: str) -> Form | None:
    """The form of whole digits that stand for a place, a line or an item; None for a count."""
    if len(digits) == 6 and POSTCODE_BEFORE.search(before):
        return Form.POSTCODE
    known = HOTLINES.fullmatch(digits) or (
        digits in SHORT_NUMBERS and (CALLED.search(before) or CALLING.match(after))
    )
    if known and unit not in CASES:
        return Form.PHONE
    if (
        len(digits) in (5, 6, 7, 8)
        and not unit
        and (PHONE_BEFORE.search(before) or (digits[0] != "0" and HOTLINE.match(after)))
    ):
        return Form.PHONE
    if after.lstrip()[:1] == "号" and (STREET_BEFORE.search(before) or "号楼" in after[:4]):
        return Form.STREET
    if ROOM_BEFORE.search(before) and ROOM_AFTER.match(after):
        return Form.STREET
    if not unit:
        if LISTED_BEFORE.search(before):
            return Form.ORDINAL
        if before[-1:] == '"' == after[:1]:
            return Form.NAME  # the "1234" way of working
    return None
