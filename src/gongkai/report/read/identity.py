"""Whose report it is, of which year, when signed, and how to reach the body: read from the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from gongkai.report.claims.fold import fold
from gongkai.report.claims.numerals import DATE, YEAR, date_of, year_of
from gongkai.report.model import Contact, Level
from gongkai.report.places import level_of_region, split_region

__all__ = [
    "Identity",
    "Signature",
    "find_contact",
    "find_period",
    "find_signature",
    "identify",
]


class Identity(NamedTuple):
    """Whose report, and of which year. Empty, None or unknown where the text does not say."""

    body: str
    region: str
    level: Level
    is_government: bool
    year: int | None
    title: str


class Signature(NamedTuple):
    """Body and date at the end; `first` and `last` index the paragraphs that hold them."""

    signed_by: str
    signed_on: date | None
    first: int
    last: int


# the words that end the name of a body
_SUFFIX = (
    r"(?:人民政府(?:办公[室厅]|[^\W\d]{1,12}?(?:办公室|街道办事处|办事处))?|政府(?:办公[室厅]|办)?|街道办事处|"
    r"街道办|街道|地区行署|行政公署|管理委员会|管委会|委员会|办事处|办公[室厅]|分局|总局|局|厅|署|"
    r"检察院|法院|支队|大队|总队|银行|集团有限公司|有限公司|公司|研究院|学院|大学|学校|医院|图书馆|档案馆|"
    r"馆|中心|管理处|总站|总会|协会|联合会|红十字会|党校|中学|小学|幼儿园|电视台|集团|农场|林场|"
    r"社|部|委|镇|乡|苏木|处|院|所|站|会|办)"
)
_TITLE_BODY = re.compile(
    rf"^(?:关于)?(?P<body>[^\d《》。;:]{{2,40}}?)(?:关于)?(?={YEAR}(?: ?年)?)|"
    rf"{YEAR} ?年?度? ?(?P<after>[^\d《》。;:]{{2,40}}?)(?=(?:政府|政务)?信息公开|政务公开)"
)
_LEAD_BODY = (
    re.compile(r"本(?:年度)?报告(?:系|是)?由(?P<b>[^,。;]{4,36}?)(?:按照|根据|依据|依照|,|编制)"),
    re.compile(rf"现(?:公布|将|对|发布|向社会公布)(?P<b>[^,。;\d]{{3,36}}?)(?={YEAR})"),
    re.compile(rf"编制(?:的)?(?P<b>[^,。;\d《]{{4,36}}?)(?={YEAR} ?年)"),
    re.compile(rf"《(?P<b>[^,。;\d《]{{4,36}}?)(?={YEAR} ?年度?政府信息公开)"),
    re.compile(rf"^(?P<b>[^,。;:\d《]{{2,30}}?{_SUFFIX})(?:现)?(?:按照|根据|依据|编制|,)"),
    re.compile(r"请(?:直接)?(?:与|和|向|同|联系)(?P<b>[^,。;(]{4,36}?)(?:联系|\(|,|咨询|反映|:)"),
)
_IS_BODY = re.compile(rf"[^\W\d_a-zA-Z]{{0,34}}{_SUFFIX}")
_FILE_BODY = re.compile(rf"[^\W\d_a-zA-Z]{{2,30}}?{_SUFFIX}(?=\d|_|-|二〇|政府|信息|年|\.|$)")
_ARTICLE = re.compile(r"^(?:本|该|我|各|关于|根据|由|按照|现|《)")
_IS_GOVERNED = re.compile(
    r"[省市县旗州盟镇乡]$|(?<!开发)(?<!高新)(?<!经开)(?<!保税)(?<!示范)(?<!新)区$"
)
_GENERIC = frozenset(
    {"政府", "政务", "人民政府", "市政府", "街道", "办公室", "全区", "全县", "全省"}
)
_PLURAL = re.compile(r"各部门|各区县|全市|各级|、")


def identify(
    title: str, lead: str, full_text: str, file_name: str, signed_by: str = ""
) -> Identity:
    """Body, region, level, year: the title first, then the period, lead, signature, file name."""
    flat = fold(title).replace("\n", "").replace(" ", "")
    stem = re.sub(r"\.\w{2,5}$", "", fold(file_name).replace("\\", "/").rsplit("/", 1)[-1])
    body = _body_of(flat, fold(lead), fold(signed_by), stem)
    region, rest = split_region(body)
    if _IS_GOVERNED.search(body) and (not rest or rest[-1] in "镇乡"):
        body, rest = f"{body}人民政府", f"{rest}人民政府"  # a region's name stands for it
    return Identity(
        body=body,
        region=region,
        level=_level(body, region, rest),
        is_government=bool(re.search(r"(?:人民)?政府$|行政公署$|行署$", body)),
        year=_year_of(flat, full_text, stem),
        title=title,
    )


def _body_of(title: str, lead: str, signed_by: str, stem: str) -> str:
    for found in (_from_title(title), _clean(signed_by), _from_lead(lead), _from_file(stem)):
        if found:
            region, _ = split_region(found)
            longer = next(
                (
                    other
                    for other in (_clean(signed_by), _from_lead(lead))
                    if other.endswith(found) and len(other) > len(found)
                ),
                "",
            )
            return longer if longer and not region else found
    return ""


def _from_title(title: str) -> str:
    for match in _TITLE_BODY.finditer(title):
        found = _clean(match["body"] or match["after"] or "")
        if found:
            return found
    return _clean(re.split("(?:政府|政务)?信息公开|政务公开", title)[0])


def _from_lead(lead: str) -> str:
    for line in lead.split("\n"):
        flat = line.replace(" ", "")
        if 3 <= len(flat) <= 24 and _IS_BODY.fullmatch(flat) and _clean(flat):
            return flat
    text = lead.replace(" ", "")
    for pattern in _LEAD_BODY:
        for match in pattern.finditer(text):
            found = _clean(match["b"])
            if found:
                return found
    return ""


def _from_file(stem: str) -> str:
    match = _FILE_BODY.search(stem.replace(" ", ""))
    return _clean(match[0]) if match else ""


def _clean(name: str) -> str:
    """A body's name without what stands around it; empty when it is none."""
    name = name.replace(" ", "").strip("\"'*#()、,.:-_的")
    name = re.sub(r"^(?:附件\d?|关于|公布|发布|年度?(?=.{4}))", "", name)
    if _ARTICLE.match(name) or _PLURAL.search(name) or len(name) < 2 or name in _GENERIC:
        return ""
    if _IS_BODY.fullmatch(name) or split_region(name)[0] == name:
        return name
    return ""


