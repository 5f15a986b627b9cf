"""更正 (第四十一条): a person shows that a record about himself is wrong; the body examines it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gongkai.errors import BadInput
from gongkai.law.events import Event
from gongkai.law.rectification import Finding, check_finding
from gongkai.web.acting import Act
from gongkai.web.agencies import facts
from gongkai.web.cases import people, successors
from gongkai.web.cases.actions.base import OnCase
from gongkai.web.cases.actions.deciding import unheard
from gongkai.web.cases.days import today
from gongkai.web.cases.models import Case, Paper, Part, Party, Rectification, WantedForm, Way
from gongkai.web.cases.moves import PaperState, Verb
from gongkai.web.files.policies import files_of

__all__ = ["Find", "keep_proof", "read_claim"]


def read_claim(case: Case, given: Mapping[str, Any], who: Iterable[people.Person | Party]) -> None:
    """Which record (fact features), what is wrong with it (description), by which way the letter.

    The title stands in lists and reminders and names nobody.
    """
    case.features = facts.lines(given, "features", "哪一条记录", 1_000)
    case.description = facts.lines(given, "description", "不准确之处和更正要求", 10_000)
    if not case.features:
        raise BadInput("没有写明哪一条记录不准确；请写机关提供该记录的文件名称、文号或者其他特征")
    if not case.description:
        raise BadInput("没有写明哪里不准确、应当是什么；请填写")
    title = facts.word(given, "title", "申请事项", 120, needed=False)
    plain = title or f"更正：{' '.join(case.features.split())}"
    case.title = people.without_people(plain, who)[: 120 if title else 40]
    case.wanted_form = case.wanted_form or WantedForm.PAPER.value  # nothing is given but a letter
    case.way = facts.kind(given, "way", "告知书的送达途径", Way).value
    case.assistance = facts.word(given, "assistance", "需要的帮助", 200, needed=False)


def keep_proof(case: Case, given: Mapping[str, Any], *, needed: bool) -> None:
    """The evidence of the claim (fact proof): words of what is handed in."""
    proof = facts.lines(given, "proof", "证据", 4_000)
    if needed and not proof:
        raise BadInput("没有写明证据；更正以有证据证明记录不准确为前提，请写明证据的名称，随后上传")
    Rectification.objects.update_or_create(case=case, defaults={"proof": proof})


class Find(OnCase):
    """拟定更正处理: facts finding, grounds, result or body and contact, skip."""

    does = Verb.FIND
    logged = ("stage",)

    def check(self, act: Act[Case]) -> Event | None:
        """What the law wants of this ending; the sections have spoken, or it is said why not."""
        case, given = act.row, act.facts
        claim = case.rectification
        finding = facts.kind(given, "finding", "处理结果", Finding)
        claim.finding = finding.value
        claim.grounds = facts.lines(given, "grounds", "审核情况", 4_000).rstrip("。；;")
        claim.result = facts.lines(given, "result", "更正结果", 2_000).rstrip("。；;")
        claim.body = facts.word(given, "body", "有权更正的行政机关", 100, needed=False)
        claim.contact = facts.word(
            given, "contact", "有权更正的行政机关的联系方式", 200, needed=bool(claim.body)
        )
        asking = case.parties.filter(part=Part.APPLICANT)
        check_finding(
            finding, grounds=claim.grounds, result=claim.result, body=claim.body,
            identified=all(one.identity for one in asking),
            evidence=bool(claim.proof) or files_of(case).exists(),
        )  # fmt: skip
        skip = facts.word(given, "skip", "未经科室的理由", 300, needed=False)
        if not skip and unheard(case):
            raise BadInput("科室还没有提出意见；直接拟定更正处理的，请写明理由")
        successors.refuse_ended(claim.body, case.agency, today(act))
        case.decided_by = act.actor.id
        self.claim = claim
        return None

    claim: Rectification

    def write(self, act: Act[Case]) -> Paper | None:
        """What was found; a draft that was composed from something else is no more."""
        self.claim.save()
        act.row.papers.filter(state=PaperState.DRAFT).update(state=PaperState.VOID)
        return None
