"""The real reports: every figure of the golden list is a claim whose quote is in its sentence."""

from __future__ import annotations

import csv
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from gongkai.report.claims.fold import fold
from gongkai.report.model import Claim, Report
from gongkai.report.read import read

SHARED = Path(__file__).resolve().parents[4] / "shared"
# in a table of a web page shown inside the report, which the reader leaves out with a note
LEFT_OUT = {"13370500664439219L/2020-10670"}

pytestmark = pytest.mark.needs_shared


def plain(text: str) -> str:
    return re.sub(r"[\s*<>]|\[bookmark[^\]]*\]", "", fold(text))


def says(claim: Claim, quantity: str) -> bool:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", quantity):
        return claim.when is not None and claim.when.isoformat() == quantity
    if plain(claim.written) == plain(quantity):
        return True
    try:
        return claim.figure == Decimal(quantity)
    except InvalidOperation:
        return False


def sentence_of(report: Report, quote: str) -> str:
    texts = [p.text for s in report.sections for p in s.paragraphs]
    for text in [*texts, report.title]:
        for sentence in re.split("[。!?]", plain(text)):
            if plain(quote) in sentence:
                return sentence
    return plain(quote)  # the signature stands in no section


def test_every_golden_figure_is_a_claim_in_its_sentence() -> None:
    with (SHARED / "domain/golden/seeds-narrative.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    reports = {row["file"]: None for row in rows}
    read_ones = {name: read(SHARED / "seeds" / name)[0] for name in reports}
    missed = []
    for row in rows:
        report = read_ones[row["file"]]
        sentence = sentence_of(report, row["quote"])
        if not any(
            says(c, row["quantity"])
            and (plain(c.quote) in sentence or plain(row["quote"]) in plain(c.quote))
            for c in report.claims
        ):
            missed.append(row["quantity"])
    assert set(missed) <= LEFT_OUT
    assert len(rows) == 237
