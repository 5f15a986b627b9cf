"""What a test needs from outside the repository, and the rule that in CI nothing is skipped.

A test marked `needs_shared`, `needs_libreoffice` or `needs_browser` is skipped with the reason
when that thing is absent. With the environment variable CI set, a session with a skipped test
fails and lists every reason.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

_NEEDS = {
    "needs_shared": (SHARED / "seeds").is_dir,
    "needs_libreoffice": lambda: bool(shutil.which("soffice") or shutil.which("libreoffice")),
    "needs_browser": lambda: bool(shutil.which("chromium") or shutil.which("chromium-browser")),
}
_REASONS = {
    "needs_shared": "the real reports are not beside the repository (../shared/seeds)",
    "needs_libreoffice": "LibreOffice is not installed (Debian: libreoffice-writer-nogui)",
    "needs_browser": "Chromium is not installed (Debian: chromium)",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason, the tests whose means are absent."""
    # what one process does alone for two minutes begins first, or the other would wait at the end
    items.sort(key=lambda item: item.path != ROOT / "tests" / "test_pages.py")
    absent = [mark for mark, present in _NEEDS.items() if not present()]
    for item in items:
        for mark in absent:
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=_REASONS[mark]))


_skips: dict[str, str] = {}


def _note(report: Any) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
        _skips[report.nodeid] = reason


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep each skipped test with its reason."""
    _note(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Keep each module that was skipped as a whole."""
    _note(report)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker process skipped."""
    _skips.update(getattr(node, "workeroutput", {}).get("skips", {}))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skip is a failure."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["skips"] = _skips
    elif os.environ.get("CI") and _skips and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say which skipped tests failed the session."""
    if os.environ.get("CI") and _skips:
        terminalreporter.section("skipped tests, which in CI are failures", red=True)
        for name, reason in sorted(_skips.items()):
            terminalreporter.line(f"{name}: {reason}")
