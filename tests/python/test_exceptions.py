"""One class for each status, each also what Python people expect to catch."""

from __future__ import annotations

import copy
import pickle
import traceback

import pytest

import certwright as cw
from certwright._certwright import STATUSES
from certwright._errors import from_status

#: Append-only: a number never changes its meaning.
TABLE: list[tuple[int, str, type[cw.CertwrightError], type[Exception]]] = [
    (1, "internal", cw.Internal, RuntimeError),
    (2, "already_exists", cw.AlreadyExists, FileExistsError),
    (3, "ambiguous", cw.Ambiguous, LookupError),
    (4, "ambiguous_date", cw.AmbiguousDate, ValueError),
    (5, "busy", cw.Busy, TimeoutError),
    (6, "damaged", cw.Damaged, ValueError),
    (7, "invalid_argument", cw.InvalidArgument, ValueError),
    (8, "invalid_date", cw.InvalidDate, ValueError),
    (9, "invalid_serial_number", cw.InvalidSerialNumber, ValueError),
    (10, "invalid_subject", cw.InvalidSubject, ValueError),
    (11, "invalid_thumbprint", cw.InvalidThumbprint, ValueError),
    (12, "invalid_validity", cw.InvalidValidity, ValueError),
    (13, "io", cw.Io, OSError),
    (14, "key_file_exposed", cw.KeyFileExposed, PermissionError),
    (15, "key_file_missing", cw.KeyFileMissing, FileNotFoundError),
    (16, "key_file_wrong", cw.KeyFileWrong, PermissionError),
    (17, "key_mismatch", cw.KeyMismatch, ValueError),
    (18, "malformed_certificate", cw.MalformedCertificate, ValueError),
    (19, "malformed_key", cw.MalformedKey, ValueError),
    (20, "newer_schema", cw.NewerSchema, RuntimeError),
    (21, "no_private_key", cw.NoPrivateKey, LookupError),
    (22, "not_a_store", cw.NotAStore, ValueError),
    (23, "not_found", cw.NotFound, KeyError),
    (24, "password_required", cw.PasswordRequired, ValueError),
    (25, "store_locked", cw.StoreLocked, PermissionError),
    (26, "tampered", cw.Tampered, RuntimeError),
    (27, "too_large", cw.TooLarge, ValueError),
    (28, "unknown_format", cw.UnknownFormat, ValueError),
    (29, "unknown_store_name", cw.UnknownStoreName, KeyError),
    (30, "unsupported", cw.Unsupported, NotImplementedError),
    (31, "work_limit", cw.WorkLimit, ValueError),
    (32, "wrong_password", cw.WrongPassword, ValueError),
    (33, "last_protector", cw.LastProtector, PermissionError),
    (34, "moved", cw.Moved, FileNotFoundError),
    (35, "network_file_system", cw.NetworkFileSystem, NotImplementedError),
    (36, "older_schema", cw.OlderSchema, RuntimeError),
    (37, "required", cw.Required, PermissionError),
    (38, "legacy_algorithm", cw.LegacyAlgorithm, ValueError),
    (39, "unauthenticated", cw.Unauthenticated, ValueError),
    (40, "cancelled", cw.Cancelled, RuntimeError),
    (41, "panic", cw.Panic, RuntimeError),
    (42, "untrusted", cw.Untrusted, ValueError),
    (43, "handshake_failed", cw.HandshakeFailed, ConnectionError),
    (44, "server_certificate_changed", cw.ServerCertificateChanged, ValueError),
    (45, "timed_out", cw.TimedOut, TimeoutError),
    (46, "unreachable", cw.Unreachable, ConnectionError),
    (47, "unfit_certificate", cw.UnfitCertificate, ValueError),
    (48, "endpoint_state", cw.EndpointState, RuntimeError),
    (49, "apply_failed", cw.ApplyFailed, RuntimeError),
    (50, "missing", cw.Missing, LookupError),
    (51, "unknown_role", cw.UnknownRole, KeyError),
    (52, "other_installation", cw.OtherInstallation, PermissionError),
    (53, "conflict", cw.Conflict, ValueError),
    (54, "other_signer", cw.OtherSigner, PermissionError),
    (55, "not_restorable", cw.NotRestorable, RuntimeError),
]


def test_the_table_is_complete() -> None:
    assert [(number, code) for number, code, _ in STATUSES][: len(TABLE)] == [(number, code) for number, code, _, _ in TABLE]
    assert len(STATUSES) == len(TABLE), "a status was added: add it to this table"


def test_each_status_has_a_class_and_each_class_a_status() -> None:
    exported = {kind for name in cw.__all__ if isinstance(kind := getattr(cw, name), type) and issubclass(kind, cw.CertwrightError)}
    assert exported - {cw.CertwrightError} == {type(from_status(number, "", {})) for number, _, _ in STATUSES}


@pytest.mark.parametrize(("number", "code", "kind", "builtin"), TABLE)
def test_a_status_is_its_class_and_what_people_expect_to_catch(
    number: int, code: str, kind: type[cw.CertwrightError], builtin: type[Exception]
) -> None:
    error = from_status(number, "what went wrong", {"a": 1})
    assert type(error) is kind
    assert isinstance(error, (cw.CertwrightError, builtin)) and issubclass(kind, builtin)
    assert (error.status, error.code, error.message, error.details) == (number, code, "what went wrong", {"a": 1})
    assert str(error) == "what went wrong"


@pytest.mark.parametrize("number", [number for number, _, _, _ in TABLE])
def test_an_exception_survives_pickling_and_copying(number: int) -> None:
    error = from_status(number, "what went wrong", {"a": [1, "b"]})
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is type(error)
        assert (str(again), again.status, again.code, again.details) == (str(error), error.status, error.code, error.details)


def test_an_exception_from_the_core_survives_pickling() -> None:
    with pytest.raises(cw.InvalidThumbprint) as caught:
        cw.parse_thumbprint("12")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), again.message, again.details) == (cw.InvalidThumbprint, caught.value.message, caught.value.details)


def test_not_found_is_shown_as_its_message_not_as_a_quoted_key(store: cw.Store) -> None:
    with pytest.raises(KeyError) as caught:
        store.get("AB" * 20)
    assert str(caught.value) == f"the certificate {'AB' * 20} is not there"
    assert traceback.format_exception_only(caught.value)[-1].strip() == f"certwright._errors.NotFound: {caught.value}"


@pytest.mark.parametrize("text", ["a\nb", "CN=\x1b[31m", "12\r\n34 zz", "\u2028"])
def test_a_message_is_one_line_whatever_was_put_in(text: str, store: cw.Store) -> None:
    for use in (cw.parse_thumbprint, cw.parse_serial, cw.parse_date, cw.parse_subject, lambda text: store.add(cw.self_signed("a").certificate, store=text)):
        try:
            use(text)
        except cw.CertwrightError as error:
            assert len(str(error).splitlines()) == 1
            assert str(error).isprintable()


def test_a_message_never_holds_the_password() -> None:
    data = cw.write_pkcs12([cw.self_signed("a")], password="geheim", iterations=1000)
    with pytest.raises(cw.WrongPassword) as caught:
        cw.read_file(data, password="hunter2")
    assert "hunter2" not in f"{caught.value!r} {caught.value.details}"
