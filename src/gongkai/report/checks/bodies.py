"""Another body's name left in the text: the sign of a report copied from a neighbour."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.checks.engine import Check, Context, Finding, Quote, Severity, check
from gongkai.report.claims.fold import fold
from gongkai.report.model import Level, Report
from gongkai.report.places import split_region
from gongkai.sources import FORM_2021, Article

__all__ = ["other_body"]

_BODY = (
    r"(?P<b>[\u4e00-\u9fff]{2,24}?(?:人民政府(?:办公[室厅])?|政府办公[室厅]|管理委员会|管委会|委员会|街道办事处|"
    r"局|厅|总局|大学|学院))"
)
_BY = r"(?:按照|根据|依据|依照|遵照)"
_AUTHOR = (
    re.compile(r"本(?:年度)?报告(?:系|是)?由(?P<b>[^,。;:《]{4,30}?)(?:按照|根据|依据|依照|编制)"),
    re.compile(r"现(?:公布|发布|将|对|向社会公布)(?P<b>[^,。;\d《]{4,30}?)(?=(?:19|20)\d\d ?年)"),
    re.compile(rf"(?:^|[,。;\n])(?:本(?:年度)?报告(?:是|系))?{_BODY}{_BY}(?:修订后的)?《"),
    re.compile(rf"(?:^|[,。;\n]|要求|规定|文件){_BODY}(?:组织)?编制(?:了|完成)?(?:19|20)\d\d ?年"),
)
# whom to ask: the body itself or an office of it
_CONTACT = (
    re.compile(
        rf"(?:请(?:直接)?(?:与|和|向|同|联系)|联系单位:?|来信至[^,。;]{{0,16}}?){_BODY}(?=办公室|联系|[(,。;:]|咨询|反映)"
    ),
    re.compile(
        rf"(?:电子版|可以?在|见|登录|访问)(?:可以?在|见)?{_BODY}(?:门户|官方|政府)?(?:网站|官网)"
    ),
)
_SELF = re.compile(r"我(局|委(?!员|办)|厅|镇|乡|街道)(?!长|里)")
_SELF_OF = {
    "局": re.compile(r"局|署|税务|海关|队$"),
    "委": re.compile(r"委"),
    "厅": re.compile(r"厅"),
    "镇": re.compile(r"镇"),
    "乡": re.compile(r"乡"),
    "街道": re.compile(r"街道|街$"),
}


@check(
    "DOC.OTHER_BODY",
    Severity.WARNING,
    "文中自称和署名的机关应是本机关，不留别的机关的名称。",
    Article(FORM_2021, part="前言"),
)
def other_body(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Author, signature, self-reference or a namesake elsewhere that is not the reporting body."""
    if len(report.body) < 4:
        return
    seen: set[str] = set()
    for name, quote in (*_authors(report), *_namesakes(report)):
        if name not in seen and not _same_body(report.body, name):
            seen.add(name)
            yield own.finding(
                name,
                f"报告是{report.body}的，文中却写{name}",
                quotes=[quote],
                expected=report.body,
                found=name,
                place=quote.place,
            )
    yield from _pronouns(own, report)


def _authors(report: Report) -> Iterator[tuple[str, Quote]]:
    if report.signed_by:
        yield (
            report.signed_by.replace(" ", ""),
            Quote(
                report.signed_by,
                report.sections[-1].number if report.sections else 0,
                report.signed_place,
            ),
        )
    for section in report.sections:
        if section.number > 1:
            continue
        for paragraph in section.paragraphs:
            text = fold(paragraph.text).replace(" ", "")
            patterns = (*_AUTHOR, *_CONTACT) if section.number == 0 else _AUTHOR[:2]
            for pattern in patterns:
                for match in pattern.finditer(text):
                    name = _tidy(match["b"])
                    if pattern in _CONTACT and not _own_rank(report, name):
                        continue
                    if re.search(
                        r"(?:局|委员会|委|政府|厅|办公室|办公厅|街道办事处|镇|乡|中心)$", name
                    ) and not re.match(r"[本我各该]|市政府|区政府|县政府|省政府", name):
                        yield name, Quote(name, section.number, paragraph.place)


def _own_rank(report: Report, name: str) -> bool:
    """Whether a body that one may write to is of the report's kind and rank: a bureau's report may
    send people to the government or to the bureau above, a government's to the office that
    compiled it."""
    region, rest = split_region(name)
    own, _ = split_region(report.body)
    if len(region) < 3 or len(rest) < 2:
        return False
    if report.is_government:
        return "人民政府" in name and bool(region) and region[-1:] == own[-1:]
    return "政府" not in name and region[-1:] == own[-1:]


def _tidy(name: str) -> str:
    """A name without the words that led up to it."""
    name = name.strip("\"'()")
    return re.sub(r"^.*(?:要求|规定|文件|精神|本报告[是系]|联系(?:方式|单位)|\d号)", "", name)


_KIND = re.compile(r"(?:行政|管理|监督|服务|和|与|人民)+")


