"""Probes, headers, the page for administrators, the log of upgrades and incidents."""

from __future__ import annotations

import gc
import importlib
import logging
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gongkai.law.bodies.kinds import BodyKind
from gongkai.web.acting import Refused, perform
from gongkai.web.agencies.models import Agency, Post
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.messages.duties import Clock
from gongkai.web.operation import actions, health, maintenance
from gongkai.web.operation.models import Note
from tests.web.agencies.world import NOW, found, sit

pytestmark = pytest.mark.django_db


def test_a_server_does_not_look_through_what_it_has_loaded_at_every_collection() -> None:
    gc.unfreeze()
    try:
        importlib.reload(importlib.import_module("gongkai.web.wsgi"))
        assert gc.get_freeze_count() > len(gc.get_objects())
    finally:
        gc.unfreeze()


def test_healthz_says_which_probe_failed_and_not_why(client: Client, settings: Any) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    settings.LEAST_DISK = 10**12
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {
        **answer.json()["checks"],
        "disk": "failing",
        "database": "ok",
    }
    assert set(answer.json()["checks"].values()) == {"ok", "failing"}


def test_a_virus_scanner_that_is_silent_is_told(settings: Any, tmp_path: Path) -> None:
    settings.CLAMAV = f"unix:{tmp_path}/none.ctl"
    found_ = {one.name: one.wrong for one in health.run(timezone.now())}
    assert found_["clamav"] == "查不了（FileNotFoundError）"


def test_a_task_that_waits_too_long_is_told() -> None:
    assert health._queue(timezone.now()) == ""
    DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="x", backend_name="default",
    )  # fmt: skip
    assert health._queue(timezone.now()) == ""
    assert "已等待60分钟" in health._queue(timezone.now() + timedelta(minutes=60, seconds=5))


def test_a_worker_that_is_gone_is_told() -> None:
    """It asks for its own duties every so often: none asked for means that none is there."""
    Clock().ask(timezone.now())
    DBTaskResult.objects.update(status="SUCCESSFUL")  # nothing waits
    assert health._queue(timezone.now() + timedelta(minutes=20)) == ""
    assert "没有动静" in health._queue(timezone.now() + timedelta(days=1))


def test_every_answer_has_its_headers_and_pages_no_inline_script(client: Client) -> None:
    for path in ("/", "/accounts/login/", "/healthz", "/nothing"):
        answer = client.get(path, headers={"X-Request-ID": "mine-12345"})
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy and "default-src 'none'" in policy
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "camera=()" in answer["Permissions-Policy"]
        assert re.fullmatch("[0-9a-f]{32}", answer["X-Request-ID"])
        text = answer.content.decode()
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", text)


def test_our_own_proxy_may_name_the_page(client: Client, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    assert client.get("/", headers={"X-Request-ID": "mine-12345"})["X-Request-ID"] == "mine-12345"
    assert client.get("/", headers={"X-Request-ID": "a b"})["X-Request-ID"] != "a b"


def test_the_log_has_no_query(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="gongkai.pages"):
        client.get("/search/?q=13800138000")
    assert [r.getMessage() for r in caplog.records if r.name == "gongkai.pages"] == ["GET /search/"]


def test_only_administrators_of_the_root_see_and_write(client: Client) -> None:
    root = found("云州市人民政府", kind=BodyKind.CITY_GOVERNMENT)
    below = found("云州市教育局", root)
    assert client.get("/work/health/").status_code == 302
    for role in Role:
        assert sit(below, role).get("/work/health/").status_code == 403, role
        if role is not Role.ADMINISTRATOR:
            assert sit(root, role).post("/work/health/").status_code == 403, role
    admin = sit(root, Role.ADMINISTRATOR)
    for kind, text in (("incident", ""), ("none", "停电")):
        admin.post("/work/health/", {"kind": kind, "text": text})
    assert not Note.objects.exists()
    admin.post("/work/health/", {"kind": "incident", "text": "停电两小时"})
    page = admin.get("/work/health/").content.decode()
    assert "停电两小时" in page and ("SQLite" in page or "PostgreSQL" in page)


def test_a_note_is_never_changed_and_an_upgrade_noted_once() -> None:
    actions.note_upgrade(NOW)
    actions.note_upgrade(NOW)
    note = Note.objects.get()
    assert note.text == f"开始使用 {actions.present_version()}"
    with pytest.raises(Refused, match="不能修改"):
        perform(actions.WriteNote(), SYSTEM, note, now=NOW, kind="other", text="改")


def test_the_first_body_and_administrator_are_set_up_once() -> None:
    words = ("云州市人民政府", "city_government", "first", "林知夏")
    with pytest.raises(CommandError):
        call_command("begin", *words, password="short")  # noqa: S106
    assert not Agency.objects.exists()
    call_command("begin", *words, password="Correct-horse-9")  # noqa: S106
    post = Post.objects.get()
    assert (post.role, post.user.password_set) == ("administrator", None)
    with pytest.raises(CommandError, match="已经有机关"):
        call_command("begin", *words, password="Correct-horse-9")  # noqa: S106


def test_while_the_platform_is_closed_every_page_says_so(client: Client, settings: Any) -> None:
    with maintenance.closed():
        for path in ("/", "/work/", "/accounts/login/", "/no-such-page/"):
            answer = client.get(path)
            assert answer.status_code == 503 and answer["Retry-After"] == "120"
            assert "系统暂时停用" in answer.content.decode()
        answer = client.get("/api/v1/agencies")
        assert answer.status_code == 503
        assert answer["Content-Type"].startswith("application/problem+json")
        assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 200


def test_what_an_operator_has_closed_stays_closed_after_a_restore(settings: Any) -> None:
    switch = Path(settings.DATA) / maintenance.SWITCH
    switch.touch()
    try:
        with maintenance.closed():
            assert maintenance.closed_now()
        assert maintenance.closed_now()
    finally:
        switch.unlink()
