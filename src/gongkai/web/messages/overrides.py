"""消息用语: a body may word a kind of message its own way; the one of the platform stays behind it.

Each wording is kept with its number: a message sent long ago says by which it was worded.
"""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.errors import BadInput
from gongkai.web.agencies.models import Agency
from gongkai.web.messages.kinds import Kind, Wording, kind_of
from gongkai.web.messages.models import Override

__all__ = ["kind_in", "present", "preview"]


def present(agency: Agency) -> Mapping[str, Override]:
    """The wordings of a body that are in force, by kind; one query."""
    return {row.kind: row for row in Override.objects.filter(agency=agency, ended=None)}


def kind_in(agency: Agency | None, slug: str) -> tuple[Kind, Override | None]:
    """The kind as that body words it, and the row from which; one query.

    A wording that a later version of the platform no longer understands gives way to the default:
    people are told in any case.
    """
    kind = kind_of(slug)
    if agency is None:
        return kind, None
    row = Override.objects.filter(agency=agency, kind=slug, ended=None).first()
    if row is not None:
        try:
            return kind.reworded(row.subject, row.text), row
        except BadInput:
            pass
    return kind, None


def preview(kind: Kind) -> Wording:
    """As it would read, each field filled in with its own name."""
    names = {**kind.fields, **kind.personal}
    return kind.word({name: f"〔{zh}〕" for name, zh in names.items()})
