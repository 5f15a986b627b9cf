"""卷内文件: the pieces of a sealed file in the order in which a reader wants them.

Each piece brings its bytes only when it is written: what was stored is copied from the store in
parts, what is composed for the file is composed then. Nothing is held longer than that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from django.utils import timezone

from gongkai.errors import MissingFont
from gongkai.law import moves as law
from gongkai.notices import pdf
from gongkai.notices.compose import compose
from gongkai.notices.model import Block, Cell, Notice, Paragraph, Run, Table
from gongkai.notices.template import parse, standard
from gongkai.web.agencies.calendars import calendar_of
from gongkai.web.cases import clockwork, letters, releasing, sheets
from gongkai.web.cases.archiving.record import Section, sections_of
from gongkai.web.cases.archiving.tables import listed, pairs
from gongkai.web.cases.models import Case, FilledSheet, Redaction
from gongkai.web.files.kinds import IMAGES, State
from gongkai.web.files.models import File

__all__ = ["Member", "Stored", "members_of", "printed"]

_AT_FIRST = (law.Verb.CONFIRM, law.Verb.REGISTER)
_ODD = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_OTHER_SIGNS = re.compile(r"[^\x20-\x7e\u00a0-\u00ff\u2010-\u2049\u3000-\u9fff\uff00-\uffef\n]")


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes in the store, which must have this hash."""

    blob: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Member:
    """One piece: where it stands, what the list says of it, where its bytes come from.

    `pages`: None where they are counted when it is written, 0 for what has no pages; `twin`: the
    same document in another form, which the list does not number again.
    """

    group: str
    title: str
    ending: str
    source: Stored | Callable[[], bytes]
    number: str = ""
    day: date | None = None
    by: str = ""
    pages: int | None = None
    twin: bool = False
    name: str = ""


def members_of(case: Case) -> list[Member]:
    """All pieces, named and numbered; the bytes of none is read here."""
    found, n = [], 0
    for one in (*_application(case), *_documents(case), *_record(case), *_material(case),
                *_given(case)):  # fmt: skip
        n += not one.twin
        title = _ODD.sub("_", one.title)[:80].strip(" .") or "文件"
        found.append(replace(one, name=f"{one.group}/{n:03}-{title}.{one.ending}"))
    return found


def _application(case: Case) -> Iterator[Member]:
    """What was asked, how it was received and registered, what the applicant handed in."""
    base = sheets.base_of(case)
    who = "申请人"
    if not case.rectifies:  # a claim to put a record right has no form of its own
        title = f"{standard('T01').title}（据接收的内容打印）"
        yield Member("1申请", title, "pdf", lambda: printed(_form(case, base)), case.number,
                     case.arrived, who)  # fmt: skip
    yield from _files(case, "1申请", who)
    if (due := _told_due(case)) is not None:
        yield Member("1申请", standard("T03").title, "pdf",
                     lambda: printed(sheets.receipt(base, due=due)), case.number, case.received,
                     case.agency.name)  # fmt: skip
    for one, made in _sheets(case, base):
        if one.about is None:
            yield made


def _form(case: Case, base: sheets.Base) -> Notice:
    own = letters.templates_of(case.agency).get("T01")
    template = parse(own.text) if own is not None else standard("T01")
    return compose(template, base.facts, draft=True)


def _told_due(case: Case) -> date | None:
    """The last day that the receipt named: before anything moved it."""
    if case.received is None or case.rectifies:
        return None
    calendar = calendar_of(case.agency)
    steps = takewhile(lambda step: step.verb in _AT_FIRST, case.steps.all())
    deadline = clockwork.play(case, steps, calendar).deadline(calendar)
    return deadline.due if deadline is not None else None


def _sheets(case: Case, base: sheets.Base) -> Iterator[tuple[sheets.Sheet, Member]]:
    papers = case.papers.prefetch_related("reviews", "services").order_by("pk")
    filled = sheets.filled_of(case)
    for one in sheets.sheets_of(case, papers, case.inquiries.all()):
        title = f"{one.zh}（{one.of}）" if one.about is not None else one.zh
        yield one, Member(
            "1申请" if one.about is None else "2文书", title, "pdf",
            _printing(one, base, filled.get(one.key)),
            "" if one.about is not None else case.number, one.day, case.agency.name,
        )  # fmt: skip


def _printing(
    sheet: sheets.Sheet, base: sheets.Base, filled: FilledSheet | None
) -> Callable[[], bytes]:
    return lambda: printed(sheets.compose_sheet(sheet, base, filled))


