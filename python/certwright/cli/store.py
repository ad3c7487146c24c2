"""`store`: the database itself."""

from __future__ import annotations

from typing import Any

import click

import certwright as cw
from certwright.cli.common import Database, Output, command, dry_run_option


@click.group()
def store() -> None:
    """Make a store, and tell about one."""


@store.command()
@dry_run_option
@command
def init(database: Database, output: Output, dry_run: bool) -> None:
    """Make a store with its key file. Neither may be there.

    The key file opens the store without a prompt. Keep it elsewhere (--key-file): beside the database it protects only a
    lone copy of that. Keep a copy of it: nobody can make another one.
    """
    if dry_run:
        key_file = database.key_file or database.path.with_name(database.path.name + ".key")
        for path in (database.path, key_file):
            if path.exists():
                message = f"{path} is already there and was left as it is; give another name"
                raise cw.AlreadyExists(message, status=2, code="already_exists", details={"path": str(path)})
        output.document(changed=False, dry_run=True, path=str(database.path), key_file=str(key_file))
        output.say(f"would make {database.path} and {key_file}")
        return
    if database.is_default:
        database.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _print(output, cw.Store.create(database.path, key_file=database.key_file).info(), changed=True)


@store.command()
@command
def info(database: Database, output: Output) -> None:
    """Tell where the store is, what guards it and how much is in it."""
    _print(output, database.open_to_read().info())


def _print(output: Output, info: cw.StoreInfo, **more: Any) -> None:
    output.document(
        **more,
        path=str(info.path),
        key_file=str(info.key_file),
        key_file_beside=info.key_file_beside,
        locked=info.locked,
        id=info.id,
        store_schema=info.schema,
        certificates=info.certificates,
        private_keys=info.private_keys,
        stores=info.stores,
    )
    output.table(
        ["", ""],
        [
            ["Database", str(info.path)],
            ["Key file", str(info.key_file)],
            ["Id", info.id],
            ["Certificates", str(info.certificates)],
            ["Private keys", str(info.private_keys)],
            ["Named stores", ", ".join(info.stores)],
        ],
    )
    if info.key_file_beside:
        output.say("warning: the key file lies beside the database, where it protects only a lone copy of that")
    if info.locked:
        output.say("the store is locked: only public data can be read")
