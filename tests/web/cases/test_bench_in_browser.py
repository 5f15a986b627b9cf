"""The desk in a browser: a case is opened, worked on and read, at two widths, nothing serious."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from gongkai.web.agencies.roles import Role
from gongkai.web.audit import triggers
from tests.web import pages_of
from tests.web.agencies.world import sit
from tests.web.cases.desk import present
from tests.web.cases.world import World
from tests.web.pages_of import Place, look, opened, visit

pytestmark = [
    pytest.mark.needs_browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.thorough,  # the gate has test_every_page
]


@pytest.fixture(scope="module")
def scene(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[World, str, Any]]:
    """One world, one server, one browser."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with django_db_blocker.unblock(), override_settings(ALLOWED_HOSTS=["localhost", "testserver"]):
        server = LiveServer("localhost")
        try:
            with pages_of.chromium() as browser:
                yield present(), server.url, browser
        finally:
            server.stop()
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
            triggers.remove_from(connection)
            call_command("flush", verbosity=0, interactive=False)
            triggers.install_on(connection)
            connection.close()


@pytest.fixture
def _django_db_helper(scene: tuple[World, str, Any]) -> None:
    """Instead of emptying the data base after each test: the scene does so once."""


def test_the_desk_is_worked_and_nothing_is_serious(scene: tuple[World, str, Any]) -> None:
    world, base, browser = scene
    new, paused = world.hand_in(items=["第一项", "第二项"]), world.consulting()
    opined, review, done = world.opined(), world.in_review(), world.answered()
    clerk, lawyer = sit(world.agency, Role.INTAKE), sit(world.agency, Role.LEGAL_REVIEWER)
    pages = {
        clerk: [
            "/work/cases/", "/work/cases/new/", paused.get_absolute_url(),
            done.get_absolute_url(), f"{new.get_absolute_url()}register/",
            f"{new.get_absolute_url()}split/", f"{new.get_absolute_url()}receipt/",
            f"{opined.get_absolute_url()}notify_fee/",
            f"{opined.get_absolute_url()}decide/", f"{opined.get_absolute_url()}decide/?c1=D20",
        ],
        lawyer: [f"{review.get_absolute_url()}review_law/"],
    }  # fmt: skip
    wrong: list[str] = []
    for client, paths in pages.items():
        session = client.session.session_key
        assert session is not None and settings.SESSION_COOKIE_NAME
        for size in (pages_of.DESK, pages_of.PHONE):
            with opened(browser, base, session, viewport=size) as page:
                for path in paths:
                    place = Place("case", "", path)
                    wrong += visit(page, base, place)
                    wrong += look(page, place, whole=False)
    assert wrong == []
    with opened(browser, base, clerk.session.session_key, viewport=pages_of.DESK) as page:
        page.goto(f"{base}/work/cases/")
        page.get_by_role("link", name=new.number).click()
        page.get_by_role("link", name="登记", exact=True).click()
        page.fill("#id_title", "审批事项调整情况")
        page.locator("main form button.primary").click()
        assert "已完成" in page.locator(".messages").inner_text()
        page.get_by_role("link", name="查看申请人信息").click()
        page.fill("#id_reason", "核对证件")
        page.locator("main form button.primary").click()
        assert "林测试" in page.locator(".unmasked").inner_text()
