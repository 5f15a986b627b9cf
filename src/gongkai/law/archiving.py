"""归档: how long the sealed file of an application is kept, and when that time is over."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from gongkai.errors import BadInput
from gongkai.law.in_force import InForce, Version
from gongkai.sources import RETENTION_2006, Article

__all__ = ["PARAMETERS", "RETENTIONS", "RETENTION_BEGINS", "kept_until"]

RETENTIONS: InForce[tuple[str, ...]] = InForce(
    "retentions", "案卷的保管期限", "",
    (Version(
        date(2006, 12, 18), ("永久", "30年", "10年"), Article(RETENTION_2006), confirmed=False,
        note="永久和定期，定期分30年、10年，凭记忆，把握较大；依申请公开案卷取哪一种没有专门规定",
    ),),
)  # fmt: skip
RETENTION_BEGINS: InForce[int] = InForce(
    "retention_begins", "保管期限的起算：办结之后第几年的1月1日", "年",
    (Version(
        date(2006, 12, 18), 1, Article(RETENTION_2006), confirmed=False,
        note="规定没有写明起算日；自办结次年1月1日起算，系按档案工作惯例推定；期满后先鉴定，不自动销毁",
    ),),
)  # fmt: skip
PARAMETERS: tuple[InForce[Any], ...] = (RETENTIONS, RETENTION_BEGINS)

_YEARS = re.compile(r"([1-9][0-9]{0,2})年")


def kept_until(term: str, ended: date) -> date | None:
    """The last day of the term for a file whose case ended on that day; None: for ever (永久).

    The term is one of RETENTIONS; BadInput for another.
    """
    known = RETENTIONS.on(ended).value
    if term not in known:
        raise BadInput(f"没有“{term}”这一种保管期限；应为{'、'.join(known)}")
    years = _YEARS.fullmatch(term)
    if years is None:
        return None
    first = ended.year + RETENTION_BEGINS.on(ended).value
    return date(first + int(years[1]) - 1, 12, 31)
