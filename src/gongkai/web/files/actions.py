"""The verbs of files: attach → finish → admit or refuse; remove, restore, drop."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from typing import ClassVar

from django.conf import settings
from django.db import transaction

from gongkai.errors import BadInput
from gongkai.report.read.limits import size_in_words
from gongkai.web.acting import Act, Action, Refusal, Refused
from gongkai.web.agencies.policies import is_system
from gongkai.web.files import owners, policies, storage
from gongkai.web.files.kinds import Kind, State, ending_of
from gongkai.web.files.models import Content, File
from gongkai.web.files.names import clean_name
from gongkai.web.files.receiving import discard

__all__ = ["Admit", "Attach", "Drop", "Finish", "Refuse", "Remove", "Restore", "Share"]

_OPEN = (State.RECEIVING, State.CHECKING, State.READY)


class _OnFile(Action[File]):
    """Moves a file from one of `before` to `after`."""

    logged: ClassVar[tuple[str, ...]] = ("state",)
    before: ClassVar[tuple[State, ...]] = ()
    after: ClassVar[State]

    def may(self, act: Act[File]) -> None:
        """Who may add files may take them away."""
        policies.may_attach(act.actor, owners.owner_row(act.row))

    def move(self, act: Act[File]) -> None:
        """By state."""
        if act.row.state not in self.before:
            raise Refused(Refusal.STATE, f"“{act.row}”{act.row.state_zh}，不能“{self.zh}”")
        act.row.state = self.after
        act.row.changed = act.now


class Attach(_OnFile):
    """Announces a file for `row.owner_kind`, `row.owner`; facts name, size, sha256 (optional)."""

    verb, zh = "files.attach", "添加附件"
    logged = ("agency", "owner_kind", "owner", "name", "size", "state")

    def move(self, act: Act[File]) -> None:
        """It is new."""
        if not act.row._state.adding:
            raise Refused(Refusal.STATE, f"“{act.row}”已经添加")
        act.row.state = State.RECEIVING

    def law(self, act: Act[File]) -> None:
        """Name, size and number."""
        row, size = act.row, act.facts["size"]
        row.name = clean_name(str(act.facts["name"]))
        if not isinstance(size, int) or size <= 0:
            raise BadInput(f"“{row.name}”是空的（0 字节）；请核对以后重新选择")
        most = settings.FILE_BYTES
        if size > most:
            raise BadInput(
                f"“{row.name}”有 {size_in_words(size)}，超过上限 {size_in_words(most)}；"
                "请压缩图片或者拆分以后再上传"
            )
        row.size, row.sha256 = size, str(act.facts.get("sha256") or "").lower()
        row.added_by, row.added, row.changed = act.actor.id, act.now, act.now
        self._count(act)

    def _count(self, act: Act[File]) -> None:
        """Not too many: of one object, and under way by one person."""
        row, owner = act.row, owners.owner_of(act.row.owner_kind)
        # two uploads at once are counted one after the other
        thing = owner.model._base_manager.select_for_update(no_key=True).get(pk=row.owner)
        row.agency = owner.agency(thing)
        same = File.objects.filter(owner_kind=row.owner_kind, owner=row.owner, state__in=_OPEN)
        if same.count() >= owner.most:
            raise BadInput(f"附件已有{owner.most}个，不能再添加；请先移除不需要的，或者打包上传")
        if act.actor.id is not None:
            begun = File.objects.filter(added_by=act.actor.id, state=State.RECEIVING)
            if begun.count() >= settings.FILES_AT_ONCE:
                raise BadInput(
                    f"您有{settings.FILES_AT_ONCE}个文件还没有传完；请先传完或者取消其中几个"
                )


class Finish(_OnFile):
    """All pieces have arrived; facts sha256 (optional). May be asked again while checking."""

    verb, zh = "files.finish", "传完附件"
    before, after = (State.RECEIVING, State.CHECKING), State.CHECKING

    def may(self, act: Act[File]) -> None:
        """Who began."""
        policies.may_continue(act.actor, act.row)

    def law(self, act: Act[File]) -> None:
        """Nothing is missing."""
        row = act.row
        if row.received != row.size:
            missing = size_in_words(row.size - row.received)
            raise BadInput(f"“{row}”还差 {missing}没有传完；请继续上传")
        row.sha256 = str(act.facts.get("sha256") or row.sha256).lower()
        row.blob = row.blob or storage.new_name()


class _Verdict(_OnFile):
    before = (State.CHECKING,)

    def may(self, act: Act[File]) -> None:
        """The software alone says what a file is."""
        if not is_system(act.actor):
            raise Refused(Refusal.FORBIDDEN, "附件由系统检查；请等待检查结果")


class Admit(_Verdict):
    """Found harmless and stored; facts kind, sha256."""

    verb, zh = "files.admit", "检查通过附件"
    logged = ("state", "kind", "sha256", "name")
    after = State.READY

    def law(self, act: Act[File]) -> None:
        """What was found out."""
        row, kind = act.row, Kind(act.facts["kind"])
        row.kind, row.sha256 = kind, act.facts["sha256"]
        if not ending_of(row.name):
            row.name = f"{row.name}.{kind}"

    def save(self, act: Act[File]) -> None:
        """The same bytes are kept once a body."""
        row = act.row
        contents = Content.objects.select_for_update()
        row.content, self.new = contents.get_or_create(
            agency=row.agency,
            sha256=row.sha256,
            defaults={"size": row.size, "kind": row.kind, "blob": row.blob},
        )
        if not self.new and row.content.blob != row.blob:
            transaction.on_commit(partial(storage.delete, row.blob, 0))
        row.save()

    def tell(self, act: Act[File]) -> Iterable[Callable[[], None]]:
        """Text and pictures of the pages are made afterwards."""
        from gongkai.web.files.tasks import queue

        if self.new and act.row.content_id is not None:
            yield partial(queue, act.row.content_id)


class Refuse(_Verdict):
    """Not let in; facts sentence."""

    verb, zh = "files.refuse", "拒收附件"
    logged = ("state", "refusal")
    after = State.REFUSED

    def law(self, act: Act[File]) -> None:
        """Why."""
        act.row.refusal = str(act.facts["sentence"])[:300]


class Share(_OnFile):
    """Gives an object a file of another one of the body that was divided; fact source.

    A new row, the same bytes: each of the two may be taken away without the other.
    """

    verb, zh = "files.share", "带入附件"
    logged = ("agency", "owner_kind", "owner", "name", "size", "sha256", "state", "source")
    after = State.READY

    def may(self, act: Act[File]) -> None:
        """Who may add files here and reads them there."""
        super().may(act)
        policies.may_read(act.actor, act.facts["source"])

    def move(self, act: Act[File]) -> None:
        """It is new, and what it shares has been checked."""
        source: File = act.facts["source"]
        if not act.row._state.adding:
            raise Refused(Refusal.STATE, f"“{act.row}”已经添加")
        if not source.ready:
            raise Refused(Refusal.STATE, f"“{source}”{source.state_zh}，不能带入；请等待检查结果")
        act.row.state = self.after

    def law(self, act: Act[File]) -> None:
        """As it is there."""
        row, source = act.row, act.facts["source"]
        owner = owners.owner_of(row.owner_kind)
        row.agency = owner.agency(owners.owner_row(row))
        whose = owners.agency_of(owners.owner_row(source))  # it may have gone over since
        if row.agency != whose:
            raise BadInput(f"“{source}”是{whose}的附件，不能带入{row.agency}；请重新上传")
        for name in ("name", "size", "received", "sha256", "kind", "added_by", "added"):
            setattr(row, name, getattr(source, name))
        row.source, row.changed = source.source or source, act.now

    def save(self, act: Act[File]) -> None:
        """Under a lock: the bytes must not go meanwhile."""
        source: File = act.facts["source"]
        contents = Content.objects.select_for_update(no_key=True)
        act.row.content = contents.filter(pk=source.content_id or 0).first()
        if act.row.content is None:
            raise Refused(Refusal.STALE, f"“{source}”刚被清除；请刷新页面后再试")
        act.row.save()


class Remove(_OnFile):
    """Takes a file away; for some days it can be restored."""

    verb, zh = "files.remove", "移除附件"
    before, after = (State.READY,), State.REMOVED


class Restore(_OnFile):
    """Brings it back."""

    verb, zh = "files.restore", "恢复附件"
    before, after = (State.REMOVED,), State.READY

    def move(self, act: Act[File]) -> None:
        """Within the time."""
        days = settings.FILES_UNDO_DAYS
        if act.row.state == State.REMOVED and act.now > act.row.changed + timedelta(days=days):
            raise Refused(Refusal.STATE, f"“{act.row}”移除已超过{days}天，不能恢复；请重新上传")
        super().move(act)


class Drop(_OnFile):
    """Ends what nobody went on with, and deletes what was removed for good."""

    verb, zh = "files.drop", "清除附件"
    before, after = (State.RECEIVING, State.REMOVED), State.DROPPED

    def may(self, act: Act[File]) -> None:
        """The command for all; a person what he himself is sending."""
        if not is_system(act.actor) and act.row.state != State.RECEIVING:
            raise Refused(Refusal.FORBIDDEN, "移除的附件到期后由系统清除；不能提前")
        policies.may_continue(act.actor, act.row)

    def save(self, act: Act[File]) -> None:
        """The bytes go when no other file needs them."""
        row = act.row
        content = None
        if row.content_id is not None:
            content = Content.objects.select_for_update().get(pk=row.content_id)
        row.content = None
        row.save()
        if content is not None and not File.objects.filter(content=content).exists():
            blob, pages = content.blob, content.pages
            content.delete()
            transaction.on_commit(partial(storage.delete, blob, pages))
        transaction.on_commit(partial(discard, row.key))
