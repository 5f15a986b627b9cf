"""A body with its people, and for each verb a case and facts with which it succeeds.

P the city      D its department, where the actors stand      E another department
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction

from gongkai.law.bodies.kinds import BodyKind
from gongkai.web.acting import Action, Actor, perform
from gongkai.web.agencies import actions as agencies
from gongkai.web.agencies.models import Agency, ContactBlock, NumberSeries, Section
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.audit.models import Entry
from gongkai.web.cases.actions import ACTIONS, OpenDispute, SetDesk, UpdateDispute, submit
from gongkai.web.cases.models import Case, Desk, Dispute, Service
from gongkai.web.cases.moves import MOVES, Stage, Verb
from gongkai.web.cases.policies import applicant_of

START = date(2026, 3, 2)  # a Monday
LONG_AGO = date(2008, 5, 1)
DIRECT = {"method": "direct"}
NET = {"method": "electronic"}

PERSON = {
    "kind": "person",
    "name": "林测试",
    "identity_kind": "passport",
    "identity": "X0000001",
    "phone": "00000000001",
    "address": "云州市样例路1号",
}
CLAIM = {
    "matter": "rectification",
    "features": "2022年住房补贴登记表",
    "description": "家庭人数登记为3人，应当为4人",
    "proof": "户口簿复印件",
}
WISH = {
    "description": "2025年度行政审批事项调整情况",
    "wanted_form": "electronic",
    "way": "online",
}


def at(day: date, hour: int = 10) -> datetime:
    """That hour of that day in Beijing."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC) - timedelta(hours=8)


