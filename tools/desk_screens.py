"""Write pictures of the application desk at 1280 and 390 px into docs/screens/desk-*.png.

python tools/desk_screens.py ADDRESS [--only WORD] [--story NAME] [--out FOLDER] [--full]

ADDRESS is a running server of the development settings with the sample city, its background work
running too. Two applications are made and worked on as people do it, the others are those of the
sample; so a second run on the same data adds two more.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from screenshots import ARGUMENTS, HEIGHT, WIDTHS, log_in, shrink

BODY = "云州市行政审批服务局"
INTAKE, HANDLER = "licensing-intake", "licensing-handler"
LEGAL, SECRECY = "licensing-legal-reviewer", "licensing-secrecy-reviewer"
APPROVER, ADMINISTRATOR = "licensing-approver", "licensing-administrator"
CLERK = "labour-clerk"  # of the body that answered twenty-seven applications in 2024

PERSON = {
    "people-0-kind": "person", "people-0-name": "唐示例", "people-0-identity_kind": "passport",
    "people-0-identity": "X0000000", "people-0-phone": "0000-5550101",
    "people-0-address": "云州市样例路1号",
}  # fmt: skip
WISHES = (
    ("2025年度行政许可事项清单和调整情况", "云审批发〔2025〕0号"),
    ("2025年度窗口服务评价结果", ""),
)
# made up, and of numbers that cannot be anybody's
LIST = """
#set page(paper: "a4", margin: 2.5cm)
#set text(font: ("Noto Serif CJK SC", "Noto Sans CJK SC"), lang: "zh", size: 12pt)
#align(center)[#text(size: 16pt)[某住宅小区绿化方案审批意见]]

建设单位：云州示例置业有限公司

项目地点：云州市样例区样例路100号

一、同意该小区绿化方案，绿地率为百分之三十五。

二、联系人：彭示例，手机号码13000000000，身份证号码110101190001010009。

三、开户银行账号：6222000000000000000。

四、施工中如需调整，应当报本机关重新审批。
"""
NET = {"method": "electronic"}


class Pictures:
    """The browser, who is logged in where, and what has been written."""

    def __init__(self, browser: Any, address: str, asked: argparse.Namespace) -> None:
        self.browser, self.address, self.asked = browser, address, asked
        self.pages: dict[str, Any] = {}

    def page(self, who: str = "") -> Any:
        """The window of a person; of the public without a name."""
        if who not in self.pages:
            context = self.browser.new_context(locale="zh-CN", reduced_motion="reduce")
            self.pages[who] = page = context.new_page()
            page.set_default_timeout(20_000)
            page.on("dialog", lambda dialog: dialog.accept())
            if who:
                log_in(page, self.address, who)
        return self.pages[who]

    def take(self, name: str, page: Any, at: str = "") -> None:
        """The page at both widths; `at` is what stands at the top of the picture."""
        if self.asked.only and self.asked.only not in name:
            return
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
            if at:
                page.locator(at).first.evaluate("one => one.scrollIntoView({block: 'start'})")
            if page.evaluate("document.documentElement.scrollWidth") > width:
                print(f"{name}: wider than {width} px", file=sys.stderr)
            png = page.screenshot(full_page=self.asked.full)
            shrink(png, self.asked.out / f"desk-{name}-{width}.png")
        page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})

    def show(self, name: str, who: str, path: str, at: str = "") -> Any:
        """A page that only has to be opened."""
        page = self.page(who)
        answer = page.goto(self.address + path)
        if answer is not None and not answer.ok:
            print(f"{name}: {answer.status} {path}", file=sys.stderr)
        self.take(name, page, at)
        return page

    def case(self, who: str, title: str) -> str:
        """The address of the newest case of that title or number."""
        page = self.page(who)
        page.goto(f"{self.address}/work/cases/?q={title}")
        return str(page.locator("main tbody th a").first.get_attribute("href"))

    def do(self, who: str, case: str, verb: str, name: str = "", **fields: Any) -> Any:
        """Fill in the form of a verb, take its picture, send it."""
        page = self.page(who)
        page.goto(f"{self.address}{case}{verb}/")
        fill(page, fields)
        if name:
            self.take(name, page)
        send(page)
        return page


def fill(page: Any, fields: Mapping[str, Any]) -> None:
    """Whatever kind of field it is."""
    for name, value in fields.items():
        found = page.locator(f"main [name='{name}']")
        kind = found.first.evaluate("one => one.type")
        if kind in ("radio", "checkbox"):
            wanted = found.first if value is True else page.locator(
                f"main [name='{name}'][value='{value}']")  # fmt: skip
            wanted.check()
        elif kind.startswith("select"):
            found.first.select_option(value)
        else:
            found.first.fill(str(value))


def send(page: Any) -> None:
    """Press what the form is for, and see that it was taken."""
    before = page.url
    page.locator("main form button.primary").first.click()
    page.wait_for_load_state()
    wrong = page.locator("main .summary[role=alert]")
    if wrong.count():
        raise SystemExit(f"{before}: {wrong.first.inner_text()}")


# the stories ----------------------------------------------------------------------------------


def apply(pictures: Pictures, number: int, *, shown: bool) -> tuple[str, str]:
    """An application by the public form; the address of the applicant's own page, its number."""
    page, (wish, features) = pictures.page(), WISHES[number]
    page.goto(f"{pictures.address}/apply/to/?q={BODY}")
    if shown:
        pictures.take("bodies", page)
    page.get_by_role("link", name=BODY).first.click()
    discard = page.locator("main button.link", has_text="删除草稿")
    if discard.count():
        discard.click()
        page.goto(f"{pictures.address}/apply/to/?q={BODY}")
        page.get_by_role("link", name=BODY).first.click()
    fill(page, {**PERSON, "wish-description": wish, "wish-features": features})
    if shown:
        pictures.take("form", page, "#who")
        pictures.take("form-wish", page, "#what")
    page.locator("main button.primary").first.click()
    page.wait_for_url("**/check/**")
    if shown:
        pictures.take("check", page)
    page.locator("main button.primary").first.click()
    page.wait_for_url("**/receipt/**")
    if shown:
        pictures.take("receipt", page)
    own = str(page.url).removeprefix(pictures.address).removesuffix("receipt/")
    return own, page.locator(".secret-code").first.inner_text()


