"""`roles` and `cleanup`: what is required and how it stands with it, and what could go."""

from __future__ import annotations

from typing import Any, Optional

import click

import certwright as cw
from certwright.cli.backup_facts import backup_json, last_proven_text
from certwright.cli.common import Database, Output, command, confirm, dry_run_option, for_people, rfc3339, yes_option
from certwright.cli.entries import assignment_json

_scope = click.option("--scope", metavar="S", help="Only what serves in this scope, such as one database; an empty one is the whole installation.")


def _line_json(line: cw.OverviewLine) -> dict[str, Any]:
    """A certificate in one place, in the keys that are promised."""
    one, entry, rules = line.assignment, line.entry, line.role
    return {
        **assignment_json(one),
        "thumbprint": one.thumbprint,
        "sha256": one.sha256,
        "state": line.state,
        "subject": None if entry is None else entry.subject,
        "not_after": None if entry is None else rfc3339(entry.not_after),
        "essential": rules is None or rules.essential,
        "in_backup": rules is None or rules.in_backup,
        "expiry_matters": rules is None or rules.expiry_matters,
    }


def _facts(entry: cw.Entry) -> dict[str, Any]:
    return {"thumbprint": entry.thumbprint, "sha256": entry.sha256, "subject": entry.subject, "not_after": rfc3339(entry.not_after)}


def _unneeded_json(one: cw.Unneeded) -> dict[str, Any]:
    """A certificate that is not required, in the keys that are promised."""
    return {**_facts(one.entry), "archived": one.entry.archived, "why": one.why}


def _cells(line: cw.OverviewLine) -> list[str]:
    one, entry = line.assignment, line.entry
    ends, subject = (for_people(entry.not_after), entry.subject) if entry else ("", "")
    state = f"{line.meaning}, retained" if one.retained else line.meaning
    return [one.role, one.scope or "", state, ends, one.thumbprint, subject]


def _rows(items: list[cw.RequiredOtherwise] | list[cw.Unneeded]) -> list[list[str]]:
    return [[one.entry.thumbprint, one.entry.subject, for_people(one.entry.not_after), "; ".join(one.why)] for one in items]


_COLUMNS = ["Thumbprint", "Subject", "Valid to", "Why"]


@click.command()
@click.option("--all", "everything", is_flag=True, help="What is not required, too, each with why.")
@_scope
@command
def roles(database: Database, output: Output, everything: bool, scope: Optional[str]) -> None:
    """Show what is required, by role and scope, and how it stands with each.

    Retained ones are no longer current, and old data may need them. `show` has the details of each, `preflight` proves them.
    """
    store = database.open()
    found, last = store.overview(scope=scope, all=everything), store.backup_status().last_proven
    output.document(
        assignments=[_line_json(line) for line in found.assignments],
        otherwise_required=[{**_facts(one.entry), "why": one.why} for one in found.otherwise_required],
        others=found.others,
        not_required=[_unneeded_json(one) for one in found.not_required],
        last_proven_backup=None if last is None else backup_json(last),
    )
    if found.assignments:
        output.table(["Role", "Scope", "State", "Valid to", "Thumbprint", "Subject"], map(_cells, found.assignments))
    else:
        output.say("no certificate is assigned" if scope is None else f"no certificate is assigned in {scope or 'the whole installation'}")
    if found.otherwise_required:
        output.table(_COLUMNS, _rows(found.otherwise_required), title="required otherwise")
    if found.not_required:
        output.table(_COLUMNS, _rows(found.not_required), title="not required")
    if not everything:
        output.say(f"{found.others} other{'' if found.others == 1 else 's'}: --all")
    output.say(last_proven_text(last))


@click.command()
@_scope
@click.option("--unassigned", is_flag=True, help="Those with a key of which no role is known, too: somebody may use them, and one that has expired may still decrypt.")
@yes_option
@dry_run_option
@command
def cleanup(database: Database, output: Output, scope: Optional[str], unassigned: bool, yes: bool, dry_run: bool) -> None:
    """Delete what is not required and whose time is over, after it was shown: certificates and their keys, all or none.

    Never one that is required, and before it has expired none in TrustedRoot, TrustedPeople or Intermediate.
    """
    store = database.open()
    found = store.leftovers(scope=scope, unassigned=unassigned)
    if not found:
        output.document(changed=False, **({"dry_run": True} if dry_run else {}), certificates=[])
        output.say("there is nothing to clean up")
        return
    output.table(_COLUMNS, _rows(found))
    if dry_run:
        output.document(changed=False, dry_run=True, certificates=[_unneeded_json(one) for one in found])
        output.say(f"would delete {_count(len(found))}")
        return
    keys = sum(one.entry.has_private_key for one in found)
    confirm(f"Delete {_count(len(found))}{f' and {keys} private key(s)' if keys else ''} for ever?", yes)
    deleted = store.delete_all(one.entry for one in found)
    facts = [
        {**_unneeded_json(one), "key_deleted": done.key_deleted, "key_shared": done.key_shared} for one, done in zip(found, deleted)
    ]
    output.document(changed=True, certificates=facts)
    output.say(f"deleted {_count(len(found))}")


def _count(number: int) -> str:
    return f"{number} certificate{'' if number == 1 else 's'}"
