"""Labels as printed → rows, columns and headings of the forms.

Printed labels are cut off at a margin, spaced out, in traditional characters, in other brackets,
or carry explanations. They are folded to one spelling and then compared; the official wording is
only ever taken from the terms.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from gongkai.report.forms import FORMS, Form

__all__ = [
    "COLUMNS_2019",
    "COLUMNS_2021",
    "COLUMNS_3",
    "ROWS_2019",
    "ROWS_2021",
    "RowMatch",
    "column_3_name",
    "exact_row",
    "fold",
    "heading_number",
    "is_column_2",
    "leaf_scores",
    "row_2_name",
    "similarity",
    "split_enumerator",
    "split_heading",
]

# Traditional characters met in headings and labels of reports, one for one. Not a converter:
# only what the forms' own words need.
_TRADITIONAL = str.maketrans(
    "總體況動開報處請數據條項規範強許購採額廢現內類數還續辦辦結轉屬於國機密標準評議復複訴訟"
    "維糾審經過問題與進務業團組織學會個單當無獲權類關續產緩繳費額歲東農區縣門戶聯網頁時間"
    "導實際認確訂預決責發號書員違監舉質壓點聽證調證協較適際對應專屬顯應樓設計劃執為從並備"
    "優營環臺網絡眾層級圖錄檔案編輯傳達歷險測試變動勞馬車長見頭語讀讓謝護譯識說誤詢詳"
    "罰納萬補後訪種繼這構沒穩係給",
    "总体况动开报处请数据条项规范强许购采额废现内类数还续办办结转属于国机密标准评议复复诉讼"
    "维纠审经过问题与进务业团组织学会个单当无获权类关续产缓缴费额岁东农区县门户联网页时间"
    "导实际认确订预决责发号书员违监举质压点听证调证协较适际对应专属显应楼设计划执为从并备"
    "优营环台网络众层级图录档案编辑传达历险测试变动劳马车长见头语读让谢护译识说误询详"
    "罚纳万补后访种继这构没稳系给",
)
_SHAPES = str.maketrans(
    {
        **{chr(0xFF01 + n): chr(0x21 + n) for n in range(94)},  # full-width ASCII
        **dict(zip("〔〕【】［］｛｝﹙﹚〖〗", "()()()()()()", strict=True)),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", None),
        **dict.fromkeys("“”„‟〝〞＂「」『』‘’", '"'),
        "[": "(",
        "]": ")",
        "．": ".",
        "·": ".",
        "•": ".",
    }
)
_ENCLOSED: dict[str, int | str | None] = {
    **{chr(0x3220 + n): f"({c})" for n, c in enumerate("一二三四五六七八九十")},
    **{chr(0x2460 + n): f"{n + 1}." for n in range(10)},
    **{chr(0x2474 + n): f"({n + 1})" for n in range(10)},
    **{chr(0x2488 + n): f"{n + 1}." for n in range(10)},
}
_FOLD = {**_TRADITIONAL, **_SHAPES, **str.maketrans(_ENCLOSED)}


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """One spelling: no white space, ASCII shapes, simplified characters."""
    return "".join(text.split()).translate(_FOLD)


_ENUMERATOR = re.compile(
    r"\(([一二三四五六七八九十]{1,2})\)[、.,:]?|([一二三四五六七八九十]{1,2})[、.,:]|"
    r"\((\d{1,2})\)[、.]?|(\d{1,2})[、.)]|([一二三四五六七八九十])(?=\s)"
)


def split_enumerator(folded: str) -> tuple[str, str]:
    """（三）不予公开 → ("(三)", "不予公开"); 2.重复申请 → ("2", "重复申请"); else ("", text)."""
    match = _ENUMERATOR.match(folded)
    if not match:
        return "", folded
    chinese, plain, bracketed, digits, bare = match.groups()
    mark = f"({chinese})" if chinese else plain or bracketed or digits or bare
    return mark, folded[match.end() :]


def similarity(observed: str, official: str) -> float:
    """0…1. Cut-off and extended labels score high; both arguments are folded, no enumerators."""
    if observed == official:
        return 1.0
    if not observed or not official:
        return 0.0
    if len(observed) >= 2 and official.startswith(observed):
        return 0.6 + 0.4 * len(observed) / len(official)
    if len(official) >= 4 and observed.startswith(official):
        return 0.9
    if len(official) >= 4 and official in observed:
        return 0.85
    return SequenceMatcher(None, observed, official, autojunk=False).ratio() * 0.9


class RowMatch(NamedTuple):
    """How well a printed label fits each row of a form's table 3."""

    best: int
    score: float
    scores: tuple[float, ...]


class _RowLabel(NamedTuple):
    mark: str
    core: str
    short: str  # without the explanation in brackets


