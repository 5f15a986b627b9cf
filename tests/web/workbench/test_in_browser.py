"""Every page in a real browser: accessible in three modes, within the screen, self-contained."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from gongkai.web.accounts.models import User
from gongkai.web.agencies import city
from gongkai.web.agencies.models import Agency, Leader, Post, Section
from gongkai.web.audit.models import Entry
from gongkai.web.workbench.styleguide.samples import CLOCKS

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)

pytestmark = [pytest.mark.needs_browser, pytest.mark.django_db(transaction=True)]

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDTHS = (1280, 390)
PORTAL = [
    "/", "/guide/", "/rules/", "/disclosure/", "/reports/", "/apply/", "/bodies/", "/bodies/1/",
    "/search/", "/search/?q=局", "/search/?q=没有", "/accounts/login/", "/no-such-page/",
    "/styleguide/paper/",
]  # fmt: skip
STYLEGUIDE = [
    "/styleguide/", "/styleguide/list/", "/styleguide/list/?empty=1",
    "/styleguide/list/?q=没有这个", "/styleguide/list/?kind=wrong",
    "/styleguide/list/?format=print",
    "/styleguide/form/", "/styleguide/confirm/", "/styleguide/progress/",
    "/styleguide/progress/?done=1", "/styleguide/failure/503/",
    *(f"/styleguide/thing/?state={state}" for state in CLOCKS),
]  # fmt: skip


@pytest.fixture
def people(transactional_db: None) -> dict[str, str]:
    """Sessions of people of the sample city."""
    city.load(timezone.now())
    found = {}
    for name in ("city-administrator", "city-auditor", "office-intake"):
        user = User.objects.get(username=name)
        User.objects.filter(pk=user.pk).update(password_set=timezone.now())
        client = Client()
        client.force_login(User.objects.get(pk=user.pk))
        found[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return found


@pytest.fixture
def work(people: dict[str, str]) -> dict[str, list[str]]:
    """Pages of the workbench by who opens them."""
    agency = Agency.objects.get(parent=None, until=None)
    post = Post.objects.filter(user__username="city-administrator").latest("id")
    section, leader = Section.objects.latest("id"), Leader.objects.latest("id")
    return {
        "city-administrator": [
            "/work/", "/work/applications/", "/work/statistics/", "/work/search/?q=局",
            "/work/search/", "/work/settings/agency/", f"/work/settings/agency/{agency.pk}/",
            f"/work/settings/agency/{agency.pk}/rename_agency/", "/work/settings/section/",
            f"/work/settings/section/{section.pk}/", "/work/settings/post/",
            f"/work/settings/post/{post.pk}/", "/work/settings/new/give_post/",
            f"/work/settings/leader/{leader.pk}/", "/work/settings/user/",
            "/work/settings/meeting/", "/work/settings/calendaroverlay/",
            "/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/", *STYLEGUIDE,
        ],
        "city-auditor": ["/work/", "/work/trail/", f"/work/trail/{Entry.objects.latest('id').id}/"],
        "office-intake": ["/work/", "/work/trail/"],
    }  # fmt: skip


@contextmanager
def browser(base: str, session: str = "", **options: Any) -> Iterator[Any]:
    """A page of a browser with that session; whatever it asks of anybody else fails the test.

    Opened after the rows are made: the browser's own loop would keep Django from the data base.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    asked: list[str] = []
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=program, args=ARGUMENTS)
        context = launched.new_context(**options)
        if session:
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base}]
            )
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        yield page
        launched.close()
    assert [url for url in asked if not url.startswith((base, "data:"))] == []


def problems(page: Any, url: str, width: int) -> Iterator[str]:
    """What is wrong with an open page."""
    found = axe.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    for violation in found:
        if violation["impact"] in ("serious", "critical"):
            nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
            yield f"{url} {width}: {violation['id']}: {nodes}"
    for element in ("documentElement", "body"):
        wide = page.evaluate(f"document.{element}.scrollWidth")
        if wide > width:
            yield f"{url} {width}: {element} is {wide} wide"
    if page.locator("h1").count() != 1:
        yield f"{url}: {page.locator('h1').count()} headings of the first rank"
    if page.locator("[style], style, script:not([src]):not([type='application/json'])").count():
        yield f"{url}: script or style within the page"


@pytest.mark.parametrize("mode", ["", "large", "kiosk"])
def test_axe_finds_nothing_serious_and_nothing_leaves_the_screen(
    live_server: LiveServer, people: dict[str, str], work: dict[str, list[str]], mode: str
) -> None:
    base = live_server.url
    visits = [("", PORTAL), *((people[name], paths) for name, paths in work.items())]
    wrong: list[str] = []
    for session, paths in visits:
        with browser(base, session, viewport={"width": 1280, "height": 900}) as page:
            page.context.add_cookies([{"name": "type", "value": mode, "url": base}])
            for path in paths:
                page.set_viewport_size({"width": 1280, "height": 900})
                page.goto(base + path)
                assert page.evaluate("document.documentElement.className") == mode, path
                if not mode:  # the phone shows the same elements
                    wrong += problems(page, path, 1280)
                page.set_viewport_size({"width": 390, "height": 844})
                wrong += problems(page, path, 390)
    assert wrong == []


