"""申请表: who asks, what for, how it is to come; never why.

Several forms on one page, each with its prefix, so that what is typed can lie in a draft by the
names of its fields. What is right is judged by `cases.people`; here it is put at its field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from django import forms

from gongkai.errors import BadInput
from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.law.publishing import Ground
from gongkai.terms import term
from gongkai.web.cases.models import Part, WantedForm, Way
from gongkai.web.cases.moves import Matter
from gongkai.web.cases.people import IdentityKind, read
from gongkai.web.workbench.forms import WorkForm, mistakes
from gongkai.web.workbench.things import Fact

__all__ = [
    "CODE", "MOST", "AgentForm", "ApplicationForms", "ClaimForm", "CorrectionForm", "PersonForm",
    "ProposalForm", "RatingForm", "ReasonsForm", "TrackForm", "WishForm", "typed", "without",
]  # fmt: skip

MOST = 20  # applicants
CODE = 10  # signs of a query code
_LONGEST = 10_000
_HEADS = {"natural_person": "自然人"}


def _kinds() -> list[tuple[str, Any]]:
    """Kinds of applicants under the columns of table 3, in the order of both."""
    groups: list[tuple[str, Any]] = [("", "请选择")]
    for column, kinds in groupby(APPLICANT_KINDS, key=lambda one: one.column):
        head = _HEADS.get(column, f"法人或者其他组织：{term(column).zh}")
        groups.append((head, [(one.id, one.zh) for one in kinds]))
    return groups


def _text(label: str, most: int, hint: str = "", *, needed: bool = False, **attrs: str) -> Any:
    return forms.CharField(
        label=label, max_length=most, help_text=hint, required=needed,
        widget=forms.TextInput(attrs=attrs),
    )  # fmt: skip


class AgentForm(WorkForm):
    """Who acts for the applicant."""

    part = Part.AGENT
    name = _text("代理人姓名", 100, "与证件上的一致。", needed=True, autocomplete="off")
    identity_kind = forms.ChoiceField(
        label="代理人证件种类", choices=[("", "请选择"), *((k.value, k.zh) for k in IdentityKind)]
    )
    identity = _text("代理人证件号码", 60, "加密保存。", needed=True, autocomplete="off")
    phone = _text("代理人联系电话", 40, autocomplete="off", inputmode="tel")

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        self.day = day
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Judged as a whole once nothing is missing."""
        super().clean()
        if not self.errors:
            try:
                read(self.facts, self.day, self.part)
            except BadInput as wrong:
                self.add_error(_field_of(str(wrong), self.fields), str(wrong))
        return self.cleaned_data


class PersonForm(AgentForm):
    """An applicant."""

    part = Part.APPLICANT
    kind = forms.ChoiceField(
        label="申请人类别", choices=_kinds(),
        help_text="个人选“公民个人”；单位按自己的性质选择。只用于年度统计，不影响办理。",
    )  # fmt: skip
    name = _text(
        "姓名或者名称", 100, "与证件上的一致；单位写全称。", needed=True, autocomplete="name"
    )
    identity_kind = forms.ChoiceField(
        label="证件种类", choices=[("", "请选择"), *((k.value, k.zh) for k in IdentityKind)],
        help_text="个人一般用居民身份证，单位一般用统一社会信用代码。",
    )  # fmt: skip
    identity = _text(
        "证件号码", 60, "加密保存，工作人员查看时留下记录。", needed=True, autocomplete="off"
    )
    representative = _text("法定代表人（负责人）", 60, "申请人是单位的填写。", autocomplete="off")
    contact = _text("联系人", 60, "申请人是单位的填写。", autocomplete="off")
    phone = _text(
        "联系电话", 40, "机关通过电话与您确认收到申请，建议填写。", autocomplete="tel",
        inputmode="tel",
    )  # fmt: skip
    email = _text("电子邮箱", 254, autocomplete="email", inputmode="email")
    address = _text("通信地址", 200, "选择邮寄的必须填写。", autocomplete="street-address")
    postcode = _text("邮政编码", 6, autocomplete="postal-code", inputmode="numeric")
    field_order = ("kind", "name", "identity_kind", "identity", "representative", "contact")


# the first word that a sentence names leads to its field
_NAMED = (
    ("类别", "kind"), ("联系方式", "phone"), ("邮政编码", "postcode"), ("电子邮箱", "email"),
    ("通信地址", "address"), ("联系电话", "phone"), ("这一种证件", "identity_kind"),
    ("证件号码", "identity"), ("身份证", "identity"), ("信用代码", "identity"),
    ("法定代表人", "representative"), ("联系人", "contact"), ("姓名", "name"),
)  # fmt: skip


def _field_of(sentence: str, fields: Mapping[str, object]) -> str | None:
    return next((name for word, name in _NAMED if word in sentence and name in fields), None)


