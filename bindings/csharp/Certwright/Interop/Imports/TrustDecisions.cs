// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_trust_decisions_count(TrustDecisionsHandle decisions, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_trust_decisions_at(TrustDecisionsHandle decisions, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_trust_decisions_free(IntPtr decisions);

    /// <summary>Owns a cw_trust_decisions.</summary>
    internal sealed class TrustDecisionsHandle : Handle
    {
        public TrustDecisionsHandle()
        {
        }

        internal TrustDecisionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_trust_decisions_free>.Call(pointer);
    }
}
