"""办件列表（台账）: what it shows, how it is narrowed, what is done to several at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from gongkai.errors import NoRuleInForce
from gongkai.law.archiving import RETENTIONS
from gongkai.law.decisions.codes import DECISIONS, decision
from gongkai.law.documents.notices import ANNOUNCING
from gongkai.law.receipt import CHANNEL_RULES
from gongkai.sources import R2019, Article
from gongkai.terms import term
from gongkai.web.acting import Actor, perform
from gongkai.web.agencies.active import active_of, actor_of
from gongkai.web.agencies.models import Agency, Section, on
from gongkai.web.agencies.policies import rows_of as agency_rows
from gongkai.web.agencies.roles import Role
from gongkai.web.cases.actions import ACTIONS
from gongkai.web.cases.models import Assignment, Case, Clock, Dispute, Paper, Part, Party
from gongkai.web.cases.moves import Matter, PaperState, Stage, Verb
from gongkai.web.cases.people import mask_name
from gongkai.web.cases.policies import sees_people
from gongkai.web.cases.sealed import fingerprint, sealed_of
from gongkai.web.cases.staff import cells
from gongkai.web.cases.staff.dues import PAUSED_STEPS, Dues
from gongkai.web.workbench.bulk import Bulk
from gongkai.web.workbench.columns import Choice, Column, Day, Filter, Kind, Tag, Tone
from gongkai.web.workbench.forms import WorkForm
from gongkai.web.workbench.lists import Listing

__all__ = [
    "ENDED", "OPEN", "SEALED", "SEALED_OF_CASE", "find", "listing_for", "print_of", "shown",
    "where_due",
]  # fmt: skip

OPEN = tuple(stage.value for stage in Stage if stage.open)
ENDED = (Stage.ANSWERED.value, Stage.CLOSED.value)  # and not archived yet
# opened only where they are read
SEALED = sealed_of(Case)
SEALED_OF_CASE = tuple(f"case__{name}" for name in SEALED)
_CHANNELS = {rule.channel.value: rule.zh for rule in CHANNEL_RULES}
_SHORT = {  # words of a narrow column
    "in-person": "当面", "oral": "口头", "post-signed": "挂号邮寄", "post-ordinary": "平常信函",
    "online": "网上", "email": "电子邮件", "fax": "传真",
}  # fmt: skip
_STAGES = {"open": OPEN, "ended": ENDED}


def shown(rows: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    """The rows with all that a line shows; five queries more, however many rows."""
    people = [Prefetch("parties", Party.objects.filter(part=Part.APPLICANT).only(
        "case", "kind", "name", "order", "part"))] if sees_people(actor) else []  # fmt: skip
    replies = Paper.objects.filter(notice__in=ANNOUNCING).exclude(number="")
    return (
        rows.select_related("agency").defer(*SEALED).prefetch_related(
            PAUSED_STEPS,
            *people,
            Prefetch("assignments", Assignment.objects.filter(recalled=None).select_related(
                "section")),
            Prefetch("papers", replies.exclude(state=PaperState.VOID).only("case", "number")),
            Prefetch("disputes", Dispute.objects.only("case", "forum", "outcomes")),
        )
    )  # fmt: skip


# columns ------------------------------------------------------------------------------------------


def _applicant(case: Case) -> str:
    people = list(case.parties.all())
    if not people:
        return ""
    first = people[0]
    natural = case.column in ("", "natural_person")
    name = mask_name(first.name) if natural else first.name
    return f"{name}等{len(people)}人" if len(people) > 1 else name


def _sections(case: Case) -> list[str]:
    found = sorted(case.assignments.all(), key=lambda one: (not one.lead, one.pk))
    return [one.section.name for one in found]


def _stage(case: Case) -> Tag:
    stage = Stage(case.stage)
    tone = Tone.OPEN if stage.open else Tone.DONE
    return Tag(stage.zh, tone)


def _outcome(case: Case) -> str:
    if case.rectifies:
        return Matter(case.matter).zh if case.ended is not None else ""
    return decision(case.outcome).zh if case.outcome and case.ended is not None else ""


def _dispute(case: Case) -> list[Tag]:
    words = {"reconsideration": "复议", "litigation": "诉讼"}
    return [
        Tag(words.get(one.forum, ""), Tone.PLAIN if one.outcomes else Tone.SOON)
        for one in case.disputes.all()
    ]


def _number(case: Case) -> str:
    return case.number


def _columns(dues: Dues, actor: Actor, several: bool) -> Iterator[Column[Case]]:
    C = Column[Case]
    yield C("number", "办件编号", _number, ("pk",), Kind.SHORT)
    yield C("title", "申请事项", lambda c: c.title, ("title",), Kind.LONG)
    if several:
        yield C("agency", "机关", lambda c: c.agency.name, ("agency__path",))
    if sees_people(actor):
        yield C("applicant", "申请人", _applicant, (), Kind.SHORT, private=True)
    yield C("due", "答复期限", lambda c: dues.of(c).due, ("due",), Kind.DAY)
    yield C("left", "期限情况", lambda c: dues.of(c).tag, (), Kind.SHORT)
    yield C("stage", "办理环节", _stage, ("stage",), Kind.SHORT)
    yield C("section", "承办科室", _sections, ())
    yield C("received", "收到日期", lambda c: c.received, ("received",), Kind.DAY)
    yield C("matter", "事项种类", lambda c: Matter(c.matter).zh, ("matter",), Kind.SHORT,
            shown=False)  # fmt: skip
    yield C("channel", "渠道", lambda c: _SHORT[c.channel], ("channel",), Kind.SHORT)
    yield C("kind", "申请人类别", lambda c: term(c.column).zh if c.column else "", ("column",),
            Kind.SHORT)  # fmt: skip
    yield C("outcome", "处理决定", _outcome, ("outcome",), Kind.LONG)
    yield C("reply", "答复文号", lambda c: [p.number for p in c.papers.all()][-1:], (), Kind.SHORT)
    yield C("ended", "办结日期", lambda c: c.ended, ("ended",), Kind.DAY)
    yield C("row", "表三的行", lambda c: term(c.row).zh if c.row else "", ("row",), shown=False)
    yield C("late", "是否逾期", lambda c: c.late if c.replied else None, ("late",), Kind.SHORT,
            shown=False)  # fmt: skip
    yield C("extension", "延长（工作日）", lambda c: c.extension or None, ("extension",),
            Kind.NUMBER, shown=False)  # fmt: skip
    yield C("fee", "收费（元）", lambda c: c.fee or None, ("fee",), Kind.NUMBER, shown=False)
    yield C("score", "评价", lambda c: c.score, ("score",), Kind.NUMBER, shown=False)
    yield C("dispute", "复议诉讼", _dispute, ())


# narrowing ----------------------------------------------------------------------------------------


def where_due(text: str, today: date, dues: Dues, agency: int | None) -> Q:
    """Cases by how their clock stands today; a paused clock is never overdue (第三十三条第三款)."""
    runs = Q(stage__in=OPEN, clock=Clock.RUNS)
    if text == "late":
        return runs & Q(due__lt=today)
    if text == "paused":
        return Q(stage__in=OPEN, clock__in=[Clock.PAUSED, Clock.FROZEN])
    if text == "unconfirmed":
        return Q(stage=Stage.ARRIVED, clock=Clock.NONE)
    if text == "extended":
        return Q(extension__gt=0)
    last = dues.calendar(agency).add(today, int(text)) if agency else today
    return runs & Q(due__gte=today, due__lte=last)


class _Cell(Choice[Case]):
    """A cell of table 3 of the chosen year."""

    def __init__(self, year: int) -> None:
        try:
            options = cells.cells(year)
        except NoRuleInForce:
            options = []
        super().__init__("cell", f"{year}年表三的格", options, lambda text: cells.cell(text, year))


class _Year(Choice[Case]):
    """Received by the end of a year and not ended before it."""

    def __init__(self, years: Iterable[int]) -> None:
        options = [(str(year), f"{year}年") for year in years]
        super().__init__("year", "年度", options, lambda text: cells.in_year(int(text)))


class _Person(Filter[Case]):
    """The person found by name, telephone or number of identity: the address has a print alone."""

    kind = "print"
    folded = False

    def clean(self, text: str, options: Any) -> str:
        """A keyed print."""
        if len(text) != 64 or not text.isalnum():
            raise ValueError("查找申请人的网址不完整；请重新查找")
        return text

    def narrow(self, rows: QuerySet[Case], value: str) -> QuerySet[Case]:
        """Cases with a party of that name, telephone or number."""
        same = Q(name_print=value) | Q(phone_print=value) | Q(identity_print=value)
        # from the few prints to their cases, not from each case to its prints
        return rows.filter(pk__in=Party.objects.filter(same).order_by().values("case"))

    def word(self, text: str, options: Any) -> str:
        """Nothing that tells who it is."""
        return "所查找的申请人"


def print_of(text: str) -> str:
    """The keyed print by which a person is found."""
    return fingerprint(text.replace("\x00", "")[:200])


def _sections_of(request: HttpRequest) -> list[tuple[str, str]]:
    actor = actor_of(request)
    rows = Section.objects.filter(on(timezone.localdate()), agency=actor.agency)
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def _bodies(request: HttpRequest) -> list[tuple[str, str]]:
    found = agency_rows(Agency, actor_of(request)).values_list("pk", "name")
    return [(str(pk), name) for pk, name in found]


def _with_section(text: str) -> Q:
    there = Assignment.objects.filter(section=int(text), recalled=None, case=OuterRef("pk"))
    return Q(Exists(there))


def _year(request: HttpRequest, today: date) -> int:
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else today.year
    return year or today.year


def _filters(request: HttpRequest, dues: Dues, actor: Actor, today: date) -> Iterator[Filter[Case]]:
    years = range(today.year, max(2007, today.year - 12), -1)
    year = _year(request, today)
    if year not in years and 2008 <= year <= today.year:
        years = range(today.year, year - 1, -1)
    several = actor.role in (Role.OVERSEER, Role.SUPERVISOR)
    yield Choice("stage", "办理环节", [
        ("open", "未办结"), ("ended", "已办结，待归档"),
        *((stage.value, stage.zh) for stage in Stage),
    ], lambda text: Q(stage__in=_STAGES.get(text, (text,))))  # fmt: skip
    within = (
        []
        if several
        else [("1", "1个工作日内到期"), ("3", "3个工作日内到期"), ("5", "5个工作日内到期")]
    )
    yield Choice("clock", "期限", [
        ("late", "已逾期"), *within, ("paused", "期限暂停"), ("unconfirmed", "待确认收到"),
        ("extended", "已延长"),
    ], lambda text: where_due(text, today, dues, actor.agency))  # fmt: skip
    if several:
        yield Choice("agency", "机关", _bodies, "agency")
    else:
        yield Choice("section", "承办科室", _sections_of, _with_section)
    yield Choice("matter", "事项种类", [(one.value, one.zh) for one in Matter], "matter").fold()
    yield Choice("channel", "渠道", _CHANNELS.items(), "channel").fold()
    yield Choice("column", "申请人类别",
                 [(one, term(one).zh) for one in cells.COLUMNS], "column").fold()  # fmt: skip
    yield Choice("outcome", "处理决定", [(d.code, d.zh) for d in DECISIONS], "outcome").fold()
    yield Day("from", "收到自", "received__gte").fold()
    yield Day("to", "收到至", "received__lte").fold()
    yield Day("ended_from", "办结自", "ended__gte").fold()
    yield Day("ended_to", "办结至", "ended__lte").fold()
    yield _Year(years).fold()
    yield _Cell(year).fold()
    yield _Person("who", "申请人")


# several at once ----------------------------------------------------------------------------------


def _assign_form(request: HttpRequest, data: Any) -> forms.BaseForm:
    rows = Section.objects.filter(on(timezone.localdate()), agency=actor_of(request).agency)

    class _Form(WorkForm):
        section = forms.ModelChoiceField(rows, label="承办科室", empty_label="请选择")
        note = forms.CharField(label="转办说明", max_length=300, required=False)

    return _Form(data)


def _assign(request: HttpRequest, case: Case) -> object:
    form = _assign_form(request, request.POST)
    form.is_valid()
    given = form.cleaned_data
    return perform(
        ACTIONS[Verb.ASSIGN](), actor_of(request), case, now=timezone.now(),
        sections=[given["section"]], note=given["note"],
    )  # fmt: skip


def _kept() -> list[tuple[str, str]]:
    """The periods for which a file may be kept, the shortest first."""
    return [(one, one) for one in RETENTIONS.on(timezone.localdate()).value[::-1]]


class _Retention(WorkForm):
    retention = forms.ChoiceField(label="保管期限", choices=_kept)


def _archive(request: HttpRequest, case: Case) -> object:
    return perform(
        ACTIONS[Verb.ARCHIVE](), actor_of(request), case, now=timezone.now(),
        retention=request.POST.get("retention", ""),
    )  # fmt: skip


BULK: tuple[Bulk[Case], ...] = (
    Bulk(
        "assign", "转办到一个科室",
        "选中的办件转办到同一个科室，内部期限按办理设置计算；科室人员随即收到消息。",
        _assign, str(Article(R2019, 45)), form=_assign_form,
    ),
    Bulk(
        "archive", "归档",
        "选中的办件各自封存为案卷，归档以后不能再添加材料或者改动。",
        _archive, str(Article(R2019, 45)), form=lambda request, data: _Retention(data),
    ),
)  # fmt: skip

_CASES: Listing[Case] = Listing(
    "cases", "办件", "件", (), url=lambda case: case.get_absolute_url(), order=("-pk",),
    search=("number", "title"), search_zh="编号、事项、答复文号",
    empty=(
        "这里将列出本机关收到的政府信息公开申请：谁申请什么、办到哪一步、哪天到期。",
        "网上提交的申请自动进入；当面、邮寄、传真、电子邮件和口头的申请，由工作机构登记进入。",
    ),
)  # fmt: skip


def find(word: str) -> Q:
    """By number, title or the number of the reply."""
    # Chinese has no capitals; to make capitals of 100,000 titles takes longer than to look through
    like = "contains" if word.upper() == word.lower() else "icontains"
    number, title = {f"number__{like}": word}, {f"title__{like}": word}
    found = Q(**number) | Q(**title)
    if any(sign in word for sign in "〔〕号"):
        found |= Q(Exists(Paper.objects.filter(**number, case=OuterRef("pk"))))
    return found


def listing_for(request: HttpRequest, today: date) -> Listing[Case]:
    """The list as this person has it."""
    active = active_of(request)
    actor = active.actor
    dues = Dues(active, today)
    several = actor.role in (Role.OVERSEER, Role.SUPERVISOR)
    filters = tuple(_filters(request, dues, actor, today))
    if not sees_people(actor):
        filters = tuple(one for one in filters if one.id != "who")
    return replace(
        _CASES, columns=tuple(_columns(dues, actor, several)), filters=filters, find=find,
        bulk=BULK if actor.role == Role.INTAKE else (),
    )  # fmt: skip
