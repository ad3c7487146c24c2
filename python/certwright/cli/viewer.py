"""A certificate in the viewer of the desktop."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Callable, Optional

import certwright as cw
from certwright.cli.common import refusal

#: How long a viewer may take to say that it cannot show it; one that works may go on for as long as it is looked at.
_PATIENCE = 3.0


def open_in_viewer(certificate: cw.Certificate) -> Path:
    """Writes the certificate, without a key, into a file that nobody else can read, and has the platform open it."""
    suffix = ".crt" if sys.platform.startswith("linux") else ".cer"
    opener = _opener(sys.platform)
    path = Path(tempfile.mkdtemp(prefix="certwright-")) / f"{certificate.thumbprint}{suffix}"  # the folder is its owner's alone
    cw.write_file(path, certificate.der, secret=True)
    if opener is None:
        start: Callable[[str], None] = getattr(os, "startfile")  # on Windows only
        start(str(path))
        return path
    quiet = subprocess.DEVNULL
    viewer = subprocess.Popen([opener, str(path)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        ended = viewer.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        return path
    if ended != 0:
        what = f"to show {path}"
        why = f"{os.path.basename(opener)} knows no program for certificates (exit status {ended}); open the file with one of your own"
        raise refusal("unsupported", f"{what} is not possible: {why}", what=what, why=why)
    return path


def _opener(platform: str) -> Optional[str]:
    """The program that opens a file as the desktop does; None on Windows, which does so by itself."""
    if platform == "win32":
        return None
    name = "open" if platform == "darwin" else "xdg-open"
    found = shutil.which(name)
    if found is None:
        what = "to open a viewer"
        why = f"{name} is not here{'' if platform == 'darwin' else ' (it comes with xdg-utils)'}; write a file with `certwright export` and open that"
        raise refusal("unsupported", f"{what} is not possible: {why}", what=what, why=why)
    return found
