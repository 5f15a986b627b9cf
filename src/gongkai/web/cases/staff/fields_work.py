"""办理环节的表单: receiving, sections, letters to the applicant and others, clock, fee."""

from __future__ import annotations

from typing import Any

from gongkai.law.archiving import RETENTIONS
from gongkai.law.clock import LONGEST_EXTENSION
from gongkai.law.decisions.guards import Record
from gongkai.law.fees.choice import Manner, compare
from gongkai.law.fees.tariff import Method
from gongkai.law.periods import REASONS_DAYS, Consulted
from gongkai.web.cases import on_file
from gongkai.web.cases.actions.consulting import ANSWERS
from gongkai.web.cases.actions.fees import numbered
from gongkai.web.cases.models import Assignment, Case, Dispute, Inquiry, Service, WantedForm, Way
from gongkai.web.cases.models.work import Answer, Opinion
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.people import earlier_of
from gongkai.web.cases.staff.asked import (
    Asked,
    Facts,
    Fields,
    buttons,
    choose,
    day,
    desk_of,
    long,
    number,
    open_sections,
    pick,
    sending,
    several,
    text,
    tick,
)
from gongkai.web.cases.staff.opened import Opened
from gongkai.web.cases.staff.shown import CONSULTED
from gongkai.web.workbench.forms import WorkForm

__all__ = ["WORK"]

# receipt, registration ----------------------------------------------------------------------------


def _items_text(opened: Opened) -> str:
    return "\n".join(" ".join(item.text.split()) for item in opened.items)


def _register(opened: Opened) -> Fields:
    return {
        "title": text("申请事项", 120, "显示在列表和提醒中；概括写明要什么信息，不写申请人的姓名、"
                      "证件号码和联系方式。", initial=opened.case.title),
        "items": long("逐项内容", "一行一项；每一项分别作出处理决定，整件只计一个统计结果。",
                      initial=_items_text(opened), rows=5),
    }  # fmt: skip


def _split_lines(given: Facts, name: str) -> None:
    given[name] = [line.strip() for line in str(given.get(name) or "").splitlines() if line.strip()]


def _registered(opened: Opened, given: Facts) -> Facts:
    _split_lines(given, "items")
    if given["items"] == _items_text(opened).splitlines():
        del given["items"]  # as they stood: nothing is rewritten
    return given


_WISH = ("description", "features", "wanted_form", "way")


def _amend(opened: Opened) -> Fields:
    case = opened.case
    earlier = earlier_of(case).filter(arrived__lte=case.arrived)
    return {
        "reason": text("更正的理由", 300, "记入留痕。"),
        "title": text("申请事项", 120, initial=case.title),
        "description": long("所需信息的内容描述", required=False, initial=case.description),
        "features": text("文号或者其他特征", 1_000, required=False, initial=case.features),
        "wanted_form": choose("获取形式", [(one.value, one.zh) for one in WantedForm],
                              initial=case.wanted_form),
        "way": choose("获取途径", [(one.value, one.zh) for one in Way], initial=case.way),
        "repeats": pick("重复的在先申请", earlier,
                        "同一申请人就相同政府信息提出、已经答复过的申请；不予重复处理须先登记。",
                        required=False, none="不是重复申请", label_of=_numbered_title),
        "drill": tick("检查用申请（暗访）", "不计入年度报告表三。", initial=case.drill),
    }  # fmt: skip


def _numbered_title(case: Case) -> str:
    return f"{case.number} {case.title}"


def _amended(opened: Opened, given: Facts) -> Facts:
    case = opened.case
    same = all(str(given[name] or "").replace("\r\n", "\n").strip() == getattr(case, name).strip()
               for name in _WISH)  # fmt: skip
    if same:
        for name in _WISH:
            del given[name]
    if given["title"] == case.title:
        del given["title"]
    if given.get("repeats") == case.repeats:
        del given["repeats"]
    given["assistance"] = case.assistance
    return given


def _split(opened: Opened) -> Fields:
    count = len(opened.items)
    groups = [(str(n), f"第{n}件") for n in range(1, count + 1)]
    fields: dict[str, Any] = {
        f"g{item.order}": buttons(
            f"第{item.order}项：{' '.join(item.text.split())[:80]}", groups, initial="1"
        )
        for item in opened.items
    }
    return {**fields, "reason": text("分立的理由", 300, initial="一事一申请")}