class World:
    """The bodies and who works there."""

    def __init__(self, start: date = START) -> None:
        self.day = start
        self.city = self._found("云州市人民政府", None, BodyKind.CITY_GOVERNMENT)
        self.agency = self._found("云州市行政审批服务局", self.city, document_word="云审批")
        self.other = self._found("云州市教育局", self.city, document_word="云教")
        self.office, self.section, self.second = (
            self._section(name) for name in ("办公室", "投资项目科", "社会事务科")
        )
        for agency in (self.agency, self.other):
            self._contact(agency)
        self._clerks = {role: n for n, role in enumerate(Role, 1)}

    # setting up

    def _found(
        self, name: str, parent: Agency | None, kind: BodyKind = BodyKind.DEPARTMENT, **more: Any
    ) -> Agency:
        return perform(
            agencies.Found(), SYSTEM, Agency(parent=parent), now=at(self.day), name=name,
            kind=kind.value, since=LONG_AGO, **more,
        )  # fmt: skip

    def _section(self, name: str) -> Section:
        row = Section(agency=self.agency)
        facts = {"name": name, "since": LONG_AGO}
        return perform(agencies.OpenSection(), SYSTEM, row, now=at(self.day), **facts)

    def _contact(self, agency: Agency) -> None:
        perform(
            agencies.SetContact(), SYSTEM, ContactBlock(agency=agency), now=at(self.day),
            office=f"{agency.name}办公室", address="云州市样例路6号", hours="工作日 9:00—17:00",
            phone="0000-5550003", fax="", postcode="000000", email="",
        )  # fmt: skip
        perform(
            SetDesk(), SYSTEM, Desk(agency=agency), now=at(self.day), online=True, email=True,
            fax=False, inner_days=5, correction_days=15, court="云州市样例区人民法院",
            review_body="", online_review="云州市行政复议服务平台", payment="凭缴款码在银行缴纳",
            to_sign=(),
        )  # fmt: skip

    # every stage, every verb

    def at_stage(self, stage: Stage, *, posted: bool = False, **more: Any) -> Case:
        """A case at that stage; `posted` with a letter under way whose receipt is not known yet.

        What is closed was withdrawn; what is archived was answered.
        """
        if stage is Stage.ARRIVED:
            case = self.hand_in(**more)
        elif posted:
            case = self.at_stage(Stage.ARRIVED, **more)
        else:
            making: dict[Stage, Callable[..., Case]] = {
                Stage.REGISTERED: self.registered, Stage.WITH_SECTIONS: self.assigned,
                Stage.DECIDING: self.drafted, Stage.IN_REVIEW: self.in_review,
                Stage.SIGNED: self.signed, Stage.ANSWERED: self.answered,
            }  # fmt: skip
            if stage in making:
                return making[stage](**more)
            if stage is Stage.CLOSED:
                case = self.registered(**more)
                return self.do(Verb.WITHDRAW, case, reason="申请人书面撤回")
            return self.do(Verb.ARCHIVE, self.answered(**more), retention="10年")
        if posted:
            sending = {"method": "post", "tracking": "XA00000001"}
            case = self.do(Verb.EXTEND, case, days=10, reason="需要查阅大量档案", **sending)
            case = self._onward(case, stage)
        return case

    def _onward(self, case: Case, stage: Stage) -> Case:
        """From arrival to that stage."""
        if stage is Stage.ARRIVED:
            return case
        steps: list[tuple[Stage, Verb, dict[str, Any]]] = [
            (Stage.REGISTERED, Verb.REGISTER, {"title": "行政审批事项调整情况"}),
            (Stage.WITH_SECTIONS, Verb.ASSIGN, {"sections": [self.section]}),
            (Stage.DECIDING, Verb.OPINE, {"opinion": "disclose", "basis": "可以公开"}),
            (Stage.DECIDING, Verb.DECIDE, {"decisions": [granted(1)]}),
            (Stage.DECIDING, Verb.DRAFT, {}),
            (Stage.IN_REVIEW, Verb.SEND_FOR_REVIEW, {"despite": "已核对"}),
            (Stage.SIGNED, Verb.REVIEW_LAW, {"comment": "同意"}),
            (Stage.SIGNED, Verb.REVIEW_SECRECY, {"basis": "保守国家秘密法第三十五条"}),
            (Stage.SIGNED, Verb.SIGN, {}),
        ]
        if stage is Stage.CLOSED:
            return self.do(Verb.WITHDRAW, case, reason="申请人书面撤回")
        order = list(Stage)
        for to, verb, facts in steps:
            if order.index(to) <= order.index(stage):
                case = self.do(verb, case, **facts)
        if stage is Stage.ANSWERED:
            case = self.do(Verb.SERVE, case, given_form="electronic", **NET)
        return case

    def ready(
        self, verb: Verb, stage: Stage | None = None
    ) -> tuple[Case | Dispute, Actor, dict[str, Any]]:
        """What the verb is done to at that stage (its first by default), by whom, with what facts.

        It succeeds as it stands: `perform(ACTIONS[verb](), actor, row, now=…, **facts)`.
        """
        stage = stage or next((one for one in Stage if one in MOVES[verb].stages), None)
        new = Case(agency=self.agency)
        if verb is Verb.SUBMIT:
            new.token = uuid.uuid4()
            return new, Actor(None, "访客"), {"people": [PERSON], **WISH}
        if verb is Verb.TAKE_IN:
            facts = {"channel": "in-person", "people": [PERSON], **WISH}
            return new, self.actor(Role.INTAKE), facts
        assert stage is not None
        if verb in (Verb.OPEN_DISPUTE, Verb.UPDATE_DISPUTE):
            return self._ready_dispute(verb, self.at_stage(stage))
        case = self._before(verb, stage)
        if verb in _FIRST:
            for first, facts in _FIRST[verb]:
                case = self.do(first, case, **facts)
        if verb in (Verb.LAPSE_CORRECTION, Verb.LAPSE_PAYMENT):
            self.pass_days(60)
        actor = self.who(verb, case)
        if verb is Verb.SEND_BACK and stage is Stage.SIGNED:
            actor = self.actor(Role.APPROVER)
        if verb in (Verb.SIGN_LETTER, Verb.REFUSE_LETTER):
            case = self.proposed(case)
        return case, actor, self.facts(verb, case)

    def _before(self, verb: Verb, stage: Stage) -> Case:
        """The case before what the verb needs first."""
        making: dict[Verb, Callable[[], Case]] = {
            Verb.TELL_THIRD_PARTY: self.overruled,
            Verb.CONFIRM: self.apply, Verb.DRAFT: self.decided, Verb.REVIEW_SECRECY: self.secrecy,
            Verb.SIGN: self.signing,
        }  # fmt: skip
        if verb in making:
            return making[verb]()
        if verb is Verb.FIND:
            return self.claimed(stage)
        if verb is Verb.HAND_OVER:
            self.succeed()
        if verb is Verb.SPLIT:
            return self.at_stage(stage, items=["2024年度调整情况", "2025年度调整情况"])
        if stage is Stage.CLOSED and verb in _LAPSED:
            return self.lapsed()
        case = self.at_stage(stage, posted=verb in (Verb.RECORD_SERVICE, Verb.RESEND))
        return self.returned(case) if verb is Verb.RESEND else case

    def _ready_dispute(
        self, verb: Verb, case: Case
    ) -> tuple[Case | Dispute, Actor, dict[str, Any]]:
        row, actor = Dispute(agency=self.agency, case=case), self.actor(Role.LEGAL_REVIEWER)
        facts: dict[str, Any] = {
            "forum": "reconsideration", "numbers": ["云政复〔2026〕1号"], "body": "云州市人民政府",
            "opened": self.day,
        }  # fmt: skip
        if verb is Verb.UPDATE_DISPUTE:
            row = perform(OpenDispute(), actor, row, now=at(self.day), **facts)
            facts = {"outcomes": ["review_annulled"], "effective": self.day}
        return row, actor, facts

    def facts(self, verb: Verb, case: Case) -> dict[str, Any]:
        """With these it succeeds."""
        day = self.day
        found = _FACTS.get(verb, {})
        more: dict[Verb, Callable[[], dict[str, Any]]] = {
            Verb.CONFIRM: lambda: {"confirmed": day},
            Verb.ASSIGN: lambda: {"sections": [self.second]},
            Verb.RECALL: lambda: {"assignment": case.assignments.filter(recalled=None).last()},
            Verb.END_CONSULTATION: lambda: {"inquiry": case.inquiries.last(), "day": day},
            Verb.CONFER: lambda: {"day": day},
            Verb.RECORD: lambda: {"day": day},
            Verb.RECEIVE_CORRECTION: lambda: {"day": day},
            Verb.RECEIVE_REASONS: lambda: {"day": day},
            Verb.RECEIVE_PAYMENT: lambda: {"day": day, "amount": case.fee},
            Verb.DELAY: lambda: {"until": day + timedelta(60)},
            Verb.DECIDE: lambda: {
                "decisions": [granted(one.order) for one in case.items.all()],
                "skip": "工作机构掌握该信息",
            },
            Verb.RECORD_SERVICE: lambda: {
                "service": Service.objects.filter(paper__case=case).first(), "reached": day,
            },
            Verb.RESEND: lambda: {
                "service": Service.objects.filter(paper__case=case, returned__isnull=False).last(),
            },
            Verb.PROPOSE_LETTER: lambda: self.letter(case),
            Verb.WITHDRAW: lambda: {"day": day},
            Verb.PROPOSE: lambda: {"day": day},
            Verb.PUBLISH: lambda: {"day": day},
            Verb.HAND_OVER: lambda: {"successor": self.other, "reason": "职责已经划转"},
            Verb.REDO: lambda: {"dispute": self.dispute(case), "day": day},
        }  # fmt: skip
        return {**found, **more.get(verb, dict)()}

    # acting

    def actor(
        self, role: Role, agency: Agency | None = None, section: Section | None = None
    ) -> Actor:
        """Somebody in that role; one person a role."""
        agency = agency or self.agency
        number = self._clerks[role] + 100 * agency.pk
        return Actor(
            number, f"{role.zh}员", role.value, agency.pk, agency.name,
            section=section.pk if section else None,
        )  # fmt: skip

    def do(self, verb: Verb, case: Case, actor: Actor | Role | None = None, **facts: Any) -> Case:
        """Perform a verb on the present day of this world."""
        who = self.who(verb, case) if actor is None else actor
        if isinstance(who, Role):
            who = self.actor(who)
        return perform(ACTIONS[verb](), who, case, now=at(self.day), **facts)

    def who(self, verb: Verb, case: Case) -> Actor:
        """Somebody who may."""
        role = {
            Verb.OPINE: Role.HANDLER, Verb.DECIDE: Role.HANDLER, Verb.DRAFT: Role.HANDLER,
            Verb.SEND_FOR_REVIEW: Role.HANDLER, Verb.PROPOSE_EXTENSION: Role.HANDLER,
            Verb.EXTEND: Role.APPROVER, Verb.REFUSE_EXTENSION: Role.APPROVER,
            Verb.DELAY: Role.APPROVER, Verb.MARK_DRILL: Role.APPROVER,
            Verb.REVIEW_LAW: Role.LEGAL_REVIEWER,
            Verb.REVIEW_SECRECY: Role.SECRECY_REVIEWER, Verb.SIGN: Role.APPROVER,
            Verb.SEND_BACK: Role.LEGAL_REVIEWER, Verb.SIGN_LETTER: Role.APPROVER,
            Verb.REFUSE_LETTER: Role.APPROVER, Verb.FIND: Role.HANDLER,
            Verb.EXAMINE_PROPOSAL: Role.APPROVER,
        }.get(verb, Role.INTAKE)  # fmt: skip
        if verb in (Verb.SEND_CORRECTION, Verb.SEND_REASONS, Verb.RATE):
            return applicant_of(case)
        if role is Role.HANDLER and verb is not Verb.OPINE:
            theirs = case.pk and case.assignments.filter(section=self.section, recalled=None)
            role = Role.HANDLER if theirs and theirs.exists() else Role.INTAKE
        return self.actor(role, section=self.section if role is Role.HANDLER else None)

    def pass_days(self, days: int) -> None:
        """Go on in time."""
        self.day += timedelta(days=days)

    # cases

    def apply(self, **more: Any) -> Case:
        """By the public form; not confirmed."""
        facts = {"people": [PERSON], **WISH, **more}
        return submit(
            self.agency,
            Actor(None, "访客"),
            at(self.day),
            facts.pop("token", uuid.uuid4()),
            **facts,
        )[0]

    def hand_in(self, **more: Any) -> Case:
        """At the counter: received the same day."""
        facts = {"channel": "in-person", "people": [PERSON], **WISH, **more}
        row = Case(agency=self.agency)
        return perform(
            ACTIONS[Verb.TAKE_IN](), self.actor(Role.INTAKE), row, now=at(self.day), **facts
        )

    def registered(self, **more: Any) -> Case:
        """Handed in and registered."""
        case = self.hand_in(**more)
        return self.do(Verb.REGISTER, case, title="行政审批事项调整情况")

    def succeed(self) -> None:
        """Part of the body's functions goes over to the other."""
        facts = {"successor": self.other, "functions": "投资项目审批", "day": self.day}
        perform(agencies.HandOn(), SYSTEM, self.agency, now=at(self.day), **facts)

    def claimed(self, stage: Stage = Stage.ARRIVED, **more: Any) -> Case:
        """A claim for correction (第四十一条), up to the opinion of the section."""
        case = self.hand_in(**{**CLAIM, **more})
        steps: list[tuple[Stage, Verb, dict[str, Any]]] = [
            (Stage.REGISTERED, Verb.REGISTER, {"title": "更正住房补贴登记"}),
            (Stage.WITH_SECTIONS, Verb.ASSIGN, {"sections": [self.section]}),
            (Stage.DECIDING, Verb.OPINE, {"opinion": "other", "basis": "户口簿能够证明"}),
        ]
        order = list(Stage)
        for to, verb, facts in steps:
            if order.index(to) <= order.index(stage):
                case = self.do(verb, case, **facts)
        return case

    def found(self, **facts: Any) -> Case:
        """A claim that was examined, its letter signed."""
        case = self.claimed(Stage.DECIDING)
        for verb in (
            Verb.FIND, Verb.DRAFT, Verb.SEND_FOR_REVIEW, Verb.REVIEW_LAW, Verb.REVIEW_SECRECY,
            Verb.SIGN,
        ):  # fmt: skip
            given = facts if verb is Verb.FIND and facts else self.facts(verb, case)
            case = self.do(verb, case, **given)
        return case

    def assigned(self, **more: Any) -> Case:
        """With one section."""
        return self.do(Verb.ASSIGN, self.registered(**more), sections=[self.section])

    def opined(self, **more: Any) -> Case:
        """The section has spoken."""
        case = self.assigned(**more)
        return self.do(Verb.OPINE, case, opinion="disclose", basis="已经制作并保存，可以公开")

    def decided(self, *decisions: dict[str, Any], **more: Any) -> Case:
        """A decision on each item; by default it is granted."""
        case = self.opined(**more)
        given = list(decisions) or [granted(1)]
        return self.do(Verb.DECIDE, case, decisions=given)

    def drafted(self, *decisions: dict[str, Any], **more: Any) -> Case:
        """The reply is drafted."""
        return self.do(Verb.DRAFT, self.decided(*decisions, **more))

    def in_review(self, *decisions: dict[str, Any], **more: Any) -> Case:
        """Before the legal reviewer."""
        return self.do(Verb.SEND_FOR_REVIEW, self.drafted(*decisions, **more), despite="已核对")

    def secrecy(self, *decisions: dict[str, Any], **more: Any) -> Case:
        """Before the secrecy reviewer."""
        return self.do(Verb.REVIEW_LAW, self.in_review(*decisions, **more), comment="同意")

    def signing(self, *decisions: dict[str, Any], **more: Any) -> Case:
        """Before the approver."""
        case = self.secrecy(*decisions, **more)
        return self.do(Verb.REVIEW_SECRECY, case, basis="保守国家秘密法第三十五条")

    def signed(self, *decisions: dict[str, Any], **more: Any) -> Case:
        """With number and date."""
        return self.do(Verb.SIGN, self.signing(*decisions, **more))

    def answered(self, *decisions: dict[str, Any], **more: Any) -> Case:
        """Served."""
        case = self.signed(*decisions, **more)
        return self.do(Verb.SERVE, case, given_form="electronic", **NET)

    def correcting(self, **more: Any) -> Case:
        """A correction has been asked for."""
        case = self.registered(**more)
        return self.do(Verb.ASK_CORRECTION, case, **_CORRECT)

    def lapsed(self, **more: Any) -> Case:
        """Given up: no correction came in time."""
        case = self.correcting(**more)
        self.pass_days(60)
        return self.do(Verb.LAPSE_CORRECTION, case, reason="电话联系，申请人表示不再补正")

    def returned(self, case: Case) -> Case:
        """Its letter came back."""
        service = Service.objects.filter(paper__case=case).first()
        return self.do(Verb.RECORD_SERVICE, case, service=service, returned=self.day)

    def letter(self, case: Case) -> dict[str, Any]:
        """What may be put before the one who signs at that stage."""
        if case.stage == Stage.CLOSED:
            return {"letter": Verb.TELL_LAPSE.value}
        return {"letter": Verb.ASK_CORRECTION.value, **_CORRECT}

    def proposed(self, case: Case) -> Case:
        """A letter waits for its signature."""
        return self.do(Verb.PROPOSE_LETTER, case, **self.letter(case))

    def consulting(self, **more: Any) -> Case:
        """A third party is being asked."""
        case = self.assigned(**more)
        return self.do(Verb.CONSULT, case, **_CONSULT)

    def overruled(self, **more: Any) -> Case:
        """Signed: given over the objection of a third party, which is not told yet."""
        case = self.consulting(**more)
        case = self.do(
            Verb.END_CONSULTATION, case, inquiry=case.inquiries.last(), answer="objects",
            text="涉及商业秘密", day=self.day,
        )  # fmt: skip
        case = self.do(
            Verb.RECORD, case, kind="public_interest_prevails", text="涉及公共安全", day=self.day
        )
        case = self.do(Verb.OPINE, case, opinion="disclose", basis="可以公开")
        case = self.do(Verb.DECIDE, case, decisions=[granted(1)])
        for verb in (
            Verb.DRAFT, Verb.SEND_FOR_REVIEW, Verb.REVIEW_LAW, Verb.REVIEW_SECRECY, Verb.SIGN,
        ):  # fmt: skip
            case = self.do(verb, case, **self.facts(verb, case))
        return case

    def dispute(self, case: Case, **more: Any) -> Dispute:
        """A reconsideration of its reply, corrected."""
        row = Dispute(agency=self.agency, case=case)
        facts = {
            "forum": "reconsideration", "numbers": ["云政复〔2026〕1号"], "body": "云州市人民政府",
            "opened": self.day, **more,
        }  # fmt: skip
        actor = self.actor(Role.LEGAL_REVIEWER)
        row = perform(OpenDispute(), actor, row, now=at(self.day), **facts)
        return perform(
            UpdateDispute(), actor, row, now=at(self.day), outcomes=["review_annulled"],
            effective=self.day,
        )  # fmt: skip