def _row_labels(form: Form) -> tuple[_RowLabel, ...]:
    labels = []
    for row in form.rows:
        mark, core = split_enumerator(fold(row.labels[-1].zh))
        labels.append(_RowLabel(mark, core, core.split("(", 1)[0]))
    return tuple(labels)


_ROW_LABELS = {form.key: _row_labels(form) for form in FORMS}


def _spellings(form: Form, index: int) -> tuple[str, ...]:
    """A leaf with and without its number, and the path to it in one cell."""
    label = _ROW_LABELS[form.key][index]
    path = [fold(term.zh) for term in form.rows[index].labels]
    return label.core, label.short, *("".join(path[n:]) for n in range(len(path)))


_EXACT = {
    form.key: {spelling: i for i in range(len(form.rows)) for spelling in _spellings(form, i)}
    for form in FORMS
}


@lru_cache(maxsize=65536)
def exact_row(form_key: str, label: str) -> int:
    """Index of the row whose leaf label is exactly this one (folded, enumerator or not), or -1."""
    folded = fold(label)
    found = _EXACT[form_key].get(folded)
    if found is None:
        mark, core = split_enumerator(folded)
        found = _EXACT[form_key].get(core, -1)
        if found >= 0 and mark and _ROW_LABELS[form_key][found].mark not in ("", mark):
            # the words are right and the number is not: leave it to the alignment
            return -1
    return found


@lru_cache(maxsize=16384)
def leaf_scores(form_key: str, label: str) -> RowMatch:
    """How well one printed leaf label fits every row of table 3 of that form."""
    mark, core = split_enumerator(fold(label))
    scores = []
    for official in _ROW_LABELS[form_key]:
        score = max(similarity(core, official.core), similarity(core, official.short))
        if not core:
            score = 0.3 if mark and mark == official.mark else 0.0
        elif mark and official.mark:
            other_level = mark.startswith("(") != official.mark.startswith("(")
            score += 0.1 if mark == official.mark else -0.3 if other_level else -0.1
        scores.append(score)
    best = max(range(len(scores)), key=scores.__getitem__)
    return RowMatch(best, scores[best], tuple(scores))


def _names_2(form: Form) -> tuple[frozenset[str], frozenset[str]]:
    rows = frozenset(fold(r.labels[0].zh) for b in form.blocks for r in b.rows)
    columns = frozenset(fold(c.zh) for b in form.blocks for c in b.columns)
    return rows, columns


ROWS_2019, COLUMNS_2019 = _names_2(FORMS[0])
ROWS_2021, COLUMNS_2021 = _names_2(FORMS[1])
_ROW_NAMES_2 = sorted(ROWS_2019 | ROWS_2021, key=len, reverse=True)
_ROW_NAMES_2_SET = frozenset(_ROW_NAMES_2)


@lru_cache(maxsize=4096)
def row_2_name(label: str) -> str:
    """The official name (folded) of a row of table 2 in either form, or ""."""
    label = fold(label)
    if label in _ROW_NAMES_2_SET:
        return label
    for name in _ROW_NAMES_2:
        if label.startswith(name + "(") or (len(label) >= 4 and name.startswith(label)):
            return name
        if len(name) >= 4 and similarity(label, name) >= 0.8:
            return name
    return ""


@lru_cache(maxsize=1024)
def is_column_2(label: str) -> bool:
    """Whether a text heads a column of table 2 in either form."""
    folded = fold(label)
    return folded in _COLUMNS_2 or (
        4 <= len(folded) <= 40 and any(similarity(folded, name) >= 0.75 for name in _COLUMNS_2)
    )


_COLUMNS_2 = COLUMNS_2019 | COLUMNS_2021
COLUMNS_3 = tuple(path[-1].zh for path in FORMS[1].columns)
_COLUMN_ALIASES = {
    **{name: name for name in COLUMNS_3},
    **dict.fromkeys(("合计", "总数", "共计"), "总计"),
    **dict.fromkeys(("其它", "其他组织", "其它组织", "其他机构"), "其他"),
    **dict.fromkeys(("公民", "个人"), "自然人"),
    **dict.fromkeys(("企业", "商业"), "商业企业"),
    **dict.fromkeys(("科研院所", "科研单位", "科研组织"), "科研机构"),
    **dict.fromkeys(("公益组织", "社会组织", "社会公益机构", "公益机构"), "社会公益组织"),
    **dict.fromkeys(("法律服务组织", "法律机构", "法律服务"), "法律服务机构"),
}


@lru_cache(maxsize=1024)
def column_3_name(label: str) -> str:
    """The official name of a column of table 3, or ""; labels may be cut off or explained."""
    folded = fold(label).split("(")[0]
    found = _COLUMN_ALIASES.get(folded, "")
    if not found and len(folded) >= 3:
        found = next((name for name in COLUMNS_3 if name.startswith(folded)), "")
    return found


# Headings -----------------------------------------------------------------------------------

_SECTION_IDS = (
    "section_overview",
    "section_proactive",
    "section_applications",
    "section_remedies",
    "section_problems",
    "section_other",
)


