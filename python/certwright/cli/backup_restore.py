"""`backup restore`: out of the files and their password alone."""

from __future__ import annotations

import secrets
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, Optional

import click

import certwright as cw
from certwright.cli.assign import say_notes
from certwright.cli.backup_facts import line_json
from certwright.cli.backup_password import KnownPassword, read_identities
from certwright.cli.backup_verify import files_argument, identity_option
from certwright.cli.common import Database, Output, command, confirm, dry_run_option, password_option, yes_option
from certwright.cli.progress import bar

_OUTCOMES = ("added", "same", "conflict", "kept", "replaced", "skipped")
_MOST = 40


@click.command()
@files_argument
@click.option("--conflicts", type=click.Choice(["refuse", "keep", "replace"]), default="refuse", help="What is done where the backup and what is here cannot both hold; refuse restores nothing.")
@click.option("--role", metavar="R", help="What the only key in a file is for that says nothing of roles.")
@click.option("--scope", metavar="S", help="With --role: where.")
@click.option("--trust-signer", metavar="FP", help="SHA-256 of the key of another store that signed the bundle, compared with what that store shows.")
@click.option("--salvage", is_flag=True, help="Of a bundle that is damaged, take what can be taken.")
@click.option("--create", is_flag=True, help="Make the store of --db if it is not there; the default one is made in any case.")
@password_option
@identity_option
@yes_option
@dry_run_option
@command
def restore(
    database: Database,
    output: Output,
    files: tuple[str, ...],
    conflicts: str,
    role: Optional[str],
    scope: Optional[str],
    trust_signer: Optional[str],
    salvage: bool,
    create: bool,
    password_file: Optional[Path],
    identities: tuple[Path, ...],
    yes: bool,
    dry_run: bool,
) -> Optional[int]:
    """Restore certificates, keys, and what each is for, from the files of a backup and their password alone.

    What is here already stays. Everything comes in at once, or nothing does. Look first with --dry-run. Exit status 3 where something
    could not be taken out of the files, and with --dry-run where there are conflicts.
    """
    if scope is not None and role is None:
        raise click.UsageError("--scope goes with --role")
    known = KnownPassword(password_file, files)
    options: dict[str, Any] = dict(
        identities=read_identities(identities), conflicts=conflicts, role=role, scope=scope, trust_signer=trust_signer, salvage=salvage
    )

    def restored(store: cw.Store, rehearsal: bool) -> cw.Restored:
        while True:
            try:
                with bar("restoring") as tell:
                    return store.restore(files, password=known.password, dry_run=rehearsal, progress=tell, **options)
            except cw.PasswordRequired as error:
                known.ask(error)

    is_new = database.is_to_be_made or create and not database.path.exists()
    if is_new:
        plan = _rehearsed_elsewhere(restored)  # a store is made once it is known that it comes to be filled
        if dry_run:
            return _print(output, plan, dry_run)
        return _print(output, restored(database.create(), False), dry_run)
    store = database.open()
    if dry_run:
        return _print(output, restored(store, True), dry_run)
    if conflicts == "replace" and not yes:
        replaced = [line for line in restored(store, True).lines if line.outcome == "replaced"]
        if replaced:
            output.table(["What", "Name", "Outcome", "Note"], map(_cells, replaced))
            confirm(f"Replace {len(replaced)} of what is here?", yes)
    return _print(output, restored(store, False), dry_run)


def _rehearsed_elsewhere(restored: Any) -> cw.Restored:
    """What would come into a store that is yet to be made: what stays of the rehearsal on a disk opens for nobody."""
    with tempfile.TemporaryDirectory(prefix="certwright-") as folder:
        with cw.Store.create(Path(folder) / "new.db", passphrase=secrets.token_hex(32)) as store:
            plan: cw.Restored = restored(store, True)
            return plan


def _cells(line: cw.RestoreLine) -> list[str]:
    return [line.what, line.name if line.what != "certificate" else f"{line.thumbprint} {line.name}", line.outcome, line.note or ""]


def _print(output: Output, restored: cw.Restored, dry_run: bool) -> Optional[int]:
    """The plan, or what came of it; the exit status."""
    counts = Counter(line.outcome for line in restored.lines)
    output.document(
        changed=restored.changed,
        **({"dry_run": True} if dry_run else {}),
        kind=restored.kind,
        counts={outcome: counts[outcome] for outcome in _OUTCOMES},
        lines=[line_json(line) for line in restored.lines],
        signer=restored.signer,
        notes=restored.notes,
    )
    # what is here as it is matters to nobody, and of many that come in, each by itself does not either
    telling = [line for line in restored.lines if line.outcome not in ("same", "added")]
    added = [line for line in restored.lines if line.outcome == "added"]
    rows = telling + added if len(telling) + len(added) <= _MOST else telling
    if rows:
        output.table(["What", "Name", "Outcome", "Note"], map(_cells, rows))
    summary = ", ".join(f"{counts[outcome]} {outcome}" for outcome in _OUTCOMES if counts[outcome]) or "nothing"
    output.say(f"{'would restore' if dry_run else 'restored' if restored.changed else 'nothing was to be restored'}: {summary}")
    say_notes(output, restored.notes)
    return 3 if counts["skipped"] or dry_run and counts["conflict"] else None
