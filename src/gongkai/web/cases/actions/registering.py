"""登记: a received application is confirmed, registered, put right."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.errors import BadInput
from gongkai.law import moves as law
from gongkai.law.application import Application
from gongkai.law.events import Event
from gongkai.sources import R2019, Article
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.cases import clockwork, people
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.actions.intake import (
    items_of,
    read_people,
    read_wish,
    title_of,
    write_people,
)
from gongkai.web.cases.actions.rectifying import keep_proof
from gongkai.web.cases.days import past_day, today
from gongkai.web.cases.models import (
    Case,
    Item,
    Paper,
    Party,
)
from gongkai.web.cases.moves import Stage, Verb

__all__ = ["Amend", "Confirm", "Register"]

# of an application that is registered after a correction was asked for
_UNDER_WAY = (law.State.CORRECTING, law.State.IN_HAND)


class Confirm(OnCase):
    """Both sides have confirmed the receipt; facts confirmed (day), evidence (how, with whom)."""

    does = Verb.CONFIRM
    logged = ("stage", "state", "confirmed", "received", "due")

    def check(self, act: Act[Case]) -> Event | None:
        """The day, and what proves it."""
        case = act.row
        case.confirmed = past_day(act, "confirmed", "双方确认日期")
        case.evidence = facts.word(act.facts, "evidence", "确认的方式和对象", 300)
        day = clockwork.receipt_of(case).day
        if day is None:
            raise BadInput("按这一申请渠道还不能确定收到申请之日；请核对签收日期和确认日期")
        return Event(law.Verb.CONFIRM, day)


class Register(OnCase):
    """登记: what the clerk completes; facts title, and people, items, wish where corrected."""

    does = Verb.REGISTER
    logged = ("stage", "state", "title", "column", "registered_by", "due")

    def allowed(self, before: Application) -> None:
        """When a correction was asked for before it is registered, the law has begun already."""
        if before.state not in (*_UNDER_WAY, law.State.UNCONFIRMED):
            super().allowed(before)

    def check(self, act: Act[Case]) -> Event | None:
        """An applicant's kind, a title, at least one item."""
        case = act.row
        if case.received is None:
            raise Refused(
                Refusal.STATE,
                f"{case}还没有确认收到；请先与申请人确认，再登记",
                Article(R2019, 31, 0, 3),
            )
        self.people = None
        if act.facts.get("people"):
            self.people = read_people(act.facts, today(act), proof=False)
            case.column = people.column_of(self.people)
        who: Iterable[people.Person | Party] = self.people or case.parties.all()
        if "description" in act.facts:
            read_wish(case, act.facts, who)
        case.title = title_of(act, who)
        self.items = act.facts.get("items")
        if self.before.state in _UNDER_WAY:
            return None  # a correction was asked for before: in law the work has begun
        return Event(law.Verb.REGISTER, max(today(act), case.received))

    people: list[people.Person] | None

    def changed(self, act: Act[Case]) -> None:
        """Who registered it, when."""
        act.row.registered, act.row.registered_by = act.now, act.actor.name

    def write(self, act: Act[Case]) -> Paper | None:
        """People and items as corrected."""
        case = act.row
        if self.people is not None:
            case.parties.all().delete()
            write_people(case, self.people)
        if self.items and not case.rectifies:
            case.items.all().delete()
            texts = items_of({"items": self.items}, case.description)
            Item.objects.bulk_create(
                Item(case=case, order=n, text=text) for n, text in enumerate(texts, 1)
            )
        return None


class Amend(OnCase):
    """Corrects what was registered (facts reason, people, title, wish, repeats)."""

    does = Verb.AMEND
    logged = ("title", "column", "wanted_form", "way", "repeats")

    def check(self, act: Act[Case]) -> Event | None:
        """With a reason."""
        case = act.row
        facts.word(act.facts, "reason", "更正的理由", 300)
        self.people = None
        if case.stage == Stage.SIGNED and ("people" in act.facts or "description" in act.facts):
            raise Refused(
                Refusal.STATE, f"{case}的答复已经签发；需要更正申请人或者申请内容的，请先退回修改",
                self.row_of_table.article,
            )  # fmt: skip
        if act.facts.get("people"):
            self.people = read_people(act.facts, today(act), proof=False)
            case.column = people.column_of(self.people)
        who: Iterable[people.Person | Party] = self.people or case.parties.all()
        title = case.title
        if "description" in act.facts:
            read_wish(case, act.facts, who)
        case.title = title_of(act, who) if act.facts.get("title") else title
        if "repeats" in act.facts:
            earlier = act.facts["repeats"]
            before = people.earlier_of(case).filter(arrived__lte=case.arrived)
            if earlier is not None and not before.filter(pk=earlier.pk).exists():
                raise BadInput("在先申请不是同一申请人此前向本机关提出的；请核对办件编号")
            case.repeats = earlier
        return None

    people: list[people.Person] | None

    def write(self, act: Act[Case]) -> Paper | None:
        """People and evidence as corrected."""
        if act.row.rectifies and "proof" in act.facts:
            keep_proof(act.row, act.facts, needed=False)
        if self.people is not None:
            act.row.parties.all().delete()
            write_people(act.row, self.people)
        return None
