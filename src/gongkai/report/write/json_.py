"""Report → JSON after docs/schema/report-1.json; `gongkai.report.read.json_` reads it back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from gongkai.report.model import Cell, Claim, Note, Place, Report, Section
from gongkai.report.write.text import plain

__all__ = ["SCHEMA", "dump", "encode_place", "encode_value"]

SCHEMA = "report-1"


def dump(reports: Report | Iterable[Report]) -> str:
    """One report as an object, several as an array; keys in a fixed order, Chinese as it is."""
    data: Any
    if isinstance(reports, Report):
        data = _report(reports)
    else:
        data = [_report(report) for report in reports]
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def encode_value(value: Decimal | None) -> int | float | str | None:
    """A JSON number when every reader of JSON gets it back exactly, else its digits as text."""
    if value is None:
        return None
    if value == value.to_integral_value() and abs(value) < 2**53:
        return int(value)
    number = float(value)
    return number if Decimal(repr(number)) == value else plain(value)


def encode_place(place: Place) -> dict[str, Any]:
    """What is known of a place; empty when nothing is."""
    known: dict[str, Any] = {name: x for name, x in place._asdict().items() if x}
    if place.box:
        known["box"] = [float(corner) for corner in place.box]
    return known


def _report(report: Report) -> dict[str, Any]:
    period = report.period
    return {
        "schema": SCHEMA,
        "file": report.file,
        "source_format": report.source_format,
        "form": report.form.key,
        "year": report.year,
        "body": report.body,
        "region": report.region,
        "level": report.level.value,
        "is_government": report.is_government,
        "title": report.title,
        "period": {"from": period[0].isoformat(), "to": period[1].isoformat()} if period else None,
        "signed_by": report.signed_by,
        "signed_on": report.signed_on.isoformat() if report.signed_on else None,
        "signed_place": encode_place(report.signed_place),
        "contact": {
            "address": report.contact.address,
            "phone": report.contact.phone,
            "postcode": report.contact.postcode,
            "email": report.contact.email,
            "website": report.contact.website,
        },
        "cells": [
            _cell(where.table, where.row_path, where.column_path, where.slug, cell)
            for where, cell in (report.filled() if report.cells else ())
        ],
        "sections": [_section(section) for section in report.sections],
        "claims": [_claim(claim) for claim in report.claims],
        "notes": [_note(report, note) for note in report.notes],
    }


def _cell(table: str, row_path: str, column_path: str, slug: str, cell: Cell) -> dict[str, Any]:
    return {
        "table": table,
        "row_path": row_path,
        "column_path": column_path,
        "slug": slug,
        "raw": cell.raw,
        "value": encode_value(cell.value),
        "state": cell.state.value,
        "unit": cell.unit,
        "place": encode_place(cell.place),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "number": section.number,
        "title": section.title,
        "order": section.order,
        "place": encode_place(section.place),
        "paragraphs": [
            {"text": p.text, "place": encode_place(p.place)} for p in section.paragraphs
        ],
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "figure": encode_value(claim.figure),
        "unit": claim.unit,
        "scope": claim.scope,
        "year": claim.year,
        "kind": claim.kind,
        "exactness": claim.exactness.value,
        "quote": claim.quote,
        "section": claim.section,
        "span": list(claim.span),
        "written": claim.written,
        "when": claim.when.isoformat() if claim.when else None,
        "place": encode_place(claim.place),
    }


def _note(report: Report, note: Note) -> dict[str, Any]:
    return {
        "code": note.code.value,
        "message": note.message,
        "place": encode_place(note.place),
        "cells": [report.form.cells[i].slug for i in note.cells],
    }
