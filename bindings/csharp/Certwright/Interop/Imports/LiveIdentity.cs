// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_live_identity_new(EndpointHandle endpoint, out LiveIdentityHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_live_identity_get(LiveIdentityHandle live, ulong known_version, out ulong out_version, out IdentityHandle out_identity, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_live_identity_last(LiveIdentityHandle live, ulong known_version, out ulong out_version, out IdentityHandle out_identity, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_live_identity_free(IntPtr live);

    /// <summary>Owns a cw_live_identity.</summary>
    internal sealed class LiveIdentityHandle : Handle
    {
        public LiveIdentityHandle()
        {
        }

        internal LiveIdentityHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_live_identity_free>.Call(pointer);
    }
}
