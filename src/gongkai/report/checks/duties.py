"""What a report must say: fee, duties of governments, five aspects, period, counts of sections."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.law.annual_report import fee_statement, government_duties
from gongkai.report.checks.engine import Check, Context, Finding, Severity, check
from gongkai.report.claims.fold import fold
from gongkai.report.model import Report
from gongkai.sources import FEES_2020, FORM_2021, R2019, Article
from gongkai.terms import term

__all__ = ["art50_4", "fee_sentence", "five_aspects", "period"]

_PROSE = (0, 1, 5, 6)


def _prose(report: Report) -> str:
    return fold("\n".join(f"{s.title}\n{s.text}" for s in report.sections if s.number in _PROSE))


_DUTIES = (
    ("工作考核", re.compile(r"考核|考评")),
    (
        "社会评议",
        re.compile(r"社会评议|评议|满意度(?:测评|调查|评价)|第三方评估|社会评价(?!和)|公众评价"),
    ),
    ("责任追究", re.compile(r"责任追究|追责|问责|追究[^,。;]{0,8}责任|责任[^,。;]{0,4}追究")),
)


@check(
    "DOC.ART50_4",
    Severity.WARNING,
    "各级人民政府的报告还应包括工作考核、社会评议和责任追究结果情况。",
    Article(R2019, 50, 0, 4),
)
def art50_4(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Governments only: which of the three the text never mentions."""
    duty = government_duties(report.is_government)
    text = _prose(report)
    if duty is None or len(text) < 100:
        return
    absent = [name for name, pattern in _DUTIES if not pattern.search(text)]
    if absent:
        yield own.finding(
            "",
            f"政府的报告应有{duty[0]}（{duty[1]}），全文没有写{'、'.join(absent)}",
            expected=f"{duty[0]}（条例第五十条第（四）项）",
            found=f"未写{'、'.join(absent)}",
        )


_FEE = re.compile(r"收取|收费|费用|处理费")


@check(
    "DOC.FEE_SENTENCE",
    Severity.ERROR,
    "2021年度起，“其他需要报告的事项”应写明收取信息处理费的情况（未收取的写未收取）。",
    Article(FEES_2020),
    forms=("2021",),
)
def fee_sentence(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """No sentence on the information-processing fee anywhere in the prose."""
    if report.year is not None and fee_statement(report.year) is None:
        return
    text = _prose(report)
    if not text.strip() or _FEE.search(text):
        return
    section = report.section(6)
    yield own.finding(
        "",
        "全文没有写收取信息处理费的情况，应在第六部分写明金额，未收取的写“未收取信息处理费”",
        expected="收取信息处理费的情况",
        found="未写",
        place=section.place if section else report.signed_place,
    )


_ON_APPLICATION = term("disclosure_on_application").zh
_ASPECTS = (
    ("主动公开", re.compile(r"主动公开|公开[^,。;]{0,10}信息|信息公开渠道|预决算")),
    (_ON_APPLICATION, re.compile(r"申请")),
    (
        "政府信息管理",
        re.compile(
            r"信息管理|信息资源|动态调整|保密审查|先审后发|三审三校|发布审[查核]|"
            + term("normative_documents_2019").zh
        ),
    ),
    ("平台建设", re.compile(r"平台|网站|新媒体|公众号|网络渠道|栏目")),
    ("监督保障", re.compile(r"监督|保障|考核|培训|督[查促导]|组织领导|领导小组|加强领导")),
)
_NAMES = {
    "主动公开": r"主动公开|信息公开形式|公开渠道|公开方式|五个公开|信息公开",
    _ON_APPLICATION: r"依申请",
    "政府信息管理": r"信息管理",
    "平台建设": r"平台|渠道",
    "监督保障": r"监督保障|监督|考核|保障机制|组织领导|加强领导",
}


@check(
    "DOC.FIVE_ASPECTS",
    Severity.WARNING,
    "总体情况应写主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面。",
    Article(FORM_2021, part="一、总体情况"),
)
def five_aspects(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """From 2021: an aspect that is nowhere told. 2019 form: advice, by headings."""
    overview = report.section(1)
    if overview is None or not overview.text.strip():
        return
    text = fold(overview.text)
    advice = report.form.key == "2019"
    if advice:
        absent = [name for name, words in _NAMES.items() if not _has_passage(text, words)]
    else:
        absent = [name for name, pattern in _ASPECTS if not pattern.search(text)]
    if absent:
        yield own.finding(
            "",
            f"总体情况没有写到{'、'.join(absent)}",
            expected="主动公开、依申请公开、政府信息管理、平台建设、监督保障",
            found=f"缺{'、'.join(absent)}",
            severity=Severity.NOTE if advice else Severity.WARNING,
            place=overview.place,
        )


def _has_passage(text: str, words: str) -> bool:
    """Whether a heading or the first words of a passage name an aspect."""
    heads = re.findall(
        r"(?:^|\n|[一二三四五六七八九十]是|\([一二三四五六七八九十]\))[、 ]*([^。\n]{2,40})", text
    )
    return any(re.search(words, head) for head in heads)


@check(
    "DOC.PERIOD", Severity.NOTE, "报告应写明所列数据的统计期限。", Article(FORM_2021, part="前言")
)
def period(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """No statement of the statistical period."""
    if report.period is None:
        year = report.year
        expected = f"{year}年1月1日至{year}年12月31日" if year else "起止日期"
        yield own.finding("", "没有写统计期限", expected=expected, found="无")
