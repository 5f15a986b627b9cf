"""Traces of converters and slips of typing: debris, doubled punctuation, stray spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.report.checks.engine import Check, Context, Finding, Quote, Severity, check
from gongkai.report.claims.fold import fold
from gongkai.report.model import NoteCode, Report

__all__ = ["debris", "punctuation"]

_DEBRIS = re.compile(
    r"\[bookmark:[^\]]*\]|错误!未找到引用源|Error! Reference|&nbsp;|&[a-z]{2,6};"
    r"|<[a-z/][^<>]{0,40}>|\ufffd+|\*\*|"
    r"HYPERLINK|MERGEFORMAT|\\[a-z]+\d|_x000D_"
)


@check("TXT.DEBRIS", Severity.NOTE, "正文不应留有转换、排版产生的残余。", "发布质量")
def debris(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """What the reader removed, and what is still in the text."""
    for note in report.notes:
        if note.code is NoteCode.DEBRIS:
            yield own.finding(
                f"{note.message}:{note.place}", note.message, found=note.message, place=note.place
            )
    for section in report.sections:
        for paragraph in section.paragraphs:
            for match in _DEBRIS.finditer(fold(paragraph.text)):
                words = paragraph.text[match.start() : match.end()]
                yield own.finding(
                    f"{section.number}:{words}:{match.start()}",
                    f"正文残留“{words}”",
                    quotes=[Quote(words, section.number, paragraph.place)],
                    expected="删去",
                    found=words,
                    place=paragraph.place,
                )


_DOUBLED = re.compile(r"[。，、；：！？]{2,}")
_FINE = re.compile(r"[！？]+")
_SPACED = re.compile(
    r"(?<=[\u4e00-\u9fff\d]) +(?=\d)|(?<=\d) +(?=[件条项个次份篇期场名人部家宗起号年月日])"
)
_JOINED = re.compile(
    r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[件条项个次份篇期场名人部家宗起号年月日])"
)


@check("TXT.PUNCTUATION", Severity.NOTE, "标点不重复，数字与量词之间不空格。", "发布质量")
def punctuation(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """。。 and the like; a stray space in a number where the text otherwise has none."""
    spaced: list[tuple[str, int, object]] = []
    joined = 0
    for section in report.sections:
        for paragraph in section.paragraphs:
            text = paragraph.text
            for match in _DOUBLED.finditer(text):
                if _FINE.fullmatch(match[0]):
                    continue
                around = text[max(0, match.start() - 8) : match.end()]
                yield own.finding(
                    f"{section.number}:{around}",
                    f"标点重复：“{around}”",
                    quotes=[Quote(around, section.number, paragraph.place)],
                    expected=match[0][0],
                    found=match[0],
                    place=paragraph.place,
                )
            joined += len(_JOINED.findall(text))
            spaced.extend(
                (text[max(0, m.start() - 4) : m.end() + 4], section.number, paragraph.place)
                for m in _SPACED.finditer(text)
            )
    if len(spaced) * 5 > joined:
        return  # the house style of this report
    for around, number, _ in spaced:
        yield own.finding(
            f"{number}:{around}",
            f"数字与文字之间有多余的空格：“{around}”",
            quotes=[Quote(around, number)],
            expected=around.replace(" ", ""),
            found=around,
        )
