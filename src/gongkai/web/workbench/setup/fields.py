"""What each verb of the settings asks for; the names of the fields are the facts of the action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from gongkai.law.bodies.kinds import BodyKind
from gongkai.web.accounts.models import User
from gongkai.web.acting import Actor
from gongkai.web.agencies.models import Agency, GroupPart, Section, on
from gongkai.web.agencies.moves import Verb
from gongkai.web.agencies.policies import rows_of
from gongkai.web.agencies.roles import Role
from gongkai.web.workbench.forms import WorkForm, day_field
from gongkai.web.workbench.setup.shown import people_of

__all__ = ["ASKED", "Asked", "Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """What a form is made for: the person, the row and its body, the day."""

    actor: Actor
    row: Any
    agency: Agency | None
    today: date

    def bodies(self) -> QuerySet[Agency]:
        """Other bodies of today within reach."""
        return rows_of(Agency, self.actor).filter(on(self.today)).exclude(pk=self.row.pk)

    def sections(self) -> QuerySet[Section]:
        """The open sections of the body."""
        return Section.objects.filter(on(self.today), agency=self.agency)

    def people(self) -> QuerySet[User]:
        """Whoever can be given something."""
        return people_of(self.actor).filter(is_active=True).order_by("name", "id")


@dataclass(frozen=True, slots=True)
class Asked:
    """A verb on a page: its fields, and what is so once it is done, where that must be said."""

    fields: Callable[[Place], dict[str, forms.Field]] = lambda place: {}
    consequence: str = ""
    danger: bool = False
    from_row: tuple[str, ...] = ()  # filled in from the row as it stands
    undo: Verb | None = None

    def form(self, place: Place, data: Any = None) -> WorkForm:
        """The form for that row."""
        base = type("AskedForm", (WorkForm,), self.fields(place))
        initial = {name: getattr(place.row, name) for name in self.from_row}
        if place.row.pk is not None:
            initial["version"] = getattr(place.row, "version", None)
        form: WorkForm = base(data, initial=initial)
        return form


def _text(label: str, limit: int, *, required: bool = True, help_text: str = "") -> forms.Field:
    return forms.CharField(
        label=label, max_length=limit, required=required, help_text=help_text, strip=True
    )


def _long(label: str, help_text: str = "") -> forms.Field:
    area = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=label, required=False, help_text=help_text, widget=area)


def _choose(label: str, options: list[tuple[str, str]], help_text: str = "") -> forms.Field:
    return forms.ChoiceField(label=label, choices=[("", "请选择"), *options], help_text=help_text)


def _pick(
    label: str, rows: QuerySet[Any], *, required: bool = True, help_text: str = "", none: str = ""
) -> forms.Field:
    return forms.ModelChoiceField(
        rows, label=label, required=required, help_text=help_text, empty_label=none or "请选择"
    )


def _tick(label: str, help_text: str = "") -> forms.Field:
    return forms.BooleanField(label=label, required=False, help_text=help_text)


def _last_day(place: Place) -> dict[str, forms.Field]:
    return {"until": day_field("最后一天", help_text="这一天仍然有效，次日起无效。")}


def _document(help_text: str = "批准文件的标题和文号") -> forms.Field:
    return _text("依据", 200, required=False, help_text=help_text)


def _agency_fields(place: Place) -> dict[str, forms.Field]:
    return {
        "kind": _choose(
            "种类", [(kind.value, kind.zh) for kind in BodyKind], "种类决定适用条例的哪些规定。"
        ),
        "short_name": _text("简称", 60, required=False),
        "document_word": _text(
            "机关代字", 30, required=False, help_text="文号里的字，如“云政办”。"
        ),
        "credit_code": _text(
            "统一社会信用代码", 18, required=False, help_text="18位，照证照填写。"
        ),
        "competent": _tick("本级政府信息公开工作主管部门", "一级政府只有一个（条例第三条）。"),
    }


def _leader_fields(place: Place) -> dict[str, forms.Field]:
    return {
        "duties": _long("分工"),
        "order": forms.IntegerField(
            label="排序", min_value=1, max_value=999, initial=1, help_text="数字小的在前。"
        ),
    }


def _contact_fields(place: Place) -> dict[str, forms.Field]:
    return {
        "office": _text("工作机构名称", 200, help_text="如“云州市人民政府办公室政务公开办”。"),
        "address": _text("办公地址", 200),
        "hours": _text("办公时间", 200, help_text="如“工作日8:30—12:00，14:00—17:30”。"),
        "phone": _text("联系电话", 60),
        "fax": _text("传真号码", 60, required=False),
        "postcode": _text("邮政编码", 6, required=False),
        "email": _text("电子邮箱", 254, required=False),
    }


def _meeting_fields(place: Place) -> dict[str, forms.Field]:
    return {
        "day": day_field("会议日期"),
        "topic": _text("议题", 200),
        "decisions": _long("决定"),
        "documents": _long("审议通过的文件", "一行一件。"),
    }


def _password(label: str, *, required: bool) -> forms.Field:
    return forms.CharField(
        label=label, required=required, strip=False, max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="初次登录时本人须另设口令。"
        + ("" if required else "留空则只能通过统一身份认证登录。"),
    )  # fmt: skip


_REPLACED = "门户、文书和新的年度报告随即使用新的内容；原来的内容保留在沿革和留痕中。"

ASKED: dict[Verb, Asked] = {
    Verb.FOUND: Asked(
        lambda place: {
            "name": _text("名称", 200, help_text="批准文件中的全称。"),
            **_agency_fields(place),
            "since": day_field("设立日期"),
        },
        "新机关列入上级机关的汇总范围；机关设立后不能删除，只能撤销或者并入其他机关。",
    ),
    Verb.RENAME: Asked(
        lambda place: {
            "name": _text("新名称", 200),
            "short_name": _text("新简称", 60, required=False),
            "since": day_field("启用日期"),
        },
        "自启用日期起，门户、文书和年度报告使用新名称；原名称保留在沿革中。",
        from_row=("name", "short_name"),
    ),
    Verb.DESCRIBE: Asked(
        _agency_fields,
        from_row=("kind", "short_name", "document_word", "credit_code", "competent"),
    ),
    Verb.MOVE: Asked(
        lambda place: {
            "parent": _pick("新的上级", place.bodies()),
            "since": day_field(
                "生效日期",
                required=False,
                help_text="不填为今天；此前年度的数字仍然汇总到原来的上级。",
            ),
            "document": _document(),
        },
        "本机关和它的全部下级随之移到新的上级之下，汇总、监督的范围随即改变。",
    ),
    Verb.MERGE: Asked(
        lambda place: {
            "successor": _pick("并入的机关", place.bodies()),
            "day": day_field("日期"),
            "document": _document(),
        },
        "本机关撤销，岗位和科室同时结束，未办结的事项由并入的机关承接；不能恢复。",
        danger=True,
    ),
    Verb.SPLIT: Asked(
        lambda place: {
            "successors": forms.ModelMultipleChoiceField(
                place.bodies(), label="承接的机关", help_text="按住 Ctrl 可以选择两个以上。"
            ),
            "day": day_field("日期"),
            "document": _document(),
        },
        "本机关撤销，岗位和科室同时结束，由所选的几个机关承接；不能恢复。",
        danger=True,
    ),
    Verb.HAND_ON: Asked(
        lambda place: {
            "successor": _pick("承接的机关", place.bodies()),
            "functions": forms.CharField(
                label="划转的职责", widget=forms.Textarea(attrs={"rows": 4})
            ),
            "day": day_field("日期"),
            "document": _document(),
        },
        "自该日起，涉及这些职责的申请由承接的机关办理。",
    ),
    Verb.CLOSE: Asked(
        lambda place: {
            "successor": _pick("承接的机关", place.bodies(), required=False, none="由上级机关承接"),
            "day": day_field("撤销日期"),
            "document": _document(),
        },
        "本机关撤销，岗位和科室同时结束，未办结的事项由承接的机关办理；不能恢复。",
        danger=True,
    ),
    Verb.NAME_OFFICE: Asked(
        lambda place: {"section": _pick("科室", place.sections())},
        "该科室负责本机关政府信息公开的日常工作（条例第四条），并列入公开指南。",
    ),
    Verb.OPEN_SECTION: Asked(
        lambda place: {
            "name": _text("科室名称", 100, help_text="如“办公室”“政策法规科”。"),
            "since": day_field("设立日期", required=False, help_text="不填为今天。"),
        }
    ),
    Verb.RENAME_SECTION: Asked(lambda place: {"name": _text("科室名称", 100)}, from_row=("name",)),
    Verb.CLOSE_SECTION: Asked(
        _last_day, "科室自次日起不能再安排岗位；科室里还有人任职的，不能撤销。", danger=True
    ),
    Verb.GIVE_POST: Asked(
        lambda place: {
            "user": _pick("人员", place.people(), help_text="没有列出的，请先开立用户。"),
            "role": _choose("岗位", [(role.value, role.zh) for role in Role]),
            "section": _pick("科室", place.sections(), required=False, none="全机关"),
            "since": day_field("起始日期", required=False, help_text="不填为今天。"),
            "until": day_field("截止日期", required=False, help_text="不填为长期。"),
            "full_time": _tick("专职从事政府信息公开工作"),
            "trained": day_field("最近培训", required=False),
        }
    ),
    Verb.RECORD_TRAINING: Asked(
        lambda place: {
            "trained": day_field("最近培训", required=False),
            "full_time": _tick("专职从事政府信息公开工作"),
        },
        from_row=("trained", "full_time"),
    ),
    Verb.END_POST: Asked(
        _last_day, "自次日起，此人不能再以这个岗位办事，委托他人的代理同时结束。", danger=True
    ),
    Verb.DELEGATE: Asked(
        lambda place: {
            "to": _pick("代理人", place.people(), help_text="本机关的人员。"),
            "since": day_field("起始日期", required=False, help_text="不填为今天。"),
            "until": day_field("截止日期"),
            "reason": _text("原因", 200, required=False, help_text="如“出差”“休假”。"),
        },
        "代理期间，代理人可以用这个岗位办事，留痕同时记下两个人的姓名。",
    ),
    Verb.END_DELEGATION: Asked(
        _last_day, "自次日起，代理人不能再以这个岗位办事；双方都收到消息。需要时可以另行委托。"
    ),
    Verb.APPOINT_LEADER: Asked(
        lambda place: {
            "name": _text("姓名", 60),
            "title": _text("职务", 100),
            **_leader_fields(place),
            "since": day_field("任职日期", required=False, help_text="不填为今天。"),
        },
        "姓名、职务和分工在门户上公开。",
    ),
    Verb.DESCRIBE_LEADER: Asked(_leader_fields, _REPLACED, from_row=("duties", "order")),
    Verb.END_LEADER: Asked(_last_day, "自次日起，门户不再列出此人；任职记录保留。"),
    Verb.JOIN_GROUP: Asked(
        lambda place: {
            "name": _text("姓名", 60),
            "title": _text("职务", 100),
            "unit": _text("单位", 200, required=False),
            "part": _choose("组内职务", [(part.value, part.zh) for part in GroupPart]),
            "since": day_field("加入日期", required=False, help_text="不填为今天。"),
        }
    ),
    Verb.LEAVE_GROUP: Asked(_last_day, "自次日起，门户不再列出此人；任职记录保留。"),
    Verb.RECORD_MEETING: Asked(_meeting_fields),
    Verb.CORRECT_MEETING: Asked(
        _meeting_fields,
        "年度报告的会议次数随之更正；原来的记录保留在留痕中。",
        from_row=("day", "topic", "decisions", "documents"),
    ),
    Verb.SET_CONTACT: Asked(
        _contact_fields,
        "门户每页的页脚和公开指南随即改用新的联系方式。",
        from_row=("office", "address", "hours", "phone", "fax", "postcode", "email"),
    ),
    Verb.ADD_OVERLAY: Asked(
        lambda place: {
            "text": forms.CharField(
                label="内容（TOML）",
                widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
                help_text="写明文号、印发日期，以及哪些日子放假、哪些日子上班。",
            )
        },
        "本机关和全部下级机关的未到期期限按新的日历重新计算。",
    ),
    Verb.WITHDRAW_OVERLAY: Asked(
        consequence="本机关和全部下级机关的未到期期限按没有这份补充的日历重新计算。", danger=True
    ),
    Verb.OPEN_ACCOUNT: Asked(
        lambda place: {
            "username": _text("登录名", 60, help_text="英文字母、数字和 . _ -，开立以后不能更改。"),
            "name": _text("姓名", 60),
            "phone": _text("办公电话", 40, required=False),
            "email": _text("电子邮箱", 254, required=False),
            "password": _password("初始口令", required=False),
        }
    ),
    Verb.CHANGE_PERSON: Asked(
        lambda place: {
            "name": _text("姓名", 60),
            "phone": _text("办公电话", 40, required=False),
            "email": _text("电子邮箱", 254, required=False),
        },
        from_row=("name", "phone", "email"),
    ),
    Verb.RESET_PASSWORD: Asked(
        lambda place: {"password": _password("新的初始口令", required=True)},
        "此人现在的登录全部退出，须用新口令登录并另设口令。",
        danger=True,
    ),
    Verb.RESET_FACTOR: Asked(
        consequence="此人的第二重验证被解除，下次登录时须重新设定；请先核实确是本人要求。",
        danger=True,
    ),
    Verb.DISABLE_ACCOUNT: Asked(
        consequence="此人立即退出，不能再登录；岗位和留痕保留，以后可以重新启用。",
        danger=True,
        undo=Verb.ENABLE_ACCOUNT,
    ),
    Verb.ENABLE_ACCOUNT: Asked(
        consequence="此人可以重新登录，并以现有的岗位办事。", undo=Verb.DISABLE_ACCOUNT
    ),
}
