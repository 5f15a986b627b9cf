"""信息处理费: the notice, the payment, the lapse (国办函〔2020〕109号)."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef

from gongkai.errors import BadInput
from gongkai.law import moves as law
from gongkai.law.decisions.codes import check_decision
from gongkai.law.events import Event
from gongkai.law.fees.choice import Manner, choose, compare
from gongkai.law.fees.count import Filed, Numbered, number_items
from gongkai.law.fees.tariff import Method
from gongkai.law.periods import PAYMENT_DAYS
from gongkai.notices import facts as notice_facts
from gongkai.web.acting import Act
from gongkai.web.agencies import facts
from gongkai.web.cases import people
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.actions.ending import close, drop_drafts
from gongkai.web.cases.actions.on_letter import OnLetter
from gongkai.web.cases.days import past_day, today
from gongkai.web.cases.models import Case, Desk, Party, Step
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.on_file import records_of
from gongkai.web.cases.sending import sending_of

__all__ = ["LapsePayment", "NotifyFee", "ReceivePayment", "numbered"]


def numbered(case: Case, units: int | None = None) -> tuple[Numbered, tuple[Numbered, ...]]:
    """This application's place in its applicant's month, and the whole month in order.

    `units`: how many the body counts it for now; without, what it was charged for, else one.
    """
    if case.received is None:
        raise BadInput("还没有确认收到申请，不能计件")
    withdrew = Step.objects.filter(case=OuterRef("pk"), verb=law.Verb.WITHDRAW.value)
    # a reply given anew is no application of the applicant
    same = (
        people.earlier_of(case)
        .filter(received__year=case.received.year, received__month=case.received.month)
        .filter(redoes=None)
        .annotate(withdrew=Exists(withdrew))
        .prefetch_related("parties")
    )
    who = people.applicants_of(case)
    filed = [_filed(case, who, units)]
    filed += [_filed(one, who, withdrew=one.withdrew and not one.fee_paid) for one in same]
    month = number_items(filed)
    mine = next(one for one in month if one.filed.id == case.number)
    return mine, tuple(one for one in month if one.filed.applicants == mine.filed.applicants)


def _filed(one: Case, who: list[Party], units: int | None = None, withdrew: bool = False) -> Filed:
    day = one.received or one.arrived  # the query asks for a receipt
    return Filed(
        one.number, str(one.agency_id), people.together(one, who), day, one.entered,
        units or _items_of(one), withdrawn=withdrew,
    )  # fmt: skip


def _items_of(one: Case) -> int:
    """How many the application counts for: what was charged keeps the number it was charged by."""
    return one.fee_count if one.fee_method == Method.BY_ITEM and one.fee_count else 1


def _place(one: Numbered) -> str:
    if one.first == one.last:
        return f"当月第{one.first}件"
    return f"当月第{one.first}至{one.last}件"


class NotifyFee(OnLetter):
    """收费通知书; facts method (by item or by page), units, pages, manner, how_to_pay, and its way.

    `units`: into how many minimal units several items were split; one when nobody split them.
    """

    does, signable = Verb.NOTIFY_FEE, "T14"
    logged = ("stage", "state", "fee", "fee_method", "due", "clock")

    def check(self, act: Act[Case]) -> Event | None:
        """One method, allowed for this reply; more than nothing."""
        case = act.row
        text = str(act.facts.get("method_of_fee") or "")
        if text not in Method._value2member_map_:
            names = "、".join(method.zh for method in Method)
            raise BadInput(f"没有选择计收方式；请在以下各项中选择：{names}")
        self.method = Method(text)
        manner = facts.kind(act.facts, "manner", "提供信息的方式", Manner)
        pages = act.facts.get("pages") or 0
        if not isinstance(pages, int) or not 0 <= pages <= 1_000_000:
            raise BadInput("页数应是0至1000000之间的整数；请核对")
        if case.received is None:
            raise BadInput("还没有确认收到申请，不能通知收费")
        mine, self.month = numbered(case, self._units(act))
        self.mine = mine
        found = compare(mine.first, pages, manner, case.received, mine.filed.items)
        fee = choose(found, [self.method])
        if fee is None or not fee.total:
            raise BadInput("按这一方式应收0元，不必发出收费通知；请核对件数或者页数")
        self.fee, self.pages = fee, pages
        desk = Desk.objects.filter(agency=case.agency_id).first() or Desk()
        given = facts.lines(act.facts, "how_to_pay", "缴纳方式", 1_000)
        self.how_to_pay = given or desk.payment
        if not self.how_to_pay:
            raise BadInput("没有填写缴纳方式；请填写，或者由管理员在办理设置中统一填写")
        self.sending = sending_of(act)
        return Event(law.Verb.NOTIFY_FEE, self.sending.sent, served=self.sending.reached)

    def _units(self, act: Act[Case]) -> int:
        """No more than the items that were asked for; by page nothing is split."""
        units, most = act.facts.get("units") or 1, max(1, act.row.items.count())
        if not isinstance(units, int) or not 1 <= units <= most:
            raise BadInput(f"件数应是1至{most}之间的整数（本件申请有{most}项内容）；请核对")
        return units if self.method is Method.BY_ITEM else 1

    def changed(self, act: Act[Case]) -> None:
        """What is charged."""
        case = act.row
        case.fee, case.fee_method = self.fee.total, self.method.value
        case.fee_first = self.mine.first
        by_page = self.method is Method.BY_PAGE
        case.fee_count = self.pages if by_page else self.mine.filed.items

    def parts(self, act: Act[Case]) -> tuple[str, dict[str, Any]]:
        """T14 with the list of what was counted."""
        if self.method is Method.BY_PAGE:
            counted = [
                notice_facts.Counted(
                    number=act.row.number,
                    received=self.mine.filed.received,
                    what=act.row.title,
                    amount=f"{self.pages}页，{self.fee.total}元",
                )
            ]
        else:
            titles = dict(
                Case.objects.filter(number__in=[one.filed.id for one in self.month])
                .values_list("number", "title")
            )  # fmt: skip
            counted = [
                notice_facts.Counted(
                    number=one.filed.id, received=one.filed.received,
                    what=f"{titles[one.filed.id]}（{_place(one)}）",
                    amount=f"{self.fee.total}元" if one is self.mine else "不在本次收费之内",
                )
                for one in self.month if one.first <= self.mine.first
            ]  # fmt: skip
        # of a posted notice the last day follows from its receipt, which is not known yet
        until = self.after.fee_until if self.sending.reached else None
        part = notice_facts.FeeFacts(
            fee=self.fee,
            how_to_pay=self.how_to_pay,
            counted=tuple(counted),
            until=until,
            days=PAYMENT_DAYS.on(self.sending.sent).value,
        )
        return "T14", {"fee": part}


class ReceivePayment(OnCase):
    """收到缴费: the clock starts anew the day after; facts day, amount, receipt."""

    does = Verb.RECEIVE_PAYMENT
    logged = ("stage", "state", "fee_paid", "due", "clock")

    def check(self, act: Act[Case]) -> Event | None:
        """In full, with the number of the treasury receipt."""
        case = act.row
        amount = act.facts.get("amount")
        if amount != case.fee:
            raise BadInput(f"应收{case.fee}元，实收{amount or 0}元；缴清之后才能登记，请核对")
        receipt = facts.word(act.facts, "receipt", "财政票据号码", 100)
        case.fee_paid = case.fee
        day = past_day(act, "day", "缴费完成日期")
        return Event(law.Verb.RECEIVE_PAYMENT, day, reason=receipt)


class LapsePayment(OnCase):
    """视为放弃: the time for payment passed (表三（六）2)."""

    does = Verb.LAPSE_PAYMENT
    logged = ("stage", "state", "outcome", "row", "ended")

    def check(self, act: Act[Case]) -> Event | None:
        """After the last day; what the law wants on file is there."""
        day = today(act)
        event = Event(law.Verb.LAPSE_PAYMENT, day)
        self.before.do(event, self.calendar)  # the law of the dates is told first
        self.known_to_have_come(law.Verb.NOTIFY_FEE, "收费通知书")
        check_decision("D62", records_of(act.row, self.before, day), day)
        return event

    def changed(self, act: Act[Case]) -> None:
        """D62."""
        close(act, "D62", today(act))
        drop_drafts(act.row)
