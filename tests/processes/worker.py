"""Other processes that use a store: programs of the Rust library (core/examples/worker.rs), told what to do line by line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Optional, Union

BUILD = Path(__file__).resolve().parents[2] / "build"
#: The library as it is, and as a later version would be: with an addition to the schema.
WORKER, LATER_WORKER = BUILD / "worker", BUILD / "worker-addition"
DEADLINE = 60.0

#: The same as the worker's `load`, through the Python package.
LOAD = """
import sys, certwright as cw
store = cw.Store.open(sys.argv[1])
print('{"ok": null}', flush=True)
_, name, count = sys.stdin.readline().split()
kept = []
for number in range(int(count)):
    entry = store.create_self_signed(f"{name}-{number}", tags=[name])
    assert entry.identity().private_key.matches(entry)
    if number % 3 == 0:
        store.archive(entry)
    elif number % 3 == 1:
        store.delete(entry)
    else:
        kept.append(f"{name}-{number}")
    assert [entry.common_name for entry in store.find(tag=name)] == kept
print('{"ok": null}', flush=True)
"""


class Refused(Exception):
    """The worker's error, by its code."""


class Worker:
    """A process that does what it is told; its own user and groups where they are given."""

    def __init__(self, command: Union[Path, Sequence[str]] = WORKER, *, user: Optional[int] = None, groups: Sequence[int] = ()) -> None:
        arguments = [str(command)] if isinstance(command, Path) else list(command)
        pipe = subprocess.PIPE
        if user is None:
            self._process = subprocess.Popen(arguments, stdin=pipe, stdout=pipe, text=True)
        else:
            first, *others = groups
            self._process = subprocess.Popen(arguments, stdin=pipe, stdout=pipe, text=True, cwd="/", user=user, group=first, extra_groups=others)

    def tell(self, command: str) -> None:
        """Gives a command, and does not wait for the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        """The answer to the command that was given before all others without one."""
        assert self._process.stdout is not None
        answer = json.loads(self._process.stdout.readline() or '{"error": "died"}')
        if "error" in answer:
            raise Refused(answer["error"], answer.get("message"))
        return answer["ok"]

    def __call__(self, command: str) -> Any:
        self.tell(command)
        return self.answer()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        try:
            ended = self._process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise
        finally:
            self._process.stdout.close()
        assert error is not None or ended == 0
