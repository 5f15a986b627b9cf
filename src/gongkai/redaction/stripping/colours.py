"""Colours of Office files: what stands for what, and when a text cannot be told from its ground."""

from __future__ import annotations

from typing import Any, NamedTuple

from gongkai.redaction.stripping.package import Package, local

__all__ = ["BLACK", "WHITE", "Colour", "alike", "of_hex", "theme_of", "tinted"]

_NEAR = 24  # of 255, in each of red, green and blue: what nobody reads on screen or paper
# the places of a theme as workbooks count them
_PLACES = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
    "hlink", "folHlink",
)  # fmt: skip


class Colour(NamedTuple):
    """Red, green and blue, 0 to 255."""

    red: int
    green: int
    blue: int


BLACK, WHITE = Colour(0, 0, 0), Colour(255, 255, 255)


def of_hex(text: str) -> Colour | None:
    """RRGGBB or AARRGGBB; None for anything else."""
    plain = text.strip().lstrip("#")[-6:]
    try:
        value = int(plain, 16) if len(plain) == 6 else -1
    except ValueError:
        value = -1
    return None if value < 0 else Colour(value >> 16, value >> 8 & 255, value & 255)


def alike(one: Colour, other: Colour) -> bool:
    """Whether a text of one colour on a ground of the other cannot be seen."""
    return all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))


def tinted(colour: Colour, tint: float) -> Colour:
    """Lighter (tint up to 1) or darker (down to -1), near enough to tell whether it is seen."""
    if tint >= 0:
        return Colour(*(round(one + (255 - one) * min(tint, 1.0)) for one in colour))
    return Colour(*(round(one * (1 + max(tint, -1.0))) for one in colour))


def theme_of(package: Package) -> list[Colour | None]:
    """The colours of the theme by their places; black and white where it says nothing."""
    found: dict[str, Colour | None] = {"lt1": WHITE, "dk1": BLACK}
    for name in package.xml_parts():
        if "/theme/" not in name:
            continue
        for scheme in [one for one in package.tree(name).iter() if local(one) == "clrScheme"]:
            found.update({local(place): _first(place) for place in scheme})
            return [found.get(place) for place in _PLACES]
    return [found.get(place) for place in _PLACES]


def _first(place: Any) -> Colour | None:
    for one in place:
        return of_hex(one.get("lastClr") or one.get("val") or "")
    return None
