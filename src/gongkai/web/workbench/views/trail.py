"""留痕查询: the trace as a list for the auditor, each line in full, and what may be exported."""

from __future__ import annotations

import json
import uuid

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.web.agencies.active import actor_of
from gongkai.web.agencies.policies import entries_of
from gongkai.web.agencies.roles import Role
from gongkai.web.audit import chain, verbs
from gongkai.web.audit.history import sentence
from gongkai.web.audit.models import Entry
from gongkai.web.workbench.actions import EXPORT
from gongkai.web.workbench.columns import Choice, Column, Day, Flag, Kind, Tag, Tone
from gongkai.web.workbench.lists import Listing
from gongkai.web.workbench.things import Fact

__all__ = ["TRAIL", "entry", "trail"]


def _exported(request: HttpRequest, count: int) -> None:
    """Whoever takes the trace away leaves a line in it."""
    actor = actor_of(request)
    line = chain.Line(
        act=uuid.uuid4(), actor=actor.id, actor_name=actor.name, role=actor.role,
        agency=actor.agency, agency_name=actor.agency_name, verb=EXPORT, kind="audit.entry",
        object="", label=f"留痕记录{count}条", before={}, after={"rows": count},
        address=actor.address,
    )  # fmt: skip
    chain.append(line, timezone.now())


def _verbs(request: HttpRequest) -> list[tuple[str, str]]:
    return sorted(verbs.all_verbs().items(), key=lambda pair: pair[1])


TRAIL: Listing[Entry] = Listing(
    "audit.trail", "留痕", "条",
    (
        Column("id", "序号", lambda e: e.id, ("id",), Kind.NUMBER),
        Column("at", "时间", lambda e: e.at, ("at", "id"), Kind.DAY),
        Column("who", "人员", lambda e: e.actor_name, ("actor_name",), Kind.SHORT),
        Column("role", "岗位", lambda e: verbs.role_zh(e.role), (), Kind.SHORT),
        Column("agency", "机关", lambda e: e.agency_name, ("agency_name",)),
        Column("verb", "动作", lambda e: verbs.verb_zh(e.verb), ("verb",), Kind.SHORT),
        Column("label", "对象", lambda e: e.label),
        Column("personal", "个人信息", lambda e: Tag("查看", Tone.SOON) if e.personal else "", (),
               Kind.SHORT),
        Column("reason", "理由", lambda e: e.reason, (), Kind.LONG, shown=False),
        Column("article", "依据", lambda e: e.article, (), Kind.LONG, shown=False),
        Column("address", "地址", lambda e: e.address, ("address",), Kind.SHORT, shown=False),
        Column("act", "操作编号", lambda e: str(e.act), (), Kind.SHORT, shown=False),
        Column("hash", "摘要", lambda e: e.hash, (), Kind.LONG, shown=False),
    ),
    lambda e: reverse("trail_entry", args=[e.id]),
    (
        Day("from", "自", "at__date__gte"),
        Day("to", "至", "at__date__lte"),
        Choice("verb", "动作", _verbs, "verb"),
        Choice("role", "岗位", [(role.value, role.zh) for role in Role], "role"),
        Flag("personal", "查看个人信息", lambda yes: Q(personal=yes)),
    ),
    ("actor_name__icontains", "label__icontains", "reason__icontains", "address"),
    "人员、对象或理由", ("-id",),
    ("这里将列出本机关每个人办过的每件事。", "有人办事以后就会有记录；记录不能修改，也不能删除。"),
    exported=_exported,
)  # fmt: skip


def _only_auditors(request: HttpRequest) -> None:
    if actor_of(request).role != Role.AUDITOR:
        raise PermissionDenied("留痕由审计员查询；请切换到审计岗位，或者与审计员联系")


@login_required
def trail(request: HttpRequest) -> HttpResponse:
    """The lines that this auditor may read."""
    _only_auditors(request)
    return TRAIL.respond(
        request,
        entries_of(actor_of(request)),
        title="留痕",
        help=(
            "每一行是一次操作：谁、以什么岗位、什么时候、对什么、做了什么。",
            "记录首尾相接，哪一条被改动、删除或者调换次序，命令 gongkai audit verify 都能查出。",
            "导出留痕也会留下一条记录。",
        ),
    )


@login_required
@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One line in full, with what belongs to the same act."""
    _only_auditors(request)
    lines = entries_of(actor_of(request))
    line = lines.filter(pk=pk).first()
    if line is None:
        raise Http404
    together = lines.filter(act=line.act).exclude(pk=line.pk).order_by("id")[:50]
    names = dict.fromkeys((*line.before, *line.after))
    changes = [
        (_field_zh(line.kind, name), _plain(line.before.get(name)), _plain(line.after.get(name)))
        for name in names
    ]
    sound = chain.digest({name: getattr(line, name) for name in chain.FIELDS}) == line.hash
    context = {
        "title": f"第{line.id}条",
        "line": line,
        "sentence": sentence(line),
        "facts": [
            Fact("时间", line.at), Fact("人员", line.actor_name, "系统"),
            Fact("岗位", verbs.role_zh(line.role), "无"), Fact("机关", line.agency_name, "无"),
            Fact("动作", verbs.verb_zh(line.verb)), Fact("对象", line.label),
            Fact("对象编号", f"{line.kind} {line.object}"),
            Fact("理由", line.reason, "没有填写"), Fact("依据", line.article, "无"),
            Fact("地址", line.address, "无"), Fact("操作编号", str(line.act)),
            Fact("查看个人信息", line.personal),
        ],
        "digests": [
            Fact("本条摘要", line.hash), Fact("前一条摘要", line.previous, "这是第一条"),
            Fact("核对", Tag("与内容一致", Tone.DONE) if sound
                 else Tag("与内容不一致：这条记录被改动过", Tone.LATE)),
        ],
        "changes": changes,
        "together": [(one, sentence(one)) for one in together],
        "crumbs": [("留痕", reverse("trail")), (f"第{line.id}条", "")],
    }  # fmt: skip
    return render(request, "workbench/trail_entry.html", context)


def _field_zh(kind: str, name: str) -> str:
    """How the field is called today; as it was written where it is no more."""
    try:
        field = apps.get_model(kind)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return name
    return f"{getattr(field, 'verbose_name', name)}（{name}）"


def _plain(value: object) -> str:
    """As it was written; what was empty is said."""
    if value is None or value == "":
        return "（空）"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
