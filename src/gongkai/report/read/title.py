"""The title of a report among the lines before section one."""

from __future__ import annotations

import re

from gongkai.report.read.labels import fold

__all__ = ["find_title", "is_page_line"]

# what a web site prints around an article
_PAGE_LINE = re.compile(
    r"\(?(?:发布|更新|发文|成文|生成|公开|制定)?(?:时间|日期):|(?:信息|文章|稿件)?来源:|作者:|字体|字号|"
    r"浏览(?:次数|量)|点击(?:次数|量|数)|访问(?:次数|量)|阅读(?:次数|量)|索引号|文号:|发布机构:|"
    r"责任编辑:|分享到?:|打印|目录$|\[?(?:大|中|小)\]?$"
)

_YEAR = r"(?:20\d\d|[二两]?[〇○零Oo0一二三四五六七八九]{4})"
_REPORT = r"(?:信息|政务)公开.{0,6}?(?:报告|年报)"
_TITLE = re.compile(rf"{_YEAR}年?度?.{{0,12}}?{_REPORT}|{_REPORT}.{{0,3}}\(?{_YEAR}")
_WITHOUT_YEAR = re.compile(
    r"[^\d,。;:《》、]{0,30}(?:政府)?(?:信息|政务)公开(?:工作)?(?:年度报告|年报)"
)
_IS_PROSE = re.compile(r"[《,;。]|现(?:公布|发布|将|予|就)|按照|依照|条例|:$|^(?:本报告|根据|附件)")
_BEGINS_WITHOUT_BODY = ("20", "二〇", "二○", "二零", "二0", "政府信息公开", "信息公开", "政务公开")
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
            if len(joined) > _MAX_TITLE or _IS_PROSE.search(joined):
                break
            if size > 1 and _TITLE.search(folded[i + size - 1]):
                break  # the last line is a title by itself
            if _TITLE.search(joined):
                best = (i, i + size - 1)
                break
        # the last title before the text wins: navigation repeats it above
        if best and best[0] == i and not _another_title(folded[best[1] + 1 :]):
            break
    if best is None:
        named = [i for i, text in enumerate(folded) if _WITHOUT_YEAR.fullmatch(text)]
        if not named:
            return None
        best = named[-1], named[-1]
    first, last = best
    if first and (folded[first].startswith(_BEGINS_WITHOUT_BODY)):
        above = folded[first - 1]
        if 4 <= len(above) <= 24 and not re.search(r"[。:;,\d]|首页|当前位置|公开目录", above):
            first -= 1
    title = "".join(" ".join(texts[i].split()) for i in range(first, last + 1))
    return first, last, title.strip("*# ")


def is_page_line(text: str) -> bool:
    """Whether a line is of the web page (发布时间：… 浏览次数：…) or a contents heading."""
    folded = fold(text)
    return len(folded) <= 80 and "。" not in folded and bool(_PAGE_LINE.match(folded))


def _another_title(folded: list[str]) -> bool:
    return any(
        len(t) <= _MAX_TITLE and _TITLE.search(t) and not _IS_PROSE.search(t) for t in folded[:12]
    )
