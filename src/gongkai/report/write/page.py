"""The shell of every page the core writes: one stylesheet inside, nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from importlib.resources import files

from gongkai.report.write.text import markup

__all__ = ["back_to", "prose", "shell", "stylesheet"]

# a number and its measure word are not parted at a line end
_MEASURE = re.compile(
    r"[0-9][0-9,.]*[%％]|[0-9][0-9,.]*(?:万|亿)?(?:余)?[年月日元件条个项次篇份起例家人名期场种户字]"
)


@lru_cache(maxsize=1)
def stylesheet() -> str:
    """The stylesheet, without its comments."""
    css = files("gongkai.report.write").joinpath("page.css").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/\n?", "", css, flags=re.S)


@lru_cache(maxsize=1)
def _policy() -> str:
    """Content security policy: this one style block and nothing else, no script at all."""
    digest = base64.b64encode(hashlib.sha256(stylesheet().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def shell(title: str, body: str) -> str:
    """A whole page; `title` is text, `body` is markup."""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{markup(title)}</title>\n<style>{stylesheet()}</style>\n</head>\n"
        f"<body>\n{body}</body>\n</html>\n"
    )


def back_to(home: str) -> str:
    """A link back to the list of reports; nothing for a page that stands alone."""
    return f'<p class="home"><a href="{markup(home)}">返回报告列表</a></p>\n' if home else ""


def prose(text: str) -> str:
    """Running text as markup, numbers kept with their units."""
    made, end = [], 0
    for match in _MEASURE.finditer(text):
        made.append(markup(text[end : match.start()]))
        made.append(f'<span class="keep">{markup(match[0])}</span>')
        end = match.end()
    made.append(markup(text[end:]))
    return "".join(made)
