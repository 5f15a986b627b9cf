"""Acts by four processes at once, one of them killed in each round; and how fast all is checked.

A row a data base: SQLite in a file, and a private PostgreSQL server, both with fsync on.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.web import cluster
from tests.web.storm import storm

_CODE = """
import sys, time, uuid, datetime, django
from pathlib import Path
django.setup()
from django.core.management import call_command
what, number = sys.argv[1], int(sys.argv[2])
if what == "make":
    call_command("migrate", run_syncdb=True, verbosity=0)
elif what == "check":
    from tests.web.storm import Outcome, faults
    finished = frozenset(map(uuid.UUID, sys.stdin.read().split()))
    from gongkai.web.audit.models import Entry
    for fault in faults(Outcome(finished, 0, number, 0)):
        print("fault:", fault)
    print(Entry.objects.count())
else:
    from gongkai.web.audit import chain, verbs
    verb = verbs.register("benchmark.line", "记录")
    now = datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)
    line = chain.Line(act=uuid.uuid4(), actor=7, actor_name="张三", role="intake", agency=3,
        agency_name="市行政审批服务局", verb=verb, kind="desk.sheet", object="12", label="台账",
        before={"total": 1, "state": "open"}, after={"total": 2, "state": "closed"}, reason="补记",
        address="192.0.2.1")
    for _ in range(number // 1000):
        chain.append_all([line] * 1000, now)
    begun = time.monotonic()
    broken = list(chain.verify())
    print(len(broken), time.monotonic() - begun)
"""


def _run(address: str, what: str, number: int, given: str = "") -> str:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "gongkai.web.settings.test",
        "GONGKAI_TEST_APPS": "tests.web.desk",
        "GONGKAI_TEST_DATABASE_URL": address,
    }
    done = subprocess.run(
        [sys.executable, "-c", _CODE, what, str(number)],
        env=environment, input=given, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.strip()


def _row(name: str, address: str, acts: int, rounds: int, lines: int) -> Iterator[str]:
    _run(address, "make", 0)
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.web.settings.test"
    os.environ["GONGKAI_TEST_APPS"] = "tests.web.desk"
    with tempfile.TemporaryDirectory(prefix="gongkai-storm-") as folder:
        outcome = storm(address, Path(folder), acts=acts, rounds=rounds)
    begun = time.monotonic()
    said = _run(address, "check", outcome.killed, "\n".join(map(str, outcome.finished)))
    *faults, logged = said.splitlines()
    checked = time.monotonic() - begun
    broken, seconds = _run(address, "verify", lines).split()
    yield (
        f"| {name} | {len(outcome.finished)} | {outcome.refused} | {outcome.killed} | {logged} "
        f"| {len(faults)} | {len(outcome.finished) / outcome.seconds:.0f} | {checked:.1f} "
        f"| {float(seconds):.2f} |"
    )
    yield from faults
    if broken != "0":
        yield f"fault: {broken} breaks in a chain that nobody touched"


def run(quick: bool) -> Iterator[str]:
    """The table: a row a database; below it, what the storm has broken."""
    # of 1,000 acts a round, about an eighth is cut off by the kill
    acts, rounds, lines = (1_000, 1, 10_000) if quick else (12_000, 12, 100_000)
    yield (
        "| database | acts finished | refused | processes killed | lines | faults | acts/s "
        f"| all checked in s | {lines} further lines verified in s |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    with tempfile.TemporaryDirectory(prefix="gongkai-storm-") as folder:
        yield from _row("SQLite", f"sqlite:///{folder}/storm.sqlite3", acts, rounds, lines)
    programs = cluster.binaries()
    if programs is None:
        yield f"PostgreSQL: {cluster.ABSENT}"
        return
    with cluster.cluster(programs) as address:
        # the database every cluster has
        postgresql = address.rpartition("/")[0] + "/postgres"
        yield from _row("PostgreSQL", postgresql, acts, rounds, lines)
