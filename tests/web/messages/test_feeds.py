"""Calendar feeds: RFC 5545 by a reader of its own, and private addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from gongkai.web.accounts.models import User
from gongkai.web.acting import Refused, perform
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Entry
from gongkai.web.messages import days, feeds
from gongkai.web.messages.actions import OpenFeed, RevokeFeed, hashed, new_token
from gongkai.web.messages.ical import Event, calendar, folded
from gongkai.web.messages.models import FeedToken
from tests.web.agencies.world import NOW, TODAY, actor, person

STAMP = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


def lines_of(text: str) -> Iterator[tuple[str, str]]:
    """Name with parameters, and value, of each line, unfolded; asserts that it is well-formed."""
    assert text.endswith("\r\n")
    raw = text.encode()
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    for line in raw.split(b"\r\n"):
        line.decode()  # no character is cut
    for line in text.replace("\r\n ", "").split("\r\n")[:-1]:
        name, colon, value = line.partition(":")
        assert colon and name.replace("-", "").replace(";", "").replace("=", "").isalnum()
        yield name, value


def plain(value: str) -> str:
    """A value of type TEXT as it was."""
    found, chars = "", iter(value)
    for char in chars:
        assert char not in ",;"
        if char == "\\":
            after = next(chars)
            assert after in "\\;,nN"
            char = "\n" if after in "nN" else after
        found += char
    return found


def events_of(text: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    inside = False
    for name, value in lines_of(text):
        if (name, value) == ("BEGIN", "VEVENT"):
            inside = True
            found.append({})
        elif (name, value) == ("END", "VEVENT"):
            inside = False
        elif inside:
            assert name not in found[-1]
            found[-1][name] = value
    return found


def test_an_event_is_as_rfc_5545_wants_it() -> None:
    event = Event(
        "case-7", date(2026, 12, 31), "答复到期；张三,李四", STAMP,
        text="第一行\n反斜线\\；分号;", url="https://gk.example/work/7/?a=1;b,c",
    )  # fmt: skip
    text = calendar("待办", [event], domain="gk.example")
    names = dict(lines_of(text))
    assert names["VERSION"] == "2.0" and names["PRODID"] and names["METHOD"] == "PUBLISH"
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    (one,) = events_of(text)
    assert one["UID"] == "case-7@gk.example"
    assert one["DTSTAMP"] == "20261122T103000Z"
    assert one["DTSTART;VALUE=DATE"] == "20261231"
    assert one["DTEND;VALUE=DATE"] == "20270101"
    assert plain(one["SUMMARY"]) == event.zh
    assert plain(one["DESCRIPTION"]) == event.text
    assert one["URL"] == event.url


def test_several_days_end_on_the_day_after() -> None:
    event = Event("x", date(2026, 10, 1), "国庆节", STAMP, until=date(2026, 10, 7))
    (one,) = events_of(calendar("节假日", [event], domain="d"))
    assert (one["DTSTART;VALUE=DATE"], one["DTEND;VALUE=DATE"]) == ("20261001", "20261008")
    assert not {"DESCRIPTION", "URL"} & set(one)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_any_text_comes_back(text: str) -> None:
    (one,) = events_of(calendar("试", [Event("u", date(2026, 1, 1), text, STAMP)], domain="d"))
    assert plain(one["SUMMARY"]) == text


def test_what_would_begin_another_line_is_taken_out() -> None:
    event = Event("u", date(2026, 1, 1), "a\x00b\r\nEND:VEVENT", STAMP, url="x\r\nATTACH:y")
    (one,) = events_of(calendar("试", [event], domain="d"))
    assert plain(one["SUMMARY"]) == "ab\nEND:VEVENT"
    assert one["URL"] == "xATTACH:y"


def test_a_line_of_75_octets_is_not_folded() -> None:
    assert list(folded("x" * 75)) == ["x" * 75]
    assert list(folded("x" * 76)) == ["x" * 75, " x"]


# the working calendar


def test_holidays_are_one_event_each(body: Agency, officer: User) -> None:
    found = {event.zh: event for event in days.days_off(officer, TODAY) if event.day.year == 2026}
    national = found["国庆节放假"]
    assert (national.day, national.until) == (date(2026, 10, 1), date(2026, 10, 7))
    assert any(zh.startswith("调休上班") for zh in found)
    uids = [event.uid for event in days.days_off(officer, TODAY)]
    assert len(uids) == len(set(uids))


def test_next_year_is_provisional_until_its_notice(body: Agency) -> None:
    nobody = person(body)
    future = [e for e in days.days_off(nobody, date(2027, 6, 1)) if e.day.year == 2028]
    assert future and all(e.zh.endswith("（暂定）") for e in future)


# addresses


def open_feed(user: User, **facts: Any) -> tuple[FeedToken, str]:
    token = new_token()
    who = actor(user.posts.get())
    more = {"feed": "days", "name": "手机", **facts}
    return perform(OpenFeed(), who, FeedToken(user=user), now=NOW, token=token, **more), token


def test_an_address_opens_the_feed_until_it_is_revoked(officer: User, client: Client) -> None:
    row, token = open_feed(officer)
    answer = client.get(f"/feeds/{token}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert events_of(answer.content.decode())
    row.refresh_from_db()
    assert row.used is not None
    perform(RevokeFeed(), actor(officer.posts.get()), row, now=NOW)
    assert client.get(f"/feeds/{token}.ics").status_code == 404
    with pytest.raises(Refused, match="已经停用"):
        perform(RevokeFeed(), actor(officer.posts.get()), row, now=NOW)


def test_only_the_hash_of_an_address_is_kept(officer: User) -> None:
    row, token = open_feed(officer)
    assert row.hash == hashed(token) and len(token) == 43
    kept = str(FeedToken.objects.values().get()) + str(list(Entry.objects.values()))
    assert token not in kept


def test_an_address_of_somebody_who_was_barred_answers_no_more(
    officer: User, client: Client
) -> None:
    _, token = open_feed(officer)
    User.objects.update(is_active=False)
    assert client.get(f"/feeds/{token}.ics").status_code == 404
    assert client.get("/feeds/guess.ics").status_code == 404
    assert client.post(f"/feeds/{token}.ics").status_code == 405


def test_a_feed_whose_app_is_gone_answers_no_more(officer: User, client: Client) -> None:
    _, token = open_feed(officer)
    FeedToken.objects.update(feed="gone")
    assert client.get(f"/feeds/{token}.ics").status_code == 404


def test_addresses_are_ones_own_few_and_of_a_feed_that_there_is(
    body: Agency, officer: User
) -> None:
    with pytest.raises(Refused, match="没有这种日历"):
        open_feed(officer, feed="nothing")
    with pytest.raises(Refused, match="只能改动自己的"):
        perform(
            OpenFeed(), actor(officer.posts.get()), FeedToken(user=person(body)), now=NOW,
            feed="days", token=new_token(),
        )  # fmt: skip
    for _ in range(10):
        row, _token = open_feed(officer)
    with pytest.raises(Refused, match="最多有 10 个"):
        open_feed(officer)
    perform(RevokeFeed(), actor(officer.posts.get()), row, now=NOW)
    open_feed(officer)


def test_a_feed_is_registered_once() -> None:
    other = feeds.Feed("days", "别的", lambda user, day: ())
    with pytest.raises(ValueError, match="another feed"):
        feeds.provide(other)
    feeds.provide(feeds.Feed("mine", "我的", lambda user, day: ()))
    assert feeds.feed_of("mine").zh == "我的"
    feeds.withdraw("mine")


def test_what_waits_on_a_day_is_in_the_feed_of_tasks(body: Agency, officer: User) -> None:
    from gongkai.web.workbench import tasks
    from gongkai.web.workbench.messages.waiting import due_days

    def provider(active: Any, day: date) -> tasks.Group:
        found = [
            tasks.Task("答复", "/work/cases/1/", date(2026, 12, 1), "第1号"),
            tasks.Task("无期限", "/work/cases/2/"),
        ]
        return tasks.Group("申请", found, 2)

    tasks.provide("test", provider)
    try:
        (one,) = due_days(officer, TODAY)
    finally:
        tasks.withdraw("test")
    assert (one.day, one.zh, one.text) == (date(2026, 12, 1), "答复", "申请：第1号")
    assert one.url.endswith("/work/cases/1/") and one.uid == "task-work-cases-1"
