"""A child process takes the blow, and its caller gets a sentence."""

from __future__ import annotations

import copyreg
import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai.errors import BadInput, DamagedFile, EncryptedFile, FileTooLarge, ReadError
from gongkai.report.read import isolate
from gongkai.report.read.isolate import IsolatedWorker, more_time, run_isolated

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="limits on memory are set through /proc, which only Linux has"
)


@pytest.fixture
def worker() -> Iterator[IsolatedWorker]:
    with IsolatedWorker(megabytes=300) as made:
        yield made


def _twice(x: int) -> int:
    return 2 * x


def _process() -> int:
    return os.getpid()


def _for_ever() -> None:
    while True:
        pass


def _for_ever_in_c() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(60)


def _backtrack() -> None:
    re.match(r"(a+)+$", "a" * 40 + "b")


def _hold(megabytes: int) -> int:
    return len(b"x" * (megabytes << 20))


def _crash() -> None:
    ctypes.string_at(0)


def _killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _locked() -> None:
    raise EncryptedFile("锁了", "开锁")


def _mistake() -> object:
    return {}["nothing"]


def _deeper() -> None:
    _deeper()


def _no_way_back() -> object:
    return lambda: 1


def _slow(seconds: float, asked: float) -> str:
    more_time(asked)
    time.sleep(seconds)
    return "done"


def _wrong_list() -> None:
    raise BadInput("名单不对")


def _noise() -> str:
    os.write(2, b"thread panicked\n")
    return "done"


def _child_that_stays(path: str) -> None:
    child = subprocess.Popen(["sleep", "60"])
    Path(path).write_text(str(child.pid))
    try:
        child.wait()
    finally:
        child.kill()


def _ended(pid: int) -> bool:
    """Whether the process is gone, or only waits for somebody to ask how it ended."""
    stat = Path(f"/proc/{pid}/stat")
    for _ in range(100):
        try:
            if stat.read_text().split()[2] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.05)
    return False


def test_the_value_comes_back_and_the_worker_is_reused(worker: IsolatedWorker) -> None:
    assert worker.run(_twice, 21) == 42
    assert worker.run(_process) == worker.run(_process) != os.getpid()


def test_a_single_call_has_a_child_of_its_own() -> None:
    assert run_isolated(_process) not in (os.getpid(), run_isolated(_process))


@pytest.mark.parametrize("function", [_for_ever, _for_ever_in_c, _backtrack])
def test_a_call_past_its_time_is_killed(worker: IsolatedWorker, function: object) -> None:
    start = time.monotonic()
    with pytest.raises(FileTooLarge, match="超过 0.2 秒"):
        worker.run(function, seconds=0.2)  # type: ignore[arg-type]
    assert time.monotonic() - start < 10
    assert worker.run(_twice, 1) == 2


def test_memory_counts_only_what_is_added(worker: IsolatedWorker) -> None:
    held = b"y" * (400 << 20)  # more than the limit, but ours
    assert worker.run(_hold, 100) == 100 << 20
    with pytest.raises(FileTooLarge, match="300 MB"):
        worker.run(_hold, 500)
    assert worker.run(_hold, 100) == 100 << 20
    assert held


def test_a_crash_and_a_kill_are_survived(worker: IsolatedWorker) -> None:
    with pytest.raises(DamagedFile, match="崩溃"):
        worker.run(_crash)
    with pytest.raises(FileTooLarge, match="内存"):
        worker.run(_killed)
    assert worker.run(_twice, 1) == 2


def test_errors_come_back_as_they_are(worker: IsolatedWorker) -> None:
    with pytest.raises(EncryptedFile, match="锁了；开锁"):
        worker.run(_locked)


def test_a_mistake_is_a_damaged_file_with_a_note(worker: IsolatedWorker) -> None:
    with pytest.raises(DamagedFile, match="KeyError") as caught:
        worker.run(_mistake)
    assert "_mistake" in caught.value.__notes__[0]
    with pytest.raises(DamagedFile):
        worker.run(_no_way_back)
    with pytest.raises(FileTooLarge, match="嵌套太深"):
        worker.run(_deeper)


