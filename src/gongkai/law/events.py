"""办理记录: what happened to an application, and what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.law.moves import Verb
from gongkai.law.periods import Consulted, Silence
from gongkai.sources import Article

__all__ = ["Consultation", "Event", "Fault"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day; which further facts it needs depends on the verb."""

    verb: Verb
    day: date  # the body's letter left, or the other side's came in
    served: date | None = None  # the letter reached the other side; of a notice, else the same day
    days: int = 0  # working days set: for correction, of extension
    until: date | None = None  # 延迟答复 until
    who: Consulted | None = None  # consulted
    key: str = ""  # which consultation
    silent: bool = False  # a consultation ends because its limit passed without an answer
    by: str = ""  # approver of the extension: 工作机构负责人
    reason: str = ""  # 正当理由 of an applicant who corrects late


@dataclass(frozen=True, slots=True)
class Fault:
    """What the body did against the law without losing the act: a sentence and its article."""

    day: date
    what: str
    article: Article


@dataclass(frozen=True, slots=True)
class Consultation:
    """One letter to a third party or another body; `ended` when the answer came or time ran out."""

    key: str
    who: Consulted
    sent: date
    received: date | None
    limit: date | None = None  # last day for the answer, once the day of receipt is known
    ended: date | None = None
    silence: Silence | None = None  # what it means that no answer came
