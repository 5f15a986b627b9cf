"""Walking through the pages as people do: each with his own log-in, by clicks and keys alone.

A `Town` is one server, one browser and one body for all stories of a module; a `Walk` is one story:
a citizen with a telephone, the people of the house at their desks, and the calendar on the wall.
"""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pypdfium2
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from gongkai.web.accounts.models import User
from gongkai.web.agencies.roles import Role
from gongkai.web.audit import chain, triggers
from gongkai.web.cases import redaction_tasks
from gongkai.web.cases.archiving import tasks as archiving
from gongkai.web.cases.models import Desk, Package, Redaction
from tests.web import pages_of
from tests.web.agencies.world import give, person
from tests.web.cases.world import START, World, at

BODY = "云州市行政审批服务局"
CLERK, HANDLER, HEAD = "窗口受理员", "投资项目科承办人", "投资项目科负责人"
LAWYER, SECRETS, SIGNER, ARCHIVER = "法规复核员", "保密审查员", "签发人", "档案员"
_POSTS = {
    CLERK: Role.INTAKE, HANDLER: Role.HANDLER, HEAD: Role.SECTION_HEAD,
    LAWYER: Role.LEGAL_REVIEWER, SECRETS: Role.SECRECY_REVIEWER, SIGNER: Role.APPROVER,
    ARCHIVER: Role.INTAKE,
}  # fmt: skip
# the kind of each field by its name, nothing for one that is not there
_KINDS = """([form, names]) => Object.fromEntries(names.map(name =>
  [name, document.querySelector(`${form} [name="${name}"]`)?.type ?? ""]))"""


class Clock:
    """What `timezone.now` says in this process, which is the server's too; it goes on by itself."""

    def __init__(self) -> None:
        self._real, self._ahead = timezone.now, timedelta()
        self.turn(START)

    def turn(self, day: date) -> None:
        """It is ten in the morning of that day."""
        self._ahead = at(day) - self._real()

    def now(self) -> Any:
        """Instead of `timezone.now`."""
        return self._real() + self._ahead


class Town:
    """The body, its people, the server that shows it and the browser."""

    def __init__(self, base: str, browser: Any, clock: Clock) -> None:
        self.base, self.browser, self.clock = base, browser, clock
        self.world = World()
        self.people: dict[str, User] = {}
        for name, role in _POSTS.items():
            section = self.world.section if role in (Role.HANDLER, Role.SECTION_HEAD) else None
            self.people[name] = person(self.world.agency, name)
            give(self.people[name], self.world.agency, role, section=section)
        User.objects.update(password_set=at(START))
        Desk.objects.update(to_sign=["T14"])  # a charge of money is signed

    def session(self, who: str) -> str:
        """Who has logged in today; the page of logging in has tests of its own."""
        client = Client()
        client.force_login(self.people[who])
        return str(client.session.session_key)


@contextmanager
def settled() -> Iterator[Town]:
    """A town for the tests of a module; afterwards the data base is empty again."""
    dummy = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    # playwright keeps an event loop running, in which Django would refuse to ask the database
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    cache.clear()
    clock = Clock()
    with ExitStack() as open_:
        open_.enter_context(override_settings(TASKS=dummy, ALLOWED_HOSTS=["localhost"]))
        open_.enter_context(patch("django.utils.timezone.now", clock.now))
        try:
            server = LiveServer("localhost")
            open_.callback(server.stop)
            yield Town(server.url, open_.enter_context(pages_of.chromium()), clock)
        finally:
            open_.close()
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
            triggers.remove_from(connection)
            call_command("flush", verbosity=0, interactive=False)
            triggers.install_on(connection)
            connection.close()


