"""`backup verify`: proves that files restore, at any time after they were made."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import click

import certwright as cw
from certwright.cli.backup_facts import left_out_text, proof_json, proof_text, say_all
from certwright.cli.backup_password import KnownPassword, read_identities
from certwright.cli.common import Database, Output, command, for_people, password_option
from certwright.cli.progress import bar

files_argument = click.argument("files", nargs=-1, required=True, metavar="FILE...")  # also s3://bucket/prefix/name
identity_option = click.option(
    "--identity",
    "identities",
    multiple=True,
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="A file of age with the identity of a recipient of a bundle; may be given several times.",
)


@click.command()
@files_argument
@password_option
@identity_option
@command
def verify(
    database: Database, output: Output, files: tuple[str, ...], password_file: Optional[Path], identities: tuple[Path, ...]
) -> Optional[int]:
    """Prove that a backup restores: everything is taken out of its files, and each key is used.

    Without a password it tries the one that the settings lead to; so cron can do it.

    Exit status 3 where something could not be taken out, or where roles need something today that is not in it: make another one then.
    """
    store = database.open()
    known = KnownPassword(password_file, files)
    opened = read_identities(identities)

    def proven() -> cw.BackupProof:
        with bar("proving") as tell:
            return store.verify_backup(files, password=known.password, identities=opened, progress=tell)

    try:
        proof = proven()
    except cw.PasswordRequired as error:
        known.ask(error)
        proof = proven()
    output.document(ok=proof.complete, **proof_json(proof))
    output.say(proof_text(proof))
    if proof.made is not None:
        whose = "this store's key" if proof.own_signer else "ANOTHER STORE'S KEY"
        output.say(f"made on {for_people(proof.made)}, signed by {whose}: {proof.signer}")
    say_all(output, "SKIPPED", [str(line) for line in proof.skipped])
    say_all(output, "MISSING TODAY", [left_out_text(one) for one in proof.missing_today])
    say_all(output, "note", proof.notes)
    return None if proof.complete else 3
