"""错误页: what happened, in one sentence, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

__all__ = [
    "FAILURES", "bad_request", "csrf_failed", "failed", "forbidden", "not_found", "unavailable",
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
    500: Failure(
        500, "系统出错了", "这次操作没有完成，已经保存的内容不受影响。",
        ("稍后再试一次。", "仍然出错的，请把下面的时间告诉系统运维人员，便于查找原因。"),
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


def page(failure: Failure, *, sentence: str = "", mode: str = "") -> HttpResponse:
    """The page; it asks neither data base nor session, for they may be what failed."""
    context = {"failure": failure, "sentence": sentence, "mode": mode}
    response = HttpResponse(render_to_string("failure.html", context), status=failure.status)
    if failure.status == 503:
        response["Retry-After"] = "120"
    return response


def _answer(status: int) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        said = str(exception) if status == 403 and exception is not None else ""
        mode = request.COOKIES.get("type", "")
        return page(FAILURES[status], sentence=said, mode=mode if mode.isalpha() else "")

    return view


bad_request = _answer(400)
forbidden = _answer(403)
not_found = _answer(404)
failed = _answer(500)
unavailable = _answer(503)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page is too old."""
    return page(CSRF)
