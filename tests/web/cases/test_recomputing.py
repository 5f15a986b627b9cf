"""A new notice: open cases are recomputed, what moved is listed and told, closed ones keep."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from gongkai.law.calendar import national
from gongkai.web.accounts.models import User
from gongkai.web.acting import Refused, perform
from gongkai.web.agencies import actions as agencies
from gongkai.web.agencies.calendars import calendar_at, calendar_of
from gongkai.web.agencies.models import CalendarOverlay, Post
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.audit.models import Entry
from gongkai.web.cases.actions.moving import MoveDue
from gongkai.web.cases.models import Case, DueChange
from gongkai.web.cases.moves import Verb
from gongkai.web.cases.recomputing import recompute
from gongkai.web.messages.models import Message
from tests.web.agencies.world import give, person
from tests.web.cases.world import World, at


def notice(world: World, text: str = "holidays = [2026-03-17]") -> CalendarOverlay:
    """Of the city, above the body."""
    number = f"云政发〔2026〕{CalendarOverlay.objects.count() + 1}号"
    row = CalendarOverlay(agency=world.city)
    full = f'number = "{number}"\nissued = {world.day}\n{text}\n'
    return perform(agencies.AddOverlay(), SYSTEM, row, now=at(world.day, 11), text=full)


def staff(world: World, role: Role, **more: Any) -> User:
    user = person(world.agency)
    give(user, world.agency, role, **more)
    return user


@pytest.fixture(autouse=True)
def waiting(settings: Any) -> None:
    """Tasks wait in memory."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def test_an_open_case_moves_with_the_reason_and_each_is_told_once(world: World) -> None:
    clerk, approver = staff(world, Role.INTAKE), staff(world, Role.APPROVER)
    handler = staff(world, Role.HANDLER, section=world.section)
    stranger = staff(world, Role.HANDLER, section=world.second)
    case = world.assigned()
    before = case.due
    Message.objects.all().delete()
    notice(world)

    done = recompute(at(world.day, 12))

    case.refresh_from_db()
    assert (done.looked, done.moved, done.broken) == (1, 1, 0)
    assert case.due == national().add(before, 1) and case.due > before
    change = DueChange.objects.get()
    assert (change.before, change.after, change.told) == (before, case.due, at(world.day, 12))
    assert "2026-03-17" in change.why and "云政发" in change.why
    assert case.calendar == calendar_of(world.agency).version
    told = sorted(Message.objects.values_list("user", "kind"))
    assert told == sorted([
        (handler.pk, "case_shifted"), (clerk.pk, "case_moved"), (approver.pk, "case_moved"),
    ])  # fmt: skip
    assert stranger.pk not in {user for user, _ in told}
    assert Entry.objects.filter(verb="cases.move_due", object=str(case.pk)).count() == 1

    again = recompute(at(world.day, 13))
    assert (again.looked, again.moved) == (0, 0)
    assert Message.objects.count() == 3 and DueChange.objects.count() == 1


def test_a_notice_taken_back_moves_it_back(world: World) -> None:
    case = world.assigned()
    before = case.due
    row = notice(world)
    recompute(at(world.day, 12))
    perform(agencies.WithdrawOverlay(), SYSTEM, row, now=at(world.day, 13))
    recompute(at(world.day, 14))
    case.refresh_from_db()
    assert case.due == before
    assert [c.after for c in DueChange.objects.order_by("id")][-1] == before
    assert calendar_at(world.agency, at(world.day, 12)).version != case.calendar


def test_what_does_not_move_gets_the_new_version_and_no_line(world: World) -> None:
    case = world.assigned()
    lines = Entry.objects.count()
    notice(world, "holidays = [2026-09-17]")
    done = recompute(at(world.day, 12))
    assert (done.looked, done.moved) == (1, 0)
    case.refresh_from_db()
    assert case.calendar == calendar_of(world.agency).version
    assert not DueChange.objects.exists()
    assert Entry.objects.count() == lines + 1  # the notice


def test_closed_cases_keep_the_date_by_which_they_were_judged(world: World) -> None:
    case = world.answered()
    due, version, late = case.due, case.calendar, case.late
    notice(world)
    assert recompute(at(world.day, 12)).looked == 0
    case = world.do(Verb.ARCHIVE, case, retention="10年")
    assert (case.due, case.calendar, case.late) == (due, version, late)
    assert not DueChange.objects.exists()
    with pytest.raises(Refused, match="已经办结"):
        perform(MoveDue(), SYSTEM, case, now=at(world.day, 12))


