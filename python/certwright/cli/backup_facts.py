"""Backups, proofs and what becomes of what is restored: as JSON has them and as people read them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Optional

import certwright as cw
from certwright.cli.common import Output, rfc3339
from certwright.cli.entries import place_text


def backup_json(backup: cw.Backup) -> dict[str, Any]:
    """A backup, in the keys that are promised."""
    return {
        "id": backup.id,
        "at": rfc3339(backup.at),
        "kind": backup.kind,
        "location": backup.location,
        "files": [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in backup.files],
        "scope": backup.scope,
        "keys": backup.keys,
        "certificates": backup.certificates,
        "lacking": backup.lacking,
        "proven": optional_time(backup.proven),
        "contents_proven": rfc3339(backup.contents_proven),
        "restored": backup.restored,
    }


def left_out_json(one: cw.LeftOut) -> dict[str, Any]:
    """What a backup does not hold, in the keys that are promised."""
    return {"thumbprint": one.thumbprint, "role": one.role, "scope": one.scope, "subject": one.subject, "why": one.why}


def proof_json(proof: cw.BackupProof) -> dict[str, Any]:
    """What came of a proof, in the keys that are promised."""
    return {
        "kind": proof.kind,
        "complete": proof.complete,
        "certificates": proof.certificates,
        "keys": proof.keys,
        "signed": proof.signed,
        "compared": proof.compared,
        "skipped": [line_json(line) for line in proof.skipped],
        "missing_today": [left_out_json(one) for one in proof.missing_today],
        "recipient_proven": proof.recipient_proven,
        "signer": proof.signer,
        "own_signer": proof.own_signer,
        "made": optional_time(proof.made),
        "notes": proof.notes,
    }


def line_json(line: cw.RestoreLine) -> dict[str, Any]:
    """What becomes of one thing, in the keys that are promised."""
    return {"what": line.what, "name": line.name, "thumbprint": line.thumbprint, "outcome": line.outcome, "note": line.note}


def optional_time(time: Optional[dt.datetime]) -> Optional[str]:
    return None if time is None else rfc3339(time)


def left_out_text(one: cw.LeftOut) -> str:
    subject = f", {one.subject}" if one.subject else ""
    return f"{place_text(one.role, one.scope)}: {one.thumbprint}{subject}: {one.why}"


def proof_text(proof: cw.BackupProof) -> str:
    """What was proven, in one sentence."""
    said = f"proven to restore: {proof.certificates} certificate{plural(proof.certificates)}, {proof.keys} private key{plural(proof.keys)}"
    said += f", {'each' if proof.signed == proof.keys else f'{proof.signed} of them'} used to sign" if proof.keys else ""
    if proof.compared:
        said += f", {len(proof.compared)} compared with {'its' if len(proof.compared) == 1 else 'their'} own"
    return said if proof.recipient_proven else f"{said}; by a key that was made for the proof: whether its recipients open it is for them to try"


def files_text(backup: cw.Backup) -> str:
    """Where a backup lies."""
    names = [file.name for file in backup.files]
    shown = names[0] if len(names) == 1 else f"{len(names)} files"
    return f"{shown} in {backup.location}"


def last_proven_text(backup: Optional[cw.Backup]) -> str:
    """When one was last proven, for people."""
    if backup is None or backup.proven is None:
        return "no backup was proven yet"
    return f"last proven backup: {files_text(backup)}, {ago(backup.proven)}"


def ago(time: dt.datetime, now: Optional[dt.datetime] = None) -> str:
    """How long ago, in words."""
    passed = (now or dt.datetime.now(dt.timezone.utc)) - time
    if passed < dt.timedelta(0):
        return "in the future"
    for unit, length in (("day", dt.timedelta(days=1)), ("hour", dt.timedelta(hours=1)), ("minute", dt.timedelta(minutes=1))):
        if passed >= length:
            count = passed // length
            return f"{count} {unit}{plural(count)} ago"
    return "just now"


def say_all(output: Output, word: str, texts: list[str], *, most: int = 20) -> None:
    """A line for each, and for how many more there are."""
    for text in texts[:most]:
        output.say(f"{word}: {text}")
    if len(texts) > most:
        output.say(f"{word}: and {len(texts) - most} more (--json lists all)")


def with_keys(count: int) -> str:
    """So many certificates, each with its key."""
    return "1 certificate with its key" if count == 1 else f"{count} certificates with their keys"


def plural(count: int) -> str:
    return "" if count == 1 else "s"
