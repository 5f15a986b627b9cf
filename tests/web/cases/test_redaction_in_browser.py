"""涂去 in a browser: boxes by mouse, finger and keyboard; every other step without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from gongkai.web.agencies.roles import Role
from gongkai.web.cases import redaction_tasks, redactions
from tests.web.agencies.world import sit
from tests.web.cases.papers import begun
from tests.web.cases.world import World
from tests.web.files.test_in_browser import browser, serious, shot

__all__ = ["browser"]
pytestmark = [pytest.mark.needs_browser, pytest.mark.django_db(transaction=True)]


def test_boxes_are_drawn_by_mouse_keyboard_and_finger_and_become_a_safe_file(
    browser: Any, live_server: LiveServer
) -> None:
    world = World()
    case = world.opined()
    row = begun(world, case)
    client = sit(world.agency, Role.INTAKE)
    cookie = {
        "name": settings.SESSION_COOKIE_NAME, "url": live_server.url,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }  # fmt: skip
    address = live_server.url + reverse("redaction", args=[row.key])

    desk = browser.new_context(viewport={"width": 1280, "height": 900})
    desk.add_cookies([cookie])
    page = desk.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    shot(page, "marks-1280")
    assert serious(page) == []
    frame = page.locator("svg[data-surface]").bounding_box()

    def point(x: float, y: float) -> tuple[float, float]:
        """A place of the page (in points) on the screen."""
        scale = frame["width"] / row.sizes[0][0]
        return frame["x"] + x * scale, frame["y"] + y * scale

    page.select_option("#box-ground", "E16.2")
    page.mouse.move(*point(100, 300))
    page.mouse.down()
    page.mouse.move(*point(180, 330))
    page.mouse.move(*point(200, 340))
    page.mouse.up()
    assert page.locator("rect.pending").count() == 1
    page.click("[data-add]")  # by keyboard from here
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Delete")
    assert page.locator("rect.pending").count() == 1
    page.click("[data-undo]")
    assert page.locator("rect.pending").count() == 2
    page.locator("ol.pending select").nth(1).select_option("E14a")
    shot(page, "drawing-1280")
    page.click("[data-save]")
    page.wait_for_selector("text=已标记2处")
    row.refresh_from_db()
    drawn = {mark["ground"]: mark["boxes"][0] for mark in redactions.active(row)}
    assert set(drawn) == {"E16.2", "E14a"}
    wanted = (100, 300, 200, 340)
    assert all(abs(a - b) < 2 for a, b in zip(drawn["E16.2"], wanted, strict=True))
    page.click("text=下一处提示")
    page.wait_for_selector("g.hit.chosen")
    desk.close()

    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    phone.add_cookies([cookie])
    page = phone.new_page()
    page.goto(address + "?show=marks&page=2")
    page.evaluate("document.querySelector('[data-draw]').hidden = false")
    page.click("[data-draw]")
    page.evaluate(
        """() => {
          const surface = document.querySelector("svg[data-surface]");
          const to = surface.getBoundingClientRect();
          const send = (type, x, y) => surface.dispatchEvent(new PointerEvent(type, {
            pointerType: "touch", pointerId: 1, isPrimary: true, bubbles: true, cancelable: true,
            clientX: to.left + x, clientY: to.top + y }));
          surface.setPointerCapture = () => {};
          send("pointerdown", 40, 40); send("pointermove", 90, 70); send("pointerup", 90, 70);
        }"""
    )
    page.click("[data-save]")
    page.wait_for_selector("text=已标记1处")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious(page) == []
    shot(page, "marks-390")
    phone.close()

    plain = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    plain.add_cookies([cookie])
    page = plain.new_page()
    for number in (1, 2):
        page.goto(f"{address}?show=marks&page={number}")
        for box in page.locator("input[name=hit]").all():
            box.check()
        page.click("text=涂去选中的")
        page.wait_for_selector("text=处提示")
    page.click("text=生成可以公开的文件")
    page.wait_for_selector("text=正在生成")
    shot(page, "waiting-1280")
    redaction_tasks.make.call(row.pk)
    page.goto(address)
    page.wait_for_selector("text=泄漏检查")
    if page.locator("#despite").count():
        page.fill("#despite", "已逐处核对")
    page.click("text=确定随答复提供")
    page.wait_for_selector("text=已确定随答复提供")
    shot(page, "result-1280")
    page.set_viewport_size({"width": 390, "height": 844})
    shot(page, "result-390")
    page.goto(live_server.url + reverse("redactions", args=[case.pk]))
    shot(page, "list-390")
    page.set_viewport_size({"width": 1280, "height": 900})
    shot(page, "list-1280")
    row.refresh_from_db()
    assert row.released and not any(leak["blocking"] for leak in row.leaks)
    plain.close()
