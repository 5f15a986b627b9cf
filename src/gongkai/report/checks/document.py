"""The document as a whole: form, sections, title, and text left over from another report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.errors import NoRuleInForce
from gongkai.report.checks.engine import Check, Context, Finding, Quote, Severity, check
from gongkai.report.claims.fold import fold
from gongkai.report.forms import form_for
from gongkai.report.model import NoteCode, Report
from gongkai.sources import FORM_2021, Article
from gongkai.terms import term

__all__ = [
    "empty_section",
    "form",
    "placement",
    "section_missing",
    "section_number",
    "section_order",
    "title",
]

_HEAD = Article(FORM_2021, part="标题")
_TITLES = {
    number: term(name).zh
    for number, name in enumerate(
        (
            "section_overview",
            "section_proactive",
            "section_applications",
            "section_remedies",
            "section_problems",
            "section_other",
        ),
        start=1,
    )
}
_NUMERALS = "〇一二三四五六"


def _name(number: int) -> str:
    return f"{_NUMERALS[number]}、{_TITLES[number]}"


@check("DOC.SECTION_MISSING", Severity.ERROR, "报告应有规定的六个部分。", _HEAD)
def section_missing(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """One finding for each of the six sections that the file does not have."""
    for number in _TITLES:
        if report.section(number) is None:
            yield own.finding(
                f"section_{number}",
                f"缺“{_name(number)}”这一部分",
                expected=_name(number),
                found="无",
            )


@check("DOC.SECTION_ORDER", Severity.ERROR, "六个部分应按规定的顺序排列。", _HEAD)
def section_order(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Sections met in another order than one to six."""
    met = [s for s in sorted(report.sections, key=lambda s: s.order) if s.number]
    numbers = [s.number for s in met]
    if numbers != sorted(numbers):
        wrong = next(s for i, s in enumerate(met[1:], 1) if s.number < met[i - 1].number)
        yield own.finding(
            "",
            f"“{_name(wrong.number)}”的位置不对，"
            f"各部分顺序为{'、'.join(_NUMERALS[n] for n in numbers)}",
            quotes=[Quote(wrong.title, wrong.number, wrong.place)],
            expected="、".join(_NUMERALS[n] for n in sorted(numbers)),
            found="、".join(_NUMERALS[n] for n in numbers),
            place=wrong.place,
        )


_PRINTED = re.compile(r"^[ #*]*([一二三四五六七八九十])[、.,]")


@check("DOC.SECTION_NUMBER", Severity.WARNING, "各部分标题前的序号应为规定的一至六。", _HEAD)
def section_number(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """A heading with another section's numeral: 六、存在的主要问题及改进情况."""
    for section in report.sections:
        match = _PRINTED.match(fold(section.title))
        if section.number and match and match[1] != _NUMERALS[section.number]:
            yield own.finding(
                f"section_{section.number}",
                f"“{section.title.strip()}”的序号应为{_NUMERALS[section.number]}",
                quotes=[Quote(section.title.strip(), section.number, section.place)],
                expected=_NUMERALS[section.number],
                found=match[1],
                place=section.place,
            )


@check(
    "DOC.FORM",
    Severity.ERROR,
    "2019、2020年度用国办公开办函〔2019〕60号表式，2021年度起用〔2021〕30号表式。",
    Article(FORM_2021),
)
def form(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Tables whose rows are those of the form of another year."""
    notes = [n for n in report.notes if n.code is NoteCode.FORM]
    try:
        right = form_for(report.year) if report.year else report.form
    except NoRuleInForce:
        return
    if right.key == report.form.key and not notes:
        return
    used = report.form if right.key != report.form.key else None
    found = str(used.source.number) if used else notes[0].message
    yield own.finding(
        "",
        f"{report.year}年度的报告应使用{right.source.number}规定的表式，表中是"
        + (f"{used.source.number}的行和列" if used else f"别的表式（{notes[0].message}）"),
        cells=notes[0].cells if notes else (),
        expected=right.source.number,
        found=found,
        place=notes[0].place if notes else report.signed_place,
    )


_NAME = term("annual_report").zh
_TITLE = re.compile(
    rf"(?:19|20)\d\d ?年[^\d]{{0,40}}?{_NAME}"
    rf"|{_NAME}\(?(?:19|20)\d\d"
    rf"|[一二][〇零0Oo一二三四五六七八九]{{3}} ?年[^\d]{{0,40}}?{_NAME}"
)


@check("DOC.TITLE", Severity.NOTE, "标题应为“（机关全称）某年政府信息公开工作年度报告”。", _HEAD)
def title(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """No title, 年度 twice, or 工作 missing."""
    flat = fold(report.title).replace(" ", "").replace("\n", "")
    right = f"{report.year or '某'}年政府信息公开工作年度报告"
    if not flat:
        yield own.finding("", "没有读到标题", expected=right, found="无")
        return
    faults = []
    if "年度政府" in flat and "年度报告" in flat:
        faults.append("“年度”重复")
    if "公开工作" not in flat:
        faults.append("缺“工作”")
    if not _TITLE.search(flat) and not faults:
        faults.append("与规定的写法不同")
    if faults:
        yield own.finding(
            "",
            f"标题“{report.title.strip()}”{'，'.join(faults)}",
            quotes=[Quote(report.title.strip())],
            expected=right,
            found=report.title.strip(),
        )


@check("DOC.EMPTY_SECTION", Severity.WARNING, "有标题的部分应有内容，没有可报的写“无”。", _HEAD)
def empty_section(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Sections one, five and six with a heading and nothing under it; 无 will do for six only."""
    for number in (1, 5, 6):
        section = report.section(number)
        if section is None:
            continue
        text = section.text.strip(" 。.、\n\u3000")
        nothing = text in ("无", "暂无", "没有", "无其他需要报告的事项") and number != 6
        if text and not nothing:
            continue
        yield own.finding(
            f"section_{number}",
            f"“{_name(number)}”下" + (f"只写“{text}”" if text else "没有内容"),
            quotes=[Quote(section.title, number, section.place)],
            expected="内容" if number != 6 else "内容，或写“无”",
            found=text or "空",
            severity=Severity.NOTE if number == 6 or text else Severity.WARNING,
            place=section.place,
        )


_PROBLEM = re.compile(r"(?:存在|还有|仍有|尚有|有待|差距|不足|不够|薄弱|欠缺)")
_NEXT = re.compile(r"下一步|下步|今后|将(?:进一步|继续|主要|重点|以|从|加强|不断)|改进措施")


@check(
    "DOC.PLACEMENT",
    Severity.NOTE,
    "存在的问题和改进情况应写在第五部分。",
    Article(FORM_2021, part="五、存在的主要问题及改进情况"),
)
def placement(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Problems and next steps told under section six and not under section five."""
    five, six = report.section(5), report.section(6)
    if five is None or six is None:
        return
    if (
        _NEXT.search(six.text)
        and len(_PROBLEM.findall(six.text)) >= 2
        and not _NEXT.search(five.text)
    ):
        yield own.finding(
            "",
            "存在的问题和下一步打算写在了第六部分，第五部分没有",
            quotes=[Quote(six.title, 6, six.place)],
            expected="写在“五、存在的主要问题及改进情况”",
            found="写在“六、其他需要报告的事项”",
            place=six.place,
        )
