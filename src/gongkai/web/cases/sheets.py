"""表单: the forms that arise in the course of a case, drawn from what is on file.

T02 登记表 with the registration, T09 征求意见确认函 with each letter to a third party, T39 the
审查呈批单 when a document goes to review, T38 送达回证 for each service. None has a 文号
of its own: they bear that of the document or the case. What is written by hand: `FilledSheet`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from gongkai.law.documents.notices import ANNOUNCING, notice
from gongkai.law.periods import THIRD_PARTY_DAYS, Consulted
from gongkai.notices import facts as f
from gongkai.notices.compose import compose
from gongkai.notices.model import Notice
from gongkai.notices.template import Template, parse, standard
from gongkai.web.cases import letters
from gongkai.web.cases.models import Case, FilledSheet, Inquiry, Paper, Review, Service
from gongkai.web.cases.models.papers import ReviewKind
from gongkai.web.cases.models.work import Answer, Opinion
from gongkai.web.cases.moves import PaperState
from gongkai.web.cases.people import mask_number

__all__ = [
    "FIELDS", "Base", "Field", "Sheet", "base_of", "compose_sheet", "filled_of", "initial",
    "receipt", "sheets_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """A place that people fill in: its name, what it is, how long it may be."""

    name: str
    zh: str
    longest: int = 100


FIELDS: Mapping[str, tuple[Field, ...]] = {
    "T02": (Field("note", "备注", 300),),
    "T09": (Field("proof", "第三方提供的证据材料", 300), Field("signatory", "签名或者盖章")),
    "T38": (
        Field("signatory", "受送达人签名或者盖章"),
        Field("substitute", "代收人及与受送达人的关系"),
        Field("server", "送达人"), Field("note", "备注", 300),
    ),
    "T39": (
        Field("subject", "审查事项", 200), Field("section", "承办部门"),
        Field("opinion", "承办部门意见", 2_000),
    ),
}  # fmt: skip
_ANSWERS = {
    Answer.CONSENT: "consent", Answer.OBJECTS: "objects", Answer.OBJECTS_BARELY: "objects",
}  # fmt: skip
_REVIEWED = (
    PaperState.LAW, PaperState.SECRECY, PaperState.SIGNING, PaperState.SIGNED, PaperState.SENT,
    PaperState.SERVED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form of a case: which one, and the row that gave rise to it."""

    notice: str
    case: Case
    about: Paper | Inquiry | Service | None = None

    @property
    def key(self) -> str:
        """Of its address, and under which it is filled in."""
        return self.notice.lower() + (f"-{self.about.pk}" if self.about is not None else "")

    @property
    def zh(self) -> str:
        """Its name."""
        return notice(self.notice).zh.partition("、")[0]

    @property
    def of(self) -> str:
        """To what it belongs; who was asked is not named."""
        match self.about:
            case Paper() as paper:
                return _short(paper)
            case Service() as service:
                return _short(service.paper)
            case Inquiry() as asked:
                return _short(asked.paper) if asked.paper else ""
        return self.case.number

    @property
    def day(self) -> date:
        """When it arose."""
        match self.about:
            case Paper() as paper:
                return timezone.localdate(paper.made)
            case Service() as service:
                return timezone.localdate(service.at)
            case Inquiry() as asked:
                return asked.sent
        when = self.case.registered
        return timezone.localdate(when) if when else self.case.arrived

    @property
    def fields(self) -> tuple[Field, ...]:
        """What is filled in by hand."""
        if isinstance(self.about, Inquiry) and not self.about.answer:
            return ()  # the third party fills it in
        return FIELDS[self.notice]


def _named(paper: Paper) -> str:
    return " ".join(filter(None, (notice(paper.notice).zh, paper.number)))


def _short(paper: Paper) -> str:
    return paper.number or notice(paper.notice).zh


def sheets_of(case: Case, papers: Iterable[Paper], inquiries: Iterable[Inquiry]) -> list[Sheet]:
    """All forms that have arisen; `papers` with their reviews and services. No query."""
    found = [Sheet("T02", case)] if case.registered is not None else []
    by_key = {}
    for paper in papers:
        by_key[paper.pk] = paper
        reviews = list(paper.reviews.all())
        if reviews or (paper.notice in ANNOUNCING and paper.state in _REVIEWED):
            found.append(Sheet("T39", case, paper))
        for service in paper.services.all():
            service.paper = paper
            found.append(Sheet("T38", case, service))
    for asked in inquiries:
        if asked.who == Consulted.THIRD_PARTY and asked.paper_id in by_key:
            asked.paper = by_key[asked.paper_id]
            found.append(Sheet("T09", case, asked))
    return sorted(found, key=lambda one: (one.day, one.notice, one.key))


def filled_of(case: Case) -> dict[str, FilledSheet]:
    """What was written on them, by key; one query."""
    return {one.sheet: one for one in case.filled_sheets.all()}


@dataclass(frozen=True, slots=True)
class Base:
    """What all forms of a case draw on, read once: its facts, the body's own templates."""

    facts: f.Facts
    own: Mapping[str, Template]


def base_of(case: Case) -> Base:
    """A constant number of queries, however many forms are composed."""
    own = letters.templates_of(case.agency)
    return Base(
        letters.facts_of(case, case.received or case.arrived, number=case.number),
        {code: parse(own[code].text) for code in ("T03", *FIELDS) if code in own},
    )


