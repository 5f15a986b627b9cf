"""征求意见、补正、说明理由、延期的表单: letters to others and the applicant, and the clock."""

from __future__ import annotations

from typing import Any

from gongkai.law.clock import LONGEST_EXTENSION
from gongkai.law.decisions.guards import Record
from gongkai.law.periods import CORRECTION_NOTICE_DAYS, REASONS_DAYS, Consulted
from gongkai.web.cases import on_file
from gongkai.web.cases.actions.consulting import ANSWERS
from gongkai.web.cases.limits import says_on
from gongkai.web.cases.models import Inquiry
from gongkai.web.cases.models.work import Answer
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.staff.asked import (
    Asked,
    Fields,
    buttons,
    choose,
    day,
    desk_of,
    long,
    number,
    pick,
    sending,
    text,
    ticks,
)
from gongkai.web.cases.staff.opened import Opened
from gongkai.web.cases.staff.shown import CONSULTED

__all__ = ["LETTERS"]

# others who are asked -----------------------------------------------------------------------------


def _items(opened: Opened) -> Fields:
    """Which items it is about, where there are several."""
    if len(opened.items) < 2:
        return {}
    zh = [(str(one.order), f"第{one.order}项：{' '.join(one.text.split())[:60]}")
          for one in opened.items]  # fmt: skip
    field = ticks("涉及的申请事项", zh, "对方的意见只对这几项起作用。")
    field.initial = [key for key, _ in zh]
    return {"items": field}


def _consult(opened: Opened) -> Fields:
    return {
        **_items(opened),
        "who": buttons("对象", [(one.value, CONSULTED[one.value]) for one in Consulted]),
        "name": text("对方名称", 100),
        "contact": text("联系方式", 200, required=False),
        "subject": text("涉及的政府信息", 300),
        "question": long("征求意见的事项", "写明涉及的信息和需要回答的问题；不写申请人的姓名。"),
        "until": day(opened, "请对方回复的日期", "征求其他行政机关意见的填写；第三方和共同制作"
                     "机关的期限由法律规定。", required=False, filled=False),
        **sending(opened, to_applicant=False),
        **_told(opened),
    }  # fmt: skip


def _told(opened: Opened) -> Fields:
    """How the applicant is told that others are asked."""
    fields = sending(opened)
    labels = {"method": "告知申请人的方式", "tracking": "告知申请人的邮件编号"}
    for name, label in labels.items():
        fields[name].label = label
    fields["method"].help_text = "征求意见告知书与征求意见书同日发出，不写对方的名称。"
    return {f"told_{name}": fields[name] for name in labels}


def _end_consultation(opened: Opened) -> Fields:
    rows = Inquiry.objects.filter(case=opened.case, answer="")
    found = [one for one in opened.inquiries if not one.answer]
    allowed = {answer for one in found for answer in ANSWERS[Consulted(one.who)]}
    fields: dict[str, Any] = {
        "inquiry": pick("函件", rows, label_of=lambda one: f"{one.name}（{one.sent}发出）"),
        "answer": buttons("意见", [(one.value, one.zh) for one in Answer if one in allowed]),
        "day": day(opened, "收到意见（期限届满）的日期"),
        "reached": day(opened, "对方收到函件的日期", "没有登记过送达的填写。", required=False,
                       filled=False),
        "text": long("意见内容", "不同意公开的，写明对方的理由。", required=False),
    }  # fmt: skip
    if len(found) == 1:
        fields["inquiry"].initial = found[0].pk
    return fields


def _tell_third_party(opened: Opened) -> Fields:
    waiting = [one.pk for one in on_file.untold(opened.case)]
    rows = Inquiry.objects.filter(pk__in=waiting)
    fields: dict[str, Any] = {
        "inquiry": pick("第三方", rows, label_of=lambda one: one.name),
        "disclosed": long("决定公开的内容"),
        "reason": long("决定公开的理由", "写明为何不采纳不同意公开的意见。"),
        "disclose_on": day(opened, "向申请人提供的日期", "建议为发出之后五个工作日以上，"
                           "给第三方留出时间。", required=False, filled=False),
        **sending(opened, to_applicant=False),
    }  # fmt: skip
    if len(waiting) == 1:
        fields["inquiry"].initial = waiting[0]
    return fields


def _confer(opened: Opened) -> Fields:
    return {
        "day": day(opened, "会商日期"),
        "attendees": text("参加单位和人员", 500),
        "opinions": long("各方意见", rows=6),
        "conclusion": long("会商结论"),
    }


def _record(opened: Opened) -> Fields:
    kinds = [(one.value, one.zh) for one in Record if one not in on_file.DERIVED]
    return {
        "kind": choose("材料种类", kinds, "作出处理决定须有的材料；检索记录应当写明人员、时间、范围"
                       "和方法。"),
        "day": day(opened, "日期"),
        "place": text("检索的范围或者出处", 300, "检索记录必填，如“档案室卷宗、公文系统”。",
                      required=False),
        "by": text("经办人", 60, required=False, initial=opened.actor.name),
        "text": long("内容", "检索记录写明所用的关键词、方法和结果。", rows=6),
    }  # fmt: skip


# the applicant is asked ---------------------------------------------------------------------------


def _ask_correction(opened: Opened) -> Fields:
    days = desk_of(opened).correction_days
    return {
        "items": long("需要补正的事项", "一行一项；应当一次性告知全部需要补正的内容。"),
        "guidance": long("指导和释明", "告诉申请人怎样补正，如可供选择的名称、文号、年度。"),
        "days": number("补正期限（工作日）", 1, 250, initial=days),
        **sending(opened),
    }


