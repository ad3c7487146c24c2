// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal unsafe delegate Status cw_role_new(byte* name, UIntPtr name_len, out RoleHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_role_set_description(RoleHandle role, byte* description, UIntPtr description_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_role_set_essential(RoleHandle role, [MarshalAs(UnmanagedType.U1)] bool essential, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_role_set_in_backup(RoleHandle role, [MarshalAs(UnmanagedType.U1)] bool in_backup, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_role_set_expiry_matters(RoleHandle role, [MarshalAs(UnmanagedType.U1)] bool expiry_matters, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_role_set_purpose(RoleHandle role, uint purpose, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_role_set_default_key(RoleHandle role, uint algorithm, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_role_set_renewable(RoleHandle role, [MarshalAs(UnmanagedType.U1)] bool renewable, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_role_name(RoleHandle role, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_role_description(RoleHandle role, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_role_essential(RoleHandle role, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_role_in_backup(RoleHandle role, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_role_expiry_matters(RoleHandle role, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_role_purpose(RoleHandle role, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_role_default_key(RoleHandle role, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_role_renewable(RoleHandle role, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_role_built_in(RoleHandle role, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_role_free(IntPtr role);

    /// <summary>Owns a cw_role.</summary>
    internal sealed class RoleHandle : Handle
    {
        public RoleHandle()
        {
        }

        internal RoleHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_role_free>.Call(pointer);
    }
}
