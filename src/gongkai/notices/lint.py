"""模板检查: whether a body's own template may be used, and in Chinese what it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.errors import BadInput
from gongkai.law.bodies.kinds import BodyKind
from gongkai.law.documents.elements import Element
from gongkai.law.documents.notices import RemedyPart, missing_elements, notice
from gongkai.law.documents.wording import wording_faults
from gongkai.notices.evidence import EVIDENCE, FRAME, REMEDIES, said
from gongkai.notices.markup import Choice, Cite, Each, Merge, Remedies, Text
from gongkai.notices.template import Template, parse

__all__ = ["TemplateFault", "elements", "lint"]

_REMEDY_WORDS = re.compile("(?:申请|提起)(?:行政)?(?:复议|诉讼)")
_TYPED_ARTICLE = re.compile("第[一二三四五六七八九十百零]{1,6}条")


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """One fault of a template: a stable slug, a sentence with what to do, where or what."""

    code: str
    sentence: str
    place: str = ""


def elements(template: Template) -> frozenset[Element]:
    """What documents made with the template say, as far as the facts are there."""
    printed = {n.path for n in template.nodes if isinstance(n, Merge | Choice | Each)}
    printed |= {table.each for table in template.tables.values()}
    found = set(said(template.words, printed.__contains__))
    if template.outgoing:
        found |= FRAME
    if any(isinstance(n, Remedies) for n in template.nodes):
        found |= REMEDIES
    return frozenset(found)


def lint(template: str | Template, day: date) -> tuple[TemplateFault, ...]:
    """Faults of a template that is to be used from `day`; none: it may be used.

    A text that cannot be read has that one fault.
    """
    if isinstance(template, str):
        try:
            template = parse(template)
        except BadInput as error:
            return (TemplateFault("unreadable", str(error)),)
    return tuple(_faults(template, day))


def _faults(template: Template, day: date) -> Iterator[TemplateFault]:
    for element in missing_elements(template.code, elements(template), day, online=True):
        advice = "请写入 {remedies}，由系统生成"
        if element not in REMEDIES:
            advice = EVIDENCE[element].advice
        yield TemplateFault("missing_element", f"缺少“{element.zh}”：{advice}", element.zh)
    yield from _remedies(template)
    yield from _words(template, day)
    if not template.outgoing:
        return
    found = notice(template.code)
    if found.decisions and not any(
        isinstance(n, Merge) and n.path == "decision.articles" for n in template.nodes
    ):
        yield TemplateFault(
            "decision_articles", "没有写入 {decision.articles}（法律依据）；条文须随处理决定变动"
        )
    if found.remedy.needed and found.noun not in template.title:
        yield TemplateFault(
            "noun", f"标题应含“{found.noun}”，与救济告知中的称呼一致", template.title
        )
    for node in template.nodes:
        if isinstance(node, Merge) and node.blank:
            yield TemplateFault(
                "blank_allowed",
                f"“{node.zh}”写作 {{{node.path}?}}，可能印出空白；发出的文书请去掉问号，"
                "或者放入 {?…}{/} 之间",
                node.path,
            )


def _remedies(template: Template) -> Iterator[TemplateFault]:
    part = notice(template.code).remedy
    if part in (RemedyPart.NONE, RemedyPart.R0) and Element.REMEDY in elements(template):
        yield TemplateFault(
            "needless_remedies", "这种文书不告知救济；请删去 {remedies}", "{remedies}"
        )
    if part is not RemedyPart.NONE and (match := _REMEDY_WORDS.search(template.words)):
        yield TemplateFault(
            "typed_remedies",
            "救济告知按机关类别、日期和送达方式生成，不能写在模板里；请改用 {remedies}",
            match[0],
        )


def _words(template: Template, day: date) -> Iterator[TemplateFault]:
    for fault in wording_faults(template.words, day, BodyKind.DEPARTMENT):
        if fault.id == "not_accepted" or (fault.id == "unfilled" and template.outgoing):
            yield TemplateFault(fault.id, fault.sentence, fault.found)
    for node in template.nodes:
        if isinstance(node, Text) and (match := _TYPED_ARTICLE.search(node.text)):
            yield TemplateFault(
                "typed_article",
                f"“{match[0]}”是直接写入的条文；请写作 {{law.R2019.30}} 的形式，"
                "由系统引用到条、款、项",
                match[0],
            )
        if isinstance(node, Cite):
            for one in node.articles:
                if day < one.instrument.since:
                    yield TemplateFault(
                        "not_in_force",
                        f"{one.instrument}自 {one.instrument.since} 起施行，{day} 还不能引用",
                        str(one),
                    )
