"""Logs hold no personal data."""

from __future__ import annotations

import io
import json
import logging
import sys

import pytest
from django.conf import settings

from gongkai.web.operation.logs import JsonLines, Lines, Stderr, reference
from gongkai.web.operation.masking import mask


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002X", "110105491231002", "13800138000", "138 0013 8000", "+86 13800138000",
        "010-12345678", "(0755)-1234567", "a.b@example.gov.cn", "a%40example.gov.cn",
        "6222020000000000000",
    ],
)  # fmt: skip
def test_what_is_personal_is_masked(text: str) -> None:
    assert mask(f"前{text}，后") == "前***，后"


@pytest.mark.parametrize("text", ["云政发〔2026〕12号", "2026-11-22 10:00", "/bodies/12/"])
def test_what_is_not_stays(text: str) -> None:
    assert mask(text) == text


def test_the_secret_address_of_a_calendar_is_masked() -> None:
    assert mask("GET /feeds/aB3_x-9Zq13800138000.ics") == "GET /feeds/***.ics"
    assert mask("GET /work/messages/feeds/new/") == "GET /work/messages/feeds/new/"


def record(text: str, *args: object, **extra: object) -> logging.LogRecord:
    return logging.getLogger("x").makeRecord(
        "x", logging.WARNING, "f", 1, text, args, None, extra=extra
    )


def test_a_line_is_json_masked_wherever_text_came_in() -> None:
    token = reference.set("abc")
    try:
        one = record("联系%s", "13800138000", status=200, who="a@b.cn", number=13800138000)
        line = json.loads(JsonLines().format(one))
    finally:
        reference.reset(token)
    assert line["text"] == "联系***" and line["reference"] == "abc"
    assert (line["status"], line["who"], line["number"]) == (200, "***", "***")
    assert Lines("%(message)s").format(one) == "联系***"


def test_a_traceback_is_masked_and_the_page_is_not_written() -> None:
    one = record("失败", request=object())
    try:
        raise ValueError("身份证11010519491231002X")
    except ValueError:
        one.exc_info = sys.exc_info()
    line = json.loads(JsonLines().format(one))
    assert "ValueError: 身份证***" in line["trace"]
    assert "request" not in line


def test_a_line_goes_to_whatever_stderr_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", first)
    handler = Stderr()
    first.close()  # as pytest does between tests
    monkeypatch.setattr(sys, "stderr", second)
    handler.emit(record("仍然写得出"))
    assert "仍然写得出" in second.getvalue()
    assert settings.LOGGING["handlers"]["stderr"]["class"].endswith(".Stderr")