class Walk:
    """One story."""

    def __init__(self, town: Town, citizen: Any, desk: Any) -> None:
        self.town, self.citizen, self.desk = town, citizen, desk
        self.number = self.code = self.who = ""
        self.section = str(town.world.section.pk)
        town.clock.turn(START)

    # the calendar

    def on(self, month: int, day: int) -> None:
        """That day has come; whoever was logged in must do so anew."""
        self.town.clock.turn(date(START.year, month, day))
        self.who = ""

    # pages

    def press(self, page: Any, name: str) -> None:
        """A button or a link of the page by its words; what hides it is opened first."""
        main = page.locator("main")
        found = main.get_by_role("button", name=name, exact=True)
        found = found.or_(main.get_by_role("link", name=name, exact=True))
        if not found.count():
            hidden = page.locator(f"a:text-is('{name}'), button:text-is('{name}')")
            for folded in main.locator("details:not([open])", has=hidden).all():
                folded.locator("summary").first.click()
        if not found.count():
            raise AssertionError(f"no “{name}” on {page.url}:\n{self.text(page)}")
        self.follow(page, found.first)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{page.url} is {wide} too wide"

    def follow(self, page: Any, link: Any) -> None:
        """Click, and read on when the next page is there."""
        with page.expect_navigation():
            link.click()

    def fill(self, page: Any, given: dict[str, Any], form: str = "main form") -> None:
        """Whatever kind each field is."""
        kinds = page.evaluate(_KINDS, [form, list(given)])
        for name, value in given.items():
            assert kinds[name], f"{page.url} does not ask for {name}:\n{self.text(page)}"
            field = page.locator(f'{form} [name="{name}"]')
            if kinds[name] in ("radio", "checkbox"):
                page.locator(f'{form} [name="{name}"][value="{value}"]').check()
            elif kinds[name].startswith("select"):
                field.select_option(value)
            else:
                field.fill(str(value))

    def text(self, page: Any) -> str:
        """What stands on it."""
        return str(page.locator("main").inner_text())

    # the citizen

    def apply(self, name: str, wish: str, *items: str, **more: str) -> str:
        """From the portal's first page to the receipt; the number."""
        page = self.citizen
        page.goto(f"{self.town.base}/")
        self.follow(page, page.locator(".columns").get_by_role("link", name="依申请公开"))
        self.press(page, "开始填写")
        self.press(page, BODY)
        self.fill(page, {
            "people-0-kind": "person", "people-0-name": name, "people-0-identity_kind": "passport",
            "people-0-identity": f"X{ord(name[0]):07}", "people-0-phone": "00000000001",
            "people-0-address": "云州市样例路1号", "wish-description": wish,
            "wish-items": "\n".join(items), "wish-wanted_form": "electronic", "wish-way": "online",
            **more,
        })  # fmt: skip
        self.press(page, "下一步：核对")
        assert wish in self.text(page)
        self.press(page, "提交申请")
        codes = page.locator(".secret-code")
        self.number, self.code = codes.nth(0).inner_text(), codes.nth(1).inner_text()
        return self.number

    def track(self) -> str:
        """What the citizen reads about his application, with number and query code alone."""
        page = self.citizen
        page.goto(f"{self.town.base}/apply/track/")
        self.fill(page, {"number": self.number, "code": self.code}, "main [novalidate]")
        self.press(page, "查询")
        return self.text(page)

    def asks(self, link: str, press: str, **given: Any) -> str:
        """A step of the citizen from there; what the page says afterwards."""
        self.track()
        self.press(self.citizen, link)
        self.fill(self.citizen, given)
        self.who = ""  # whoever in the house looks at the case must do so anew
        return self.send(self.citizen, press)

    def letter(self, name: str) -> str:
        """A letter as the citizen reads it, below its line in the list."""
        page = self.citizen
        self.track()
        line = page.locator("#letters li", has_text=name).first
        assert line.count(), f"no “{name}”:\n{self.text(page)}"
        told = str(line.inner_text())
        self.follow(page, line.get_by_role("link", name=name, exact=True))
        return f"{told}\n{self.text(page)}"

    # the house

    def enter(self, who: str) -> Any:
        """His desk: what waits for him."""
        if self.who != who:
            name = settings.SESSION_COOKIE_NAME
            cookie = {"name": name, "value": self.town.session(who), "url": self.town.base}
            self.desk.context.clear_cookies()
            self.desk.context.add_cookies([cookie])
            self.who = who
        self.desk.goto(f"{self.town.base}/work/")
        return self.desk

    def case(self, who: str) -> Any:
        """The page of the case: where he is, else from what waits for him, else by the search."""
        page, number = self.desk, self.number
        if self.who == who and page.locator("h1", has_text=number).count():
            return page
        self.enter(who)
        waiting = page.locator("main a[href^='/work/cases/']", has_text=number)
        if not waiting.count():
            page.fill("#work-search", number)
            self.follow(page, page.get_by_role("button", name="搜索", exact=True))
        self.follow(page, waiting.first)
        return page

    def does(self, who: str, verb: str, press: str = "", /, **given: Any) -> str:
        """A step: found, opened, filled in, sent; what the page says afterwards."""
        self.press(self.case(who), verb)
        self.fill(self.desk, given)
        return self.send(self.desk, press or verb)

    def fails(self, who: str, verb: str, press: str = "", /, **given: Any) -> str:
        """A step that is refused: what the page says of why, and that it is said."""
        page = self.case(who)
        self.press(page, verb)
        self.fill(page, given)
        self.press(page, press or verb)
        return str(page.locator("main .summary, main .messages").first.inner_text())

    def send(self, page: Any, press: str) -> str:
        """Press it; a mistake on the page fails the story."""
        self.press(page, press)
        wrong = page.locator("main .summary[role=alert], main .messages .error")
        assert not wrong.count(), f"{page.url}: {wrong.first.inner_text()}"
        return self.text(page)

    def due(self) -> str:
        """The due date on the page of the case; nothing while none is known."""
        found = self.case(self.who or CLERK).locator(".clock .due time")
        return str(found.get_attribute("datetime")) if found.count() else ""

    def decide(self, who: str, *decisions: tuple[str, dict[str, Any]]) -> str:
        """What is to be done about each item: first which decision, then what it needs."""
        page = self.case(who)
        self.press(page, "拟定处理决定")
        self.fill(page, {f"c{n}": code for n, (code, _) in enumerate(decisions, 1)})
        self.press(page, "下一步")
        for n, (_, given) in enumerate(decisions, 1):
            self.fill(page, {f"i{n}-{name}": value for name, value in given.items()})
        return self.send(page, "拟定处理决定")

    def attach(self, who: str, name: str, data: bytes) -> None:
        """A file is put with the case."""
        page = self.case(who)
        page.locator("summary", has_text="添加附件").click()
        file: Any = {"name": name, "mimeType": "application/pdf", "buffer": data}
        page.set_input_files("#upload-files", file)
        page.get_by_role("button", name="上传", exact=True).click()
        page.wait_for_selector(f"#files a >> text={name}")

    def redact(self, who: str, name: str) -> None:
        """Blacken all that is proposed in it, and have it given with the reply."""
        page = self.case(who)
        self.press(page, "区分处理")
        self.follow(page, page.get_by_role("button", name=f"涂去部分内容：{name}"))
        self.worker(page, redaction_tasks.prepare, Redaction)
        while page.get_by_role("link", name="下一处提示", exact=True).count():
            self.press(page, "下一处提示")
            for box in page.locator("input[name=hit]").all():
                box.check()
            self.press(page, "涂去选中的")
        self.press(page, "生成可以公开的文件")
        self.worker(page, redaction_tasks.make, Redaction)
        assert "没有发现" in self.text(page), self.text(page)
        self.press(page, "确定随答复提供")

    def worker(self, page: Any, task: Any, kind: Any) -> None:
        """The work behind the pages is done, while the page that waits for it is left alone."""
        address = page.url
        page.goto("about:blank")
        task.call(kind.objects.latest("pk").pk)
        page.goto(address)

    def register(self, number: str, **given: Any) -> None:
        """The reviewer enters a reconsideration of the reply."""
        page = self.enter(LAWYER)
        page.goto(f"{self.town.base}/work/cases/")
        self.press(page, "复议诉讼登记")
        self.press(page, "登记复议、诉讼")
        given |= {"forum": "reconsideration", "case_number": self.number, "numbers": number}
        self.fill(page, given)
        self.send(page, "登记")

    def update(self, number: str, **given: Any) -> None:
        """What came of it."""
        page = self.case(LAWYER)
        self.press(page, number)
        self.press(page, "更新登记")
        self.fill(page, given)
        self.send(page, "保存")

    def goes_on(self) -> str:
        """The story goes on with the case on the page, which has a number of its own."""
        self.number = self.desk.locator("h1").inner_text().split()[0]
        return self.number

    def reply(self, who: str) -> str:
        """From the draft to the signature, each by another person; the number of the reply."""
        self.does(who, "拟写答复", "生成草稿")
        self.does(who, "送审")
        self.does(LAWYER, "法规复核", "复核通过")
        self.does(SECRETS, "保密审查", "审查通过", basis="保守国家秘密法第三十五条")
        found = re.search(r"云审批\S*〔2026〕\d+号", self.does(SIGNER, "签发"))
        return found.group() if found else ""

    def trace(self) -> list[str]:
        """What was done to the case as its page tells it, oldest first."""
        done = self.case(ARCHIVER).locator(".done .timeline li > strong")
        return list(reversed(done.all_inner_texts()))

    # what is left of it

    def download(self, name: str) -> bytes:
        """A file given with the reply, as the citizen gets it."""
        self.track()
        with self.citizen.expect_download() as got:
            self.citizen.get_by_role("link", name=name, exact=True).click()
        return Path(got.value.path()).read_bytes()

    def counted(self, cell: str, what: str = "") -> bool:
        """Whether the figure of that cell of tables 3 and 4 leads to a list with this in it."""
        page = self.enter(ARCHIVER)
        page.goto(f"{self.town.base}/work/cases/")
        self.press(page, "台账统计")
        figure = page.locator(f"main td a[href*='cell={cell.replace(':', '%3A')}']").first
        if not figure.count():
            return False
        self.follow(page, figure)
        return bool(page.locator("main tbody tr", has_text=what or self.number).count())

    def sealed(self, *names: str) -> bool:
        """Whether the file as downloaded has these things; all hashes are right, and the trace."""
        page = self.case(ARCHIVER)
        self.follow(page, page.locator("main dd a[href*='/packages/']"))
        self.worker(page, archiving.build, Package)
        with page.expect_download() as got:
            page.get_by_role("link", name="下载案卷", exact=True).click()
        whole = zipfile.ZipFile(io.BytesIO(Path(got.value.path()).read_bytes()))
        members = {name: whole.read(name) for name in whole.namelist()}
        listed = json.loads(members.pop("目录.json"))["内容"]
        there = {name: sha256(data).hexdigest() for name, data in members.items()}
        odd = there.items() ^ {(one["name"], one["sha256"]) for one in listed}
        assert not odd, f"listed otherwise than packed: {sorted(odd)}"
        assert not list(chain.verify())
        return all(any(name in one for one in members) for name in names)


@contextmanager
def walk(town: Town) -> Iterator[Walk]:
    """A story begins: a citizen with a telephone, a desk in the house."""
    with (
        pages_of.opened(town.browser, town.base, viewport=pages_of.PHONE) as citizen,
        pages_of.opened(town.browser, town.base, viewport=pages_of.DESK) as desk,
    ):
        yield Walk(town, citizen, desk)


def words_of(data: bytes) -> str:
    """What can be read out of a PDF."""
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
