"""Findings → a page: the printed form, a mark in each cell and quote, a sentence beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gongkai.report.checks.engine import Finding, Severity
from gongkai.report.model import Report
from gongkai.report.write.findings import count, grow, in_order, quote_of, section_of
from gongkai.report.write.findings_marks import Marks, sign
from gongkai.report.write.html import signature
from gongkai.report.write.layout import (
    BodyText,
    Heading,
    LaidOutTable,
    Part,
    Signature,
    Title,
    flow,
)
from gongkai.report.write.page import back_to, prose, shell
from gongkai.report.write.tables_html import frame
from gongkai.report.write.text import markup, slug_id

__all__ = ["page"]

_NAMED = 2  # cells of a finding that its card names; the others are marked all the same


def page(report: Report, findings: Sequence[Finding], home: str = "") -> str:
    """The whole page. Works without scripts: the filter is four radio buttons.

    home: address of the page that lists this report with others.
    """
    marks = Marks(report, in_order(report, findings))
    name = report.title or report.body or report.file
    body = "".join((back_to(home), _head(report, name), _summary(marks), _review(report, marks)))
    return shell(f"核校结果：{name}", f'<main class="board">\n{body}</main>\n')


def _head(report: Report, name: str) -> str:
    year = f"，{report.year}年度" if report.year else ""
    return (
        f'<header class="masthead">\n<h1>{markup(name)}</h1>\n'
        f"<p>核校结果　{markup(report.file)}{year}，{report.form.key}年表式</p>\n</header>\n"
    )


def _summary(marks: Marks) -> str:
    counts = count(marks.findings)
    waived = f"另有{counts.waived}处已豁免。" if counts.waived else ""
    if not counts.zh:
        return f'<p class="verdict clean"><strong>未发现问题。</strong>{waived}</p>\n'
    trees = grow([f for f in marks.findings if not f.waived])
    roots = [t.finding for t in trees if t.finding.severity is Severity.ERROR]
    items = "".join(f"<li>{_link(marks, f)}{markup(f.message)}</li>\n" for f in roots)
    first = f'<p>须先核对：</p>\n<ul class="first">\n{items}</ul>\n' if roots else ""
    return f'<p class="verdict"><strong>{markup(counts.zh)}。</strong>{waived}</p>\n{first}'


def _link(marks: Marks, finding: Finding) -> str:
    return f"{sign(marks, finding, '#' + marks.anchor(finding))} "


def _review(report: Report, marks: Marks) -> str:
    counts = count(marks.findings)
    choices = (
        ("all", f"全部 {counts.error + counts.warning + counts.note}"),
        ("error", f"只看错误 {counts.error}"),
        ("warning", f"只看警告 {counts.warning}"),
        ("note", f"只看提示 {counts.note}"),
    )
    filters = "".join(
        f'<input class="unseen" type="radio" name="show" id="show-{key}"'
        f'{" checked" if key == "all" else ""}><label for="show-{key}">{words}</label>\n'
        for key, words in choices
    )
    bands = "".join(_bands(report, marks))
    shown = filters if counts.zh else ""
    alone = "" if marks.findings else " alone"
    return f'<div class="review">\n{shown}<div class="sheet{alone}">\n{bands}</div>\n</div>\n'


def _bands(report: Report, marks: Marks) -> Iterator[str]:
    """The report section by section, each with its findings beside it."""
    beside: dict[int, list[Finding]] = {}
    derived: dict[str, tuple[Finding, ...]] = {}
    for tree in grow(marks.findings):
        beside.setdefault(section_of(report, tree.finding), []).append(tree.finding)
        derived.setdefault(marks.anchor(tree.finding), tree.derived)
    runs = list(_runs(flow(report)))
    sections = [section for section, _ in runs]
    # findings on a section that the report lacks stand at its head
    for section in [s for s in beside if s not in sections and s]:
        beside.setdefault(0, []).extend(beside.pop(section))
    for section, parts in runs:
        cards = "".join(
            _card(report, marks, f, derived[marks.anchor(f)]) for f in beside.pop(section, [])
        )
        text = "".join(_texts(report, marks, section, parts))
        empty = "" if cards else " empty"
        yield (
            f'<section class="band">\n<div class="text">\n{text}</div>\n'
            f'<aside class="margin{empty}" aria-label="核校意见">\n{cards}</aside>\n</section>\n'
        )


def _runs(parts: Iterable[Part]) -> Iterator[tuple[int, list[Part]]]:
    """The parts cut where a section begins: title with section 0, signature with the last."""
    section = 0
    run: list[Part] = []
    for part in parts:
        at = section if isinstance(part, (Title, Signature)) else part.section
        if at != section:
            yield section, run
            section, run = at, []
        run.append(part)
    yield section, run


def _texts(report: Report, marks: Marks, section: int, parts: list[Part]) -> Iterator[str]:
    tables = [part for part in parts if isinstance(part, LaidOutTable)]
    for part in parts:
        if isinstance(part, Title):
            yield f'<p class="title">{marks.words(part.text, 0)}</p>\n'
        elif isinstance(part, Heading):
            yield f"<h2>{marks.words(part.text, section)}</h2>\n"
        elif isinstance(part, BodyText):
            yield f'<p class="prose">{marks.words(part.text, section, prose)}</p>\n'
        elif isinstance(part, Signature):
            yield signature(part, report)
    # the tables of a section follow its paragraphs
    if tables:
        yield frame(tables, marks.cell, keep_absent=True)


def _card(report: Report, marks: Marks, finding: Finding, derived: tuple[Finding, ...]) -> str:
    anchor = marks.anchor(finding)
    waived = " waived" if finding.waived else ""
    kind = finding.severity.value
    facts = "".join(_facts(report, marks, finding))
    return (
        f'<article class="finding {kind}{waived} kind-{kind}" id="{anchor}">\n'
        f'<p class="kind"><b>{marks.label(finding)}</b> <code>{markup(finding.id)}</code></p>\n'
        f'<p id="{anchor}-says">{markup(finding.message)}</p>\n'
        f"{f'<dl>{facts}</dl>' if facts else ''}\n{_derived(report, marks, derived)}</article>\n"
    )


def _facts(report: Report, marks: Marks, finding: Finding) -> Iterator[str]:
    if finding.cells:
        names = "、".join(_cell_link(report, marks, i) for i in finding.cells[:_NAMED])
        rest = f" 等{len(finding.cells)}格" if len(finding.cells) > _NAMED else ""
        yield f"<dt>位置</dt><dd>{names}{rest}</dd>"
    if finding.quotes:
        yield f"<dt>原文</dt><dd>“{markup(quote_of(finding))}”</dd>"
    if finding.expected:
        yield f"<dt>应为</dt><dd>{markup(finding.expected_zh)}</dd>"
    if finding.found:
        yield f"<dt>实为</dt><dd>{markup(finding.found_zh)}</dd>"
    if finding.derived_from:
        yield f"<dt>派生自</dt><dd>{markup('、'.join(finding.derived_from))}</dd>"
    if finding.waived:
        yield f"<dt>已豁免</dt><dd>{markup(finding.waived)}</dd>"


def _cell_link(report: Report, marks: Marks, index: int) -> str:
    """The cell in words, a link if its row is in the report."""
    where = report.form.cells[index]
    if index not in marks.printed:
        return markup(where.zh)
    return f'<a href="#{slug_id("c-", where.slug)}">{markup(where.zh)}</a>'


def _derived(report: Report, marks: Marks, derived: tuple[Finding, ...]) -> str:
    if not derived:
        return ""
    cards = "".join(_card(report, marks, finding, ()) for finding in derived)
    return (
        f'<details class="more">\n<summary>改正后随之消除的{len(derived)}处</summary>\n'
        f"{cards}</details>\n"
    )
