"""机关类别: kinds of body, which part of the Regulations binds each, and who may be addressed."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.law.labelled import Labelled
from gongkai.sources import R2019, Article

__all__ = ["REGIMES", "Addressee", "BodyKind", "Regime", "addressee", "regime"]


class BodyKind(Labelled):
    """What a body is, as far as the law on disclosure and reconsideration distinguishes."""

    STATE_COUNCIL_DEPARTMENT = "state_council_department", "国务院部门"
    PROVINCIAL_GOVERNMENT = "provincial_government", "省、自治区、直辖市人民政府"
    CITY_GOVERNMENT = "city_government", "设区的市、自治州人民政府"
    COUNTY_GOVERNMENT = "county_government", "县、市、区人民政府"
    TOWNSHIP_GOVERNMENT = "township_government", "乡镇人民政府"
    DEPARTMENT = "department", "县级以上地方人民政府工作部门"
    # 海关、金融、外汇管理等垂直领导机关，税务、国家安全机关
    VERTICAL = "vertical", "实行垂直领导的行政机关、税务机关、国家安全机关"
    JUDICIAL_ADMINISTRATION = "judicial_administration", "地方人民政府司法行政部门"
    # 派出机关: of a government (行政公署、区公所、街道办事处)
    BRANCH_GOVERNMENT = "branch_government", "人民政府的派出机关（街道办事处等）"
    # 开发区、高新区、新区等的管理委员会: set up by a government, named in no article of the law
    FUNCTIONAL_ZONE = "functional_zone", "功能区管理机构（开发区、新区管理委员会等）"
    # 派出机构: of a department, acting in its own name
    DISPATCHED_OFFICE = "dispatched_office", "政府工作部门的派出机构"
    DISTRICT_OFFICE = "district_office", "设区的市工作部门按行政区划设立的派出机构（分局等）"
    AUTHORISED_ORGANISATION = "authorised_organisation", "法律、法规授权的组织"
    PUBLIC_UTILITY = "public_utility", "公共企事业单位"

    @property
    def is_government(self) -> bool:
        """A people's government."""
        return self.value.endswith("_government") and self is not BodyKind.BRANCH_GOVERNMENT

    @property
    def is_department(self) -> bool:
        """A department of a government at county level or above: reports by 31 January."""
        return self in _DEPARTMENTS


_DEPARTMENTS = {
    BodyKind.STATE_COUNCIL_DEPARTMENT,
    BodyKind.DEPARTMENT,
    BodyKind.VERTICAL,
    BodyKind.JUDICIAL_ADMINISTRATION,
}
# bodies that answer applications only where they act in their own name towards the public
_OWN_NAME = _DEPARTMENTS | {BodyKind.DISPATCHED_OFFICE, BodyKind.DISTRICT_OFFICE}


@dataclass(frozen=True, slots=True)
class Regime:
    """What binds a kind of body.

    `on_application`: chapter four with its clock; `tables_3_4`: those tables of the report;
    `remedies`: what a person may do against it.
    """

    kind: BodyKind
    on_application: bool
    tables_3_4: bool
    remedies: str
    article: Article
    reason: str
    confirmed: bool = True
    note: str = ""


_REMEDIES = "投诉、举报，行政复议，行政诉讼"
_A2 = Article(R2019, 2)
_BRANCH_NOTE = "条例第二十七条未逐字列出派出机关；按行使地方政府职权的行政机关处理"
_ZONE_NOTE = (
    "条例未逐字列出功能区管理机构；按行使行政管理职能的行政机关处理。"
    "没有行政主体资格的，由设立它的人民政府承担责任"
    "（行政诉讼被告的规定与此相同：法释〔2018〕1号第二十一条，依记忆写入）"
)


def _regime(kind: BodyKind) -> Regime:
    if kind is BodyKind.PUBLIC_UTILITY:
        return Regime(
            kind, False, False, "向有关主管部门或者机构申诉", Article(R2019, 55),
            "依照相关法律、法规和国务院有关主管部门的规定公开，不适用条例第四章",
        )  # fmt: skip
    if kind is BodyKind.AUTHORISED_ORGANISATION:
        return Regime(
            kind, True, True, _REMEDIES, Article(R2019, 54),
            "法律、法规授权的具有管理公共事务职能的组织，适用条例",
        )  # fmt: skip
    if kind is BodyKind.BRANCH_GOVERNMENT:
        return Regime(kind, True, True, _REMEDIES, _A2, "行政机关，适用条例", False, _BRANCH_NOTE)
    if kind is BodyKind.FUNCTIONAL_ZONE:
        return Regime(
            kind, True, True, _REMEDIES, _A2, "行使行政管理职能，适用条例", False, _ZONE_NOTE
        )
    return Regime(kind, True, True, _REMEDIES, _A2, "行政机关，适用条例")


REGIMES: tuple[Regime, ...] = tuple(_regime(kind) for kind in BodyKind)


def regime(kind: BodyKind) -> Regime:
    """What binds that kind of body."""
    return next(r for r in REGIMES if r.kind is kind)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whether an application may be addressed to a body, why, and where that stands."""

    allowed: bool
    reason: str
    article: Article
    confirmed: bool = True


def addressee(kind: BodyKind, *, own_name: bool = True) -> Addressee:
    """Whether an application may be addressed to that kind of body (第二十七条).

    `own_name`: it performs administrative functions towards the public in its own name.
    第二十七条：……可以向地方各级人民政府、对外以自己名义履行行政管理职能的县级以上人民政府部门
    （含本条例第十条第二款规定的派出机构、内设机构）申请获取相关政府信息。
    """
    a27 = Article(R2019, 27)
    if kind is BodyKind.PUBLIC_UTILITY:
        return Addressee(
            False,
            "公共企事业单位不适用依申请公开程序；请依照有关主管部门的规定办理，可以向其申诉",
            Article(R2019, 55),
        )
    if kind in _OWN_NAME:
        if own_name:
            return Addressee(True, "对外以自己名义履行行政管理职能，可以受理申请", a27)
        return Addressee(
            False, "不以自己名义对外履行行政管理职能；请向设立它的行政机关提出申请", a27
        )
    if kind is BodyKind.AUTHORISED_ORGANISATION:
        return Addressee(True, "法律、法规授权的组织，适用条例", Article(R2019, 54))
    if kind is BodyKind.BRANCH_GOVERNMENT:
        return Addressee(True, "派出机关行使人民政府的职权，可以受理申请", a27, confirmed=False)
    if kind is BodyKind.FUNCTIONAL_ZONE:
        if own_name:
            reason = "对外以自己名义履行行政管理职能，可以受理申请"
        else:
            reason = "没有以自己名义对外履行行政管理职能的资格；请向设立它的人民政府提出申请"
        return Addressee(own_name, reason, a27, confirmed=False)
    return Addressee(True, "地方各级人民政府可以受理申请", a27)
