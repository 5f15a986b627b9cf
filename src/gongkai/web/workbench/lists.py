"""名单: the list pattern — filters, saved views, sort, search, columns, bulk acts, export, print.

A trade declares one `Listing` and hands it the rows that this person may see; everything else is
the same on every list. All of it is a GET form, so an address is a view and can be saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import render

from gongkai.web.workbench import bulk, export, exports
from gongkai.web.workbench.columns import Column, Filter, as_text
from gongkai.web.workbench.models import SavedView

__all__ = ["Field", "Head", "Listing", "Shown"]

M = TypeVar("M", bound=Model)

SIZES = (25, 50, 100)
PRINTED = 2_000  # rows on paper
_OURS = ("q", "sort", "c", "size", "page", "format")


@dataclass(frozen=True)
class Listing(Generic[M]):
    """One list: what it shows and what may be done with its rows.

    The first column is the head of the row and links to `url`. `search` names lookups such as
    `name__icontains`, or `find` makes the condition for a word; all words must be found. `empty`
    says what would be here and how to begin.
    `exported` is told of each export: the request and the number of rows.
    """

    id: str
    zh: str
    unit: str  # the measure word: 条, 个, 件
    columns: tuple[Column[M], ...]
    url: Callable[[M], str] | None = None
    filters: tuple[Filter[M], ...] = ()
    search: tuple[str, ...] = ()
    search_zh: str = "搜索"
    order: tuple[str, ...] = ("pk",)
    empty: tuple[str, ...] = ("这里还没有内容",)
    bulk: tuple[bulk.Bulk[M], ...] = ()
    exported: Callable[[HttpRequest, int], None] | None = None
    find: Callable[[str], Q] | None = None

    def respond(
        self,
        request: HttpRequest,
        rows: QuerySet[M],
        *,
        template: str = "patterns/list.html",
        **context: Any,
    ) -> HttpResponse:
        """The page, an export, or the confirmation of a bulk act."""
        if request.method == "POST":
            return bulk.respond(request, self.bulk, rows, back=request.get_full_path())
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        shown = Shown(self, request, rows)
        wanted = request.GET.get("format", "")
        if wanted in export.FORMATS:
            total = shown.rows.count()
            work = exports.under_way(request)
            if work is None and total > export.AT_ONCE and request.user.is_authenticated:
                return exports.begin(request, self.zh, self.unit, min(total, export.LIMIT))
            if self.exported is not None:
                self.exported(request, min(total, export.LIMIT))
            file: HttpResponse = export.respond(
                wanted, self.zh, shown.open_columns, shown.rows, total, shown.chosen(),
                work.count if work is not None else lambda done: None,
            )  # fmt: skip
            return file
        status = 400 if shown.mistakes else 200
        return render(request, template, {"list": shown, **context}, status=status)


@dataclass
class Field(Generic[M]):
    """One field of the filter bar as the page shows it."""

    filter: Filter[M]
    text: str
    options: Sequence[tuple[str, str]]
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its word, the address that sorts by it, how it is sorted now."""

    column: Column[Any]
    url: str
    sorted: str  # ascending, descending or nothing


