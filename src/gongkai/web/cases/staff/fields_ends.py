"""收费、送达、办结的表单: the fee, what became of letters, how a case ends."""

from __future__ import annotations

from typing import Any

from gongkai.law.archiving import RETENTIONS
from gongkai.law.fees.choice import Manner, compare
from gongkai.law.fees.tariff import Method
from gongkai.web.cases.actions.fees import numbered
from gongkai.web.cases.moves import Verb
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
    sending,
    text,
)
from gongkai.web.cases.staff.opened import Opened
from gongkai.web.workbench.forms import WorkForm

__all__ = ["ENDS"]

# the fee ------------------------------------------------------------------------------------------


def _notify_fee(opened: Opened) -> Fields:
    most = max(1, len(opened.items))
    return {
        "manner": choose("提供信息的方式", [(one.value, one.zh) for one in Manner],
                         "决定是否可以按量计收。", initial=Manner.COPIES.value),
        "units": number("件数", 1, most, "按件计收的：多项内容可以按“一事一申请”以合理的最小单位"
                        f"拆分计件，本件有{most}项；不拆分的计1件。", required=False, initial=1),
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
    manner = form["manner"].value()
    count = _typed(form["pages"].value(), 1_000_000)
    mine, month = numbered(case, _typed(form["units"].value(), max(1, len(opened.items))) or 1)
    known = manner in Manner._value2member_map_
    found = compare(mine.first, count, Manner(manner) if known else Manner.NOTHING, case.received,
                    mine.filed.items)  # fmt: skip
    return {"fee": found, "mine": mine, "month": month, "pages": count}


def _typed(value: Any, most: int) -> int:
    plain = str(value or "0").strip()
    return min(int(plain), most) if plain.isdecimal() and len(plain) < 10 else 0


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


def _withdraw(opened: Opened) -> Fields:
    return {
        "day": day(opened, "撤回日期"),
        "reason": text("撤回的凭证", 300, "如“申请人书面撤回，见附件”“电话确认，某时某分”。"),
    }


def _kept(opened: Opened) -> tuple[str, ...]:
    """The periods for which a file may be kept, the shortest first."""
    return RETENTIONS.on(opened.today).value[::-1]


ENDS: dict[Verb, Asked] = {
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
}  # fmt: skip
