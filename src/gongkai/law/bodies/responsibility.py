"""公开主体: which body is responsible for a piece of information (第十条、第十一条)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from gongkai.errors import BadInput
from gongkai.law.labelled import Labelled
from gongkai.sources import ARCHIVES_LAW, R2019, REFORM_2019, Article

__all__ = [
    "RESPONSIBILITY",
    "Duty",
    "Holder",
    "Origin",
    "Provenance",
    "Responsible",
    "duties",
    "responsible",
]


class Origin(Labelled):
    """How the information came to be with the body that was asked."""

    MADE = "made", "行政机关制作"
    FROM_THE_PUBLIC = "from_the_public", "从公民、法人和其他组织获取"
    FROM_ANOTHER_AGENCY = "from_another_agency", "从其他行政机关获取"


class Holder(Labelled):
    """Who is responsible for disclosing it."""

    MAKER = "maker", "制作该政府信息的行政机关"
    KEEPER = "keeper", "保存该政府信息的行政机关"
    SOURCE = "source", "制作或者最初获取该政府信息的行政机关"
    SUBUNIT = "subunit", "以自己名义履行职能的派出机构、内设机构"
    LEAD_MAKER = "lead_maker", "牵头制作的行政机关"
    AS_LAW_SAYS = "as_law_says", "法律、法规规定的机关"
    SUCCESSOR = "successor", "承接并行使该职权的行政机关"
    ARCHIVE = "archive", "国家档案馆（按档案利用规定办理）"


@dataclass(frozen=True, slots=True)
class Provenance:
    """The facts that decide.

    `special_rule`: the law or regulation that names another body, "" if none. `in_own_name`: made
    by a 派出机构 or 内设机构 that acts in its own name by law. `powers_moved`: the powers went to
    another body. `archived`: day of hand-over to an archive; `archive_due`: the day on which the
    hand-over falls due by the rules (needed with `archived`).
    """

    origin: Origin
    joint: bool = False
    in_own_name: bool = False
    special_rule: str = ""
    powers_moved: bool = False
    archived: date | None = None
    archive_due: date | None = None


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who is responsible; `regulations_apply` is False once the rules on archives rule instead."""

    holder: Holder
    article: Article
    reason: str
    regulations_apply: bool = True
    confirmed: bool = True
    note: str = ""


_A10_1 = Article(R2019, 10, 1)
_BY_LAW = Responsible(
    Holder.AS_LAW_SAYS, _A10_1, "法律、法规对政府信息公开的权限另有规定的，从其规定"
)
_ARCHIVED = Responsible(
    Holder.ARCHIVE,
    Article(ARCHIVES_LAW, 15),
    "已移交国家档案馆且已满移交期限的，按档案利用的规定办理；提前移交的，期满前仍由原机关负责",
    regulations_apply=False,
)
_MOVED = Responsible(
    Holder.SUCCESSOR,
    Article(REFORM_2019),
    "职权已划转的，由现在行使职权的机关负责；先收到申请的机关先行受理，再行交接，不得推诿",
    confirmed=False,
    note="据省级转发的通知整理；先行受理据记忆写入",
)
_JOINT = Responsible(
    Holder.LEAD_MAKER,
    Article(R2019, 10, 3),
    "两个以上行政机关共同制作的，由牵头制作的行政机关负责公开",
)
_SUBUNIT = Responsible(
    Holder.SUBUNIT,
    Article(R2019, 10, 2),
    "派出机构、内设机构依照法律、法规对外以自己名义履行职能的，可以由其负责公开",
)
_KEEPER = Responsible(
    Holder.KEEPER, _A10_1, "从公民、法人和其他组织获取的，由保存该政府信息的行政机关负责公开"
)
_SOURCE = Responsible(
    Holder.SOURCE, _A10_1, "从其他行政机关获取的，由制作或者最初获取的行政机关负责公开"
)
_MAKER = Responsible(Holder.MAKER, _A10_1, "行政机关制作的，由制作该政府信息的行政机关负责公开")

# in the order in which they are asked
RESPONSIBILITY: tuple[Responsible, ...] = (
    _BY_LAW, _ARCHIVED, _MOVED, _JOINT, _SUBUNIT, _KEEPER, _SOURCE, _MAKER,
)  # fmt: skip


def responsible(facts: Provenance, day: date) -> Responsible:
    """Who discloses that information to somebody who asks on `day`.

    第十条第一款：行政机关制作的政府信息，由制作该政府信息的行政机关负责公开。行政机关从公民、
    法人和其他组织获取的政府信息，由保存该政府信息的行政机关负责公开；行政机关获取的其他行政机关
    的政府信息，由制作或者最初获取该政府信息的行政机关负责公开。法律、法规……另有规定的，从其规定。
    """
    if facts.special_rule:
        return replace(_BY_LAW, reason=f"{facts.special_rule}：{_BY_LAW.reason}")
    early = ""
    if facts.archived is not None:
        if facts.archive_due is None:
            raise BadInput("已向档案馆移交的信息，须给出依规定应当移交的日期，才能判断由谁公开")
        if day >= max(facts.archived, facts.archive_due):
            return _ARCHIVED
        if day >= facts.archived:
            early = f"提前移交档案馆，应当移交之日为 {facts.archive_due}，此前不按档案利用规定："
    if facts.powers_moved:
        found = _MOVED
    elif facts.joint:
        found = _JOINT
    elif facts.in_own_name:
        found = _SUBUNIT
    else:
        found = {
            Origin.FROM_THE_PUBLIC: _KEEPER,
            Origin.FROM_ANOTHER_AGENCY: _SOURCE,
            Origin.MADE: _MAKER,
        }[facts.origin]
    if early:
        return replace(found, article=_ARCHIVED.article, reason=early + found.reason)
    return found


class Duty(Labelled):
    """What must be done before the information is disclosed (第十一条)."""

    COORDINATE = "coordinate", "与有关机关协商、确认，保证准确一致"
    APPROVAL = "approval", "依照法律、行政法规和国家有关规定报经批准"


def duties(*, involves_others: bool, needs_approval: bool) -> tuple[tuple[Duty, Article], ...]:
    """What Article 11 asks for before disclosure, each with its paragraph."""
    found: list[tuple[Duty, Article]] = []
    if involves_others:
        found.append((Duty.COORDINATE, Article(R2019, 11, 1)))
    if needs_approval:
        found.append((Duty.APPROVAL, Article(R2019, 11, 2)))
    return tuple(found)
