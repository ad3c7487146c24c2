// Made of certwright.h by tests/csharp/imports.py.

using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate void cw_bytes_free(ref CwBytes bytes);

    [Function(Cdecl)] internal delegate uint cw_abi_version();

    [Function(Cdecl)] internal delegate CwStr cw_version();
}
