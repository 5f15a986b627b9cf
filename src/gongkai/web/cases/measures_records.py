"""更正与主动公开建议的年度数字: what stands in no table of the report (第四十一条、第四十四条)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from gongkai.law.annual_report import period
from gongkai.law.rectification import Finding
from gongkai.web.cases.ledger import held_by
from gongkai.web.cases.models import Case, Proposal
from gongkai.web.cases.models.rectification import ProposalState
from gongkai.web.cases.moves import Matter

__all__ = ["Claims", "Proposals", "claims", "proposals"]


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims for correction that were received in a year, and how those ended that ended in it."""

    received: int
    ended: Mapping[Finding, int]

    @property
    def sentence(self) -> str:
        """For the register; none is said to be none."""
        if not self.received and not self.ended:
            return "本年度没有收到更正申请。"
        parts = [f"{one.zh}{count}件" for one in Finding if (count := self.ended.get(one, 0))]
        ended = f"，告知处理结果{sum(self.ended.values())}件" if self.ended else ""
        said = f"（{'；'.join(parts)}）" if parts else ""
        return f"本年度收到更正申请{self.received}件{ended}{said}；不计入表三。"


def claims(bodies: Iterable[int], year: int) -> Claims:
    """By the day of receipt and the day of the letter, not those taken up anew; one query."""
    start, end = period(year)
    rows = Case.objects.filter(
        Q(received__gte=start, received__lte=end) | Q(replied__gte=start, replied__lte=end),
        held_by(bodies, year), matter=Matter.RECTIFICATION.value, drill=False, redoes=None,
    )  # fmt: skip
    received, ended = 0, Counter[Finding]()
    for came, told, finding in rows.values_list("received", "replied", "rectification__finding"):
        received += came is not None and start <= came <= end
        if told is not None and start <= told <= end and finding:
            ended[Finding(finding)] += 1
    return Claims(received, ended)


@dataclass(frozen=True, slots=True)
class Proposals:
    """What was proposed for 主动公开 in a year, accepted of it, published of it."""

    made: int
    accepted: int
    published: int

    @property
    def sentence(self) -> str:
        """For the register."""
        if not self.made:
            return "本年度没有提出将依申请公开的信息纳入主动公开的建议。"
        return (
            f"本年度提出将依申请公开的信息纳入主动公开的建议{self.made}件，"
            f"其中审核同意{self.accepted}件，已经公开{self.published}件。"
        )


def proposals(bodies: Iterable[int], year: int) -> Proposals:
    """By the day on which they were made; one query."""
    start, end = period(year)
    # they are about answered cases, which are not handed over
    rows = Proposal.objects.filter(
        case__agency__in=list(bodies), case__drill=False, made__gte=start, made__lte=end
    )
    published = Q(state=ProposalState.PUBLISHED.value)
    accepted = published | Q(state=ProposalState.ACCEPTED.value)
    return Proposals(
        **rows.aggregate(
            made=Count("pk"), accepted=Count("pk", filter=accepted),
            published=Count("pk", filter=published),
        )
    )  # fmt: skip
