// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_peer_options_new(out PeerOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_peer_options_at(PeerOptionsHandle options, long at, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_peer_options_system_roots(PeerOptionsHandle options, uint which, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_peer_options_root(PeerOptionsHandle options, CertificateHandle certificate, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_peer_options_revocation(PeerOptionsHandle options, uint revocation, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_peer_options_free(IntPtr options);

    /// <summary>Owns a cw_peer_options.</summary>
    internal sealed class PeerOptionsHandle : Handle
    {
        public PeerOptionsHandle()
        {
        }

        internal PeerOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_peer_options_free>.Call(pointer);
    }
}
