"""Reminders: before the due date, after it, for what waits; each once, to those who can act."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from gongkai.law.calendar import national
from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Delegation
from gongkai.web.agencies.roles import Role
from gongkai.web.cases.feed import due_dates
from gongkai.web.cases.models import Case, Desk, Reminder
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.reminders import BEFORE, remind
from gongkai.web.messages.duties import registered
from gongkai.web.messages.ical import calendar
from gongkai.web.messages.models import Message
from tests.web.agencies.world import give, person
from tests.web.cases.world import World, at


@pytest.fixture(autouse=True)
def waiting(settings: Any) -> None:
    """Tasks wait in memory."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


class People:
    """Who may be told."""

    def __init__(self, world: World) -> None:
        def staff(role: Role, **more: Any) -> User:
            user = person(world.agency)
            give(user, world.agency, role, **more)
            return user

        self.clerk, self.approver = staff(Role.INTAKE), staff(Role.APPROVER)
        self.handler = staff(Role.HANDLER, section=world.section)
        self.head = staff(Role.SECTION_HEAD, section=world.section)
        self.stranger = staff(Role.HANDLER, section=world.second)
        self.auditor = staff(Role.AUDITOR)


@pytest.fixture
def people(world: World) -> People:
    return People(world)


def told(kind: str) -> Counter[int]:
    return Counter(Message.objects.filter(kind=kind).values_list("user", flat=True))


def before(case: Case, days: int) -> date:
    """So many working days before the due date."""
    day = case.due
    assert day is not None
    for _ in range(days):
        day = national().on_or_before(day - timedelta(days=1))
    return day


def test_warnings_at_five_three_and_one_working_days_and_once_when_overdue(
    world: World, people: People
) -> None:
    case = world.assigned()
    world.do(Verb.OPINE, case, opinion="disclose", basis="可以公开")
    case.refresh_from_db()
    assert case.due is not None
    day, sent = case.received, dict[date, int]()
    assert day is not None
    while day <= case.due + timedelta(days=12):
        for hour in (7, 9, 9, 17):  # asked again and again
            count = remind(at(day, hour))
            assert hour != 7 or not count, "in the night"
            if count:
                sent[day] = sent.get(day, 0) + count
        day += timedelta(days=1)
    overdue = national().on_or_after(case.due + timedelta(days=1))
    assert sent == {**{before(case, n): 1 for n in BEFORE}, overdue: 1}
    four = [people.clerk, people.approver, people.handler, people.head]
    assert told("case_due") == {one.pk: 3 for one in four}
    assert told("case_overdue") == {one.pk: 1 for one in four}
    subjects = set(Message.objects.values_list("subject", flat=True))
    assert {f"还有 {n} 个工作日：{case.number}" for n in BEFORE} <= subjects
    assert not any("林测试" in one.text + one.subject for one in Message.objects.all())


def test_a_missed_day_is_made_up_once_with_what_is_left(world: World, people: People) -> None:
    case = world.registered()
    assert remind(at(before(case, 2))) == 1
    assert Message.objects.filter(subject=f"还有 2 个工作日：{case.number}").exists()
    assert Reminder.objects.get().key == f"{case.due}/3"
    assert remind(at(before(case, 2), 15)) == 0


def test_a_date_that_moved_is_warned_of_anew(world: World, people: People) -> None:
    case = world.registered()
    world.day = before(case, 3)
    assert remind(at(world.day)) == 1
    case = world.do(Verb.EXTEND, case, days=10, reason="需要查阅大量档案", method="direct")
    assert remind(at(world.day, 11)) == 0
    assert remind(at(before(case, 5))) == 1


def test_nothing_is_said_of_the_deadline_while_others_are_asked_or_after_the_end(
    world: World, people: People
) -> None:
    world.answered()
    world.consulting()
    Message.objects.all().delete()
    for days in range(1, 14):
        remind(at(world.day + timedelta(days=days)))
    assert not told("case_due") and not told("case_overdue")


def test_an_unconfirmed_application_raises_an_alarm_from_the_next_working_day(
    world: World, people: People
) -> None:
    world.day = date(2026, 3, 6)  # a Friday
    case = world.apply()
    Message.objects.all().delete()
    days = [day for n in range(0, 16) if remind(at(day := world.day + timedelta(days=n)))]
    monday = date(2026, 3, 9)
    assert days == [monday, date(2026, 3, 11), date(2026, 3, 13), date(2026, 3, 20)]
    assert told("case_unconfirmed") == {people.clerk.pk: 4}
    world.day = date(2026, 3, 21)
    world.do(Verb.CONFIRM, case, confirmed=world.day, evidence="电话确认")
    assert remind(at(date(2026, 3, 27))) == 0


