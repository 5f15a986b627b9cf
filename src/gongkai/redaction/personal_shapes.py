"""姓名的样子: names that no word announces, weighed by their characters and what is around them.

A surname, one or two characters that given names are written with, a place where a name may begin
and one where it may end; what is also a piece of official prose counts against it. The weights
are hundredths of the natural logarithm, set by hand and tried on made-up texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.redaction.personal import Finding, Kind
from gongkai.redaction.prose import GIVEN, PAIRS
from gongkai.redaction.surnames import COMPOUND, GIVEN_NEVER, NOT_NAMES, SURNAME, USUAL

__all__ = ["shapes_in"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_EDGE = frozenset("，。；：、！？,.;:!?()（）《》“”\"'〔〕[]【】|/\t\n\f \u3000") | {""}
_NEVER = GIVEN_NEVER | frozenset("某×*X○〇系")
# what stands before somebody: what was done to him, by him, with him; whose he is
_BEFORE = re.compile(
    r"(?:由|经|将|为|向|对|与|和|及|以|令|责令|委托|指派|受|请|同意|给|给予|关于|就|因|系|即|其|据|凭|至|是|"
    r"[长员人者民户主师生任理事科所局队组社区村家方会警司弟兄姐妹子女孙妻父母夫叔舅侄婿媳老邻]|"
    r"本院|我村|我局|原告|分管|领导|干部|同志|党员|亡者|儿媳|女婿|老汉|大娘|其中|以及|名叫|叫做)$"
)
# what follows somebody: what he does, has, is
_BEHIND = re.compile(
    r"的|[，、（(]|户|家|等|将|把|被|在|于|向|对|与|和|因|自|从|已|未|曾|现|也|均|所|及|[0-9一二三四五六七八九]|"
    r"反映|反应|来访|来信|来电|申请|提[出交供]|主持|汇报|强调|批示|签[字名发]|承[认包担租]|领取|购买|出售|居住|名下|"
    r"之[妻夫子女父母]|夫妇|同志|先生|女士|教授|律师|称|说|表示|认为|要求|投诉|举报|驾驶|死亡|去世|病故|患|参加|到场|"
    r"办理|负责|证明|陈述|拒不|犯|罚款|作[出为]|使用|转让|本人|二人|两人|三人|[一二两三]家|[两三四]户"
)
# surnames that are far oftener words
_WORDY = frozenset("申和文关上华明方查计时经管于项费保成原单位容台修平安程范席任向满空解尚印")
# a name stops before these, and no village is one
_TITLES = re.compile(
    "老师|先生|女士|小姐|同志|律师|医生|教授|师傅|大爷|大妈|书面|口头|庄村|村民|镇政|乡政"
)
_VILLAGE = re.compile("家[庄村屯堡沟湾营寨店集岭坡洼铺台坪坝塘河巷桥口]")
_WIDE, _PAIR, _LEAST, _SURE = -150, -330, 0, 120


def shapes_in(text: str) -> Iterator[Finding]:
    """Every likely name; where two overlap the likelier one."""
    found: list[tuple[int, int, int]] = []
    for at, char in enumerate(text):
        if char not in SURNAME and text[at : at + 2] not in COMPOUND:
            continue
        best = max((_weigh(text, at, stop), stop) for stop in _stops(text, at))
        if best[0] >= _LEAST:
            found.append((best[0], at, best[1]))
    found.sort(key=lambda one: (-one[0], one[1]))
    gone = bytearray(len(text))
    for weight, at, stop in found:
        if not any(gone[at:stop]):
            gone[at:stop] = b"\1" * (stop - at)
            sure = 0.6 if weight >= _SURE else 0.5
            yield Finding(Kind.NAME, at, stop, sure, "用字、前后文像是姓名")


def _stops(text: str, at: int) -> tuple[int, ...]:
    lead = 2 if text[at : at + 2] in COMPOUND else 1
    return at + lead + 1, at + lead + 2


def _weigh(text: str, at: int, stop: int) -> int:
    """How likely text[at:stop] is a name; below 0 rather not."""
    lead = 2 if text[at : at + 2] in COMPOUND else 1
    given, name = text[at + lead : stop], text[at:stop]
    if stop > len(text) or _NEVER & set(given) or not all(map(_HAN.match, given)):
        return -999
    if name[:2] in NOT_NAMES and lead == 1:
        return -999
    weight = _WIDE if len(given) == 2 else _PAIR
    if _VILLAGE.match(given) or _TITLES.match(text, stop - 1):
        return -999
    weight += 250 if lead == 2 else 120 if name[0] in USUAL else 40
    weight -= 60 * (lead == 1 and name[0] in _WORDY)
    weight += sum(70 if char in GIVEN else -90 for char in given)
    if lead == 1 and name[:2] in PAIRS:
        weight -= 250
    if len(given) == 2 and given in PAIRS:
        weight -= 120
    return weight + _left(text, at) + _right(text, stop)


def _left(text: str, at: int) -> int:
    before = text[at - 1 : at] if at else ""
    if before in _EDGE:
        return 90
    if text[at - 1 : at + 1] in PAIRS or text[at - 1 : at + 1] in NOT_NAMES:
        return -250
    return 110 if _BEFORE.search(text, max(0, at - 3), at) else -110


def _right(text: str, stop: int) -> int:
    behind = text[stop : stop + 1]
    if text[stop - 1 : stop + 1] in PAIRS and behind not in "的和与在":
        return -170
    if behind in _EDGE:
        return 60
    return 90 if _BEHIND.match(text, stop) else -120
