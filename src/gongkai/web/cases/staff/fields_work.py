"""接收、登记、转办的表单: receiving, registration, what the sections do."""

from __future__ import annotations

from typing import Any

from gongkai.web.cases.models import Assignment, Case, WantedForm, Way
from gongkai.web.cases.models.work import Opinion
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.people import earlier_of
from gongkai.web.cases.staff.asked import (
    Asked,
    Facts,
    Fields,
    buttons,
    choose,
    day,
    long,
    open_sections,
    pick,
    several,
    text,
    tick,
    unchanged,
)
from gongkai.web.cases.staff.fields_records import amend_claim, amended_claim
from gongkai.web.cases.staff.opened import Opened

__all__ = ["WORK"]

# receipt, registration ----------------------------------------------------------------------------


def _items_text(opened: Opened) -> str:
    return "\n".join(" ".join(item.text.split()) for item in opened.items)


def _register(opened: Opened) -> Fields:
    if opened.case.rectifies:
        return {
            "title": text(
                "申请事项",
                120,
                "显示在列表和提醒中；概括写明要更正哪一条记录，不写"
                "申请人的姓名、证件号码和联系方式。",
                initial=opened.case.title,
            )
        }
    return {
        "title": text("申请事项", 120, "显示在列表和提醒中；概括写明要什么信息，不写申请人的姓名、"
                      "证件号码和联系方式。", initial=opened.case.title),
        "items": long("逐项内容", "一行一项；每一项分别作出处理决定，整件只计一个统计结果。",
                      initial=_items_text(opened), rows=5),
    }  # fmt: skip


def _split_lines(given: Facts, name: str) -> None:
    given[name] = [line.strip() for line in str(given.get(name) or "").splitlines() if line.strip()]


def _registered(opened: Opened, given: Facts) -> Facts:
    if opened.case.rectifies:
        return given
    _split_lines(given, "items")
    if given["items"] == _items_text(opened).splitlines():
        del given["items"]  # as they stood: nothing is rewritten
    return given


_WISH = ("description", "features", "wanted_form", "way")


def _amend(opened: Opened) -> Fields:
    case = opened.case
    if case.rectifies:
        return amend_claim(opened)
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
    }  # fmt: skip


def _mark_drill(opened: Opened) -> Fields:
    case = opened.case
    return {
        "drill": tick("检查用申请（暗访）", "不再是的，取消勾选。", initial=not case.drill),
        "notice": text("组织检查的机关和通知文号", 200,
                       "如“云州市人民政府办公厅，云政办函〔2026〕1号”。",
                       required=False, initial=case.drill_notice),
        "reason": text("理由", 300, "记入留痕。"),
    }  # fmt: skip


def _numbered_title(case: Case) -> str:
    return f"{case.number} {case.title}"


def _amended(opened: Opened, given: Facts) -> Facts:
    case = opened.case
    if case.rectifies:
        return amended_claim(opened, given)
    if all(unchanged(given, name, getattr(case, name)) for name in _WISH):
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
        danger=True,
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
    Verb.UNMASK: Asked(
        lambda opened: {
            "reason": text("查看的理由", 200, "如“邮寄答复书”“电话联系补正”。"),
        }
    ),
    Verb.MARK_DRILL: Asked(
        _mark_drill, "检查用的申请照常办理、答复，不计入年度报告表三、表四；编号和检查通知列在台账"
        "统计和年度报告的说明里。接收、登记这件申请的人不能办。",
    ),
}  # fmt: skip