def _section_titles() -> tuple[str, ...]:
    from gongkai.terms import term

    return tuple(_plain(fold(term(t).zh)) for t in _SECTION_IDS)


def _plain(folded: str) -> str:
    """Letters and digits only, without the 的 that some titles have and others lack."""
    return re.sub(r"\W+", "", folded).replace("的", "")


_TITLES = _section_titles()
_VARIANTS: dict[str, int] = {
    # without 的; the official titles first
    **{title: i for i, title in enumerate(_TITLES, start=1)},
    "政府信息公开行政复议和行政诉讼情况": 4,
    "因政府信息公开工作被申请行政复议提起行政诉讼情况": 4,
    "政府信息公开申请行政复议行政诉讼情况": 4,
    "行政复议行政诉讼情况": 4,
    "行政复议和行政诉讼情况": 4,
    "政府信息公开工作存在主要问题及改进情况": 5,
    "政府信息公开工作存在主要问题和改进措施": 5,
    "存在主要问题和改进情况": 5,
    "存在主要问题及改进措施": 5,
    "存在问题及改进情况": 5,
    "存在问题和改进情况": 5,
    "主要问题及改进情况": 5,
    "需要报告其他事项": 6,
    "其他需要报告情况": 6,
    "其他报告事项": 6,
    "主动公开情况": 2,
    "概述": 1,
    "总体概况": 1,
    "总体工作情况": 1,
    "政府信息公开工作总体情况": 1,
}
# 主动公开情况 and 概述 are common sub-headings: only with the numeral of the section
_NEEDS_NUMERAL = {"主动公开情况", "概述", "总体概况", "总体工作情况", "行政复议行政诉讼情况"}
_NUMERAL = "一二三四五六"
_SAYS = tuple(
    re.compile(words)
    for words in (
        "^(?:政府信息公开)?(?:工作)?(?:总体|基本|整体)(?:工作)?(?:情况|概况)$",
        "^主动公开(?:政府)?信息",
        "^(?:收到|受理|办理|处理).*申请.*情况|^(?:政府信息)?依申请公开.*情况$",
        "复议.*诉讼.*情况$",
        "^(?:政府信息公开)?(?:工作)?(?:存在|主要).*问题",
        "^(?:其他|其它).*(?:事项|情况)$|^需要.*(?:报告|说明).*(?:事项|情况)$",
    )
)
_HEAD_MARK = re.compile(
    r"(?:第?([一二三四五六])(?:部分)?[、.,:)]?|\(([一二三四五六])\)|([1-6])[、.)]|第([1-6])部分)"
)
_TOC_TAIL = re.compile(r"[.…\-_·]*\(?\d{0,3}\)?$")


@lru_cache(maxsize=4096)
def heading_number(text: str) -> int:
    """1–6 when the line is one of the six section headings, whole; else 0."""
    if len(text) > 80:
        return 0
    folded = fold(text).strip("*#:.;。,")
    if not 3 <= len(folded) <= 40:
        return 0
    number, rest = _marked(folded)
    title = _plain(_TOC_TAIL.sub("", rest))
    found = _VARIANTS.get(title, 0)
    if found:
        if number == found or (not number and title not in _NEEDS_NUMERAL):
            return found
        # a wrong numeral before a whole official title is still that section
        return found if title in _TITLES else 0
    if number and 4 <= len(title) <= 28:
        official = _TITLES[number - 1]
        if similarity(title, official) >= 0.72:
            return number
        # worded otherwise: only behind the numeral of a section, not of a part of one
        if not folded.startswith("(") and _SAYS[number - 1].search(title):
            return number
    return 0


def _marked(folded: str) -> tuple[int, str]:
    match = _HEAD_MARK.match(folded)
    if not match:
        return 0, folded
    mark = next(g for g in match.groups() if g)
    number = _NUMERAL.index(mark) + 1 if mark in _NUMERAL else int(mark)
    return number, folded[match.end() :]


_PAGE = re.compile(r"[\s.…·\-—]*\d{0,3}")  # of a table of contents
_RUN_IN = re.compile(r"^\s*(?:第?[一二三四五六](?:部分)?[、.．，]|[（(][一二三四五六][)）])")


def split_heading(text: str) -> tuple[int, str, str]:
    """(number, heading, rest) for a paragraph that begins with a section heading.

    六、其他需要报告的事项：无。 → (6, "六、其他需要报告的事项", "无。"). (0, "", text) otherwise.
    """
    if _RUN_IN.match(text):
        for cut in re.finditer(r"[：:。]|[\s\u3000]{1,}", text[:60]):
            number = heading_number(text[: cut.start()]) if cut.start() > 4 else 0
            if number:
                rest = text[cut.end() :].strip()
                if rest and not _PAGE.fullmatch(rest):
                    return number, text[: cut.start()].strip(), rest
    return 0, "", text
