"""Uploads in one piece and in many, checked, served; as a browser sees them."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django import Settings as SettingsWrapper

from gongkai.web.acting import Refusal, Refused, perform
from gongkai.web.agencies.active import actor_in
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.chain import verify
from gongkai.web.audit.models import Entry
from gongkai.web.files import checking, clamav, receiving
from gongkai.web.files.actions import Attach, Finish, Remove, Restore
from gongkai.web.files.kinds import State
from gongkai.web.files.models import Content, File, Preview
from gongkai.web.files.storage import storage
from gongkai.web.files.tasks import make_preview
from tests.web.agencies.world import World
from tests.web.files.conftest import KIND, PERSONAL, Handler
from tests.web.files.samples import PNG, archive, docx, pdf
from tests.web.workbench.conftest import SignIn

pytestmark = pytest.mark.django_db


def send(client: Any, name: str = "通知.pdf", data: bytes = pdf()) -> File | None:
    """By the plain form."""
    url = f"/files/to/{KIND}/{client.section.pk}/"
    answer = client.post(url, {"files": SimpleUploadedFile(name, data), "next": "/work/"})
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/work/")
    return File.objects.order_by("-pk").first()


def said(client: Client) -> str:
    """What the next page says."""
    return client.get("/work/").content.decode()


def announce(client: Any, size: int, name: str = "%E5%A4%A7.txt") -> Any:
    url = f"/files/to/{KIND}/{client.section.pk}/pieces/"
    return client.post(url, headers={"Upload-Length": str(size), "Upload-Name": name})


def patch(client: Any, url: str, offset: int, data: bytes) -> Any:
    return client.patch(
        url, data, content_type="application/offset+octet-stream",
        headers={"Upload-Offset": str(offset)},
    )  # fmt: skip


def body(answer: Any) -> bytes:
    """The whole of it; to close it unread would close the database under the test."""
    return b"".join(answer.streaming_content)


# in one piece -----------------------------------------------------------------------------------


def test_a_file_is_attached_kept_out_of_reach_and_downloaded(handler: Handler) -> None:
    client: Any = handler()
    file = send(client)
    assert file and file.content
    assert (file.state, file.kind, file.name) == ("ready", "pdf", "通知.pdf")
    assert file.sha256 == hashlib.sha256(pdf()).hexdigest()
    assert "通知" not in file.content.blob and not file.content.blob.endswith(".pdf")
    assert not receiving.path_of(file.key).exists()
    assert "已上传" in said(client)
    answer = client.get(f"/files/{file.key}/download/")
    assert body(answer) == pdf()
    assert answer["Content-Disposition"] == ("attachment; filename*=utf-8''%E9%80%9A%E7%9F%A5.pdf")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Content-Type"] == "application/pdf"
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"files.attach", "files.finish", "files.admit"} <= verbs
    assert not list(verify())


def test_a_range_is_served_and_a_wrong_one_refused(handler: Handler) -> None:
    client: Any = handler()
    file = send(client, "记录.txt", b"0123456789")
    assert file
    url = f"/files/{file.key}/download/"
    for asked, status, got in (
        ("bytes=2-4", 206, b"234"), ("bytes=7-", 206, b"789"), ("bytes=-3", 206, b"789"),
        ("bytes=0-999", 206, b"0123456789"), ("bytes=1-2,4-5", 200, b"0123456789"),
        ("bytes=5-2", 200, b"0123456789"), ("lines=1-2", 200, b"0123456789"),
    ):  # fmt: skip
        answer = client.get(url, headers={"Range": asked})
        assert (answer.status_code, body(answer)) == (status, got), asked
    for asked in ("bytes=10-", "bytes=-0", "bytes=" + "9" * 30 + "-"):
        answer = client.get(url, headers={"Range": asked})
        assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */10"), asked
    answer = client.get(url, headers={"Range": "bytes=2-4", "If-Range": '"other"'})
    assert answer.status_code == 200
    body(answer)
    assert client.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.head(url)["Content-Length"] == "10"


def test_a_refused_file_leaves_a_sentence_and_no_bytes(handler: Handler) -> None:
    client: Any = handler()
    file = send(client, "工具.pdf", b"MZ" + bytes(99))
    assert file and file.state == State.REFUSED and file.content is None
    assert "没有收下：文件是程序或脚本" in said(client)
    assert not receiving.path_of(file.key).exists()
    assert client.get(f"/files/{file.key}/").status_code == 404
    assert client.get(f"/files/{file.key}/download/").status_code == 404


def test_an_empty_form_an_empty_file_and_a_file_too_large_are_said(
    handler: Handler, settings: SettingsWrapper
) -> None:
    client: Any = handler()
    client.post(f"/files/to/{KIND}/{client.section.pk}/", {"next": "https://evil.example/"})
    assert "没有选择文件" in said(client)
    assert send(client, "空.pdf", b"") is None
    assert "0 字节" in said(client)
    settings.FILE_BYTES = 100
    assert send(client, "大.pdf", pdf()) is None
    assert "超过上限 100 字节" in said(client)


def test_a_form_that_is_too_large_is_not_read(handler: Handler, settings: SettingsWrapper) -> None:
    client: Any = handler()
    settings.FILE_BYTES = 0
    big = SimpleUploadedFile("a.txt", bytes(2 * 2**20 + 1))
    url = f"/files/to/{KIND}/{client.section.pk}/"
    assert client.post(url, {"files": big}).status_code == 413


def test_a_name_never_becomes_a_path(handler: Handler) -> None:
    client: Any = handler()
    answer = announce(client, 3, "..%2F..%2F%2Fetc%2Fcron.d%2Fx.txt")
    file = File.objects.get()
    assert file.name == "x.txt"
    patch(client, answer["Location"], 0, b"abc")
    client.post(f"{answer['Location']}finish/")
    file.refresh_from_db()
    place: Any = storage()
    assert file.content and Path(place.path(file.content.blob)).parent.parent == Path(
        place.location
    )


def test_only_so_many_files_belong_to_one_object(handler: Handler) -> None:
    client: Any = handler()
    for _ in range(5):
        assert announce(client, 3).status_code == 201
    answer = announce(client, 3)
    assert answer.status_code == 422
    assert "附件已有5个" in answer.json()["sentence"]


def test_only_so_many_are_under_way_at_once(handler: Handler, settings: SettingsWrapper) -> None:
    settings.FILES_AT_ONCE = 2
    client: Any = handler()
    assert [announce(client, 3).status_code for _ in range(3)] == [201, 201, 422]


# who may ----------------------------------------------------------------------------------------


def test_another_body_sees_and_changes_nothing(
    handler: Handler, world: World, sign_in: SignIn
) -> None:
    owner: Any = handler()
    file = send(owner)
    assert file
    other: Any = handler(world.c)
    beginning = announce(owner, 3)["Location"]
    for client in (other, sign_in(world.c, Role.EDITOR), sign_in(world.m, Role.AUDITOR)):
        for path in ("", "download/", "picture/", "pages/1/"):
            assert client.get(f"/files/{file.key}/{path}").status_code == 403, path
        assert client.post(f"/files/{file.key}/remove/").status_code == 403
        url = f"/files/to/{KIND}/{owner.section.pk}/"
        assert client.post(url, {"files": SimpleUploadedFile("a.txt", b"a")}).status_code == 403
        assert client.head(beginning).status_code == 403
        assert patch(client, beginning, 0, b"abc").status_code == 403
        assert client.post(f"{beginning}finish/").status_code == 403
        assert client.delete(beginning).status_code == 403
    colleague: Any = handler()
    assert colleague.get(f"/files/{file.key}/").status_code == 200
    answer = patch(colleague, beginning, 0, b"abc")
    assert (answer.status_code, answer.json()["sentence"][:7]) == (403, "“大.txt”")
    reader = sign_in(world.m, Role.EDITOR)
    assert reader.get(f"/files/{file.key}/").status_code == 200
    assert reader.post(f"/files/{file.key}/remove/").status_code == 403
    assert Client().get(f"/files/{file.key}/")["Location"].startswith("/accounts/login/")
    assert File.objects.filter(state=State.READY).count() == 1


def test_what_is_not_registered_has_no_files(handler: Handler) -> None:
    client: Any = handler()
    for kind, key in (("agencies.agency", "1"), (KIND, "999999"), (KIND, "x")):
        answer = client.post(f"/files/to/{kind}/{key}/", {})
        assert answer.status_code == 403, kind


def test_the_reading_of_a_personal_file_is_logged_once(handler: Handler) -> None:
    client: Any = handler()
    file = send(client)
    assert file
    PERSONAL["what"] = "申请材料"
    url = f"/files/{file.key}/download/"
    for start in (0, 10, 20):
        answer = client.get(url, headers={"Range": f"bytes={start}-{start + 5}"})
        assert answer.status_code == 206 and answer["Cache-Control"] == "private, no-store"
        body(answer)
    line = Entry.objects.get(personal=True)
    assert (line.kind, line.object, line.after) == (
        "files.file", str(file.pk), {"read": "申请材料"},
    )  # fmt: skip
    other: Any = handler()
    other.get(f"/files/{file.key}/")
    assert Entry.objects.filter(personal=True).count() == 2


def test_the_same_bytes_are_kept_once_a_body_and_never_across(
    handler: Handler, world: World
) -> None:
    client: Any = handler()
    first, again = send(client), send(client, "又一份.pdf")
    other = send(handler(world.c))
    assert first and again and other
    assert first.content_id == again.content_id != other.content_id
    assert Content.objects.count() == 2
    client.post(f"/files/{first.key}/remove/")
    File.objects.filter(pk=first.pk).update(changed=timezone.now() - timedelta(days=31))
    call_command("tidy_files", stdout=io.StringIO())
    answer = client.get(f"/files/{again.key}/download/")
    assert body(answer) == pdf()


# removal ----------------------------------------------------------------------------------------


def test_a_removed_file_can_be_restored_for_some_days(
    handler: Handler, django_capture_on_commit_callbacks: Any
) -> None:
    client: Any = handler()
    file = send(client)
    assert file and file.content
    answer = client.post(f"/files/{file.key}/remove/", {"next": "/work/"}, follow=True)
    assert f"/files/{file.key}/restore/" in answer.content.decode()
    assert client.get(f"/files/{file.key}/").status_code == 404
    client.post(f"/files/{file.key}/restore/")
    assert client.get(f"/files/{file.key}/").status_code == 200
    client.post(f"/files/{file.key}/remove/")
    File.objects.filter(pk=file.pk).update(changed=timezone.now() - timedelta(days=31))
    client.post(f"/files/{file.key}/restore/")
    assert "不能恢复" in said(client)
    blob = file.content.blob
    assert storage().exists(blob)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("tidy_files", stdout=io.StringIO())
    file.refresh_from_db()
    assert file.state == State.DROPPED and not storage().exists(blob)
    assert not Content.objects.exists()


# in pieces --------------------------------------------------------------------------------------


def test_a_file_comes_in_pieces_and_goes_on_where_it_was(handler: Handler) -> None:
    client: Any = handler()
    data = "办理情况说明。\n".encode() * 100
    answer = announce(client, len(data))
    url = answer["Location"]
    assert (answer.status_code, client.head(url)["Upload-Offset"]) == (201, "0")
    assert patch(client, url, 0, data[:700])["Upload-Offset"] == "700"
    wrong = patch(client, url, 0, data[:700])
    assert (wrong.status_code, wrong["Upload-Offset"]) == (409, "700")
    early = client.post(f"{url}finish/")
    assert early.status_code == 422 and "没有传完" in early.json()["sentence"]
    assert patch(client, url, 700, data[700:])["Upload-Offset"] == str(len(data))
    assert patch(client, url, len(data), b"x").status_code == 422
    done = client.post(f"{url}finish/", {"sha256": hashlib.sha256(data).hexdigest()})
    assert (done.status_code, done.json()["state"]) == (200, "ready")
    assert client.post(f"{url}finish/").status_code == 409
    assert patch(client, url, len(data), b"x").status_code == 409


def test_five_gigabytes_are_refused_when_announced(handler: Handler) -> None:
    client: Any = handler()
    answer = announce(client, 5 * 2**30)
    assert (answer.status_code, File.objects.count()) == (422, 0)
    assert "有 5 GB，超过上限 100 MB" in answer.json()["sentence"]
    for size in ("", "-1", "x", "9" * 30):
        answer = client.post(
            f"/files/to/{KIND}/{client.section.pk}/pieces/",
            headers={"Upload-Length": size, "Upload-Name": "a.txt"},
        )
        assert answer.status_code == 422


def test_more_than_was_announced_is_refused(handler: Handler) -> None:
    client: Any = handler()
    url = announce(client, 3)["Location"]
    assert patch(client, url, 0, b"abcdef").status_code == 422
    assert File.objects.get().received == 3


def test_another_checksum_means_the_file_was_changed_on_its_way(handler: Handler) -> None:
    client: Any = handler()
    url = announce(client, 3)["Location"]
    patch(client, url, 0, b"abc")
    answer = client.post(f"{url}finish/", {"sha256": "0" * 64})
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert "传输中内容有变" in answer.json()["sentence"]


def test_an_abandoned_upload_expires_and_a_person_may_give_up(handler: Handler) -> None:
    client: Any = handler()
    url, other = announce(client, 3)["Location"], announce(client, 3)["Location"]
    patch(client, url, 0, b"a")
    call_command("tidy_files", stdout=io.StringIO())
    assert File.objects.filter(state=State.RECEIVING).count() == 2
    assert client.delete(other).status_code == 204
    File.objects.update(changed=timezone.now() - timedelta(hours=25))
    out = io.StringIO()
    call_command("tidy_files", stdout=out)
    assert "清除未传完的1个" in out.getvalue()
    assert set(File.objects.values_list("state", flat=True)) == {"dropped"}
    assert patch(client, url, 1, b"b").status_code == 409


def test_pieces_without_a_row_are_swept_up(handler: Handler) -> None:
    client: Any = handler()
    announce(client, 3)
    kept = receiving.path_of(File.objects.get().key)
    kept.parent.mkdir(exist_ok=True)
    old, new = kept.parent / "old", kept.parent / "new"
    for path in (kept, old, new):
        path.write_bytes(b"x")
    for path in (kept, old):
        os.utime(path, (0, 0))
    call_command("tidy_files", stdout=io.StringIO())
    assert (kept.exists(), old.exists(), new.exists()) == (True, False, True)


def test_two_pieces_at_once_do_not_mix(handler: Handler) -> None:
    client: Any = handler()
    url = announce(client, 3)["Location"]
    with receiving.locked(File.objects.get().key):
        answer = patch(client, url, 0, b"abc")
    assert (answer.status_code, "另一处" in answer.json()["sentence"]) == (409, True)
    assert client.head(url)["Upload-Offset"] == "0"


def test_what_the_disk_lost_is_sent_again(handler: Handler) -> None:
    client: Any = handler()
    url = announce(client, 6)["Location"]
    patch(client, url, 0, b"abcd")
    os.truncate(receiving.path_of(File.objects.get().key), 2)
    answer = patch(client, url, 4, b"ef")
    assert (answer.status_code, answer["Upload-Offset"]) == (409, "2")
    assert patch(client, url, 2, b"cdef").status_code == 204
    assert client.post(f"{url}finish/").json()["state"] == "ready"


_KILLED = """
import os, sys
sys.path[:0] = {path!r}
import django
django.setup()
from django.conf import settings
from django.db import connections
settings.FILES_RECEIVING = {receiving!r}
connections["default"].settings_dict["NAME"] = {database!r}
from gongkai.web.files import receiving
from gongkai.web.files.models import File
class Source:
    left = 3
    def read(self, size):
        if not self.left:
            print("ready", flush=True)
            import time; time.sleep(60)
        self.left -= 1
        return b"x" * 1000
