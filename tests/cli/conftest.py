"""`gongkai …` called in this process, and two reports to call it on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gongkai.cli import main
from tests.cli.support import Answer, file


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """`gongkai …` in this process."""

    def call(*args: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["gongkai", *map(str, args)])
        with pytest.raises(SystemExit) as leaving:
            main()
        sys.stdout.flush()
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return Answer(int(leaving.value.code or 0), out, err)

    return call


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return file(tmp_path, "教育局2024.docx")


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    return file(tmp_path, "公安局2024.html", body="云州市公安局", cells={"t3.granted.total": "9"})
