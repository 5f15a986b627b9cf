"""告知视为放弃: how an application that was given up ended, told with its remedies (T36)."""

from __future__ import annotations

from typing import Any

from gongkai.errors import BadInput
from gongkai.law import moves as law
from gongkai.law.application import Application
from gongkai.law.events import Event
from gongkai.notices import facts as notice_facts
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.cases.actions.on_letter import OnLetter
from gongkai.web.cases.actions.serving import told_online
from gongkai.web.cases.models import Case, Paper
from gongkai.web.cases.moves import PaperState, Verb
from gongkai.web.cases.sending import sending_of

__all__ = ["TellLapse", "told_of_lapse"]


def told_of_lapse(case: Case) -> bool:
    """Whether the applicant was told already."""
    gone = [PaperState.SENT.value, PaperState.SERVED.value]
    return case.papers.filter(notice="T36", state__in=gone).exists()


class TellLapse(OnLetter):
    """T36, which the law leaves to the body; facts of the sending."""

    does, signable = Verb.TELL_LAPSE, "T36"

    def allowed(self, before: Application) -> None:
        """Given up, and by nothing else."""
        if before.state is not law.State.GIVEN_UP:
            raise Refused(
                Refusal.STATE, "只有逾期不补正、逾期不缴费而视为放弃的申请，才告知视为放弃",
                self.row_of_table.article,
            )  # fmt: skip

    def beforehand(self, act: Act[Case]) -> None:
        """Once."""
        if told_of_lapse(act.row):
            raise Refused(
                Refusal.STATE, "已经告知过视为放弃；退回的请办理“重新送达”",
                self.row_of_table.article,
            )  # fmt: skip
        super().beforehand(act)

    def check(self, act: Act[Case]) -> Event | None:
        """How it goes out."""
        self.sending = sending_of(act)
        return None

    def parts(self, act: Act[Case]) -> tuple[str, dict[str, Any]]:
        """What was asked of the applicant, when it came to him, until when he had time."""
        case, before = act.row, self.before
        correction = case.outcome == "D61"
        code, verb = ("T04", law.Verb.ASK_CORRECTION) if correction else (
            "T14", law.Verb.NOTIFY_FEE,
        )  # fmt: skip
        paper = case.papers.filter(notice=code).exclude(number="").last()
        step = next((one for one in reversed(self.steps) if one.verb == verb), None)
        if paper is None or step is None:
            raise BadInput("没有找到补正告知书或者收费通知书；请核对办件")
        told: dict[str, Any] = {"number": paper.number, "sent": paper.dated, "served": step.served}
        parts: dict[str, Any] = {"decisions": (notice_facts.Decision(code=case.outcome),)}
        if correction:
            parts["correction"] = notice_facts.Correction(until=before.correction_until, **told)
        else:
            parts["fee"] = notice_facts.FeeFacts(until=before.fee_until, **told)
        return "T36", parts

    def write(self, act: Act[Case]) -> Paper | None:
        """Through the network only with its channel for reconsideration, which the check asks."""
        paper = super().write(act)
        if paper is not None:
            told_online(act.row, paper, self.sending)
        return paper
