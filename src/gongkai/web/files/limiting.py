"""A form with files that are too large together is not even read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

__all__ = ["RefuseLarge"]


class RefuseLarge(FileUploadHandler):
    """Looks at the announced length before the first byte is kept."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, *more: Any
    ) -> None:
        """Raise RequestDataTooBig: the page that says so."""
        if content_length > settings.FILE_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("the form is larger than a file may be")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave it to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave it to the next handler."""
