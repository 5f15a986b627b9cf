"""泄漏检查: everything that can be got out of a result, held against what was to go.

By place: no character and no light pixel under a box. By text: the strings that went, in the text
layer, the structure, every stream and part, in every coding. The same string elsewhere on a page
may be meant to stay, so it is a warning that names the page; anything else blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.errors import BadInput, GongkaiError, ReadError
from gongkai.redaction.leaks_package import in_picture, remains
from gongkai.redaction.leaks_pdf import (
    in_structure,
    layer,
    light_boxes,
    second_reading,
    under_boxes,
)
from gongkai.redaction.marks import Mark, covered, folded, occurrences
from gongkai.redaction.opening import IMAGE_KINDS
from gongkai.redaction.pages import Page, Pages
from gongkai.redaction.personal import Finding
from gongkai.redaction.searching import Needle, members, readable, streams
from gongkai.redaction.spoken import without_labels

__all__ = ["Leak", "leaks"]

_SURE = 0.6  # findings below that are too many to be read
_NO_PROSE = frozenset(
    {
        "styles.xml", "stylesWithEffects.xml", "theme1.xml", "fontTable.xml", "settings.xml",
        "webSettings.xml", "numbering.xml", "[Content_Types].xml", "tableStyles.xml",
    }
)  # fmt: skip
_OFFICE = frozenset({"docx", "xlsx", "pptx"})


@dataclass(frozen=True, slots=True)
class Leak:
    """One hit. kind: place, text, hidden, trace, same, personal, unseen; page from 0, -1 for none.

    A result must not be released while any `blocking` one is left; the others a person decides.
    """

    blocking: bool
    kind: str
    where: str
    page: int
    text: str
    message: str


def leaks(
    result: bytes,
    kind: str = "pdf",
    pages: Pages | None = None,
    marks: Sequence[Mark] = (),
    strings: Sequence[str] = (),
    ocr: bool = False,
    drawn: bool = True,
) -> list[Leak]:
    """Every hit in a result that `burn` or `strip` made.

    pages, marks: what the result was burnt from. strings: further texts that must not be in it.
    ocr: also recognise the pictures of marked pages (needs the extra `ocr`; some seconds a page).
    drawn: also draw a Word or Excel file and look for text that no page shows (some seconds).
    BadInput when the result has not the pages of the source; ReadError when it cannot be opened.
    """
    kind = str(kind)
    rows = covered(pages, marks) if pages is not None else []
    needles = _needles([*(row.text for row in rows), *(mark.text for mark in marks), *strings])
    if kind == "pdf":
        return [*_pdf(result, pages, marks, needles, ocr)]
    if kind in _OFFICE or kind in IMAGE_KINDS:
        return [*_again(result, kind), *_parts(result, kind, needles, drawn)]
    return [*_plain(result, needles)]


def _needles(texts: Sequence[str]) -> list[Needle]:
    """The strings to look for, each once; a single character would be found everywhere."""
    found: dict[str, Needle] = {}
    for text in texts:
        plain = folded(text).text
        if len(plain) >= 2:
            found.setdefault(plain, Needle(plain, text.strip()))
    return list(found.values())


def _pdf(
    result: bytes, pages: Pages | None, marks: Sequence[Mark], needles: list[Needle], ocr: bool
) -> Iterator[Leak]:
    found = layer(result)
    if pages is not None and len(found) != len(pages.pages):
        raise BadInput(f"结果有{len(found)}页，原文件有{len(pages.pages)}页；请重新生成后再检查")
    second = second_reading(result) if needles or marks else []
    left = [*under_boxes(found, marks), *((number, "") for number in light_boxes(result, marks))]
    if len(second) == len(found):  # another reader may place and name what the first does not
        left += [one for one in under_boxes(second, marks) if one not in left]
    for number, text in left:
        message = f"第{number + 1}页涂去的位置仍有内容；不能公开，请重新生成"
        yield Leak(True, "place", f"第{number + 1}页", number, text, message)
    for what in in_structure(result):
        yield Leak(True, "trace", "文件结构", -1, "", f"文件里还有{what}；不能公开，请重新生成")
    yield from _same(found, needles)
    shown = folded("\n".join(without_labels(page.text) for page in found)).text
    other = folded("\n".join(without_labels(page.text) for page in second)).text
    for needle in needles:
        if needle.plain not in shown and needle.plain in other:
            yield _hidden(needle, "另一种读取方式")
    for where, data in streams(result):
        for needle in needles:
            if needle.within(data):
                yield _hidden(needle, where)
    yield from _personal(found)
    if ocr:
        from gongkai.redaction.leaks_ocr import recognised

        for number, text in recognised(result, marks, needles):
            message = f"第{number + 1}页的图像里还认得出涂去的内容；不能公开，请把框画大"
            yield Leak(True, "place", f"第{number + 1}页图像", number, text, message)


def _hidden(needle: Needle, where: str) -> Leak:
    message = f"{where}里还有涂去的内容；不能公开，请重新生成"
    return Leak(True, "hidden", where, -1, needle.text, message)


def _same(found: list[Page], needles: list[Needle]) -> Iterator[Leak]:
    for number, page in enumerate(found):
        text = folded(without_labels(page.text))
        for needle in needles:
            if count := sum(1 for _ in occurrences(text, needle.plain)):
                message = f"同一内容在第{number + 1}页仍可见（{count}处）；如也应涂去，请补画"
                yield Leak(False, "same", f"第{number + 1}页", number, needle.text, message)


def _personal(found: list[Page]) -> Iterator[Leak]:
    from gongkai.redaction.finders import find_text

    for number, page in enumerate(found):
        for one in find_text(without_labels(page.text)):
            if one.confidence >= _SURE:
                yield _of_person(one, number)


def _of_person(one: Finding, number: int) -> Leak:
    where = f"第{number + 1}页" if number >= 0 else "文件"
    message = f"{where}仍有{one.zh}；请确认是否可以公开"
    return Leak(False, "personal", where, number, one.text, message)


def _again(result: bytes, kind: str) -> Iterator[Leak]:
    """What stripping finds in a file that was stripped."""
    from gongkai.redaction.stripping import strip

    try:
        for one in strip(result, kind).removed:
            message = f"{one.where}里还有{one.what}（{one.count}处）；不能公开，请先清除"
            yield Leak(True, "trace", one.where, -1, "", message)
    except BadInput as error:
        yield Leak(True, "trace", "文件", -1, "", str(error))


def _parts(result: bytes, kind: str, needles: list[Needle], drawn: bool) -> Iterator[Leak]:
    from gongkai.redaction.finders import find_text

    parts = list(members(result))
    for what, where, count in in_picture("图片", result) if kind in IMAGE_KINDS else remains(parts):
        message = f"{where}里还有{what}（{count}处）；不能公开，请先清除"
        yield Leak(True, "trace", where, -1, "", message)
    if drawn and kind in _OFFICE:
        yield from _unseen(result, kind, parts)
    for where, data in parts:
        text = readable(where, data)
        plain = folded(text).text
        for needle in needles:
            if needle.plain in plain or needle.within(data):
                yield _hidden(needle, where)
        if where.rpartition("/")[2] not in _NO_PROSE:
            for one in find_text(text):
                if one.confidence >= _SURE:
                    yield _of_person(one, -1)


def _unseen(result: bytes, kind: str, parts: list[tuple[str, bytes]]) -> Iterator[Leak]:
    from gongkai.redaction.leaks_drawn import DRAWN, problem_of, unseen

    if kind not in DRAWN:
        yield Leak(False, "unseen", "文件", -1, "", "没有核对看不见的文字；请逐页查看")
        return
    try:
        for where, text in unseen(result, kind, parts):
            message = f"{where}里有页面上看不见的文字；请在原软件中查看，不应公开的先删除"
            yield Leak(False, "unseen", where, -1, text, message)
    except (GongkaiError, OSError) as error:
        yield Leak(False, "unseen", "文件", -1, "", problem_of(error))


def _plain(result: bytes, needles: list[Needle]) -> Iterator[Leak]:
    from gongkai.redaction.finders import find_text
    from gongkai.report.read.encoding import decode

    try:
        text = decode(result)[0]
    except ReadError:
        text = ""
    plain = folded(text).text
    for needle in needles:
        if needle.plain in plain or needle.within(result):
            yield _hidden(needle, "文件")
    for one in find_text(text):
        if one.confidence >= _SURE:
            yield _of_person(one, -1)
