"""签发文书: letters that leave only on a second person's signature, where the body wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from gongkai.errors import BadInput
from gongkai.law.documents.notices import notice as named
from gongkai.law.events import Event
from gongkai.law.service import ServiceMethod
from gongkai.notices.model import Notice
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.agencies.roles import Role
from gongkai.web.cases import outgoing, policies
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.days import entered_later, today
from gongkai.web.cases.letters import digest_of
from gongkai.web.cases.models import Case, Desk, Letter, Paper
from gongkai.web.cases.models.papers import GOING, LetterState
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.receivers import at_work_on
from gongkai.web.cases.sending import TOLD, Sending, of_sending
from gongkai.web.messages.telling import in_role, told

__all__ = [
    "BY_LETTER", "OnLetter", "ProposeLetter", "RefuseLetter", "SignLetter", "under_way", "wanted",
]  # fmt: skip

BY_LETTER: dict[Verb, type[OnLetter]] = {}  # the acts that send one, by their verb
# how it leaves is settled when it leaves: a letter of which the receipt is not known yet
_SOMEHOW = {
    f"{whose}{key}": value
    for whose in ("", TOLD)
    for key, value in (("method", ServiceMethod.POST.value), ("tracking", "—"), ("reached", None))
}


def under_way(case: Case, verb: Verb) -> Letter | None:
    """The letter of that act that waits for its signature or has it."""
    return case.letters.filter(verb=verb.value, state__in=GOING).last()


def wanted(case: Case, verb: Verb) -> bool:
    """Whether the body has such letters signed."""
    desk = Desk.objects.filter(agency=case.agency_id).first() or Desk()
    return BY_LETTER[verb].signable in desk.to_sign


class OnLetter(OnCase):
    """An act that sends a letter on the way.

    `signable` is what `Desk.to_sign` calls it. What was signed is sent as it was signed: of the
    facts only those of the sending are asked then.
    """

    signable: ClassVar[str]
    sending: Sending
    signed: Letter | None = None
    drafting = False

    def __init_subclass__(cls, **named: Any) -> None:
        """Known by its verb."""
        super().__init_subclass__(**named)
        if "does" in cls.__dict__:
            BY_LETTER[cls.does] = cls

    def beforehand(self, act: Act[Case]) -> None:
        """What was signed, if it must be; what left on paper was signed there."""
        if not self.drafting and not entered_later(act):
            self.signed = self._signed(act)

    def _signed(self, act: Act[Case]) -> Letter | None:
        found = under_way(act.row, self.does)
        zh = named(self.signable).zh.split("（")[0]
        if found is None:
            if wanted(act.row, self.does):
                raise Refused(
                    Refusal.LAW, f"{zh}须经签发才能发出；请先提请签发", self.row_of_table.article
                )
            return None
        if found.state != LetterState.SIGNED:
            raise Refused(Refusal.STATE, f"{zh}正在等待签发，签发以后才能发出")
        sending = {key: value for key, value in act.facts.items() if of_sending(key)}
        act.facts = {**facts_of(found), **sending}
        if digest_of(drafted(self.does, act, act.facts)) != found.digest:
            raise Refused(
                Refusal.STALE, f"{zh}的内容在签发之后变动过；请由签发人退回，核对后重新提请签发"
            )
        return found

    def parts(self, act: Act[Case]) -> tuple[str, dict[str, Any]]:
        """Which document, and what `outgoing.send` takes for it."""
        raise NotImplementedError

    def write(self, act: Act[Case]) -> Paper | None:
        """The letter leaves."""
        code, parts = self.parts(act)
        signer = self.signed.signer if self.signed else ""
        paper = outgoing.send(act, code, self.sending, signer=signer, **parts)
        if self.signed is not None:
            self.signed.state, self.signed.paper = LetterState.SENT.value, paper
            self.signed.save()
        return paper


def facts_of(letter: Letter) -> dict[str, Any]:
    """The facts of its act, as they were before they were stored."""
    found = dict(letter.facts)
    if found.get("until"):
        found["until"] = date.fromisoformat(found["until"])
    return found


def drafted(verb: Verb, act: Act[Case], given: Mapping[str, Any]) -> Notice:
    """The letter as it would be sent today; refused as the act itself would be."""
    return _draft(verb, act, given)[1]


def _draft(verb: Verb, act: Act[Case], given: Mapping[str, Any]) -> tuple[str, Notice]:
    inner = BY_LETTER[verb]()
    inner.drafting = True
    case = Case.objects.get(pk=act.row.pk)  # what the act would change on the way is thrown away
    told = {key: value for key, value in given.items() if not of_sending(key)}
    tried = Act(act.actor, act.now, case, {**told, **_SOMEHOW})
    inner.move(tried)
    inner.law(tried)
    code, parts = inner.parts(tried)
    return code, outgoing.draft(case, code, today(act), **parts)


class ProposeLetter(OnCase):
    """提请签发: facts letter (the verb of its act), and those of that act but for the sending."""

    does = Verb.PROPOSE_LETTER

    def check(self, act: Act[Case]) -> Event | None:
        """It could be sent as it stands; one at a time."""
        text = str(act.facts.get("letter") or "")
        verb = next((one for one in BY_LETTER if one.value == text), None)
        if verb is None:
            names = "、".join(one.zh for one in BY_LETTER)
            raise BadInput(f"没有选择要提请签发的文书；请在以下各项中选择：{names}")
        policies.may(act.actor, verb, act.row)
        if under_way(act.row, verb) is not None:
            raise Refused(
                Refusal.STATE, f"{named(BY_LETTER[verb].signable).zh}已经提请签发；请等待签发"
            )
        code, notice = _draft(verb, act, act.facts)
        kept: Any = {
            key: value.isoformat() if hasattr(value, "isoformat") else value
            for key, value in act.facts.items()
            if key not in ("letter", "on", "version") and not of_sending(key)
        }
        self.made = Letter(
            case=act.row, verb=verb.value, notice=code, state=LetterState.WAITING.value,
            facts=kept, text=notice.text, digest=digest_of(notice), asked=act.now,
            asked_by=act.actor.id, asker=act.actor.name,
        )  # fmt: skip
        return None

    def write(self, act: Act[Case]) -> Paper | None:
        """It waits."""
        self.made.save()
        return None

    def tell(self, act: Act[Case]) -> Iterable[Callable[[], None]]:
        """Who signs."""
        case = act.row
        people = in_role(case.agency, [Role.APPROVER], today(act))
        what = f"待签发：{named(self.made.notice).zh}"
        yield told(act, "case_review", people, number=case.number, title=case.title, what=what,
                   url=case.get_absolute_url())  # fmt: skip


class _OnSigning(OnCase):
    """An act on a letter that waits; fact one (the letter), by default the one there is."""

    states: ClassVar[tuple[LetterState, ...]]

    def check(self, act: Act[Case]) -> Event | None:
        """By another person than who asked."""
        rows = act.row.letters.filter(state__in=[one.value for one in self.states])
        found = act.facts.get("one")
        if found is None and rows.count() == 1:
            found = rows.get()
        if not isinstance(found, Letter) or not rows.filter(pk=found.pk).exists():
            raise BadInput(f"没有选择要“{self.zh}”的文书；请在待签发的文书中选择")
        self.found = found
        return self.of_letter(act)

    def of_letter(self, act: Act[Case]) -> Event | None:
        """What this act needs besides."""
        return None

    def write(self, act: Act[Case]) -> Paper | None:
        """The letter in its new state."""
        self.found.version += 1
        self.found.save()
        return None

    def tell(self, act: Act[Case]) -> Iterable[Callable[[], None]]:
        """Who sends it or puts it right."""
        case = act.row
        people = at_work_on(case, today(act), self.found.asked_by)
        yield told(act, "case_review", people, number=case.number, title=case.title,
                   what=f"{self.found.state_zh}：{named(self.found.notice).zh}",
                   url=case.get_absolute_url())  # fmt: skip


class SignLetter(_OnSigning):
    """签发文书: the letter may leave as it was read; facts comment."""

    does = Verb.SIGN_LETTER
    states = (LetterState.WAITING,)

    def of_letter(self, act: Act[Case]) -> Event | None:
        """Two pairs of eyes; what was put before them would still be sent today."""
        found = self.found
        if act.actor.id is not None and act.actor.id == found.asked_by:
            raise Refused(
                Refusal.FORBIDDEN, "提请签发的人不能签发自己提请的文书；请由他人签发",
                self.row_of_table.article,
            )  # fmt: skip
        notice = drafted(Verb(found.verb), act, facts_of(found))
        if digest_of(notice) != found.digest:
            raise Refused(
                Refusal.STALE, "文书的内容在提请签发之后变动过；请退回，核对后重新提请签发"
            )
        found.state = LetterState.SIGNED.value
        found.signed, found.signer = act.now, act.actor.name
        found.comment = facts.lines(act.facts, "comment", "签发意见", 1_000)
        return None


class RefuseLetter(_OnSigning):
    """退回文书: it does not leave so; facts comment (needed). What was signed may be taken back."""

    does = Verb.REFUSE_LETTER
    states = GOING

    def of_letter(self, act: Act[Case]) -> Event | None:
        """With what is to be changed."""
        self.found.comment = facts.lines(act.facts, "comment", "退回的理由", 1_000)
        if not self.found.comment:
            raise BadInput("没有填写退回的理由；请写明需要修改的内容")
        self.found.state = LetterState.REFUSED.value
        return None
