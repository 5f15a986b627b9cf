"""The patterns that find numbers in folded text."""

from __future__ import annotations

import re

from gongkai.report.claims.numerals import DATE, YEAR

__all__ = [
    "AFTER",
    "BEFORE",
    "CASES",
    "CHINESE_UNIT_AFTER",
    "FIGURE",
    "HOTLINE",
    "HOTLINES",
    "MULTIPLE",
    "NAMED",
    "NAMED_PATTERN",
    "NOT_NUMBER",
    "NUMERAL",
    "PART_OF_WORD",
    "PATTERN",
    "PHONE_BEFORE",
    "POSTCODE_BEFORE",
    "STREET_BEFORE",
    "UNIT_AFTER",
]

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
NUMERAL = "〇零一二三四五六七八九两十百千万亿"
_DIGITS = r"\d{1,3}(?:, ?\d{3})+(?![\d])(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d])|\d+(?:\.\d+)?"
_MONTH = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:\d{1,2}|三十一?|[一二]?十[一二三四五六七八九]?|[一二三四五六七八九])"

_PARTS: tuple[tuple[str, str], ...] = (
    (
        "skip",
        r"https?://[^\s,。;)\"《》\u4e00-\u9fff]+|www\.[A-Za-z0-9./?=&_%-]+"
        r"|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]+"
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
        rf"(?:{YEAR})(?: ?年(?!来|以上|多|余)(?:度|底|末|初)?"
        rf"|(?= ?[-至到~、] ?(?:{YEAR}) ?年)|(?=[)\]]))",
    ),
    (
        "ordinal",
        rf"第 ?(?:[{NUMERAL}]+|\d+(?:\.\d+)?)(?: ?(?:季度|[号届次期批位名条款项章个年届轮类号家]))?"
        r"|首(?=[个次期批届家场部条轮份])|前?[一二三四1-4]季度",
    ),
    (
        "rate",
        rf"(?:{_DIGITS}|[{NUMERAL}]+) ?(?:[余多] ?)?(?:%|‰|个?百分点)"
        rf"|百分之(?:百|[{NUMERAL}]+(?:点[{NUMERAL}]+)?|{_DIGITS})|千分之[{NUMERAL}]+|百分百",
    ),
    ("frequency", r"每(?:半|个|一|两|1)?(?:天|日|周|月|季度?|年|个?工作日|星期)(?!刊|报)"),
    ("day_name", r"(?<![\d.])\d{1,2}·\d{1,2}(?!\d)"),
    (
        "figure",
        rf"(?:{_DIGITS}) ?(?:[余多几] ?)?"
        r"(?:[十百千]?[万亿]|万亿|[百千](?=[余多件条个次人份元]))? ?[余多]?",
    ),
    (
        "about",
        r"(?<![无多少参人函])[数几上](?:十|百|千|万|亿|十万|百万|千万)(?=[余多]?[件条项个次份篇期场名人部家类元户])",
    ),
    ("chinese", rf"[〇零一二三四五六七八九两十](?:[{NUMERAL}]*)[余多几]?[万亿]?[余多]?"),
    ("half", r"(?<=[一])半(?=[以的,。])|半(?=年|天|个月|数)"),
    ("double", r"双(?=[重向方公随减百])"),
)
# what a number can begin with: one look at a character spares eighteen
_FIRST = rf"(?=[\d A-Za-z\[(.+_-]|[{NUMERAL}第首每前半双数几上])"
PATTERN = re.compile(
    _FIRST + "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _PARTS) + ")"
)
UNIT_AFTER = re.compile(rf" ?(?:{_UNIT})")
CHINESE_UNIT_AFTER = re.compile(rf"(?:{_CHINESE_UNIT})")
FIGURE = re.compile(
    rf"(?P<n>{_DIGITS}) ?(?P<a>[余多几])? ?(?P<m>[十百千]?[万亿]|万亿|[百千])? ?(?P<b>[余多])?"
)
MULTIPLE = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
BEFORE = re.compile(
    r"(?P<about>大约|约|将近|接近|近|大概)|(?P<more>超过|超|突破|逾|不少于|至少|不低于|高于|多于)"
    r"|(?P<less>不足|不到|不超过|至多|低于|少于|不多于|未超过)"
)
AFTER = re.compile(r"(?P<more>以上|之多)|(?P<about>左右|上下)|(?P<less>以内|以下|之内)")
HOTLINE = re.compile(r'"?[^,。;\d]{0,12}?(?:热线|平台|电话|工单|专线)')
PHONE_BEFORE = re.compile(r"(?:电话|热线|传真|拨打|致电|号码)[^,。;\d]{0,4}$")
POSTCODE_BEFORE = re.compile(r"(?:邮编|邮政编码)[^,。;\d]{0,3}$")
STREET_BEFORE = re.compile(
    r"(?:路|街|道|巷|大道|胡同|弄|里|区|园|幢|栋|楼)(?:东侧|西侧|南侧|北侧)? ?$"
)
NAMED = {"两微一端": 3, "一网三联": 3}
NAMED_PATTERN = re.compile("|".join(NAMED))
# words in which the numeral is not one
NOT_NUMBER = re.compile(
    r"十分(?!之)|一(?:一|些|定|般|直|样|致|切|旦|体|律|同|线|流|级政府)|两(?:会|岸)"
)
PART_OF_WORD = frozenset("统唯同专单划万之某另哪进合归如上下")
CASES = frozenset(["件", "条", "次", "起", "个", "宗", "人", "篇", "项", "人次", "件次"])
HOTLINES = frozenset(
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
