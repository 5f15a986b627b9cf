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
# name → address, log-in of the sample city or none
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
    "failure": ("/styleguide/failure/404/", ""),
    "tasks": ("/work/", "{administrator}"),
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
        states: dict[str, Any] = {"": None}
        for name, (path, role) in PAGES.items():
            if asked.only and asked.only not in name:
                continue
            who = role.format(administrator=asked.administrator, auditor=asked.auditor)
            if who not in states:
                context = browser.new_context(locale="zh-CN")
                log_in(context.new_page(), address, who)
                states[who] = context.storage_state()
                context.close()
            for width in WIDTHS:
                size: Any = {"width": width, "height": HEIGHT}
                context = browser.new_context(
                    viewport=size, storage_state=states[who], locale="zh-CN"
                )
                if asked.mode:
                    context.add_cookies([{"name": "type", "value": asked.mode, "url": address}])
                page = context.new_page()
                page.goto(address + path)
                shrink(page.screenshot(full_page=asked.full), asked.out / f"{name}-{width}.png")
                context.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
