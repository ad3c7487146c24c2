// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_roles_count(RolesHandle roles, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_roles_at(RolesHandle roles, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_roles_free(IntPtr roles);

    /// <summary>Owns a cw_roles.</summary>
    internal sealed class RolesHandle : Handle
    {
        public RolesHandle()
        {
        }

        internal RolesHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_roles_free>.Call(pointer);
    }
}
