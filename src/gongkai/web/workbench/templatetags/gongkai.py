"""What templates need: dates as documents write them, cells of tables, mistakes of forms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BoundField, CheckboxInput
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gongkai.web.agencies.models import Post
from gongkai.web.agencies.roles import Role
from gongkai.web.workbench import forms, words
from gongkai.web.workbench.columns import Tag, as_text

register = template.Library()

_WORDS = {"success": "已完成", "error": "未办成", "warning": "请注意", "info": "提示"}


@register.filter
def chinese_day(value: date | None) -> str:
    """2026年11月21日, marked up as a date."""
    return "" if value is None else words.day(value)


@register.filter
def chinese_moment(value: datetime | None) -> str:
    """2026年11月21日 09:30, in the time of the place."""
    return "" if value is None else words.moment(value)


@register.filter
def sentence(text: object) -> str:
    """A sentence with articles cited in short and dates marked up."""
    return words.sentence(text)


@register.filter
def cell(value: Any) -> str:
    """A value of a table or of a fact: tags framed, days never broken."""
    if isinstance(value, SafeString):
        return value
    if isinstance(value, Tag):
        return format_html('<span class="tag {}">{}</span>', value.tone, value.zh)
    if isinstance(value, list | tuple) and any(isinstance(one, Tag) for one in value):
        return format_html_join(" ", "{}", ((cell(one),) for one in value))
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.day(value)
    return as_text(value)


@register.filter
def is_empty(value: Any) -> bool:
    """Nothing to show; 0 and 否 are something."""
    return value is None or value == "" or value == [] or value == ()


@register.filter
def mistakes(form: BaseForm) -> Iterable[tuple[str, str]]:
    """Each mistake of a form with the field to go to."""
    return forms.mistakes(form)


@register.filter
def is_box(field: BoundField) -> bool:
    """Whether the field is one box to tick, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def role_of(post: Post) -> str:
    """The word for the role of a post."""
    return Role(post.role).zh


@register.filter
def level_word(message: Message) -> str:
    """What kind of message it is, in a word: colour is never the only sign."""
    return _WORDS.get(message.level_tag, "提示")


@register.filter
def undo_url(message: Message) -> str:
    """Where what the message tells can be taken back."""
    tags = message.extra_tags or ""
    return tags.removeprefix("undo:") if tags.startswith("undo:/") else ""


@register.filter
def make_words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()
