"""送达、签发文书、重新答复的表单: what became of letters, letters that are signed, a new reply."""

from __future__ import annotations

from typing import Any

from gongkai.law.outcomes import corrected
from gongkai.web.cases.models import Dispute, Letter, Service
from gongkai.web.cases.models.papers import GOING, LetterState
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.staff.asked import (
    Asked,
    Facts,
    Fields,
    day,
    long,
    pick,
    sending,
    text,
    tick,
)
from gongkai.web.cases.staff.lettering import shown_letter
from gongkai.web.cases.staff.opened import Opened
from gongkai.web.workbench.forms import WorkForm

__all__ = ["SENDING"]


def _record_service(opened: Opened) -> Fields:
    # what was sent again is over with; of the rest the day of dispatch may be put right
    rows = Service.objects.filter(paper__case=opened.case, then=None).select_related("paper")
    fields: dict[str, Any] = {
        "service": pick("文书", rows, label_of=_service),
        "reached": day(opened, "签收日期", required=False, filled=False),
        "receiver": text("签收人", 60, required=False),
        "returned": day(opened, "退回日期", "被退回的填写；之后办理“重新送达”。", required=False,
                        filled=False),
        "by_fault": tick("因本机关的原因退回", "如写错地址、收件人；重新发出之日才算发出。"
                         "按申请人留的地址寄出而退回的不勾选。"),
        "sent": day(opened, "实际发出日期", "只在登记之前已经发出的填写，更正发出日期；须有凭证，"
                    "不能早于成文日期。", required=False, filled=False),
        "evidence": text("实际发出日期的凭证", 200, "如“邮政收寄回单 XA…，某月某日某时”。",
                         required=False),
        "note": text("说明", 300, required=False),
    }  # fmt: skip
    if len(opened.services) == 1:
        fields["service"].initial = opened.services[0].pk
    return fields


def _service(one: Service) -> str:
    number = f" {one.tracking}" if one.tracking else ""
    came = "，已签收" if one.reached else "，已退回" if one.returned else ""
    return f"{one.paper.get_notice_display()}（{one.sent}发出{number}{came}）"


def _resend(opened: Opened) -> Fields:
    rows = Service.objects.filter(
        paper__case=opened.case, returned__isnull=False, then=None
    ).select_related("paper")
    fields: dict[str, Any] = {
        "service": pick("退回的文书", rows, label_of=_service), **sending(opened),
        "note": text("说明", 300, "如怎样核实了新的地址。", required=False),
    }  # fmt: skip
    fields["method"].help_text = "换一种方式，或者核实地址以后再寄；邮寄只能通过邮政企业。"
    found = opened.returned
    if len(found) == 1:
        fields["service"].initial = found[0].pk
    return fields


def _letters(*states: LetterState) -> Any:
    def fields(opened: Opened) -> Fields:
        rows = Letter.objects.filter(case=opened.case, state__in=[one.value for one in states])
        found: dict[str, Any] = {}
        if len([one for one in opened.letters if one.state in states]) > 1:
            found["one"] = pick("文书", rows, label_of=lambda one: one.get_notice_display())
        if LetterState.SIGNED in states:
            found["comment"] = long("退回的理由", "写明需要修改的内容。", rows=3, limit=1_000)
        else:
            found["comment"] = long("签发意见", required=False, initial="同意。", rows=2,
                                    limit=1_000)  # fmt: skip
        return found

    return fields


def _beside(*states: LetterState) -> Any:
    def beside(opened: Opened, form: WorkForm) -> Facts:
        return {"letters": [shown_letter(one) for one in opened.letters if one.state in states]}

    return beside


def _redo(opened: Opened) -> Fields:
    found = [one for one in opened.disputes if corrected(one.outcomes)]
    rows = Dispute.objects.filter(pk__in=[one.pk for one in found])
    ordered = next((one for one in found if one.redo_due), None)
    untimed = "更正没有法定期限，应当及时办理。"
    usual = untimed if opened.case.rectifies else "自收到之日起适用法定期限。"
    fields: dict[str, Any] = {
        "dispute": pick("复议、诉讼案件", rows),
        "day": day(opened, "收到复议决定、判决的日期"),
        "until": day(opened, "决定、判决确定的重新答复期限", "确定了期限的填写，以它为准；没有"
                     f"确定的不填，{usual}", required=False, filled=False),
    }  # fmt: skip
    if ordered is not None:
        fields["dispute"].initial, fields["until"].initial = ordered.pk, ordered.redo_due
    return fields


_WAITS = (LetterState.WAITING,)
_PAGE = "cases/letter.html"

SENDING: dict[Verb, Asked] = {
    Verb.RECORD_SERVICE: Asked(
        _record_service, "签收日期决定有关期限从哪一天起算，以该文书为起点的期限随即重新计算；"
        "更正发出日期的，原日期和凭证记入留痕。",
    ),
    Verb.RESEND: Asked(
        _resend, "记入同一份文书的送达记录；申请人自这一次送达起知道文书的内容，救济和补正、缴费的"
        "期限从这一次送达起算。因本机关的原因退回的，以这一次发出为准。",
        button="登记重新发出",
    ),
    Verb.TELL_LAPSE: Asked(
        lambda opened: sending(opened),
        "视为放弃申请告知书随即编号、定稿、发出，写明救济途径；法律没有要求必须告知。",
    ),
    Verb.SIGN_LETTER: Asked(
        _letters(*_WAITS), "签发以后由提请的人发出；发出时编号、定稿，内容不能再改。",
        template=_PAGE, beside=_beside(*_WAITS), button="签发",
    ),
    Verb.REFUSE_LETTER: Asked(
        _letters(*GOING), "文书不能这样发出；提请的人收到消息，改好以后可以重新提请。",
        template=_PAGE, beside=_beside(*GOING), button="退回", danger=True,
    ),
    Verb.REDO: Asked(
        _redo,
        "生成一件新的办件，申请人和申请内容相同；答复书写明作出依据的决定、判决。不重复计入表三。",
    ),
}  # fmt: skip
