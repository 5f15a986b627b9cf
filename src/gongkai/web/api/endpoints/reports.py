"""年度报告: the engine as a service; a file in, its findings out, in a process of its own."""

from __future__ import annotations

import json
import threading
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, File, Router, Schema
from ninja.files import UploadedFile

from gongkai.errors import ReadError
from gongkai.report.read.isolate import IsolatedWorker
from gongkai.web.api.calling import open_to
from gongkai.web.api.checking import findings
from gongkai.web.api.problems import Kind, Problem
from gongkai.web.api.scopes import CHECK_REPORTS

__all__ = ["router"]

router = Router(tags=["年度报告"])
_SECONDS = 20.0
_slots = threading.BoundedSemaphore(settings.API_CHECKS)


class FindingOut(Schema):
    """One finding, as `gongkai check --format json` gives it."""

    id: str = Field(description="问题的编号，同一报告再次核验不变")
    check: str = Field(description="核验规则")
    severity: str = Field(description="error、warning 或者 info")
    message: str = Field(description="问题")
    cells: list[dict[str, Any]] = Field(description="涉及的单元格")
    quote: str | None = Field(None, description="原文")
    expected: Any = Field(None, description="应为")
    found: Any = Field(None, description="实为")
    derived_from: list[str] = Field([], description="由哪些问题引起")


class FileOut(Schema):
    """A file and its findings."""

    file: str = Field(description="文件名")
    findings: list[FindingOut] = Field(description="问题")


class Unreadable(Schema):
    """A member of an archive that could not be read."""

    file: str = Field(description="文件名")
    problem: str = Field(description="原因")


class CheckOut(Schema):
    """What was found."""

    files: list[FileOut] = Field(description="逐个文件，与命令 gongkai check --format json 相同")
    unreadable: list[Unreadable] = Field(description="压缩包里读不出来的文件")


@router.post(
    "/check", response=CheckOut, operation_id="check_report", summary="核验年度报告",
    **open_to(CHECK_REPORTS),
)  # fmt: skip
def check_report(request: HttpRequest, file: File[UploadedFile]) -> dict[str, Any]:
    """上传一份年度报告（docx、wps、pdf、html、xlsx 等，或者 zip），得到核验的问题。

    文件只在核验时读取，不保存。
    """
    name = (file.name or "报告")[:200]
    if not _slots.acquire(blocking=False):
        raise Problem(
            Kind.OCCUPIED, "正在核验的文件太多；请过几秒再试", headers={"Retry-After": "5"}
        )
    try:
        # a fresh interpreter: a fork would take threads' locks and the data base along
        with IsolatedWorker(fresh={}) as worker:
            text = worker.run(findings, file.read(), name, seconds=_SECONDS)
    except ReadError as problem:
        raise Problem(Kind.UNREADABLE, str(problem), remedy=problem.remedy) from None
    finally:
        _slots.release()
    made: dict[str, Any] = json.loads(text)
    if not made["files"] and len(made["unreadable"]) == 1:
        raise Problem(Kind.UNREADABLE, made["unreadable"][0]["problem"])
    return made
