"""Replies ordered anew, objections over which something is given, and who reviews whose work."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from gongkai.web.accounts.models import User
from gongkai.web.acting import Refusal, Refused, perform
from gongkai.web.agencies.models import Post
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.models import Entry
from gongkai.web.cases import on_file, reminders
from gongkai.web.cases.actions import OpenDispute, UpdateDispute
from gongkai.web.cases.models import Case, Dispute, Reminder
from gongkai.web.cases.moves import Verb
from tests.web.cases.test_stories import on_file as put_on_file
from tests.web.cases.test_stories import reply_of, to_the_end
from tests.web.cases.world import World, at, granted

PARTLY = {
    "order": 1, "code": "D20", "reason": "区分处理",
    "details": {
        "public_part": "报价表", "form": "电子数据", "way": "网上获取",
        "parts": [{"what": "评审讨论记录", "code": "D36", "reason": "属于过程性信息"}],
    },
}  # fmt: skip


# 重新答复 -----------------------------------------------------------------------------------------


def test_a_reply_is_given_anew_by_the_day_that_the_decision_set_and_names_it(
    shared: World,
) -> None:
    world = shared
    case = world.answered()
    world.pass_days(70)
    dispute = world.dispute(case)
    actor = world.actor(Role.LEGAL_REVIEWER)
    due = world.day + timedelta(10)
    dispute = perform(UpdateDispute(), actor, dispute, now=at(world.day), redo_due=due)
    with pytest.raises(Refused, match="早于收到决定的日期"):
        world.do(Verb.REDO, case, dispute=dispute, day=world.day, until=world.day - timedelta(1))
    case = world.do(Verb.REDO, case, dispute=dispute, day=world.day)
    new = case.redone.get()
    assert (new.must_by, new.due, new.ordered_id) == (due, due, dispute.pk)
    # another date that the body agrees with who ordered it moves the case, and the trace says why
    due += timedelta(5)
    dispute.refresh_from_db()
    dispute = perform(UpdateDispute(), actor, dispute, now=at(world.day), redo_due=due)
    new.refresh_from_db()
    assert (new.must_by, new.due) == (due, due)
    line = Entry.objects.filter(kind="cases.case", object=str(new.pk)).latest("id")
    assert line.verb == "cases.move_due" and "重新答复期限有变动" in line.reason
    new = world.do(Verb.REGISTER, new, title="行政审批事项调整情况")
    with pytest.raises(Refused, match="不能自行延长"):
        world.do(Verb.EXTEND, new, days=5, reason="数量大", method="direct")
    new = world.do(Verb.KEEP, new, skip="复议决定责令重新答复")
    new = world.do(Verb.CONSULT, new, Role.INTAKE, **world.facts(Verb.CONSULT, new))
    assert (new.clock, new.due) == ("runs", due)
    world.pass_days(3)
    new = world.do(Verb.END_CONSULTATION, new, **world.facts(Verb.END_CONSULTATION, new))
    new = to_the_end(world, new, granted(1))
    assert "按照云州市人民政府行政复议决定（云政复〔2026〕1号），本机关重新作出答复" in (
        reply_of(new).text
    )
    assert (new.late, new.due) == (False, due)
    dispute.refresh_from_db()
    assert dispute.redone == new.replied


def test_what_a_court_orders_is_cited_by_the_law_of_suits(shared: World) -> None:
    case = shared.answered()
    row = Dispute(agency=shared.agency, case=case)
    facts = {"forum": "litigation", "numbers": ["（2026）云01行初1号"], "opened": shared.day,
             "body": "云州市中级人民法院", "reviewed": "no"}  # fmt: skip
    actor = shared.actor(Role.LEGAL_REVIEWER)
    row = perform(OpenDispute(), actor, row, now=at(shared.day), **facts)
    done = {"outcomes": ["suit_annulled"], "effective": shared.day}
    row = perform(UpdateDispute(), actor, row, now=at(shared.day), **done)
    due = shared.day + timedelta(10)
    case = shared.do(Verb.REDO, case, dispute=row, day=shared.day, until=due)
    line = Entry.objects.filter(kind="cases.case", object=str(case.pk)).latest("id")
    assert "行政诉讼法" in line.article and "第九十四条" in line.article
    new = shared.do(Verb.REGISTER, case.redone.get(), title="行政审批事项调整情况")
    with pytest.raises(Refused, match="由判决确定，本机关不能自行延长") as refused:
        shared.do(Verb.EXTEND, new, days=5, reason="数量大", method="direct")
    assert "行政诉讼法" in str(refused.value.article)


def test_a_decision_that_nobody_obeys_is_reminded_of(shared: World) -> None:
    world = shared
    case = world.answered()
    dispute = world.dispute(case)
    world.pass_days(57)
    for role in (Role.INTAKE, Role.APPROVER):
        user = User.objects.create(username=f"anew-{role.value}", name=role.zh)
        Post.objects.create(user=user, agency=world.agency, role=role.value, since=world.day)
    due = world.day + timedelta(7)
    perform(
        UpdateDispute(), world.actor(Role.LEGAL_REVIEWER), dispute, now=at(world.day),
        redo_due=due,
    )  # fmt: skip
    now = at(world.day)
    assert reminders.remind(now) >= 1 and reminders.remind(now) == 0
    told = Reminder.objects.get(case=case, kind="redo")
    assert told.key.startswith(f"{dispute.pk}/{due}/")
    world.do(Verb.REDO, case, dispute=dispute, day=world.day)
    world.pass_days(30)
    reminders.remind(at(world.day))
    assert Reminder.objects.filter(case=case, kind="redo").count() == 1


# 第三方的异议 -------------------------------------------------------------------------------------


def _objected(world: World, items: list[str] | None = None, asked: tuple[int, ...] = ()) -> Case:
    case = world.assigned(items=items or ["投标文件"])
    facts = {**world.facts(Verb.CONSULT, case), "items": asked, "subject": "投标文件正本"}
    case = world.do(Verb.CONSULT, case, Role.INTAKE, **facts)
    case = world.do(
        Verb.END_CONSULTATION, case, inquiry=case.inquiries.get(), answer="objects",
        text="涉及商业秘密", day=world.day,
    )  # fmt: skip
    case = put_on_file(world, case, "deliberative_kind", "discretion_reason", "no_law_requires")
    return world.do(Verb.OPINE, case, opinion="partly", basis="部分公开")


def test_a_part_withheld_for_another_reason_does_not_heed_the_objection(shared: World) -> None:
    world = shared
    case = _objected(world)
    with pytest.raises(Refused, match="应当不予公开") as refused:
        world.do(Verb.DECIDE, case, decisions=[PARTLY])
    assert refused.value.article is not None and "第三十二条" in str(refused.value.article)
    case = put_on_file(world, case, "public_interest_prevails")
    with pytest.raises(Refused, match="书面告知云州样例有限公司"):
        to_the_end(world, case, PARTLY)
    case = Case.objects.get(pk=case.pk)
    assert [one.name for one in on_file.untold(case)] == ["云州样例有限公司"]
    case = world.do(Verb.TELL_THIRD_PARTY, case, **world.facts(Verb.TELL_THIRD_PARTY, case))
    assert "投标文件正本" in case.papers.get(notice="T13").text
    assert world.do(Verb.SERVE, case, given_form="electronic", method="electronic").row


def test_an_objection_speaks_of_the_items_it_was_asked_about(shared: World) -> None:
    world = shared
    case = _objected(world, ["投标文件", "招标公告"], asked=(1,))
    kept = {
        "order": 1, "code": "D36", "reason": "属于讨论记录", "details": {"kind": "讨论记录"},
    }  # fmt: skip
    case = world.do(Verb.DECIDE, case, decisions=[kept, granted(2)])
    assert not on_file.untold(case)
    with pytest.raises(Refused, match="应当不予公开"):
        world.do(Verb.DECIDE, case, decisions=[granted(1), granted(2)])
    letter = case.inquiries.get()
    assert (letter.subject, letter.items) == ("投标文件正本", [1])


# 回避 ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hand", ["drafted_by", "submitted_by", "decided_by"])
def test_who_had_a_hand_in_a_reply_does_not_review_it_in_law(shared: World, hand: str) -> None:
    world = shared
    case = world.in_review()
    reply = case.papers.get(notice="T16")
    user = User.objects.create(username=f"hand-{hand}", name="兼职员")
    person = replace(world.actor(Role.LEGAL_REVIEWER), id=user.pk)
    row, other = (case, reply) if hand == "decided_by" else (reply, case)
    type(row)._base_manager.filter(pk=row.pk).update(**{hand: user.pk})
    assert other.pk
    case = Case.objects.get(pk=case.pk)
    with pytest.raises(Refused, match="没有其他人可以复核的，请写明情况") as refused:
        world.do(Verb.REVIEW_LAW, case, person, comment="同意")
    assert refused.value.kind is Refusal.FORBIDDEN
    colleague = User.objects.create(username=f"other-{hand}", name="复核员")
    post = Post.objects.create(
        user=colleague, agency=world.agency, role=Role.LEGAL_REVIEWER.value, since=world.day
    )
    why = "本机关只有一名法制人员"
    with pytest.raises(Refused, match="请由本机关其他法规复核人员办理"):
        world.do(Verb.REVIEW_LAW, case, person, comment="同意", alone=why)
    post.delete()
    case = world.do(Verb.REVIEW_LAW, case, person, comment="同意", alone=why)
    assert reply.reviews.get().alone == why
    line = Entry.objects.filter(kind="cases.case", object=str(case.pk)).latest("id")
    assert line.reason == why
