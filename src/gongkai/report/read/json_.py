"""JSON after docs/schema/report-1.json → reports, exactly as they were written.

What a person may leave out when writing one by hand: everything but `schema`, `form`, `year` and
`cells`; in a cell either `slug` or the three labels will do, and without `state` the raw text is
read as in any other file. A property that the schema does not know is an error, because a
misspelt one would lose a figure without a word.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from gongkai.errors import BadInput
from gongkai.report.forms import FORMS, Form
from gongkai.report.model import (
    Cell,
    Contact,
    Level,
    Note,
    NoteCode,
    Paragraph,
    Place,
    Report,
    Section,
    State,
)
from gongkai.report.read.json_node import Node
from gongkai.report.read.values import parse_value
from gongkai.report.write.json_ import SCHEMA

__all__ = ["load"]

_FORMS = {form.key: form for form in FORMS}
_NUMBERS = (State.NUMBER, State.ZERO)


def load(text: str | bytes) -> list[Report]:
    """Read one report object or an array of them; BadInput says what is wrong and where.

    Claims are not taken from the file: they are read again from the prose.
    """
    root = Node(_parse(text), "")
    items = root.items() if isinstance(root.value, list) else [root]
    return [_report(item) for item in items]


def _parse(text: str | bytes) -> Any:
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        return json.loads(
            text.removeprefix("\ufeff"),
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_no_twins,
        )
    except UnicodeDecodeError as e:
        raise BadInput(f"JSON应为UTF-8编码，第{e.start + 1}个字节不是；请另存为UTF-8") from e
    except json.JSONDecodeError as e:
        raise BadInput(
            f"不是有效的JSON：第{e.lineno}行第{e.colno}个字符处有误；请检查引号、逗号和括号"
        ) from e
    except RecursionError as e:
        raise BadInput("不是年度报告的JSON：括号嵌套过深") from e
    except ValueError as e:  # an integer of thousands of digits
        raise BadInput("不是年度报告的JSON：其中的数字过长") from e


def _no_constant(name: str) -> Any:
    raise BadInput(f"JSON里不能有{name}；没有数值请写null")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise BadInput(f"JSON里同一个对象的属性“{twin}”出现了两次；请只留一个")
    return made


def _report(node: Node) -> Report:
    node.only(
        "schema", "file", "source_format", "form", "year", "body", "region", "level",
        "is_government", "title", "period", "signed_by", "signed_on", "signed_place", "contact",
        "cells", "sections", "claims", "notes",
    )  # fmt: skip
    schema = node.get("schema")
    if schema.value != SCHEMA:
        schema.fail(f"应为“{SCHEMA}”（docs/schema/report-1.json）")
    form = node.get("form").one_of(_FORMS)
    year = node.get("year")
    return Report(
        file=node.text("file"),
        form=form,
        year=None if year.value is None else year.integer(),
        body=node.text("body"),
        region=node.text("region"),
        level=node.choice("level", Level, Level.UNKNOWN),
        is_government=node.boolean("is_government"),
        title=node.text("title"),
        cells=_cells(node.get("cells"), form),
        sections=[_section(item, n) for n, item in enumerate(node.list("sections"), 1)],
        contact=_contact(node),
        signed_by=node.text("signed_by"),
        signed_on=node.day("signed_on"),
        signed_place=_place(node, "signed_place"),
        period=_period(node),
        notes=[_note(item, form) for item in node.list("notes")],
        source_format=node.text("source_format"),
    )


def _cells(node: Node, form: Form) -> tuple[Cell | None, ...]:
    cells: list[Cell | None] = [None] * len(form.cells)
    for item in node.items():
        item.only(
            "table", "row_path", "column_path", "slug", "raw", "value", "state", "unit", "place"
        )
        index = _index(item, form)
        if cells[index] is not None:
            item.fail(f"“{form.cells[index].zh}”已经有一格；每格只能写一次")
        cells[index] = _cell(item)
    return tuple(cells)


def _index(item: Node, form: Form) -> int:
    """Which cell of the form: by labels, by slug, or by both if they agree."""
    by_label = by_slug = None
    if item.has("table") or not item.has("slug"):
        labels = tuple(item.get(name).string() for name in ("table", "row_path", "column_path"))
        by_label = form.index.get((labels[0], labels[1], labels[2]))
        if by_label is None:
            item.fail(f"{form.key}年表式没有“{' | '.join(labels)}”这一格；标签须与表式一字不差")
    if item.has("slug"):
        by_slug = form.by_slug.get(item.get("slug").string())
        if by_slug is None:
            item.get("slug").fail(f"{form.key}年表式没有这个代码")
    if by_label is not None and by_slug is not None and by_label != by_slug:
        item.fail("标签与slug指的不是同一格")
    index = by_label if by_label is not None else by_slug
    assert index is not None  # noqa: S101  one of the two was read above, or an error raised
    return index


def _cell(item: Node) -> Cell:
    raw = item.get("raw").string()
    place = _place(item, "place")
    if not item.has("state"):
        read = parse_value(raw)
        if item.has("value") and item.decimal("value") != read.value:
            item.get("value").fail(f"与raw“{raw}”读出的值不一致；请改正，或一并写明state")
        return Cell(raw, read.value, read.state, item.text("unit") or read.unit, place)
    state = item.get("state").enum(State)
    value = item.decimal("value")
    if (value is not None) != (state in _NUMBERS) or (state is State.ZERO and value):
        item.fail(f"value与state“{state.value}”不相配：number须有数，zero须为0，其余须为null")
    return Cell(raw, value, state, item.text("unit"), place)


def _section(item: Node, order: int) -> Section:
    item.only("number", "title", "order", "place", "paragraphs")
    paragraphs = []
    for node in item.list("paragraphs"):
        node.only("text", "place")
        paragraphs.append(Paragraph(node.get("text").string(), _place(node, "place")))
    return Section(
        number=item.get("number").integer(0, 6),
        title=item.text("title"),
        paragraphs=paragraphs,
        place=_place(item, "place"),
        order=item.get("order").integer() if item.has("order") else order,
    )


def _contact(node: Node) -> Contact:
    if not node.has("contact"):
        return Contact()
    item = node.get("contact")
    item.only("address", "phone", "postcode", "email", "website")
    return Contact(
        address=item.text("address"),
        phone=item.text("phone"),
        postcode=item.text("postcode"),
        email=item.text("email"),
        website=item.text("website"),
    )


def _period(node: Node) -> Any:
    if not node.has("period") or node.get("period").value is None:
        return None
    item = node.get("period")
    item.only("from", "to")
    return item.get("from").date(), item.get("to").date()


def _note(item: Node, form: Form) -> Note:
    item.only("code", "message", "place", "cells")
    cells = tuple(slug.one_of(form.by_slug) for slug in item.list("cells"))
    return Note(
        item.get("code").enum(NoteCode),
        item.get("message").string(),
        _place(item, "place"),
        cells,
    )


def _place(node: Node, name: str) -> Place:
    if not node.has(name):
        return Place()
    item = node.get(name)
    item.only("line", "page", "table", "row", "column", "sheet", "box")
    counts = {
        key: item.get(key).integer()
        for key in ("line", "page", "table", "row", "column")
        if item.has(key)
    }
    box = None
    if item.has("box"):
        corners = [corner.number() for corner in item.list("box")]
        if len(corners) != 4:
            item.get("box").fail("应为四个数：左、上、右、下")
        box = (corners[0], corners[1], corners[2], corners[3])
    return Place(**counts, sheet=item.text("sheet"), box=box)
