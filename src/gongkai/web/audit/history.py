"""经过: what happened to one object, in sentences that its page shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils import timezone

from gongkai.web.audit import verbs
from gongkai.web.audit.models import Entry
from gongkai.written import day_zh, moment_zh

__all__ = ["Change", "Event", "history", "sentence"]


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, as people read it."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the trace about an object; `person` is 张三（受理）."""

    at: datetime
    person: str
    sentence: str
    changes: tuple[Change, ...]
    reason: str
    article: str
    verb: str = ""


def history(row: models.Model, *, limit: int = 200, readings: bool = False) -> list[Event]:
    """What was done to a row, newest first; `readings`: also who looked at personal data.

    One query for the lines and one for each kind of row that their changes point to.
    """
    lines = Entry.objects.filter(kind=row._meta.label_lower, object=str(row.pk)).order_by("-id")
    if not readings:
        lines = lines.filter(personal=False)
    found = list(lines[:limit])
    names = _names(type(row), found)
    return [_event(type(row), entry, names) for entry in found]


def sentence(entry: Entry) -> str:
    """张三（受理）登记了“……”; of a reading: 张三（受理）查看了“……”的证件号码."""
    read = entry.after.get("read", "") if entry.personal else ""
    what = f"的{read}" if read else ""
    return f"{_person(entry)}{verbs.verb_zh(entry.verb)}了“{entry.label}”{what}"


def _person(entry: Entry) -> str:
    role = verbs.role_zh(entry.role)
    return f"{entry.actor_name}（{role}）" if role else entry.actor_name


_Names = Mapping[tuple[type[models.Model], str], str]


def _event(model: type[models.Model], entry: Entry, names: _Names) -> Event:
    changes = []
    # in the order of the form: a data base may keep the keys in another
    changed = set() if entry.personal else {*entry.before, *entry.after}
    known = [field.name for field in model._meta.fields if field.name in changed]
    for name in (*known, *sorted(changed.difference(known))):
        field = _field(model, name)
        zh = str(field.verbose_name) if field is not None else name
        before, after = entry.before.get(name), entry.after.get(name)
        changes.append(Change(zh, _shown(field, before, names), _shown(field, after, names)))
    return Event(
        entry.at, _person(entry), sentence(entry), tuple(changes), entry.reason, entry.article,
        entry.verb,
    )  # fmt: skip


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any] | None:
    """The field as the model has it today, if it still has it."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def _names(
    model: type[models.Model], entries: Iterable[Entry]
) -> dict[tuple[type[models.Model], str], str]:
    """What the rows are called to which changed fields point."""
    keys: dict[type[models.Model], set[Any]] = defaultdict(set)
    for entry in entries:
        for values in (entry.before, entry.after):
            for name, value in values.items():
                field = _field(model, name)
                if isinstance(field, models.ForeignKey) and value is not None:
                    keys[field.related_model].add(value)
    return {
        (other, str(each.pk)): str(each)
        for other, wanted in keys.items()
        for each in other._base_manager.filter(pk__in=wanted)
    }


def _shown(field: models.Field[Any, Any] | None, value: Any, names: _Names) -> str:
    if value is None or value == "":
        return "（空）"
    if isinstance(field, models.ForeignKey):
        return names.get((field.related_model, str(value)), f"编号{value}（已不存在）")
    if isinstance(value, bool):
        return "是" if value else "否"
    if field is None:
        return str(value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    try:
        converted = field.to_python(value)
    except ValidationError:  # the field was of another kind then
        return str(value)
    if isinstance(converted, datetime):
        return moment_zh(timezone.localtime(converted))
    if isinstance(converted, date):
        return day_zh(converted)
    return str(converted)
