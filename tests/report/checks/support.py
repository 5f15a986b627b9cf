"""Reports for the examples of the checks: a clean baseline of a made-up city, changed by a mapping.

Keys of an example (all optional but `name`):

year, body, title, form ("2019" or "2021"), region, level, is_government
sections   {number: text}; null drops the section; the text replaces the baseline's
headings   {number: heading as printed}
order      [numbers] in which the sections were met
cells      {slug: raw}; null: the cell is not in the file; "t4.*" stands for all slugs that begin so
signed_on, signed_by, period ([from, to]; null: none)
notes      [{code, message, cells: [slugs]}]
previous, parent   mappings of the same keys
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.report.checks import Context
from gongkai.report.forms import Form, form_by_key, form_for
from gongkai.report.model import (
    Cell,
    Level,
    Note,
    NoteCode,
    Paragraph,
    Place,
    Report,
    Section,
    State,
)
from gongkai.report.read.identity import identify
from gongkai.report.read.values import parse_value

__all__ = ["make_context", "make_report"]

_TITLES = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
_LEAD = (
    "本报告由{body}按照《中华人民共和国政府信息公开条例》的要求编制。"
    "本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
)
# two accounts, so that last year's report of the same body is not a copy of this year's
_OVERVIEW = (
    "（一）主动公开。{year}年，{we}主动公开政府信息120条，其中通过门户网站公开80条，通过微信公众号公开40条。\n"
    "（二）依申请公开。{year}年，{we}收到政府信息公开申请3件，其中予以公开2件，因本机关不掌握相关政府信息无法提供1件，"
    "均在法定期限内答复。没有发生因政府信息公开引起的行政复议、行政诉讼。\n"
    "（三）政府信息管理。完善发文流程，逐件确定公开属性。\n"
    "（四）平台建设。调整网站栏目，方便群众查找。\n"
    "（五）监督保障。{watch}",
    "（一）主动公开情况。围绕群众关心的招生、校车、食堂等事项，{year}年{we}主动公开政府信息115条。\n"
    "（二）依申请公开情况。全年{we}共受理政府信息公开申请3件，予以公开的2件，本机关不掌握的1件，全部办结，"
    "未发生行政复议和行政诉讼。\n"
    "（三）政府信息管理情况。每季度清理一次失效文件，做到底数清楚。\n"
    "（四）公开平台建设情况。开设专题，配齐无障碍功能。\n"
    "（五）监督保障情况。{watch}",
)
_WATCH = (
    "安排专人负责，按季检查，发现问题当场纠正。",
    "明确分管领导，年中、年末各自查一次并通报结果。",
)
_GOVERNMENT_WATCH = (
    "对各部门开展政务公开工作考核，结果为优秀的占八成；组织社会评议，群众评价良好；全年没有需要责任追究的情形。",
    "年度工作考核结果已通报，社会评议反映总体满意，没有发生应予责任追究的情况。",
)
_PROBLEMS = (
    "{year}年的工作还有不足：解读形式不够多样。下一步，将增加图解和视频。",
    "主要问题是个别栏目更新不够及时。今后将明确更新责任人和时限。",
)
_OTHER = (
    "{we}{year}年未收取信息处理费。",
    "本年度{we}没有收取信息处理费，没有其他需要报告的事项。",
)

_COUNTS = {
    "t3.new_applications": 3,
    "t3.granted": 2,
    "t3.unavailable_not_held": 1,
    "t3.handled_total": 3,
}


def make_report(example: Mapping[str, Any]) -> Report:
    """A report: the baseline with what the example changes."""
    year: int = example.get("year", 2024)
    body: str = example.get("body", "云州市教育局")
    form = form_by_key(str(example["form"])) if "form" in example else form_for(year)
    title: str = example.get("title", f"{body}{year}年政府信息公开工作年度报告")
    known = identify(f"{body}{year}年政府信息公开工作年度报告", "", "", "")
    sections = _sections(example, year, body, known.is_government)
    return Report(
        file=f"{body}{year}.txt",
        form=form,
        year=year,
        body=body,
        region=example.get("region", known.region),
        level=Level(example["level"]) if "level" in example else known.level,
        is_government=example.get("is_government", known.is_government),
        title=title,
        cells=_cells(example.get("cells", {}), form),
        sections=sections,
        signed_by=example.get("signed_by", body),
        signed_on=example.get("signed_on", date(year + 1, 1, 20)),
        period=_period(example, year),
        notes=[_note(n, form) for n in example.get("notes", ())],
        source_format="example",
    )


def make_context(example: Mapping[str, Any]) -> Context:
    """Last year's and the parent's report, where the example has them."""
    previous, parent = example.get("previous"), example.get("parent")
    year = example.get("year", 2024)
    return Context(
        previous=make_report({"year": year - 1, **_body(example), **previous})
        if previous is not None
        else None,
        parent=make_report({"year": year, "body": "云州市人民政府", **parent})
        if parent is not None
        else None,
    )


def _body(example: Mapping[str, Any]) -> dict[str, str]:
    return {"body": example["body"]} if "body" in example else {}


def _sections(example: Mapping[str, Any], year: int, body: str, government: bool) -> list[Section]:
    odd = year % 2
    words = {
        "year": year,
        "body": body,
        "we": _we(body, government),
        "watch": (_GOVERNMENT_WATCH if government else _WATCH)[odd],
    }
    texts: dict[int, str | None] = {
        0: _LEAD.format(**words),
        1: _OVERVIEW[odd].format(**words),
        2: "",
        3: "",
        4: "",
        5: _PROBLEMS[odd].format(**words),
        6: _OTHER[odd].format(**words),
    }
    texts.update(example.get("sections", {}))
    order = example.get("order") or [n for n in texts if n]
    made = []
    line = 1
    for number in sorted(texts):
        text = texts[number]
        if text is None:
            continue
        paragraphs = []
        for part in text.split("\n"):
            line += 1
            if part.strip():
                paragraphs.append(Paragraph(part, Place(line=line)))
        heading = f"{'〇一二三四五六'[number]}、{_TITLES[number - 1]}" if number else ""
        heading = example.get("headings", {}).get(number, heading)
        made.append(
            Section(
                number,
                heading,
                paragraphs,
                Place(line=line),
                order.index(number) + 1 if number in order else 0,
            )
        )
    return made


def _we(body: str, government: bool) -> str:
    if government:
        return "全市"
    return next((f"我{w}" for w in ("委", "街道", "厅", "镇") if w in body[-6:]), "我局")


def _cells(changes: Mapping[str, Any], form: Form) -> list[Cell | None]:
    cells: list[Cell | None] = []
    for where in form.cells:
        row, _, column = where.slug.rpartition(".")
        count = _COUNTS.get(row, 0) if column in ("natural_person", "total") else 0
        cells.append(_cell(str(count)))
    for slug, raw in changes.items():
        if slug.endswith("*"):
            wanted = [i for s, i in form.by_slug.items() if s.startswith(slug[:-1])]
        else:
            wanted = [form.by_slug[slug]]
        for i in wanted:
            cells[i] = None if raw is None else _cell(str(raw))
    return cells


def _cell(raw: str) -> Cell:
    value = parse_value(raw)
    blank = value.state is State.BLANK
    return Cell("" if blank else raw, value.value, value.state, value.unit)


def _period(example: Mapping[str, Any], year: int) -> tuple[date, date] | None:
    if "period" not in example:
        return date(year, 1, 1), date(year, 12, 31)
    given = example["period"]
    return (given[0], given[1]) if given else None


def _note(given: Mapping[str, Any], form: Form) -> Note:
    return Note(
        NoteCode(given["code"]),
        given.get("message", ""),
        Place(line=given.get("line", 1)),
        tuple(form.by_slug[slug] for slug in given.get("cells", ())),
    )
