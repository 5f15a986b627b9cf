"""Many reports → one dataset: read and checked on all cores or on a cluster, resumable.

dataset/
├── plan.jsonl         the files, in batches: fixed once written, so that a resumed run
│                      neither loses nor doubles a file
├── done/              one small file for each finished batch, written last
├── reports/ cells/ claims/ findings/ failures/      Parquet, partitioned by year
├── tables/form=2019|2021/     one row a report, one column a cell, for checks over columns
└── summary.json
"""

from __future__ import annotations

from gongkai.corpus.overview import write_report
from gongkai.corpus.run import Summary, build

__all__ = ["Summary", "build", "write_report"]
