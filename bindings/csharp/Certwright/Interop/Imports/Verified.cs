// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_verified_path_count(VerifiedHandle verified, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_verified_path_at(VerifiedHandle verified, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_verified_anchor_name(VerifiedHandle verified, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_verified_anchor_certificate(VerifiedHandle verified, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_verified_free(IntPtr verified);

    /// <summary>Owns a cw_verified.</summary>
    internal sealed class VerifiedHandle : Handle
    {
        public VerifiedHandle()
        {
        }

        internal VerifiedHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_verified_free>.Call(pointer);
    }
}