receiving.receive(File.objects.get(pk={pk}), 5, Source(), 100_000)
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_in_the_middle_of_a_piece_leaves_what_the_row_says(
    handler: Handler, settings: SettingsWrapper
) -> None:
    from django.db import connection

    client: Any = handler()
    data = b"0123456789" * 1000
    url = announce(client, len(data))["Location"]
    patch(client, url, 0, data[:5])
    file = File.objects.get()
    code = _KILLED.format(
        path=sys.path, receiving=str(settings.FILES_RECEIVING), pk=file.pk,
        database=str(connection.settings_dict["NAME"]),
    )  # fmt: skip
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert child.stdout and child.stdout.readline() == b"ready\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert client.head(url)["Upload-Offset"] == "5"
    assert patch(client, url, 5, data[5:]).status_code == 204
    assert client.post(f"{url}finish/").json()["state"] == "ready"
    answer = client.get(f"/files/{file.key}/download/")
    assert body(answer) == data


def test_a_check_that_was_killed_is_done_again(handler: Handler) -> None:
    client: Any = handler()
    url = announce(client, 3)["Location"]
    patch(client, url, 0, b"abc")
    actor = actor_in(client.holder, client.held)
    file = perform(Finish(), actor, File.objects.get(), now=timezone.now())
    assert file.state == State.CHECKING
    assert client.get(f"/files/{file.key}/download/").status_code == 404
    out = io.StringIO()
    call_command("tidy_files", stdout=out)
    assert "检查完1个" in out.getvalue()
    file.refresh_from_db()
    assert file.state == State.READY


