"""区分处理: opened, marked, made, tested, released; by whom and when."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.db import connection

from gongkai.redaction import Box, Mark
from gongkai.web.acting import Refusal, Refused, perform
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.audit.models import Entry
from gongkai.web.cases import redaction_tasks, redactions
from gongkai.web.cases.actions import (
    BeginRedaction,
    DecideHits,
    MakeResult,
    Release,
    RemoveRedaction,
    SetMarks,
    TakeBack,
    UndoMarks,
)
from gongkai.web.cases.actions.redacting import KeepMade, KeepPrepared
from gongkai.web.cases.models import Case, Redaction
from gongkai.web.cases.moves import Verb
from gongkai.web.files import storage
from gongkai.web.files.kinds import Kind
from tests.web.cases.papers import SECRET, begun, docx_of, file_of, paper_pdf
from tests.web.cases.world import World, at, granted

pytestmark = pytest.mark.django_db
HANDLER = Role.HANDLER


@pytest.fixture
def case(world: World) -> Case:
    return world.opined()


def do(world: World, action: Any, row: Redaction, who: Any = None, **facts: Any) -> Redaction:
    actor = who or world.actor(HANDLER, section=world.section)
    return perform(action, actor, row, now=at(world.day), **facts)


def marking(world: World, case: Case) -> Redaction:
    """A file opened, all proposals marked."""
    row = begun(world, case)
    hits = [one.index for one in redactions.proposals(row)]
    return do(world, DecideHits(), row, hits=hits, decision="mark")


def made(world: World, case: Case) -> Redaction:
    """And made safe; for real the first time only."""
    row = do(world, MakeResult(), marking(world, case))
    names = (
        "result", "result_kind", "result_size", "result_sha256", "leaks", "pictures", "notes",
    )  # fmt: skip
    if _made:
        given = deepcopy(_made)
        return perform(KeepMade(), SYSTEM, row, now=at(world.day), begun=row.begun, **given)
    redaction_tasks.make.call(row.pk)
    row.refresh_from_db()
    _made.update({name: getattr(row, name) for name in names})
    return row


_made: dict[str, Any] = {}


def test_a_file_is_opened_marked_made_safe_and_given_with_the_reply(
    world: World, case: Case
) -> None:
    row = begun(world, case)
    assert (row.work, len(row.sizes)) == ("marking", 2)
    assert storage.storage().exists(storage.page_name(row.converted, 2))
    found = redactions.proposals(row)
    assert {"身份证件号码", "手机号码"} <= {one.zh for one in found}
    assert any(SECRET in one.text.replace(" ", "") for one in found)
    with connection.cursor() as cursor:
        cursor.execute("SELECT hits FROM cases_redaction")
        assert SECRET not in str(cursor.fetchall())  # sealed
    with pytest.raises(Refused, match="处提示没有处理"):
        do(world, MakeResult(), row)
    row = do(world, DecideHits(), row, hits=[one.index for one in found], decision="mark")
    row = do(world, SetMarks(), row, text="内部意见", ground="E16.2")
    row = do(world, MakeResult(), row)
    assert row.work == "making"
    redaction_tasks.make.call(row.pk)
    row.refresh_from_db()
    assert (row.work, row.problem, row.result_kind, row.pictures) == ("made", "", "pdf", 2)
    assert not [leak for leak in row.leaks if leak["blocking"]]
    assert SECRET.encode() not in redactions.read(row.result)
    row = do(world, Release(), row, despite="已核对")
    assert row.released
    lines = str(list(Entry.objects.values_list("before", "after", "reason", "label")))
    assert SECRET not in lines and "内部意见" not in lines


def test_each_change_is_undone_step_by_step(world: World, case: Case) -> None:
    row = marking(world, case)
    many = len(redactions.active(row))
    box = Mark(0, (Box(10, 10, 60, 30),), "E14a")
    row = do(world, SetMarks(), row, add=[box])
    number = next(m["id"] for m in redactions.active(row) if m["ground"] == "E14a")
    row = do(world, SetMarks(), row, grounds={number: "E16.1"})
    assert [m["ground"] for m in redactions.active(row)].count("E16.1") == 1
    row = do(world, SetMarks(), row, remove=[m["id"] for m in redactions.active(row)])
    assert redactions.active(row) == [] and redactions.undecided(row) == len(row.hits)
    row = do(world, UndoMarks(), row)
    assert len(redactions.active(row)) == many + 1 and redactions.undecided(row) == 0
    row = do(world, UndoMarks(), row)
    assert [m["ground"] for m in redactions.active(row)].count("E14a") == 1
    row = do(world, UndoMarks(), row)
    row = do(world, UndoMarks(), row)
    assert redactions.active(row) == []
    with pytest.raises(Refused, match="没有可以撤销"):
        do(world, UndoMarks(), row)


def test_a_proposal_is_kept_only_with_a_reason_and_may_still_be_marked(
    world: World, case: Case
) -> None:
    row = begun(world, case)
    with pytest.raises(Refused, match="保留的理由"):
        do(world, DecideHits(), row, hits=[0], decision="keep", why=" ")
    row = do(world, DecideHits(), row, hits=[0], decision="keep", why="机关对外公布的电话")
    assert redactions.proposals(row)[0].kept == "机关对外公布的电话"
    row = do(world, DecideHits(), row, hits=[0], decision="mark", ground="E16.1")
    assert redactions.proposals(row)[0].marked
    with pytest.raises(Refused, match="已经标记"):
        do(world, DecideHits(), row, hits=[0], decision="keep", why="x")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"add": [Mark(7, (Box(1, 1, 9, 9),), "E15")]}, "请核对页码"),
        ({"add": [Mark(0, (Box(9, 9, 1, 1),), "E15")]}, "请重新画框"),
        ({"add": [Mark(0, (Box(1, 1, 9, 9),), "E99")]}, "E99"),
        ({"text": "没有这样的文字", "ground": "E15"}, "没有找到"),
        ({"text": "", "ground": "E15"}, "没有填写"),
        ({"remove": [99]}, "已经不在"),
        ({"grounds": {1: "E99"}}, "没有这一项"),
        ({}, "没有可以改动的"),
    ],
)
def test_impossible_marks_are_refused(
    world: World, case: Case, facts: dict[str, Any], sentence: str
) -> None:
    row = marking(world, case)
    with pytest.raises(Refused, match=sentence):
        do(world, SetMarks(), row, **facts)


def test_a_change_after_making_forgets_the_result(world: World, case: Case) -> None:
    row = made(world, case)
    assert row.work == "made" and row.result
    row = do(world, SetMarks(), row, add=[Mark(1, (Box(1, 1, 9, 9),), "E15")])
    assert (row.work, row.result, row.leaks) == ("marking", "", [])
    with pytest.raises(Refused, match="还没有生成"):
        do(world, Release(), row)


def test_what_is_given_out_is_first_taken_back(world: World, case: Case) -> None:
    row = do(world, Release(), made(world, case), despite="已逐处核对")
    for action, facts in ((UndoMarks(), {}), (MakeResult(), {}), (RemoveRedaction(), {})):
        with pytest.raises(Refused, match="请先收回"):
            do(world, action, row, **facts)
    row = do(world, TakeBack(), row)
    do(world, RemoveRedaction(), row)
    assert not Redaction.objects.exists()


def test_a_blocking_leak_forbids_the_release(world: World, case: Case) -> None:
    row = made(world, case)
    bad = {"blocking": True, "kind": "place", "where": "第1页", "page": 0, "message": "仍有内容"}
    Redaction.objects.filter(pk=row.pk).update(leaks=[bad])
    with pytest.raises(Refused) as refused:
        do(world, Release(), row, despite="仍要提供")
    assert refused.value.kind is Refusal.LAW


def test_a_file_name_that_tells_what_is_blackened_forbids_the_release(
    world: World, case: Case
) -> None:
    row = made(world, case)
    row.source.name = f"复印件{SECRET}.pdf"
    row.source.save()
    with pytest.raises(Refused, match="文件名") as refused:
        do(world, Release(), row, despite="已核对")
    assert refused.value.kind is Refusal.LAW and SECRET not in str(refused.value)


def test_whole_files_are_cleaned_and_tested_too(world: World, case: Case) -> None:
    row = Redaction(
        case=case, source=file_of(case, docx_of("可以公开的内容"), "通知.docx", Kind.DOCX)
    )
    row = do(world, BeginRedaction(), row, whole=True)
    redaction_tasks.make.call(row.pk)
    row.refresh_from_db()
    assert (row.work, row.result_kind) == ("made", "docx"), row.problem
    assert any("已清除" in note for note in row.notes)
    assert do(world, Release(), row, despite="已核对").released


def test_a_broken_file_says_why(world: World, case: Case) -> None:
    source = file_of(case, b"%PDF-1.4 nothing", "坏.pdf", Kind.PDF)
    row = do(world, BeginRedaction(), Redaction(case=case, source=source))
    redaction_tasks.prepare.call(row.pk)
    row.refresh_from_db()
    assert row.work == "failed" and "PDF" in row.problem
    do(world, RemoveRedaction(), row)


def test_only_who_works_on_the_case_and_only_before_the_review(world: World, case: Case) -> None:
    row = begun(world, case)
    for role in (Role.LEGAL_REVIEWER, Role.APPROVER, Role.ADMINISTRATOR, Role.OVERSEER):
        with pytest.raises(Refused) as refused:
            do(world, UndoMarks(), row, who=world.actor(role))
        assert refused.value.kind is Refusal.FORBIDDEN
    with pytest.raises(Refused):
        do(world, UndoMarks(), row, who=world.actor(HANDLER, section=world.second))
    world.do(Verb.DECIDE, case, decisions=[granted(1)])
    world.do(Verb.DRAFT, case)
    world.do(Verb.SEND_FOR_REVIEW, case, despite="已核对")
    with pytest.raises(Refused, match="退回修改"):
        do(world, SetMarks(), row, remove=[1])


def test_work_given_up_meanwhile_leaves_nothing(world: World, case: Case) -> None:
    source = file_of(case, paper_pdf(), "合同.pdf", Kind.PDF)
    row = do(world, BeginRedaction(), Redaction(case=case, source=source))
    with pytest.raises(Refused, match="正在打开"):
        do(world, SetMarks(), row, remove=[1])
    Redaction.objects.filter(pk=row.pk).update(begun=at(world.day, 11))
    with pytest.raises(Refused, match="取消或者重新开始"):
        perform(KeepPrepared(), SYSTEM, row, now=at(world.day), begun=at(world.day, 10),
                converted="x", sizes=[], notes=[], hits=[])  # fmt: skip


def test_a_partial_reply_goes_with_its_file_or_with_a_statement(world: World) -> None:
    part = {"what": "联系人电话", "code": "D35", "reason": "属于内部工作流程信息"}
    partial = {
        "order": 1, "code": "D20", "reason": "可以区分处理", "refused": ["D35"],
        "details": {"public_part": "合同正文", "parts": [part], "form": "电子数据",
                    "way": "网上获取"},
    }  # fmt: skip
    case = world.opined()
    for kind in ("internal_kind", "discretion_reason"):
        case = world.do(Verb.RECORD, case, kind=kind, day=world.day, text="见合同附件")
    case = world.do(Verb.DECIDE, case, decisions=[partial])
    case = world.do(Verb.DRAFT, case)
    with pytest.raises(Refused, match="没有随附区分处理后的文件"):
        world.do(Verb.SEND_FOR_REVIEW, case)
    do(world, Release(), made(world, case), despite="已核对")
    case = world.do(Verb.DRAFT, case)
    case = world.do(Verb.SEND_FOR_REVIEW, case)
    assert "附件：施工合同" in case.papers.get().text
