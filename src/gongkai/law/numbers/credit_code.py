"""统一社会信用代码 and 组织机构代码: which part is wrong, and what kind of body the code tells of.

GB 32100—2015: 18 characters, 1 registration department, 2 kind of body, 3–8 region of the
registrar, 9–17 组织机构代码 (GB 11714—1997, with a check character of its own), 18 check.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.law.numbers.identity import Fault, compact
from gongkai.sources import GB_11714, GB_32100, Article

__all__ = [
    "BODY_KINDS", "BodyKind", "CheckedCode", "check_credit_code", "check_organisation_code",
    "credit_check_character", "organisation_check_character",
]  # fmt: skip

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LOOK = "请照证照核对"


@dataclass(frozen=True, slots=True)
class BodyKind:
    """What the first two characters say; `applicant` is the id of the applicant kind they suggest.

    "" where they leave it open (a 事业单位 may be a university, a hospital, a newspaper).
    """

    prefix: str
    department: str
    zh: str
    applicant: str
    confirmed: bool = False
    note: str = "见于多处对国家标准及其修改单的转述，未见原文"
    article: Article = Article(GB_32100)


_RECALLED = "凭记忆录入，未见原文"


def _kinds(department: str, digit: str, *kinds: tuple[str, str, str]) -> tuple[BodyKind, ...]:
    return tuple(
        BodyKind(digit + second, department, zh, applicant) for second, zh, applicant in kinds
    )


_REST = ("9", "其他", "other")
BODY_KINDS: tuple[BodyKind, ...] = (
    *_kinds(
        "机构编制", "1", ("1", "机关", "public_body"), ("2", "事业单位", ""),
        ("3", "机构编制部门直接管理机构编制的群众团体", ""), _REST,
    ),
    *_kinds("外交", "2", ("1", "外国常驻新闻机构", "media"), _REST),
    *_kinds(
        "司法行政", "3", ("1", "律师执业机构", "law_firm"), ("2", "公证处", "notary"),
        ("3", "基层法律服务所", "legal_service_office"), ("4", "司法鉴定机构", "forensic_body"),
        ("5", "仲裁委员会", ""), _REST,
    ),
    *_kinds("文化", "4", ("1", "外国在华文化中心", "other"), _REST),
    *_kinds(
        "民政", "5", ("1", "社会团体", "association"),
        ("2", "社会服务机构（民办非企业单位）", "social_service"), ("3", "基金会", "foundation"),
        _REST,
    ),
    BodyKind("54", "民政", "村民委员会", "village_committee", note=_RECALLED),
    BodyKind("55", "民政", "居民委员会", "residents_committee", note=_RECALLED),
    *_kinds(
        "旅游", "6", ("1", "外国旅游部门常驻代表机构", "other"),
        ("2", "港澳台地区旅游部门常驻内地（大陆）代表机构", "other"), _REST,
    ),
    *_kinds("宗教", "7", ("1", "宗教活动场所", "other"), ("2", "宗教院校", ""), _REST),
    *_kinds("工会", "8", ("1", "基层工会", "other"), _REST),
    *_kinds(
        "市场监管", "9", ("1", "企业", "company"), ("2", "个体工商户", "trader"),
        ("3", "农民专业合作社", "farmers_cooperative"),
    ),
    *_kinds("军队编制", "A", ("1", "军队事业单位", ""), _REST),
    *_kinds(
        "农业农村", "N", ("1", "组级集体经济组织", "other"), ("2", "村级集体经济组织", "other"),
        ("3", "乡镇级集体经济组织", "other"), _REST,
    ),
    *_kinds("其他", "Y", ("1", "其他登记管理部门登记的组织", "other")),
)  # fmt: skip

_BY_PREFIX = {kind.prefix: kind for kind in BODY_KINDS}
_DEPARTMENTS = frozenset(kind.prefix[0] for kind in BODY_KINDS)


@dataclass(frozen=True, slots=True)
class CheckedCode:
    """A code in its plain form, the kind of body it tells of, and what is wrong or odd."""

    code: str
    kind: BodyKind | None
    faults: tuple[Fault, ...]
    cautions: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def credit_check_character(body: str) -> str:
    """18th character of a credit code from its first 17 (GB 32100: weights 3ⁱ mod 31)."""
    values = map(CREDIT_ALPHABET.index, body)
    total = sum(v * w for v, w in zip(values, _CREDIT_WEIGHTS, strict=True))
    return CREDIT_ALPHABET[-total % 31]


def organisation_check_character(body: str) -> str:
    """9th character of an organisation code from its first 8 (GB 11714: mod 11, 10 written X)."""
    total = sum(int(c, 36) * w for c, w in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def check_credit_code(text: str) -> CheckedCode:
    """Tell which part of a 统一社会信用代码 is wrong, and the kind of body."""
    code = compact(text)
    kind = _BY_PREFIX.get(code[:2])
    faults = _shape(code)
    if faults:
        return CheckedCode(code, kind, faults)
    if code[17] != credit_check_character(code[:17]):
        wrong = Fault("check", f"第18位（校验码）与前17位不符，至少有一位填错；{_LOOK}")
        return CheckedCode(code, kind, (wrong,))
    return CheckedCode(code, kind, (), _oddities(code, kind))


def _oddities(code: str, kind: BodyKind | None) -> tuple[str, ...]:
    """What a right check character leaves open; the table of kinds may lack a new one."""
    odd = []
    if code[0] not in _DEPARTMENTS:
        odd.append(f"第1位（登记管理部门代码）为{code[0]}，未见于已知的登记管理部门；{_LOOK}")
    elif kind is None:
        what = f"第1位为{code[0]}时，第2位（机构类别代码）未见有{code[1]}"
        odd.append(f"{what}；{_LOOK}")
    if code[16] != organisation_check_character(code[8:16]):
        odd.append(f"第17位与第9—16位不符（{GB_11714}）；{_LOOK}")
    return tuple(odd)


def _shape(code: str) -> tuple[Fault, ...]:
    if not code:
        return (Fault("length", "没有填写统一社会信用代码；请照证照填写"),)
    if len(code) != 18:
        return (Fault("length", f"统一社会信用代码共{len(code)}位，应为18位；{_LOOK}"),)
    if odd := [at for at, c in enumerate(code, 1) if c not in CREDIT_ALPHABET]:
        places = "、".join(map(str, odd))
        rule = "只用数字和除I、O、S、V、Z以外的大写字母"
        return (Fault("characters", f"第{places}位不是可用的字符，{rule}；{_LOOK}"),)
    if not code[2:8].isdigit():
        return (Fault("region", f"第3—8位（登记管理机关行政区划码）应全为数字；{_LOOK}"),)
    return ()


def check_organisation_code(text: str) -> CheckedCode:
    """Tell which part of a 组织机构代码 is wrong: 9 characters, with or without a hyphen."""
    code = compact(text)
    if len(code) == 10 and code[8] == "-":
        code = code[:8] + code[9]
    if len(code) != 9:
        what = f"组织机构代码共{len(code)}位，应为9位（不计连字符）"
        return CheckedCode(code, None, (Fault("length", f"{what}；{_LOOK}"),))
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        what = "组织机构代码前8位应为数字或者大写字母，第9位应为数字或者X"
        return CheckedCode(code, None, (Fault("characters", f"{what}；{_LOOK}"),))
    if code[8] != organisation_check_character(code[:8]):
        what = "第9位（校验码）与前8位不符，至少有一位填错"
        return CheckedCode(code, None, (Fault("check", f"{what}；{_LOOK}"),))
    return CheckedCode(code, None, ())
