"""复议诉讼登记: the list, with the date by which the body must answer."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from gongkai.errors import NoRuleInForce
from gongkai.law.calendar import Calendar
from gongkai.law.outcomes import Forum, outcome
from gongkai.law.remedies import RemedyDue, statement_due
from gongkai.terms import term
from gongkai.web.acting import Actor
from gongkai.web.agencies.active import actor_of
from gongkai.web.agencies.calendars import calendar_of
from gongkai.web.agencies.models import Agency
from gongkai.web.cases import ledger, policies
from gongkai.web.cases.models import Dispute
from gongkai.web.cases.staff.listing import SEALED_OF_CASE
from gongkai.web.cases.staff.registers import (
    APPLICATIONS,
    key_of,
    may_register,
    own_agency,
)
from gongkai.web.workbench.columns import Choice, Column, Kind, Tag, Tone
from gongkai.web.workbench.lists import Listing
from gongkai.web.workbench.things import due_tone

__all__ = ["disputes", "due_of", "result_of", "rows_of"]


def due_of(row: Dispute, calendar: Calendar) -> RemedyDue | None:
    """By when the body's own statement must be handed in; None where that is not known."""
    if row.copy_came is None:
        return None
    try:
        return statement_due(
            row.copy_came, calendar, suit=row.forum == Forum.LITIGATION, simplified=row.simplified
        )
    except NoRuleInForce:
        return None


def _statement(row: Dispute, calendar: Calendar, today: date) -> Tag | None:
    due = due_of(row, calendar)
    if due is None:
        return None
    if row.statement_sent is not None:
        late = row.statement_sent > due.last_day
        return Tag("逾期提交", Tone.LATE) if late else Tag("已提交", Tone.DONE)
    if row.outcomes:
        return None
    if today > due.last_day:
        return Tag(f"{due.last_day} 已逾期", Tone.LATE)
    return Tag(f"{due.last_day} 前", due_tone(due.last_day, today, calendar))


def _redo(row: Dispute, today: date) -> Tag | None:
    if row.redone is not None:
        return Tag("已重新答复", Tone.DONE)
    if row.redo_due is None:
        return None
    late = today > row.redo_due
    return Tag(f"{row.redo_due} {'已逾期' if late else '前'}", Tone.LATE if late else Tone.OPEN)


def result_of(row: Dispute) -> Tag:
    """What came of it, as the cell of table 4."""
    if row.effective is None:
        return Tag(term("pending").zh, Tone.OPEN)
    cell = [outcome(one).cell for one in row.outcomes if not outcome(one).affirms][-1]
    return Tag(term(cell).zh, Tone.LATE if cell == "corrected" else Tone.DONE)


# the list of disputes -----------------------------------------------------------------------------


class _Cell(Choice[Dispute]):
    """A cell of table 4 of the chosen year."""

    def __init__(self, agency: Agency | None, year: int) -> None:
        options = [
            (f"{group}:{cell}", f"{term(group).zh}：{term(cell).zh}")
            for group in ledger.GROUPS_4 for cell in ledger.CELLS_4
        ]  # fmt: skip
        self.agency, self.year = agency, year
        super().__init__("cell", f"{year}年表四的格", options, self._where)

    def _where(self, text: str) -> Q:
        if self.agency is None:
            return Q(pk__in=())
        group, cell = text.split(":")
        rows = ledger.disputes_of_cell(self.agency, self.year, group, cell)
        return Q(pk__in=rows.values("pk"))


class _Year(Choice[Dispute]):
    """Under way in that year."""

    def __init__(self, today: date) -> None:
        options = [(str(y), f"{y}年") for y in range(today.year, 2018, -1)]
        super().__init__("year", "年度", options, self._where)

    def _where(self, text: str) -> Q:
        first, last = date(int(text), 1, 1), date(int(text), 12, 31)
        return Q(opened__lte=last) & (Q(effective=None) | Q(effective__gte=first))


def _standing(text: str) -> Q:
    return {
        "open": Q(effective=None),
        "statement": Q(statement_sent=None, outcomes=[], copy_came__isnull=False),
        "redo": Q(redo_due__isnull=False, redone=None),
        "no_lessons": Q(effective__isnull=False, lessons=""),
    }[text]


def _listing(request: HttpRequest, agency: Agency | None) -> Listing[Dispute]:
    today = timezone.localdate()
    calendar = calendar_of(agency) if agency else None
    year = request.GET.get("year", "")
    chosen = key_of(year) if 2018 < key_of(year) <= today.year else today.year
    return Listing(
        "disputes", "复议诉讼", "件",
        (
            Column("number", "案号", str, ("pk",), Kind.SHORT),
            Column("forum", "种类", lambda r: Forum(r.forum).zh, ("forum",), Kind.SHORT),
            Column("case", "办件", lambda r: str(r.case or ""), ("case",), Kind.SHORT),
            Column("body", "复议机关、法院", lambda r: r.body, ("body",)),
            Column("opened", "受理（立案）", lambda r: r.opened, ("opened",), Kind.DAY),
            Column("statement", "答复、答辩",
                   lambda r: _statement(r, calendar, today) if calendar else None, (), Kind.SHORT),
            Column("result", "结果", result_of, ("effective",), Kind.SHORT),
            Column("effective", "生效", lambda r: r.effective, ("effective",), Kind.DAY),
            Column("redo", "重新答复", lambda r: _redo(r, today), ("redo_due",), Kind.SHORT),
            Column("lessons", "原因和改进", lambda r: r.lessons, (), Kind.LONG, shown=False),
        ),
        url=lambda r: reverse("dispute", args=[r.pk]),
        filters=(
            Choice("forum", "种类", [(f.value, f.zh) for f in Forum], "forum"),
            Choice("standing", "进展", [
                ("open", "尚未审结"), ("statement", "待提交答复、答辩"), ("redo", "待重新答复"),
                ("no_lessons", "已审结，未记原因"),
            ], _standing),
            _Year(today), _Cell(agency, chosen),
        ),
        search=("body", "case__number", "case__title"), search_zh="机关、办件编号、事项",
        order=("-opened", "-pk"),
        empty=(
            "这里登记因政府信息公开引起的行政复议和行政诉讼；年度报告表四的数字由此得出。",
            "收到复议申请书、起诉状副本的当天登记，系统据此提醒答复、答辩的期限。",
        ),
    )  # fmt: skip


@login_required
def disputes(request: HttpRequest) -> HttpResponse:
    """The register."""
    actor = actor_of(request)
    agency = own_agency(actor)
    may = agency is not None and may_register(actor, agency)
    return _listing(request, agency).respond(
        request, rows_of(actor), title="复议诉讼登记",
        new_url=reverse("dispute_new") if may else "", new_zh="登记复议、诉讼",
        crumbs=[(APPLICATIONS, reverse("cases")), ("复议诉讼登记", "")],
    )  # fmt: skip


def rows_of(actor: Actor) -> QuerySet[Dispute]:
    """Those that this person may see."""
    rows = policies.rows_of(Dispute, actor).select_related("case", "agency")
    return rows.defer(*SEALED_OF_CASE)
