"""签发: which letters on the way leave only on a second person's signature."""

from __future__ import annotations

from typing import Any

from gongkai.law.in_force import InForce, Version
from gongkai.sources import FEES_2020, R2019, Article

__all__ = ["PARAMETERS", "SIGNABLE", "SIGNED_UNLESS_SET", "signed_unless_set"]

# the letters of a case that a body may have signed; replies are always signed, and an extension or
# a later date is decided by the head of the office himself (第三十三条第二款; for the date of
# 第三十五条, which names nobody, our reading)
SIGNABLE: tuple[str, ...] = ("T04", "T05", "T08", "T14", "T36")

SIGNED_UNLESS_SET: InForce[tuple[str, ...]] = InForce(
    "signed_unless_set",
    "须经签发才发出的程序性文书（本机关没有另行设定时）",
    "文书",
    (
        Version(
            R2019.since, ("T36",), Article(R2019, 17, 2), confirmed=False,
            note="视为放弃申请告知书是对外的终结文书，比照答复书签发；条例没有明文",
        ),
        Version(
            FEES_2020.since, ("T14", "T36"), Article(FEES_2020, 6), confirmed=False,
            note="办法只说由行政机关决定收费，没有规定由谁签发；涉及金钱，默认由第二人签发",
        ),
    ),
)  # fmt: skip
PARAMETERS: tuple[InForce[Any], ...] = (SIGNED_UNLESS_SET,)


def signed_unless_set() -> list[str]:
    """What a body that has set nothing has signed; a list of its own each time."""
    return list(SIGNED_UNLESS_SET.versions[-1].value)