def compose_sheet(
    sheet: Sheet, base: Base, filled: FilledSheet | None = None, *, masked: bool = False
) -> Notice:
    """The form with what is on file and what was written on it.

    `masked`: numbers and addresses of the applicant and where a letter was brought are hidden, for
    the screen.
    """
    written: dict[str, str] = {**initial(sheet), **(filled.values if filled else {})}
    facts = replace(base.facts, document=replace(base.facts.document, day=sheet.day))
    match sheet.about:
        case Inquiry() as asked:
            facts = replace(facts, consultation=_consultation(asked, written))
        case Service() as service:
            facts = replace(facts, service=_service(sheet.case, service, written))
        case Paper() as paper:
            facts = replace(facts, review=_review(paper, written))
        case None:
            facts = replace(facts, application=replace(facts.application, note=written["note"]))
    if masked:
        who = facts.applicant
        facts = replace(facts, applicant=replace(
            who, identity_number=mask_number(who.identity_number), phone=mask_number(who.phone),
            address=mask_number(who.address), email=mask_number(who.email),
        ), service=replace(facts.service, address=mask_number(facts.service.address)))  # fmt: skip
    return compose(base.own.get(sheet.notice) or standard(sheet.notice), facts, draft=True)


def initial(sheet: Sheet) -> dict[str, str]:
    """What stands in the places to be filled in before anybody wrote."""
    match sheet.about:
        case Service() as service:
            returned = f"{service.returned}退回" if service.returned else ""
            note = "；".join(filter(None, (service.note, returned)))
            return {"signatory": service.receiver, "substitute": "", "server": service.actor,
                    "note": note}  # fmt: skip
        case Paper() as paper:
            case = sheet.case
            sections = [one for one in case.assignments.all() if one.recalled is None]
            said = [
                f"{one.section.name}：{Opinion(one.opinion).zh}。{one.basis}"
                for one in sections if one.opinion
            ]  # fmt: skip
            return {
                "subject": f"对“{case.title}”拟发出的{notice(paper.notice).zh}",
                "section": "、".join(one.section.name for one in sections),
                "opinion": "\n".join(said),
            }
    return {field.name: "" for field in FIELDS[sheet.notice]}


def _consultation(asked: Inquiry, written: Mapping[str, str]) -> f.Consultation:
    paper = asked.paper
    return f.Consultation(
        kind=asked.who, name=asked.name, subject=asked.subject or asked.question,
        days=THIRD_PARTY_DAYS.on(asked.sent).value, number=paper.number if paper else "",
        sent=asked.sent, answered=asked.answered,
        answer=_ANSWERS.get(Answer(asked.answer), "") if asked.answer else "",
        opinion=asked.text, proof=written["proof"], signatory=written["signatory"],
    )  # fmt: skip


def _service(case: Case, service: Service, written: Mapping[str, str]) -> f.ServiceFacts:
    paper = service.paper
    return f.ServiceFacts(
        method=service.method, documents=(_named(paper),), receiver=_addressee(case, paper),
        address=service.to, sent=service.sent, signed=service.reached,
        tracking_number=service.tracking, signatory=written["signatory"],
        substitute=written["substitute"], server=written["server"], note=written["note"],
    )  # fmt: skip


def _addressee(case: Case, paper: Paper) -> str:
    """Who got it: the one who was asked or told, else the applicants."""
    told = str(paper.values.get("inquiry", ""))
    for asked in case.inquiries.all():
        if asked.paper_id == paper.pk or (told and str(asked.pk) == told):
            return asked.name
    return "、".join(one.name for one in case.parties.all() if one.part == "applicant")


def _review(paper: Paper, written: Mapping[str, str]) -> f.Review:
    reviews = list(paper.reviews.all())
    law, secrecy, signing = (
        [one for one in reviews if one.kind == kind]
        for kind in (ReviewKind.LAW, ReviewKind.SECRECY, ReviewKind.SIGNING)
    )
    return f.Review(
        subject=written["subject"], drafter=paper.drafter, section=written["section"],
        opinion=written["opinion"], drafted=timezone.localdate(paper.made),
        review=_said(law), reviewer=_who(law), reviewed=_when(law),
        secrecy=_said(secrecy), secrecy_reviewer=_who(secrecy), secrecy_reviewed=_when(secrecy),
        approval=_said(signing), approver=_who(signing), approved=_when(signing),
    )  # fmt: skip


def _said(reviews: Sequence[Review]) -> str:
    """Each word of the reviewers in its order; what was sent back before stands with its day."""
    return "\n".join(_words(reviews))


def _words(reviews: Sequence[Review]) -> Iterator[str]:
    for one in reviews:
        parts = filter(None, (one.comment, f"依据：{one.basis}" if one.basis else ""))
        said = "；".join(("通过" if one.passed else "退回修改", *parts))
        last = one is reviews[-1]
        yield said if last else f"{said}（{one.actor}，{timezone.localdate(one.at)}）"


def _who(reviews: Sequence[Review]) -> str:
    return reviews[-1].actor if reviews else ""


def _when(reviews: Sequence[Review]) -> date | None:
    return timezone.localdate(reviews[-1].at) if reviews else None


def receipt(base: Base, code: str = "", *, due: date | None = None) -> Notice:
    """T03: given to the applicant with number and query code; no 文号, for it decides nothing.

    Of a case that has been received; `due` where another last day was told than the present one.
    """
    facts = base.facts
    if due is not None:
        facts = replace(facts, application=replace(facts.application, due=due))
    if code:
        query = f"{facts.body.query}；查询码：{code}"
        facts = replace(facts, body=replace(facts.body, query=query))
    return compose(base.own.get("T03") or standard("T03"), facts, draft=True)
