"""A report that a page holds as data: in a script, as escaped text, behind noscript.

Such pages put the text in place when they run; nothing is run here. The markup is found in the
source, taken out of its quoting, and read as a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

__all__ = ["hidden_page"]

_MARK = "本年新收"  # stands in table 3 of every form
_HOLDER = re.compile(r"<(/?)(script|noscript|textarea|xmp|template)\b[^<>]*>", re.IGNORECASE)
_SRCDOC = re.compile(r"""srcdoc\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_ESCAPED_TAG = re.compile(r"&(?:amp;)*(?:lt|#60);")
_SIGNS = {"n": "\n", "r": "\n", "t": "\t", "b": "", "f": ""}
_LEVELS = 3  # of quoting


def hidden_page(source: str) -> str:
    """The markup of the report that a page holds as data, or ""."""
    holders = [*_held(source)]
    holders += [match[1] or match[2] or "" for match in _SRCDOC.finditer(source)]
    found = max((_markup(text) for text in holders), key=len, default="")
    return found or (_markup(source) if _ESCAPED_TAG.search(source) else "")


def _held(source: str) -> Iterator[str]:
    """What stands in elements whose text is no text of the page, in one pass."""
    name, begin = "", 0
    for tag in _HOLDER.finditer(source):
        if not name and not tag[1]:
            name, begin = tag[2].lower(), tag.end()
        elif tag[1] and tag[2].lower() == name:
            yield source[begin : tag.start()]
            name = ""


def _markup(text: str) -> str:
    """The markup in a quoted text; "" when there is no report in it."""
    for _ in range(_LEVELS):
        if "\\u" in text or '\\"' in text or "\\/" in text or "\\n" in text or "\\'" in text:
            text = _ESCAPE.sub(_sign, text)
        elif _ESCAPED_TAG.search(text):
            text = unescape(text)
        else:
            break
    begin, end = text.find("<"), text.rfind(">")
    if _MARK not in text or begin < 0 or "</" not in text:
        return ""
    return text[begin : end + 1].replace("<![CDATA[", "").replace("]]>", "")


def _sign(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        number = int(code, 16)
        return "" if 0xD800 <= number < 0xE000 else chr(number)
    return _SIGNS.get(match[3], match[3])
