"""Percentages and what is as good as one: 8.9%, 百分之八, 三分之二, 七成, 翻一番."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gongkai.report.claims.numerals import chinese_number, number_of
from gongkai.report.claims.tokens import Form, Token, exactness_of
from gongkai.report.model import Exactness

__all__ = ["READERS"]


def _rate(text: str, match: re.Match[str]) -> Iterator[Token]:
    raw = match[0]
    unit = "个百分点" if raw.endswith("百分点") else "‰" if "‰" in raw or raw[:2] == "千分" else "%"
    figure: Decimal | None
    if raw in ("百分百", "百分之百"):
        figure = Decimal(100)
    else:
        core = re.sub(r"^-|百分之|千分之|[%‰余多个百分点 ]+$", "", raw).strip()
        whole, _, part = core.partition("点")
        figure = number_of(whole)
        if figure is not None and part:
            digits = "".join(str(chinese_number(c) or 0) for c in part)
            figure = Decimal(f"{figure}.{digits}")
    if figure is None:
        return
    if raw[0] == "-":
        figure = -figure
    more = bool(re.search(r"[余多] ?[%‰个百]", raw))
    exactness = Exactness.MORE_THAN if more else exactness_of(text, match.start(), match.end())
    yield Token(match.start(), match.end(), match.end(), Form.RATE, figure, unit, exactness)


def _fraction(text: str, match: re.Match[str]) -> Iterator[Token]:
    """三分之二 as a percentage, about."""
    base, _, part = match[0].partition("分之")
    whole, top = number_of(base), number_of(part)
    if whole and top is not None:
        share = (top * 100 / whole).quantize(Decimal("0.01")).normalize()
        yield _share(text, match, Decimal(f"{share:f}"))


def _tenths(text: str, match: re.Match[str]) -> Iterator[Token]:
    """七成 as a percentage, about; 七成五, 七成半, 七成多."""
    tenths, more = number_of(match[0][0]), match[0][2:]
    if tenths is not None:
        hundredths = Decimal(5) if more == "半" else number_of(more) if more else None
        yield _share(text, match, tenths * 10 + (hundredths or 0))


def _doubled(text: str, match: re.Match[str]) -> Iterator[Token]:
    """翻一番 is 100 % more, 翻两番 300 %."""
    times = number_of(match[0].strip("翻了番") or "1")
    if times:
        yield _share(text, match, Decimal((2 ** int(times) - 1) * 100))


def _share(text: str, match: re.Match[str], figure: Decimal) -> Token:
    exactness = exactness_of(text, match.start(), match.end())
    if match[0].endswith("多"):
        exactness = Exactness.MORE_THAN
    elif exactness is Exactness.EXACT:
        exactness = Exactness.ABOUT  # nobody counts so
    return Token(match.start(), match.end(), match.end(), Form.RATE, figure, "%", exactness)


READERS = {
    "rate": _rate,
    "fraction": _fraction,
    "tenths": _tenths,
    "doubled": _doubled,
}
