"""A storm of acts by several processes, of which one is killed in each round; and what is left.

`python -m tests.web.storm SEED ACTS FILE` is one of the processes: it acts on sheets at random and
notes each finished act in the file, after its transaction has ended.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

SHEETS = 12
WORKERS = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the processes say: acts finished, acts refused, processes killed, seconds."""

    finished: frozenset[uuid.UUID]
    refused: int
    killed: int
    seconds: float


def storm(address: str, folder: Path, *, acts: int, rounds: int = 1, seed: int = 1) -> Outcome:
    """Let loose 4 processes a round on the data base at the address; kill one in the middle."""
    environment = os.environ | {"GONGKAI_TEST_DATABASE_URL": address}
    each, killed, files = acts // rounds // WORKERS, 0, list[Path]()
    seconds = 0.0
    for turn in range(rounds):
        started = []
        for number in range(WORKERS):
            file = folder / f"{turn}-{number}"
            file.touch()
            command = [sys.executable, "-m", "tests.web.storm"]
            command += [str(seed * 1000 + turn * WORKERS + number), str(each), str(file)]
            started.append(subprocess.Popen(command, env=environment))
            files.append(file)
        victim, its_file = started[0], files[-WORKERS]
        limit = time.monotonic() + 300
        while not any(file.stat().st_size for file in files[-WORKERS:]):
            time.sleep(0.002)
            assert time.monotonic() < limit, "no process finished an act"
        begun = time.monotonic()  # to start them is not what is measured
        while its_file.stat().st_size < each // 2 * 37 and time.monotonic() < limit:
            assert victim.poll() is None, "the process ended before it could be killed"
            time.sleep(0.002)
        victim.kill()
        killed += 1
        codes = [process.wait(300) for process in started]
        assert codes == [-signal.SIGKILL, 0, 0, 0], codes
        seconds += time.monotonic() - begun
    lines = [line for file in files for line in file.read_text("ascii").split("\n")[:-1]]
    finished = frozenset(uuid.UUID(line) for line in lines if line.strip("-"))
    refused = sum(set(line) == {"-"} for line in lines)
    return Outcome(finished, refused, killed, seconds)


def faults(outcome: Outcome) -> Iterator[str]:
    """What the storm has broken: half-written rows, lost acts, lines without their rows."""
    from django.db.models import Sum

    from gongkai.web.audit import chain
    from gongkai.web.audit.models import Entry
    from tests.web.desk.models import Letter, Sheet, Slip

    yield from (found.what for found in chain.verify())
    lines = list(Entry.objects.values_list("act", "object", "verb"))
    of_sheet = Counter(key for _, key, _ in lines)
    totals = dict(Slip.objects.values_list("sheet").annotate(Sum("amount")).order_by())
    for sheet in Sheet.objects.all():
        if sheet.total != totals.get(sheet.pk):
            yield f"sheet {sheet.pk}: total {sheet.total}, slips {totals.get(sheet.pk)}"
        if sheet.version != of_sheet[str(sheet.pk)]:
            yield f"sheet {sheet.pk}: version {sheet.version}, lines {of_sheet[str(sheet.pk)]}"
    if set(of_sheet) != {str(key) for key in Sheet.objects.values_list("pk", flat=True)}:
        yield "lines without their sheet, or sheets without a line"
    entered = Counter((act, key) for act, key, verb in lines if verb in ("desk.open", "desk.enter"))
    slips = Counter((act, str(key)) for act, key in Slip.objects.values_list("act", "sheet"))
    if entered != slips:
        yield "slips are not those of the lines"
    if Counter(act for act, _, _ in lines) != Counter(Letter.objects.values_list("act", flat=True)):
        yield "letters are not one a line"
    logged = {act for act, _, _ in lines}
    if lost := outcome.finished - logged:
        yield f"{len(lost)} finished acts are not in the trace"
    # a process may be killed after its act and before it could say so
    if len(logged - outcome.finished) > outcome.killed:
        yield f"{len(logged - outcome.finished)} acts in the trace that nobody finished"


def work(seed: int, acts: int, path: Path) -> None:
    """Act until as many acts are finished or refused; one line each, of 37 bytes."""
    import django

    django.setup()
    from gongkai.web.acting import Actor, Refused, perform
    from gongkai.web.audit.models import Entry
    from tests.web.desk.actions import Amend, Enter, Move, Open
    from tests.web.desk.models import Sheet

    chance = random.Random(seed)
    actor = Actor(seed, f"进程{seed}", "handler")
    now = datetime(2026, 11, 21, tzinfo=UTC)
    with path.open("ab", buffering=0) as notes:
        for number in range(acts):
            when = now + timedelta(seconds=number)
            sheets = list(Sheet.objects.order_by("-id")[:SHEETS])
            kind, one = chance.random(), chance.choice(sheets) if sheets else None
            try:
                if one is None or kind < 0.1:
                    new = Sheet(title=f"{seed}-{number}", total=3)
                    done = perform(Open(), actor, new, now=when)
                elif kind < 0.5:
                    done = perform(Enter(), actor, one, now=when, amount=chance.randint(-9, 9))
                elif kind < 0.7:
                    values = {"title": f"{seed}-{number}"}
                    done = perform(
                        Amend(), actor, one, now=when, version=one.version, values=values
                    )
                else:
                    done = perform(Move(), actor, one, now=when, amount=2, to=chance.choice(sheets))
                mine = Entry.objects.filter(object=str(done.pk), actor=seed).order_by("-id")
                notes.write(f"{mine.values_list('act', flat=True)[0]}\n".encode())
            except Refused:
                notes.write(b"-" * 36 + b"\n")


if __name__ == "__main__":
    work(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
