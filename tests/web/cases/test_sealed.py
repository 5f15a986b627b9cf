"""Free text of cases stands sealed; what stands open is named here, with why it names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.db import models

from gongkai.web.acting import Action, perform
from gongkai.web.agencies.roles import Role
from gongkai.web.cases.actions import KeepComplaint
from gongkai.web.cases.models import Complaint, Item, Stamp
from gongkai.web.cases.sealed import SealedData, SealedText, sealed_of
from tests.web.agencies.world import sit
from tests.web.cases.desk import page
from tests.web.cases.world import World, at

# why it cannot name who asks, whom it concerns or who complains → the fields
OPEN = {
    "an id, a code, a hash, a place in the storage: made by the software": """
        Case.number Case.code Case.column Case.calendar Case.outcome Case.row Case.fee_method
        Case.retention Party.kind Party.identity_kind Step.verb Step.who Step.key DueChange.calendar
        Reminder.kind Reminder.key Desk.to_sign Dispute.outcomes Template.notice
        Paper.template_version Paper.number Paper.digest Paper.pdf Paper.docx Paper.pdf_sha256
        Paper.docx_sha256 Review.digest Letter.verb Letter.digest Redaction.converted
        Redaction.sizes Redaction.result Redaction.result_kind Redaction.result_sha256 Package.blob
        Package.sha256 Package.retention FilledSheet.sheet Inquiry.items Item.code Item.refused
        Item.grounds Proposal.grounds
    """,
    "keyed prints, by which equal values are found": """
        Party.name_print Party.identity_print Party.phone_print
    """,
    "officials in their office, who are named in the trace too": """
        Case.registered_by Step.by Step.actor Stamp.actor Template.author Paper.drafter Paper.signer
        Review.actor Service.actor Letter.asker Letter.signer Redaction.actor Package.actor
        FilledSheet.actor Assignment.assigned_by Assignment.opined_by Conference.entered_by
        Evidence.by Evidence.entered_by Proposal.maker Proposal.decider Handover.actor
    """,
    "refused when it names who asks; lists and reminders show it": "Case.title",
    "numbers of letters and codes of places": "Case.tracking Service.tracking Party.postcode",
    "a file or notice of the body, as it stands in the trace": "Case.backlog Case.drill_notice",
    "days and names of notices, from the calendars": "DueChange.why",
    "what a body publishes of itself or uses for everybody": """
        Desk.court Desk.review_body Desk.online_review Desk.payment Template.text Proposal.place
    """,
    "another body or court, and its docket": """
        Dispute.numbers Dispute.body Rectification.body Rectification.contact
    """,
}


def texts() -> Iterator[tuple[str, models.Field[object, object]]]:
    """Every field of this app in which a text may stand."""
    for model in apps.get_app_config("cases").get_models():
        for field in model._meta.local_fields:
            text = isinstance(field, models.CharField | models.TextField | models.JSONField)
            if text and getattr(field, "choices", None) is None:
                yield f"{model.__name__}.{field.name}", field


def test_every_text_is_sealed_or_cannot_name_a_person() -> None:
    named = [name for names in OPEN.values() for name in names.split()]
    assert len(named) == len(set(named))
    plain = {name for name, field in texts() if not isinstance(field, SealedText | SealedData)}
    assert plain - set(named) == set(), "seal it (cases.sealed), or say above why it need not be"
    assert set(named) - plain == set(), "sealed or gone: take it out of the list"


def test_no_act_writes_a_sealed_field_into_the_trace() -> None:
    def kinds(of: type) -> Iterator[type]:
        for kind in of.__subclasses__():
            yield kind
            yield from kinds(kind)

    def model_of(kind: type) -> type[models.Model]:
        bases = (base for one in kind.__mro__ for base in getattr(one, "__orig_bases__", ()))
        return next(arg for base in bases for arg in get_args(base) if isinstance(arg, type))

    ours = [kind for kind in kinds(Action) if kind.__module__.startswith("gongkai.web.cases")]
    assert len(ours) > 40
    assert not [one for one in ours if set(sealed_of(model_of(one))) & set(one.logged)]


def test_whether_there_is_a_text_can_be_asked_and_nothing_else(shared: World) -> None:
    case = shared.hand_in()
    stamps = Stamp.objects.filter(case=case)
    stamps.update(reason="科室外出")
    assert stamps.exclude(reason="").count() == stamps.count() == 1
    assert stamps.get().reason == "科室外出"
    with pytest.raises(TypeError, match="cannot be searched"):
        stamps.filter(reason="科室外出").exists()
    with pytest.raises(FieldError):
        Complaint.objects.filter(text__icontains="某").exists()


def test_data_is_sealed_as_a_whole_and_nothing_stays_nothing(shared: World) -> None:
    item = shared.hand_in().items.get()
    assert item.details == {} and Item.objects.filter(pk=item.pk, details={}).exists()
    item.details = {"information": ["某某的表"]}
    item.save()
    item.refresh_from_db()
    assert item.details == {"information": ["某某的表"]}
    assert not Item.objects.filter(pk=item.pk, details={}).exists()


def test_the_register_of_complaints_is_searched_though_it_is_sealed(shared: World) -> None:
    clerk = sit(shared.agency, Role.INTAKE)
    for source, text in (("信访部门转办", "反映答复过晚"), ("来信", "投诉接待态度")):
        row = Complaint(agency=shared.agency)
        perform(
            KeepComplaint(), shared.actor(Role.INTAKE), row, now=at(shared.day), text=text,
            kind="complaint", day=shared.day, source=source,
        )  # fmt: skip
    for wanted, there, gone in (
        ("态度", "来信", "信访部门"), ("信访 过晚", "反映答复过晚", "接待态度"),
    ):  # fmt: skip
        for more in ("", "&format=print", "&sort=-day"):
            text = page(clerk, f"/work/cases/complaints/?q={wanted}{more}")
            assert there in text and gone not in text
    assert "接待态度" in page(clerk, "/work/cases/complaints/")
