// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_store_info_of(StoreHandle store, out StoreInfoHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_path(StoreInfoHandle info, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_key_file(StoreInfoHandle info, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_key_file_why(StoreInfoHandle info, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_key_file_beside(StoreInfoHandle info, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_is_locked(StoreInfoHandle info, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_id(StoreInfoHandle info, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_schema(StoreInfoHandle info, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_written_by(StoreInfoHandle info, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_certificates(StoreInfoHandle info, out ulong result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_private_keys(StoreInfoHandle info, out ulong result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_events(StoreInfoHandle info, out ulong result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_store_count(StoreInfoHandle info, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_store_at(StoreInfoHandle info, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_protector_count(StoreInfoHandle info, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_protector_at(StoreInfoHandle info, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_file_count(StoreInfoHandle info, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_file_at(StoreInfoHandle info, UIntPtr index, out CwStr out_path, out CwStr out_owner, out uint out_mode, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_warning_count(StoreInfoHandle info, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_store_info_warning_at(StoreInfoHandle info, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_store_info_free(IntPtr store_info);

    /// <summary>Owns a cw_store_info.</summary>
    internal sealed class StoreInfoHandle : Handle
    {
        public StoreInfoHandle()
        {
        }

        internal StoreInfoHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_store_info_free>.Call(pointer);
    }
}
