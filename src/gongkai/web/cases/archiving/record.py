"""办理记录: all that the platform knows of a case, section by section, for the sealed file.

Drawn from the models themselves: every field that has a Chinese name is in it, so that what is
added to a case later is archived without being listed here. Left out is what is no part of the file
(the applicant's rating) and what is in it as a document (the texts of letters).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from gongkai.law import applicants
from gongkai.law import moves as law
from gongkai.law.decisions.codes import decision
from gongkai.law.decisions.exemptions import exemption
from gongkai.redaction import GROUNDS
from gongkai.terms import term
from gongkai.web.audit import verbs
from gongkai.web.audit.models import Entry
from gongkai.web.cases import redactions
from gongkai.web.cases.models import (
    Case,
    FilledSheet,
    Package,
    Proposal,
    Redaction,
    Reminder,
    Review,
    Service,
)
from gongkai.web.cases.people import IdentityKind
from gongkai.web.cases.sheets import FIELDS

__all__ = ["Section", "sections_of"]

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the record: rows of what people read; `narrow`: one line of a table each."""

    zh: str
    rows: list[Row]
    narrow: bool = False


# first what was asked and what the law says of it; what is not named here follows
_ORDER = (
    "parties", "items", "stamps", "steps", "assignments", "inquiries", "conferences",
    "evidence_list", "papers",
)  # fmt: skip
_NARROW = {"stamps", "steps"}
_NOT_HERE = (Package, Reminder, FilledSheet, Proposal, Case)  # other cases have their own files
_LEFT_OUT = {"cases.case": {"score", "opinion"}, "cases.paper": {"text"}, "cases.letter": {"text"}}
_TRACE = 2_000  # lines printed; a file that has more says so
_CONSULTED = {
    "third-party": "第三方", "co-producer": "共同制作机关", "other-body": "其他行政机关",
}  # fmt: skip
# fields whose names are said nowhere else
_NAMES: Mapping[tuple[str, str], str] = {
    ("party", "part"): "身份",
    ("item", "order"): "序号",
    ("stamp", "stage"): "环节",
    ("step", "verb"): "步骤",
    ("step", "days"): "工作日",
    ("step", "until"): "至",
    ("step", "who"): "对象",
    ("step", "by"): "办理",
    ("step", "reason"): "说明",
    ("conference", "entered"): "记录时间",
    ("evidence", "entered_by"): "登记人",
}
_WORDS: Mapping[tuple[str, str], Any] = {
    ("case", "column"): lambda text: term(text).zh,
    ("case", "row"): lambda text: term(text).zh,
    ("case", "outcome"): lambda text: decision(text).zh,
    ("party", "kind"): lambda text: applicants.kind(text).zh,
    ("party", "identity_kind"): lambda text: IdentityKind(text).zh,
    ("item", "code"): lambda text: decision(text).zh,
    ("item", "refused"): lambda codes: "、".join(decision(code).zh for code in codes),
    ("item", "grounds"): lambda codes: "、".join(exemption(code).zh for code in codes),
    ("inquiry", "who"): lambda text: _CONSULTED.get(text, text),
    ("step", "verb"): lambda text: law.Verb(text).zh,
    ("step", "who"): lambda text: _CONSULTED.get(text, text),
}


def sections_of(case: Case) -> list[Section]:
    """The whole record; a constant number of queries."""
    found = [Section("办件", [_row(case)])]
    related = {one.get_accessor_name(): one for one in Case._meta.related_objects}
    named = [name for name in _ORDER if name in related]
    others = [name for name in related if name and name not in _ORDER]
    for name in (*named, *others):
        model: Any = related[name].related_model
        if issubclass(model, _NOT_HERE):
            continue
        rows = _all(model, case, related[name].field.name)
        made = [_redacted(row) if isinstance(row, Redaction) else _row(row) for row in rows]
        if made := [row for row in made if row]:
            found.append(Section(str(model._meta.verbose_name), made, name in _NARROW))
        if name == "papers":
            found += _of_papers(case)
    if written := list(_written(case)):
        found.append(Section("表单填写", written))
    found.append(Section("留痕", list(_trace(case)), narrow=True))
    return found


