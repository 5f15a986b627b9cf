"""Rates and changes in the prose, recomputed with numerator and denominator shown."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from gongkai.report.checks.engine import Check, Context, Finding, Severity, check
from gongkai.report.checks.narrative import comparable, other_scope, quote_of, sentence_of
from gongkai.report.checks.totals import group_total, row_total
from gongkai.report.claims.fold import fold
from gongkai.report.model import Claim, Exactness, Report
from gongkai.sources import FORM_2021, Article

__all__ = ["rate"]


class _Fraction(NamedTuple):
    """A rate in the making: numerator, denominator, what they are."""

    top: Decimal
    base: Decimal
    words: str = ""

    @property
    def percent(self) -> Decimal:
        return self.top * 100 / self.base

    def shown(self, like: Decimal) -> str:
        """10/124 = 8.1%, with as many decimals as the claim (one at least)."""
        places = max(1, -int(like.as_tuple().exponent))
        value = self.percent.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        return f"{self.top:f}/{self.base:f} = {value}%"


def _agrees(claim: Decimal, fraction: _Fraction) -> bool:
    """Equal to the last decimal given; a unit in that place is left to rounding and cutting."""
    places = max(0, -int(claim.as_tuple().exponent))
    return abs(claim - fraction.percent) < Decimal(1).scaleb(-places)


@check(
    "NAR.RATE",
    Severity.WARNING,
    "文字中的比率应能由所述件数或表格重算得出。",
    Article(FORM_2021, part="表三、表四"),
)
def rate(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """纠错率, 占比, 办结率 and 同比 against the figures they come from."""
    said = _Said.of(report)
    for n, claim in enumerate(report.claims):
        if claim.exactness is not Exactness.EXACT or claim.figure > 100_000:
            continue
        if claim.kind == "correction_rate":
            yield from _corrections(own, report, claim)
        elif claim.kind in ("share", "rate") and (told := _of_stated_base(report, n)):
            yield from _share_of(own, claim, *told)
        elif claim.kind == "share":
            yield from _shares(own, report, claim, n, said)
        elif claim.kind == "rate":
            yield from _completion(own, report, claim)
        elif claim.kind in ("increase", "decrease"):
            yield from _difference(own, report, claim, n, said)
        elif claim.kind in ("rate_increase", "rate_decrease") and claim.unit == "%":
            yield from _growth(own, report, claim, n, context, said)


class _Said(NamedTuple):
    """The counts of a report by what rates look them up by, so that each is found at once.

    figures: by section and unit, in order of size, without zeros; counts: by kind, year, section
    and scope; applications: what table 3 counts of them in all.
    """

    figures: dict[tuple[int, str], list[Decimal]]
    counts: dict[tuple[str, int | None, int, str], list[Claim]]
    applications: tuple[Decimal, ...]

    @classmethod
    def of(cls, report: Report) -> _Said:
        figures: dict[tuple[int, str], set[Decimal]] = {}
        counts: dict[tuple[str, int | None, int, str], list[Claim]] = {}
        for claim in report.claims:
            if claim.figure:
                figures.setdefault((claim.section, claim.unit), set()).add(claim.figure)
            counts.setdefault((claim.kind, claim.year, claim.section, claim.scope), []).append(
                claim
            )
        new, opening = row_total(report, "new_applications"), row_total(report, "carried_in")
        totals = {*new.also, *opening.also, *row_total(report, "handled_total").also}
        totals |= {a + b for a in new.also for b in opening.also}
        ordered = {key: sorted(values) for key, values in figures.items()}
        return cls(ordered, counts, tuple(totals - {Decimal(0)}))

    def agrees(self, rate: Claim, part: Claim) -> bool:
        """Whether the part is that share of any figure of its unit in the section."""
        if rate.figure < 0:
            return False
        bases = self.figures.get((rate.section, part.unit), [])
        place = Decimal(1).scaleb(-max(0, -int(rate.figure.as_tuple().exponent)))
        least = max(part.figure, part.figure * 100 / (rate.figure + place))
        for base in bases[bisect_left(bases, least) :]:
            if _agrees(rate.figure, _Fraction(part.figure, base)):
                return True
            if part.figure * 100 <= base * (rate.figure - place):
                return False
        return False


def _elsewhere(report: Report, claim: Claim) -> bool:
    return bool(claim.scope) and claim.scope == other_scope(report)


def _corrections(own: Check, report: Report, claim: Claim) -> Iterator[Finding]:
    """纠错率: corrected over all cases; over concluded cases only if the text says so."""
    if claim.year != report.year or _elsewhere(report, claim):
        return
    sentence = fold(sentence_of(report, claim))
    clause = fold(claim.quote)
    reviews = "复议" in clause or ("复议" in sentence and "诉讼" not in sentence)
    names = ("reconsideration",) if reviews else ("direct_suit", "suit_after_reconsideration")
    if not reviews and "诉" not in sentence:
        return
    groups = [next(g for g in report.form.groups if g.labels[-1].id == n) for n in names]
    totals = [group_total(report, n) for n in names]
    corrected = [report.cells[g.parts[1]] for g in groups]
    pending = [report.cells[g.parts[3]] for g in groups]
    if any(t.value is None for t in totals) or any(c is None or c.value is None for c in corrected):
        return
    top = sum((c.value for c in corrected if c and c.value is not None), Decimal(0))
    base = sum((t.value for t in totals if t.value is not None), Decimal(0))
    if base == 0:
        return
    every = _Fraction(top, base)
    if _agrees(claim.figure, every):
        return
    open_ = sum((c.value for c in pending if c and c.value is not None), Decimal(0))
    concluded = _Fraction(top, base - open_) if base > open_ else None
    if concluded and _agrees(claim.figure, concluded) and re.search(r"审结|结案|办结", sentence):
        return
    message = f"文字写“{claim.quote}”；按表四应为{every.shown(claim.figure)}（纠正件数／全部件数）"
    found = f"{claim.figure:f}%"
    if concluded and _agrees(claim.figure, concluded):
        found += f"（= {top:f}/{base - open_:f}）"
        message += f"，所写的数只有以已审结的{base - open_:f}件为分母才成立，应写明分母"
    yield own.finding(
        f"correction_rate:{claim.figure:f}",
        message,
        cells=[g.total for g in groups] + [g.parts[1] for g in groups],
        quotes=[quote_of(claim)],
        expected=every.shown(claim.figure),
        found=found,
        place=claim.place,
    )


_APPLICATION_KINDS = re.compile(
    r"new_applications|carried|handled|granted|withheld|unavailable|declined|other$|other_"
)


def _shares(own: Check, report: Report, claim: Claim, n: int, said: _Said) -> Iterator[Finding]:
    """X件，占Y%: of a total of applications in the text or in table 3."""
    part = _count_before(report, n)
    if part is None or not _APPLICATION_KINDS.match(part.kind) or not comparable(report, part):
        return
    if said.agrees(claim, part):
        return
    if any(_agrees(claim.figure, _Fraction(part.figure, b)) for b in said.applications):
        return
    greatest = said.figures.get((claim.section, part.unit), [Decimal(0)])[-1]
    base = row_total(report, "new_applications").value or max(greatest, *said.applications)
    if not base:
        return
    fraction = _Fraction(part.figure, base)
    yield own.finding(
        f"share:{part.kind}:{claim.figure:f}",
        f"文字写“{claim.quote}”；{part.figure:f}件占{base:f}件为{fraction.shown(claim.figure)}",
        quotes=[quote_of(part), quote_of(claim)],
        expected=fraction.shown(claim.figure),
        found=f"{claim.figure:f}%",
        place=claim.place,
    )


def _of_stated_base(report: Report, n: int) -> tuple[Claim, Claim] | None:
    """Part and base of a share that names its base: 164条，占全年（401条）的40.9%."""
    claim = report.claims[n]
    base = _count_before(report, n)
    if base is None:
        return None
    text = report.texts.get(claim.section, "")
    before = fold(text[max(0, base.span[0] - 24) : base.span[0]])
    gap = fold(text[base.span[1] + len(base.unit) : claim.span[0]])
    if not re.search(r"占[^,。;%]{0,20}$", before) or not re.fullmatch(r"[ )]*的?[ 约]*", gap):
        return None
    index = next(i for i in range(n - 1, -1, -1) if report.claims[i] is base)
    part = _count_before(report, index)
    if part is None or part.unit != base.unit or not 0 < part.figure <= base.figure:
        return None
    exact = part.exactness is base.exactness is Exactness.EXACT
    return (part, base) if exact and part.kind != "name" else None


def _share_of(own: Check, claim: Claim, part: Claim, base: Claim) -> Iterator[Finding]:
    fraction = _Fraction(part.figure, base.figure)
    if _agrees(claim.figure, fraction):
        return
    yield own.finding(
        f"share:{part.figure:f}:{base.figure:f}:{claim.figure:f}",
        f"文字写“{claim.quote}”；{part.figure:f}{part.unit}占{base.figure:f}{base.unit}为"
        f"{fraction.shown(claim.figure)}",
        quotes=[quote_of(part), quote_of(base), quote_of(claim)],
        expected=fraction.shown(claim.figure),
        found=f"{claim.figure:f}%",
        place=claim.place,
    )


_TIMELY = re.compile(r"按时|按期|及时|法定|时限|期限|限时")


def _completion(own: Check, report: Report, claim: Claim) -> Iterator[Finding]:
    """办结率 of applications: handled over received; rates of timeliness cannot be recomputed."""
    clause = fold(claim.quote)
    if "办结率" not in clause or _TIMELY.search(clause) or not re.search("申请", clause):
        return
    if claim.year != report.year or _elsewhere(report, claim):
        return
    new, opening = row_total(report, "new_applications"), row_total(report, "carried_in")
    handled = row_total(report, "handled_total")
    if new.value is None or handled.value is None:
        return
    bases = {new.value, new.value + (opening.value or 0)} - {Decimal(0)}
    if not bases or any(_agrees(claim.figure, _Fraction(handled.value, b)) for b in bases):
        return
    fraction = _Fraction(handled.value, max(bases))
    yield own.finding(
        f"completion:{claim.figure:f}",
        f"文字写“{claim.quote}”；按表三办结{handled.value:f}件，应为{fraction.shown(claim.figure)}",
        cells=[handled.cells[0], new.cells[0]],
        quotes=[quote_of(claim)],
        expected=fraction.shown(claim.figure),
        found=f"{claim.figure:f}%",
        place=claim.place,
    )


def _growth(
    own: Check, report: Report, claim: Claim, n: int, context: Context, said: _Said
) -> Iterator[Finding]:
    """同比 of a count: from last year's figure in the text, or from last year's report."""
    now, before = _now_and_before(report, n, said)
    if now is None:
        return
    if now.kind == "new_applications" and context.previous is not None and comparable(report, now):
        before |= row_total(context.previous, "new_applications").also
    before.discard(Decimal(0))
    if not before:
        return
    sign = 1 if claim.kind == "rate_increase" else -1
    if any(_agrees(claim.figure, _Fraction(sign * (now.figure - b), b)) for b in before):
        return
    base = min(before)
    change = (now.figure - base) * 100 / base
    word = "增长" if change >= 0 else "下降"
    places = max(1, -int(claim.figure.as_tuple().exponent))
    value = abs(change).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    expected = f"({now.figure:f}－{base:f})/{base:f} = {word}{value}%"
    yield own.finding(
        f"growth:{now.kind}:{claim.figure:f}",
        f"文字写“{claim.quote}”；上年{base:f}，本年{now.figure:f}，应为{expected}",
        quotes=[quote_of(now), quote_of(claim)],
        expected=expected,
        found=f"{'增长' if sign > 0 else '下降'}{claim.figure:f}%",
        place=claim.place,
    )


def _difference(own: Check, report: Report, claim: Claim, n: int, said: _Said) -> Iterator[Finding]:
    """126件，较上年（150件）减少24件."""
    now, before = _now_and_before(report, n, said)
    if now is None or not before or now.unit != claim.unit:
        return
    sign = 1 if claim.kind == "increase" else -1
    if any(sign * (now.figure - b) == claim.figure for b in before):
        return
    base = min(before)
    change = now.figure - base
    expected = f"{now.figure:f}－{base:f} = {'增加' if change >= 0 else '减少'}{abs(change):f}"
    yield own.finding(
        f"difference:{now.kind}:{claim.figure:f}",
        f"文字写“{claim.quote}”；上年{base:f}，本年{now.figure:f}，应为{expected}",
        quotes=[quote_of(now), quote_of(claim)],
        expected=expected,
        found=f"{'增加' if sign > 0 else '减少'}{claim.figure:f}",
        place=claim.place,
    )


def _now_and_before(report: Report, n: int, said: _Said) -> tuple[Claim | None, set[Decimal]]:
    """This year's count that the change at index n is of, and what last year's may be: the one
    between the two (较2023年的150件减少24件), else those of the same kind in the section."""
    claim = report.claims[n]
    text = report.texts.get(claim.section, "")
    now: Claim | None = None
    stated: list[Claim] = []
    for other in reversed(report.claims[max(0, n - 6) : n]):
        if other.section != claim.section or other.span == (0, 0):
            break
        between = text[other.span[1] : claim.span[0]]
        if len(between) > 40 or re.search(r"[。；;]", between) or other.unit in ("%", "‰"):
            break
        if other.kind in _PASSED_OVER:
            continue
        if other.year == (report.year or 0) - 1:
            stated.append(other)
            continue
        now = other
        break
    if now is None or now.year != report.year or now.exactness is not Exactness.EXACT:
        return None, set()
    if not stated and now.kind not in ("other_count", "name"):
        key = (now.kind, (report.year or 0) - 1, now.section, now.scope)
        stated = said.counts.get(key, [])
    exact = [c for c in stated if c.exactness is Exactness.EXACT and c.unit == now.unit]
    return now, {c.figure for c in exact if c.figure}


def _count_before(report: Report, n: int) -> Claim | None:
    """The count that the rate at index n of the claims refers to: the last before it in the
    sentence, no other rate between."""
    claim = report.claims[n]
    text = report.texts.get(claim.section, "")
    for other in reversed(report.claims[max(0, n - 4) : n]):
        if other.section != claim.section or other.span[1] > claim.span[0]:
            return None
        between = text[other.span[1] : claim.span[0]]
        if len(between) > 30 or re.search(r"[。；;]", between) or other.unit in ("%", "‰"):
            return None
        if other.kind not in _PASSED_OVER:
            return other
    return None


_PASSED_OVER = frozenset(["year", "date", "increase", "decrease", "rate", "rate_increase"])
