"""发文: the documents of a case composed from its facts, checked, numbered, frozen and kept.

`gongkai.notices` writes and checks; here its facts are gathered and the result is stored. From the
day on which it is sent a document never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile

from gongkai.errors import BadInput
from gongkai.law.application import Application
from gongkai.law.bodies.kinds import BodyKind
from gongkai.law.bodies.review_body import ReviewPlace
from gongkai.law.decisions.codes import PARTIAL
from gongkai.law.decisions.guards import Record
from gongkai.law.documents.notices import RECTIFIED, REPLIES
from gongkai.law.periods import Consulted
from gongkai.law.receipt import CHANNEL_RULES
from gongkai.notices import facts as f
from gongkai.notices.check import Finding, Others, Severity, check
from gongkai.notices.compose import compose, document_for
from gongkai.notices.model import Notice
from gongkai.notices.template import Template, parse, standard
from gongkai.redaction import find_text
from gongkai.web.agencies.models import Agency, ContactBlock
from gongkai.web.cases.claims import record_facts
from gongkai.web.cases.details import BASES
from gongkai.web.cases.models import Case, Desk, Inquiry, Item, Paper, Part, WantedForm, Way
from gongkai.web.cases.models import Template as OwnTemplate
from gongkai.web.cases.people import IdentityKind
from gongkai.web.files import storage
from gongkai.written import day_zh

__all__ = [
    "PLACEHOLDER", "body_of", "compose_reply", "decisions_of", "digest_of", "facts_of", "faults",
    "freeze", "refuse_faults", "templates_of",
]  # fmt: skip

_OWN_BASIS = "D63"  # many things, each with a basis of its own
PLACEHOLDER = "（签发时编号）"


# what documents draw on ---------------------------------------------------------------------------


def body_of(agency: Agency) -> f.Body:
    """The body with its contact block, its court, its bodies of reconsideration; four queries."""
    desk = Desk.objects.filter(agency=agency).first() or Desk()
    contact = ContactBlock.objects.filter(agency=agency).first() or ContactBlock()
    return f.Body(
        kind=BodyKind(agency.kind), name=agency.name, office=contact.office,
        address=contact.address, postcode=contact.postcode, phone=contact.phone,
        hours=contact.hours, court=desk.court, online_review=desk.online_review,
        query="网上凭申请编号和查询码查询，或者向本机关政府信息公开工作机构查询",
        reviewers=_reviewers(agency, desk),
    )  # fmt: skip


def _reviewers(agency: Agency, desk: Desk) -> dict[ReviewPlace, str]:
    """The governments above by name; what the tree does not tell, the desk's setting does."""
    above = list(Agency.objects.filter(pk__in=agency.above).order_by("-path"))
    government = next((one for one in above if BodyKind(one.kind).is_government), None)
    names = {}
    for place in ReviewPlace:
        if government is not None and place.value.endswith("_government"):
            names[place] = government.name
        elif desk.review_body:
            names[place] = desk.review_body
    return names


def _applicant(case: Case) -> f.Applicant:
    parties = list(case.parties.all())
    asking = [one for one in parties if one.part == Part.APPLICANT]
    agent = next((one for one in parties if one.part == Part.AGENT), None)
    first = asking[0]
    known = first.identity_kind in IdentityKind._value2member_map_
    return f.Applicant(
        names=tuple(one.name for one in asking), kind=first.kind,
        representative=first.representative, agent=agent.name if agent else "",
        identity_kind=IdentityKind(first.identity_kind).zh if known else "",
        identity_number=first.identity, phone=first.phone, address=first.address,
        postcode=first.postcode, email=first.email,
    )  # fmt: skip


def _application(case: Case) -> f.Application:
    channel = next(rule.zh for rule in CHANNEL_RULES if rule.channel == case.channel)
    first = case  # a reply given anew still answers the application that was received then
    while first.redoes is not None:
        first = first.redoes
    return f.Application(
        number=case.number, submitted=first.arrived, received=first.received,
        description=_summary(case), form=WantedForm(case.wanted_form).zh, way=Way(case.way).zh,
        channel=channel, evidence=case.evidence or case.tracking, handler=case.registered_by,
        due=case.due, ordered=case.ordered.ordering if case.ordered else "",
    )  # fmt: skip


def _summary(case: Case) -> str:
    """What was asked for, in one line, without a full stop at its end."""
    text = " ".join(case.description.split("\n【")[0].split()) or " ".join(case.features.split())
    return text.rstrip("。；;，,")


