// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_renew_options_new(out RenewOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_renew_options_same_key(RenewOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_renew_options_free(IntPtr renew_options);

    /// <summary>Owns a cw_renew_options.</summary>
    internal sealed class RenewOptionsHandle : Handle
    {
        public RenewOptionsHandle()
        {
        }

        internal RenewOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_renew_options_free>.Call(pointer);
    }
}
