"""送达的事实: how and when a letter left and reached, read once for every act that sends one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from gongkai.errors import BadInput
from gongkai.law.service import (
    Carrier,
    Service,
    ServiceMethod,
    check_dispatch,
    serve,
    served_again,
)
from gongkai.web.acting import Act
from gongkai.web.agencies import facts
from gongkai.web.cases.days import past_day, today
from gongkai.web.cases.models import Case, Paper
from gongkai.web.cases.models import Service as ServiceRow

__all__ = ["TOLD", "Sending", "of_sending", "sending_of", "standing", "that_counts"]

TOLD = "told_"  # before the facts of a second letter, which tells the applicant of the first
_FACTS = frozenset({
    "method", "sent", "reached", "carrier", "tracking", "to", "receiver", "note",
})  # fmt: skip


def of_sending(name: str) -> bool:
    """Whether a fact tells how a letter leaves, not what it says."""
    return name.removeprefix(TOLD) in _FACTS


@dataclass(frozen=True, slots=True)
class Sending:
    """How a letter goes out: `sent` is the day of posting, sending or handing over."""

    method: ServiceMethod
    sent: date
    reached: date | None
    carrier: Carrier
    tracking: str
    to: str
    receiver: str
    note: str

    def judged(self, due: date | None = None) -> Service:
        """The day that counts, by law."""
        return serve(
            self.method, sent=self.sent, signed=self.reached, due=due, carrier=self.carrier
        )

    def row(self, act: Act[Case], paper: Paper) -> ServiceRow:
        """As it is kept (送达回证)."""
        row = self.made(act, paper)
        row.save()
        return row

    def made(self, act: Act[Case], paper: Paper) -> ServiceRow:
        """The same, not saved yet."""
        posted = self.method is ServiceMethod.POST
        return ServiceRow(
            paper=paper, method=self.method.value, carrier=self.carrier.value if posted else "",
            tracking=self.tracking, sent=self.sent, reached=self.reached, to=self.to,
            receiver=self.receiver, note=self.note, at=act.now, actor=act.actor.name,
        )  # fmt: skip


def sending_of(act: Act[Case], prefix: str = "", otherwise: str = "") -> Sending:
    """From the facts method, sent (today), reached, carrier, tracking, to, receiver, note.

    `prefix` before their names tells a second letter from the first, `otherwise` is its method
    unless told. A letter by post goes through the postal enterprise and has its number (235号解释).
    It leaves on the day on which that is entered: that it left before is proved when its service is
    recorded (`RecordService`), and never makes a letter older than it is.
    """
    given = {key.removeprefix(prefix): value for key, value in act.facts.items()
             if key.startswith(prefix)}  # fmt: skip
    text = str(given.get("method") or otherwise)
    if text not in ServiceMethod._value2member_map_:
        names = "、".join(method.zh for method in ServiceMethod)
        raise BadInput(f"没有选择送达方式；请在以下各项中选择：{names}")
    method = ServiceMethod(text)
    sent = past_day(act, f"{prefix}sent", "发出（交邮）日期")
    check_dispatch(sent, today(act))
    reached = past_day(act, f"{prefix}reached", "签收日期") if given.get("reached") else None
    if method in (ServiceMethod.DIRECT, ServiceMethod.ENTRUSTED) and reached is None:
        reached = sent if method is ServiceMethod.DIRECT else None
    if method is ServiceMethod.ELECTRONIC:
        reached = reached or sent
    tracking = facts.word(given, "tracking", "邮件编号", 60, needed=method is ServiceMethod.POST)
    by = str(given.get("carrier") or Carrier.POSTAL_ENTERPRISE.value)
    if by not in Carrier._value2member_map_:
        raise BadInput("没有这一种寄递方式；请重新选择寄递企业")
    carrier = Carrier(by)
    sending = Sending(
        method, sent, reached, carrier, tracking,
        facts.word(given, "to", "送达地址", 200, needed=False),
        facts.word(given, "receiver", "签收人", 60, needed=False),
        facts.word(given, "note", "说明", 300, needed=False),
    )  # fmt: skip
    if method is ServiceMethod.POST and carrier is not Carrier.POSTAL_ENTERPRISE:
        raise BadInput(sending.judged().faults[0])
    return sending


def _judged(row: ServiceRow) -> Service:
    """One service, by law; what came back is not known to the other side."""
    carrier = Carrier(row.carrier) if row.carrier else Carrier.POSTAL_ENTERPRISE
    found = serve(ServiceMethod(row.method), sent=row.sent, signed=row.reached, carrier=carrier)
    return found if row.returned is None else replace(found, known=None)


def standing(services: Sequence[ServiceRow]) -> Service:
    """What counts of all services of a letter, in their order."""
    judged = _judged(services[0])
    for before, row in zip(services, services[1:], strict=False):
        judged = served_again(judged, _judged(row), by_fault=before.by_fault)
    return judged


def that_counts(services: Sequence[ServiceRow]) -> ServiceRow:
    """The service with which the body has done its part: the first, or the one after its fault."""
    found = services[0]
    for before, row in zip(services, services[1:], strict=False):
        found = row if before.by_fault else found
    return found
