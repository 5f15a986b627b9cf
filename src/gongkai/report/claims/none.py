"""Counts given in words: 未收到申请, 无行政复议, 未收取费用 say zero."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Nothing", "nothings"]


class Nothing(NamedTuple):
    """A statement that there was none: where the negation stands, and of what."""

    start: int
    end: int
    kind: str
    unit: str


_NOT_NONE = "法|障|偿|缝|纸|差|效|人机|论|线|须|需|关|正当"  # 无法, 无障碍 …
_NO = rf"(?P<no>未曾?(?!经|来|能)|没有|暂无|(?<![并有])无(?!{_NOT_NONE})|不存在|尚未|零)"
_END = (
    r"(?=[,。;、)!\n]|$|(?:的)?(?:情况|情形|现象|问题|事项|案件|事件|发生)|[和及与或等]|以及|也|而)"
)
_WHO = (
    r"(?:过|到|有|任何|一[件例起]|公民|自然人|法人|(?:其他|其它)?组织|个人|社会|群众|各类|各种|形式|要求|提出|提交|提起|"
    r"发生|产生|出现|收到|接到|受理|接收|接受|的|了|和|及|或者?|与|以及|、|有关|关于|相关|通过|书面|网络|向|"
    r"[我本](?:局|委|厅|办|院|镇|乡|街道?|单位|机关|部门|中心)|因)"
)
_APPLICATION = re.compile(
    rf"{_NO}{_WHO}{{0,12}}?(?:(?:公开)?政府(?:政务)?信息|政务信息|信息)?(?:依申请)?(?:信息)?(?:的)?(?:公开)?(?:政府信息)?(?:的)?"
    rf"(?<=开|息|的|请|收|到|理)(?P<noun>申请(?:公开)?(?:政府信息)?(?:件|数)?){_END}"
    rf"|{_NO.replace('<no>', '<no2>')}(?:收到|接到|受理|有)?依申请(?:公开)?(?:的)?"
    rf"(?:政府)?(?:信息)?(?:公开)?(?:申请|请求)?(?:件|事项)?{_END}"
)
_REMEDY_ITEM = r"(?:被?(?:申请|提起|提出)?(?:行政)?(?:复议|诉讼)|应诉)(?:案件|申请|事项|情况)?"
_REMEDY = re.compile(
    rf"{_NO}(?:过|有|被|发生|产生|出现|收到|引发|引起|涉及|接到|因|由|此|政府|政务|信息|公开|工作|申请|任何|相关|有关|而|的|"
    rf"被?提起|提出|投诉|举报|[、,]|和|及|或|与|申诉|情况|案件|本单位|本机关|[我本](?:局|委|厅|办|院|镇|乡|街道?)){{0,16}}?"
    rf"(?P<items>{_REMEDY_ITEM}(?:(?:、|,|和|及|与|或者?|以及|或被?)(?:被?提[起出])?(?:因[^,。;]{{0,16}}?)?{_REMEDY_ITEM})*){_END}"
)
_FEE = re.compile(
    r"(?P<no>未|没有|不|无)(?:向[^。;]{1,24}?)?(?:发生|产生|出现|涉及|有|收取|收|征收)?(?:过|任何|相关|有关|政府信息公开|的|信息公开|申请人|依申请公开)*"
    r"(?:信息(?:公开)?处理费用?|收费|费用|处理费)"
)
_CARRIED = re.compile(
    r"结转(?:至|到|入)?(?:下|次|明)一?年度?[^,。;\d]{0,16}?(?:件数|数量|申请)?(?:为|是|:)?(?P<no>无|零)(?=[,。;)]|$)"
    r"|(?P<no2>无|没有|未有|未)结转"
)
_PAPERS = re.compile(
    rf"(?P<no>未(?:收到|承办|办理|接到|涉及)?|没有(?:收到|承办|办理)?|(?<!有)无(?:承办|办理)?)(?:过|到|需|任何|各级|市|区|县|省|的|承办)*"
    rf"(?P<items>(?:人大)?(?:代表)?(?:的)?建议(?:、|和|及|与|以及)(?:政协)?(?:委员)?(?:的)?提案|人大(?:代表)?(?:的)?(?:议案)?(?:建议)|政协(?:委员)?(?:的)?提案){_END}"
)


def nothings(text: str) -> Iterator[Nothing]:
    """Every statement of none in a folded text."""
    for match in _APPLICATION.finditer(text):
        name = "no" if match["no"] else "no2"
        yield Nothing(*match.span(name), "new_applications", "件")
    for match in _REMEDY.finditer(text):
        items = match["items"]
        if "复议" in items:
            yield Nothing(*match.span("no"), "reconsideration", "件")
        if "诉讼" in items or "应诉" in items:
            yield Nothing(*match.span("no"), "litigation", "件")
    for match in _FEE.finditer(text):
        yield Nothing(*match.span("no"), "fee", "元")
    for match in _CARRIED.finditer(text):
        name = "no" if match["no"] else "no2"
        yield Nothing(*match.span(name), "carried_out", "件")
    for match in _PAPERS.finditer(text):
        items = match["items"]
        if "建议" in items:
            yield Nothing(*match.span("no"), "suggestions", "件")
        if "提案" in items:
            yield Nothing(*match.span("no"), "proposals", "件")
