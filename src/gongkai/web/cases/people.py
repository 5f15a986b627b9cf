"""申请人: checked as people type it; who asked before, and how the name is shown in lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.errors import BadInput
from gongkai.law import applicants
from gongkai.law.labelled import Labelled
from gongkai.law.numbers.credit_code import check_credit_code
from gongkai.law.numbers.identity import check_identity, masked
from gongkai.redaction import find_text
from gongkai.web.agencies import facts
from gongkai.web.cases.models import Case, Part, Party
from gongkai.web.cases.sealed import fingerprint

__all__ = [
    "IdentityKind", "Person", "applicants_of", "column_of", "earlier_of", "mask_name",
    "mask_number", "names_people", "read", "together", "without_people",
]  # fmt: skip

_SURE = 0.6  # how sure a find must be to be hidden in a title that nobody has looked at
_DIGITS = re.compile(r"\d{7,}")


class IdentityKind(Labelled):
    """What proves who somebody is."""

    ID_CARD = "id_card", "居民身份证"
    PASSPORT = "passport", "护照"
    PERMIT = "permit", "港澳台居民来往内地（大陆）通行证、居住证"
    CREDIT_CODE = "credit_code", "统一社会信用代码"
    OTHER = "other", "其他有效证件"


@dataclass(frozen=True, slots=True)
class Person:
    """An applicant or agent as entered, checked."""

    part: Part
    kind: str
    name: str
    identity_kind: str = ""
    identity: str = ""
    representative: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""

    def row(self, case: Case, order: int) -> Party:
        """As it is stored."""
        return Party(
            case=case, part=self.part.value, order=order, kind=self.kind, name=self.name,
            name_print=fingerprint(self.name), identity_kind=self.identity_kind,
            identity=self.identity, identity_print=fingerprint(self.identity),
            representative=self.representative, contact=self.contact, phone=self.phone,
            phone_print=fingerprint(self.phone), email=self.email, address=self.address,
            postcode=self.postcode,
        )  # fmt: skip


def read(
    values: Mapping[str, Any], day: date, part: Part = Part.APPLICANT, *, proof: bool = True
) -> Person:
    """A person from what was typed; BadInput says which field and what to do.

    `proof`: whether identity proof and contact are needed now (第二十九条第二款第一项); what is
    lacking in a letter is asked for by way of correction.
    """
    kind = str(values.get("kind") or ("" if part is Part.APPLICANT else "person"))
    if not kind:
        raise BadInput("没有选择申请人类别；类别决定年度报告表三的列，请选择")
    applicants.kind(kind)
    name = facts.word(values, "name", f"{part.zh}姓名或者名称", 100)
    identity_kind = str(values.get("identity_kind") or "")
    if identity_kind and identity_kind not in IdentityKind._value2member_map_:
        names = "、".join(one.zh for one in IdentityKind)
        raise BadInput(f"没有这一种证件；请在以下各项中选择：{names}")
    identity = _identity(values, identity_kind, part, proof, day)
    phone = facts.word(values, "phone", "联系电话", 40, needed=False)
    address = facts.word(values, "address", "通信地址", 200, needed=False)
    email = facts.email(values)
    if proof and part is Part.APPLICANT and not (phone or address or email):
        raise BadInput("没有填写联系方式；联系电话、通信地址、电子邮箱请至少填写一项")
    return Person(
        part, kind, name, identity_kind, identity,
        facts.word(values, "representative", "法定代表人（负责人）", 60, needed=False),
        facts.word(values, "contact", "联系人", 60, needed=False),
        phone, email, address, facts.postcode(values),
    )  # fmt: skip


def _identity(values: Mapping[str, Any], kind: str, part: Part, proof: bool, day: date) -> str:
    number = facts.word(values, "identity", f"{part.zh}证件号码", 60, needed=False)
    number = "".join(number.split()).upper()
    if not number:
        if proof:
            raise BadInput(f"没有填写{part.zh}证件号码；申请应当包括身份证明，请填写并上传证件")
        return ""
    if kind == IdentityKind.ID_CARD:
        checked = check_identity(number, day)
        if checked.faults:
            raise BadInput(f"{part.zh}身份证号码不对：{checked.faults[0].message}")
    elif kind == IdentityKind.CREDIT_CODE:
        found = check_credit_code(number)
        if found.faults:
            raise BadInput(f"{part.zh}统一社会信用代码不对：{found.faults[0].message}")
    return number


def column_of(people: Sequence[Person | Party]) -> str:
    """The id of the column of table 3 for these applicants, in their order."""
    placed = applicants.place(
        [applicants.Applicant(one.kind) for one in people if one.part == Part.APPLICANT]
    )
    return placed.column.id


def earlier_of(case: Case) -> QuerySet[Case]:
    """Other applications of the same person to the same body, newest first.

    The same number of identity, or the same name with the same telephone.
    """
    same = Q(pk__in=())
    for one in case.parties.all():
        if one.part != Part.APPLICANT:
            continue
        if one.identity_print:
            same |= Q(parties__part=Part.APPLICANT, parties__identity_print=one.identity_print)
        if one.name_print and one.phone_print:
            same |= Q(
                parties__part=Part.APPLICANT, parties__name_print=one.name_print,
                parties__phone_print=one.phone_print,
            )  # fmt: skip
    own = Case.objects.filter(agency=case.agency_id, matter=case.matter, drill=False)
    rows = own.filter(same).exclude(pk=case.pk)
    return rows.distinct().order_by("-arrived", "-pk")


def together(one: Case, known: Sequence[Party]) -> frozenset[str]:
    """Who asks in `one`, as keys: the places in `known` of those who are among them."""
    return frozenset(
        next((f"{at}" for at, other in enumerate(known) if _same(person, other)), f"-{person.pk}")
        for person in applicants_of(one)
    )


def applicants_of(case: Case) -> list[Party]:
    """The applicants without the agent, in their order; one query unless they were fetched."""
    return [one for one in case.parties.all() if one.part == Part.APPLICANT]


def _same(one: Party, other: Party) -> bool:
    if one.pk == other.pk:
        return True
    if one.identity_print and one.identity_print == other.identity_print:
        return True
    named = bool(one.name_print and one.phone_print)
    return named and (one.name_print, one.phone_print) == (other.name_print, other.phone_print)


def _telling(people: Iterable[Person | Party]) -> Iterator[str]:
    """What tells who somebody is; names of organisations do not, they may stand in a title."""
    for one in people:
        names = (one.name,) if one.kind == "person" else ()
        for text in (*names, one.representative, one.contact, one.identity, one.phone, one.email,
                     one.address):  # fmt: skip
            if len(text.strip()) > 1:
                yield text.strip()


def names_people(text: str, people: Iterable[Person | Party]) -> bool:
    """Whether a text for lists and reminders tells who asked."""
    return any(one in text for one in _telling(people))


def without_people(text: str, people: Iterable[Person | Party], others: Iterable[str] = ()) -> str:
    """A text for lists or the trace, with all that may be personal as asterisks.

    `others`: names besides those of the applicants.
    """
    found = {hit.text for hit in find_text(text) if hit.confidence >= _SURE}
    found |= {name.strip() for name in others if name.strip()}
    for one in sorted((*_telling(people), *found), key=len, reverse=True):
        text = text.replace(one, "*" * len(one))
    return _DIGITS.sub(lambda digits: "*" * len(digits.group()), text)


def mask_name(name: str) -> str:
    """张* of the name of a person; a list shows the name of an organisation as it is."""
    name = name.strip()
    if len(name) <= 1:
        return "*" * len(name)
    return name[0] + "*" * (len(name) - 1)


def mask_number(number: str) -> str:
    """An identity number or telephone with its middle hidden."""
    plain = number.strip()
    if len(plain) >= 15:
        return masked(plain)
    if len(plain) >= 11:
        return plain[:3] + "*" * (len(plain) - 7) + plain[-4:]
    if len(plain) >= 6:  # more is hidden than is shown
        return plain[:1] + "*" * (len(plain) - 3) + plain[-2:]
    return "*" * len(plain)
