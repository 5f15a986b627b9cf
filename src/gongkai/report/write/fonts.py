"""Chinese fonts for PDF: the body's own, the system's, or the open ones of the extra `fonts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gongkai.errors import MissingFont

__all__ = ["FontSet", "find_fonts"]

EXTRA = "pylopdf_fonts_zh_cn"  # Noto Sans SC and Noto Serif SC, OFL 1.1, as plain data

# each list: best first, the names that the fonts give themselves (English, then Chinese)
_OPEN_SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN")
_OPEN_SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN")
_ANY_SERIF = ("SimSun", "宋体", "NSimSun", "STSong", "Songti SC", "AR PL UMing CN")
_ANY_SANS = (
    "Microsoft YaHei", "微软雅黑", "PingFang SC", "Heiti SC", "Hiragino Sans GB",
    "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback",
)  # fmt: skip
_TITLE = (
    "FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK",
    "FZXBSJW--GB1-0", "FZXBSK--GBK1-0", "STZhongsong", "华文中宋",
)  # fmt: skip
_HEADING = ("SimHei", "黑体", "FZHei-B01S", "FZHTK--GBK1-0", "STHeiti", "华文黑体")
_SUBHEADING = ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "FZKai-Z03S", "STKaiti", "华文楷体",
               "LXGW WenKai")  # fmt: skip
_BODY = (
    "FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "FZFangSong-Z02S", "FZFangSong-Z02",
    "FZFSK--GBK1-0", "STFangsong", "华文仿宋",
)  # fmt: skip

_ADVICE = (
    "请安装 apt install fonts-noto-cjk，或 pip install 'gongkai[fonts]'，"
    "或用 --fonts 指定仿宋、黑体等字体所在目录"
)
_UPRIGHT = range(300, 551)  # a variable font that starts at 100 would print hairlines


@dataclass(frozen=True, slots=True)
class FontSet:
    """Fonts for each part of a report, best first: later ones lend the characters it lacks.

    book: the fonts as typst holds them. title_weight: 400, or 700 where a common serif in bold
    stands in for 小标宋.
    """

    book: Any
    title: tuple[str, ...]
    title_weight: int
    heading: tuple[str, ...]
    subheading: tuple[str, ...]
    body: tuple[str, ...]


def find_fonts(font_dirs: tuple[Path, ...] = (), *, system: bool = True) -> FontSet:
    """The fonts to print with. Looking takes some 80 ms: keep the answer.

    First in `font_dirs` and, with `system`, in the folders of the operating system; the fonts of
    the extra are taken only if there is no Chinese font in those. Raises MissingFont.
    """
    missing = [path for path in font_dirs if not path.is_dir()]
    if missing:
        raise MissingFont(f"字体目录不存在：{'、'.join(map(str, missing))}；请检查路径")
    found = _choose(font_dirs, system=system)
    extra = _extra_dir()
    if found is None and extra:
        found = _choose((*font_dirs, extra), system=system)
    if found is None:
        raise MissingFont(f"没有找到可用于生成 PDF 的中文字体；{_ADVICE}")
    return found


def _extra_dir() -> Path | None:
    """Where the package of the extra keeps its fonts, without importing it."""
    spec = find_spec(EXTRA)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None


def _choose(font_dirs: Sequence[Path], *, system: bool) -> FontSet | None:
    """The best fonts for each part, None if there is no Chinese font."""
    import typst

    book = typst.Fonts(
        include_system_fonts=system,
        include_embedded_fonts=True,
        font_paths=[str(path) for path in font_dirs],
    )
    bold = {font.family.lower() for font in book.fonts() if font.weight == 700}
    known = {font.family.lower() for font in book.fonts() if font.weight in _UPRIGHT}

    def there(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(name for name in names if name.lower() in known)

    serif = there((*_OPEN_SERIF, *_ANY_SERIF))
    sans = there((*_OPEN_SANS, *_ANY_SANS))
    body = (*there(_BODY), *serif, *sans)
    if not body:
        return None
    heading = (*there(_HEADING), *sans, *serif, *body)
    title = there(_TITLE)
    in_bold = not title and bool(serif) and serif[0].lower() in bold
    return FontSet(
        book=book,
        title=(*title, *serif, *body) if title or in_bold else heading,
        title_weight=700 if in_bold else 400,
        heading=heading,
        subheading=(*there(_SUBHEADING), *body),
        body=body,
    )
