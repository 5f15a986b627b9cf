"""表单: the form pattern — one column, a summary of errors with links, each error at its field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList

__all__ = ["Renderer", "WorkForm", "day_field", "mistakes"]


class Renderer(TemplatesSetting):
    """Every form of the platform is drawn by the same two templates."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


_CHOSEN = (forms.ChoiceField, forms.ModelChoiceField, forms.FileField, forms.DateField)


class WorkForm(forms.Form):
    """A form whose mistakes say what to do; `version` is the one of the row that was shown."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label = field.label or name
            word = "请选择" if isinstance(field, _CHOSEN) else "请填写"
            if isinstance(field, forms.BooleanField):
                word = "请勾选"
            field.error_messages["required"] = f"{word}“{label}”"
            if isinstance(field, forms.DateField):
                field.error_messages["invalid"] = f"“{label}”不是日期；应写成 2026-11-21"
            if "invalid_choice" in field.error_messages:
                field.error_messages["invalid_choice"] = f"“{label}”没有这一项；请从列表中选择"

    @property
    def facts(self) -> dict[str, Any]:
        """What was filled in, for an action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def seen(self) -> int | None:
        """The version of the row that the person saw."""
        version: int | None = self.cleaned_data.get("version")
        return version


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day, with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def mistakes(form: forms.BaseForm) -> Iterator[tuple[str, str]]:
    """Each mistake of a form with the id of the field to go to; the form's own have none."""
    for name, errors in form.errors.items():
        anchor = ""
        if name in form.fields:
            bound = form[name]
            # a group of buttons has no one control: its first one is gone to
            anchor = bound.id_for_label or f"{bound.auto_id}_0"
        yield from ((anchor, str(error)) for error in _sentences(errors))


def _sentences(errors: Any) -> list[str]:
    return [str(error) for error in errors] if isinstance(errors, ErrorList | list) else []
