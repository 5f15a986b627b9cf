"""Running numbers of a body and year, and how they are written: 文号, 索引号, 办件编号.

A number is taken inside the transaction of the act that needs it: an act that is not done leaves
no gap, and two acts at once wait for each other.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from gongkai.errors import BadInput
from gongkai.law.labelled import Labelled
from gongkai.law.numbers.index_number import SERIAL_WIDEST, SERIAL_WIDTH, compose_index
from gongkai.web.agencies.models import Agency, NumberSeries

__all__ = ["Series", "next_number", "take", "written"]


class Series(Labelled):
    """The kinds of numbers that a body gives."""

    DOCUMENT = "document", "发文字号"
    REPLY = "reply", "答复文号"
    INDEX = "index", "索引号"
    CASE = "case", "办件编号"


def take(agency: Agency, kind: str, year: int) -> int:
    """The next number, 1 first; nobody else gets it."""
    with transaction.atomic():
        series: dict[str, Any] = {"agency": agency, "kind": kind, "year": year}
        row = NumberSeries.objects.select_for_update().filter(**series).first()
        if row is None:
            NumberSeries.objects.get_or_create(**series)
            row = NumberSeries.objects.select_for_update().get(**series)
        row.last += 1
        row.save(update_fields=["last"])
    return row.last


def written(agency: Agency, kind: Series, number: int, day: date) -> str:
    """How the number stands on paper; BadInput when the body lacks what it is made of."""
    if kind is Series.CASE:  # by id of the body: one platform, no number twice
        return f"{day.year}-{agency.pk:04}-{number:05}"
    if kind is Series.INDEX:
        if not agency.credit_code:
            raise BadInput(f"{agency}没有登记统一社会信用代码，不能编索引号；请由管理员补充")
        least, most = SERIAL_WIDTH.on(day).value, SERIAL_WIDEST.on(day).value
        width = min(max(least, len(str(number))), most)
        return compose_index(agency.credit_code, day.year, number, day, width)
    if not agency.document_word:
        raise BadInput(f"{agency}没有登记机关代字，不能编文号；请由管理员补充，如“云政办”")
    word = agency.document_word + ("公开" if kind is Series.REPLY else "")
    return f"{word}〔{day.year}〕{number}号"


def next_number(agency: Agency, kind: Series, day: date) -> str:
    """Take one for that day's year and write it."""
    return written(agency, kind, take(agency, kind.value, day.year), day)
