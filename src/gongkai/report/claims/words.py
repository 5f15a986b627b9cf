"""Ordinary words that hold a numeral and count nothing: 一起, 第一时间, 四通八达, 七台河."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["ends_a_word", "ordinary_words"]

_HAN = r"[\u4e00-\u9fff]"
_EACH = "人户企事项家件类校村镇县区案证条表单店园院品厂站点岗厅科街社局"
_WORDS = (
    # each and every: 一件件, 一人一档, 一对一
    r"一([个件条次项家户层天年张场批笔座篇套组本份位名点步遍页])\1",
    rf"一[{_EACH}]一{_HAN}",
    r"一[对比]一",
    # 一起研究, not 一起案件
    rf"(?<=[在同])一起|一起(?={_HAN})(?!行政|复议|诉讼|案|信访|事|投诉|因|为|涉|由|未|已|均|正|其中)",
    r"一(?:次性|元化|元论|家人|家之言|家独大|本正经|本万利|条龙|条心|场空|笔勾销|笔带过|日游|日三餐|"
    r"日千里|年一度|年到头|年四季|天到晚|则以)",
    r"有朝一日|日复一日|年复一年|无一例外|空无一人|判若两人|三番[两四五]次|三天两头|两面三刀",
    r"[三四五]位一体|[三五七九]通一平|四通八达|四季(?!度|[,。;、)])|[三四]轮(?=车|摩托|驱动)",
    r"[一二三四五六七八九](?=年级|位数)|(?<=周)[一二三四五六]日|[二三四五六七八九]十年代",
    # places
    r"[三五]台(?=[山县])|七台河|九台(?=[区市县])|三元(?=[区里村桥])|五家渠|五通桥|五大连池|"
    r"[二八]家子|[三八]家店|三座门",
    # 零件 that are parts, 零 that is none but no count
    r"零(?=组件|起点|周期|门槛|距离|件[厂库盒图商加生制供])|(?<=[车械子料属床备器])零件",
    # first in rank of importance, parties to a matter
    r"第一(?:时间|书记|线|手|要务|责任人?|资源|动力|生产力|议题|把手|产业|现场|信号)|"
    r"第二(?:产业|课堂)|第三(?:方|产业|人(?!次)|者)",
    r"十分(?!之)|一(?:些|定|般|直|样|致|切|旦|体|律|同|线|流|级政府)|两(?:会|岸)",
)
_FIRST = "(?=[一二三四五六七八九十两零第有日年无空判])"  # one look spares the alternatives
_ORDINARY = re.compile(_FIRST + "(?:" + "|".join(_WORDS) + ")")
# 统一部署, 逐一核对
_HEADS = frozenset("统唯同专单划某另哪进合归如上下其逐不")
# the rest of a larger number that is not read: 廿六日, 百十个, 万三千户
_LARGER = frozenset("廿卅百千万亿")


def ordinary_words(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every such word in a folded text, in order."""
    return (match.span() for match in _ORDINARY.finditer(text))


def ends_a_word(text: str, start: int) -> bool:
    """Whether the numeral at `start` belongs to what stands before it."""
    before = text[start - 1] if start else ""
    return before in _LARGER or (before in _HEADS and text[start] in "一二")
