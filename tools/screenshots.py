"""Write pictures of the pages at 1280 and 390 px into docs/screens/, small.

python tools/screenshots.py ADDRESS [--only WORD] [--out FOLDER] [--mode large|kiosk] [--full]

ADDRESS is a running server of the development settings with the sample city.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
from pathlib import Path
from typing import Any

WIDTHS = (1280, 390)
PASSWORD = "Sample-City-1"  # noqa: S105 - of the sample city
HEIGHT = 900
# name → address, log-in of the sample city or none; " >" after an address: the first row there
PAGES: dict[str, tuple[str, str]] = {
    "portal": ("/", ""),
    "portal-guide": ("/guide/", ""),
    "portal-apply": ("/apply/", ""),
    "portal-bodies": ("/bodies/", ""),
    "paper": ("/styleguide/paper/", ""),
    "log-in": ("/accounts/login/", ""),
    "styleguide": ("/styleguide/", "{administrator}"),
    "list": ("/styleguide/list/", "{administrator}"),
    "list-empty": ("/styleguide/list/?empty=1", "{administrator}"),
    "thing": ("/styleguide/thing/", "{administrator}"),
    "thing-late": ("/styleguide/thing/?state=late", "{administrator}"),
    "form": ("/styleguide/form/", "{administrator}"),
    "confirm": ("/styleguide/confirm/", "{administrator}"),
    "progress": ("/styleguide/progress/?done=1", "{administrator}"),
    "progress-running": ("/styleguide/progress/?still=1", "{administrator}"),
    "failure": ("/styleguide/failure/404/", ""),
    "failure-refused": ("/work/messages/log/", "{auditor}"),
    "failure-server": ("/styleguide/failure/500/", ""),
    "tasks": ("/work/", "{administrator}"),
    "messages": ("/work/messages/", "{administrator}"),
    "message": ("/work/messages/ >", "{administrator}"),
    "messages-empty": ("/work/messages/?q=没有这样的消息", "{administrator}"),
    "message-settings": ("/work/messages/preference/", "{administrator}"),
    "feeds": ("/work/messages/feeds/", "{administrator}"),
    "announce": ("/work/messages/announce/", "{administrator}"),
    "deliveries": ("/work/messages/log/", "{administrator}"),
    "api": ("/api/", ""),
    "api-tokens": ("/work/api/", "{administrator}"),
    "api-token": ("/work/api/ >", "{administrator}"),
    "api-hooks": ("/work/api/hooks/", "{administrator}"),
    "api-hook-new": ("/work/api/hooks/new/", "{administrator}"),
    "api-hooks-empty": ("/work/api/deliveries/", "{administrator}"),
    "second-factor": ("/accounts/2fa/", "{administrator}"),
    "health": ("/work/health/", "{administrator}"),
    "upload": ("/styleguide/files/", "{administrator}"),
    "settings-form": ("/work/settings/new/give_post/", "{administrator}"),
    "settings-row": ("/work/settings/agency/ >", "{administrator}"),
    "settings": ("/work/settings/agency/", "{administrator}"),
    "statistics": ("/work/statistics/", "{administrator}"),
    "trail": ("/work/trail/", "{auditor}"),
}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--lang=zh-CN"]


def log_in(page: Any, address: str, name: str) -> None:
    """Through the form, as a person does."""
    page.goto(f"{address}/accounts/login/")
    page.fill("#id_login", name)
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")


# what the sample city has not: pages that are empty until somebody fills in their form
MADE = {
    "/work/messages/": (
        "/work/messages/announce/",
        {
            "subject": "年度报告核对",
            "text": "请各科室于本月25日前核对上一年度的数据，有误的更正。",
        },
    ),
    "/work/api/": ("/work/api/new/", {"name": "办公自动化系统"}),
    "/work/api/hooks/": ("/work/api/hooks/new/", {"url": "https://oa.example.com/notice"}),
    "/work/messages/feeds/": ("/work/messages/feeds/new/", {"name": "办公室电脑"}),
}


def fill_in(page: Any, address: str) -> None:
    """Where a list is empty, what its form makes."""
    for listing, (form, fields) in MADE.items():
        page.goto(address + listing)
        if page.locator("main tbody tr").count():
            continue
        page.goto(address + form)
        for name, value in fields.items():
            page.fill(f"main [name={name}]", value)
        for box in page.locator("main input[type=checkbox]").all()[:2]:
            box.check()
        page.locator("main form button.primary").first.click()


def shrink(png: bytes, path: Path) -> None:
    """Few colours are enough for a page of text."""
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)


def main(arguments: list[str]) -> int:
    """Take them all."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--only", default="")
    parser.add_argument("--out", default="docs/screens", type=Path)
    parser.add_argument("--mode", default="", choices=["", "large", "kiosk"])
    parser.add_argument("--full", action="store_true", help="the whole page, not one screen")
    parser.add_argument("--administrator", default="city-administrator")
    parser.add_argument("--auditor", default="city-auditor")
    asked = parser.parse_args(arguments)
    address = asked.address.rstrip("/")
    asked.out.mkdir(parents=True, exist_ok=True)
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=ARGUMENTS)
        opened: dict[str, Any] = {}
        for name, (path, role) in PAGES.items():
            if asked.only and asked.only not in name:
                continue
            who = role.format(administrator=asked.administrator, auditor=asked.auditor)
            if who not in opened:
                context = browser.new_context(locale="zh-CN", reduced_motion="reduce")
                if asked.mode:
                    context.add_cookies([{"name": "type", "value": asked.mode, "url": address}])
                opened[who] = context.new_page()
                if who:
                    log_in(opened[who], address, who)
                if who and who == asked.administrator:
                    fill_in(opened[who], address)
            page = opened[who]
            page.goto(address + path.removesuffix(" >"))
            if path.endswith(" >"):
                page.locator("tbody th a").first.click()
                page.wait_for_load_state()
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": HEIGHT})
                page.evaluate("document.activeElement.blur()")
                shrink(page.screenshot(full_page=asked.full), asked.out / f"{name}-{width}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
