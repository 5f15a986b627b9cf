"""依申请公开."""

from __future__ import annotations

from django.apps import AppConfig

from gongkai.terms import term


class CasesConfig(AppConfig):
    """Applications."""

    name = "gongkai.web.cases"
    label = "cases"
    verbose_name = term("disclosure_on_application").zh

    def ready(self) -> None:
        """Verbs are made known to the trace, pages to the workbench."""
        from pathlib import Path

        from gongkai.web.acting import performed
        from gongkai.web.agencies import city as sample
        from gongkai.web.cases import actions, attachments, city, drafts, feed, recomputing, tasks  # noqa: F401
        from gongkai.web.cases.archiving import tasks as sealing
        from gongkai.web.cases.staff import todo, todo_letters
        from gongkai.web.messages import kinds
        from gongkai.web.messages.duties import every
        from gongkai.web.workbench import shell
        from gongkai.web.workbench.setup import tabs

        attachments.register()
        todo.register()
        todo_letters.register()
        word = term("disclosure_on_application").zh
        shell.register(shell.Place("applications", word, "cases", 20))
        tabs.provide(tabs.Tab("办理设置", "desk", shell.is_administrator))
        tabs.provide(tabs.Tab("文书模板", "templates", shell.is_administrator))
        every(tasks.EVERY_DAY, drafts.drop_old)
        every(tasks.OFTEN, tasks.remind)
        every(tasks.EVERY_DAY, tasks.recompute_due)
        every(tasks.OFTEN, sealing.take_up)
        feed.provide()
        sample.add(city.load)
        performed.connect(recomputing.on_performed, dispatch_uid="cases.recompute")

        kinds.load_folder(Path(__file__).parent / "kinds")
