"""转为主动公开 (第四十四条): from information given on application to information for everybody.

Several applicants for the same information let the body publish it; an applicant may suggest it,
and what the body finds to belong there is published in time.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.law.calendar import Calendar
from gongkai.law.in_force import InForce, Version
from gongkai.law.labelled import Labelled
from gongkai.law.periods import GENERAL_DAYS
from gongkai.sources import R2019, Article

__all__ = ["GIVEN", "PARAMETERS", "SEVERAL", "SUGGESTED_DAYS", "Ground", "publish_by"]


class Ground(Labelled):
    """Why everybody should have it (第四十四条第二款、第十九条)."""

    INTERESTS = "interests", "涉及公众利益调整"
    KNOWN = "known", "需要公众广泛知晓"
    TAKING_PART = "taking_part", "需要公众参与决策"


# decisions that give information which was not public before, wholly or in part
GIVEN = ("D12", "D20")

SEVERAL = InForce(
    "same_information_applicants",
    "提示可以纳入主动公开的申请人数（多个申请人就相同政府信息提出申请）",
    "人",
    (
        Version(
            R2019.since,
            2,
            Article(R2019, 44, 1),
            confirmed=False,
            note="条例只说“多个申请人”，没有数目；两人以上即提示，是否纳入由机关决定",
        ),
    ),
)
SUGGESTED_DAYS = InForce(
    "suggested_publication_days",
    "审核认为属于主动公开范围后，公开的期限",
    "工作日",
    (
        Version(
            R2019.since,
            GENERAL_DAYS.on(R2019.since).value,
            Article(R2019, 44, 2),
            confirmed=False,
            note="条例只说“及时主动公开”；比照第二十六条，自审核认定之日起计算",
        ),
    ),
)
PARAMETERS: tuple[InForce[Any], ...] = (SEVERAL, SUGGESTED_DAYS)


def publish_by(found: date, calendar: Calendar) -> date:
    """The last day to publish what was found on `found` to belong there."""
    return calendar.add(found, SUGGESTED_DAYS.on(found).value)
