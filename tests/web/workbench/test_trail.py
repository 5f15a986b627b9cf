"""The trace for its auditor: whose lines, how narrowed, each in full; exporting leaves a line."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from lxml import html

from gongkai.web.agencies import actions
from gongkai.web.agencies.roles import Role
from gongkai.web.audit import chain, triggers
from gongkai.web.audit.models import Entry
from gongkai.web.workbench.actions import EXPORT
from tests.web.agencies.world import World, actor, do, give, person, section
from tests.web.workbench.conftest import SignIn


def said(response: Any) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


@pytest.fixture
def auditor(world: World, sign_in: SignIn) -> Client:
    clerk = give(person(world.m, "林知夏"), world.m, Role.ADMINISTRATOR)
    do(actions.RenameSection(), section(world.m, "综合科"), actor(clerk), name="综合一科")
    other = give(person(world.s, "别处的人"), world.s, Role.ADMINISTRATOR)
    do(actions.RenameSection(), section(world.s, "甲科"), actor(other), name="乙科")
    return sign_in(world.m, Role.AUDITOR)


def test_an_auditor_reads_the_lines_of_his_body_alone(auditor: Client) -> None:
    page = said(auditor.get("/work/trail/"))
    assert "林知夏" in page and "科室更名" in page
    assert "别处的人" not in page


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AUDITOR])
def test_nobody_else_reads_the_trace(world: World, sign_in: SignIn, role: Role) -> None:
    client = sign_in(world.m, role)
    for path in ("/work/trail/", f"/work/trail/{Entry.objects.latest('id').id}/"):
        response = client.get(path)
        assert response.status_code == 403
        assert "留痕由审计员查询" in said(response)


def test_a_line_of_another_body_is_not_found(auditor: Client, world: World) -> None:
    theirs = Entry.objects.filter(agency=world.s.pk).latest("id")
    assert auditor.get(f"/work/trail/{theirs.id}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("verb=rename_section", True), ("verb=open_section", False), ("q=综合一科", True),
        ("q=林知夏 综合", True), ("q=没有", False), ("role=administrator", True),
        ("role=handler", False), ("personal=1", False), ("from=2026-11-22&to=2026-11-22", True),
        ("to=2020-01-01", False),
    ],
)  # fmt: skip
def test_the_lines_are_narrowed(auditor: Client, query: str, there: bool) -> None:
    rows = html.fromstring(auditor.get(f"/work/trail/?{query}").content).xpath("//tbody/tr")
    assert any("综合一科" in row.text_content() for row in rows) is there


def test_a_line_in_full_shows_the_change_and_that_it_is_sound(auditor: Client) -> None:
    line = Entry.objects.get(verb="rename_section", label="综合一科")
    page = said(auditor.get(f"/work/trail/{line.id}/"))
    assert "林知夏（管理员）科室更名了“综合一科”" in page
    assert "名称（name）综合科综合一科" in page.replace(" ", "")
    assert "与内容一致" in page and line.hash in page


def test_a_line_that_was_tampered_with_is_shown_as_such(auditor: Client) -> None:
    line = Entry.objects.get(verb="rename_section", label="综合一科")
    triggers.remove_from(connection)
    try:
        Entry.objects.filter(pk=line.pk).update(reason="改过")
    finally:
        triggers.install_on(connection)
    assert "这条记录被改动过" in said(auditor.get(f"/work/trail/{line.id}/"))


def test_lines_of_one_act_lead_to_each_other(auditor: Client, world: World) -> None:
    line = Entry.objects.get(verb="rename_section", label="综合一科")
    assert "同一次操作的其他记录" not in said(auditor.get(f"/work/trail/{line.id}/"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_leaves_a_line_and_the_chain_is_whole(auditor: Client, kind: str) -> None:
    response = auditor.get(f"/work/trail/?format={kind}&q=综合一科")
    assert b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    line = Entry.objects.latest("id")
    assert (line.verb, line.label) == (EXPORT, "留痕记录1条")
    assert line.actor == auditor.holder.pk  # type: ignore[attr-defined]
    assert list(chain.verify()) == []
    assert "导出留痕" in said(auditor.get("/work/trail/"))