def begun(pictures: Pictures, number: str, *, shown: bool) -> str:
    """The clerk confirms and registers it; the address of the case."""
    case = pictures.case(INTAKE, number)
    confirm = "confirm" if shown else ""
    pictures.do(INTAKE, case, "confirm", confirm, evidence="9时30分电话联系申请人本人确认")
    pictures.do(INTAKE, case, "register")
    return case


def uncorrected(pictures: Pictures) -> None:
    """补正: asked by the desk, sent in on line, confirmed by the desk."""
    mine, number = apply(pictures, 0, shown=True)
    pictures.show("track", "", "/apply/track/")
    pictures.show("mine-unconfirmed", "", mine)
    case = begun(pictures, number, shown=True)
    pictures.do(
        INTAKE, case, "ask_correction", "ask-correction", items="所需清单的版本",
        guidance="本机关有2025年3月和9月两个版本，请写明需要哪一个；都需要的写“全部”", **NET,
    )  # fmt: skip
    pictures.show("mine-correcting", "", mine)
    page = pictures.show("correct", "", f"{mine}correct/")
    fill(page, {"text": "需要2025年9月的版本"})
    send(page)
    pictures.show("receive-correction", INTAKE, f"{case}receive_correction/")


def granted(pictures: Pictures) -> None:
    """From the confirmation to the reply in the hands of the applicant."""
    mine, number = apply(pictures, 1, shown=False)
    case = begun(pictures, number, shown=False)
    pictures.do(INTAKE, case, "keep", skip="所需信息由工作机构掌握")
    page = pictures.page(INTAKE)
    page.goto(f"{pictures.address}{case}decide/")
    fill(page, {"c1": "D12"})
    pictures.take("choose", page)
    page.locator("main button.primary").first.click()
    page.wait_for_load_state()
    fill(page, {
        "i1-information": WISHES[1][0], "i1-reason": "属于可以公开的政府信息",
    })  # fmt: skip
    send(page)
    pictures.do(INTAKE, case, "draft")
    page.goto(f"{pictures.address}{case}send_for_review/")
    if page.locator("main [name=despite]").count():
        fill(page, {"despite": "已逐条核对"})
    send(page)
    pictures.do(LEGAL, case, "review_law", comment="经复核，依据和救济途径正确")
    pictures.do(SECRECY, case, "review_secrecy", basis="保守国家秘密法第三十五条")
    pictures.do(APPROVER, case, "sign")
    pictures.do(INTAKE, case, "serve", "serve", **NET)
    pictures.show("mine-answered", "", mine)
    pictures.show("mine-letters", "", mine, "#letters")
    page = pictures.page()
    page.locator("#letters a").first.click()
    pictures.take("letter", page)
    pictures.show("rate", "", f"{mine}rate/")


def third_party(pictures: Pictures) -> None:
    """征求意见."""
    case = pictures.case(INTAKE, "施工许可证核发数量和名单")
    pictures.show("consult", INTAKE, f"{case}consult/")
    case = pictures.case(INTAKE, "某停车场项目招标投标文件")
    pictures.show("end-consultation", INTAKE, f"{case}end_consultation/")
    pictures.show("consulting", INTAKE, case, "#next")


