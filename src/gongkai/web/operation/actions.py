"""Writing into the log of upgrades and incidents; who may see the state of the system."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version
from typing import ClassVar

from gongkai.web.acting import Act, Action, Refusal, Refused, perform
from gongkai.web.agencies.active import Active
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.policies import is_system
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.actor import SYSTEM, Actor
from gongkai.web.operation.models import Kind, Note

__all__ = ["WriteNote", "is_operator", "note_upgrade", "present_version"]


def present_version() -> str:
    """The version of this program."""
    return version("gongkai")


def is_operator(active: Active) -> bool:
    """Whether the present post is that of an administrator of the body at the root."""
    post = active.post
    return bool(post and post.role == Role.ADMINISTRATOR and post.agency.parent_id is None)


def _may(actor: Actor) -> bool:
    if is_system(actor):
        return True
    if actor.agency is None:
        return False
    roots = Agency.objects.filter(pk=actor.agency, parent=None)
    return actor.role == Role.ADMINISTRATOR and roots.exists()


class WriteNote(Action[Note]):
    """A line of the log: `kind` and `text`."""

    verb: ClassVar[str] = "operation.note"
    zh: ClassVar[str] = "记运行日志"
    logged: ClassVar[tuple[str, ...]] = ("kind", "version")

    def may(self, act: Act[Note]) -> None:
        """The system, and administrators of the body at the root."""
        if not _may(act.actor):
            raise Refused(Refusal.FORBIDDEN, "运行日志由最上级机关的管理员记录；请与其联系")

    def move(self, act: Act[Note]) -> None:
        """A line is never changed."""
        if act.row.pk is not None:
            raise Refused(Refusal.STATE, "运行日志不能修改；请另记一条")

    def law(self, act: Act[Note]) -> None:
        """The kind is known, the text is there."""
        text = " ".join(str(act.facts.get("text", "")).replace("\x00", "").split())
        if not 1 <= len(text) <= 500:
            raise Refused(Refusal.INPUT, "没有记录：内容应为1至500个字")
        kind = str(act.facts.get("kind", ""))
        if kind not in Kind._value2member_map_:
            raise Refused(Refusal.INPUT, "没有记录：请选择类别")
        act.row.at, act.row.kind, act.row.text = act.now, kind, text
        act.row.version = present_version()


def note_upgrade(now: datetime) -> None:
    """A line when the program is another than the one that wrote the last line of its kind."""
    last = Note.objects.filter(kind=Kind.UPGRADE.value).first()
    present = present_version()
    if last is None or last.version != present:
        text = f"由 {last.version} 升级到 {present}" if last else f"开始使用 {present}"
        perform(WriteNote(), SYSTEM, Note(), now=now, kind=Kind.UPGRADE.value, text=text)
