"""区分处理: a file of a case is opened, marked, made safe, tested, and given with the reply.

Whoever works on the case may, until the reply goes to review: what was reviewed does not change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from typing import ClassVar

from django.db import transaction

from gongkai.errors import BadInput
from gongkai.redaction import GROUNDS, Mark, Page, Pages, check_marks, mark_text
from gongkai.sources import R2019, Article
from gongkai.web.acting import Act, Action, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.agencies.policies import is_system
from gongkai.web.cases import policies, redaction_tasks, redactions
from gongkai.web.cases.models import Case, Redaction
from gongkai.web.cases.models.sealing import Work
from gongkai.web.cases.moves import Stage
from gongkai.web.files.kinds import Kind
from gongkai.web.files.policies import files_of

__all__ = [
    "BeginRedaction", "DecideHits", "KeepMade", "KeepPrepared", "MakeResult", "NoteFailure",
    "Release", "RemoveRedaction", "STAGES", "SetMarks", "TakeBack", "UndoMarks",
]  # fmt: skip

STAGES = (Stage.ARRIVED, Stage.REGISTERED, Stage.WITH_SECTIONS, Stage.DECIDING)
STALLED = timedelta(minutes=20)  # work that takes longer has died
_A37 = Article(R2019, 37)


class _OnRedaction(Action[Redaction]):
    """An act of a person on the work on one file."""

    logged: ClassVar[tuple[str, ...]] = ("work", "released", "result_sha256")

    def may(self, act: Act[Redaction]) -> None:
        """Whoever works on the case."""
        policies.may_work(act.actor, self.zh, act.row.case)

    def move(self, act: Act[Redaction]) -> None:
        """Before the review; the case is locked, so that it is not sent there meanwhile."""
        act.article = str(_A37)
        case = Case.objects.select_for_update(no_key=True).get(pk=act.row.case_id)
        if Stage(case.stage) not in STAGES:
            raise Refused(
                Refusal.STATE,
                f"{case}在“{case.stage_zh}”环节，不能“{self.zh}”；"
                "审查过的内容不再改动，需要改动的，请先由审查人退回修改",
            )  # fmt: skip

    def at_rest(self, act: Act[Redaction]) -> None:
        """Nothing is under way, and the file is not given out."""
        row = act.row
        if row.work in (Work.PREPARING, Work.MAKING) and act.now - row.begun < STALLED:
            raise Refused(Refusal.STATE, f"“{row.source.name}”{row.work_zh}；请稍候再试")
        if row.released:
            raise Refused(
                Refusal.STATE, f"“{row.source.name}”已确定随答复提供；请先收回，再“{self.zh}”"
            )

    def forget_result(self, act: Act[Redaction]) -> None:
        """What was made before no longer fits."""
        row = act.row
        transaction.on_commit(partial(redactions.drop_result, row.result, row.pictures))
        row.result, row.result_kind, row.result_sha256 = "", "", ""
        row.result_size, row.pictures, row.made, row.leaks = 0, 0, None, []


class BeginRedaction(_OnRedaction):
    """打开一个文件: `row.case`, `row.source`; facts whole, accept_changes."""

    verb, zh = "cases.begin_redaction", "开始区分处理"

    def law(self, act: Act[Redaction]) -> None:
        """A file of this case that can be read; one at a time."""
        row = act.row
        if not row._state.adding:
            raise Refused(Refusal.STATE, f"“{row.source.name}”已经打开")
        file = row.source
        if not files_of(row.case).filter(pk=file.pk).exists() or not file.ready:
            raise BadInput("没有选择这件申请的文件；请在文件名单中选择，还在检查的请稍候")
        if Redaction.objects.filter(case=row.case, source=file).exists():
            raise Refused(Refusal.STATE, f"“{file}”已经在处理；请从名单中打开，或者先移除")
        row.whole = bool(act.facts.get("whole"))
        row.accept_changes = bool(act.facts.get("accept_changes"))
        kinds = redactions.STRIPPED if row.whole else redactions.CONVERTED
        if file.kind not in kinds:
            known = "、".join(kind.zh for kind in Kind if kind.value in kinds)
            does = "整份提供" if row.whole else "标记"
            raise BadInput(f"“{file}”是{file.kind_zh}，不能{does}；可以处理的有：{known}")
        row.work = (Work.MAKING if row.whole else Work.PREPARING).value
        row.begun, row.actor = act.now, act.actor.name

    def tell(self, act: Act[Redaction]) -> Iterable[Callable[[], None]]:
        """The worker goes on."""
        task = redaction_tasks.make if act.row.whole else redaction_tasks.prepare
        yield partial(redaction_tasks.queue, task, act.row.pk)


class _Marking(_OnRedaction):
    """An act on the marks."""

    def law(self, act: Act[Redaction]) -> None:
        """Possible now; a result made before is forgotten."""
        row = act.row
        self.at_rest(act)
        if row.whole or not row.converted:
            raise Refused(Refusal.STATE, f"“{row.source.name}”没有可以标记的页面")
        self.mark(act, redactions.last_step(row) + 1)
        check_marks(_sizes(row), redactions.marks_of(row))
        self.forget_result(act)
        row.work, row.problem, row.actor = Work.MARKING.value, "", act.actor.name

    def mark(self, act: Act[Redaction], step: int) -> None:
        """The change itself."""
        raise NotImplementedError


def _sizes(row: Redaction) -> Pages:
    from array import array

    none = array("f")
    return Pages(b"", tuple(Page(width, height, "", none, none) for width, height in row.sizes))


class SetMarks(_Marking):
    """标记: facts add (Mark …), text with ground (everywhere), remove (ids), grounds (id: code)."""

    verb, zh = "cases.set_marks", "标记涂去的内容"

    def mark(self, act: Act[Redaction], step: int) -> None:
        """All of it is one step, which can be undone."""
        row, given = act.row, act.facts
        asked: list[Mark] = list(given.get("add") or ())
        if "text" in given:
            text = facts.word(given, "text", "要涂去的文字", 200)
            asked += mark_text(redactions.pages_of(row), text, str(given.get("ground")))
        check_marks(_sizes(row), asked)
        standing = {mark["id"]: mark for mark in redactions.active(row)}
        gone = {int(number) for number in given.get("remove") or ()}
        grounds = {int(n): str(code) for n, code in (given.get("grounds") or {}).items()}
        if missing := (gone | set(grounds)) - set(standing):
            raise Refused(Refusal.STALE, f"有{len(missing)}处标记已经不在；请刷新页面看过之后再改")
        changed = 0
        for number, code in grounds.items():
            mark = standing[number]
            if number in gone or mark["ground"] == code:
                continue
            if code not in GROUNDS:
                raise BadInput("没有这一项不予公开的理由；请从列表中选择")
            mark["gone"] = step
            again = Mark(
                mark["page"], tuple(map(redactions.box_of, mark["boxes"])), code,
                mark["text"],
            )  # fmt: skip
            changed += redactions.add_marks(row, [again], step)
        for number in gone:
            standing[number]["gone"] = step
        changed += len(gone) + redactions.add_marks(row, asked, step)
        if not changed:
            raise BadInput("这些内容都已经标记；没有可以改动的")
        self.added = changed


class DecideHits(_Marking):
    """处理提示: facts hits (their places in the list), decision mark or keep, ground, why."""

    verb, zh = "cases.decide_hits", "处理涂去提示"

    def mark(self, act: Act[Redaction], step: int) -> None:
        """Marked by its own ground unless another is given; kept with a reason."""
        row, given = act.row, act.facts
        known = redactions.proposals(row)
        chosen = sorted({int(index) for index in given.get("hits") or ()})
        if not chosen:
            raise BadInput("没有选中提示；请先在名单中选中")
        if chosen[0] < 0 or chosen[-1] >= len(known):
            raise BadInput("选中的提示不存在；请刷新页面再选")
        if given.get("decision") == "mark":
            ground = str(given.get("ground") or "")
            asked = [
                Mark(one.page, one.boxes, ground or one.ground, one.text)
                for one in (known[index] for index in chosen)
            ]
            check_marks(_sizes(row), asked)
            if not redactions.add_marks(row, asked, step):
                raise BadInput("选中的提示都已经标记")
        elif given.get("decision") == "keep":
            why = facts.word(given, "why", "保留的理由", 200)
            if marked := [known[index].number for index in chosen if known[index].marked]:
                raise BadInput(f"第{marked[0]}页选中的提示已经标记涂去；请先取消标记")
            for index in chosen:
                row.hits[index]["kept"] = {"why": why, "step": step}
        else:
            raise BadInput("没有选择涂去还是保留；请选择")


class UndoMarks(_Marking):
    """撤销: the last change of marks or proposals is taken back."""

    verb, zh = "cases.undo_marks", "撤销标记"

    def mark(self, act: Act[Redaction], step: int) -> None:
        """Step by step to the beginning."""
        if not redactions.undo(act.row):
            raise Refused(Refusal.STATE, "没有可以撤销的标记")


class MakeResult(_OnRedaction):
    """生成: done by the worker; fact accept_changes for a document released whole."""

    verb, zh = "cases.make_result", "生成可以公开的文件"

    def law(self, act: Act[Redaction]) -> None:
        """Every proposal has been looked at."""
        row = act.row
        self.at_rest(act)
        if not row.whole:
            if not row.converted:
                raise Refused(Refusal.STATE, f"“{row.source.name}”没有打开成功；请移除后重新开始")
            if left := redactions.undecided(row):
                raise Refused(
                    Refusal.STATE, f"还有{left}处提示没有处理；请逐处决定涂去或者写明理由后保留"
                )
        self.forget_result(act)
        row.accept_changes = row.accept_changes or bool(act.facts.get("accept_changes"))
        row.work, row.begun, row.progress = Work.MAKING.value, act.now, 0
        row.problem, row.actor = "", act.actor.name

    def tell(self, act: Act[Redaction]) -> Iterable[Callable[[], None]]:
        """The worker goes on."""
        yield partial(redaction_tasks.queue, redaction_tasks.make, act.row.pk)


class Release(_OnRedaction):
    """随答复提供: the leak test found nothing that forbids it; fact despite for what it asks."""

    verb, zh = "cases.release_redaction", "确定随答复提供"

    def law(self, act: Act[Redaction]) -> None:
        """Made, tested, looked at."""
        row = act.row
        self.at_rest(act)
        if row.work != Work.MADE or not row.result:
            raise Refused(Refusal.STATE, f"“{row.source.name}”还没有生成可以公开的文件；请先生成")
        if blocking := [leak for leak in row.leaks if leak["blocking"]]:
            raise Refused(
                Refusal.LAW, f"泄漏检查没有通过：{blocking[0]['message']}；不能随答复提供", _A37
            )
        despite = facts.word(act.facts, "despite", "确认的理由", 200, needed=False)
        texts = [mark.text.strip() for mark in redactions.marks_of(row)]
        if any(len(text) > 1 and text in row.source.name for text in texts):
            raise Refused(
                Refusal.LAW, "文件名里有已经涂去的内容，申请人会看到文件名；不能随答复提供，"
                "请移除后把原件改名重新上传", _A37,
            )  # fmt: skip
        if row.leaks and not despite:
            raise BadInput(f"泄漏检查有{len(row.leaks)}处需要确认；请逐处看过，写明可以公开的理由")
        for leak in row.leaks:
            leak["accepted"] = despite
        row.released, row.actor = True, act.actor.name


class TakeBack(_OnRedaction):
    """收回: it does not go with the reply after all."""

    verb, zh = "cases.take_back_redaction", "收回随答复提供的文件"

    def law(self, act: Act[Redaction]) -> None:
        """While it is to go."""
        if not act.row.released:
            raise Refused(Refusal.STATE, f"“{act.row.source.name}”没有确定随答复提供")
        act.row.released = False


class RemoveRedaction(_OnRedaction):
    """移除: marks and result go; the file itself stays with the case."""

    verb, zh = "cases.remove_redaction", "移除区分处理"

    def law(self, act: Act[Redaction]) -> None:
        """Not what is to go with the reply."""
        if act.row.released:
            raise Refused(Refusal.STATE, f"“{act.row.source.name}”已确定随答复提供；请先收回")

    def save(self, act: Act[Redaction]) -> None:
        """With all its parts in the storage."""
        row = act.row
        transaction.on_commit(partial(redactions.drop_result, row.result, row.pictures))
        transaction.on_commit(partial(redactions.drop_source, row.converted, len(row.sizes)))
        row.delete()


# what the worker reports ----------------------------------------------------------------------


class _ByWorker(Action[Redaction]):
    """Of the platform itself; work that was given up meanwhile is not taken up again."""

    logged: ClassVar[tuple[str, ...]] = ("work", "result_sha256")
    waits: ClassVar[tuple[Work, ...]]

    def may(self, act: Act[Redaction]) -> None:
        """Nobody else."""
        if not is_system(act.actor):
            raise Refused(Refusal.FORBIDDEN, f"“{self.zh}”由系统自动办理")

    def move(self, act: Act[Redaction]) -> None:
        """The work that was begun then is still wanted."""
        row = act.row
        if row.work not in self.waits or row.begun != act.facts["begun"]:
            raise Refused(Refusal.STALE, "这项工作已经取消或者重新开始")

    def take(self, act: Act[Redaction], *names: str) -> None:
        """Facts that are fields."""
        for name in names:
            setattr(act.row, name, act.facts[name])


class KeepPrepared(_ByWorker):
    """The file is open: facts converted, sizes, notes, hits."""

    verb, zh = "cases.redaction_prepared", "打开文件完成"
    waits = (Work.PREPARING,)

    def law(self, act: Act[Redaction]) -> None:
        """Marks may begin."""
        self.take(act, "converted", "sizes", "notes", "hits")
        act.row.work = Work.MARKING.value


class KeepMade(_ByWorker):
    """The result is there: facts result …, leaks, pictures, notes."""

    verb, zh = "cases.redaction_made", "生成文件并完成泄漏检查"
    waits = (Work.MAKING,)

    def law(self, act: Act[Redaction]) -> None:
        """To be looked at."""
        self.take(
            act, "result", "result_kind", "result_size", "result_sha256", "leaks", "pictures",
            "notes",
        )  # fmt: skip
        act.row.work, act.row.made = Work.MADE.value, act.now


class NoteFailure(_ByWorker):
    """It could not be done: fact problem, a sentence."""

    verb, zh = "cases.redaction_failed", "文件处理没有办成"
    waits = (Work.PREPARING, Work.MAKING)

    def law(self, act: Act[Redaction]) -> None:
        """The person is told why."""
        act.row.work, act.row.problem = Work.FAILED.value, str(act.facts["problem"])[:300]
