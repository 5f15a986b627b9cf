"""错误: every answer that is not a success is `application/problem+json` (RFC 9457), in Chinese."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from django.http import HttpResponse

from gongkai.web.acting import Refusal, Refused

__all__ = ["Kind", "Problem", "answer", "of_refusal", "validation"]


class Kind(Enum):
    """Each kind of problem: what stands at the end of its `type`, its status, its title."""

    BAD = "bad-request", 400, "看不懂这次请求"
    UNAUTHENTICATED = "unauthenticated", 401, "没有有效的令牌"
    SCOPE = "scope", 403, "令牌没有这项权限范围"
    FORBIDDEN = "forbidden", 403, "不能办理"
    NOT_FOUND = "not-found", 404, "没有找到"
    METHOD = "method", 405, "这个网址不支持这种方法"
    STATE = "state", 409, "目前的状态不能办理"
    BUSY = "busy", 409, "别人正在办理"
    UNDER_WAY = "under-way", 409, "同一幂等键的请求正在办理"
    CHANGED = "changed", 412, "内容已经被别人改过"
    TOO_LARGE = "too-large", 413, "提交的内容太大"
    MEDIA = "media-type", 415, "提交的内容不是这种格式"
    INPUT = "input", 422, "填写的内容有误"
    LAW = "law", 422, "法律不允许"
    KEY_REUSED = "key-reused", 422, "幂等键已经用于不同的内容"
    UNREADABLE = "unreadable", 422, "文件读不出来"
    VERSION_NEEDED = "version-needed", 428, "需要说明依据的版本"
    KEY_NEEDED = "key-needed", 428, "需要幂等键"
    TOO_MANY = "too-many", 429, "请求太频繁"
    FAILED = "failed", 500, "系统出错了"
    OCCUPIED = "occupied", 503, "系统正忙"

    def __init__(self, slug: str, status: int, title: str) -> None:
        self.slug = slug
        self.status = status
        self.title = title


class Problem(Exception):
    """An answer that is not a success; `detail` is one clear Chinese sentence."""

    def __init__(
        self, kind: Kind, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        self.kind = kind
        self.detail = detail
        self.headers = headers or {}
        self.more = more
        super().__init__(detail)


_REFUSALS = {
    Refusal.FORBIDDEN: Kind.FORBIDDEN,
    Refusal.STATE: Kind.STATE,
    Refusal.LAW: Kind.LAW,
    Refusal.INPUT: Kind.INPUT,
    Refusal.STALE: Kind.BUSY,
}


def of_refusal(refused: Refused) -> Problem:
    """The refusal of an action."""
    more: dict[str, Any] = {"article": str(refused.article)} if refused.article is not None else {}
    return Problem(_REFUSALS[refused.kind], refused.sentence, **more)


def answer(problem: Problem) -> HttpResponse:
    """As it is sent."""
    kind = problem.kind
    body = {
        "type": f"/api/#problem-{kind.slug}",
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail,
        **problem.more,
    }
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False, default=str),
        status=kind.status,
        content_type="application/problem+json; charset=utf-8",
    )
    for name, value in problem.headers.items():
        response[name] = value
    return response


# what pydantic calls a mistake → what to say; the beginning of its name is enough
_WORDS = (
    ("missing", "没有填写"), ("json_invalid", "不是正确的 JSON"), ("extra_forbidden", "没有这一项"),
    ("int", "应是整数"), ("float", "应是数"), ("bool", "应是 true 或者 false"),
    ("date", "应是日期，如 2026-03-01"), ("string_too_long", "太长"), ("string_too_short", "太短"),
    ("string", "应是文字"), ("too_long", "项数太多"), ("too_short", "项数太少"),
    ("greater", "太小"), ("less", "太大"), ("enum", "不在可选的值之中"),
    ("literal", "不在可选的值之中"), ("list", "应是列表"), ("model", "应是对象"),
    ("dict", "应是对象"),
)  # fmt: skip


def validation(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """What was sent does not have the form that the document asks for."""
    found = []
    for error in errors[:20]:
        place = [str(part) for part in error.get("loc", ())]
        where = ".".join(place[1:] if place[:1] in (["body"], ["path"], ["query"]) else place)
        what = str(error.get("type", ""))
        word = next((zh for start, zh in _WORDS if what.startswith(start)), "不对")
        found.append({"where": where[:200] or "内容", "what": word})
    said = "；".join(f"{one['where']}：{one['what']}" for one in found[:5])
    return Problem(Kind.INPUT, f"{said or '内容不对'}；请对照接口说明改正", errors=found)
