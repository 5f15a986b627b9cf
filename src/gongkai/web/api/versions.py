"""版本: ETag on what is read, If-Match on what is changed, so that nobody overwrites another."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from ninja.responses import NinjaJSONEncoder

from gongkai.web.api.problems import Kind, Problem

__all__ = ["check_version", "give"]

_TAG = re.compile(r'(?:W/)?"([0-9]{1,9})-[0-9a-f]{16}"')


def give(
    request: HttpRequest, data: Any, version: int = 0, *, status: int = 200, location: str = ""
) -> HttpResponse:
    """The data with its ETag; 304 when the caller has it already."""
    text = json.dumps(data, ensure_ascii=False, cls=NinjaJSONEncoder)
    tag = f'"{version}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"'
    known = request.headers.get("If-None-Match", "")
    if request.method in ("GET", "HEAD") and tag in [one.strip() for one in known.split(",")]:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(text, status=status, content_type="application/json; charset=utf-8")
    response["ETag"] = tag
    if location:
        response["Location"] = location
    return response


def check_version(request: HttpRequest, row: Model) -> int:
    """The version that the caller saw; Problem when he says none, or another is there by now."""
    said = request.headers.get("If-Match", "").strip()
    if not said:
        raise Problem(
            Kind.VERSION_NEEDED, "请在 If-Match 里写读取时得到的 ETag，以免覆盖别人的改动"
        )
    match = _TAG.fullmatch(said)
    if match is None or int(match[1]) != getattr(row, "version", None):
        raise Problem(Kind.CHANGED, f"“{row}”已经被别人改过；请重新读取，再决定是否修改")
    return int(match[1])