def _documents(case: Case) -> Iterator[Member]:
    """Every letter as it was frozen, with the forms that belong to it after it."""
    body = case.agency.name
    forms: dict[int, list[Member]] = {}
    for sheet, made in _sheets(case, sheets.base_of(case)):
        if sheet.about is not None:
            paper = getattr(sheet.about, "paper_id", None) or sheet.about.pk
            forms.setdefault(paper, []).append(made)
    for one in case.papers.order_by("pk"):
        title = one.get_notice_display() + ("（作废）" if one.state == "void" else "")
        if one.pdf:
            yield Member("2文书", title, "pdf", Stored(one.pdf, one.pdf_sha256, 0), one.number,
                         one.dated, body)  # fmt: skip
            yield Member("2文书", title, "docx", Stored(one.docx, one.docx_sha256, 0), one.number,
                         one.dated, body, 0, twin=True)  # fmt: skip
        yield from forms.get(one.pk, ())


def _record(case: Case) -> Iterator[Member]:
    """What was done, in words and as data."""
    found: list[list[Section]] = []

    def sections() -> list[Section]:
        if not found:
            found.append(sections_of(case))
        return found[0]

    day = timezone.localdate(case.changed)
    yield Member("3办理", "办理记录", "pdf", lambda: printed(_told(case, sections(), day)),
                 case.number, day, case.agency.name)  # fmt: skip
    yield Member("3办理", "办理记录", "json", lambda: _data(sections()), case.number, day,
                 case.agency.name, 0, twin=True)  # fmt: skip


def _data(sections: list[Section]) -> bytes:
    whole = {one.zh: one.rows for one in sections}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def _told(case: Case, sections: list[Section], day: date) -> Notice:
    blocks: list[Block] = []
    for section in sections:
        blocks.append(Paragraph((Run(section.zh, bold=True),)))
        if section.narrow:
            blocks.append(listed(section.rows))
        else:
            blocks += [pairs(row) for row in section.rows if row]
    return Notice(
        "", "", (case.agency.name, "政府信息公开申请办理记录"), case.number, tuple(blocks), None,
        "", day,
    )  # fmt: skip


def _files(case: Case, group: str, by: str) -> Iterator[Member]:
    """Files of the case: what the applicant handed in, or what the body added (not originals)."""
    owned = File.objects.filter(
        owner_kind="cases.case", owner=str(case.pk), state=State.READY
    ).select_related("content")
    own = by == "申请人"
    # what was blackened stays with the body, whoever looks at the file later (see ADR 0014)
    originals = set(case.redactions.values_list("source_id", flat=True))
    for file in owned.order_by("pk"):
        if file.content is None or own is not (file.added_by is None):
            continue
        if not own and file.pk in originals:
            continue
        stem, _, ending = file.name.rpartition(".")
        content = file.content
        pages = 1 if file.kind in IMAGES else content.page_count
        yield Member(group, stem or file.name, ending if stem else "bin",
                     Stored(content.blob, file.sha256, content.size), "",
                     timezone.localdate(file.added), by, pages)  # fmt: skip


def _material(case: Case) -> Iterator[Member]:
    yield from _files(case, "4材料", case.agency.name)


def _given(case: Case) -> Iterator[Member]:
    """What went out with the reply, as it went out."""
    rows = Redaction.objects.filter(case=case, released=True).select_related("source")
    for one in rows.exclude(result="").order_by("pk"):
        stem, _, ending = releasing.name_of(one).rpartition(".")
        pages = one.pictures if one.result_kind == "pdf" or one.result_kind in IMAGES else 0
        yield Member("5提供的信息", stem, ending,
                     Stored(one.result, one.result_sha256, one.result_size), "",
                     timezone.localdate(one.made) if one.made else None, case.agency.name,
                     pages)  # fmt: skip


def printed(notice: Notice) -> bytes:
    """As PDF; a sign that no font has is printed as 〓, for a file must not wait for a font."""
    try:
        return pdf.write(notice)
    except MissingFont:
        return pdf.write(_with_known_signs(notice))


def _with_known_signs(notice: Notice) -> Notice:
    def plain(run: Run) -> Run:
        return Run(_OTHER_SIGNS.sub("〓", run.text), run.bold)

    def block(one: Block) -> Block:
        if isinstance(one, Paragraph):
            return Paragraph(tuple(map(plain, one.runs)), one.role)
        rows = tuple(tuple(cell(c) for c in row) for row in one.rows)
        return Table(one.widths, one.head, rows)

    def cell(one: Cell) -> Cell:
        return replace(one, lines=tuple(tuple(map(plain, line)) for line in one.lines))

    return replace(notice, blocks=tuple(map(block, notice.blocks)))
