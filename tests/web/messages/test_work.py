"""The worker: in a process, in a thread, told to stop; tasks of dead workers; old tasks."""

from __future__ import annotations

import signal
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.messages import duties, work
from gongkai.web.messages.models import Delivery
from gongkai.web.messages.moves import State
from gongkai.web.messages.tasks import deliver
from gongkai.web.messages.work import KEPT, LOST, Loop, start_thread, tick
from tests.web.agencies.world import found
from tests.web.messages.people import Remembering, addressed, tell


@pytest.fixture
def signals_as_before() -> object:
    kept = {s: signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture(autouse=True)
def no_duties(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of other apps; a test that wants one registers it."""
    monkeypatch.setattr(duties, "_duties", {})


@pytest.mark.usefixtures("signals_as_before")
def test_the_command_does_what_there_is_to_do(
    body: Agency, officer: User, gateway: Remembering
) -> None:
    tell(officer, agency=body)
    call_command("work", once=True)
    assert len(gateway.letters) == 1
    assert DBTaskResult.objects.successful().count() == 1


def test_a_letter_whose_task_was_lost_is_sent_all_the_same(
    body: Agency, officer: User, gateway: Remembering
) -> None:
    tell(officer, agency=body)
    DBTaskResult.objects.all().delete()
    Loop(0).work(once=True)
    assert len(gateway.letters) == 1


def test_a_task_that_is_run_twice_sends_once(
    body: Agency, officer: User, gateway: Remembering
) -> None:
    row = tell(officer, agency=body)
    assert deliver.call([row.pk]) == 1
    assert deliver.call([row.pk]) == 0
    assert len(gateway.letters) == 1


def test_told_to_stop_the_worker_ends_after_the_task_under_way(
    body: Agency, officer: User, gateway: Remembering
) -> None:
    rows = [tell(officer, agency=body) for _ in range(3)]
    loop = Loop(0)
    gateway.raises = []
    plain = gateway.letters.append

    class Stops(list):  # type: ignore[type-arg]
        def append(self, letter: object) -> None:
            plain(letter)  # type: ignore[arg-type]
            loop.shutdown(signal.SIGTERM, None)

    gateway.letters, kept = Stops(), gateway.letters
    try:
        loop.work()
    finally:
        gateway.letters = kept
    assert len(kept) == 1
    states = [Delivery.objects.get(pk=row.pk).state for row in rows]
    assert sorted(states) == [State.QUEUED, State.QUEUED, State.SENT]
    with pytest.raises(SystemExit):
        loop.shutdown(signal.SIGTERM, None)


def test_tasks_of_dead_workers_fail_and_old_ones_are_forgotten(
    body: Agency, officer: User, gateway: Remembering
) -> None:
    tell(officer, agency=body)
    tell(officer, agency=body)
    first, second = DBTaskResult.objects.order_by("enqueued_at")
    Delivery.objects.update(state=State.SENT.value)
    now = timezone.now()
    first.claim("gone")
    DBTaskResult.objects.filter(pk=second.pk).update(
        status="SUCCESSFUL", finished_at=now - KEPT - timedelta(seconds=1)
    )
    tick(now)
    assert [one.status for one in DBTaskResult.objects.all()] == ["RUNNING"]
    tick(now + LOST + timedelta(minutes=1))
    assert [one.status for one in DBTaskResult.objects.all()] == ["FAILED"]


@pytest.mark.django_db(transaction=True)
def test_a_thread_of_a_serving_process_is_enough(
    gateway: Remembering, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connections

    monkeypatch.setattr(work, "close_old_connections", connections.close_all)
    body = found("云州市教育局")
    tell(addressed(body), agency=body)
    thread, loop = start_thread(0.05)
    limit = time.monotonic() + 20
    while not gateway.letters and time.monotonic() < limit:
        time.sleep(0.02)
    loop.stop.set()
    thread.join(20)
    assert not thread.is_alive()
    assert len(gateway.letters) == 1
    assert Delivery.objects.get().state == State.SENT


@pytest.mark.django_db
def test_a_duty_is_done_once_in_its_pause_however_many_workers_there_are() -> None:
    from gongkai.web.files.tasks import tidy_up

    path = "gongkai.web.files.tasks.tidy_up"
    duties.every(timedelta(minutes=10), tidy_up)
    Loop(0).work(once=True)
    Loop(0).work(once=True)
    done = DBTaskResult.objects.get(task_path=path)
    assert done.status == "SUCCESSFUL" and "清除未传完的0个" in str(done.return_value)
    clock, now = duties.Clock(), timezone.now()
    assert clock.ask(now) == 0
    assert clock.ask(now + timedelta(minutes=9)) == 0
    assert clock.ask(now + timedelta(minutes=11)) == 1
    assert clock.ask(now + timedelta(minutes=12)) == 0


@pytest.mark.django_db
def test_a_worker_looks_for_a_duty_in_the_database_once_in_its_pause(
    django_assert_num_queries: object,
) -> None:
    from gongkai.web.files.tasks import tidy_up

    duties.every(timedelta(minutes=10), tidy_up)
    clock, now = duties.Clock(), timezone.now()
    clock.ask(now)
    with django_assert_num_queries(0):  # type: ignore[operator]
        clock.ask(now + timedelta(minutes=5))