def _level(body: str, region: str, rest: str) -> Level:
    if not body:
        return Level.UNKNOWN
    if re.search(r"街道办事处|街道办?$|[^城]镇(?:人民政府)?$|[^城]乡(?:人民政府)?$|苏木", rest):
        return Level.TOWNSHIP
    found = level_of_region(region)
    if found is Level.UNKNOWN and re.match(
        r"国务院|国家|中国|中华人民共和国|全国|(?:外交|国防|教育|科学技术|工业和信息化|公安|民政|司法|财政|人力资源和社会保障|"
        r"自然资源|生态环境|住房和城乡建设|交通运输|水利|农业农村|商务|文化和旅游|退役军人事务|应急管理)部|海关总署|审计署",
        body,
    ):
        return Level.NATIONAL
    return found


def _year_of(title: str, text: str, stem: str) -> int | None:
    match = re.search(YEAR, title)
    if match:
        return year_of(match[0])
    period = find_period(text)
    if period:
        return period[0].year
    match = re.search(YEAR, stem)
    if match:
        return year_of(match[0])
    counts = Counter(m[1] for m in re.finditer(r"((?:19|20)\d\d) ?年", fold(text)))
    return int(counts.most_common(1)[0][0]) if counts else None


# the period --------------------------------------------------------------------------------------

_TO = r" ?(?:起)? ?(?:至|到|-+|~)+ ?"
_PERIOD = re.compile(
    rf"(?P<from>{DATE}){_TO}(?:(?P<to_year>{YEAR}) ?[年./-] ?|(?:当|本|同)年)?"
    r"(?P<to_month>\d{1,2}|十?[一二]) ?[月./-] ?"
    r"(?P<to_day>\d{1,2}|三十一?|[一二]?十?[一二三四五六七八九十]) ?日?"
)
_YEAR_FIRST = re.compile(rf"(?P<y>{YEAR}) ?年度?[(,]? ?1 ?月 ?1 ?日{_TO}12 ?月 ?31 ?日")
_SAYS_PERIOD = re.compile(r"统计|期限|时限|数据|报告期|期间|截止|截至|时间")


