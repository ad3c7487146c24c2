// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_probed_host(ProbedHandle probed, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_probed_port(ProbedHandle probed, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_probed_address(ProbedHandle probed, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_probed_chain_count(ProbedHandle probed, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_probed_chain_at(ProbedHandle probed, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_probed_protocol(ProbedHandle probed, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_probed_cipher(ProbedHandle probed, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_probed_client_certificate(ProbedHandle probed, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_probed_note_count(ProbedHandle probed, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_probed_note_at(ProbedHandle probed, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_probed_free(IntPtr probed);

    /// <summary>Owns a cw_probed.</summary>
    internal sealed class ProbedHandle : Handle
    {
        public ProbedHandle()
        {
        }

        internal ProbedHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_probed_free>.Call(pointer);
    }
}