def _receive_correction(opened: Opened) -> Fields:
    case = opened.case
    sent = case.correction
    return {
        "day": day(opened, "收到补正的日期"),
        "text": long("补正内容", "申请人在网上提交的内容已经填入，请核对。" if sent else
                     "照录申请人补正的内容；材料在办件页上传。", initial=sent, rows=6),
        "reason": text("逾期补正的正当理由", 300, "在期限内补正的不填。", required=False),
    }  # fmt: skip


def _ask_reasons(opened: Opened) -> Fields:
    return {
        "counts": text("申请的数量、频次", 300, "如“2026年1月至3月向本机关提出申请45件”。"),
        "days": number(
            "说明理由的期限（工作日）", 1, 60, initial=REASONS_DAYS.on(opened.today).value
        ),
        **sending(opened),
    }


def _receive_reasons(opened: Opened) -> Fields:
    sent = opened.case.reasons
    return {
        "day": day(opened, "收到理由的日期"),
        "text": long("申请人说明的理由", "申请人在网上提交的内容已经填入，请核对。" if sent else
                     "照录。", initial=sent, rows=6, limit=8_000),
    }  # fmt: skip


def _correction_until(opened: Opened) -> str:
    until = opened.application.correction_until
    return f"补正期限至{until}。" if until else ""


# the clock ----------------------------------------------------------------------------------------


def _most(opened: Opened) -> int:
    return int(LONGEST_EXTENSION.on(opened.case.received or opened.today).value)


def _propose(opened: Opened) -> Fields:
    most = _most(opened)
    return {
        "days": number(
            "延长的工作日", 1, most, f"最长{most}个工作日，只能延长一次。", initial=most
        ),
        "reason": text("延长的理由", 300, "由工作机构负责人审批，并在告知书中告诉申请人。"),
    }


def _extend(opened: Opened) -> Fields:
    case, most = opened.case, _most(opened)
    return {
        "days": number("延长的工作日", 1, most, initial=case.wished_days or most),
        "reason": text("延长的理由", 300, "写入延期答复告知书。", initial=case.wished_extension),
        **sending(opened),
    }


def _delay(opened: Opened) -> Fields:
    return {
        "until": day(opened, "延迟到", "应当晚于现在的答复期限。", filled=False),
        "reason": text("延迟的理由", 300, "申请人说明的理由合理，但不能在期限内答复的情况。"),
        **sending(opened),
    }


LETTERS: dict[Verb, Asked] = {
    Verb.CONSULT: Asked(
        _consult,
        "征求意见书和给申请人的告知书随即编号、定稿、发出；自发出次日起暂停计算答复期限。"
        "发出的文书不能再改。",
    ),
    Verb.END_CONSULTATION: Asked(
        _end_consultation,
        "自收到意见（期限届满）的次日起继续计算答复期限。第三方逾期未提出意见的，由本机关依照条例"
        "决定是否公开；共同制作机关逾期未提出的，视为同意公开。",
    ),
    Verb.TELL_THIRD_PARTY: Asked(
        _tell_third_party,
        "告知书随即编号、定稿、发出；告知以后才能向申请人送达答复。发出的文书不能再改。",
    ),
    Verb.CONFER: Asked(_confer),
    Verb.RECORD: Asked(_record),
    Verb.ASK_CORRECTION: Asked(
        _ask_correction,
        lambda opened: says_on(
            opened.today,
            "补正告知书随即编号、定稿、发出。应当自收到申请之日起{}内一次性告知；收到补正后，"
            "答复期限重新计算；申请人无正当理由逾期不补正的，视为放弃申请。",
            CORRECTION_NOTICE_DAYS,
        ),
        show=("wish",),
    ),
    Verb.RECEIVE_CORRECTION: Asked(
        _receive_correction, "答复期限自收到补正的次日起重新计算；补正内容并入申请内容。"
    ),
    Verb.LAPSE_CORRECTION: Asked(
        lambda opened: {
            "reason": text("没有正当理由的查明情况", 500,
                           "怎样联系申请人、是否有正当理由；已有记录的可以不填。", required=False),
        },
        lambda opened: _correction_until(opened)
        + "视为放弃申请，本机关不再处理；这件申请办结，计入表三（六）其他处理。不能恢复。",
        danger=True,
    ),
    Verb.PROPOSE_EXTENSION: Asked(
        _propose, "由工作机构负责人批准以后才延长；批准以前仍按原期限。"
    ),
    Verb.EXTEND: Asked(
        _extend, "延期答复告知书随即编号、定稿、发出，写明您为批准人；只能延长一次，不能撤回。"
    ),
    Verb.REFUSE_EXTENSION: Asked(
        lambda opened: {"reason": text("不同意的理由", 300)}, "仍按原期限答复。"
    ),
    Verb.ASK_REASONS: Asked(
        _ask_reasons,
        "说明理由告知书随即编号、定稿、发出。理由不合理的，不予处理；理由合理但不能按期答复的，"
        "可以确定延迟答复的合理期限并告知申请人。",
    ),
    Verb.RECEIVE_REASONS: Asked(
        _receive_reasons, "申请人的理由并入申请内容；接着对理由作出审查意见（补充卷内材料）。"
    ),
    Verb.DELAY: Asked(_delay, "延迟答复告知书随即编号、定稿、发出；答复期限改为所定的日期。"),
}  # fmt: skip
