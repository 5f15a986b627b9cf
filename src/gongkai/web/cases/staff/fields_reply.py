"""答复环节的表单: drafting with its preview, the two reviews, the signature, the service."""

from __future__ import annotations

from typing import Any

from gongkai.errors import GongkaiError
from gongkai.law.decisions.codes import DISCLOSING, decision
from gongkai.notices.check import Finding, Severity
from gongkai.web.cases import letters, policies
from gongkai.web.cases.models import WantedForm
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.staff.asked import Asked, Facts, Fields, buttons, long, sending, text
from gongkai.web.cases.staff.opened import Opened
from gongkai.web.workbench.forms import WorkForm

__all__ = ["REPLY", "preview"]


def preview(opened: Opened, form: WorkForm | None = None) -> Facts:
    """The reply as it would be printed today, what it lacks, and what the check finds."""
    case = opened.case
    try:
        notice, noticed = letters.compose_reply(case, opened.application, opened.today)
    except GongkaiError as problem:
        return {"problem": str(problem)}
    found = letters.faults(case, notice, noticed)
    unmet = [one for one in found if one.severity is Severity.ERROR]
    return {
        "notice": notice,
        "missing": notice.missing,
        "errors": unmet,
        "warnings": [one for one in found if one.severity is Severity.WARNING],
        "released": [one.source.name for one in case.redactions.filter(released=True)
                     .select_related("source")],
    }  # fmt: skip


def _warned(opened: Opened) -> list[Finding]:
    found = preview(opened)
    warned: list[Finding] = found.get("warnings", [])
    return warned


def _send_for_review(opened: Opened) -> Fields:
    if not _warned(opened):
        return {}
    return {
        "despite": text("对提示的说明", 300, "逐条核对左边的提示，确认无误的写明理由；记入办件。"),
    }


def _reviewing(opened: Opened) -> Fields:
    alone: dict[str, Any] = {}
    reply = opened.reply
    if reply is not None and policies.had_a_hand(opened.actor, reply):
        said = (
            "您拟写、拟定或者送审了这份答复；本机关确实没有其他人可以复核的，写明情况，记入留痕。"
        )
        alone["alone"] = text("无人可以另行复核的情况", 300, said)
    said = "经复核，处理决定、依据、文书内容和救济途径正确。"
    return alone | {"comment": long("复核意见", initial=said)}


def _secrecy(opened: Opened) -> Fields:
    return {
        "basis": text("审查依据", 200, "如“保守国家秘密法第三十五条”。"),
        "comment": long("审查意见", initial="经审查，拟公开内容不含国家秘密、工作秘密。"),
    }


def _sign(opened: Opened) -> Fields:
    return {"comment": long("签发意见", required=False, initial="同意。", rows=2)}


def _send_back(opened: Opened) -> Fields:
    return {"comment": long("修改意见", "写明需要修改的内容。")}


def _serve(opened: Opened) -> Fields:
    fields: dict[str, Any] = dict(sending(opened))
    if {item.code for item in opened.items} & DISCLOSING:
        case = opened.case
        fields |= {
            "given_form": buttons("实际提供的形式", [(one.value, one.zh) for one in WantedForm],
                                  f"申请人要求：{WantedForm(case.wanted_form).zh}。",
                                  initial=case.wanted_form),
            "given_reason": text("形式不同的理由", 300, "与申请人要求的形式不同时填写"
                                 "（条例第四十条）。", required=False),
        }  # fmt: skip
    return fields


def _outcome(opened: Opened) -> str:
    code = opened.case.outcome
    return f"处理决定“{decision(code).zh}”，" if code else ""


_PAGE = "cases/reply.html"

REPLY: dict[Verb, Asked] = {
    Verb.DRAFT: Asked(
        consequence="按已拟定的处理决定和文书模板生成答复草稿；处理决定改变以后须重新生成。",
        template=_PAGE, beside=preview, button="生成草稿",
    ),
    Verb.SEND_FOR_REVIEW: Asked(
        _send_for_review,
        "答复送法规复核；送审以后内容不能再改，需要修改的由审查人退回。",
        template=_PAGE, beside=preview,
    ),
    Verb.REVIEW_LAW: Asked(
        _reviewing, "复核意见记入办件，答复送保密审查。不同意的，请选择“退回修改”。",
        template=_PAGE, beside=preview, button="复核通过", show=("opinions", "decisions"),
    ),
    Verb.REVIEW_SECRECY: Asked(
        _secrecy, "审查的依据、结论、人员和时间记入办件，答复送签发。不同意的，请选择“退回修改”。",
        template=_PAGE, beside=preview, button="审查通过", show=("opinions", "decisions"),
    ),
    Verb.SIGN: Asked(
        _sign,
        lambda opened: _outcome(opened)
        + "签发以后编号、定稿，生成 PDF 和 DOCX；内容不能再改，由工作机构送达。",
        template=_PAGE, beside=preview, button="签发",
        show=("opinions", "decisions", "reviews"),
    ),
    Verb.SEND_BACK: Asked(
        _send_back, "答复退回拟办，拟稿人收到消息；已经签发的答复连同文号作废。",
        danger=True, template=_PAGE, beside=preview, button="退回修改",
    ),
    Verb.SERVE: Asked(
        _serve,
        lambda opened: _outcome(opened)
        + "登记发出以后，这件申请即为已答复，计入年度报告表三；不能撤回。",
        template="cases/act.html", button="登记发出",
    ),
}  # fmt: skip
