"""听取意见: what the word of a third party and of the applicant means for a decision.

A third party that objects with good reason is followed (第三十二条); who was asked for reasons has
the time that the notice gave (第三十五条).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from gongkai.errors import LawError
from gongkai.law.calendar import Calendar
from gongkai.law.decisions.guards import Record
from gongkai.law.periods import reasons_due
from gongkai.law.publishing import GIVEN
from gongkai.sources import R2019, Article

__all__ = ["check_objections", "check_reasons_awaited", "over_objection"]

_A32 = Article(R2019, 32)
_A35 = Article(R2019, 35)
_FOLLOWS = "D34"  # withheld for the sake of a third party


def over_objection(items: Iterable[tuple[str, Collection[str]]]) -> bool:
    """Whether the decision gives what a third party did not want given.

    Of each item that it was asked about: its code and the codes of its withheld parts. Only what is
    withheld for the sake of a third party follows an objection; what is withheld of a partial
    disclosure on another ground does not.
    """
    return any(code in GIVEN and _FOLLOWS not in parts for code, parts in items)


def check_objections(
    items: Iterable[tuple[str, Collection[str]]], have: Collection[Record]
) -> None:
    """LawError when something is given although a third party objected to it with good reason.

    Disclosed it may be all the same for the public interest, once that is found and on file.
    """
    if Record.PUBLIC_INTEREST_PREVAILS not in have and over_objection(items):
        raise LawError(
            "第三方不同意公开且有合理理由，应当不予公开；认为不公开可能对公共利益造成重大影响、"
            f"决定予以公开的，请先在卷内材料中补充“{Record.PUBLIC_INTEREST_PREVAILS.zh}”，"
            "并将决定公开的内容和理由书面告知第三方",
            _A32,
        )


def check_reasons_awaited(served: date | None, days: int, day: date, calendar: Calendar) -> None:
    """LawError while an applicant who has said nothing may still give the reasons asked for.

    `served`: when the notice reached the applicant; `days`: working days that it set, 0 for none.
    """
    if served is None:
        raise LawError(
            "说明理由告知书还没有送达记录，不能认定申请人没有说明理由；请先登记送达", _A35
        )
    if not days:
        return
    until = reasons_due(served, days, calendar).due
    if day <= until:
        raise LawError(f"申请人说明理由的期限到 {until} 届满，{day} 尚不能认定没有说明理由", _A35)
