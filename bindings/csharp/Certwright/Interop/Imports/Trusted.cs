// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_trusted_basis(TrustedHandle trusted, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trusted_decision(TrustedHandle trusted, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trusted_path_count(TrustedHandle trusted, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trusted_path_at(TrustedHandle trusted, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trusted_note_count(TrustedHandle trusted, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trusted_note_at(TrustedHandle trusted, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_trusted_free(IntPtr trusted);

    /// <summary>Owns a cw_trusted.</summary>
    internal sealed class TrustedHandle : Handle
    {
        public TrustedHandle()
        {
        }

        internal TrustedHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_trusted_free>.Call(pointer);
    }
}