# clamd ------------------------------------------------------------------------------------------


@contextmanager
def clamd(folder: Path, answer: bytes, *, slow: float = 0) -> Iterator[str]:
    """A clamd that says the same of every file; its address."""
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    place = folder / "clamd"
    server.bind(str(place))
    server.listen()

    def serve() -> None:
        try:
            talk, _ = server.accept()
        except OSError:
            return
        with talk, talk.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while length := struct.unpack(">I", stream.read(4))[0]:
                stream.read(length)
            time.sleep(slow)
            with suppress(OSError):
                talk.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"unix:{place}"
    finally:
        server.close()
        thread.join(5)


def test_what_clamd_finds_clean_comes_in_and_what_it_finds_infected_does_not(
    handler: Handler, settings: SettingsWrapper, tmp_path: Path
) -> None:
    client: Any = handler()
    (tmp_path / "a").mkdir()
    with clamd(tmp_path / "a", b"stream: OK\0") as settings.CLAMAV:
        file = send(client)
        assert file and file.state == State.READY
    with clamd(tmp_path, b"stream: Eicar-Test-Signature FOUND\0") as settings.CLAMAV:
        file = send(client, "b.txt", b"X5O!")
        assert file and file.state == State.REFUSED
    assert "文件含有病毒（Eicar-Test-Signature）" in said(client)


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: O"])
def test_without_a_clear_verdict_nothing_is_readable(
    answer: bytes, handler: Handler, settings: SettingsWrapper, tmp_path: Path
) -> None:
    client: Any = handler()
    with clamd(tmp_path, answer) as settings.CLAMAV:
        file = send(client)
    assert file and file.state == State.CHECKING and file.content is None
    assert client.get(f"/files/{file.key}/download/").status_code == 404
    assert "病毒检查服务暂时不能用" in said(client)
    settings.CLAMAV = ""
    call_command("tidy_files", stdout=io.StringIO())
    file.refresh_from_db()
    assert file.state == State.READY


