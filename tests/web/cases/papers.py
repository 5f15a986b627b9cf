"""Made-up files to be redacted."""

from __future__ import annotations

import io
import uuid
from copy import deepcopy
from functools import cache
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile

from gongkai.web.acting import perform
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.cases import redaction_tasks
from gongkai.web.cases.actions import BeginRedaction
from gongkai.web.cases.actions.redacting import KeepPrepared
from gongkai.web.cases.models import Case, Redaction
from gongkai.web.files import storage
from gongkai.web.files.kinds import Kind, State
from gongkai.web.files.models import Content, File, Preview
from tests.web.cases.world import World, at

SECRET = "990000190001011239"  # noqa: S105 - no such region


@cache
def paper_pdf(pages: int = 2) -> bytes:
    """A made-up contract with an identity number and a telephone number on each page."""
    import typst

    page = (
        "= 云州市样例路改造工程施工合同\n"
        "承包人联系人：林测试，公民身份号码 {}，手机 13900000000。\n\n"
        "工程内容为道路铺装。审批中的内部意见：建议缩短工期。\n"
    )
    text = "\n#pagebreak()\n".join(page.format(SECRET) for _ in range(pages))
    head = '#set text(font: "Noto Serif CJK SC", lang: "zh")\n'
    made: Any = typst.compile((head + text).encode(), format="pdf")
    return bytes(made)


def docx_of(text: str) -> bytes:
    """A Word document with an author."""
    import docx

    document = docx.Document()
    document.core_properties.author = "某科员"
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def file_of(case: Case, data: bytes, name: str, kind: Kind) -> File:
    """A file of a case that has been checked."""
    blob = storage.new_name()
    storage.storage().save(blob, ContentFile(data))
    content = Content.objects.create(
        agency=case.agency, sha256=uuid.uuid4().hex * 2, size=len(data), kind=kind, blob=blob,
        preview=Preview.NONE,
    )  # fmt: skip
    return File.objects.create(
        agency=case.agency, owner_kind="cases.case", owner=str(case.pk), name=name, size=len(data),
        received=len(data), sha256=sha256(data).hexdigest(), kind=kind, state=State.READY,
        content=content, added=case.entered, changed=case.entered,
    )  # fmt: skip


_OPENED: dict[str, Any] = {}  # what opening the usual paper gives; its parts stay in the storage


def begun(world: World, case: Case) -> Redaction:
    """A file opened for marks; opened for real the first time only, because that takes a second."""
    source = file_of(case, paper_pdf(), "施工合同.pdf", Kind.PDF)
    row = Redaction(case=case, source=source)
    row = perform(BeginRedaction(), world.actor(Role.INTAKE), row, now=at(world.day))
    if not _OPENED:
        redaction_tasks.prepare.call(row.pk)
        row.refresh_from_db()
        names = ("converted", "sizes", "notes", "hits")
        _OPENED.update({name: getattr(row, name) for name in names})
        return row
    opened = deepcopy(_OPENED)
    return perform(KeepPrepared(), SYSTEM, row, now=at(world.day), begun=row.begun, **opened)
