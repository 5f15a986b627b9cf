"""申请材料: the files of a case; who reads them, who adds some, which ones the applicant sent."""

from __future__ import annotations

from gongkai.sources import R2019, Article
from gongkai.web.acting import Act, Actor, Refusal, Refused, perform
from gongkai.web.audit.models import Entry
from gongkai.web.cases import policies
from gongkai.web.cases.models import Case
from gongkai.web.cases.moves import Stage, Verb
from gongkai.web.files import owners
from gongkai.web.files.actions import Share
from gongkai.web.files.kinds import State
from gongkai.web.files.models import File
from gongkai.web.files.policies import files_of

__all__ = ["KIND", "bring_along", "may_attach", "may_read", "own_files", "register"]

KIND = Case._meta.label_lower
_A45 = Article(R2019, 45)


def may_read(actor: Actor, case: Case) -> None:
    """Raise Refused unless it is somebody of the body who may read what was handed in.

    Not the applicant: among the files of a case are those that are still to be blacked out. He
    sees the list of what he sent himself (`own_files`).
    """
    if policies.is_applicant_of(actor, case):
        raise Refused(Refusal.FORBIDDEN, "材料提交以后由机关保管；需要核对的，请与工作机构联系")
    policies.may_read(actor, case)


def may_attach(actor: Actor, case: Case) -> None:
    """Raise Refused unless it is the applicant of an open case, or who works on it."""
    if policies.is_applicant_of(actor, case):
        if not Stage(case.stage).open:
            raise Refused(Refusal.STATE, f"{case}已经办结，不能再提交材料", _A45)
        return
    policies.may(actor, Verb.RECORD, case)
    if case.stage == Stage.ARCHIVED:
        raise Refused(Refusal.STATE, f"{case}已经归档，不能再添加材料", _A45)


def own_files(case: Case) -> list[File]:
    """What the applicant himself sent, as the trace says; two queries.

    What came with the paper that was divided is his in each part.
    """
    there = list(files_of(case))
    sent = Entry.objects.filter(
        kind=File._meta.label_lower, verb="files.attach", role=policies.APPLICANT,
        object__in=[str(one.source_id or one.pk) for one in there],
    )  # fmt: skip
    mine = set(sent.values_list("object", flat=True))
    return [one for one in there if str(one.source_id or one.pk) in mine]


def bring_along(act: Act[Case], there: Case, here: Case, why: str) -> None:
    """What was handed in with a case is handed in with another one that comes from it."""
    for file in files_of(there).filter(state=State.READY):
        row = File(owner_kind=file.owner_kind, owner=str(here.pk))
        perform(Share(), act.actor, row, now=act.now, source=file, reason=why)


def register() -> None:
    """Make the files of cases known to the files app."""
    owners.register(
        owners.Owner(Case, may_read, may_attach, personal=lambda case: "申请材料", most=60)
    )
