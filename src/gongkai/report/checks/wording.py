"""Words: terms that the Regulations do not know, vague dates, unclear scopes, missing counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.checks.engine import Check, Context, Finding, Quote, Severity, check
from gongkai.report.checks.narrative import paragraph_of, quote_of
from gongkai.report.claims import CHANNELS
from gongkai.report.claims.fold import fold
from gongkai.report.model import Exactness, Report
from gongkai.sources import FORM_2021, R2019, Article

__all__ = ["duplicate", "missing_count", "scope", "term", "vague_date"]

_ELSEWHERE = re.compile(r"复议|诉讼|立案|信访|许可|法院|仲裁|投诉|举报|执法")
_APPLICATION = re.compile(r"申请")
_FOREIGN = re.compile(r"不予受理|不受理|拒绝受理|不予答复|拒绝公开|拒绝答复")


@check(
    "NAR.TERM",
    Severity.WARNING,
    "对申请的处理应用《条例》的用语：没有“不予受理”，应为不予处理、不予重复处理等。",
    Article(R2019, 36),
)
def term(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """不予受理 said of an application for disclosure."""
    for section in report.sections:
        for paragraph in section.paragraphs:
            before = ""
            for sentence in re.split(r"[。\n]", paragraph.text):
                folded = fold(sentence)
                for match in _FOREIGN.finditer(folded):
                    begin = max(folded.rfind(mark, 0, match.start()) for mark in ";:") + 1
                    near = folded[begin : match.end()]
                    if _APPLICATION.search(near + before) and not _ELSEWHERE.search(near):
                        words = sentence[begin : match.end()].strip()
                        yield _term(own, words, match[0], section.number)
                        break
                before = folded[-80:]


def _term(own: Check, words: str, term_used: str, section: int) -> Finding:
    repeated = "重复" in words
    expected = (
        "不予重复处理（表三（五）2.重复申请；《条例》第三十六条第（六）项）"
        if repeated
        else ("不予处理、不予公开或无法提供，按表三所列情形")
    )
    return own.finding(
        words,
        f"“{words}”：政府信息公开申请没有“{term_used}”这种处理，应写“{expected}”",
        quotes=[Quote(words, section)],
        expected=expected,
        found=term_used,
    )


_CUT_OFF = re.compile(
    r"截[止至](?:到|至)? ?((?:19|20)\d\d) ?年(?! ?\d| ?年?底| ?末|度?末|度?底|初|[一二三四]季)"
)


@check("NAR.VAGUE_DATE", Severity.NOTE, "截止日期应写到日。", Article(FORM_2021))
def vague_date(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """截止到2019年, without month and day."""
    for section in report.sections:
        for paragraph in section.paragraphs:
            for match in _CUT_OFF.finditer(fold(paragraph.text)):
                words = paragraph.text[match.start() : match.end()]
                yield own.finding(
                    f"{section.number}:{match.start()}",
                    f"“{words}”没有写明日期，不知截至哪一天",
                    quotes=[Quote(words, section.number, paragraph.place)],
                    expected=f"{match[1]}年12月31日等具体日期",
                    found=f"{match[1]}年",
                    place=paragraph.place,
                )


@check("NAR.SCOPE", Severity.NOTE, "每个数应写明统计口径。", Article(FORM_2021))
def scope(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Fewer items disclosed in all than on one channel: the scopes are not defined."""
    counts = [c for c in report.claims if c.year == report.year and c.exactness is Exactness.EXACT]
    wholes = [c for c in counts if c.kind == "disclosed_total"]
    if not wholes:
        return
    whole = max(wholes, key=lambda c: c.figure)
    channels = [
        c
        for c in counts
        if c.kind in CHANNELS
        and c.kind != "other_channel"  # short messages, screens: copies, not items disclosed
        and c.unit == whole.unit
        and c.scope == whole.scope
    ]
    channel = max(channels, key=lambda c: c.figure, default=whole)
    if channel.figure > whole.figure:
        yield own.finding(
            f"{whole.figure:f}:{channel.figure:f}",
            f"“{whole.quote}”少于“{channel.quote}”，两个数的口径应写明",
            quotes=[quote_of(whole), quote_of(channel)],
            expected="写明各自的口径",
            found=f"{whole.figure:f} / {channel.figure:f}",
            place=whole.place,
        )


_COMPARED = 400  # paragraphs compared pair by pair


@check("NAR.DUPLICATE", Severity.NOTE, "同一组数据不必在两处重复。", Article(FORM_2021))
def duplicate(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Two paragraphs that give the same three or more figures."""
    groups: dict[tuple[int, int], set[tuple[str, str, str]]] = {}
    for claim in report.claims:
        if claim.span != (0, 0) and claim.kind not in ("year", "date", "name") and claim.figure > 9:
            groups.setdefault(paragraph_of(report, claim), set()).add(
                (claim.written.strip("余多约 "), claim.unit, claim.kind)
            )
    seen = list(groups.items())[:_COMPARED]
    for i, (_, first) in enumerate(seen):
        for (section, _), second in seen[i + 1 :]:
            both = first & second
            if len(both) >= 3:
                shown = "、".join(f + u for f, u, _ in sorted(both))
                yield own.finding(
                    shown,
                    f"{shown}在两处重复",
                    expected="只写一次",
                    found=shown,
                    quotes=[Quote(shown, section)],
                )
                return


_PAPERS = re.compile(r"建议(?:、|和|及|与)?(?:政协)?(?:委员)?提案|人大[^,。;]{0,8}建议")
_DONE = re.compile(r"办理|公开|答复|办结")


@check("NAR.MISSING_COUNT", Severity.NOTE, "写到建议提案办理的，应写明件数。", Article(FORM_2021))
def missing_count(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Suggestions and proposals handled or disclosed, and no number of them anywhere."""
    kinds = ("suggestions", "proposals", "suggestions_and_proposals")
    if any(c.kind in kinds for c in report.claims):
        return
    for section in report.sections:
        if section.number not in (1, 6):
            continue
        for paragraph in section.paragraphs:
            for sentence in re.split(r"[。\n]", paragraph.text):
                folded = fold(sentence)
                if (
                    _PAPERS.search(folded)
                    and re.search(r"所有|全部|均|总体情况", folded)
                    and _DONE.search(folded)
                ):
                    yield own.finding(
                        "papers",
                        "写到建议提案已办理、已公开，没有写件数",
                        quotes=[Quote(sentence.strip(), section.number, paragraph.place)],
                        expected="人大代表建议、政协提案各多少件",
                        found="无件数",
                        place=paragraph.place,
                    )
                    return
