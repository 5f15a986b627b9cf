"""The script that takes pictures; the pages themselves are looked at in test_every_page."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = [pytest.mark.needs_browser, pytest.mark.django_db(transaction=True)]


def test_a_screenshot_of_each_pattern_is_small(live_server: LiveServer, tmp_path: Path) -> None:
    from tools import screenshots

    made = screenshots.main([live_server.url, "--only", "failure-server", "--out", str(tmp_path)])
    assert made == 0
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["failure-server-1280.png", "failure-server-390.png"]
    assert all(os.path.getsize(file) < 40_000 for file in files)
