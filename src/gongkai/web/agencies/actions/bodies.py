"""Bodies: founding, names, place in the tree."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Q, Value
from django.db.models.functions import Concat, Substr

from gongkai.errors import BadInput, LawError
from gongkai.law.bodies.kinds import BodyKind
from gongkai.sources import R2019, Article
from gongkai.web.acting import Act, Refusal, Refused
from gongkai.web.agencies import facts
from gongkai.web.agencies.actions.base import SetUp, today
from gongkai.web.agencies.models import Agency, AgencyName, AgencyPlace, Section
from gongkai.web.agencies.moves import State, Verb, state_of
from gongkai.web.agencies.policies import is_system, may

__all__ = [
    "Describe",
    "Found",
    "Move",
    "NameOffice",
    "Rename",
    "lock_tree",
    "must_be_current",
    "not_later",
]

_COMPETENT = Article(R2019, 3)
_OFFICE = Article(R2019, 4)


def lock_tree() -> None:
    """One change of the tree at a time; who comes second is told rather than kept waiting.

    Waiting could end in a deadlock: the row in question is locked already.
    """
    roots = Agency.objects.select_for_update(nowait=True, no_key=True).filter(parent=None)
    list(roots.order_by("pk").values_list("pk"))


def must_be_current(agency: Agency, day: date) -> None:
    """BadInput unless the body stands on that day."""
    if state_of(agency, day) is not State.CURRENT:
        raise BadInput(f"{agency}在{day}不是有效的机关；请另选")


def not_later(act: Act[Any], day: date, zh: str) -> None:
    """BadInput for a day that is still to come."""
    if day > today(act):
        raise BadInput(f"{zh}{day}还没有到；请在当日办理")


def _only_one_so_named(row: Agency, parent: Agency | None, name: str) -> None:
    if Agency.objects.filter(parent=parent, name=name, until=None).exclude(pk=row.pk).exists():
        above = f"{parent}之下" if parent else "最上级机关中"
        raise BadInput(f"{above}已经有“{name}”；请核对名称")


def _only_one_coded(row: Agency, code: str | None) -> None:
    if code is not None:
        other = Agency.objects.filter(credit_code=code).exclude(pk=row.pk).first()
        if other:
            raise BadInput(f"统一社会信用代码 {code} 已用于{other}；请照证照核对")


def _not_too_deep(length: int) -> None:
    longest = Agency._meta.get_field("path").max_length or 0
    if length > longest:
        raise BadInput("机关的层级过深；请另选上级")


def _check_kind(kind: BodyKind, parent: Agency | None) -> None:
    if parent is None:
        return
    above = BodyKind(parent.kind)
    of_government = (BodyKind.BRANCH_GOVERNMENT, BodyKind.FUNCTIONAL_ZONE)
    if (kind.is_government or kind in of_government) and not above.is_government:
        raise BadInput(f"{kind.zh}只能设在人民政府之下，不能设在{parent}之下；请核对上级和种类")


def _check_competent(row: Agency, kind: BodyKind, parent: Agency | None) -> None:
    """条例第三条: the office of a government (or of a vertical system) is the one in charge."""
    if parent is None or not (
        BodyKind(parent.kind).is_government or BodyKind(parent.kind) is BodyKind.VERTICAL
    ):
        raise LawError("主管部门是县级以上人民政府的办公厅（室），应设在人民政府之下", _COMPETENT)
    if not kind.is_department:
        raise LawError(f"{kind.zh}不能作政府信息公开工作主管部门", _COMPETENT)
    other = (
        Agency.objects.filter(parent=parent, competent=True, until=None).exclude(pk=row.pk).first()
    )
    if other:
        raise LawError(f"{parent}的主管部门已经是{other}，一级政府只有一个", _COMPETENT)


class Found(SetUp[Agency]):
    """Founds a body: `row.parent`; facts kind, name, since, competent …, document."""

    does = Verb.FOUND
    logged = (
        "parent", "path", "kind", "name", "short_name", "document_word", "credit_code",
        "competent", "since",
    )  # fmt: skip

    def agency(self, act: Act[Agency]) -> Agency:
        """The body above; a root is founded by a command alone."""
        return act.row.parent or Agency(path="")

    def law(self, act: Act[Agency]) -> None:
        """Kind, name and code; one competent department a government."""
        row, given = act.row, act.facts
        lock_tree()
        if row.parent:
            row.parent.refresh_from_db()  # it may have moved or ended before the lock
            must_be_current(row.parent, today(act))
            _not_too_deep(len(row.parent.path) + 20)  # the longest id with its slash
        kind = facts.kind(given, "kind", "种类", BodyKind)
        _check_kind(kind, row.parent)
        row.kind = kind.value
        row.name = facts.word(given, "name", "名称", 200)
        row.short_name = facts.word(given, "short_name", "简称", 60, needed=False)
        row.document_word = facts.word(given, "document_word", "机关代字", 30, needed=False)
        row.credit_code = facts.code(given)
        row.since = facts.day(given, "since", "设立日期", today(act))
        row.competent = bool(given.get("competent"))
        not_later(act, row.since, "设立日期")
        _only_one_so_named(row, row.parent, row.name)
        _only_one_coded(row, row.credit_code)
        if row.competent:
            _check_competent(row, kind, row.parent)
            act.article = str(_COMPETENT)

    def save(self, act: Act[Agency]) -> None:
        """The path needs the id, which the database gives."""
        row = act.row
        row.path = f"new-{act.id}"
        row.save(force_insert=True)
        row.path = f"{row.parent.path if row.parent else ''}{row.pk}/"
        row.save(update_fields=["path"])
        AgencyName.objects.create(agency=row, name=row.name, since=row.since)
        AgencyPlace.objects.create(agency=row, parent=row.parent, since=row.since)


class Rename(SetUp[Agency]):
    """Gives it a new name from a day on; the old one is kept. Facts name, short_name, since."""

    does = Verb.RENAME
    logged = ("name", "short_name")

    def agency(self, act: Act[Agency]) -> Agency:
        """Itself."""
        return act.row

    def law(self, act: Act[Agency]) -> None:
        """A new name, from a day after the day of the present one."""
        row = act.row
        name = facts.word(act.facts, "name", "名称", 200)
        since = facts.day(act.facts, "since", "启用日期", today(act))
        not_later(act, since, "启用日期")
        present = row.names.get(until=None)
        if name == row.name:
            raise BadInput(f"名称本来就是“{name}”；没有改动")
        if since <= present.since:
            raise BadInput(f"现名自{present.since}起使用，新名称应在这以后启用；请核对日期")
        _only_one_so_named(row, row.parent, name)
        row.name = name
        if "short_name" in act.facts:
            row.short_name = facts.word(act.facts, "short_name", "简称", 60, needed=False)
        self.present, self.since = present, since

    def save(self, act: Act[Agency]) -> None:
        """The old name ends the day before."""
        self.present.until = self.since - timedelta(days=1)
        self.present.save()
        AgencyName.objects.create(agency=act.row, name=act.row.name, since=self.since)
        act.row.save()


class Describe(SetUp[Agency]):
    """Changes kind, short name, 代字, credit code, competence: what is given is changed."""

    does = Verb.DESCRIBE
    logged = ("kind", "short_name", "document_word", "credit_code", "competent")

    def agency(self, act: Act[Agency]) -> Agency:
        """Itself."""
        return act.row

    def law(self, act: Act[Agency]) -> None:
        """As for founding."""
        row, given = act.row, act.facts
        lock_tree()
        if "kind" in given:
            kind = facts.kind(given, "kind", "种类", BodyKind)
            _check_kind(kind, row.parent)
            row.kind = kind.value
        if "short_name" in given:
            row.short_name = facts.word(given, "short_name", "简称", 60, needed=False)
        if "document_word" in given:
            row.document_word = facts.word(given, "document_word", "机关代字", 30, needed=False)
        if "credit_code" in given:
            row.credit_code = facts.code(given)
            _only_one_coded(row, row.credit_code)
        if "competent" in given:
            row.competent = bool(given["competent"])
        if row.competent:
            _check_competent(row, BodyKind(row.kind), row.parent)


class Move(SetUp[Agency]):
    """Puts it, with all below, under another body from a day on; where it stood before is kept.

    Facts parent (None: a root), since (today when left out), document.
    """

    does = Verb.MOVE
    logged = ("parent", "path", "competent")

    def agency(self, act: Act[Agency]) -> Agency:
        """Itself; the new place is asked for too."""
        return act.row

    def may(self, act: Act[Agency]) -> None:
        """Over the body and over the place to which it goes."""
        super().may(act)
        parent = act.facts.get("parent")
        if isinstance(parent, Agency):
            may(act.actor, Verb.FOUND, parent)
        elif not is_system(act.actor):
            raise Refused(
                Refusal.FORBIDDEN, "不能把机关改为没有上级的机关；这由系统运维人员用命令办理"
            )

    def law(self, act: Act[Agency]) -> None:
        """Never below itself, neither today nor on any day since the move took effect."""
        row, parent = act.row, act.facts.get("parent")
        lock_tree()
        row.refresh_from_db(fields=["path", "parent"])  # it may have moved before the lock
        if parent is not None:
            parent = facts.row(act.facts, "parent", "新的上级", Agency)
            parent.refresh_from_db()
            must_be_current(parent, today(act))
            if parent.path.startswith(row.path):
                raise BadInput(f"不能把{row}移到它自己或者它的下级{parent}之下；请另选上级")
            _check_kind(BodyKind(row.kind), parent)
        if row.parent_id == (parent.pk if parent else None):
            raise BadInput(f"{row}的上级没有改变；请另选上级")
        if row.competent:
            raise BadInput(f"{row}是{row.parent}的主管部门，不能移走；请先取消主管部门的标记")
        _only_one_so_named(row, parent, row.name)
        self.since = facts.day(act.facts, "since", "生效日期", today(act))
        not_later(act, self.since, "生效日期")
        self.place = row.places.get(until=None)
        if self.since < self.place.since:
            raise BadInput(f"{row}自{self.place.since}起在现在的上级之下，不能早于此日；请核对日期")
        if parent is not None:
            _stood_apart(row, parent, self.since, today(act))
        self.old = row.path
        row.parent = parent
        row.path = f"{parent.path if parent else ''}{row.pk}/"
        deepest = max(map(len, _below(self.old).values_list("path", flat=True)))
        _not_too_deep(deepest - len(self.old) + len(row.path))

    def save(self, act: Act[Agency]) -> None:
        """All paths below in one statement; the old place ends the day before."""
        _below(self.old).update(
            path=Concat(
                Value(act.row.path), Substr("path", len(self.old) + 1), output_field=CharField()
            )
        )
        act.row.save()
        if self.place.since == self.since:  # it never held for a day
            self.place.parent = act.row.parent
        else:
            self.place.until = self.since - timedelta(days=1)
        self.place.save()
        if self.place.until:
            AgencyPlace.objects.create(agency=act.row, parent=act.row.parent, since=self.since)


def _stood_apart(row: Agency, parent: Agency, since: date, today: date) -> None:
    """BadInput when, on a day since the move took effect, the new parent was none or below it."""
    if parent.since > since:
        raise BadInput(f"{parent}自{parent.since}起设立，不能自{since}起作为上级；请核对日期")
    if since == today:
        return
    places: dict[int, list[AgencyPlace]] = {}
    for place in AgencyPlace.objects.filter(Q(until=None) | Q(until__gte=since)):
        places.setdefault(place.agency_id, []).append(place)
    ways = [(parent.pk, since, today)]
    while ways:
        above, first, last = ways.pop()
        if above == row.pk:
            raise BadInput(
                f"{parent}在{last}还是{row}的下级，不能自{since}起作为其上级；请核对日期"
            )
        for place in places.get(above, ()):
            begin, end = max(first, place.since), min(last, place.until or last)
            if place.parent_id is not None and begin <= end:
                ways.append((place.parent_id, begin, end))


def _below(path: str) -> Any:
    return Agency.objects.order_by().filter(path__startswith=path)


class NameOffice(SetUp[Agency]):
    """Names the section that is the disclosure office (facts section)."""

    does = Verb.NAME_OFFICE
    logged = ("disclosure_office",)

    def agency(self, act: Act[Agency]) -> Agency:
        """Itself."""
        return act.row

    def law(self, act: Act[Agency]) -> None:
        """An open section of the same body."""
        section = facts.row(act.facts, "section", "科室", Section)
        if section.agency_id != act.row.pk:
            raise BadInput(f"“{section}”不是{act.row}的科室；请另选")
        if not section.holds(today(act)):
            raise BadInput(f"科室“{section}”已经撤销；请另选")
        act.row.disclosure_office = section
        act.article = str(_OFFICE)
