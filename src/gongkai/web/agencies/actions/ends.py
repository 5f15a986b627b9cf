"""The end of bodies: merged, split, closed; and functions that go over to another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import Q

from gongkai.errors import BadInput
from gongkai.web.acting import Act
from gongkai.web.agencies import facts
from gongkai.web.agencies.actions.base import SetUp, today
from gongkai.web.agencies.actions.bodies import lock_tree, must_be_current, not_later
from gongkai.web.agencies.models import (
    Agency,
    AgencyName,
    AgencyPlace,
    Delegation,
    GroupMember,
    Leader,
    Post,
    Section,
    Succession,
    SuccessionKind,
)
from gongkai.web.agencies.moves import Verb
from gongkai.web.agencies.policies import may

__all__ = ["Close", "HandOn", "Merge", "Split"]

_PARTS: tuple[Any, ...] = (AgencyName, AgencyPlace, Section, Post, Leader, GroupMember)


class _Ending(SetUp[Agency]):
    """A body comes to its end; others take over. Facts day, document."""

    logged: ClassVar[tuple[str, ...]] = ("until",)
    kind: ClassVar[SuccessionKind]

    def agency(self, act: Act[Agency]) -> Agency:
        """Itself; who takes over must be within reach too."""
        return act.row

    def may(self, act: Act[Agency]) -> None:
        """Over all of them."""
        super().may(act)
        for one in (act.facts.get("successor"), *(act.facts.get("successors") or ())):
            if isinstance(one, Agency):
                may(act.actor, Verb.FOUND, one)

    def successors(self, act: Act[Agency]) -> list[Agency]:
        """Who takes over."""
        return [facts.row(act.facts, "successor", "承接的机关", Agency)]

    def law(self, act: Act[Agency]) -> None:
        """The last day, who takes over, and that nothing is left open below."""
        row = act.row
        lock_tree()
        self.day = facts.day(act.facts, "day", "日期", today(act))
        self.document = facts.word(act.facts, "document", "依据", 200, needed=False)
        not_later(act, self.day, "日期")
        if self.day < row.since:
            raise BadInput(f"日期{self.day}早于设立日期{row.since}；请核对")
        self.others = self.successors(act)
        if len({one.pk for one in self.others}) < len(self.others):
            raise BadInput("同一个承接机关选了两次；请核对")
        for one in self.others:
            if one.pk == row.pk:
                raise BadInput(f"{row}不能由它自己承接；请另选机关")
            one.refresh_from_db()
            must_be_current(one, today(act))
        self.check_end(act)

    def check_end(self, act: Act[Agency]) -> None:
        """What stands against its end."""
        row = act.row
        child = row.children.filter(until=None).first()
        if child:
            raise BadInput(f"{row}还有下级（{child}等）；请先调整它们的隶属关系")
        for part in _PARTS:
            later = part.objects.filter(agency=row, since__gt=self.day).first()
            if later:
                what = f"{part._meta.verbose_name}“{later}”自{later.since}起"
                raise BadInput(f"{what}，晚于{self.day}；请先处理，或者核对日期")

    def save(self, act: Act[Agency]) -> None:
        """Whatever still holds in it ends with it."""
        row = act.row
        Succession.objects.bulk_create(
            Succession(
                predecessor=row, successor=one, kind=self.kind, day=self.day,
                document=self.document, functions=getattr(self, "functions", ""),
            )
            for one in self.others
        )  # fmt: skip
        if self.kind is SuccessionKind.HANDED_ON:
            row.save()
            return
        open_ = Q(until=None) | Q(until__gt=self.day)
        for part in _PARTS:
            part.objects.filter(open_, agency=row).update(until=self.day)
        lent = Delegation.objects.filter(open_, post__agency=row)
        lent.filter(since__gt=self.day).delete()  # never came to be
        lent.update(until=self.day)
        row.until = self.day
        row.save()


class Merge(_Ending):
    """It goes into another body (facts successor)."""

    does = Verb.MERGE
    kind = SuccessionKind.MERGED


class Split(_Ending):
    """Its functions go to two or more bodies (facts successors)."""

    does = Verb.SPLIT
    kind = SuccessionKind.SPLIT

    def successors(self, act: Act[Agency]) -> list[Agency]:
        """All of them."""
        given = act.facts.get("successors")
        found = list(given) if isinstance(given, Iterable) else []
        if len(found) < 2 or not all(isinstance(one, Agency) and one.pk for one in found):
            raise BadInput("分设应有两个以上承接的机关；请选择（须已设立）")
        return found


class Close(_Ending):
    """It ends; the successor, else the body above, answers for it from then on."""

    does = Verb.CLOSE
    kind = SuccessionKind.CLOSED

    def successors(self, act: Act[Agency]) -> list[Agency]:
        """By default the body above; of a root none."""
        if act.facts.get("successor") is not None:
            return super().successors(act)
        return [act.row.parent] if act.row.parent else []


class HandOn(_Ending):
    """Part of its functions goes to another body; it remains. Facts successor, functions."""

    does = Verb.HAND_ON
    kind = SuccessionKind.HANDED_ON
    logged = ()

    def check_end(self, act: Act[Agency]) -> None:
        """Nothing ends; but what goes over must be said."""
        self.functions = facts.word(act.facts, "functions", "划转的职责", 20_000)
        again = Succession.objects.filter(
            predecessor=act.row, successor__in=self.others, day=self.day
        )
        if again.exists():
            raise BadInput(f"{self.day}向该机关的划转已经登记；请核对")