def test_a_dead_and_a_slow_clamd_fail_closed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x")
    for address in (f"unix:{tmp_path}/none", "tcp:127.0.0.1:1", "tcp:nonsense", "clamd"):
        with pytest.raises(clamav.Unavailable):
            clamav.scan(path, address, 1)
    with clamd(tmp_path, b"stream: OK\0", slow=0.5) as address, pytest.raises(clamav.Unavailable):
        clamav.scan(path, address, 0.1)


# text and pictures ------------------------------------------------------------------------------


def test_text_and_pictures_of_the_pages_are_made_afterwards(handler: Handler) -> None:
    client: Any = handler()
    file = send(client, data=pdf(pages=2))
    assert file and file.content
    page = client.get(f"/files/{file.key}/").content.decode()
    assert "正在生成页面图" in page
    make_preview.call(file.content_id)
    make_preview.call(file.content_id)  # twice does no harm
    content = Content.objects.get()
    assert (content.preview, content.pages, content.page_count) == (Preview.MADE, 2, 2)
    assert "Hello page 2" in content.text
    assert f"/files/{file.key}/pages/2/" in client.get(f"/files/{file.key}/").content.decode()
    answer = client.get(f"/files/{file.key}/pages/2/")
    assert (answer["Content-Type"], answer["Content-Disposition"][:6]) == ("image/png", "inline")
    assert body(answer).startswith(b"\x89PNG")
    assert client.get(f"/files/{file.key}/pages/3/").status_code == 404
    assert client.get(f"/files/{file.key}/picture/").status_code == 404


