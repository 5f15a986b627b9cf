"""A waiver silences one finding until one of its inputs changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.errors import BadInput
from gongkai.report.checks import Finding, Severity, run_checks
from gongkai.report.checks.batch import check_report, has_error
from gongkai.report.checks.waivers import (
    Waiver,
    apply_waivers,
    inputs_hash,
    load_waivers,
    save_waiver,
)
from gongkai.report.model import Report
from tests.report.checks.support import make_report

BLANK = {
    f"t4.reconsideration.{c}": ""
    for c in ("upheld", "corrected", "other_outcome", "pending", "total")
}


def blank_report(**more: object) -> Report:
    return make_report({"year": 2023, "cells": {**BLANK, **more}})


def finding(report: Report) -> Finding:
    return next(f for f in run_checks(report) if f.check == "T4.BLANK")


def waiver(report: Report) -> Waiver:
    found = finding(report)
    return Waiver(report.file, found.id, "公开办已电话核实", "王审核", inputs_hash(report, found))


def test_a_waived_finding_carries_reason_and_name() -> None:
    report = blank_report()
    (made,) = [f for f in check_report(report, waivers=[waiver(report)]) if f.check == "T4.BLANK"]
    assert made.waived == "公开办已电话核实（王审核）"


def test_a_waiver_ends_when_a_cell_of_the_finding_changes() -> None:
    known = waiver(blank_report())
    changed = blank_report(**{"t4.direct_suit.upheld": ""})
    (made,) = [f for f in check_report(changed, waivers=[known]) if f.check == "T4.BLANK"]
    assert made.waived == ""
    assert "须重新核实" in made.message


def test_a_waiver_outlives_changes_elsewhere() -> None:
    known = waiver(blank_report())
    changed = blank_report(**{"t2.licences.decisions": "77"})
    (made,) = [f for f in check_report(changed, waivers=[known]) if f.check == "T4.BLANK"]
    assert made.waived


def test_a_waiver_holds_for_its_own_file_only() -> None:
    report = blank_report()
    known = waiver(report)._replace(file="另一份.docx")
    assert not any(f.waived for f in apply_waivers(report, [finding(report)], [known]))


def test_waivers_go_to_a_file_and_come_back(tmp_path: Path) -> None:
    path = tmp_path / "waivers.toml"
    first = Waiver("甲\\乙.docx", "T4.BLANK", '他说"没有"\n，已核', "李\t审", "0" * 16)
    second = Waiver("丙.docx", "NAR.SELF:1", "理由", "张审", "1" * 16)
    save_waiver(path, first)
    save_waiver(path, second)
    again = first._replace(reason="改过的理由")
    save_waiver(path, again)
    assert load_waivers(path) == [second, again]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[waiver]]\nfile = 3", "第1条缺少 file、finding、reason、who、inputs"),
        ("[[waiver]", "不是正确的 TOML"),
        ("waiver = 1", "应由若干 [[waiver]] 组成"),
    ],
)
def test_a_wrong_waiver_file_is_explained(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "w.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="w.toml") as problem:
        load_waivers(path)
    assert says in str(problem.value)


def test_a_missing_waiver_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="无法打开"):
        load_waivers(tmp_path / "none.toml")


def test_only_open_errors_count() -> None:
    report = make_report({"year": 2023, "cells": {"t3.granted.total": "99"}})
    findings = check_report(report)
    assert has_error([(report, findings)])
    known = [
        Waiver(report.file, f.id, "已核", "王", inputs_hash(report, f))
        for f in findings
        if f.severity is Severity.ERROR
    ]
    assert not has_error([(report, check_report(report, waivers=known))])


def test_the_previous_report_is_found_by_body_and_year() -> None:
    report = make_report({"year": 2024})
    own = make_report({"year": 2023, "cells": {"t3.carried_out.natural_person": "4"}})
    other = make_report({"year": 2023, "body": "云州市公安局"})
    found = {f.check for f in check_report(report, [other, own])}
    assert "X.OPENING" in found
    assert "X.OPENING" not in {f.check for f in check_report(report, [other, other])}


def test_the_parent_is_found_by_region_and_year() -> None:
    report = make_report({"year": 2024, "cells": {"t2.licences.decisions": "10"}})
    city = make_report({"year": 2024, "body": "云州市人民政府"})
    far = make_report(
        {"year": 2024, "body": "远山市人民政府", "cells": {"t2.licences.decisions": "99"}}
    )
    old = make_report({"year": 2022, "body": "云州市人民政府"})
    assert "X.SUBSET" in {f.check for f in check_report(report, parents=[far, old, city])}
    assert "X.SUBSET" not in {f.check for f in check_report(report, parents=[far, old])}
