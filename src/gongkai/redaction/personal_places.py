"""住址: where a person lives, told from places that are in the news."""

# ruff: noqa: E501 — patterns of Chinese wording read best in one piece

from __future__ import annotations

import re

from gongkai.redaction.personal import Finding, Kind

__all__ = ["places_in"]

_HAN = r"[\u4e00-\u9fff]"
_N = r"[0-9一二三四五六七八九十百零〇]{1,6}"
_GAP = r"[ \t\u3000]?\n?"  # a line may end anywhere in an address
# each level: its name, then what it is; names as short as possible
_PROVINCE = rf"{_HAN}{{2,5}}?(?:省|自治区|特别行政区)"
_CITY = rf"{_HAN}{{2,6}}?(?:市|地区|自治州|盟)"
_COUNTY = rf"{_HAN}{{1,6}}?(?:区|县|旗|市)"
_TOWN = rf"{_HAN}{{1,6}}?(?:街道办事处|街道|镇|乡|苏木)"
_ROAD = rf"(?:{_HAN}|[0-9]){{1,10}}?(?:大道|大街|路|街|巷|弄|胡同|道|里)(?:东|西|南|北|中)?(?:段)?"
_VILLAGE = rf"(?:{_HAN}|[0-9]){{1,10}}?(?:村民委员会|村委会|自然村|村|屯|庄|社区|小区|花园|家园|公寓|新村|新城|苑|庭|府|湾|城|里)"
_GROUP = rf"第?{_N}{_GAP}(?:村民小组|组|队|社)"
_NUMBER = (
    rf"(?:附|甲|乙|丙)?{_GAP}{_N}{_GAP}(?:-{_N}{_GAP})?号(?:之{_N})?(?:院|楼|小区|大院|附{_N}号)?"
)
_HOME = rf"(?:{_N}|[A-Z]|[东西南北]){_GAP}(?:#|号)?{_GAP}(?:楼|幢|栋|座|单元|层|门|室|户|房)(?:[东西]户)?"
_SHORT = rf"{_N}-{_N}(?:-{_N}){{0,2}}"
_ADDRESS = re.compile(
    rf"(?:{_PROVINCE}{_GAP})?(?:{_CITY}{_GAP})?(?:{_COUNTY}{_GAP})?(?:{_TOWN}{_GAP})?"
    rf"(?:{_ROAD}{_GAP})?(?:{_VILLAGE}{_GAP})?(?:{_ROAD}{_GAP})?(?:{_NUMBER}{_GAP})?"
    rf"(?:{_HAN}{{1,8}}?(?:小区|花园|家园|公寓|苑|城|府|园|大厦|宿舍){_GAP})?"
    rf"(?:{_GROUP}{_GAP})?(?:{_NUMBER}{_GAP})?(?:{_HOME}{_GAP}){{0,4}}(?:{_SHORT})?(?:(?<=[单元栋幢楼])[0-9]{{2,4}}(?![0-9年月元平]))?"
)
_HOME_WORDS = re.compile(
    r"(?:住址|住所|住所地|住|户籍(?:所在地|地址)?|家庭住址|居住地|现居|通讯地址|通信地址|收件地址|家住|居住于|居住在|户口所在地|联系地址|邮寄地址|送达地址|地址|籍贯)"
    r"(?:均|现)?(?:为|是|在|于)?[::]?\s{0,3}"
)
_OFFICE = re.compile(r"办公|机关|单位|公司|中心|政府|局|大厅|窗口|注册|经营|坐落|位于|项目|地块")
_LEADS = re.compile(r"位于|坐落于|坐落在|居住在|居住于|住在|寄至|送至|日到|家住|现住|搬至|迁至")
_MOST = 120


def places_in(text: str) -> list[Finding]:
    """Addresses in a flattened text, surest where a home is named."""
    found: list[Finding] = []
    after = 0
    for match in _HOME_WORDS.finditer(text):
        if match.start() < after:
            continue
        one = _at(text, match.end(), bool(re.match("[住户家居现]", match[0])), match.start())
        if one:
            found.append(one)
            after = one.stop
    for match in re.finditer(rf"(?:(?<![\u4e00-\u9fff])|(?<=[在于住到至]))(?={_HAN})", text):
        if match.start() < after or any(one.start <= match.start() < one.stop for one in found):
            continue
        one = _at(text, match.start(), False, match.start())
        if one and one.confidence >= 0.5:
            found.append(one)
            after = one.stop
    return found


def _at(text: str, start: int, home: bool, label: int) -> Finding | None:
    """The address that begins there, if it has enough levels."""
    match = _ADDRESS.match(text, start, min(len(text), start + _MOST))
    if match is None:
        return None
    whole = match[0].rstrip()
    for cut in _LEADS.finditer(whole):
        if cut.end() < len(whole):
            start, whole = match.start() + cut.end(), match[0].rstrip()[cut.end() :]
    stop = start + len(whole)
    exact = bool(re.search(rf"{_N}{_GAP}(?:号|室|户|组|队|栋|幢|楼|单元)|{_SHORT}$", whole))
    inner = bool(re.search(rf"(?:单元|室|户|栋|幢)(?:[东西]户|[0-9]{{2,4}})?$|{_SHORT}$", whole))
    levels = len(
        re.findall(r"省|自治区|市|区|县|镇|乡|街道|路|街|巷|村|社区|号|室|单元|栋|幢|组|户", whole)
    )
    before = text[max(0, label - 10) : label]
    if home and len(whole) >= 4 and (exact or levels >= 2):
        return Finding(Kind.ADDRESS, start, stop, 0.95, "前面写明是住址")
    if not exact or levels < 2 or len(whole) < 6:
        return None
    if inner:
        return Finding(Kind.ADDRESS, start, stop, 0.85, "写到单元、室")
    if _OFFICE.search(before):
        return Finding(Kind.ADDRESS, start, stop, 0.3, "写到门牌，像是单位的地址")
    return Finding(Kind.ADDRESS, start, stop, 0.6, "写到门牌，请看是否为个人住址")
