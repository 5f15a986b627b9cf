"""提示: whether the same person asked the same before, and how many this month; never a judgement.

What follows in law is told beside it; a person decides (重复申请、第三十五条、信息处理费).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from gongkai.errors import NoRuleInForce
from gongkai.law.fees.tariff import ITEM_TARIFF
from gongkai.sources import FEES_2020, R2019, Article
from gongkai.web.cases.models import Case
from gongkai.web.cases.people import earlier_of
from gongkai.web.cases.staff.opened import Opened

__all__ = ["Earlier", "Hints", "hints"]

_ALIKE = 0.6  # from which share of equal text a person should look at both
_COMPARED = 50
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Earlier:
    """An application of the same person, and how alike the two are in per cent."""

    case: Case
    alike: int

    @property
    def same(self) -> bool:
        """Whether somebody should look at both."""
        return self.alike >= round(_ALIKE * 100)


@dataclass(frozen=True, slots=True)
class Hints:
    """What was asked before: those most alike first, how many in all, and in the month."""

    earlier: Sequence[Earlier]
    total: int
    month: int
    free: int  # 件 of a month for which nothing may be charged

    @property
    def same(self) -> bool:
        """Whether one of them looks like the same matter."""
        return any(one.same for one in self.earlier)

    @property
    def many(self) -> bool:
        """Whether more were made this month than are free."""
        return self.month > self.free


REPEAT = Article(R2019, 36, 0, 6)
EXCESSIVE = Article(R2019, 35)
FEE = Article(FEES_2020, 4)


def hints(opened: Opened) -> Hints | None:
    """None when nothing was asked before; three queries."""
    case = opened.case
    rows = earlier_of(case).filter(arrived__lte=case.arrived)
    found = list(rows.only("pk", "number", "title", "description", "arrived", "replied", "stage",
                           "received", "outcome", "agency")[:_COMPARED])  # fmt: skip
    if not found:
        return None
    day = case.received or case.arrived
    month = 1 + sum(
        (one.received or one.arrived).replace(day=1) == day.replace(day=1) for one in found
    )
    mine = _plain(case)
    judged = [Earlier(one, round(100 * _ratio(mine, _plain(one)))) for one in found]
    judged.sort(key=lambda one: -one.alike)
    total = len(found) if len(found) < _COMPARED else rows.count()
    return Hints(judged[:_SHOWN], total, month, _free(case))


def _plain(case: Case) -> str:
    return "".join((case.description or case.title).split("\n【")[0].split())[:400]


def _ratio(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # cheap bounds first: most are about something else
    if matcher.real_quick_ratio() < _ALIKE / 2 or matcher.quick_ratio() < _ALIKE / 2:
        return matcher.quick_ratio() / 2
    return matcher.ratio()


def _free(case: Case) -> int:
    try:
        bands = ITEM_TARIFF.on(case.received or case.arrived).value.bands
    except NoRuleInForce:
        return 10**6
    return max((band.last or 0 for band in bands if not band.rate), default=0)