def test_a_late_opinion_is_asked_for_once(world: World, people: People) -> None:
    case = world.assigned()
    limit = case.assignments.get().due
    assert remind(at(limit)) == 0
    late = national().on_or_after(limit + timedelta(days=1))
    assert remind(at(late)) == 1 and remind(at(late, 16)) == 0
    expected = {one.pk: 1 for one in (people.clerk, people.handler, people.head)}
    assert told("case_opinion_late") == expected


@pytest.mark.parametrize("what", ["correction", "consultation", "payment"])
def test_a_letter_whose_time_passed_is_reported_once(
    world: World, people: People, what: str
) -> None:
    if what == "correction":
        world.correcting()
    elif what == "consultation":
        world.consulting()
    else:
        case, actor, facts = world.ready(Verb.NOTIFY_FEE)
        world.do(Verb.NOTIFY_FEE, case, actor, **facts)
    Message.objects.all().delete()
    days = [n for n in range(60) if remind(at(world.day + timedelta(days=n)))]
    assert len(told("case_unanswered")) and set(told("case_unanswered").values()) == {1}, days
    assert people.stranger.pk not in told("case_unanswered")
    text = Message.objects.filter(kind="case_unanswered")[0].subject
    assert {"correction": "补正", "consultation": "第三方意见", "payment": "缴费"}[what] in text


def test_a_deputy_is_told_too_and_nobody_else(world: World, people: People) -> None:
    case = world.assigned()
    deputy = person(world.agency)
    post = people.handler.posts.get()
    Delegation.objects.create(
        post=post, to=deputy, since=world.day, until=world.day + timedelta(days=60), reason="出差"
    )
    remind(at(before(case, 1)))
    assert told("case_due")[deputy.pk] == 1
    assert not {people.stranger.pk, people.auditor.pk} & set(told("case_due"))


def test_without_anybody_to_tell_it_waits(world: World) -> None:
    case = world.registered()
    assert remind(at(before(case, 1))) == 0 and not Reminder.objects.exists()
    give(person(world.agency), world.agency, Role.INTAKE)
    assert remind(at(before(case, 1), 11)) == 1


def test_what_changed_meanwhile_is_left_to_the_next_round(
    world: World, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongkai.web.cases import reminders

    case = world.registered()
    day = before(case, 1)
    found = reminders.workers_of

    def slow(*given: Any) -> Any:
        Case.objects.filter(pk=case.pk).update(version=99)
        return found(*given)

    monkeypatch.setattr(reminders, "workers_of", slow)
    assert remind(at(day)) == 0 and not Reminder.objects.exists() and not told("case_due")


def test_the_number_of_queries_does_not_grow_with_quiet_cases(
    world: World, people: People, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        world.registered()
    with django_assert_max_num_queries(12):
        remind(at(world.day))


def test_the_worker_does_it_every_half_hour_and_recomputes_every_day() -> None:
    duties = registered()
    assert duties["gongkai.web.cases.tasks.remind"] == timedelta(minutes=30)
    assert duties["gongkai.web.cases.tasks.recompute_due"] == timedelta(days=1)
    assert duties["gongkai.web.cases.drafts.drop_old"] == timedelta(days=1)


def test_the_feed_has_number_and_title_and_no_person(world: World, people: People) -> None:
    case, other = world.assigned(), world.registered()
    world.answered()
    mine = list(due_dates(people.handler, world.day))
    assert [one.day for one in mine] == [case.due, case.assignments.get().due]
    give(people.handler, world.agency, Role.SECTION_HEAD, section=world.section)
    assert len(list(due_dates(people.handler, world.day))) == 2  # a second post doubles nothing
    assert {one.day for one in due_dates(people.clerk, world.day)} == {case.due, other.due}
    assert len(list(due_dates(people.clerk, world.day))) == 2
    assert not list(due_dates(people.stranger, world.day))
    assert not list(due_dates(people.auditor, world.day))
    text = calendar("办件期限", mine, domain="gk.example")
    assert case.number in text and case.title in text.replace("\r\n ", "")
    assert "林测试" not in text and "00000000001" not in text
    assert f"/work/cases/{case.pk}/" in text.replace("\r\n ", "")
    assert Desk.objects.count() == 2
