"""What comes along with a case or leaves it: parts and their files, cases of inspections."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.web.acting import Refusal, Refused, perform
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.audit.models import Entry
from gongkai.web.cases import attachments, ledger, measures
from gongkai.web.cases.as_report import as_report
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.policies import applicant_of
from gongkai.web.files.actions import Attach, Drop, Remove, Share
from gongkai.web.files.kinds import Kind, State
from gongkai.web.files.models import Content, File
from gongkai.web.files.policies import files_of
from tests.web.cases.papers import file_of
from tests.web.cases.world import World, at

SPLIT = {"reason": "两项不同的内容", "groups": [[1], [2]]}
LETTER = "云州市人民政府办公厅，云政办函〔2026〕1号"


def test_a_part_gets_what_was_handed_in_with_the_paper(shared: World) -> None:
    case = shared.registered(items=["甲表", "乙表"])
    proof = file_of(case, b"%PDF-1.7 made", "身份证明.pdf", Kind.PDF)
    waiting = file_of(case, b"%PDF-1.7 other", "授权委托书.pdf", Kind.PDF)
    File.objects.filter(pk=waiting.pk).update(state=State.CHECKING.value)
    with pytest.raises(Refused, match="有材料正在检查"):
        shared.do(Verb.SPLIT, case, **SPLIT)
    File.objects.filter(pk=waiting.pk).update(state=State.READY.value)
    case = shared.do(Verb.SPLIT, case, **SPLIT)
    part = case.parts.get()
    first, second = files_of(part)
    assert (first.name, first.content_id, first.source) == (proof.name, proof.content_id, proof)
    assert second.source == waiting and files_of(case).count() == 2
    line = Entry.objects.get(object=str(first.pk), verb="files.share")
    assert line.after["source"] == proof.pk and line.reason == f"随{case}分立带入{part}"


def test_one_part_may_lose_a_file_without_the_other(shared: World) -> None:
    case = shared.registered(items=["甲表", "乙表"])
    proof = file_of(case, b"%PDF-1.7 shared", "身份证明.pdf", Kind.PDF)
    part = shared.do(Verb.SPLIT, case, **SPLIT).parts.get()
    clerk, (copy,) = shared.actor(Role.INTAKE), files_of(part)
    perform(Remove(), clerk, proof, now=at(shared.day))
    assert files_of(part).get().ready and not files_of(case).exists()
    perform(Drop(), SYSTEM, proof, now=at(shared.day))
    assert Content.objects.filter(pk=copy.content_id).exists(), "the part still needs the bytes"


def test_what_the_applicant_sent_is_his_in_each_part(shared: World) -> None:
    case = shared.registered(items=["甲表", "乙表"])
    sent = file_of(case, b"%PDF-1.7 sent", "身份证明.pdf", Kind.PDF)
    kept = file_of(case, b"%PDF-1.7 kept", "检索记录.pdf", Kind.PDF)
    announced = perform(
        Attach(), applicant_of(case), File(owner_kind=sent.owner_kind, owner=sent.owner),
        now=at(shared.day), name="身份证明.pdf", size=13,
    )  # fmt: skip
    # checked as any other: the bytes do not matter here
    File.objects.filter(pk=announced.pk).update(
        state=State.READY.value, content=sent.content_id, kind=sent.kind, received=13
    )
    sent.delete()
    part = shared.do(Verb.SPLIT, case, **SPLIT).parts.get()
    assert [one.source for one in attachments.own_files(part)] == [announced]
    assert kept.name in [one.name for one in files_of(part)]


def test_a_file_that_was_removed_is_not_shared(shared: World) -> None:
    case = shared.registered()
    strange = file_of(case, b"%PDF-1.7 strange", "甲.pdf", Kind.PDF)
    File.objects.filter(pk=strange.pk).update(state=State.REMOVED.value)
    strange.refresh_from_db()
    there = File(owner_kind=strange.owner_kind, owner=str(case.pk))
    with pytest.raises(Refused, match="不能带入") as refused:
        perform(Share(), shared.actor(Role.INTAKE), there, now=at(shared.day), source=strange)
    assert refused.value.kind is Refusal.STATE and not there.pk


def test_only_another_person_by_a_letter_leaves_a_case_out_of_table_3(shared: World) -> None:
    case = shared.registered()
    whole = ledger.table_3({shared.agency.pk}, shared.day.year)[ledger.NEW, ledger.TOTAL]
    said = {"drill": True, "notice": LETTER, "reason": "检查组函告"}
    with pytest.raises(Refused) as refused:
        shared.do(Verb.MARK_DRILL, case, Role.INTAKE, **said)
    assert refused.value.kind is Refusal.FORBIDDEN
    with pytest.raises(Refused, match="组织检查的机关和通知文号"):
        shared.do(Verb.MARK_DRILL, case, **{**said, "notice": ""})
    with pytest.raises(Refused, match="没有列为检查用申请"):
        shared.do(Verb.MARK_DRILL, case, **{**said, "drill": False})
    both = shared.actor(Role.APPROVER)
    own = shared.do(
        Verb.REGISTER, shared.hand_in(), replace(shared.actor(Role.INTAKE), id=both.id), title="甲"
    )
    with pytest.raises(Refused, match="由另一位负责人决定"):
        shared.do(Verb.MARK_DRILL, own, both, **said)
    case = shared.do(Verb.MARK_DRILL, case, both, **said)
    assert (case.drill, case.drill_notice) == (True, LETTER)
    table = ledger.table_3({shared.agency.pk}, shared.day.year)
    assert table[ledger.NEW, ledger.TOTAL] == whole  # one more came, one is left out
    left_out = measures.drills({shared.agency.pk}, shared.day.year)
    assert f"{case.number}（{LETTER}）" in left_out.sentence
    four = ledger.table_4({shared.agency.pk}, shared.day.year)
    fees = measures.fees({shared.agency.pk}, shared.day.year)
    report = as_report("云州市", table, four, fees, drills=left_out)
    assert left_out.sentence in str(report.sections[-1])
    case = shared.do(Verb.MARK_DRILL, case, both, drill=False, reason="函告有误")
    assert (case.drill, case.drill_notice) == (False, "")
    assert "没有列为检查用的申请" in measures.drills({shared.agency.pk}, shared.day.year).sentence


def test_who_registered_the_whole_does_not_leave_out_a_part_of_it(shared: World) -> None:
    both = shared.actor(Role.APPROVER)
    clerk = replace(shared.actor(Role.INTAKE), id=both.id)
    case = shared.hand_in(items=["甲表", "乙表"])
    part = shared.do(Verb.SPLIT, shared.do(Verb.REGISTER, case, clerk, title="甲"), **SPLIT)
    with pytest.raises(Refused, match="由另一位负责人决定"):
        shared.do(Verb.MARK_DRILL, part.parts.get(), both, drill=True, notice=LETTER, reason="函告")
