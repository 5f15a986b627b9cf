"""Large exports: made by the worker as the person who asked, shown as they go, for him alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gongkai.web.agencies.models import Post
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.models import Entry
from gongkai.web.messages.models import Message
from gongkai.web.workbench import export, exports
from gongkai.web.workbench.models import Export
from tests.web.agencies.world import World
from tests.web.workbench.conftest import SignIn

LIST = "/work/settings/agency/"


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(export, "AT_ONCE", 2)
    monkeypatch.setattr(export, "_STEP", 1)
    yield
    for path in (Path(settings.DATA) / "exports").glob("*"):
        path.unlink()


def bytes_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("wanted", ["csv", "xlsx"])
def test_a_large_export_is_made_in_the_background(
    world: World, sign_in: SignIn, wanted: str
) -> None:
    client = sign_in(world.r, Role.OVERSEER)
    asked = client.get(f"{LIST}?format={wanted}&q=云州")
    row = Export.objects.get()
    assert asked["Location"] == reverse("export", args=[row.key])
    page = client.get(asked["Location"])
    assert page["Refresh"] and "已处理 0 个" in page.content.decode()
    assert client.get(reverse("export_file", args=[row.key])).status_code == 404
    exports.make.call(row.pk)
    row.refresh_from_db()
    assert (row.done, row.failure) == (row.total, "") and row.finished
    page = client.get(asked["Location"])
    assert "已完成" in page.content.decode() and not page.has_header("Refresh")
    file = client.get(reverse("export_file", args=[row.key]))
    content = bytes_of(file)
    assert row.name == f"机关-{timezone.localdate():%Y%m%d}.{wanted}"
    assert file["Cache-Control"] == "no-store"
    if wanted == "csv":
        text = content.decode("utf-8-sig")
        assert "云州市财政局" in text and "临江区教育局" not in text
    else:
        assert content.startswith(b"PK")
    told = Message.objects.get(user=row.user)
    assert told.url == asked["Location"] and "已完成" in told.subject
    exports.make.call(row.pk)  # a second time it changes nothing
    assert Message.objects.count() == 1


def test_the_same_export_is_queued_once_and_not_too_many_at_a_time(
    world: World, sign_in: SignIn
) -> None:
    client = sign_in(world.r, Role.OVERSEER)
    for _ in range(2):
        client.get(f"{LIST}?format=csv")
    assert Export.objects.count() == 1
    assert DBTaskResult.objects.filter(task_path__endswith="exports.make").count() == 1
    client.get(f"{LIST}?format=xlsx")
    client.get(f"{LIST}?format=csv&q=局")
    answer = client.get(f"{LIST}?format=csv&q=人民政府")
    assert answer.status_code == 403 and "正在进行" in answer.content.decode()


def test_nobody_else_sees_or_takes_it(world: World, sign_in: SignIn) -> None:
    sign_in(world.r, Role.OVERSEER).get(f"{LIST}?format=csv")
    row = Export.objects.get()
    exports.make.call(row.pk)
    for body in (world.r, world.m):
        other = sign_in(body, Role.ADMINISTRATOR)
        for name in ("export", "export_file"):
            assert other.get(reverse(name, args=[row.key])).status_code == 404


def test_who_has_lost_the_post_meanwhile_gets_nothing(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.r, Role.OVERSEER)
    client.get(f"{LIST}?format=csv")
    row = Export.objects.get()
    Post.objects.filter(pk=row.post).update(until=timezone.localdate() - timedelta(days=1))
    exports.make.call(row.pk)
    row.refresh_from_db()
    assert "不在原来的岗位" in row.failure and not exports._file(row).exists()
    answer = client.get(reverse("export", args=[row.key]))
    assert answer["Location"] == LIST


def test_taking_the_trace_away_leaves_its_line_whoever_writes_the_file(
    world: World, sign_in: SignIn
) -> None:
    client = sign_in(world.r, Role.AUDITOR)
    for _ in range(3):
        client.get("/work/trail/")
    Entry.objects.count()
    asked = client.get("/work/trail/?format=csv")
    assert asked.status_code == 302
    assert not Entry.objects.filter(verb="audit.export").exists()
    row = Export.objects.get()
    exports.make.call(row.pk)
    line = Entry.objects.get(verb="audit.export")
    assert (line.actor, line.agency, line.address) == (row.user_id, world.r.pk, "127.0.0.1")


def test_after_a_day_the_file_is_gone(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.r, Role.OVERSEER)
    client.get(f"{LIST}?format=csv")
    row = Export.objects.get()
    exports.make.call(row.pk)
    path = exports._file(row)
    assert path.stat().st_mode & 0o777 == 0o600
    assert exports.forget_old.call() == 0
    Export.objects.update(made=timezone.now() - timedelta(days=1, minutes=1))
    assert exports.forget_old.call() == 1
    assert not path.exists() and not Export.objects.exists()


def test_a_small_export_comes_at_once(world: World, sign_in: SignIn) -> None:
    answer = sign_in(world.m, Role.HANDLER).get(f"{LIST}?format=csv")
    assert answer.status_code == 200 and not Export.objects.exists()