def test_what_cannot_be_sent_is_the_callers_mistake(worker: IsolatedWorker) -> None:
    with pytest.raises((AttributeError, TypeError)):
        worker.run(lambda: 1)
    assert worker.run(_twice, 1) == 2


def test_a_worker_is_replaced_after_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolate, "_TASKS_A_WORKER", 2)
    with IsolatedWorker() as worker:
        first, second, third = (worker.run(_process) for _ in range(3))
    assert first == second != third


def test_what_a_library_prints_is_not_seen(
    worker: IsolatedWorker, capfd: pytest.CaptureFixture[str]
) -> None:
    assert worker.run(_noise) == "done"
    assert capfd.readouterr().err == ""


def test_programs_started_by_the_call_end_with_it(worker: IsolatedWorker, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with pytest.raises(FileTooLarge):
        worker.run(_child_that_stays, str(note), seconds=2)
    assert _ended(int(note.read_text()))


def test_a_worker_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    code = (
        "import os, sys\n"
        "from gongkai.report.read.isolate import IsolatedWorker\n"
        "workers = [IsolatedWorker(), IsolatedWorker()]\n"
        f"open({str(note)!r}, 'w').write(' '.join(str(w.run(os.getpid)) for w in workers))\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
    pids = [int(pid) for pid in note.read_text().split()]
    assert len(set(pids)) == 2
    assert all(_ended(pid) for pid in pids)


def test_a_fresh_worker_is_no_fork_and_is_as_well_guarded() -> None:
    with IsolatedWorker(megabytes=300, fresh={"GONGKAI_TEST": "seen"}) as worker:
        assert worker.run(os.getenv, "GONGKAI_TEST") == "seen"
        first = worker.run(os.getpid)
        assert first == worker.run(os.getpid) != os.getpid()
        with pytest.raises(FileTooLarge, match="超过 0.2 秒"):
            worker.run(time.sleep, 60, seconds=0.2)
        assert _ended(first)
        with pytest.raises(DamagedFile, match="崩溃"):
            worker.run(ctypes.string_at, 0)
        with pytest.raises(FileTooLarge, match="300 MB"):
            worker.run(bytes, 500 << 20)
        last = worker.run(os.getpid)
    assert _ended(last)
    assert os.getenv("GONGKAI_TEST") is None


def test_a_fresh_worker_ends_when_its_parent_is_gone() -> None:
    code = (
        "import os\n"
        "from gongkai.report.read.isolate import IsolatedWorker\n"
        "worker = IsolatedWorker(fresh={})\n"
        "print(worker.run(os.getpid), flush=True)\n"
        "os._exit(0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, timeout=30, capture_output=True)
    assert _ended(int(done.stdout))


def test_a_read_error_keeps_its_words_on_the_way(worker: IsolatedWorker) -> None:
    with pytest.raises(ReadError) as caught:
        worker.run(_locked)
    assert (caught.value.what, caught.value.remedy) == ("锁了", "开锁")


def test_a_call_may_ask_for_more_time(
    worker: IsolatedWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert worker.run(_slow, 1.5, 30.0, seconds=1) == "done"
    with pytest.raises(FileTooLarge, match="超过 1.3"):
        worker.run(_slow, 30.0, 1.3, seconds=1)
    monkeypatch.setattr(isolate, "SCAN_SECONDS", 1.2)
    with pytest.raises(FileTooLarge, match="超过 1.2"):
        worker.run(_slow, 30.0, 30.0, seconds=1)
    more_time(9)  # outside a child nobody waits


def test_what_the_user_gave_wrong_comes_back_as_it_is(worker: IsolatedWorker) -> None:
    with pytest.raises(BadInput, match="名单不对"):
        worker.run(_wrong_list)


def test_what_a_library_taught_pickle_does_not_matter(
    worker: IsolatedWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(copyreg.dispatch_table, ReadError, lambda error: error.no_such_thing)
    with pytest.raises(ReadError, match="锁了"):
        worker.run(_locked)
