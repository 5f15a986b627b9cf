"""打开一件: a case with all that lies in it, read once a page in a few queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Prefetch

from gongkai.law.application import Application
from gongkai.law.calendar import Calendar
from gongkai.law.decisions.guards import Record
from gongkai.law.documents.notices import ANNOUNCING
from gongkai.web.acting import Actor
from gongkai.web.agencies.calendars import calendar_of
from gongkai.web.cases import clockwork, on_file
from gongkai.web.cases.models import (
    Assignment,
    Case,
    Conference,
    Dispute,
    Evidence,
    Inquiry,
    Item,
    Letter,
    Paper,
    Part,
    Party,
    Proposal,
    Service,
    Stamp,
    Step,
)
from gongkai.web.cases.models.rectification import ProposalState
from gongkai.web.cases.moves import UNDER_WAY, PaperState, Verb
from gongkai.web.cases.policies import rows_of, sees_people, verbs_of

__all__ = ["Opened", "open_case"]


@dataclass
class Opened:
    """A case before an actor on a day; what is asked for first is read once and kept."""

    case: Case
    actor: Actor
    today: date

    @cached_property
    def sees_people(self) -> bool:
        """Whether this person may read what the applicant wrote."""
        return sees_people(self.actor)

    @cached_property
    def verbs(self) -> frozenset[Verb]:
        """What the present role may do, before stage and law are asked."""
        return verbs_of(self.actor, self.case)

    @cached_property
    def steps(self) -> list[Step]:
        """The events of the law in their order."""
        return list(self.case.steps.all())

    @cached_property
    def calendar(self) -> Calendar:
        """Of the body."""
        return calendar_of(self.case.agency)

    @cached_property
    def application(self) -> Application:
        """As the law has it now."""
        return clockwork.play(self.case, self.steps, self.calendar)

    @cached_property
    def parties(self) -> list[Party]:
        """Applicants and the agent."""
        return list(self.case.parties.all())

    @property
    def applicants(self) -> list[Party]:
        """Without the agent."""
        return [one for one in self.parties if one.part == Part.APPLICANT]

    @cached_property
    def items(self) -> list[Item]:
        """What is asked for."""
        return list(self.case.items.all())

    @cached_property
    def assignments(self) -> list[Assignment]:
        """Sections, those that were taken off too."""
        return list(self.case.assignments.all())

    @property
    def sections(self) -> list[Assignment]:
        """Those that have it."""
        return [one for one in self.assignments if one.recalled is None]

    @cached_property
    def inquiries(self) -> list[Inquiry]:
        """Letters to others."""
        return list(self.case.inquiries.all())

    @cached_property
    def conferences(self) -> list[Conference]:
        """Meetings."""
        return list(self.case.conferences.all())

    @cached_property
    def evidence(self) -> list[Evidence]:
        """What was put on file by hand."""
        return list(self.case.evidence_list.all())

    @cached_property
    def papers(self) -> list[Paper]:
        """Documents, with their reviews and services."""
        return list(self.case.papers.all())

    @cached_property
    def stamps(self) -> list[Stamp]:
        """When each stage was reached."""
        return list(self.case.stamps.all())

    @cached_property
    def disputes(self) -> list[Dispute]:
        """Reconsiderations and suits."""
        return list(self.case.disputes.all())

    @cached_property
    def redone(self) -> bool:
        """Whether it is being answered anew already."""
        return self.case.redone.exists()

    @cached_property
    def letters(self) -> list[Letter]:
        """Letters that are put before the one who signs."""
        return list(self.case.letters.all())

    @property
    def returned(self) -> list[Service]:
        """What came back and was not sent again."""
        found = [one for paper in self.papers for one in paper.services.all()]
        again = {one.again_id for one in found}
        return [one for one in found if one.returned is not None and one.pk not in again]

    @cached_property
    def proposals(self) -> list[Proposal]:
        """Whether what was given should be published (第四十四条), the newest first."""
        return list(self.case.proposals.all())

    @property
    def proposal(self) -> Proposal | None:
        """The one that is not done with."""
        going_on = (ProposalState.OPEN, ProposalState.ACCEPTED)
        return next((one for one in self.proposals if one.state in going_on), None)

    @property
    def reply(self) -> Paper | None:
        """The reply under way, or the one that went out."""
        replies = [one for one in self.papers if one.notice in ANNOUNCING]
        open_ = [one for one in replies if one.state in UNDER_WAY]
        sent = [one for one in replies if one.state in (PaperState.SENT, PaperState.SERVED)]
        return next(iter(reversed(open_ or sent)), None)

    @property
    def services(self) -> Sequence[Service]:
        """Services of which the arrival is not known."""
        found = [one for paper in self.papers for one in paper.services.all()]
        again = {one.again_id for one in found}
        return [one for one in found if one.reached is None and one.pk not in again]

    @cached_property
    def records(self) -> frozenset[Record]:
        """What is on file, as decisions ask."""
        return on_file.records_of(self.case, self.application, self.today)


def open_case(actor: Actor, pk: int, today: date) -> Opened | None:
    """The case if this person may see it; else None."""
    papers = Paper.objects.prefetch_related("reviews", "services").select_related("template")
    rows = rows_of(Case, actor).select_related(
        "agency", "split_from", "repeats", "redoes", "ordered", "rectification"
    )
    case = rows.prefetch_related(
        Prefetch("papers", papers.order_by("pk")),
        Prefetch("assignments", Assignment.objects.select_related("section")),
        "steps", "parties", "items", "inquiries", "evidence_list", "letters",
    ).filter(pk=pk).first()  # fmt: skip
    return Opened(case, actor, today) if case is not None else None
