"""Another year than the report's, left in the text: period, name of the report, accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.law.annual_report import period
from gongkai.report.checks.engine import Check, Context, Finding, Quote, Severity, check
from gongkai.report.checks.narrative import quote_of, sentence_of
from gongkai.report.checks.totals import row_total
from gongkai.report.claims.fold import fold
from gongkai.report.claims.numerals import YEAR, year_of
from gongkai.report.model import Report
from gongkai.sources import FORM_2021, Article
from gongkai.terms import term
from gongkai.written import day_zh

__all__ = ["year"]

_FEE = term("processing_fee").zh
_COMPARES = re.compile(
    r"较|相比|同比|对比|去年|上年|以来|至今|针对|持续|截至|分别|结转|问题|整改|届"
)
_YEAR_KINDS = frozenset(
    [
        "new_applications",
        "handled",
        "disclosed_total",
        "reconsideration",
        "litigation",
        "granted",
        "carried_out",
        "suggestions",
        "proposals",
        "fee",
    ]
)


@check(
    "DOC.YEAR",
    Severity.WARNING,
    "文中的年份应是报告所属年度，不留上一年的文字。",
    Article(FORM_2021, part="标题"),
)
def year(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """A period, the report's own name, or an account of the year, that names another year."""
    if report.year is None:
        return
    found = [*_period(own, report, report.year), *_words(own, report, report.year)]
    yield from found
    told = {c.kind for c in report.claims if c.year == report.year}
    said = {q.text for f in found for q in f.quotes}
    for claim in report.claims:
        if (
            claim.kind not in _YEAR_KINDS
            or claim.year is None
            or claim.year == report.year
            or claim.kind in told
            or claim.section not in (1, 6)
        ):
            continue
        sentence = sentence_of(report, claim)
        if _COMPARES.search(sentence) or str(claim.year) not in fold(sentence):
            continue
        if any(text in sentence for text in said):
            continue
        total = (
            row_total(report, claim.kind) if claim.kind in ("new_applications", "granted") else None
        )
        same = total is not None and claim.figure in total.also
        yield own.finding(
            f"{claim.kind}:{claim.year}",
            f"{report.year}年度的报告写的是{claim.year}年的数：“{claim.quote}”"
            + ("，而这个数与本年表格相同，年份应是漏改" if same else "，本年的数没有写"),
            quotes=[quote_of(claim)],
            expected=f"{report.year}年",
            found=f"{claim.year}年",
            place=claim.place,
        )
        told.add(claim.kind)


# the period --------------------------------------------------------------------------------------

_DAYS = re.compile(
    rf"({YEAR}) ?[年./-] ?0?1 ?[月./-] ?0?1 ?日? ?起? ?(?:至|到|-+|~|—+)+ ?"
    rf"(?:({YEAR}) ?[年./-] ?)?12 ?[月./-] ?31 ?日?"
)
_OF_DATA = re.compile(r"统计|期限|时限|所列|数据|报告期|编制|总结")


def _period(own: Check, report: Report, year: int) -> Iterator[Finding]:
    begin, end = period(year)
    expected = f"{day_zh(begin)}至{day_zh(end)}"
    for section in report.sections:
        if section.number > 1:
            continue
        for paragraph in section.paragraphs:
            text = fold(paragraph.text)
            for match in _DAYS.finditer(text):
                first = year_of(match[1])
                last = year_of(match[2]) if match[2] else first
                around = text[max(0, match.start() - 24) : match.end() + 12]
                if (first, last) == (year, year) or not _OF_DATA.search(around):
                    continue
                words = paragraph.text[match.start() : match.end()]
                yield own.finding(
                    "period",
                    f"报告是{year}年度的，统计期限却写{words}",
                    quotes=[Quote(words, section.number, paragraph.place)],
                    expected=expected,
                    found=words,
                    place=paragraph.place,
                )
                return
    if report.period and report.period[0].year != year:
        first_day, last_day = report.period
        words = f"{day_zh(first_day)}至{day_zh(last_day)}"
        yield own.finding(
            "period",
            f"报告是{year}年度的，统计期限却写{words}",
            expected=expected,
            found=words,
        )


# words of another year ---------------------------------------------------------------------------

