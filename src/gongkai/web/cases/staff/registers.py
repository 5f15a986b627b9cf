"""登记册: reconsiderations and suits, complaints and accountability."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.errors import NoRuleInForce
from gongkai.law.calendar import Calendar
from gongkai.law.explain import long_date
from gongkai.law.outcomes import OUTCOMES, Forum, Reviewed, outcome
from gongkai.law.remedies import RemedyDue, statement_due
from gongkai.terms import term
from gongkai.web.acting import Actor, Refused
from gongkai.web.agencies.active import actor_of
from gongkai.web.agencies.calendars import calendar_of
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.history import history
from gongkai.web.cases import ledger, measures, policies
from gongkai.web.cases.actions import KeepComplaint, OpenDispute, UpdateDispute
from gongkai.web.cases.models import Case, Complaint, Dispute
from gongkai.web.cases.models.disputes import ComplaintKind
from gongkai.web.cases.moves import Verb
from gongkai.web.workbench.acts import attempt, say
from gongkai.web.workbench.columns import Choice, Column, Kind, Tag, Tone
from gongkai.web.workbench.forms import WorkForm, day_field
from gongkai.web.workbench.lists import Listing
from gongkai.web.workbench.things import SOON, ClockCard, Fact, NextMove, done_of

__all__ = ["complaint", "complaints", "dispute", "disputes", "edit_dispute", "new_dispute"]

APPLICATIONS = term("disclosure_on_application").zh


# deadlines ----------------------------------------------------------------------------------------


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
    soon = calendar.count(today, due.last_day) <= SOON
    return Tag(f"{due.last_day} 前", Tone.SOON if soon else Tone.OPEN)


def _redo(row: Dispute, today: date) -> Tag | None:
    if row.redone is not None:
        return Tag("已重新答复", Tone.DONE)
    if row.redo_due is None:
        return None
    late = today > row.redo_due
    return Tag(f"{row.redo_due} {'已逾期' if late else '前'}", Tone.LATE if late else Tone.OPEN)


def _result(row: Dispute) -> Tag:
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
    chosen = _key(year) if 2018 < _key(year) <= today.year else today.year
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
            Column("result", "结果", _result, ("effective",), Kind.SHORT),
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
    agency = _own(actor)
    may = agency is not None and _may(actor, agency)
    return _listing(request, agency).respond(
        request, _rows(actor), title="复议诉讼登记",
        new_url=reverse("dispute_new") if may else "", new_zh="登记复议、诉讼",
        crumbs=[(APPLICATIONS, reverse("cases")), ("复议诉讼登记", "")],
    )  # fmt: skip


def _own(actor: Actor) -> Agency | None:
    return Agency.objects.filter(pk=actor.agency or 0).first()


def _rows(actor: Actor) -> QuerySet[Dispute]:
    return policies.rows_of(Dispute, actor).select_related("case", "agency")


def _may(actor: Actor, agency: Agency, verb: Verb = Verb.OPEN_DISPUTE) -> bool:
    try:
        policies.may(actor, verb, Case(agency=agency))
    except Refused:
        return False
    return True


# one dispute --------------------------------------------------------------------------------------


def _found(request: HttpRequest, pk: int) -> Dispute:
    row = _rows(actor_of(request)).select_related("after", "case").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@login_required
@require_safe
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """One reconsideration or suit: what is known, by when, what comes next."""
    row, actor = _found(request, pk), actor_of(request)
    calendar, today = calendar_of(row.agency), timezone.localdate()
    done = sorted((done_of(event) for event in history(row)), key=lambda d: str(d.at), reverse=True)
    context = {
        "title": str(row), "lead": f"{Forum(row.forum).zh} · {row.body}",
        "crumbs": [(APPLICATIONS, reverse("cases")), ("复议诉讼登记", reverse("disputes")),
                   (str(row), "")],
        "what_zh": "案件",
        "facts": list(_facts(row)),
        "done": done,
        "clock": _card(row, calendar, today),
        "moves": _moves(row, actor),
    }  # fmt: skip
    return render(request, "patterns/thing.html", context)


def _facts(row: Dispute) -> Iterator[Fact]:
    suit = row.forum == Forum.LITIGATION
    url = row.case.get_absolute_url() if row.case else ""
    yield Fact("案号", "、".join(row.numbers))
    what = f"{row.case.number} {row.case.title}" if row.case else ""
    yield Fact("办件", what, "不针对某一件申请", url)
    yield Fact("法院" if suit else "复议机关", row.body)
    yield Fact("立案日期" if suit else "受理日期", row.opened)
    yield Fact("收到副本", row.copy_came, "未登记，不能计算答复、答辩的期限")
    if not suit:
        yield Fact("适用简易程序", row.simplified)
    yield Fact("提交答辩" if suit else "提交答复", row.statement_sent, "尚未提交")
    if suit:
        yield Fact("此前的复议", Reviewed(row.reviewed).zh)
        yield Fact("复议案件", str(row.after or ""), "没有关联",
                   reverse("dispute", args=[row.after.pk]) if row.after else "")  # fmt: skip
    for after in row.suits.all():
        yield Fact("其后的诉讼", str(after), url=reverse("dispute", args=[after.pk]))
    yield Fact("结果", "；".join(outcome(one).zh for one in row.outcomes), term("pending").zh)
    yield Fact("生效日期", row.effective, "尚未生效")
    yield Fact("表四", _result(row))
    yield Fact("重新答复期限", row.redo_due, "没有")
    yield Fact("重新答复日期", row.redone, "没有")
    yield Fact("原因和改进", row.lessons, "审结后请写明：错在哪里，今后怎样避免")


def _card(row: Dispute, calendar: Calendar, today: date) -> ClockCard:
    what = "答辩期限" if row.forum == Forum.LITIGATION else "书面答复期限"
    due = due_of(row, calendar)
    if due is None:
        still = "登记收到副本的日期以后，系统计算期限"
        return ClockCard(what, Tone.PLAIN, None, still, False, None, "", (), "", still=True)
    number, left, tone = None, "已经提交", Tone.DONE
    if row.statement_sent is not None and row.statement_sent > due.last_day:
        left, tone = "逾期提交", Tone.LATE
    elif row.statement_sent is None and row.outcomes:
        left, tone = "已有结果，没有登记提交日期", Tone.PLAIN
    elif row.statement_sent is None and today > due.last_day:
        number, left, tone = calendar.count(due.last_day, today) or 1, "超期{}个工作日", Tone.LATE
    elif row.statement_sent is None:
        days = calendar.count(today, due.last_day)
        number, left = (days, "还剩{}个工作日") if days else (None, "今天到期")
        tone = Tone.SOON if days <= SOON else Tone.OPEN
    return ClockCard(
        what, tone, due.last_day, long_date(due.last_day), due.provisional, number, left,
        due.reasons, str(due.article),
    )  # fmt: skip


def _moves(row: Dispute, actor: Actor) -> list[NextMove]:
    if not _may(actor, row.agency, Verb.UPDATE_DISPUTE):
        return []
    found = [NextMove("更新登记", reverse("dispute_edit", args=[row.pk]), primary=True)]
    corrected = any(outcome(one).cell == "corrected" for one in row.outcomes)
    if row.case is not None and corrected:
        again = row.case.redone.first()
        if again is not None:
            found.append(NextMove(f"重新办理的办件 {again.number}", again.get_absolute_url()))
        else:
            url = reverse("case_act", args=[row.case.pk, Verb.REDO.value.partition(".")[2]])
            found.append(NextMove(Verb.REDO.zh, url))
    if row.forum == Forum.RECONSIDERATION:
        found.append(NextMove("登记其后的诉讼", f"{reverse('dispute_new')}?after={row.pk}"))
    return found


class DisputeForm(WorkForm):
    """What is known of a reconsideration or a suit."""

    forum = forms.ChoiceField(label="种类", choices=[(f.value, f.zh) for f in Forum])
    case_number = forms.CharField(
        label="办件编号", max_length=40, required=False,
        help_text="针对哪一件申请的答复；不针对某一件的不填",
    )  # fmt: skip
    numbers = forms.CharField(
        label="案号", widget=forms.Textarea(attrs={"rows": 2}), max_length=500,
        help_text="每行一个；一审、二审都写，按同一件统计",
    )  # fmt: skip
    body = forms.CharField(label="复议机关或者法院", max_length=100)
    opened = day_field("受理（立案）日期")
    copy_came = day_field(
        "收到申请书、起诉状副本", required=False,
        help_text="由此计算期限：复议10个工作日，简易程序5个工作日，诉讼15日",
    )  # fmt: skip
    simplified = forms.BooleanField(label="行政复议适用简易程序", required=False)
    statement_sent = day_field("提交答复、答辩", required=False)
    reviewed = forms.ChoiceField(
        label="起诉之前的复议", choices=[(r.value, r.zh) for r in Reviewed], required=False,
        help_text="行政诉讼填写；决定计入“未经复议直接起诉”还是“复议后起诉”",
    )  # fmt: skip
    after = forms.ModelChoiceField(
        Dispute.objects.none(), label="关联的复议案件", required=False, empty_label="没有",
        help_text="复议后起诉的，两件各计一次，互相可以打开",
    )  # fmt: skip
    first = forms.ChoiceField(label="结果", required=False)
    second = forms.ChoiceField(label="其后的结果（二审等）", required=False)
    third = forms.ChoiceField(label="再后的结果（再审、发回后等）", required=False)
    effective = day_field("生效日期", required=False, help_text="还在审理或者可以上诉的不填")
    redo_due = day_field("重新答复期限", required=False)
    redone = day_field("重新答复日期", required=False)
    lessons = forms.CharField(
        label="原因和改进", widget=forms.Textarea(attrs={"rows": 4}), max_length=4_000,
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, rows: QuerySet[Dispute], forum: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        reviews: Any = self.fields["after"]
        reviews.queryset = rows.filter(forum=Forum.RECONSIDERATION.value)
        fitting = [one for one in OUTCOMES if not forum or one.forum.value == forum]
        for name in ("first", "second", "third"):
            field: Any = self.fields[name]
            field.choices = [("", "没有")] + [
                (one.id, one.zh if forum else f"{one.forum.zh}：{one.zh}") for one in fitting
            ]
        if forum:
            del self.fields["forum"]
            for name in (
                ("reviewed", "after") if forum == Forum.RECONSIDERATION else ("simplified",)
            ):
                del self.fields[name]

    @property
    def facts(self) -> dict[str, Any]:
        """As the actions take them."""
        given = super().facts
        given.pop("case_number")
        given["numbers"] = given["numbers"].splitlines()
        results = [given.pop(name) for name in ("first", "second", "third")]
        given["outcomes"] = [one for one in results if one]
        if not given.get("reviewed"):
            given.pop("reviewed", None)
        return given


def _case_named(form: DisputeForm, actor: Actor) -> tuple[Case | None, bool]:
    number = form.cleaned_data["case_number"].strip()
    if not number:
        return None, True
    case = policies.rows_of(Case, actor).filter(number=number).first()
    if case is None:
        form.add_error("case_number", f"没有编号为“{number}”的办件；请核对，或者从办件页面登记")
    return case, case is not None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_dispute(request: HttpRequest) -> HttpResponse:
    """Register one; `case` and `after` of the address fill in what is known."""
    actor = actor_of(request)
    agency = _own(actor)
    if agency is None or not _may(actor, agency):
        raise PermissionDenied("复议、诉讼由本机关的法制审核岗和受理岗登记")
    rows = _rows(actor)
    after = rows.filter(pk=_key(request.GET.get("after"))).first()
    start: dict[str, Any] = {"case_number": request.GET.get("case", "")[:40]}
    if after is not None:
        start = {"after": after, "forum": Forum.LITIGATION.value, "reviewed": "decided",
                 "case_number": after.case.number if after.case else ""}  # fmt: skip
    form = DisputeForm(request.POST or None, rows=rows, initial=start)
    if request.method == "POST" and form.is_valid():
        case, fine = _case_named(form, actor)
        row = Dispute(agency=agency, case=case)
        done = attempt(request, OpenDispute(), row, form=form, **form.facts) if fine else None
        if done is not None:
            say(request, f"已登记：{done}")
            return HttpResponseRedirect(reverse("dispute", args=[done.pk]))
    return _page(request, form, "登记复议、诉讼", reverse("disputes"), "登记")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Statement, result, effect, answer anew, lessons."""
    row, actor = _found(request, pk), actor_of(request)
    if not _may(actor, row.agency, Verb.UPDATE_DISPUTE):
        raise PermissionDenied("复议、诉讼由本机关的法制审核岗和受理岗登记")
    outcomes = dict(zip(("first", "second", "third"), row.outcomes, strict=False))
    names = ("body", "opened", "copy_came", "simplified", "statement_sent", "reviewed", "after",
             "effective", "redo_due", "redone", "lessons", "version")  # fmt: skip
    start = {name: getattr(row, name) for name in names} | outcomes
    start |= {"numbers": "\n".join(row.numbers), "case_number": row.case.number if row.case else ""}
    rows = _rows(actor).exclude(pk=row.pk)
    form = DisputeForm(request.POST or None, rows=rows, forum=row.forum, initial=start)
    form.fields["case_number"].disabled = True
    if request.method == "POST" and form.is_valid():
        done = attempt(request, UpdateDispute(), row, form=form, version=form.seen, **form.facts)
        if done is not None:
            say(request, f"已更新：{done}")
            return HttpResponseRedirect(reverse("dispute", args=[done.pk]))
    return _page(request, form, f"更新：{row}", reverse("dispute", args=[row.pk]), "保存")