class WishForm(WorkForm):
    """What is asked for, how it is to come, which help is needed."""

    description = forms.CharField(
        label="需要什么信息",
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="写信息的名称或者内容，越具体越容易查到：哪一年、哪一事项、哪一份文件；"
        "只知道文号的，写文号。不需要说明用途。",
    )
    features = _text("文号或者其他特征", 1_000, "知道文号、发布时间、发布机关的，写在这里。")
    items = forms.CharField(
        label="分项列出", required=False, max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一次申请几项信息的，一行写一项，机关逐项答复。互不相关的事项请分开申请。",
    )  # fmt: skip
    wanted_form = forms.ChoiceField(
        label="希望得到的形式", choices=[(one.value, one.zh) for one in WantedForm],
        widget=forms.RadioSelect, initial=WantedForm.ELECTRONIC.value,
    )  # fmt: skip
    way = forms.ChoiceField(
        label="希望得到的途径", choices=[(one.value, one.zh) for one in Way],
        widget=forms.RadioSelect, initial=Way.ONLINE.value,
        help_text="选择“网上获取”的，凭申请编号和查询码在本站查收答复。",
    )  # fmt: skip
    assistance = _text(
        "需要的帮助", 200,
        "存在阅读困难或者视听障碍的，写明需要的帮助，如大字、盲文、朗读、手语。"
        "（条例第四十三条）",
    )  # fmt: skip


class ClaimForm(WorkForm):
    """Which record about oneself is wrong, how, and what shows it (第四十一条)."""

    features = forms.CharField(
        label="哪一条记录", max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="机关提供的、与您自身相关的记录：文件名称、文号、登记表和栏目。",
    )  # fmt: skip
    description = forms.CharField(
        label="哪里不准确，应当是什么", max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="如“家庭人数登记为3人，应当为4人”。",
    )  # fmt: skip
    proof = forms.CharField(
        label="证据", max_length=4_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="能够证明记录不准确的材料的名称；提交以后上传照片或者扫描件。",
    )  # fmt: skip
    way = forms.ChoiceField(
        label="告知书怎样送给您", choices=[(one.value, one.zh) for one in Way],
        widget=forms.RadioSelect, initial=Way.ONLINE.value,
        help_text="选择“网上获取”的，凭申请编号和查询码在本站查收。",
    )  # fmt: skip
    assistance = WishForm.base_fields["assistance"]


class TopForm(WorkForm):
    """Whether somebody acts for the applicants."""

    has_agent = forms.BooleanField(label="由代理人代为申请", required=False)


_NEEDED_FOR = {
    Way.POST.value: ("address", "选择“邮寄”的，请填写通信地址"),
    Way.EMAIL.value: ("email", "选择“电子邮件”的，请填写电子邮箱"),
    Way.FAX.value: ("phone", "选择“传真”的，请填写联系电话，并注明传真号码"),
}


class ApplicationForms:
    """All forms of the page, from what lies in the draft or was sent; `bound`: to be judged."""

    def __init__(
        self, values: Mapping[str, str], day: date, *, bound: bool, claim: bool = False
    ) -> None:
        self.values, self.bound, self.claim = dict(values), bound, claim
        self.count = _count(values)
        self.people = [self._made(PersonForm, f"people-{n}", day=day) for n in range(self.count)]
        self.top = self._made(TopForm, "top")
        self.has_agent = values.get("top-has_agent", "") not in ("", "False")
        self.agent = self._made(AgentForm, "agent", day=day, judged=self.has_agent)
        self.wish = self._made(ClaimForm, "claim") if claim else self._made(WishForm, "wish")

    def _made(self, kind: type[Any], prefix: str, *, judged: bool = True, **more: Any) -> Any:
        given = {"prefix": prefix, **more}
        if self.bound and judged:
            return kind(self.values, **given)
        start = f"{prefix}-"
        initial = {
            name.removeprefix(start): value for name, value in self.values.items()
            if name.startswith(start)
        }  # fmt: skip
        return kind(initial=initial, **given)

    def all(self) -> list[tuple[str, Any]]:
        """Each form that counts, with the words before its mistakes."""
        several = self.count > 1
        found: list[tuple[str, Any]] = [
            (f"第{n}名申请人：" if several else "", form) for n, form in enumerate(self.people, 1)
        ]
        found.append(("", self.top))
        if self.has_agent:
            found.append(("代理人：", self.agent))
        return [*found, ("", self.wish)]

    def is_valid(self) -> bool:
        """All of them, and what one asks of another."""
        right = [form.is_valid() for _, form in self.all()]
        if all(right):
            field, sentence = _NEEDED_FOR.get(self.wish.cleaned_data["way"], ("", ""))
            if field and not self.people[0].cleaned_data[field]:
                self.people[0].add_error(field, sentence)
                return False
        return all(right)

    def mistakes(self) -> list[tuple[str, str]]:
        """Every mistake with the field to go to."""
        if not self.bound:
            return []
        return [
            (anchor, f"{before}{sentence}")
            for before, form in self.all() for anchor, sentence in mistakes(form)
        ]  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """For the action; only once it is valid."""
        wish = self.wish.facts
        if self.claim:
            wish["matter"] = Matter.RECTIFICATION.value
        else:
            wish["items"] = [line for line in wish["items"].splitlines() if line.strip()]
        return {
            "people": [form.facts for form in self.people],
            "agent": self.agent.facts if self.has_agent else None,
            **wish,
        }

    def shown(self) -> list[tuple[str, list[Fact]]]:
        """Everything entered, under its heads, to be checked before it is sent."""
        found = []
        for n, form in enumerate(self.people, 1):
            head = f"第{n}名申请人" if self.count > 1 else "申请人"
            found.append((head, list(_facts(form))))
        if self.has_agent:
            found.append(("代理人", list(_facts(self.agent))))
        head = "要更正的记录" if self.claim else "申请的内容和方式"
        found.append((head, list(_facts(self.wish))))
        return found


