"""Whose figure, of which year: what the words before a number in its sentence say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gongkai.report.claims.scan import Form, Token
from gongkai.report.model import Report

__all__ = ["Owner", "Span", "brackets", "sentences", "years_of"]


class Span(NamedTuple):
    """A stretch of text, half open."""

    start: int
    end: int


_LONGEST = 800
_SENTENCE_END = re.compile(r"[。!?\n]")


def sentences(text: str) -> list[Span]:
    """The sentences of a folded text; one beyond all measure is cut at a comma or a number's end,
    so that no text takes time that grows with its square."""
    found: list[Span] = []
    ends = [m.end() for m in _SENTENCE_END.finditer(text)]
    begin = 0
    for end in [*ends, len(text)]:
        while end - begin > _LONGEST:
            comma = max(text.rfind(mark, begin, begin + _LONGEST) for mark in ",;、")
            stop = comma + 1 if comma > begin else begin + _LONGEST
            found.append(Span(begin, stop))
            begin = stop
        if end > begin:
            found.append(Span(begin, end))
        begin = end
    return found


def brackets(text: str) -> list[Span]:
    """The contents of outermost round brackets, without the brackets."""
    found: list[Span] = []
    opened: list[int] = []
    for i, char in enumerate(text):
        if char == "(":
            opened.append(i)
        elif char == ")" and opened:
            begin = opened.pop()
            if not opened and i - begin > 1:
                found.append(Span(begin + 1, i))
    return found


# years -------------------------------------------------------------------------------------------

_RELATIVE = re.compile(
    r"(?P<last>(?<!结转)(?<!结转自)(?:去年|上一?年|前一年)度?(?!度|[^,。;\d]{0,6}结转|同期))"
    r"|(?P<this>今年(?:以来)?|年初以来|本年度?|全年|年内|报告年度|增加?到|增至|上升到|升至|降至|下降到|减少到|减至|提高到)"
    r"|(?P<never>累计自|历年|有史以来|至今|(?<!今年)(?<!年初)(?<!本年)(?<!年度)以来|近[两三四五六七八九十\d]+年|[三五]年来)"
    r"|(?P<part>上半年|下半年|前?[一二三四1-4]季度|前[一二三四五六七八九十\d]+个?月)"
)
_COMPARED_BEFORE = re.compile(r"(?:较|比|与|同|相比|对比|针对|对|自|对照|转|转至|转到|转入|延至)$")
_IGNORED_AFTER = re.compile(
    r"(?:以来|至今|起|同期|相比|存在|度?(?:部门)?[^,。;]{0,8}工作要点|版|印发|修订|的?问题|年?报|开始|度?[^,。;\d]{0,6}结转)"
)
_LAST_ITSELF = re.compile(r"(?:上|去|前)一?年度?(?:同期)?(?:的|为|是|共|:|\(| )*$")
_RANGE_OF_YEARS = re.compile(r" ?(?:年度?)? ?[-至到~—] ?(?:19|20)\d\d")
_TITLE = re.compile(r"《[^》]*》|\"[^\"]{0,40}\"")
_FULL_YEAR = re.compile(r"12 ?月(?: ?31 ?日|底|末|份)?")
_MONTHS_BEFORE = re.compile(r"(?<!\d)(\d{1,2}) ?月? ?[-至到~] ?$")  # 7-12月 is no whole year


class _Mark(NamedTuple):
    at: int
    year: int | None


def years_of(
    text: str,
    sentence: Span,
    tokens: Sequence[Token],
    targets: Sequence[Token],
    report_year: int | None,
    boxes: Sequence[Span] = (),
) -> dict[int, int | None]:
    """The year that each target (by its start) speaks of; None where it is no single whole year.

    tokens: the numbers of the sentence; boxes: its brackets.
    """
    titles = [m.span() for m in _TITLE.finditer(text, sentence.start, sentence.end)]
    marks = [_Mark(sentence.start, report_year)]
    for token in tokens:
        if any(a <= token.start < b for a, b in titles):
            continue
        mark = _year_mark(text, token, report_year)
        if mark is not None:
            marks.append(mark)
    for match in _RELATIVE.finditer(text, sentence.start, sentence.end):
        if any(a <= match.start() < b for a, b in titles):
            continue
        year = {
            "last": report_year - 1 if report_year else None,
            "this": report_year,
        }.get(match.lastgroup or "")
        if match.lastgroup == "last" and re.search(
            r"(?:较|比|与|同|针对|对照)$", text[max(0, match.start() - 2) : match.start()]
        ):
            continue
        marks.append(_Mark(match.end(), year))
    marks.sort(key=lambda m: m.at)
    closed = _complete_boxes(tokens, boxes)
    # the year of the report always stands first, also in a sentence that begins inside brackets
    later = [m for m in marks[1:] if not any(box.start <= m.at <= box.end for box in closed)]
    outer = [marks[0], *later]
    years = [t for t in tokens if t.form is Form.YEAR]
    ends = [t.end for t in years]
    found: dict[int, int | None] = {}
    for target in targets:
        inside = any(box.start <= target.start < box.end for box in closed)
        seen = marks if inside else outer
        mark = seen[max(0, bisect_left(seen, target.start + 1, key=_at) - 1)]
        year = mark.year
        # 较2023年的30件: the compared figure itself is of that year
        k = bisect_left(ends, target.start - 3)
        near = years[k] if k < len(ends) and ends[k] <= target.start else None
        if near is not None and re.fullmatch(r"度?[的 :,为是]*", text[near.end : target.start]):
            year = int(near.figure)
        elif target.unit == "倍" or text[target.start] == "翻":
            year = report_year  # 上年的2.3倍, 较上年翻一番
        elif report_year and _LAST_ITSELF.search(
            text, max(sentence.start, target.start - 8), target.start
        ):
            year = report_year - 1  # 较上年（7件）减少3件
        found[target.start] = year
    return found


def _complete_boxes(tokens: Sequence[Token], boxes: Sequence[Span]) -> list[Span]:
    """Brackets that count something themselves, (2023年为31件): their year ends with them."""
    return [
        box
        for box in boxes
        if any(t.form is Form.COUNT and box.start <= t.start < box.end for t in tokens)
    ]


def _at(mark: _Mark) -> int:
    return mark.at


def _year_mark(text: str, token: Token, report_year: int | None) -> _Mark | None:
    before = text[max(0, token.start - 2) : token.start]
    after = text[token.unit_end : token.unit_end + 16]
    if token.form is Form.YEAR:
        if re.search(r"[年\d度] ?[-至到~—] ?$", text[max(0, token.start - 4) : token.start]):
            return _Mark(token.end, None)
        if _RANGE_OF_YEARS.match(text, token.end):
            return _Mark(token.end, None)
        if _COMPARED_BEFORE.search(before) or _IGNORED_AFTER.match(after):
            return None
        return _Mark(token.end, int(token.figure))
    written = text[token.start : token.end]
    if token.form is Form.DATE and token.when is not None:
        year = int(token.figure) or report_year
        if re.match(r" ?(?:起|以前|前|以来)", after) or re.search(r"自$|从$", before):
            return None
        whole = (token.when.month, token.when.day) == (12, 31)
        return _Mark(token.end, year if whole else None)
    if token.form is Form.MONTH:
        begun = _MONTHS_BEFORE.search(text, max(0, token.start - 8), token.start)
        if _FULL_YEAR.search(written) and (begun is None or begun[1] == "1"):
            return _Mark(token.end, report_year if token.unit == "月" else int(token.figure))
        return _Mark(token.end, None)
    return None


# scope -------------------------------------------------------------------------------------------

_SCOPE = re.compile(
    r"""
    (?P<several>(?:各(?:地|县|区|市|县区|区县|县市区|乡镇|镇街?|街道|部门|地市|市州|分局|县局|单位)(?:[、和](?:各)?(?:县|区|市|县局|分局|街道|部门|乡镇|园区))?
        |[市区县省州]直(?:各)?(?:部门|单位|机关)?|[市区县省]级(?:各)?(?:部门|单位|机关)|乡镇(?:、?街道)?|镇街|街道办事处|各?市县(?:区)?|[市区县]政府(?:各)?(?:工作)?部门|分局|县局)
        (?:政府|人民政府|局|委|部门|机关|单位|及其部门)*)(?=(?:依法|全年)?(?:收到|接到|受理|办结|办理|答复|申请)(?!共))
    |(?P<own>[我本](?:局|委(?!员)|厅|办|院|镇|乡|街道?|部门|机关|单位|中心|站|校|馆|处|行政机关|级)|[市区县省州]本级
      |[局委厅]机关|全[局委厅镇乡]|全街道|全办|政府办公[室厅]|[市区县省州旗]政府办(?!理)
      |[市区县省州旗](?:人民)?政府(?=(?:共|主动|收到|受理|办公|本级|全年|累计|办理|公开)))
    |(?P<area>全[市区县省州盟旗国]|各级|全系统|各部门|各地|各[区县市][区县市]?|各镇|各乡镇|各镇街|各单位|各街道
      |[市县区]两级|我[市区县省州旗])
    |(?P<named>[\u4e00-\u9fff]{2,12}?(?:局|委员会|办公室|[^常]委|厅|中心|街道|镇|乡|区|县|管委会))
      (?=(?:共|全年|累计|均|依法|年内|主动)*(?:收到|接到|受理|办结|办理|答复|公开|发布|未收到))
    """,
    re.VERBOSE,
)
_OURSELVES = re.compile(r"[我本](?:局|委员会|委|厅|办公室|中心|街道|镇|乡)$")
_CORE = re.compile(
    r"^.*?[省市县区州旗]|行政|管理|服务|监督|和|局|委员会|委|办公[室厅]|中心|厅|街道|办事处"
)


class Owner:
    """Decides whose figure a number is, for one report."""

    def __init__(self, report: Report) -> None:
        self._body = report.body
        self._core = set(_CORE.sub("", report.body))
        region = re.split(r"省|自治[区州]|盟|市(?=.)", report.region)[-1] if report.region else ""
        self._region = region if report.is_government and len(region) > 1 else ""
        self._told: tuple[str, Span, list[tuple[int, str]]] = ("", Span(0, 0), [])

    def scope_at(self, text: str, sentence: Span, position: int) -> str:
        """ "own", "area", "part" (a body named that is not the reporting one) or ""."""
        if self._told[0] is not text or self._told[1] != sentence:
            self._told = (text, sentence, list(self._named(text, sentence)))
        found = ""
        for end, scope in self._told[2]:
            if end > position:
                break
            found = scope
        if not found and self._region:
            at = text.rfind(self._region, sentence.start, position)
            if at >= 0 and not text.startswith(("人民政府", "政府"), at + len(self._region)):
                return "area"
        return found

    def _named(self, text: str, sentence: Span) -> Iterator[tuple[int, str]]:
        """Where a sentence names whose figures follow, and the scope that sets."""
        for match in _SCOPE.finditer(text, sentence.start, sentence.end):
            kind = match.lastgroup or ""
            if kind == "named":
                name = re.sub(r"^.*?(?:年|,|、|由|向|中)", "", match["named"])
                kind = "own" if self._is_own(name) else "part"
                if _OURSELVES.search(name):
                    kind = "own"  # 五年来我局
                if name.startswith(("全", "我")) and len(name) == 2:
                    kind = "area" if name[1] in "市区县省州盟旗国" else "own"
            yield match.end(), "part" if kind == "several" else kind

    def _is_own(self, name: str) -> bool:
        if not name or name in self._body or len(name) < 3:
            return True
        core = set(_CORE.sub("", name))
        letters = iter(self._body)
        if not core or not self._core or all(letter in letters for letter in name):
            return True  # nothing to compare, or short for the body: 高新区管委会
        shared = core & self._core
        return len(shared) >= max(1, min(len(core), len(self._core)) // 2)
