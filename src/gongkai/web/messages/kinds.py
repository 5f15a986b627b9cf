"""消息种类: what can be told, with its wording in a file, its merge fields and its ways out.

A file is TOML:

    kind = "post_given"
    zh = "岗位变动"
    version = 1            # raised with each change of the wording
    urgent = false         # true: neither quiet hours nor digests hold it back
    channels = ["mail"]    # besides the workbench, where every message is shown
    subject = "您有新的岗位：{post}"
    text = "……{post}……{reason}……"
    [fields]
    post = "岗位"
    [personal]             # fields with personal data: never in the subject
    reason = "理由"
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gongkai.errors import BadInput
from gongkai.web.messages.models import Channel

__all__ = [
    "HERE", "SUBJECT", "TEXT", "Kind", "Wording", "all_kinds", "kind_of", "kind_zh", "load",
    "load_folder",
]  # fmt: skip

HERE = Path(__file__).parent / "kinds"
_KEYS = {"kind", "zh", "version", "urgent", "channels", "subject", "text", "fields", "personal"}
SUBJECT, TEXT = 100, 5_000  # characters of what a body may write
_SUBJECT = 200  # of the subject with its fields filled in
_kinds: dict[str, Kind] = {}


@dataclass(frozen=True, slots=True)
class Wording:
    """A message as it will be read."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message; `fields` and `personal` name the merge fields in Chinese."""

    slug: str
    zh: str
    version: int
    subject: str
    text: str
    fields: Mapping[str, str]
    personal: Mapping[str, str]
    channels: tuple[Channel, ...] = ()
    urgent: bool = False

    def word(self, values: Mapping[str, Any]) -> Wording:
        """The wording with all fields filled in; BadInput names those missing or unknown."""
        known = {**self.fields, **self.personal}
        missing = [f"{known[n]}（{n}）" for n in known if str(values.get(n, "")).strip() == ""]
        if missing:
            raise BadInput(f"消息“{self.zh}”缺少合并字段：{'、'.join(missing)}")
        unknown = sorted(set(values) - set(known))
        if unknown:
            raise BadInput(
                f"消息“{self.zh}”没有合并字段 {'、'.join(unknown)}；可用的有 {'、'.join(known)}"
            )
        plain = {name: str(value) for name, value in values.items()}
        # a line break in a subject would begin another header
        subject = " ".join(self.subject.format_map(plain).split())
        return Wording(subject[:_SUBJECT], self.text.format_map(plain).strip())

    def reworded(self, subject: str, text: str) -> Kind:
        """The same kind in other words; BadInput says which merge field is not to be had."""
        _check(subject, text, self.fields, self.personal)
        return replace(self, subject=subject, text=text)


def _check(subject: str, text: str, fields: Mapping[str, str], personal: Mapping[str, str]) -> None:
    """Of a wording that a person wrote."""
    parts = (("标题", subject, set(fields)), ("正文", text, {*fields, *personal}))
    names = "、".join(f"{{{name}}}（{zh}）" for name, zh in {**fields, **personal}.items())
    for zh, part, allowed in parts:
        if not part.strip():
            raise BadInput(f"{zh}没有填写；请填写")
        for field in _named(part, "消息用语", zh):
            if field in personal and field not in allowed:
                raise BadInput(
                    f"标题里不能有个人信息 {{{field}}}（{personal[field]}）；请写在正文里"
                )
            if field not in allowed:
                raise BadInput(f"{zh}里的合并字段 {{{field}}} 不存在；可用的有 {names}")


def load_folder(folder: Path) -> None:
    """Register the kinds of all files *.toml of an app."""
    for path in sorted(folder.glob("*.toml")):
        load(path.read_text("utf-8"), path.name)


def load(text: str, name: str) -> Kind:
    """Register the kind that a file holds; BadInput says what is wrong in it."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadInput(f"{name}：不是正确的 TOML（{problem}）") from None
    kind = _kind(table, name)
    if _kinds.setdefault(kind.slug, kind) != kind:
        raise BadInput(f"{name}：消息种类 {kind.slug} 已经另有定义")
    return kind


def _kind(table: dict[str, Any], name: str) -> Kind:
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise BadInput(f"{name}：不认识 {'、'.join(unknown)}；可用的有 {'、'.join(sorted(_KEYS))}")
    for key, wanted in (("kind", str), ("zh", str), ("version", int), ("subject", str),
                        ("text", str)):  # fmt: skip
        if not isinstance(table.get(key), wanted) or not table[key]:
            raise BadInput(f"{name}：缺少 {key}")
    fields, personal = table.get("fields", {}), table.get("personal", {})
    channels = table.get("channels", [])
    wrong = sorted(set(channels) - {c.value for c in Channel})
    if wrong:
        raise BadInput(f"{name}：没有渠道 {'、'.join(wrong)}；可用的有 mail、sms")
    for part, allowed in (("subject", set(fields)), ("text", {*fields, *personal})):
        for field in _named(table[part], name, part):
            if field in personal and part == "subject":
                raise BadInput(f"{name}：标题里不能有个人信息（{field}）；请移到 text")
            if field not in allowed:
                raise BadInput(f"{name}：{part} 里的合并字段 {field} 没有在 [fields] 中说明")
    return Kind(
        table["kind"], table["zh"], table["version"], table["subject"], table["text"],
        fields, personal, tuple(Channel(c) for c in channels), bool(table.get("urgent", False)),
    )  # fmt: skip


def _named(text: str, name: str, part: str) -> Iterator[str]:
    """The merge fields of a wording: plain names in braces and nothing cleverer."""
    try:
        for _, field, spec, conversion in string.Formatter().parse(text):
            if field is not None:
                if not field.isidentifier() or spec or conversion:
                    raise BadInput(f"{name}：{part} 里的“{{{field}}}”不是合并字段；应如 {{body}}")
                yield field
    except ValueError:
        raise BadInput(f"{name}：{part} 里的花括号不成对；字面的花括号写两遍") from None


def kind_of(slug: str) -> Kind:
    """A registered kind; BadInput for another."""
    if slug not in _kinds:
        raise BadInput(f"没有消息种类 {slug}；已登记的有 {'、'.join(sorted(_kinds))}")
    return _kinds[slug]


def kind_zh(slug: str) -> str:
    """How people read it, also when the app that had it is gone."""
    return _kinds[slug].zh if slug in _kinds else slug


def all_kinds() -> list[Kind]:
    """Every kind, by its slug."""
    return [_kinds[slug] for slug in sorted(_kinds)]