def _grouped(opened: Opened, given: Facts) -> Facts:
    groups: dict[str, list[int]] = {}
    for item in opened.items:
        groups.setdefault(given.pop(f"g{item.order}"), []).append(item.order)
    given["groups"] = [groups[key] for key in sorted(groups, key=int)]
    return given


# sections -----------------------------------------------------------------------------------------


def _assign(opened: Opened) -> Fields:
    have = [one.section_id for one in opened.sections]
    return {
        "sections": several("承办科室", open_sections(opened).exclude(pk__in=have),
                            "第一个为牵头科室。"),
        "due": day(opened, "内部期限", "不填按办理设置计算；应当早于答复期限。",
                   required=False, filled=False),
        "note": text("转办说明", 300, required=False),
    }  # fmt: skip


def _opine(opened: Opened) -> Fields:
    section = opened.actor.section
    fields: dict[str, Any] = {}
    if section is None and len(opened.sections) > 1:
        rows = Assignment.objects.filter(case=opened.case, recalled=None).select_related("section")
        fields["assignment"] = pick("代表的科室", rows, label_of=lambda one: one.section.name)
    return {
        **fields,
        "opinion": buttons("科室意见", [(one.value, one.zh) for one in Opinion]),
        "basis": long("依据和理由", "写明依据的条款和事实；相关材料在办件页上传。", rows=6),
    }  # fmt: skip


def _recall(opened: Opened) -> Fields:
    rows = Assignment.objects.filter(case=opened.case, recalled=None).select_related("section")
    return {
        "assignment": pick("科室", rows, label_of=lambda one: one.section.name),
        "reason": text("收回的理由", 300),
    }  # fmt: skip


# others who are asked -----------------------------------------------------------------------------


