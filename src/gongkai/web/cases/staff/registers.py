"""登记册: what the pages of disputes and of complaints share."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.terms import term
from gongkai.web.acting import Actor, Refused
from gongkai.web.agencies.models import Agency
from gongkai.web.cases import policies
from gongkai.web.cases.models import Case
from gongkai.web.cases.moves import Verb

__all__ = ["APPLICATIONS", "form_page", "key_of", "may_register", "own_agency"]

APPLICATIONS = term("disclosure_on_application").zh


def own_agency(actor: Actor) -> Agency | None:
    """The body of the present post."""
    return Agency.objects.filter(pk=actor.agency or 0).first()


def may_register(actor: Actor, agency: Agency, verb: Verb = Verb.OPEN_DISPUTE) -> bool:
    """Whether this person keeps the registers of that body."""
    try:
        policies.may(actor, verb, Case(agency=agency))
    except Refused:
        return False
    return True


def key_of(text: str | None) -> int:
    """The key in an address; 0 when it is none."""
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0


def form_page(
    request: HttpRequest, form: forms.Form, title: str, back: str, button: str,
    where: tuple[str, str] = ("复议诉讼登记", "disputes"),
) -> HttpResponse:  # fmt: skip
    """A form of a register; 400 when it came back with faults."""
    crumbs = [(APPLICATIONS, reverse("cases")), (where[0], reverse(where[1])), (title, "")]
    context = {"title": title, "form": form, "back": back, "button": button, "crumbs": crumbs}
    status = 400 if form.is_bound else 200
    return render(request, "patterns/form.html", context, status=status)