def facts_of(
    case: Case, day: date, *, number: str = "", online: bool = False, due: date | None = None,
    **parts: Any,
) -> f.Facts:  # fmt: skip
    """The facts of a case for a document of that day; `due` where the present one is not meant."""
    service = parts.pop("service", None) or f.ServiceFacts(online=online)
    attachments = parts.pop("attachments", ())
    return f.Facts(
        body=body_of(case.agency),
        document=f.Document(number=number, day=day, attachments=tuple(attachments)),
        applicant=_applicant(case),
        application=replace(_application(case), due=due or case.due),
        service=service,
        **parts,
    )


def decisions_of(case: Case, items: Sequence[Item], application: Application) -> list[f.Decision]:
    """The decisions on the items as documents tell them; what was entered fills their fields."""
    return [_decision(case, item, application) for item in items if item.code]


def _decision(case: Case, item: Item, application: Application) -> f.Decision:
    given: dict[str, Any] = dict(item.details)
    parts = tuple(
        f.Part(what=part["what"], code=part["code"], reason=part["reason"])
        for part in given.pop("parts", ())
    )
    basis = [BASES[name] for name in given.pop("basis", ())]
    if item.code == _OWN_BASIS and not basis:
        basis = [BASES["not_information"]]
    search = given.pop("search", None) or (_searched(case) if item.code == "D41" else None)
    body = given.pop("other_body", None)
    if item.code == "D52" and case.repeats is not None:
        earlier = case.repeats.papers.filter(notice__in=REPLIES).exclude(number="")
        found = earlier.order_by("-pk").first()
        given["earlier_number"] = found.number if found else case.repeats.number
        given["earlier_date"] = found.dated if found else case.repeats.replied
    if isinstance(given.get("earlier_date"), str):
        given["earlier_date"] = date.fromisoformat(given["earlier_date"])
    lists = {name: tuple(value) for name, value in given.items() if isinstance(value, list)}
    fields: dict[str, Any] = given | lists
    return f.Decision(
        code=item.code,
        item=" ".join(item.text.split()).rstrip("。；;"),
        reason=item.reason,
        parts=parts if item.code == PARTIAL else (),
        search=f.Search(**search) if search else None,
        other_body=f.OtherBody(**body) if body else None,
        basis=tuple(basis),
        **fields,
    )


def _searched(case: Case) -> dict[str, str] | None:
    """The last search on file."""
    last = case.evidence_list.filter(kind=Record.SEARCH_LOG.value).order_by("-pk").first()
    if last is None:
        return None
    method = " ".join(last.text.split()).rstrip("。；;")
    return {"by": last.by, "on": day_zh(last.day), "scope": last.place, "method": method}


# templates ----------------------------------------------------------------------------------------


def templates_of(agency: Agency) -> dict[str, OwnTemplate]:
    """The body's own templates in use, by document; one query."""
    return {one.notice: one for one in OwnTemplate.objects.filter(agency=agency, ended=None)}


def _parsed(own: dict[str, OwnTemplate]) -> dict[str, Template]:
    return {code: parse(one.text) for code, one in own.items()}


# replies ------------------------------------------------------------------------------------------


def compose_reply(
    case: Case, application: Application, day: date, *, number: str = "", draft: bool = True,
    online: bool | None = None,
) -> tuple[Notice, f.Facts]:  # fmt: skip
    """The reply to the decisions on file: (document, its facts)."""
    decisions = decisions_of(case, list(case.items.all()), application)
    more: dict[str, Any]
    if case.rectifies:
        code, more = RECTIFIED, {"record": record_facts(case)}
    else:
        code = document_for([one.code for one in decisions])
        more = _procedure(case, application)
    own = _parsed(templates_of(case.agency))
    attachments = [
        one.source.name.rsplit(".", 1)[0]
        for one in case.redactions.filter(released=True).select_related("source")
    ]
    by_net = case.way in (Way.ONLINE, Way.EMAIL, Way.FAX) if online is None else online
    facts = facts_of(
        case, day, number=number or (PLACEHOLDER if draft else ""), online=by_net,
        decisions=tuple(decisions), attachments=attachments, **more,
    )  # fmt: skip
    notice = compose(own.get(code) or standard(code), facts, own=own, draft=draft)
    return notice, facts


