"""The tests in C under AddressSanitizer, which sees C and Rust; and that it is awake."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from .test_programs import FAILING, NAMES, ROOT, run, run_body

# What AddressSanitizer must see, with a word of its report: mistakes in C and, of what C gave, in Rust.
MISTAKES = {
    "C reads what Rust has freed": (
        "AddressSanitizer: heap-use-after-free",
        """cw_store *store = NULL; cw_error *error = NULL;
        cw_status status = cw_store_open("none.db", CW_ZERO_TERMINATED, NULL, &store, &error);
        cw_str message = cw_error_message(error);
        cw_error_free(error);
        return status == CW_STATUS_OK || message.data[1] == 0;""",
    ),
    "Rust reads what C has freed": (
        "AddressSanitizer: heap-use-after-free",
        """cw_certificate *certificate = NULL;
        uint8_t *octets = calloc(1, 500);
        octets[0] = 0x30;
        octets[1] = 0x03;
        free(octets);
        return cw_certificate_from_der(octets, 500, &certificate, NULL) == CW_STATUS_OK;""",
    ),
    "Rust reads beyond what C gave": (
        "AddressSanitizer: heap-buffer-overflow",
        """cw_certificate *certificate = NULL;
        uint8_t *octets = calloc(1, 500);
        return cw_certificate_from_pem(octets, 501, &certificate, NULL) == CW_STATUS_OK;""",
    ),
    "nobody frees a handle": (
        "LeakSanitizer: detected memory leaks",
        """cw_open_options *options = NULL;
        return cw_open_options_new(&options, NULL) != CW_STATUS_OK;""",
    ),
}


@pytest.fixture(scope="module", autouse=True)
def runtime() -> None:
    """What Rust brings for it."""
    found = subprocess.run([ROOT / "tests/tools/asan", "runtime"], capture_output=True, text=True)
    if found.returncode != 0:
        pytest.skip(found.stderr)


@pytest.mark.parametrize("name", NAMES)
def test_a_program_passes(name: str) -> None:
    run(name, "asan")


@pytest.mark.parametrize("body", FAILING)
def test_a_program_that_fails_is_said_to_fail(body: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        run_body(body, "asan", tmp_path)
    run_body("return 0;", "asan", tmp_path)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_seen(mistake: str, tmp_path: Path) -> None:
    says, body = MISTAKES[mistake]
    with pytest.raises(AssertionError, match=says):
        run_body(body, "asan", tmp_path)
