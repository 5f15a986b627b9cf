"""拟定处理决定: a decision for each item, then what that decision needs, beside what is on file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from gongkai.errors import GongkaiError
from gongkai.law.decisions.codes import DECISIONS, PARTIAL, Decision, Group, barred_by, decision
from gongkai.law.decisions.exemptions import EXEMPTIONS
from gongkai.law.decisions.guards import Guard, Record
from gongkai.notices.facts import Decision as InNotice
from gongkai.notices.markup import Merge
from gongkai.notices.template import Template, fields, parse, standard
from gongkai.web.agencies.models import Agency
from gongkai.web.cases import letters, successors
from gongkai.web.cases.actions.deciding import LAPSED
from gongkai.web.cases.details import BASES
from gongkai.web.cases.models import Item, WantedForm, Way
from gongkai.web.cases.models.work import Opinion
from gongkai.web.cases.staff.asked import choose, long, text
from gongkai.web.cases.staff.opened import Opened
from gongkai.web.cases.staff.persons import Block

__all__ = ["Choosing", "ItemForm", "Need", "choices", "chosen", "item_forms", "kept", "one_more"]

_LISTS = ("information",)
_LONG = ("public_part", "unclear", "delivery", "unknown_body", "rule", "turn", "where", "channel")
# what a document may say of a decision, besides what the decision itself is
_DETAILS = frozenset(InNotice.__dataclass_fields__) - {"code", "item", "reason", "basis"}
_FROM_CASE = ("earlier_number", "earlier_date")
_MOST_PARTS = 12


def choices(day: Any) -> list[tuple[str, Any]]:
    """The decisions of today under their headings of table 3; lapses are acts of their own."""
    grouped: dict[str, list[tuple[str, str]]] = {group.zh: [] for group in Group}
    for one in DECISIONS:
        if one.code not in LAPSED and one.since <= day:
            grouped[one.group.zh].append((one.code, one.zh))
    return [(zh, found) for zh, found in grouped.items() if found]


class Choosing(Block):
    """The first page: which decision on each item; sent by GET, for a code tells of nobody."""

    def __init__(self, opened: Opened, data: Any = None) -> None:
        super().__init__(data)
        proposed = _proposed(opened)
        for item in opened.items:
            words = " ".join(item.text.split())
            label = f"第{item.order}项：{words[:60]}" if len(opened.items) > 1 else "处理决定"
            self.fields[f"c{item.order}"] = choose(
                label, choices(opened.today), initial=item.code or proposed
            )


def _proposed(opened: Opened) -> str:
    """What the sections hold, where that is one and plain."""
    held = {one.opinion for one in opened.sections if one.opinion}
    return {Opinion.DISCLOSE.value: "D12", Opinion.PARTLY.value: PARTIAL}.get(
        held.pop() if len(held) == 1 else "", ""
    )


def chosen(opened: Opened, data: Mapping[str, str]) -> dict[int, str] | None:
    """The decisions of the first page by the order of the items; None unless all are chosen."""
    known = {one.code for one in DECISIONS if one.code not in LAPSED and one.since <= opened.today}
    found = {item.order: str(data.get(f"c{item.order}", "")) for item in opened.items}
    return found if all(code in known for code in found.values()) else None


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that the law wants on file for a decision: there or not, or what bars it."""

    guard: Guard
    met: bool
    bars: bool = False
    records: tuple[tuple[str, str], ...] = ()  # what can be put on file by hand: value, word


