"""The same matter told twice: figures, exactness, channels, and claims against denials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, combinations

from gongkai.report.checks.channels import Found, channels, readings
from gongkai.report.checks.engine import Check, Context, Finding, Quote, Severity, check
from gongkai.report.checks.narrative import MANY, paragraph_of, quote_of, sentence_of
from gongkai.report.claims import NO_COUNTS
from gongkai.report.claims.fold import fold
from gongkai.report.claims.scan import Form, scan
from gongkai.report.model import Claim, Exactness, Report

__all__ = ["twice"]

_ONE_FIGURE = frozenset(
    [
        "new_applications",
        "carried_in",
        "carried_out",
        "handled",
        "reconsideration",
        "litigation",
        "direct_suit",
        "suit_after_reconsideration",
        "suggestions",
        "proposals",
        "suggestions_and_proposals",
        "fee",
        "disclosed_total",
        "granted",
        "partly_granted",
        "withheld",
        "unavailable",
        "declined",
    ]
)
_FILLER = re.compile(
    r"^\([一二三四五六七八九十\d]+\)|^\d+[、.]|其中|目前|累计|共计?|合计|总计|全年|本年度?|今年|年内|已经?|均|我局|本局|我委|我办|我镇|我街道|我单位|本机关|本单位|"
    r"全[市区县局镇]|[市区县]|(?:约|近|超过|达到?|为)$|[\"'()《》、,:;·\s]|一是|二是|三是|四是|五是"
)


@check(
    "NAR.SELF",
    Severity.WARNING,
    "同一件事在全文中应只有一种说法、一个数。",
    "算术",
)
def twice(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Contradictions inside the prose, each pair of statements reported once."""
    counts = _counts(report)
    reported: set[tuple[int, int, int]] = set()
    for finding, pair in chain(
        _same_words(own, counts),
        _one_figure(own, report, counts),
        channels(own, counts, report, reported),
    ):
        ids = {(c.section, *c.span) for c in pair}
        if reported.isdisjoint(ids):
            reported |= ids
            yield finding
    yield from _denials(own, report)


def _counts(report: Report) -> list[Claim]:
    return [
        c
        for c in report.claims[:MANY]
        if c.span != (0, 0) and c.year is not None and c.kind not in NO_COUNTS and c.scope != "part"
    ]


# the same words, another figure ----------------------------------------------------------------


def _subject(claim: Claim) -> str:
    """The clause of a claim without its figure, years and filler."""
    quote = fold(claim.quote)
    written = fold(claim.written)
    at = quote.find(written)
    head = quote[:at] if at >= 0 else quote
    for token in reversed([t for t in scan(head) if t.form in (Form.YEAR, Form.DATE, Form.MONTH)]):
        head = head[: token.start] + head[token.end :]
    return _FILLER.sub("", head)


def _same_words(own: Check, counts: Sequence[Claim]) -> Iterator[Found]:
    """发文386篇 / 发文386余篇: the same subject and unit with another figure or exactness."""
    groups: dict[tuple[str, str, int | None], list[Claim]] = {}
    for claim in counts:
        subject = _subject(claim)
        if len(subject) >= 6:
            groups.setdefault((subject, claim.unit, claim.year), []).append(claim)
    for claims in groups.values():
        if len({(c.figure, c.exactness) for c in claims}) == 1:
            continue
        for first, second in combinations(claims, 2):
            if first.scope and second.scope and first.scope != second.scope:
                continue
            if (
                _near(first, second)
                or first.figure == second.figure
                and first.exactness == second.exactness
            ):
                continue
            if first.figure != second.figure and _rounds(first, second):
                continue
            yield (
                own.finding(
                    f"words:{first.figure:f}:{second.figure:f}:{_subject(first)}",
                    f"同一个数两种写法：“{first.quote}”与“{second.quote}”",
                    quotes=[quote_of(first), quote_of(second)],
                    expected="同一个数",
                    found=f"{_written(first)} / {_written(second)}",
                    place=second.place,
                ),
                (first, second),
            )
            break


def _written(claim: Claim) -> str:
    text = f"{claim.figure:f}"
    if claim.exactness is Exactness.MORE_THAN:
        return text + "余"
    if claim.exactness is Exactness.ABOUT:
        return "约" + text
    return text


def _near(first: Claim, second: Claim) -> bool:
    """In one breath: two items of a list rather than two statements."""
    return first.section == second.section and abs(second.span[0] - first.span[1]) < 40


def _rounds(first: Claim, second: Claim) -> bool:
    """One is the other rounded: 1501件 and 1500余件, 8.3万 and 83126."""
    if first.exactness is second.exactness is Exactness.EXACT:
        low, high = sorted((first.figure, second.figure))
        return low > 1000 and low % 1000 == 0 and (high - low) * 20 < high
    low, high = sorted((first.figure, second.figure))
    return (high - low) * 5 <= high


# kinds of which a year has one figure ----------------------------------------------------------


