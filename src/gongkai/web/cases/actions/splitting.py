"""分立: one paper that asks for several things becomes several cases (一事一申请)."""

from __future__ import annotations

import uuid

from gongkai.errors import BadInput
from gongkai.law import moves as law
from gongkai.law.events import Event
from gongkai.sources import R2019, Article
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.agencies.numbers import Series, next_number
from gongkai.web.cases import attachments, people
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.models import (
    Case,
    Handover,
    Item,
    Paper,
    Party,
    Stamp,
    Step,
)
from gongkai.web.cases.moves import Verb
from gongkai.web.files.kinds import State
from gongkai.web.files.policies import files_of

__all__ = ["Split"]


class Split(OnCase):
    """一事一申请: the items named in the fact `groups` (lists of orders) become cases of their own.

    The first group stays; each other one has the same applicants, channel, dates, steps and
    handovers, and what was handed in with the paper.
    """

    does = Verb.SPLIT
    logged = ("title",)

    def check(self, act: Act[Case]) -> Event | None:
        """Each item in exactly one group, two groups at least."""
        case = act.row
        facts.word(act.facts, "reason", "分立的理由", 300)
        groups: list[list[int]] = [sorted(set(group)) for group in act.facts.get("groups") or ()]
        groups = [group for group in groups if group]
        orders = sorted(case.items.values_list("order", flat=True))
        if len(groups) < 2:
            raise BadInput("分立至少要分成两件；请把各项内容分到不同的组")
        if sorted(order for group in groups for order in group) != orders:
            raise BadInput("每一项内容应当分到一组，并且只分到一组；请核对分组")
        done = set(case.steps.values_list("verb", flat=True))
        if done - {law.Verb.CONFIRM.value, law.Verb.REGISTER.value}:
            raise Refused(Refusal.STATE, f"{case}已经开始办理，不能再分立", Article(R2019, 29))
        if files_of(case).filter(state=State.CHECKING).exists():
            raise Refused(Refusal.STATE, f"{case}有材料正在检查；请等检查完再分立，以便一并带入")
        self.groups = groups
        return None

    def write(self, act: Act[Case]) -> Paper | None:
        """The new cases."""
        case = act.row
        items = {item.order: item for item in case.items.all()}
        # who had the whole had each part, and counts it in that year (`ledger.held_by`)
        belongings: list[Party | Step | Stamp | Handover]
        belongings = [*case.parties.all(), *case.steps.all(), *case.stamps.all(),
                      *case.handovers.order_by("pk")]  # fmt: skip
        self.made = [self._part(act, items, group, belongings) for group in self.groups[1:]]
        for n, order in enumerate(self.groups[0], 1):
            Item.objects.filter(pk=items[order].pk).update(order=n)
        for part in self.made:
            attachments.bring_along(act, case, part, f"随{case}分立带入{part}")
        return None

    def _part(
        self, act: Act[Case], items: dict[int, Item], group: list[int],
        belongings: list[Party | Step | Stamp | Handover],
    ) -> Case:  # fmt: skip
        whole = act.row
        part = Case.objects.get(pk=whole.pk)
        part.pk, part._state.adding = None, True
        part.key, part.token, part.code = uuid.uuid4(), None, whole.code
        part.split_from = whole
        part.number = next_number(whole.agency, Series.CASE, whole.arrived)
        text = " ".join(items[group[0]].text.split())
        named = [row for row in belongings if isinstance(row, Party)]
        part.title = people.without_people(text, named)[:40]
        part.save()
        for row in belongings:
            row.pk, row.case, row._state.adding = None, part, True
            row.save()
        for n, order in enumerate(group, 1):
            Item.objects.filter(pk=items[order].pk).update(case=part, order=n)
        return part