class ItemForm(Block):
    """What one item needs once its decision is chosen."""

    def __init__(
        self, opened: Opened, item: Item, code: str, own: Mapping[str, Template],
        data: Mapping[str, Any] | None,
    ) -> None:  # fmt: skip
        super().__init__(data, prefix=f"i{item.order}", use_required_attribute=False)
        self.opened, self.item, self.decision = opened, item, decision(code)
        kept: dict[str, Any] = dict(item.details) if item.code == code else {}
        reason = item.reason if item.code == code else ""
        self.parts = self._count(data, kept)
        notice = self.decision.notice
        self.template = own.get(notice) or standard(notice)
        for name, field in self._fields(kept):
            self.fields[name] = field
        self.fields["reason"] = long(
            "事实和理由", "写入答复书；写明认定的事实和适用条款的理由，末尾不加句号。",
            initial=reason, required="reason" in _asked(self.template),
        )  # fmt: skip
        for field in self.fields.values():  # the same words for what is missing
            field.error_messages["required"] = f"请填写“{field.label}”（第{item.order}项）"

    @property
    def zh(self) -> str:
        """Its heading."""
        return f"第{self.item.order}项"

    def _count(self, data: Mapping[str, Any] | None, kept: Mapping[str, Any]) -> int:
        if self.decision.code != PARTIAL:
            return 0
        asked = str((data or {}).get(f"i{self.item.order}-parts", ""))
        count = int(asked) if asked.isdecimal() and len(asked) < 3 else len(kept.get("parts", ()))
        return min(max(count, 1), _MOST_PARTS)

    def _fields(self, kept: Mapping[str, Any]) -> Iterator[tuple[str, forms.Field]]:
        if self.decision.code == "D63":
            options = [(key, str(article)) for key, article in BASES.items()]
            first = next(iter(kept.get("basis", ())), "")
            yield "basis", choose("依据", options, initial=first)
        for name in _used(self.template):
            if name == "parts":
                yield from self._part_fields(kept.get("parts", ()))
            elif name == "search":
                yield from self._search_fields(kept.get("search") or {})
            elif name == "other_body":
                if known := _offers(self.opened):
                    yield "other_body-successor", choose(
                        "原机关已经撤销、合并的，选承接机关", known,
                        "选定以后填入其名称和联系方式；下面另填的，以所填为准。", required=False,
                    )  # fmt: skip
                for key, zh in (("name", "负责公开的行政机关名称"), ("contact", "其联系方式")):
                    value = (kept.get("other_body") or {}).get(key, "")
                    yield f"other_body-{key}", text(zh, 200, required=False, initial=value)
            elif name == "kind" and (kinds := self._kinds()):
                yield name, choose("具体类别", [(one, one) for one in kinds],
                                   initial=kept.get(name, ""))  # fmt: skip
            elif name in _DETAILS and name not in _FROM_CASE:
                yield name, self._plain(name, kept.get(name))

    def _kinds(self) -> tuple[str, ...]:
        return next((e.kinds for e in EXEMPTIONS if e.decision == self.decision.code), ())

    def _plain(self, name: str, value: Any) -> forms.Field:
        zh = str(InNotice.__dataclass_fields__[name].metadata.get("zh", name))
        case, needed = self.opened.case, name in _asked(self.template)
        if name in _LISTS:
            return long(zh, "一行一件。", initial="\n".join(value or ()), required=needed)
        default = {
            "form": WantedForm(case.wanted_form).zh, "way": Way(case.way).zh,
        }.get(name, "")  # fmt: skip
        if name in _LONG:
            return long(zh, initial=value or default, required=needed, rows=2, limit=2_000)
        return text(zh, 300, initial=value or default, required=needed)

    def _part_fields(self, kept: Any) -> Iterator[tuple[str, forms.Field]]:
        options = [
            (one.code, one.zh.removeprefix("不予公开：")) for one in DECISIONS
            if (one.group is Group.WITHHELD or one.code == "D63") and one.since <= self.opened.today
        ]  # fmt: skip
        for n in range(1, self.parts + 1):
            part = kept[n - 1] if n <= len(kept) else {}
            yield (
                f"part{n}-what",
                text(f"不公开的部分之{n}", 300, required=n == 1, initial=part.get("what", "")),
            )
            yield (
                f"part{n}-code",
                choose(
                    f"部分{n}的理由条款", options, required=n == 1, initial=part.get("code", "")
                ),
            )
            yield (
                f"part{n}-reason",
                text(f"部分{n}的理由", 1_000, required=n == 1, initial=part.get("reason", "")),
            )

    def _search_fields(self, kept: Mapping[str, str]) -> Iterator[tuple[str, forms.Field]]:
        log = next((one for one in reversed(self.opened.evidence)
                    if one.kind == Record.SEARCH_LOG), None)  # fmt: skip
        filed = {
            "by": log.by, "on": str(log.day), "scope": log.place, "method": log.text[:300],
        } if log is not None else {}  # fmt: skip
        for key, zh in (("by", "检索人员"), ("on", "检索时间"), ("scope", "检索范围"),
                        ("method", "检索方法")):  # fmt: skip
            yield (
                f"search-{key}",
                text(zh, 300, required=False, initial=kept.get(key) or filed.get(key, "")),
            )

    # what is on file

    @property
    def refused(self) -> list[str]:
        """The grounds of the withheld parts as they stand in the form."""
        found = [str(self[f"part{n}-code"].value() or "") for n in range(1, self.parts + 1)]
        return sorted({code for code in found if code})

    def needs(self) -> list[Need]:
        """The checklist: the guards of the decision and of its parts; the review comes later."""
        have, day = self.opened.records, self.opened.today
        guards: dict[tuple[Record, ...], Guard] = {}
        for part in (self.decision, *self._parts()):
            for guard in part.guards:
                if Record.REVIEW not in guard.records:
                    guards.setdefault(guard.records, guard)
        found = [
            Need(one, bool(set(one.records) & have), records=_by_hand(one))
            for one in guards.values()
        ]
        try:
            barred = barred_by(self.decision.code, have, day, self.refused)
        except GongkaiError:
            barred = ()
        return [*found, *(Need(one, False, bars=True) for one in barred)]

    def _parts(self) -> list[Decision]:
        known = {one.code for one in DECISIONS}
        return [decision(code) for code in self.refused if code in known]

    @property
    def law(self) -> str:
        """The articles of the decision."""
        return "、".join(map(str, self.decision.articles))

    # what it gives

    def given(self) -> dict[str, Any]:
        """The decision on this item as the action takes it."""
        values = self.cleaned_data
        details: dict[str, Any] = {}
        if basis := values.get("basis"):
            details["basis"] = [basis]
        for name in _used(self.template):
            if name == "parts":
                details["parts"] = self._parts_given(values)
            elif name in ("search", "other_body"):
                keys = ("by", "on", "scope", "method") if name == "search" else ("name", "contact")
                found = {key: values.get(f"{name}-{key}", "") for key in keys}
                if name == "other_body" and (pk := values.get("other_body-successor")):
                    found = _named(int(pk)) | {key: text for key, text in found.items() if text}
                details[name] = found if any(found.values()) else None
            elif name in _LISTS:
                lines = str(values.get(name) or "").splitlines()
                details[name] = [line.strip() for line in lines if line.strip()]
            elif name in self.fields:
                details[name] = values.get(name, "")
        grounds = [e.code for e in EXEMPTIONS
                   if e.decision in ({self.decision.code, *self.refused})]  # fmt: skip
        return {
            "order": self.item.order, "code": self.decision.code,
            "refused": self.refused if self.decision.code == PARTIAL else [],
            "grounds": grounds, "reason": values.get("reason", ""), "details": details,
        }  # fmt: skip

    def _parts_given(self, values: Mapping[str, Any]) -> list[dict[str, str]]:
        rows = [
            {key: values.get(f"part{n}-{key}") or "" for key in ("what", "code", "reason")}
            for n in range(1, self.parts + 1)
        ]
        return [row for row in rows if any(row.values())]

    def clean(self) -> dict[str, Any]:
        """A part that was begun is finished."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for n in range(2, self.parts + 1):
            row = {key: values.get(f"part{n}-{key}") for key in ("what", "code", "reason")}
            if any(row.values()):
                for key, value in row.items():
                    if not value:
                        self.add_error(
                            f"part{n}-{key}", f"不公开的部分之{n}没有填完；请填写或者清空"
                        )
        return values


def _offers(opened: Opened) -> list[tuple[str, str]]:
    """Who took over from whom: the bodies to name where the holder is no more; not this one."""
    own = opened.case.agency_id
    return [(str(one.new.pk), one.zh) for one in successors.offers(opened.today)
            if one.new.pk != own]  # fmt: skip


def _named(pk: int) -> dict[str, str]:
    body = Agency.objects.get(pk=pk)
    return {"name": body.name, "contact": successors.contact_of(body)}


def _by_hand(guard: Guard) -> tuple[tuple[str, str], ...]:
    from gongkai.web.cases.on_file import DERIVED

    return tuple((one.value, one.zh) for one in guard.records if one not in DERIVED)


def _used(template: Template) -> list[str]:
    """The details of a decision that its document prints, in the order of the document."""
    found = [path.split(".")[1] for path in fields(template) if path.startswith("decision.")]
    return [name for name in dict.fromkeys(found) if name in _DETAILS]


def _asked(template: Template) -> frozenset[str]:
    """The details that the document prints in any case: without them it is lacking."""
    parts = (template.opening, template.body, template.closing)
    merged = {node.path for part in parts for node in part
              if isinstance(node, Merge) and not node.blank}  # fmt: skip
    return frozenset(path.split(".")[1] for path in merged if path.startswith("decision."))


def one_more(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, with one line more for the item whose button was pressed."""
    found = {key: data[key] for key in data}
    name = f"i{data.get('again', '')}-parts"
    if (asked := str(found.get(name, ""))).isdecimal() and len(asked) < 3:
        found[name] = str(int(asked) + 1)
    return found


def kept(form: ItemForm, data: Mapping[str, Any]) -> ItemForm:
    """The same form as a fresh one that holds what was typed: nothing is judged yet."""
    for name in form.fields:
        form.initial[name] = data.get(f"{form.prefix}-{name}", "")
    form.data, form.is_bound = {}, False
    return form


def item_forms(
    opened: Opened, codes: Mapping[int, str], data: Mapping[str, Any] | None
) -> list[ItemForm]:
    """The second page: one block an item."""
    own = {code: parse(one.text) for code, one in letters.templates_of(opened.case.agency).items()}
    return [ItemForm(opened, item, codes[item.order], own, data) for item in opened.items]
