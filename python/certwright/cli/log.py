"""`log`: the journal, shown, followed, and written to a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Iterator, Optional

import click
from click.core import ParameterSource

import certwright as cw
from certwright.cli.comma import csv_lines
from certwright.cli.common import Database, Output, command, dry_run_option, for_people, moment, must_be_new, rfc3339

_KEYS = ["number", "at", "actor", "kind", "thumbprint", "details"]


@click.group(invoke_without_command=True)
@click.option("--since", metavar="NUMBER|TIME", help="Only lines after this number, or from this time on.")
@click.option("--limit", type=click.IntRange(1), help="At most so many lines.")
@click.option("--follow", is_flag=True, help="Go on with the lines that are yet to come; with --json one document a line.")
@command
def log(database: Database, output: Output, since: Optional[str], limit: Optional[int], follow: bool) -> None:
    """Show the journal: every change, when and by whom."""
    context = click.get_current_context()
    if context.invoked_subcommand is not None:
        given = [name for name in context.params if context.get_parameter_source(name) is ParameterSource.COMMANDLINE]
        if given:
            raise click.UsageError(f"options of `log {context.invoked_subcommand}` come after its name")
        return
    store = database.open_to_read()
    number = _number(store, since)
    if follow:
        _follow(output, store, number, limit)
        return
    events = _events(store, number, limit)
    if output.as_json:
        output.stream("events", map(event_json, events))
    else:
        output.table(["No.", "Time", "What", "Thumbprint", "By", "Details"], map(_cells, events))


def _follow(output: Output, store: cw.Store, number: int, limit: Optional[int]) -> None:
    try:
        for count, event in enumerate(store.watch(number), 1):
            output.line(**event_json(event))
            output.say("  ".join(cell for cell in _cells(event) if cell))
            sys.stdout.flush()
            if count == limit:
                return
    except KeyboardInterrupt:
        return  # how one says that it is enough


@log.command()
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to write.")
@click.option("--format", "format_", type=click.Choice(["jsonl", "csv"]), help="jsonl unless the file's name ends in .csv.")
@click.option("--since", metavar="NUMBER|TIME", help="Only lines after this number, or from this time on.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@dry_run_option
@command
def export(
    database: Database, output: Output, out: Path, format_: Optional[str], since: Optional[str], force: bool, dry_run: bool
) -> None:
    """Write the journal into a file for its owner alone, whole or not at all: a JSON object a line, or CSV."""
    kind = format_ or ("csv" if out.suffix.lower() == ".csv" else "jsonl")
    must_be_new(out, force)
    store = database.open_to_read()
    events = list(map(event_json, _events(store, _number(store, since), None)))
    if not dry_run:
        data = "".join(_csv(events) if kind == "csv" else (json.dumps(event) + "\n" for event in events))
        cw.write_file(out, data.encode(), secret=True, replace=force)
    output.document(changed=not dry_run, **({"dry_run": True} if dry_run else {}), file=str(out), format=kind, events=len(events))
    output.say(f"{'would write' if dry_run else 'wrote'} {out}: {len(events)} line{'' if len(events) == 1 else 's'}")


def _csv(events: list[dict[str, Any]]) -> Iterator[str]:
    return csv_lines(_KEYS, ({**event, "details": json.dumps(event["details"])} for event in events))


def _number(store: cw.Store, since: Optional[str]) -> int:
    """The line to begin behind."""
    if since is None:
        return 0
    if since.isascii() and since.isdigit():
        return min(int(since), 2**63 - 1)
    return store.last_event_before(moment(since))


def _events(store: cw.Store, number: int, limit: Optional[int]) -> Iterator[cw.Event]:
    left = limit
    while page := store.events(number, limit=1000 if left is None else min(left, 1000)):
        yield from page
        number = page[-1].number
        left = None if left is None else left - len(page)
        if left == 0:
            return


def event_json(event: cw.Event) -> dict[str, Any]:
    return {
        "number": event.number,
        "at": rfc3339(event.at),
        "actor": event.actor,
        "kind": event.kind,
        "thumbprint": event.thumbprint,
        "details": event.details,
    }


def _cells(event: cw.Event) -> list[str]:
    details = ", ".join(f"{key}: {value}" for key, value in event.details.items())
    return [str(event.number), for_people(event.at), event.kind, event.thumbprint or "", event.actor, details]
