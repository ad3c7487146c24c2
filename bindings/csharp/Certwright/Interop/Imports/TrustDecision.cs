// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_trust_decision_id(TrustDecisionHandle decision, out ulong result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trust_decision_host(TrustDecisionHandle decision, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trust_decision_port(TrustDecisionHandle decision, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trust_decision_pin(TrustDecisionHandle decision, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trust_decision_certificate(TrustDecisionHandle decision, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trust_decision_key_sha256(TrustDecisionHandle decision, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trust_decision_by(TrustDecisionHandle decision, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trust_decision_why(TrustDecisionHandle decision, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trust_decision_since(TrustDecisionHandle decision, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trust_decision_until(TrustDecisionHandle decision, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trust_decision_holds_at(TrustDecisionHandle decision, long at, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_trust_decision_free(IntPtr decision);

    /// <summary>Owns a cw_trust_decision.</summary>
    internal sealed class TrustDecisionHandle : Handle
    {
        public TrustDecisionHandle()
        {
        }

        internal TrustDecisionHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_trust_decision_free>.Call(pointer);
    }
}
