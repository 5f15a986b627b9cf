"""Quiet hours and digests, across holidays and by the calendar of the body."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from django.utils import timezone

from gongkai.law.calendar import national
from gongkai.web.accounts.models import User
from gongkai.web.agencies.actions import AddOverlay
from gongkai.web.agencies.models import Agency, CalendarOverlay
from gongkai.web.messages import sending
from gongkai.web.messages.models import Delivery, Preference
from gongkai.web.messages.moves import State
from gongkai.web.messages.times import digest_moment, due_moment
from tests.web.agencies.world import do
from tests.web.messages.people import Remembering, tell

NIGHT = Preference(quiet=True, quiet_from=time(20), quiet_until=time(8))
LUNCH = Preference(quiet=True, quiet_from=time(12), quiet_until=time(14))


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-20 10:00", "2026-11-20 10:00"),  # a Friday at work
        ("2026-11-20 08:00", "2026-11-20 08:00"),
        ("2026-11-20 07:59", "2026-11-20 08:00"),
        ("2026-11-20 20:00", "2026-11-23 08:00"),  # over the week-end
        ("2026-11-21 10:00", "2026-11-23 08:00"),  # Saturday
        ("2026-11-21 07:00", "2026-11-23 08:00"),
        ("2026-11-22 23:00", "2026-11-23 08:00"),
        ("2026-09-30 21:00", "2026-10-08 08:00"),  # the whole National Day holiday
        ("2026-10-10 10:00", "2026-10-10 10:00"),  # a Saturday that is worked
        ("2026-10-09 22:00", "2026-10-10 08:00"),
        ("2026-02-13 21:00", "2026-02-14 08:00"),  # worked before the Spring Festival
        ("2026-02-14 21:00", "2026-02-24 08:00"),
    ],
)
def test_at_night_and_on_days_off_a_letter_waits_for_the_morning_of_a_working_day(
    now: str, due: str
) -> None:
    assert due_moment(NIGHT, at(now), national()) == at(due)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-20 11:59", "2026-11-20 11:59"),
        ("2026-11-20 12:00", "2026-11-20 14:00"),
        ("2026-11-20 14:00", "2026-11-20 14:00"),
        ("2026-11-20 21:00", "2026-11-20 21:00"),
        ("2026-11-21 15:00", "2026-11-23 14:00"),
    ],
)
def test_quiet_hours_may_be_a_part_of_the_day(now: str, due: str) -> None:
    assert due_moment(LUNCH, at(now), national()) == at(due)


def test_who_wants_no_quiet_hours_has_none() -> None:
    now = at("2026-10-01 03:00")
    assert due_moment(Preference(quiet=False), now, national()) == now


def test_beyond_the_calendar_weeks_are_weeks() -> None:
    assert due_moment(NIGHT, at("2090-01-06 22:00"), national()) == at("2090-01-09 08:00")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-20 08:29", "2026-11-20 08:30"),
        ("2026-11-20 08:30", "2026-11-23 08:30"),
        ("2026-09-30 12:00", "2026-10-08 08:30"),
    ],
)
def test_a_digest_goes_out_once_a_working_day(now: str, due: str) -> None:
    wish = Preference(digest=True, digest_at=time(8, 30))
    assert digest_moment(wish, at(now), national()) == at(due)


def test_the_calendar_is_that_of_the_body(body: Agency, officer: User) -> None:
    text = 'number = "云政〔2026〕1号"\nissued = 2026-01-10\nholidays = [2026-11-23]\n'
    do(AddOverlay(), CalendarOverlay(agency=body), text=text)
    assert tell(officer, agency=body, now=at("2026-11-21 10:00")).due == at("2026-11-24 08:00")
    assert tell(officer, now=at("2026-11-21 10:00")).due == at("2026-11-23 08:00")


def test_a_held_letter_goes_out_in_the_morning_and_not_before(
    body: Agency, officer: User, gateway: Remembering
) -> None:
    row = tell(officer, agency=body, now=at("2026-09-30 21:00"))
    assert row.held
    assert sending.deliver_due(at("2026-10-08 07:59")) == 0
    assert sending.deliver_due(at("2026-10-08 08:00")) == 1
    assert len(gateway.letters) == 1


def test_an_urgent_kind_waits_for_nobody(body: Agency, officer: User) -> None:
    from gongkai.web.messages import kinds
    from tests.web.messages.people import NOTE

    kinds._kinds.pop("test_note")
    kinds.load(NOTE.replace("version = 3", "version = 3\nurgent = true"), "note.toml")
    Preference.objects.create(user=officer, digest=True)
    now = at("2026-10-01 03:00")
    row = tell(officer, agency=body, now=now)
    assert (row.due, row.state) == (now, State.QUEUED)


def test_a_digest_is_one_letter_with_the_subjects_alone(
    body: Agency, officer: User, gateway: Remembering
) -> None:
    Preference.objects.create(user=officer, digest=True)
    for hour, matter in ((9, "补正"), (10, "答复"), (11, "归档")):
        tell(officer, agency=body, now=at(f"2026-11-20 {hour:02}:00"), matter=matter)
    assert Delivery.objects.filter(state=State.BUNDLED).count() == 3
    assert sending.deliver_due(at("2026-11-23 08:29")) == 0
    assert sending.deliver_due(at("2026-11-23 08:30")) == 1
    (letter,) = gateway.letters
    assert letter.subject == "每日消息摘要"
    assert "您有 3 条消息" in letter.text and "1. 请办理补正" in letter.text
    assert "某某" not in letter.text
    # the next one is another
    tell(officer, agency=body, now=at("2026-11-23 09:00"))
    digests = Delivery.objects.filter(message=None).order_by("id")
    assert [one.state for one in digests] == [State.SENT, State.QUEUED]
    assert [one.parts.count() for one in digests] == [3, 1]
