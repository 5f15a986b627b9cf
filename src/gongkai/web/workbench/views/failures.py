"""错误页: what happened, in one sentence, and what to do."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from gongkai.report.read.limits import size_in_words

__all__ = [
    "FAILURES", "bad_request", "csrf_failed", "failed", "forbidden", "not_found", "too_many",
    "unavailable",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Failure:
    """One kind of failure: its code, what happened, what to do."""

    status: int
    zh: str
    what: str
    remedy: tuple[str, ...]


FAILURES = {
    400: Failure(
        400, "请求有误", "系统没有看懂这次提交的内容，什么也没有改动。",
        ("返回上一页，刷新以后再试一次。", "如果是从别处复制的网址，请核对是否完整。"),
    ),
    403: Failure(
        403, "不能查看或办理", "您目前的岗位没有这项权限，什么也没有改动。",
        ("如有多个岗位，请在右上角切换岗位后再试。", "确需办理的，请与本机关的管理员联系。"),
    ),
    404: Failure(
        404, "没有找到这个页面", "网址有误，或者内容已经移走，或者不在您可以查看的范围内。",
        ("核对网址。", "从首页进入，或者用搜索查找。"),
    ),
    413: Failure(
        413, "提交的内容太大", "一次提交的内容超过了上限，什么也没有保存。",
        ("返回上一页，分几次提交。", "文件太大的，压缩或者拆分以后再上传。"),
    ),
    429: Failure(
        429, "操作过于频繁", "短时间内提交的次数太多，这一次没有办理。",
        ("请在一分钟以后再试。", "同一单位的多人共用一个网址出口的，请错开时间。"),
    ),
    500: Failure(
        500, "系统出错了", "这次操作没有完成，已经保存的内容不受影响。",
        ("稍后再试一次。", "仍然出错的，请把下面的编号告诉系统运维人员，便于查找原因。"),
    ),
    503: Failure(
        503, "系统暂时停用", "系统正在维护，或者数据库暂时连接不上。",
        ("请过几分钟再打开。", "急需办理的，请用电话或者当面办理；联系方式见政府信息公开指南。"),
    ),
}  # fmt: skip
CSRF = Failure(
    403, "页面已经过期", "这个页面打开得太久，或者浏览器没有接受本站的Cookie，提交没有生效。",
    ("返回上一页，刷新以后再提交。", "请允许浏览器保存本站的Cookie。"),
)  # fmt: skip


QUOTED = 12  # so much of the id is read out over the telephone; logs are searched by it
_AGAIN = {429: 60, 503: 120}  # seconds


def page(
    failure: Failure, *, sentence: str = "", mode: str = "", reference: str = ""
) -> HttpResponse:
    """The page; it asks neither data base nor session, for they may be what failed."""
    context: dict[str, object] = {"failure": failure, "sentence": sentence, "mode": mode}
    context["reference"] = reference[:QUOTED]
    response = HttpResponse(render_to_string("failure.html", context), status=failure.status)
    if failure.status in _AGAIN:
        response["Retry-After"] = str(_AGAIN[failure.status])
    return response


def _page_for(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    return _shown(request, FAILURES[status], sentence)


def _shown(request: HttpRequest, failure: Failure, sentence: str = "") -> HttpResponse:
    mode = request.COOKIES.get("type", "")
    return page(
        failure, sentence=sentence, mode=mode if mode.isalpha() else "",
        reference=getattr(request, "reference", ""),
    )  # fmt: skip


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not understood; a form that is too large is another matter."""
    if isinstance(exception, RequestDataTooBig):
        return _page_for(request, 413, _too_large(request))
    if isinstance(exception, TooManyFilesSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        return _page_for(request, 413, f"一次最多上传{most}个文件，什么也没有保存。")
    if isinstance(exception, TooManyFieldsSent):
        return _page_for(request, 413, "一次提交的项数太多，什么也没有保存。")
    return _page_for(request, 400)


def _too_large(request: HttpRequest) -> str:
    text, files = settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.FILE_BYTES
    limit = f"填写的文字最多 {size_in_words(text)}"
    if request.content_type == "multipart/form-data":
        limit = f"文件合计最多 {size_in_words(files)}，{limit}"
    return f"一次提交的内容太大，什么也没有保存：{limit}。"


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """With the sentence of the refusal."""
    said = str(exception or "").removesuffix("。")
    return _page_for(request, 403, said and f"{said}。")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing there."""
    return _page_for(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """The limits of allauth: all of them count the last minute."""
    return _page_for(request, 429)


def failed(request: HttpRequest) -> HttpResponse:
    """A mistake of ours, unless the database is away or busy."""
    problem = sys.exc_info()[1]
    if isinstance(problem, OperationalError | InterfaceError) and not _ours(problem):
        return unavailable(request)
    return _page_for(request, 500)


def _ours(problem: BaseException) -> bool:
    """SQLite calls a wrong statement by the same class; it says so in the code."""
    return getattr(problem.__cause__, "sqlite_errorname", "") == "SQLITE_ERROR"


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database is away or busy, or the platform is closed for a while."""
    return _page_for(request, 503)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page is too old."""
    return _shown(request, CSRF)
