"""The portal: five columns, what the law says on them, bodies, search, sample reports."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import html

from gongkai.web.agencies import actions
from gongkai.web.agencies.models import ContactBlock, Leader
from gongkai.web.portal.site import COLUMNS
from tests.web.agencies.world import CONTACT, World, do, enter, person


def said(response: Any) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


@pytest.fixture
def world(db: None) -> World:
    made = World()
    do(actions.Close(), made.y, day=date(2026, 1, 1))
    do(actions.Close(), made.x, day=date(2026, 1, 1))  # one city alone
    return made


def test_a_new_installation_has_a_home_page(db: None) -> None:
    page = said(Client().get("/"))
    assert "政府信息公开平台" in page and "尚未公布" in page
    assert Client().get("/bodies/").status_code == 200


def test_every_page_has_the_five_columns_and_marks_the_one_it_is(world: World) -> None:
    for zh, name in COLUMNS:
        page = html.fromstring(Client().get(f"/{name}/").content)
        names = page.xpath("//nav[@class='columns']//a/text()")
        assert names == [
            "政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报",
            "依申请公开",
        ]  # fmt: skip
        assert page.xpath("//nav[@class='columns']//a[@aria-current]/text()") == [zh]
        assert page.xpath("//h1/text()")[0].strip() == zh


def test_the_foot_shows_the_contact_block_of_the_city_or_of_its_office(world: World) -> None:
    do(actions.SetContact(), ContactBlock(agency=world.o), **{**CONTACT, "office": "政务公开办"})
    page = said(Client().get("/"))
    assert "政务公开办" in page and "更新日期：2026年11月22日" in page
    do(actions.SetContact(), ContactBlock(agency=world.r), **{**CONTACT, "office": "市政府"})
    assert "工作机构市政府" in said(Client().get("/")).replace(" ", "")


def test_the_guide_has_all_that_the_law_asks_for(world: World) -> None:
    do(actions.SetContact(), ContactBlock(agency=world.r), **CONTACT)
    page = said(Client().get("/guide/"))
    for value in CONTACT.values():
        assert value in page
    for zh in ("办公地址", "办公时间", "联系电话", "传真号码", "电子邮箱"):
        assert zh in page


def test_the_page_on_applying_says_time_cost_and_remedies_from_the_law(world: World) -> None:
    page = said(Client().get("/apply/"))
    for words in ("20个工作日", "条例第三十三条第二款", "第31—100：10元", "60 日内申请行政复议",
                  "6 个月内提起行政诉讼", "不需要说明用途"):  # fmt: skip
        assert words.replace(" ", "") in page.replace(" ", ""), words


def test_bodies_are_listed_found_and_shown_with_their_leaders(world: World) -> None:
    do(actions.AppointLeader(), Leader(agency=world.s), name="某甲", title="局长",
       duties="主持全面工作", since=date(2020, 1, 1))  # fmt: skip
    page = Client().get("/bodies/")
    assert "云州市财政局" in said(page) and "外省某局" not in said(page)
    found = said(Client().get("/search/?q=财政 云州"))
    assert "找到 1 个机关" in found and "云州市财政局" in found
    assert "没有找到名称含有“外星”的机关" in said(Client().get("/search/?q=外星"))
    page = said(Client().get(f"/bodies/{world.s.pk}/"))
    assert "某甲" in page and "主持全面工作" in page


def test_a_body_that_is_no_more_leads_to_its_successor(world: World) -> None:
    do(actions.Merge(), world.d, successor=world.c)
    page = Client().get(f"/bodies/{world.d.pk}/")
    assert "已撤销" in said(page) and f"/bodies/{world.c.pk}/" in page.content.decode()


def test_what_is_typed_is_text(world: World) -> None:
    page = Client().get("/search/?q=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page
    assert Client().get("/search/?q=%00&page=x").status_code == 200


def test_the_sample_reports_are_shown_where_they_lie_ready(
    world: World, settings: Any, tmp_path: Path
) -> None:
    settings.SAMPLES = tmp_path
    assert Client().get("/samples/").status_code == 404
    assert "示例年报" not in said(Client().get("/"))
    (tmp_path / "index.html").write_text("<h1>示例</h1>", "utf-8")
    (tmp_path.parent / "secret.txt").write_text("x", "utf-8")
    assert "已核对的示例年报" in said(Client().get("/"))
    response = Client().get("/samples/", follow=True)
    assert b"".join(response.streaming_content).decode() == "<h1>示例</h1>"
    for close in response._resource_closers:
        close()
    for path in ("../secret.txt", "%2e%2e/secret.txt"):
        assert Client().get(f"/samples/{path}").status_code in (400, 404)
    settings.SAMPLES = None
    assert Client().get("/samples/index.html").status_code == 404


@pytest.mark.parametrize("path", ["/", "/guide/", "/bodies/", "/search/"])
def test_the_portal_only_reads(db: None, path: str) -> None:
    assert Client().post(path).status_code == 405


def test_pages_for_everybody_may_be_kept_and_set_no_cookie(world: World) -> None:
    for path in ("/", "/guide/", "/rules/", "/disclosure/", "/reports/", "/apply/", "/bodies/",
                 f"/bodies/{world.o.pk}/", "/search/?q=财政"):  # fmt: skip
        answer = Client().get(path)
        assert answer["Cache-Control"] == "public, max-age=60", path
        assert not answer.cookies, path
        assert "Cookie" in answer["Vary"], path  # they differ by the reading mode
    client = Client()
    client.cookies["type"] = "large"
    answer = client.get("/")
    assert answer["Cache-Control"] == "public, max-age=60"
    assert 'class="large"' in answer.content.decode()
    assert "public" not in Client().get("/bodies/999999/").get("Cache-Control", "")


def test_the_reading_mode_is_chosen_without_a_token_or_a_session(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.get("/").status_code == 200
    answer = client.post("/display/", {"type": "large", "next": "/"})
    assert answer.status_code == 302 and set(answer.cookies) == {"type"}
    assert 'class="large"' in client.get("/").content.decode()


def test_a_page_for_one_person_is_never_kept(world: World) -> None:
    client = enter(person(world.m))
    assert client.get("/")["Cache-Control"] == "no-store"
    # a message that waits in a cookie, shown once
    visitor = Client()
    visitor.cookies["messages"] = "anything"
    assert "public" not in visitor.get("/").get("Cache-Control", "no-store")
    # forms have their token, and the page that holds it is for one person
    form = Client().get("/accounts/login/")
    assert "csrftoken" in form.cookies and form["Cache-Control"] != "public, max-age=60"
