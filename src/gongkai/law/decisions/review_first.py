"""复议前置: whether a decision must go to reconsideration before it can be sued."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.errors import BadInput
from gongkai.law.decisions.codes import DECISIONS, PARTIAL, Suit, decision
from gongkai.law.in_force import InForce, Version
from gongkai.sources import DISCLOSURE_SUITS, R2007, R2019, REVIEW_2023, Article

__all__ = ["PARAMETERS", "ReviewFirst", "review_first", "review_first_after_silence", "suit_note"]

_REFUSALS = frozenset(d.code for d in DECISIONS if d.by_exemption)

REVIEW_FIRST: InForce[frozenset[str]] = InForce(
    "review_first",
    "应当先申请行政复议的处理决定",
    "决定代码",
    (
        Version(R2019.since, frozenset(), Article(R2019, 51)),
        Version(
            REVIEW_2023.since,
            _REFUSALS,
            Article(REVIEW_2023, 23, 1, 4),
            note="条文为“申请政府信息公开，行政机关不予公开”；限于条例第十四条至第十六条，"
            "为司法解释施行后的明文",
        ),
        Version(DISCLOSURE_SUITS.since, _REFUSALS, Article(DISCLOSURE_SUITS, 1, 0, 2)),
    ),
)
SILENCE_FIRST: InForce[bool] = InForce(
    "review_first_after_silence",
    "逾期不答复的，应当先申请行政复议",
    "规则",
    (
        Version(
            R2007.since,
            False,
            Article(R2007, 33, 2),
            confirmed=False,
            note="原条例第三十三条第二款凭记忆，把握较大",
        ),
        Version(R2019.since, False, Article(R2019, 51)),
        Version(
            REVIEW_2023.since,
            True,
            Article(REVIEW_2023, 23, 1, 3),
            confirmed=False,
            note="条文为“认为行政机关存在本法第十一条规定的未履行法定职责情形”，第十一条第（十一）项"
            "列有“不予答复”；是否包括政府信息公开申请的逾期不答复，没有明文。法释〔2025〕8号第二条第二款"
            "只说“可以依法申请行政复议或者提起行政诉讼”，没有免去先行复议。先复议不会失权，故从之",
        ),
    ),
)
PARAMETERS: tuple[InForce[Any], ...] = (REVIEW_FIRST, SILENCE_FIRST)


@dataclass(frozen=True, slots=True)
class ReviewFirst:
    """`first`: reconsideration must come first. For 部分公开 that holds for its withheld part."""

    first: bool
    article: Article
    reason: str
    confirmed: bool = True


def review_first(code: str, day: date, refused: Collection[str] = ()) -> ReviewFirst:
    """Whether a decision of `day` must go to reconsideration before a suit.

    行政复议法第二十三条第一款第（四）项：申请政府信息公开，行政机关不予公开。
    `refused` are the decisions that the withheld parts of a 部分公开 amount to.
    """
    found = decision(code, day)
    rule = REVIEW_FIRST.on(day)
    if code != PARTIAL:
        if code in rule.value:
            return ReviewFirst(
                True, rule.article, "依据条例第十四条、第十五条或者第十六条不予公开，复议前置"
            )
        if not rule.value:
            return ReviewFirst(False, rule.article, f"{day} 尚无复议前置的规定，复议、诉讼可以选择")
        return ReviewFirst(
            False,
            rule.article,
            f"“{found.zh}”不是依据条例第十四条至第十六条不予公开，不属于复议前置",
            confirmed=code != "D38",  # statistically 不予公开; the courts' rule names 14–16 only
        )
    if not refused:
        raise BadInput("部分公开是否复议前置，取决于不公开部分的理由；请一并给出")
    hit = sorted(rule.value & {decision(part, day).code for part in refused})
    if hit:
        return ReviewFirst(
            True,
            rule.article,
            f"不公开的部分（{'、'.join(hit)}）依据条例第十四条至第十六条，就该部分复议前置（推定）",
            confirmed=False,
        )
    return ReviewFirst(False, rule.article, "不公开的部分不涉及复议前置", confirmed=not rule.value)


def review_first_after_silence(reply_was_due: date) -> ReviewFirst:
    """Whether the absence of a reply that was due on that day must go to reconsideration first.

    No text says so of disclosure in so many words (`confirmed` is False from 2024): who asks for
    reconsideration first loses nothing, who sues first may be sent back when its days are over.
    """
    rule = SILENCE_FIRST.on(reply_was_due)
    if not rule.value:
        reason = f"{reply_was_due} 尚无复议前置的规定，复议、诉讼可以选择"
        return ReviewFirst(False, rule.article, reason, rule.confirmed)
    reason = "逾期不答复属于未履行法定职责的，复议前置（推定）"
    return ReviewFirst(True, rule.article, reason, rule.confirmed)


def suit_note(code: str, day: date) -> Suit:
    """What to expect of a direct suit against a decision of `day`."""
    found = decision(code, day)
    review = found.suit in (Suit.AFTER_REVIEW, Suit.PARTLY_AFTER_REVIEW)
    if review and not REVIEW_FIRST.on(day).value:
        return Suit.DIRECT
    return found.suit
