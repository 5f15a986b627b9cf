"""送达: on which day a reply counts as given, and whether that is in time (235号解释)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from gongkai.errors import BadInput, LawError
from gongkai.law.in_force import InForce, Version
from gongkai.sources import POSTAL_LAW, R2019, SERVICE_2016, Article

__all__ = ["Carrier", "Service", "ServiceMethod", "check_dispatch", "serve", "served_again"]


class ServiceMethod(StrEnum):
    """How a document reaches the applicant."""

    DIRECT = "direct"
    ENTRUSTED = "entrusted"
    POST = "post"
    ELECTRONIC = "electronic"

    @property
    def zh(self) -> str:
        """The word for it."""
        return _ZH[self]


class Carrier(StrEnum):
    """Who carries the mail."""

    POSTAL_ENTERPRISE = "postal-enterprise"
    COURIER = "courier"


_ZH = {
    ServiceMethod.DIRECT: "直接送达",
    ServiceMethod.ENTRUSTED: "委托送达",
    ServiceMethod.POST: "邮寄送达",
    ServiceMethod.ELECTRONIC: "网络送达",
}

SERVICE_DAY = InForce(
    "service_day",
    "答复之日：直接、委托送达为签收之日，邮寄为交邮之日",
    "规则",
    (Version(date(2016, 9, 14), "signed or posted", Article(SERVICE_2016)),),
)
ELECTRONIC_DAY = InForce(
    "electronic_service_day",
    "网络送达的答复之日为发出之日",
    "规则",
    (
        Version(
            date(2019, 5, 15),
            "sent",
            Article(R2019, 36),
            confirmed=False,
            note="法无明文；以系统发出答复的时间为准，并附加盖印章的电子公文",
        ),
    ),
)
POSTAL_ENTERPRISE_ONLY = InForce(
    "postal_enterprise_only",
    "邮寄公文只能通过邮政企业",
    "规则",
    (Version(date(2016, 9, 14), True, Article(POSTAL_LAW, 55)),),
)
DISPATCH_ON_EVIDENCE = InForce(
    "dispatch_on_evidence",
    "登记之前已经发出的，凭邮政收据等凭证认定发出之日",
    "规则",
    (
        Version(
            date(2016, 9, 14),
            True,
            Article(SERVICE_2016),
            confirmed=False,
            note="解释只说以交邮之日、签收之日为准；没有凭证的，以登记发出之日为准，不得倒填",
        ),
    ),
)
RETURNED_BY_FAULT = InForce(
    "returned_by_fault",
    "因行政机关的原因退回的，以重新发出之日为答复之日",
    "规则",
    (
        Version(
            date(2016, 9, 14),
            True,
            Article(SERVICE_2016),
            confirmed=False,
            note="解释没有说到退回。按申请人留的地址寄出而退回的，仍以第一次交邮之日为准；"
            "写错地址等机关自己的原因，不应由申请人承担",
        ),
    ),
)
PARAMETERS: tuple[InForce[Any], ...] = (
    SERVICE_DAY,
    ELECTRONIC_DAY,
    POSTAL_ENTERPRISE_ONLY,
    DISPATCH_ON_EVIDENCE,
    RETURNED_BY_FAULT,
)


@dataclass(frozen=True, slots=True)
class Service:
    """The day that counts for the body, that from which the applicant's remedies run, and faults.

    `in_time` is None when no due date was given or the day is not known yet.
    """

    method: ServiceMethod
    replied: date | None
    known: date | None
    in_time: bool | None
    article: Article
    faults: tuple[str, ...] = ()


def serve(
    method: ServiceMethod,
    *,
    sent: date,
    signed: date | None = None,
    due: date | None = None,
    carrier: Carrier = Carrier.POSTAL_ENTERPRISE,
) -> Service:
    """Judge the service of a reply: `sent` is the day of posting, sending or setting out."""
    if signed is not None and signed < sent:
        raise BadInput(f"签收日 {signed} 早于发出日 {sent}；请核对两个日期")
    faults: list[str] = []
    article = SERVICE_DAY.versions[0].article
    if method in (ServiceMethod.DIRECT, ServiceMethod.ENTRUSTED):
        replied = known = signed
        if signed is None:
            faults.append(f"{method.zh}以签收之日为准，尚无签收日期")
    elif method is ServiceMethod.POST:
        replied, known = sent, signed
        if carrier is not Carrier.POSTAL_ENTERPRISE:
            faults.append(
                "公文须通过邮政企业寄递，不得交其他快递企业"
                f"（{POSTAL_ENTERPRISE_ONLY.versions[0].article}）；请改用邮政企业重新寄送"
            )
    else:
        replied, known = sent, signed or sent
        article = ELECTRONIC_DAY.versions[0].article
    in_time = None if due is None or replied is None else replied <= due
    if in_time is False:
        faults.append(f"{method.zh}的答复之日 {replied} 晚于期限 {due}")
    return Service(method, replied, known, in_time, article, tuple(faults))


def check_dispatch(
    sent: date, recorded: date, *, evidence: str = "", dated: date | None = None
) -> None:
    """LawError for a day of dispatch that is claimed and not proved.

    `recorded` is the day on which it is entered: a letter that left before has something to show
    for it (`evidence`), and none left before it was dated.
    """
    article = DISPATCH_ON_EVIDENCE.versions[0].article
    if dated is not None and sent < dated:
        raise LawError(f"发出日期 {sent} 早于文书的成文日期 {dated}；请核对", article)
    if sent < recorded and not evidence:
        raise LawError(
            f"发出日期 {sent} 早于登记之日 {recorded}，没有凭证不能认定；请以登记之日登记发出，"
            "此前确已发出的，再凭邮政收据等凭证在“登记送达”中写明实际发出日期",
            article,
        )


def served_again(first: Service, second: Service, *, by_fault: bool) -> Service:
    """What counts after a letter came back and was sent again.

    The applicant knows of it from the second service. The body has answered with the first, unless
    the letter came back `by_fault` of its own.
    """
    if by_fault or first.replied is None:
        return second
    others = second.faults[:-1] if second.in_time is False else second.faults  # the last: too late
    return replace(
        second, replied=first.replied, in_time=first.in_time, faults=(*first.faults, *others)
    )
