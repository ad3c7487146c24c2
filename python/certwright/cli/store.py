"""`store`: the database itself."""

from __future__ import annotations

from typing import Any, Optional, Union

import click

import certwright as cw
from certwright.cli.common import Database, Output, command, confirm, dry_run_option, must_be_new, yes_option
from certwright.cli.progress import bar
from certwright.cli.protect import protect, protector_json


@click.group()
def store() -> None:
    """Make a store, tell about one, check it, and what opens it."""


store.add_command(protect)


@store.command()
@click.option("--group", metavar="GROUP", help="For the members of this group, by its name or number: all may read and write it.")
@click.option("--others-read", is_flag=True, help="Every account may read what is public: certificates and journal, never a key.")
@dry_run_option
@command
def init(database: Database, output: Output, group: Optional[str], others_read: bool, dry_run: bool) -> None:
    """Make a store with its key file. Neither may be there.

    The key file opens the store without a prompt. Keep it elsewhere (--key-file): beside the database it protects only a
    lone copy of that. Keep a copy of it: nobody can make another one. With --passphrase-file that opens it, and there is
    a key file only if one is named, too.
    """
    key_file = database.key_file
    if key_file is None and database.passphrase_file is None:
        key_file = database.path.with_name(database.path.name + ".key")
    if dry_run:
        made = [path for path in (database.path, key_file) if path is not None]
        for path in made:
            must_be_new(path)
        output.document(changed=False, dry_run=True, path=str(database.path), key_file=str(key_file) if key_file else None)
        output.say(f"would make {' and '.join(map(str, made))}")
        return
    passphrase = database.passphrase
    if database.is_default:
        database.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    actor = click.get_current_context().command_path
    made_store = cw.Store.create(
        database.path,
        key_file=database.key_file,
        passphrase=passphrase,
        group=group,
        others_read=others_read,
        actor=actor,
        installation=database.installation,
    )
    _print(output, made_store.info(), changed=True)


@store.command()
@command
def info(database: Database, output: Output) -> None:
    """Tell where the store is, what guards it, who may do what with its files and how much is in it."""
    _print(output, database.open_to_read().info())


@store.command()
@command
def check(database: Database, output: Output) -> Optional[int]:
    """Prove that the store is whole: its file, seals, keys, places of trust and journal. Exit status 3 if something is wrong.

    Not seen: that the whole file was put back to an earlier state, and what somebody did who has file and key.
    """
    opened = database.open_to_read()
    with bar("checking") as tell:
        report = opened.check(tell)
    return print_verdicts(output, report)


def print_verdicts(output: Output, report: Union[cw.CheckReport, cw.Preflight]) -> Optional[int]:
    """A line for each thing that was looked at; the exit status."""
    verdicts = [{"what": verdict.what, "ok": verdict.ok, "found": verdict.found} for verdict in report.verdicts]
    output.document(ok=report.ok, verdicts=verdicts)
    for verdict in report.verdicts:
        output.say(f"{'ok   ' if verdict.ok else 'WRONG'} {verdict.what}: {verdict.found}")
    return None if report.ok else 3


@store.command()
@dry_run_option
@command
def adopt(database: Database, output: Output, dry_run: bool) -> None:
    """Make this installation the one whose store it is: after a move, or for a copy that goes its own way.

    A store of another installation makes no keys for roles: those would be missing in the original.
    """
    opened = database.open()
    try:
        why = opened.other_installation()
    except cw.Tampered as error:
        why = str(error)
    if dry_run:
        output.document(changed=False, dry_run=True, path=str(opened.path), why=why)
        output.say(f"would adopt {opened.path}: {why}" if why else f"{opened.path} is this installation's already")
        return
    changed = opened.adopt()
    output.document(changed=changed, path=str(opened.path), why=why)
    reason = f": {why}" if why else ""
    output.say(f"adopted {opened.path}{reason}" if changed else f"was so already: {opened.path} is this installation's")


@store.command("discard-altered")
@yes_option
@dry_run_option
@command
def discard_altered(database: Database, output: Output, yes: bool, dry_run: bool) -> None:
    """Take away the roles, assignments and successions that somebody without the key added or altered.

    They keep others from being read; `store check` names them. What they said before is not restored: assign again what serves.
    """
    opened = database.open()
    faults = ("the role ", "the assignment of ", "what superseded ")
    found = [verdict.what for verdict in opened.check().verdicts if not verdict.ok and verdict.what.startswith(faults) and "without the store's key" in verdict.found]
    if dry_run or not found:
        output.document(changed=False, **({"dry_run": True} if dry_run else {}), discarded=found if dry_run else [])
        output.say("\n".join(f"would discard {what}" for what in found) or "nothing was altered")
        return
    confirm(f"Discard {', '.join(found)}?", yes)
    discarded = opened.discard_altered()
    output.document(changed=bool(discarded), discarded=discarded)
    for what in discarded:
        output.say(f"discarded {what}")


@store.command()
@dry_run_option
@command
def upgrade(database: Database, output: Output, dry_run: bool) -> None:
    """Bring a store of an older version to this one's schema, after a copy of it was made beside it."""
    if dry_run:
        try:
            with database.open(locked=True) as opened:
                before = after = opened.info().schema
        except cw.OlderSchema as error:
            before, after = error.details["found"], error.details["known"]
        output.document(changed=False, dry_run=True, **{"from": before, "to": after}, copy=None)
        output.say(f"would go from schema {before} to {after}" if before != after else f"it has schema {after}: nothing to do")
        return
    upgraded = cw.Store.upgrade(database.path, key_file=database.key_file)
    changed, copy = upgraded.copy is not None, upgraded.copy
    output.document(changed=changed, **{"from": upgraded.from_schema, "to": upgraded.to_schema}, copy=str(copy) if copy else None)
    if changed:
        output.say(f"schema {upgraded.from_schema} is now {upgraded.to_schema}; as it was, it is in {copy}")
    else:
        output.say(f"it has schema {upgraded.to_schema}: nothing to do")


def _print(output: Output, info: cw.StoreInfo, **more: Any) -> None:
    output.document(
        **more,
        path=str(info.path),
        key_file=str(info.key_file),
        key_file_why=info.key_file_why,
        key_file_beside=info.key_file_beside,
        locked=info.locked,
        id=info.id,
        store_schema=info.schema,
        written_by=info.written_by,
        certificates=info.certificates,
        private_keys=info.private_keys,
        events=info.events,
        stores=info.stores,
        protectors=[protector_json(protector) for protector in info.protectors],
        files=[{"path": str(file.path), "owner": file.owner, "mode": file.mode} for file in info.files],
        warnings=info.warnings,
    )
    output.table(
        ["", ""],
        [
            ["Database", str(info.path)],
            ["Key file", f"{info.key_file} ({info.key_file_why})"],
            ["Id", info.id],
            ["Schema", f"{info.schema}, made by certwright {info.written_by}"],
            ["Protectors", ", ".join(protector.kind for protector in info.protectors)],
            ["Certificates", str(info.certificates)],
            ["Private keys", str(info.private_keys)],
            ["Journal", f"{info.events} line{'' if info.events == 1 else 's'}"],
            ["Named stores", ", ".join(info.stores)],
        ],
    )
    output.table(["File", "Owner", "Mode"], [[str(file.path), file.owner, f"{file.mode:04o}"] for file in info.files])
    for warning in info.warnings:
        output.say(f"warning: {warning}")
    if info.locked:
        output.say("the store is locked: only public data can be read")