_CONSULT = {
    "who": "third-party", "name": "云州样例有限公司", "subject": "投标文件",
    "question": "是否同意公开投标文件", **DIRECT,
}  # fmt: skip
_CORRECT = {
    "items": "所需信息的年度", "guidance": "请写明需要哪一年度的信息", "days": 15, **DIRECT,
}  # fmt: skip
_REASONS = {"counts": "自2026年1月1日以来已提出120件申请", "days": 10, **DIRECT}
_FEE = {
    "method_of_fee": "charge_per_page", "manner": "copies", "pages": 100, **DIRECT,
}  # fmt: skip
_PROPOSAL = {"origin": "applicant", "grounds": ["known"]}
_EXTENSION = {"days": 10, "reason": "需要查阅大量档案"}

# with these facts, and those of the case (`World.facts`), a verb succeeds
_FACTS: dict[Verb, dict[str, Any]] = {
    Verb.CONFIRM: {"evidence": "电话确认"},
    Verb.REGISTER: {"title": "行政审批事项调整情况"},
    Verb.AMEND: {"reason": "录入有误", "title": "行政审批事项的调整"},
    Verb.SPLIT: {"reason": "两项不同的内容", "groups": [[1], [2]]},
    Verb.RECALL: {"reason": "不属于该科室职责"},
    Verb.KEEP: {"skip": "工作机构掌握该信息"},
    Verb.OPINE: {"opinion": "disclose", "basis": "已经制作并保存，可以公开"},
    Verb.CONSULT: _CONSULT,
    Verb.END_CONSULTATION: {"answer": "consent"},
    Verb.TELL_THIRD_PARTY: {
        "disclosed": "投标文件正文", "reason": "不公开会对公共利益造成重大影响", **DIRECT,
    },
    Verb.CONFER: {
        "attendees": "办公室、投资项目科", "opinions": "均同意公开", "conclusion": "予以公开",
    },
    Verb.RECORD: {
        "kind": "search_log", "place": "综合档案室", "by": "承办员", "text": "以文号检索，未见",
    },
    Verb.ASK_CORRECTION: _CORRECT,
    Verb.SEND_CORRECTION: {"text": "需要2025年度的信息"},
    Verb.RECEIVE_CORRECTION: {"text": "需要2025年度的信息"},
    Verb.LAPSE_CORRECTION: {"reason": "电话联系，申请人表示不再补正"},
    Verb.PROPOSE_EXTENSION: _EXTENSION,
    Verb.EXTEND: {**_EXTENSION, **DIRECT},
    Verb.REFUSE_EXTENSION: {"reason": "可以按期答复"},
    Verb.ASK_REASONS: _REASONS,
    Verb.SEND_REASONS: {"text": "用于历史研究"},
    Verb.RECEIVE_REASONS: {"text": "用于历史研究"},
    Verb.FIND: {
        "finding": "rectified", "grounds": "户口簿能够证明登记有误",
        "result": "本机关已将该记录由3人更正为4人", "skip": "工作机构掌握该记录",
    },
    Verb.PROPOSE: {"origin": "applicant", "grounds": ["known"], "text": "很多人需要"},
    Verb.EXAMINE_PROPOSAL: {"accepted": True, "reason": "需要公众广泛知晓"},
    Verb.PUBLISH: {"place": "本机关网站政府信息公开专栏"},
    Verb.DELAY: {"reason": "申请数量大", **DIRECT},
    Verb.NOTIFY_FEE: _FEE,
    Verb.RECEIVE_PAYMENT: {"receipt": "云财00000001"},
    Verb.SEND_FOR_REVIEW: {"despite": "已核对"},
    Verb.REVIEW_LAW: {"comment": "同意"},
    Verb.REVIEW_SECRECY: {"basis": "保守国家秘密法第三十五条"},
    Verb.SEND_BACK: {"comment": "请补充理由"},
    Verb.SERVE: {"given_form": "electronic", **NET},
    Verb.RESEND: {"method": "post", "tracking": "XA00000002"},
    Verb.SIGN_LETTER: {"comment": "同意"},
    Verb.REFUSE_LETTER: {"comment": "请写明年度"},
    Verb.TELL_LAPSE: DIRECT,
    Verb.WITHDRAW: {"reason": "申请人书面撤回"},
    Verb.ARCHIVE: {"retention": "10年"},
    Verb.UNMASK: {"reason": "联系申请人"},
    Verb.MARK_DRILL: {"drill": True, "notice": "云政办函〔2026〕1号", "reason": "检查组函告"},
    Verb.RATE: {"score": 5, "text": "满意"},
}  # fmt: skip

