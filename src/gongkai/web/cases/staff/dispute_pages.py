"""复议诉讼登记: one reconsideration or suit, entered and kept up to date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.law.calendar import Calendar
from gongkai.law.explain import long_date
from gongkai.law.outcomes import OUTCOMES, Forum, Reviewed, outcome
from gongkai.law.remedies import (
    REVIEW_STATEMENT_DAYS,
    SIMPLIFIED_STATEMENT_DAYS,
    SUIT_STATEMENT_DAYS,
)
from gongkai.terms import term
from gongkai.web.acting import Actor
from gongkai.web.agencies.active import actor_of
from gongkai.web.agencies.calendars import calendar_of
from gongkai.web.audit.history import history
from gongkai.web.cases import policies
from gongkai.web.cases.actions import OpenDispute, UpdateDispute
from gongkai.web.cases.limits import says
from gongkai.web.cases.models import Case, Dispute
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.staff.dispute_list import due_of, result_of, rows_of
from gongkai.web.cases.staff.registers import (
    APPLICATIONS,
    form_page,
    key_of,
    may_register,
    own_agency,
)
from gongkai.web.workbench.acts import attempt, say
from gongkai.web.workbench.columns import Tone
from gongkai.web.workbench.forms import WorkForm, day_field
from gongkai.web.workbench.things import ClockCard, Fact, NextMove, done_of, due_tone

__all__ = ["dispute", "edit_dispute", "new_dispute"]


def _found(request: HttpRequest, pk: int) -> Dispute:
    row = rows_of(actor_of(request)).select_related("after", "case").filter(pk=pk).first()
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
    yield Fact("表四", result_of(row))
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
        tone = due_tone(due.last_day, today, calendar)
    return ClockCard(
        what, tone, due.last_day, long_date(due.last_day), due.provisional, number, left,
        due.reasons, str(due.article),
    )  # fmt: skip


def _moves(row: Dispute, actor: Actor) -> list[NextMove]:
    if not may_register(actor, row.agency, Verb.UPDATE_DISPUTE):
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
        help_text=says("由此计算期限：复议{}，简易程序{}，诉讼{}", REVIEW_STATEMENT_DAYS,
                       SIMPLIFIED_STATEMENT_DAYS, SUIT_STATEMENT_DAYS),
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
    agency = own_agency(actor)
    if agency is None or not may_register(actor, agency):
        raise PermissionDenied("复议、诉讼由本机关的法制审核岗和受理岗登记")
    rows = rows_of(actor)
    after = rows.filter(pk=key_of(request.GET.get("after"))).first()
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
    return form_page(request, form, "登记复议、诉讼", reverse("disputes"), "登记")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Statement, result, effect, answer anew, lessons."""
    row, actor = _found(request, pk), actor_of(request)
    if not may_register(actor, row.agency, Verb.UPDATE_DISPUTE):
        raise PermissionDenied("复议、诉讼由本机关的法制审核岗和受理岗登记")
    outcomes = dict(zip(("first", "second", "third"), row.outcomes, strict=False))
    names = ("body", "opened", "copy_came", "simplified", "statement_sent", "reviewed", "after",
             "effective", "redo_due", "redone", "lessons", "version")  # fmt: skip
    start = {name: getattr(row, name) for name in names} | outcomes
    start |= {"numbers": "\n".join(row.numbers), "case_number": row.case.number if row.case else ""}
    rows = rows_of(actor).exclude(pk=row.pk)
    form = DisputeForm(request.POST or None, rows=rows, forum=row.forum, initial=start)
    form.fields["case_number"].disabled = True
    if request.method == "POST" and form.is_valid():
        done = attempt(request, UpdateDispute(), row, form=form, version=form.seen, **form.facts)
        if done is not None:
            say(request, f"已更新：{done}")
            return HttpResponseRedirect(reverse("dispute", args=[done.pk]))
    return form_page(request, form, f"更新：{row}", reverse("dispute", args=[row.pk]), "保存")
