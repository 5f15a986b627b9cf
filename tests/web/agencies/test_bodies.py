"""Founding, naming and the end of bodies; what the law asks; what people are told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.law.bodies.kinds import BodyKind
from gongkai.web.acting import Refusal, Refused
from gongkai.web.agencies import actions
from gongkai.web.agencies.models import (
    Agency,
    AgencyName,
    CalendarOverlay,
    ContactBlock,
    GroupMember,
    Leader,
    Meeting,
    Post,
    Section,
    Succession,
    SuccessionKind,
)
from gongkai.web.agencies.records import name_on
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.models import Entry
from tests.web.agencies.world import (
    CONTACT,
    LONG_AGO,
    NOW,
    TODAY,
    World,
    do,
    found,
    give,
    person,
    section,
)

CODE = "11990000990000017W"
DEPARTMENT = {"kind": BodyKind.DEPARTMENT, "since": LONG_AGO}


def test_a_body_is_founded_with_path_name_and_a_line_in_the_trace(world: World) -> None:
    body = found("市审计局", world.r, credit_code=f" {CODE.lower()} ", short_name="审计局")
    assert body.path == f"{world.r.pk}/{body.pk}/"
    assert body.credit_code == CODE
    assert [name.name for name in body.names.all()] == ["市审计局"]
    line = Entry.objects.order_by("-id")[0]
    assert (line.verb, line.object, line.after["path"]) == ("found_agency", str(body.pk), body.path)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"name": ""}, "没有填写名称"),
        ({"name": "局" * 201}, "最多200个"),
        ({"kind": "ministry"}, "没有选择种类"),
        ({"name": "云州市财政局"}, "已经有“云州市财政局”"),
        ({"credit_code": "11990000990000017X"}, "第18位（校验码）"),
        ({"credit_code": "1199"}, "应为18位"),
        ({"since": date(2027, 1, 1)}, "还没有到"),
        ({"since": "2020-01-01"}, "应是日期"),
        ({"since": date(1066, 1, 1)}, "不在1900至2199之间"),
        ({"since": NOW}, "应是日期"),
        ({"competent": True}, "一级政府只有一个"),
        ({"competent": True, "kind": BodyKind.PUBLIC_UTILITY}, "不能作政府信息公开工作主管部门"),
    ],
)
def test_wrong_facts_are_refused_with_a_sentence(
    facts: dict[str, Any], said: str, world: World
) -> None:
    before = Agency.objects.count()
    with pytest.raises(Refused, match=said) as refused:
        do(actions.Found(), Agency(parent=world.r), **{"name": "某局", **DEPARTMENT, **facts})
    assert refused.value.kind is (Refusal.LAW if "competent" in facts else Refusal.INPUT)
    assert Agency.objects.count() == before


def test_a_credit_code_belongs_to_one_body(world: World) -> None:
    first = found("某局", world.r, credit_code=CODE)
    with pytest.raises(Refused, match="已用于某局"):
        do(actions.Describe(), world.s, credit_code=CODE)
    assert do(actions.Describe(), first, credit_code=CODE).credit_code == CODE
    assert do(actions.Describe(), first, credit_code="").credit_code is None


def test_a_government_stands_below_governments_only(world: World) -> None:
    for kind in (
        BodyKind.TOWNSHIP_GOVERNMENT,
        BodyKind.BRANCH_GOVERNMENT,
        BodyKind.FUNCTIONAL_ZONE,
    ):
        with pytest.raises(Refused, match="只能设在人民政府之下"):
            do(
                actions.Found(),
                Agency(parent=world.s),
                **{**DEPARTMENT, "kind": kind, "name": "镇"},
            )
        with pytest.raises(Refused, match="只能设在人民政府之下"):
            do(actions.Describe(), found(f"某{kind}", world.s), kind=kind)


def test_each_government_has_one_competent_department(world: World) -> None:
    with pytest.raises(Refused, match="已经是云州市人民政府办公室"):
        do(actions.Describe(), world.s, competent=True)
    with pytest.raises(Refused, match="应设在人民政府之下"):
        do(actions.Describe(), found("科", world.s), competent=True)
    with pytest.raises(Refused, match="不能移走"):
        do(actions.Move(), world.o, parent=world.x)
    do(actions.Describe(), world.o, competent=False)
    assert do(actions.Describe(), world.s, competent=True).competent


def test_a_kind_tells_which_law_applies(world: World) -> None:
    utility = found("自来水公司", world.m, BodyKind.PUBLIC_UTILITY)
    assert not utility.regime.on_application
    assert world.c.regime.on_application


def test_old_names_are_kept_with_their_days(world: World) -> None:
    do(actions.Rename(), world.c, name="临江区教体局", short_name="教体局", since=date(2024, 1, 15))
    body = do(actions.Rename(), world.c, name="临江区教育和体育局", since=date(2025, 3, 1))
    assert [(n.name, n.since, n.until) for n in AgencyName.objects.filter(agency=body)] == [
        ("临江区教育局", LONG_AGO, date(2024, 1, 14)),
        ("临江区教体局", date(2024, 1, 15), date(2025, 2, 28)),
        ("临江区教育和体育局", date(2025, 3, 1), None),
    ]
    for day, name in (
        (date(2010, 1, 1), "临江区教育局"), (date(2024, 1, 14), "临江区教育局"),
        (date(2024, 1, 15), "临江区教体局"), (TODAY, "临江区教育和体育局"),
    ):  # fmt: skip
        assert name_on(body, day) == name
    for facts, said in (
        ({"name": "临江区教育和体育局"}, "没有改动"),
        ({"name": "某局", "since": date(2025, 3, 1)}, "应在这以后"),
        ({"name": "某局", "since": date(2027, 3, 1)}, "还没有到"),
        ({"name": "临江区财政局"}, "已经有"),
    ):
        with pytest.raises(Refused, match=said):
            do(actions.Rename(), body, **facts)


def test_who_is_second_to_edit_is_told(world: World) -> None:
    seen = world.c.version
    do(actions.Describe(), world.c, short_name="甲", version=seen)
    with pytest.raises(Refused, match="刚被别人改过") as refused:
        do(actions.Describe(), world.c, short_name="乙", version=seen)
    assert refused.value.kind is Refusal.STALE
    world.c.refresh_from_db()
    assert world.c.short_name == "甲"


def test_a_merged_body_ends_with_all_that_held_in_it(world: World) -> None:
    post = give(person(world.c), world.c, Role.HANDLER)
    colleague = give(person(world.c), world.c, Role.INTAKE).user
    from gongkai.web.agencies.models import Delegation

    do(actions.Delegate(), Delegation(post=post), to=colleague, until=date(2027, 1, 1))
    later = date(2026, 12, 20)
    editor = give(person(world.c), world.c, Role.EDITOR)
    do(
        actions.Delegate(), Delegation(post=editor), to=colleague, since=later,
        until=date(2027, 1, 1),
    )  # fmt: skip
    do(actions.AppointLeader(), Leader(agency=world.c), name="甲", title="局长", since=LONG_AGO)
    do(
        actions.JoinGroup(), GroupMember(agency=world.c), name="乙", title="员", part="head",
        since=LONG_AGO,
    )  # fmt: skip
    day = date(2026, 10, 31)
    gone = do(actions.Merge(), world.c, successor=world.d, day=day, document="临编发〔2026〕1号")
    assert gone.until == day
    for model in (AgencyName, Section, Post, Leader, GroupMember):
        assert {row.until for row in model.objects.filter(agency=gone)} == {day}, model
    assert post.delegations.count() == 0  # it began after that day
    assert editor.delegations.count() == 0
    line = Succession.objects.get(predecessor=gone)
    assert (line.successor, line.kind, line.day) == (world.d, SuccessionKind.MERGED, day)


def test_a_split_names_at_least_two_heirs(world: World) -> None:
    for heirs in (None, [], [world.d], [world.d, "某局"]):
        with pytest.raises(Refused, match="两个以上承接的机关"):
            do(actions.Split(), world.c, successors=heirs)
    with pytest.raises(Refused, match="选了两次"):
        do(actions.Split(), world.c, successors=[world.d, world.d])
    do(actions.Split(), world.c, successors=[world.d, world.m])
    assert {s.successor for s in Succession.objects.filter(predecessor=world.c)} == {
        world.d, world.m,
    }  # fmt: skip


def test_a_closed_body_may_fall_to_another_that_is_named(world: World) -> None:
    do(actions.Close(), world.c, successor=world.d)
    assert Succession.objects.get(predecessor=world.c).successor == world.d


def test_a_closed_body_falls_to_the_one_above(world: World) -> None:
    do(actions.Close(), world.c)
    assert Succession.objects.get(predecessor=world.c).successor == world.m
    do(actions.Close(), world.y)
    do(actions.Close(), world.x)
    assert not Succession.objects.filter(predecessor=world.x).exists()


def test_what_is_handed_on_leaves_the_body_standing(world: World) -> None:
    body = do(actions.HandOn(), world.c, successor=world.d, functions="校车管理", day=TODAY)
    assert body.until is None
    assert Succession.objects.get(predecessor=body).functions == "校车管理"
    for facts, said in (
        ({"functions": ""}, "没有填写划转的职责"),
        ({"functions": "食堂", "day": TODAY}, "已经登记"),
    ):
        with pytest.raises(Refused, match=said):
            do(actions.HandOn(), world.c, successor=world.d, **facts)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "没有选择承接的机关"),
        ({"successor": "c"}, "不能由它自己承接"),
        ({"successor": "y"}, "不是有效的机关"),
        ({"successor": "d", "day": date(2019, 1, 1)}, "早于设立日期"),
        ({"successor": "d", "day": date(2027, 1, 1)}, "还没有到"),
        ({"successor": "d", "day": date(2021, 1, 1)}, "科室“新科”自"),
    ],
)
def test_no_end_that_cannot_be(facts: dict[str, Any], said: str, world: World) -> None:
    do(actions.Close(), world.y)
    do(actions.OpenSection(), Section(agency=world.c), name="新科", since=date(2022, 1, 1))
    if "successor" in facts:
        facts = {**facts, "successor": getattr(world, facts["successor"])}
    with pytest.raises(Refused, match=said):
        do(actions.Merge(), world.c, **facts)


def test_a_body_with_others_below_it_does_not_end(world: World) -> None:
    with pytest.raises(Refused, match="还有下级"):
        do(actions.Close(), world.m)


def test_only_bodies_within_reach_take_over(world: World) -> None:
    from tests.web.agencies.world import actor

    who = actor(give(person(world.m), world.m, Role.ADMINISTRATOR))
    for heir in (world.s, world.y):
        for action, facts in (
            (actions.Merge(), {"successor": heir}),
            (actions.Split(), {"successors": [world.d, heir]}),
            (actions.Close(), {"successor": heir}),
            (actions.Move(), {"parent": heir}),
            (actions.Move(), {"parent": None}),
        ):
            with pytest.raises(Refused) as refused:
                do(action, world.c, who, **facts)
            assert refused.value.kind is Refusal.FORBIDDEN


# sections, office


def test_the_disclosure_office_is_an_open_section_of_the_body(world: World) -> None:
    other = section(world.d, "网络设备科")
    with pytest.raises(Refused, match="不是临江区教育局的科室"):
        do(actions.NameOffice(), world.c, section=other)
    closed = do(actions.CloseSection(), section(world.c, "旧科"), until=date(2026, 1, 1))
    with pytest.raises(Refused, match="已经撤销"):
        do(actions.NameOffice(), world.c, section=closed)
    with pytest.raises(Refused, match="没有选择科室"):
        do(actions.NameOffice(), world.c)
    body = do(actions.NameOffice(), world.d, section=other)
    assert body.disclosure_office == other
    with pytest.raises(Refused, match="请先指定别的科室"):
        do(actions.CloseSection(), other)


def test_sections_keep_their_names_apart_and_close_when_empty(world: World) -> None:
    with pytest.raises(Refused, match="已经有科室“办公室”"):
        do(actions.OpenSection(), Section(agency=world.c), name="办公室")
    with pytest.raises(Refused, match="早于临江区教育局的设立日期"):
        do(actions.OpenSection(), Section(agency=world.c), name="科", since=date(2019, 1, 1))
    row = section(world.c, "基教科")
    with pytest.raises(Refused, match="已经有科室“办公室”"):
        do(actions.RenameSection(), row, name="办公室")
    post = give(person(world.c), world.c, Role.HANDLER, section=row)
    with pytest.raises(Refused, match="还有人任职"):
        do(actions.CloseSection(), row)
    do(actions.EndPost(), post, until=date(2026, 11, 1))
    do(actions.CloseSection(), row)
    assert section(world.c, "基教科").pk != row.pk  # a new one may bear the name


# face


def test_the_contact_block_says_all_that_the_guide_must(world: World) -> None:
    for key in ("office", "address", "hours", "phone"):
        with pytest.raises(Refused, match="公开指南应当载明") as refused:
            do(actions.SetContact(), ContactBlock(agency=world.c), **{**CONTACT, key: " "})
        assert refused.value.kind is Refusal.LAW
    for key, value, said in (
        ("postcode", "12345", "应为6位数字"), ("postcode", "１２３４５６", "应为6位数字"),
        ("email", "office", "写法不对"), ("phone", "1" * 61, "最多60个"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=said):
            do(actions.SetContact(), ContactBlock(agency=world.c), **{**CONTACT, key: value})
    row = do(actions.SetContact(), ContactBlock(agency=world.c), **CONTACT)
    with pytest.raises(Refused, match="已经设定"):
        do(actions.SetContact(), ContactBlock(agency=world.c), **CONTACT)
    assert do(actions.SetContact(), row, **{**CONTACT, "phone": "0000-2"}).phone == "0000-2"


def test_meetings_are_noted_after_they_were_held_and_once(world: World) -> None:
    held = {"day": TODAY, "topic": "研究政务公开", "documents": "目录\n\n指南\x00"}
    row = do(actions.RecordMeeting(), Meeting(agency=world.c), **held)
    assert row.documents == "目录\n\n指南"
    for facts, said in (
        (held, "不必重复"), ({**held, "day": date(2026, 12, 1)}, "会后登记"),
        ({**held, "topic": "  "}, "没有填写议题"), ({"topic": "题"}, "没有填写会议日期"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=said):
            do(actions.RecordMeeting(), Meeting(agency=world.c), **facts)
    assert do(actions.CorrectMeeting(), row, **{**held, "decisions": "通过"}).decisions == "通过"


def test_a_leading_group_has_one_head_at_a_time(world: World) -> None:
    head = {"title": "副区长", "part": "head"}
    do(
        actions.JoinGroup(), GroupMember(agency=world.m), name="甲", since=LONG_AGO,
        until=date(2021, 6, 30), **head,
    )  # fmt: skip
    do(actions.JoinGroup(), GroupMember(agency=world.m), name="乙", since=date(2021, 7, 1), **head)
    for since, until in ((date(2021, 6, 1), None), (LONG_AGO, LONG_AGO), (TODAY, TODAY)):
        with pytest.raises(Refused, match="这段时间的组长是"):
            do(
                actions.JoinGroup(), GroupMember(agency=world.m), name="丙", since=since,
                until=until, **head,
            )  # fmt: skip
    with pytest.raises(Refused, match="早于起始日期"):
        do(
            actions.JoinGroup(), GroupMember(agency=world.m), name="丁", title="员",
            part="member", since=TODAY, until=LONG_AGO,
        )  # fmt: skip


def test_leaders_come_and_go_and_their_work_is_described(world: World) -> None:
    row = do(
        actions.AppointLeader(), Leader(agency=world.c), name="甲", title="局长", since=LONG_AGO
    )
    row = do(actions.DescribeLeader(), row, duties="全面工作", order=3)
    assert (row.duties, row.order) == ("全面工作", 3)
    for order in (0, 1000, "1", True):
        with pytest.raises(Refused, match="排序应是"):
            do(actions.DescribeLeader(), row, order=order)
    for until, said in ((date(2019, 1, 1), "早于起始日期"),):
        with pytest.raises(Refused, match=said):
            do(actions.EndLeader(), row, until=until)
    row = do(actions.EndLeader(), row, until=date(2027, 1, 1))
    with pytest.raises(Refused, match="不能延长"):
        do(actions.EndLeader(), row, until=date(2028, 1, 1))


def test_a_local_notice_is_checked_before_it_is_laid_over_the_calendar(world: World) -> None:
    for text, said in (("", "缺少文号"), ("number = 1", "缺少文号"), ("x", "不是正确的 TOML")):
        with pytest.raises(Refused, match=said):
            do(actions.AddOverlay(), CalendarOverlay(agency=world.c), text=text)
    text = 'number = "临政发〔2026〕1号"\nissued = 2026-01-10\nholidays = [2026-09-17]'
    row = do(actions.AddOverlay(), CalendarOverlay(agency=world.c), text=text)
    assert (row.number, row.issued) == ("临政发〔2026〕1号", date(2026, 1, 10))
    with pytest.raises(Refused, match="已经录入"):
        do(actions.AddOverlay(), CalendarOverlay(agency=world.c), text=text)
    do(actions.WithdrawOverlay(), row)
    do(actions.AddOverlay(), CalendarOverlay(agency=world.c), text=text)
