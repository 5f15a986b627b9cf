"""接口说明: the OpenAPI document as a page, drawn on the server; nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.web.api import v1
from gongkai.web.api.events import all_events
from gongkai.web.api.hooks.tasks import STOP_AFTER, WAITS
from gongkai.web.api.problems import Kind
from gongkai.web.api.scopes import all_scopes, scope

__all__ = ["page"]

_TYPES = {
    "string": "文字", "integer": "整数", "number": "数", "boolean": "是否", "array": "列表",
    "object": "对象", "null": "空",
}  # fmt: skip
_FORMATS = {"date": "日期", "date-time": "时间", "binary": "文件"}


@dataclass(frozen=True, slots=True)
class Row:
    """One field: its name, what it is, where it stands."""

    name: str
    type: str
    needed: bool
    zh: str


@dataclass(slots=True)
class Operation:
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    zh: str
    said: str
    scopes: list[tuple[str, str]]
    asked: list[Row]
    body: list[Row]
    media: str
    given: list[Row]
    status: str


@dataclass(slots=True)
class Group:
    """Operations on one kind of thing."""

    zh: str
    operations: list[Operation] = field(default_factory=list)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How to call the API, and everything that it has."""
    context = {
        "title": "接口说明", "groups": _groups(), "scopes": all_scopes(), "events": all_events(),
        "problems": list(Kind), "waits": "、".join(_wait(minutes) for minutes in WAITS),
        "stop_after": STOP_AFTER,
    }  # fmt: skip
    return render(request, "api/documentation.html", context)


def _wait(minutes: int) -> str:
    return f"{minutes}分钟" if minutes < 60 else f"{minutes // 60}小时"


@cache
def _groups() -> list[Group]:
    document: dict[str, Any] = v1.api.get_openapi_schema()
    groups: dict[str, Group] = {}
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            zh = one.get("tags", ["其他"])[0]
            operation = _operation(document, method, path, one)
            groups.setdefault(zh, Group(zh)).operations.append(operation)
    return list(groups.values())


def _operation(document: dict[str, Any], method: str, path: str, one: dict[str, Any]) -> Operation:
    content: dict[str, Any] = one.get("requestBody", {}).get("content", {})
    media = next(iter(content), "")
    body: dict[str, Any] = content.get(media, {})
    status, answer = next(iter(one["responses"].items()))
    given: dict[str, Any] = next(iter(answer.get("content", {}).values()), {})
    found = ((id, scope(id)) for id in one.get("x-scopes", ()))
    return Operation(
        one["operationId"], method.upper(), path, one.get("summary", ""),
        _chinese(one.get("description", "")), [(id, known.zh) for id, known in found if known],
        [
            Row(p["name"], _type(document, p["schema"]), p.get("required", False),
                _said(p, p["schema"]))
            for p in one.get("parameters", ())
        ],
        list(_rows(document, body.get("schema", {}))), media,
        list(_rows(document, given.get("schema", {}))), str(status),
    )  # fmt: skip


def _chinese(description: str) -> str:
    """What follows the first paragraph, which is for programmers."""
    return description.partition("\n\n")[2].replace("`", "")


def _said(*places: dict[str, Any]) -> str:
    return next((p["description"] for p in places if p.get("description")), "")


def _follow(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    if not reference:
        return schema
    found: dict[str, Any] = document["components"]["schemas"][reference.rpartition("/")[2]]
    return found


def _rows(
    document: dict[str, Any], schema: dict[str, Any], before: str = "", depth: int = 0
) -> Iterator[Row]:
    """The fields of an object, those inside it after it: `items[].name`."""
    schema = _follow(document, schema)
    needed = schema.get("required", ())
    for name, one in schema.get("properties", {}).items():
        inner = _follow(document, one)
        yield Row(before + name, _type(document, one), name in needed, _said(one))
        if inner.get("type") == "array" and depth < 3:
            yield from _rows(document, inner.get("items", {}), f"{before}{name}[].", depth + 1)


def _type(document: dict[str, Any], schema: dict[str, Any]) -> str:
    schema = _follow(document, schema)
    if "anyOf" in schema:
        kinds = [_type(document, one) for one in schema["anyOf"] if one.get("type") != "null"]
        return "或者".join(kinds)
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if "allOf" in schema:
        return _type(document, schema["allOf"][0])
    kind = _FORMATS.get(schema.get("format", "")) or _TYPES.get(schema.get("type", ""), "任意")
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and most is not None and most < 2**53:
        kind += f"，{least}至{most}"
    if "maxLength" in schema:
        kind += f"，最多{schema['maxLength']}字"
    return kind
