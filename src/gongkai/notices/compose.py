"""成文: a template and the facts of a case make a document; the remedy paragraph is computed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from gongkai.errors import BadInput, MissingFacts
from gongkai.law.bodies.review_body import ReviewPlace, review_body
from gongkai.law.decisions.codes import PARTIAL
from gongkai.law.decisions.codes import decision as decision_of
from gongkai.law.documents.notices import RemedyPart, notice, notice_for
from gongkai.law.documents.remedy_text import remedy_block, remedy_form
from gongkai.notices.facts import Body, Facts
from gongkai.notices.markup import Remedies, TableSlot
from gongkai.notices.model import Block, Notice, Paragraph, Role, Run, Seal
from gongkai.notices.render import Line, Renderer
from gongkai.notices.template import Template, standard
from gongkai.sources import REVIEW_2023, numeral

__all__ = ["compose", "document_for", "missing", "remedy", "remedy_text", "reviewer"]

# a line that is only “一、…”, the first level of an official paper
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；：]{1,30}")
_MIXED = "T16"  # one reply to several items that are decided differently


def document_for(codes: Sequence[str]) -> str:
    """Which document (T…) announces these decisions on the items of one application."""
    if not codes:
        raise BadInput("没有处理决定，不能确定文书；请先逐项作出处理决定")
    found = {notice_for(code).code for code in codes}
    return found.pop() if len(found) == 1 else _MIXED


def reviewer(body: Body, day: date) -> tuple[str, tuple[ReviewPlace, ...]]:
    """The body or bodies of reconsideration in words, and the places that have no name yet.

    LawError for a 公共企事业单位, whose documents tell no reconsideration.
    """
    names = _reviewers(body)
    found = review_body(body.kind, day, names)
    return found.text, tuple(place for place in found.places if not names.get(place))


def _reviewers(body: Body) -> dict[ReviewPlace, str]:
    names = {place: name.strip() for place, name in body.reviewers.items() if name.strip()}
    return names | {ReviewPlace.ITSELF: body.name}


def remedy(facts: Facts, code: str) -> tuple[str, tuple[str, ...]]:
    """What `remedy_block` is asked for document `code`: a decision or document, and the grounds.

    Several decisions in one reply: a refusal beside anything else has the remedies of 部分公开.
    """
    if notice(code).remedy is not RemedyPart.BY_DECISION:
        return code, ()
    day = _day(facts)
    withheld, other = set(), False
    for one in facts.decisions:
        parts = {part.code for part in one.parts if part.code}
        if one.code == PARTIAL:
            withheld |= parts
            other = True
        elif decision_of(one.code).by_exemption:
            withheld.add(one.code)
        else:
            other = True
    codes = [one.code for one in facts.decisions]
    if len(codes) == 1 and codes[0] != PARTIAL:
        return codes[0], ()
    refused = tuple(sorted(withheld))
    if refused and not other:
        return codes[0], ()
    if refused and remedy_form(PARTIAL, day, refused) == "R1":
        return PARTIAL, refused
    # all of one kind: any document of that kind has the paragraph
    return (code, ()) if code != notice_for(PARTIAL).code else (_MIXED, ())


def compose(
    template: Template,
    facts: Facts,
    *,
    own: Mapping[str, Template] | None = None,
    draft: bool = False,
) -> Notice:
    """The document. MissingFacts lists everything that it still needs.

    `own`: a body's own templates by code, for a reply that holds several decisions. `draft`: what
    is missing stands as 【name】, for a preview; `check` never lets such a paper out.
    """
    made, renderer = _compose(template, facts, own or {}, draft=draft)
    if renderer.missing and not draft:
        raise MissingFacts(notice(template.code).zh, tuple(renderer.missing.values()))
    return made


def missing(
    template: Template, facts: Facts, *, own: Mapping[str, Template] | None = None
) -> tuple[tuple[str, str], ...]:
    """What the document still needs: (path of the merge field, its name), in printing order."""
    return tuple(_compose(template, facts, own or {}, draft=True)[1].missing.items())


def _day(facts: Facts) -> date:
    if facts.document.day is None:
        raise MissingFacts("文书", ("成文日期",))
    return facts.document.day


def _compose(
    template: Template, facts: Facts, own: Mapping[str, Template], *, draft: bool
) -> tuple[Notice, Renderer]:
    code, day = template.code, _day(facts)
    _check_decisions(code, facts)
    renderer = Renderer(facts, draft)
    need, body, document = renderer.need, facts.body, facts.document
    out = template.outgoing
    issuer = need("body.name", "行政机关全称", body.name) if out else body.name
    number = need("document.number", "文号", document.number) if out else ""
    if facts.decisions:
        renderer.decision = facts.decisions[0]
    blocks: list[Block] = [
        Paragraph((*line, Run("：")), Role.ADDRESSEE)
        for line in renderer.lines(template.addressee)
        if isinstance(line, tuple)
    ]
    blocks += _blocks(renderer, template, renderer.lines(template.opening))
    blocks += _bodies(renderer, template, own)
    blocks += _blocks(renderer, template, renderer.lines(template.closing))
    blocks += _attachments(document.attachments)
    return Notice(
        code,
        template.version,
        tuple(filter(None, (issuer, template.title))),
        number,
        tuple(blocks),
        Seal(issuer, day) if out else None,
        _contact(renderer) if out else "",
        day,
        tuple(renderer.values.items()),
        tuple(renderer.missing.values()) if draft else (),
    ), renderer


def _check_decisions(code: str, facts: Facts) -> None:
    """A document that announces decisions wants those that it is for, and no other wants any."""
    if not notice(code).decisions:
        return
    wanted = document_for([one.code for one in facts.decisions])
    if code != wanted:
        what = "、".join(decision_of(one.code).zh for one in facts.decisions)
        raise BadInput(
            f"处理决定“{what}”应当使用{wanted}“{notice(wanted).zh}”，不是{code}“{notice(code).zh}”"
        )


def _bodies(renderer: Renderer, template: Template, own: Mapping[str, Template]) -> Iterator[Block]:
    """The body; where there are several decisions, that of each under a heading of its own."""
    decisions = renderer.facts.decisions
    if not notice(template.code).decisions or len(decisions) == 1:
        yield from _blocks(renderer, template, renderer.lines(template.body))
        return
    for n, one in enumerate(decisions, 1):
        renderer.decision = one
        item = renderer.need(f"decisions.{n}.item", f"第{n}项申请内容", one.item.strip())
        yield Paragraph((Run(f"{numeral(n)}、关于“{item}”"),), Role.HEADING)
        of = notice_for(one.code).code
        part = template if of == template.code else own.get(of) or standard(of)
        yield from _blocks(renderer, part, renderer.lines(part.body))


def _blocks(renderer: Renderer, template: Template, lines: Sequence[Line]) -> Iterator[Block]:
    for line in lines:
        match line:
            case TableSlot(name):
                yield renderer.table(template.tables[name])
            case Remedies():
                if text := remedy_text(renderer.facts, template.code, renderer):
                    yield Paragraph((Run(text),), Role.REMEDY)
            case _:
                text = "".join(run.text for run in line)
                yield Paragraph(line, Role.HEADING if _HEADING.fullmatch(text) else Role.BODY)


def remedy_text(facts: Facts, code: str, renderer: Renderer | None = None) -> str:
    """The remedy paragraph of document `code` ("" where none belongs); what it lacks is noted."""
    renderer = renderer or Renderer(facts)
    day = _day(facts)
    what, refused = remedy(facts, code)
    form = remedy_form(what, day, refused)
    if form not in ("R1", "R2"):
        return remedy_block(what, day, reviewer="", court="")
    who, unnamed = reviewer(facts.body, day)
    if unnamed:
        lacking = {
            place: renderer.need(f"body.reviewers.{place}", f"行政复议机关名称（{place.zh}）", "")
            for place in unnamed
        }
        who = review_body(facts.body.kind, day, _reviewers(facts.body) | lacking).text
    renderer.values["body.reviewers"] = who
    court = renderer.need("body.court", "有管辖权的人民法院名称", facts.body.court.strip())
    online, channel = facts.service.online and day >= REVIEW_2023.since, ""
    if online:
        zh = "提交行政复议申请的互联网渠道"
        channel = renderer.need("body.online_review", zh, facts.body.online_review.strip())
    return remedy_block(
        what, day, reviewer=who, court=court, refused=refused, online=online,
        online_channel=channel,
    )  # fmt: skip


def _attachments(names: Sequence[str]) -> Iterator[Paragraph]:
    """附件说明: under the text (GB/T 9704 7.3.4)."""
    if len(names) == 1:
        yield Paragraph((Run(f"附件：{names[0]}"),), Role.ATTACHMENT)
        return
    for n, name in enumerate(names, 1):
        yield Paragraph((Run(f"{'附件：' if n == 1 else '　　　'}{n}.{name}"),), Role.ATTACHMENT)


def _contact(renderer: Renderer) -> str:
    """附注: where and by whom more can be learned."""
    body, document = renderer.facts.body, renderer.facts.document
    parts = [
        f"联系人：{document.contact}" if document.contact else "",
        f"联系电话：{renderer.need('body.phone', '联系电话', body.phone)}",
        f"联系地址：{renderer.need('body.address', '办公地址', body.address)}",
        f"邮政编码：{body.postcode}" if body.postcode else "",
    ]
    return f"（{'；'.join(filter(None, parts))}）"
