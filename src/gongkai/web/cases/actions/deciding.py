"""拟定处理决定: what is decided on each item, only on what is on file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.errors import BadInput
from gongkai.law.decisions.codes import PARTIAL, check_decision, decision
from gongkai.law.decisions.exemptions import exemption
from gongkai.law.decisions.guards import Record
from gongkai.law.decisions.heard import check_objections, check_reasons_awaited
from gongkai.law.decisions.rows import counted_in, statistical_row
from gongkai.law.events import Event
from gongkai.law.moves import Verb as LawVerb
from gongkai.sources import R2019, Article
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.cases import successors
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.days import today
from gongkai.web.cases.details import DETAILS, clean
from gongkai.web.cases.models import Case, Item, Paper
from gongkai.web.cases.models.work import Answer
from gongkai.web.cases.moves import PaperState, Stage, Verb
from gongkai.web.cases.on_file import objections, records_of, touched

__all__ = ["DETAILS", "LAPSED", "Decide", "main_code", "unheard"]

# what is decided by an event of its own, never by a reply
LAPSED = frozenset({"D61", "D62"})
_A35 = Article(R2019, 35)


def main_code(case: Case, year: int) -> str:
    """The one code by which the case is counted, of those of its items."""
    codes = list(case.items.order_by("order").values_list("code", flat=True))
    return statistical_row(codes, year).code


def unheard(case: Case) -> bool:
    """Whether a section that has the case has not spoken, or none has it, and nobody said why."""
    stamps = case.stamps.filter(stage=Stage.DECIDING).exclude(reason="")
    if (last := case.handovers.first()) is not None:  # what the body before said is not said here
        stamps = stamps.filter(at__gte=last.at)
    said = stamps.last()
    open_ = case.assignments.filter(recalled=None)
    if said is not None:
        return open_.filter(opinion="", assigned__gt=said.at).exists()
    return not open_.exists() or open_.filter(opinion="").exists()


class Decide(OnCase):
    """Facts decisions: for each item {order, code, refused, grounds, reason, details}.

    `details` are the merge fields of its reply (`cases.details`).
    Each decision needs what the law wants on file (`law.decisions.guards`); the review of the reply
    comes afterwards and is not asked here.
    """

    does = Verb.DECIDE
    logged = ("stage", "outcome")

    def check(self, act: Act[Case]) -> Event | None:
        """Every item decided, every decision allowed."""
        case, day = act.row, today(act)
        given: list[Mapping[str, Any]] = list(act.facts.get("decisions") or ())
        items = {item.order: item for item in case.items.all()}
        if sorted(int(one.get("order") or 0) for one in given) != sorted(items):
            raise BadInput("每一项申请内容都要有处理决定；请逐项选择")
        have = records_of(case, self.before, day) | {Record.REVIEW}
        self.decided = [self._read(items[int(one["order"])], one, have, act) for one in given]
        for one in objections(case, Answer.OBJECTS):
            check_objections(touched(one, self.decided), have)
        for item in self.decided:
            named = (item.details or {}).get("other_body") or {}
            successors.refuse_ended(named.get("name", ""), case.agency, day)
        case.decided_by = act.actor.id
        codes = [item.code for item in sorted(self.decided, key=lambda item: item.order)]
        case.outcome = statistical_row(codes, counted_in(day)).code
        skip = facts.word(act.facts, "skip", "未经科室的理由", 300, needed=False)
        if not skip and unheard(case):
            raise BadInput("科室还没有提出意见；直接拟定处理决定的，请写明理由")
        return None

    def _explained(self, case: Case, day: date) -> None:
        """Who was asked for reasons has the time that the notice set (第三十五条)."""
        asked = [step for step in self.steps if step.verb == LawVerb.ASK_REASONS]
        if self.before.reasons_given is not None or not asked:
            return
        if case.reasons_came is not None:
            raise Refused(
                Refusal.LAW,
                f"申请人已于{case.reasons_came}网上说明理由，请先确认收到，再认定理由是否合理",
                _A35,
            )
        last = asked[-1]
        check_reasons_awaited(last.served, last.days, day, self.calendar)

    def _read(
        self, item: Item, given: Mapping[str, Any], have: frozenset[Record], act: Act[Case]
    ) -> Item:
        day = today(act)
        code = str(given.get("code") or "")
        if not code:
            raise BadInput(f"第{item.order}项没有选择处理决定；请选择")
        found = decision(code, day)
        if code in LAPSED:
            raise BadInput(f"“{found.zh}”由期限届满确定，不能作为答复；请办理逾期办结")
        details = clean(item.order, given.get("details") or {})
        refused = sorted({str(part) for part in given.get("refused") or ()})
        if code == PARTIAL and not refused:
            refused = sorted({str(part.get("code", "")) for part in details.get("parts", ())})
        check_decision(code, have, day, refused)
        if code == "D54":
            self._explained(act.row, day)
        grounds = [exemption(str(one)).code for one in given.get("grounds") or ()]
        item.code, item.refused, item.grounds = code, refused, grounds
        item.reason = facts.lines(given, "reason", f"第{item.order}项的理由", 10_000).rstrip(
            "。；;"
        )
        item.details = details
        return item

    def write(self, act: Act[Case]) -> Paper | None:
        """The items; a draft that was composed from others is no more."""
        for item in self.decided:
            item.save()
        act.row.papers.filter(state=PaperState.DRAFT).update(state=PaperState.VOID)
        return None
