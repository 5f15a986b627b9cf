"""复议、诉讼结果: in which cell of table 4 a case is counted, in its year, once.

The form names the cells but does not say what belongs in which: every placing here is assumed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.errors import BadInput
from gongkai.law.labelled import Labelled
from gongkai.sources import FORM_2021, LITIGATION, REVIEW_2023, Article
from gongkai.terms import Term, term

__all__ = [
    "OUTCOMES", "Dispute", "Forum", "Outcome", "Place", "Reviewed", "corrected", "distinct",
    "outcome", "place", "suit_group", "tally",
]  # fmt: skip


class Forum(Labelled):
    """Who decides; the slug is the term's id."""

    RECONSIDERATION = "reconsideration", "行政复议"
    LITIGATION = "litigation", "行政诉讼"


class Reviewed(Labelled):
    """What became of reconsideration before the suit."""

    NO = "no", "未申请行政复议"
    DECIDED = "decided", "经行政复议决定"
    NOT_ACCEPTED = "not_accepted", "复议机关不予受理"
    NO_ANSWER = "no_answer", "复议机关逾期未作决定"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case ended: its cell's term id; "" where the first instance's outcome stands
    (`affirms`) or where the case is still open (cell "pending")."""

    id: str
    zh: str
    forum: Forum
    cell: str
    article: Article
    note: str
    affirms: bool = False
    confirmed: bool = False


_SURE = "按列名文义推定，把握较大"
_FAIR = "推定，各地口径不一，以主管部门的要求为准"


def _r(id: str, zh: str, cell: str, article: int, note: str) -> Outcome:
    return Outcome(id, zh, Forum.RECONSIDERATION, cell, Article(REVIEW_2023, article), note)


def _s(id: str, zh: str, cell: str, article: int, note: str, *, affirms: bool = False) -> Outcome:
    return Outcome(id, zh, Forum.LITIGATION, cell, Article(LITIGATION, article), note, affirms)


OUTCOMES: tuple[Outcome, ...] = (
    _r("review_upheld", "维持", "upheld", 68, _SURE),
    # no duty, or the duty was already performed
    _r("review_claim_rejected", "驳回行政复议请求", "upheld", 69, _FAIR),
    _r("review_changed", "变更", "corrected", 63, _SURE),
    _r("review_annulled", "撤销或者部分撤销", "corrected", 64, _SURE),
    _r("review_unlawful", "确认违法", "corrected", 65, _SURE),
    _r("review_ordered", "责令履行", "corrected", 66, _SURE),
    _r("review_void", "确认无效", "corrected", 67, _SURE),
    _r("review_no_evidence", "视为没有证据、依据而撤销", "corrected", 70, _SURE),
    _r("review_not_accepted", "不予受理", "other_outcome", 30, _FAIR),
    _r("review_application_rejected", "驳回行政复议申请", "other_outcome", 33, _FAIR),
    _r("review_terminated", "终止（撤回、和解等）", "other_outcome", 41, _FAIR),
    _r("review_mediated", "行政复议调解书", "other_outcome", 73, _FAIR),
    _r("review_suspended", "中止", "pending", 39, _SURE),
    _s("suit_claim_rejected", "判决驳回诉讼请求", "upheld", 69, _SURE),
    _s("suit_annulled", "判决撤销或者部分撤销", "corrected", 70, _SURE),
    _s("suit_ordered", "判决履行", "corrected", 72, _SURE),
    _s("suit_payment", "判决给付", "corrected", 73, _SURE),
    _s("suit_unlawful", "判决确认违法", "corrected", 74, _SURE),
    _s("suit_void", "判决确认无效", "corrected", 75, _SURE),
    _s("suit_changed", "判决变更", "corrected", 77, _SURE),
    _s("suit_not_filed", "裁定不予立案", "other_outcome", 51, _FAIR),
    _s("suit_dismissed", "裁定驳回起诉", "other_outcome", 49, _FAIR),
    _s("suit_withdrawn", "准许撤诉或者按撤诉处理", "other_outcome", 62, _FAIR),
    _s("suit_terminated", "终结诉讼", "other_outcome", 101, _FAIR),
    _s("suit_transferred", "移送", "other_outcome", 22, _FAIR),
    _s("suit_suspended", "中止诉讼", "pending", 101, _SURE),
    _s("appeal_dismissed", "驳回上诉，维持原裁判", "", 89, _FAIR, affirms=True),
    _s("appeal_withdrawn", "准许撤回上诉", "", 62, _FAIR, affirms=True),
    _s("remanded", "发回重审", "pending", 89, _FAIR),
)

_BY_ID = {o.id: o for o in OUTCOMES}


def outcome(id: str) -> Outcome:
    """The outcome with that id; BadInput names an unknown one."""
    try:
        return _BY_ID[id]
    except KeyError:
        raise BadInput(f"没有“{id}”这一复议或者诉讼结果；应为 {'、'.join(_BY_ID)}") from None


@dataclass(frozen=True, slots=True)
class Dispute:
    """One reconsideration case or one suit, both instances together.

    numbers: every case number it has had. opened: day of acceptance. outcomes: ids, first
    instance first, as known today. effective: day the last outcome took effect; None: open.
    reviewed: for a suit, what reconsideration came to before.
    """

    forum: Forum
    numbers: tuple[str, ...]
    opened: date
    outcomes: tuple[str, ...] = ()
    effective: date | None = None
    reviewed: Reviewed = Reviewed.NO

    def __post_init__(self) -> None:
        name = "、".join(self.numbers)
        if not name:
            raise BadInput("案件没有案号；请填写受理、立案文书上的案号")
        for id in self.outcomes:
            if outcome(id).forum is not self.forum:
                raise BadInput(f"{name}：“{outcome(id).zh}”不是{self.forum.zh}的结果")
        if self.outcomes and outcome(self.outcomes[0]).affirms:
            raise BadInput(f"{name}：“{outcome(self.outcomes[0]).zh}”之前须有一审结果")
        if self.effective is not None and not self.outcomes:
            raise BadInput(f"{name}：已填生效日期，但没有结果；请填写结果")
        if self.effective is not None and _final(self.outcomes).cell == "pending":
            raise BadInput(f"{name}：“{_final(self.outcomes).zh}”后案件仍在审理，不应填生效日期")
        if self.effective is not None and self.effective < self.opened:
            raise BadInput(f"{name}：生效日期 {self.effective} 早于受理日期 {self.opened}")


@dataclass(frozen=True, slots=True)
class Place:
    """The cell of table 4: its group and its column, and why."""

    group: Term
    cell: Term
    reason: str
    article: Article
    confirmed: bool = False


def suit_group(reviewed: Reviewed) -> Term:
    """未经复议直接起诉 or 复议后起诉; a refusal or silence of the 复议机关 counts as the latter."""
    return term("direct_suit" if reviewed is Reviewed.NO else "suit_after_reconsideration")


def place(dispute: Dispute, year: int) -> Place | None:
    """Where that year's report counts the case; None in a year before it began or after it ended.

    Both instances are one case: it is open until its last outcome has taken effect.
    """
    end = date(year, 12, 31)
    if dispute.opened > end:
        return None
    if dispute.effective is not None and dispute.effective < date(year, 1, 1):
        return None
    suit = dispute.forum is Forum.LITIGATION
    group = suit_group(dispute.reviewed) if suit else term("reconsideration")
    t4 = Article(FORM_2021, part="表四")
    if dispute.effective is None or dispute.effective > end:
        return Place(group, term("pending"), f"{end} 尚无生效结果", t4)
    last = _final(dispute.outcomes)
    return Place(group, term(last.cell), f"{dispute.effective} 生效：{last.zh}", last.article)


def _final(ids: tuple[str, ...]) -> Outcome:
    """The outcome that stands: an appeal dismissed leaves what was decided before it."""
    return [o for o in map(outcome, ids) if not o.affirms][-1]


def _number(text: str) -> str:
    """A case number without differences of width, brackets and spaces."""
    return re.sub(r"\s|[()\[\]〔〕【】]", "", unicodedata.normalize("NFKC", text))


def distinct(disputes: Iterable[Dispute]) -> tuple[Dispute, ...]:
    """Each case once, in order of first appearance: for a consolidated report.

    Where the body that decided and the one that reconsidered are sued together, both report the
    case. Records that share a case number are one; the one with the later effect is kept.
    """
    groups: list[tuple[set[tuple[str, str]], Dispute]] = []
    for dispute in disputes:
        keys = {(dispute.forum.value, _number(n)) for n in dispute.numbers}
        same = [g for g in groups if g[0] & keys]
        if not same:
            groups.append((keys, dispute))
            continue
        best = max(
            (*(g[1] for g in same), dispute),
            key=lambda d: (d.effective is not None, d.effective or d.opened, len(d.outcomes)),
        )
        merged = (keys.union(*(g[0] for g in same)), best)
        groups[groups.index(same[0])] = merged
        for other in same[1:]:
            groups.remove(other)
    return tuple(dispute for _, dispute in groups)


def tally(disputes: Iterable[Dispute], year: int) -> Counter[tuple[str, str]]:
    """Counts of table 4 by (group id, cell id) with the totals, each case once."""
    counts: Counter[tuple[str, str]] = Counter()
    for dispute in distinct(disputes):
        where = place(dispute, year)
        if where:
            counts[where.group.id, where.cell.id] += 1
            counts[where.group.id, "total"] += 1
    return counts


def corrected(ids: Iterable[str]) -> bool:
    """Whether a dispute with these outcomes corrected the body, which then answers anew."""
    return any(outcome(one).cell == "corrected" for one in ids)
