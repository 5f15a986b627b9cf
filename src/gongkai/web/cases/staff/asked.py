"""每个动作问什么: pieces that the forms of all verbs share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import QuerySet

from gongkai.law.service import ServiceMethod
from gongkai.web.agencies.models import Section, on
from gongkai.web.cases.models import Desk, Way
from gongkai.web.cases.staff.opened import Opened
from gongkai.web.workbench.forms import WorkForm, day_field

__all__ = [
    "Asked", "choose", "day", "long", "number", "pick", "several", "sending", "text",
    "tick", "ticks", "unchanged",
]  # fmt: skip

Fields = Mapping[str, forms.Field]
Facts = dict[str, Any]


def nothing(opened: Opened) -> Fields:
    """No field at all: the act needs no more than to be confirmed."""
    return {}


def unchanged(given: Facts, name: str, kept: str) -> bool:
    """Whether a field came back as it stood, whatever the browser made of its line ends."""
    return str(given[name] or "").replace("\r\n", "\n").strip() == kept.strip()


def as_given(opened: Opened, given: Facts) -> Facts:
    """The fields are the facts."""
    return given


@dataclass(frozen=True, slots=True)
class Asked:
    """A verb on a page: its fields, what is so once it is done, how the fields become facts.

    `template` is that of the page; `beside` what it shows besides; `button` the word pressed.
    """

    fields: Callable[[Opened], Fields] = nothing
    consequence: str | Callable[[Opened], str] = ""
    danger: bool = False
    facts: Callable[[Opened, Facts], Facts] = as_given
    help: tuple[str, ...] = ()
    template: str = "cases/act.html"
    beside: Callable[[Opened, WorkForm], Facts] | None = None
    button: str = ""
    show: tuple[str, ...] = field(default=())  # parts of the case beside the form: wish, …
    people: bool = False  # applicants may be typed anew

    def form(self, opened: Opened, data: Any = None, initial: Facts | None = None) -> WorkForm:
        """The form for that case."""
        base: Any = type("AskedForm", (WorkForm,), dict(self.fields(opened)))
        start = {"version": opened.case.version, **(initial or {})}
        form: WorkForm = base(data, initial=start)
        return form

    def said(self, opened: Opened) -> str:
        """What is so once it is done."""
        return self.consequence(opened) if callable(self.consequence) else self.consequence


# fields -------------------------------------------------------------------------------------------


def text(label: str, limit: int, help_text: str = "", *, required: bool = True,
         initial: str = "") -> forms.Field:  # fmt: skip
    """One line."""
    return forms.CharField(
        label=label, max_length=limit, required=required, help_text=help_text, initial=initial
    )


def long(label: str, help_text: str = "", *, required: bool = True, initial: str = "",
         rows: int = 4, limit: int = 10_000) -> forms.Field:  # fmt: skip
    """Several lines."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, initial=initial, max_length=limit,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def choose(label: str, options: Iterable[tuple[str, str]], help_text: str = "", *,
           required: bool = True, initial: str = "") -> forms.Field:  # fmt: skip
    """One of several, from a list; the only one there is stands chosen."""
    found = list(options)
    if len(found) == 1 and required:
        initial = initial or found[0][0]
    return forms.ChoiceField(
        label=label, choices=[("", "请选择"), *found], help_text=help_text, required=required,
        initial=initial,
    )  # fmt: skip


def buttons(label: str, options: Iterable[tuple[str, str]], help_text: str = "", *,
            required: bool = True, initial: str = "") -> forms.Field:  # fmt: skip
    """One of a few, all of them to be seen."""
    return forms.ChoiceField(
        label=label, choices=list(options), help_text=help_text, required=required,
        initial=initial, widget=forms.RadioSelect,
    )  # fmt: skip


def pick(label: str, rows: QuerySet[Any], help_text: str = "", *, required: bool = True,
         none: str = "", label_of: Callable[[Any], str] = str) -> forms.Field:  # fmt: skip
    """One of several rows; the only one there is stands chosen."""

    class _Pick(forms.ModelChoiceField[Any]):
        def label_from_instance(self, obj: Any) -> str:
            return label_of(obj)

    found = list(rows[:2]) if required else []
    only = found[0].pk if len(found) == 1 else None
    return _Pick(rows, label=label, required=required, help_text=help_text, initial=only,
                 empty_label=none or "请选择")  # fmt: skip


def several(label: str, rows: QuerySet[Any], help_text: str = "") -> forms.Field:
    """Several rows, with a box for each."""
    return forms.ModelMultipleChoiceField(
        rows, label=label, help_text=help_text, widget=forms.CheckboxSelectMultiple
    )


def number(label: str, least: int, most: int, help_text: str = "", *, required: bool = True,
           initial: int | None = None) -> forms.Field:  # fmt: skip
    """A whole number."""
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, help_text=help_text, required=required,
        initial=initial,
    )  # fmt: skip


def ticks(label: str, options: Iterable[tuple[str, str]], help_text: str = "", *,
          required: bool = True) -> forms.Field:  # fmt: skip
    """Some of a few, with a box for each."""
    return forms.MultipleChoiceField(
        label=label, choices=list(options), help_text=help_text, required=required,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


def tick(label: str, help_text: str = "", *, initial: bool = False) -> forms.Field:
    """A box to tick."""
    return forms.BooleanField(label=label, required=False, help_text=help_text, initial=initial)


def day(opened: Opened, label: str, help_text: str = "", *, required: bool = True,
        filled: bool = True) -> forms.Field:  # fmt: skip
    """A day; today unless it is changed."""
    found = day_field(label, required=required, help_text=help_text)
    found.initial = opened.today if filled else None
    return found


# how a letter leaves ------------------------------------------------------------------------------

_BY_WAY = {
    Way.POST.value: ServiceMethod.POST, Way.ONLINE.value: ServiceMethod.ELECTRONIC,
    Way.EMAIL.value: ServiceMethod.ELECTRONIC, Way.FAX.value: ServiceMethod.ELECTRONIC,
    Way.PICK_UP.value: ServiceMethod.DIRECT,
}  # fmt: skip


def sending(opened: Opened, *, to_applicant: bool = True) -> Fields:
    """How a document goes out (送达)."""
    method = _BY_WAY[opened.case.way] if to_applicant else ServiceMethod.POST
    whose = "申请人" if to_applicant else "对方"
    return {
        "method": choose("送达方式", [(one.value, one.zh) for one in ServiceMethod],
                         "以今天为发出（交邮）之日。邮寄只能通过邮政企业寄递（邮政法第五十五条）。",
                         initial=method.value),
        "reached": day(opened, "签收日期", "直接送达的填写；邮寄的，签收以后在“登记送达”中补登。",
                       required=False, filled=False),
        "tracking": text("邮件编号", 60, "邮寄的必填。", required=False),
        "to": text("送达地址", 200, f"不填为{whose}留下的地址。", required=False),
        "receiver": text("签收人", 60, required=False),
    }  # fmt: skip


def open_sections(opened: Opened) -> QuerySet[Section]:
    """The sections that the body has today."""
    return Section.objects.filter(on(opened.today), agency=opened.case.agency_id)


def desk_of(opened: Opened) -> Desk:
    """How the body's desk works."""
    return Desk.objects.filter(agency=opened.case.agency_id).first() or Desk()
