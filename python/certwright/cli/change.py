"""What changes an entry: `archive`, `delete`."""

from __future__ import annotations

import click

import certwright as cw
from certwright.cli.common import Database, Output, command, confirm, dry_run_option, entry_json, yes_option


def _each_once(store: cw.Store, thumbprints: tuple[str, ...]) -> list[cw.Entry]:
    """The entries, each once though it was named by both its thumbprints; all are looked up before anything changes."""
    entries = (store.get(thumbprint, archived=True) for thumbprint in thumbprints)
    return list({entry.sha256: entry for entry in entries}.values())


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
    results = [store.unarchive(entry) if undo else store.archive(entry) for entry in entries]
    output.document(changed=any(result.changed for result in results), certificates=[entry_json(result.entry) for result in results])
    for result in results:
        done = "taken out of the archive" if undo else "archived"
        output.say(f"{done if result.changed else 'was so already'}: {result.entry.subject}")


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
        facts = [dict(thumbprint=entry.thumbprint, subject=entry.subject) for entry in entries]
        output.document(changed=False, dry_run=True, certificates=facts)
        for entry in entries:
            output.say(f"would delete: {entry.subject}")
        return
    named = ", ".join(entry.subject for entry in entries)
    keys = sum(entry.has_private_key for entry in entries)
    confirm(f"Delete {named}{f' and {keys} private key(s)' if keys else ''} for ever?", yes)
    done = []
    for entry in entries:
        result = store.delete(entry)
        done.append(
            dict(thumbprint=entry.thumbprint, subject=entry.subject, key_deleted=result.key_deleted, key_shared=result.key_shared)
        )
        key = " and its key" if result.key_deleted else "; its key stays, another certificate shares it" if result.key_shared else ""
        output.say(f"deleted: {entry.subject}{key}")
    output.document(changed=True, certificates=done)
