"""Do all batches that are left: on this machine's cores, or on a Dask cluster."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from gongkai.corpus.batch import work
from gongkai.corpus.plan import Batch, Plan, files_of
from gongkai.errors import BadInput, MissingProgram
from gongkai.files import write_whole
from gongkai.report.read.isolate import IsolatedWorker

__all__ = ["Summary", "build"]

Echo = Callable[[str], None]
# a data frame of one batch needs no threads of its own, and cores are busy already
_ENVIRONMENT = {"POLARS_MAX_THREADS": "1"}
_CONNECT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over the whole dataset, and how long this run took (seconds)."""

    files: int
    reports: int
    failures: int
    findings: int
    errors: int
    batches: int
    resumed: int
    seconds: float

    @property
    def zh(self) -> str:
        """One sentence."""
        resumed = f"（其中{self.resumed}批此前已完成）" if self.resumed else ""
        return (
            f"共{self.files}个文件{resumed}：读出报告{self.reports}份，未能读取{self.failures}个，"
            f"发现问题{self.findings}处（错误{self.errors}处），用时{self.seconds:.1f}秒"
        )


def build(
    source: Path,
    dataset: Path,
    *,
    workers: int | None = None,
    scheduler: str = "",
    echo: Echo = lambda _: None,
) -> Summary:
    """Read and check every file of a directory or list into a dataset.

    Run again after a kill it goes on where it stopped. workers: processes on this machine, by
    default one a core; scheduler: the address of a Dask scheduler whose workers see the same
    file system. echo gets a progress line now and then.
    """
    started = time.monotonic()
    root, names = files_of(source)
    dataset.mkdir(parents=True, exist_ok=True)
    plan = Plan(dataset)
    plan.add(root, names)
    resumed = len(plan.finished())
    left = plan.left()
    progress = _Progress(sum(len(b.files) for b in left), echo)
    done = _on_cluster(dataset, left, scheduler) if scheduler else _here(dataset, left, workers)
    for counts in done:
        progress.add(counts)
    progress.end()
    totals: dict[str, int] = {}
    for counts in plan.finished().values():
        for name, n in counts.items():
            totals[name] = totals.get(name, 0) + n
    summary = Summary(
        **{k: totals.get(k, 0) for k in ("files", "reports", "failures", "findings", "errors")},
        batches=len(plan.batches),
        resumed=resumed,
        seconds=time.monotonic() - started,
    )
    write_whole(dataset / "summary.json", json.dumps(asdict(summary), indent=1).encode())
    return summary


def _here(dataset: Path, left: list[Batch], workers: int | None) -> Iterator[dict[str, int]]:
    """One thread for each worker process; the thread only waits for its process."""
    local = threading.local()
    started: list[IsolatedWorker] = []

    def do(batch: Batch) -> dict[str, int]:
        if not hasattr(local, "worker"):
            local.worker = IsolatedWorker(fresh=_ENVIRONMENT)
            started.append(local.worker)
        return work(local.worker, dataset, batch)

    count = workers or os.cpu_count() or 1
    with ThreadPoolExecutor(count) as pool:
        try:
            for future in as_completed([pool.submit(do, batch) for batch in left]):
                yield future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in started:
                worker.close()


def _on_cluster(dataset: Path, left: list[Batch], scheduler: str) -> Iterator[dict[str, int]]:
    try:
        dask: Any = import_module("distributed")
    except ImportError as missing:
        raise MissingProgram(
            "在集群上运行需要 Dask，本机没有安装", "请运行 pip install 'gongkai[cluster]'"
        ) from missing
    try:
        client = dask.Client(scheduler, timeout=_CONNECT_SECONDS)
    except (OSError, ValueError) as problem:
        raise BadInput(
            f"连不上 Dask 调度器 {scheduler}；请检查地址（如 tcp://主机:8786）和网络"
        ) from problem
    with client:
        futures = client.map(
            _one_on_cluster, [str(dataset.resolve())] * len(left), left, retries=2, pure=False
        )
        for future in dask.as_completed(futures):
            yield future.result()


_kept = threading.local()  # a child for each thread of a Dask worker, as long as that lives


def _one_on_cluster(dataset: str, batch: Batch) -> dict[str, int]:
    if not hasattr(_kept, "worker"):
        _kept.worker = IsolatedWorker(fresh=_ENVIRONMENT)
    return work(_kept.worker, Path(dataset), batch)


class _Progress:
    """A line at most once a second: bar, files done, speed, time left."""

    _WIDTH = 24

    def __init__(self, files: int, echo: Echo) -> None:
        self._files = files
        self._echo = echo
        self._done = self._told = self._failures = 0
        self._started = self._said = time.monotonic()

    def add(self, counts: dict[str, int]) -> None:
        self._done += counts["files"]
        self._failures += counts["failures"]
        now = time.monotonic()
        if now - self._said >= 1:
            self._said = now
            self._say(now)

    def end(self) -> None:
        """The last line, unless it has just been said."""
        if self._files and self._told < self._done:
            self._say(time.monotonic())

    def _say(self, now: float) -> None:
        self._told = self._done
        share = self._done / self._files if self._files else 1.0
        bar = "█" * round(share * self._WIDTH)
        speed = self._done / max(now - self._started, 1e-3)
        left = (self._files - self._done) / speed if speed else 0
        self._echo(
            f"{bar:░<{self._WIDTH}} {self._done}/{self._files}  {speed:.0f} 个/秒  "
            f"剩余约{left:.0f}秒  未能读取{self._failures}个"
        )
