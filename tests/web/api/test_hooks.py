"""Web-hooks: what is queued, how it is sent, where it may not go, when it is stopped."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.utils import timezone

from gongkai.errors import BadInput
from gongkai.web.acting import Refused, perform
from gongkai.web.agencies.actions import OpenSection
from gongkai.web.agencies.models import Section
from gongkai.web.agencies.roles import Role
from gongkai.web.api import actions, keys
from gongkai.web.api.hooks import addresses, sending, tasks
from gongkai.web.api.models import Delivery, DeliveryState, Hook
from gongkai.web.audit.actor import SYSTEM
from tests.web.agencies.world import World, actor, do, give, person


def open_section(world: World, body: Any, name: str = "数据科") -> Section:
    return do(OpenSection(), Section(agency=body), name=name)


def test_an_event_of_the_own_body_alone_is_queued_with_the_act(world: World, hook: Hook) -> None:
    open_section(world, world.c)
    assert not Delivery.objects.exists()
    row = open_section(world, world.m)
    one = Delivery.objects.get()
    told = json.loads(one.body)
    assert told["event"] == "section.changed"
    assert told["url"] == f"/api/v1/agencies/{world.m.pk}/sections/{row.pk}"
    assert "数据科" not in one.body
    with pytest.raises(Refused):
        open_section(world, world.m)
    assert Delivery.objects.count() == 1


def test_only_the_administrator_of_the_body_sets_hooks(world: World, hook: Hook) -> None:
    for role in Role:
        for body in (world.m, world.r, world.c):
            who = actor(give(person(body), body, role))
            if body == world.m and role is Role.ADMINISTRATOR:
                continue
            for action in (actions.PingHook, actions.StopHook, actions.EndHook, actions.SetHook):
                with pytest.raises(Refused, match="管理"):
                    perform(action(), who, hook, now=timezone.now(), reason="不用")


@pytest.mark.parametrize(
    "url",
    [
        "http://oa.example.com/", "ftp://oa.example.com/", "https://", "https:///x", "x",
        "https://user:word@oa.example.com/", "https://oa.example.com/#x", "https://[::1",
        "https://oa.example.com:0/", "https://oa.example.com:x/", "https://例子.example/",
        "https://oa.example.com/\\@inner",
    ],
)  # fmt: skip
def test_an_address_that_may_not_be_sent_to_is_refused(url: str) -> None:
    with pytest.raises(BadInput):
        addresses.plain(url)


@pytest.mark.parametrize(
    "machine",
    [
        "127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.1", "224.0.0.1", "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
        "2002:a00:1::1",
    ],
)  # fmt: skip
def test_an_inner_machine_is_never_sent_to(machine: str, monkeypatch: Any) -> None:
    found = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", (machine, 443))]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *a, **k: found)
    with pytest.raises(BadInput, match="内部"):
        addresses.resolve("https://oa.example.com/")
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *a, **k: found[:1])
    assert addresses.resolve("https://oa.example.com/").machine == "93.184.216.34"


class Receiver(BaseHTTPRequestHandler):
    got: list[tuple[dict[str, str], bytes]] = []
    status = 204

    def do_POST(self) -> None:  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((dict(self.headers), body))
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def receiver(hook: Hook, settings: Any) -> Any:
    settings.HOOKS_ANYWHERE = True
    Receiver.got, Receiver.status = [], 204
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    Hook.objects.update(url=f"http://127.0.0.1:{server.server_port}/in?x=1")
    yield Receiver
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_message_arrives_signed(world: World, hook: Hook, receiver: Any) -> None:
    open_section(world, world.m)
    one = Delivery.objects.get()
    tasks.deliver.call(str(one.pk)) if one.due <= timezone.now() else None
    tasks.try_once(one.pk, max(one.due, timezone.now()))
    one.refresh_from_db()
    assert one.state == DeliveryState.DELIVERED
    assert len(receiver.got) == 1
    headers, body = receiver.got[0]
    text = f"{headers['Gongkai-Timestamp']}.".encode() + body
    secret = keys.hook_secret(hook.seed).encode()
    due = "v1=" + hmac.new(secret, text, hashlib.sha256).hexdigest()
    assert headers["Gongkai-Signature"] == due
    assert headers["Gongkai-Delivery"] == str(one.pk)
    tasks.try_once(one.pk, timezone.now() + timedelta(days=1))
    assert len(receiver.got) == 1


def test_what_does_not_arrive_is_tried_later_and_later_and_then_the_hook_is_stopped(
    world: World, hook: Hook, receiver: Any
) -> None:
    receiver.status = 302
    now = timezone.now() + timedelta(minutes=1)
    for name in ("甲科", "乙科", "丙科"):
        open_section(world, world.m, name)
        one = Delivery.objects.get(state=DeliveryState.WAITING)
        for n in range(len(tasks.WAITS) + 1):
            tasks.try_once(one.pk, now)
            tasks.try_once(one.pk, now)  # not due again yet
            one.refresh_from_db()
            assert one.attempts == n + 1
            now = one.due or now
        assert one.state == DeliveryState.FAILED
        assert one.status == 302
    assert {headers.get("Host") for headers, _ in receiver.got}
    hook.refresh_from_db()
    assert hook.stopped is not None
    assert "连续3条" in hook.why_stopped
    open_section(world, world.m, "丁科")
    assert Delivery.objects.count() == 3
    perform(actions.ResumeHook(), SYSTEM, hook, now=now)
    hook.refresh_from_db()
    assert hook.stopped is None
    assert hook.failures == 0


def test_of_a_stopped_or_ended_hook_nothing_waiting_is_sent(
    world: World, hook: Hook, receiver: Any
) -> None:
    perform(actions.PingHook(), SYSTEM, hook, now=timezone.now())
    one = Delivery.objects.get()
    perform(actions.StopHook(), SYSTEM, hook, now=timezone.now(), reason="检修")
    with pytest.raises(Refused):
        perform(actions.PingHook(), SYSTEM, hook, now=timezone.now())
    tasks.try_once(one.pk, timezone.now() + timedelta(minutes=1))
    one.refresh_from_db()
    assert one.state == DeliveryState.DROPPED
    assert not receiver.got
    perform(actions.EndHook(), SYSTEM, hook, now=timezone.now())
    with pytest.raises(Refused):
        perform(actions.ResumeHook(), SYSTEM, hook, now=timezone.now())


def test_no_connection_is_a_sentence_in_the_log(settings: Any) -> None:
    settings.HOOKS_ANYWHERE = True
    target = addresses.Target(False, "127.0.0.1", 9, "/", "127.0.0.1")
    with pytest.raises(sending.NotSent, match="连接不上"):
        sending.post(target, b"{}", {})
