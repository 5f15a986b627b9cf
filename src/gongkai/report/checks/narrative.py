"""The text against the tables: what the prose counts, by kind, year and scope."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from gongkai.report.checks.engine import Check, Context, Finding, Quote, Severity, check
from gongkai.report.checks.totals import NOTHING, Total, group_total, row_total, rows_total, table_2
from gongkai.report.claims import CASE_UNITS
from gongkai.report.claims.fold import fold
from gongkai.report.model import Claim, Exactness, Level, NoteCode, Report
from gongkai.sources import FORM_2021, Article
from gongkai.terms import term

__all__ = [
    "MANY",
    "comparable",
    "fits",
    "other_scope",
    "paragraph_of",
    "quote_of",
    "sentence_of",
    "table",
]

MANY = 1000  # claims that checks compare pair by pair; a long report has three hundred
_GROUPS = ("withheld", "unavailable", "declined", "other")


class _Side(NamedTuple):
    """What a claim of some kind may be compared with, and the words for it."""

    total: Total
    accepted: frozenset[Decimal]
    words: str


def quote_of(claim: Claim) -> Quote:
    """The clause of a claim as a quote."""
    return Quote(claim.quote, claim.section, claim.place)


def other_scope(report: Report) -> str:
    """The scope that the tables are not about: a government's count its whole area, a
    department's only itself; a township is both."""
    if report.level is Level.TOWNSHIP:
        return ""
    return "own" if report.is_government else "area"


def paragraph_of(report: Report, claim: Claim) -> tuple[int, int]:
    """Section and paragraph of a claim, counted from 0."""
    text = report.texts.get(claim.section, "")
    return claim.section, bisect_left(_line_ends(text), claim.span[0])


@lru_cache(maxsize=64)
def _line_ends(text: str) -> tuple[int, ...]:
    return tuple(m.start() for m in re.finditer("\n", text))


def sentence_of(report: Report, claim: Claim) -> str:
    """The sentence of a claim, as printed."""
    text = report.texts.get(claim.section)
    if text is None:
        return claim.quote
    begin = max(text.rfind(mark, 0, claim.span[0]) for mark in "。\n") + 1
    ends = [e for mark in "。\n" if (e := text.find(mark, claim.span[1])) >= 0]
    return text[begin : min(ends, default=len(text))]


def fits(claim: Claim, value: Decimal) -> bool:
    """Whether a claim can mean that value, by its exactness."""
    if claim.exactness is Exactness.MORE_THAN:
        return claim.figure <= value < claim.figure * 2 + 10
    if claim.exactness is Exactness.LESS_THAN:
        return claim.figure / 2 - 10 < value <= claim.figure
    if claim.exactness is Exactness.ABOUT:
        return abs(claim.figure - value) * 10 <= max(claim.figure, value)
    return claim.figure == value


def comparable(report: Report, claim: Claim) -> bool:
    """Whether a claim speaks of the year and the scope that the tables are about."""
    if claim.year != report.year or claim.unit not in CASE_UNITS or claim.scope == "part":
        return False
    return not claim.scope or claim.scope != other_scope(report)


