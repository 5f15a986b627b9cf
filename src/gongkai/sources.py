"""法源: the instruments the software applies, and how an article of one is cited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

__all__ = ["INSTRUMENTS", "Article", "Instrument", "cite", "numeral"]

_DIGITS = "零一二三四五六七八九"


def numeral(n: int) -> str:
    """Write 1–9999 the way statutes number their articles: 49 → 四十九, 201 → 二百零一."""
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, unit)
        if not digit:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + _DIGITS[digit] + name
        gap = False
    return text.removeprefix("一") if text.startswith("一十") else text


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, regulation or official notice; `since` is the day it took effect."""

    key: str
    title: str
    number: str
    since: date

    def __str__(self) -> str:
        return f"《{self.title}》（{self.number}）"


@dataclass(frozen=True, slots=True)
class Article:
    """A place in an instrument: article, paragraph, item (0 = the whole)."""

    instrument: Instrument
    article: int = 0
    paragraph: int = 0
    item: int = 0
    part: str = ""

    def __str__(self) -> str:
        return str(self.instrument) + self.place

    @property
    def place(self) -> str:
        """Where in the instrument: 第三十六条第（三）项."""
        text = f"第{numeral(self.article)}条" if self.article else ""
        if self.paragraph:
            text += f"第{numeral(self.paragraph)}款"
        if self.item:
            text += f"第（{numeral(self.item)}）项"
        return text + self.part


def cite(articles: Iterable[Article]) -> str:
    """Several places in one breath, each instrument named once: 《…》（…）第三十条、第三十三条."""
    by_instrument: dict[Instrument, list[str]] = {}
    for one in articles:
        by_instrument.setdefault(one.instrument, []).append(one.place)
    return "、".join(f"{what}{'、'.join(filter(None, at))}" for what, at in by_instrument.items())


