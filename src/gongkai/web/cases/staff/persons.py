"""申请人与代理人的表单: one block a person, as many as there are; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.terms import term
from gongkai.web.cases.people import IdentityKind
from gongkai.web.workbench.forms import WorkForm

__all__ = ["MOST", "AgentForm", "Block", "PersonForm", "person_forms", "persons_given"]

MOST = 20


def _kinds() -> list[tuple[str, Any]]:
    """The kinds under their columns of table 3."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for one in APPLICANT_KINDS:
        grouped.setdefault(term(one.column).zh, []).append((one.id, one.zh))
    return [("", "请选择"), *grouped.items()]


class Block(WorkForm):
    """A part of a page that is no row of its own: it has no version."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]


class PersonForm(Block):
    """An applicant; what a letter lacks may be left out and is asked for by way of correction."""

    kind = forms.ChoiceField(
        label="申请人类别", choices=_kinds, help_text="类别决定年度报告表三的列。"
    )
    name = forms.CharField(label="姓名或者名称", max_length=100)
    identity_kind = forms.ChoiceField(
        label="证件种类",
        required=False,
        choices=[("", "未提供"), *((one.value, one.zh) for one in IdentityKind)],
    )
    identity = forms.CharField(
        label="证件号码", max_length=60, required=False, help_text="加密保存，在页面上遮盖显示。"
    )
    representative = forms.CharField(
        label="法定代表人（负责人）",
        max_length=60,
        required=False,
        help_text="申请人是组织的填写。",
    )
    contact = forms.CharField(label="联系人", max_length=60, required=False)
    phone = forms.CharField(label="联系电话", max_length=40, required=False)
    email = forms.CharField(label="电子邮箱", max_length=254, required=False)
    address = forms.CharField(label="通信地址", max_length=200, required=False)
    postcode = forms.CharField(label="邮政编码", max_length=6, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in self.fields.values():
            one.widget.attrs["autocomplete"] = "off"


class AgentForm(Block):
    """Who acts for the applicant."""

    name = forms.CharField(label="代理人姓名", max_length=100, required=False)
    identity_kind = PersonForm.base_fields["identity_kind"]
    identity = forms.CharField(label="代理人证件号码", max_length=60, required=False)
    phone = forms.CharField(label="代理人联系电话", max_length=40, required=False)
    address = forms.CharField(label="代理人通信地址", max_length=200, required=False)


def person_forms(data: Mapping[str, str] | None, count: int) -> Iterator[PersonForm]:
    """The blocks p1 … pN."""
    for n in range(1, count + 1):
        # blocks after the first may stay empty: they are then left out
        yield PersonForm(data, prefix=f"p{n}", empty_permitted=n > 1, use_required_attribute=False)


def persons_given(blocks: list[PersonForm]) -> list[dict[str, Any]]:
    """What was filled in, block by block; empty ones left out."""
    return [dict(one.cleaned_data) for one in blocks if one.cleaned_data.get("name")]
