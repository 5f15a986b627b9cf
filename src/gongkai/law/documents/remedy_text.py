"""救济告知: the paragraph of a document that tells how it may be challenged."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from gongkai.errors import BadInput, LawError
from gongkai.law.decisions.codes import PARTIAL
from gongkai.law.decisions.review_first import review_first
from gongkai.law.documents.notices import ONLINE_CHANNEL, Notice, RemedyPart, notice, notice_for
from gongkai.law.remedies import RECONSIDERATION_DAYS, SUIT_AFTER_DAYS, SUIT_MONTHS
from gongkai.sources import REVIEW_2023

__all__ = ["remedy_block", "remedy_form"]


def _document(code: str) -> tuple[Notice, str]:
    """The document and the decision it announces; a document of several needs the decision."""
    if not code.startswith("T"):
        return notice_for(code), code
    found = notice(code)
    # the decisions of one document share their remedy, so the first stands for all
    return found, found.decisions[0] if found.decisions else ""


def remedy_form(code: str, day: date, refused: Collection[str] = ()) -> str:
    """ "R1", "R2", "R0" or "fee": which remedy paragraph a decision or document of `day` carries.

    `code` is a decision (D…) or a document (T…); `refused` as in `review_first`.
    """
    found, what = _document(code)
    if found.remedy is RemedyPart.BY_DECISION:
        return "R1" if review_first(what, day, refused).first else "R2"
    return "R0" if found.remedy is RemedyPart.NONE else found.remedy.value


def remedy_block(
    code: str,
    day: date,
    *,
    reviewer: str,
    court: str,
    refused: Collection[str] = (),
    online: bool = False,
    online_channel: str = "",
) -> str:
    """The remedy paragraph for a decision (D…) or document (T…) of `day`; "" where none belongs.

    `reviewer` comes from `review_body(...).text`, never from hand; `court` is the court's name.
    `online`: served through the internet; then `online_channel` must name the internet channel
    for reconsideration (行政复议法第二十二条第二款). `refused` as in `review_first`.
    """
    found, what = _document(code)
    form = remedy_form(code, day, refused)
    if form == "R0":
        return ""
    if form == "fee":
        return (
            "对本收费决定不单独申请行政复议或者提起行政诉讼；逾期未缴费而不再处理申请的，"
            "可以就该处理结果依法投诉、举报，申请行政复议或者提起行政诉讼。"
        )
    if not reviewer or not court:
        raise BadInput("救济告知缺少复议机关或者人民法院的名称；请按机关类别确定后填入")
    if online and day >= REVIEW_2023.since and not online_channel:
        raise LawError(
            "通过互联网渠道送达的，应当同时提供提交行政复议申请的互联网渠道", ONLINE_CHANNEL
        )
    this = f"本{found.noun}"
    days = RECONSIDERATION_DAYS.on(day).value
    after = SUIT_AFTER_DAYS.on(day).value
    free = (
        f"可以自收到{this}之日起{days}日内向{reviewer}申请行政复议，"
        f"或者自收到{this}之日起{SUIT_MONTHS.on(day).value}个月内依法向{court}提起行政诉讼。"
    )
    first = (
        f"依照《{REVIEW_2023.title}》第二十三条第一款第（四）项，应当先自收到{this}之日起"
        f"{days}日内向{reviewer}申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起"
        f"{after}日内依法向{court}提起行政诉讼。"
    )
    if form == "R2":
        text = f"如对{this}不服，{free}"
    elif what == PARTIAL:
        text = f"如对{this}中不予公开的部分不服，{first}如对其他内容不服，{free}"
    else:
        text = f"如对{this}不服，{first}"
    if online_channel and day >= REVIEW_2023.since:
        text += f"行政复议申请也可以通过互联网提交：{online_channel}。"
    return text
