"""Certificates and entries, as JSON has them and as people read them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Iterable, Optional

import certwright as cw
from certwright.cli.common import for_people, rfc3339


def certificate_json(certificate: cw.Certificate) -> dict[str, Any]:
    """What a certificate itself says."""
    return {
        "thumbprint": certificate.thumbprint,
        "sha256": certificate.sha256,
        "serial": certificate.serial,
        "subject": certificate.subject,
        "issuer": certificate.issuer,
        "not_before": rfc3339(certificate.not_before),
        "not_after": rfc3339(certificate.not_after),
        "dns_names": certificate.dns_names,
        "ip_addresses": certificate.ip_addresses,
        "key_algorithm": certificate.key_algorithm,
        "signature_algorithm": certificate.signature_algorithm,
        "is_ca": certificate.is_ca,
        "self_signed": certificate.self_signed,
    }


def assignment_json(assignment: cw.Assignment) -> dict[str, Any]:
    """What an entry is for, in the keys that are promised."""
    return {
        "role": assignment.role,
        "scope": assignment.scope,
        "since": rfc3339(assignment.since),
        "until": None if assignment.until is None else rfc3339(assignment.until),
        "retained": assignment.retained,
    }


def _own_assignments(entry: cw.Entry) -> Optional[list[cw.Assignment]]:
    """What it is for; None where that cannot be told."""
    try:
        return entry.assignments
    except (cw.StoreLocked, cw.Tampered):
        return None


class Uses:
    """What all certificates of a store are for, read once: asking each by itself would take as long as listing them."""

    def __init__(self, store: cw.Store) -> None:
        self._of: dict[str, list[cw.Assignment]] = {}
        try:
            assignments = store.assignments()
        except (cw.StoreLocked, cw.Tampered):
            assignments = None
        self._told = assignments is not None
        for assignment in assignments or []:
            self._of.setdefault(assignment.sha256, []).append(assignment)
        self._required = {entry.sha256 for entry in store.find(required=True, archived=None)}

    def of(self, entry: cw.Entry) -> tuple[Optional[list[cw.Assignment]], bool]:
        """Its assignments, where they can be told, and whether it is required."""
        return None if not self._told else self._of.get(entry.sha256, []), entry.sha256 in self._required


def entry_json(entry: cw.Entry, uses: Optional[Uses] = None) -> dict[str, Any]:
    """An entry, in the keys that are promised."""
    assignments, required = uses.of(entry) if uses else (_own_assignments(entry), bool(entry.required))
    return {
        **certificate_json(entry),
        "has_private_key": entry.has_private_key,
        "stores": entry.stores,
        "friendly_name": entry.friendly_name,
        "tags": entry.tags,
        "archived": entry.archived,
        "assignments": None if assignments is None else [assignment_json(assignment) for assignment in assignments],
        "required": required,
    }


ENTRY_KEYS = (
    "thumbprint sha256 serial subject issuer not_before not_after dns_names ip_addresses key_algorithm signature_algorithm is_ca"
    " self_signed has_private_key stores friendly_name tags archived assignments required"
).split()
"""The keys of `entry_json`."""


def entry_csv(entry: cw.Entry, uses: Uses) -> dict[str, Any]:
    """An entry as a row of CSV: its assignments are those that hold, as ROLE or ROLE:SCOPE."""
    assignments, _ = uses.of(entry)
    held = [one for one in assignments or [] if one.holds()]
    return {**entry_json(entry, uses), "assignments": [f"{one.role}:{one.scope}" if one.scope else one.role for one in held]}


def succession_json(succession: cw.Succession) -> dict[str, Any]:
    """What took the place of what, in the keys that are promised."""
    return {
        "old": succession.old,
        "old_sha256": succession.old_sha256,
        "new": succession.new,
        "new_sha256": succession.new_sha256,
        "at": rfc3339(succession.at),
    }


def place_text(role: str, scope: Optional[str]) -> str:
    """Where a certificate serves, for people."""
    return f"{role} ({scope})" if scope else role


def entry_rows(entries: Iterable[cw.Entry]) -> Iterable[list[str]]:
    """Entries as rows of the table that `list` and `find` print."""
    now = dt.datetime.now(dt.timezone.utc)
    for entry in entries:
        state = "expired" if entry.not_after < now else "not yet valid" if entry.not_before > now else ""
        name = f"{entry.friendly_name} ({entry.subject})" if entry.friendly_name else entry.subject
        yield [
            entry.thumbprint,
            name,
            for_people(entry.not_after),
            "key" if entry.has_private_key else "",
            ", ".join(entry.stores),
            ", ".join(filter(None, [state, "archived" if entry.archived else ""])),
        ]


ENTRY_COLUMNS = ["Thumbprint", "Name", "Valid to", "Key", "Store", "State"]