def find_period(text: str) -> tuple[date, date] | None:
    """The period the report says it covers; a whole year, or a stretch called 统计期限."""
    flat = fold(text)
    for match in _PERIOD.finditer(flat):
        begin = date_of(match["from"])
        if begin is None:
            continue
        end_year = match["to_year"] or str(begin.year)
        end = date_of(f"{end_year}年{match['to_month']}月{match['to_day']}日")
        if end is None or end <= begin:
            continue
        whole_year = (begin.month, begin.day, end.month, end.day) == (1, 1, 12, 31)
        around = flat[max(0, match.start() - 40) : match.end() + 20]
        if whole_year or (_SAYS_PERIOD.search(around) and (end - begin).days >= 28):
            return begin, end
    first = _YEAR_FIRST.search(flat)
    if first and (year := year_of(first["y"])):
        return date(year, 1, 1), date(year, 12, 31)
    return None


# the signature -----------------------------------------------------------------------------------

_SIGNATURE = re.compile(
    rf"(?:落款|单位|(?:发布|公开|公布|成文|印发|生成|落款|发文|报告|编制)?(?:日期|时间))?:? ?"
    rf"(?P<by>[^\d。,;:]{{3,40}}?)?[ ,(]*(?P<on>{DATE})[ )。]*"
    r"(?:(?:印发|发布|公布|公开|编制)|\(?星期.\)?|\d{1,2}:\d\d(?::\d\d)?)?[ )。]*"
)
_TRAILER = re.compile(
    r"^[(\[]?(?:此件|本文|附件|责任编辑|编辑|来源|分享|打印|关闭|上一[篇条]|下一[篇条]|扫一扫|相关|主办|版权|联系|网站|返回)"
)
_LOOK_BACK = 8


def find_signature(paragraphs: Sequence[str]) -> Signature | None:
    """The body and date that close a report, searched from the end; None if there are none.

    A date that stands in a sentence is no signature.
    """
    texts = [" ".join(fold(p).split()) for p in paragraphs]
    floor = max(-1, len(texts) - 1 - _LOOK_BACK)
    for i in range(len(texts) - 1, floor, -1):
        match = _SIGNATURE.fullmatch(texts[i])
        if match:
            by = _signer(match["by"] or "")
            if (match["by"] and not by) or date_of(match["on"]) is None:
                continue
            first = i
            if not by and i and (above := _signer(texts[i - 1])):
                by, first = above, i - 1
            last = i
            if not by and i + 1 < len(texts) and (below := _signer(texts[i + 1])):
                by, last = below, i + 1
            return Signature(by, date_of(match["on"]), first, last)
    if texts and (by := _signer(texts[-1])):
        return Signature(by, None, len(texts) - 1, len(texts) - 1)
    return None


def _signer(text: str) -> str:
    """A paragraph that is nothing but a body's name, perhaps spaced out."""
    flat = re.sub(
        r"^(?:落款|单位|编制单位|报告单位|发布机构):|\(?(?:盖章|公章|章)\)?$",
        "",
        text.replace(" ", ""),
    ).strip("()")
    if len(flat) > 40 or _TRAILER.match(flat) or re.search(r"[。,;:\d]", flat):
        return ""
    return flat if len(flat) >= 3 and _IS_BODY.fullmatch(flat) and _clean(flat) else ""


# the contact block -------------------------------------------------------------------------------

_END = (
    r"(?=[;,。)\n]|\s*(?:邮编|邮政编码|电话|联系电话|传真|电子邮箱|电子邮件|邮箱|网址|办公时间|"
    r"联系人|$))"
)
_CONTACT = {
    "address": re.compile(rf"(?:联系|通讯|通信|办公|邮寄)?地址 ?:? ?([^;,。)\n]{{4,60}}?){_END}"),
    "phone": re.compile(
        r"(?:联系|咨询|办公|监督)?(?:电话|方式)(?:号码)? ?:? ?"
        r"(\(?0\d{2,3}\)? ?-* ?\d{3,4} ?-?\d{4}|400-?\d{3}-?\d{4}|1[3-9]\d{9}|\d{7,8})"
    ),
    "postcode": re.compile(r"(?:邮编|邮政编码)(?:是|为)? ?:? ?(\d{6})(?!\d)"),
    "email": re.compile(
        r"(?<![A-Za-z0-9._+-])([A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,64}(?:\.[A-Za-z0-9-]{1,64}){1,8})"
    ),
    "website": re.compile(r"((?:https?://|www\.)[A-Za-z0-9./?=&_%:#~-]+)"),
}


def find_contact(text: str) -> Contact:
    """Address, phone, postcode, mailbox and website, as printed."""
    flat = fold(text)
    contact = Contact()
    for name, pattern in _CONTACT.items():
        match = pattern.search(flat)
        if match:
            begin, end = match.span(1)
            setattr(contact, name, text[begin:end].strip().rstrip("."))
    return contact
