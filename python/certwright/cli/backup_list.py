"""`backup list`: the backups that a store remembers."""

from __future__ import annotations

from typing import Optional

import click

import certwright as cw
from certwright.cli.backup_facts import ago, backup_json, last_proven_text, optional_time
from certwright.cli.common import Database, Output, command, for_people
from certwright.cli.progress import bar


def _cells(backup: cw.Backup) -> list[str]:
    proven = ago(backup.proven) if backup.proven else f"contents only, {ago(backup.contents_proven)}"
    files = backup.files[0].name if len(backup.files) == 1 else f"{len(backup.files)} files"
    keys = f"{backup.keys}, {len(backup.lacking)} lacking" if backup.lacking else str(backup.keys)
    form = f"{backup.kind} of {backup.scope}" if backup.scope else backup.kind
    return [str(backup.id), for_people(backup.at), form, keys, proven, files, backup.location]


@click.command("list")
@click.option("--location", metavar="L", help="Show instead what lies there (a folder, or s3://bucket/prefix) and looks like a backup; no store is needed.")
@command
def list_(database: Database, output: Output, location: Optional[str]) -> Optional[int]:
    """Show the backups that were made: what each holds, where it is, when it was last proven to restore.

    Exit status 3 where `preflight` finds something wrong with them: the last proof is older than 30 days, or a key is in no backup.
    """
    if location is not None:
        names = cw.backup_files(location)
        output.document(location=location, files=names)
        for name in names:
            output.say(f"{location.rstrip('/')}/{name}")
        return None
    store = database.open()
    backups = store.backups()
    status = store.backup_status()
    with bar("looking") as tell:
        verdict = next(one for one in store.preflight(progress=tell).verdicts if one.what == "backup")
    last = status.last_proven
    output.document(
        ok=verdict.ok,
        found=verdict.found,
        last_proven=None if last is None else optional_time(last.proven),
        signer=status.signer,
        backups=[backup_json(backup) for backup in backups],
    )
    if backups:
        output.table(["No.", "Made", "Form", "Keys", "Proven", "Files", "Location"], map(_cells, backups), whole=3)
    output.say(last_proven_text(last))
    if status.signer is not None:
        output.say(f"bundles of this store are signed by {status.signer}: keep that elsewhere, to know them again")
    if not verdict.ok:
        output.say(f"WRONG backup: {verdict.found}")
    return None if verdict.ok else 3
