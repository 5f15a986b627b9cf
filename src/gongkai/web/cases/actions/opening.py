"""网上查收: the applicant opens a letter on line; that he did is kept with its service."""

from __future__ import annotations

from django.utils import timezone

from gongkai.law.service import ServiceMethod
from gongkai.web.acting import Act, Action, Refusal, Refused
from gongkai.web.agencies.policies import is_system
from gongkai.web.cases import policies
from gongkai.web.cases.models import Paper
from gongkai.web.cases.moves import PaperState, Stage
from gongkai.written import moment_zh

__all__ = ["MARK", "OpenLetter"]

MARK = "网上查收"


class OpenLetter(Action[Paper]):
    """First opened by the applicant: noted on the electronic service (送达回证), once.

    The days of the law do not move with it: a letter sent through the network counts as replied on
    the day of sending (`gongkai.law.service`). A sealed case is not written to.
    """

    verb, zh = "cases.open_letter", "申请人查收文书"

    def may(self, act: Act[Paper]) -> None:
        """Only he."""
        if not (is_system(act.actor) or policies.is_applicant_of(act.actor, act.row.case)):
            raise Refused(Refusal.FORBIDDEN, "文书由申请人本人查收；请先凭申请编号和查询码查询")

    def move(self, act: Act[Paper]) -> None:
        """Once it has gone out."""
        if act.row.state not in (PaperState.SENT, PaperState.SERVED):
            raise Refused(Refusal.STATE, "这份文书还没有发出")

    def save(self, act: Act[Paper]) -> None:
        """The note, in the time of the place."""
        if act.row.case.stage == Stage.ARCHIVED:
            return
        said = f"申请人{moment_zh(timezone.localtime(act.now))}{MARK}"
        for service in act.row.services.filter(method=ServiceMethod.ELECTRONIC.value):
            if MARK not in service.note:
                service.note = f"{service.note}；{said}".lstrip("；")[-300:]
                service.save(update_fields=["note"])

    @staticmethod
    def done(paper: Paper) -> bool:
        """Whether it was noted already."""
        found = paper.services.filter(method=ServiceMethod.ELECTRONIC.value)
        return all(MARK in one.note for one in found)
