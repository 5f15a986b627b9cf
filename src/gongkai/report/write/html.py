"""Report → one HTML page: the printed form, readable on a phone and on paper, without scripts."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from gongkai.report.model import Report
from gongkai.report.write.layout import (
    BodyText,
    Heading,
    LaidOutTable,
    Part,
    Signature,
    Title,
    flow,
)
from gongkai.report.write.page import prose, shell
from gongkai.report.write.tables_html import frame
from gongkai.report.write.text import markup

__all__ = ["dump", "signature"]


def dump(report: Report) -> str:
    """The page, as text; write it as UTF-8."""
    body = "".join(_parts(report))
    article = f'<main>\n<article class="paper">\n{body}</article>\n</main>\n'
    return shell(report.title or report.body or report.file, article)


def _parts(report: Report) -> Iterable[str]:
    # the tables of one section stand under each other in one frame
    for _, parts in groupby(flow(report), _section_of_table):
        tables = []
        for part in parts:
            if isinstance(part, LaidOutTable):
                tables.append(part)
            else:
                yield _part(part, report)
        if tables:
            yield frame(tables)


def _section_of_table(part: Part) -> int:
    return part.section if isinstance(part, LaidOutTable) else 0


def _part(part: Title | Heading | BodyText | Signature, report: Report) -> str:
    match part:
        case Title(text):
            return f"<h1>{markup(text)}</h1>\n"
        case Heading(_, text):
            return f"<h2>{markup(text)}</h2>\n"
        case BodyText(_, text):
            return f'<p class="prose">{prose(text)}</p>\n'
        case Signature():
            return signature(part, report)


def signature(part: Signature, report: Report) -> str:
    """The 落款 as markup."""
    lines = [f"<p>{markup(part.signed_by)}</p>\n"] if part.signed_by else []
    if report.signed_on:
        day = report.signed_on.isoformat()
        lines.append(f'<p><time datetime="{day}">{markup(part.day)}</time></p>\n')
    return f'<div class="signature">\n{"".join(lines)}</div>\n'