@check(
    "NAR.TABLE",
    Severity.WARNING,
    "文字中的申请、办理结果、复议、诉讼件数应与表格一致。",
    Article(FORM_2021, part="表三、表四"),
)
def table(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Claims against tables; and an account that is silent on what the table counts."""
    found: dict[str, tuple[_Side, list[Claim]]] = {}
    sides: dict[str, _Side | None] = {}
    by_paragraph = _sums(report)
    doubtful = _doubtful(report)
    told = {c.kind for c in report.claims if c.figure > 0 and comparable(report, c)}
    # where 部分公开 is told apart, 予以公开 does not take it in
    partly = any(c.kind == "partly_granted" and comparable(report, c) for c in report.claims)
    for n, claim in enumerate(report.claims):
        if claim.kind not in sides:
            sides[claim.kind] = _side(report, claim.kind)
        side = sides[claim.kind]
        if side is None or side.total.value is None or not comparable(report, claim):
            continue
        if not doubtful.isdisjoint(side.total.cells):
            continue  # which figure stands in which column of that row is not known
        if (
            claim.kind == "new_applications"
            and _apart(report, n)
            or claim.kind == "granted"
            and partly
        ):
            accepted = row_total(report, claim.kind).also
        else:
            accepted = side.accepted | _by_words(report, claim)
        if any(fits(claim, value) for value in accepted):
            continue
        if by_paragraph.get((claim.kind, *paragraph_of(report, claim))) in accepted:
            continue  # given in several parts: 不掌握4件，信息不存在3件
        if claim.figure == 0 and claim.kind in told:
            continue  # 未收到信函申请, said of part of the matter
        found.setdefault(f"{claim.kind}:{claim.figure}", (side, []))[1].append(claim)
    for key, (side, claims) in found.items():
        figure = f"{claims[0].figure:f}"
        yield own.finding(
            key,
            f"文字写{claims[0].quote!r}，表中{side.words}".replace("'", "”").replace(
                "写”", "写“", 1
            ),
            cells=side.total.cells,
            quotes=[quote_of(c) for c in claims],
            expected=side.words,
            found=figure,
            place=claims[0].place,
        )
    yield from _silent(own, report)


def _doubtful(report: Report) -> frozenset[int]:
    """The cells of rows that have more or fewer values than columns."""
    return frozenset(
        i
        for note in report.notes
        if note.code in (NoteCode.SHORT_ROW, NoteCode.LONG_ROW)
        for i in note.cells
    )


_RECEIVED = re.compile(r"收到|受理|接到|接收|新收")
_WITH = re.compile(r"[(]|含|包括|其中|包含|加上|连同|合计|共计|总计|计入|在内")


def _apart(report: Report, n: int) -> bool:
    """Whether a count of applications received leaves out those carried in, by its own words:
    新收44件, or 收到44件，上年结转3件 with the two side by side."""
    claim = report.claims[n]
    if "新收" in claim.quote:
        return True
    text = report.texts.get(claim.section, "")[claim.span[1] : claim.span[1] + 400]
    for other in report.claims[n + 1 : n + 5]:
        if other.section != claim.section or other.kind != "carried_in":
            continue
        between = fold(text[: other.span[0] - claim.span[1]])
        after = fold(text[other.span[1] - claim.span[1] :][:4])
        return (
            bool(_RECEIVED.search(fold(claim.quote)))
            and not re.search(r"[。\n]", between)
            and not _WITH.search(between)
            and ")" not in after
        )
    return False


def _side(report: Report, kind: str) -> _Side | None:
    """The table's side for a kind of claim, None for kinds that no table knows."""
    new, opening = row_total(report, "new_applications"), row_total(report, "carried_in")
    if kind == "new_applications":
        also = set(new.also)
        for a in new.also:
            also |= {a + b for b in opening.also}
        words = f"本年新收{new.words}"
        if opening.value:
            words += f"，上年结转{opening.words}"
        return _Side(new, frozenset(also), words)
    if kind == "handled":
        handled, left = row_total(report, "handled_total"), row_total(report, "carried_out")
        words = f"办结{handled.words}"
        if left.value:
            words += f"，结转{left.value:f}"
        return _Side(handled, handled.also, words)
    if kind.startswith("new_applications."):
        return _column(report, kind.partition(".")[2])
    if kind in ("carried_in", "carried_out"):
        total = row_total(report, kind)
        return _Side(
            total,
            total.also,
            f"{'上年结转' if kind == 'carried_in' else '结转下年度'}{total.words}",
        )
    if kind in _GROUPS:
        total = rows_total(report, kind)
        return _Side(total, total.also, f"{_GROUP_ZH[kind]}合计{total.words}")
    if kind == "granted":
        total, partly = row_total(report, kind), row_total(report, "partly_granted")
        also = set(total.also) | {a + b for a in total.also for b in partly.also}
        return _Side(total, frozenset(also), f"予以公开{total.words}")
    if any(r.labels[-1].id == kind for r in report.form.rows):
        total = row_total(report, kind)
        row = report.form.row(kind)
        return _Side(total, total.also, f"{row.labels[-1].zh}{total.words}")
    return _remedy_side(report, kind) or _table_2_side(report, kind)


_GROUP_ZH = {
    "withheld": "不予公开",
    "unavailable": "无法提供",
    "declined": "不予处理",
    "other": "其他处理",
}
_COLUMNS = (
    "natural_person",
    "business",
    "research",
    "charity",
    "legal_service",
    "other_organisation",
)


def _column(report: Report, name: str) -> _Side | None:
    """New applications of one kind of applicant; also with the stock of last year."""
    new, opening = report.form.row("new_applications"), report.form.row("carried_in")
    if name == "organisations":
        wanted: Sequence[int] = range(1, 6)
    elif name in _COLUMNS:
        wanted = (_COLUMNS.index(name),)
    else:
        return None
    values = [c.value for k in wanted if (c := report.cells[new.cells[k]]) and c.value is not None]
    if not values:
        return None
    value = sum(values, Decimal(0))
    stock = [
        c.value for k in wanted if (c := report.cells[opening.cells[k]]) and c.value is not None
    ]
    accepted = {value, value + sum(stock, Decimal(0))}
    if name == "business":  # 企业 and 法人 are often used for all organisations
        every = _column(report, "organisations")
        accepted |= set(every.accepted) if every else set()
    total = Total(value, frozenset(accepted), tuple(new.cells[k] for k in wanted))
    column = report.form.columns[wanted[0]][-1]
    zh = (term("organisations") if name == "organisations" else column).zh
    return _Side(total, total.also, f"本年新收中{zh}{value:f}")


_RESULTS = ("upheld", "corrected", "other_outcome", "pending")


def _remedy_side(report: Report, kind: str) -> _Side | None:
    """Table 4: a group, both groups of lawsuits, or one result."""
    name, _, result = kind.partition(".")
    groups = {
        "reconsideration": ("reconsideration",),
        "direct_suit": ("direct_suit",),
        "suit_after_reconsideration": ("suit_after_reconsideration",),
        "litigation": ("direct_suit", "suit_after_reconsideration"),
        "remedies": ("reconsideration", "direct_suit", "suit_after_reconsideration"),
    }.get(name)
    if groups is None:
        return None
    totals = [group_total(report, g) for g in groups]
    if result in _RESULTS or result == "concluded":
        return _result_side(report, groups, result)
    if any(t.value is None for t in totals):
        return _Side(NOTHING, frozenset(), "")
    values = [t.value for t in totals if t.value is not None]
    value = sum(values, Decimal(0))
    words = f"{value:f}"
    if name == "litigation":
        words += f"（未经复议直接起诉{values[0]:f}＋复议后起诉{values[1]:f}）"
    total = Total(value, frozenset({value}), tuple(t.cells[0] for t in totals))
    return _Side(total, total.also, words)


def _result_side(report: Report, groups: Sequence[str], result: str) -> _Side:
    value = Decimal(0)
    cells: list[int] = []
    for name in groups:
        group = next(g for g in report.form.groups if g.labels[-1].id == name)
        wanted = (
            group.parts[:3] if result == "concluded" else (group.parts[_RESULTS.index(result)],)
        )
        for i in wanted:
            cell = report.cells[i]
            if cell is None or cell.value is None:
                return _Side(NOTHING, frozenset(), "")
            value += cell.value
            cells.append(i)
    total = Total(value, frozenset({value}), tuple(cells))
    return _Side(total, total.also, f"{value:f}")


def _table_2_side(report: Report, kind: str) -> _Side | None:
    slugs = {
        "normative_documents": (
            "t2.normative_documents.issued",
            "t2.normative_documents_2019.made_2019",
        ),
        "normative_documents.abolished": ("t2.normative_documents.abolished",),
        "normative_documents.in_force": ("t2.normative_documents.in_force",),
        "licences": ("t2.licences.decisions", "t2.licences.decisions_2019"),
        "penalties": ("t2.penalties.decisions", "t2.penalties.decisions_2019"),
        "coercion": ("t2.coercion.decisions", "t2.coercion.decisions_2019"),
    }.get(kind)
    if slugs is None:
        return None
    total = table_2(report, *slugs)
    if total.value is None:
        return _Side(NOTHING, frozenset(), "")
    return _Side(total, total.also, f"{report.form.cells[total.cells[0]].zh}{total.value:f}")


_ANSWERED = re.compile(r"答复|回复")
_TOGETHER = re.compile(r"予以公开(?:和|及|与|、|加)部分公开")


def _by_words(report: Report, claim: Claim) -> frozenset[Decimal]:
    """Further readings that the claim's own words allow."""
    quote = fold(claim.quote)
    if claim.kind == "handled" and _ANSWERED.search(quote):
        handled, other = row_total(report, "handled_total"), rows_total(report, "other")
        if handled.value is not None and other.value:
            return frozenset({handled.value - other.value})  # not every application ends in a reply
    if claim.kind == "new_applications" and re.search(r"办理|答复|办结", quote):
        return row_total(report, "handled_total").also
    if claim.kind == "partly_granted" and _TOGETHER.search(quote):
        granted, partly = row_total(report, "granted"), row_total(report, claim.kind)
        return frozenset(a + b for a in granted.also for b in partly.also)
    group, _, result = claim.kind.partition(".")
    if result and group in ("direct_suit", "suit_after_reconsideration") and "起诉" not in quote:
        # 直接起诉4件，复议后起诉7件；已审结8件: said of both
        side = _remedy_side(report, f"litigation.{result}")
        return side.accepted if side else frozenset()
    if claim.kind in ("reconsideration", "litigation") and re.search(r"审结|办结|结案", quote):
        side = _remedy_side(report, f"{claim.kind}.concluded")
        return side.accepted if side else frozenset()
    return frozenset()


def _sums(report: Report) -> dict[tuple[str, int, int], Decimal]:
    """Claims of one kind added up within their paragraph."""
    sums: dict[tuple[str, int, int], Decimal] = {}
    for claim in report.claims:
        if comparable(report, claim):
            key = (claim.kind, *paragraph_of(report, claim))
            sums[key] = sums.get(key, Decimal(0)) + claim.figure
    return sums


_APPLICATION_WORD = re.compile(r"依申请|申请公开|公开申请|申请")


def _silent(own: Check, report: Report) -> Iterator[Finding]:
    """Table 3 counts applications, the prose never mentions them."""
    received = row_total(report, "new_applications")
    overview = report.section(1)
    if not received.value or overview is None or len(overview.text) < 60:
        return
    text = "".join(s.text for s in report.sections if s.number in (1, 5, 6))
    if _APPLICATION_WORD.search(fold(text)):
        return
    yield own.finding(
        "silent",
        f"表三本年新收申请{received.words}件，全文没有一句说到依申请公开",
        cells=received.cells[:1],
        expected=f"说明收到的{received.words}件申请及其办理情况",
        found="全文未提及依申请公开",
        place=overview.place,
    )
