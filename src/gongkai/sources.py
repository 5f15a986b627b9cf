"""法源: the instruments the software applies, and how an article of one is cited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["FEES_2020", "FORM_2019", "FORM_2021", "INSTRUMENTS", "R2019", "Article", "Instrument"]

_DIGITS = "零一二三四五六七八九"


def chinese_number(n: int) -> str:
    """Write 1–99 the way statutes number their articles: 49 → 四十九."""
    tens, ones = divmod(n, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")


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
        text = str(self.instrument)
        if self.article:
            text += f"第{chinese_number(self.article)}条"
        if self.paragraph:
            text += f"第{chinese_number(self.paragraph)}款"
        if self.item:
            text += f"第（{chinese_number(self.item)}）项"
        return text + self.part


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

INSTRUMENTS: tuple[Instrument, ...] = (R2019, FORM_2019, FORM_2021, FEES_2020)
