"""A body words its messages its own way: checked, numbered, traced, and taken back."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from gongkai.web.accounts.models import User
from gongkai.web.acting import Refusal, Refused
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.models import Entry
from gongkai.web.messages import kinds
from gongkai.web.messages.actions import ResetWording, Reword
from gongkai.web.messages.models import Message, Override
from gongkai.web.messages.telling import post_to
from tests.web.agencies.world import NOW, World, actor, do, enter, give, person, sit
from tests.web.messages.people import NOTE, addressed


@pytest.fixture
def world(db: None) -> World:
    return World()


def boss_of(body: Agency) -> User:
    user = person(body)
    give(user, body, Role.ADMINISTRATOR)
    return user


def reword(
    body: Agency, subject: str = "本局：{matter}", text: str = "{name}请办", **more: object
) -> Override:
    who = actor(boss_of(body).posts.get())
    row: Override = do(
        Reword(), Override(agency=body, kind="test_note"), who, subject=subject, text=text, **more
    )
    return row


def told(body: Agency) -> Message:
    user = addressed(body)
    (row,) = post_to([user], "test_note", uuid.uuid4(), NOW, agency=body, matter="补正", name="某")
    return row


def test_messages_of_the_body_alone_read_as_it_words_them(world: World) -> None:
    first = reword(world.c)
    one, other = told(world.c), told(world.d)
    assert (one.subject, one.text, one.override) == ("本局：补正", "某请办", first)
    assert (other.subject, other.override) == ("请办理补正", None)
    second = reword(world.c, subject="急：{matter}")
    assert (first.number, second.number) == (1, 2)
    assert told(world.c).subject == "急：补正"
    one.refresh_from_db()
    assert one.override == first and one.subject == "本局：补正"  # as it was sent
    do(ResetWording(), second, actor(boss_of(world.c).posts.get()))
    assert told(world.c).subject == "请办理补正"
    assert reword(world.c).number == 3
    lines = Entry.objects.filter(verb__in=("message.reword", "message.reset_wording"))
    assert lines.count() == 4 and "本局：{matter}" in str(lines.order_by("id")[0].after)


@pytest.mark.parametrize(
    ("subject", "text", "why"),
    [
        ("{matter}", "{nobody}", r"正文里的合并字段 {nobody} 不存在；可用的有 {matter}（事项）"),
        ("{name}", "{name}", "标题里不能有个人信息 {name}（姓名）"),
        ("{matter", "文", "花括号不成对"),
        ("{matter.real}", "文", "不是合并字段"),
        ("{matter!r}", "文", "不是合并字段"),
        (" ", "文", "标题没有填写"),
        ("标题", " ", "正文没有填写"),
        ("字" * 101, "文", "最多100个"),
        ("请办理{matter}", "请办理{matter}：{name}", "没有改动"),
    ],
)
def test_a_wording_that_cannot_be_is_refused_in_words(
    world: World, subject: str, text: str, why: str
) -> None:
    with pytest.raises(Refused) as refused:
        reword(world.c, subject, text)
    assert why in str(refused.value) and not Override.objects.exists()


def test_the_second_of_two_editors_is_told(world: World) -> None:
    reword(world.c, seen=0)
    with pytest.raises(Refused) as refused:
        reword(world.c, subject="另一种", seen=0)
    assert refused.value.kind is Refusal.STALE


def test_only_the_administrator_of_the_body_words_its_messages(world: World) -> None:
    for body in world.all:
        for role in Role:
            who = actor(give(person(body), body, role))
            row = Override(agency=world.c, kind="test_note")
            if body == world.c and role is Role.ADMINISTRATOR:
                continue
            with pytest.raises(Refused) as refused:
                do(Reword(), row, who, subject="甲", text="乙")
            assert refused.value.kind is Refusal.FORBIDDEN


def test_people_are_told_even_when_a_wording_is_no_longer_understood(world: World) -> None:
    row = reword(world.c)
    kinds._kinds.pop("test_note")
    kinds.load(NOTE.replace("name", "person"), "note.toml")
    (told_,) = post_to(
        [addressed(world.c)], "test_note", uuid.uuid4(), NOW, agency=world.c, matter="补正",
        person="某",
    )  # fmt: skip
    assert told_.subject == "请办理补正" and told_.override is None
    assert Override.objects.get(ended=None) == row


def test_on_the_page_it_is_looked_at_saved_and_reset(world: World) -> None:
    client = enter(boss_of(world.c))
    listed = client.get(reverse("wordings")).content.decode()
    assert "请办理{matter}" in listed and "本机关第" not in listed
    url = reverse("wording", args=["test_note"])
    page = client.get(url).content.decode()
    assert "请办理〔事项〕：〔姓名〕" in page and "{matter}" in page
    given = {"subject": "本局：{matter}", "text": "{name}请办", "version": "0"}
    page = client.post(url, {**given, "preview": "1"}).content.decode()
    assert "本局：〔事项〕" in page and not Override.objects.exists()
    answer = client.post(url, {**given, "subject": "{nothing}", "preview": "1"})
    assert answer.status_code == 400 and "{nothing} 不存在" in answer.content.decode()
    answer = client.post(url, {**given, "subject": "{nothing}"})
    assert answer.status_code == 400 and "{nothing} 不存在" in answer.content.decode()
    assert client.post(url, given).status_code == 302
    assert "本机关第 1 版" in client.get(reverse("wordings")).content.decode()
    answer = client.post(url, {**given, "subject": "另一种"})  # version 0 was seen
    assert answer.status_code == 400 and "刚被别人改过" in answer.content.decode()
    reset = reverse("reset_wording", args=["test_note"])
    assert "恢复平台的用语" in client.get(reset).content.decode()
    client.post(reset, {"confirmed": "1"})
    assert not Override.objects.filter(ended=None).exists()
    assert client.get(reset).status_code == 404
    assert client.get(reverse("wording", args=["nothing"])).status_code == 404


def test_nobody_else_opens_the_page(world: World) -> None:
    client = sit(world.c, Role.HANDLER)
    for name, args in (
        ("wordings", []),
        ("wording", ["test_note"]),
        ("reset_wording", ["test_note"]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 403
