"""Parts of a page that show a table without being one: form controls in cells, boxes in rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import cast

from lxml import etree

__all__ = ["has_boxes", "name_tables", "show_controls"]

_CONTROLS = ("input", "select", "textarea", "button")
_MANY_CONTROLS = 5_000  # a report has 200 cells
_SHOWS_NO_TEXT = frozenset(
    ("hidden", "checkbox", "radio", "image", "file", "password", "submit", "reset", "button")
)
_STYLED = etree.XPath("//@style[contains(., 'table')] | //@role")
_ROLES = etree.XPath("/descendant::*/@role", smart_strings=False)
_DISPLAY = re.compile(r"display\s*:\s*table(-cell|-row)?\s*(?:;|!|$)", re.IGNORECASE)
_BY_DISPLAY = {None: "table", "-row": "tr", "-cell": "td"}
_BY_ROLE = {
    **dict.fromkeys(("table", "grid"), "table"),
    "row": "tr",
    **dict.fromkeys(("cell", "gridcell", "columnheader", "rowheader"), "td"),
}
_REAL = frozenset(("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"))


def show_controls(root: etree._Element) -> None:
    """Form controls in cells become the text that they show: what was entered, what is chosen."""
    controls = list(islice(root.iter(*_CONTROLS), _MANY_CONTROLS))
    for control in controls if len(controls) < _MANY_CONTROLS else ():
        if next(control.iterancestors("td", "th"), None) is None:
            continue
        tail = control.tail
        text = _shown_in(control)
        control.clear()
        control.tag, control.text, control.tail = "span", text, tail


def _shown_in(control: etree._Element) -> str:
    if control.tag == "input":
        no_text = control.get("type", "text").lower() in _SHOWS_NO_TEXT
        return "" if no_text else control.get("value", "")
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        return _text((chosen or options)[0]) if options else ""
    return _text(control)


def _text(element: etree._Element) -> str:
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False).strip()


def has_boxes(root: etree._Element, styles: Iterable[str]) -> bool:
    """Whether a role, or one of the styles of a page, says that a box is a cell."""
    roles = cast("list[str]", _ROLES(root))
    return any(_BY_ROLE.get(role.strip().lower()) == "td" for role in roles) or any(
        "table-cell" in style.lower() for style in styles
    )


def name_tables(root: etree._Element) -> None:
    """Boxes that are laid out, or said, to be tables, rows and cells become such."""
    for value in cast("list[etree._ElementUnicodeResult]", _STYLED(root)):
        element = value.getparent()
        if element is None or element.tag in _REAL:
            continue
        if value.attrname == "role":
            name = _BY_ROLE.get(value.strip().lower())
        else:
            display = _DISPLAY.search(value)
            name = _BY_DISPLAY[display[1].lower() if display[1] else None] if display else None
        if name is not None:
            element.tag = name
    for cell in _within(root, ("td",), ("tr",))[1]:
        cell.tag = "div"
    rows = _within(root, ("tr",), ("table",))[1]
    for box in {row.getparent(): None for row in rows}:
        # rows alone in a box are a table; others are only boxes
        if box is not None and all(child.tag == "tr" for child in box):
            box.tag = "table"
    for row in rows:
        box = row.getparent()
        if box is None or box.tag != "table":
            row.tag = "div"


def _within(
    root: etree._Element, names: tuple[str, ...], around: tuple[str, ...]
) -> tuple[list[etree._Element], list[etree._Element]]:
    """The elements of these names that stand in one of the others, and those that do not.

    In one pass: to ask each for its ancestors takes too long where elements nest deep.
    """
    inside: list[etree._Element] = []
    outside: list[etree._Element] = []
    depth = 0
    for event, element in etree.iterwalk(root, ("start", "end"), (*names, *around)):
        if element.tag in around:
            depth += 1 if event == "start" else -1
        elif event == "start":
            (inside if depth else outside).append(element)
    return inside, outside