def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    live_server: LiveServer, people: dict[str, str]
) -> None:
    with browser(live_server.url, people["city-administrator"]) as page:
        page.goto(live_server.url + "/styleguide/list/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.url.endswith("#main")
        page.goto(live_server.url + "/styleguide/list/")
        seen = set()
        for _ in range(90):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            outline = page.evaluate(
                "(s => s.outlineStyle + ' ' + s.outlineWidth)(getComputedStyle("
                "document.activeElement))"
            )
            assert outline == "solid 3px", page.evaluate("document.activeElement.outerHTML")
            seen.add(page.evaluate("document.activeElement.textContent.trim()"))
        assert {"我的待办", "筛选", "选择列", "新建", "云州市人民政府", "名称"} <= seen


def test_everything_is_done_without_scripts(
    live_server: LiveServer, people: dict[str, str]
) -> None:
    session = people["city-administrator"]
    with browser(live_server.url, session, java_script_enabled=False, locale="zh-CN") as page:
        page.goto(live_server.url + "/work/settings/section/")
        # another type size
        page.locator(".topline summary").click()
        page.get_by_role("button", name="大字", exact=True).click()
        assert page.locator("html.large").count() == 1
        assert page.url.endswith("/work/settings/section/")
        # narrow, sort, save the view
        page.fill("#f-q", "办公室")
        page.get_by_role("button", name="筛选").click()
        page.locator("thead").get_by_role("link", name="名称").click()
        assert page.locator("th[aria-sort=ascending]").inner_text().startswith("名称")
        page.locator("summary", has_text="保存视图").click()
        page.fill("#view-name", "各办公室")
        page.get_by_role("button", name="保存", exact=True).click()
        assert page.locator(".views a[aria-current]").inner_text() == "各办公室"
        # an open row, a form with a mistake, the mistake put right
        page.locator("tbody th a").first.click()
        assert page.locator(".timeline li").count() >= 1
        page.goto(live_server.url + "/work/settings/new/open_section/")
        page.locator("main form button.primary").click()
        page.locator(".summary a").click()
        assert page.url.endswith("#id_name")
        page.fill("#id_name", "网络设备科")
        page.locator("main form button.primary").click()
        assert "已完成" in page.locator(".messages").inner_text()
        # what is ticked is acted on after one question
        page.goto(live_server.url + "/styleguide/list/")
        assert not page.locator(".bulk").is_visible()
        page.locator("tbody .tick input").first.check()
        assert page.locator(".bulk").is_visible()
        page.locator(".bulk button").first.click()
        assert "请确认" in page.locator(".notice").inner_text()


def test_a_changed_form_is_not_left_by_accident(
    live_server: LiveServer, people: dict[str, str]
) -> None:
    with browser(live_server.url, people["city-administrator"]) as page:
        asked: list[str] = []

        def stay(dialog: Any) -> None:
            asked.append(dialog.type)
            dialog.accept()

        page.on("dialog", stay)
        page.goto(live_server.url + "/work/settings/new/open_section/")
        page.get_by_role("link", name="取消").click()
        assert asked == [], "nothing was changed"
        page.goto(live_server.url + "/work/settings/new/open_section/")
        page.locator("#id_name").press_sequentially("新科室")
        page.get_by_role("link", name="取消").click()
        page.wait_for_url("**/work/settings/section/")
        assert asked == ["beforeunload"]


def test_a_row_opens_with_a_click_and_a_menu_closes_on_escape(
    live_server: LiveServer, people: dict[str, str]
) -> None:
    with browser(live_server.url, people["city-administrator"]) as page:
        page.goto(live_server.url + "/work/settings/agency/")
        page.locator("tbody tr").nth(1).locator("td").nth(1).click()
        page.wait_for_url("**/work/settings/agency/*/")
        page.locator(".topline summary").click()
        assert page.locator("details.menu[open]").count() == 1
        page.keyboard.press("Escape")
        assert page.locator("details.menu[open]").count() == 0
        page.goto(live_server.url + "/styleguide/list/")
        page.locator("input[data-all]").check()
        assert page.locator("tbody .tick input:checked").count() > 5


@pytest.mark.parametrize(
    "path",
    ["/styleguide/thing/", "/styleguide/list/?format=print", "/styleguide/paper/",
     "/work/settings/agency/", "/work/statistics/"],
)  # fmt: skip
def test_a_page_prints_black_on_white_within_the_paper(
    live_server: LiveServer, people: dict[str, str], path: str
) -> None:
    size = {"width": 658, "height": 900}  # A4 between its margins
    with browser(live_server.url, people["city-administrator"], viewport=size) as page:
        page.emulate_media(media="print")
        page.goto(live_server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 658
        for hidden in (".rail", ".columns", ".filters", ".moves", ".search", ".pager"):
            assert page.locator(f"{hidden}:visible").count() == 0, hidden
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_a_screenshot_of_each_pattern_is_small(
    live_server: LiveServer, people: dict[str, str], tmp_path: Any
) -> None:
    from tools import screenshots

    made = screenshots.main([live_server.url, "--only", "failure", "--out", str(tmp_path)])
    assert made == 0
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["failure-1280.png", "failure-390.png"]
    assert all(os.path.getsize(file) < 40_000 for file in files)
