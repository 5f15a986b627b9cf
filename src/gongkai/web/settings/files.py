"""Settings of uploaded files: how large, how many, which kinds, how they are checked and kept."""

from __future__ import annotations

from pathlib import Path

from gongkai.web.settings import environment as env

_data = Path(env.text("GONGKAI_DATA", "数据目录：数据库、上传的文件、索引", "var"))

# at most what the readers of the core take, 100
FILE_BYTES = (
    env.number(
        "GONGKAI_FILE_MEGABYTES",
        "一个文件、一个表单最多上传多少兆；改动时把 nginx 的 client_max_body_size 改为此数加10",
        100,
    )
    * 2**20
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20  # of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
FILE_KINDS = env.words(
    "GONGKAI_FILE_KINDS", "可以上传哪些种类的文件，按内容认定，用逗号分开",
    "pdf,ofd,docx,doc,xlsx,xls,pptx,odt,ods,rtf,txt,csv,png,jpeg,gif,webp,tiff,bmp,zip",
)  # fmt: skip
FILES_AT_ONCE = env.number("GONGKAI_FILES_AT_ONCE", "一个人最多几个文件同时在传", 20)
DATA_UPLOAD_MAX_NUMBER_FILES = FILES_AT_ONCE
FILE_HOURS = env.number("GONGKAI_FILE_HOURS", "开始上传后多少小时没有新内容就清除", 24)
FILES_UNDO_DAYS = env.number("GONGKAI_FILES_UNDO_DAYS", "移除的附件多少天内可以恢复", 30)
FILE_CHUNK_BYTES = 8 * 2**20
FILE_CHECK_SECONDS = 30.0
FILE_PREVIEW_SECONDS = 60.0

CLAMAV = env.text(
    "GONGKAI_CLAMAV",
    "病毒检查服务的地址：unix:/run/clamav/clamd.ctl 或 tcp:127.0.0.1:3310；空为不检查",
)
CLAMAV_SECONDS = float(env.number("GONGKAI_CLAMAV_SECONDS", "等病毒检查服务多少秒", 60))

FILES_STORAGE = env.storage(
    "GONGKAI_FILES",
    "上传的文件放在哪里；对象存储写 https://访问密钥:保密密钥@主机/桶名，另装附加组件 s3（boto3）",
    _data / "files",
    shown="数据目录里的 files",
)
FILES_RECEIVING = _data / "receiving"
FILE_UPLOAD_HANDLERS = [
    "gongkai.web.files.limiting.RefuseLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
