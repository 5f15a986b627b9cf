"""Which row of the form a printed row is: by its label, else by its place among its neighbours."""

from __future__ import annotations

from gongkai.report.forms import FORM_2019, FORM_2021, Form
from gongkai.report.read.labels import exact_row, fold, leaf_scores, split_enumerator
from gongkai.report.read.rows import PrintedRow

__all__ = ["HEADING", "match_rows"]

HEADING = -2

# names of groups of rows; 其他处理 is a row in one form and a group in the other
_GROUP_NAMES = {
    split_enumerator(fold(label.zh))[1]
    for form in (FORM_2019, FORM_2021)
    for row in form.rows
    for label in row.labels[:-1]
} - {split_enumerator(fold(FORM_2019.row("other").labels[-1].zh))[1]} | {""}


def match_rows(form: Form, rows: list[PrintedRow]) -> list[int]:
    """Index of the form's row for each printed row, −1 where there is none, HEADING for a heading.

    Labels that are all the form's own decide, in whatever order they are printed. A row with the
    name of a group and no figures is a heading.
    """
    key = form.key
    exact = [exact_row(key, row.labels[-1]) if row.labels else -1 for row in rows]
    if -1 not in exact and len(set(exact)) == len(exact):
        return exact
    kept = [i for i, row in enumerate(rows) if _has_leaf(row) or not _is_heading(row)]
    placed = [HEADING] * len(rows)
    for i, index in zip(kept, _align_by_order(form, [rows[i] for i in kept]), strict=True):
        placed[i] = index
    return placed


def _is_heading(row: PrintedRow) -> bool:
    return bool(row.labels) and not any(f.text.strip() for f in row.fields)


def _align_by_order(form: Form, rows: list[PrintedRow]) -> list[int]:
    """Best monotone pairing of printed rows with the form's, by label likeness."""
    n, m = len(rows), len(form.rows)
    same_count = n == m
    scores = [_row_scores(form, row, same_count, i) for i, row in enumerate(rows)]
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    step = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            pair = best[i - 1][j - 1] + scores[i - 1][j - 1] - 0.35
            skip_row, skip_form = best[i - 1][j] - 0.02, best[i][j - 1] - 0.01
            top = max(pair, skip_row, skip_form)
            best[i][j] = top
            step[i][j] = 0 if top == pair else 1 if top == skip_row else 2
    placed = [-1] * n
    i, j = n, m
    while i and j:
        if step[i][j] == 0:
            placed[i - 1] = j - 1
            i, j = i - 1, j - 1
        elif step[i][j] == 1:
            i -= 1
        else:
            j -= 1
    return _without_guesses(form, rows, placed)


def _without_guesses(form: Form, rows: list[PrintedRow], placed: list[int]) -> list[int]:
    """Rows without a label stay placed only where the rows around leave them no other place."""
    kept = list(placed)
    start = 0
    while start < len(rows):
        if _has_leaf(rows[start]):
            start += 1
            continue
        end = start
        while end < len(rows) and not _has_leaf(rows[end]):
            end += 1
        before = kept[start - 1] if start else -1
        after = placed[end] if end < len(rows) else len(form.rows)
        anchored = (before >= 0 or not start) and after >= 0
        if anchored and after - before - 1 == end - start:
            kept[start:end] = range(before + 1, after)
        else:
            kept[start:end] = [-1] * (end - start)
        start = end
    return kept


def _has_leaf(row: PrintedRow) -> bool:
    """Whether a row says more than the name of its group."""
    return bool(row.labels) and split_enumerator(fold(row.labels[-1]))[1] not in _GROUP_NAMES


def _row_scores(form: Form, row: PrintedRow, same_count: bool, position: int) -> list[float]:
    if not _has_leaf(row):
        # no label at all: only its position speaks for it
        scores = [0.4] * len(form.rows)
    elif (exact := exact_row(form.key, row.labels[-1])) >= 0:
        scores = [0.0] * len(form.rows)
        scores[exact] = 1.2
    else:
        whole = "".join(row.labels)
        scores = [
            max(a, b)
            for a, b in zip(
                leaf_scores(form.key, row.labels[-1]).scores,
                leaf_scores(form.key, whole).scores,
                strict=True,
            )
        ]
    if same_count:
        scores[position] += 0.3
    return scores