def _consult(opened: Opened) -> Fields:
    return {
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
    return {
        "day": day(opened, "收到理由的日期"),
        "text": long("申请人说明的理由", "照录。", rows=6, limit=4_000),
    }


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


# the fee ------------------------------------------------------------------------------------------


def _notify_fee(opened: Opened) -> Fields:
    return {
        "manner": choose("提供信息的方式", [(one.value, one.zh) for one in Manner],
                         "决定是否可以按量计收。", initial=Manner.COPIES.value),
        "pages": number("页数", 0, 1_000_000, "按量计收的填写。", required=False, initial=0),
        "method_of_fee": buttons("计收方式", [(one.value, one.zh) for one in Method],
                                 "一件申请只能选一种方式；也可以不收。"),
        "how_to_pay": long("缴纳方式", required=False, initial=desk_of(opened).payment, rows=3),
        **sending(opened),
    }  # fmt: skip


def _fee_beside(opened: Opened, form: WorkForm) -> Facts:
    """Both methods reckoned for what is in the form, before anything is chosen."""
    case = opened.case
    if case.received is None:
        return {}
    mine, month = numbered(case)
    manner, pages = form["manner"].value(), form["pages"].value()
    plain = str(pages or "0").strip()
    count = min(int(plain), 1_000_000) if plain.isdecimal() and len(plain) < 10 else 0
    known = manner in Manner._value2member_map_
    found = compare(mine.first, count, Manner(manner) if known else Manner.NOTHING, case.received,
                    mine.filed.items)  # fmt: skip
    return {"fee": found, "mine": mine, "month": month, "pages": count}


def _receive_payment(opened: Opened) -> Fields:
    fee = opened.case.fee
    return {
        "day": day(opened, "缴费完成日期"),
        "amount": number(
            "实收金额（元）", 0, 10_000_000, f"应收{fee}元，缴清之后才能登记。", initial=fee
        ),
        "receipt": text("财政票据号码", 100),
    }


# ends ---------------------------------------------------------------------------------------------


def _record_service(opened: Opened) -> Fields:
    rows = Service.objects.filter(paper__case=opened.case, reached=None).select_related("paper")
    fields: dict[str, Any] = {
        "service": pick("文书", rows, label_of=_service),
        "reached": day(opened, "签收日期", required=False),
        "returned": day(opened, "退回日期", "邮件被退回的填写，不再登记签收。", required=False,
                        filled=False),
        "receiver": text("签收人", 60, required=False),
        "note": text("说明", 300, required=False),
    }  # fmt: skip
    if len(opened.services) == 1:
        fields["service"].initial = opened.services[0].pk
    return fields


def _service(one: Service) -> str:
    number = f" {one.tracking}" if one.tracking else ""
    return f"{one.paper.get_notice_display()}（{one.sent}发出{number}）"


def _withdraw(opened: Opened) -> Fields:
    return {
        "day": day(opened, "撤回日期"),
        "reason": text("撤回的凭证", 300, "如“申请人书面撤回，见附件”“电话确认，某时某分”。"),
    }


def _redo(opened: Opened) -> Fields:
    rows = Dispute.objects.filter(case=opened.case)
    return {
        "dispute": pick("复议、诉讼案件", rows),
        "day": day(opened, "收到复议决定、判决的日期", "重新答复的期限自这一天起算。"),
    }


def _correction_until(opened: Opened) -> str:
    until = opened.application.correction_until
    return f"补正期限至{until}。" if until else ""


def _kept(opened: Opened) -> tuple[str, ...]:
    """The periods for which a file may be kept, the shortest first."""
    return RETENTIONS.on(opened.today).value[::-1]


WORK: dict[Verb, Asked] = {
    Verb.CONFIRM: Asked(
        lambda opened: {
            "confirmed": day(opened, "双方确认日期"),
            "evidence": text("确认的方式和对象", 300, "如“某时某分电话联系申请人本人确认”。"),
        },
        "确认之日为收到申请之日，答复期限自次日起计算；网上自动回执不等于双方确认。",
    ),
    Verb.REGISTER: Asked(
        _register, "登记以后转办科室或者由工作机构直接办理；登记的人员和时间记入办件。",
        facts=_registered,
    ),
    Verb.AMEND: Asked(
        _amend, "原来登记的内容保留在留痕中；改变申请人请在“更正申请人”一栏重新填写全部申请人。",
        facts=_amended, template="cases/amend.html", people=True,
    ),
    Verb.SPLIT: Asked(
        _split, "每一件单独编号、计算期限、计数；申请人、渠道和收到日期不变。不能合并回来。",
        facts=_grouped, help=("一件申请包含几件不相干的事的，可以分立；同一组的内容留在同一件。",),
    ),
    Verb.ASSIGN: Asked(
        _assign, "科室人员随即收到消息，可以看到申请内容；征求本机关科室的意见不停止计算期限。"
    ),
    Verb.RECALL: Asked(_recall, "该科室不再看到这件申请；已提出的意见和收回的理由保留。"),
    Verb.KEEP: Asked(
        lambda opened: {"skip": text("不转办科室的理由", 300)},
        "由工作机构直接拟定处理决定；理由记入办件。",
    ),
    Verb.OPINE: Asked(
        _opine, "全部承办科室都提出意见以后，进入拟办；答复送审以前可以再改。", show=("wish",)
    ),
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
        "补正告知书随即编号、定稿、发出。应当自收到申请之日起7个工作日内一次性告知；收到补正后，"
        "答复期限重新计算；申请人无正当理由逾期不补正的，视为放弃申请。",
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
    Verb.NOTIFY_FEE: Asked(
        _notify_fee,
        "收费通知书随即编号、定稿、发出；答复期限暂停，自缴费完成的次日起重新计算。收费不是必须。",
        template="cases/fee.html", beside=_fee_beside,
    ),
    Verb.RECEIVE_PAYMENT: Asked(_receive_payment, "答复期限自缴费完成的次日起重新计算。"),
    Verb.LAPSE_PAYMENT: Asked(
        consequence="视为放弃申请，本机关不再处理；这件申请办结，计入表三（六）其他处理。不能恢复。",
        danger=True,
    ),
    Verb.RECORD_SERVICE: Asked(
        _record_service, "签收日期决定有关期限从哪一天起算；以该文书为起点的期限随即重新计算。"
    ),
    Verb.WITHDRAW: Asked(
        _withdraw, "这件申请办结，计入表三（六）其他处理；没有发出的文书作废。不能恢复。",
        danger=True,
    ),
    Verb.ARCHIVE: Asked(
        lambda opened: {
            "retention": buttons("保管期限", [(one, one) for one in _kept(opened)],
                                 initial=_kept(opened)[0]),
        },
        "全部文书和材料连同目录、校验值封存为案卷；归档以后不能再添加材料或者改动。",
    ),
    Verb.UNMASK: Asked(
        lambda opened: {
            "reason": text("查看的理由", 200, "如“邮寄答复书”“电话联系补正”。"),
        }
    ),
    Verb.REDO: Asked(
        _redo,
        "生成一件新的办件，申请人和申请内容相同，期限自收到决定、判决之日起算；不重复计入表三。",
    ),
}  # fmt: skip
