"""办件页的各部分: facts, clock, documents, sections — as the page of a case shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from gongkai.law.applicants import kind as applicant_kind
from gongkai.law.decisions.codes import decision
from gongkai.law.documents.notices import notice
from gongkai.law.receipt import CHANNEL_RULES
from gongkai.law.rectification import Finding
from gongkai.law.service import ServiceMethod
from gongkai.terms import term
from gongkai.web.cases import clockwork
from gongkai.web.cases.models import (
    Assignment,
    Inquiry,
    Letter,
    Paper,
    Part,
    Party,
    Rectification,
    Service,
    WantedForm,
    Way,
)
from gongkai.web.cases.models.papers import LetterState, ReviewKind
from gongkai.web.cases.models.work import Answer, Opinion
from gongkai.web.cases.moves import Matter, PaperState, Stage
from gongkai.web.cases.people import IdentityKind, mask_name, mask_number
from gongkai.web.cases.staff.opened import Opened
from gongkai.web.workbench.columns import Tag, Tone
from gongkai.web.workbench.things import ClockCard, Fact, clock_card
from gongkai.written import day_zh

__all__ = ["CONSULTED", "clock", "facts", "inquiries", "letters", "papers", "people", "sections"]

_CHANNELS = {rule.channel.value: rule for rule in CHANNEL_RULES}
CONSULTED = {
    "third-party": "第三方", "co-producer": "共同制作机关", "other-body": "其他行政机关",
}  # fmt: skip


def facts(opened: Opened) -> list[Fact]:
    """What the case is; who asks stands masked."""
    case, rule = opened.case, _CHANNELS[opened.case.channel]
    found = [Fact("申请事项", case.title)]
    if opened.sees_people:
        found += [Fact(Part(one.part).zh, _masked(one)) for one in opened.parties]
    column = term(case.column).zh if case.column else ""
    found += [
        Fact("申请人类别", column),
        Fact("申请渠道", rule.zh),
        Fact("提交（到达）日期", case.arrived),
        Fact(term("received").zh, case.received, f"未确定：{rule.evidence}"),
    ]
    if case.tracking:
        found.append(Fact("邮件编号", case.tracking))
    if opened.sees_people and case.evidence:
        found.append(Fact("收到日期的凭证", case.evidence))
    if case.rectifies:
        found[:0] = [Fact("事项种类", Tag(Matter(case.matter).zh, Tone.OPEN))]
        found.append(Fact("告知书的送达途径", Way(case.way).zh))
    else:
        found += [
            Fact("获取形式", WantedForm(case.wanted_form).zh),
            Fact("获取途径", Way(case.way).zh),
        ]
    if opened.sees_people and case.assistance:
        found.append(Fact("需要的帮助", Tag(case.assistance, Tone.SOON)))
    found += list(_links(opened))
    found += list(_ended(opened))
    return found


def _masked(party: Party) -> str:
    natural = applicant_kind(party.kind).column == "natural_person"
    name = mask_name(party.name) if natural else party.name
    number = mask_number(party.identity)
    phone = mask_number(party.phone)
    return "　".join(filter(None, (name, number, phone)))


def _links(opened: Opened) -> Iterator[Fact]:
    case = opened.case
    for zh, other in (
        ("分立自", case.split_from), ("重复的在先申请", case.repeats),
        ("重新办理的原办件", case.redoes),
    ):  # fmt: skip
        if other is not None:
            yield Fact(zh, other.number, url=other.get_absolute_url())
    if case.ordered is not None:
        yield Fact("重新答复的依据", case.ordered.ordering,
                   url=reverse("dispute", args=[case.ordered_id]))  # fmt: skip
    if case.must_by is not None:
        yield Fact("决定、判决确定的期限", case.must_by)
    if case.backlog:
        yield Fact("补录", Tag(case.backlog, Tone.SOON))
    if case.drill:
        yield Fact("检查用申请", Tag("不计入表三", Tone.SOON))
        yield Fact("检查通知", case.drill_notice, "没有登记")


def _ended(opened: Opened) -> Iterator[Fact]:
    case = opened.case
    if case.registered is not None:
        yield Fact("登记", f"{case.registered_by}　{day_zh(timezone.localdate(case.registered))}")
    if case.outcome:
        sure = case.ended is not None
        yield Fact("处理决定" if sure else "拟定处理决定", decision(case.outcome).zh)
    if case.rectifies and opened.sees_people:
        yield from _found(case.rectification, case.ended is not None)
    if case.row:
        yield Fact("表三的行", term(case.row).zh)
    if case.replied is not None and case.rectifies and case.must_by is None:
        yield Fact("答复日期", case.replied)
    elif case.replied is not None:
        words = Tag("逾期", Tone.LATE) if case.late else Tag("在期限内", Tone.DONE)
        yield Fact("答复日期", [Tag(day_zh(case.replied)), words])
    elif case.ended is not None:
        yield Fact("办结日期", case.ended)
    if case.given_form:
        yield Fact("实际提供的形式", WantedForm(case.given_form).zh)
    if opened.sees_people and case.given_reason:
        yield Fact("形式不同的理由", case.given_reason)
    if case.score is not None:
        yield Fact("申请人评价", f"{case.score}分（满分5分）")
        if opened.sees_people and case.opinion:
            yield Fact("评价意见", case.opinion)
    if case.retention:
        yield Fact("保管期限", case.retention)
    package = getattr(case, "package", None) if case.stage == Stage.ARCHIVED else None
    if package is not None and opened.sees_people:
        yield Fact("案卷", package.state_zh, url=reverse("package", args=[package.pk]))


def _found(claim: Rectification, sure: bool) -> Iterator[Fact]:
    if not claim.finding:
        return
    yield Fact("处理结果" if sure else "拟定处理结果", Finding(claim.finding).zh)
    yield Fact("审核情况", claim.grounds)
    if claim.result:
        yield Fact("更正结果", claim.result)
    if claim.body:
        yield Fact("有权更正的行政机关", f"{claim.body}（{claim.contact}）")


def people(opened: Opened) -> list[tuple[str, list[Fact]]]:
    """Everything that tells who asks, in the clear; shown once, after its reading was logged."""
    return [(f"{Part(one.part).zh}{one.order}", list(_clear(one))) for one in opened.parties]


def _clear(one: Party) -> Iterator[Fact]:
    known = one.identity_kind in IdentityKind._value2member_map_
    yield Fact("姓名或者名称", one.name)
    yield Fact("类别", applicant_kind(one.kind).zh)
    yield Fact(IdentityKind(one.identity_kind).zh if known else "证件号码", one.identity)
    for zh, value in (
        ("法定代表人（负责人）", one.representative), ("联系人", one.contact),
    ):  # fmt: skip
        if value:
            yield Fact(zh, value)
    for zh, value in (
        ("联系电话", one.phone), ("电子邮箱", one.email), ("通信地址", one.address),
        ("邮政编码", one.postcode),
    ):  # fmt: skip
        yield Fact(zh, value)


# the clock ----------------------------------------------------------------------------------------


def clock(opened: Opened) -> ClockCard:
    """The card of today."""
    case, application = opened.case, opened.application
    deadline = application.deadline(opened.calendar, on=case.replied or opened.today)
    if case.ended is not None and case.replied is None:
        deadline = None
    still = clockwork.still_zh(case)
    if deadline is None and case.ended is not None:
        still = "已经办结，没有在计算的期限"
    return clock_card(deadline, opened.today, ended=case.replied, still=still)


# sections, inquiries, documents -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its inner limit and opinion."""

    row: Assignment
    tag: Tag
    opinion: str


