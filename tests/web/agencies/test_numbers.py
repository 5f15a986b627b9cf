"""Numbers: never twice, never a gap, written as they stand on paper."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from gongkai.errors import BadInput
from gongkai.law.bodies.kinds import BodyKind
from gongkai.law.numbers.index_number import parse_index
from gongkai.web.agencies import actions
from gongkai.web.agencies.models import Agency, NumberSeries
from gongkai.web.agencies.numbers import Series, next_number, take, written
from tests.web.agencies.world import TODAY, World, do, found

CODE = "11990000990000017W"


def test_each_body_kind_and_year_counts_by_itself(world: World) -> None:
    assert [take(world.c, "case", 2026) for _ in range(3)] == [1, 2, 3]
    assert take(world.c, "case", 2027) == take(world.d, "case", 2026) == 1
    assert take(world.c, "reply", 2026) == 1


def test_what_is_not_done_leaves_no_gap(world: World) -> None:
    take(world.c, "case", 2026)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert take(world.c, "case", 2026) == 2
        raise ZeroDivisionError
    assert take(world.c, "case", 2026) == 2


def _body() -> Agency:
    return found("计数局", kind=BodyKind.DEPARTMENT)


@pytest.mark.django_db(transaction=True)
def test_many_threads_never_take_one_number_twice() -> None:
    body = _body()

    def run(_: int) -> list[int]:
        try:
            return [take(body, "case", 2026) for _ in range(25)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        taken = [number for numbers in pool.map(run, range(8)) for number in numbers]
    assert sorted(taken) == list(range(1, 201))
    assert NumberSeries.objects.get(agency=body).last == 200


_CHILD = """
import sys, django
django.setup()
from django.conf import settings
from django.db import connections
settings.DATABASES["default"]["NAME"] = sys.argv[1]
connections["default"].settings_dict["NAME"] = sys.argv[1]
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.numbers import take
body = Agency.objects.get(pk=int(sys.argv[2]))
print(*[take(body, "case", 2026) for _ in range(25)])
"""


@pytest.mark.django_db(transaction=True)
def test_many_processes_never_take_one_number_twice() -> None:
    body = _body()
    name = str(connection.settings_dict["NAME"])
    root = Path(__file__).parents[3]
    children = [
        subprocess.Popen(
            [sys.executable, "-c", _CHILD, name, str(body.pk)], stdout=subprocess.PIPE,
            text=True, env=os.environ, cwd=root,
        )
        for _ in range(3)
    ]  # fmt: skip
    said = [child.communicate(timeout=60)[0] for child in children]
    taken = [int(word) for words in said for word in words.split()]
    assert sorted(taken) == list(range(1, 76))


def test_numbers_are_written_as_they_stand_on_paper(world: World) -> None:
    body = do(actions.Describe(), world.c, credit_code=CODE, document_word="临教")
    assert next_number(body, Series.DOCUMENT, TODAY) == "临教〔2026〕1号"
    assert next_number(body, Series.REPLY, TODAY) == "临教公开〔2026〕1号"
    assert next_number(body, Series.REPLY, TODAY) == "临教公开〔2026〕2号"
    assert next_number(body, Series.CASE, TODAY) == f"2026-{body.pk:04}-00001"
    index = next_number(body, Series.INDEX, TODAY)
    assert index == f"{CODE}/2026-00001"
    assert parse_index(index, TODAY).valid
    assert written(body, Series.INDEX, 123_456, TODAY) == f"{CODE}/2026-123456"
    with pytest.raises(BadInput, match="不能写成7位"):
        written(body, Series.INDEX, 12_345_678, TODAY)


def test_what_a_number_is_made_of_must_be_there(world: World) -> None:
    with pytest.raises(BadInput, match="没有登记机关代字"):
        next_number(world.c, Series.REPLY, TODAY)
    with pytest.raises(BadInput, match="没有登记统一社会信用代码"):
        next_number(world.c, Series.INDEX, date(2026, 1, 1))
