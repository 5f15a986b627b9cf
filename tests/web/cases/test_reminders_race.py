"""Two workers remind at once, one is killed under way: nothing goes out twice, nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.law.calendar import national
from gongkai.web.agencies.roles import Role
from gongkai.web.cases.models import Case, Reminder
from gongkai.web.messages.models import Delivery, Message
from tests.web.agencies.world import give, person
from tests.web.cases.world import World, at
from tests.web.test_storm import address

CASES = 20
_CODE = """
import sys, django
django.setup()
from datetime import datetime
from gongkai.web.cases import reminders
reminders.remind(datetime.fromisoformat(sys.argv[1]))
"""


def _worker(now: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"GONGKAI_TEST_DATABASE_URL": address()}
    return subprocess.Popen([sys.executable, "-c", _CODE, now], env=environment)


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_a_kill_send_each_reminder_once() -> None:
    world = World(timezone.localdate() - timedelta(days=60))
    clerk = person(world.agency)
    give(clerk, world.agency, Role.INTAKE)
    for _ in range(CASES):
        world.registered()
    Message.objects.all().delete()
    Delivery.objects.all().delete()
    due = Case.objects.values_list("due", flat=True)[0]
    assert due is not None
    now = at(national().on_or_after(due + timedelta(days=1))).isoformat()

    first, second = _worker(now), _worker(now)
    limit = time.monotonic() + 60
    while Reminder.objects.count() < CASES // 4 and time.monotonic() < limit:
        time.sleep(0.005)
    assert first.poll() is None, "it ended before it could be killed"
    first.kill()
    assert first.wait(60) == -signal.SIGKILL
    assert second.wait(120) == 0
    third = _worker(now)
    assert third.wait(120) == 0

    assert Reminder.objects.count() == CASES
    told = Counter(Message.objects.filter(user=clerk).values_list("url", flat=True))
    assert len(told) == CASES and set(told.values()) == {1}