def _same_body(body: str, name: str) -> bool:
    """Whether two names can mean one body: short forms, its offices, government and office."""
    if body in name or name in body or body.endswith(name) or name.endswith(body):
        return True
    region, rest = split_region(body)
    other_region, other_rest = split_region(name)
    if (
        region
        and other_region
        and not (
            region.endswith(other_region)
            or other_region.endswith(region)
            or region.startswith(other_region)
            or other_region.startswith(region)
        )
    ):
        return False
    if "政府" in body and ("政府" in name or "办公室" in name or "公开" in name or not other_rest):
        return True
    core, other = _core(rest or body), _core(other_rest or name)
    if not core or not other or _abbreviates(rest or body, other_rest or name):
        return True
    return len(core & other) * 2 > min(len(core), len(other))


def _core(rest: str) -> set[str]:
    return set(_ENDINGS.sub("", _KIND.sub("", rest)))


_ENDINGS = re.compile(r"局|委员会|委|厅|办公室|办公厅|中心|街道办事处|街道|镇|乡|[市区县省]")


def _abbreviates(one: str, other: str) -> bool:
    """市监局 is 市场监督管理局: the letters of the shorter name, in order, in the longer."""
    short, long = sorted(
        (re.sub(r"局|委员会|委|厅|^[市区县省]", "", n) for n in (one, other)), key=len
    )
    rest = iter(long)
    return bool(short) and all(letter in rest for letter in short)


_BEFORE = re.compile(
    r"(?:赴|到|与|同|和|学习|借鉴|参照|参考|协助|配合|联合|向|由|原|、|被|对|邀请|转自|来源)\s*[“\"]?$"
)


_LEADS = "赴到向从以与同和在由请邀"
_NO_PLACE = re.compile(r"[本由我该各全在与及为的按将现经]|报告")


_DOES = (
    r"(?:政府信息公开|政务公开|信息公开|认真|深入|严格|坚持|全面|高度|按照|主动|共|收到|积极|紧紧|以|切实|扎实|持续|进一步|"
    r"未|没有|围绕|不断|优化|在|依据|聚焦|立足)"
)


def _namesakes(report: Report) -> Iterator[tuple[str, Quote]]:
    """Another body as the subject of a sentence: the same department of another place; in the
    sentence that opens a section or the year's account, any other department."""
    region, rest = split_region(report.body)
    if not region or len(rest) < 3 or report.is_government or report.level is Level.TOWNSHIP:
        return
    namesake = re.compile(
        rf"(?P<b>(?:(?<=[年在见由据为的《\n。,;:\"(])|^)[\u4e00-\u9fff]{{2,9}}[省市区县旗州]{re.escape(rest)})"
        r"(?!来|到|一行|联合|共同|等|先进|经验|做法|、|和|与)"
    )
    opening = re.compile(
        rf"(?:^|(?<=\n))(?:\([一二三四五六]\))?(?:19|20)\d\d年(?:度)?,?(?P<b>{re.escape(region)}[\u4e00-\u9fff]{{1,12}}?(?:局|委员会|厅))(?={_DOES})"
    )
    for section in report.sections:
        if section.number in (2, 3, 4):
            continue
        for paragraph in section.paragraphs:
            text = fold(paragraph.text).replace(" ", "")
            for pattern in (namesake, opening):
                for match in pattern.finditer(text):
                    name = match["b"]
                    place = name.removesuffix(rest)
                    if pattern is namesake and (
                        _NO_PLACE.search(place)
                        or "以来" in place
                        or place[0] in _LEADS
                        or place[-1] != region[-1]
                        or name in report.body
                    ):
                        continue
                    if not _BEFORE.search(text[: match.start("b")]):
                        yield name, Quote(name, section.number, paragraph.place)


def _pronouns(own: Check, report: Report) -> Iterator[Finding]:
    """我委 in the report of a 局."""
    found: dict[str, list[Quote]] = {}
    right = 0
    for section in report.sections:
        for paragraph in section.paragraphs:
            for match in _SELF.finditer(paragraph.text):
                if _SELF_OF[match[1]].search(report.body):
                    right += 1
                    continue
                clause = paragraph.text[max(0, match.start() - 12) : match.end() + 16]
                found.setdefault(match[1], []).append(
                    Quote(clause.strip(), section.number, paragraph.place)
                )
    if report.is_government or not _own_kind(report.body):
        return
    for word, quotes in found.items():
        yield own.finding(
            f"我{word}",
            f"报告是{report.body}的，文中却自称“我{word}”（{len(quotes)}处）",
            quotes=quotes[:5],
            expected="与本机关相符的自称",
            found=f"我{word}",
            place=quotes[0].place,
        )


def _own_kind(body: str) -> bool:
    """Whether the body's own name says by which word it calls itself."""
    return bool(re.search(r"(?:局|委员会|委|厅|镇|乡|街道办事处|街道)(?:人民政府)?$", body))
