"""moto's server of S3 on loopback, with one bucket in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

READY = re.compile(r"Running on (http://127\.0\.0\.1:\d+)")
LIST = "{http://s3.amazonaws.com/doc/2006-03-01/}"


@dataclass
class S3:
    """A server that runs, and its bucket. Requests made here are not signed, and it takes them."""

    endpoint: str
    bucket: str
    process: "subprocess.Popen[str]"

    @property
    def environment(self) -> "dict[str, str]":
        """The variables by which it is reached."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "hidden-testing",
            "AWS_REGION": "us-east-1",
        }

    def request(self, method: str, path: str, *, body: "bytes | None" = None, query: "dict[str, str] | None" = None) -> bytes:
        """What it answers for a path in the bucket."""
        url = f"{self.endpoint}/{self.bucket}/{urllib.parse.quote(path)}"
        if query:
            url += "?" + urllib.parse.urlencode(query)
        with urllib.request.urlopen(urllib.request.Request(url, data=body, method=method), timeout=60) as answer:
            content: bytes = answer.read()
            return content

    def keys(self) -> "list[str]":
        """What is stored, by its keys."""
        return [key.text or "" for key in ElementTree.fromstring(self.request("GET", "", query={"list-type": "2"})).iter(f"{LIST}Key")]

    def unfinished(self) -> int:
        """How many uploads were begun, and neither finished nor given up."""
        return len(list(ElementTree.fromstring(self.request("GET", "", query={"uploads": ""})).iter("{*}Upload")))


@contextmanager
def s3(bucket: str = "backups", *, refuses: bool = False) -> Iterator[S3]:
    """The server, from when it answers until the end; its port is one that is free. `refuses` makes it look at who asks, and know nobody."""
    command = [sys.executable, "-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
    environment = {**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": "1"} if refuses else None  # the bucket is made by anybody
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout is not None
            said = []
            for line in process.stdout:
                said.append(line)
                if match := READY.search(line):
                    break
            else:
                raise AssertionError("".join(said))
            # it writes a line for each request, and would wait if nobody read them
            threading.Thread(target=process.stdout.read, daemon=True).start()
            server = S3(match[1], bucket, process)
            server.request("PUT", "")
            yield server
        finally:
            process.kill()
