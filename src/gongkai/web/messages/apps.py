"""消息."""

from __future__ import annotations

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """What people are told; Django's own app of notices on a page is called `messages` already."""

    name = "gongkai.web.messages"
    label = "letters"
    verbose_name = "消息"

    def ready(self) -> None:
        """The kinds of this app, its verbs, and the calendar of working days as a feed."""
        from gongkai.web.acting import performed
        from gongkai.web.messages import actions, days, kinds, posts  # noqa: F401

        kinds.load_folder(kinds.HERE)
        days.provide()
        performed.connect(posts.on_performed, dispatch_uid="letters.posts")
