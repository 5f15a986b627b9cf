"""How a run of a Word document looks: from itself, its styles, what they rest on, the defaults.

Hiding is a switch: a character style inside a hiding paragraph style shows the text again.
"""

from __future__ import annotations

from typing import Any

from gongkai.redaction.stripping.colours import BLACK, WHITE, Colour, alike, of_hex, theme_of
from gongkai.redaction.stripping.package import Package, local

__all__ = ["OFF", "Looks", "below", "value"]

OFF = ("0", "false", "off", "none")
_DEPTH = 20  # as deep as styles are based on each other
_SMALL = 4  # half points: nobody reads 2 points
_THEME = {
    "background1": 0, "light1": 0, "bg1": 0, "text1": 1, "dark1": 1, "tx1": 1, "background2": 2,
    "light2": 2, "bg2": 2, "text2": 3, "dark2": 3, "tx2": 3,
    **{f"accent{n}": 3 + n for n in range(1, 7)},
}  # fmt: skip
_LIGHT = {"white": WHITE, "black": BLACK}


def value(element: Any, name: str = "val") -> str:
    """An attribute whatever its namespace; "" for none."""
    for key, found in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(found)
    return ""


def below(element: Any, *path: str) -> Any:
    """The first element down a path of names; None where it ends."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


class Looks:
    """The styles of a document; `hidden` and `unreadable` answer for a run."""

    def __init__(self, package: Package) -> None:
        self._styles: dict[str, Any] = {}
        self._default: dict[str, str] = {}
        self._ground: Any = None
        self._found: dict[tuple[str, str], Any] = {}
        self._theme = theme_of(package)
        # the first says it; the second is of one old version
        for kind in ("styles", "stylesWithEffects"):
            for name in [name for is_, name in package.targets(package.main) if is_ == kind]:
                self._read(package.tree(name))

    def _read(self, root: Any) -> None:
        ground = below(root, "docDefaults", "rPrDefault", "rPr")
        self._ground = ground if self._ground is None else self._ground
        for style in [one for one in root if local(one) == "style"]:
            id_ = value(style, "styleId")
            self._styles.setdefault(id_, style)
            if value(style, "default") not in ("", *OFF):
                self._default.setdefault(value(style, "type"), id_)

    def hidden(self, run: Any) -> bool:
        """Whether the run is not shown."""
        own = below(run, "rPr", "vanish")
        if own is not None:
            return value(own) not in OFF
        ground = below(self._ground, "vanish")
        if ground is not None and value(ground) not in OFF:
            return True
        found = [self._of_style(style, "vanish") for style in self._styles_of(run)]
        return sum(one is not None and value(one) not in OFF for one in found) % 2 == 1

    def unreadable(self, run: Any) -> bool:
        """Whether its colour is that of its ground, or it is too small to be read."""
        size = self._effective(run, "sz")
        if size is not None and _half_points(size) <= _SMALL:
            return True
        colour = self._colour(self._effective(run, "color"))
        ground = self._shade(run)
        return colour is not None and ground is not None and alike(colour, ground)

    def _effective(self, run: Any, name: str) -> Any:
        own = below(run, "rPr", name)
        if own is not None:
            return own
        for style in reversed(self._styles_of(run)):
            found = self._of_style(style, name)
            if found is not None:
                return found
        return below(self._ground, name)

    def _of_style(self, id_: str, name: str) -> Any:
        key = (id_, name)
        if key not in self._found:
            self._found[key] = self._sought(id_, name)
        return self._found[key]

    def _sought(self, id_: str, name: str) -> Any:
        for _ in range(_DEPTH):
            style = self._styles.get(id_)
            if style is None:
                return None
            found = below(style, "rPr", name)
            if found is not None:
                return found
            parent = below(style, "basedOn")
            id_ = value(parent) if parent is not None else ""
        return None

    def _styles_of(self, run: Any) -> list[str]:
        """Of the table, the paragraph and the run itself, in this order."""
        paragraph, table = _above(run, "p"), _above(run, "tbl")
        named = (
            ("table", below(table, "tblPr", "tblStyle"), table is not None),
            ("paragraph", below(paragraph, "pPr", "pStyle"), True),
            ("character", below(run, "rPr", "rStyle"), True),
        )
        return [
            value(style) if style is not None else self._default.get(kind, "")
            for kind, style, there in named
            if there
        ]

    def _colour(self, element: Any) -> Colour | None:
        """None for the automatic one, which is chosen to be read."""
        if element is None:
            return None
        place = _THEME.get(value(element, "themeColor"))
        if value(element) in ("", "auto") and place is not None:
            return self._theme[place]
        return of_hex(value(element))

    def _shade(self, run: Any) -> Colour | None:
        """The ground behind the run; None when a table style may colour it."""
        mark = below(run, "rPr", "highlight")
        if mark is not None and value(mark) != "none":
            return _LIGHT.get(value(mark))
        for holder, path in ((run, "rPr"), (_above(run, "p"), "pPr"), (_above(run, "tc"), "tcPr")):
            shade = below(holder, path, "shd")
            if shade is not None and value(shade, "fill") not in ("", "auto"):
                return of_hex(value(shade, "fill"))
        for id_ in self._styles_of(run):
            style = self._styles.get(id_)
            if style is not None and any(local(one) == "shd" for one in style.iter()):
                return None
        return WHITE


def _half_points(size: Any) -> int:
    found = value(size)
    return int(found) if found.isdecimal() and len(found) < 7 else _SMALL + 1


def _above(element: Any, name: str) -> Any:
    return next((one for one in element.iterancestors() if local(one) == name), None)
