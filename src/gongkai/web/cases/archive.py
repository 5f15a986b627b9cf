"""归档: the sealed package of a case — every document and file with its list and hashes."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile

from gongkai.terms import term
from gongkai.web.audit.actor import Actor
from gongkai.web.audit.models import Entry
from gongkai.web.cases import releasing
from gongkai.web.cases.models import Case, Package, Redaction
from gongkai.web.files import storage
from gongkai.web.files.kinds import State
from gongkai.web.files.models import File

__all__ = ["LIST", "faults_of", "pack"]

LIST = "目录.json"
_FIXED = (1980, 1, 1, 0, 0, 0)  # the same contents make the same package
# what the reading of a damaged package raises
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError,
)  # fmt: skip


def pack(case: Case, retention: str, actor: Actor, now: datetime) -> Package:
    """Write the package and keep it; nothing in it names more than the case itself holds."""
    listed, out = [], io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, data in _members(case):
            listed.append({"name": name, "sha256": sha256(data).hexdigest(), "bytes": len(data)})
            whole.writestr(zipfile.ZipInfo(name, _FIXED), data)
        head = {
            "办件编号": case.number,
            "机关": case.agency.name,
            "归档时间": now.isoformat(),
            "保管期限": retention,
            "内容": listed,
        }
        text = json.dumps(head, ensure_ascii=False, indent=2).encode()
        whole.writestr(zipfile.ZipInfo(LIST, _FIXED), text)
    data = out.getvalue()
    blob = storage.storage().save(storage.new_name(), ContentFile(data))
    return Package.objects.create(
        case=case, blob=blob, sha256=sha256(data).hexdigest(), size=len(data), contents=listed,
        retention=retention, at=now, actor=actor.name,
    )  # fmt: skip


def faults_of(package: Package) -> list[str]:
    """What is not as it was sealed, a sentence each: the file as a whole, each member, the list."""
    if not storage.storage().exists(package.blob):
        return ["案卷文件不在存储中"]
    data = _read(package.blob)
    if sha256(data).hexdigest() == package.sha256 and len(data) == package.size:
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            return ["案卷文件改动过", *_members_wrong(whole, package.contents)]
    except _DAMAGED:
        return ["案卷文件改动过，已经打不开"]


def _members_wrong(whole: zipfile.ZipFile, listed: list[dict[str, Any]]) -> Iterator[str]:
    there = set(whole.namelist()) - {LIST}
    for one in listed:
        name = one["name"]
        if name not in there:
            yield f"缺少“{name}”"
            continue
        try:
            same = sha256(whole.read(name)).hexdigest() == one["sha256"]
        except _DAMAGED:
            same = False
        if not same:
            yield f"“{name}”改动过"
    yield from (f"多出“{name}”" for name in sorted(there - {one["name"] for one in listed}))


def _members(case: Case) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each thing in the file, in the order in which a reader wants them."""
    yield "00-办件记录.json", json.dumps(record_of(case), ensure_ascii=False, indent=2).encode()
    for n, paper in enumerate(case.papers.exclude(pdf="").order_by("pk"), 1):
        name = f"{n:02}-{paper.get_notice_display()}"
        yield f"文书/{name}.pdf", _read(paper.pdf)
        yield f"文书/{name}.docx", _read(paper.docx)
    owned = File.objects.filter(
        owner_kind="cases.case", owner=str(case.pk), state=State.READY
    ).select_related("content")
    for n, file in enumerate(owned.order_by("pk"), 1):
        if file.content is not None:
            yield f"材料/{n:02}-{file.name}", _read(file.content.blob)
    for n, one in enumerate(Redaction.objects.filter(case=case).exclude(result=""), 1):
        yield f"区分处理/{n:02}-{releasing.name_of(one)}", _read(one.result)


def _read(blob: str) -> bytes:
    with storage.storage().open(blob) as opened:
        data: bytes = opened.read()
    return data


def record_of(case: Case) -> dict[str, Any]:
    """What the platform knows of the case, as data."""
    lines = Entry.objects.filter(kind="cases.case", object=str(case.pk)).order_by("id")
    return {
        "办件编号": case.number,
        "申请事项": case.title,
        "内容描述": case.description,
        "申请人": [
            {"姓名或者名称": one.name, "类别": one.kind, "证件号码": one.identity,
             "联系电话": one.phone, "通信地址": one.address, "电子邮箱": one.email}
            for one in case.parties.all()
        ],
        term("received").zh: str(case.received or ""),
        "答复期限": str(case.due or ""),
        "答复日期": str(case.replied or ""),
        "处理决定": case.outcome,
        "环节": [
            {"环节": stamp.get_stage_display(), "时间": stamp.at.isoformat(),
             "经办人": stamp.actor, "说明": stamp.reason}
            for stamp in case.stamps.all()
        ],
        "法定步骤": [
            {"步骤": step.verb, "日期": str(step.day), "送达": str(step.served or ""),
             "登记人": step.actor, "说明": step.reason}
            for step in case.steps.all()
        ],
        "征求意见": [
            {"对象": one.name, "发出": str(one.sent), "收到": str(one.reached or ""),
             "意见": one.get_answer_display(), "内容": one.text}
            for one in case.inquiries.all()
        ],
        "卷内材料": [
            {"种类": one.get_kind_display(), "日期": str(one.day), "经办人": one.by,
             "范围": one.place, "内容": one.text}
            for one in case.evidence_list.all()
        ],
        "留痕": [
            {"时间": line.at.isoformat(), "经办人": line.actor_name, "动作": line.verb,
             "条文": line.article}
            for line in lines
        ],
    }  # fmt: skip
