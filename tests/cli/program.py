"""Runs the `certwright` program, with and without a terminal, in an environment of its own."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import pty
import select
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CERTWRIGHT = os.path.join(os.path.dirname(sys.executable), "certwright")
"""The script that was installed beside the interpreter of the tests."""

_DEADLINE = 60.0


@dataclass(frozen=True)
class Done:
    """What a run of the program came to."""

    status: int
    raw_out: bytes
    raw_err: bytes

    @property
    def out(self) -> str:
        return self.raw_out.decode()

    @property
    def err(self) -> str:
        return self.raw_err.decode()

    def json(self) -> dict[str, Any]:
        """The one ASCII document on stdout."""
        assert self.raw_out.isascii(), self.raw_out
        document = json.loads(self.raw_out)
        assert isinstance(document, dict)
        assert document["schema"] == 1
        return document

    def error(self) -> dict[str, Any]:
        """The error in the document on stdout; one line on stderr says the same."""
        document = self.json()
        assert set(document) == {"schema", "error"}
        error = document["error"]
        assert set(error) == {"status", "code", "message", "details"}
        assert self.one_line() == f"certwright: {error['message']}"
        assert isinstance(error, dict)
        return error

    def one_line(self) -> str:
        """The one line on stderr, which is no traceback."""
        assert "Traceback" not in self.err
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


class Program:
    """The program with a home, and a folder that it works in."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self.folder = folder / "work"
        self.folder.mkdir()

    def environment(self, changes: Mapping[str, str | None]) -> dict[str, str]:
        """Nothing of the caller's but the PATH; `None` takes a variable away."""
        path = os.pathsep.join([os.path.dirname(CERTWRIGHT), os.environ.get("PATH", os.defpath)])
        all_of_it: dict[str, str | None] = {"PATH": path, "HOME": str(self.home), "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", **changes}
        return {name: value for name, value in all_of_it.items() if value is not None}

    def __call__(
        self,
        *arguments: str | bytes | Path,
        status: int | None = 0,
        data: bytes = b"",
        env: Mapping[str, str | None] | None = None,
        before: Callable[[], object] | None = None,
    ) -> Done:
        """Runs it without a terminal; `status` is what it must exit with, if anything."""
        ran = subprocess.run(
            [CERTWRIGHT, *arguments],
            input=data,
            capture_output=True,
            cwd=self.folder,
            env=self.environment(env or {}),
            timeout=_DEADLINE,
            preexec_fn=before,
        )
        done = Done(ran.returncode, ran.stdout, ran.stderr)
        assert status in (None, done.status), f"exit status {done.status}, stdout {done.raw_out!r}, stderr {done.raw_err.decode(errors='replace')}"
        return done

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Starts it, its output and errors on pipes."""
        return subprocess.Popen(
            [CERTWRIGHT, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=self.environment({}),
        )

    def at_terminal(
        self,
        *arguments: str | Path,
        answers: Sequence[tuple[str, str]] = (),
        status: int = 0,
        env: Mapping[str, str | None] | None = None,
    ) -> str:
        """Runs it at a terminal. Each answer is typed when the text before it has come; all that was shown is returned."""
        environment = self.environment(env or {})
        child, terminal = pty.fork()
        if child == 0:
            try:
                os.chdir(self.folder)
                os.execve(CERTWRIGHT, ["certwright", *map(str, arguments)], environment)
            finally:
                os._exit(127)
        shown, seen = b"", 0
        try:
            for wait_for, answer in answers:
                while (at := shown.find(wait_for.encode(), seen)) < 0:
                    piece = _read(terminal)
                    assert piece, f"it ended before {wait_for!r}: {shown!r}"
                    shown += piece
                seen = at + len(wait_for)
                os.write(terminal, answer.encode() + b"\n")
            while piece := _read(terminal):
                shown += piece
        finally:
            os.close(terminal)
            _, result = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(result) == status, shown.decode()
        return shown.decode()


def _read(terminal: int) -> bytes:
    ready, _, _ = select.select([terminal], [], [], _DEADLINE)
    assert ready, "the program neither said anything nor ended"
    try:
        return os.read(terminal, 65536)
    except OSError as error:
        if error.errno == errno.EIO:  # how Linux says that the other side is closed
            return b""
        raise


def snapshot(folder: Path) -> dict[str, str]:
    """Every file below a folder with its hash. What SQLite keeps only while a database is open does not count."""
    files = (path for path in folder.rglob("*") if not path.name.endswith(("-wal", "-shm")))
    return {str(path.relative_to(folder)): "" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
