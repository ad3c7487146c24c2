// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_applied_changed(AppliedHandle applied, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_applied_file_count(AppliedHandle applied, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_applied_file_at(AppliedHandle applied, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_applied_server(AppliedHandle applied, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_applied_certificate(AppliedHandle applied, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_applied_free(IntPtr applied);

    /// <summary>Owns a cw_applied.</summary>
    internal sealed class AppliedHandle : Handle
    {
        public AppliedHandle()
        {
        }

        internal AppliedHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_applied_free>.Call(pointer);
    }
}
