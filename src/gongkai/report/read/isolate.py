"""Run a function in a child process that cannot take the program down with it.

A hostile file may loop for ever, ask for all memory, or crash a C library. The child gets a limit
on memory and a wall-clock limit; when it breaks either it is killed, and the caller gets a
ReadError. A worker is reused for many files, because starting one costs some 10 ms.
"""

from __future__ import annotations

import faulthandler
import io
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from types import FrameType, TracebackType
from typing import Any, TypeVar

from gongkai.errors import DamagedFile, FileTooLarge, GongkaiError, ReadError
from gongkai.report.read.limits import MEMORY_MEGABYTES, READ_SECONDS, SCAN_SECONDS

__all__ = ["IsolatedWorker", "more_time", "run_isolated"]

T = TypeVar("T")

# fork: nothing is imported again; elsewhere (Windows, macOS) spawn is the only safe way
_CONTEXT: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
_TASKS_A_WORKER = 1_000  # then a fresh one: what C libraries leak does not add up
_GRACE_SECONDS = 0.5  # between asking the child to stop and killing it
_ORPHAN_SECONDS = 5  # after which a child whose parent is gone ends itself
_CRASHES = {
    int(getattr(signal, name, 0)) for name in ("SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGTRAP")
}
_parent_ends: set[Connection] = set()
_caller: Connection | None = None  # in a child: who waits for its answer
# libraries that start a thread for each core map more than a worker may have; it has one file
_ENVIRONMENT = {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def run_isolated(
    function: Callable[..., T],
    *args: Any,
    seconds: float = READ_SECONDS,
    megabytes: int = MEMORY_MEGABYTES,
) -> T:
    """`function(*args)` in a child process of its own; see `IsolatedWorker.run`."""
    with IsolatedWorker(megabytes=megabytes) as worker:
        return worker.run(function, *args, seconds=seconds)


class IsolatedWorker:
    """One child process at a time, started when first needed, replaced when it breaks.

    Not for use from several threads at once. `close` (or leaving the `with` block) ends it.
    fresh: start a new interpreter, with these variables added to its environment, instead of
    forking. It takes half a second, and works where a fork does not: in a program whose libraries
    have threads (a forked polars waits for ever), and in a daemonic process (Dask's workers).
    """

    def __init__(
        self, megabytes: int = MEMORY_MEGABYTES, fresh: Mapping[str, str] | None = None
    ) -> None:
        self.megabytes = megabytes
        self._fresh = fresh
        self._process: Any = None
        self._connection: Connection | None = None
        self._tasks = 0

    def run(self, function: Callable[..., T], *args: Any, seconds: float = READ_SECONDS) -> T:
        """`function(*args)`, both picklable, and so its value.

        Raises the GongkaiError that the function raised; FileTooLarge past `seconds` or past
        `megabytes` above what was mapped before; DamagedFile when the child crashes or the
        function fails in a way nobody foresaw (what it was stands in the error's notes).
        """
        connection = self._ready()
        try:
            connection.send((function, args, seconds, self.megabytes))
            done, value, note = _wait(connection, seconds)
        except (EOFError, ConnectionError):
            raise self._why_it_died() from None
        except BaseException:
            self.close()
            raise
        self._tasks += 1
        if isinstance(value, MemoryError):
            self.close()
            raise _out_of_memory(self.megabytes) from None
        if self._tasks >= _TASKS_A_WORKER:
            self.close()
        if done:
            return value  # type: ignore[no-any-return]
        if note:
            value.add_note(note)
        raise value

    def close(self) -> None:
        """End the child, whatever it is doing."""
        process, connection = self._process, self._connection
        self._process, self._connection, self._tasks = None, None, 0
        if connection is not None:
            _parent_ends.discard(connection)
            connection.close()
        if process is None:
            return
        process.terminate()
        process.join(_GRACE_SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()
        process.close()

    def __enter__(self) -> IsolatedWorker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ready(self) -> Connection:
        """The connection to a living child."""
        if self._connection is not None and self._process.is_alive():
            return self._connection
        self.close()
        ours, theirs = Pipe()
        process: Any
        if self._fresh is not None and sys.platform != "win32":
            process = _FreshProcess(theirs, self._fresh)
        else:
            process = _CONTEXT.Process(target=_serve, args=(theirs, ours), daemon=True)
            with warnings.catch_warnings():
                # a thread of some library may exist; the child uses nothing that it could hold
                warnings.simplefilter("ignore", DeprecationWarning)
                process.start()
        theirs.close()
        _parent_ends.add(ours)
        self._process, self._connection = process, ours
        return ours

    def _why_it_died(self) -> ReadError:
        self._process.join(_GRACE_SECONDS)
        code = self._process.exitcode
        self.close()
        if code is not None and -code in _CRASHES:
            return DamagedFile("文件使读取程序崩溃，内容可能已损坏", "请用原软件打开后另存一份再试")
        return _out_of_memory(self.megabytes)


class _MoreTime:
    """What a child sends before its answer: how long it may take from now."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


def _wait(connection: Connection, seconds: float) -> Any:
    """The child's answer; FileTooLarge when it takes longer than it may."""
    started = time.monotonic()
    until = started + seconds
    while connection.poll(max(0.0, until - time.monotonic())):
        answer = connection.recv()
        if not isinstance(answer, _MoreTime):
            return answer
        until = max(until, min(time.monotonic() + answer.seconds, started + SCAN_SECONDS))
    raise FileTooLarge(
        f"读取超过 {until - started:.3g} 秒，已停止", "文件可能异常复杂或已损坏，请另存后再试"
    )


def more_time(seconds: float) -> None:
    """Ask, inside a call, for that many seconds from now; without effect outside a child.

    For recognition, which takes some 10 s a page; all calls together get SCAN_SECONDS.
    """
    if _caller is not None:
        _caller.send(_MoreTime(seconds))
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        signal.setitimer(signal.ITIMER_REAL, max(left, seconds + _ORPHAN_SECONDS))


class _FreshProcess:
    """A child that was not forked, with what is used here of multiprocessing.Process."""

    def __init__(self, theirs: Connection, variables: Mapping[str, str]) -> None:
        number = theirs.fileno()
        code = (
            f"import sys; sys.path[:] = {sys.path!r}\n"
            f"from {__name__} import serve_fresh; serve_fresh({number})"
        )
        self._child = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            # Ctrl-C is for the parent, which decides; an ignored signal stays so
            ["/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh", sys.executable, "-c", code],
            pass_fds=[number],
            stdin=subprocess.DEVNULL,
            env={**os.environ, **variables},
        )

    @property
    def exitcode(self) -> int | None:
        return self._child.poll()

    def is_alive(self) -> bool:
        return self._child.poll() is None

    def join(self, seconds: float | None = None) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._child.wait(seconds)

    def terminate(self) -> None:
        self._child.terminate()

    def kill(self) -> None:
        self._child.kill()

    def close(self) -> None:
        self._child.wait()


def serve_fresh(number: int) -> None:
    """What a child that was not forked runs: answer calls on that file descriptor."""
    _serve(Connection(number), None)


def _out_of_memory(megabytes: int) -> FileTooLarge:
    return FileTooLarge(
        f"读取所需内存超过 {megabytes} MB，已停止", "文件可能异常复杂或已损坏，请拆分或另存后再试"
    )


def _pickled(value: object) -> bytes:
    """Pickled as our classes say: a library may have taught pickle to take the causes of errors
    along, and not all causes can go."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer)
    pickler.dispatch_table = {}
    pickler.dump(value)
    return buffer.getvalue()


class _Outcome:
    """What became of a call, pickled: a value, or whatever was raised, which is an answer too."""

    def __init__(self) -> None:
        self.message = b""

    def __enter__(self) -> _Outcome:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> bool:
        if isinstance(error, SystemExit):
            return False
        if error is not None:
            self.message = _pickled((False, *_answer(error)))
        return True


def _answer(error: BaseException) -> tuple[BaseException, str]:
    """The error for the caller, and a note for the programmer when nobody foresaw it."""
    if isinstance(error, GongkaiError | MemoryError):
        return error, ""
    if isinstance(error, RecursionError):
        return FileTooLarge("文件的标签嵌套太深，已停止", "请用原软件打开后另存一份再试"), ""
    what = f"文件结构异常，读取时出错（{type(error).__name__}）"
    note = "".join(traceback.format_exception(error))
    return DamagedFile(what, "请用原软件打开后另存一份再试"), note


def _serve(connection: Connection, parents: Connection | None) -> None:
    """The child: answer one call after another until the parent goes away."""
    global _caller
    _caller = connection
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    signal.signal(signal.SIGTERM, _leave)  # so that `finally` runs: it ends LibreOffice
    if parents is not None:
        for end in {*_parent_ends, parents}:
            end.close()  # else a sibling would not notice that the parent is gone
    _silence()
    while True:
        try:
            function, args, seconds, megabytes = connection.recv()
        except (EOFError, OSError):
            return
        _set_limits(seconds, megabytes)
        with _Outcome() as outcome:
            outcome.message = _pickled((True, function(*args), ""))
        _lift_limits()
        connection.send_bytes(outcome.message)


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(1)


def _silence() -> None:
    """What C libraries, Rust panics and crashes print is not for the user."""
    faulthandler.disable()
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    os.close(null)


def _set_limits(seconds: float, megabytes: int) -> None:
    if sys.platform == "win32":  # pragma: no cover
        return
    import resource

    if os.path.exists("/proc/self/statm"):
        with open("/proc/self/statm") as file:
            mapped = int(file.read().split()[0]) * resource.getpagesize()
        # the hard limit stays: LibreOffice, started from here, lifts the soft one again
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (mapped + megabytes * 2**20, hard))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds + _ORPHAN_SECONDS)


def _lift_limits() -> None:
    if sys.platform == "win32":  # pragma: no cover
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    signal.setitimer(signal.ITIMER_REAL, 0)