def _key(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0


def _page(
    request: HttpRequest, form: forms.Form, title: str, back: str, button: str,
    where: tuple[str, str] = ("复议诉讼登记", "disputes"),
) -> HttpResponse:  # fmt: skip
    crumbs = [(APPLICATIONS, reverse("cases")), (where[0], reverse(where[1])), (title, "")]
    context = {"title": title, "form": form, "back": back, "button": button, "crumbs": crumbs}
    status = 400 if form.is_bound else 200
    return render(request, "patterns/form.html", context, status=status)


# complaints ---------------------------------------------------------------------------------------


COMPLAINTS: Listing[Complaint] = Listing(
    "complaints", "投诉举报和责任追究", "件",
    (
        Column("day", "日期", lambda r: r.day, ("day",), Kind.DAY),
        Column("kind", "种类", lambda r: ComplaintKind(r.kind).zh, ("kind",), Kind.SHORT),
        Column("source", "来源", lambda r: r.source, ("source",)),
        Column("text", "内容", lambda r: r.text, (), Kind.LONG),
        Column("closed", "办结", lambda r: r.closed or Tag("办理中", Tone.OPEN), ("closed",),
               Kind.SHORT),
        Column("result", "处理结果", lambda r: r.result, (), Kind.LONG, shown=False),
    ),
    url=lambda r: reverse("complaint", args=[r.pk]),
    filters=(
        Choice("kind", "种类", [(k.value, k.zh) for k in ComplaintKind], "kind"),
        Choice("year", "年度", lambda request: [
            (str(y), f"{y}年") for y in range(timezone.localdate().year, 2018, -1)
        ], "day__year"),
    ),
    search=("source", "text"), search_zh="来源、内容", order=("-day", "-pk"),
    empty=(
        "这里登记对本机关政府信息公开工作的投诉、举报，以及由此作出的责任追究（条例第四十七条、"
        "第五十一条、第五十三条）。",
        "没有登记的年度，年度报告写明没有。",
    ),
)  # fmt: skip


class ComplaintForm(WorkForm):
    """One entry; text names nobody who need not be named."""

    kind = forms.ChoiceField(label="种类", choices=[(k.value, k.zh) for k in ComplaintKind])
    day = day_field("日期")
    source = forms.CharField(
        label="来源", max_length=200, help_text="例如信访部门转办；不写投诉人的姓名"
    )
    text = forms.CharField(
        label="内容", widget=forms.Textarea(attrs={"rows": 5}), max_length=10_000
    )
    result = forms.CharField(
        label="处理结果", widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000,
        required=False,
    )  # fmt: skip
    closed = day_field("办结日期", required=False)


@login_required
def complaints(request: HttpRequest) -> HttpResponse:
    """The register, and what it says of this year: none is said to be none."""
    actor = actor_of(request)
    agency = _own(actor)
    may = agency is not None and _may(actor, agency)
    lead = ""
    if agency is not None and may:
        counts, _ = measures.complaints_of([agency.pk], timezone.localdate().year)
        lead = counts.sentence
    return COMPLAINTS.respond(
        request, policies.rows_of(Complaint, actor), title="投诉举报和责任追究", lead=lead,
        new_url=reverse("complaint_new") if may else "", new_zh="登记",
        crumbs=[(APPLICATIONS, reverse("cases")), ("投诉举报和责任追究", "")],
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Enter one, or change it."""
    actor = actor_of(request)
    agency = _own(actor)
    row = policies.rows_of(Complaint, actor).filter(pk=pk).first() if pk else None
    if pk and row is None:
        raise Http404
    if agency is None or not _may(actor, agency):
        raise PermissionDenied("投诉举报和责任追究由本机关的法制审核岗和受理岗登记")
    row = row or Complaint(agency=agency)
    start = {name: getattr(row, name) for name in (*ComplaintForm.base_fields, "version")}
    form = ComplaintForm(request.POST or None, initial=start if pk else None)
    if request.method == "POST" and form.is_valid():
        done = attempt(request, KeepComplaint(), row, form=form, version=form.seen if pk else None,
                       **form.facts)  # fmt: skip
        if done is not None:
            say(request, "已保存")
            return HttpResponseRedirect(reverse("complaints"))
    title = str(row) if pk else "登记投诉举报、责任追究"
    where = ("投诉举报和责任追究", "complaints")
    return _page(request, form, title, reverse("complaints"), "保存", where)
