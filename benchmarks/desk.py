"""The application desk: the list of 100,000 cases beside Django's admin over the same rows; fifty
citizens who apply at once through the server of `gongkai serve`, some of it killed under way.

A table a data base: SQLite in a file, and a private PostgreSQL server, both with fsync on.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from benchmarks.desk_citizens import HOST
from tests.web import cluster

__all__ = ["run"]

AT_MOST, QUERIES = 150.0, 15  # ms at the 95th percentile, queries a page
_SERVER = [
    "-m", "gunicorn", "benchmarks.desk_site", "--workers=1", "--threads=8", "--log-level=error",
    "--no-control-socket",
]  # fmt: skip

_MAKE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
from django.utils import timezone
from gongkai.web.accounts.models import User
from gongkai.web.agencies.roles import Role
from gongkai.web.messages.models import Preference
from tests.web.agencies.world import give, person
from tests.web.cases.world import World
world = World(timezone.localdate())
for number in range(2):
    clerk = person(world.agency)
    give(clerk, world.agency, Role.INTAKE)
    User.objects.filter(pk=clerk.pk).update(email=f"clerk{number}@city.example")
    Preference.objects.create(user=clerk, quiet=False)
print(world.agency.pk)
"""

_CHECK = """
import sys, uuid, django; django.setup()
from collections import Counter
from pathlib import Path
from gongkai.web.audit import chain
from gongkai.web.audit.models import Entry
from gongkai.web.cases.models import Case, Party, Stamp
from gongkai.web.messages.models import Delivery, Message
accepted = [line.split()[0] for line in Path(sys.argv[1]).read_text().splitlines()]
letters = Counter(Path(sys.argv[2]).read_text().split())
cases = {str(case.token): case for case in Case.objects.all()}
print("accepted", len(accepted))
print("cases", len(cases))
print("lost", len(set(accepted) - set(cases)))
print("doubled", len(accepted) - len(set(accepted)) + max(0, len(cases) - len(accepted)))
numbers = sorted(int(case.number[-5:]) for case in cases.values())
print("gaps", numbers[-1] - len(numbers) if numbers else 0)
faults = sum(1 for case in cases.values() if not case.parties.exists() or not case.items.exists()
             or case.stamps.count() != 1)
lines = Counter(Entry.objects.filter(verb="cases.submit").values_list("object", flat=True))
faults += sum(1 for case in cases.values() if lines[str(case.pk)] != 1)
faults += len(list(chain.verify()))
told = Counter(Message.objects.filter(kind="case_unconfirmed").values_list("url", flat=True))
faults += sum(1 for case in cases.values() if told[case.get_absolute_url()] != 2)
print("half", faults)
states = Counter(Delivery.objects.values_list("state", flat=True))
print("letters", sum(letters.values()))
print("twice", sum(1 for times in letters.values() if times > 1))
print("doubtful", states["doubtful"])
print("unsent", Delivery.objects.exclude(state__in=["sent", "doubtful"]).count())
"""


def _environment(address: str, folder: Path, **more: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "gongkai.web.settings.test",
        "GONGKAI_TEST_APPS": "django.contrib.admin",
        "GONGKAI_TEST_DATABASE_URL": address,
        "GONGKAI_DATA": str(folder),
        "GONGKAI_LOG_LEVEL": "ERROR",
        **more,
    }


def _python(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])
    return done.stdout


# the list -----------------------------------------------------------------------------------------


def _list(name: str, address: str, folder: Path, count: int, rounds: int) -> Iterator[str]:
    environment = _environment(address, folder)
    _python(environment, "-m", "benchmarks.desk_fill", str(count))
    said = _python(environment, "-m", "benchmarks.desk_list", str(rounds))
    lines = [line.split("\t") for line in said.splitlines()]
    peer = next(float(line[5]) for line in lines if line[0].startswith("*"))
    yield (
        f"\n### {name}: {count:,} cases of one body ({rounds} rounds)\n\n| page | queries | kB "
        "| p50 ms | p95 ms | p50 CPU ms | p95 CPU ms | CPU × admin |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|"
    )
    for title, queries, size, p50, p95, cpu, cpu95 in lines:
        bold = title.removeprefix("*") if title.startswith("*") else f"**{title}**"
        yield (
            f"| {bold} | {queries} | {size} | {p50} | {p95} | {cpu} | {cpu95} "
            f"| {float(cpu) / peer:.2f} |"
        )
    ours = [line for line in lines if not line[0].startswith("*")]
    most = max(int(line[1]) for line in ours)
    for what, column in (("wall", 4), ("CPU of the process", 6)):
        over = [line[0] for line in ours if float(line[column]) > AT_MOST]
        met = not over and most <= QUERIES
        yield (
            f"\n{'met' if met else 'MISSED'} by {what}: p95 over {AT_MOST:g} ms on "
            f"{'、'.join(over) or 'no page'}; at most {most} queries ({QUERIES} allowed)"
        )


