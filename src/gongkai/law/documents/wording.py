"""文书用语检查: faults in the text of a reply that the law or plain care forbids."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.law.bodies.kinds import BodyKind
from gongkai.law.bodies.review_body import ReviewPlace, review_body
from gongkai.law.documents.elements import Element
from gongkai.law.documents.notices import ONLINE_CHANNEL
from gongkai.law.documents.remedy_text import remedy_form
from gongkai.law.remedies import RECONSIDERATION_DAYS, SUIT_AFTER_DAYS, SUIT_MONTHS
from gongkai.sources import R2019, REVIEW_2023, Article, numeral

__all__ = ["WordingFault", "wording_faults"]

_A51 = Article(R2019, 51)
_A23_2 = Article(REVIEW_2023, 23, 2)
_STOP = "，,。；;！!？?\n"
# 上一级主管部门或者本级人民政府, in either order and with the words between that people use
_HIGHER = r"上一?级(?:行政)?(?:主管|业务)(?:部门|机关)|上一?级(?:行政)?机关|上级部门"
_OWN = r"(?:本级|同级|本)(?:地方)?人民政府|(?:本级|同级)政府"
_LINK = r"[^。；;\n]{0,12}?(?:或者?|、|/)[^。；;\n]{0,12}?"
_CHOICE = re.compile(f"(?:{_HIGHER}){_LINK}(?:{_OWN})|(?:{_OWN}){_LINK}(?:{_HIGHER})")
_UNFILLED = re.compile(
    r"【(?!\d{4}】)[^】\n]{0,40}】"  # 【】, 【申请人】; 【2024】 is the year of a 文号
    r"|\{\{[^}\n]{0,60}\}\}|\{%[^%\n]{0,60}%\}|\$?\{[^{}\n]{0,40}\}"
    r"|(?<![\d×])×{2,}(?![\d×])|(?<![\dA-Za-z])[Xx]{3,}(?![\dA-Za-z])|＿{2,}|_{2,}|〔[\s　]*〕"
    r"|年[ 　]+月[ 　]*日|年[ 　]*月[ 　]+日"
    r"|(?<![A-Za-z])(?:None|null|NaN|undefined)(?![A-Za-z])"
)
_REVIEW = re.compile(r"(?:申请|提起|提出)(?:行政)?复议")
_SUIT = re.compile(r"(?:提起|提出)(?:行政)?诉讼|法院起诉")
_APPLIED_TO = re.compile(r"向([^，,。；;\n]{0,60}?)(?:申请|提出|提起)(?:行政)?复议")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_NUMBER = r"(\d{1,3}|[一二三四五六七八九十百]{1,5})"
_VAGUE = re.compile(r"(?:有关|相关|法定|有权|上述|依法)?的?(?:行政)?(?:复议)?(?:机关|部门)?")


@dataclass(frozen=True, slots=True)
class WordingFault:
    """One fault: a stable slug, what is wrong and what to do, where in the text, which article."""

    id: str
    sentence: str
    found: str
    line: int
    article: Article | None = None


def wording_faults(
    text: str,
    day: date,
    kind: BodyKind,
    *,
    code: str = "",
    refused: Collection[str] = (),
    reviewer: str = "",
    online: bool = False,
) -> tuple[WordingFault, ...]:
    """Faults of a document of `day` by a body of that kind, in the order of the checks.

    With `code` (decision D… or document T…) it is also checked that the remedy paragraph which
    that decision asks for is there; `reviewer` is then the name of the body of reconsideration.
    """
    text = text.translate(_DIGITS)  # one character for one: places stay
    form = remedy_form(code, day, refused) if code else ""
    faults = [*_unfilled(text), *_wrong_words(text)]
    if kind is BodyKind.PUBLIC_UTILITY:
        return tuple(faults)
    faults += _choice(text, day, kind)
    faults += _remedies(text, day, form, reviewer)
    if online and day >= REVIEW_2023.since and form in ("R1", "R2"):
        clauses = (c for c in re.split(f"[{_STOP}]", text) if "复议" in c)
        if not any(re.search(r"互联网|网上|在线|https?://|网站|网址|网络", c) for c in clauses):
            sentence = f"缺少“{Element.ONLINE_REVIEW.zh}”；通过互联网送达的，应当一并告知"
            faults.append(WordingFault("no_online_channel", sentence, "", 0, ONLINE_CHANNEL))
    return tuple(faults)


def _at(text: str, match: re.Match[str]) -> tuple[str, int]:
    return match[0], text.count("\n", 0, match.start()) + 1


def _clause(text: str, start: int, stops: str = _STOP) -> str:
    """The clause around a position, no longer than clauses are."""
    before = re.split(f"[{stops}]", text[max(0, start - 80) : start])[-1]
    return before + re.split(f"[{stops}]", text[start : start + 120], maxsplit=1)[0]


def _unfilled(text: str) -> Iterator[WordingFault]:
    for match in _UNFILLED.finditer(text):
        yield WordingFault(
            "unfilled", f"“{match[0]}”处尚未填写；请填入内容后再发出", *_at(text, match)
        )


def _wrong_words(text: str) -> Iterator[WordingFault]:
    for match in re.finditer("不予受理", text):
        # 行政复议机关、人民法院 may well 不予受理; a body that answers an application may not
        if not re.search("复议|法院|起诉|诉讼", _clause(text, match.start())):
            yield WordingFault(
                "not_accepted",
                "“不予受理”不是条例规定的处理方式；应依具体情形写“不予处理”“不予重复处理”"
                "或者“不作为政府信息公开申请处理”",
                *_at(text, match),
                Article(R2019, 36),
            )


def _choice(text: str, day: date, kind: BodyKind) -> Iterator[WordingFault]:
    rule = review_body(kind, day)
    higher = {ReviewPlace.HIGHER_DEPARTMENT, ReviewPlace.PARENT_DEPARTMENT} & set(rule.places)
    if higher and len(rule.places) > 1:
        return  # there was a choice
    for match in _CHOICE.finditer(text):
        if "复议" in _clause(text, match.start(), "。；;\n"):
            yield WordingFault(
                "old_choice",
                f"{kind.zh}的行政复议机关是{rule.text}，不能写成上一级主管部门与本级人民政府任选；"
                "请改写",
                *_at(text, match),
                rule.article,
            )


def _remedies(text: str, day: date, form: str, reviewer: str) -> Iterator[WordingFault]:
    """Whether the remedy paragraph is there, whole, and of the right kind.

    Without `form` only what the text itself offers is looked at.
    """
    review, suit = bool(_REVIEW.search(text)), bool(_SUIT.search(text))
    required = form in ("R1", "R2")
    if required and not review:
        yield WordingFault(
            "no_review", "缺少救济途径：没有告知可以申请行政复议、复议机关和期限", "", 0, _A51
        )
    if required and not suit:
        yield WordingFault(
            "no_suit", "缺少救济途径：没有告知可以提起行政诉讼、人民法院和期限", "", 0, _A51
        )
    if form in ("R0", "fee"):
        return
    if review:
        yield from _review_part(text, day, reviewer)
    if suit:
        yield from _suit_part(text, day, form)
    if form == "R1" and review and not re.search(r"(?:应当?|须|必须)(?:依法)?先", text):
        yield WordingFault(
            "not_first",
            "依据条例第十四条至第十六条不予公开的，应当告知先申请行政复议，对复议决定不服再起诉",
            "", 0, _A23_2,
        )  # fmt: skip
    if form == "R2" and (
        match := re.search(r"(?:应当?|须|必须)(?:依法)?先[^。；;\n]{0,90}复议", text)
    ):
        yield WordingFault(
            "needless_first",
            "该决定不属于复议前置，申请人可以选择复议或者诉讼；请勿写“应当先申请行政复议”",
            *_at(text, match), _A51,
        )  # fmt: skip


def _review_part(text: str, day: date, reviewer: str) -> Iterator[WordingFault]:
    days = RECONSIDERATION_DAYS.on(day)
    if not _has_period(text, days.value, "[日天]"):
        yield WordingFault(
            "review_period", f"没有写明申请行政复议的期限（{days.value}日）", "", 0, days.article
        )
    bodies = [m[1].strip() for m in _APPLIED_TO.finditer(text)]
    if reviewer:
        if reviewer not in text:
            yield WordingFault(
                "review_body", f"没有写明行政复议机关“{reviewer}”", "", 0, Article(REVIEW_2023, 20)
            )
    elif not any(not _VAGUE.fullmatch(body) for body in bodies):
        yield WordingFault(
            "review_body", "没有写明向哪个机关申请行政复议", "", 0, Article(REVIEW_2023, 20)
        )


def _suit_part(text: str, day: date, form: str) -> Iterator[WordingFault]:
    months, after = SUIT_MONTHS.on(day), SUIT_AFTER_DAYS.on(day)
    direct = _has_period(text, months.value, "个月")
    later = _has_period(text, after.value, "[日天]")
    wrong = list(_wrong_months(text, months.value))
    for match in wrong:
        yield WordingFault(
            "suit_period",
            f"起诉期限应为{months.value}个月，文中写作“{match[0]}”",
            *_at(text, match), months.article,
        )  # fmt: skip
    if form == "R1" and not later:
        yield WordingFault(
            "suit_period",
            f"没有写明对复议决定不服的起诉期限（{after.value}日）", "", 0, after.article,
        )  # fmt: skip
    elif not wrong and (not direct if form == "R2" else not (direct or later)):
        yield WordingFault(
            "suit_period", f"没有写明起诉的期限（{months.value}个月）", "", 0, months.article
        )
    if "法院" not in text:
        yield WordingFault("court", "没有写明向哪个人民法院起诉", "", 0, months.article)


def _wrong_months(text: str, right: int) -> Iterator[re.Match[str]]:
    """Periods in months, in a sentence on suits, that are not the right one."""
    for match in re.finditer(_NUMBER + r" ?个?月[内之]", text):
        sentence = _clause(text, match.start(), "。；;\n")
        if _SUIT.search(sentence) and match[1] not in (str(right), numeral(right)):
            yield match


def _has_period(text: str, value: int, unit: str) -> bool:
    """Whether the text names that number of days or months, in digits or characters."""
    number = f"(?<![\\d一二三四五六七八九十])(?:{value}|{numeral(value)})"
    return bool(re.search(f"{number} ?个?{unit}", text))
