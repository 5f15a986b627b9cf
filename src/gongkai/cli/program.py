"""The program around the commands: it loads one when it is called, and says every failure."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

import click

from gongkai.cli.streams import drop_output, say
from gongkai.cli.wording import Command, complaint, listing, unknown_command
from gongkai.errors import BadInput, GongkaiError
from gongkai.files import why

__all__ = ["CLEAN", "ERRORS_FOUND", "INTERRUPTED", "UNREADABLE", "Program", "leave"]

CLEAN, ERRORS_FOUND, UNREADABLE, INTERRUPTED = 0, 1, 2, 130


def leave(code: int) -> NoReturn:
    """End the command with that exit code."""
    raise click.exceptions.Exit(code)


class _Interrupted(Exception):
    """Ctrl-C, before click says a line of its own about it."""


class Program(Command, click.Group):
    """Says every failure in one Chinese sentence, and never shows a traceback.

    names: the commands, in order; each is the `command` of the module of that name in the package
    `commands_in`, imported when it is called for.
    """

    def __init__(self, *, commands_in: str, names: Sequence[str], **settings: Any) -> None:
        settings["subcommand_metavar"] = "命令 …"
        settings["context_settings"] = {"help_option_names": ["-h", "--help"]}
        super().__init__(**settings)
        self._package = commands_in
        self._names = names

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names."""
        return list(self._names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one."""
        if cmd_name not in self._names:
            return None
        command: click.Command = import_module(f"{self._package}.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that a call names; BadInput when there is none such."""
        if args[0] not in self._names:
            raise BadInput(unknown_command(args[0], self._names))
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, then the options."""
        commands = [(name, self.get_command(ctx, name)) for name in self._names]
        rows = [(name, one.help or "") for name, one in commands if one is not None]
        formatter.write("\n命令：\n" + listing(rows))
        super().format_options(ctx, formatter)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a polite kill is the same as Ctrl-C, so that workers are ended."""
        with suppress(ValueError):  # not in the main thread
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a second one need not wait
            raise _Interrupted from None

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, and leave with the code of the outcome."""
        kwargs |= {"prog_name": "gongkai", "standalone_mode": False}
        try:
            sys.exit(super().main(*args, **kwargs) or CLEAN)
        except (_Interrupted, click.exceptions.Abort):
            _fail("已中断", INTERRUPTED)
        except click.exceptions.NoArgsIsHelpError as empty:
            click.echo(empty.format_message(), err=True)
            sys.exit(UNREADABLE)
        except click.UsageError as problem:
            _fail(complaint(problem))
        except GongkaiError as problem:
            _fail(str(problem))
        except BrokenPipeError:
            drop_output()
            sys.exit(CLEAN)
        except OSError as problem:
            drop_output()
            _fail(f"{problem.filename or '无法输出结果'}：{why(problem)}；请检查路径、权限和磁盘")


def _fail(sentence: str, code: int = UNREADABLE) -> NoReturn:
    say(f"gongkai：{sentence}")
    sys.exit(code)
