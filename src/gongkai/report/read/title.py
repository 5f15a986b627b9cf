"""The title of a report among the lines before section one."""

from __future__ import annotations

import re

from gongkai.report.read.labels import fold

__all__ = ["find_title"]

_YEAR = r"(?:20\d\d|[二两]?[〇○零Oo0一二三四五六七八九]{4})"
_TITLE = re.compile(
    rf"(?:{_YEAR}年?度?.{{0,12}}?(?:信息|政务)公开.{{0,6}}?(?:年度)?报告|"
    rf"(?:信息|政务)公开.{{0,6}}?年度?报告.{{0,3}}\(?{_YEAR})"
)
_REPORT_ONLY = re.compile(r"^(?:政府)?(?:信息|政务)公开(?:工作)?(?:年度)?报告$")
_MAX_TITLE = 60


def find_title(texts: list[str]) -> tuple[int, int, str] | None:
    """(first line, last line, title joined) or None. A title may take up to three lines."""
    folded = [fold(t) for t in texts]
    best: tuple[int, int] | None = None
    for i in range(len(folded)):
        for size in (1, 2, 3):
            if i + size > len(folded):
                break
            joined = "".join(folded[i : i + size])
            if len(joined) > _MAX_TITLE or joined.endswith((":", "。", ";")):
                break
            if "《" in joined or joined.startswith(("本报告", "根据", "附件")):
                break
            if _TITLE.search(joined) and (size == 1 or not _TITLE.search(folded[i])):
                best = (i, i + size - 1)
                break
        # the last title before the text wins: navigation repeats it above
        if best and best[0] == i and not _another_title(folded[best[1] + 1 :]):
            break
    if best is None:
        return None
    first, last = best
    if (
        first
        and _TITLE.search(folded[first])
        and folded[first][:2] in ("20", "二〇", "二○", "二零")
    ):
        above = folded[first - 1]
        if 4 <= len(above) <= 24 and not re.search(r"[。:;,\d]|首页|当前位置|公开目录", above):
            first -= 1
    title = "".join(" ".join(texts[i].split()) for i in range(first, last + 1))
    return first, last, title.strip("*# ")


def _another_title(folded: list[str]) -> bool:
    return any(
        len(t) <= _MAX_TITLE and _TITLE.search(t) and "《" not in t and not t.endswith("。")
        for t in folded[:12]
    )
