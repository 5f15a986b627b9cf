"""Who is told, by which way, in the transaction of the act."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from gongkai.web.accounts.models import User
from gongkai.web.acting import Act, Refused, perform
from gongkai.web.agencies.actions import Delegate, EndPost
from gongkai.web.agencies.models import Agency, Delegation
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.models import Entry
from gongkai.web.messages.actions import Announce, SetPreference
from gongkai.web.messages.models import Announcement, Delivery, Message, Preference
from gongkai.web.messages.telling import in_role, post_to, told
from tests.web.agencies.world import NOW, TODAY, actor, do, found, give, person
from tests.web.messages.people import addressed, tell

Counts = Callable[[int], Any]


def announce(body: Agency, who: User, **facts: Any) -> Announcement:
    row = Announcement(agency=body)
    more = {"subject": "培训", "text": "周五培训", **facts}
    return perform(Announce(), actor(who.posts.get()), row, now=NOW, **more)


def test_an_act_tells_in_its_own_transaction(body: Agency, officer: User) -> None:
    chief = addressed(body, Role.ADMINISTRATOR)
    announce(body, chief)
    line = Entry.objects.get(verb="message.announce")
    told_ = Message.objects.order_by("user")
    assert [one.user for one in told_] == [officer, chief]
    assert {one.act for one in told_} == {line.act}
    assert {one.subject for one in told_} == {"云州市教育局通知：培训"}
    assert "周五培训" not in str(line.after)
    assert (Delivery.objects.count(), DBTaskResult.objects.count()) == (2, 0)  # a Sunday: held


def test_a_refused_act_tells_nobody(body: Agency, officer: User) -> None:
    with pytest.raises(Refused, match="由本机关的管理员办理"):
        announce(body, officer)
    chief = addressed(body, Role.ADMINISTRATOR)
    other = found("云州市财政局")
    with pytest.raises(Refused, match="由本机关的管理员办理"):
        announce(other, chief)
    for facts, said in (({"subject": " "}, "都要填写"), ({"role": "king"}, "没有这个岗位")):
        with pytest.raises(Refused, match=said):
            announce(body, chief, **facts)
    assert not Message.objects.exists()


def test_a_wrong_field_refuses_the_act(body: Agency, officer: User) -> None:
    class Wrong(Announce):
        verb = "message.wrong"
        zh = "试验"

        def tell(self, act: Act[Announcement]) -> Iterable[Callable[[], None]]:
            yield told(act, "test_note", [officer], matter="补正")

    chief = addressed(body, Role.ADMINISTRATOR)
    row = Announcement(agency=body)
    with pytest.raises(Refused, match="缺少合并字段"):
        perform(Wrong(), actor(chief.posts.get()), row, now=NOW, subject="一", text="二")
    assert not Announcement.objects.exists()


def test_a_role_is_its_holders_and_those_who_stand_in_for_them(body: Agency) -> None:
    head, deputy, left, barred = (person(body) for _ in range(4))
    post = give(head, body, Role.SECTION_HEAD)
    give(deputy, body, Role.HANDLER)
    do(EndPost(), give(left, body, Role.SECTION_HEAD), until=date(2026, 1, 1))
    give(barred, body, Role.SECTION_HEAD)
    User.objects.filter(pk=barred.pk).update(is_active=False)
    other = found("云州市财政局")
    give(person(other), other, Role.SECTION_HEAD)
    assert list(in_role(body, [Role.SECTION_HEAD], TODAY)) == [head]
    do(Delegate(), Delegation(post=post), to=deputy, until=date(2026, 12, 1))
    assert set(in_role(body, [Role.SECTION_HEAD], TODAY)) == {head, deputy}
    assert set(in_role(body, [Role.SECTION_HEAD, Role.HANDLER], TODAY)) == {head, deputy}


def test_nobody_is_told_twice(body: Agency, officer: User) -> None:
    tell(officer, officer, agency=body)
    assert Message.objects.count() == Delivery.objects.count() == 1


def test_who_has_no_address_or_wants_no_letter_finds_it_in_the_workbench(body: Agency) -> None:
    bare, silent, mobile = person(body), addressed(body), addressed(body)
    Preference.objects.create(user=silent, mail=False)
    Preference.objects.create(user=mobile, mail=False, sms=True)
    post_to(
        [bare, silent, mobile], "test_note", uuid.uuid4(), NOW, agency=body, matter="补", name="某"
    )
    assert Message.objects.count() == 3
    (letter,) = Delivery.objects.all()
    assert (letter.user, letter.channel) == (mobile, "sms")


def test_an_sms_has_the_subject_alone(body: Agency) -> None:
    from gongkai.web.messages.sending import compose

    one = addressed(body)
    Preference.objects.create(user=one, mail=False, sms=True)
    letter = compose(tell(one, agency=body))
    assert letter.to == "10000000000"
    assert letter.text == "请办理补正。请登录工作台查看。"


def test_the_number_of_statements_does_not_grow_with_the_receivers(
    body: Agency, django_assert_max_num_queries: Counts
) -> None:
    people = [addressed(body) for _ in range(40)]
    with django_assert_max_num_queries(9):
        post_to(people, "test_note", uuid.uuid4(), NOW, agency=body, matter="补", name="某")
    assert Delivery.objects.count() == 40


def test_wishes_are_ones_own_and_make_sense(body: Agency, officer: User) -> None:
    from datetime import time

    who = actor(officer.posts.get())
    row = perform(SetPreference(), who, Preference(user=officer), now=NOW, digest=True)
    assert row.digest
    for facts, said in (
        ({"digest_at": "8"}, "应写成 08:30"),
        ({"quiet": True, "quiet_from": time(8), "quiet_until": time(8)}, "不能相同"),
    ):
        with pytest.raises(Refused, match=said):
            perform(SetPreference(), who, row, now=NOW, **facts)
    with pytest.raises(Refused, match="只能改动自己的"):
        perform(SetPreference(), who, Preference(user=person(body)), now=NOW)
