// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_protectors_count(ProtectorsHandle protectors, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_protectors_at(ProtectorsHandle protectors, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_protectors_free(IntPtr protectors);

    /// <summary>Owns a cw_protectors.</summary>
    internal sealed class ProtectorsHandle : Handle
    {
        public ProtectorsHandle()
        {
        }

        internal ProtectorsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_protectors_free>.Call(pointer);
    }
}
