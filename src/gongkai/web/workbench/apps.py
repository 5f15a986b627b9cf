"""工作台."""

from __future__ import annotations

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """工作台."""

    name = "gongkai.web.workbench"
    label = "workbench"
    verbose_name = "工作台"

    def ready(self) -> None:
        """The words of the rail, and what the workbench itself puts before people."""
        from gongkai.web.messages import duties, feeds
        from gongkai.web.workbench import exports, lookup, shell, tasks
        from gongkai.web.workbench.messages import waiting
        from gongkai.web.workbench.setup import finder, reminders

        places = (
            ("tasks", "我的待办", "work_home", 10),
            ("messages", "消息", "work_messages", 15),
            ("publications", "信息发布", "work_publications", 30),
            ("reports", "年度报告", "work_reports", 40),
            ("statistics", "统计", "work_statistics", 50),
            ("settings", "设置", "setup", 60),
        )
        for id, zh, url, order in places:
            shell.register(shell.Place(id, zh, url, order))
        shell.register(shell.Place("trail", "留痕", "trail", 70, shell.is_auditor))
        tasks.provide("setup", reminders.setup_tasks)
        tasks.provide("messages", waiting.unread)
        feeds.provide(waiting.DUE)
        duties.every(exports.EVERY, exports.forget_old)
        lookup.provide("setup", finder.find_bodies)
        lookup.provide("people", finder.find_people)
