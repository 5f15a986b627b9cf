"""Four processes act at once and one is killed in the middle: nothing is half written."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.db.models import F

from gongkai.web.audit.models import Entry
from tests.web.desk.models import Sheet
from tests.web.storm import faults, storm


def address() -> str:
    """Where other processes find the data base of this test."""
    its = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{its['NAME']}"
    user = f"{its['USER']}:{quote(its['PASSWORD'])}"
    return f"postgresql://{user}@{its['HOST']}:{its['PORT']}/{its['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_in_a_storm_leaves_nothing_half_written(tmp_path: Path) -> None:
    outcome = storm(address(), tmp_path, acts=400)
    assert outcome.killed == 1
    assert len(outcome.finished) > 200
    assert list(faults(outcome)) == []
    # and the check would have seen it
    Sheet.objects.filter(pk=Sheet.objects.first().pk).update(total=F("total") + 1)
    assert len(list(faults(outcome))) == 1
    assert Entry.objects.count() >= len(outcome.finished)