def _facts(form: WorkForm) -> Iterator[Fact]:
    for name, value in form.facts.items():
        field = form.fields[name]
        if isinstance(field, forms.ChoiceField):
            value = dict(_flat(field.choices)).get(value, value)
        yield Fact(str(field.label), value)


def _flat(choices: Any) -> Iterator[tuple[str, str]]:
    for value, zh in choices:
        if isinstance(zh, list | tuple):
            yield from zh
        else:
            yield value, zh


def _count(values: Mapping[str, str]) -> int:
    text = values.get("people", "1")
    return min(max(int(text), 1), MOST) if text.isdecimal() and len(text) < 5 else 1


def typed(given: Mapping[str, str]) -> dict[str, str]:
    """What of a sent form belongs into the draft; anything else is dropped."""
    kept = {"people": str(_count(given))}
    named: dict[str, type[forms.Form]] = {
        **{f"people-{n}": PersonForm for n in range(_count(given))},
        "top": TopForm, "agent": AgentForm, "wish": WishForm, "claim": ClaimForm,
    }  # fmt: skip
    for prefix, kind in named.items():
        for name in kind.declared_fields:
            value = given.get(f"{prefix}-{name}", "")
            if value and name != "version":
                kept[f"{prefix}-{name}"] = value[: 2 * _LONGEST]
    return kept


def without(values: Mapping[str, str], gone: int) -> dict[str, str]:
    """The draft without one applicant, the others in their order."""
    count = _count(values)
    if count == 1 or not 0 <= gone < count:
        return dict(values)
    kept = {name: value for name, value in values.items() if not name.startswith("people")}
    kept["people"] = str(count - 1)
    for n in (n for n in range(count) if n != gone):
        start, new = f"people-{n}-", f"people-{n - (n > gone)}-"
        for name, value in values.items():
            if name.startswith(start):
                kept[new + name.removeprefix(start)] = value
    return kept


class _Never(forms.PasswordInput):
    """A text that is shown while it is typed and never comes back with the page."""

    input_type = "text"


class TrackForm(WorkForm):
    """Number and query code."""

    number = _text(
        "申请编号", 40, "在回执上，如 2026-0001-00001。", needed=True, autocomplete="off"
    )
    code = forms.CharField(
        label="查询码", max_length=20, help_text=f"{CODE}位字母和数字，不分大小写。",
        widget=_Never(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )  # fmt: skip


class CorrectionForm(WorkForm):
    """补正."""

    text = forms.CharField(
        label="补正的内容", max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="按补正告知书的要求逐项写明。",
    )  # fmt: skip


class ReasonsForm(WorkForm):
    """说明理由 (第三十五条)."""

    text = forms.CharField(
        label="说明的理由", max_length=4_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="写明为什么需要提出这些申请；材料在下面附上。",
    )  # fmt: skip


class ProposalForm(WorkForm):
    """建议纳入主动公开 (第四十四条第二款)."""

    grounds = forms.MultipleChoiceField(
        label="您认为这些信息", choices=[(one.value, one.zh) for one in Ground],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    text = forms.CharField(
        label="具体说明", required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class RatingForm(WorkForm):
    """评价."""

    score = forms.TypedChoiceField(
        label="您对这次答复", coerce=int, widget=forms.RadioSelect,
        choices=[(5, "非常满意"), (4, "满意"), (3, "基本满意"), (2, "不满意"), (1, "非常不满意")],
    )  # fmt: skip
    text = forms.CharField(
        label="意见和建议", required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="评价供改进工作使用，不影响您申请复议、提起诉讼。",
    )  # fmt: skip
