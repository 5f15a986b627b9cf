"""样例办件的后续: claims, proposals, letters that wait or came back; all invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.law.publishing import Ground
from gongkai.web.cases import city_facts as of
from gongkai.web.cases.models import Case, Service
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.policies import applicant_of

if TYPE_CHECKING:
    from gongkai.web.cases.city import People

__all__ = [
    "ask_by_post",
    "ask_reasons",
    "come_back",
    "give_reasons",
    "propose_publication",
    "propose_to_charge",
]


def ask_by_post(desk: People, case: Case) -> Case:
    """The wish is not clear; the letter goes by post."""
    desk.later(2)
    return desk.do(
        Verb.ASK_CORRECTION, case, items="所需信息的名称或者文号",
        guidance="请写明需要哪一年度的文件", days=15, method="post", tracking="XA00000000001",
    )  # fmt: skip


def come_back(desk: People, case: Case) -> Case:
    """The post brings it back."""
    desk.later(2)
    service = Service.objects.get(paper__case=case)
    return desk.do(Verb.RECORD_SERVICE, case, service=service, returned=desk.day)


def propose_to_charge(desk: People, case: Case) -> Case:
    """Many pages; the notice waits for its signature."""
    desk.later(2)
    return desk.do(
        Verb.PROPOSE_LETTER, case, letter=Verb.NOTIFY_FEE.value,
        method_of_fee="charge_per_page", manner="copies", pages=410,
    )  # fmt: skip


def ask_reasons(desk: People, case: Case) -> Case:
    """Number and frequency are plainly beyond what is reasonable."""
    desk.later(1)
    return desk.do(Verb.ASK_REASONS, case, counts="本月第12件，内容均为同一事项", **of.HAND)


def give_reasons(desk: People, case: Case) -> Case:
    """The applicant explains on line."""
    desk.later(1)
    text = "各件所需的年度不同，不能合并为一件"
    return desk.do(Verb.SEND_REASONS, case, applicant_of(case), text=text)


def propose_publication(desk: People, case: Case) -> Case:
    """The applicant thinks that everybody should have it."""
    desk.later(2)
    return desk.do(
        Verb.PROPOSE, case, applicant_of(case), grounds=[Ground.KNOWN.value],
        text="很多企业都要用到，建议公布在网站上",
    )  # fmt: skip
