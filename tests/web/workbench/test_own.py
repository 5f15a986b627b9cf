"""What is one's own: tasks, search, type size, the post in use; and the wording of the screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.messages.storage.base import Message
from django.test import Client
from django.utils import timezone
from lxml import html

from gongkai.law.calendar import national
from gongkai.sources import INSTRUMENTS, R2019, Article
from gongkai.web.accounts.models import User
from gongkai.web.agencies.active import Active
from gongkai.web.agencies.roles import Role
from gongkai.web.workbench import lookup, tasks, words
from gongkai.web.workbench.columns import Tag, Tone
from gongkai.web.workbench.lookup import Found, Result
from gongkai.web.workbench.setup import finder
from gongkai.web.workbench.tasks import Group, Task
from gongkai.web.workbench.templatetags import gongkai as tags
from tests.web.agencies.world import NOW, World, give
from tests.web.workbench.conftest import SignIn


def said(response: Any) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


# tasks --------------------------------------------------------------------------------------------


@pytest.fixture
def trade() -> Iterator[None]:
    def cases(active: Active, day: date) -> Group | None:
        waiting = [
            Task("答复张某的申请", "/cases/1/", day - timedelta(days=1)),
            Task("答复李某的申请", "/cases/2/", day + timedelta(days=2), tag=Tag("审签")),
            Task("归档", "/cases/3/", day + timedelta(days=30)),
        ]
        return Group("依申请公开", waiting, 12, "/cases/")

    news = Group("来信", [Task("一封来信", "/m/1/")], 40, news=True)
    tasks.provide("test.news", lambda active, day: news)
    tasks.provide("test.cases", cases)
    tasks.provide("test.none", lambda active, day: None)
    tasks.provide("test.empty", lambda active, day: Group("空", (), 0))
    yield
    for id in ("test.news", "test.cases", "test.none", "test.empty"):
        tasks.withdraw(id)


def test_tasks_of_all_trades_stand_on_the_home_page(
    trade: None, world: World, sign_in: SignIn
) -> None:
    page = said(sign_in(world.m, Role.HANDLER).get("/work/"))
    assert "有 12 件事等您办理" in page
    assert "答复张某的申请" in page and "已超期" in page and "将到期" in page and "审签" in page
    assert page.count("已超期") == 1 and page.count("将到期") == 1
    assert "看全部 12 件" in page
    assert page.index("归档") < page.index("一封来信"), "what is only to be read comes last"


def test_without_tasks_the_home_page_says_what_would_be_here(world: World, sign_in: SignIn) -> None:
    page = said(sign_in(world.m, Role.HANDLER).get("/work/"))
    assert "没有等您办理的事" in page and "这里将按期限先后列出" in page


def test_a_name_of_a_provider_or_finder_is_taken_once(trade: None) -> None:
    with pytest.raises(ValueError, match="test.cases"):
        tasks.provide("test.cases", lambda active, day: None)
    with pytest.raises(ValueError, match="setup"):
        lookup.provide("setup", lambda active, text: None)


def test_a_task_is_soon_within_three_working_days_and_late_after_its_day() -> None:
    calendar, friday = national(), date(2026, 11, 20)
    for day, tone in (
        (date(2026, 11, 19), Tone.LATE), (friday, Tone.SOON),
        (date(2026, 11, 25), Tone.SOON),  # the third working day
        (date(2026, 11, 26), Tone.PLAIN),
    ):  # fmt: skip
        assert Task("事", "/", day).tone(friday, calendar) is tone
    assert Task("事", "/").tone(friday, calendar) is Tone.PLAIN


# search -------------------------------------------------------------------------------------------


def test_the_search_finds_bodies_and_people_within_reach_alone(
    world: World, sign_in: SignIn
) -> None:
    client = sign_in(world.m, Role.ADMINISTRATOR)
    page = said(client.get("/work/search/?q=临江区"))
    assert "临江区教育局" in page and "临江区财政局" in page
    page = said(client.get("/work/search/?q=局"))
    assert "云州市财政局" not in page and "外省某局" not in page
    holder = client.holder  # type: ignore[attr-defined]
    assert holder.username in said(client.get(f"/work/search/?q={holder.name}"))


def test_the_way_to_all_results_carries_the_whole_text(world: World) -> None:
    found = finder.find_bodies(Active(None, NOW, None), "A&B #1")
    assert found is not None and found.url.endswith("?q=A%26B+%231")


def test_a_search_without_a_result_says_what_to_do(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.m, Role.HANDLER)
    assert "没有找到含有“没有这个”的内容" in said(client.get("/work/search/?q=没有这个"))
    assert "请在页面上方输入" in said(client.get("/work/search/?q=%20"))
    assert client.get("/work/search/?q=%00").status_code == 200


def test_a_trade_adds_what_it_can_find(world: World, sign_in: SignIn) -> None:
    def cases(active: Active, text: str) -> Found:
        return Found("依申请公开", [Result("18号", "/cases/18/")], 30, "/cases/?q=18")

    lookup.provide("test.cases", cases)
    try:
        page = said(sign_in(world.m, Role.HANDLER).get("/work/search/?q=18"))
    finally:
        lookup.withdraw("test.cases")
    assert "依申请公开 30" in page and "看全部 30 个" in page


# type size ----------------------------------------------------------------------------------------


def test_the_type_size_is_kept_and_leads_back_to_the_page(db: None) -> None:
    client = Client()
    response = client.post("/display/", {"type": "large", "next": "/bodies/"})
    assert response["Location"] == "/bodies/"
    assert '<html lang="zh-CN" class="large">' in client.get("/").content.decode()
    client.post("/display/", {"type": ""})
    assert '<html lang="zh-CN">' in client.get("/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:1"])
def test_a_small_form_never_leads_to_another_site(db: None, elsewhere: str) -> None:
    response = Client().post("/display/", {"type": "large", "next": elsewhere})
    assert response["Location"] == "/"


def test_what_is_no_type_size_is_not_kept(db: None) -> None:
    client = Client()
    client.post("/display/", {"type": '"><script>'})
    assert "type" not in client.cookies
    client.cookies["type"] = '"><script>'
    assert '<html lang="zh-CN">' in client.get("/").content.decode()


def test_who_has_set_large_type_for_good_gets_it(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.m, Role.HANDLER)
    User.objects.filter(pk=client.holder.pk).update(large_type=True)  # type: ignore[attr-defined]
    assert 'class="large"' in client.get("/work/").content.decode()
    client.cookies["type"] = ""
    assert '<html lang="zh-CN">' in client.get("/work/").content.decode()


# posts --------------------------------------------------------------------------------------------


def test_a_person_with_several_posts_changes_from_one_to_the_other(
    world: World, sign_in: SignIn
) -> None:
    client = sign_in(world.m, Role.HANDLER)
    other = give(client.holder, world.c, Role.EDITOR)  # type: ignore[attr-defined]
    page = client.get("/work/").content.decode()
    assert "临江区教育局" in page
    page = said(client.post("/work/post/", {"post": other.pk}, follow=True))
    assert "现在以" in page and "· 编辑" in page
    assert "临江区教育局" in client.get("/work/").content.decode()


@pytest.mark.parametrize("post", ["", "x", "²", "999999"])
def test_a_post_that_is_not_ones_own_is_refused(world: World, sign_in: SignIn, post: str) -> None:
    client = sign_in(world.m, Role.HANDLER)
    assert "这不是您的岗位" in said(client.post("/work/post/", {"post": post}, follow=True))


def test_only_an_auditor_sees_the_word_for_the_trace(world: World, sign_in: SignIn) -> None:
    assert 'href="/work/trail/"' in sign_in(world.m, Role.AUDITOR).get("/work/").content.decode()
    page = sign_in(world.m, Role.ADMINISTRATOR).get("/work/").content.decode()
    assert 'href="/work/trail/"' not in page
    current = html.fromstring(page).xpath("//nav//a[@aria-current='page']/text()")
    assert current == ["我的待办"]


# wording ------------------------------------------------------------------------------------------


def test_articles_are_cited_in_short() -> None:
    assert words.brief(Article(R2019, 33, 2)) == "条例第三十三条第二款"
    for one in INSTRUMENTS:
        assert one.number not in words.brief(f"见{one}第一条")


def test_dates_in_sentences_are_marked_up_and_nothing_else_is() -> None:
    made = words.sentence("<b>2026-11-22</b> 与 2026-13-40 和 12026-01-01")
    assert made == (
        '&lt;b&gt;<time datetime="2026-11-22">2026年11月22日</time>&lt;/b&gt; 与 2026-13-40'
        " 和 12026-01-01"
    )


def test_cells_are_escaped_and_days_never_broken() -> None:
    assert tags.cell("<b>") == "<b>", "plain text is escaped by the template"
    assert tags.cell(Tag("<b>", Tone.LATE)) == '<span class="tag late">&lt;b&gt;</span>'
    assert "<time" in tags.cell(date(2026, 1, 2))
    assert "10:30" in tags.cell(timezone.make_aware(timezone.datetime(2026, 1, 2, 10, 30)))
    assert tags.cell([Tag("甲"), Tag("乙")]).count("<span") == 2
    assert tags.chinese_day(None) == "" and tags.chinese_moment(None) == ""


def test_an_undo_leads_only_into_this_site() -> None:
    assert tags.undo_url(Message(25, "好", extra_tags="undo:/work/")) == "/work/"
    assert tags.undo_url(Message(25, "好", extra_tags="undo:https://x")) == ""
    assert tags.undo_url(Message(25, "好")) == ""
