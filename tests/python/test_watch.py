"""Following the journal, and its lines since a time."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

import certwright as cw

from .material import FAR_OFF, LONG_AGO, foreign


def test_it_gives_the_lines_that_are_there_and_ends_after_the_timeout(store: cw.Store) -> None:
    store.create_self_signed("a")
    watch = store.watch(timeout=0)
    assert [event.number for event in watch] == [1, 2]
    assert watch.since == 2
    store.create_self_signed("b")
    assert [event.number for event in watch] == [3]


@pytest.mark.parametrize(("since", "numbers"), [(0, [1, 2]), (1, [2]), (2, []), (LONG_AGO, [1, 2]), (FAR_OFF, [])])
def test_it_begins_behind_a_number_or_at_a_time(store: cw.Store, since: int | dt.datetime, numbers: list[int]) -> None:
    store.create_self_signed("a")
    assert [event.number for event in store.watch(since, timeout=0)] == numbers


def test_it_refuses_to_begin_behind_the_end(store: cw.Store) -> None:
    with pytest.raises(cw.InvalidArgument, match="the journal has 1 "):
        next(store.watch(99, timeout=0))


def test_it_gives_a_line_that_another_process_writes(store: cw.Store) -> None:
    code = "import sys, certwright as cw; cw.Store.open(sys.argv[1]).create_self_signed('a')"
    with subprocess.Popen([sys.executable, "-c", code, store.path]):
        event = next(store.watch(1))
    assert (event.number, event.kind) == (2, "issued")


def test_other_threads_go_on_while_it_waits(store: cw.Store) -> None:
    found: list[cw.Event] = []
    waiting = threading.Thread(target=lambda: found.append(next(store.watch(1))))
    waiting.start()
    store.create_self_signed("a")
    waiting.join(60)
    assert [event.number for event in found] == [2]


def test_it_waits_no_longer_than_the_timeout(store: cw.Store) -> None:
    begun = time.monotonic()
    assert list(store.watch(1, timeout=0.25)) == []
    assert time.monotonic() - begun >= 0.25


@pytest.fixture
def interruptible() -> Iterator[None]:
    """SIGINT interrupts, also where the tests run in the background of a shell that ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_a_signal_ends_the_wait(store: cw.Store) -> None:
    timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        next(store.watch(1, timeout=60))
    timer.join()


def test_it_ends_with_an_error_when_the_store_is_closed(store: cw.Store) -> None:
    timer = threading.Timer(0.05, store.close)
    timer.start()
    with pytest.raises(cw.InvalidArgument, match="it was closed"):
        next(store.watch(1, timeout=60))
    timer.join()


@pytest.mark.parametrize("timeout", [-1, -0.001, float("nan")])
def test_a_timeout_is_not_negative(store: cw.Store, timeout: float) -> None:
    with pytest.raises(cw.InvalidArgument, match="timeout"):
        store.watch(timeout=timeout)


@pytest.mark.parametrize("timeout", [float("inf"), 1e300, None])
def test_a_timeout_may_be_for_ever(store: cw.Store, timeout: float | None) -> None:
    assert next(store.watch(timeout=timeout)).number == 1


def test_events_since_a_time_are_those_from_then_on(store: cw.Store) -> None:
    store.create_self_signed("a")
    first, second = store.events()
    assert [event.number for event in store.events(second.at)][-1:] == [2]
    assert store.events(FAR_OFF) == []
    assert len(store.events(LONG_AGO, limit=1)) == 1
    assert (store.last_event_before(LONG_AGO), store.last_event_before(FAR_OFF), store.last_event_before(first.at)) == (0, 2, 0)


@pytest.mark.parametrize("method", ["events", "watch", "last_event_before"])
def test_a_time_without_a_zone_is_refused(store: cw.Store, method: str) -> None:
    with pytest.raises(cw.InvalidDate):
        getattr(store, method)(dt.datetime(2026, 1, 1))


@pytest.mark.parametrize("since", ["1", 1.5, dt.date(2026, 1, 1)])
def test_since_is_a_number_or_a_time(store: cw.Store, since: Any) -> None:
    for method in ("events", "watch"):
        with pytest.raises(TypeError):
            getattr(store, method)(since)


def test_a_description_is_a_line(store: cw.Store) -> None:
    entry = store.add(foreign().certificate).entry
    store.describe(entry, friendly_name="A", tags=["x"])
    event = store.events()[-1]
    assert (event.kind, event.thumbprint, event.details) == ("described", entry.thumbprint, {"friendly name": "A", "tags": "x"})
