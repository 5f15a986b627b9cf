"""Every number in a folded text, told apart by form: counts, rates, dates, numbers that name.

One pre-compiled pattern walks the text once; what it finds is read by small parsers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from gongkai.report.claims.numerals import DATE, YEAR, chinese_number, date_of, number_of, year_of
from gongkai.report.model import Exactness

__all__ = ["Form", "Token", "scan"]


class Form(Enum):
    """What a number is by its form alone."""

    COUNT = "count"
    RATE = "rate"
    YEAR = "year"
    DATE = "date"
    MONTH = "month"
    DOCUMENT = "document_number"
    PHONE = "phone"
    POSTCODE = "postcode"
    ORDINAL = "ordinal"
    STREET = "street_number"
    IDENTIFIER = "identifier"
    VERSION = "version"
    FREQUENCY = "frequency"
    NAME = "name"


class Token(NamedTuple):
    """A number: where it stands (`end` without, `unit_end` with its unit) and what it says."""

    start: int
    end: int
    unit_end: int
    form: Form
    figure: Decimal
    unit: str = ""
    exactness: Exactness = Exactness.EXACT
    when: date | None = None
    chinese: bool = False


_UNIT = (
    "平方公里|平方米|公里|工作日|个工作日|人次|件次|家次|场次|户次|期次|条次|个月|小时|分钟|部分|方面|数据集|"
    "[件条项个次份篇期场宗起名人部家类天日周年届批轮处例笔户座台套种册张幅组支位则本通集页字级大倍"
    "元亩分秒楼层岁号块只辆间面道步区县镇村所站款章季户]"
)
# measure words that make a bare Chinese digit a number; 一部、一步、一面 are mostly words
_CHINESE_UNIT = (
    "平方公里|平方米|公里|个工作日|工作日|人次|件次|家次|场次|户次|期次|个月|小时|分钟|部分|方面|"
    "[件条项个次份篇期场宗起名人家类天周年届批轮例笔户座台套种册张组位则本通集级大倍元楼层日季]"
)
_NUMERAL = "〇零一二三四五六七八九两十百千万亿"
_DIGITS = r"\d{1,3}(?:, ?\d{3})+(?![\d])(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d])|\d+(?:\.\d+)?"
_MONTH = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:\d{1,2}|三十一?|[一二]?十[一二三四五六七八九]?|[一二三四五六七八九])"

_PARTS: tuple[tuple[str, str], ...] = (
    (
        "skip",
        r"https?://[^\s,。;)\"《》\u4e00-\u9fff]+|www\.[A-Za-z0-9./?=&_%-]+"
        r"|[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+"
        r"|(?:^|(?<=[。;:\n,]))[ ]*\(?\d{1,2}(?:[、)]|\.(?!\d))[ ]*(?=[^\d\s])",
    ),
    (
        "identifier",
        r"(?<![0-9A-Za-z])(?=[0-9A-Z]*\d)[0-9A-Z]{15,}(?:[/-][0-9-]+)?|(?<!\d)\d{12,}(?!\d)",
    ),
    ("document", r"[\[(](?P<dy>(?:19|20)\d\d)[\])] ?第? ?(?P<dn>\d{1,5}) ?号"),
    (
        "phone",
        r"\(?(?<!\d)0\d{2,3}\)? ?-{1,2} ?\d{7,8}(?:-\d{1,4})?(?!\d)|(?<!\d)0\d{9,11}(?!\d)"
        r"|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)[48]00-?\d{3}-?\d{4}(?!\d)",
    ),
    ("date", re.sub(r"\?P<\w+>", "?:", DATE).replace("(?P=sep)", "[-./]")),
    ("year_month", rf"(?:{YEAR}) ?年 ?{_MONTH} ?月(?:份|上旬|中旬|下旬|底|末|初)?"),
    ("month_day", rf"(?<![\d.]){_MONTH} ?月 ?{_DAY} ?[日号]"),
    ("day", rf"(?<=[日号][至到-])(?<![年月]){_DAY} ?日"),
    (
        "month",
        r"(?<![\d.个一二三四五六七八九十])(?:\d{1,2}|十[一二]?|[一二三四五六七八九])"
        r" ?月(?:份|上旬|中旬|下旬|底|末|初)?(?![均饼])",
    ),
    (
        "year",
        rf"(?:{YEAR})(?: ?年(?!来|以上|多|余)(?:度|底|末|初)?|(?= ?[-至到~、] ?(?:{YEAR}) ?年)|(?=[)\]]))",
    ),
    (
        "ordinal",
        rf"第 ?(?:[{_NUMERAL}]+|\d+(?:\.\d+)?)(?: ?(?:季度|[号届次期批位名条款项章个年届轮类号家]))?"
        r"|首(?=[个次期批届家场部条轮份])",
    ),
    (
        "rate",
        rf"(?:{_DIGITS}|[{_NUMERAL}]+) ?(?:[余多] ?)?(?:%|‰|个?百分点)"
        rf"|百分之(?:百|[{_NUMERAL}]+(?:点[{_NUMERAL}]+)?|{_DIGITS})|千分之[{_NUMERAL}]+|百分百",
    ),
    ("frequency", r"每(?:半|个|一|两|1)?(?:天|日|周|月|季度?|年|个?工作日|星期)(?!刊|报)"),
    ("day_name", r"(?<![\d.])\d{1,2}·\d{1,2}(?!\d)"),
    (
        "figure",
        rf"(?:{_DIGITS}) ?(?:[余多几] ?)?(?:[十百千]?[万亿]|万亿|[百千](?=[余多件条个次人份元]))? ?[余多]?",
    ),
    (
        "about",
        r"(?<![无多少参人函])[数几上](?:十|百|千|万|亿|十万|百万|千万)(?=[余多]?[件条项个次份篇期场名人部家类元户])",
    ),
    ("chinese", rf"[〇零一二三四五六七八九两十](?:[{_NUMERAL}]*)[余多几]?[万亿]?[余多]?"),
    ("half", r"(?<=[一])半(?=[以的,。])|半(?=年|天|个月|数)"),
    ("double", r"双(?=[重向方公随减百])"),
)
_PATTERN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PARTS))
_UNIT_AFTER = re.compile(rf" ?(?:{_UNIT})")
_CHINESE_UNIT_AFTER = re.compile(rf"(?:{_CHINESE_UNIT})")
_FIGURE = re.compile(
    rf"(?P<n>{_DIGITS}) ?(?P<a>[余多几])? ?(?P<m>[十百千]?[万亿]|万亿|[百千])? ?(?P<b>[余多])?"
)
_MULTIPLE = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_BEFORE = re.compile(
    r"(?P<about>大约|约|将近|接近|近|大概)|(?P<more>超过|超|突破|逾|不少于|至少|不低于|高于|多于)"
    r"|(?P<less>不足|不到|不超过|至多|低于|少于|不多于|未超过)"
)
_AFTER = re.compile(r"(?P<more>以上|之多)|(?P<about>左右|上下)|(?P<less>以内|以下|之内)")
_HOTLINE = re.compile(r'"?[^,。;\d]{0,12}?(?:热线|平台|电话|工单|专线)')
_PHONE_BEFORE = re.compile(r"(?:电话|热线|传真|拨打|致电|号码)[^,。;\d]{0,4}$")
_POSTCODE_BEFORE = re.compile(r"(?:邮编|邮政编码)[^,。;\d]{0,3}$")
_STREET_BEFORE = re.compile(
    r"(?:路|街|道|巷|大道|胡同|弄|里|区|园|幢|栋|楼)(?:东侧|西侧|南侧|北侧)? ?$"
)
_NAMED = {"两微一端": 3, "一网三联": 3}
_NAMED_PATTERN = re.compile("|".join(_NAMED))
# words in which the numeral is not one
_NOT_NUMBER = re.compile(
    r"十分(?!之)|一(?:一|些|定|般|直|样|致|切|旦|体|律|同|线|流|级政府)|两(?:会|岸)"
)
_PART_OF_WORD = frozenset("统唯同专单划万之某另哪进合归如")


def scan(text: str) -> Iterator[Token]:
    """The numbers of a folded text in reading order. Numbers of list marks, URLs and mailboxes
    are left out."""
    named = {m.start(): m for m in _NAMED_PATTERN.finditer(text)}
    skip_to = 0
    for match in _PATTERN.finditer(text):
        kind = match.lastgroup or ""
        start = match.start()
        if start < skip_to or kind == "skip":
            continue
        if start in named:
            whole = named[start]
            skip_to = whole.end()
            yield Token(start, whole.end(), whole.end(), Form.NAME, Decimal(_NAMED[whole[0]]))
            continue
        yield from _READERS[kind](text, match)


def _identifier(text: str, match: re.Match[str]) -> Iterator[Token]:
    digits = "".join(c for c in match[0] if c.isdigit())
    yield _plain(match, Form.IDENTIFIER, Decimal(digits))


def _document(text: str, match: re.Match[str]) -> Iterator[Token]:
    year, number = match.span("dy"), match.span("dn")
    yield Token(*year, year[1], Form.DOCUMENT, Decimal(match["dy"]), "年")
    yield Token(*number, match.end(), Form.DOCUMENT, Decimal(match["dn"]), "号")


def _phone(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield _plain(match, Form.PHONE, Decimal("".join(c for c in match[0] if c.isdigit())))


def _date(text: str, match: re.Match[str]) -> Iterator[Token]:
    when = date_of(match[0])
    year = re.match(YEAR, match[0])
    figure = year_of(year[0]) if year else None
    yield _plain(match, Form.DATE, Decimal(figure or 0), when=when)


def _year_month(text: str, match: re.Match[str]) -> Iterator[Token]:
    year = re.match(YEAR, match[0])
    yield _plain(match, Form.MONTH, Decimal((year_of(year[0]) if year else None) or 0), "年")


def _month_day(text: str, match: re.Match[str]) -> Iterator[Token]:
    month, day = re.split(" ?月 ?", match[0].rstrip("日号 "))
    m, d = number_of(month), number_of(day)
    if m and d and 1 <= m <= 12 and 1 <= d <= 31:
        # the year is settled by the context; 2000 stands in so that 29 February exists
        yield _plain(match, Form.DATE, Decimal(0), when=_safe_day(2000, int(m), int(d)))


def _safe_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(text: str, match: re.Match[str]) -> Iterator[Token]:
    day = number_of(match[0].rstrip("日 "))
    if day and 1 <= day <= 31:
        yield _plain(match, Form.DATE, day, "日")


def _month(text: str, match: re.Match[str]) -> Iterator[Token]:
    month = number_of(re.split(" ?月", match[0])[0])
    if month and 1 <= month <= 12:
        yield _plain(match, Form.MONTH, month, "月")


def _year(text: str, match: re.Match[str]) -> Iterator[Token]:
    digits = re.match(YEAR, match[0] if "年" in match[0] else match[0] + "年")
    year = year_of(digits[0]) if digits else None
    if year:
        yield _plain(match, Form.YEAR, Decimal(year), "年")


def _ordinal(text: str, match: re.Match[str]) -> Iterator[Token]:
    if match[0] == "首":
        yield _plain(match, Form.ORDINAL, Decimal(1))
        return
    body = re.match(rf"第 ?([{_NUMERAL}]+|\d+)", match[0])
    figure = number_of(body[1]) if body else None
    if figure is not None:
        yield _plain(match, Form.ORDINAL, figure)


def _rate(text: str, match: re.Match[str]) -> Iterator[Token]:
    raw = match[0]
    unit = "个百分点" if raw.endswith("百分点") else "‰" if "‰" in raw or raw[:2] == "千分" else "%"
    figure: Decimal | None
    if raw in ("百分百", "百分之百"):
        figure = Decimal(100)
    else:
        core = re.sub(r"百分之|千分之|[%‰余多个百分点 ]+$", "", raw).strip()
        whole, _, part = core.partition("点")
        figure = number_of(whole)
        if figure is not None and part:
            digits = "".join(str(chinese_number(c) or 0) for c in part)
            figure = Decimal(f"{figure}.{digits}")
    if figure is None:
        return
    more = bool(re.search(r"[余多] ?[%‰个百]", raw))
    exactness = Exactness.MORE_THAN if more else _exactness(text, match.start(), match.end())
    yield Token(match.start(), match.end(), match.end(), Form.RATE, figure, unit, exactness)


def _frequency(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield _plain(match, Form.FREQUENCY, Decimal(2 if "两" in match[0] else 1), match[0])


def _figure(text: str, match: re.Match[str]) -> Iterator[Token]:
    read = _FIGURE.match(match[0])
    if read is None:
        return
    start = match.start()
    end = start + len(match[0].rstrip())
    before, after = text[max(0, start - 12) : start], text[end : end + 16]
    digits = read["n"].replace(",", "").replace(" ", "")
    figure = Decimal(digits)
    unit = _UNIT_AFTER.match(text, end)
    if re.search(r"[A-Za-z][ .]?$", before) or re.match(r"[A-Za-z]", after):
        form = Form.NAME if re.match(r"[A-Za-z]", after) else Form.VERSION
        yield Token(start, end, end, form, figure)
        return
    if not read["m"] and digits.isdigit():
        if len(digits) == 6 and _POSTCODE_BEFORE.search(before):
            yield Token(start, end, end, Form.POSTCODE, figure)
            return
        hotline = digits in _HOTLINES and not (unit and unit[0].strip() in _CASES)
        if hotline or (
            len(digits) in (5, 6, 7, 8)
            and not unit
            and (_PHONE_BEFORE.search(before) or (digits[0] != "0" and _HOTLINE.match(after)))
        ):
            yield Token(start, end, end, Form.PHONE, figure)
            return
        if after.lstrip()[:1] == "号" and (_STREET_BEFORE.search(before) or "号楼" in after[:4]):
            yield Token(start, end, end, Form.STREET, figure, "号")
            return
    for char in read["m"] or "":
        figure *= _MULTIPLE[char]
    if read["m"] and figure == figure.to_integral_value():
        figure = Decimal(int(figure))  # 8.3万 is 83000, not 83000.0
    unit_text = unit[0].strip() if unit else ""
    unit_end = unit.end() if unit else end
    if unit_text == "号":
        yield Token(start, end, unit_end, Form.ORDINAL, figure, unit_text)
        return
    more = bool(read["a"] or read["b"])
    exactness = Exactness.MORE_THAN if more else _exactness(text, start, unit_end)
    yield Token(start, end, unit_end, Form.COUNT, figure, unit_text, exactness)


_CASES = frozenset(["件", "条", "次", "起", "个", "宗", "人", "篇", "项", "人次", "件次"])
_HOTLINES = frozenset(
    [
        "12345",
        "12315",
        "12333",
        "12366",
        "12328",
        "12319",
        "12388",
        "12380",
        "12350",
        "12369",
        "12320",
        "12329",
        "12348",
        "12355",
    ]
)


def _about(text: str, match: re.Match[str]) -> Iterator[Token]:
    figure = Decimal(1)
    for char in match[0][1:]:
        figure *= _MULTIPLE[char]
    unit = _UNIT_AFTER.match(text, match.end())
    end = unit.end() if unit else match.end()
    yield Token(
        match.start(),
        match.end(),
        end,
        Form.COUNT,
        figure,
        unit[0].strip() if unit else "",
        Exactness.MORE_THAN,
        None,
        True,
    )


def _chinese(text: str, match: re.Match[str]) -> Iterator[Token]:
    raw = match[0]
    start, end = match.span()
    if _NOT_NUMBER.match(text, start) or (
        start and text[start - 1] in _PART_OF_WORD and raw[0] in "一二"
    ):
        return
    read = re.fullmatch(rf"([{_NUMERAL}]+?)([余多几])?([万亿])?([余多])?", raw)
    if read is None:
        return
    figure = chinese_number(read[1] + (read[3] or "") if not read[2] else read[1])
    if figure is None or (figure == 0 and len(raw) > 1):
        return
    if read[2] and read[3]:
        figure *= _MULTIPLE[read[3]]
    unit = _CHINESE_UNIT_AFTER.match(text, end)
    quoted = start > 0 and text[start - 1] in '"《' and unit is None
    if unit is None and not (quoted and '"' in text[end : end + 8]):
        if len(raw) == 1 or raw in ("十万", "百万", "千万"):
            return
        if not re.match(r"[余多,。;、)]|$", text[end:]) and not (read[2] or read[4]):
            return
    unit_text = unit[0] if unit else ""
    unit_end = unit.end() if unit else end
    more = bool(read[2] or read[4])
    exactness = Exactness.MORE_THAN if more else _exactness(text, start, unit_end)
    every = start > 0 and text[start - 1] in "每逐任"
    form = Form.NAME if quoted or every or unit_text in ("", "大", "届") else Form.COUNT
    yield Token(start, end, unit_end, form, Decimal(figure), unit_text, exactness, None, True)


def _day_name(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield _plain(match, Form.NAME, Decimal(match[0].split("·")[0]))


def _half(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield _plain(match, Form.NAME, Decimal("0.5"))


def _double(text: str, match: re.Match[str]) -> Iterator[Token]:
    yield _plain(match, Form.NAME, Decimal(2))


def _plain(
    match: re.Match[str], form: Form, figure: Decimal, unit: str = "", when: date | None = None
) -> Token:
    return Token(match.start(), match.end(), match.end(), form, figure, unit, Exactness.EXACT, when)


def _exactness(text: str, start: int, unit_end: int) -> Exactness:
    before = text[max(0, start - 4) : start].rstrip()
    for match in _BEFORE.finditer(before):
        if match.end() == len(before):
            return _EXACTNESS[match.lastgroup or ""]
    after = _AFTER.match(text, unit_end)
    return _EXACTNESS[after.lastgroup or ""] if after else Exactness.EXACT


_EXACTNESS = {
    "about": Exactness.ABOUT,
    "more": Exactness.MORE_THAN,
    "less": Exactness.LESS_THAN,
}
_READERS = {
    "identifier": _identifier,
    "document": _document,
    "phone": _phone,
    "date": _date,
    "year_month": _year_month,
    "month_day": _month_day,
    "day": _day,
    "month": _month,
    "year": _year,
    "ordinal": _ordinal,
    "rate": _rate,
    "frequency": _frequency,
    "figure": _figure,
    "about": _about,
    "chinese": _chinese,
    "day_name": _day_name,
    "half": _half,
    "double": _double,
}
