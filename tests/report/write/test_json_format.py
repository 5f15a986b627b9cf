"""JSON: exact both ways, valid by the schema, and clear about what is wrong."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from jsonschema import Draft202012Validator

from gongkai.errors import BadInput
from gongkai.report.model import Report, State
from gongkai.report.read.json_ import load
from gongkai.report.write.json_ import dump, encode_value
from tests.report.write.any_reports import reports, rich_report

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "docs/schema/report-1.json").read_text(encoding="utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA)


def plain(key: str = "2021") -> dict[str, Any]:
    """A small valid report object."""
    return {"schema": "report-1", "form": key, "year": 2025, "cells": []}


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"].endswith(":report-1")


def test_every_property_of_the_schema_is_described_with_its_chinese_term() -> None:
    def walk(node: Any, path: str) -> None:
        if isinstance(node, dict):
            for name, sub in node.get("properties", {}).items():
                described = sub.get("description") or SCHEMA["$defs"].get(
                    sub.get("$ref", "").rpartition("/")[2], {}
                ).get("description")
                assert described, f"{path}.{name}"
                assert any("\u4e00" <= c <= "\u9fff" for c in described) or name == "schema"
            for name, sub in node.items():
                walk(sub, f"{path}.{name}")
        elif isinstance(node, list):
            for sub in node:
                walk(sub, path)

    walk(SCHEMA, "")


@pytest.mark.parametrize("key", ["2019", "2021"])
def test_a_full_report_comes_back_exactly_and_fits_the_schema(key: str) -> None:
    report = rich_report(key)
    text = dump(report)
    VALIDATOR.validate(json.loads(text))
    back = load(text)
    assert back == [report]
    assert dump(back[0]) == text


@settings(max_examples=12, deadline=None, phases=[Phase.generate])
@given(reports())
def test_any_cells_come_back_exactly_and_fit_the_schema(report: Report) -> None:
    text = dump([report, report])
    VALIDATOR.validate(json.loads(text))
    assert load(text) == [report, report]
    assert load(text.encode("utf-8-sig")) == [report, report]


def test_an_array_of_none_is_no_report() -> None:
    assert load(dump([])) == []


def test_a_report_without_cells_says_so_for_each_cell() -> None:
    report = Report(file="x", form=rich_report().form, year=None)
    back = load(dump(report))[0]
    assert back.cells == (None,) * 200
    assert back.year is None


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("0", 0),
        ("-5", -5),
        ("2146820144.15", 2146820144.15),
        ("1E+3", 1000),
        ("9007199254740993", "9007199254740993"),
        ("0.1234567890123456789", "0.1234567890123456789"),
    ],
)
def test_a_value_is_a_number_only_where_a_double_is_exact(value: str, written: object) -> None:
    assert encode_value(Decimal(value)) == written
    assert type(encode_value(Decimal(value))) is type(written)


def test_chinese_stays_readable_and_keys_keep_their_order() -> None:
    text = dump(rich_report())
    assert "云州市人民政府" in text
    assert list(json.loads(text))[:4] == ["schema", "file", "source_format", "form"]


def test_claims_are_written_and_computed_again() -> None:
    report = rich_report()
    data = json.loads(dump(report))
    assert len(data["claims"]) == len(report.claims)
    data["claims"] = []
    assert load(json.dumps(data))[0].claims == report.claims


def test_a_cell_by_hand_needs_only_its_slug_and_its_text() -> None:
    data = plain()
    data["cells"] = [{"slug": "t2.rules.issued", "raw": "3件"}]
    cell = load(json.dumps(data))[0].cell("二(一)", "规章", "本年制发件数")
    assert cell
    assert (cell.value, cell.state, cell.unit) == (3, State.NUMBER, "件")


def cells(**cell: Any) -> dict[str, Any]:
    return plain() | {"cells": [{"slug": "t2.rules.issued", "raw": "3"} | cell]}


WRONG: list[tuple[str, Any, str]] = [
    ("no JSON", "{", "第1行第2个字符"),
    ("empty", "", "不是有效的JSON"),
    ("not UTF-8", b"\xff\xfe{", "UTF-8"),
    ("too deep", "[" * 200_000, "嵌套过深"),
    ("endless digits", '{"a":' + "9" * 5000 + "}", "过长"),
    ("NaN", '{"a": NaN}', "NaN"),
    ("twins", '{"a": 1, "a": 2}', "“a”出现了两次"),
    ("a number", 5, "最外层：应为对象"),
    ("an array in an array", [[]], "[0]：应为对象"),
    ("no schema", {}, "缺少属性“schema”"),
    ("another schema", plain() | {"schema": "report-9"}, "report-1"),
    ("no form", {"schema": "report-1", "year": 2025, "cells": []}, "缺少属性“form”"),
    ("another form", plain("2014"), "2019、2021"),
    ("a form that is a number", plain() | {"form": 2021}, "form：应为文字；实为：2021"),
    ("a misspelt property", plain() | {"bodi": "x"}, "bodi：不认识的属性"),
    ("a year as text", plain() | {"year": "2025"}, "year：应为0至"),
    ("a year that is true", plain() | {"year": True}, "year：应为0至"),
    ("cells that are no array", plain() | {"cells": {}}, "cells：应为数组"),
    ("a level of its own", plain() | {"level": "village"}, "level：应为其中之一"),
    ("a truth that is a word", plain() | {"is_government": "yes"}, "应为true或false"),
    ("a day that is none", plain() | {"signed_on": "2026-02-30"}, "signed_on：日历上没有这一天"),
    ("a day without dashes", plain() | {"signed_on": "20260120"}, "signed_on：应为日期"),
    ("half a period", plain() | {"period": {"from": "2025-01-01"}}, "缺少属性“to”"),
    ("half a character", plain() | {"body": "\ud800"}, "残缺的字符"),
    ("unknown labels", cells(slug="t2.rules.made"), "没有这个代码"),
    (
        "labels of the other form",
        plain("2019")
        | {
            "cells": [
                {"table": "二(一)", "row_path": "规章", "column_path": "本年制发件数", "raw": "1"}
            ]
        },
        "“二(一) | 规章 | 本年制发件数”",
    ),
    (
        "labels against slug",
        cells(table="二(一)", row_path="规章", column_path="本年废止件数"),
        "不是同一格",
    ),
    ("one label", plain() | {"cells": [{"table": "二(一)", "raw": "1"}]}, "row_path"),
    ("no text", plain() | {"cells": [{"slug": "t2.rules.issued"}]}, "cells[0]：缺少属性“raw”"),
    ("one cell twice", plain() | {"cells": cells()["cells"] * 2}, "cells[1]：“表二（一） 规章"),
    ("another value", cells(value=4), "读出的值不一致"),
    ("a value in words", cells(value="三"), "应为数字"),
    ("a value that is true", cells(value=True), "应为数字"),
    ("an endless value", '{"schema":"report-1","form":"2021","year":1,"cells":'
     '[{"slug":"t2.rules.issued","raw":"1","value":1e99999}]}', "应为数字"),
    ("a blank with a value", cells(state="blank", value=3), "不相配"),
    ("a number without value", cells(state="number", value=None), "不相配"),
    ("a zero that is one", cells(state="zero", value=1), "不相配"),
    ("a place of three corners", cells(place={"box": [1, 2, 3]}), "四个数"),
    ("a corner in words", cells(place={"box": [1, 2, 3, "4"]}), "box[3]：应为数字"),
    ("a seventh section", plain() | {"sections": [{"number": 7}]}, "应为0至6的整数；实为：7"),
    ("a note on no cell", plain() | {"notes": [{"code": "label", "message": "", "cells": ["x"]}]},
     "notes[0].cells[0]"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_what_is_wrong_is_named_with_its_path(text: Any, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        load(text if isinstance(text, str | bytes) else json.dumps(text))
    assert says in str(caught.value)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    "broken",
    [w[1] for w in WRONG if isinstance(w[1], dict)],
    ids=[w[0] for w in WRONG if isinstance(w[1], dict)],
)
def test_what_the_schema_can_refuse_is_refused_by_the_reader_too(broken: Any) -> None:
    if not VALIDATOR.is_valid(broken):
        with pytest.raises(BadInput):
            load(json.dumps(broken))