R2007 = Instrument("R2007", "中华人民共和国政府信息公开条例", "国务院令第492号", date(2008, 5, 1))
R2019 = Instrument("R2019", "中华人民共和国政府信息公开条例", "国务院令第711号", date(2019, 5, 15))
FORM_2019 = Instrument(
    "FORM_2019",
    "关于政府信息公开工作年度报告有关事项的通知",
    "国办公开办函〔2019〕60号",
    date(2019, 11, 15),  # assumed: the notice was read without its date
)
FORM_2021 = Instrument(
    "FORM_2021",
    "中华人民共和国政府信息公开工作年度报告格式",
    "国办公开办函〔2021〕30号",
    date(2021, 9, 26),
)
FEES_2020 = Instrument(
    "FEES_2020", "政府信息公开信息处理费管理办法", "国办函〔2020〕109号", date(2021, 1, 1)
)
PERIODS_2015 = Instrument(
    "PERIODS_2015", "关于政府信息公开期限有关问题的解释", "国办公开办函〔2015〕207号",
    date(2015, 12, 1),  # assumed: the day is not in the parts that were read
)  # fmt: skip
SERVICE_2016 = Instrument(
    "SERVICE_2016", "关于政府信息公开处理决定送达问题的解释", "国办公开办函〔2016〕235号",
    date(2016, 9, 14),  # assumed: the day is not in the text that was read
)  # fmt: skip
CHANNELS_2017 = Instrument(
    "CHANNELS_2017", "关于政府信息公开申请接收渠道问题的解释", "国办公开办函〔2017〕19号",
    date(2017, 3, 1),  # assumed: the day is not in the text that was read
)  # fmt: skip
REFORM_2019 = Instrument(
    "REFORM_2019", "关于机构改革后政府信息公开申请办理问题的解释", "国办公开办函〔2019〕14号",
    date(2019, 2, 1),  # assumed: read as relayed by a province
)  # fmt: skip
REVIEW_1999 = Instrument(
    "REVIEW_1999", "中华人民共和国行政复议法（2017年修正）", "主席令第16号", date(1999, 10, 1)
)
REVIEW_2023 = Instrument("REVIEW_2023", "中华人民共和国行政复议法", "主席令第9号", date(2024, 1, 1))
REVIEW_RULES = Instrument(
    "REVIEW_RULES", "中华人民共和国行政复议法实施条例", "国务院令第499号", date(2007, 8, 1)
)
LITIGATION = Instrument(
    "LITIGATION", "中华人民共和国行政诉讼法（2017年修正）", "主席令第71号", date(2015, 5, 1)
)
LITIGATION_NOTES = Instrument(
    "LITIGATION_NOTES", "最高人民法院关于适用《中华人民共和国行政诉讼法》的解释", "法释〔2018〕1号",
    date(2018, 2, 8),
)  # fmt: skip
DISCLOSURE_SUITS = Instrument(
    "DISCLOSURE_SUITS", "最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释",
    "法释〔2025〕8号", date(2025, 6, 1),
)  # fmt: skip
CIVIL_CODE = Instrument("CIVIL_CODE", "中华人民共和国民法典", "主席令第45号", date(2021, 1, 1))
HOLIDAYS = Instrument("HOLIDAYS", "全国年节及纪念日放假办法", "国务院令第795号", date(2025, 1, 1))
BUDGET_LAW = Instrument(
    "BUDGET_LAW", "中华人民共和国预算法（2018年修正）", "主席令第22号", date(2015, 1, 1)
)
PENALTY_LAW = Instrument(
    "PENALTY_LAW", "中华人民共和国行政处罚法", "主席令第70号", date(2021, 7, 15)
)
SECRECY_LAW = Instrument(
    "SECRECY_LAW", "中华人民共和国保守国家秘密法", "主席令第20号", date(2024, 5, 1)
)
ARCHIVES_LAW = Instrument("ARCHIVES_LAW", "中华人民共和国档案法", "主席令第47号", date(2021, 1, 1))
RETENTION_2006 = Instrument(
    "RETENTION_2006", "机关文件材料归档范围和文书档案保管期限规定", "国家档案局令第8号",
    date(2006, 12, 18),
)  # fmt: skip
POSTAL_LAW = Instrument(
    "POSTAL_LAW", "中华人民共和国邮政法（2015年修正）", "主席令第25号", date(2009, 10, 1)
)
ENFORCEMENT_2018 = Instrument(
    "ENFORCEMENT_2018",
    "国务院办公厅关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见",
    "国办发〔2018〕118号", date(2018, 12, 5),
)  # fmt: skip
CATALOGUE_GUIDE = Instrument(
    "CATALOGUE_GUIDE", "政府信息公开目录系统实施指引（试行）", "国务院办公厅秘书局印发",
    date(2008, 5, 1),  # assumed: the copy that was read has neither number nor day
)  # fmt: skip
IDENTITY_CARD_LAW = Instrument(
    "IDENTITY_CARD_LAW", "中华人民共和国居民身份证法", "主席令第4号", date(2004, 1, 1)
)
RESIDENCE_PERMITS = Instrument(
    "RESIDENCE_PERMITS", "港澳台居民居住证申领发放办法", "国办发〔2018〕81号", date(2018, 9, 1)
)
PERMANENT_RESIDENCE = Instrument(
    "PERMANENT_RESIDENCE", "新版外国人永久居留身份证机读信息规则（2023版）", "国家移民管理局",
    date(2023, 12, 1),
)  # fmt: skip
GB_11643 = Instrument("GB_11643", "公民身份号码", "GB 11643—1999", date(1999, 7, 1))
GB_11714 = Instrument("GB_11714", "全国组织机构代码编制规则", "GB 11714—1997", date(1998, 1, 1))
GB_32100 = Instrument(
    "GB_32100", "法人和其他组织统一社会信用代码编码规则", "GB 32100—2015", date(2015, 10, 1)
)

INSTRUMENTS: tuple[Instrument, ...] = (
    R2019, R2007, FORM_2019, FORM_2021, FEES_2020, PERIODS_2015, SERVICE_2016, CHANNELS_2017,
    REFORM_2019, REVIEW_2023, REVIEW_1999, REVIEW_RULES, LITIGATION, LITIGATION_NOTES,
    DISCLOSURE_SUITS, CIVIL_CODE, HOLIDAYS, BUDGET_LAW, PENALTY_LAW, SECRECY_LAW, ARCHIVES_LAW,
    RETENTION_2006, POSTAL_LAW, ENFORCEMENT_2018,
    CATALOGUE_GUIDE, IDENTITY_CARD_LAW, RESIDENCE_PERMITS, PERMANENT_RESIDENCE, GB_11643,
    GB_11714, GB_32100,
)  # fmt: skip