def _procedure(case: Case, application: Application) -> dict[str, Any]:
    """What happened on the way, for replies that tell of it."""
    found: dict[str, Any] = {}
    letters = {one.notice: one for one in case.papers.exclude(number="")}
    if application.correction_asked is not None:
        letter = letters.get("T04")
        found["correction"] = f.Correction(
            until=application.correction_until, number=letter.number if letter else "",
            sent=application.correction_asked, received=application.corrected,
        )  # fmt: skip
    if application.extension:
        found["extension"] = f.Extension(days=application.extension, due=case.due)
    third = [one for one in case.inquiries.all() if one.answer and one.who == "third-party"]
    if third:
        last = third[-1]
        found["consultation"] = f.Consultation(
            kind=last.who, name=last.name, sent=last.sent, answered=last.answered,
            opinion=last.text, result=_result(last),
        )  # fmt: skip
    elif impossible := case.evidence_list.filter(kind=Record.CONSULTATION_IMPOSSIBLE.value).last():
        why = " ".join(impossible.text.split()).rstrip("。；;")
        found["consultation"] = f.Consultation(
            kind=Consulted.THIRD_PARTY.value, result=f"本机关无法征求第三方意见：{why}"
        )
    if (letter := letters.get("T05")) is not None:
        assessed = case.evidence_list.filter(kind="reasons_assessed").order_by("-pk").first()
        found["reasons"] = f.Reasons(
            number=letter.number, sent=letter.dated, given=application.reasons_given,
            assessment=assessed.text.rstrip("。；;") if assessed else "",
            counts=str(letter.values.get("counts", "")),
        )  # fmt: skip
    return found


def _result(inquiry: Inquiry) -> str:
    """How the third party was asked and what came of it, in a sentence without its name."""
    from gongkai.web.cases.models.work import Answer

    asked = f"本机关于{day_zh(inquiry.sent)}书面征求第三方意见"
    answer = Answer(inquiry.answer)
    if answer is Answer.SILENT:
        return f"{asked}，第三方逾期未提出意见，由本机关依照条例的规定决定"
    return f"{asked}，第三方{answer.zh}"


# checking, freezing -------------------------------------------------------------------------------


def digest_of(notice: Notice) -> str:
    """Of what was reviewed: the text without its number and date, which come with the signature."""
    text = "\n".join((notice.code, notice.version, *(block.text for block in notice.blocks)))
    return sha256(text.encode()).hexdigest()


def faults(case: Case, notice: Notice, facts: f.Facts) -> tuple[Finding, ...]:
    """What the check before issue finds, the people and numbers of other cases included."""
    others = Case.objects.filter(agency=case.agency).exclude(pk__in=[case.pk, case.repeats_id])
    recent = list(others.order_by("-pk").prefetch_related("parties")[:200])
    known = set(facts.applicant.names)
    names = {one.name for other in recent for one in other.parties.all()} - known
    found = check(
        notice,
        facts,
        others=Others(applicants=sorted(names), numbers=[one.number for one in recent]),
        finder=_personal(facts),
    )
    # before it is signed there is no number whose form could be wrong
    unsigned = notice.number == PLACEHOLDER
    return tuple(one for one in found if not (unsigned and one.code == "number_form"))


def _personal(facts: f.Facts) -> Any:
    """Finds personal data that are not those of the applicant or of the body's own contact."""
    body = facts.body
    own = "\n".join(  # apart: no find stands across two of them
        "".join(text.split()) for text in (
            *facts.applicant.names, facts.applicant.identity_number, facts.applicant.phone,
            facts.applicant.address, facts.applicant.email, facts.applicant.representative,
            facts.applicant.agent, body.phone, body.address, body.office, body.name, body.court,
            facts.consultation.name if facts.consultation else "", facts.extension.approver
            if facts.extension else "",
        )
    )  # fmt: skip

    def find(text: str) -> Iterator[tuple[str, str]]:
        for hit in find_text(text):
            if hit.confidence >= 0.8 and "".join(hit.text.split()) not in own:
                yield hit.zh, hit.text

    return find


def refuse_faults(found: Iterable[Finding]) -> None:
    """BadInput with every sentence when one of the findings forbids the issue."""
    wrong = [one for one in found if one.severity is Severity.ERROR]
    if wrong:
        raise BadInput("文书还不能发出：" + "；".join(one.sentence for one in wrong[:8]))


def freeze(paper: Paper, notice: Notice) -> None:
    """Write PDF and DOCX of the document into the storage and their hashes on the row."""
    from gongkai.notices import docx, pdf

    for name, data in (("pdf", pdf.write(notice)), ("docx", docx.write(notice))):
        blob = storage.new_name()
        saved = storage.storage().save(blob, ContentFile(data))
        setattr(paper, name, saved)
        setattr(paper, f"{name}_sha256", sha256(data).hexdigest())
    paper.number, paper.dated = notice.number, notice.day
    paper.text, paper.digest = notice.text, digest_of(notice)
    paper.template_version = notice.version
    # the values would tell who asked; the text that holds them stands sealed
    paper.content = {"title": notice.title}
