"""The form for the reports of 2021 and later: 国办公开办函〔2021〕30号, 200 cells."""

from __future__ import annotations

from gongkai.report.forms.build import build
from gongkai.report.forms.shared import FIRST_ROWS, LAST_ROWS
from gongkai.sources import FORM_2021 as NOTICE_2021

__all__ = ["FORM_2021"]

FORM_2021 = build(
    "2021",
    NOTICE_2021,
    range(2021, 2100),
    [
        (
            "二(一)",
            "article_20_1",
            ("rules", "normative_documents"),
            ("issued", "abolished", "in_force"),
        ),
        ("二(五)", "article_20_5", ("licences",), ("decisions",)),
        ("二(六)", "article_20_6", ("penalties", "coercion"), ("decisions",)),
        ("二(八)", "article_20_8", ("administrative_charges",), ("amount_collected",)),
    ],
    [
        *FIRST_ROWS,
        ("outcomes", "other", "other_supplement_overdue"),
        ("outcomes", "other", "other_fee_unpaid"),
        ("outcomes", "other", "other_rest"),
        *LAST_ROWS,
    ],
)
