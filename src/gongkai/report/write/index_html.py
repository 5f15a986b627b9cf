"""A batch of checked reports → a page that lists them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gongkai.report.write.findings import Checked, Counts, count
from gongkai.report.write.page import shell
from gongkai.report.write.text import markup

__all__ = ["Entry", "index_page"]


class Entry(NamedTuple):
    """A report in the list: what was found, its page, and (words, address) of other files."""

    checked: Checked
    href: str
    links: Sequence[tuple[str, str]] = ()


def index_page(
    entries: Sequence[Entry],
    *,
    title: str = "年度报告核校结果",
    lead: str = "",
    failures: Sequence[tuple[str, str]] = (),
    links: Sequence[tuple[str, str]] = (),
) -> str:
    """The list with counts, the files that could not be read with the reason, and further links."""
    counts = [count(entry.checked.findings) for entry in entries]
    wrong = sum(c.error > 0 for c in counts)
    verdict = f"共{len(entries)}份报告，{wrong}份有错误，{len(entries) - wrong}份没有错误。"
    if failures:
        verdict += f"另有{len(failures)}个文件没有读出。"
    rows = "".join(_row(entry, c) for entry, c in zip(entries, counts, strict=True))
    heads = "".join(
        f'<th scope="col"{more}>{name}</th>'
        for name, more in (
            ("报告", ""),
            ("年度", ""),
            ("错误", ' class="count"'),
            ("警告", ' class="count"'),
            ("提示", ' class="count"'),
            ("文件", ""),
        )
    )
    body = [
        f'<header class="masthead">\n<h1>{markup(title)}</h1>\n',
        f"<p>{markup(lead)}</p>\n" if lead else "",
        "</header>\n",
        f'<p class="verdict"><strong>{verdict}</strong></p>\n' if entries or failures else "",
        f'<p class="links">{_links(links)}</p>\n' if links else "",
        '<div class="frame" role="region" aria-label="报告列表" tabindex="0">\n'
        '<table class="list">\n<caption class="unseen">报告列表</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
        if entries
        else "<p>还没有报告。把报告文件放进目录后重新运行，这里会列出每份报告和核校结果。</p>\n",
        _failures(failures),
    ]
    return shell(title, f'<main class="board">\n{"".join(body)}</main>\n')


def _row(entry: Entry, counts: Counts) -> str:
    report = entry.checked.report
    name = markup(report.title or report.body or report.file)
    return (
        f'<tr><th scope="row"><a href="{markup(entry.href)}">{name}</a>'
        f"<small>{markup(report.file)}</small></th><td>{report.year or '未载明'}</td>"
        f"{_count(counts.error, 'error')}{_count(counts.warning, 'warning')}"
        f'{_count(counts.note, "note")}<td class="links">{_links(entry.links)}</td></tr>\n'
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
