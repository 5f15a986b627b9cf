"""Killed in the middle and run again: no file is lost, none is doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("polars", reason="the extra `bulk` (polars) is not installed")

from tests.corpus.support import files_in, fill, table

pytestmark = pytest.mark.no_cover  # traced it takes three times as long, for few branches


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_run_killed_in_the_middle_goes_on_where_it_stopped(tmp_path: Path) -> None:
    source, dataset = fill(tmp_path / "files", 200), tmp_path / "set"
    command = [sys.executable, "-m", "gongkai.cli", "corpus", str(source), "-o", str(dataset)]
    command += ["--workers", "2"]
    first = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    done = dataset / "done"
    while first.poll() is None and not list(done.glob("*.json")):
        time.sleep(0.01)
    os.killpg(first.pid, signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    finished = len(list(done.glob("*.json")))
    assert 1 <= finished < 4
    again = subprocess.run(command, check=True, capture_output=True, text=True)
    assert f"共200个文件（其中{finished}批此前已完成）：读出报告200份" in again.stdout
    assert files_in(dataset) == [f"{n:03d}.{('docx', 'html')[n % 2]}" for n in range(200)]
    assert table(dataset, "cells").group_by("file").len()["len"].sum() == 100 * (200 + 198)
