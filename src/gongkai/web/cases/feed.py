"""办件期限的日历订阅: due dates of the cases on which one works; number and title, no person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.conf import settings

from gongkai.web.accounts.models import User
from gongkai.web.agencies.active import actor_in
from gongkai.web.agencies.policies import posts_of
from gongkai.web.cases import clockwork, policies
from gongkai.web.cases.models import Assignment, Case, Clock
from gongkai.web.messages.feeds import Feed
from gongkai.web.messages.feeds import provide as add
from gongkai.web.messages.ical import Event

__all__ = ["FEED", "due_dates", "provide"]

_MOST = 1_000  # what a calendar program reads at once


def due_dates(user: User, day: date) -> Iterator[Event]:
    """Of open cases in all posts that work on them; a section's own limits besides."""
    seen, opinions = set[int](), set[int]()
    for post in posts_of(user, day):
        actor = actor_in(user, post)
        if not policies.sees_people(actor):
            continue  # who looks from above has no case of his own
        rows = policies.rows_of(Case, actor).filter(ended=None, due__isnull=False)
        for case in rows.order_by("due", "pk")[:_MOST]:
            if case.pk not in seen:
                seen.add(case.pk)
                yield _of_case(case)
        if post.section_id is not None:
            open_ = Assignment.objects.filter(
                section=post.section_id, recalled=None, opinion="", case__ended=None
            )
            for one in open_.select_related("case").order_by("due", "pk")[:_MOST]:
                if one.pk not in opinions:  # two posts in one section
                    opinions.add(one.pk)
                    yield _of_section(one)


def _of_case(case: Case) -> Event:
    words = "答复期限（暂计）" if case.provisional else "答复期限"
    paused = case.clock == Clock.PAUSED
    return Event(
        uid=f"case-{case.key.hex}", day=case.due or date.max,
        zh=f"{words}：{case.number} {case.title}",
        stamp=case.changed, text=clockwork.still_zh(case) if paused else "", url=_address(case),
    )  # fmt: skip


def _of_section(one: Assignment) -> Event:
    case = one.case
    return Event(
        uid=f"opinion-{one.pk}-{case.key.hex}", day=one.due,
        zh=f"科室意见期限：{case.number} {case.title}", stamp=one.assigned, url=_address(case),
    )  # fmt: skip


def _address(case: Case) -> str:
    return settings.SITE_ADDRESS.rstrip("/") + case.get_absolute_url()


FEED = Feed("cases", "办件期限", due_dates, "在办申请的答复期限和科室意见期限；只有编号和事项")


def provide() -> None:
    """Register it."""
    add(FEED)