def _all(model: type[models.Model], case: Case, field: str) -> Iterable[models.Model]:
    names = [one.name for one in model._meta.concrete_fields
             if isinstance(one, models.ForeignKey) and one.name != field]  # fmt: skip
    return model._default_manager.filter(**{field: case}).select_related(*names).order_by("pk")


def _of_papers(case: Case) -> Iterator[Section]:
    """Reviews with name, time and reason; services with their evidence."""
    for model in (Review, Service):
        rows = model._default_manager.filter(paper__case=case).select_related("paper")
        made = [
            {"文书": _document(row.paper), **_row(row)} for row in rows.order_by("paper_id", "pk")
        ]
        if made:
            yield Section(str(model._meta.verbose_name), made)


def _document(paper: Any) -> str:
    return " ".join(filter(None, (paper.get_notice_display(), paper.number)))


def _row(row: models.Model) -> Row:
    """What people read of a row; nothing of what is empty."""
    left_out = _LEFT_OUT.get(row._meta.label_lower, set())
    found = {}
    for field in row._meta.concrete_fields:
        name = (row._meta.model_name or "", field.name)
        zh = _NAMES.get(name) or str(field.verbose_name)
        if zh.isascii() or field.name in left_out:
            continue
        value = getattr(row, field.name)
        if value and (text := _text(row, field, value)):
            found[zh] = text
    return found


def _text(row: models.Model, field: models.Field[Any, Any], value: Any) -> str:
    words = _WORDS.get((row._meta.model_name or "", field.name))
    if words is not None:
        return str(words(value))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    match value:
        case bool():
            return "是" if value else ""
        case datetime():
            return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case dict():
            return ""  # of fields of documents, which are in the documents
        case list():
            return "；".join(str(one) for one in value if not isinstance(one, dict | list))
    return str(value)


def _redacted(row: Redaction) -> Row:
    """On which grounds what went, and which file it was; never what stood there."""
    counts: dict[str, list[int]] = {}
    for mark in redactions.marks_of(row):
        counts.setdefault(mark.ground, []).append(mark.page + 1)
    grounds = [
        f"{GROUNDS.get(ground, ground)}：{len(pages)}处（第{_places(pages)}页）"
        for ground, pages in sorted(counts.items())
    ]
    kept = [one for one in row.hits if isinstance(one, dict) and one.get("kept")]
    found = _row(row)
    found.pop("没有办成的原因", None)
    found |= {
        "原件校验值": row.source.sha256, "涂去的依据和处数": "；".join(grounds),
        "提示后保留": f"{len(kept)}处" if kept else "", "结果校验值": row.result_sha256,
    }  # fmt: skip
    return {zh: text for zh, text in found.items() if text}


def _places(pages: Iterable[int]) -> str:
    return "、".join(str(page) for page in sorted(set(pages)))


def _written(case: Case) -> Iterator[Row]:
    for one in case.filled_sheets.all():
        code = one.sheet.partition("-")[0].upper()
        named = {field.name: field.zh for field in FIELDS.get(code, ())}
        values = {named.get(name, name): text for name, text in one.values.items() if text}
        yield {**_row(one), **values}


def _trace(case: Case) -> Iterator[Row]:
    """Who did what on the case, from the trace."""
    lines = Entry.objects.filter(kind="cases.case", object=str(case.pk)).order_by("id")
    for line in lines[:_TRACE]:
        at = timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M")
        yield {"时间": at, "经办人": line.actor_name, "岗位": verbs.role_zh(line.role),
               "动作": verbs.verb_zh(line.verb), "条文": line.article}  # fmt: skip
    if (more := lines.count() - _TRACE) > 0:
        yield {"动作": f"另有{more}条，见平台留痕"}
