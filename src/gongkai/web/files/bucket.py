"""桶: a storage of Django on any store that speaks S3, by way of boto3 (extra `s3`)."""

from __future__ import annotations

import tempfile
from typing import IO, Any, cast

from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

__all__ = ["BucketStorage"]

_IN_MEMORY = 4_000_000  # of a content that is being read; a larger one lies in a temporary file


@deconstructible
class BucketStorage(Storage):
    """One bucket; as private as the bucket itself, and nothing in it is overwritten."""

    def __init__(
        self, bucket: str, endpoint: str, access_key: str, secret_key: str, region: str
    ) -> None:
        import boto3
        from boto3.session import Config  # it is botocore's

        self.bucket = bucket
        self.client = boto3.client(
            "s3", endpoint_url=endpoint, region_name=region, aws_access_key_id=access_key,
            aws_secret_access_key=secret_key,
            config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},  # what stores of one's own know
                retries={"max_attempts": 4, "mode": "standard"},
                connect_timeout=10, read_timeout=60,
                # older stores do not know the check sums that boto3 adds of its own accord
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )  # fmt: skip

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode not in ("rb", "r"):
            raise ValueError("what lies in the bucket is only read")
        content = cast("IO[bytes]", tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - the caller closes it
        try:
            self.client.download_fileobj(self.bucket, name, content)
        except self.client.exceptions.ClientError as problem:
            content.close()
            if _is_absent(problem):
                raise FileNotFoundError(name) from problem
            raise
        content.seek(0)
        return File(content, name)

    def _save(self, name: str, content: File[bytes]) -> str:
        content.seek(0)
        # boto3 closes what it is given
        with tempfile.TemporaryFile() as copy:
            for piece in content.chunks():
                copy.write(piece)
            copy.seek(0)
            self.client.upload_fileobj(copy, self.bucket, name)
        return name

    def delete(self, name: str) -> None:
        """Also when it is not there."""
        self.client.delete_object(Bucket=self.bucket, Key=name)

    def exists(self, name: str) -> bool:
        """Whether something lies there."""
        return self._head(name) is not None

    def size(self, name: str) -> int:
        """In bytes."""
        head = self._head(name)
        if head is None:
            raise FileNotFoundError(name)
        return int(head["ContentLength"])

    def _head(self, name: str) -> Any:
        try:
            return self.client.head_object(Bucket=self.bucket, Key=name)
        except self.client.exceptions.ClientError as problem:
            if _is_absent(problem):
                return None
            raise


def _is_absent(problem: Any) -> bool:
    return str(problem.response.get("Error", {}).get("Code")) in ("404", "NoSuchKey", "NotFound")
