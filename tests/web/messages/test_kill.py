"""kill -9 in the middle of 200 letters: none twice, none lost but the one in doubt."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.utils import timezone

from gongkai.web.accounts.models import User
from gongkai.web.messages import sending
from gongkai.web.messages.models import Delivery
from gongkai.web.messages.moves import State
from tests.web.agencies.world import found
from tests.web.messages.people import addressed, tell
from tests.web.test_storm import address

LETTERS = 200


def _worker(notes: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "GONGKAI_TEST_DATABASE_URL": address(),
        "GONGKAI_TEST_NOTES": str(notes),
        "GONGKAI_MAIL": "tests.web.messages.slow.Slow",
    }
    return subprocess.Popen([sys.executable, "-m", "tests.web.messages.slow"], env=environment)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_sends_many_letters_sends_none_twice_and_loses_none(
    tmp_path: Path,
) -> None:
    body = found("云州市教育局")
    one = addressed(body)
    people = [
        User(username=f"many{n}", name=f"人员{n}", email=f"many{n}@city.example")
        for n in range(LETTERS)
    ]
    User.objects.bulk_create(people)
    tell(*people, agency=body, now=timezone.now().replace(hour=4))
    Delivery.objects.update(due=timezone.now(), held=False)
    keys = {str(key) for key in Delivery.objects.values_list("key", flat=True)}
    assert len(keys) == LETTERS and one.pk
    notes = tmp_path / "sent"
    notes.touch()

    first, second = _worker(notes), _worker(notes)
    limit = time.monotonic() + 120
    while notes.stat().st_size < 37 * LETTERS // 3 and time.monotonic() < limit:
        assert first.poll() is None, "it ended before it could be killed"
        time.sleep(0.005)
    first.kill()
    assert first.wait(60) == -signal.SIGKILL
    assert second.wait(120) == 0
    third = _worker(notes)
    assert third.wait(120) == 0

    sent = Counter(notes.read_text("ascii").split())
    assert set(sent) <= keys
    assert max(sent.values()) == 1, "sent twice"
    sending.doubt_lost(timezone.now() + sending.LEASE * 2)
    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert set(states) <= {State.SENT.value, State.DOUBTFUL.value}
    assert states[State.DOUBTFUL.value] <= 1, "more than the one under way is in doubt"
    marked = {
        str(k)
        for k in Delivery.objects.filter(state=State.SENT.value).values_list("key", flat=True)
    }
    assert marked <= set(sent)
    assert len(set(sent) - marked) <= states[State.DOUBTFUL.value]
