"""表式: the two forms in force since 2019, and which one a year takes."""

from __future__ import annotations

from gongkai.errors import NoRuleInForce
from gongkai.report.forms.form import MONEY, Block, Form, FormCell, FormRow, Group
from gongkai.report.forms.form_2019 import FORM_2019
from gongkai.report.forms.form_2021 import FORM_2021

__all__ = [
    "FORMS",
    "FORM_2019",
    "FORM_2021",
    "MONEY",
    "Block",
    "Form",
    "FormCell",
    "FormRow",
    "Group",
    "form_by_key",
    "form_for",
    "has_form",
]

FORMS: tuple[Form, ...] = (FORM_2019, FORM_2021)


def form_by_key(key: str) -> Form:
    """The form called "2019" or "2021"."""
    return next(form for form in FORMS if form.key == key)


def has_form(year: int) -> bool:
    """Whether a form holds for the reports of that year."""
    return any(year in form.years for form in FORMS)


def form_for(year: int) -> Form:
    """The form that a report for that year must take; NoRuleInForce before 2019.

    2019 and 2020: 国办公开办函〔2019〕60号; from 2021: 国办公开办函〔2021〕30号.
    """
    for form in FORMS:
        if year in form.years:
            return form
    raise NoRuleInForce(f"{year}年度的报告不适用2019年以来的统一表式，2019年度以前另有格式")
