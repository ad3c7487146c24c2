"""Certificates on a time line, for people: how long each of them has left."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from collections.abc import Iterable

import certwright as cw
from certwright.cli.common import Output, for_people, is_terminal

_DAY = dt.timedelta(days=1)


def days_left(end: dt.datetime, now: dt.datetime) -> int:
    """Whole days until then; negative where that has passed."""
    return (end - now) // _DAY


def days_text(end: dt.datetime, now: dt.datetime) -> str:
    """The same in words."""
    days = days_left(end, now)
    if end < now:
        ago = (now - end) // _DAY
        return "expired today" if ago == 0 else f"expired {ago} day{'' if ago == 1 else 's'} ago"
    return f"{days} day{'' if days == 1 else 's'}"


def bar(end: dt.datetime, now: dt.datetime, until: dt.datetime, width: int) -> str:
    """From now to the end, on a line that goes to `until`; none of it for what has ended."""
    full, rest = ("█", "·") if _can_show("█·") else ("#", ".")
    length, left = until - now, end - now
    if length <= dt.timedelta(0) or left <= dt.timedelta(0):
        return rest * width
    filled = min(width, max(1, round(width * (left / length))))
    return full * filled + rest * (width - filled)


def _can_show(text: str) -> bool:
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def time_line(output: Output, entries: Iterable[cw.Entry], until: dt.datetime) -> None:
    """A row for each certificate: when it ends, in how many days, and a bar from now to then."""
    now = dt.datetime.now(dt.timezone.utc)
    width = 16 if is_terminal(sys.stdout) and shutil.get_terminal_size().columns < 140 else 40
    rows = []
    for entry in entries:
        name = f"{entry.friendly_name} ({entry.subject})" if entry.friendly_name else entry.subject
        name += ", archived" if entry.archived else ""
        rows.append([for_people(entry.not_after), days_text(entry.not_after, now), bar(entry.not_after, now, until, width), entry.thumbprint, name])
    if rows:
        output.table(["Valid to", "Left", f"to {for_people(until)[:10]}", "Thumbprint", "Name"], rows, whole=3)
    output.say(f"{len(rows)} certificate{'' if len(rows) == 1 else 's'}")
