"""模板标记: the text of a template as nodes. Merge fields only: nothing in it can be executed.

    {applicant.name}          a merge field; {x?} may stay empty (forms filled in by hand)
    {law.R2019.33.2}          an article, printed as `gongkai.sources` cites it; {law.R2019.15+32}
    {?x}…{/}  {!x}…{/}        shown if the field is there (is not there)
    {?x=v}…{/}                shown if it has that value
    {#list}…{.field}…{/}      once for each entry; {.} the entry itself, {.n} its number,
                              {.end} ；, after the last one 。
    {[x=v]}                   ■ or □
    {table name}  {remedies}  a table of the template; the remedy paragraph, alone on their lines
    **…**                     bold
Each line that is not empty is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gongkai.errors import BadInput
from gongkai.notices.fields import Kind, articles, field_of
from gongkai.sources import Article

__all__ = [
    "Choice", "Cite", "Each", "Merge", "Node", "Remedies", "TableSlot", "Text", "When", "parse",
    "walk",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the template itself; a line end is a paragraph's end."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge field; `blank`: it may stay empty."""

    path: str
    zh: str
    blank: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Cite:
    """Articles of one instrument."""

    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A box, ticked if the field has that value."""

    path: str
    value: str


@dataclass(frozen=True, slots=True)
class TableSlot:
    """The place of a table."""

    name: str


@dataclass(frozen=True, slots=True)
class Remedies:
    """The place of the remedy paragraph."""


@dataclass(frozen=True, slots=True)
class When:
    """What is shown if the field is there, or has `value`; the other way round if `negated`."""

    path: str
    value: str
    negated: bool
    inside: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Each:
    """What is shown for each entry of a list."""

    path: str
    inside: tuple[Node, ...]


Node = Text | Merge | Cite | Choice | TableSlot | Remedies | When | Each

_PIECE = re.compile(r"\{([^{}\n]*)\}|(\*\*)|([{}])|([^{}*]+|\*)")
_ALONE = re.compile(r"^[ \t]*(\{[?!#/][^{}\n]*\})[ \t]*\n", re.MULTILINE)
_CONDITION = re.compile(r"([?!#])\s*([\w.]+)\s*(?:=\s*([^=]+))?")
_CHOICE = re.compile(r"\[\s*([\w.]+)\s*=\s*([^=\]]+)\]")
_DEEPEST = 6


def parse(text: str, record: type | None = None) -> tuple[Node, ...]:
    """The nodes of a text. BadInput names the line and what is wrong with it.

    `record`: the text stands for an entry of a list of those.
    """
    # a tag alone on its line is not a paragraph
    parser = _Parser(_ALONE.sub(lambda m: m[1] + "\x00", text.replace("\r\n", "\n") + "\n"))
    nodes = parser.block(record, 0)
    return _trimmed(nodes)


def _trimmed(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Without the line end that `parse` put at the end."""
    if nodes and isinstance(nodes[-1], Text):
        last = replace(nodes[-1], text=nodes[-1].text.removesuffix("\n"))
        return (*nodes[:-1], last) if last.text else nodes[:-1]
    return nodes


class _Parser:
    """Goes through the pieces once, from left to right."""

    def __init__(self, text: str) -> None:
        self._pieces = _PIECE.finditer(text)
        self._line = 1
        self._bold = False

    def block(self, record: type | None, depth: int) -> tuple[Node, ...]:
        """Nodes up to the {/} that ends this block, or up to the end."""
        nodes: list[Node] = []
        for piece in self._pieces:
            tag, bold, stray, text = piece.groups()
            if bold:
                self._bold = not self._bold
            elif stray:
                raise self._bad("花括号没有成对；合并域写作 {applicant.name}")
            elif text is not None:
                self._line += text.count("\n") + text.count("\x00")
                if text := text.replace("\x00", ""):
                    nodes.append(Text(text, self._bold))
            elif tag.strip() == "/":
                if not depth:
                    raise self._bad("多出一个 {/}；每个 {/} 应与前面的 {?…}、{!…} 或 {#…} 对应")
                return tuple(nodes)
            else:
                nodes.append(self._node(tag.strip(), record, depth))
        if depth:
            raise self._bad("缺少 {/}；每个 {?…}、{!…}、{#…} 都要以 {/} 结束")
        if self._bold:
            raise self._bad("加粗标记 ** 没有成对")
        return tuple(nodes)

    def _node(self, tag: str, record: type | None, depth: int) -> Node:
        try:
            return self._simple(tag, record) or self._nested(tag, record, depth)
        except _Positioned:
            raise
        except BadInput as error:
            raise self._bad(str(error)) from None

    def _simple(self, tag: str, record: type | None) -> Node | None:
        if tag == "remedies":
            return Remedies()
        if tag.startswith("law."):
            return Cite(articles(tag))
        if tag.startswith("table "):
            return TableSlot(tag.removeprefix("table ").strip())
        if match := _CHOICE.fullmatch(tag):
            return Choice(field_of(match[1], record).path, match[2].strip())
        if tag[:1] in ("?", "!", "#", "["):
            return None
        path = tag.removesuffix("?")
        found = field_of(path, record)
        if found.kind in (Kind.RECORDS, Kind.FLAG):
            what = "{#" if found.kind is Kind.RECORDS else "{?"
            raise BadInput(f"“{found.zh}”不能直接写入文字；请用 {what}{path}}}…{{/}}")
        return Merge(path, found.zh, path != tag, self._bold)

    def _nested(self, tag: str, record: type | None, depth: int) -> Node:
        match = _CONDITION.fullmatch(tag)
        if not match:
            raise BadInput(f"看不懂“{{{tag}}}”；可用的写法见模板说明")
        if depth >= _DEEPEST:
            raise BadInput(f"“{{{tag}}}”套叠超过 {_DEEPEST} 层；请简化")
        sign, path, value = match.groups()
        found = field_of(path, record)
        if sign != "#":
            inside = self.block(record, depth + 1)
            return When(path, (value or "").strip(), sign == "!", inside)
        if found.kind not in (Kind.WORDS, Kind.RECORDS) or value:
            raise BadInput(f"“{found.zh}”不是清单，不能写作 {{{tag}}}")
        return Each(path, self.block(found.record or str, depth + 1))

    def _bad(self, what: str) -> BadInput:
        return _Positioned(f"第{self._line}行：{what}")


class _Positioned(BadInput):
    """Already says where."""


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Every node, those inside blocks too, in order."""
    for node in nodes:
        yield node
        if isinstance(node, When | Each):
            yield from walk(node.inside)
