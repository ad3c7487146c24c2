// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_cleanup_options_new(out CleanupOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_cleanup_options_scope(CleanupOptionsHandle options, byte* scope, UIntPtr scope_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_cleanup_options_unassigned(CleanupOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_cleanup_options_free(IntPtr cleanup_options);

    /// <summary>Owns a cw_cleanup_options.</summary>
    internal sealed class CleanupOptionsHandle : Handle
    {
        public CleanupOptionsHandle()
        {
        }

        internal CleanupOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_cleanup_options_free>.Call(pointer);
    }
}
