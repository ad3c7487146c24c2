"""What `certwright` offers, and nothing else."""

from __future__ import annotations

import importlib.metadata
import inspect
import subprocess
import sys
import types

import pytest

import certwright as cw


def test_all_is_what_is_public() -> None:
    public = {name for name, value in vars(cw).items() if not name.startswith("_") and not isinstance(value, types.ModuleType)}
    assert set(cw.__all__) == public | {"__version__"}


def test_all_names_each_once_and_in_order() -> None:
    assert list(cw.__all__) == sorted(set(cw.__all__))


def test_nothing_private_is_named() -> None:
    assert [name for name in cw.__all__ if name.startswith("_")] == ["__version__"]


def test_import_star_gives_what_all_names() -> None:
    found: dict[str, object] = {}
    exec("from certwright import *", found)
    assert set(found) - {"__builtins__"} == set(cw.__all__)


@pytest.mark.parametrize("name", [name for name in cw.__all__ if inspect.isclass(getattr(cw, name))])
def test_each_class_says_that_it_is_certwrights(name: str) -> None:
    assert getattr(cw, name).__module__.split(".")[0] == "certwright"


def test_the_version_is_that_of_the_package() -> None:
    assert cw.__version__ == importlib.metadata.version("certwright")


def test_importing_the_package_does_not_import_the_command_line() -> None:
    code = "import sys, certwright; print(sorted({'click', 'rich', 'cryptography', 'ssl', 'certwright.cli'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60).stdout == "[]\n"


@pytest.mark.parametrize("name", ["Store", "Entry", "Certificate", "EntryIterator", "PrivateKey", "Bag", "Event", "StoreInfo", "AddResult", "ImportReport"])
def test_what_is_read_cannot_be_made_by_hand(name: str) -> None:
    with pytest.raises(TypeError):
        getattr(cw, name)()


@pytest.mark.parametrize("attribute", ["subject", "thumbprint", "anything_else"])
def test_a_certificate_cannot_be_changed(attribute: str) -> None:
    certificate = cw.self_signed("a").certificate
    with pytest.raises(AttributeError):
        setattr(certificate, attribute, "other")
    assert certificate.subject == "CN=a"