def test_nobody_moves_a_date_by_hand(world: World) -> None:
    case = world.assigned()
    for role in Role:
        with pytest.raises(Refused, match="由系统"):
            perform(MoveDue(), world.actor(role), case, now=at(world.day))


def test_an_act_before_the_worker_comes_notes_what_moved(world: World) -> None:
    staff(world, Role.INTAKE)
    case = world.assigned()
    before = case.due
    notice(world)
    case = world.do(Verb.AMEND, case, reason="录入有误", title="调整情况")
    change = DueChange.objects.get()
    assert (change.before, change.after) == (before, case.due) and change.told is None
    recompute(at(world.day, 12))
    change.refresh_from_db()
    assert change.told is not None
    assert Message.objects.filter(kind="case_moved").count() == 1


def test_a_step_that_a_later_notice_would_not_allow_stays_done(world: World) -> None:
    """Extended on the last day; then the day is found to have been no working day after all."""
    row = notice(world)
    case = world.assigned()
    assert case.due is not None
    last = case.due
    world.day = last
    case = world.do(Verb.EXTEND, case, days=5, reason="需要查阅大量档案", method="direct")
    extended = case.due
    perform(agencies.WithdrawOverlay(), SYSTEM, row, now=at(world.day, 13))
    done = recompute(at(world.day, 14))
    assert (done.moved, done.broken) == (1, 0)
    case.refresh_from_db()
    assert case.extension == 5 and case.due is not None and extended is not None
    assert case.due == national().on_or_before(extended - timedelta(days=1))
    world.do(Verb.RECORD, case, kind="search_log", place="档案室", by="员", text="未见", day=last)


def test_a_provisional_year_becomes_certain(world: World) -> None:
    """Handed in at the end of the last year with a notice: due in a year without one."""
    world.day = date(national().announced.year, 12, 25)
    case = world.assigned()
    assert case.provisional and case.due is not None and case.due.year == world.day.year + 1
    year = case.due.year
    notice(world, f"year = {year}\nholidays = [{year}-01-04]")
    calendar = calendar_of(world.agency)
    if calendar.is_provisional(case.due):
        pytest.skip("a notice of a city does not make a year certain")
    recompute(at(world.day, 12))
    change = DueChange.objects.get()
    assert change.was_provisional and not change.provisional


def test_a_year_that_was_provisional_when_computed_is_recomputed_with_the_library(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the case had come in before the notice of its year was in the library."""
    world.day = date(2025, 12, 22)
    issued = max(one.notice.issued for one in national().layers if one.year == 2026)
    old = national().as_of(issued - timedelta(days=1))
    case = world.assigned()
    clock = [(case.due, case.provisional)]
    from gongkai.web.cases import clockwork

    application, _, _ = clockwork.current(case)
    was = application.deadline(old)
    assert was is not None and was.provisional
    Case.objects.filter(pk=case.pk).update(due=was.due, provisional=True, calendar=old.version)
    done = recompute(at(world.day, 12))
    assert done.moved == 1
    case.refresh_from_db()
    assert [(case.due, case.provisional)] == clock
    change = DueChange.objects.get()
    assert change.was_provisional and not change.provisional
    assert change.why


def test_the_page_lists_what_one_may_see_and_the_command_says_how_many(
    world: World,
    client: Client,
    capsys: pytest.CaptureFixture[str],
    django_assert_max_num_queries: Any,
) -> None:
    clerk = staff(world, Role.INTAKE)
    outsider = staff(world, Role.HANDLER, section=world.second)
    cases = [world.assigned() for _ in range(3)]
    notice(world)
    call_command("recompute_cases")
    assert "期限有变动3件" in capsys.readouterr().out
    client.force_login(clerk)
    client.get(reverse("cases_moved"))
    with django_assert_max_num_queries(15):
        page = client.get(reverse("cases_moved"))
    text = page.content.decode()
    assert page.status_code == 200 and all(case.number in text for case in cases)
    assert "云政发" in text and "林测试" not in text
    client.force_login(outsider)
    assert cases[0].number not in client.get(reverse("cases_moved")).content.decode()
    give(outsider, world.other, Role.INTAKE)
    other = Client()
    other.force_login(outsider)
    session = other.session
    session["post"] = Post.objects.get(user=outsider, agency=world.other).pk
    session.save()
    assert cases[0].number not in other.get(reverse("cases_moved")).content.decode()
