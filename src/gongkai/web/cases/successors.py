"""承接机关: who answers for a body that was merged, split or closed (国办公开办函〔2019〕14号)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from gongkai.errors import BadInput, LawError
from gongkai.sources import REFORM_2019, Article
from gongkai.web.agencies.models import Agency, ContactBlock, Succession, SuccessionKind
from gongkai.web.cases.models import Case

__all__ = [
    "RULE", "Offer", "contact_of", "offers", "open_of_predecessors", "predecessors", "refuse_ended",
    "successors",
]  # fmt: skip

RULE = Article(REFORM_2019)


@dataclass(frozen=True, slots=True)
class Offer:
    """A body that is no more, or lost functions, and the one to name instead."""

    old: Agency
    new: Agency
    kind: SuccessionKind
    functions: str

    @property
    def zh(self) -> str:
        """In one line."""
        what = f"（{self.functions[:40]}）" if self.functions else ""
        return f"{self.old}{self.kind.zh}{self.new}{what}"


def _chain(day: date) -> dict[int, list[Succession]]:
    found: dict[int, list[Succession]] = {}
    rows = Succession.objects.filter(day__lte=day).select_related("predecessor", "successor")
    for row in rows:
        found.setdefault(row.predecessor_id, []).append(row)
    return found


def offers(day: date) -> list[Offer]:
    """Each succession up to that day with the body that stands at its end today; one query."""
    chain, found = _chain(day), []
    for rows in chain.values():
        for row in rows:
            for new in _standing(row.successor, chain, day, {row.predecessor_id}):
                kind = SuccessionKind(row.kind)
                found.append(Offer(row.predecessor, new, kind, row.functions))
    return found


def _ended(body: Agency, day: date) -> bool:
    """Whether it is no more: on its last day it still holds."""
    return body.until is not None and body.until < day


def _standing(
    body: Agency, chain: dict[int, list[Succession]], day: date, seen: Collection[int]
) -> list[Agency]:
    """The body itself while it stands, else those that took over from it."""
    if not _ended(body, day):
        return [body]
    if body.pk in seen:
        return []
    after = [one for one in chain.get(body.pk, ()) if one.kind != SuccessionKind.HANDED_ON]
    found: dict[int, Agency] = {}
    for one in after:
        for new in _standing(one.successor, chain, day, {*seen, body.pk}):
            found[new.pk] = new
    return list(found.values())


def successors(agency: Agency, day: date) -> list[Agency]:
    """Who may take over its cases: all that took over from it, a part of its functions too."""
    found = {one.new.pk: one.new for one in offers(day) if one.old.pk == agency.pk}
    return [one for one in found.values() if one.pk != agency.pk]


def predecessors(agency: int | None, day: date) -> set[int]:
    """The ids of the bodies that are no more and for which this one answers."""
    return {
        one.old.pk for one in offers(day)
        if one.new.pk == agency and _ended(one.old, day)
    }  # fmt: skip


def open_of_predecessors(agency: int | None, day: date) -> QuerySet[Case]:
    """Their cases that are still open: nobody has a post there any more; two queries."""
    rows = Case.objects.filter(agency__in=predecessors(agency, day), ended=None)
    return rows.select_related("agency")


def contact_of(agency: Agency) -> str:
    """How to reach its disclosure office."""
    block = ContactBlock.objects.filter(agency=agency).first() or ContactBlock()
    return "，".join(filter(None, (block.office, block.phone, block.address)))


def refuse_ended(name: str, own: Agency, day: date) -> None:
    """BadInput for the name of a body that is no more; LawError where its successor is this one."""
    name = name.strip()
    ended = [one for one in offers(day) if _ended(one.old, day)]
    found = [one for one in ended if name and name in (one.old.name, one.old.short_name)]
    if any(one.new.pk == own.pk for one in found):
        raise LawError(f"{name}的职责已经由本机关承接，应当由本机关办理，不能再推给他人", RULE)
    if found:
        names = "、".join(dict.fromkeys(one.new.name for one in found))
        raise BadInput(f"{name}已经撤销，由{names}承接；请写承接机关的名称和联系方式")
