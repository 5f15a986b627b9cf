"""第一版: the resources under /api/v1/, and what becomes of everything that goes wrong there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)  # fmt: skip
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern
from django.utils.module_loading import autodiscover_modules
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from gongkai.errors import GongkaiError, LawError
from gongkai.web.acting import Refused
from gongkai.web.api.endpoints import agencies, calendars, cases, law, ledger, reports, trail
from gongkai.web.api.problems import Kind, Problem, answer, of_refusal, validation

__all__ = ["api", "missing", "patterns"]

_log = logging.getLogger(__name__)

api = NinjaAPI(
    title="政府信息公开工作平台接口",
    version="1",
    urls_namespace="api-v1",
    docs_url=None,
    openapi_url="/openapi.json",
    description="供本机关的其他系统读取资料、核验报告、接收通知。",
)
api.add_router("/agencies", agencies.router)
api.add_router("/agencies", calendars.router)
api.add_router("/law", law.router)
api.add_router("/reports", reports.router)
api.add_router("/trace", trail.router)
api.add_router("/cases", cases.router)
api.add_router("/ledger", ledger.router)
# a trade adds its scopes, events and resources in a module of that name
autodiscover_modules("endpoints")


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return answer(problem)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    return answer(of_refusal(refused))


@api.exception_handler(GongkaiError)
def _wrong(request: HttpRequest, problem: GongkaiError) -> HttpResponse:
    if isinstance(problem, LawError):
        return answer(Problem(Kind.LAW, problem.what, article=str(problem.article)))
    return answer(Problem(Kind.INPUT, str(problem)))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    return answer(validation(problem.errors))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, problem: Http404) -> HttpResponse:
    return missing(request)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, problem: HttpError) -> HttpResponse:
    return answer(Problem(Kind.BAD, "提交的内容不是正确的 JSON，或者编码不是 UTF-8；请核对"))


def _unforeseen(request: HttpRequest, problem: Exception | type[Exception]) -> HttpResponse:
    # the path alone: no personal data in the log
    _log.error("%s %s failed", request.method, request.path, exc_info=True)
    return answer(Problem(Kind.FAILED, "这次请求没有完成，什么也没有改动；请稍候再试"))


api.add_exception_handler(Exception, _unforeseen)


@csrf_exempt
def missing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """No such resource."""
    return answer(Problem(Kind.NOT_FOUND, "没有这个网址；请对照接口说明核对"))


def _guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Sizes before anything is read; what Django itself refuses; headers that every answer has."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            _check_size(request)
            response = view(request, *args, **kwargs)
        except Problem as problem:
            response = answer(problem)
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            response = answer(_too_large(settings.API_BODY_BYTES))
        except (SuspiciousOperation, BadRequest, MultiPartParserError, UnicodeError):
            response = answer(Problem(Kind.BAD, "提交的内容读不出来；请核对格式和编码"))
        if isinstance(response, HttpResponseNotAllowed):
            allowed = response["Allow"]
            response = answer(
                Problem(Kind.METHOD, f"这个网址可以用 {allowed}", headers={"Allow": allowed})
            )
        quota = getattr(request, "quota", None)
        for name, value in (quota.headers() if quota is not None else {}).items():
            response[name] = value
        response["Cache-Control"] = (
            "no-store" if request.headers.get("Authorization") else "no-cache"
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response

    return csrf_exempt(guarded)


def _check_size(request: HttpRequest) -> None:
    said = request.META.get("CONTENT_LENGTH") or "0"
    upload = request.content_type == "multipart/form-data"
    limit = settings.API_FILE_BYTES if upload else settings.API_BODY_BYTES
    if not said.isdecimal() or len(said) > 18 or int(said) > limit:
        raise _too_large(limit)


def _too_large(limit: int) -> Problem:
    return Problem(Kind.TOO_LARGE, f"一次最多提交{limit // 1024}kB；请缩小以后再试")


def patterns() -> list[URLPattern]:
    """The addresses of this version."""
    found = [one for one in api.urls[0] if isinstance(one, URLPattern)]
    for pattern in found:
        pattern.callback = _guard(pattern.callback)
    return found
