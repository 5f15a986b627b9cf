"""Parts against wholes inside the prose: 其中…, 共计…, applicants, sponsors."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from gongkai.report.checks.engine import Check, Context, Finding, Severity, check
from gongkai.report.checks.narrative import comparable, other_scope, quote_of
from gongkai.report.checks.totals import row_total
from gongkai.report.claims import NO_COUNTS
from gongkai.report.claims.context import sentences
from gongkai.report.claims.fold import fold
from gongkai.report.model import Claim, Exactness, Report

__all__ = ["parts"]

_COUNTS_NOT = NO_COUNTS | {"correction_rate"}
# words that say the parts are all there are
_EXHAUSTIVE = re.compile(r"分别(?:为|是|有)|其他|其它|其余|余下|分为|包括.*?和")
_PARTITION = (
    (re.compile(r"自然人|公民"), re.compile(r"法人|企业|组织")),
    (re.compile(r"主办"), re.compile(r"协办|分办|会办")),
    (re.compile(r"人大[^,。;]{0,6}建议"), re.compile(r"政协[^,。;]{0,6}提案")),
)
_FLOW = ("new_applications", "carried_in", "handled", "carried_out")
_AUDIENCE = ("people", "views", "followers")
_MAX = re.compile(r"最高|最多|单条|单篇|平均|日均|月均|人均")


@check(
    "NAR.PARTS",
    Severity.WARNING,
    "文字中各分项之和应等于总数，任何一项不大于总数。",
    "算术",
)
def parts(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """A part greater than its whole; parts that say they are all, and do not add up."""
    for section in report.sections:
        text = fold(section.text)
        levels = [0, *accumulate(_LEVEL.get(char, 0) for char in text)]
        counts = [
            c
            for c in report.claims
            if c.section == section.number
            and c.span != (0, 0)
            and c.kind not in _COUNTS_NOT
            and c.figure > 0
        ]
        counts.sort(key=lambda c: c.span)
        at = [c.span[0] for c in counts]
        before: Sequence[Claim] = ()
        for start, end in sentences(text):
            here = counts[bisect_left(at, start) : bisect_left(at, end)]
            if len(here) > 1:
                yield from _among(own, text, levels, start, end, here)
                yield from _of_sentence_before(own, text, start, end, before, here)
                yield from _summed_up(own, text, levels, start, here)
                yield from _bracketed(own, text, here)
                yield from _listed(own, text, start, end, here)
                yield from _of_applications(own, report, text, here)
            before = here


def _among(
    own: Check, text: str, levels: Sequence[int], start: int, end: int, here: Sequence[Claim]
) -> Iterator[Finding]:
    """总数，其中甲、乙、丙."""
    marks = [m.start() for m in re.finditer("其中", text[start:end])]
    # also 总数。其中…: the whole stands in the sentence before; then there is none to compare here
    for n, mark in enumerate(marks):
        at = start + mark
        stop = start + marks[n + 1] if n + 1 < len(marks) else end
        level = levels[at]
        before = [c for c in here if c.span[1] <= at and levels[c.span[0]] == level]
        listed = [c for c in here if at < c.span[0] < stop and levels[c.span[0]] == level]
        if not before or not listed:
            continue
        whole = before[-1]
        own_parts = _run(text, at, listed, whole)
        if not own_parts:
            continue
        same = [c for c in before if c.unit == whole.unit]
        greatest = max(c.figure for c in same)
        too_big = [
            c
            for c in own_parts
            if c.exactness is Exactness.EXACT
            and c.figure > greatest
            and not _MAX.search(c.quote)
            and (c.figure > sum(w.figure for w in same) or not _PARTITION[1][0].search(c.quote))
            and whole.exactness is Exactness.EXACT
        ]
        if too_big:
            part = too_big[0]
            yield own.finding(
                f"part:{whole.figure:f}:{part.figure:f}",
                f"“{part.quote}”大于它所属的总数{whole.figure:f}{whole.unit}",
                quotes=[quote_of(whole), quote_of(part)],
                expected=f"不大于{whole.figure:f}",
                found=f"{part.figure:f}",
                place=part.place,
            )
            continue
        said = text[at : own_parts[-1].span[1] + 4]
        near = _nearly_all(same, own_parts)
        if _is_all(said, own_parts) or near or _too_many(whole, own_parts):
            wholes = _sums_from(same) | {c.figure for c in same}
            yield from _sum(own, near or whole, own_parts, wholes)


def _of_sentence_before(
    own: Check, text: str, start: int, end: int, before: Sequence[Claim], here: Sequence[Claim]
) -> Iterator[Finding]:
    """公开信息1000条，同比增长5%。其中，网站600条、微信300条、其他90条."""
    if not before or not re.match(r"[ \n]*其中", text[start:end]):
        return
    own_parts = _run(text, start, here, before[-1])
    wholes = [c for c in before if own_parts and c.unit == own_parts[0].unit]
    near = _nearly_all(wholes, own_parts)
    if near:
        yield from _sum(own, near, own_parts, {c.figure for c in wholes})


_LEVEL = {"(": 1, ")": -1}


def _sums_from(claims: Sequence[Claim]) -> set[Decimal]:
    """The sums of the last one, the last two … of all."""
    return set(accumulate(c.figure for c in reversed(claims)))


def _run(text: str, at: int, listed: Sequence[Claim], whole: Claim) -> list[Claim]:
    """The counts that follow 其中 in one unit, up to the first of another unit or matter."""
    run: list[Claim] = []
    last = at
    for claim in listed:
        gap = text[last : claim.span[0]]
        if claim.unit != whole.unit or (claim.kind in _AUDIENCE) != (whole.kind in _AUDIENCE):
            break
        if run and re.search(r"承办|全年|另|此外|同时|召开|举办|开展|比|较", gap):
            break
        if run and ";" in gap and claim.kind in _FLOW:
            break  # 新收33件，其中自然人30件、企业3件；上年结转3件；办结35件
        run.append(claim)
        last = claim.span[1]
    return run


def _is_all(said: str, own_parts: Sequence[Claim]) -> bool:
    if len(own_parts) < 2:
        return False
    if _EXHAUSTIVE.search(said):
        return True
    return len(own_parts) == 2 and any(
        a.search(own_parts[0].quote) and b.search(own_parts[1].quote) for a, b in _PARTITION
    )


_OVER, _UNDER = Decimal("0.25"), Decimal("0.01")


def _nearly_all(wholes: Sequence[Claim], own_parts: Sequence[Claim]) -> Claim | None:
    """The last whole that three parts or more miss by little: a partition with one wrong figure.

    More than the whole no parts can be, unless they overlap, and then by a lot; a list that stops
    before its end rarely comes within a hundredth of the whole.
    """
    if len(own_parts) < 3:
        return None
    total = sum((p.figure for p in own_parts), Decimal(0))
    for whole in reversed(wholes):
        if -_UNDER * whole.figure <= total - whole.figure <= _OVER * whole.figure:
            return whole
    return None


def _too_many(whole: Claim, own_parts: Sequence[Claim]) -> bool:
    """Ways of applying do not overlap: more of them than applications cannot be."""
    return all(p.kind == "new_applications.by_way" for p in own_parts) and whole.figure < sum(
        (p.figure for p in own_parts), Decimal(0)
    )


def _bracketed(own: Check, text: str, here: Sequence[Claim]) -> Iterator[Finding]:
    """建议40件（主办12件、会办28件）."""
    last_close = text.rfind(")", here[0].span[0])
    for n, whole in enumerate(here[:-1]):
        after = text[whole.span[1] : whole.span[1] + 8].lstrip()
        if not after.removeprefix(whole.unit).startswith("("):
            continue
        near = here[n + 1 : n + 9]
        close = text.find(")", whole.span[1], near[-1].span[1] + 1)
        if close < 0 and last_close > near[-1].span[1]:
            close = last_close
        inner = [c for c in near if c.span[1] <= close and c.unit == whole.unit]
        pair = len(inner) == 2 and any(
            a.search(inner[0].quote) and b.search(inner[1].quote) for a, b in _PARTITION
        )
        if pair and inner[0].figure + inner[1].figure != whole.figure:
            yield from _differ(own, whole, inner)


def _sum(
    own: Check, whole: Claim, own_parts: Sequence[Claim], wholes: set[Decimal]
) -> Iterator[Finding]:
    """Silent when the parts up to any point make the whole: the list may have ended there.

    wholes: the figure before 其中, and those before it added to it (收到59件，上年结转2件，其中…).
    """
    if any(c.exactness is not Exactness.EXACT for c in (whole, *own_parts)):
        return
    running = Decimal(0)
    for n, part in enumerate(own_parts):
        running += part.figure
        if running in wholes and n:
            return
    if running - whole.figure in {p.figure for p in own_parts}:
        return  # one of them belongs to another: 甲10件（含乙3件）
    yield from _differ(own, whole, own_parts)


def _differ(own: Check, whole: Claim, own_parts: Sequence[Claim]) -> Iterator[Finding]:
    if any(c.exactness is not Exactness.EXACT for c in (whole, *own_parts)):
        return
    running = sum((p.figure for p in own_parts), Decimal(0))
    shown = "＋".join(f"{p.figure:f}" for p in own_parts)
    yield own.finding(
        f"sum:{whole.figure:f}:{running:f}",
        f"“{whole.quote}”的各分项{shown}＝{running:f}，与总数{whole.figure:f}不等",
        quotes=[quote_of(whole), *map(quote_of, own_parts)],
        expected=f"{running:f}（{shown}）",
        found=f"{whole.figure:f}",
        place=whole.place,
    )


_RESPECTIVELY = re.compile(r"分别(?:为|是)")


def _listed(
    own: Check, text: str, start: int, end: int, here: Sequence[Claim]
) -> Iterator[Finding]:
    """收到2件，分别为甲类1件、乙类1件."""
    for match in _RESPECTIVELY.finditer(text, start, end):
        before = [c for c in here if c.span[1] <= match.start()]
        if not before:
            continue
        whole = before[-1]
        gap = text[whole.span[1] : match.start()].replace(" ", "")
        if not re.fullmatch(re.escape(whole.unit) + r"[,:]?", gap):
            continue  # 收到、办结分别为5件、4件: no parts
        listed: list[Claim] = []
        last = match.end()
        for claim in here[len(before) :]:
            if claim.unit != whole.unit or re.search(
                r"[;。]|共|均|另|同时", text[last : claim.span[0]]
            ):
                break
            listed.append(claim)
            last = claim.span[1]
        if len(listed) > 1 and sum(c.figure for c in listed) != whole.figure:
            yield from _differ(own, whole, listed)


def _of_applications(
    own: Check, report: Report, text: str, here: Sequence[Claim]
) -> Iterator[Finding]:
    """网络申请132件，信函申请61件，当面申请7件: all ways together are all applications; so are all
    bodies of an area, and all subjects when 其他 is among them."""
    received = [c for c in here if c.kind == "new_applications"]
    ways = [c for c in here if c.kind == "new_applications.by_way" and comparable(report, c)]
    if received and not (
        report.is_government
        and len(received) > 1
        and all(c.scope in ("part", other_scope(report)) for c in received)
    ):
        return
    topics = _subjects(text, here)
    yield from _all_applications(own, report, ways, "提交方式", whole=False)
    yield from _all_applications(own, report, received, "收到申请的机关", whole=False)
    yield from _all_applications(own, report, topics, "申请内容", whole=True)


def _subjects(text: str, here: Sequence[Claim]) -> list[Claim]:
    """申请内容涉及公路征迁21件、出租汽车14件、其他18件: the run, when it ends with 其他."""
    first = next((n for n, c in enumerate(here) if c.kind == "new_applications.part"), None)
    if first is None:
        return []
    run = [here[first]]
    for claim in here[first + 1 :]:
        gap = text[run[-1].span[1] : claim.span[0]]
        if claim.unit != run[0].unit or re.search(r"[;。]|共|均|办结|公开", gap):
            break
        run.append(claim)
        if re.search(r"其他|其它|其余", gap):
            return run
    return []


def _all_applications(
    own: Check, report: Report, ways: Sequence[Claim], what: str, whole: bool
) -> Iterator[Finding]:
    if len(ways) < 2:
        return
    new, opening = row_total(report, "new_applications"), row_total(report, "carried_in")
    if new.value is None or any(c.exactness is not Exactness.EXACT for c in ways):
        return
    wholes = {*new.also, *(a + b for a in new.also for b in opening.also)}
    total = sum((c.figure for c in ways), Decimal(0))
    gap = total - new.value
    # a list without 其他 may leave some out
    least = -max(Decimal(1), _OVER * new.value) if whole else -_UNDER * new.value
    if total in wholes or not least <= gap <= max(Decimal(1), _OVER * new.value):
        return
    if len(ways) < 3 and gap < 0:
        return
    shown = "＋".join(f"{c.figure:f}" for c in ways)
    yield own.finding(
        f"ways:{total:f}",
        f"按{what}各项{shown}＝{total:f}，与表三本年新收{new.value:f}不等",
        cells=new.cells[:1],
        quotes=[*map(quote_of, ways)],
        expected=f"{new.value:f}",
        found=f"{total:f}（{shown}）",
        place=ways[0].place,
    )


_TOTAL = re.compile(r"[,;、](?:以上)?(?:共计|合计|总计|共)(?:为|:)?$")


def _summed_up(
    own: Check, text: str, levels: Sequence[int], start: int, here: Sequence[Claim]
) -> Iterator[Finding]:
    """甲30件，乙12件，共计42件."""
    for n, whole in enumerate(here):
        said = text[max(start, here[n - 1].span[1]) if n else start : whole.span[0]]
        if n < 2 or not _TOTAL.search(said.replace(" ", "")):
            continue
        level = levels[whole.span[0]]
        first = n
        while first and here[first - 1].unit == whole.unit:
            if levels[here[first - 1].span[0]] != level:
                break
            first -= 1
        listed = here[first:n]
        if len(listed) < 2 or "其中" in text[listed[0].span[0] : whole.span[0]]:
            continue
        if any(c.exactness is not Exactness.EXACT for c in (whole, *listed)):
            continue
        sums = _sums_from(listed)
        if whole.figure in sums or whole.figure in {c.figure for c in listed}:
            continue
        total = sum((c.figure for c in listed), Decimal(0))
        shown = "＋".join(f"{c.figure:f}" for c in listed)
        yield own.finding(
            f"total:{whole.figure:f}:{total:f}",
            f"“{whole.quote}”：各项{shown}＝{total:f}",
            quotes=[*map(quote_of, listed), quote_of(whole)],
            expected=f"{total:f}（{shown}）",
            found=f"{whole.figure:f}",
            place=whole.place,
        )
