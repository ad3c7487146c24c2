"""Eight processes of two languages at work on one store."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import certwright as cw

from .worker import LOAD, Worker

COUNT = 60


def test_eight_processes_lose_nothing_and_do_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "certs.db"
    store = cw.Store.create(path)
    with ExitStack() as stack:
        workers: dict[str, Worker] = {}
        for number in range(4):
            workers[f"rust{number}"] = stack.enter_context(Worker())
            workers[f"rust{number}"](f"open {path}")
            workers[f"python{number}"] = stack.enter_context(Worker([sys.executable, "-c", LOAD, str(path)]))
        for number in range(4):
            workers[f"python{number}"].answer()  # it has opened the store
        for name, worker in workers.items():
            worker.tell(f"load {name} {COUNT}")
        for worker in workers.values():
            worker.answer()

    made = [(name, number) for name in workers for number in range(COUNT)]
    archived = Counter(f"{name}-{number}" for name, number in made if number % 3 == 0)
    kept = Counter(f"{name}-{number}" for name, number in made if number % 3 == 2)
    assert Counter(entry.common_name for entry in store.find()) == kept
    assert Counter(entry.common_name for entry in store.find(archived=True)) == archived
    assert store.info().private_keys == len(archived) + len(kept)
    assert all(entry.identity().private_key.matches(entry) for entry in store.find(archived=None))

    events = store.events(limit=10_000)
    deleted = COUNT * 8 - len(archived) - len(kept)
    assert Counter(event.kind for event in events) == {"created": 1, "issued": COUNT * 8, "archived": len(archived), "deleted": deleted}
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert max(Counter((event.kind, event.thumbprint) for event in events).values()) == 1
    with Worker() as worker:
        worker(f"open {path}")
        assert worker("check") == "whole"