def _one_figure(own: Check, report: Report, counts: Sequence[Claim]) -> Iterator[Found]:
    """收到申请42件 here, 收到申请41件 there."""
    for kind in sorted(_ONE_FIGURE):
        for group in _comparable([c for c in counts if c.kind == kind]):
            pair = _contradiction(report, group)
            if pair is None:
                continue
            first, second = pair
            yield (
                own.finding(
                    f"{kind}:{first.figure:f}:{second.figure:f}",
                    f"前后不一：“{first.quote}”与“{second.quote}”",
                    quotes=[quote_of(first), quote_of(second)],
                    expected="同一个数",
                    found=f"{_written(first)} / {_written(second)}",
                    place=second.place,
                ),
                (first, second),
            )


def _comparable(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """The claims of one year that may speak of one scope: its own and those without any."""
    for year in sorted({c.year for c in claims if c.year is not None}):
        here = [c for c in claims if c.year == year]
        for scope in sorted({c.scope for c in here if c.scope}) or [""]:
            yield [c for c in here if c.scope in (scope, "")]


def _contradiction(report: Report, claims: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """Two statements far apart that no sum of the others reconciles."""
    by_place: dict[tuple[int, int], list[Claim]] = {}
    for claim in claims:
        by_place.setdefault(paragraph_of(report, claim), []).append(claim)
    statements = [(claims, readings(claims)) for claims in by_place.values()]
    plain = {id(c[0]): _plain(report, c[0]) for c, _ in statements if len(statements) > 1}
    for (first, a), (second, b) in combinations(statements, 2):
        if not a.isdisjoint(b):
            continue
        one, two = first[0], second[0]
        if any(x.exactness is not Exactness.EXACT for x in (*first, *second)) and any(
            _rounds(x, y) for x in first for y in second
        ):
            continue
        if one.kind in ("disclosed_total", "handled") and not (plain[id(one)] and plain[id(two)]):
            continue
        if one.kind in _PAPERS and any(_SORT.search(fold(c.quote)) for c in (one, two)):
            continue
        return one, two
    return None


_PAPERS = ("suggestions", "proposals", "suggestions_and_proposals")
_SORT = re.compile(r"全国|省|州|[市区县镇]级?(?:人大|政协)|主办|协办|分办|会办|重点|单独|公开")
_NARROWED = re.compile(
    r"领域|重点|类|规范性|预算|决算|许可|处罚|疫情|专栏|专题|动态|文件|政策|网站|平台|微信|微博"
)


def _plain(report: Report, claim: Claim) -> bool:
    """Whether a sentence speaks of the whole, not of a kind of information or a channel."""
    before, _, _ = sentence_of(report, claim).partition(claim.written)
    return not _NARROWED.search(fold(before))


# claims and denials ------------------------------------------------------------------------------

_TOPICS = (
    "解读",
    "依申请公开",
    "意见征集",
    "平台建设",
    "培训",
    "考核",
    "预决算",
    "建议提案",
    "会议公开",
)
_KEPT = re.compile(r"(?:按要求|按规定|按照要求|按照规定|严格按要求|严格按规定)[^,。;未不]{0,10}")
_NOT_KEPT = re.compile(r"(?:未|没有|未能|尚未)(?:严格|完全)?按(?:照)?(?:要求|规定)")


def _denials(own: Check, report: Report) -> Iterator[Finding]:
    """按要求解读好 in one place, 政策解读…未按要求开展 in another."""
    clauses = [
        (clause, section.number, paragraph.place)
        for section in report.sections
        for paragraph in section.paragraphs
        for clause in re.split(r"[。；;!！?？\n]", paragraph.text)
    ]
    for topic in _TOPICS:
        kept = next(
            (
                (c, n, p)
                for c, n, p in clauses
                if topic in c
                and not _NOT_KEPT.search(c)
                and any(
                    topic in m[0] + c[m.end() : m.end() + len(topic)] for m in _KEPT.finditer(c)
                )
            ),
            None,
        )
        broken = next(
            (
                (c, n, p)
                for c, n, p in clauses
                if (m := _NOT_KEPT.search(c)) and topic in c[: m.start()]
            ),
            None,
        )
        if kept and broken:
            first, second = _short(kept[0], topic, _KEPT), _short(broken[0], topic, _NOT_KEPT)
            yield own.finding(
                f"denial:{topic}",
                f"既说“{first}”，又说“{second}”",
                quotes=[Quote(first, kept[1], kept[2]), Quote(second, broken[1], broken[2])],
                expected=f"对{topic}只有一种说法",
                found=f"{first} / {second}",
                place=broken[2],
            )


def _short(clause: str, topic: str, pattern: re.Pattern[str]) -> str:
    """The part of a long clause that holds both the topic and the words."""
    match = pattern.search(clause)
    at = clause.find(topic)
    if match is None or len(clause) <= 60:
        return clause.strip()
    begin = max(0, min(at, match.start()) - 4)
    return clause[begin : max(match.end(), at) + 30].strip()
