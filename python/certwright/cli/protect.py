"""`store protect`: what opens a store."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Optional, TypeVar

import click

import certwright as cw
from certwright.cli.common import Database, Output, command, confirm, dry_run_option, must_be_new, prompt_password, read_password, yes_option

F = TypeVar("F", bound=Callable[..., Any])


@click.group()
def protect() -> None:
    """What opens the store: key files and passphrases, each by itself."""


def _new_secret(function: F) -> F:
    """Adds the options of a protector that is to be made."""
    key_file = click.option("--key-file-new", type=click.Path(path_type=Path), metavar="PATH", help="Make a key file there.")
    passphrase = click.option(
        "--new-passphrase-file",
        type=click.Path(path_type=Path, allow_dash=True),
        metavar="FILE",
        help="A file whose content is the new passphrase; - is standard input. Else it is asked for at a terminal.",
    )
    return key_file(passphrase(function))


class _New:
    """A protector that is to be made, from the options above; a passphrase is asked for twice."""

    def __init__(self, database: Database, key_file: Optional[Path], passphrase_file: Optional[Path], dry_run: bool) -> None:
        if key_file is not None and passphrase_file is not None:
            raise click.UsageError("give either --key-file-new or --new-passphrase-file")
        self.facts: dict[str, Any] = {"kind": "passphrase"}
        self.keywords: dict[str, Any] = {}
        if key_file is not None:
            must_be_new(key_file)
            self.facts = {"kind": "key-file", "key_file": str(key_file)}
            self.keywords = {"key_file": key_file}
        elif passphrase_file is not None:
            self.keywords = {"passphrase": read_password(passphrase_file)}
        elif not dry_run:
            asked = prompt_password(f"the store {database.path} (a new one)", confirm=True, word="Passphrase")
            if asked is None:
                raise click.UsageError("give --key-file-new PATH or --new-passphrase-file FILE")
            self.keywords = {"passphrase": asked}


def protector_json(protector: cw.Protector) -> dict[str, Any]:
    return {"id": protector.id, "kind": protector.kind, "in_use": protector.in_use, "genuine": protector.genuine}


def _the_one(store: cw.Store, id: str) -> cw.Protector:
    """The protector whose id begins so."""
    found = [protector for protector in store.protectors() if protector.id.startswith(id.strip().upper()) and id.strip()]
    if len(found) > 1:
        raise click.UsageError(f"several protectors begin with {id}")
    if not found:
        near = [f"{protector.id} ({protector.kind})" for protector in store.protectors()]
        message = f"the protector {id} is not there; near it: {'; '.join(near)}"
        raise cw.NotFound(message, status=23, code="not_found", details={"wanted": f"the protector {id}", "near": near})
    return found[0]


@protect.command("list")
@command
def list_(database: Database, output: Output) -> None:
    """List what opens the store."""
    found = database.open_to_read().protectors()
    output.document(protectors=[protector_json(protector) for protector in found])
    output.table(["Id", "Kind", ""], [[protector.id, protector.kind, "in use" if protector.in_use else "not genuine" if protector.genuine is False else ""] for protector in found])


@protect.command()
@_new_secret
@dry_run_option
@command
def add(database: Database, output: Output, key_file_new: Optional[Path], new_passphrase_file: Optional[Path], dry_run: bool) -> None:
    """Add a key file or a passphrase: from then on the store opens with it, too."""
    store = database.open()
    new = _New(database, key_file_new, new_passphrase_file, dry_run)
    if dry_run:
        output.document(changed=False, dry_run=True, **new.facts)
        output.say(f"would add a {new.facts['kind']}")
        return
    made = store.add_protector(**new.keywords)
    output.document(changed=True, **protector_json(made))
    output.say(f"added: {made.kind} {made.id}")


@protect.command()
@click.argument("id")
@_new_secret
@dry_run_option
@command
def change(
    database: Database, output: Output, id: str, key_file_new: Optional[Path], new_passphrase_file: Optional[Path], dry_run: bool
) -> None:
    """Put a key file or a passphrase in the place of the protector ID (or the beginning of it), which opens the store no more.

    Whoever knows the old secret still opens older copies of the store; `store protect rotate` changes the store's key.
    """
    store = database.open()
    old = _the_one(store, id)
    new = _New(database, key_file_new, new_passphrase_file, dry_run)
    if dry_run:
        output.document(changed=False, dry_run=True, in_place_of=old.id, **new.facts)
        output.say(f"would put a {new.facts['kind']} in the place of {old.kind} {old.id}")
        return
    made = store.change_protector(old.id, **new.keywords)
    output.document(changed=True, in_place_of=old.id, **protector_json(made))
    output.say(f"changed: {old.kind} {old.id} is now {made.kind} {made.id}")


@protect.command()
@click.argument("id")
@yes_option
@dry_run_option
@command
def remove(database: Database, output: Output, id: str, yes: bool, dry_run: bool) -> None:
    """Remove the protector ID (or the beginning of it). The last one stays."""
    store = database.open()
    old = _the_one(store, id)
    if dry_run:
        output.document(changed=False, dry_run=True, **protector_json(old))
        output.say(f"would remove {old.kind} {old.id}")
        return
    confirm(f"Remove {old.kind} {old.id}, so that it opens the store no more?", yes)
    warnings = store.remove_protector(old.id)
    output.document(changed=True, **protector_json(old), warnings=warnings)
    output.say(f"removed: {old.kind} {old.id}")
    for warning in warnings:
        output.say(f"warning: {warning}")


@protect.command()
@click.option("--other-key-file", "key_files", multiple=True, type=click.Path(path_type=Path), help="Another key file of the store; may be given several times.")
@click.option(
    "--other-passphrase-file",
    "passphrase_files",
    multiple=True,
    type=click.Path(path_type=Path, allow_dash=True),
    help="A file whose content is another passphrase of the store; may be given several times.",
)
@click.option("--drop-others", is_flag=True, help="Remove the protectors whose secret is not given.")
@yes_option
@dry_run_option
@command
def rotate(
    database: Database,
    output: Output,
    key_files: tuple[Path, ...],
    passphrase_files: tuple[Path, ...],
    drop_others: bool,
    yes: bool,
    dry_run: bool,
) -> None:
    """Make a new key for the store and seal everything anew under it. Nothing changes where that fails.

    The secret of each protector is needed to go on with it: that of the one which opens the store is known.
    """
    store = database.open()
    if dry_run:
        others = [protector_json(protector) for protector in store.protectors() if not protector.in_use]
        keys = store.info().private_keys
        output.document(changed=False, dry_run=True, private_keys=keys, others=others)
        output.say(f"would seal {keys} private keys anew; {len(others)} other protector(s)")
        return
    if drop_others:
        confirm("Remove every protector whose secret is not given, for ever?", yes)
    passphrases = [text for text in map(read_password, passphrase_files) if text is not None]
    rotated = store.rotate_key(key_files=key_files, passphrases=passphrases, drop_others=drop_others)
    output.document(changed=True, private_keys=rotated.private_keys, dropped=rotated.dropped)
    output.say(f"the store has a new key: {rotated.private_keys} private keys were sealed anew")
    for id in rotated.dropped:
        output.say(f"removed: {id}")
