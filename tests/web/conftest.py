"""Django for the tests of the platform, with a database of their own a worker.

SQLite in a temporary directory; with GONGKAI_TEST_DATABASE=postgresql the same tests on a private
PostgreSQL server, started once a session.
"""

from __future__ import annotations

import atexit
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.web import cluster

HERE = Path(__file__).parent

_open = ExitStack()
_absent = ""


def _prepare() -> None:
    """Before anything loads Django: which settings, which database; workers inherit both."""
    global _absent
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.web.settings.test"
    os.environ["GONGKAI_TEST_APPS"] = "tests.web.desk"
    if "GONGKAI_TEST_SESSION" not in os.environ:
        os.environ["GONGKAI_TEST_SESSION"] = _open.enter_context(
            tempfile.TemporaryDirectory(prefix="gongkai-tests-", ignore_cleanup_errors=True)
        )
    kind = os.environ.get("GONGKAI_TEST_DATABASE", "sqlite")
    if kind == "postgresql" and "GONGKAI_TEST_DATABASE_URL" not in os.environ:
        if programs := cluster.binaries():
            address = _open.enter_context(cluster.cluster(programs))
            os.environ["GONGKAI_TEST_DATABASE_URL"] = address
            os.environ["GONGKAI_TEST_CLUSTER"] = "own"
        else:
            _absent = cluster.ABSENT
    elif kind not in ("sqlite", "postgresql"):
        raise pytest.UsageError(f"GONGKAI_TEST_DATABASE is sqlite or postgresql, not {kind}")


_prepare()
atexit.register(_open.close)  # also when what follows fails

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402

from gongkai.web.audit import triggers  # noqa: E402

_empty = TransactionTestCase._fixture_teardown


def _empty_all(case: TransactionTestCase) -> None:
    """A test with real transactions leaves rows, and the trace refuses to be emptied."""
    triggers.remove_from(connection)
    try:
        _empty(case)
    finally:
        triggers.install_on(connection)


TransactionTestCase._fixture_teardown = _empty_all


def pytest_unconfigure() -> None:
    """Stop and remove what this process started."""
    _open.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without PostgreSQL where it was asked for: say so of each test."""
    for item in items if _absent else ():
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=_absent))


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """What lies on our own server goes with it.

    To drop it before would wait for, and fail on, the last connection of a live server's threads.
    """
    return "GONGKAI_TEST_CLUSTER" in os.environ


@pytest.fixture(autouse=True, scope="session")
def no_database_unasked(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A test that says nothing of a database has none."""
    with django_db_blocker.block():
        yield
