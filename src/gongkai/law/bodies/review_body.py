"""复议机关: to whom a person turns for reconsideration, by kind of body and day of the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.errors import LawError
from gongkai.law.bodies.kinds import BodyKind
from gongkai.law.in_force import InForce, Version
from gongkai.law.labelled import Labelled
from gongkai.sources import R2019, REVIEW_1999, REVIEW_2023, Article

__all__ = ["PARAMETERS", "REVIEW_BODIES", "ReviewBody", "ReviewPlace", "review_body"]


class ReviewPlace(Labelled):
    """Where the body stands that reconsiders, seen from the body that decided."""

    ITSELF = "itself", "作出该行为的机关"
    OWN_GOVERNMENT = "own_government", "本级人民政府"
    HIGHER_GOVERNMENT = "higher_government", "上一级人民政府"
    HIGHER_DEPARTMENT = "higher_department", "上一级主管部门"
    HIGHER_JUDICIAL = "higher_judicial", "上一级司法行政部门"
    FOUNDING_GOVERNMENT = "founding_government", "设立该派出机关的人民政府"
    ZONE_GOVERNMENT = "zone_government", "设立该功能区管理机构的人民政府"
    PARENT_DEPARTMENT = "parent_department", "设立该派出机构的部门"
    PARENT_GOVERNMENT = "parent_government", "设立该派出机构的部门的本级人民政府"
    SEAT_GOVERNMENT = "seat_government", "派出机构所在地的人民政府"
    MANAGING_BODY = "managing_body", "直接管理该组织的人民政府、工作部门或者国务院部门"
    MANAGING_GOVERNMENT = "managing_government", "管理该组织的人民政府或者部门的本级人民政府"


_Rule = InForce[tuple[ReviewPlace, ...]]
_Version = Version[tuple[ReviewPlace, ...]]
_UNREAD = "款、项依记忆写入，未逐字核对"


# the two readings that there are lead to the same government
_ZONE = (
    "条文未列功能区管理机构，此为推定：无论看作本级政府的派出机关，还是看作其管理的授权组织，"
    "都由设立它的人民政府管辖；地方性法规另有规定的从其规定"
)


def _old(
    *places: ReviewPlace, article: Article, note: str = "", confirmed: bool = True
) -> _Version:
    return Version(REVIEW_1999.since, places, article, confirmed, note)


def _new(
    *places: ReviewPlace, article: Article, note: str = "", confirmed: bool = True
) -> _Version:
    return Version(REVIEW_2023.since, places, article, confirmed, note)


def _rule(kind: BodyKind, *versions: _Version) -> tuple[BodyKind, _Rule]:
    return kind, InForce(f"review_body_{kind}", f"复议机关：{kind.zh}", "机关", versions)


_K, _P, _O, _N = BodyKind, ReviewPlace, REVIEW_1999, REVIEW_2023
_GOVERNMENT = (
    _old(_P.HIGHER_GOVERNMENT, article=Article(_O, 13, 1)),
    _new(_P.HIGHER_GOVERNMENT, article=Article(_N, 24, 1, 2)),
)
_COUNTY_NOTE = "省、自治区人民政府派出机关（行政公署）所属的县级政府，向该派出机关申请"

REVIEW_BODIES: dict[BodyKind, _Rule] = dict(
    (
        _rule(
            _K.STATE_COUNCIL_DEPARTMENT,
            _old(_P.ITSELF, article=Article(_O, 14)),
            _new(_P.ITSELF, article=Article(_N, 25, 0, 1)),
        ),
        _rule(
            _K.PROVINCIAL_GOVERNMENT,
            _old(_P.ITSELF, article=Article(_O, 14)),
            _new(_P.ITSELF, article=Article(_N, 24, 2)),
        ),
        _rule(_K.CITY_GOVERNMENT, *_GOVERNMENT),
        _rule(
            _K.COUNTY_GOVERNMENT,
            _old(_P.HIGHER_GOVERNMENT, article=Article(_O, 13), note=_COUNTY_NOTE),
            _GOVERNMENT[1],
        ),
        _rule(_K.TOWNSHIP_GOVERNMENT, *_GOVERNMENT),
        _rule(
            _K.DEPARTMENT,
            _old(_P.OWN_GOVERNMENT, _P.HIGHER_DEPARTMENT, article=Article(_O, 12, 1)),
            _new(_P.OWN_GOVERNMENT, article=Article(_N, 24, 1, 1)),
        ),
        _rule(
            _K.VERTICAL,
            _old(
                _P.HIGHER_DEPARTMENT,
                article=Article(_O, 12, 2),
                note="条文所列为海关、金融、国税、外汇管理等和国家安全机关；"
                "2018年国税地税合并后的税务机关按此办理",
            ),
            _new(_P.HIGHER_DEPARTMENT, article=Article(_N, 27)),
        ),
        _rule(
            _K.JUDICIAL_ADMINISTRATION,
            _old(_P.OWN_GOVERNMENT, _P.HIGHER_DEPARTMENT, article=Article(_O, 12, 1)),
            _new(_P.OWN_GOVERNMENT, _P.HIGHER_JUDICIAL, article=Article(_N, 28)),
        ),
        _rule(
            _K.BRANCH_GOVERNMENT,
            _old(_P.FOUNDING_GOVERNMENT, article=Article(_O, 15, 1, 1)),
            _new(
                _P.FOUNDING_GOVERNMENT,
                article=Article(_N, 24, 1, 3),
                note=_UNREAD,
                confirmed=False,
            ),
        ),
        _rule(
            _K.FUNCTIONAL_ZONE,
            _old(_P.ZONE_GOVERNMENT, article=Article(_O, 15, 1), confirmed=False, note=_ZONE),
            _new(_P.ZONE_GOVERNMENT, article=Article(_N, 24, 1), confirmed=False, note=_ZONE),
        ),
        _rule(
            _K.DISPATCHED_OFFICE,
            _old(_P.PARENT_DEPARTMENT, _P.PARENT_GOVERNMENT, article=Article(_O, 15, 1, 2)),
            _new(
                _P.PARENT_GOVERNMENT,
                article=Article(_N, 24, 4),
                note=_UNREAD + "；国务院部门的派出机构由该部门管辖（第二十五条第（二）项）",
                confirmed=False,
            ),
        ),
        _rule(
            _K.DISTRICT_OFFICE,
            _old(_P.PARENT_DEPARTMENT, _P.PARENT_GOVERNMENT, article=Article(_O, 15, 1, 2)),
            _new(
                _P.PARENT_GOVERNMENT,
                _P.SEAT_GOVERNMENT,
                article=Article(_N, 24, 4),
                note=_UNREAD + "；有设区的市政府的通告可以印证",
                confirmed=False,
            ),
        ),
        _rule(
            _K.AUTHORISED_ORGANISATION,
            _old(_P.MANAGING_BODY, article=Article(_O, 15, 1, 3)),
            _new(
                _P.MANAGING_GOVERNMENT,
                article=Article(_N, 24, 1, 4),
                note=_UNREAD + "；国务院部门管理的组织由该部门管辖（第二十五条第（三）项）",
                confirmed=False,
            ),
        ),
    )
)
PARAMETERS: tuple[InForce[Any], ...] = tuple(REVIEW_BODIES.values())


@dataclass(frozen=True, slots=True)
class ReviewBody:
    """The body or bodies of reconsideration: any one of `places` may be chosen.

    `text` names them for a document: “甲市人民政府”, “甲市人民政府或者甲省司法厅”.
    """

    places: tuple[ReviewPlace, ...]
    text: str
    article: Article
    confirmed: bool
    note: str = ""


def review_body(
    kind: BodyKind, day: date, names: Mapping[ReviewPlace, str] | None = None
) -> ReviewBody:
    """Where to apply for reconsideration of a decision of `day` by a body of that kind.

    `names` fills in the bodies' own names; without one the rule's words stand. LawError for a
    公共企事业单位: against it there is a complaint to its competent department instead.
    """
    if kind is BodyKind.PUBLIC_UTILITY:
        raise LawError(
            "公共企事业单位的信息公开行为不告知行政复议；应告知可以向有关主管部门或者机构申诉",
            Article(R2019, 55, 2),
        )
    rule = REVIEW_BODIES[kind].on(day)
    # two places may be one body
    text = "或者".join(dict.fromkeys((names or {}).get(place) or place.zh for place in rule.value))
    return ReviewBody(rule.value, text, rule.article, rule.confirmed, rule.note)
