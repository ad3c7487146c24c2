"""`backup schedule`: when backups are made, and what makes a machine look."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any, Optional

import click

import certwright as cw
from certwright.cli.backup_facts import optional_time, plural
from certwright.cli.backup_settings import rehearsed, warnings_of
from certwright.cli.common import Database, Output, command, dry_run_option, for_people, must_be_new


@click.command()
@click.argument("text", nargs=-1)
@click.option("--off", is_flag=True, help="Take the schedule away.")
@click.option("--print", "what", type=click.Choice(["systemd", "cron"]), help="Print what makes this machine look whether a backup is due.")
@click.option("--name", metavar="N", help="With --print systemd: sets the units apart from those of other stores.")
@click.option("--user", metavar="U", help="With --print systemd: the account that makes the backups.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER", help="With --print systemd: write the units there, such as /etc/systemd/system.")
@click.option("--force", is_flag=True, help="Replace units that are there.")
@dry_run_option
@command
def schedule(
    database: Database,
    output: Output,
    text: tuple[str, ...],
    off: bool,
    what: Optional[str],
    name: Optional[str],
    user: Optional[str],
    out: Optional[Path],
    force: bool,
    dry_run: bool,
) -> None:
    """Show when backups are made and when the next is due, or set it: "every 6 hours", "daily at 03:30", "every 2 days at 03:30", or the
    five fields of cron, such as "30 3 * * 1-5".

    The store knows the schedule; something has to look: the units of --print systemd, the line of --print cron, or `backup run --watch`.
    """
    if off and text:
        raise click.UsageError("give either a schedule or --off")
    if off and what:
        raise click.UsageError("--print is of a schedule, not of --off")
    if what != "systemd" and (name is not None or user is not None or out is not None):
        raise click.UsageError("--name, --user and --out go with --print systemd")
    store = database.open()
    wanted = " ".join(text) or None
    changed = None
    if dry_run and (off or wanted):
        wanted = rehearsed(store, schedule=wanted).schedule
        changed = False
    elif off or wanted:
        changed = store.set_backup_settings(schedule=wanted)
    if what is None:
        _print(output, store, changed, dry_run, wanted)
        return
    known = wanted or store.backup_settings().schedule
    if known is None:
        raise click.UsageError("no schedule is set: give one, such as \"daily at 03:30\"")
    line = _command(database)
    if what == "cron":
        made = cw.cron_line(line, known)
        output.document(**_changed(changed, dry_run), schedule=known, command=line, cron=made)
        output.say(made)
        return
    _units(output, cw.systemd_units(line, known, name=name, user=user), out, force, dry_run, changed, {"schedule": known, "command": line})


def _changed(changed: Optional[bool], dry_run: bool) -> dict[str, Any]:
    return {} if changed is None else {"changed": changed, **({"dry_run": True} if dry_run else {})}


def _print(output: Output, store: cw.Store, changed: Optional[bool], dry_run: bool, wanted: Optional[str]) -> None:
    status = store.backup_status()
    if dry_run and changed is not None:
        output.document(changed=False, dry_run=True, schedule=wanted, would_change=wanted != status.schedule)
        output.say(f"would be made {wanted}" if wanted else "would take the schedule away")
        return
    warnings = warnings_of(store.backup_settings())
    output.document(
        **_changed(changed, dry_run),
        schedule=status.schedule,
        next=optional_time(status.next),
        due=status.due,
        running=status.running,
        failures=status.failures,
        failed_at=optional_time(status.failed_at),
        why=status.why,
        warnings=warnings,
    )
    if status.schedule is None:
        output.say("there is no schedule: backups are made only when somebody makes one")
    else:
        due = "one is due now" if status.due else f"next on {for_people(status.next)}" if status.next else ""
        output.say(f"{status.schedule}; {due}")
    if status.running is not None:
        output.say(f"one is being made by {status.running}")
    if status.failures:
        at = f", last on {for_people(status.failed_at)}" if status.failed_at else ""
        output.say(f"FAILED {status.failures} time{plural(status.failures)} in a row{at}: {status.why}")
    for warning in warnings:
        output.say(f"warning: {warning}")


def _command(database: Database) -> list[str]:
    """This program, for this store, whoever starts it and wherever."""
    name = os.path.basename(sys.argv[0])
    program = os.path.abspath(sys.argv[0]) if name == "certwright" else shutil.which("certwright")
    if program is None:
        raise click.UsageError("the program certwright is not on the PATH: no timer could start it")
    line = [program, "backup", "run", "--due", "--db", os.path.abspath(database.path)]
    if database.key_file is not None:
        line += ["--key-file", os.path.abspath(database.key_file)]
    if database.passphrase_file is not None:
        if str(database.passphrase_file) == "-":
            raise click.UsageError("a timer has no standard input: give the passphrase in a file")
        line += ["--passphrase-file", os.path.abspath(database.passphrase_file)]
    return line + (["--installation", database.installation] if database.installation is not None else [])


def _units(
    output: Output, units: dict[str, str], out: Optional[Path], force: bool, dry_run: bool, changed: Optional[bool], facts: dict[str, Any]
) -> None:
    timer = next(name for name in units if name.endswith(".timer"))
    if out is None:
        output.document(**_changed(changed, dry_run), **facts, units=units)
        for name, text in units.items():
            for line in [f"# {name}", *text.splitlines()]:
                output.say(line)
        return
    paths = [out / name for name in units]
    for path in paths:
        must_be_new(path, force)
    if not dry_run:
        for path, text in zip(paths, units.values()):
            cw.write_file(path, text.encode(), secret=False, replace=force)
    extra = {"dry_run": True} if dry_run else {}
    output.document(changed=not dry_run, **extra, **facts, units=units, files=[str(path) for path in paths])
    for path in paths:
        output.say(f"{'would write' if dry_run else 'wrote'} {path}")
    output.say(f"then: systemctl daemon-reload && systemctl enable --now {timer}")
