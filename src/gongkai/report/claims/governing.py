"""What governs a number: the domain its clause or heading names, and what a change or rate is."""

from __future__ import annotations

import re

from gongkai.report.claims.cases import is_case_word, is_result_word, stands_alone
from gongkai.report.claims.domains import REMEDY_DOMAINS, Domain, domain_at_end, domain_in
from gongkai.report.claims.kinds import CASE_UNITS

__all__ = ["difference_of", "domain_of", "heading_of", "last_statutory", "rate_kind"]

_STATUTORY = re.compile(r"申请|复议|诉|建议|提案")
_SHORT_HEADING = 30
_LONGEST_CLAUSE = 120  # beyond it stands no clause but text without stops
_HEADING = re.compile(
    r" *(?:\([一二三四五六七八九十]{1,3}\)|"
    r"[一二三四五六七八九十]{1,3}、)[ 、]*([^。,;:\d]{2,24})[。:]"
)


def heading_of(text: str, heading: str) -> str:
    """The domain that a paragraph's heading sets; the one before if it sets none."""
    if len(text) <= _SHORT_HEADING and "。" not in text.rstrip("。 "):
        return domain_at_end(text)
    opened = _HEADING.match(text)
    return domain_at_end(opened[1]) if opened else heading


def last_statutory(text: str) -> str:
    """The statutory domain of the last clause that has one."""
    if not _STATUTORY.search(text):
        return ""
    for clause in reversed(re.split(r"[,;:。]", text)):
        found = domain_at_end(clause[-_LONGEST_CLAUSE:])
        if found and found != Domain.OTHER:
            return found
    return ""


def domain_of(
    left: str, right: str, unit: str, last: str, spoken: str, before: str
) -> tuple[str, bool]:
    """The domain of a count, and whether it comes from an earlier clause.

    last: that of the count before in the sentence; spoken: the last statutory one in the
    sentence; before: that of the sentence or heading before.
    """
    own = domain_at_end(left)
    if own and own != Domain.OTHER:
        return own, False
    if not own:
        after = domain_in(right)
        if after and after != Domain.OTHER:
            return after, False
    if unit not in CASE_UNITS:
        return own, False
    near = last if last and last != Domain.OTHER else ""
    for candidate in (near, spoken, before):
        if candidate == Domain.APPLICATION and is_case_word(left, right, bool(own)):
            return candidate, True
        if candidate in REMEDY_DOMAINS and is_result_word(left, right):
            return candidate, True
    if not own and stands_alone(left):
        carried = last if last else spoken or ("" if not left.startswith("其中") else before)
        if carried and carried != Domain.OTHER:
            return carried, True
    return own, False


_DIFFERENCE = re.compile(
    r"(?:同比|环比|较|比|相比)[^,。;]{0,14}?(?P<way>增加|增长|上升|提高|提升|多|增|减少|"
    r"下降|降低|少|减)(?:了|幅达?|约|近|到?)?$"
)
_AFTER_COMPARED = re.compile(
    r"^(?:增加|增长|上升|提高|提升|减少|下降|降低|增幅|降幅)(?:了|达|为|约)*$"
)


def difference_of(left: str, spoken: str) -> str:
    """Whether a count is a difference to another year rather than a count of its own."""
    match = _DIFFERENCE.search(left)
    if match:
        return "decrease" if match["way"] in ("减少", "下降", "降低", "少", "减") else "increase"
    if _AFTER_COMPARED.match(left) and re.search(r"同比|较|相比|比[上去]", spoken[-30:]):
        return "decrease" if left[0] in "减下降" and left[:2] != "增幅" else "increase"
    return ""


def rate_kind(left: str, written: str = "") -> str:
    """What a percentage or a multiple is: a change, a share, a rate of corrections, or another."""
    if written.startswith("翻"):
        return "rate_increase"
    changed = re.search(r"(?:增长|增加|上升|提高|提升|下降|降低|减少)[了约]*$", left)
    if not changed and re.search(r"纠错率|败诉率|纠正率", left):
        return "correction_rate"
    if re.search(r"(?:增长|增加|上升|提高|提升|增幅|涨幅)[^率]{0,4}$", left):
        return "rate_increase"
    if re.search(r"(?:下降|降低|减少|降幅)[^率]{0,4}$", left):
        return "rate_decrease"
    if re.search(r"占(?:比|总数|总量|全部|申请|全年|[^,。;]{0,8}的)?[^,。;率]{0,6}$", left):
        return "share"
    return "rate"
