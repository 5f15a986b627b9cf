"""A batch of checked reports → a page that lists them, year by year."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from gongkai.report.write.findings import Checked, Counts, count
from gongkai.report.write.page import shell
from gongkai.report.write.text import markup

__all__ = ["Entry", "index_page"]

_TITLE = "年度报告核校结果"


class Entry(NamedTuple):
    """A report in the list: what was found, its page, and (words, address) of other files."""

    checked: Checked
    href: str
    links: Sequence[tuple[str, str]] = ()

    @property
    def year(self) -> int:
        """The reporting year, 0 when the report does not say it."""
        return self.checked.report.year or 0


def index_page(
    entries: Sequence[Entry],
    *,
    failures: Sequence[tuple[str, str]] = (),
    sums: Sequence[tuple[int, str, str]] = (),
) -> str:
    """The list, latest year first, and the files that could not be read with the reason.

    sums: (year, words, address) of the consolidated pages. Works without scripts: the filter is
    four radio buttons, the years are groups of rows.
    """
    counted = [(entry, count(entry.checked.findings)) for entry in entries]
    wrong = sum(c.error > 0 for _, c in counted)
    verdict = f"共{len(entries)}份报告，{wrong}份有错误，{len(entries) - wrong}份没有错误。"
    if failures:
        verdict += f"另有{len(failures)}个文件没有读出。"
    body = [
        f'<header class="masthead">\n<h1>{_TITLE}</h1>\n</header>\n',
        f'<p class="verdict"><strong>{verdict}</strong></p>\n' if entries or failures else "",
        _list(counted, sums) if entries else f"<p>{_NOTHING}</p>\n",
        _failures(failures),
    ]
    return shell(_TITLE, f'<main class="board">\n{"".join(body)}</main>\n')


_NOTHING = "还没有报告。把报告文件放进目录后重新运行，这里会列出每份报告和核校结果。"

Counted = tuple[Entry, Counts]


def _list(counted: Sequence[Counted], sums: Sequence[tuple[int, str, str]]) -> str:
    by_year = sorted(counted, key=lambda one: -one[0].year)
    years = [(year, list(some)) for year, some in groupby(by_year, key=lambda one: one[0].year)]
    links = [(_year(year), f"#year-{year}") for year, _ in years]
    groups = "".join(_group(year, some, sums) for year, some in years)
    heads = "".join(f'<th scope="col" class="count">{kind}</th>' for kind in _KINDS)
    return (f'<p class="links">{_links(links)}</p>\n' if len(links) > 1 else "") + (
        f'<div class="review">\n{_filters(counted)}'
        '<div class="frame" role="region" aria-label="报告列表" tabindex="0">\n'
        '<table class="list reports">\n<caption class="unseen">报告列表</caption>\n'
        f'<thead><tr><th scope="col">报告</th>{heads}</tr></thead>\n{groups}</table>\n'
        "</div>\n</div>\n"
    )


_KINDS = ("错误", "警告", "提示")


def _filters(counted: Sequence[Counted]) -> str:
    kinds = [_kinds(counts) for _, counts in counted]
    choices = (
        ("all", "全部", len(kinds)),
        ("error", "有错误", sum("has-error" in k for k in kinds)),
        ("warning", "有警告", sum("has-warning" in k for k in kinds)),
        ("fine", "没有错误和警告", sum("fine" in k for k in kinds)),
    )
    return "".join(
        f'<input class="unseen" type="radio" name="list" id="list-{key}"'
        f'{" checked" if key == "all" else ""}><label for="list-{key}">{words} {n}</label>\n'
        for key, words, n in choices
    )


def _kinds(counts: Counts) -> list[str]:
    """The classes of a row, by which it is filtered."""
    kinds = (("has-error", counts.error), ("has-warning", counts.warning))
    return [name for name, n in kinds if n] or ["fine"]


def _group(year: int, counted: Sequence[Counted], sums: Sequence[tuple[int, str, str]]) -> str:
    links = _links([(words, href) for of, words, href in sums if of == year])
    rows = "".join(_row(entry, counts) for entry, counts in counted)
    return (
        f'<tbody>\n<tr class="year"><th scope="rowgroup" colspan="{len(_KINDS) + 1}" '
        f'id="year-{year}">{_year(year)} <small>{len(counted)}份</small> {links}</th></tr>\n'
        f"{rows}</tbody>\n"
    )


def _year(year: int) -> str:
    return f"{year}年度" if year else "年度未载明"


def _row(entry: Entry, counts: Counts) -> str:
    report = entry.checked.report
    name = markup(report.body or report.title or report.file)
    links = f' <span class="links">{_links(entry.links)}</span>' if entry.links else ""
    return (
        f'<tr class="{" ".join(_kinds(counts))}"><th scope="row">'
        f'<a href="{markup(entry.href)}">{name}</a>'
        f"<small>{markup(report.file)}{links}</small></th>"
        f"{_count(counts.error, 'error')}{_count(counts.warning, 'warning')}"
        f"{_count(counts.note, 'note')}</tr>\n"
    )


def _count(n: int, kind: str) -> str:
    return f'<td class="count{f" {kind}" if n else ""}">{n}</td>'


def _links(links: Sequence[tuple[str, str]]) -> str:
    return " ".join(f'<a href="{markup(href)}">{markup(words)}</a>' for words, href in links)


def _failures(failures: Sequence[tuple[str, str]]) -> str:
    if not failures:
        return ""
    items = "".join(
        f'<tr><th scope="row">{markup(file)}</th><td>{markup(reason)}</td></tr>\n'
        for file, reason in failures
    )
    return (
        '<h2>没有读出的文件</h2>\n<table class="list">\n<thead><tr><th scope="col">文件</th>'
        f'<th scope="col">原因</th></tr></thead>\n<tbody>\n{items}</tbody>\n</table>\n'
    )
