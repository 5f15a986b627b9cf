"""The shell: failures that say what to do, forms, progress, and how many questions a page asks."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.utils import timezone
from lxml import html

from gongkai.web.accounts.models import User
from gongkai.web.agencies import city
from gongkai.web.agencies.models import Agency, Post, Section
from gongkai.web.settings import environment
from gongkai.web.workbench import progress
from gongkai.web.workbench.forms import WorkForm, day_field, mistakes
from gongkai.web.workbench.views import failures
from tests.web.agencies.world import enter


def said(response: Any) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


# failures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", failures.FAILURES)
def test_a_failure_says_what_happened_and_what_to_do_without_any_data_base(status: int) -> None:
    made = RequestFactory().get("/")
    made.COOKIES["type"] = "large"
    view: Callable[..., Any] = {
        400: failures.bad_request, 403: failures.forbidden, 404: failures.not_found,
        413: lambda asked: failures.bad_request(asked, RequestDataTooBig()),
        429: failures.too_many, 500: failures.failed, 503: failures.unavailable,
    }[status]  # fmt: skip
    response = view(made)
    assert response.status_code == status
    page = said(response)
    what = "一次提交的内容太大" if status == 413 else failures.FAILURES[status].what
    assert what in page and f"错误 {status}" in page
    for remedy in failures.FAILURES[status].remedy:
        assert remedy in page
    assert response.get("Retry-After") == {429: "60", 503: "120"}.get(status)
    assert 'class="large"' in response.content.decode()


def test_a_refusal_gives_its_own_sentence_and_never_markup() -> None:
    response = failures.forbidden(RequestFactory().get("/"), PermissionDenied("只有<b>本人</b>"))
    assert "只有<b>本人</b>" in said(response)


def test_a_mode_that_is_no_word_is_not_written_into_the_page() -> None:
    made = RequestFactory().get("/")
    made.COOKIES["type"] = '"><script>'
    assert "<script>" not in failures.not_found(made).content.decode()


def test_an_old_form_is_answered_in_the_chosen_size() -> None:
    made = RequestFactory().post("/")
    made.COOKIES["type"] = "large"
    assert '<html lang="zh-CN" class="large">' in failures.csrf_failed(made).content.decode()


def test_an_unknown_address_and_an_old_form_are_answered_in_chinese(db: None) -> None:
    assert "没有找到这个页面" in said(Client().get("/no-such-page/"))
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"})
    assert response.status_code == 403 and "页面已经过期" in said(response)


@pytest.mark.parametrize(
    ("sent", "said_"),
    [
        ({"note": "字" * 1_000_000}, "填写的文字最多 2 MB"),
        ({str(n): "1" for n in range(1_001)}, "项数太多"),
    ],
)
def test_a_form_that_is_too_large_is_refused_with_a_sentence(
    db: None, sent: dict[str, str], said_: str
) -> None:
    body, kind = urlencode(sent), "application/x-www-form-urlencoded"
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/login/")
    response = client.post("/accounts/login/", body, content_type=kind)
    assert response.status_code == 413 and said_ in said(response)


def test_too_many_or_too_large_files_are_refused_with_a_sentence(db: None, settings: Any) -> None:
    def send(number: int, size: int) -> Any:
        files = [SimpleUploadedFile(f"{n}.txt", b"x" * size) for n in range(number)]
        client = Client(enforce_csrf_checks=True)
        client.get("/accounts/login/")
        return client.post("/accounts/login/", {"files": files})

    response = send(settings.FILES_AT_ONCE + 1, 1)
    assert response.status_code == 413
    assert f"一次最多上传{settings.FILES_AT_ONCE}个文件" in said(response)
    settings.FILE_BYTES = 2**20
    response = send(1, 4 * 2**20)
    assert response.status_code == 413 and "文件合计最多 1 MB" in said(response)


def test_nginx_lets_through_what_the_platform_takes() -> None:
    text = (Path(__file__).parents[3] / "deploy" / "nginx.conf").read_text("utf-8")
    found = re.findall(r"client_max_body_size (\d+)m;", text)
    declared = environment.DECLARED["GONGKAI_FILE_MEGABYTES"]
    assert found == [str(int(declared.default) + 10)]
    assert "client_max_body_size" in declared.zh


def test_a_failure_gives_the_reference_that_stands_in_the_log(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("gongkai.web.portal.views.portal_of", broken)
    with caplog.at_level("ERROR"):
        response = Client(raise_request_exception=False).get("/guide/")
    full = response["X-Request-ID"]
    assert response.status_code == 500
    assert f"编号 {full[: failures.QUOTED]} ·" in said(response)


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (("database is locked", "SQLITE_BUSY"), 503),
        (("unable to open database file", "SQLITE_CANTOPEN"), 503),
        (("no such table: agencies_agency", "SQLITE_ERROR"), 500),
        (("connection refused", ""), 503),  # as PostgreSQL says it
    ],
)
def test_a_database_that_is_busy_or_away_is_no_mistake_of_ours(
    db: None, monkeypatch: pytest.MonkeyPatch, problem: tuple[str, str], status: int
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        cause = Exception(problem[0])
        if problem[1]:
            cause.sqlite_errorname = problem[1]  # type: ignore[attr-defined]
        raise OperationalError(problem[0]) from cause

    monkeypatch.setattr("gongkai.web.portal.views.portal_of", broken)
    response = Client(raise_request_exception=False).get("/guide/")
    assert response.status_code == status
    assert ("系统暂时停用" in said(response)) is (status == 503)


def test_too_many_tries_from_one_address_are_answered_in_chinese_with_when_to_try_again(
    db: None, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    cache.clear()
    for _ in range(2):
        response = Client().post("/accounts/login/", {"login": "x", "password": "y"})
    cache.clear()
    assert response.status_code == 429 and response["Retry-After"] == "60"
    assert "请在一分钟以后再试" in said(response)


# forms --------------------------------------------------------------------------------------------


class _Form(WorkForm):
    name = forms.CharField(label="姓名", help_text="照证件填写。")
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲")])
    way = forms.ChoiceField(label="方式", choices=[("a", "甲")], widget=forms.RadioSelect)
    day = day_field("日期", required=False)
    box = forms.BooleanField(label="已核对", required=False)


def test_mistakes_say_what_to_do() -> None:
    form = _Form({"kind": "x", "day": "yesterday"})
    assert not form.is_valid()
    assert list(mistakes(form)) == [
        ("id_name", "请填写“姓名”"),
        ("id_kind", "“类别”没有这一项；请从列表中选择"),
        ("id_way_0", "请选择“方式”"),
        ("id_day", "“日期”不是日期；应写成 2026-11-21"),
    ]


def test_a_mistake_of_the_whole_form_has_no_field_to_go_to() -> None:
    form = _Form({"name": "某甲", "kind": "a", "way": "a"})
    assert form.is_valid()
    form.add_error(None, "刚被别人改过")
    assert list(mistakes(form)) == [("", "刚被别人改过")]
    page = html.fromstring(str(form))
    assert page.xpath("//div[@role='alert']//li/text()") == ["刚被别人改过"]


def test_facts_are_without_the_version() -> None:
    form = _Form({"name": "某甲", "kind": "a", "way": "a", "version": "3"})
    assert form.is_valid() and form.seen == 3
    assert "version" not in form.facts and form.facts["name"] == "某甲"


def test_every_field_has_a_label_and_the_optional_ones_are_marked() -> None:
    page = html.fromstring(f"<form>{_Form()}</form>")
    for field in page.xpath("//input[not(@type='hidden')] | //select"):
        labelled = page.xpath(f"//label[@for='{field.get('id')}']")
        assert labelled, html.tostring(field)
        described = (field.get("aria-describedby") or "").split()
        assert all(page.xpath(f"//*[@id='{one}']") for one in described)
    optional = [e.getparent().text for e in page.xpath("//*[@class='optional']")]
    assert optional == ["日期"]


# progress -----------------------------------------------------------------------------------------


def _progress(path: str, **more: Any) -> Any:
    made = RequestFactory().get(path)
    made.user = AnonymousUser()
    made.session = {}  # type: ignore[assignment]
    return progress.respond(made, progress.Progress("汇总", 37, 120, "份", **more))


def test_long_work_asks_again_by_itself_until_told_to_stop_or_finished() -> None:
    assert _progress("/p/")["Refresh"] == "5"
    assert not _progress("/p/?still=1").has_header("Refresh")
    done = _progress("/p/", finished=True, url="/result/", failures=("某局的报告读不出来",))
    assert not done.has_header("Refresh")
    assert "某局的报告读不出来" in said(done) and "看结果" in said(done)


@pytest.mark.parametrize(
    ("done", "total", "finished", "percent"),
    [(0, 0, False, 0), (1, 3, False, 33), (3, 3, False, 99), (3, 3, True, 100)],
)
def test_a_hundred_per_cent_is_the_end_alone(
    done: int, total: int, finished: bool, percent: int
) -> None:
    assert progress.Progress("", done, total, finished=finished).percent == percent


# how much a page asks -----------------------------------------------------------------------------


@pytest.fixture
def people(db: None) -> Callable[[str], Client]:
    city.load(timezone.now())

    def sign_in(name: str) -> Client:
        client: Client = enter(User.objects.get(username=name))
        return client

    return sign_in


def _paths() -> dict[str, list[str]]:
    agency = Agency.objects.get(parent=None, until=None)
    post, section = Post.objects.first(), Section.objects.first()
    assert post and section
    return {
        "city-administrator": [
            "/work/", "/work/statistics/", "/work/search/?q=局",
            "/work/settings/agency/", f"/work/settings/agency/{agency.pk}/",
            f"/work/settings/agency/{agency.pk}/rename_agency/", "/work/settings/section/",
            f"/work/settings/section/{section.pk}/", "/work/settings/post/?size=100",
            f"/work/settings/post/{post.pk}/", "/work/settings/user/?size=100",
            f"/work/settings/user/{post.user_id}/", "/work/settings/leader/",
            "/work/settings/delegation/", "/work/settings/new/give_post/", "/styleguide/list/",
        ],
        "city-auditor": ["/work/trail/?size=100", "/work/trail/20/"],
        "": ["/", "/guide/", "/bodies/", f"/bodies/{agency.pk}/", "/search/?q=局", "/apply/"],
    }  # fmt: skip


def test_a_page_asks_twelve_questions_at_most_and_is_quick(
    people: Callable[[str], Client], django_assert_max_num_queries: Any
) -> None:
    slow = []
    for name, paths in _paths().items():
        client = people(name) if name else Client()
        client.get(paths[0])  # the session is marked as alive once a minute
        for path in paths:
            with django_assert_max_num_queries(12) as asked:
                began = time.perf_counter()
                response = client.get(path)
                took = time.perf_counter() - began
            assert response.status_code == 200, path
            slow.append((round(took * 1000), len(asked), path))
    times = sorted(took for took, _, _ in slow)
    middle = times[len(times) // 2]
    assert middle < 250, sorted(slow)[-5:]  # loose: other work may run beside the tests
