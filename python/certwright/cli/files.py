"""Files in and out: `import`, `export`."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any, Callable, Optional, TypeVar

import click

import certwright as cw
from certwright._certwright import read_path
from certwright.cli.common import Database, Output, command, dry_run_option, must_be_new, password_option, prompt_password, read_password
from certwright.cli.entries import entry_json

T = TypeVar("T")

class Passwords:
    """The password of files: read once, and asked for once a file, only where it turns out to need one."""

    def __init__(self, password_file: Optional[Path]) -> None:
        self.given = read_password(password_file)
        self.asked: dict[Path, str] = {}

    def read(self, path: Path, work: Callable[[bytes, Optional[str]], T]) -> T:
        """Works on a file's bytes with its password."""
        data = read_path(path)
        try:
            return work(data, self.asked.get(path, self.given))
        except cw.PasswordRequired:
            asked = prompt_password(str(path)) if self.given is None else None
            if asked is None:
                raise
            self.asked[path] = asked
            return work(data, asked)


def bag_json(file: str, report: cw.ImportReport, bag: cw.Bag) -> dict[str, Any]:
    """One bag of a file."""
    return {
        "file": file,
        "format": report.format,
        "what": bag.what,
        "taken": bag.taken,
        "changed": bag.changed,
        "friendly_name": bag.friendly_name,
        "encryption": bag.encryption,
        "thumbprint": bag.certificate.thumbprint if bag.certificate else None,
        "subject": bag.certificate.subject if bag.certificate else None,
        "note": bag.note,
    }


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--store", "named_store", metavar="NAME", help="Where all certificates go; by their kind unless said.")
@click.option("--create-store", is_flag=True, help="Make the named store if it is not there.")
@click.option("--friendly-name", help="A name for people, in place of those in the files.")
@click.option("--tag", "tags", multiple=True, help="A free word; may be given several times.")
@click.option("--require-mac", is_flag=True, help="Refuse a PFX without an integrity check.")
@click.option("--refuse-legacy", is_flag=True, help="Refuse encryption that is not to be relied on any more, such as 3DES and RC2.")
@password_option
@dry_run_option
@command
def import_(
    database: Database,
    output: Output,
    files: tuple[Path, ...],
    named_store: Optional[str],
    create_store: bool,
    friendly_name: Optional[str],
    tags: tuple[str, ...],
    require_mac: bool,
    refuse_legacy: bool,
    password_file: Optional[Path],
    dry_run: bool,
) -> None:
    """Take in what files hold: PFX, PKCS#7, PEM, DER.

    Certificates whose key is there go to Personal, CA certificates to Intermediate, others to Personal; none is trusted
    unless --store TrustedRoot or TrustedPeople says so. Each file is taken whole or not at all.
    """
    if password_file is not None and str(password_file) == "-" and len(files) > 1:
        raise click.UsageError("one password from standard input is for one file")
    passwords = Passwords(password_file)
    limits: dict[str, Any] = dict(require_mac=require_mac, refuse_legacy=refuse_legacy)
    read: Callable[[bytes, Optional[str]], cw.ImportReport] = lambda data, password: cw.read_file(data, password=password, **limits)
    if dry_run:
        work = read
    else:
        if database.is_to_be_made:
            database.check_named_store(named_store, create_store)
            for path in files:
                passwords.read(path, read)
        store = database.open_or_create()
        options = dict(limits, store=named_store, create_store=create_store, friendly_name=friendly_name, tags=list(tags))
        work = lambda data, password: store.import_file(data, password=password, **options)
    bags, entries, notes, rows, changed = [], {}, [], [], False
    for path in files:
        report = passwords.read(path, work)
        bags += [bag_json(str(path), report, bag) for bag in report.bags]
        notes += [f"{path}: {note}" for note in report.notes]
        entries.update({entry.sha256: entry for entry in report.entries})
        changed = changed or any(bag.changed for bag in report.bags)
        rows += [_row(path, bag, dry_run) for bag in report.bags]
    extra = {"dry_run": True} if dry_run else {}
    output.document(changed=changed, bags=bags, certificates=[entry_json(entry) for entry in entries.values()], notes=notes, **extra)
    if len(rows) > 40 and not output.as_json:
        kept = [row for row in rows if row[3] not in ("taken", "there already")]
        output.table(["File", "What", "Name", "Result"], kept)
        output.say(f"{len(rows)} bags, {len(rows) - len(kept)} of them taken or there already")
    else:
        output.table(["File", "What", "Name", "Result"], rows)
    for note in notes:
        output.say(f"note: {note}")


