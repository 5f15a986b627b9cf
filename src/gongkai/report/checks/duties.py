"""What a report must say: fee, duties of governments, five aspects, period, counts of sections."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.law.annual_report import fee_statement, government_duties
from gongkai.report.checks.engine import Check, Context, Finding, Severity, check
from gongkai.report.checks.totals import row_total
from gongkai.report.claims.fold import fold
from gongkai.report.model import Report
from gongkai.sources import FEES_2020, FORM_2021, R2019, Article
from gongkai.terms import term

__all__ = ["art50_4", "fee_sentence", "fee_unpaid", "five_aspects", "period"]

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
# elsewhere than in section six only words that mean the fee for information
_FEE_ELSEWHERE = re.compile(
    r"处理费|收费通知|(?:未|没有|不|无)[^,。;]{0,8}(?:收取|收费|费用)|"
    r"收取[^,。;]{0,8}费用?|免费(?:提供|答复)|未收费"
)
_OTHER_FEES = re.compile(
    r"(?:行政)?事业性收费|涉企收费|收费(?:目录|清单|项目|标准|政策|依据|公示|管理|站)|"
    r"价格和收费|物业|教育收费|医疗|停车|减税降费"
)


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
    section = report.section(6)
    text = _prose(report)
    last = _OTHER_FEES.sub("", fold(section.text)) if section else ""
    if not text.strip() or _FEE.search(last):
        return
    if _FEE_ELSEWHERE.search(_OTHER_FEES.sub("", text)):
        return
    yield own.finding(
        "",
        "全文没有写收取信息处理费的情况，应在第六部分写明金额，未收取的写“未收取信息处理费”",
        expected="收取信息处理费的情况",
        found="未写",
        place=section.place if section else report.signed_place,
    )


_UNPAID = re.compile(term("processing_fee").zh + "|收费通知|缴费|缴纳|交费")
_NO_NOTICE = re.compile(
    r"(?:未|没有|无)[^,。;]{0,6}(?:发出|出具|制发|送达)[^,。;]{0,6}收费通知|"
    r"收费通知(?:书)?[^,。;\d]{0,8}(?<!\d)0 ?[件份]"
)


@check(
    "DOC.FEE_UNPAID",
    Severity.WARNING,
    "表三有申请人逾期未缴费的申请，文字应说明收费通知和信息处理费的情况。",
    Article(FEES_2020),
    forms=("2021",),
)
def fee_unpaid(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Applications ended because a fee was not paid, and no fee was asked for by the text."""
    total = row_total(report, "other_fee_unpaid")
    text = _prose(report)
    if not total.value or not text.strip():
        return
    denied = _NO_NOTICE.search(text)
    if _UNPAID.search(text) and not denied:
        return
    words = f"表三“逾期未按收费通知要求缴纳费用”有{total.words}件"
    yield own.finding(
        "",
        f"{words}，文字却写“{denied[0]}”"
        if denied
        else f"{words}，文字没有说到收费通知和信息处理费",
        cells=total.cells[:1],
        expected="发出收费通知、收取信息处理费的情况",
        found=denied[0] if denied else "未写",
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
