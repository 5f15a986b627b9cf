"""Uploads into an S3-speaking store: moto's server, spoken to over the wire."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings as SettingsWrapper

from gongkai.web.acting import perform
from gongkai.web.agencies.active import actor_in
from gongkai.web.files.actions import Remove
from gongkai.web.files.models import Content, Preview
from gongkai.web.files.storage import storage
from gongkai.web.files.tasks import make_preview
from gongkai.web.files.tidying import tidy
from gongkai.web.settings import environment
from tests.web.files.conftest import Handler
from tests.web.files.samples import pdf
from tests.web.files.test_receiving import send

boto3 = pytest.importorskip("boto3", reason="boto3 is not installed")
moto = pytest.importorskip("moto.server", reason="moto is not installed")
pytestmark = pytest.mark.django_db

BUCKET = "gongkai-test"


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """Of the store; yields its address."""
    running = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, settings: SettingsWrapper, monkeypatch: Any, tmp_path: Path) -> Any:
    """An empty bucket in which files are kept."""
    monkeypatch.setenv("GONGKAI_TEST_FILES", f"http://key:wo%2Frd%2B1@{server}/{BUCKET}")
    settings.FILES_STORAGE = environment.storage("GONGKAI_TEST_FILES", "", tmp_path, shown="")
    monkeypatch.delitem(environment.DECLARED, "GONGKAI_TEST_FILES")
    found = boto3.resource(
        "s3", endpoint_url=f"http://{server}", region_name="us-east-1",
        aws_access_key_id="key", aws_secret_access_key="wo/rd+1",  # noqa: S106
    ).Bucket(BUCKET)  # fmt: skip
    found.create()
    yield found
    found.objects.all().delete()
    found.delete()


def test_a_file_goes_into_the_bucket_and_comes_back(handler: Handler, bucket: Any) -> None:
    client = handler()
    data = pdf(pages=2)
    file = send(client, "通知.pdf", data)
    assert file is not None and file.content is not None
    names = [each.key for each in bucket.objects.all()]
    assert names == [file.content.blob] and re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{32}", names[0])
    answer = client.get(f"/files/{file.key}/download/")
    assert b"".join(answer.streaming_content) == data
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    part = client.get(f"/files/{file.key}/download/", headers={"Range": "bytes=3-9"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, data[3:10])


def test_what_is_removed_for_good_leaves_the_bucket(
    handler: Handler,
    bucket: Any,
    settings: SettingsWrapper,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client: Any = handler()
    file = send(client)
    assert file is not None and file.content is not None
    make_preview.call(file.content_id)
    assert Content.objects.get().preview == Preview.MADE
    pages = {each.key for each in bucket.objects.all()}
    assert pages == {file.content.blob, f"{file.content.blob}.1.png"}
    settings.FILES_UNDO_DAYS = 0
    perform(Remove(), actor_in(client.holder, client.held), file, now=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        tidy(timezone.now())
    assert not list(bucket.objects.all()) and not Content.objects.exists()


def test_a_store_is_asked_for_once_and_kept(bucket: Any) -> None:
    """To load what boto3 knows of S3 takes a tenth of a second."""
    assert storage() is storage()