@pytest.mark.needs_libreoffice
def test_a_word_file_has_pictures_too(handler: Handler) -> None:
    from gongkai.report.read import office

    if not office.available("pdf"):
        pytest.skip("LibreOffice Writer is not installed")
    file = send(handler(), "说明.docx", docx())
    assert file
    make_preview.call(file.content_id)
    content = Content.objects.get()
    assert (content.preview, content.pages, content.text) == ("made", 1, "关于答复的说明")


def test_without_a_preview_the_file_stays_readable_and_the_page_says_why(
    handler: Handler,
) -> None:
    client: Any = handler()
    file = send(client, "包.zip", archive({"a.txt": b"abc"}))
    assert file
    make_preview.call(file.content_id)
    page = client.get(f"/files/{file.key}/").content.decode()
    assert "不能预览" in page and "没有页面图" in page
    answer = client.get(f"/files/{file.key}/download/")
    assert answer.status_code == 200
    body(answer)


def test_a_picture_is_shown_as_it_is(handler: Handler) -> None:
    client: Any = handler()
    file = send(client, "图.png", PNG)
    assert file
    assert f"/files/{file.key}/picture/" in client.get(f"/files/{file.key}/").content.decode()
    answer = client.get(f"/files/{file.key}/picture/")
    assert body(answer) == PNG
    assert answer["Content-Disposition"].startswith("inline")


