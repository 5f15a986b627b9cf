"""Prose made whole: converter debris taken out, paragraphs cut at page ends joined."""

from __future__ import annotations

import re
from typing import NamedTuple

from gongkai.report.model import Note, NoteCode, Paragraph
from gongkai.report.read.blocks import Para

__all__ = ["clean", "heal"]

_DEBRIS = (
    (re.compile(r"\[bookmark:[^\]]*\]"), "", "Word 书签"),
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), "", "图片链接"),
    (re.compile(r"\*\*"), "", "Markdown 标记"),
    (re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>"), r"\1", "Markdown 标记"),
    (re.compile(r"\[([^\[\]]+)\]\((?:https?|mailto):[^()\s]+\)"), r"\1", "Markdown 链接"),
    (re.compile(r"\ufeff|\u200b|\ufffc"), "", "不可见字符"),
    (
        re.compile(
            r"(?:错误|Error)[!！](?:未找到引用源|未定义书签|Reference source not found)[。.]?"
        ),
        "",
        "失效的引用",
    ),
)
_MAYBE_DEBRIS = re.compile(r"[\[<\ufeff\u200b\ufffc]|\*\*|错误|Error")
_ENGLISH = re.compile(r"[A-Za-z]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PAGE_NUMBER = re.compile(r"^[\s\-—–－·第]*\d{1,3}[\s\-—–－·页]*(?:[/／]\s*共?\s*\d{1,3}\s*页?)?$")
_ENDS = re.compile(r"[。；：”！？）)\]】;:!?…》]\s*$")
_BEGINS = re.compile(
    r"^[\s\u3000]*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|第[一二三四五六七八九十]+[、条章节]|"
    r"\d{1,2}[、.．)）]|[一二三四五六七八九十]是|[①-⑳●◆■▲★※]|附件?[:：]|注[:：]|图\d|表\d|"
    r"[^\s，。；]{2,8}[:：])"
)
_JOIN_MIN = 20


def clean(lines: list[Para], notes: list[Note]) -> list[Para]:
    """Take out what a converter left; every removal is noted with its place."""
    kept = []
    for line in lines:
        text = line.text
        for pattern, replacement, name in _DEBRIS if _MAYBE_DEBRIS.search(text) else ():
            new, count = pattern.subn(replacement, text)
            if count:
                notes.append(
                    Note(NoteCode.DEBRIS, f"去除转换残留的{name}：{text.strip()[:30]}", line.place)
                )
                text = new
        if not text.strip():
            continue
        if _is_foreign(text):
            notes.append(
                Note(
                    NoteCode.DEBRIS,
                    f"去除转换时生成的英文说明：{text.strip()[:60]}",
                    line.place,
                )
            )
            continue
        if _PAGE_NUMBER.match(text):
            notes.append(Note(NoteCode.FURNITURE, f"去除页码：{text.strip()}", line.place))
            continue
        kept.append(line._replace(text=text))
    return kept


def _is_foreign(text: str) -> bool:
    """An English sentence in a Chinese report is an image description made by a converter."""
    return len(_ENGLISH.findall(text)) >= 40 and len(_CHINESE.findall(text)) < 4


def heal(lines: list[Para], whole: bool, notes: list[Note]) -> list[Paragraph]:
    """Lines → paragraphs.

    whole: each line is a paragraph unless it was cut at a page end; otherwise lines are joined
    until one ends a sentence short of the margin or the next is indented.
    """
    if whole:
        return _heal_whole(lines, notes)
    return _heal_lines(lines)


def _heal_whole(lines: list[Para], notes: list[Note]) -> list[Paragraph]:
    made: list[Paragraph] = []
    open_end = False
    for line in lines:
        text = line.text.strip()
        if made and open_end and _continues(made[-1].text, text) and not line.heading:
            notes.append(
                Note(
                    NoteCode.HEALED,
                    f"接合被分页截断的段落：“{made[-1].text[-8:]}”＋“{text[:8]}”",
                    line.place,
                )
            )
            made[-1] = made[-1]._replace(text=made[-1].text + text)
        else:
            made.append(Paragraph(text, line.place))
        open_end = not line.heading
    return made


def _continues(first: str, second: str) -> bool:
    return (
        len(first) >= _JOIN_MIN
        and not _ENDS.search(first)
        and not _BEGINS.match(second)
        and not _BEGINS.match(first.rsplit("。", 1)[-1] if len(first) < 40 else "")
        # a title or caption has no sentence in it and goes on in no other line
        and bool(re.search(r"[，。；、]", first))
    )


def _heal_lines(lines: list[Para]) -> list[Paragraph]:
    """Lines of a page: a new paragraph where a line is indented or the last one ended short."""
    boxed = [line.place.box for line in lines if line.place.box]
    margins = _Margins(
        left=min((b[0] for b in boxed), default=0.0),
        right=max((b[2] for b in boxed), default=0.0),
        indented=False,
    )
    margins = margins._replace(
        indented=any(b[0] > margins.left + 1.2 * _size(b) and _is_wide(b, margins) for b in boxed)
    )
    made: list[Paragraph] = []
    previous: Para | None = None
    for line in lines:
        text = line.text.strip()
        if previous is None or _new_paragraph(previous, line, margins):
            made.append(Paragraph(text, line.place))
        else:
            made[-1] = made[-1]._replace(text=_joined(made[-1].text, text))
        previous = line
    return made


class _Margins(NamedTuple):
    """Where the lines of a section begin and end, and whether its paragraphs are indented."""

    left: float
    right: float
    indented: bool


def _size(box: tuple[float, float, float, float]) -> float:
    return max(8.0, box[3] - box[1])


def _is_wide(box: tuple[float, float, float, float], margins: _Margins) -> bool:
    """Whether a line reaches the right margin, as the first line of a paragraph does."""
    return box[2] > margins.right - 2.5 * _size(box)


def _new_paragraph(previous: Para, line: Para, margins: _Margins) -> bool:
    if line.heading or previous.heading:
        return True
    ended = bool(_ENDS.search(previous.text))
    here, there = line.place.box, previous.place.box
    if here and there:
        size = _size(here)
        if here[0] > margins.left + 1.2 * size and (
            here[0] - there[0] > 0.8 * size or (margins.indented and ended)
        ):
            return True  # first-line indent
        if not _is_wide(there, margins):
            return True
        # where paragraphs are indented, a line that is not goes on with the one above
        return not margins.indented and ended and bool(_BEGINS.match(line.text))
    if not previous.text.strip():
        return True
    return (ended and len(previous.text.strip()) < 30) or bool(_BEGINS.match(line.text))


def _joined(first: str, second: str) -> str:
    gap = " " if first[-1:].isascii() and first[-1:].isalpha() and second[:1].isalpha() else ""
    return first + (gap if second[:1].isascii() else "") + second
