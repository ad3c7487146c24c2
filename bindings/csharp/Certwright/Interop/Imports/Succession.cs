// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_succession_old_thumbprint(SuccessionHandle succession, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_succession_old_sha256(SuccessionHandle succession, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_succession_new_thumbprint(SuccessionHandle succession, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_succession_new_sha256(SuccessionHandle succession, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_succession_at(SuccessionHandle succession, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_succession_free(IntPtr succession);

    /// <summary>Owns a cw_succession.</summary>
    internal sealed class SuccessionHandle : Handle
    {
        public SuccessionHandle()
        {
        }

        internal SuccessionHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_succession_free>.Call(pointer);
    }
}