@dataclass
class Shown(Generic[M]):
    """A list under one address: which rows, which columns, in which order, on which page."""

    listing: Listing[M]
    request: HttpRequest
    rows: QuerySet[M]
    fields: list[Field[M]] = field(init=False)
    mistakes: list[str] = field(init=False, default_factory=list)
    columns: tuple[Column[M], ...] = field(init=False)
    _page: Page[M] | None = field(init=False, default=None)
    _views: list[SavedView] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.fields = list(self._fields())
        chosen = self.request.GET.getlist("c")
        first, *others = self.listing.columns
        self.columns = (first, *(c for c in others if (c.id in chosen if chosen else c.shown)))
        self.rows = self._ordered(self._searched(self.rows))

    @property
    def open_columns(self) -> tuple[Column[M], ...]:
        """The columns that may leave the screen in a file."""
        return tuple(column for column in self.columns if not column.private)

    # narrowing

    @property
    def plain_fields(self) -> list[Field[M]]:
        """Those that always stand in the filter bar."""
        return [one for one in self.fields if not one.filter.folded]

    @property
    def folded_fields(self) -> list[Field[M]]:
        """Those behind “更多条件”."""
        return [one for one in self.fields if one.filter.folded]

    @property
    def unfolded(self) -> bool:
        """Whether one of them is in use."""
        return any(one.text for one in self.folded_fields)

    def _fields(self) -> Iterator[Field[M]]:
        for one in self.listing.filters:
            options = one.options(self.request)
            shown = Field(one, self.request.GET.get(one.id, "").strip(), options)
            if shown.text:
                try:
                    self.rows = one.narrow(self.rows, one.clean(shown.text, options))
                except ValueError as problem:
                    shown.mistake = str(problem)
                    self.mistakes.append(shown.mistake)
                    self.rows = self.rows.none()
            yield shown

    def _searched(self, rows: QuerySet[M]) -> QuerySet[M]:
        for word in self.query.split()[:8]:
            found = Q()
            if self.listing.find is not None:
                found = self.listing.find(word)
            else:
                for lookup in self.listing.search:
                    found |= Q(**{lookup: word})
            rows = rows.filter(found)
        return rows

    @property
    def query(self) -> str:
        """What is searched for."""
        text = self.request.GET.get("q", "") if self.listing.search else ""
        return text.replace("\x00", "").strip()[:100]

    def chosen(self) -> list[tuple[str, str]]:
        """The narrowing in words: (field, value)."""
        words = [("搜索", self.query)] if self.query else []
        words += [(f.filter.zh, f.filter.word(f.text, f.options)) for f in self.fields if f.text]
        return words

    # order

    @property
    def sort(self) -> str:
        """The id of the column that is sorted by, with a minus when descending."""
        asked = self.request.GET.get("sort", "")
        sortable = {c.id for c in self.listing.columns if c.sort}
        return asked if asked.removeprefix("-") in sortable else ""

    def _ordered(self, rows: QuerySet[M]) -> QuerySet[M]:
        names: tuple[str, ...] = self.listing.order
        if self.sort:
            down = self.sort.startswith("-")
            by = next(c for c in self.listing.columns if c.id == self.sort.removeprefix("-"))
            names = tuple(_turned(name) if down else name for name in by.sort)
        # the key last: rows with equal values stay where they are from page to page
        return rows.order_by(*names, *(() if {"pk", "-pk"} & set(names) else ("pk",)))

    def heads(self) -> Iterator[Head]:
        """The heads of the columns."""
        for column in self.columns:
            now = ""
            if self.sort.removeprefix("-") == column.id:
                now = "descending" if self.sort.startswith("-") else "ascending"
            to = f"-{column.id}" if now == "ascending" else column.id
            yield Head(column, self.url(sort=to) if column.sort else "", now)

    # the page

    @property
    def printing(self) -> bool:
        """Whether all rows are wanted on paper."""
        return self.request.GET.get("format") == "print"

    @property
    def size(self) -> int:
        """Rows a page."""
        asked = self.request.GET.get("size", "")
        sizes = {str(size): size for size in SIZES}
        return PRINTED if self.printing else sizes.get(asked, SIZES[0])

    @property
    def page(self) -> Page[M]:
        """The rows to show; a page that is not there is the nearest that is."""
        if self._page is None:
            self._page = _EitherEnd(self.rows, self.size).get_page(self.request.GET.get("page"))
        return self._page

    def lines(self) -> Iterator[tuple[M, str, list[tuple[Column[M], Any]]]]:
        """Each row with its address and its cells."""
        url = self.listing.url
        for row in self.page.object_list:
            cells = [(column, column.value(row)) for column in self.columns]
            yield row, url(row) if url else "", cells

    def pages(self) -> Iterator[tuple[str, str]]:
        """Numbers of pages with their addresses; a gap has none."""
        for number in self.page.paginator.get_elided_page_range(
            self.page.number, on_each_side=2, on_ends=1
        ):
            text = str(number)
            yield text, self.url(page=text) if text.isdigit() else ""

    def sizes(self) -> Iterator[tuple[int, str]]:
        """How many rows a page may have."""
        for size in SIZES:
            yield size, self.url(size=str(size))

    # addresses

    @property
    def narrowed(self) -> bool:
        """Whether rows were left out by what the reader chose."""
        return bool(self.query or any(f.text for f in self.fields))

    def params(self) -> QueryDict:
        """What the address says of this list, without its page."""
        kept = QueryDict(mutable=True)
        known = {*_OURS, *(f.id for f in self.listing.filters)} - {"page", "format"}
        for name in sorted(known & set(self.request.GET)):
            values = [v for v in self.request.GET.getlist(name) if v.strip()]
            if values:
                kept.setlist(name, values)
        return kept

    def url(self, **changes: str) -> str:
        """The address of this list with something changed; always from its first page."""
        params = self.params()
        for name, value in changes.items():
            params[name] = value
        return "?" + params.urlencode()

    def hidden(self, *without: str) -> list[tuple[str, str]]:
        """What a GET form must carry along: all but the fields that it has itself."""
        params = self.params()
        return [(n, v) for n in params if n not in without for v in params.getlist(n)]

    def hidden_besides_filters(self) -> list[tuple[str, str]]:
        """Order, columns and size, for the filter form."""
        return self.hidden("q", *(f.id for f in self.listing.filters))

    def hidden_besides_columns(self) -> list[tuple[str, str]]:
        """For the form that chooses columns."""
        return self.hidden("c")

    # saved views

    def views(self) -> list[SavedView]:
        """The views that this person saved."""
        if self._views is None:
            user: Any = self.request.user
            own = SavedView.objects.filter(user=user.pk, listing=self.listing.id)
            self._views = list(own) if user.is_authenticated else []
        return self._views

    def current_query(self) -> str:
        """The address as a view would keep it."""
        return self.params().urlencode()

    def clear_url(self) -> str:
        """The address without any narrowing."""
        return "?" + urlencode(self.hidden_besides_filters())

    def said(self) -> str:
        """The narrowing as a sentence for print and exports."""
        return "；".join(f"{name}：{as_text(value)}" for name, value in self.chosen())


class _EitherEnd(Paginator[M]):
    """Pages of the second half are counted from the end: the last is as near as the first."""

    object_list: QuerySet[M]

    def page(self, number: int | str) -> Page[M]:
        """The same rows in the same order; EmptyPage as ever."""
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        top = min(bottom + self.per_page, self.count)
        if 2 * bottom <= self.count:
            return super().page(number)
        rows = list(self.object_list.reverse()[self.count - top : self.count - bottom])
        return Page(rows[::-1], number, self)


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"
