"""提示: whether the same person asked the same before, and how many this month; never a judgement.

What follows in law is told beside it; a person decides (重复申请、第三十五条、信息处理费).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from gongkai.law.frequency import Measure, measure
from gongkai.law.publishing import GIVEN, SEVERAL
from gongkai.sources import R2019, Article
from gongkai.web.cases.models import Case, Part, Party
from gongkai.web.cases.people import earlier_of
from gongkai.web.cases.staff.opened import Opened

__all__ = ["REPEAT", "Earlier", "Hints", "Shared", "hints", "shared"]

REPEAT = Article(R2019, 36, 0, 6)
_ALIKE = 0.6  # from which share of equal text a person should look at both
_COMPARED = 200  # texts stand sealed: each is opened to be compared
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Earlier:
    """An application of the same person, and how alike the two are in per cent."""

    case: Case
    alike: int

    @property
    def same(self) -> bool:
        """Whether somebody should look at both."""
        return self.alike >= round(_ALIKE * 100)


@dataclass(frozen=True, slots=True)
class Hints:
    """What was asked before: those most alike first; all of them are counted.

    `month`, `year`: the how manieth this one is in its calendar month, in the year up to its day.
    `compared`: how many of the newest were looked at for likeness.
    """

    earlier: Sequence[Earlier]
    total: int
    month: int
    year: int
    compared: int
    measure: Measure

    @property
    def same(self) -> bool:
        """Whether one of them looks like the same matter."""
        return any(one.same for one in self.earlier)

    @property
    def many(self) -> bool:
        """Whether more were made this month than raise no question."""
        return self.measure.exceeded(self.month)


def hints(opened: Opened) -> Hints | None:
    """None when nothing was asked before; two queries, however much was."""
    case = opened.case
    day = case.received or case.arrived
    rows = _before(case, day)
    counts = rows.aggregate(
        total=Count("pk"),
        month=Count("pk", filter=Q(day__gte=day.replace(day=1))),
        year=Count("pk", filter=Q(day__gt=_year_before(day))),
    )
    if not counts["total"]:
        return None
    found = rows.only(
        "pk", "number", "title", "description", "arrived", "replied", "stage", "received",
        "outcome", "agency",
    ).order_by("-day", "-pk")[:_COMPARED]  # fmt: skip
    mine = _plain(case)
    judged = [Earlier(one, round(100 * _ratio(mine, _plain(one)))) for one in found]
    compared = len(judged)
    judged.sort(key=lambda one: -one.alike)
    return Hints(
        judged[:_SHOWN], counts["total"], 1 + counts["month"], 1 + counts["year"], compared,
        measure(day),
    )  # fmt: skip


def _before(case: Case, day: date) -> QuerySet[Any]:
    """What the same person asked of this body before, counted by the day of receipt."""
    same = earlier_of(case).order_by().values("pk")
    rows = Case.objects.filter(pk__in=same).annotate(day=Coalesce("received", "arrived"))
    return rows.filter(Q(day__lt=day) | Q(day=day, pk__lt=case.pk))


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


@dataclass(frozen=True, slots=True)
class Shared:
    """How many others were given what goes by the same name (第四十四条第一款)."""

    people: int
    article: Article


def shared(opened: Opened) -> Shared | None:
    """None below the number from which the law of publishing speaks; one query.

    The same title is a hint that somebody should look; the law asks for the same information.
    """
    case = opened.case
    if case.rectifies:
        return None
    rule = SEVERAL.on(opened.today)  # it is now that everybody may be given it
    own = {one.name_print for one in opened.applicants}
    others = Party.objects.filter(
        part=Part.APPLICANT, case__agency=case.agency_id, case__title=case.title,
        case__outcome__in=GIVEN, case__replied__isnull=False, case__drill=False,
    ).exclude(case=case.pk)  # fmt: skip
    known = set(others.values_list("name_print", flat=True)[:_COMPARED]) - own
    given = case.replied is not None and case.outcome in GIVEN
    if len(known) + given < rule.value:
        return None
    return Shared(len(known), rule.article)


def _plain(case: Case) -> str:
    return "".join((case.description or case.title).split("\n【")[0].split())[:400]


def _ratio(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # cheap bounds first: most are about something else
    if matcher.real_quick_ratio() < _ALIKE / 2 or matcher.quick_ratio() < _ALIKE / 2:
        return matcher.quick_ratio() / 2
    return matcher.ratio()
