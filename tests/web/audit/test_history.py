"""What happened to an object, in sentences; and who read personal data."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from gongkai.web.acting import Actor, perform
from gongkai.web.agencies.roles import Role
from gongkai.web.audit import chain, verbs
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.audit.history import Change, _shown, history, sentence
from gongkai.web.audit.models import Entry
from gongkai.web.audit.readings import reading
from tests.web.desk.actions import Amend, Enter, Open
from tests.web.desk.models import Keeper, Sheet

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
CLERK = Actor(7, "张三", Role.INTAKE, 3, "市局", "192.0.2.1")

pytestmark = pytest.mark.django_db


def opened() -> Sheet:
    return perform(Open(), CLERK, Sheet(title="台账", total=2), now=NOW)


def amended(sheet: Sheet, **values: Any) -> Sheet:
    return perform(Amend(), CLERK, sheet, now=NOW, values=values)


def changes(sheet: Sheet) -> list[Change]:
    """Those of the newest line."""
    return list(history(sheet)[0].changes)


def test_an_act_is_a_sentence_with_person_role_verb_and_object() -> None:
    sheet = perform(Enter(), CLERK, opened(), now=NOW, amount=3, reason="补记")
    newest, oldest = history(sheet)
    assert oldest.sentence == "张三（受理）登记了“台账”"
    assert newest.sentence == "张三（受理）记入了“台账”"
    assert (newest.at, newest.person, newest.reason) == (NOW, "张三（受理）", "补记")
    assert newest.article.endswith("第三十三条")
    assert newest.changes == (Change("合计", "2", "5"),)


def test_what_the_system_does_has_no_role() -> None:
    sheet = perform(Open(), SYSTEM, Sheet(title="台账"), now=NOW)
    assert history(sheet)[0].sentence == "系统登记了“台账”"


def test_a_change_reads_as_the_form_shows_it() -> None:
    keeper = Keeper.objects.create(name="王五")
    sheet = amended(opened(), keeper=keeper, state="closed", due=date(2026, 12, 1))
    assert changes(sheet) == [
        Change("状态", "在用", "已结"),
        Change("保管人", "（空）", "王五"),
        Change("期限", "（空）", "2026年12月1日"),
    ]


def test_a_row_that_was_pointed_to_and_is_gone_is_named_by_its_number() -> None:
    keeper = Keeper.objects.create(name="王五")
    sheet = amended(opened(), keeper=keeper)
    key = keeper.pk
    keeper.delete()
    assert changes(sheet) == [Change("保管人", "（空）", f"编号{key}（已不存在）")]


def _add(sheet: Sheet, before: dict[str, Any], after: dict[str, Any], verb: str) -> None:
    verbs.register(verb, verbs.verb_zh(verb))
    chain.append(
        chain.Line(
            act=uuid.uuid4(), actor=1, actor_name="甲", role="gone", verb=verb, kind="desk.sheet",
            object=str(sheet.pk), label="台账", before=before, after=after,
        ),
        NOW,
    )  # fmt: skip


def test_a_line_of_an_older_version_of_the_program_is_still_read() -> None:
    sheet = opened()
    _add(sheet, {"colour": "红", "due": "not a day", "total": None, "slips": 1},
         {"colour": True, "due": "", "total": 3, "slips": 2}, "desk.paint")  # fmt: skip
    assert history(sheet)[0].sentence == "甲（gone）desk.paint了“台账”"
    assert changes(sheet) == [
        Change("合计", "（空）", "3"), Change("期限", "not a day", "（空）"),
        Change("colour", "红", "是"), Change("slips", "1", "2"),
    ]  # fmt: skip


def test_times_are_shown_as_they_are_here() -> None:
    moment = models.DateTimeField()
    assert _shown(moment, "2026-11-21T23:30:00Z", {}) == "2026年11月22日 07:30"
    assert _shown(models.BooleanField(), False, {}) == "否"


def test_the_number_of_queries_does_not_grow_with_the_lines() -> None:
    sheet = opened()
    for number in range(8):
        sheet = amended(sheet, keeper=Keeper.objects.create(name=f"甲{number}"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(history(sheet)) == 9
    assert len(queries) == 2
    assert len(history(sheet, limit=4)) == 4


def test_the_history_is_of_that_object_only() -> None:
    one, other = opened(), opened()
    amended(other, title="另一本")
    assert len(history(one)) == 1


# readings ---------------------------------------------------------------------------------------


def test_who_reads_personal_data_leaves_a_line() -> None:
    sheet = opened()
    reading(CLERK, sheet, "证件号码、联系电话", NOW, reason="核对身份")
    line = Entry.objects.last()
    assert line is not None
    assert (line.personal, line.verb, line.object) == (True, "read", str(sheet.pk))
    assert (line.actor, line.agency, line.address) == (7, 3, "192.0.2.1")
    assert (line.reason, line.after) == ("核对身份", {"read": "证件号码、联系电话"})
    assert sentence(line) == "张三（受理）查看了“台账”的证件号码、联系电话"
    assert list(chain.verify()) == []


def test_readings_are_in_the_history_when_asked_for() -> None:
    sheet = opened()
    reading(CLERK, sheet, "联系电话", NOW)
    assert len(history(sheet)) == 1
    newest = history(sheet, readings=True)[0]
    assert (newest.sentence, newest.changes) == ("张三（受理）查看了“台账”的联系电话", ())


# verbs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("slug", "zh"), [("", "空"), ("Open", "开"), ("a b", "开"), ("ok", "")])
def test_a_verb_is_a_slug_with_a_name(slug: str, zh: str) -> None:
    with pytest.raises(ValueError, match="verb"):
        verbs.register(slug, zh)


def test_a_verb_may_be_registered_twice_if_it_means_the_same() -> None:
    assert verbs.register("read", "查看") == "read"
    with pytest.raises(ValueError, match="查看"):
        verbs.register("read", "阅读")


def test_every_role_has_its_name() -> None:
    assert [verbs.role_zh(role) for role in Role] == [role.zh for role in Role]
    assert verbs.role_zh("") == ""
