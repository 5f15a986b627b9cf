"""案卷的生成: what the worker reports of a package, a second attempt, the check of a sealed one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from django.urls import reverse
from django.utils import timezone

from gongkai.sources import R2019, Article
from gongkai.web.acting import Act, Action, Refusal, Refused
from gongkai.web.agencies.policies import is_system
from gongkai.web.agencies.roles import Role
from gongkai.web.cases import policies
from gongkai.web.cases.models import Package
from gongkai.web.cases.models.sealing import Packing
from gongkai.web.cases.moves import Verb
from gongkai.web.messages.telling import in_role, told

__all__ = ["CheckPackage", "KeepPackage", "NotePackageFailure", "PackAgain"]

_A45 = Article(R2019, 45)


class _OfOffice(Action[Package]):
    """By whom may archive."""

    logged: ClassVar[tuple[str, ...]] = ("state", "sha256")

    def may(self, act: Act[Package]) -> None:
        """By the table of roles."""
        if not is_system(act.actor):
            policies.may(act.actor, Verb.ARCHIVE, act.row.case)

    def move(self, act: Act[Package]) -> None:
        """Of any state, unless told."""
        act.article = str(_A45)


class PackAgain(_OfOffice):
    """重新生成: after it failed, or when the work on it has died."""

    verb, zh = "cases.pack_again", "重新生成案卷"

    def law(self, act: Act[Package]) -> None:
        """What is sealed is never made anew."""
        row = act.row
        if row.ready:
            raise Refused(Refusal.STATE, f"{row}已经封存，不能重新生成", _A45)
        if row.state != Packing.FAILED and not row.stalled(act.now):
            raise Refused(Refusal.STATE, f"{row}{row.state_zh}；请稍候再试")
        row.state, row.begun, row.problem = Packing.WAITING.value, act.now, ""
        row.alive = None
        row.done = row.total = 0

    def tell(self, act: Act[Package]) -> Iterable[Callable[[], None]]:
        """The worker begins again."""
        from gongkai.web.cases.archiving import tasks

        yield partial(tasks.queue, tasks.build, act.row.pk)


class CheckPackage(_OfOffice):
    """核对: begun by a person, its result noted by the worker (fact found, a list)."""

    verb, zh = "cases.check_package", "核对案卷"
    logged = ("checked",)

    def law(self, act: Act[Package]) -> None:
        """What is sealed; the platform itself brings the result."""
        row = act.row
        if not row.ready:
            raise Refused(Refusal.STATE, f"{row}{row.state_zh}，还不能核对")
        if is_system(act.actor):
            row.checked, row.faults = act.now, list(act.facts["found"])

    def tell(self, act: Act[Package]) -> Iterable[Callable[[], None]]:
        """The worker looks."""
        from gongkai.web.cases.archiving import tasks

        if not is_system(act.actor):
            yield partial(tasks.queue, tasks.check, act.row.pk)


class _ByWorker(Action[Package]):
    """Of the platform itself; work that was begun anew meanwhile is not taken up again."""

    logged: ClassVar[tuple[str, ...]] = ("state", "sha256")

    def may(self, act: Act[Package]) -> None:
        """Nobody else."""
        if not is_system(act.actor):
            raise Refused(Refusal.FORBIDDEN, f"“{self.zh}”由系统自动办理")

    def move(self, act: Act[Package]) -> None:
        """The work that was begun then is still wanted."""
        row = act.row
        if row.state not in (Packing.WAITING, Packing.BUILDING) or row.begun != act.facts["begun"]:
            raise Refused(Refusal.STALE, "这项工作已经完成或者重新开始")


class KeepPackage(_ByWorker):
    """It is sealed: facts blob, sha256, size, pages, contents."""

    verb, zh = "cases.package_made", "案卷封存完成"

    def law(self, act: Act[Package]) -> None:
        """From now on nothing of it changes."""
        for name in ("blob", "sha256", "size", "pages", "contents"):
            setattr(act.row, name, act.facts[name])
        act.row.state, act.row.problem = Packing.READY.value, ""


class NotePackageFailure(_ByWorker):
    """It could not be made: fact problem, a sentence."""

    verb, zh = "cases.package_failed", "案卷没有生成"

    def law(self, act: Act[Package]) -> None:
        """Who archived it is told why on the page."""
        act.row.state, act.row.problem = Packing.FAILED.value, str(act.facts["problem"])[:300]

    def tell(self, act: Act[Package]) -> Iterable[Callable[[], None]]:
        """The clerks of the body: nobody waits on the page."""
        row, case = act.row, act.row.case
        clerks = in_role(case.agency, [Role.INTAKE], timezone.localdate(act.now))
        yield told(act, "case_unsealed", clerks, agency=case.agency, number=case.number,
                   title=case.title, url=reverse("package", args=[row.pk]))  # fmt: skip
