"""Uploads as a person makes them, with and without scripts, and what the script adds."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from pytest_django.live_server_helper import LiveServer

from gongkai.web.agencies.active import actor_of
from gongkai.web.agencies.models import Section
from gongkai.web.files.fragments import files_for
from gongkai.web.files.kinds import State
from gongkai.web.files.models import File
from gongkai.web.files.tasks import make_preview
from tests.web.files.conftest import Handler
from tests.web.files.samples import pdf

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)

pytestmark = [
    pytest.mark.needs_browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.web.files.test_in_browser"),
]

SHOTS = os.environ.get("GONGKAI_TEST_SHOTS", "")


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """An object with files, as a trade shows it."""
    row = Section.objects.select_related("agency").get(pk=pk)
    context = {"title": "附件", **files_for(actor_of(request), row, next=request.path)}
    return render(request, "files/example.html", context)


urlpatterns = [
    path("thing/<int:pk>/", page),
    path("", include("gongkai.web.urls")),
]


@pytest.fixture
def browser() -> Iterator[Any]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        pytest.skip("no Chromium")
    # playwright keeps an event loop running, in which Django would refuse to ask the database
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with playwright.sync_playwright() as play:
            opened = play.chromium.launch(
                executable_path=program, args=["--no-sandbox", "--disable-gpu", "--no-first-run"]
            )
            yield opened
            opened.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def enter(browser: Any, client: Any, server: LiveServer, **more: Any) -> Any:
    """A page of the browser in which the client's person is logged in."""
    context = browser.new_context(**more)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server.url}])
    return context.new_page()


def shot(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def serious(page: Any) -> list[str]:
    found = axe.Axe().run(page).response["violations"]
    return [each["id"] for each in found if each["impact"] in ("serious", "critical")]


@pytest.mark.parametrize(
    ("width", "scripts"), [(390, True), pytest.param(1280, False, marks=pytest.mark.thorough)]
)
def test_a_person_attaches_a_file_looks_at_it_and_takes_it_away(
    browser: Any, live_server: LiveServer, handler: Handler, scripts: bool, width: int
) -> None:
    client: Any = handler()
    seen = enter(
        browser, client, live_server, java_script_enabled=scripts,
        viewport={"width": width, "height": 900},
    )  # fmt: skip
    address = f"{live_server.url}/thing/{client.section.pk}/"
    seen.goto(address)
    file = {"name": "通知.pdf", "mimeType": "application/pdf", "buffer": pdf(pages=2)}
    seen.set_input_files("input[type=file]", file)
    shot(seen, f"upload-{width}-{scripts}")
    seen.click("text=上传 >> nth=-1")
    seen.wait_for_selector("#files a >> text=通知.pdf")
    shot(seen, f"list-{width}-{scripts}")
    assert seen.url == address
    row = File.objects.get(state=State.READY)
    make_preview.call(row.content_id)
    seen.click("#files a >> text=通知.pdf")
    seen.wait_for_selector("img[alt='第 2 页']")
    assert seen.evaluate("document.documentElement.scrollWidth") <= width if scripts else True
    if scripts:
        seen.locator(".pages img").first.evaluate("one => one.decode()")
    shot(seen, f"file-{width}-{scripts}")
    seen.goto(address)
    seen.click("button >> text=移除")
    seen.wait_for_selector("text=没有附件")
    seen.click("button >> text=撤销")
    seen.wait_for_selector("text=已恢复")


def test_a_refusal_stays_on_the_page_and_an_interruption_is_gone_over(
    browser: Any, live_server: LiveServer, handler: Handler
) -> None:
    client: Any = handler()
    seen = enter(browser, client, live_server, viewport={"width": 1280, "height": 900})
    seen.goto(f"{live_server.url}/thing/{client.section.pk}/")
    broken: list[str] = []

    def break_once(route: Any) -> None:
        if route.request.method == "PATCH" and len(broken) < 2:
            broken.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    seen.route("**/files/pieces/**", break_once)
    whole = ("办理情况。\n" * 200_000).encode()
    seen.set_input_files(
        "input[type=file]",
        [
            {"name": "长.txt", "mimeType": "text/plain", "buffer": whole},
            {"name": "工具.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + bytes(99)},
        ],
    )
    seen.click("text=上传 >> nth=-1")
    seen.wait_for_selector("text=没有收下：文件是程序或脚本", timeout=30_000)
    shot(seen, "refused")
    assert len(broken) == 2
    file = File.objects.get(state=State.READY)
    assert (file.name, file.size) == ("长.txt", len(whole))
    assert serious(seen) == []
