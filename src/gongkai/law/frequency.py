"""数量、频次: from which number on a person should look at how much somebody asks for.

Article 35 speaks of 明显超过合理范围 and names no number; the only one in the law is the fee's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.errors import NoRuleInForce
from gongkai.law.fees.tariff import ITEM_TARIFF
from gongkai.sources import R2019, Article

__all__ = ["EXCESSIVE", "Measure", "measure"]

EXCESSIVE = Article(R2019, 35)


@dataclass(frozen=True, slots=True)
class Measure:
    """`free` 件 of one applicant in a calendar month raise no question; None: no number there.

    `articles`: what may be looked at for more than that; neither charging nor asking is a duty.
    """

    free: int | None
    articles: tuple[Article, ...]

    def exceeded(self, month: int) -> bool:
        """Whether that many 件 in a month are more."""
        return self.free is not None and month > self.free


def measure(day: date) -> Measure:
    """What holds for an application received on that day."""
    try:
        version = ITEM_TARIFF.on(day)
    except NoRuleInForce:
        return Measure(None, (EXCESSIVE,))
    free = max((band.last or 0 for band in version.value.bands if not band.rate), default=0)
    return Measure(free, (EXCESSIVE, version.article))
