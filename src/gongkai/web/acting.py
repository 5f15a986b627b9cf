"""One verb, one action: may → move → law → save → log → tell.

Pages, the API, commands, imports and tests call `perform`; nothing else writes the rows that an
action guards. A refusal is a sentence for the person who tried, and nothing has been written.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from django.db import OperationalError, models, transaction
from django.dispatch import Signal

from gongkai.errors import GongkaiError
from gongkai.sources import Article
from gongkai.web.audit import chain, verbs
from gongkai.web.audit.actor import Actor

__all__ = ["Act", "Action", "Actor", "Refusal", "Refused", "perform", "performed"]

# sent in the transaction of each act once it is saved: verb, act; what a receiver raises undoes it
performed = Signal()

M = TypeVar("M", bound=models.Model)


class Refusal(StrEnum):
    """Why an act was refused."""

    FORBIDDEN = "forbidden"  # this person may not
    STATE = "state"  # not in this state
    LAW = "law"  # the law does not allow it
    INPUT = "input"  # something is missing or impossible
    STALE = "stale"  # somebody else was quicker


class Refused(Exception):
    """An act that is not done; the text is one clear Chinese sentence."""

    def __init__(self, kind: Refusal, sentence: str, article: Article | None = None) -> None:
        self.kind = kind
        self.sentence = sentence
        self.article = article
        super().__init__(sentence)


@dataclass(slots=True)
class Act(Generic[M]):
    """One act under way: who, when, on which row, with which facts.

    `id` is shared by the acts that an act performs in turn.
    """

    actor: Actor
    now: datetime
    row: M
    facts: Mapping[str, Any]
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    article: str = ""


class Action(Generic[M]):
    """One verb on one kind of row; subclasses fill in the five steps that are theirs.

    `logged` names the fields whose change is written into the trace; never personal data. An act
    that only `looks` leaves the row's version: whoever has it open may go on. A class that names
    its verb registers it, and with it the words by which people read the trace.
    """

    verb: ClassVar[str]
    zh: ClassVar[str]
    logged: ClassVar[tuple[str, ...]] = ()
    looks: ClassVar[bool] = False

    def __init_subclass__(cls, **settings: Any) -> None:
        super().__init_subclass__(**settings)
        if "verb" in cls.__dict__:
            verbs.register(cls.verb, cls.zh)

    def may(self, act: Act[M]) -> None:
        """Raise Refused when this person may not do this to this row."""
        raise NotImplementedError

    def move(self, act: Act[M]) -> None:
        """Raise Refused when the row is in no state for it; else note the new state."""

    def law(self, act: Act[M]) -> None:
        """Compute what the law says; LawError and BadInput become refusals, here and elsewhere."""

    def save(self, act: Act[M]) -> None:
        """Write the row and what belongs to it; other acts that follow from it are performed."""
        act.row.save()

    def reason_kept(self, act: Act[M]) -> str:
        """The reason as it goes into the trace, where it stands in the clear and for good."""
        return str(act.facts.get("reason", ""))

    def tell(self, act: Act[M]) -> Iterable[Callable[[], None]]:
        """What is to be sent, queued in the same transaction."""
        return ()


@dataclass(slots=True)
class _Whole:
    """The act that a person began, with the lines of all that follow from it, in order of begin."""

    id: uuid.UUID
    lines: list[chain.Line | None]


_whole: ContextVar[_Whole | None] = ContextVar("whole", default=None)


def perform(
    action: Action[M],
    actor: Actor,
    row: M,
    *,
    now: datetime,
    version: int | None = None,
    **facts: Any,
) -> M:
    """Do it wholly or not at all; raises Refused.

    An existing row is read again under a lock. `version` is the one that the person saw: when
    another has changed the row since, nothing is overwritten and the person is told.

    An action may perform others from `save`; all share one id and one transaction. Their lines are
    added to the trace at the very end: who holds the end of the chain waits for nobody, so two acts
    never wait for each other there.
    """
    whole = _whole.get()
    if whole is not None:
        with transaction.atomic():
            return _step(whole, action, actor, row, now, version, facts)
    whole = _Whole(uuid.uuid4(), [])
    token = _whole.set(whole)
    try:
        with transaction.atomic():
            row = _step(whole, action, actor, row, now, version, facts)
            chain.append_all([line for line in whole.lines if line is not None], now)
    except OperationalError as problem:
        if not _waited_in_vain(problem):
            raise
        raise Refused(
            Refusal.STALE, "别人正在改动同样的内容；您的操作没有保存，请稍候再试一次"
        ) from problem
    finally:
        _whole.reset(token)
    return row


def _step(
    whole: _Whole,
    action: Action[M],
    actor: Actor,
    row: M,
    now: datetime,
    version: int | None,
    facts: Mapping[str, Any],
) -> M:
    """One act of the whole; refused, it leaves neither rows nor lines, and the caller may go on."""
    place, key, mine, adding = len(whole.lines), row.pk, row, row._state.adding
    whole.lines.append(None)
    try:
        existing = _locked(row) if key is not None else None
        if existing is not None:
            row = existing
            _compare(row, version)
        act = Act(actor, now, row, facts, whole.id)
        before = _state(action, row) if existing is not None else {}
        action.may(act)
        action.move(act)
        action.law(act)
        if existing is not None and not action.looks:
            _count_up(row)
        action.save(act)
        gone = row.pk is None
        after = {} if gone else _state(action, row)
        whole.lines[place] = chain.Line(
            act=whole.id,
            actor=actor.id,
            actor_name=actor.name,
            role=actor.role,
            agency=actor.agency,
            agency_name=actor.agency_name,
            verb=action.verb,
            kind=row._meta.label_lower,
            object=str(key if gone else row.pk),
            label=str(row)[:300],
            before={name: v for name, v in before.items() if gone or after[name] != v},
            after={name: v for name, v in after.items() if not before or before[name] != v},
            reason=action.reason_kept(act),
            article=act.article,
            address=actor.address,
        )
        for queue in action.tell(act):
            queue()
        performed.send(type(action), verb=action.verb, act=act)
    except BaseException as problem:
        del whole.lines[place:]
        if adding:  # the caller's own object: it is not in the database after all
            mine.pk, mine._state.adding = key, True
        if isinstance(problem, GongkaiError):
            article = getattr(problem, "article", None)
            kind = Refusal.LAW if article else Refusal.INPUT
            raise Refused(kind, str(problem), article) from problem
        raise
    return row


def _locked(row: M) -> M | None:
    """The row as it is now, under a lock; None for a new one with a key of its own choice."""
    # the lock leaves others free to point to the row
    rows = type(row)._base_manager.select_for_update(no_key=True)
    found: M | None = rows.filter(pk=row.pk).first()
    if found is None and not row._state.adding:
        raise Refused(Refusal.STALE, f"“{row}”已经不存在；请回到列表")
    return found


def _compare(row: models.Model, version: int | None) -> None:
    present = getattr(row, "version", None)
    if version is not None and present is not None and version != present:
        raise Refused(
            Refusal.STALE,
            f"“{row}”刚被别人改过；您的改动没有保存，请刷新页面看过之后再改",
        )


def _count_up(row: models.Model) -> None:
    """The next version, in the database too, whichever fields the action will save."""
    if hasattr(row, "version"):
        row.version += 1
        type(row)._base_manager.filter(pk=row.pk).update(version=row.version)


def _state(action: Action[M], row: M) -> dict[str, Any]:
    """The logged fields, as the database would give them back."""
    fields: list[Any] = [row._meta.get_field(name) for name in action.logged]
    return {each.name: each.to_python(getattr(row, each.attname)) for each in fields}


def _waited_in_vain(problem: OperationalError) -> bool:
    """Another had the lock for too long, or each waited for the other."""
    cause = problem.__cause__
    if getattr(cause, "sqlstate", None) in ("40P01", "40001", "55P03"):
        return True
    return getattr(cause, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
