// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_error_status(ErrorHandle error);

    [Function(Cdecl)] internal delegate CwStr cw_error_message(ErrorHandle error);

    [Function(Cdecl)] internal delegate CwStr cw_error_details(ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_error_free(IntPtr error);

    [Function(Cdecl)] internal delegate Status cw_error_refused_path_count(ErrorHandle failure, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_error_refused_path_at(ErrorHandle failure, UIntPtr index, out IntPtr result, out ErrorHandle error);

    /// <summary>Owns a cw_error.</summary>
    internal sealed class ErrorHandle : Handle
    {
        public ErrorHandle()
        {
        }

        internal ErrorHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_error_free>.Call(pointer);
    }
}
