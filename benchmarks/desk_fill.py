"""A desk with many applications, written straight into the tables: for the benchmark alone.

`python -m benchmarks.desk_fill COUNT` migrates the data base of the settings and fills it.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

__all__ = ["fill"]

YEARS = 10
_OPEN = 0.02
_CHUNK = 2_000
_WORDS = (
    "行政审批",
    "土地征收",
    "预算执行",
    "环境监测",
    "招标投标",
    "学区划分",
    "工程验收",
    "医保目录",
)


def fill(agency: Any, sections: list[Any], count: int, today: date) -> None:
    """So many cases of one body over ten years: two of a hundred open, the rest answered.

    Each with its sealed applicant; the open ones with a section, a tenth of them waiting for a
    third party; the answered ones with the number of the reply.
    """
    from gongkai.web.agencies.calendars import calendar_of
    from gongkai.web.cases.models import Assignment, Case, Paper, Party, Step

    chance, calendar = random.Random(5), calendar_of(agency)
    begun = date(today.year - YEARS, 1, 4)
    days = (today - begun).days
    made = _cases(agency, calendar, chance, count, today, begun, days)
    while chunk := list(islice(made, _CHUNK)):
        Case.objects.bulk_create(chunk)
        Party.objects.bulk_create(_party(case, n) for n, case in enumerate(chunk))
        Step.objects.bulk_create(step for case in chunk for step in _steps(case))
        Assignment.objects.bulk_create(
            Assignment(case=case, section=chance.choice(sections), assigned=case.entered,
                       assigned_by="受理员", due=case.due)
            for case in chunk
        )  # fmt: skip
        Paper.objects.bulk_create(
            Paper(case=case, notice="T15", state="served", number=_reply_number(case),
                  dated=case.replied, made=case.entered, sent=case.entered, pdf="x", text="")
            for case in chunk if case.replied is not None
        )  # fmt: skip


def _cases(
    agency: Any,
    calendar: Any,
    chance: random.Random,
    count: int,
    today: date,
    begun: date,
    days: int,
) -> Iterator[Any]:
    from gongkai.law.moves import State
    from gongkai.web.cases.models import Case, Clock
    from gongkai.web.cases.moves import Stage

    version = calendar.version
    work = (Stage.REGISTERED, Stage.WITH_SECTIONS, Stage.DECIDING)
    # the open ones came in of late, as they do
    for n in range(count):
        open_ = n >= count * (1 - _OPEN)
        back = 45 * (count - n) // max(1, int(count * _OPEN))
        received = (
            today - timedelta(days=back) if open_ else begun + timedelta(days=days * n // count)
        )
        due = calendar.add(received, 20)
        entered = datetime.combine(received, time(2), UTC)
        paused = open_ and chance.random() < 0.1
        state = State.CONSULTING if paused else State.IN_HAND if open_ else State.REPLIED
        ends = (Stage.ANSWERED, *[Stage.ARCHIVED] * 19)
        stage = chance.choice(work if open_ else ends)
        replied = None if open_ else received + timedelta(days=chance.randint(3, 35))
        clock = Clock.PAUSED if paused else Clock.RUNS if open_ else Clock.STOPPED
        if stage is Stage.ARCHIVED:
            state = State.ARCHIVED
        yield Case(
            agency=agency, number=f"{received.year}-{agency.pk:04}-{n:06}", channel="in-person",
            entered=entered, changed=entered, arrived=received,
            title=f"{chance.choice(_WORDS)}{chance.randint(1, 999)}号",
            description="所需信息的内容描述" * 5, wanted_form="electronic", way="online",
            column="natural_person", state=state.value, stage=stage.value, received=received,
            due=due, clock=clock.value, calendar=version, registered=entered,
            replied=replied, ended=replied,
            outcome="" if open_ else "D12",
            row="" if open_ else "granted",
            late=replied is not None and replied > due,
        )  # fmt: skip


def _reply_number(case: Any) -> str:
    return f"云审批公开〔{case.replied.year}〕{case.number[-5:]}号"


def _party(case: Any, n: int) -> Any:
    from gongkai.web.cases.models import Party
    from gongkai.web.cases.sealed import fingerprint

    name, identity, phone = f"林测试{n}", f"X{case.pk:08}", f"0000{case.pk:07}"
    return Party(
        case=case, kind="person", name=name, name_print=fingerprint(name),
        identity_kind="passport", identity=identity, identity_print=fingerprint(identity),
        phone=phone, phone_print=fingerprint(phone), address=f"云州市样例路{n}号",
    )  # fmt: skip


def _steps(case: Any) -> Iterator[Any]:
    from gongkai.web.cases.models import Clock, Step

    some: dict[str, Any] = {
        "case": case,
        "at": case.entered,
        "actor": "受理员",
        "day": case.received,
    }
    yield Step(place=1, verb="register", **some)
    if case.clock == Clock.PAUSED:
        yield Step(place=2, verb="consult", who="third-party", key="1", **some)


def main(count: int) -> None:
    """Tables, a world, the cases."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.utils import timezone

    call_command("migrate", run_syncdb=True, verbosity=0)
    from tests.web.cases.world import World

    today = timezone.localdate()
    world = World(today)
    with transaction.atomic():
        fill(world.agency, [world.office, world.section, world.second], count, today)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as a running server does by itself in time


if __name__ == "__main__":
    main(int(sys.argv[1]))
