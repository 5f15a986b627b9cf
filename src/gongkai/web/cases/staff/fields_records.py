"""更正与主动公开的表单: a claim under Article 41, a proposal under Article 44."""

from __future__ import annotations

from gongkai.law.publishing import SUGGESTED_DAYS, Ground
from gongkai.law.rectification import ENDINGS, Finding
from gongkai.web.agencies.models import Agency
from gongkai.web.cases import successors
from gongkai.web.cases.claims import RESULTS
from gongkai.web.cases.models import Way
from gongkai.web.cases.models.rectification import Origin
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.staff.asked import (
    Asked,
    Facts,
    Fields,
    buttons,
    choose,
    day,
    long,
    pick,
    ticks,
    unchanged,
)
from gongkai.web.cases.staff.asked import (
    text as line,
)
from gongkai.web.cases.staff.opened import Opened
from gongkai.web.workbench.forms import WorkForm

__all__ = ["RECORDS", "amend_claim", "amended_claim"]

# 更正 --------------------------------------------------------------------------------


def amend_claim(opened: Opened) -> Fields:
    """What was registered of a claim."""
    case, claim = opened.case, opened.case.rectification
    return {
        "reason": line("更正的理由", 300, "记入留痕。"),
        "title": line("申请事项", 120, initial=case.title),
        "features": long("哪一条记录", initial=case.features, limit=1_000, rows=2),
        "description": long("不准确之处和更正要求", initial=case.description),
        "proof": long("证据", required=False, initial=claim.proof, limit=4_000),
        "way": choose("告知书的送达途径", [(one.value, one.zh) for one in Way], initial=case.way),
    }


def amended_claim(opened: Opened, given: Facts) -> Facts:
    """Only what was changed: the rest stands, whatever the stage allows."""
    case = opened.case
    if all(
        unchanged(given, name, getattr(case, name)) for name in ("features", "description", "way")
    ):
        for name in ("features", "description", "way"):
            del given[name]
    if unchanged(given, "proof", case.rectification.proof):
        del given["proof"]
    if given["title"] == case.title:
        del given["title"]
    given["assistance"] = case.assistance
    return given


def _find(opened: Opened) -> Fields:
    claim = opened.case.rectification
    said = "；".join(f"{finding.zh}：“{text}”" for finding, text in RESULTS.items())
    return {
        "finding": buttons("处理结果", [(one.finding.value, one.finding.zh) for one in ENDINGS],
                           initial=claim.finding),
        "grounds": long("审核情况", "写入告知书，接在“经审查，”之后；写明核对了什么、查明什么。",
                        initial=claim.grounds, limit=4_000),
        "result": long("更正结果", f"选择“{Finding.RECTIFIED.zh}”的填写，写明已将什么更正为什么，"
                       f"如“本机关已将该记录由3人更正为4人”；其他结果由系统写明：{said}。",
                       required=False, initial=claim.result, limit=2_000, rows=2),
        "body": line("有权更正的行政机关", 100, "无权更正的填写。", required=False,
                     initial=claim.body),
        "contact": line("其联系方式", 200, "无权更正的填写。", required=False,
                        initial=claim.contact),
        "skip": line("未经科室的理由", 300, "科室没有提出意见而直接拟定的填写。", required=False),
    }  # fmt: skip


def _claim_beside(opened: Opened, form: WorkForm) -> Facts:
    return {"claim": opened.case.rectification}


# 转为主动公开 --------------------------------------------------------------------------------


def _propose(opened: Opened) -> Fields:
    return {
        "origin": buttons("来源", [(one.value, one.zh) for one in Origin]),
        "grounds": ticks("理由", [(one.value, one.zh) for one in Ground],
                         "申请人建议的，至少选择一项（条例第四十四条第二款）。", required=False),
        "text": long("建议内容", required=False, limit=2_000),
        "day": day(opened, "提出日期", "申请人书面、口头建议的，填收到的日期。"),
    }  # fmt: skip


def _examine(opened: Opened) -> Fields:
    days = SUGGESTED_DAYS.on(opened.today).value
    return {
        "accepted": buttons("审核结论", [("1", "属于主动公开范围，纳入主动公开"),
                                     ("0", "不属于主动公开范围，不纳入")],
                            f"纳入的，{days}个工作日内公开。"),
        "reason": long("审核意见", "写明理由；涉及第三方、国家秘密的，先经审查。", limit=2_000),
    }  # fmt: skip


def _examined(opened: Opened, given: Facts) -> Facts:
    given["accepted"] = given["accepted"] == "1"
    return given


def _publish(opened: Opened) -> Fields:
    return {
        "day": day(opened, "公开日期"),
        "place": line("公开的位置", 300, "网址，或者公报、查阅点的名称。"),
    }


# 移交 --------------------------------------------------------------------------------


def _hand_over(opened: Opened) -> Fields:
    known = successors.successors(opened.case.agency, opened.today)
    rows = Agency.objects.filter(pk__in=[one.pk for one in known])
    return {
        "successor": pick("承接的机关", rows, "机构沿革中登记的承接机关。"),
        "reason": line("移交的理由", 300, "如“行政审批职责已划转该局（某号文）”。"),
    }


RECORDS: dict[Verb, Asked] = {
    Verb.HAND_OVER: Asked(
        _hand_over,
        "办件转到承接机关的工作机构，由其重新转办、拟定；答复期限不变，已经发出的文书有效，草稿和处理"
        "决定作废。移交以后本机关不再看到申请内容，登记册中留有记录。不能撤回。",
        danger=True,
    ),
    Verb.FIND: Asked(
        _find, "处理结果经审查、签发、送达以后生效；送审以前可以修改，修改以后须重新生成草稿。"
        "更正没有法定的答复期限，应当及时办理。",
        show=("opinions", "wish"), beside=_claim_beside,
    ),
    Verb.PROPOSE: Asked(
        _propose, "交工作机构负责人审核；申请人在查询页面可以看到审核的结果。", show=("wish",)
    ),
    Verb.EXAMINE_PROPOSAL: Asked(
        _examine, "审核的人员、时间和理由记入办件；认为属于主动公开范围的，应当及时主动公开。",
        facts=_examined, show=("proposal",),
    ),
    Verb.PUBLISH: Asked(_publish, "登记以后，申请人在查询页面可以看到公开的位置。"),
}  # fmt: skip