def sections(opened: Opened) -> list[Section]:
    """Those that have the case first; a late inner limit is red."""
    found = []
    for one in sorted(opened.assignments, key=lambda one: (one.recalled is not None, one.pk)):
        if one.recalled is not None:
            tag = Tag("已收回")
        elif one.opinion:
            tag = Tag("已提出意见", Tone.DONE)
        elif one.due < opened.today:
            tag = Tag("逾期未提出意见", Tone.LATE)
        else:
            tag = Tag("办理中", Tone.OPEN)
        found.append(Section(one, tag, Opinion(one.opinion).zh if one.opinion else ""))
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """A letter to another and what came of it."""

    row: Inquiry
    who: str
    answer: str
    tag: Tag


def inquiries(opened: Opened) -> list[Asked]:
    """Each with its limit."""
    found = []
    for one in opened.inquiries:
        if one.answer:
            tag = Tag("已结束", Tone.DONE)
        elif one.limit is not None and one.limit < opened.today:
            tag = Tag("期限已过，请登记结果", Tone.LATE)
        else:
            tag = Tag("等待意见", Tone.OPEN)
        answer = Answer(one.answer).zh if one.answer else ""
        found.append(Asked(one, CONSULTED[one.who], answer, tag))
    return found


@dataclass(frozen=True, slots=True)
class Written:
    """A document: its name, state, reviews, services, and what can be opened."""

    row: Paper
    zh: str
    tag: Tag
    reviews: tuple[tuple[str, Tag, Any], ...]
    services: tuple[tuple[str, Tag, Service], ...]
    frozen: bool


_TONES = {
    PaperState.SENT: Tone.OPEN, PaperState.SERVED: Tone.DONE, PaperState.SIGNED: Tone.OPEN,
    PaperState.LAW: Tone.SOON, PaperState.SECRECY: Tone.SOON, PaperState.SIGNING: Tone.SOON,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signing:
    """A letter that is put before the one who signs."""

    row: Letter
    zh: str
    tag: Tag


_LETTER_TONES = {
    LetterState.WAITING: Tone.SOON, LetterState.SIGNED: Tone.OPEN, LetterState.REFUSED: Tone.LATE,
}  # fmt: skip


def letters(opened: Opened) -> list[Signing]:
    """Newest first; what was sent stands among the documents."""
    found = []
    for one in reversed(opened.letters):
        state = LetterState(one.state)
        if state is not LetterState.SENT:
            tag = Tag(state.zh, _LETTER_TONES.get(state, Tone.PLAIN))
            found.append(Signing(one, notice(one.notice).zh, tag))
    return found


def papers(opened: Opened) -> list[Written]:
    """Newest first."""
    return [_written(one) for one in reversed(opened.papers)]


def _written(paper: Paper) -> Written:
    reviews = tuple(
        (ReviewKind(one.kind).zh, Tag("通过", Tone.DONE) if one.passed else Tag("退回", Tone.LATE),
         one)
        for one in paper.reviews.all()
    )  # fmt: skip
    services = tuple((ServiceMethod(one.method).zh, _service(one), one)
                     for one in paper.services.all())  # fmt: skip
    state = PaperState(paper.state)
    return Written(paper, paper.get_notice_display(), Tag(state.zh, _TONES.get(state, Tone.PLAIN)),
                   reviews, services, bool(paper.pdf))  # fmt: skip


def _service(one: Service) -> Tag:
    if one.returned is not None:
        return Tag("退回", Tone.LATE)
    if one.reached is not None:
        return Tag("已签收" if one.method != ServiceMethod.ELECTRONIC else "已送达", Tone.DONE)
    return Tag("待登记送达", Tone.SOON)
