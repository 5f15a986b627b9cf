"""One verb, one action: may, move, law, save, log, tell; wholly or not at all."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from gongkai.errors import BadInput
from gongkai.web import acting
from gongkai.web.acting import Act, Action, Actor, Refusal, Refused, perform
from gongkai.web.audit import chain
from gongkai.web.audit.models import Chain, Entry
from gongkai.web.audit.verbs import UnknownVerb
from tests.web.desk.actions import LIMIT, Amend, Enter, Move, Open, Remove
from tests.web.desk.models import Keeper, Letter, Sheet, Slip

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
CLERK = Actor(7, "张三", "intake", 3, "市行政审批服务局", "192.0.2.1")
AUDITOR = Actor(8, "李四", "auditor")

pytestmark = pytest.mark.django_db


def opened(title: str = "台账", total: int = 0) -> Sheet:
    """A sheet that is in the database, with its line in the trace."""
    return perform(Open(), CLERK, Sheet(title=title, total=total), now=NOW)


def written() -> list[tuple[Any, ...]]:
    """Everything an act could have left."""
    return [
        *Sheet.objects.order_by("id").values_list(),
        *Slip.objects.order_by("id").values_list(),
        *Letter.objects.order_by("id").values_list(),
        *Entry.objects.values_list(),
        *Chain.objects.values_list(),
    ]


def refusal(action: Action[Sheet], row: Sheet, actor: Actor = CLERK, **facts: Any) -> Refused:
    """The refusal of an act; nothing has been written."""
    before = written()
    with pytest.raises(Refused) as caught:
        perform(action, actor, row, now=NOW, **facts)
    assert written() == before
    return caught.value


# what an act leaves -----------------------------------------------------------------------------


def test_an_act_leaves_its_row_its_line_and_what_is_to_be_told() -> None:
    sheet = opened(total=2)
    changed = perform(Enter(), CLERK, sheet, now=NOW, amount=5, reason="补记")
    assert (changed.total, changed.version) == (7, 2)
    assert Sheet.objects.get().total == 7
    line = Entry.objects.last()
    assert line is not None
    assert (line.actor, line.actor_name, line.role, line.agency) == (7, "张三", "intake", 3)
    assert (line.agency_name, line.address) == ("市行政审批服务局", "192.0.2.1")
    assert (line.verb, line.kind, line.object) == ("desk.enter", "desk.sheet", str(sheet.pk))
    assert (line.before, line.after) == ({"total": 2}, {"total": 7})
    assert (line.at, line.reason, line.article) == (NOW, "补记", str(LIMIT))
    assert line.act == Slip.objects.get(amount=5).act == Letter.objects.get(text="记入 台账").act


def test_of_a_new_row_every_logged_field_is_in_the_line() -> None:
    opened(total=2)
    line = Entry.objects.get()
    assert line.before == {}
    assert line.after == {
        "title": "台账", "total": 2, "state": "open", "keeper": None, "due": None
    }  # fmt: skip


def test_a_field_that_is_not_named_is_not_logged() -> None:
    perform(Amend(), CLERK, opened(), now=NOW, values={"remark": "某某"})
    line = Entry.objects.last()
    assert line is not None
    assert (line.before, line.after) == ({}, {})
    assert Sheet.objects.get().remark == "某某"


def test_a_value_given_as_text_is_logged_as_the_database_holds_it() -> None:
    sheet = perform(Amend(), CLERK, opened(), now=NOW, values={"due": "2026-12-01", "total": "0"})
    assert Entry.objects.values_list("after", flat=True)[1] == {"due": "2026-12-01"}
    perform(Amend(), CLERK, sheet, now=NOW, values={"due": date(2026, 12, 1)})
    assert Entry.objects.values_list("after", flat=True)[2] == {}


def test_a_deleted_row_keeps_its_number_in_the_line() -> None:
    sheet = opened("旧账")
    key = sheet.pk
    perform(Remove(), CLERK, sheet, now=NOW)
    line = Entry.objects.last()
    assert line is not None
    assert (line.object, line.label, line.after) == (str(key), "旧账", {})
    assert line.before["title"] == "旧账"
    assert not Sheet.objects.exists()


def test_a_row_with_a_key_of_its_own_choice_is_new_when_there_is_none_such() -> None:
    made = perform(Open(), CLERK, Sheet(pk=77, title="自选编号"), now=NOW)
    assert (made.pk, made.version) == (77, 1)
    # and when there is one, it is that one which is changed: nothing is overwritten
    again = perform(Amend(), CLERK, Sheet(pk=77), now=NOW, values={"total": 3})
    assert (again.title, again.total, again.version) == ("自选编号", 3, 2)


# refusals ---------------------------------------------------------------------------------------


def test_who_may_not_is_told_so() -> None:
    found = refusal(Enter(), opened(), AUDITOR, amount=1)
    assert (found.kind, str(found)) == (Refusal.FORBIDDEN, "审计人员不能改动")


def test_a_row_in_another_state_is_left_alone() -> None:
    sheet = perform(Amend(), CLERK, opened(), now=NOW, values={"state": "closed"})
    assert refusal(Enter(), sheet, amount=1).kind is Refusal.STATE


def test_what_the_law_forbids_names_its_article() -> None:
    found = refusal(Enter(), opened(), amount=2_000_000_000)
    assert (found.kind, found.article) == (Refusal.LAW, LIMIT)
    assert found.sentence.startswith("金额过大")


@pytest.mark.parametrize("step", ["may", "move", "law", "save", "tell"])
def test_what_the_core_cannot_use_is_a_refusal_in_whichever_step(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Action[Sheet], act: Act[Sheet]) -> None:
        raise BadInput("请写明金额")

    sheet = opened()
    monkeypatch.setattr(Enter, step, refuse)
    found = refusal(Enter(), sheet, amount=1)
    assert (found.kind, found.sentence, found.article) == (Refusal.INPUT, "请写明金额", None)


@pytest.mark.parametrize("step", ["may", "move", "law", "save", "tell"])
def test_a_mistake_in_any_step_leaves_nothing_written(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = opened()
    step_itself = getattr(Enter, step)

    def fail(self: Action[Sheet], act: Act[Sheet]) -> None:
        for queue in step_itself(self, act) or ():
            queue()
        raise RuntimeError(step)

    monkeypatch.setattr(Enter, step, fail)
    before = written()
    with pytest.raises(RuntimeError, match=step):
        perform(Enter(), CLERK, sheet, now=NOW, amount=1)
    assert written() == before
    monkeypatch.undo()
    assert perform(Enter(), CLERK, sheet, now=NOW, amount=1).total == 1


def test_what_is_told_in_vain_is_dropped_with_the_act() -> None:
    class Shout(Enter):
        """Fails in the second of its two messages."""

        def tell(self, act: Act[Sheet]) -> Iterable[Callable[[], None]]:
            yield from super().tell(act)
            yield fail

    def fail() -> None:
        assert Letter.objects.filter(text="记入 台账").count() == 1
        raise RuntimeError("no connection")

    sheet = opened()
    before = written()
    with pytest.raises(RuntimeError, match="no connection"):
        perform(Shout(), CLERK, sheet, now=NOW, amount=1)
    assert written() == before


def test_a_new_row_that_was_refused_can_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Open, act: Act[Sheet]) -> None:
        act.row.save()
        raise Refused(Refusal.INPUT, "请补充")

    row = Sheet(title="新账")
    monkeypatch.setattr(Open, "save", fail)
    assert refusal(Open(), row).kind is Refusal.INPUT
    assert row.pk is None
    assert row._state.adding
    monkeypatch.undo()
    assert perform(Open(), CLERK, row, now=NOW).pk is not None


def test_an_unknown_verb_cannot_be_saved() -> None:
    class Unheard(Amend):
        """Its verb is set where nobody registers it."""

    Unheard.verb = "desk.unheard"
    sheet = opened()
    before = written()
    with pytest.raises(UnknownVerb, match=r"desk\.unheard"):
        perform(Unheard(), CLERK, sheet, now=NOW)
    assert written() == before


def test_one_slug_cannot_mean_two_things() -> None:
    with pytest.raises(ValueError, match="修改"):

        class Other(Action[Sheet]):
            """Takes a slug that is taken."""

            verb, zh = "desk.amend", "更正"


# two editors ------------------------------------------------------------------------------------


def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten() -> None:
    mine = opened()
    theirs = Sheet.objects.get()
    perform(Amend(), CLERK, theirs, now=NOW, version=1, values={"title": "先到"})
    found = refusal(Amend(), mine, version=1, values={"title": "后到"})
    assert found.kind is Refusal.STALE
    assert "刚被别人改过" in found.sentence
    assert Sheet.objects.get().title == "先到"
    assert perform(Amend(), CLERK, mine, now=NOW, version=2, values={"title": "后到"}).version == 3


def test_an_action_that_saves_some_fields_only_still_counts_up_the_version() -> None:
    sheet = opened()
    perform(Enter(), CLERK, sheet, now=NOW, version=1, amount=1)
    assert Sheet.objects.get().version == 2
    assert refusal(Enter(), sheet, version=1, amount=1).kind is Refusal.STALE


def test_a_row_that_has_gone_is_a_refusal() -> None:
    sheet = opened()
    Sheet.objects.all().delete()
    found = refusal(Enter(), sheet, amount=1)
    assert (found.kind, found.sentence) == (Refusal.STALE, "“台账”已经不存在；请回到列表")


def test_a_row_without_versions_is_read_again_too() -> None:
    class Name(Action[Keeper]):
        """Give another name."""

        verb, zh = "desk.name", "更名"

        def may(self, act: Act[Keeper]) -> None:
            act.row.name += "同志"

    keeper = Keeper.objects.create(name="甲")
    Keeper.objects.update(name="乙")
    assert perform(Name(), CLERK, keeper, now=NOW, version=9).name == "乙同志"


# acts that follow from an act -------------------------------------------------------------------


def test_acts_that_follow_share_the_id_and_come_after_the_one_that_began() -> None:
    one, two = opened("甲账", 10), opened("乙账")
    letters = Letter.objects.count()
    moved = perform(Move(), CLERK, one, now=NOW, amount=4, to=two)
    lines = list(Entry.objects.all()[2:])
    assert [(line.verb, line.label) for line in lines] == [
        ("desk.move", "甲账"), ("desk.enter", "甲账"), ("desk.enter", "乙账"),
    ]  # fmt: skip
    assert len({line.act for line in lines}) == 1
    assert (moved.total, Sheet.objects.get(pk=two.pk).total) == (6, 4)
    assert moved.version == 3
    assert Letter.objects.count() == letters + 3
    assert list(chain.verify()) == []


def test_two_acts_of_a_person_have_two_ids() -> None:
    opened("甲账")
    opened("乙账")
    assert Entry.objects.values("act").distinct().count() == 2


def test_when_the_whole_fails_what_followed_is_undone() -> None:
    one, two = opened("甲账", 10), opened("乙账")
    before = written()
    with pytest.raises(RuntimeError):
        perform(Move(), CLERK, one, now=NOW, amount=4, to=two, fail=True)
    assert written() == before


def test_when_what_follows_is_refused_the_whole_is() -> None:
    one, two = opened("甲账", 10), opened("乙账")
    two = perform(Amend(), CLERK, two, now=NOW, values={"state": "closed"})
    assert refusal(Move(), one, amount=4, to=two).kind is Refusal.STATE


def test_an_act_may_go_on_without_one_that_was_refused() -> None:
    class Try(Amend):
        """Enters an amount if that is allowed, and goes on."""

        verb, zh = "desk.try", "尝试记入"

        def save(self, act: Act[Sheet]) -> None:
            new = Sheet(title="附带")
            with pytest.raises(Refused):
                perform(Enter(), act.actor, act.row, now=act.now, amount=10**10)
            with pytest.raises(RuntimeError):
                perform(Fail(), act.actor, new, now=act.now)
            assert new.pk is None
            act.row.save()

    class Fail(Open):
        """Fails after an act of its own."""

        def save(self, act: Act[Sheet]) -> None:
            act.row.save()
            perform(Enter(), act.actor, act.row, now=act.now, amount=1)
            raise RuntimeError

    sheet = perform(Try(), CLERK, opened(), now=NOW)
    assert list(Entry.objects.values_list("verb", flat=True)) == ["desk.open", "desk.try"]
    assert (sheet.total, Sheet.objects.count(), list(chain.verify())) == (0, 1, [])


def test_after_a_failure_the_next_act_begins_anew() -> None:
    sheet = opened()
    for _ in range(2):
        with pytest.raises(RuntimeError):
            perform(Move(), CLERK, sheet, now=NOW, amount=0, to=sheet, fail=True)
    assert acting._whole.get() is None
    perform(Enter(), CLERK, sheet, now=NOW, amount=1)
    assert Entry.objects.count() == 2


def test_acts_in_a_transaction_of_the_caller_are_undone_with_it() -> None:
    before = written()
    with pytest.raises(RuntimeError), transaction.atomic():
        opened("甲账")
        opened("乙账")
        raise RuntimeError
    assert written() == before


# locks ------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_the_same_moment_come_one_after_the_other() -> None:
    sheet = opened()
    both, outcomes = threading.Barrier(2), []

    class Slow(Amend):
        """Waits for the other to begin."""

        def may(self, act: Act[Sheet]) -> None:
            threading.Event().wait(0.2)

    def edit(title: str) -> None:
        try:
            both.wait(5)
            perform(Slow(), CLERK, sheet, now=NOW, version=1, values={"title": title})
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.kind)
        finally:
            connection.close()

    editors = [threading.Thread(target=edit, args=(title,)) for title in ("甲", "乙")]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()
    assert sorted(outcomes) == ["done", "stale"]
    assert Entry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_acts_that_wait_for_each_other_end_with_one_done_and_one_told() -> None:
    one, two = opened("甲账", 10), opened("乙账", 10)
    # on SQLite the second waits from the start, and both are done
    both, outcomes = threading.Barrier(2), []

    class Cross(Amend):
        """Locks its row, waits for the other, then wants the other's."""

        verb, zh = "desk.cross", "互转"

        def save(self, act: Act[Sheet]) -> None:
            if connection.vendor == "postgresql":
                both.wait(5)
            perform(Enter(), act.actor, act.facts["other"], now=act.now, amount=1)

    def move(mine: Sheet, other: Sheet) -> None:
        try:
            perform(Cross(), CLERK, mine, now=NOW, other=other)
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = "别人正在改动同样的内容；您的操作没有保存，请稍候再试一次"
    expected = ["done", told] if connection.vendor == "postgresql" else ["done", "done"]
    assert sorted(outcomes) == expected
    assert list(chain.verify()) == []


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_is_told_and_nothing_is_written() -> None:
    sheet = opened()
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Sheet.objects.select_for_update().get(pk=sheet.pk)
            held.set()
            done.wait(20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50" if sqlite else "SET lock_timeout = 50")
    try:
        with pytest.raises(Refused, match="别人正在改动") as caught:
            perform(Enter(), CLERK, sheet, now=NOW, amount=1)
    finally:
        done.set()
        holder.join()
        connection.close()  # and with it the short patience
    assert caught.value.kind is Refusal.STALE
    assert (Entry.objects.count(), Sheet.objects.get().total) == (1, 0)


def test_another_fault_of_the_database_is_no_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(lines: object, at: datetime) -> None:
        raise OperationalError("disk I/O error")

    sheet = opened()
    monkeypatch.setattr(chain, "append_all", fail)
    with pytest.raises(OperationalError, match="disk"):
        perform(Enter(), CLERK, sheet, now=NOW, amount=1)


def test_an_act_made_by_hand_has_an_id() -> None:
    assert isinstance(Act(CLERK, NOW, Sheet(), {}).id, uuid.UUID)
