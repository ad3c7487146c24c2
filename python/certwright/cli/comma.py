"""Comma-separated values."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any


def csv_lines(columns: list[str], rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The header, then one line a row; lists are joined with blanks, and no cell begins a formula in a spreadsheet."""
    yield _line(columns)
    for row in rows:
        yield _line(_cell(row[column]) for column in columns)


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


def _cell(value: Any) -> str:
    text = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return "'" + text if text[:1] in tuple("=+-@\t\r") else text
