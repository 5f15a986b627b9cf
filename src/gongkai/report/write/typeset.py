"""排版: typst with Chinese fonts, the same bytes each time; shared by everything printed as PDF."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from threading import Lock
from typing import Any

from gongkai.errors import MissingFont
from gongkai.report.write.fonts import FontSet

__all__ = ["Typesetter", "printing", "words"]

_STANDARDS = ["a-2a", "ua-1"]
_WITH_PRIVATE = ["a-2b"]  # the stricter ones forbid characters of one's own making (自造字)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed')
_PIECE = re.compile(r"[A-Za-z]{1,24}[^A-Za-z]?|[^A-Za-z]")
# control and zero-width signs: nothing to print, and no font has them
_UNPRINTABLE = re.compile(
    "[\xad\u200b\u2060\ufeff\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)


class Typesetter:
    """A compiler with its fonts loaded; kept, because loading costs ten times a document."""

    def __init__(self, fonts: FontSet, template: bytes) -> None:
        import typst

        self._template = template
        self._compiler: Any = typst.Compiler(font_paths=fonts.book)
        self._fonts = {
            "title": {"family": fonts.title, "weight": fonts.title_weight},
            "heading": fonts.heading,
            "subheading": fonts.subheading,
            "body": fonts.body,
        }
        self._error: type[Any] = typst.TypstError
        self._lock = Lock()  # a compiler serves one caller at a time

    def print(self, name: str, data: Mapping[str, Any], what: str) -> bytes:
        """The template as PDF; sys.inputs has `data` and `fonts` as `name`. `what`: say 报告.

        Raises MissingFont when no font has a character of it.
        """
        text = json.dumps({**data, "fonts": self._fonts}, ensure_ascii=False)
        try:
            with self._lock:
                made: bytes = self._compiler.compile(
                    input=self._template,
                    format="pdf",
                    sys_inputs={name: text},
                    pdf_standards=_WITH_PRIVATE if _PRIVATE.search(text) else _STANDARDS,
                )
        except self._error as error:
            lacking = [_sign(found) for found in _LACKING.findall(error.diagnostic)]
            if not lacking:
                raise
            raise MissingFont(
                f"没有一种字体有{what}中的这些字：{'、'.join(dict.fromkeys(lacking))}；"
                "请用 --fonts 指定含有这些字的字体所在目录，或改写成 DOCX"
            ) from error
        return made


def _sign(written: str) -> str:
    """A character as typst quotes it, itself or \\u{e123}, with its code point."""
    code = int(written[3:-1], 16) if written.startswith("\\u{") else ord(written[0])
    return f"U+{code:04X}" if written.startswith("\\") else f"{written}（U+{code:04X}）"


def printing(text: str) -> str:
    """Text without signs that print nothing."""
    return _UNPRINTABLE.sub("", text)


def words(text: str, longest: int = 28, piece: re.Pattern[str] = _PIECE) -> str | list[str]:
    """Text to set; in pieces where a run longer than that, such as an address, may have to break.

    In prose a break inside a word would come back as a blank: pieces end at signs where they can.
    """
    pieces: list[str] = []
    end = 0
    for run in re.finditer(rf"[!-~]{{{longest + 1},}}", text):
        pieces += [text[end : run.start()], *piece.findall(run[0])]
        end = run.end()
    return [*pieces, text[end:]] if pieces else text
