"""Every check has an example that fires and one that stays silent, and both do what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from gongkai.report.checks import CHECKS, Severity, run_checks
from tests.report.checks.support import make_context, make_report

EXAMPLES = Path(__file__).with_name("examples")


def load(check_id: str) -> dict[str, Any]:
    path = EXAMPLES / f"{check_id}.yaml"
    assert path.exists(), f"{check_id} has no examples: write {path.name}"
    return yaml.safe_load(path.read_text("utf-8"))


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(path.stem, example, id=f"{path.stem}-{example['name']}")
        for path in sorted(EXAMPLES.glob("*.yaml"))
        for example in yaml.safe_load(path.read_text("utf-8")).get(kind) or ()
    ]


def findings(check_id: str, example: dict[str, Any]) -> list[Any]:
    report, context = make_report(example), make_context(example)
    return [f for f in run_checks(report, context) if f.check == check_id]


@pytest.mark.parametrize("check_id", sorted(CHECKS))
def test_each_check_has_an_example_that_fires_and_one_that_stays_silent(check_id: str) -> None:
    examples = load(check_id)
    assert examples["check"] == check_id
    assert examples.get("fires"), f"{check_id} has no example that fires"
    assert examples.get("silent"), f"{check_id} has no example that stays silent"


@pytest.mark.parametrize(("check_id", "example"), cases("fires"))
def test_the_check_fires(check_id: str, example: dict[str, Any]) -> None:
    found = findings(check_id, example)
    assert found, f"{check_id} stays silent on “{example['name']}”"
    if "found" in example:
        assert str(example["found"]) in {f.found for f in found}
    if "expected" in example:
        assert str(example["expected"]) in {f.expected for f in found}
    if "severity" in example:
        assert {f.severity.value for f in found} == {example["severity"]}
    if "count" in example:
        assert len(found) == example["count"]


@pytest.mark.parametrize(("check_id", "example"), cases("silent"))
def test_the_check_stays_silent(check_id: str, example: dict[str, Any]) -> None:
    found = findings(check_id, example)
    assert not found, f"{check_id} cries wolf on “{example['name']}”: {found[0].message}"


@pytest.mark.parametrize("body", ["云州市教育局", "云州市人民政府", "云州市东河区人民政府"])
@pytest.mark.parametrize("year", [2019, 2020, 2021, 2023, 2024])
def test_the_baseline_is_clean(body: str, year: int) -> None:
    found = list(run_checks(make_report({"year": year, "body": body})))
    assert [f"{f.check} {f.message}" for f in found if f.severity is not Severity.NOTE] == []


def test_every_file_of_examples_belongs_to_a_check() -> None:
    assert {p.stem for p in EXAMPLES.glob("*.yaml")} <= set(CHECKS)
