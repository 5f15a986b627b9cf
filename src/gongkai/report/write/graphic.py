"""Report → 图解: one page with the year's figures, as SVG. It carries the whole report as data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

from gongkai.report.model import Report
from gongkai.report.write import json_
from gongkai.report.write.figures import (
    Figure,
    applicants,
    headline,
    outcomes,
    proactive,
    remedies,
)
from gongkai.report.write.layout import signing_day
from gongkai.report.write.svg import (
    BLUE,
    DEEP,
    INK,
    LINE,
    QUIET,
    RED,
    TINTS,
    WASH,
    Canvas,
    width_of,
    wrap,
)
from gongkai.report.write.text import markup

__all__ = ["NAMESPACE", "dump"]

NAMESPACE = "urn:gongkai:schema:report-1"
_WIDTH, _LEFT, _INNER = 1080, 72, 936
_COLUMN, _GAP = 448, 40


def dump(report: Report) -> str:
    """The drawing, as text; write it as UTF-8. Figures that are not stated read 未列, never 0."""
    canvas = Canvas(_WIDTH)
    y = _head(canvas, report)
    y = _numbers(canvas, y, headline(report))
    left = _outcomes(canvas, _LEFT, y, outcomes(report))
    right = _applicants(canvas, _LEFT + _COLUMN + _GAP, y, applicants(report))
    y = _remedies(canvas, max(left, right) + 24, remedies(report))
    y = _proactive(canvas, y + 24, proactive(report))
    height = _foot(canvas, y + 32, report)
    # ASCII, so that nothing in the report can break the markup around it
    data = json.dumps(json.loads(json_.dump(report)), separators=(",", ":"))
    metadata = f'<report xmlns="{NAMESPACE}">{markup(data)}</report>'
    return canvas.dump(height, _title(report), _words(report), metadata)


def _title(report: Report) -> str:
    return f"{report.title or report.body or report.file}（图解）"


def _words(report: Report) -> str:
    """The figures in a sentence, for those who do not see the drawing."""
    parts = [f"{f.name}{f.zh}{f.unit if f.value is not None else ''}" for f in headline(report)]
    parts += [f"{f.name}{f.zh}" for f in outcomes(report)]
    parts += [f"{f.name}{f.zh}" for f in applicants(report)]
    parts += [f"{name}总计{total.zh}" for name, _, total in remedies(report)]
    return "，".join(parts) + "。"


def _head(canvas: Canvas, report: Report) -> int:
    canvas.rect(0, 0, _WIDTH, 10, RED)
    year = f"{report.year}年" if report.year else ""
    top = 96
    for line in wrap(report.body or report.title or report.file, 44, _INNER):
        canvas.text(_LEFT, top, line, 44, bold=True)
        top += 58
    canvas.text(_LEFT, top, f"{year}政府信息公开工作年度报告　图解", 26, colour=QUIET)
    return top + 40


def _numbers(canvas: Canvas, y: int, figures: Sequence[Figure]) -> int:
    """Four large figures side by side."""
    canvas.rect(_LEFT, y, _INNER, 148, WASH)
    step = _INNER / len(figures)
    for n, figure in enumerate(figures):
        x = _LEFT + n * step + 28
        canvas.text(x, y + 44, figure.name, 22, colour=QUIET)
        room = step - 64 - (24 if figure.value is not None else 0)
        size = 56 if width_of(figure.zh, 56) <= room else 56 * room / width_of(figure.zh, 56)
        stated = figure.value is not None
        canvas.text(x, y + 112, figure.zh, size, colour=DEEP if stated else QUIET, bold=stated)
        if stated:
            end = x + width_of(figure.zh, size) + 8
            canvas.text(end, y + 112, figure.unit, 20, colour=QUIET)
        if n:
            canvas.rect(_LEFT + n * step, y + 28, 1, 92, LINE)
    return y + 148 + 64


def _heading(canvas: Canvas, x: int, y: int, text: str, width: int, aside: str = "") -> int:
    canvas.text(x, y, text, 26, bold=True)
    if aside:
        canvas.text(x + width, y, aside, 18, colour=QUIET, anchor="end")
    canvas.rule(x, y + 16, width, INK, 2)
    return y + 16


def _outcomes(canvas: Canvas, x: int, y: int, figures: Sequence[Figure]) -> int:
    """A bar for each kind of outcome, its number and share beside it."""
    known = [f.value for f in figures if f.value is not None]
    whole, most = sum(known, Decimal()), max([*known, Decimal()])
    y = _heading(canvas, x, y, "办理结果", _COLUMN, "件，占各项之和") + 14
    for figure in figures:
        y += 50
        canvas.text(x, y, figure.name, 21)
        stated = figure.value is not None
        gaps = f"（另{figure.gaps}格未列）" if figure.gaps and stated else ""
        colour = INK if stated else QUIET
        canvas.text(x + _COLUMN - 88, y, figure.zh + gaps, 21, colour=colour, anchor="end")
        if figure.value is not None and whole > 0:
            share = f"{100 * figure.value / whole:.1f}%"
            canvas.text(x + _COLUMN, y, share, 21, colour=QUIET, anchor="end")
        canvas.rect(x, y + 12, _COLUMN, 8, WASH)
        if figure.value is not None and figure.value > 0:
            canvas.rect(x, y + 12, float(_COLUMN * figure.value / most), 8, BLUE)
    return y + 64


def _applicants(canvas: Canvas, x: int, y: int, figures: Sequence[Figure]) -> int:
    """One bar cut by kind of applicant, and the numbers under it."""
    y = _heading(canvas, x, y, "申请人", _COLUMN, "新收申请，件") + 26
    _stack(canvas, x, y, _COLUMN, 28, figures)
    y += 34
    for n, figure in enumerate(figures):
        y += 40
        _key(canvas, x, y, _COLUMN, figure, TINTS[n])
    return y + 40


def _stack(
    canvas: Canvas, x: float, y: float, width: float, height: float, figures: Sequence[Figure]
) -> None:
    canvas.rect(x, y, width, height, WASH)
    positive = [(n, f.value) for n, f in enumerate(figures) if f.value is not None and f.value > 0]
    whole = sum((value for _, value in positive), Decimal())
    for n, value in positive:
        part = float(width * float(value / whole))
        canvas.rect(x, y, part, height, TINTS[n])
        x += part


def _key(canvas: Canvas, x: float, y: float, width: float, figure: Figure, colour: str) -> None:
    """A colour, its name, and the number at the right."""
    canvas.rect(x, y - 15, 16, 16, colour)
    canvas.text(x + 28, y, figure.name, 20)
    ink = INK if figure.value is not None else QUIET
    canvas.text(x + width, y, figure.zh, 20, colour=ink, anchor="end")


def _remedies(canvas: Canvas, y: int, groups: Sequence[tuple[str, list[Figure], Figure]]) -> int:
    """Three columns: reconsideration, direct suits, suits after reconsideration."""
    y = _heading(canvas, _LEFT, y, "行政复议、行政诉讼", _INNER, "件") + 46
    width = (_INNER - 2 * _GAP) / 3
    for n, (name, parts, total) in enumerate(groups):
        x = _LEFT + n * (width + _GAP)
        canvas.text(x, y, name, 20, bold=True)
        ink = INK if total.value is not None else QUIET
        canvas.text(x + width, y, total.zh, 24, colour=ink, bold=True, anchor="end")
        _stack(canvas, x, y + 16, width, 12, parts)
        for k, part in enumerate(parts):
            _key(canvas, x, y + 62 + 34 * k, width, part, TINTS[k])
    return y + 62 + 34 * 4


def _proactive(canvas: Canvas, y: int, rows: Sequence[tuple[str, list[Figure]]]) -> int:
    """Table 2 in words: each row with its figures."""
    y = _heading(canvas, _LEFT, y + 24, "主动公开", _INNER, "表二所列") + 8
    for name, figures in rows:
        y += 46
        canvas.text(_LEFT, y, name, 21)
        step = (_INNER - 230) / len(figures)
        for n, figure in enumerate(figures, 1):
            _labelled(canvas, _LEFT + 230 + n * step, y, step - 16, figure)
        canvas.rule(_LEFT, y + 15, _INNER)
    return y + 15


def _labelled(canvas: Canvas, end: float, y: float, room: float, figure: Figure) -> None:
    """A number that ends there, its name before it; both shrink when there is no room."""
    words = figure.zh + (figure.unit if figure.value is not None else "")
    needed = width_of(words, 22) + 10 + width_of(figure.name, 17)
    scale = min(1.0, room / needed)
    ink = INK if figure.value is not None else QUIET
    canvas.text(end, y, words, round(22 * scale, 1), colour=ink, bold=True, anchor="end")
    start = end - (width_of(words, 22) + 10) * scale
    canvas.text(start, y, figure.name, round(17 * scale, 1), colour=QUIET, anchor="end")


def _foot(canvas: Canvas, y: int, report: Report) -> int:
    lines = ["数字取自报告的表二、表三、表四。“未列”指报告中该格空白或没有该格，不等于0。"]
    signature = "　".join(filter(None, [report.signed_by, signing_day(report)]))
    if signature:
        lines.append(signature)
    for line in lines:
        y += 30
        canvas.text(_LEFT, y, line, 18, colour=QUIET)
    return y + 56
