// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_preflight_options_new(out PreflightOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_preflight_options_host(PreflightOptionsHandle options, HostHandle host, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_preflight_options_expect(PreflightOptionsHandle options, byte* role, UIntPtr role_len, byte* scope, UIntPtr scope_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_preflight_options_free(IntPtr preflight_options);

    /// <summary>Owns a cw_preflight_options.</summary>
    internal sealed class PreflightOptionsHandle : Handle
    {
        public PreflightOptionsHandle()
        {
        }

        internal PreflightOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_preflight_options_free>.Call(pointer);
    }
}
