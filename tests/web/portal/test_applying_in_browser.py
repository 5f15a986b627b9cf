"""A citizen's story in Chromium: on a desk with scripts, on a phone without; axe on each page."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from gongkai.web.cases.models import Case
from gongkai.web.cases.moves import Verb
from tests.web import pages_of
from tests.web.cases.world import World, granted
from tests.web.files.samples import pdf

pytestmark = [pytest.mark.needs_browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("GONGKAI_TEST_SHOTS", "")  # a folder: pictures of the pages are left there


@pytest.fixture(scope="module")
def browser(django_db_setup: None) -> Iterator[Any]:
    # playwright keeps an event loop running, in which Django would refuse to ask the database
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with pages_of.chromium() as opened:
            yield opened
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Reader:
    """A page, and what was found wrong on what it showed."""

    def __init__(self, page: Any, size: dict[str, int], scripts: bool) -> None:
        self.page, self.size, self.scripts = page, size, scripts
        self.wrong: list[str] = []

    def look(self, name: str, *, walked: bool = False) -> None:
        """With scripts, have axe look at it in all modes; take a picture if wanted.

        `walked`: tests/web/test_every_page.py looks at it too.
        """
        if self.scripts and not walked:
            self.wrong += pages_of.look(self.page, name)
            self.page.evaluate("document.documentElement.className = ''")
            self.page.set_viewport_size(self.size)
        if SHOTS:
            Path(SHOTS).mkdir(exist_ok=True)
            path = f"{SHOTS}/{name}-{self.size['width']}.png"
            self.page.screenshot(path=path, full_page=True)

    def press(self, name: str) -> None:
        """A button or a link by its words."""
        found = self.page.locator("main").get_by_role("button", name=name, exact=True)
        if not found.count():
            found = self.page.locator("main").get_by_role("link", name=name, exact=True)
        found.first.click()
        self.page.wait_for_load_state()

    def text(self) -> str:
        """What stands on the page."""
        return str(self.page.locator("main").inner_text())


@pytest.mark.thorough  # the gate has the whole story of a granted application
@pytest.mark.parametrize("phone", [True, False])
def test_a_citizen_applies_corrects_receives_and_rates(
    live_server: LiveServer, browser: Any, phone: bool, tmp_path: Path
) -> None:
    today = timezone.localdate()
    world = World(today)
    size = pages_of.PHONE if phone else pages_of.DESK
    proof = tmp_path / "证件.pdf"
    proof.write_bytes(pdf())
    with pages_of.opened(
        browser, live_server.url, viewport=size, java_script_enabled=not phone
    ) as page:
        reader = Reader(page, size, not phone)
        answer = page.goto(f"{live_server.url}/apply/")
        assert answer.status == 200, answer.text()[:500]
        reader.look("entrance", walked=True)
        reader.press("开始填写")
        page.fill("#id_q", "审批")
        reader.press("查找")
        reader.look("bodies", walked=True)
        reader.press("云州市行政审批服务局")
        reader.look("form", walked=True)
        # a mistake is shown where it is, and what was typed stays
        page.fill("#id_people-0-name", "林测试")
        reader.press("下一步：核对")
        reader.look("form-wrong")
        assert "请选择“申请人类别”" in reader.text()
        if not phone:
            assert page.evaluate("document.activeElement.className") == "summary"
        page.locator(".summary a").first.click()
        page.select_option("#id_people-0-kind", "person")
        page.select_option("#id_people-0-identity_kind", "passport")
        page.fill("#id_people-0-identity", "X0000001")
        page.fill("#id_people-0-phone", "00000000001")
        page.fill("#id_wish-description", "2025年度行政审批事项调整情况，以及年度报告")
        page.get_by_label("电子数据").check()
        page.get_by_label("网上获取").check()
        reader.press("保存草稿")
        page.goto(f"{live_server.url}/apply/")
        page.goto(f"{live_server.url}/apply/to/{world.agency.pk}/")
        assert page.input_value("#id_people-0-name") == "林测试"
        reader.press("下一步：核对")
        reader.look("review")
        assert "政府信息公开年报" in reader.text()
        reader.press("提交申请")
        reader.look("receipt")
        case = Case.objects.get()
        code = page.locator(".secret-code").nth(1).inner_text()
        # proof, in pieces or by the plain form
        page.set_input_files("#upload-proof", str(proof))
        reader.press("上传身份证明")
        page.wait_for_selector("text=身份证明1.pdf")
        page.emulate_media(media="print")
        assert page.locator("form:visible").count() == 0 and code in reader.text()
        page.emulate_media(media="screen")
        reader.press("退出查询")
        # the body confirms, registers and asks for a correction
        case = world.do(Verb.CONFIRM, case, confirmed=today, evidence="电话确认")
        case = world.do(Verb.REGISTER, case, title="行政审批事项调整情况")
        world.do(Verb.ASK_CORRECTION, case, items="所需信息的事项", guidance="请写明是哪些事项",
                 days=15, method="electronic")  # fmt: skip
        page.fill("#id_number", case.number)
        page.fill("#id_code", "wrong")
        reader.press("查询")
        reader.look("track-wrong", walked=True)
        assert "申请编号或者查询码不对" in reader.text()
        assert page.input_value("#id_code") == ""
        page.fill("#id_code", code.lower())
        reader.press("查询")
        reader.look("case-correcting")
        page.get_by_role("link", name="补正告知书", exact=True).click()
        reader.look("letter")
        assert "请写明是哪些事项" in reader.text()
        reader.press("返回")
        reader.press("提交补正")
        reader.look("correct")
        page.fill("#id_text", "投资项目的审批事项")
        reader.press("提交补正")
        assert "您在网上提交了补正" in reader.text()
        reader.press("撤回申请")
        reader.look("withdraw", walked=True)
        reader.press("不撤回，返回")
        # the body goes on and replies
        world.do(Verb.RECEIVE_CORRECTION, case, day=today)
        world.do(Verb.ASSIGN, case, sections=[world.section])
        reader.page.reload()
        reader.look("case", walked=True)
        world.do(Verb.OPINE, case, opinion="disclose", basis="已经制作并保存，可以公开")
        world.do(Verb.DECIDE, case, decisions=[granted(1)])
        world.do(Verb.DRAFT, case)
        world.do(Verb.SEND_FOR_REVIEW, case, despite="已核对")
        world.do(Verb.REVIEW_LAW, case, comment="同意")
        world.do(Verb.REVIEW_SECRECY, case, basis="保守国家秘密法第三十五条")
        world.do(Verb.SIGN, case)
        world.do(Verb.SERVE, case, given_form="electronic", method="electronic")
        page.reload()
        reader.look("case-answered")
        text = reader.text()
        assert "已经答复" in text and re.search(r"申请行政复议\s*最迟", text)
        with page.expect_download() as got:
            page.get_by_role("link", name=re.compile("答复书.*PDF")).click()
        assert Path(got.value.path()).read_bytes().startswith(b"%PDF-")
        reader.press("评价答复")
        page.get_by_label("满意", exact=True).check()
        reader.look("rate")
        reader.press("提交评价")
        assert "感谢您的评价" in reader.text()
        case.refresh_from_db()
        assert case.score == 4 and case.replied == today
        assert "网上查收" in case.papers.get(notice="T16").services.get().note
        page.set_viewport_size({"width": 658, "height": 900})
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= 658 if not phone else True
        assert not reader.wrong, "\n".join(reader.wrong)
