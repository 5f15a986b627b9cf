"""Every page in one browser: accessible in three modes, within the screen, reached by keyboard."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from gongkai.web.agencies.city import PASSWORD
from gongkai.web.audit import triggers
from tests.web import pages_of
from tests.web.pages_of import City, Place, look, opened, visit

pytestmark = [
    pytest.mark.needs_browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("pages"),  # one scene for all of them
]


@dataclass(frozen=True)
class Scene:
    """The city, the server that shows it and the browser."""

    city: City
    base: str
    browser: Any
    places: list[Place]

    def opened(self, who: str = "", **options: Any) -> Any:
        """A page of that person."""
        return opened(self.browser, self.base, self.city.session(who), **options)


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """One city, one server, one browser for all tests of this file."""
    dummy = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    # playwright keeps an event loop running, in which Django would refuse to ask the database
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    cache.clear()
    with (
        django_db_blocker.unblock(),
        override_settings(TASKS=dummy, CLAMAV="", ALLOWED_HOSTS=["localhost", "testserver"]),
        pages_of.owned(),
    ):
        try:
            city = City()
            server = LiveServer("localhost")
            with pages_of.chromium() as browser:
                yield Scene(city, server.url, browser, pages_of.places(city))
            server.stop()
        finally:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
            triggers.remove_from(connection)
            call_command("flush", verbosity=0, interactive=False)
            triggers.install_on(connection)
            connection.close()


@pytest.fixture
def _django_db_helper(scene: Scene) -> None:
    """Instead of emptying the data base after each test: the scene does so once."""


def test_every_address_has_its_place_in_the_walk(scene: Scene) -> None:
    known = {place.name for place in scene.places} | pages_of.OF_THE_KEY
    known |= pages_of.OF_THE_APPLICANT | set(pages_of.NO_PAGE)
    assert set(pages_of.patterns()) - known == set()


# one page of each address, and those of each pattern wholly; all of them wholly in make test-all
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.thorough)])
def test_nothing_serious_on_any_page_in_three_modes(scene: Scene, every: bool) -> None:
    wrong: list[str] = []
    first = pages_of.first_of_each(scene.places)
    walked = scene.places if every else first
    whole = pages_of.thorough(scene.places)
    whole = whole if every else {place for place in first if place.name in pages_of.PATTERNS}
    for who in dict.fromkeys(place.who for place in walked):
        with scene.opened(who, viewport=pages_of.DESK) as page:
            for place in (place for place in walked if place.who == who):
                wrong += visit(page, scene.base, place)
                wrong += look(page, place, whole=place in whole)
    assert wrong == []


def test_the_reading_mode_is_kept_on_every_page(scene: Scene) -> None:
    for place in pages_of.first_of_each(scene.places):
        client = scene.city.client(place.who)
        client.cookies["type"] = "kiosk"
        page = client.get(place.path).content.decode()
        del client.cookies["type"]
        assert '<html lang="zh-CN" class="kiosk">' in page, str(place)


def test_what_has_no_place_in_the_walk_is_no_page(scene: Scene) -> None:
    """Each is asked, and gives no page."""
    fit = {
        pages_of.CLOSED: {404}, pages_of.FORM_ONLY: {405}, pages_of.REDIRECT: {302, 404},
        pages_of.FILE: {200, 302, 403, 404, 405, 503},
    }  # fmt: skip
    for name, kind in pages_of.NO_PAGE.items():
        given: dict[str, Any] = {
            "key": "1" if name in ("file_upload", "file_announce") else scene.city.file.key,
            "uidb36": "1", "provider_id": "unified", "pk": 1,
            "kind": "pdf" if name in ("case_paper", "print_sheet") else "agencies.section",
            "number": 1, "token": "no", "path": "none", "what": "proof", "form": "pdf",
            "code": "T04", "verb": "undo",
            **dict.fromkeys(("paper", "redaction", "file"), scene.city.file.key),
        }  # fmt: skip
        words = re.findall(r"<(?:\w+:)?(\w+)>", pages_of.patterns()[name])
        address = reverse(name, kwargs={word: given[word] for word in words})
        answer = scene.city.client("office-intake").get(address)
        answer.close()
        assert answer.status_code in fit[kind], name
        page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        assert not page, name


# the keyboard -------------------------------------------------------------------------------------


_AT = """() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const style = getComputedStyle(at), box = at.getBoundingClientRect();
  return {
    outline: style.outlineStyle + " " + style.outlineWidth, html: at.outerHTML.slice(0, 120),
    text: at.textContent.trim(), seen: box.width > 0 && box.height > 0,
    left: box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
  };
}"""
_STOPS = """() => [...document.querySelectorAll(
  "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
)].filter(e => !e.disabled && e.checkVisibility({visibilityProperty: true})).length"""


def _walked(page: Any) -> list[dict[str, Any]]:
    """Every stop of the tab key, until it leaves the page."""
    stops, most = [], page.evaluate(_STOPS) + 20
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(_AT)
        if at is None:
            return stops
        stops.append(at)
    raise AssertionError(f"the tab key does not leave {page.url}: {stops[-1]['html']}")


@pytest.mark.parametrize("phone", [False, True])
def test_the_tab_key_reaches_everything_shows_where_it_is_and_leaves(
    scene: Scene, phone: bool
) -> None:
    paths = [
        "/", "/styleguide/list/", "/styleguide/form/", "/styleguide/thing/", "/work/messages/",
        "/work/messages/announce/", "/work/api/new/", "/styleguide/files/",
    ]  # fmt: skip
    size = pages_of.PHONE if phone else pages_of.DESK
    with scene.opened(pages_of.KEEPER, viewport=size) as page:
        for path in paths[phone::2]:  # one half on either screen
            page.goto(scene.base + path)
            stops, there = _walked(page), page.evaluate(_STOPS)
            assert stops[0]["text"] == "跳到正文"
            for stop in stops:
                assert stop["outline"] == "solid 3px", (path, stop["html"])
                assert stop["seen"] and stop["left"], (path, stop["html"])
            # a group of radio buttons, and a date with its parts, are stops of their own kind
            assert len(stops) >= there - page.locator("[type=radio]").count(), path
            if path == "/styleguide/list/":
                seen = {stop["text"] for stop in stops}
                assert {"我的待办", "筛选", "选择列", "新建", "云州市人民政府", "名称"} <= seen


def test_a_menu_a_question_and_the_skip_link_are_worked_by_keyboard(scene: Scene) -> None:
    with scene.opened(pages_of.KEEPER, viewport=pages_of.DESK) as page:
        page.goto(scene.base + "/styleguide/list/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.url.endswith("#main")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")
        page.locator(".topline summary").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('details.menu') !== null")
        page.keyboard.press("Escape")
        assert page.locator("details.menu[open]").count() == 0
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
        page.locator("tbody .tick input").first.focus()
        page.keyboard.press("Space")
        page.locator(".bulk button").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".notice >> text=请确认")
        page.locator("main form button.primary").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".messages")


# extras of the script -----------------------------------------------------------------------------


def test_a_changed_form_is_not_left_by_accident(scene: Scene) -> None:
    with scene.opened(pages_of.KEEPER) as page:
        asked: list[str] = []

        def stay(dialog: Any) -> None:
            asked.append(dialog.type)
            dialog.accept()

        page.on("dialog", stay)
        page.goto(scene.base + "/work/settings/new/open_section/")
        page.get_by_role("link", name="取消").click()
        assert asked == [], "nothing was changed"
        page.goto(scene.base + "/work/settings/new/open_section/")
        page.locator("#id_name").press_sequentially("新科室")
        page.get_by_role("link", name="取消").click()
        page.wait_for_url("**/work/settings/section/")
        assert asked == ["beforeunload"]


def test_a_row_opens_with_a_click_and_one_box_ticks_all(scene: Scene) -> None:
    with scene.opened(pages_of.KEEPER, viewport=pages_of.DESK) as page:
        page.goto(scene.base + "/work/settings/agency/")
        page.locator("tbody tr").nth(1).locator("td").nth(1).click()
        page.wait_for_url("**/work/settings/agency/*/")
        page.goto(scene.base + "/styleguide/list/")
        page.locator("input[data-all]").check()
        assert page.locator("tbody .tick input:checked").count() > 5


# without scripts ----------------------------------------------------------------------------------


def test_a_person_logs_in_narrows_a_list_and_acts_without_scripts(scene: Scene) -> None:
    with scene.opened(java_script_enabled=False, viewport=pages_of.DESK) as page:
        page.goto(scene.base + "/work/settings/section/")
        page.fill("#id_login", pages_of.KEEPER)
        page.fill("#id_password", PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        assert page.url.endswith("/work/settings/section/")
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
        page.goto(scene.base + "/work/settings/new/open_section/")
        page.locator("main form button.primary").click()
        page.locator(".summary a").click()
        assert page.url.endswith("#id_name")
        page.fill("#id_name", "网络设备科")
        page.locator("main form button.primary").click()
        assert "已完成" in page.locator(".messages").inner_text()
        # what is ticked is acted on after one question
        page.goto(scene.base + "/styleguide/list/")
        assert not page.locator(".bulk").is_visible()
        page.locator("tbody .tick input").first.check()
        assert page.locator(".bulk").is_visible()
        page.locator(".bulk button").first.click()
        assert "请确认" in page.locator(".notice").inner_text()
        # a notice is sent, read, and all are marked as read
        page.goto(scene.base + "/work/messages/announce/")
        page.fill("#id_subject", "停电通知")
        page.fill("#id_text", "周六上午停电。")
        page.locator("main form button.primary").click()
        page.goto(scene.base + "/work/messages/?unread=1")
        page.get_by_role("link", name="停电通知").click()
        assert "周六上午停电" in page.locator("main").inner_text()
        page.get_by_role("link", name="返回消息列表").click()
        page.get_by_role("button", name="全部标为已读").click()
        assert "没有未读消息" in page.locator("main").inner_text()
        # out again
        page.locator(".topline summary").click()
        page.get_by_role("button", name="退出登录").click()
        page.goto(scene.base + "/work/")
        assert page.locator("#id_login").count() == 1


# paper --------------------------------------------------------------------------------------------


def test_a_page_prints_black_on_white_within_the_paper(scene: Scene) -> None:
    size = {"width": 658, "height": 900}  # A4 between its margins
    with scene.opened(pages_of.KEEPER, viewport=size) as page:
        page.emulate_media(media="print")
        for path in ("/styleguide/thing/", "/styleguide/list/?format=print", "/styleguide/paper/",
                     "/work/settings/agency/", "/work/statistics/", "/work/messages/",
                     f"/work/messages/{scene.city.message.pk}/"):  # fmt: skip
            page.goto(scene.base + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 658, path
            for hidden in (".rail", ".columns", ".filters", ".moves", ".search", ".pager"):
                assert page.locator(f"{hidden}:visible").count() == 0, (path, hidden)
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


# a security key -----------------------------------------------------------------------------------


@pytest.mark.thorough
def test_a_security_key_is_registered_asked_for_at_log_in_renamed_and_removed(scene: Scene) -> None:
    wrong: list[str] = []
    name = "licensing-handler"

    def seen(page: Any) -> None:
        wrong.extend(look(page, page.url))

    def log_in(page: Any) -> None:
        page.goto(scene.base + "/accounts/login/")
        page.fill("#id_login", name)
        page.fill("#id_password", PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()

    with scene.opened(viewport=pages_of.DESK) as page:
        asked = page.context.new_cdp_session(page)
        asked.send("WebAuthn.enable")
        made = {"protocol": "ctap2", "transport": "usb", "isUserVerified": True,
                "hasUserVerification": True, "automaticPresenceSimulation": True}  # fmt: skip
        asked.send("WebAuthn.addVirtualAuthenticator", {"options": made})
        log_in(page)
        page.goto(scene.base + "/accounts/2fa/webauthn/add/")
        if "reauthenticate" in page.url:
            page.fill("#id_password", PASSWORD)
            page.locator("main form button.primary").click()
        seen(page)
        failed = page.locator("[data-key-failed]")
        assert not failed.is_visible()
        page.evaluate("document.dispatchEvent(new Event('allauth.error', {cancelable: true}))")
        assert "没有读到安全密钥" in failed.inner_text()
        page.fill("#id_name", "办公室的密钥")
        page.click("#mfa_webauthn_add")
        page.wait_for_url("**/recovery-codes/")
        assert page.locator(".codes li").count() == 10
        seen(page)
        page.goto(scene.base + "/accounts/2fa/webauthn/")
        assert page.get_by_text("办公室的密钥").count() == 1
        seen(page)
        # out and in again: the password is not enough
        page.goto(scene.base + "/accounts/logout/")
        page.locator("main form button.primary").click()
        log_in(page)
        page.wait_for_url("**/2fa/authenticate/")
        seen(page)
        page.goto(scene.base + "/work/")
        assert page.url.endswith("/2fa/authenticate/")
        page.click("#mfa_webauthn_authenticate")
        page.wait_for_url("**/work/")
        # asked again before something delicate, renamed, removed
        page.goto(
            scene.base + "/accounts/2fa/webauthn/reauthenticate/?next=/accounts/2fa/webauthn/"
        )
        seen(page)
        page.click("#mfa_webauthn_reauthenticate")
        page.wait_for_url("**/accounts/2fa/webauthn/")
        page.get_by_role("link", name="改名").click()
        seen(page)
        page.fill("#id_name", "备用密钥")
        page.locator("main form button.primary").click()
        assert page.get_by_text("备用密钥").count() == 1
        page.get_by_role("link", name="移除").click()
        seen(page)
        page.locator("main form button.primary").click()
        page.goto(scene.base + "/accounts/2fa/webauthn/")
        assert "还没有登记" in page.locator("main").inner_text()
    assert wrong == []
