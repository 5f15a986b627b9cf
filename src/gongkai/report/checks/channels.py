"""The items published on one channel, told in two places of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from gongkai.report.checks.engine import Check, Finding
from gongkai.report.checks.narrative import paragraph_of, quote_of
from gongkai.report.claims.fold import fold
from gongkai.report.model import Claim, Exactness, Report

__all__ = ["Found", "channels", "readings"]

Found = tuple[Finding, tuple[Claim, ...]]

_CHANNELS = ("website", "portal", "wechat", "weibo", "app", "new_media")

_GENERIC = re.compile(
    r"(?:上|平台|账号|号)?(?:共计?|累计|全年|总计|合计|面向社会|向社会|及时|主动|新增|共|的)*"
    r"(?:公开|发布|推送|发文|更新|推出|刊发|刊登|发表|转发|发送|编发)?(?:各类|各项|政府|政务|公开|相关|有关|原创|图文|消息|工作)*"
    r"(?:信息|文章|内容|微信|微博|推文|稿件|消息|图文|动态信息|数量|总数|条数)*(?:共计?|总计|累计|约|近|超过|达到?|为|数|:)*"
)
_CHANNEL_WORD = {
    "website": re.compile(r"门户网站?|官方网站|官网|网站?"),
    "portal": re.compile(r"政府(?:门户)?网站?|人民政府(?:门户)?网站?|政务网|中国·[^,。;]{1,6}"),
    "wechat": re.compile(r"(?:政务)?微信(?:公众号|公众平台|视频号|平台)?|公众号"),
    "weibo": re.compile(r"(?:政务)?微博(?:平台)?"),
    "app": re.compile(r"客户端|APP|App"),
    "new_media": re.compile(r"两微一端|(?:政务)?新媒体(?:平台)?|双微"),
}


class _Told(NamedTuple):
    """What one sentence says of a channel: its claims, and whether they mean everything on it."""

    claims: list[Claim]
    generic: bool
    exact: bool
    readings: set[Decimal]

    @property
    def total(self) -> Decimal:
        return sum((c.figure for c in self.claims), Decimal(0))

    @property
    def ids(self) -> list[tuple[int, int, int]]:
        return [(c.section, *c.span) for c in self.claims]


def channels(
    own: Check, counts: Sequence[Claim], report: Report, reported: AbstractSet[tuple[int, int, int]]
) -> Iterator[Found]:
    """The items published on one channel, told in two places.

    reported: section and span of the claims already spoken of; it may grow between two findings.
    """
    for channel in _CHANNELS:
        claims = [
            c
            for c in counts
            if c.kind == channel
            and c.year == report.year
            and c.unit in ("条", "篇", "件", "次", "则", "期")
            and c.scope != "area"
            and "累计" not in c.quote
        ]
        told: dict[tuple[int, int], list[Claim]] = {}
        for claim in claims:
            told.setdefault(paragraph_of(report, claim), []).append(claim)
        statements = [
            _Told(
                c,
                all(_is_generic(channel, x) for x in c),
                all(x.exactness is Exactness.EXACT for x in c),
                readings(c),
            )
            for c in told.values()
        ]
        for first, second in combinations(statements, 2):
            if not (first.exact and second.exact and first.readings.isdisjoint(second.readings)):
                continue
            if not (reported.isdisjoint(first.ids) and reported.isdisjoint(second.ids)):
                continue
            pair = _clash(first, second)
            if pair is None:
                continue
            whole, other, expected, message = pair
            yield (
                own.finding(
                    f"{channel}:{whole.total:f}:{other.total:f}",
                    message,
                    quotes=[quote_of(c) for c in (*whole.claims, *other.claims)],
                    expected=expected,
                    found=f"{other.total:f}",
                    place=other.claims[0].place,
                ),
                (*whole.claims, *other.claims),
            )


def _is_generic(channel: str, claim: Claim) -> bool:
    """Whether the clause names no particular sort of item: 发布各类信息 rather than 通知公告."""
    quote = fold(claim.quote)
    at = quote.find(fold(claim.written))
    head = quote[: at if at >= 0 else len(quote)].replace(" ", "")
    last = None
    for last in _CHANNEL_WORD[channel].finditer(head):  # noqa: B007
        pass
    return last is not None and bool(_GENERIC.fullmatch(head[last.end() :]))


def _clash(first: _Told, second: _Told) -> tuple[_Told, _Told, str, str] | None:
    """The whole, the statement that does not fit it, what was expected, and a sentence."""
    if first.generic and second.generic:
        singles = "、".join(f"{c.figure:f}" for c in first.claims)
        expected = singles
        if len(first.claims) > 1:
            shown = "＋".join(f"{c.figure:f}" for c in first.claims)
            expected = f"{first.claims[0].figure:f}，或{first.total:f}（{shown}）"
        message = (
            f"同一渠道前后两个数：“{first.claims[0].quote}”与“{second.claims[0].quote}”，"
            f"后者{second.total:f}与前者（{expected}）对不上"
        )
        return first, second, expected, message
    whole, part = (first, second) if first.generic else (second, first)
    if whole.generic and not part.generic and part.total > whole.total:
        message = (
            f"部分大于全部：“{part.claims[0].quote}”只是网站或账号上的几类信息，"
            f"却多于“{whole.claims[0].quote}”"
        )
        return whole, part, f"不大于{whole.total:f}（部分≤全部）", message
    return None


def readings(claims: Sequence[Claim]) -> set[Decimal]:
    """The totals that several figures of one channel can be read as: each alone, or all added."""
    figures = [c.figure for c in claims]
    return {*figures, sum(figures, Decimal(0))}