def _row(path: Path, bag: cw.Bag, dry_run: bool) -> list[str]:
    name = bag.friendly_name or ""
    if bag.certificate is not None:
        name = f"{name} ({bag.certificate.subject})" if name else bag.certificate.subject
    if not bag.taken:
        result = f"not taken: {bag.note}"
    else:
        result = "would be taken" if dry_run else "taken" if bag.changed else "there already"
        result += f": {bag.note}" if bag.note else ""
    return [path.name, bag.what, name, result]


_SUFFIXES = {".pfx": "pfx", ".p12": "pfx", ".pem": "pem", ".crt": "pem", ".cer": "der", ".der": "der", ".p7b": "p7b", ".p7c": "p7b"}
_WITHOUT_KEYS = {"der": "DER", "p7b": "PKCS#7", "p7c": "PKCS#7"}


@click.command()
@click.argument("thumbprints", nargs=-1, required=True, metavar="THUMBPRINT...")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to write.")
@click.option("--format", "format_", help="pfx, pem, der or p7b; follows the file's ending.")
@click.option("--with-key/--certificates-only", "with_key", default=None, help="With private keys and chains. A PFX has them unless told otherwise.")
@click.option("--for", "reader", type=click.Choice(cw.READERS, case_sensitive=False), metavar="READER", help=f"Who has to open a PFX: {', '.join(cw.READERS)}.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@password_option
@dry_run_option
@command
def export(
    database: Database,
    output: Output,
    thumbprints: tuple[str, ...],
    out: Path,
    format_: Optional[str],
    with_key: Optional[bool],
    reader: Optional[str],
    force: bool,
    password_file: Optional[Path],
    dry_run: bool,
) -> None:
    """Write certificates into a file, with their keys where that is asked for.

    A file with a key is readable by its owner alone. In PEM the key is encrypted where a password is given. The journal
    names each key that left the store.
    """
    kind = format_.lower() if format_ else _SUFFIXES.get(out.suffix.lower())
    if kind is None:
        raise click.UsageError(f"{out.name} does not tell its format: give --format pfx, pem, der or p7b")
    if with_key and kind in _WITHOUT_KEYS:
        raise click.UsageError(f"{_WITHOUT_KEYS[kind]} holds no key: take pfx or pem, or leave --with-key out")
    if reader is not None and kind not in ("pfx", "p12"):
        raise click.UsageError(f"--for is for a PFX, not for {kind}")
    keys = kind in ("pfx", "p12") and reader != "java17-truststore" if with_key is None else with_key
    store = database.open() if keys else database.open_to_read()
    entries = [store.get(thumbprint) for thumbprint in thumbprints]
    must_be_new(out, force)
    if not out.absolute().parent.is_dir():
        folder = out.absolute().parent  # said before the journal tells that a key left
        raise cw.NotFound(f"the folder {folder} is not there", status=23, code="not_found", details={"wanted": str(folder), "near": []})
    if out.is_dir():
        raise cw.InvalidArgument(f"path: {out} is a directory", status=7, code="invalid_argument", details={"what": "path", "why": "it is a directory"})
    facts = dict(file=str(out), format=kind, with_key=keys, certificates=[entry.thumbprint for entry in entries])
    if dry_run:
        identities = [entry.identity() for entry in entries] if keys else []
        if kind in ("pfx", "p12"):  # whether its reader can have it
            cw.write_pkcs12(identities, certificates=[] if keys else entries, password="dry run", iterations=1000, reader=reader or "default")
        output.document(changed=False, dry_run=True, **facts)
        output.say(f"would write {out}")
        return
    password = read_password(password_file)
    if kind in ("pfx", "p12") and password is None:
        password = prompt_password(f"the new file {out}", confirm=True)
        if password is None:
            raise click.UsageError("a PFX needs a password: give --password-file FILE, or - for standard input")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        data = store.export(entries, format=kind, with_key=keys, password=password, reader=reader or "default")
    notes = [str(warning.message) for warning in caught]
    cw.write_file(out, data, secret=keys, replace=force)
    output.document(changed=True, notes=notes, **facts)
    output.say(f"wrote {out}: {len(entries)} certificate{'' if len(entries) == 1 else 's'}{' with key' if keys else ''}")
    for note in notes:
        output.say(f"note: {note}")