def fee(pictures: Pictures) -> None:
    """信息处理费."""
    case = pictures.case(INTAKE, "施工许可证核发数量和名单")
    page = pictures.page(INTAKE)
    page.goto(f"{pictures.address}{case}notify_fee/")
    fill(page, {"pages": "230"})
    page.locator("main button[name=again]").click()
    page.wait_for_load_state()
    pictures.take("fee", page)


def partial(pictures: Pictures) -> None:
    """区分处理: upload, proposals, marks, the result and its leak test."""
    case = pictures.case(HANDLER, "某住宅小区绿化方案审批意见")
    pictures.show("decide-partial", HANDLER, f"{case}decide/?c1=D20")
    pictures.show("record", HANDLER, f"{case}record/?kind=search_log")
    page = pictures.page(HANDLER)
    page.goto(f"{pictures.address}{case}redactions/")
    if not page.locator("main tbody th a").count():
        if not page.locator("button[name=whole]").count():
            upload(page, pictures.address + case)
            page.goto(f"{pictures.address}{case}redactions/")
        pictures.take("files", page)
        page.locator("button[name=whole][value='0']").first.click()
    else:
        page.locator("main tbody th a").first.click()
    page.wait_for_selector("[data-surface], .pages img", timeout=90_000)
    if page.locator("[data-surface]").count():
        pictures.take("marks", page)
        while page.locator("button[value=mark]").count():
            page.locator("button[value=mark]").first.click()
            page.wait_for_load_state()
        pictures.take("marked", page)
        page.locator("form[action$='/make/'] button").first.click()
        page.wait_for_selector(".pages img", timeout=90_000)
    pictures.take("made", page)


def upload(page: Any, case: str) -> None:
    """A file of ours is added to the case."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "审批意见.pdf"
        path.write_bytes(typst.compile(LIST.encode()))
        page.goto(case)
        page.locator("summary", has_text="添加附件").click()
        page.locator("main input[type=file]").first.set_input_files(str(path))
        button = page.locator("main form:has(input[type=file]) button[type=submit]").first
        if button.is_visible():
            button.click()
        page.wait_for_timeout(4_000)


def opened(pictures: Pictures) -> None:
    """Pages that only have to be opened, on cases of the sample."""
    show, case = pictures.show, pictures.case
    show("entrance", "", "/apply/")
    show("home", INTAKE, "/work/")
    show("list", INTAKE, "/work/cases/")
    show("intake", INTAKE, "/work/cases/new/")
    at = case(INTAKE, "某商业综合体投资项目备案文件")
    show("case", INTAKE, at)
    show("case-next", INTAKE, at, "#next")
    at = case(HANDLER, "某商业综合体投资项目备案文件")
    show("handler-list", HANDLER, "/work/cases/")
    show("opine", HANDLER, f"{at}opine/")
    show("decide", HANDLER, f"{case(HANDLER, '投资项目联合审批流程图')}decide/?c1=D41")
    show("draft", HANDLER, f"{case(HANDLER, '权力清单2025年调整情况')}send_for_review/")
    show("law", LEGAL, f"{case(LEGAL, '帮办代办服务2025年工作总结')}review_law/")
    show("secrecy", SECRECY, f"{case(SECRECY, '审管联动会议纪要')}review_secrecy/")
    show("sign", APPROVER, f"{case(APPROVER, '行政审批标准化研究课题经费')}sign/")
    show("extend", APPROVER, f"{case(APPROVER, '行政审批档案移交清册')}extend/")
    show("disputes", LEGAL, "/work/cases/disputes/")
    show("ledger", CLERK, "/work/cases/statistics/?year=2024")
    show("ledger-table", CLERK, "/work/cases/statistics/?year=2024", "#table-1")
    show("settings", ADMINISTRATOR, "/work/cases/desk/")
    show("templates", ADMINISTRATOR, "/work/cases/templates/")
    show("template", ADMINISTRATOR, "/work/cases/templates/T04/")
    show("moved", INTAKE, "/work/cases/moved/")


STORIES = (opened, uncorrected, granted, third_party, fee, partial)


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """The browser."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


def main(arguments: list[str]) -> int:
    """Tell the stories and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--only", default="", help="pictures with this word in their name")
    parser.add_argument("--story", default="", choices=["", *(one.__name__ for one in STORIES)])
    parser.add_argument("--out", default="docs/screens", type=Path)
    parser.add_argument("--full", action="store_true", help="the whole page, not one screen")
    asked = parser.parse_args(arguments)
    asked.out.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        pictures = Pictures(browser, asked.address.rstrip("/"), asked)
        for story in STORIES:
            if asked.story in ("", story.__name__):
                story(pictures)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
