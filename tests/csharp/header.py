"""Reads the C header: types, functions, constants. It is made by a program, so a few patterns are enough."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEADER = ROOT / "ffi" / "include" / "certwright.h"


@dataclass(frozen=True)
class Parameter:
    """One parameter: its C type without the name, such as ``const uint8_t *``."""

    type: str
    name: str


@dataclass(frozen=True)
class Callback:
    """A parameter that is a function."""

    name: str
    result: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True)
class Function:
    """One function of the header."""

    name: str
    result: str
    parameters: tuple["Parameter | Callback", ...]

    @property
    def subject(self) -> str:
        """The type of the handle it works on, without cw_; empty if there is none."""
        first = self.parameters[0] if self.parameters else None
        found = re.fullmatch(r"(?:const )?cw_(\w+) \*", first.type) if isinstance(first, Parameter) else None
        return found.group(1) if found and found.group(1) != "bytes" else ""


@dataclass(frozen=True)
class Header:
    """What the header declares."""

    handles: tuple[str, ...]
    """The opaque types, without cw_."""
    functions: tuple[Function, ...]
    constants: dict[str, int]
    statuses: dict[str, int]

    @property
    def owned(self) -> frozenset[str]:
        """The opaque types that have a function which frees them."""
        names = {function.name for function in self.functions}
        return frozenset(handle for handle in self.handles if f"cw_{handle}_free" in names)


def read(path: Path = HEADER) -> Header:
    """Reads the header."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    statuses = re.search(r"enum cw_status.*?\{(.*?)\};", text, re.DOTALL)
    assert statuses
    body = text.split('extern "C" {', 1)[1]
    functions = [_function(declaration) for declaration in re.findall(r"^[^#{}]*?;", body, re.DOTALL | re.MULTILINE)]
    return Header(
        tuple(re.findall(r"typedef struct cw_(\w+) cw_\1;", text)),
        tuple(functions),
        {name: int(value) for name, value in re.findall(r"#define (CW_\w+) (\d+)\b", text)},
        {name: int(value) for name, value in re.findall(r"CW_STATUS_(\w+) = (\d+)", statuses.group(1))},
    )


def _function(declaration: str) -> Function:
    flat = re.sub(r"\s+", " ", re.sub(r"^#.*$", "", declaration, flags=re.MULTILINE)).replace("CW_MUST_USE ", "").strip(" ;")
    found = re.fullmatch(r"(.+?[ *])(cw_\w+)\((.*)\)", flat)
    assert found, f"a declaration that is not understood: {flat}"
    result, name, parameters = found.groups()
    return Function(name, result.strip(), tuple(_parameter(one) for one in _split(parameters) if one != "void"))


def _split(parameters: str) -> list[str]:
    """At the commas that are not in parentheses."""
    return [one.strip() for one in re.findall(r"(?:[^,(]|\([^()]*\))+", parameters)]


def _parameter(text: str) -> "Parameter | Callback":
    callback = re.fullmatch(r"(.+?) ?\(\*(\w+)\)\((.*)\)", text)
    if callback:
        result, name, parameters = callback.groups()
        inner = tuple(_parameter(one) for one in _split(parameters))
        assert all(isinstance(one, Parameter) for one in inner)
        return Callback(name, result, inner)  # type: ignore[arg-type]
    found = re.fullmatch(r"(.*[ *])(\w+)", text)
    assert found, f"a parameter that is not understood: {text}"
    return Parameter(found.group(1).strip(), found.group(2))
