"""What the actions on a case share: who may, which stage, which event of the law, what is kept."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.db.models import Max

from gongkai.law.application import Application
from gongkai.law.calendar import Calendar
from gongkai.law.events import Event
from gongkai.law.moves import Verb as LawVerb
from gongkai.sources import R2019, Article
from gongkai.web.acting import Act, Action, Refusal, Refused
from gongkai.web.cases import changes, clockwork, policies
from gongkai.web.cases.days import entered_later, today
from gongkai.web.cases.models import Case, Paper, Stamp, Step
from gongkai.web.cases.moves import MOVES, Matter, Move, Stage, Verb
from gongkai.web.cases.people import without_people

__all__ = ["OnCase", "stamp"]

T = TypeVar("T")
_A41 = Article(R2019, 41)


class OnCase(Action[Case]):
    """An act on a case; `does` is its row in the tables.

    `check` computes what the law says of the act and returns its event, if it is one; `write`
    saves what belongs to it. The fact `skip` gives the reason when a stage is left out.
    """

    does: ClassVar[Verb]
    logged: ClassVar[tuple[str, ...]] = ("stage", "state", "due")

    def __init_subclass__(cls, **named: Any) -> None:
        """Take verb and name from the table."""
        if "does" in cls.__dict__:
            cls.verb, cls.zh = cls.does.value, cls.does.zh
        super().__init_subclass__(**named)

    @property
    def row_of_table(self) -> Move:
        """Its row."""
        return MOVES[self.does]

    def may(self, act: Act[Case]) -> None:
        """By the table of roles."""
        policies.may(act.actor, self.does, act.row)

    def move(self, act: Act[Case]) -> None:
        """By the table of stages; the article of the row is that of the act."""
        move, case = self.row_of_table, act.row
        act.article = str(move.article)
        if case._state.adding:
            if move.stages:
                raise Refused(Refusal.STATE, f"申请还没有接收，不能“{self.zh}”；请先接收")
            return
        if not move.stages:
            raise Refused(Refusal.STATE, f"{case}已经接收，不能再次“{self.zh}”；请从列表中打开")
        if case.matter not in move.matters:
            raise Refused(
                Refusal.STATE,
                f"{case}是{Matter(case.matter).zh}，不办理“{self.zh}”",
                _A41 if case.rectifies else move.article,
            )
        if Stage(case.stage) not in move.stages:
            allowed = "、".join(stage.zh for stage in Stage if stage in move.stages)
            raise Refused(
                Refusal.STATE,
                f"{case}在“{case.stage_zh}”环节，不能“{self.zh}”；在{allowed}环节才可以",
                move.article,
            )

    def law(self, act: Act[Case]) -> None:
        """Play the event through the law; what it forbids is refused with its article."""
        case = act.row
        self._before: Application | None = None
        if not case._state.adding:
            self._before, self.calendar, self.steps = clockwork.current(case)
            self.allowed(self._before)
        self.beforehand(act)
        self._event: Event | None = self.check(act)
        self._after = self._before
        if self._event is not None and self._before is not None:
            self._after = self._before.do(self._event, self.calendar)

    calendar: Calendar
    steps: list[Step]
    _after: Application | None

    @property
    def before(self) -> Application:
        """The application before the act; a case that is only beginning has none."""
        return _there(self._before)

    @property
    def after(self) -> Application:
        """The application after it."""
        return _there(self._after)

    @property
    def event(self) -> Event:
        """The event of the law that the act is."""
        return _there(self._event)

    def allowed(self, before: Application) -> None:
        """The law's own table is asked first: what it forbids needs no further facts."""
        event = self.row_of_table.event
        if event is not None:
            before.move(event)

    def beforehand(self, act: Act[Case]) -> None:
        """What is asked before the facts of the act are read."""

    def check(self, act: Act[Case]) -> Event | None:
        """What the act needs; its event of the law, or None."""
        return None

    def save(self, act: Act[Case]) -> None:
        """The case, its step, its stamp, and what belongs to the act."""
        case = act.row
        arrives = self.row_of_table.to
        if arrives is not None and case.stage != arrives:
            case.stage = arrives.value
            stamped = True
        else:
            stamped = False
        if self._before is not None:  # a notice that came meanwhile is not passed over in silence
            changes.note(case, self._before, self.calendar, act.now)
        case.changed = act.now
        self.changed(act)
        if self._after is not None:
            clockwork.refresh(case, self._after, self.calendar)
        case.save()
        paper = self.write(act)
        if self._event is not None:
            self.add_step(act, self._event, paper)
        if stamped:
            stamp(act, Stage(case.stage))

    def known_to_have_come(self, verb: LawVerb, zh: str) -> None:
        """Refused unless the applicant is known to have received the notice that set a limit.

        The limit runs from that day; nobody gives up an application by a letter that never came.
        """
        told = [step for step in self.steps if step.verb == verb]
        if told and told[-1].served is None:
            raise Refused(
                Refusal.LAW,
                f"{zh}还没有送达记录，期限自申请人收到之日起算，不能视为放弃申请；请先登记送达",
                self.row_of_table.article,
            )

    def changed(self, act: Act[Case]) -> None:
        """Fields of the case that the act sets, before it is saved."""

    def write(self, act: Act[Case]) -> Paper | None:
        """Rows that belong to the act, after the case is saved; the letter it sent, if any."""
        return None

    def reason_kept(self, act: Act[Case]) -> str:
        """As it was given, with asterisks for who asks, who was asked and what tells of others."""
        text, case = super().reason_kept(act), act.row
        if entered_later(act):
            text = "；".join(filter(None, (f"补录，当时办理日期{today(act)}", text)))
        if not text or case.pk is None:
            return text
        asked = [one.name for one in case.inquiries.only("case", "name")]
        return without_people(text, case.parties.all(), asked)

    def add_step(self, act: Act[Case], event: Event, paper: Paper | None = None) -> Step:
        """The event as a step."""
        last = act.row.steps.aggregate(last=Max("place"))["last"] or 0
        return Step.objects.create(
            case=act.row, place=last + 1, verb=event.verb.value, day=event.day,
            served=event.served, days=event.days, until=event.until,
            who=event.who.value if event.who else "", key=event.key, silent=event.silent,
            by=event.by, reason=event.reason, paper=paper, at=act.now, actor=act.actor.name,
        )  # fmt: skip


def _there(value: T | None) -> T:
    if value is None:
        raise LookupError("a case that is only beginning has no application and no event yet")
    return value


def stamp(act: Act[Case], stage: Stage) -> Stamp:
    """Note that the case came to a stage."""
    reason = str(act.facts.get("skip") or act.facts.get("reason") or "")[:500]
    return Stamp.objects.create(
        case=act.row, stage=stage.value, at=act.now, actor=act.actor.name, reason=reason
    )
