"""What changes an entry: `archive`, `delete`, `describe`."""

from __future__ import annotations

from typing import Any, Callable, Optional, TypeVar

import click

import certwright as cw
from certwright.cli import Failed
from certwright.cli.common import Database, Output, command, confirm, dry_run_option, refusal, yes_option
from certwright.cli.entries import entry_json


def _each_once(store: cw.Store, thumbprints: tuple[str, ...]) -> list[cw.Entry]:
    """The entries, each once though it was named by both its thumbprints; all are looked up before anything changes."""
    entries = (store.get(thumbprint, archived=True) for thumbprint in thumbprints)
    return list({entry.sha256: entry for entry in entries}.values())


T = TypeVar("T")


def _each(entries: list[cw.Entry], work: Callable[[cw.Entry], T], told: Callable[[T], dict[str, Any]]) -> list[T]:
    """Works on one after another; where one fails, the error's document lists those that are `done`."""
    done: list[T] = []
    for entry in entries:
        try:
            done.append(work(entry))
        except cw.CertwrightError as error:
            raise Failed(error, done=[told(result) for result in done]) from error
    return done


@click.command()
@click.argument("thumbprints", nargs=-1, required=True, metavar="THUMBPRINT...")
@click.option("--undo", is_flag=True, help="Take them out of the archive.")
@dry_run_option
@command
def archive(database: Database, output: Output, thumbprints: tuple[str, ...], undo: bool, dry_run: bool) -> None:
    """Keep certificates and their keys, but offer them no longer. Undone by --undo."""
    store = database.open()
    entries = _each_once(store, thumbprints)
    if dry_run:
        output.document(changed=False, dry_run=True, certificates=[entry_json(entry) for entry in entries])
        for entry in entries:
            output.say(f"would {'take out of the archive' if undo else 'archive'}: {entry.subject}")
        return

    def work(entry: cw.Entry) -> cw.AddResult:
        result = store.unarchive(entry) if undo else store.archive(entry)
        done = "taken out of the archive" if undo else "archived"
        output.say(f"{done if result.changed else 'was so already'}: {entry.subject}")
        return result

    results = _each(entries, work, lambda result: entry_json(result.entry))
    output.document(changed=any(result.changed for result in results), certificates=[entry_json(result.entry) for result in results])


@click.command()
@click.argument("thumbprints", nargs=-1, required=True, metavar="THUMBPRINT...")
@yes_option
@dry_run_option
@command
def delete(database: Database, output: Output, thumbprints: tuple[str, ...], yes: bool, dry_run: bool) -> None:
    """Delete certificates and their keys. There is no way back; `archive` keeps them.

    A key that another certificate in the store shares stays.
    """
    store = database.open()
    entries = _each_once(store, thumbprints)
    if dry_run:
        for entry in entries:
            _must_not_be_required(entry)
        facts = [dict(thumbprint=entry.thumbprint, subject=entry.subject) for entry in entries]
        output.document(changed=False, dry_run=True, certificates=facts)
        for entry in entries:
            output.say(f"would delete: {entry.subject}")
        return
    named = ", ".join(entry.subject for entry in entries)
    keys = sum(entry.has_private_key for entry in entries)
    confirm(f"Delete {named}{f' and {keys} private key(s)' if keys else ''} for ever?", yes)

    def work(entry: cw.Entry) -> dict[str, Any]:
        result = store.delete(entry)
        key = " and its key" if result.key_deleted else "; its key stays, another certificate shares it" if result.key_shared else ""
        output.say(f"deleted: {entry.subject}{key}")
        return dict(thumbprint=entry.thumbprint, subject=entry.subject, key_deleted=result.key_deleted, key_shared=result.key_shared)

    output.document(changed=True, certificates=_each(entries, work, lambda facts: facts))


def _must_not_be_required(entry: cw.Entry) -> None:
    """Refuses what the core would not delete. What a CA certificate issued may be deleted before it."""
    reasons = [] if entry.is_ca and not any(one.holds() for one in entry.assignments) else entry.required
    if reasons:
        message = f"the certificate {entry.thumbprint} is still needed: {'; '.join(reasons)}; archive it, or end those uses first"
        raise refusal("required", message, thumbprint=entry.thumbprint, reasons=reasons)


@click.command()
@click.argument("thumbprint")
@click.option("--friendly-name", help="The name for people; an empty one takes it away.")
@click.option("--tag", "tags", multiple=True, help="A free word, in place of those it has; may be given several times.")
@click.option("--no-tags", is_flag=True, help="Take all tags away.")
@dry_run_option
@command
def describe(
    database: Database,
    output: Output,
    thumbprint: str,
    friendly_name: Optional[str],
    tags: tuple[str, ...],
    no_tags: bool,
    dry_run: bool,
) -> None:
    """Say what people call a certificate. What is not given stays as it is."""
    if tags and no_tags:
        raise click.UsageError("give either --tag or --no-tags")
    if friendly_name is None and not tags and not no_tags:
        raise click.UsageError("give --friendly-name, --tag or --no-tags")
    store = database.open()
    entry = store.get(thumbprint, archived=True)
    if dry_run:
        output.document(**entry_json(entry), changed=False, dry_run=True)
        output.say(f"would describe: {entry.subject}")
        return
    result = store.describe(entry, friendly_name=friendly_name, tags=list(tags) if tags or no_tags else None)
    output.document(**entry_json(result.entry), changed=result.changed)
    output.say(f"{'described' if result.changed else 'was so already'}: {entry.subject}")
