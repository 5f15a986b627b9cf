"""The pages: one's own messages, wishes and feeds; the log for administrators of that body."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.roles import Role
from gongkai.web.messages import sending
from gongkai.web.messages.models import Announcement, Delivery, FeedToken, Message, Preference
from gongkai.web.messages.moves import State
from tests.web.agencies.world import enter, found
from tests.web.messages.people import NOON, Remembering, addressed, tell

Counts = Callable[[int], Any]


@pytest.fixture(autouse=True)
def no_limits_left_over() -> None:
    cache.clear()


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_message_is_found_opened_and_then_read(
    client: Client, body: Agency, officer: User
) -> None:
    tell(officer, agency=body)
    enter(officer, client)
    row = Message.objects.get()
    assert "请办理补正" in page(client, "work_home")
    assert "有 1 条未读" in page(client, "work_messages")
    assert "请办理补正" in page(client, "work_messages", unread="1")
    assert client.head(reverse("work_message", args=[row.pk])).status_code == 200
    row.refresh_from_db()
    assert row.read is None
    assert "请办理补正：某某" in page(client, "work_message", row.pk)
    row.refresh_from_db()
    first = row.read
    assert first is not None
    page(client, "work_message", row.pk)
    row.refresh_from_db()
    assert row.read == first
    assert "没有未读消息" in page(client, "work_messages")
    assert "请办理补正" not in page(client, "work_home")


def test_all_or_some_are_marked_as_read(client: Client, body: Agency, officer: User) -> None:
    for matter in "甲乙丙":
        tell(officer, agency=body, matter=matter)
    enter(officer, client)
    one = Message.objects.first()
    assert one is not None
    client.post(reverse("work_messages"), {"bulk": "read", "rows": [one.pk], "confirmed": "1"})
    assert Message.objects.filter(read=None).count() == 2
    assert client.get(reverse("read_messages")).status_code == 405
    client.post(reverse("read_messages"))
    assert not Message.objects.filter(read=None).exists()


def test_messages_and_feeds_of_another_are_not_there(
    client: Client, body: Agency, officer: User
) -> None:
    tell(officer, agency=body)
    row = Message.objects.get()
    feed = FeedToken.objects.create(user=officer, feed="days", hash="x", made=NOON)
    enter(addressed(body, Role.ADMINISTRATOR), client)
    assert client.get(reverse("work_message", args=[row.pk])).status_code == 404
    assert client.post(reverse("revoke_feed", args=[feed.pk])).status_code == 404
    client.post(reverse("read_messages"))
    row.refresh_from_db()
    assert row.read is None
    assert "请办理补正" not in page(client, "work_messages")


def test_wishes_are_kept(client: Client, officer: User) -> None:
    enter(officer, client)
    url = reverse("message_preference")
    assert "08:30" in page(client, "message_preference")
    wish = {"digest": "on", "digest_at": "09:00", "quiet_from": "18:00", "quiet_until": "08:00"}
    assert client.post(url, wish).status_code == 302
    row = Preference.objects.get(user=officer)
    assert (row.mail, row.digest, row.quiet, str(row.digest_at)) == (False, True, False, "09:00:00")
    wrong = client.post(url, {**wish, "digest_at": "下午"})
    assert wrong.status_code == 400
    assert "应写成 08:30" in wrong.content.decode()
    # another window is still open
    stale = client.post(url, {**wish, "version": "99"})
    assert stale.status_code == 400
    assert "刚被别人改过" in stale.content.decode()


def test_an_address_is_shown_once_and_can_be_revoked(client: Client, officer: User) -> None:
    enter(officer, client)
    assert "目前没有订阅" in page(client, "calendar_feeds")
    assert "待办期限" in page(client, "open_feed")
    assert client.post(reverse("open_feed"), {"feed": "no"}).status_code == 400
    client.post(reverse("open_feed"), {"feed": "due", "name": "手机"})
    shown = page(client, "calendar_feeds")
    assert "/feeds/" in shown and ".ics" in shown
    assert ".ics" not in page(client, "calendar_feeds")
    row = FeedToken.objects.get()
    assert "停用后不能恢复" in page(client, "revoke_feed", row.pk)
    client.post(reverse("revoke_feed", args=[row.pk]), {"confirmed": "1"})
    row.refresh_from_db()
    assert row.revoked is not None
    assert "已停用" in page(client, "calendar_feeds")


def test_the_log_shows_no_text_and_no_address(
    client: Client, body: Agency, officer: User, gateway: Remembering
) -> None:
    row = tell(officer, agency=body)
    sending.send(row.pk, NOON)
    enter(addressed(body, Role.ADMINISTRATOR), client)
    for shown in (page(client, "deliveries"), page(client, "delivery", row.pk)):
        assert "请办理补正" in shown and officer.name in shown and "已发送" in shown
        assert officer.email not in shown and "某某" not in shown
    assert "没有符合这些条件的内容" in page(client, "deliveries", state="failed")
    assert "请办理补正" in page(client, "deliveries", channel="mail", kind="test_note")
    export = client.get(reverse("deliveries"), {"format": "csv"})
    text = b"".join(export).decode() if export.streaming else export.content.decode()
    assert officer.email not in text


def test_a_delivery_in_doubt_is_shown_and_decided(
    client: Client, body: Agency, officer: User, gateway: Remembering
) -> None:
    row = tell(officer, agency=body)
    Delivery.objects.update(state=State.DOUBTFUL.value, attempts=1)
    enter(addressed(body, Role.ADMINISTRATOR), client)
    assert "1 件结果不明" in page(client, "deliveries")
    shown = page(client, "delivery", row.pk)
    assert "核实已送达" in shown and "重新发送" in shown
    assert "也许会收到两次" in page(client, "resend_delivery", row.pk)
    client.post(reverse("settle_delivery", args=[row.pk]), {"confirmed": "1"})
    row.refresh_from_db()
    assert row.state == State.SENT
    client.post(reverse("resend_delivery", args=[row.pk]), {"confirmed": "1"})
    row.refresh_from_db()
    assert row.state == State.SENT
    assert "核实已送达" in page(client, "delivery", row.pk)  # in its log


@pytest.mark.parametrize("name", ["deliveries", "announce", "delivery", "resend_delivery"])
@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_the_log_is_for_administrators(
    client: Client, body: Agency, officer: User, role: Role, name: str
) -> None:
    row = tell(officer, agency=body)
    enter(addressed(body, role), client)
    args = [row.pk] if name.endswith("delivery") else []
    assert client.get(reverse(name, args=args)).status_code == 403


def test_another_body_sees_nothing_and_the_one_above_changes_nothing(
    client: Client, body: Agency, officer: User
) -> None:
    below = found("某街道", body)
    mine, theirs = tell(officer, agency=body), tell(officer, agency=below)
    lost = tell(officer)
    Delivery.objects.update(state=State.DOUBTFUL.value)
    enter(addressed(found("云州市财政局"), Role.ADMINISTRATOR), client)
    assert client.get(reverse("delivery", args=[mine.pk])).status_code == 404
    enter(addressed(below, Role.ADMINISTRATOR), client)
    assert client.get(reverse("delivery", args=[mine.pk])).status_code == 404
    assert client.get(reverse("delivery", args=[lost.pk])).status_code == 404
    enter(addressed(body, Role.ADMINISTRATOR), client)
    assert "由本机关的管理员办理" in page(client, "delivery", theirs.pk)
    client.post(reverse("settle_delivery", args=[theirs.pk]), {"confirmed": "1"})
    theirs.refresh_from_db()
    assert theirs.state == State.DOUBTFUL
    # at the root: what is of no body
    client.post(reverse("settle_delivery", args=[lost.pk]), {"confirmed": "1"})
    lost.refresh_from_db()
    assert lost.state == State.SENT


def test_a_notice_reaches_the_role(client: Client, body: Agency, officer: User) -> None:
    chief = addressed(body, Role.ADMINISTRATOR)
    enter(chief, client)
    assert "不能撤回" in page(client, "announce")
    wrong = client.post(reverse("announce"), {"subject": " ", "text": ""})
    assert wrong.status_code == 400
    notice = {"role": Role.HANDLER.value, "subject": "培训", "text": "周五"}
    assert client.post(reverse("announce"), notice).status_code == 302
    assert Announcement.objects.count() == 1
    assert [m.user for m in Message.objects.all()] == [officer]


def test_pages_cost_a_constant_number_of_queries(
    client: Client, body: Agency, officer: User, django_assert_max_num_queries: Counts
) -> None:
    chief = addressed(body, Role.ADMINISTRATOR)
    for _ in range(30):
        tell(officer, chief, agency=body)
    enter(chief, client)
    for name in ("work_messages", "deliveries", "message_preference", "calendar_feeds", "announce"):
        with django_assert_max_num_queries(12):
            page(client, name)


def test_a_visitor_is_asked_to_log_in(client: Client, db: None) -> None:
    for name in ("work_messages", "message_preference", "calendar_feeds", "deliveries"):
        assert client.get(reverse(name)).status_code == 302