# number of queries, actions ---------------------------------------------------------------------


def test_pages_need_few_queries_however_many_files_there_are(
    handler: Handler, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    from gongkai.web.files.fragments import files_for

    client: Any = handler()
    files = [send(client, f"{n}.txt", b"%d" % n) for n in range(4)]
    actor = actor_in(client.holder, client.held)
    with django_assert_max_num_queries(4):
        context = files_for(actor, client.section)
    assert (len(context["attached"]), context["may_attach"]) == (4, True)
    client.get("/work/")
    assert files[0]
    with django_assert_max_num_queries(12):
        client.get(f"/files/{files[0].key}/")
    with django_assert_max_num_queries(10):
        body(client.get(f"/files/{files[0].key}/download/"))


def test_no_action_works_in_another_state(handler: Handler) -> None:
    client: Any = handler()
    actor = actor_in(client.holder, client.held)
    now = timezone.now()
    file = send(client)
    assert file
    for action in (Finish(), Restore(), Attach()):
        with pytest.raises(Refused) as caught:
            perform(action, actor, file, now=now, name="a", size=1)
        assert caught.value.kind is Refusal.STATE
    perform(Remove(), actor, file, now=now)
    with pytest.raises(Refused, match="已移除，不能“移除附件”"):
        perform(Remove(), actor, file, now=now)
    assert checking.check(file, now).state == State.REMOVED


def test_the_worker_tidies_up_every_ten_minutes() -> None:
    from gongkai.web.messages.duties import registered

    assert registered()["gongkai.web.files.tasks.tidy_up"] == timedelta(minutes=10)
