"""Makes the imports of the C# binding out of the C header.

``cd tests && python -m csharp.imports`` writes them; a test holds them against the header.
"""

from collections import defaultdict
from pathlib import Path
from typing import Union

from .header import ROOT, Callback, Function, Header, Parameter, read

FOLDER = ROOT / "bindings" / "csharp" / "Certwright" / "Interop" / "Imports"

TOP = """\
// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
"""

HANDLE = """\
    /// <summary>Owns a cw_{c}.</summary>
    internal sealed class {name}Handle : Handle
    {{
        public {name}Handle()
        {{
        }}

        internal {name}Handle(IntPtr borrowed)
            : base(borrowed)
        {{
        }}

        private protected override void Free(IntPtr pointer) => Import<cw_{c}_free>.Call(pointer);
    }}
"""

BOOL = "[MarshalAs(UnmanagedType.U1)] "
VALUES = {
    "bool": "bool",
    "int": "int",
    "int32_t": "int",
    "int64_t": "long",
    "size_t": "UIntPtr",
    "uint32_t": "uint",
    "uint64_t": "ulong",
    "cw_status": "Status",
    "cw_str": "CwStr",
    "void": "void",
    "void *": "IntPtr",
}
STRUCTURES = {"cw_str": "CwStr", "cw_octets": "CwOctets", "cw_bytes": "CwBytes"}
KEYWORDS = {"out": "result", "event": "@event", "checked": "@checked"}


def pascal(name: str) -> str:
    """The name as .NET writes it."""
    return "".join(part.capitalize() for part in name.split("_"))


def handle(header: Header, c: str) -> str:
    """A handle that somebody owns, or a bare pointer into one."""
    return f"{pascal(c)}Handle" if c in header.owned else "IntPtr"


def parameter(header: Header, function: Function, one: Union[Parameter, Callback]) -> str:
    """A parameter of a delegate."""
    name = KEYWORDS.get(one.name, one.name)
    if isinstance(one, Callback):
        return f"{function.name}_{one.name} {name}"
    return f"{mapped(header, function.name, one.type)} {name}"


def mapped(header: Header, function: str, c: str) -> str:
    """The C# type of a parameter's C type."""
    base = c.removeprefix("const ").rstrip("* ").removesuffix(" *const").rstrip("* ")
    if c in VALUES:
        return (BOOL if c == "bool" else "") + VALUES[c]
    if c in ("const uint8_t *", "const char *", "char *"):
        return "byte*"
    if c == "const cw_str *":
        return "CwStr*"
    if c == "const cw_octets *":
        return "CwOctets*"
    if c.removesuffix(" *") in STRUCTURES and c.endswith(" *"):
        return ("ref " if function.endswith("_free") else "out ") + STRUCTURES[c.removesuffix(" *")]
    if c.removesuffix(" *") in VALUES and c.endswith(" *"):
        inner = c.removesuffix(" *")
        return (BOOL if inner == "bool" else "") + "out " + VALUES[inner]
    opaque = base.removeprefix("cw_")
    assert opaque in header.handles, f"{function}: no C# type for {c}"
    if c == f"cw_{opaque} **":
        return f"out {handle(header, opaque)}"
    if c == f"const cw_{opaque} **":
        return "out IntPtr"
    if c == f"const cw_{opaque} *const *":
        return "IntPtr[]"
    assert c in (f"cw_{opaque} *", f"const cw_{opaque} *"), f"{function}: no C# type for {c}"
    return "IntPtr" if function == f"cw_{opaque}_free" else handle(header, opaque)


def delegate(header: Header, function: Function) -> str:
    """The declarations of a function: its callbacks, and itself."""
    lines = []
    for one in function.parameters:
        if isinstance(one, Callback):
            inner = ", ".join(f"{mapped(header, '', part.type)} {KEYWORDS.get(part.name, part.name)}" for part in one.parameters)
            lines.append(declared(VALUES[one.result], f"{function.name}_{one.name}", inner))
    lines.append(declared(VALUES[function.result], function.name, ", ".join(parameter(header, function, one) for one in function.parameters)))
    return "\n".join(lines)


def declared(result: str, name: str, parameters: str) -> str:
    """One delegate."""
    unsafe = "unsafe " if "*" in parameters else ""
    return f"    [Function(Cdecl)] internal {unsafe}delegate {result} {name}({parameters});\n"


def area(header: Header, function: Function) -> str:
    """The type that a function belongs to, by its name; Library if it belongs to none."""
    names = [one for one in header.handles if function.name.startswith(f"cw_{one}_")]
    return pascal(max(names, key=len)) if names else "Library"


def made(header: Header) -> dict[str, str]:
    """The files, by name."""
    areas = defaultdict(list)
    for function in header.functions:
        areas[area(header, function)].append(delegate(header, function))
    files = {}
    for name, delegates in areas.items():
        c = next((one for one in header.owned if pascal(one) == name), None)
        owner = [HANDLE.format(c=c, name=name)] if c else []
        body = "\n".join(delegates + owner)
        top = TOP if "MarshalAs" in body else TOP.replace("using System.Runtime.InteropServices;\n", "", 1)
        files[f"{name}.cs"] = (top if "IntPtr" in body else top.replace("using System;\n", "")) + body + "}\n"
    return files


def main() -> None:
    """Writes the files, and removes those that are none any more."""
    FOLDER.mkdir(exist_ok=True)
    files = made(read())
    for old in FOLDER.glob("*.cs"):
        if old.name not in files:
            old.unlink()
    for name, text in files.items():
        (FOLDER / name).write_text(text)


if __name__ == "__main__":
    main()
