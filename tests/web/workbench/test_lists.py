"""The list pattern: narrowing, order, columns, pages, saved views, bulk acts, export, print."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpResponse
from django.test import Client, RequestFactory
from openpyxl import load_workbook

from gongkai.web.acting import Refusal, Refused
from gongkai.web.agencies.roles import Role
from gongkai.web.workbench import bulk, export
from gongkai.web.workbench.columns import Choice, Column, Day, Flag, Kind, Tag, as_text
from gongkai.web.workbench.lists import Listing, Shown
from gongkai.web.workbench.models import SavedView
from tests.web.agencies.world import World, section
from tests.web.desk.models import Keeper, Sheet
from tests.web.workbench.conftest import SignIn

LISTING: Listing[Sheet] = Listing(
    "test.sheets", "单据", "张",
    (
        Column("title", "标题", lambda row: row.title, ("title",)),
        Column("total", "合计", lambda row: row.total, ("total",), Kind.NUMBER),
        Column("due", "期限", lambda row: row.due, ("due",), Kind.DAY),
        Column("state", "状态", lambda row: Tag("已结") if row.state == "closed" else ""),
        Column("remark", "备注", lambda row: row.remark, shown=False),
    ),
    lambda row: f"/sheets/{row.pk}/",
    (
        Choice("state", "状态", [("open", "在用"), ("closed", "已结")], "state"),
        Choice("keeper", "有无保管人", [("yes", "有")], lambda value: Q(keeper__isnull=False)),
        Flag("big", "大额", lambda yes: Q(total__gte=50) if yes else Q(total__lt=50)),
        Day("from", "期限自", "due__gte"),
    ),
    ("title__icontains", "remark__icontains"),
    order=("-total",),
    empty=("这里将列出单据。",),
)  # fmt: skip


@pytest.fixture
def sheets(db: None) -> None:
    keeper = Keeper.objects.create(name="某甲")
    Sheet.objects.bulk_create(
        Sheet(
            title=f"单据{n:03}", total=n, due=date(2026, 1, 1) + timedelta(days=n),
            state="closed" if n % 10 == 0 else "open", remark="=1+1" if n == 7 else "",
            keeper=keeper if n == 3 else None,
        )
        for n in range(60)
    )  # fmt: skip


def request(query: str = "") -> Any:
    made = RequestFactory().get(f"/sheets/?{query}")
    made.user = AnonymousUser()
    return made


def shown(query: str = "") -> Shown[Sheet]:
    return Shown(LISTING, request(query), Sheet.objects.all())


def titles(query: str) -> list[str]:
    return [row.title for row, _, _ in shown(query).lines()]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 60), ("state=closed", 6), ("big=1", 10), ("big=0", 50), ("from=2026-02-20", 10),
        ("keeper=yes", 1), ("q=单据00", 10), ("q=单据 01", 11), ("q=没有", 0),
        ("state=closed&big=1", 1), ("q=%00", 60), ("state=", 60), ("unknown=1", 60),
    ],
)  # fmt: skip
def test_rows_are_narrowed(sheets: None, query: str, count: int) -> None:
    assert shown(query).page.paginator.count == count


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("state=lost", "“状态”没有“lost”这一项；请从列表中选择"),
        ("from=yesterday", "“期限自”中的“yesterday”不是日期；应写成 2026-11-21"),
    ],
)
def test_a_wrong_filter_is_said_and_finds_nothing(sheets: None, query: str, said: str) -> None:
    found = shown(query)
    assert found.mistakes == [said]
    assert found.page.paginator.count == 0


def test_rows_come_in_the_usual_order_or_in_the_one_asked_for(sheets: None) -> None:
    assert titles("")[0] == "单据059"
    assert titles("sort=title")[:2] == ["单据000", "单据001"]
    assert titles("sort=-title")[0] == "单据059"
    assert titles("sort=remark") == titles(""), "a column without an order cannot be sorted by"


def test_rows_that_are_equal_stay_in_their_order_from_page_to_page(sheets: None) -> None:
    Sheet.objects.update(total=1)
    pages = [titles(f"sort=total&page={number}") for number in (1, 2, 3)]
    assert len({title for page in pages for title in page}) == 60


def test_a_head_turns_its_order_round_and_says_which_it_is(sheets: None) -> None:
    heads = {head.column.id: head for head in shown("sort=title&q=单据").heads()}
    assert heads["title"].sorted == "ascending"
    assert "sort=-title" in heads["title"].url and "q=" in heads["title"].url
    assert heads["total"].sorted == ""
    assert heads["state"].url == ""


def test_the_reader_chooses_columns_and_the_head_of_the_row_always_stays(sheets: None) -> None:
    assert [c.id for c in shown().columns] == ["title", "total", "due", "state"]
    assert [c.id for c in shown("c=remark").columns] == ["title", "remark"]
    assert ("c", "remark") in shown("c=remark").hidden_besides_filters()
    assert shown("c=remark").hidden_besides_columns() == []


def test_pages_have_addresses_that_keep_the_narrowing(sheets: None) -> None:
    found = shown("q=单据&page=2")
    assert (found.page.start_index(), found.page.end_index()) == (26, 50)
    assert dict(found.pages())["3"].endswith("page=3") and "q=" in dict(found.pages())["3"]
    assert shown("page=999").page.number == 3
    whole = [row.title for row in shown("sort=total").rows]
    assert titles("sort=total&page=2") + titles("sort=total&page=3") == whole[25:]
    assert shown("page=x").page.number == 1
    assert shown("size=100").page.paginator.num_pages == 1
    assert shown("size=7").size == 25


def test_an_address_is_cleared_without_losing_order_and_columns(sheets: None) -> None:
    found = shown("q=单据&state=open&sort=title&c=total")
    assert found.narrowed
    assert found.clear_url() == "?c=total&sort=title"
    assert found.said() == "搜索：单据；状态：在用"
    assert not shown("sort=title").narrowed


def test_print_lists_all_rows_on_one_page(sheets: None) -> None:
    assert len(titles("format=print")) == 60


# export -------------------------------------------------------------------------------------------


def body_of(response: Any) -> bytes:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    for close in response._resource_closers:
        close()
    return body


def test_csv_has_the_columns_and_rows_that_are_shown(sheets: None) -> None:
    response = LISTING.respond(request("format=csv&q=单据00&c=remark&sort=title"),
                               Sheet.objects.all())  # fmt: skip
    raw = body_of(response)
    assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\xef\xbb\xbf") == 1
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[0] == ["标题", "备注"]
    assert len(rows) == 11
    assert rows[8] == ["单据007", "'=1+1"], "no spreadsheet takes it for a formula"
    assert "filename" in response["Content-Disposition"]
    assert response["Cache-Control"] == "no-store"


def test_a_csv_of_many_rows_has_one_mark_at_its_beginning(
    sheets: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_STEP", 7)
    raw = body_of(LISTING.respond(request("format=csv"), Sheet.objects.all()))
    assert raw.count(b"\xef\xbb\xbf") == 1
    assert len(raw.decode("utf-8-sig").splitlines()) == 61


def test_xlsx_has_numbers_as_numbers_and_days_as_days(sheets: None) -> None:
    response = LISTING.respond(
        request("format=xlsx&sort=title&q=单据00&c=total&c=due&c=remark"), Sheet.objects.all()
    )
    sheet = load_workbook(io.BytesIO(body_of(response))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "搜索：单据00"
    assert rows[1] == ("标题", "合计", "期限", "备注")
    assert rows[2][1] == 0 and rows[2][2].date() == date(2026, 1, 1)
    assert rows[9][3] == "=1+1"
    cell = sheet.cell(10, 4)
    assert cell.data_type == "s"


def test_an_export_that_is_too_long_says_so(sheets: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "LIMIT", 5)
    for kind in export.FORMATS:
        raw = body_of(LISTING.respond(request(f"format={kind}"), Sheet.objects.all()))
        if kind == "csv":
            lines = raw.decode("utf-8-sig").splitlines()
            assert len(lines) == 7
            assert lines[-1] == "共 60 条，只导出前 5 条；请缩小筛选范围"
        else:
            sheet = load_workbook(io.BytesIO(raw)).active
            assert sheet is not None and sheet.max_row == 7
            assert "只导出前 5 条" in str(sheet.cell(1, 1).value)


def test_whoever_is_to_know_of_an_export_is_told(sheets: None) -> None:
    told: list[int] = []
    listing = Listing(
        "test.told", "单据", "张", LISTING.columns, exported=lambda r, count: told.append(count)
    )
    listing.respond(request("format=csv"), Sheet.objects.all())
    assert told == [60]


def test_values_are_written_the_same_everywhere() -> None:
    assert as_text(None) == "" and as_text(True) == "是" and as_text(False) == "否"
    assert as_text(date(2026, 1, 2)) == "2026-01-02"
    assert as_text(["甲", Tag("乙")]) == "甲、乙"
    assert as_text(0) == "0"


# bulk acts ----------------------------------------------------------------------------------------


def bulk_of(done: list[str]) -> Listing[Sheet]:
    def close(request: Any, row: Sheet) -> None:
        if row.total == 1:
            raise Refused(Refusal.STATE, "已经结了")
        done.append(row.title)

    verb = bulk.Bulk("close", "结账", "选中的单据不能再改。", close, danger=True)
    return Listing("test.bulk", "单据", "张", LISTING.columns, bulk=(verb,))


def send(listing: Listing[Sheet], among: Any = None, **data: Any) -> tuple[HttpResponse, list[str]]:
    from django.contrib.messages.storage.fallback import FallbackStorage

    made = RequestFactory().post("/sheets/?q=a", data)
    made.user = AnonymousUser()
    made.session = {}  # type: ignore[assignment]
    made._messages = FallbackStorage(made)  # type: ignore[attr-defined]
    made._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    response = listing.respond(made, Sheet.objects.all() if among is None else among)
    return response, [str(message) for message in made._messages]  # type: ignore[attr-defined]


def test_a_bulk_act_asks_once_naming_rows_and_consequence(sheets: None) -> None:
    done: list[str] = []
    ids = [str(row.pk) for row in Sheet.objects.filter(total__in=(2, 3))]
    response, _ = send(bulk_of(done), bulk="close", rows=ids)
    page = response.content.decode()
    assert response.status_code == 200 and done == []
    assert "选中的单据不能再改。" in page and "单据002" in page and "单据003" in page


def test_a_confirmed_bulk_act_is_done_row_by_row_and_refusals_are_told(sheets: None) -> None:
    done: list[str] = []
    ids = [str(row.pk) for row in Sheet.objects.filter(total__in=(1, 2, 3))]
    response, said = send(bulk_of(done), bulk="close", rows=ids, confirmed="1")
    assert response.status_code == 302 and response["Location"] == "/sheets/?q=a"
    assert sorted(done) == ["单据002", "单据003"]
    assert said == ["单据001：已经结了", "已对 2 项完成“结账”"]


def test_only_rows_of_the_list_are_touched(sheets: None) -> None:
    done: list[str] = []
    ids = [str(row.pk) for row in Sheet.objects.filter(total__in=(2, 3))]
    send(bulk_of(done), Sheet.objects.filter(total=2), bulk="close", rows=ids, confirmed="1")
    assert done == ["单据002"]


@pytest.mark.parametrize(
    "data",
    [
        {}, {"bulk": "close"}, {"bulk": "other", "rows": "1"}, {"bulk": "close", "rows": "x"},
        {"bulk": "close", "rows": "²"}, {"bulk": "close", "rows": "9" * 19},
    ],
)  # fmt: skip
def test_nothing_ticked_is_said(sheets: None, data: dict[str, Any]) -> None:
    done: list[str] = []
    response, said = send(bulk_of(done), **data)
    assert response.status_code == 302 and done == []
    assert said == ["没有选中任何一行；请先在左侧勾选，再选择要做的事"]


def test_too_many_rows_at_a_time_are_refused(sheets: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "LIMIT", 2)
    _, said = send(bulk_of([]), bulk="close", rows=["1", "2", "3"], confirmed="1")
    assert said == ["一次最多处理 2 行，您选中了 3 行；请分几次办理"]


def test_a_list_answers_no_other_method(sheets: None) -> None:
    made = RequestFactory().put("/sheets/")
    made.user = AnonymousUser()
    assert LISTING.respond(made, Sheet.objects.all()).status_code == 405


# on the page --------------------------------------------------------------------------------------


@pytest.fixture
def client(world: World, sign_in: SignIn) -> Client:
    for number in range(30):
        section(world.m, f"科室{number:02}")
    return sign_in(world.m, Role.ADMINISTRATOR)


URL = "/work/settings/section/"


def test_an_empty_list_says_what_would_be_here_and_how_to_begin(
    world: World, sign_in: SignIn
) -> None:
    page = sign_in(world.m, Role.ADMINISTRATOR).get("/work/settings/leader/").content.decode()
    assert "这里将列出机关领导的职务和分工" in page
    assert "/work/settings/new/appoint_leader/" in page


def test_a_narrowing_without_rows_offers_to_be_cleared(client: Client) -> None:
    page = client.get(URL + "?q=没有这个").content.decode()
    assert "没有符合这些条件的内容" in page and "清除条件，看全部" in page


def test_a_wrong_filter_answers_400_with_the_sentence(client: Client) -> None:
    response = client.get(URL + "?agency=nobody")
    assert response.status_code == 400
    assert "“机关”没有“nobody”这一项" in response.content.decode()


def test_a_view_is_saved_shown_deleted_and_brought_back(client: Client) -> None:
    query = urlencode({"q": "科室", "sort": "name"})
    kept = {"listing": "setup.section", "query": query, "name": " 我的 科室 "}
    response = client.post("/work/views/save/", {**kept, "next": URL})
    assert response["Location"] == f"{URL}?{query}"
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("我的 科室", query)
    page = client.get(URL + "?q=科室&sort=name").content.decode()
    assert "我的 科室" in page and "删除此视图" in page
    page = client.post(f"/work/views/{view.pk}/forget/", {"next": URL}, follow=True)
    assert "已删除" in page.content.decode() and "/work/views/restore/" in page.content.decode()
    assert not SavedView.objects.exists()
    page = client.post("/work/views/restore/", follow=True)
    assert "已恢复" in page.content.decode()
    assert SavedView.objects.get().name == "我的 科室"
    page = client.post("/work/views/restore/", follow=True)
    assert "没有可以恢复的视图" in page.content.decode()


def test_the_same_name_replaces_a_view_and_a_taken_one_is_not_restored(client: Client) -> None:
    for query in ("q=1", "q=2"):
        client.post("/work/views/save/", {"listing": "a", "query": query, "name": "甲"})
    view = SavedView.objects.get()
    assert view.query == "q=2"
    client.post(f"/work/views/{view.pk}/forget/")
    client.post("/work/views/save/", {"listing": "a", "query": "q=3", "name": "甲"})
    page = client.post("/work/views/restore/", follow=True).content.decode()
    assert "已经另有名为" in page


def test_a_view_is_ones_own(client: Client, world: World, sign_in: SignIn) -> None:
    client.post("/work/views/save/", {"listing": "setup.section", "query": "q=1", "name": "私人"})
    other = sign_in(world.m, Role.ADMINISTRATOR)
    assert "私人" not in other.get(URL).content.decode()
    view = SavedView.objects.get()
    assert other.post(f"/work/views/{view.pk}/forget/").status_code == 404


@pytest.mark.parametrize("name", ["", "  ", "长" * 31])
def test_a_view_needs_a_name(client: Client, name: str) -> None:
    page = client.post(
        "/work/views/save/", {"listing": "a", "query": "q=1", "name": name}, follow=True
    )
    assert "视图名称应为1至30个字" in page.content.decode()
    assert not SavedView.objects.exists()


def test_nobody_saves_views_without_end(client: Client) -> None:
    user = client.holder  # type: ignore[attr-defined]
    SavedView.objects.bulk_create(SavedView(user=user, listing="a", name=str(n)) for n in range(30))
    page = client.post(
        "/work/views/save/", {"listing": "a", "query": "", "name": "新"}, follow=True
    )
    assert "最多保存30个视图" in page.content.decode()


def test_the_printed_list_has_no_controls_and_says_its_narrowing(client: Client) -> None:
    page = client.get(URL + "?q=科室&format=print").content.decode()
    assert "筛选：搜索：科室。" in page and "共 30 个。" in page
    assert "<select" not in page and "下一页" not in page
