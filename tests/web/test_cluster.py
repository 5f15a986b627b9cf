"""The data bases of the tests themselves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.web import cluster

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_the_data_base_is_the_one_asked_for_and_in_no_place_that_others_share() -> None:
    assert connection.vendor == os.environ.get("GONGKAI_TEST_DATABASE", "sqlite")
    if connection.vendor == "sqlite":
        assert str(settings.DATA) in str(connection.settings_dict["NAME"])
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone() == ("wal",)
    else:
        with connection.cursor() as cursor:
            cursor.execute("SHOW fsync")
            assert cursor.fetchone() == ("on",)


def test_a_test_that_asks_for_no_data_base_has_none() -> None:
    with pytest.raises(RuntimeError, match="not allowed"):
        connection.ensure_connection()


def _pytest(**changed: str) -> subprocess.CompletedProcess[str]:
    drop = ("GONGKAI_TEST_SESSION", "GONGKAI_TEST_DATABASE_URL", "PYTEST_XDIST_WORKER", "CI")
    environment = {k: v for k, v in os.environ.items() if k not in drop} | changed
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider",
         "tests/web/test_cluster.py", "-k", "asked_for"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_without_postgresql_the_tests_are_skipped_with_the_reason_and_in_ci_that_fails(
    tmp_path: Path,
) -> None:
    nowhere = str(tmp_path)
    done = _pytest(GONGKAI_TEST_DATABASE="postgresql", GONGKAI_TEST_POSTGRESQL=nowhere, CI="1")
    assert done.returncode == 1
    assert "1 skipped" in done.stdout
    assert cluster.ABSENT in done.stdout


def test_another_data_base_is_refused() -> None:
    done = _pytest(GONGKAI_TEST_DATABASE="mysql")
    assert done.returncode != 0
    assert "sqlite or postgresql, not mysql" in done.stdout + done.stderr


def test_where_the_programs_are_can_be_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_TEST_POSTGRESQL", str(tmp_path))
    assert cluster.binaries() is None
    for name in ("initdb", "pg_ctl"):
        (tmp_path / name).touch()
    assert cluster.binaries() == tmp_path
