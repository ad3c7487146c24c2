using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_error_status(ErrorHandle error);

    [Function(Cdecl)] internal delegate CwStr cw_error_message(ErrorHandle error);

    [Function(Cdecl)] internal delegate CwStr cw_error_details(ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_error_free(IntPtr error);

    [Function(Cdecl)] internal delegate void cw_bytes_free(ref CwBytes bytes);

    [Function(Cdecl)] internal delegate uint cw_abi_version();

    [Function(Cdecl)] internal delegate CwStr cw_version();

    internal sealed class ErrorHandle : Handle
    {
        private protected override void Free(IntPtr pointer) => Import<cw_error_free>.Call(pointer);
    }
}
