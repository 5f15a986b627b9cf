"""The automatic numbers of a Word document: 一、 （一） 1. as its list definitions make them.

ECMA-376 part 1, §17.9 (numbering) and §17.18.59 (number formats).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

__all__ = ["Numbers", "numeral"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL, _ILVL = _W + "val", _W + "ilvl"
_LEVELS = 9
_HOLE = re.compile(r"%([1-9])")

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SERIES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
# style → digits, 十百千, whether 10 to 19 begin with 一
_SPOKEN = {
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "ideographDigital",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
        ),
        ("零一二三四五六七八九", "十百千", False),
    ),
    "chineseLegalSimplified": ("零壹贰叁肆伍陆柒捌玖", "拾佰仟", True),
    "ideographLegalTraditional": ("零壹貳參肆伍陸柒捌玖", "拾佰仟", True),
}
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def numeral(number: int, style: str) -> str:
    """A number in one of Word's formats; in Arabic digits where the format does not reach."""
    if style in ("none", "bullet"):
        return ""
    if 0 < number < 10000:
        if style in _SPOKEN:
            return _spoken(number, *_SPOKEN[style])
        if style.endswith("Roman"):
            return _roman(number) if style == "lowerRoman" else _roman(number).upper()
        if style.endswith("Letter"):
            times, letter = divmod(number - 1, 26)
            return chr(ord("a" if style == "lowerLetter" else "A") + letter) * (times + 1)
        series = _SERIES.get(style, "")
        if number <= len(series):
            return series[number - 1]
    if style == "decimalZero":
        return f"{number:02}"
    if style == "decimalFullWidth":
        return str(number).translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    return str(number)


def _spoken(number: int, digits: str, powers: str, one_before_ten: bool) -> str:
    """105 → 一百零五."""
    if 10 <= number < 20 and not one_before_ten:
        return powers[0] + (digits[number - 10] if number > 10 else "")
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += ("零" if gap else "") + digits[digit] + (powers[power - 1] if power else "")
        gap = bool(text) and not digit
    return text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


class _Level(NamedTuple):
    """One level of a list: first number, format, text with %1 … %9, when it begins anew."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int = -1  # -1 after any higher level, 0 never, n after level n
    legal: bool = False  # higher numbers in Arabic digits
    gap: str = ""  # between number and text


class _List(NamedTuple):
    """A list in use: the definition it counts with, and where it departs from it."""

    definition: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbers:
    """The lists of one document, counting as its paragraphs are met in order."""

    def __init__(self, root: etree._Element) -> None:
        """`root`: the numbering part."""
        definitions: dict[str, dict[int, _Level]] = {}
        linked: dict[str, str] = {}  # numbering style → definition that spells it out
        links: dict[str, str] = {}  # definition that only names a numbering style → the style
        for node in root.iterchildren(_W + "abstractNum"):
            key = node.get(_W + "abstractNumId", "")
            definitions[key] = dict(_levels(node))
            if style := _value(node, "styleLink"):
                linked[style] = key
            if style := _value(node, "numStyleLink"):
                links[key] = style
        self._lists: dict[str, _List] = {}
        for node in root.iterchildren(_W + "num"):
            key = _value(node, "abstractNumId")
            key = linked.get(links.get(key, ""), key)
            levels = dict(definitions.get(key, {}))
            starts: dict[int, int] = {}
            for change in node.iterchildren(_W + "lvlOverride"):
                levels.update(_levels(change))
                start = _number(_value(change, "startOverride"), -1)
                if start >= 0:
                    starts[_number(change.get(_ILVL, ""), 0)] = start
            self._lists[node.get(_W + "numId", "")] = _List(key, levels, starts)
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()

    def next(self, list_id: str, level: int) -> str:
        """Count one paragraph of a list and give its number as printed; "" for bullets."""
        one = self._lists.get(list_id)
        if one is None or level not in one.levels:
            return ""
        counts = self._counts.setdefault(one.definition, [None] * _LEVELS)
        if list_id not in self._begun:
            self._begun.add(list_id)
            for changed in one.starts:
                if changed < _LEVELS:
                    counts[changed] = None
        for upper in range(level + 1):
            count = counts[upper]
            if count is None:
                counts[upper] = one.starts.get(upper, one.levels.get(upper, _Level()).start)
            elif upper == level:
                counts[upper] = count + 1
        for lower in range(level + 1, _LEVELS):
            restart = one.levels.get(lower, _Level()).restart
            if restart < 0 or level < restart:
                counts[lower] = None
        return self._printed(one.levels, level, counts)

    @staticmethod
    def _printed(levels: dict[int, _Level], level: int, counts: list[int | None]) -> str:
        here = levels[level]
        if here.style == "bullet":
            return ""

        def fill(hole: re.Match[str]) -> str:
            index = int(hole[1]) - 1
            style = levels.get(index, _Level()).style
            return numeral(counts[index] or 0, "decimal" if here.legal else style)

        text = _HOLE.sub(fill, here.text)
        return text + here.gap if text else ""


def _levels(node: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in node.iterchildren(_W + "lvl"):
        index = _number(level.get(_ILVL, ""), 0)
        if index < _LEVELS:
            yield (
                index,
                _Level(
                    start=_number(_value(level, "start"), 1),
                    style=_value(level, "numFmt") or "decimal",
                    text=_value(level, "lvlText"),
                    restart=_number(_value(level, "lvlRestart"), -1),
                    legal=level.find(_W + "isLgl") is not None,
                    gap=" " if _value(level, "suff") == "space" else "",
                ),
            )


def _value(node: etree._Element, name: str) -> str:
    child = node.find(_W + name)
    return "" if child is None else child.get(_VAL, "")


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else default
