"""文书模板: one TOML file a document, ours or a body's own version of it.

    code = "T04"
    title = "补正告知书"
    opening = "…"     # once, before what is decided
    body = "…"        # for a decision: once for each item of the application
    closing = "…"     # after that, with {remedies}
    addressee = "{applicant.name}"   # these three: where absent in a reply, those of reply.toml
    [table.NAME]      # widths in mm (together 156), head, rows, or each + row
Marks inside the texts: see `gongkai.notices.markup`.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from gongkai.errors import BadInput
from gongkai.law.documents.notices import Audience, notice
from gongkai.notices.fields import Kind, field_of
from gongkai.notices.markup import (
    Choice,
    Cite,
    Each,
    Merge,
    Node,
    TableSlot,
    Text,
    When,
    walk,
)
from gongkai.notices.markup import (
    parse as parse_text,
)
from gongkai.report.write.measures import COLUMN_WIDTH
from gongkai.sources import cite

__all__ = ["CellSpec", "TableSpec", "Template", "fields", "parse", "source", "standard"]

_LARGEST = 100_000
_KEYS = {"code", "title", "addressee", "opening", "body", "closing", "table"}
_TABLE_KEYS = {"widths", "head", "rows", "each", "row", "blank"}
_CELL_KEYS = {"text", "columns", "rows", "height", "left"}


@dataclass(frozen=True, slots=True)
class CellSpec:
    """A cell: what it says, how many columns and rows it spans, its least height in mm."""

    nodes: tuple[Node, ...]
    columns: int = 1
    rows: int = 1
    height: float = 0.0
    label: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table: fixed `rows`, or one `row` for `each` entry (`blank` rows where there is none)."""

    name: str
    widths: tuple[float, ...]
    head: tuple[CellSpec, ...] = ()
    rows: tuple[tuple[CellSpec, ...], ...] = ()
    each: str = ""
    row: tuple[CellSpec, ...] = ()
    blank: int = 0

    @property
    def cells(self) -> Iterator[CellSpec]:
        """All of them."""
        for row in (self.head, *self.rows, self.row):
            yield from row


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed template; `version` changes with any change of its text."""

    code: str
    title: str
    version: str
    addressee: tuple[Node, ...] = ()
    opening: tuple[Node, ...] = ()
    body: tuple[Node, ...] = ()
    closing: tuple[Node, ...] = ()
    tables: Mapping[str, TableSpec] = field(default_factory=dict)

    @property
    def outgoing(self) -> bool:
        """Whether the body sends it out: with its name, 文号, date and seal."""
        return notice(self.code).audience not in (Audience.FILE, Audience.TO_BODY)

    @property
    def nodes(self) -> Iterator[Node]:
        """Every node, those of its tables too."""
        for part in (self.addressee, self.opening, self.body, self.closing):
            yield from walk(part)
        for table in self.tables.values():
            for cell in table.cells:
                yield from walk(cell.nodes)

    @property
    def words(self) -> str:
        """Its own words, without merge fields."""
        return "".join(
            n.text if isinstance(n, Text) else cite(n.articles) if isinstance(n, Cite) else "…"
            for n in self.nodes
            if not isinstance(n, When | Each)
        )


def fields(template: Template) -> tuple[str, ...]:
    """Paths of the merge fields that it prints or asks about, each once, in order."""
    found: dict[str, None] = {}
    for node in template.nodes:
        if isinstance(node, Merge | Choice | When | Each) and not node.path.startswith("."):
            found[node.path] = None
    for table in template.tables.values():
        if table.each:
            found[table.each] = None
    return tuple(found)


def parse(text: str) -> Template:
    """The template of that text; BadInput says in which part and line what is wrong."""
    if len(text) > _LARGEST:
        raise BadInput(f"模板超过 {_LARGEST} 字；请检查是否误贴了其他内容")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"第{place[1]}行第{place[2]}列" if place else "末尾"
        raise BadInput(f"模板不是有效的 TOML 文本：{where}看不懂；请检查引号和等号") from None
    except RecursionError:
        raise BadInput("模板不是有效的 TOML 文本：括号套叠过深；请检查方括号和花括号") from None
    _only(data, _KEYS, "模板")
    code, title = _string(data, "code", "模板"), _string(data, "title", "模板").strip()
    notice(code)
    if not title or not data.get("body"):
        raise BadInput("模板缺少 title（标题）或者 body（正文）")
    if "{" in title or "}" in title:
        raise BadInput(f"标题“{title}”里不能写合并域；机关名称由系统印在标题上一行")
    if notice(code).decisions:  # replies share their frame unless they bring their own
        common, frame = _frame()
        data = {**frame, **data}
        text += common
    parts = {name: _part(data, name) for name in ("addressee", "opening", "body", "closing")}
    tables = data.get("table", {})
    if not isinstance(tables, dict):
        raise BadInput("模板的表格应写作 [table.名称]")
    made = Template(
        code, title, _version(text), **parts,
        tables={name: _table(name, spec) for name, spec in tables.items()},
    )  # fmt: skip
    asked = {n.name for n in made.nodes if isinstance(n, TableSlot)}
    for name in sorted(asked ^ set(tables)):
        what = "没有这个表格" if name in asked else "正文没有用到这个表格"
        raise BadInput(f"表格 {name}：{what}；{{table {name}}} 应与 [table.{name}] 对应")
    return made


@cache
def _frame() -> tuple[str, dict[str, Any]]:
    """The addressee, opening and closing of a reply."""
    text = (files(__package__) / "templates" / "reply.toml").read_text("utf-8")
    return text, tomllib.loads(text)


def _version(text: str) -> str:
    return hashlib.sha256(text.replace("\r\n", "\n").strip().encode()).hexdigest()[:12]


def _only(data: Mapping[str, Any], keys: set[str], where: str) -> None:
    if unknown := sorted(set(data) - keys):
        raise BadInput(f"{where}中不认识的项：{'、'.join(unknown)}；可用 {'、'.join(sorted(keys))}")


def _string(data: Mapping[str, Any], key: str, where: str) -> str:
    found = data.get(key, "")
    if not isinstance(found, str):
        raise BadInput(f"{where}的 {key} 应为文字")
    return found


def _part(data: Mapping[str, Any], name: str) -> tuple[Node, ...]:
    try:
        return parse_text(_string(data, name, "模板").strip("\n"))
    except BadInput as error:
        raise BadInput(f"模板 {name} {error}") from None


# --- tables -------------------------------------------------------------------------------------


def _table(name: str, spec: object) -> TableSpec:
    where = f"表格 {name}"
    if not isinstance(spec, dict):
        raise BadInput(f"{where}应写作 [table.{name}]")
    _only(spec, _TABLE_KEYS, where)
    widths = _numbers(spec.get("widths"), where)
    each = _string(spec, "each", where)
    record = None
    if each:
        found = field_of(each)
        if found.kind not in (Kind.WORDS, Kind.RECORDS):
            raise BadInput(f"{where}：“{found.zh}”不是清单")
        record = found.record or str
    made = TableSpec(
        name, widths,
        head=_row(spec.get("head", []), where, None),
        rows=tuple(_row(row, where, None) for row in _listed(spec.get("rows", []), where)),
        each=each,
        row=_row(spec.get("row", []), where, record),
        blank=int(_number(spec.get("blank", 0), where)),
    )  # fmt: skip
    if bool(made.each) is not bool(made.row) or not (made.row or made.rows):
        raise BadInput(f"{where}应写 rows（固定各行），或者同时写 each（清单）和 row（一行）")
    _check_grid(made, where)
    return made


def _check_grid(table: TableSpec, where: str) -> None:
    """Each row fills the columns exactly, with what reaches down from above."""
    above: dict[int, int] = {}
    for n, row in enumerate(filter(None, (table.head, *table.rows, table.row)), 1):
        free = [at for at in range(len(table.widths)) if not above.get(at)]
        above = {at: left - 1 for at, left in above.items() if left > 1}
        for cell in row:
            taken, free = free[: cell.columns], free[cell.columns :]
            if len(taken) < cell.columns or taken[-1] - taken[0] != cell.columns - 1:
                raise BadInput(f"{where}第{n}行的格数与列数（{len(table.widths)}）不符")
            above |= dict.fromkeys(taken, cell.rows - 1) if cell.rows > 1 else {}
        if free:
            raise BadInput(f"{where}第{n}行的格数与列数（{len(table.widths)}）不符")
    if above:
        raise BadInput(f"{where}有格向下跨出了表格；请减少它的 rows")


def _listed(found: object, where: str) -> list[Any]:
    if not isinstance(found, list):
        raise BadInput(f"{where}：此处应为 [ … ] 清单")
    return found


def _number(found: object, where: str) -> float:
    if not isinstance(found, int | float) or isinstance(found, bool) or not 0 <= found <= 250:
        raise BadInput(f"{where}：“{found}”应为 0 至 250 的数字")
    return float(found)


def _numbers(found: object, where: str) -> tuple[float, ...]:
    widths = tuple(_number(one, where) for one in _listed(found, where))
    if abs(sum(widths) - COLUMN_WIDTH) > 0.5:
        raise BadInput(f"{where}：各列宽度之和应为 {COLUMN_WIDTH} 毫米，现为 {sum(widths):g} 毫米")
    return widths


def _row(found: object, where: str, record: type | None) -> tuple[CellSpec, ...]:
    return tuple(_cell(one, where, record) for one in _listed(found, where))


def _cell(found: object, where: str, record: type | None) -> CellSpec:
    """A cell is a text, or {text, columns, rows, height, left}; `*` before a text: a label."""
    spec = {"text": found} if isinstance(found, str) else found
    if not isinstance(spec, dict):
        raise BadInput(f"{where}：格应为文字，或者 {{ text = … }}")
    _only(spec, _CELL_KEYS, where)
    text = _string(spec, "text", where)
    label = text.startswith("*") and not text.startswith("**")
    try:
        nodes = parse_text(text.removeprefix("*") if label else text, record)
    except BadInput as error:
        raise BadInput(f"{where}“{text}” {error}") from None
    return CellSpec(
        nodes,
        max(1, int(_number(spec.get("columns", 1), where))),
        max(1, int(_number(spec.get("rows", 1), where))),
        _number(spec.get("height", 0), where),
        label,
        bool(spec.get("left", False)),
    )


@cache
def standard(code: str) -> Template:
    """Our own template of a document (T01–T40)."""
    return parse(source(code))


def source(code: str) -> str:
    """The text of our own template, to begin a body's own version with."""
    notice(code)
    return (files(__package__) / "templates" / f"{code}.toml").read_text("utf-8")