_REPORT = (
    r"(?:部门|工作|的)?(?:政府信息|政务|信息)公开(?:工作)?(?:年度)?(?:工作)?"
    r"(?:报告|情况报告|情况(?=报告|公布|向|如下))"
)
_NAMED = re.compile(rf"(?P<y>{YEAR}) ?年?度?{_REPORT}")
_OF_NOTICE = re.compile(
    r"通知|要求|格式|办法|有关事项|较|对照|根据|按照|依据|针对|上一?年度?$|指出|反映|整改"
)
# a sentence that opens with a year and tells what was done in it
_OPENS = re.compile(
    rf"(?:^|(?<=[。;\n]))[ ]*(?:\(?[一二三四五六七八九十\d]{{1,3}}[)、.]{{1,2}}|"
    rf"[一二三四五六七八九]是)?"
    rf"(?:[^。;,\d《]{{2,20}}[。:])? ?(?P<y>{YEAR}) ?年度?"
    r"(?! ?\d{1,2} ?月|[底末初]|来|以来|以前|之前|至|到|-)"
    r"(?P<who>,|[我本全共该市省区县]|累计|主动|收到|受理|未|没有|办理|发布|公开|制发|承办|通过)"
    r"(?P<rest>[^。;\n]*)"
)
_PAST = re.compile(
    r"较(?:19|20)|以来|至今|截[至止]|存在[^,。;]{0,8}(?:问题|不足)|整改|考核|评[为估选]|"
    r"获|荣|被.{1,12}(?:授|列|确定)|机构改革|成立|建成|启动|开通|期间|基础上"
)
_PROBLEMS = re.compile(
    rf"(?:^|(?<=[。;\n]))[ ]*(?:\([一二三四五六七八九十\d]{{1,3}}\)|\d[.、]|"
    rf"[一二三四]、)? ?(?P<y>{YEAR}) ?年度?"
    r"(?:工作)?(?:仍然?|还)?(?:存在)?(?:的)?(?:主要|突出)?(?:有|"
    r"还有)?[^,。;:]{0,4}?(?:问题|不足)(?:主要|仍)?(?=有|是|为|:|。一是|,一是|如下|表现)"
)
_SETTLED = re.compile(r"整改|已解决|得到(?:解决|改善)|落实情况|反映|指出|均已")
_CUT_OFF = re.compile(
    rf"截[至止](?:到|至)? ?(?P<y>{YEAR}) ?年(?: ?12 ?月 ?31 ?日|底|末|"
    rf" ?12 ?月底),[^。;\n]{{0,40}}(?:共|公开|收到|累计)"
)
_PLANS = re.compile(
    rf"(?:下一步|下步|今后|接下来)[^。;\d]{{0,12}}(?P<y>{YEAR}) ?年[^。;\d]{{0,12}}将"
)


def _words(own: Check, report: Report, year: int) -> Iterator[Finding]:
    for section in report.sections:
        if section.number in (2, 3, 4):
            continue
        spoken_of_now = str(year) in fold(section.text)
        for paragraph in section.paragraphs:
            text = fold(paragraph.text)
            if "年" not in text:
                continue
            for match in _stale(report.body, text, section.number, year, spoken_of_now):
                stated = year_of(match["y"])
                begin, end = match.start("y"), min(match.end() + 12, len(text))
                stop = re.search(r"[。;\n]", text[begin:end])
                words = paragraph.text[begin : begin + stop.start() if stop else end].strip()
                yield own.finding(
                    f"words:{section.number}:{words[:16]}",
                    f"{year}年度的报告写着“{words}”，年份像是没有改",
                    quotes=[Quote(words, section.number, paragraph.place)],
                    expected=f"{year}年",
                    found=f"{stated}年",
                    place=paragraph.place,
                )


def _stale(body: str, text: str, section: int, year: int, now: bool) -> Iterator[re.Match[str]]:
    """The places of a paragraph that speak of another year as if it were the report's."""
    if section in (0, 1):
        for match in _NAMED.finditer(text):
            before = text[max(0, match.start() - 60) : match.start()]
            title = before.rfind("《") > before.rfind("》")
            if (
                year_of(match["y"]) != year
                and not (
                    title
                    and _OF_NOTICE.search(
                        before[before.rfind("《") :] + text[match.end() : match.end() + 12]
                    )
                )
                and not re.match(r"有关|格式|编制|》?[^,。]{0,6}(?:通知|要求)", text[match.end() :])
                and not re.search(r"(?:较|对照|针对|上一?年度?)[^,。;]{0,6}$", before)
                and (section == 0 or re.search(r"(?:现对|现将|现公布|编制)[^。;]{0,40}$", before))
            ):
                yield match
    if section == 0:
        return
    plain = _without_titles(text)
    for match in _CUT_OFF.finditer(text):
        if year_of(match["y"]) == year - 1 and str(year) not in plain:
            yield match
    for match in _OPENS.finditer(text):
        stated = year_of(match["y"])
        if stated is None or stated == year or stated > year + 1 or stated < year - 2:
            continue
        rest = plain[match.start("rest") : match.end("rest")]
        if match["who"] in "市省区县" and not _own(body, match["who"] + rest):
            continue
        if _PAST.search(rest) or str(year) in rest:
            continue
        fee = section == 6 and _FEE in match["rest"]
        if stated == year + 1 and not re.search(
            r"收到|受理|未收取|主动公开(?:政府)?信息 ?\d", match["rest"]
        ):
            continue  # plans
        if fee or str(year) not in _around(plain, match.start(), match.end(), stated == year - 1):
            yield match
    if section == 5:
        for match in _PROBLEMS.finditer(text):
            stated = year_of(match["y"])
            sentence = text[match.start() : (text.find("。", match.end()) + 1) or len(text)]
            if stated != year and not now and not _SETTLED.search(sentence):
                yield match
        for match in _PLANS.finditer(text):
            if year_of(match["y"]) == year:
                yield match


def _own(body: str, words: str) -> bool:
    """Whether words begin with the body's name without its region: 市行政审批服务局."""
    return any(words.startswith(body[k:]) for k in range(max(0, len(body) - 3)))


def _around(text: str, start: int, end: int, near: bool) -> str:
    """The sentence before and after, or the whole paragraph."""
    if not near:
        return text
    before = text.rfind("。", 0, max(0, start - 1))
    after = text.find("。", end + 1)
    return text[before + 1 : after if after >= 0 else len(text)]


def _without_titles(text: str) -> str:
    return re.sub(r"《[^》]*》|[\[(](?:19|20)\d\d[\])]", lambda m: " " * len(m[0]), text)
