"""A bar for what takes over a second, at a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Callable, Optional

from certwright.cli.common import is_terminal


@contextmanager
def bar(what: str) -> Iterator[Optional[Callable[[int, int], None]]]:
    """What tells the progress: done, and of how many; None where there is no terminal."""
    if not is_terminal(sys.stderr):
        yield None
        return
    begun = time.monotonic()
    with ExitStack() as stack:
        show: Optional[Callable[[int, int], None]] = None

        def tell(done: int, total: int) -> None:
            nonlocal show
            if show is None and time.monotonic() - begun > 1:
                show = _shown(stack, what)
            if show is not None:
                show(done, total)

        yield tell


def _shown(stack: ExitStack, what: str) -> Callable[[int, int], None]:
    from rich.console import Console
    from rich.progress import Progress

    progress = stack.enter_context(Progress(console=Console(stderr=True), transient=True))
    task = progress.add_task(what)
    return lambda done, total: progress.update(task, completed=done, total=total)