# the storm ----------------------------------------------------------------------------------------


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    limit = time.monotonic() + 120
    while time.monotonic() < limit:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not open its port")


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _storm(
    name: str, address: str, folder: Path, citizens: int, each: int, *, killing: bool
) -> Iterator[str]:
    notes, letters = folder / "accepted", folder / "letters"
    environment = _environment(
        address,
        folder,
        GONGKAI_MAIL="tests.web.messages.slow.Slow",
        GONGKAI_TEST_NOTES=str(letters),
    )
    for file in (notes, letters):
        file.write_text("")
    agency, port = _python(environment, "-c", _MAKE).strip(), _free_port()

    def start(*words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, *words], env=environment)

    server = start(*_SERVER, f"--bind={HOST}:{port}")
    worker = start("-m", "django", "work")
    killed = 0
    try:
        _wait(port)
        client = ["-m", "benchmarks.desk_citizens", str(port), agency, str(citizens), str(each)]
        bare = 0.0 if killing else float(_python(environment, *client, "bare"))
        begun = time.monotonic()
        crowd = subprocess.Popen(
            [sys.executable, *client, str(notes)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        total = citizens * each
        marks = [total // 5, 2 * total // 5, 3 * total // 5, 4 * total // 5] if killing else []
        while crowd.poll() is None:
            if marks and notes.read_bytes().count(b"\n") >= marks[0]:
                marks.pop(0)
                killed += 1
                if len(marks) % 2:
                    for child in _children(server.pid):
                        os.kill(child, signal.SIGKILL)
                else:
                    worker.kill()
                    worker.wait()
                    worker = start("-m", "django", "work")
            time.sleep(0.05)
        seconds = time.monotonic() - begun
        faults = crowd.stdout.read().strip() if crowd.stdout else ""
    finally:
        for process in (server, worker):
            process.terminate()
            process.wait(60)
    _python(environment, "-m", "django", "work", "--once")
    found = dict(
        line.split()
        for line in _python(environment, "-c", _CHECK, str(notes), str(letters)).splitlines()
    )
    lines = [line.split() for line in notes.read_text().splitlines()]
    answers, wholes = [float(line[1]) for line in lines], [float(line[2]) for line in lines]
    rate = len(lines) / seconds
    ratio = f"{rate / bare:.3f}" if bare else ""
    yield (
        f"| {name} | {killed} | {found['accepted']} of {citizens * each} | {found['lost']} "
        f"| {found['doubled']} | {found['gaps']} | {found['half']} | {rate:.1f} "
        f"| {median(answers):.2f} | {quantiles(answers, n=20, method='inclusive')[-1]:.2f} "
        f"| {quantiles(wholes, n=20, method='inclusive')[-1]:.2f} "
        f"| {f'{bare:.0f}' if bare else ''} | {ratio} | {found['letters']} | {found['twice']} "
        f"| {found['doubtful']} | {found['unsent']} |"
    )
    if faults:
        yield faults


_HEAD = (
    "| database | killed -9 | accepted | lost | doubled | gaps in the numbers | half-written "
    "| applications/s | p50 s | p95 s of the accepting answer | p95 s of the whole, five pages "
    "| rows/s of the bare view | × bare | letters | sent twice | in doubt | unsent |\n|"
) + "---|" * 17


def run(quick: bool) -> Iterator[str]:
    """The tables of the list, then that of the storm."""
    count, rounds, each = (5_000, 10, 2) if quick else (100_000, 60, 6)
    programs = cluster.binaries()
    with tempfile.TemporaryDirectory(prefix="gongkai-desk-") as folder:
        at = Path(folder)
        yield from _list("SQLite", f"sqlite:///{at}/desk.sqlite3", at, count, rounds)
    if programs is None:
        yield f"PostgreSQL: {cluster.ABSENT}"
    else:
        with (
            tempfile.TemporaryDirectory(prefix="gongkai-desk-") as folder,
            cluster.cluster(programs) as address,
        ):
            own = address.rpartition("/")[0] + "/postgres"  # the database every cluster has
            yield from _list("PostgreSQL", own, Path(folder), count, rounds)
    yield f"\n### 50 citizens at once, {each} applications each, every one sent twice\n"
    yield _HEAD
    for killing in (False, True):
        with tempfile.TemporaryDirectory(prefix="gongkai-desk-") as folder:
            at = Path(folder)
            place = f"sqlite:///{at}/desk.sqlite3"
            yield from _storm("SQLite", place, at, 50, each, killing=killing)
        if programs is not None:
            with (
                tempfile.TemporaryDirectory(prefix="gongkai-desk-") as folder,
                cluster.cluster(programs) as address,
            ):
                own = address.rpartition("/")[0] + "/postgres"
                yield from _storm("PostgreSQL", own, Path(folder), 50, each, killing=killing)
