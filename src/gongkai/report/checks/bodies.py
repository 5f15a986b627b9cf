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

_AUTHOR = (
    re.compile(r"本(?:年度)?报告(?:系|是)?由([^,。;:《]{4,30}?)(?:按照|根据|依据|依照|编制)"),
    re.compile(r"现(?:公布|发布|将|向社会公布)([^,。;\d《]{4,30}?)(?=(?:19|20)\d\d ?年)"),
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
            for pattern in _AUTHOR:
                for match in pattern.finditer(text):
                    name = match[1].strip("\"'()")
                    if re.search(
                        r"(?:局|委员会|委|政府|厅|办公室|办公厅|街道办事处|镇|乡|中心)$", name
                    ) and not re.match(r"[本我各该]|市政府|区政府|县政府|省政府", name):
                        yield name, Quote(name, section.number, paragraph.place)


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
    if not core or not other:
        return True
    return len(core & other) * 2 >= min(len(core), len(other))


def _core(rest: str) -> set[str]:
    return set(
        re.sub(
            r"局|委员会|委|厅|办公室|办公厅|中心|街道办事处|街道|镇|乡|[市区县省]",
            "",
            _KIND.sub("", rest),
        )
    )


_BEFORE = re.compile(
    r"(?:赴|到|与|同|和|学习|借鉴|参照|参考|协助|配合|联合|向|由|原|、|被|对|邀请|转自|来源)\s*[“\"]?$"
)


_NO_PLACE = re.compile(r"[本由我该各全在与及为的按将现经]|报告")


def _namesakes(report: Report) -> Iterator[tuple[str, Quote]]:
    """The same department of another place, as the subject of a clause."""
    region, rest = split_region(report.body)
    if not region or len(rest) < 3 or report.is_government or report.level is Level.TOWNSHIP:
        return
    pattern = re.compile(
        rf"(?:^|[,。;:\n]|年)([\u4e00-\u9fff]{{2,9}}[省市区县旗州])(?={re.escape(rest)}(?:认真|深入|严格|坚持|全面|高度|按照|主动|共|收到|积极|紧紧|以))"
    )
    for section in report.sections:
        if section.number not in (0, 1):
            continue
        for paragraph in section.paragraphs:
            text = fold(paragraph.text)
            for match in pattern.finditer(text):
                if not _NO_PLACE.search(match[1]) and not _BEFORE.search(text[: match.start(1)]):
                    yield match[1] + rest, Quote(match[1] + rest, section.number, paragraph.place)


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
