"""申请人情况: which column of table 3 an application is counted in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from gongkai.errors import BadInput
from gongkai.law.applicants import APPLICANT_KINDS, CONVENTIONS, Applicant, kind, place
from gongkai.law.numbers.credit_code import BODY_KINDS
from gongkai.report.forms import FORM_2019, FORM_2021

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "applicants.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_table_of_columns(case: dict[str, Any]) -> None:
    principal = Applicant(case["principal"]) if "principal" in case else None
    first = Applicant(case["kind"], principal)
    found = place([first, *map(Applicant, case.get("others", []))])
    assert found.column.zh == case["column"]
    assert case["article"] in str(found.article)
    assert not found.confirmed
    assert len(found.reasons) == 1 + ("principal" in case) + ("others" in case)


def test_every_kind_has_its_case() -> None:
    assert {case["kind"] for case in CASES} == {one.id for one in APPLICANT_KINDS}


def test_every_column_is_one_of_both_forms_and_every_one_has_a_kind() -> None:
    columns = {one.column for one in APPLICANT_KINDS}
    for form in (FORM_2019, FORM_2021):
        slugs = {cell.slug.rpartition(".")[2] for cell in form.cells if cell.table == "三"}
        assert columns == slugs - {"total"}


def test_a_chain_of_agents_leads_to_the_last_principal() -> None:
    found = place([Applicant("law_firm", Applicant("lawyer", Applicant("foundation")))])
    assert found.column.id == "charity"
    assert "由律师事务所代理" in found.reasons[0]
    assert "由以本人名义申请的律师代理" in found.reasons[1]


def test_an_application_without_applicant_or_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(BadInput, match="至少列出一名"):
        place([])
    with pytest.raises(BadInput, match="没有“alien”这一类.*person（公民个人）"):
        place([Applicant("alien")])
    assert kind("person").zh == "公民个人"


def test_kinds_that_a_credit_code_suggests_exist() -> None:
    known = {one.id for one in APPLICANT_KINDS} | {""}
    assert {body.applicant for body in BODY_KINDS} <= known


def test_what_is_assumed_says_why() -> None:
    assert all(one.confirmed or one.note for one in APPLICANT_KINDS)
    assert all(one.confirmed or one.note for one in CONVENTIONS)
