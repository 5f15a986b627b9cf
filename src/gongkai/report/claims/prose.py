"""The claims of a report: walks its paragraphs, sentences and clauses."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from gongkai.report.claims.cases import kind_of, stands_alone
from gongkai.report.claims.context import Owner, Span, brackets, sentences, years_of
from gongkai.report.claims.domains import REMEDY_DOMAINS, Domain, domain_at_end
from gongkai.report.claims.fold import fold
from gongkai.report.claims.governing import (
    difference_of,
    domain_of,
    heading_of,
    last_statutory,
    rate_kind,
)
from gongkai.report.claims.kinds import CASE_UNITS
from gongkai.report.claims.none import nothings
from gongkai.report.claims.outside import signature_claim, title_claims
from gongkai.report.claims.respective import respectively
from gongkai.report.claims.scan import Form, Token, scan
from gongkai.report.model import Claim, Paragraph, Report

__all__ = ["claims_of"]

_COUNTED = (Form.COUNT, Form.RATE)
_CLAUSE = re.compile(r"[,;:。!?\n]")
_COUNTING = re.compile(r"收到|受理|接到|接收|新收|办结|答复|其中|共|有|仅|发生|产生")
_NEAR = 40  # numbers on either side that may share a clause
_COUNTED_BY = re.compile(
    r"(?:发现|新增|增设|开设|举办|召开|开展|组织|印发|制定|建立|设立|聘请|完成|整改|收到|共|合计|办理|印制|涵盖|包括|包含|"
    r"由|分为|分成)(?:了)?$"
)
_BARE_LIST = re.compile(r"[ ]*[、,和及与][ ]*")  # 分别为88.9%、11.1%
_FEE = re.compile(r"信息处理费|收取[^,。;]{0,12}费")
_JUST_NAMES = re.compile(
    r"(?:\d{1,2}[.、]|\([^()]{1,3}\))? ?(?:办理|处理|答复|申请|收到|受理|总体|基本|"
    r"具体)*(?:情况|结果|方面)?[。:\n]?"
)
_NEGATED = re.compile("[未没无零不尚]")
_SIFTED = re.compile(r"清理|评估|建议|拟|审查|备案|本级|市政府办|区政府办|县政府办|政策文件")
_DOCUMENTS = re.compile(
    r"(?:本年|年内|全年|同时|并|我局|我委|共|目前|截至年底|,)*"
    r"(?:(?P<gone>废止|宣布废止)|现行有效|继续有效)(?:了|的)?(?:行政)?(?:规范性文件)?(?:共|为|有)*"
)
_LEFT_OVER = frozenset(
    ("结转", "尚结转", "现结转", "目前结转", "并结转", "余结转")
)  # 办结54件，结转3件
_MARKED = re.compile(
    r"其中[^。;\d]{0,20}(?:信息公开|公开类|公开的)|(?:涉及|涉|"
    r"因)(?:政府)?信息公开[^。;,]{0,10}(?:的|类)"
)
# a body that hears reviews of other bodies' acts
_HEARS = re.compile(
    r"作为[^,。;]{0,4}复议(?:机关|机构)|(?:受理|审理|审结|立案|"
    r"办理)[^,。;]{0,6}行政复议案件|应诉案件"
)


def claims_of(report: Report) -> list[Claim]:
    """Every number in the prose of a report, in reading order.

    The title's year comes first with section 0, the date of the signature last with the last
    section; both have the span (0, 0), because they stand in no section's text.
    """
    owner = Owner(report)
    found: list[Claim] = list(title_claims(report))
    for section in report.sections:
        offset = 0
        heading = ""
        for paragraph in section.paragraphs:
            walk = _Paragraph(paragraph, section.number, offset, report, owner, heading)
            found.extend(sorted(walk.claims(), key=lambda c: c.span))
            heading = heading_of(walk.text, heading)
            offset += len(paragraph.text) + 1
    if report.signed_on is not None:
        found.append(signature_claim(report, report.signed_on))
    return found


@dataclass(slots=True)
class _Paragraph:
    """One paragraph: its folded text, the same without brackets, and its numbers."""

    source: Paragraph
    section: int
    offset: int
    report: Report
    owner: Owner
    heading: str
    text: str = ""
    bare: str = ""
    tokens: list[Token] = field(default_factory=list)
    inside: list[Span] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)
    # of the sentence being read
    here: list[Token] = field(default_factory=list)
    boxes: list[Span] = field(default_factory=list)
    stops: list[int] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)  # the stops without colons
    years: dict[int, int | None] = field(default_factory=dict)
    about: str = ""  # the statutory domain of the sentence's last count, "" for none

    def __post_init__(self) -> None:
        self.text = fold(self.source.text)
        self.tokens = list(scan(self.text))
        self.inside = brackets(self.text)
        blank = list(self.text)
        for span in self.inside:
            blank[span.start : span.end] = " " * (span.end - span.start)
        self.bare = "".join(blank)
        starts = [t.start for t in self.tokens]
        for match in _CLAUSE.finditer(self.text):
            at = match.start()
            k = bisect_right(starts, at) - 1
            if k < 0 or at >= self.tokens[k].end:  # not the comma inside 1,234
                self.cuts.append(at)

    def claims(self) -> Iterator[Claim]:
        before = self.heading  # the statutory domain of the sentence before
        for sentence in sentences(self.text):
            self._enter(sentence)
            self.about = ""
            if self.here:
                self.years = self._years(sentence, self.here)
                yield from self._sentence(sentence, self.here, before)
            if _NEGATED.search(self.text, sentence.start, sentence.end):
                yield from self._nothings(sentence)
            words = self.bare[sentence.start : sentence.end]
            if self.about:
                before = self.about
            elif not _JUST_NAMES.fullmatch(words):
                before = last_statutory(words) or ("" if domain_at_end(words) else before)

    def _enter(self, sentence: Span) -> None:
        """Narrow tokens, brackets and clause ends down to one sentence."""
        low = bisect_left(self.tokens, sentence.start, key=_start)
        high = bisect_left(self.tokens, sentence.end, key=_start)
        self.here = self.tokens[low:high]
        self.stops = self.cuts[
            bisect_left(self.cuts, sentence.start) : bisect_left(self.cuts, sentence.end)
        ]
        self.breaks = [c for c in self.stops if self.text[c] != ":"]
        first = max(0, bisect_right(self.inside, sentence.start, key=_start) - 1)
        last = bisect_left(self.inside, sentence.end, key=_start)
        self.boxes = self.inside[first:last]

    def _sentence(self, sentence: Span, here: list[Token], before: str) -> Iterator[Claim]:
        last = ""  # the domain of the count before
        handled = False
        rate, rate_end = "", 0  # the kind of the rate before
        counted = [t for t in here if t.form in _COUNTED]
        respective = respectively(self.bare, sentence, counted)
        self.years.update((at, own.year) for at, own in respective.items() if own.year)
        for i, token in enumerate(here):
            if token.form not in _COUNTED:
                yield self._number(token, sentence)
                continue
            if token.start in respective:
                left, right = respective[token.start].noun, ""
            else:
                left, right = self._clause(token, here, i, sentence)
            if token.form is Form.RATE or token.unit == "倍":
                if not (rate and _BARE_LIST.fullmatch(self.text, rate_end, token.start)):
                    rate = rate_kind(left, self.text[token.start : token.end])
                rate_end = token.unit_end
                yield self._claim(token, sentence, rate)
                continue
            spoken = last_statutory(self.bare[sentence.start : token.start])
            domain, inherited = domain_of(left, right, token.unit, last, spoken, before)
            kind = difference_of(left, self.bare[sentence.start : token.start]) or kind_of(
                left, right, domain, inherited, token.unit, self.report.year
            )
            if domain in REMEDY_DOMAINS and not self._of_disclosure(token, sentence, before):
                kind = "other_count"
            if kind == "other_count" and domain == Domain.APPLICATION and left in _LEFT_OVER:
                kind = "carried_out" if handled else kind
            handled = handled or kind == "handled"
            if kind == "other_count" and token.unit in CASE_UNITS:
                kind = self._of_documents(left, token, sentence) or kind
            if kind == "other_count" and token.unit == "元" and stands_alone(left):
                said = re.split("[,;:]", self.bare[sentence.start : token.start].rstrip(" ,:"))[-1]
                kind = "fee" if _FEE.search(said) else kind  # 信息处理费2笔，共310元
            if token.chinese and self._is_name(token, kind, left):
                kind = "name"
            if not self._in_brackets(token):
                last = domain or Domain.OTHER
                self.about = domain if domain and domain != Domain.OTHER else ""
            yield self._claim(token, sentence, kind)

    def _in_brackets(self, token: Token) -> Span | None:
        k = bisect_right(self.boxes, token.start, key=_start) - 1
        return self.boxes[k] if k >= 0 and token.start < self.boxes[k].end else None

    def _clause(self, token: Token, here: list[Token], i: int, sentence: Span) -> tuple[str, str]:
        """What stands before and after a number in its own clause."""
        box = self._in_brackets(token)
        text = self.text if box else self.bare
        low, high = (box.start, box.end) if box else (sentence.start, sentence.end)
        low, high = max(low, sentence.start), min(high, sentence.end)
        begin, end = _between(self.stops, low, token.start, token.unit_end, high)
        listed = False
        for k in range(i - 1, -1, -1):
            other = here[k]
            if other.start < begin:
                break
            if other.form in _COUNTED and self._in_brackets(other) == box:
                begin, listed = max(begin, other.unit_end), True
                break
        for k in range(i + 1, len(here)):
            other = here[k]
            if other.start >= end:
                break
            if other.form in _COUNTED and self._in_brackets(other) == box:
                end = other.start
                break
        right = text[token.unit_end : end]
        if end < high and "、" in right:
            right = right.split("、", 1)[0]
        left = text[begin : token.start].replace(" ", "")
        if listed and "、" in left:  # what stands before it still belongs to the number before
            left = left.split("、", 1)[1]
        return left, right.replace(" ", "").lstrip("()")

    def _of_documents(self, left: str, token: Token, sentence: Span) -> str:
        """制发规范性文件2件，废止3件，现行有效25件: what table 2 counts besides those issued."""
        said = self.bare[sentence.start : sentence.end]
        if "规范性文件" not in self.bare[sentence.start : token.start] or _SIFTED.search(said):
            return ""
        found = _DOCUMENTS.fullmatch(left)
        return (
            f"normative_documents.{'abolished' if found['gone'] else 'in_force'}" if found else ""
        )

    def _is_name(self, token: Token, kind: str, left: str) -> bool:
        """A Chinese numeral in a fixed expression (五个公开、一件事) rather than a count."""
        after = self.text[token.unit_end : token.unit_end + 1]
        ends = after in ("", ",", "。", ";", "、", ")", " ")
        ends = ends or (token.unit != "级" and bool(_COUNTED_BY.search(left)))
        if token.figure == 1 and not ends and not _COUNTING.search(left):
            return True  # 一件申请 in general
        if kind != "other_count":
            return False
        quoted = self.text[max(0, token.start - 1) : token.start] in ('"', "《")
        return quoted or (token.end - token.start == 1 and not ends)

    def _years(self, sentence: Span, targets: list[Token]) -> dict[int, int | None]:
        return years_of(self.text, sentence, self.here, targets, self.report.year, self.boxes)

    # claims --------------------------------------------------------------------------------------

    def _number(self, token: Token, sentence: Span) -> Claim:
        figure, when, unit = token.figure, token.when, token.unit
        if token.form is Form.DATE:
            if figure == 0 and when is not None:  # month and day: the year of the sentence
                year = self._year_before(token) or self.report.year or when.year
                when = _replace_year(when, year)
                figure = Decimal(year)
            elif token.unit == "日":  # the end of a range: 12月2日至3日
                begun = [t for t in self.here if t.end <= token.start and t.form is Form.DATE]
                when = self._end_of_range(begun[-1], int(figure)) if begun else None
                figure, unit = Decimal(when.year if when else 0), ""
        return self._claim(
            token._replace(figure=figure, when=when, unit=unit), sentence, _KIND_OF_FORM[token.form]
        )

    def _year_before(self, token: Token) -> int | None:
        known = [
            int(t.figure)
            for t in self.here
            if t.end <= token.start and t.form in (Form.YEAR, Form.DATE) and t.figure > 1900
        ]
        near = [t for t in self.here if t.form is Form.DATE and t.end <= token.start]
        joined = near and re.fullmatch(r"[至到~ -]+", self.text[near[-1].end : token.start])
        if joined and known:
            return known[-1]
        return None

    def _end_of_range(self, begun: Token, day: int) -> date | None:
        first = begun.when
        if first is None:
            return None
        year = int(begun.figure) or self.report.year or first.year
        try:
            return date(year, first.month, day)
        except ValueError:
            return None

    def _of_disclosure(self, token: Token, sentence: Span, before: str) -> bool:
        """Whether a review or lawsuit told here is about disclosure: 司法局 hears all kinds."""
        words = self.text[sentence.start : sentence.end]
        marked = _MARKED.search(words)
        if marked and token.start < sentence.start + marked.start():
            words = words[
                : marked.start()
            ]  # 复议36件，其中涉及信息公开的1件: the 36 are of all kinds
            return "公开" in words or "依申请" in words
        if _HEARS.search(words) and not re.search(
            r"公开|依申请", words[: token.start - sentence.start]
        ):
            return False
        if self.section == 4 or before == Domain.APPLICATION:
            return True
        words += self.text[:24]
        return "公开" in words or "依申请" in words

    def _nothings(self, sentence: Span) -> Iterator[Claim]:
        part = self.text[sentence.start : sentence.end]
        for none in nothings(part):
            start, end = sentence.start + none.start, sentence.start + none.end
            token = Token(start, end, end, Form.COUNT, Decimal(0), none.unit)
            self.years.update(self._years(sentence, [token]))
            yield self._claim(token, sentence, none.kind)

    def _claim(self, token: Token, sentence: Span, kind: str) -> Claim:
        year = self.years.get(token.start, self.report.year)
        if kind in ("carried_in", "carried_out"):
            year = self.report.year  # a row of this year's table, whatever year it names
        if token.form is Form.YEAR:
            year = int(token.figure)
        elif token.when is not None:
            year = token.when.year
        counts = token.form in _COUNTED
        return Claim(
            figure=token.figure,
            unit=token.unit,
            scope=self.owner.scope_at(self.text, sentence, token.start) if counts else "",
            year=year,
            kind=kind,
            exactness=token.exactness,
            quote=self._quote(token, sentence),
            section=self.section,
            span=(self.offset + token.start, self.offset + token.end),
            written=self.source.text[token.start : token.end],
            when=token.when,
            place=self.source.place,
        )

    def _quote(self, token: Token, sentence: Span) -> str:
        """The clause of a number, as printed; of several in one clause its own part."""
        begin, end = _between(self.breaks, sentence.start, token.start, token.end, sentence.end)
        k = bisect_left(self.here, token.start, key=_start)
        for other in reversed(self.here[max(0, k - _NEAR) : k]):
            if other.form in _COUNTED and other.start >= begin and other.unit_end <= token.start:
                begin = other.unit_end
                break
        for other in self.here[k : k + _NEAR]:
            if other.form in _COUNTED and token.start < other.start < end:
                comma = self.text.find("、", token.unit_end, end)
                end = comma if comma >= 0 else end
                break
        return self.source.text[begin:end].strip(" 、\u3000\u00a0")


def _start(part: Span | Token) -> int:
    return part.start


def _between(stops: list[int], low: int, start: int, end: int, high: int) -> tuple[int, int]:
    """What lies around start…end within low…high, up to the stops on both sides."""
    before, after = bisect_left(stops, start) - 1, bisect_left(stops, end)
    begin = stops[before] + 1 if before >= 0 and stops[before] >= low else low
    return begin, stops[after] if after < len(stops) and stops[after] < high else high


def _replace_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None


_KIND_OF_FORM = {form: form.value for form in Form} | {Form.MONTH: "date"}
