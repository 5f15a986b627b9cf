"""PDF tables whose narrow columns have no lines between them."""

from __future__ import annotations

import pytest

from gongkai.report.read.pdf.glyphs import Glyph, Line, Word, words_of
from gongkai.report.read.pdf.rows import rows_by_text

_SIZE = 10.0


def _line(text: str, gaps: dict[int, float]) -> Line:
    """Characters half as wide as high, with these gaps before some of them."""
    glyphs: list[Glyph] = []
    at = 0.0
    for n, char in enumerate(text):
        at += gaps.get(n, 0.0)
        wide = _SIZE / 2 if char.isascii() else _SIZE
        glyphs.append((char, at, 0.0, at + wide, _SIZE))
        at += wide
    return Line(glyphs, 0.0, _SIZE)


@pytest.mark.parametrize(
    ("text", "gaps", "words"),
    [
        ("451454", {3: 5.0}, ["451", "454"]),  # two columns, one space apart
        ("451454", {3: 1.0}, ["451454"]),
        ("208", {1: 2.5, 2: 2.5}, ["208"]),  # letters set apart
        ("结果维持", {2: 5.0}, ["结果维持"]),
        ("结果维持", {2: 7.0}, ["结果", "维持"]),
        ("增25", {1: 5.0}, ["增25"]),
    ],
)  # fmt: skip
def test_figures_stand_closer_than_words_and_are_still_two(
    text: str, gaps: dict[int, float], words: list[str]
) -> None:
    found = words_of(_line(text, gaps), 0.6)
    assert [word.text.replace(" ", "") for word in found] == words


def _words(y: float, texts: list[str], begin: float = 0.0, step: float = 30.0) -> list[Word]:
    return [
        Word(text, (begin + n * step, y, begin + n * step + 9 * len(text), y + 9))
        for n, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    "pieces",
    [
        [["结果", "结果", "其他", "尚未", "总"], ["维持", "纠正", "结果", "审结", "计"]],
        [["结果维", "结果纠", "其他结", "尚未审", "总"], ["持", "正", "果", "结", "计"]],
        [["结", "结", "其", "尚", "总"], ["果", "果", "他", "未", "计"], ["维", "纠", "结", "审"],
         ["持", "正", "果", "结"]],
    ],
    ids=["halves", "last letter", "letters"],
)  # fmt: skip
def test_outcomes_broken_over_lines_are_put_together(pieces: list[list[str]]) -> None:
    lines = [_words(0, ["行政复议"], 50)]
    lines += [_words(10 * (n + 1), row * 3) for n, row in enumerate(pieces)]
    lines.append(_words(90, [str(n) for n in range(15)]))
    if len(pieces) > 2:
        # a line of four pieces stands under the first four of five
        lines[3:5] = [
            [word for begin in (0, 150, 300) for word in _words(10 * n, row, begin)]
            for n, row in ((3, pieces[2]), (4, pieces[3]))
        ]
    rows = rows_by_text(lines)
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    assert [[cell.text for cell in row] for row in rows] == [
        ["行政复议"], outcomes * 3, [str(n) for n in range(15)],
    ]  # fmt: skip


def test_headings_of_other_tables_stay_as_printed() -> None:
    lines = [_words(0, ["结果", "总"], 30), _words(10, ["维持", "计"], 30),
             _words(20, ["规章", "1", "2"])]  # fmt: skip
    assert [cell.text for row in rows_by_text(lines)[:2] for cell in row] == [
        "结果", "总", "维持", "计",
    ]  # fmt: skip
