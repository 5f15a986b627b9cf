"""A document as a piece of HTML, for a preview on a page; its look is the page's own.

Classes: notice, notice-number, notice-addressee, notice-remedy, notice-attachment, notice-seal,
notice-note; a place that a draft leaves open is a <mark>.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from gongkai.notices.model import Cell, Notice, Paragraph, Role, Run, Table
from gongkai.report.write.text import printable

__all__ = ["fragment"]


def fragment(notice: Notice, level: int = 2) -> str:
    """The document as an <article>; `level` is that of its title among the page's headings."""
    return f'<article class="notice" lang="zh-CN">{"".join(_parts(notice, level))}</article>'


def _parts(notice: Notice, level: int) -> Iterator[str]:
    yield f"<h{level}>{'<br>'.join(map(_text, notice.heading))}</h{level}>"
    if notice.number:
        yield f'<p class="notice-number">{_text(notice.number)}</p>'
    for block in notice.blocks:
        if isinstance(block, Table):
            yield _table(block)
        elif block.role is Role.HEADING:
            yield f"<h{level + 1}>{_runs(block.runs)}</h{level + 1}>"
        else:
            yield _paragraph(block)
    if notice.seal:
        lines = "<br>".join(map(_text, notice.seal.lines))
        yield f'<p class="notice-seal">{lines}</p>'
    if notice.note:
        yield f'<p class="notice-note">{_text(notice.note)}</p>'


def _paragraph(paragraph: Paragraph) -> str:
    of = "" if paragraph.role is Role.BODY else f' class="notice-{paragraph.role}"'
    return f"<p{of}>{_runs(paragraph.runs)}</p>"


def _table(table: Table) -> str:
    rows = ["".join(map(_cell, row)) for row in table.rows]
    head = "".join(f"<tr>{row}</tr>" for row in rows[: table.head])
    body = "".join(f"<tr>{row}</tr>" for row in rows[table.head :])
    return f"<table>{f'<thead>{head}</thead>' if head else ''}<tbody>{body}</tbody></table>"


def _cell(cell: Cell) -> str:
    tag = "th" if cell.label else "td"
    spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f"<{tag}{spans}>{'<br>'.join(map(_runs, cell.lines))}</{tag}>"


def _runs(runs: Iterable[Run]) -> str:
    return "".join(f"<b>{_text(r.text)}</b>" if r.bold else _text(r.text) for r in runs)


def _text(text: str) -> str:
    return re.sub(r"【[^【】]*】", r"<mark>\g<0></mark>", escape(printable(text)))