_LAPSED = (Verb.PROPOSE_LETTER, Verb.SIGN_LETTER, Verb.REFUSE_LETTER, Verb.TELL_LAPSE)
# what must have been done first
_FIRST: dict[Verb, list[tuple[Verb, dict[str, Any]]]] = {
    Verb.END_CONSULTATION: [(Verb.CONSULT, _CONSULT)],
    Verb.SEND_CORRECTION: [(Verb.ASK_CORRECTION, _CORRECT)],
    Verb.RECEIVE_CORRECTION: [(Verb.ASK_CORRECTION, _CORRECT)],
    Verb.LAPSE_CORRECTION: [(Verb.ASK_CORRECTION, _CORRECT)],
    Verb.REFUSE_EXTENSION: [(Verb.PROPOSE_EXTENSION, _EXTENSION)],
    Verb.SEND_REASONS: [(Verb.ASK_REASONS, _REASONS)],
    Verb.RECEIVE_REASONS: [(Verb.ASK_REASONS, _REASONS)],
    Verb.EXAMINE_PROPOSAL: [(Verb.PROPOSE, _PROPOSAL)],
    Verb.PUBLISH: [
        (Verb.PROPOSE, _PROPOSAL),
        (Verb.EXAMINE_PROPOSAL, {"accepted": True, "reason": "需要公众广泛知晓"}),
    ],
    Verb.DELAY: [(Verb.ASK_REASONS, _REASONS), (Verb.RECEIVE_REASONS, {"text": "用于历史研究"})],
    Verb.RECEIVE_PAYMENT: [(Verb.NOTIFY_FEE, _FEE)],
    Verb.LAPSE_PAYMENT: [(Verb.NOTIFY_FEE, _FEE)],
}


def action_of(verb: Verb) -> Action[Any]:
    """The action, those on disputes too."""
    disputes: dict[Verb, type[Action[Any]]] = {
        Verb.OPEN_DISPUTE: OpenDispute, Verb.UPDATE_DISPUTE: UpdateDispute,
    }  # fmt: skip
    return {**ACTIONS, **disputes}[verb]()


def everything() -> dict[str, list[Any]]:
    """All that an act could have written: cases, numbers, messages, the trace."""
    models = [
        *apps.get_app_config("cases").get_models(),
        *apps.get_app_config("messages").get_models(),
    ]
    models += [Entry, NumberSeries]
    return {one._meta.label: list(one._base_manager.order_by("pk").values_list()) for one in models}


@contextmanager
def undone() -> Iterator[None]:
    """What happens in it has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def granted(order: int, **details: Any) -> dict[str, Any]:
    """D12 on an item."""
    given = {
        "information": ["行政审批事项调整情况表"], "form": "电子数据", "way": "网上获取",
        **details,
    }  # fmt: skip
    return {"order": order, "code": "D12", "reason": "属于可以公开的政府信息", "details": given}
